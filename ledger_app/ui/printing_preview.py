"""A binder as it will be printed, page by page, with its bookmarks as a list to jump by."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence

from PySide6.QtCore import QSignalBlocker, Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLabel,
    QSplitter,
    QStackedLayout,
    QToolButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from ledger_app.core.i18n import _
from ledger_app.ui.context import Context
from ledger_app.ui.jobs import Job
from ledger_app.ui.placeholder import Placeholder
from ledger_app.ui.preview import SENTENCES, Drawer
from ledger_app.ui.preview_pages import Fit, PageView
from ledger_app.ui.preview_request import Wanted
from ledger_app.ui.printing_drafts import Book
from ledger_app.ui.remembering import remember_splitter

_LOOK_MS = 30
_PAGE = Qt.ItemDataRole.UserRole


class BinderPreview(QWidget):
    """Shows one of some books; pages are drawn by a worker process beside the event loop.

    `shown` tells that a page is in view, `left` that a person wants back to the list (Esc).
    """

    shown = Signal()
    left = Signal()

    def __init__(self, context: Context, *, drawer: Drawer | None = None) -> None:
        super().__init__()
        self.context = context
        self._drawer = drawer or Drawer()
        self._books: tuple[Book, ...] = ()
        self._page = 0
        self._job: Job | None = None
        self._asked = 0
        self._look = QTimer(self, singleShot=True, interval=_LOOK_MS)
        self._look.timeout.connect(self._draw)
        self.book_box = QComboBox()
        self.marks = QTreeWidget()
        self.pages = PageView()
        self.place = QLabel()
        self.placeholder = Placeholder()
        self._build()
        self.book_box.currentIndexChanged.connect(self._open_book)
        self.marks.currentItemChanged.connect(self._jump)
        self.marks.itemActivated.connect(lambda *_: self.pages.setFocus(Qt.FocusReason.OtherFocusReason))
        self.pages.turned.connect(self.go_to)
        self.pages.wanted.connect(self._look.start)
        self.pages.left.connect(self.left)

    @property
    def book(self) -> Book | None:
        """The book that is shown."""
        at = self.book_box.currentIndex()
        return self._books[at] if 0 <= at < len(self._books) else None

    @property
    def page(self) -> int:
        """The page that is shown, from 0."""
        return self._page

    @property
    def is_settled(self) -> bool:
        """Whether what was asked for last is in view."""
        return self._job is None and not self._look.isActive()

    def say(
        self, heading: str, text: str, *, action: str = "", act: Callable[[], object] | None = None
    ) -> None:
        """Show words in place of a book, and let the books go."""
        self._cancel()
        self._books = ()
        with QSignalBlocker(self.book_box):
            self.book_box.clear()
        self.placeholder.say(heading, text, action=action, act=act)
        self._stack.setCurrentWidget(self.placeholder)

    def show_books(self, books: Sequence[Book]) -> None:
        """Show these books, the first one at its first page."""
        self._books = tuple(books)
        with QSignalBlocker(self.book_box):
            self.book_box.clear()
            self.book_box.addItems([book.title for book in self._books])
        self._stack.setCurrentIndex(0)
        self._open_book(0)

    def go_to(self, page: int) -> None:
        """Show a page of the book, from 0."""
        self._page = page
        self._follow()
        self._look.start(0)

    def go_to_mark(self, title: str) -> None:
        """Show the page of the first part whose bookmark begins so, where there is one."""
        marks = self.book.bookmarks if self.book else ()
        found = next((m for m in marks if not m.level and m.title.startswith(title)), None)
        if found:
            self.go_to(found.page)

    def focus_view(self) -> None:
        """Give the keyboard to the page."""
        self.pages.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._look.start()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._cancel()
        # a thread of its own: the window may be closing, and the jobs with it
        threading.Thread(target=self._drawer.close, daemon=True).start()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def _open_book(self, at: int) -> None:
        with QSignalBlocker(self.marks):
            self.marks.clear()
            above: list[QTreeWidgetItem] = []
            for mark in self._books[at].bookmarks if 0 <= at < len(self._books) else ():
                item = QTreeWidgetItem([mark.title])
                item.setToolTip(0, mark.title)
                item.setData(0, _PAGE, mark.page)
                del above[mark.level :]
                if above:
                    above[-1].addChild(item)
                else:
                    self.marks.addTopLevelItem(item)
                above.append(item)
        self.marks.setVisible(self.marks.topLevelItemCount() > 0)
        self.go_to(0)

    def _jump(self, item: QTreeWidgetItem | None, _before: object) -> None:
        if item is not None:
            self._page = int(item.data(0, _PAGE))
            self._look.start(0)

    def _follow(self) -> None:
        """Mark the bookmark that the page lies under."""
        best: QTreeWidgetItem | None = None
        waiting = [self.marks.topLevelItem(n) for n in range(self.marks.topLevelItemCount())]
        while waiting:
            item = waiting.pop(0)
            if item.data(0, _PAGE) <= self._page:
                best = item
                waiting = [item.child(n) for n in range(item.childCount())] + waiting
        if best is not None:
            with QSignalBlocker(self.marks):
                self.marks.setCurrentItem(best)
            self.marks.scrollToItem(best)

    def _draw(self) -> None:
        self._cancel()
        book = self.book
        if book is None or not self.isVisible():
            return
        width, height = self.pages.asked_size()
        wanted = Wanted(str(book.path), self._page, width, height)
        self._asked += 1
        self._job = self.context.jobs.aside(
            "",
            lambda progress: self._drawer.draw(wanted, progress),
            done=lambda found, number=self._asked: self._show(found, number),
            failed=lambda _error: self._fail("reader-crashed"),
            is_quiet=True,
        )

    def _show(self, found: object, number: int) -> None:
        if number != self._asked:
            return
        self._job = None
        drawn, image = found
        if drawn.error or image.isNull():
            self._fail(drawn.error or "page-damaged")
            return
        self._page = drawn.page
        self.pages.show_page(image, drawn.points, page=drawn.page, pages=drawn.pages)
        labels = self.book.labels if self.book else ()
        label = labels[drawn.page] if drawn.page < len(labels) else ""
        place = f"{drawn.page + 1}/{drawn.pages}"
        self.place.setText(_("p. {label} ({place})").format(label=label, place=place) if label else place)
        self._back.setEnabled(drawn.page > 0)
        self._next.setEnabled(drawn.page < drawn.pages - 1)
        self.shown.emit()

    def _fail(self, code: str) -> None:
        self._job = None
        self.say(_("Preview"), _(SENTENCES.get(code, SENTENCES["reader-crashed"])))
        self.shown.emit()

    def _cancel(self) -> None:
        self._asked += 1
        if self._job:
            self._job.cancel()
            self._job = None

    def _build(self) -> None:
        self.book_box.setAccessibleName(_("Binder that is shown"))
        self.book_box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.book_box.setMinimumContentsLength(8)
        self.marks.setAccessibleName(_("Bookmarks"))
        self.marks.setHeaderHidden(True)
        self.marks.setUniformRowHeights(True)
        self.marks.setIndentation(round(self.fontMetrics().height() * 0.8))
        self.marks.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.pages.set_fit(Fit.PAGE)
        self._back = _tool("‹", _("Page before (PgUp)"), lambda: self.pages.turn(-1))
        self._next = _tool("›", _("Next page (PgDn)"), lambda: self.pages.turn(1))
        tools = (
            _tool("−", _("Smaller (−)"), lambda: self.pages.enlarge(-1)),
            _tool("+", _("Larger (+)"), lambda: self.pages.enlarge(1)),
            _tool(_("Width"), _("Fit to the width"), lambda: self.pages.set_fit(Fit.WIDTH)),
            _tool(_("Whole page"), _("Show the whole page"), lambda: self.pages.set_fit(Fit.PAGE)),
        )
        bar = QHBoxLayout()
        bar.setContentsMargins(4, 2, 4, 2)
        bar.setSpacing(2)
        bar.addWidget(self.book_box, 1)
        for part in (self._back, self.place, self._next, *tools):
            bar.addWidget(part)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setChildrenCollapsible(False)
        split.addWidget(self.marks)
        split.addWidget(self.pages)
        split.setStretchFactor(1, 1)
        em = self.fontMetrics().height()
        remember_splitter(split, self.context.settings, "printing/marks", [em * 11, em * 26])
        view = QWidget()
        inside = QVBoxLayout(view)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(0)
        inside.addLayout(bar)
        inside.addWidget(split, 1)
        self._stack = QStackedLayout(self)
        self._stack.addWidget(view)
        self._stack.addWidget(self.placeholder)
        self._stack.setCurrentWidget(self.placeholder)


def _tool(text: str, hint: str, act: Callable[[], object]) -> QToolButton:
    button = QToolButton(text=text, autoRaise=True)
    button.setToolTip(hint)
    button.setAccessibleName(hint)
    button.clicked.connect(act)
    return button
