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
    `said` carries one sentence for the status bar, `trouble` an exception to show as a sentence.
    """

    state_changed = Signal(object)
    going = Signal(str, dict)
    said = Signal(str)
    trouble = Signal(object)

    def __init__(self, archive: Archive, jobs: Jobs, settings: QSettings, state: State) -> None:
        super().__init__()
        self.jobs = jobs
        self.settings = settings
        self.state = state
        self.away = state.away
        self._archive = archive

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

    def refresh(self) -> None:
        """Read the state anew and tell the pages."""
        self.jobs.submit(
            "",
            lambda _: read_state(self._archive, away=self.away),
            done=self._show,
            failed=self.trouble.emit,
            is_quiet=True,
        )

    def go(self, page: str, **target: object) -> None:
        """Ask the window to show a page, at the given target."""
        self.going.emit(page, target)

    def _show(self, state: object) -> None:
        self.state = state  # type: ignore[assignment]
        self.state_changed.emit(state)


def _wrote(result: object) -> bool:
    parts = result if isinstance(result, tuple) else (result,)
    return any(isinstance(p, Changes) and p.tables for p in parts)
