"""The rows of a scheme's table as they stand in its file, with what each is read as."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QBrush, QFontMetrics, QKeyEvent, QPainter, QPalette, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QPlainTextEdit,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from ledger_app.core.i18n import _
from ledger_app.scheme.cells import Grid, Row
from ledger_app.scheme.headers import Role
from ledger_app.scheme.layouts import Layout
from ledger_app.ui import fonts, theme
from ledger_app.ui.scheme_import_cells import LOOK, SourceModel
from ledger_app.ui.scheme_import_columns import RoleHeader
from ledger_app.ui.scheme_import_nodes import Tree
from ledger_app.ui.scheme_words import role_in_use

Index = QModelIndex | QPersistentModelIndex
_MOST_LINES = 4
_FIT_MS = 60
_EDITOR_LINES, _EDITOR_WIDTH = 5, 28
_WIDTHS = {
    Role.INDICATOR: 20,
    Role.LEVEL: 15,
    Role.CODE: 8,
    Role.POINTS: 8,
    Role.HARD: 8,
    Role.SCORING: 26,
    Role.EVIDENCE: 26,
    Role.UNITS: 14,
}


class SourceTable(QTableView):
    """The grid with what each column holds above it.

    `row_chosen` follows the cursor, `edited` a cell typed by hand, `role_chosen` a column's new role
    (None: by its header), `header_asked` the key T on a row.
    """

    row_chosen = Signal(int)
    edited = Signal(int, int, str)
    role_chosen = Signal(int, object)
    header_asked = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.cells = SourceModel()
        self.roles = RoleHeader(self)
        self.setHorizontalHeader(self.roles)
        self.setModel(self.cells)
        self.setAccessibleName(_("The table as it stands"))
        self.setWordWrap(True)
        self.setShowGrid(False)  # the style's own lines vanish on dark; the delegate draws them
        self.setTabKeyNavigation(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setEditTriggers(
            QAbstractItemView.EditTrigger.DoubleClicked | QAbstractItemView.EditTrigger.EditKeyPressed
        )
        self.setItemDelegate(_Delegate(self))
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setHighlightSections(True)
        self.marked: int | None = None
        self._fitted: tuple[list[int], tuple[Row, ...]] = ([], ())
        self._is_told = False
        self._fit_soon = QTimer(self, singleShot=True, interval=_FIT_MS)
        self._fit_soon.timeout.connect(self.fit_rows)
        self.cells.edited.connect(self.edited)
        self.roles.role_chosen.connect(self.role_chosen)
        self.roles.sectionResized.connect(lambda *_: self._fit_soon.start())

    def show_grid(
        self,
        grid: Grid,
        layout: Layout,
        tree: Tree | None,
        was: Mapping[tuple[int, int], str],
        forced: Mapping[int, Role],
    ) -> None:
        """Show a grid as it is read; the cursor and what is in view stay where the rows are the same."""
        is_other = self.cells.show(grid, layout, tree, was)
        self.roles.show_roles([role_in_use(layout, c) for c in range(grid.width)], forced)
        if is_other:
            self.marked = None
            self._fitted = ([], ())
            self._span()
            self._size_columns()
        self.fit_rows()
        words = max((self.cells.label(row) for row in range(len(grid.rows))), key=len, default="")
        bold = QFontMetrics(fonts.heading(self.font()))
        self.verticalHeader().setFixedWidth(bold.horizontalAdvance(words) + bold.height())

    def show_row(self, row: int) -> None:
        """Mark a row and bring it into view; nobody is told."""
        self.marked = row
        self._is_told = True
        if self.currentIndex().row() != row:
            index = self.cells.index(row, self._cursor_column(row))
            across = self.horizontalScrollBar().value()
            self.setCurrentIndex(index)
            self.horizontalScrollBar().setValue(across)
            self.scrollTo(index, QAbstractItemView.ScrollHint.PositionAtCenter)
            left = self.columnViewportPosition(index.column())
            if 0 <= across - self.horizontalScrollBar().value() + left < self.viewport().width() // 2:
                self.horizontalScrollBar().setValue(across)
        self._is_told = False
        self.viewport().update()
        self.verticalHeader().viewport().update()

    def _cursor_column(self, row: int) -> int:
        """Return the column of the indicator, or one near it whose cell can be seen: merged ones are covered."""
        wanted = self.cells.layout.columns.leaf if self.cells.layout.columns else 0
        cells = self.cells.grid.rows[row].cells
        own = [cell.column for cell in cells if cell.row == row]
        return min(own, key=lambda column: abs(column - wanted), default=0)

    def fit_rows(self) -> None:
        """Give every row the height of its text, up to a few lines; measured by characters, not by drawing."""
        metrics = self.fontMetrics()
        em = max(1, metrics.horizontalAdvance("国"))
        fits = [max(1, (self.columnWidth(c) - em // 2) // em) for c in range(self.cells.columnCount())]
        header = self.verticalHeader()
        padding = metrics.height() // 2
        known, self._fitted = self._fitted, (fits, self.cells.grid.rows)
        before = known[1] if known[0] == fits else ()
        for number, row in enumerate(self.cells.grid.rows):
            if number < len(before) and before[number] is row:
                continue
            lines = 1
            for column, cell in enumerate(row.cells):
                if cell.row == number and cell.column == column and lines < _MOST_LINES:
                    room = sum(
                        fit
                        for fit, other in zip(fits[column:], row.cells[column:], strict=True)
                        if (other.row, other.column) == (number, column)
                    )
                    lines = max(lines, _lines(cell.text, room))
            height = min(lines, _MOST_LINES) * metrics.lineSpacing() + padding
            if header.sectionSize(number) != height:
                header.resizeSection(number, height)

    def currentChanged(self, current: QModelIndex, previous: QModelIndex) -> None:
        super().currentChanged(current, previous)
        if current.isValid() and not self._is_told and current.row() != previous.row():
            self.marked = current.row()
            self.viewport().update()
            self.row_chosen.emit(current.row())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        index = self.currentIndex()
        if event.key() == Qt.Key.Key_F4 and index.isValid():
            self.roles.open_role(index.column())
        elif event.key() == Qt.Key.Key_T and not event.modifiers() and index.isValid():
            self.header_asked.emit(index.row())
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and index.isValid():
            self.edit(index)
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.roles.place_all()

    def _span(self) -> None:
        self.clearSpans()
        reach: dict[tuple[int, int], list[int]] = {}
        for number, row in enumerate(self.cells.grid.rows):
            for column, cell in enumerate(row.cells):
                if (cell.row, cell.column) != (number, column):
                    far = reach.setdefault((cell.row, cell.column), [cell.row, cell.column])
                    far[0], far[1] = max(far[0], number), max(far[1], column)
        for (top, left), (bottom, right) in reach.items():
            self.setSpan(top, left, bottom - top + 1, right - left + 1)

    def _size_columns(self) -> None:
        """Share the room out by what the columns hold; more columns than fit are scrolled."""
        em = self.fontMetrics().horizontalAdvance("0")
        roles = [role_in_use(self.cells.layout, c) for c in range(self.cells.columnCount())]
        wanted = [_WIDTHS.get(role, 12) if role else 12 for role in roles]
        room = self.viewport().width() // max(1, em)
        factor = max(1.0, room / max(1, sum(wanted)))
        for column, width in enumerate(wanted):
            self.setColumnWidth(column, max(self.roles.narrowest(column), int(width * factor * em)))


class _Delegate(QStyledItemDelegate):
    """Draws merged text where it can be seen; opens a field of several lines (Enter keeps, Esc leaves)."""

    def initStyleOption(self, option: QStyleOptionViewItem, index: Index) -> None:
        super().initStyleOption(option, index)
        table: SourceTable = self.parent()
        found = theme.colours(option.palette)
        look = index.data(LOOK)
        if look == "edited":
            option.backgroundBrush = QBrush(found.notice_ground)
        elif look in ("header", "heading"):
            option.font.setBold(True)
            option.backgroundBrush = QBrush(theme.mixed(found.line, found.raised, 0.5))
        elif look == "aside":
            option.palette.setBrush(QPalette.ColorRole.Text, QBrush(found.muted))
        cell = table.cells.cell(index)
        if table.marked is not None and cell.row <= table.marked and look != "edited":
            reaches = table.cells.grid.rows[table.marked].cells[index.column()]
            if (reaches.row, reaches.column) == (cell.row, cell.column):
                ground = option.palette.color(QPalette.ColorRole.Base)
                option.backgroundBrush = QBrush(theme.mixed(found.accent, ground, 0.84))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        view: SourceTable = self.parent()
        seen = option.rect.intersected(view.viewport().rect())
        if seen.height() < option.rect.height() and not seen.isEmpty():
            option.rect = QRect(option.rect.left(), seen.top(), option.rect.width(), seen.height())
        super().paint(painter, option, index)
        painter.save()
        painter.setPen(theme.colours(option.palette).line)
        painter.drawLine(option.rect.bottomLeft(), option.rect.bottomRight())
        painter.drawLine(option.rect.topRight(), option.rect.bottomRight())
        painter.restore()

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        editor = QPlainTextEdit(parent)
        editor.setAccessibleName(_("Text of the cell; Enter keeps it, Shift+Enter begins a line"))
        editor.setTabChangesFocus(True)
        editor.setFrameShape(QPlainTextEdit.Shape.Box)
        return editor

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        assert isinstance(editor, QPlainTextEdit)
        editor.setPlainText(str(index.data(Qt.ItemDataRole.EditRole)))
        editor.selectAll()

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        assert isinstance(editor, QPlainTextEdit)
        model.setData(index, editor.toPlainText(), Qt.ItemDataRole.EditRole)

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: Index) -> None:
        view: SourceTable = self.parent()
        metrics = view.fontMetrics()
        room = view.viewport().rect()
        seen = option.rect.intersected(room)
        width = min(room.width(), max(seen.width(), metrics.horizontalAdvance("0") * _EDITOR_WIDTH))
        height = min(room.height(), max(seen.height(), metrics.lineSpacing() * _EDITOR_LINES))
        left = max(0, min(seen.left(), room.right() - width))
        top = max(0, min(seen.top(), room.bottom() - height))
        editor.setGeometry(left, top, width, height)

    def eventFilter(self, editor: QObject, event: QEvent) -> bool:
        if (
            event.type() is QEvent.Type.KeyPress
            and isinstance(event, QKeyEvent)
            and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            and not event.modifiers() & Qt.KeyboardModifier.ShiftModifier
        ):
            self.commitData.emit(editor)
            self.closeEditor.emit(editor, QStyledItemDelegate.EndEditHint.NoHint)
            return True
        return super().eventFilter(editor, event)


def _lines(text: str, fits: int) -> int:
    """Return how many lines a text takes in a column that fits so many wide characters."""
    return sum(-(-(len(part) + sum(c > "‐" for c in part)) // (2 * fits)) or 1 for part in text.split("\n"))
