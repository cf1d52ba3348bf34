"""The checklist of one indicator: rows to link to, files to look at, candidates to adopt."""

from __future__ import annotations

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QItemSelection,
    QItemSelectionModel,
    QMimeData,
    QModelIndex,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from PySide6.QtGui import QDropEvent, QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QListView, QWidget

from ledger_app.core.i18n import _
from ledger_app.ui import evidence_mime
from ledger_app.ui.held_rows import HeldRows
from ledger_app.ui.requirement_delegate import ROW, RowDelegate
from ledger_app.ui.requirement_rows import Kind, Row

Index = QModelIndex | QPersistentModelIndex
_KINDS_CHOSEN = set(Kind) - {Kind.HEADING, Kind.HINT}
_LETTERS = {
    Qt.Key.Key_W: "what-if",
    Qt.Key.Key_L: "link",
    Qt.Key.Key_N: "add",
    Qt.Key.Key_T: "template",
    Qt.Key.Key_S: "signed",
    Qt.Key.Key_G: "sealed",
    Qt.Key.Key_V: "subject",
    Qt.Key.Key_0: "dismiss",
}
_MOVES = {Qt.Key.Key_Up: "move-up", Qt.Key.Key_Down: "move-down"}


class RowModel(HeldRows, QAbstractListModel):
    """The rows, with drags of files out of it and drops onto it."""

    dropped = Signal(object, object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows: list[Row] = []
        self.evidence = None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not 0 <= index.row() < len(self.rows):
            return None
        row = self.rows[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return row.text
            case Qt.ItemDataRole.ToolTipRole:
                return "\n".join(t for t in (row.text, row.note, row.under) if t)
            case Qt.ItemDataRole.AccessibleTextRole:
                return spoken(row)
            case _ if role == ROW:
                return row
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.ItemIsDropEnabled
        kind = self.rows[index.row()].kind
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsDropEnabled
        if kind in _KINDS_CHOSEN:
            flags |= Qt.ItemFlag.ItemIsSelectable
        if kind in (Kind.FILE, Kind.CANDIDATE):
            flags |= Qt.ItemFlag.ItemIsDragEnabled
        return flags

    def supportedDropActions(self) -> Qt.DropAction:
        return Qt.DropAction.CopyAction | Qt.DropAction.LinkAction

    def canDropMimeData(
        self, data: QMimeData, action: Qt.DropAction, row: int, column: int, parent: Index
    ) -> bool:
        return evidence_mime.accepts(data)

    def dropMimeData(
        self, data: QMimeData, action: Qt.DropAction, row: int, column: int, parent: Index
    ) -> bool:
        """Tell who listens on which row something was dropped (None: beside the rows)."""
        at = parent.row() if parent.isValid() else row if 0 <= row < len(self.rows) else -1
        if not evidence_mime.accepts(data):
            return False
        self.dropped.emit(self.rows[at] if at >= 0 else None, data)
        return True


class RequirementList(QListView):
    """The rows with their keys; what the keys mean for the archive is the page's business.

    `acted` carries a verb: `open`, `preview`, `unlink`, `link`, `adopt`, `edit`, `what-if`, `back`; `confirm`
    and `dismiss` a draft; `add`, `template`, `move-up`, `move-down` for requirements; `signed`, `sealed`,
    `subject` for files.
    """

    acted = Signal(str)
    current_changed = Signal(object)
    dropped = Signal(object, object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.row_model = RowModel(self)
        self.setModel(self.row_model)
        self.row_delegate = RowDelegate(self)
        self.setItemDelegate(self.row_delegate)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragDrop)
        self.setDefaultDropAction(Qt.DropAction.CopyAction)
        self.setDropIndicatorShown(True)
        self.setDragDropOverwriteMode(True)  # a drop is always on a row, never between two
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setFrameShape(QListView.Shape.NoFrame)
        self.setMouseTracking(True)
        self.setAccessibleName(_("Requirements and their files"))
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.row_model.dropped.connect(self.dropped)
        self.row_delegate.adopted.connect(self._adopt)
        self.doubleClicked.connect(lambda _: self.acted.emit("open"))
        self.selectionModel().selectionChanged.connect(
            lambda *_: self.current_changed.emit(self.current_row())
        )
        self.selectionModel().currentChanged.connect(lambda *_: self.current_changed.emit(self.current_row()))

    def show_rows(self, rows: list[Row], *, is_same: bool) -> None:
        """Show rows; where they are of the same indicator, what was chosen and in view stays so."""
        chosen = {r.key for r in self.chosen_rows()} if is_same else set()
        current = self.current_row()
        at, bar = self.currentIndex().row(), self.verticalScrollBar().value()
        self.row_model.show_rows(rows)
        keys = [r.key for r in rows]
        selection = QItemSelection()
        for n, key in enumerate(keys):
            if key in chosen:
                index = self.row_model.index(n)
                selection.select(index, index)
        if is_same and current and current.key in keys:
            at = keys.index(current.key)
        elif not is_same:
            at = -1
        if is_same and at >= 0 and rows:
            index = self.row_model.index(min(at, len(rows) - 1))
            self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.NoUpdate)
            if selection.isEmpty() and index.flags() & Qt.ItemFlag.ItemIsSelectable:
                selection.select(index, index)
        self.selectionModel().select(selection, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        self.verticalScrollBar().setValue(bar if is_same else 0)

    def current_row(self) -> Row | None:
        """Return the row the keyboard is on."""
        at = self.currentIndex().row()
        return self.row_model.rows[at] if 0 <= at < len(self.row_model.rows) else None

    def chosen_rows(self) -> list[Row]:
        """Return the selected rows from top to bottom."""
        numbers = sorted(i.row() for i in self.selectionModel().selectedIndexes())
        return [self.row_model.rows[n] for n in numbers if n < len(self.row_model.rows)]

    def choose(self, wanted: object) -> None:
        """Choose the first row for which `wanted(row)` holds, or the first that can be chosen."""
        rows = self.row_model.rows
        found = [n for n, r in enumerate(rows) if r.kind in _KINDS_CHOSEN and (not wanted or wanted(r))]
        if found:
            index = self.row_model.index(found[0])
            self.setCurrentIndex(index)
            self.scrollTo(index)

    def focusInEvent(self, event: QEvent) -> None:
        if not self.currentIndex().isValid():
            self.choose(None)
        super().focusInEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, is_plain = Qt.Key(event.key()), not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        match key:
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                self.acted.emit(_taken(self.current_row()))
            case Qt.Key.Key_Space:
                self.acted.emit("preview")
            case Qt.Key.Key_Delete | Qt.Key.Key_Backspace:
                self.acted.emit("unlink")
            case Qt.Key.Key_Escape:
                self.acted.emit("back")
            case Qt.Key.Key_F2:
                self.acted.emit("edit")
            case _ if key in _LETTERS and is_plain:
                self.acted.emit(_LETTERS[key])
            case _ if key in _MOVES and event.modifiers() & Qt.KeyboardModifier.AltModifier:
                self.acted.emit(_MOVES[key])
            case _:
                super().keyPressEvent(event)

    def dropEvent(self, event: QDropEvent) -> None:
        """Let the model tell of the drop; nothing is ever moved out of a list."""
        event.setDropAction(Qt.DropAction.CopyAction)
        super().dropEvent(event)

    def _adopt(self, index: QModelIndex) -> None:
        self.setCurrentIndex(index)
        self.acted.emit(_taken(self.current_row()))


def _taken(row: Row | None) -> str:
    """Return what Enter means on a row."""
    return {Kind.CANDIDATE: "adopt", Kind.DRAFT: "confirm"}.get(row.kind, "open") if row else "open"


def spoken(row: Row) -> str:
    """Return a row as it is read out."""
    before = {
        Kind.CANDIDATE: _("Candidate, Enter adopts it"),
        Kind.FINDING: _("Finding"),
        Kind.FILE: _("File"),
        Kind.REQUIREMENT: _("Requirement"),
        Kind.DRAFT: _("Draft, Enter confirms it, 0 drops it"),
    }.get(row.kind, "")
    return _(", ").join(t for t in (before, row.text, row.note, row.under) if t)
