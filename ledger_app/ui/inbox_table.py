"""The table of waiting files with its keys; rows have one fixed height, so that 100,000 scroll freely."""

from __future__ import annotations

from itertools import chain

from PySide6.QtCore import QEvent, QItemSelectionModel, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from ledger_app.core.i18n import _
from ledger_app.ui.files_model import KIND, MODIFIED, NAME, SIZE, FileDelegate, FilesModel
from ledger_app.ui.inbox_rows import FileRow

_LOOK_MS = 60
_MOST_KEPT = 2000
_ROOM_FOR_ALL = 30
_NEAR = 500
_FAIR = 0.38
_LEAST_NAME = 6


class InboxTable(QTableView):
    """`acted` carries a verb and a number: `choose` 0–2, `reject`, `aside`, `skip`, `link`, `preview`, `edit`, `open`,
    `what-if`.

    `looked` tells that other rows are in view now, `sorted_by` the column whose title was clicked.
    """

    acted = Signal(str, int)
    looked = Signal()
    sorted_by = Signal(int)
    chosen = Signal()

    def __init__(self, files: FilesModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.files = files
        self.setModel(files)
        self.setItemDelegateForColumn(NAME, FileDelegate(self))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setDragEnabled(True)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragOnly)
        self.setDefaultDropAction(Qt.DropAction.CopyAction)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setAccessibleName(_("Files that wait"))
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.verticalHeader().hide()
        # with the table's own selection the header asks at each drawing about every row of every column
        self.horizontalHeader().setSelectionModel(QItemSelectionModel(files, self))
        self.horizontalHeader().setDefaultAlignment(
            Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        )
        self.horizontalHeader().setSectionsClickable(True)
        self.horizontalHeader().setSortIndicatorShown(True)
        self.horizontalHeader().sectionClicked.connect(self.sorted_by)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._look = QTimer(self, singleShot=True, interval=_LOOK_MS)
        self._look.timeout.connect(self.looked)
        self.verticalScrollBar().valueChanged.connect(lambda _: self._look.start())
        self.selectionModel().selectionChanged.connect(lambda *_: self.chosen.emit())
        self.doubleClicked.connect(lambda _: self.acted.emit("open", 0))
        self._fix_heights()

    def show_rows(self, rows: list[FileRow]) -> None:
        """Show rows; what was chosen stays so, and where it is gone the row in its place is chosen."""
        kept = {r.id for r in self.chosen_rows()[:_MOST_KEPT]}
        current = self.current_row()
        at, bar = max(self.currentIndex().row(), 0), self.verticalScrollBar().value()
        self.files.show_rows(rows)
        if rows:
            wanted = kept | ({current.id} if current else set())
            places = _places(rows, wanted, at)
            row = places.get(current.id, -1) if current else -1
            flags = QItemSelectionModel.SelectionFlag
            index = self.files.index(row if row >= 0 else min(at, len(rows) - 1), NAME)
            self.selectionModel().setCurrentIndex(index, flags.ClearAndSelect | flags.Rows)
            for number in kept & places.keys() if len(kept) > 1 else ():
                self.selectionModel().select(
                    self.files.index(places[number], NAME), flags.Select | flags.Rows
                )
        self.verticalScrollBar().setValue(bar)
        self._look.start()
        self.chosen.emit()

    def current_row(self) -> FileRow | None:
        """Return the row the keyboard is on."""
        at = self.currentIndex().row()
        return self.files.rows[at] if 0 <= at < len(self.files.rows) else None

    def chosen_rows(self) -> list[FileRow]:
        """Return the selected rows from top to bottom."""
        found: list[FileRow] = []
        done = 0
        for top, bottom in sorted((p.top(), p.bottom()) for p in self.selectionModel().selection()):
            found.extend(self.files.rows[max(top, done) : bottom + 1])
            done = max(done, bottom + 1)
        return found

    def rows_in_view(self) -> tuple[int, int]:
        """Return the first and last row in view."""
        first = max(self.rowAt(0), 0)
        last = self.rowAt(self.viewport().height() - 1)
        return first, last if last >= 0 else len(self.files.rows) - 1

    def choose_next(self) -> None:
        """Choose the next row that nothing was decided for, else the one before."""
        last = max((i.row() for i in self.selectionModel().selectedRows()), default=self.currentIndex().row())
        rows = self.files.rows
        following = next((n for n in range(last + 1, len(rows)) if not self.files.is_dim(rows[n])), None)
        if following is None:
            following = next((n for n in range(last - 1, -1, -1) if not self.files.is_dim(rows[n])), None)
        if following is not None:
            self.selectRow(following)
            self.scrollTo(self.files.index(following, NAME))

    def choose(self, item: int) -> bool:
        """Choose the row of an item; False where it is not among the rows."""
        at = next((n for n, r in enumerate(self.files.rows) if r.id == item), None)
        if at is None:
            return False
        index = self.files.index(at, NAME)
        flags = QItemSelectionModel.SelectionFlag
        # selectRow() would add to what is chosen while Ctrl is still held after Ctrl+Z
        self.selectionModel().setCurrentIndex(index, flags.ClearAndSelect | flags.Rows)
        self.scrollTo(index)
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.modifiers() & ~(Qt.KeyboardModifier.KeypadModifier):
            super().keyPressEvent(event)
            return
        match event.key():
            case Qt.Key.Key_Return | Qt.Key.Key_Enter | Qt.Key.Key_1:
                self.acted.emit("choose", 0)
            case Qt.Key.Key_2 | Qt.Key.Key_3:
                self.acted.emit("choose", event.key() - Qt.Key.Key_1)
            case Qt.Key.Key_R | Qt.Key.Key_Backspace:
                self.acted.emit("reject", 0)
            case Qt.Key.Key_0:
                self.acted.emit("aside", 0)
            case Qt.Key.Key_S:
                self.acted.emit("skip", 0)
            case Qt.Key.Key_L:
                self.acted.emit("link", 0)
            case Qt.Key.Key_Space:
                self.acted.emit("preview", 0)
            case Qt.Key.Key_F2:
                self.acted.emit("edit", 0)
            case Qt.Key.Key_W:
                self.acted.emit("what-if", 0)
            case Qt.Key.Key_O:
                self.acted.emit("open", 0)
            case _:
                super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        is_narrow = self.width() < self.fontMetrics().height() * _ROOM_FOR_ALL
        for column in (SIZE, KIND):
            self.setColumnHidden(column, is_narrow)
        self.fit_columns()
        self._look.start()

    def fit_columns(self) -> None:
        """Let the name give way, so that the suggestion always has a fair part of the room there is."""
        header, room = self.horizontalHeader(), self.viewport().width()
        others = sum(header.sectionSize(n) for n in (MODIFIED, SIZE, KIND) if not self.isColumnHidden(n))
        most = max(room - others - round(room * _FAIR), round(self.fontMetrics().height() * _LEAST_NAME))
        if header.sectionSize(NAME) > most:
            header.resizeSection(NAME, most)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._fix_heights()

    def _fix_heights(self) -> None:
        header = self.verticalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header.setMinimumSectionSize(8)
        header.setDefaultSectionSize(round(self.fontMetrics().height() * 1.6))


def _places(rows: list[FileRow], wanted: set[int], at: int) -> dict[int, int]:
    """Return where these items stand now; they are looked for around where they stood before."""
    places: dict[int, int] = {}
    first, last = max(at - _NEAR, 0), min(at + _NEAR, len(rows))
    for n in chain(range(first, last), range(last, len(rows)), range(first)):  # what is new pushes rows down
        item = rows[n].held.id
        if item in wanted:
            places[item] = n
            if len(places) == len(wanted):
                break
    return places
