"""An open archive on the desk: the list of pages and the page that is shown."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QStackedWidget, QWidget

from ledger_app.ui.audit import AuditPage
from ledger_app.ui.context import Context
from ledger_app.ui.inbox import InboxPage
from ledger_app.ui.indicators import IndicatorsPage
from ledger_app.ui.journal import JournalPage
from ledger_app.ui.overview import OverviewPage
from ledger_app.ui.page import Page
from ledger_app.ui.sidebar import Entry, Sidebar
from ledger_app.ui.state import State

PAGES: tuple[type[Page], ...] = (OverviewPage, IndicatorsPage, InboxPage, AuditPage, JournalPage)
_SMALLEST = (480, 240)  # splitters squeeze their panes rather than push the window off a small screen


class Desk(QWidget):
    """Builds every page once; the last page shown is remembered for this archive."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self.pages: dict[str, Page] = {kind.name: kind(context) for kind in PAGES}
        self.entries = [
            Entry(name, page.title(), name, f"Ctrl+{number}")
            for number, (name, page) in enumerate(self.pages.items(), start=1)
        ]
        self.sidebar = Sidebar(self.entries)
        self.sidebar.chosen.connect(self.show_page)
        self._stack = QStackedWidget()
        for page in self.pages.values():
            page.setMinimumSize(*_SMALLEST)
            self._stack.addWidget(page)
        line = QFrame()
        line.setFrameShape(QFrame.Shape.VLine)
        line.setFrameShadow(QFrame.Shadow.Sunken)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.sidebar)
        layout.addWidget(line)
        layout.addWidget(self._stack, 1)
        context.state_changed.connect(self._count)
        self._count(context.state)
        last = str(context.settings.value("page", ""))
        self._show(last if last in self.pages else next(iter(self.pages)))

    @property
    def current(self) -> str:
        """The name of the page that is shown."""
        page = self._stack.currentWidget()
        return page.name if isinstance(page, Page) else ""

    def titles(self) -> Sequence[tuple[str, str, str]]:
        """Return (name, title, key) of every page."""
        return [(e.name, e.title, e.key) for e in self.entries]

    def show_page(self, name: str, **target: object) -> None:
        """Show a page, at a target where one is given."""
        if name not in self.pages:
            return
        self._show(name)
        if target:
            self.pages[name].show_target(**target)

    def _show(self, name: str) -> None:
        page = self.pages[name]
        self._stack.setCurrentWidget(page)
        self.sidebar.choose(name)
        self.context.settings.setValue("page", name)
        if not self.sidebar.hasFocus():
            page.setFocus(Qt.FocusReason.OtherFocusReason)

    def _count(self, state: State) -> None:
        for name, page in self.pages.items():
            self.sidebar.badge(name, page.badge(state))
