"""The search field that is always there: one list under it with indicators, files and findings."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPoint, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListView,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from ledger_app.core.i18n import N_, _
from ledger_app.search import completing, finding, querying
from ledger_app.ui import printed_pages, search_results
from ledger_app.ui.context import Context
from ledger_app.ui.jobs import Job, Turn
from ledger_app.ui.search_results import Found, ResultDelegate, ResultModel, height_of
from ledger_app.ui.slices import in_turns

_TYPED_MS = 150
_SETTLED_MS = 1500


_HINT = N_("Type any piece of a name, number or text; one character is enough.")


class SearchBox(QWidget):
    """Type, choose with the arrows, go with Enter; Esc clears. Nothing is searched in the event loop.

    Filters are words of the query (类型:照片); the row above the list shows them, and puts one in by a click. What
    the index has to follow is brought into it beside all other work.
    """

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self.edit = QLineEdit(clearButtonEnabled=True)
        self.edit.setPlaceholderText(_("Search (Ctrl+F)"))
        self.edit.setAccessibleName(_("Search indicators, files and findings"))
        self.edit.installEventFilter(self)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.edit)
        self.setFocusProxy(self.edit)
        self.setMinimumWidth(self.fontMetrics().height() * 12)
        self.drop_down = QFrame()
        self.results = ResultModel(self.drop_down)
        self.list = QListView()
        self.nothing = QLabel()
        self.note = QLabel()
        self.filters = self._filter_row()
        self._build_drop_down()
        self.destroyed.connect(self.drop_down.deleteLater)  # once shown it belongs to the window
        self._job: Job | None = None
        self._typed = QTimer(self, singleShot=True, interval=_TYPED_MS)
        self._typed.timeout.connect(self._search)
        self._keeping_up: Job | None = None
        self._settled = QTimer(self, singleShot=True, interval=_SETTLED_MS)
        self._settled.timeout.connect(self._keep_up)
        self._settled.start(0)
        self.edit.textChanged.connect(self._change)
        self.list.clicked.connect(self._go)
        context.state_changed.connect(self._look_again)

    def focus(self) -> None:
        """Take the keyboard, with what was typed before selected (Ctrl+F)."""
        self.edit.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.edit.selectAll()

    def _look_again(self, _state: object) -> None:
        self._settled.start()
        if self.drop_down.isVisible():
            self._search()

    def _keep_up(self) -> None:
        """Let the index follow what changed: a first search must not wait for it."""
        if self._keeping_up is None:
            self._keeping_up = self.context.run(
                "",
                in_turns(lambda archive, progress: finding.prepare(archive.db, progress)),
                done=self._kept_up,
                is_quiet=True,
                turn=Turn.BACKGROUND,
            )

    def _kept_up(self, waiting: object) -> None:
        self._keeping_up = None
        if self.drop_down.isVisible():
            self._search()

    def clear(self) -> None:
        """Forget what was typed and close the list."""
        self.edit.clear()
        self._close()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and self._take_key(event):
            return True
        if event.type() == QEvent.Type.FocusOut:
            self._close()
        elif event.type() == QEvent.Type.FocusIn:
            self._take_focus(event.reason())
        return super().eventFilter(watched, event)

    def _take_focus(self, reason: Qt.FocusReason) -> None:
        if self.edit.text().strip():
            self._typed.start()
        elif reason in (Qt.FocusReason.MouseFocusReason, Qt.FocusReason.ShortcutFocusReason):
            self._show("", Found(sentence=_(_HINT)))

    def _build_drop_down(self) -> None:
        self.drop_down.setFrameStyle(QFrame.Shape.Box | QFrame.Shadow.Plain)
        self.drop_down.setAutoFillBackground(True)
        self.drop_down.setBackgroundRole(self.palette().ColorRole.Base)
        self.drop_down.hide()
        self.list.setModel(self.results)
        self.list.setItemDelegate(ResultDelegate(self.list))
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setAccessibleName(_("Search results"))
        for label in (self.nothing, self.note):
            label.setMargin(8)
            label.setWordWrap(True)
            label.setForegroundRole(self.palette().ColorRole.PlaceholderText)
        layout = QVBoxLayout(self.drop_down)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.filters)
        layout.addWidget(self.list)
        layout.addWidget(self.nothing)
        layout.addWidget(self.note)

    def _filter_row(self) -> QWidget:
        row = QWidget()
        layout = QHBoxLayout(row)
        layout.setContentsMargins(8, 4, 8, 2)
        layout.setSpacing(4)
        layout.addWidget(QLabel(_("Narrow down:")))
        for field in querying.KEYS:
            key = completing.key_shown(field)
            button = QToolButton(text=key, autoRaise=True, focusPolicy=Qt.FocusPolicy.NoFocus)
            button.setToolTip(_("Put “{key}” in; the list shows what can follow").format(key=key))
            button.clicked.connect(lambda _checked=False, key=key: self._put_in(key))
            layout.addWidget(button)
        layout.addStretch(1)
        return row

    def _put_in(self, key: str) -> None:
        text = self.edit.text()
        self.edit.setText(f"{text.rstrip()} {key}".lstrip())
        self._typed.start(0)

    def _change(self, text: str) -> None:
        if text.strip():
            self._typed.start()
        else:
            self._close()

    def _close(self) -> None:
        self._typed.stop()
        if self._job:
            self._job.cancel()
            self._job = None
        self.drop_down.hide()

    def _search(self) -> None:
        text = self.edit.text().strip()
        if self._job:
            self._job.cancel()
        if not text:
            return
        state = self.context.state
        self._job = self.context.run(
            "",
            lambda archive, _: (
                printed_pages.answer(archive, state, text) or search_results.answer(archive, state, text)
            ),
            done=lambda found: self._show(text, found),
            is_quiet=True,
        )

    def _show(self, text: str, found: object) -> None:
        self._job = None
        if text != self.edit.text().strip() or not self.edit.hasFocus():
            return
        answer: Found = found
        self.results.show_results(list(answer.results))
        self.list.setVisible(bool(answer.results))
        self.nothing.setVisible(bool(answer.sentence))
        self.nothing.setText(answer.sentence)
        self.note.setVisible(bool(answer.note))
        self.note.setText(answer.note)
        self._place()
        self._step(1)

    def _place(self) -> None:
        """Lay the list under the field, inside the window, so that no screen edge cuts it."""
        window = self.window()
        if self.drop_down.parentWidget() is not window:
            self.drop_down.setParent(window)
        em = self.fontMetrics().height()
        width = min(max(self.width(), em * 44), window.width() - 16)
        corner = self.mapTo(window, QPoint(self.width() - width, self.height() + 2))
        height = 2 * self.drop_down.frameWidth() + 4 + self.filters.sizeHint().height()
        height += sum(height_of(result, em) for result in self.results.results)
        for label in (self.nothing, self.note):
            if not label.isHidden():
                height += label.heightForWidth(width - 4)
        height = min(height, window.height() - corner.y() - 8)
        self.drop_down.setGeometry(max(corner.x(), 8), corner.y(), width, height)
        self.drop_down.show()
        self.drop_down.raise_()

    def _take_key(self, event: QKeyEvent) -> bool:
        match event.key():
            case Qt.Key.Key_Down:
                if self.drop_down.isVisible():
                    self._step(1)
                else:
                    self._search()
            case Qt.Key.Key_Up:
                self._step(-1)
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                self._go(self.list.currentIndex())
            case Qt.Key.Key_Escape:
                self.clear()
            case _:
                return False
        return True

    def _step(self, by: int) -> None:
        rows = [n for n, r in enumerate(self.results.results) if not r.is_heading]
        if not rows:
            return
        at = self.list.currentIndex().row()
        place = rows.index(at) + by if at in rows else 0
        index = self.results.index(rows[min(max(place, 0), len(rows) - 1)])
        self.list.setCurrentIndex(index)
        self.list.scrollTo(index)

    def _go(self, index: QModelIndex) -> None:
        if not index.isValid() or not self.drop_down.isVisible():
            return
        result = self.results.results[index.row()]
        if result.typed:
            self.edit.setText(result.typed)
            self._typed.start(0)
        elif not result.is_heading:
            self._close()
            self.context.go(result.page, **result.target)
