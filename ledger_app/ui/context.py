"""What every page is given: the state to show, a way to run work, and the way to other pages."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QSettings, Signal

from ledger_app.archive import Archive
from ledger_app.core.database import Changes
from ledger_app.core.progress import Progress
from ledger_app.ui.jobs import Job, Jobs
from ledger_app.ui.state import State, read_state

ArchiveWork = Callable[[Archive, Progress], object]


class Context(QObject):
    """One open archive, as the pages see it.

    Pages show `state` and look again at `state_changed`. They write by `run(name, work)`; when the
    work returns `Changes` (or a tuple that holds one) that wrote anything, the state is read anew.
    `go(page, **target)` asks the window to show another page, e.g. `go("indicators", indicator=7)`.
    `said` carries one sentence for the status bar, `trouble` an exception to show as a sentence,
    `asked` the wish for one of the window's commands. `away` is the code of why the evidence folder
    is out of reach, or empty.
    """

    state_changed = Signal(object)
    going = Signal(str, dict)
    said = Signal(str)
    trouble = Signal(object)
    asked = Signal(str)

    def __init__(self, archive: Archive, jobs: Jobs, settings: QSettings, state: State) -> None:
        super().__init__()
        self.jobs = jobs
        self.settings = settings
        self.state = state
        self.away = state.away
        self._archive = archive
        self._reading: _Reading | None = None
        self._is_stale = False
        self._waiting: list[Callable[[State], None]] = []

    def run(
        self,
        name: str,
        work: ArchiveWork,
        *,
        done: Callable[[object], None] | None = None,
        is_quiet: bool = False,
    ) -> Job:
        """Run work on the archive's thread; `done(result)` follows in the main thread."""

        def finish(result: object) -> None:
            if done:
                done(result)
            if _wrote(result):
                self.refresh()

        return self.jobs.submit(
            name,
            lambda progress: work(self._archive, progress),
            done=finish,
            failed=self.trouble.emit,
            is_quiet=is_quiet,
        )

    def refresh(self, *, done: Callable[[State], None] | None = None) -> None:
        """Read the state anew and tell the pages; many calls while one reading waits are one reading.

        `done` gets a state that holds all that was written before this call.
        """
        if done:
            self._waiting.append(done)
        if self._reading is None:
            self._reading = _Reading(self._archive)
            self.jobs.submit(
                "",
                lambda _, reading=self._reading: reading.read(self.away),
                done=self._show,
                failed=self._fail,
                is_quiet=True,
            )
        elif self._reading.is_begun:
            self._is_stale = True

    def go(self, page: str, **target: object) -> None:
        """Ask the window to show a page, at the given target."""
        self.going.emit(page, target)

    def ask(self, command: str) -> None:
        """Ask the window to do one of its commands (`ui.actions`), e.g. `ask("audit")`."""
        self.asked.emit(command)

    def _show(self, state: object) -> None:
        self._reading = None
        self.state = state  # type: ignore[assignment]
        self.state_changed.emit(state)
        if self._is_stale:
            self._is_stale = False
            self.refresh()
        else:
            waiting, self._waiting = self._waiting, []
            for done in waiting:
                done(self.state)

    def _fail(self, error: Exception) -> None:
        self._reading = None
        self._is_stale = False
        self._waiting.clear()
        self.trouble.emit(error)


class _Reading:
    """One reading of the state: what is written before it begins, it will see."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self.is_begun = False

    def read(self, away: str) -> State:
        self.is_begun = True
        return read_state(self._archive, away=away)


def _wrote(result: object) -> bool:
    parts = result if isinstance(result, tuple) else (result,)
    return any(isinstance(p, Changes) and p.tables for p in parts)
