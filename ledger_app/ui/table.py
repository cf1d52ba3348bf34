"""A list with columns, as the overview, the audit and the journal show it."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from PySide6.QtCore import (
    QAbstractTableModel,
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QSettings,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QBrush, QColor, QFocusEvent, QFont, QPainter, QPalette, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QTreeView

from ledger_app.core.i18n import language
from ledger_app.ui import theme
from ledger_app.ui.indicator_progress import Progress
from ledger_app.ui.indicator_tree import paint_progress
from ledger_app.ui.remembering import Remembered

Index = QModelIndex | QPersistentModelIndex
PROGRESS = Qt.ItemDataRole.UserRole + 1
Row = TypeVar("Row")
_GAP = "\u2002"  # keeps a number at the right of its column apart from the next column's words
_ROOM_FOR_WORDS = 80
_BRIEF = 4
_LEAST = 8
_FAIR = 0.42
_BAR = 9
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


@dataclass(frozen=True, slots=True)
class Column(Generic[Row]):
    """One column: its title, a row's text in it, and how that looks.

    `colour` names a field of `theme.Colours` for a row, or nothing; `progress` draws a bar and makes
    the text what is read aloud. `width` counts digits. `brief` stands in where the list is narrow;
    columns that are `is_minor` give way one by one where there is no room for all, before one of words
    becomes narrower than its `least` digits.
    """

    title: str
    text: Callable[[Row], str]
    width: int = 10
    is_number: bool = False
    is_bold: Callable[[Row], bool] | None = None
    colour: Callable[[Row], str] | None = None
    tip: Callable[[Row], str] | None = None
    progress: Callable[[Row], Progress] | None = None
    brief: Callable[[Row], str] | None = None
    is_minor: bool = False
    least: int = _LEAST


class Rows(QAbstractTableModel, Generic[Row]):
    """The rows of a list, given whole; `key` says which row is which from one reading to the next."""

    def __init__(self, columns: Sequence[Column[Row]], key: Callable[[Row], Hashable]) -> None:
        super().__init__()
        self.columns = list(columns)
        self.key = key
        self.rows: list[Row] = []
        self.is_brief = False

    def show(self, rows: Sequence[Row]) -> None:
        """Show these rows instead of the ones before."""
        self.beginResetModel()
        self.rows = list(rows)
        self.endResetModel()

    def append(self, rows: Sequence[Row]) -> None:
        """Add rows at the end."""
        if rows:
            self.beginInsertRows(QModelIndex(), len(self.rows), len(self.rows) + len(rows) - 1)
            self.rows += rows
            self.endInsertRows()

    def find(self, key: Hashable) -> int:
        """Return the row with this key, -1 where there is none."""
        return next((i for i, row in enumerate(self.rows) if self.key(row) == key), -1)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.columns)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            column = self.columns[section]
            if self.is_brief and column.brief:
                return ""
            return column.title + _GAP if column.is_number else column.title
        if role == Qt.ItemDataRole.TextAlignmentRole and self.columns[section].is_number:
            return _RIGHT
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        column, row = self.columns[index.column()], self.rows[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole if column.is_number:
                return column.text(row) + _GAP
            case Qt.ItemDataRole.DisplayRole if self.is_brief and column.brief:
                return column.brief(row)
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.AccessibleTextRole:
                return column.text(row)
            case Qt.ItemDataRole.ToolTipRole:
                return column.tip(row) if column.tip else column.text(row)
            case Qt.ItemDataRole.TextAlignmentRole if column.is_number:
                return _RIGHT
            case Qt.ItemDataRole.FontRole if column.is_bold and column.is_bold(row):
                font = QFont()
                font.setBold(True)
                return font
            case Qt.ItemDataRole.UserRole:
                return column.colour(row) if column.colour else ""
            case _ if role == PROGRESS and column.progress:
                return column.progress(row)
        return None


class Table(QTreeView, Generic[Row]):
    """A list of rows; Enter, double click or (with `is_link`) one click opens a row.

    With `is_many` several can be selected, as `selected` tells. `rows_kind` is the model that subclasses need, `fair` the part of
    the room that the last column keeps.
    """

    opened = Signal(object)
    chosen = Signal(object)
    selected = Signal()
    rows_kind: type[Rows] = Rows
    fair = _FAIR

    def __init__(
        self,
        columns: Sequence[Column[Row]],
        key: Callable[[Row], Hashable],
        *,
        name: str,
        is_link: bool = False,
        is_many: bool = False,
    ) -> None:
        super().__init__()
        self.rows: Rows[Row] = self.rows_kind(columns, key)
        self.setModel(self.rows)
        self.setAccessibleName(name)
        self.setRootIsDecorated(False)
        self.setItemsExpandable(False)
        self.setUniformRowHeights(True)
        self.setAllColumnsShowFocus(True)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        if is_many:
            self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setItemDelegate(CellDelegate(self))
        self.setTabKeyNavigation(False)
        self.header().setSectionsMovable(False)
        self.header().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.activated.connect(self._open)
        if is_link:
            self.clicked.connect(self._open)
            self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setExpandsOnDoubleClick(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._digit = self.fontMetrics().horizontalAdvance("0")
        self._widths = [self._width(c) for c in columns]
        self._kept: Remembered | None = None
        self._is_fitting = False
        self.header().setMinimumSectionSize(3 * self._digit)
        self.header().setStretchLastSection(False)  # it would go by the header's width of before
        self.header().sectionResized.connect(self._resized)

    def remember(self, settings: QSettings, key: str) -> None:
        """Give the columns the widths they had last time, in this language and text size."""
        key = f"{key}-{self.fontMetrics().height()}-{language()}"
        known = settings.value(key)
        if isinstance(known, list) and len(known) == len(self._widths):
            self._widths = [int(width) for width in known]
        self._kept = Remembered(self, settings, key, lambda: [str(width) for width in self._widths])
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _width(self, column: Column[Row]) -> int:
        return max(
            column.width * self._digit, self.fontMetrics().horizontalAdvance(column.title) + 3 * self._digit
        )

    def _fit(self) -> None:
        """Let all columns stand in the room there is: the last one always has a fair part of it."""
        room = self.viewport().width()
        self.rows.is_brief = room < _ROOM_FOR_WORDS * self._digit
        widths = [
            _BRIEF * self._digit if self.rows.is_brief and column.brief else width
            for column, width in zip(self.rows.columns, self._widths, strict=True)
        ][:-1]
        least = _BAR * self._digit if self.rows.columns[-1].progress else int(room * self.fair)
        missing = sum(widths) + min(self._widths[-1], least) - room
        pliant = [n for n, c in enumerate(self.rows.columns[:-1]) if not c.is_number and not c.brief]
        spare = sum(max(0, widths[n] - self.rows.columns[n].least * self._digit) for n in pliant)
        self._is_fitting = True
        for number, column in enumerate(self.rows.columns):
            if not column.is_minor:
                continue
            is_crowded = missing > spare
            if self.isColumnHidden(number) is not is_crowded:
                self.setColumnHidden(number, is_crowded)
            if is_crowded:
                missing -= widths[number]
                if number in pliant:
                    pliant.remove(number)
                    spare -= max(0, widths[number] - self.rows.columns[number].least * self._digit)
        whole = sum(widths[n] for n in pliant)
        for number in pliant if missing > 0 else ():
            widths[number] = max(_LEAST * self._digit, widths[number] - missing * widths[number] // whole)
        shown = {number: width for number, width in enumerate(widths) if not self.isColumnHidden(number)}
        shown[len(widths)] = room - sum(shown.values())
        for number, width in shown.items():
            self.header().resizeSection(number, max(width, 3 * self._digit))
        self._is_fitting = False

    def _resized(self, section: int, _old: int, new: int) -> None:
        if not self._is_fitting and self._kept and section < len(self._widths) - 1:
            self._widths[section] = new
            self._kept.changed()
            self._fit()

    def show_rows(self, rows: Sequence[Row]) -> None:
        """Show these rows; the chosen one and the place in the list stay."""
        current, place = self.current(), self.verticalScrollBar().value()
        if rows == self.rows.rows:
            return
        also = {self.rows.key(row) for row in self.chosen_rows()}
        self.rows.show(rows)
        row = self.rows.find(self.rows.key(current)) if current is not None else -1
        if row >= 0:
            self.setCurrentIndex(self.rows.index(row, 0))
        if len(also) > 1:
            self._select(also)
        self.verticalScrollBar().setValue(place)

    def chosen_rows(self) -> list[Row]:
        """Return the selected rows, in their order."""
        numbers = {
            n for area in self.selectionModel().selection() for n in range(area.top(), area.bottom() + 1)
        }
        return [self.rows.rows[n] for n in sorted(numbers)]

    def _select(self, keys: set[Hashable]) -> None:
        chosen = QItemSelection()
        last = len(self.rows.columns) - 1
        begin = None
        for number, row in enumerate([*self.rows.rows, None]):
            is_in = row is not None and self.rows.key(row) in keys
            if is_in and begin is None:
                begin = number
            elif not is_in and begin is not None:
                chosen.select(self.rows.index(begin, 0), self.rows.index(number - 1, last))
                begin = None
        self.selectionModel().select(chosen, QItemSelectionModel.SelectionFlag.Select)

    def current(self) -> Row | None:
        """Return the chosen row."""
        index = self.currentIndex()
        return self.rows.rows[index.row()] if index.isValid() else None

    def choose(self, row: int) -> None:
        """Choose a row and bring it into view."""
        if 0 <= row < len(self.rows.rows):
            self.setCurrentIndex(self.rows.index(row, 0))
            self.scrollTo(self.currentIndex())

    def currentChanged(self, current: QModelIndex, previous: QModelIndex) -> None:
        super().currentChanged(current, previous)
        self.chosen.emit(self.rows.rows[current.row()] if current.isValid() else None)

    def selectionChanged(self, selected: QItemSelection, deselected: QItemSelection) -> None:
        super().selectionChanged(selected, deselected)
        self.selected.emit()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if not self.currentIndex().isValid() and self.rows.rows:
            self.choose(0)

    def fitted_height(self, most: int) -> int:
        """Return the height that shows all rows, at most so many."""
        row = int(self.fontMetrics().height() * 1.55)
        return (
            self.header().sizeHint().height()
            + row * min(most, len(self.rows.rows))
            + 2 * self.frameWidth()
            + 2
        )

    def _open(self, index: QModelIndex) -> None:
        self.opened.emit(self.rows.rows[index.row()])


class CellDelegate(QStyledItemDelegate):
    """A cell in its row's colour; a bar where its column has one."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(super().sizeHint(option, index).width(), int(option.fontMetrics.height() * 1.55))

    def initStyleOption(self, option: QStyleOptionViewItem, index: Index) -> None:
        super().initStyleOption(option, index)
        name = index.data(Qt.ItemDataRole.UserRole)
        if name:
            colour: QColor = getattr(theme.colours(option.palette), str(name))
            option.palette.setBrush(QPalette.ColorRole.Text, QBrush(colour))
        theme.quieten(option)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        progress = index.data(PROGRESS)
        if progress is None:
            super().paint(painter, option, index)
            return
        self.initStyleOption(option, index)
        option.text = ""
        widget = option.widget
        widget.style().drawControl(QStyle.ControlElement.CE_ItemViewItem, option, painter, widget)
        lit = theme.is_lit(option)
        paint_progress(painter, option.rect, option.palette, progress, is_selected=lit)
