"""What a page of the window is."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from ledger_app.core.progress import Progress
from ledger_app.ui import turns
from ledger_app.ui.context import Context
from ledger_app.ui.jobs import Job
from ledger_app.ui.state import State


class Page(QWidget):
    """A page shows one state of the archive; subclasses fill in `show_state` and `show_target`."""

    name = ""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self._preparing: Job | None = None
        self._first: QWidget | None = None
        context.state_changed.connect(self.show_state)
        turns.forget_with(self)

    @classmethod
    def title(cls) -> str:
        """The page's name in the side bar, in the language in use."""
        raise NotImplementedError

    def begin_at(self, first: QWidget) -> None:
        """Let the keyboard begin at this control when the page is chosen.

        A focus proxy would do so too, but Tab from outside would then skip what stands before it.
        """
        self._first = first

    def setFocus(self, reason: Qt.FocusReason = Qt.FocusReason.OtherFocusReason) -> None:
        (self._first or super()).setFocus(reason)

    def badge(self, state: State) -> str:
        """A short count beside the title, or nothing."""
        return ""

    def show_state(self, state: State) -> None:
        """Show this reading of the archive; keep selection and scroll position."""
        raise NotImplementedError

    def show_target(self, **target: object) -> None:
        """Bring what another page pointed at into view."""

    def prepare(self, work: Callable[[Progress], object], done: Callable[[object], None]) -> None:
        """Make what is shown beside the event loop; a newer call takes the place of an older one."""
        if self._preparing:
            self._preparing.cancel()

        def show(result: object) -> None:
            if self._preparing is job:
                self._preparing = None
                done(result)

        job = self.context.jobs.aside("", work, done=show, failed=self.context.trouble.emit, is_quiet=True)
        self._preparing = job
