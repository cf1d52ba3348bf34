"""An open archive on the desk: the list of pages and the page that is shown."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QFrame, QHBoxLayout, QStackedWidget, QWidget

from ledger_app.ui.audit import AuditPage
from ledger_app.ui.boxes import BoxesPage
from ledger_app.ui.context import Context
from ledger_app.ui.inbox import InboxPage
from ledger_app.ui.indicators import IndicatorsPage
from ledger_app.ui.journal import JournalPage
from ledger_app.ui.overview import OverviewPage
from ledger_app.ui.page import Page
from ledger_app.ui.photos import PhotosPage
from ledger_app.ui.printing import PrintPage
from ledger_app.ui.sidebar import Entry, Sidebar
from ledger_app.ui.state import State

PAGES: tuple[type[Page], ...] = (
    OverviewPage,
    IndicatorsPage,
    InboxPage,
    PhotosPage,
    AuditPage,
    BoxesPage,
    PrintPage,
    JournalPage,
)
_PAUSE_MS = 15
_SMALLEST = (480, 240)  # splitters squeeze their panes rather than push the window off a small screen


class Desk(QWidget):
    """Builds the page that is shown, then the others one by one; the last page is remembered."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self.pages: dict[str, Page] = {}
        self.entries = [
            Entry(kind.name, kind.title(), kind.name, f"Ctrl+{number}")
            for number, kind in enumerate(PAGES, start=1)
        ]
        self.sidebar = Sidebar(self.entries)
        self.sidebar.chosen.connect(self.show_page)
        self._stack = QStackedWidget()
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
        last = str(context.settings.value("page", ""))
        self._show(last if last in [kind.name for kind in PAGES] else PAGES[0].name)
        self._rest = QTimer(self, interval=_PAUSE_MS)
        self._rest.timeout.connect(self._build_next)
        self._rest.start()

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
        self._show(name)
        if target:
            self.pages[name].show_target(**target)

    def focus_page(self) -> None:
        """Give the keyboard to the page that is shown."""
        if page := self._stack.currentWidget():
            page.setFocus(Qt.FocusReason.OtherFocusReason)

    def leave(self) -> None:
        """Build no more pages: another desk takes this one's place."""
        self._rest.stop()

    def _show(self, name: str) -> None:
        page = self._page(name)
        self._stack.setCurrentWidget(page)
        self.sidebar.choose(name)
        self.context.settings.setValue("page", name)
        if not self.sidebar.hasFocus():
            page.setFocus(Qt.FocusReason.OtherFocusReason)

    def _page(self, name: str) -> Page:
        if name not in self.pages:
            page = next(kind for kind in PAGES if kind.name == name)(self.context)
            page.setMinimumSize(*_SMALLEST)
            self.pages[name] = page
            self._stack.addWidget(page)
            self.sidebar.badge(name, page.badge(self.context.state))
        return self.pages[name]

    def _build_next(self) -> None:
        missing = next((kind.name for kind in PAGES if kind.name not in self.pages), None)
        if missing:
            self._page(missing)
        else:
            self._rest.stop()

    def _count(self, state: State) -> None:
        for name, page in self.pages.items():
            self.sidebar.badge(name, page.badge(state))
