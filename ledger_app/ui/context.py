"""What every page is given: the state to show, a way to run work, and the way to other pages."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable

from PySide6.QtCore import QObject, QSettings, Signal

from ledger_app.archive import Archive
from ledger_app.core.database import Changes
from ledger_app.core.errors import Cancelled
from ledger_app.core.progress import Progress
from ledger_app.ui import turns
from ledger_app.ui.jobs import Job, Jobs, Pausing, Turn
from ledger_app.ui.state import State, read_state

ArchiveWork = Callable[[Archive, Progress], object]


class Context(QObject):
    """One open archive, as the pages see it.

    Pages show `state` and look again at `state_changed`. They write by `run(name, work)`; when the
    work returns `Changes` (or a tuple that holds one) that wrote anything, the state is read anew.
    `go(page, **target)` asks the window to show another page, e.g. `go("indicators", indicator=7)`.
    `said` carries one sentence for the status bar, `trouble` an exception to show as a sentence,
    `asked` the wish for one of the window's commands, `sheet` a `Sheet` to show over the desk. `away` is the code of why the evidence folder
    is out of reach, or empty.
    """

    state_changed = Signal(object)
    going = Signal(str, dict)
    said = Signal(str)
    trouble = Signal(object)
    asked = Signal(str)
    sheet = Signal(object)

    def __init__(self, archive: Archive, jobs: Jobs, settings: QSettings, state: State) -> None:
        super().__init__()
        self.jobs = jobs
        self.settings = settings
        self.state = state
        self.away = state.away
        self._archive: Archive | None = archive
        self._reading: _Reading | None = None
        self._is_stale = False
        self._written: deque[Changes | None] = deque()  # None: whatever it was
        self._waiting: list[Callable[[State], None]] = []
        turns.forget_with(self)

    def run(
        self,
        name: str,
        work: ArchiveWork,
        *,
        done: Callable[[object], None] | None = None,
        is_quiet: bool = False,
        turn: Turn | None = None,
        is_long: bool = False,
    ) -> Job:
        """Run work on the archive's thread; `done(result)` follows in the main thread.

        QUICK work is let in wherever work that `is_long`, or BACKGROUND work, reports.

        Quiet work and what a person decides about files are QUICK: such work is done before all else
        and in the middle of a scan, so it must never look at the evidence folder itself.
        """

        def finish(result: object) -> None:
            if done:
                done(result)
            if written := _written(result):
                self._written += written
                self._read()

        chosen = turn if turn is not None else Turn.QUICK if is_quiet else Turn.NORMAL
        return self.jobs.submit(
            name,
            lambda progress: work(self._open_archive(), progress),
            done=finish,
            failed=self.trouble.emit,
            is_quiet=is_quiet,
            turn=chosen,
            progress=Pausing(self.jobs, self._is_between) if is_long or chosen is Turn.BACKGROUND else None,
        )

    @property
    def is_reading(self) -> bool:
        """Whether the pages do not show yet all that was written."""
        return self._reading is not None

    def let_go(self) -> None:
        """Forget the archive before it is closed: work that comes later is dropped."""
        self._archive = None

    def _open_archive(self) -> Archive:
        if self._archive is None:
            raise Cancelled
        return self._archive

    def refresh(self, *, done: Callable[[State], None] | None = None) -> None:
        """Read the whole state anew and tell the pages; many calls while one reading waits are one.

        `done` gets a state that holds all that was written before this call.
        """
        if done:
            self._waiting.append(done)
        self._written.append(None)
        self._read()

    def go(self, page: str, **target: object) -> None:
        """Ask the window to show a page, at the given target."""
        self.going.emit(page, target)

    def ask(self, command: str) -> None:
        """Ask the window to do one of its commands (`ui.actions`), e.g. `ask("audit")`."""
        self.asked.emit(command)

    def _is_between(self) -> bool:
        return not self._open_archive().db.connection.in_transaction

    def _read(self) -> None:
        if self._reading is None:
            self._reading = _Reading(self)
            self.jobs.submit(
                "",
                self._reading.read,
                done=self._show,
                failed=self._fail,
                is_quiet=True,
                turn=Turn.QUICK,
            )
        elif self._reading.is_begun:
            self._is_stale = True

    def _read_now(self) -> State:
        written = [self._written.popleft() for _ in range(len(self._written))]
        known = [w for w in written if w]
        before = self.state if len(known) == len(written) else None
        return read_state(self._open_archive(), away=self.away, before=before, written=known)

    def _show(self, state: object) -> None:
        self._reading = None
        self.state = state
        self.state_changed.emit(state)
        if self._is_stale:
            self._is_stale = False
            self._read()
        else:
            waiting, self._waiting = self._waiting, []
            for done in waiting:
                done(self.state)

    def _fail(self, error: Exception) -> None:
        self._reading = None
        self._is_stale = False
        self._written.append(None)
        self._waiting.clear()
        self.trouble.emit(error)


class _Reading:
    """One reading of the state: what is written before it begins, it will see."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self.is_begun = False

    def read(self, _progress: Progress) -> State:
        self.is_begun = True
        return self._context._read_now()


def _written(result: object) -> list[Changes]:
    parts = result if isinstance(result, tuple) else (result,)
    return [p for p in parts if isinstance(p, Changes) and p.tables]
