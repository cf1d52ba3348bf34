"""The coverage matrix as a table to show: which rows a filter leaves, and what a place says in sign and words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QColor, QPalette

from ledger_app.audit.matrix import Cell, Cover, Matrix, Row
from ledger_app.audit.wording_needs import COVERS, SIGNS
from ledger_app.core.i18n import _, ngettext
from ledger_app.ui import need_words, theme

Index = QModelIndex | QPersistentModelIndex
ROW = Qt.ItemDataRole.UserRole
COUNT = Qt.ItemDataRole.UserRole + 1
_OPEN = (Cover.PARTLY, Cover.MISSING)
_TINT = 0.86
_FAINT = 0.92
_NONE = QModelIndex()


@dataclass(frozen=True, slots=True)
class MatrixFilter:
    """What the matrix is narrowed to; where nothing is asked of anybody, `only_asked` leaves all."""

    only_asked: bool = True
    only_open: bool = False
    only_hard: bool = False


def kept(matrix: Matrix, wanted: MatrixFilter) -> list[Row]:
    """Return the rows that a filter leaves, in the scheme's order."""
    is_any_asked = any(row.is_asked for row in matrix.rows)
    return [
        row
        for row in matrix.rows
        if not (wanted.only_hard and not row.indicator.is_hard)
        and not (wanted.only_asked and is_any_asked and not row.is_asked)
        and not (wanted.only_open and not any(cell.cover in _OPEN for cell in row.cells))
    ]


def title(row: Row) -> str:
    """Return what a row is called: the indicator, or one of its requirements below it."""
    if row.requirement:
        return row.requirement.text
    star = " ★" if row.indicator.is_hard else ""
    return f"{row.indicator.code} {row.indicator.name}{star}"


def shown(cell: Cell) -> str:
    """Return a place in sign and number: how many files where some are there."""
    if cell.cover is Cover.NOT_ASKED or cell.cover is Cover.MISSING:
        return SIGNS[cell.cover] or (str(cell.files) if cell.files else "")
    return f"{SIGNS[cell.cover]} {cell.files}" if cell.files else SIGNS[cell.cover]


def said(cell: Cell) -> str:
    """Return a place in words: how it stands, what is there, what is lacking."""
    parts = [_(COVERS[cell.cover])]
    if cell.files:
        parts.append(ngettext("{n} file", "{n} files", cell.files).format(n=cell.files))
    if cell.asked > 1:
        parts.append(_("{met} of {asked} requirements met").format(met=cell.met, asked=cell.asked))
    if cell.lacking:
        parts.append(ngettext("{n} file lacking", "{n} files lacking", cell.lacking).format(n=cell.lacking))
    return _(", ").join(parts)


class MatrixModel(QAbstractTableModel):
    """Rows and subjects of one matrix; both headers carry what they come to."""

    def __init__(self, palette: QPalette) -> None:
        super().__init__()
        self.matrix: Matrix | None = None
        self.rows: list[Row] = []
        self._brush: dict[str, QColor] = {}
        self.colour(palette)

    def colour(self, palette: QPalette) -> None:
        """Take the colours that read well on a palette."""
        found = theme.colours(palette)
        base = palette.color(QPalette.ColorRole.Base)
        self._brush = {
            "good": found.good,
            "notice": found.notice,
            "veto": found.veto,
            "muted": found.muted,
            "notice-ground": theme.mixed(found.notice, base, _TINT),
            "veto-ground": theme.mixed(found.veto, base, _TINT),
            "open-ground": theme.mixed(palette.color(QPalette.ColorRole.Text), base, _FAINT),
        }

    def show(self, matrix: Matrix | None, rows: Sequence[Row]) -> None:
        """Show these rows of a matrix."""
        self.beginResetModel()
        self.matrix, self.rows = matrix, list(rows)
        self.endResetModel()

    def rowCount(self, parent: Index = _NONE) -> int:
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = _NONE) -> int:
        return 0 if parent.isValid() or not self.matrix else len(self.matrix.roster.subjects)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid() or not self.matrix:
            return None
        row = self.rows[index.row()]
        cell = row.cells[index.column()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return shown(cell)
            case Qt.ItemDataRole.TextAlignmentRole:
                return Qt.AlignmentFlag.AlignCenter
            case Qt.ItemDataRole.ForegroundRole:
                return self._ink(row, cell)
            case Qt.ItemDataRole.BackgroundRole:
                return self._ground(row, cell)
            case Qt.ItemDataRole.ToolTipRole | Qt.ItemDataRole.AccessibleTextRole:
                who = need_words.subject(self.matrix.roster.subjects[index.column()])
                return _("{who}, {what}: {how}").format(who=who, what=title(row), how=said(cell))
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if not self.matrix:
            return None
        if orientation is Qt.Orientation.Vertical:
            return self._row_header(self.rows[section], role)
        one, total = self.matrix.roster.subjects[section], self.matrix.totals[section]
        count = f"{total.met}/{total.asked}" if total.asked else str(total.files or "")
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return one.name
            case Qt.ItemDataRole.ToolTipRole | Qt.ItemDataRole.AccessibleTextRole:
                return _("{who}: {how}").format(who=need_words.subject(one), how=said(total))
            case _ if role == COUNT:
                return count
        return None

    def _row_header(self, row: Row, role: int) -> object:
        count = f"{row.covered}/{len(row.cells)}" if row.is_asked else ""
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return title(row)
            case Qt.ItemDataRole.ToolTipRole | Qt.ItemDataRole.AccessibleTextRole:
                what = title(row) if row.requirement is None else f"{row.indicator.code} › {title(row)}"
                how = _("{n} of {of}").format(n=row.covered, of=len(row.cells))
                return _("{who}: {how}").format(who=what, how=how) if row.is_asked else what
            case _ if role == ROW:
                return row
            case _ if role == COUNT:
                return count
        return None

    def _ink(self, row: Row, cell: Cell) -> QColor | None:
        match cell.cover:
            case Cover.COVERED:
                return self._brush["good"]
            case Cover.PARTLY:
                return self._brush["notice"]
            case Cover.MISSING:
                return self._brush["veto"] if row.indicator.is_hard else None
        return self._brush["muted"]

    def _ground(self, row: Row, cell: Cell) -> QColor | None:
        if cell.cover is Cover.PARTLY:
            return self._brush["notice-ground"]
        if cell.cover is Cover.MISSING:
            return self._brush["veto-ground" if row.indicator.is_hard else "open-ground"]
        return None
