"""What a page of the window is."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from ledger_app.ui.context import Context
from ledger_app.ui.state import State


class Page(QWidget):
    """A page shows one state of the archive; subclasses fill in `show_state` and `show_target`."""

    name = ""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        context.state_changed.connect(self.show_state)

    def title(self) -> str:
        """The page's name in the side bar, in the language in use."""
        raise NotImplementedError

    def badge(self, state: State) -> str:
        """A short count beside the title, or nothing."""
        return ""

    def show_state(self, state: State) -> None:
        """Show this reading of the archive; keep selection and scroll position."""
        raise NotImplementedError

    def show_target(self, **target: object) -> None:
        """Bring what another page pointed at into view."""
