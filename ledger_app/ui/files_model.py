"""A table of files over a plain list: name with its folder, date, size, kind, best suggestion."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from ledger_app.core.i18n import N_, _
from ledger_app.search.model import Description
from ledger_app.search.wording import reading_error
from ledger_app.ui import file_words, theme
from ledger_app.ui.held_rows import HeldRows
from ledger_app.ui.inbox_rows import FileRow
from ledger_app.vault.model import Status

Index = QModelIndex | QPersistentModelIndex
ROW = Qt.ItemDataRole.UserRole
NAME, MODIFIED, SIZE, KIND, SUGGESTION = range(5)
HEADERS = (N_("File"), N_("Modified"), N_("Size"), N_("Kind"), N_("Likely shows"))
_GAP = "\u2002"  # keeps the sizes apart from the next column
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class FilesModel(HeldRows, QAbstractTableModel):
    """Rows of files. `suggest(item)` returns the words for the last column, or None while unknown.

    `describe(item)` returns what is known of the content, or None while that was not asked for.
    """

    def __init__(
        self,
        suggest: Callable[[int], str | None],
        describe: Callable[[int], Description | None] = lambda _item: None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.rows: list[FileRow] = []
        self.evidence = Path()
        self.dealt_with: set[int] = set()
        self._suggest = suggest
        self._describe = describe

    def show_suggestions(self, first: int, last: int) -> None:
        """Say that the suggestions of these rows are known now."""
        if self.rows:
            last = min(last, len(self.rows) - 1)
            self.dataChanged.emit(self.index(first, KIND), self.index(last, SUGGESTION))

    def deal_with(self, item_ids: set[int]) -> None:
        """Grey these out: what was asked for them is being written."""
        self.dealt_with |= item_ids
        if self.rows:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self.rows) - 1, SUGGESTION))

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return len(HEADERS)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if orientation is Qt.Orientation.Vertical:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return _(HEADERS[section]) + (_GAP if section == SIZE else "")
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _RIGHT if section == SIZE else Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not 0 <= index.row() < len(self.rows):
            return None
        row = self.rows[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.AccessibleTextRole:
                return self._text(row, index.column())
            case Qt.ItemDataRole.ToolTipRole:
                return self._hint(row, index.column())
            case Qt.ItemDataRole.TextAlignmentRole if index.column() == SIZE:
                return _RIGHT
            case _ if role == ROW:
                return row
        return None

    def is_dim(self, row: FileRow) -> bool:
        """Return whether a row needs nothing more: set aside, or being dealt with."""
        return row.held.is_set_aside or row.id in self.dealt_with

    def _text(self, row: FileRow, column: int) -> str:
        held = row.held
        match column:
            case 0:
                return file_words.name_of(held.path)
            case 1:
                return file_words.modified(held.mtime_ns)
            case 2:
                return file_words.size(held.size) + _GAP
            case 3:
                described = self._describe(held.id)
                kind = file_words.document_kind(described.kind) if described and described.kind else ""
                return kind or _(file_words.kind(held.path))
        if held.is_set_aside:
            return _("set aside")
        return self._suggest(held.id) or ""

    def _hint(self, row: FileRow, column: int) -> str:
        if column in (KIND, SUGGESTION):
            return self._text(row, column)
        lines = [file_words.shown(row.held.path)]
        if row.held.status is not Status.PRESENT or row.held.reason:
            lines.append(file_words.state(row.held))
        described = self._describe(row.id)
        if described and described.error:
            lines.append(reading_error(described.error))
        if row.copies:
            lines.append(_("in {n} more places").format(n=row.copies))
        return "\n".join(lines)


class FileDelegate(QStyledItemDelegate):
    """The name, then its folder in grey; a file that is not as it was carries a sign."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        self.initStyleOption(option, index)
        is_lit = theme.quieten(option)
        row: FileRow = index.data(ROW)
        name, option.text = option.text, ""
        style = option.widget.style()
        style.drawControl(QStyle.ControlElement.CE_ItemViewItem, option, painter, option.widget)
        text = (option.palette.highlightedText() if is_lit else option.palette.text()).color()
        muted = text if is_lit else theme.colours(option.palette).muted
        is_dim = index.model().is_dim(row)
        room = option.rect.adjusted(6, 0, -6, 0)
        metrics = option.fontMetrics
        if row.held.status is not Status.PRESENT:
            name = f"! {name}"
        shown = metrics.elidedText(name, Qt.TextElideMode.ElideMiddle, room.width())
        painter.save()
        painter.setFont(option.font)
        painter.setPen(muted if is_dim else text)
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, shown)
        room.setLeft(room.left() + metrics.horizontalAdvance(shown) + metrics.height() // 2)
        folder = file_words.folder_of(row.held.path)
        if row.copies:
            folder = " · ".join(t for t in (file_words.places(row.copies + 1), folder) if t)
        if folder and room.width() > metrics.height() * 2:
            painter.setPen(muted)
            cut = metrics.elidedText(folder, Qt.TextElideMode.ElideMiddle, room.width())
            painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, cut)
        painter.restore()
