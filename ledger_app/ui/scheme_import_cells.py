"""One table of a scheme's file as a model: its cells, and what each row of it became."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal

from ledger_app.core.i18n import _
from ledger_app.scheme.cells import Cell, Grid
from ledger_app.scheme.headers import Role
from ledger_app.scheme.layouts import Layout
from ledger_app.scheme.rows import Kind
from ledger_app.scheme.wording import problem_sentence
from ledger_app.ui.scheme_import_nodes import Tree, title
from ledger_app.ui.scheme_words import KINDS, role_in_use, row_number

Index = QModelIndex | QPersistentModelIndex
LOOK = Qt.ItemDataRole.UserRole


class SourceModel(QAbstractTableModel):
    """One grid: its cells, merged ones where they begin; `edited` follows a cell typed by hand."""

    edited = Signal(int, int, str)

    def __init__(self) -> None:
        super().__init__()
        self.grid = Grid("", ())
        self.layout = Layout(0)
        self.tree: Tree | None = None
        self.was: Mapping[tuple[int, int], str] = {}
        self._kinds: dict[str, Kind] = {}
        self._roles: list[Role | None] = []

    def show(self, grid: Grid, layout: Layout, tree: Tree | None, was: Mapping[tuple[int, int], str]) -> bool:
        """Show a grid; `was` is what edited cells said. Return whether its rows are other ones than before."""
        is_other = not _is_same_shape(grid, self.grid)
        if is_other:
            self.beginResetModel()
        self.grid, self.layout, self.tree, self.was = grid, layout, tree, was
        self._kinds = {s.row.place: s.kind for s in layout.rows}
        self._roles = [role_in_use(layout, c) for c in range(grid.width)]
        if is_other:
            self.endResetModel()
        elif grid.rows:
            last = self.index(len(grid.rows) - 1, grid.width - 1)
            self.dataChanged.emit(self.index(0, 0), last)
            self.headerDataChanged.emit(Qt.Orientation.Vertical, 0, len(grid.rows) - 1)
        return is_other

    def cell(self, index: Index) -> Cell:
        """Return the cell that covers a place."""
        return self.grid.rows[index.row()].cells[index.column()]

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.grid.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else self.grid.width

    def flags(self, index: Index) -> Qt.ItemFlag:
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEditable

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        cell = self.cell(index)
        match role:
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.EditRole | Qt.ItemDataRole.AccessibleTextRole:
                return cell.text
            case Qt.ItemDataRole.ToolTipRole:
                was = self.was.get((cell.row, cell.column))
                return cell.text if was is None else _("{now}\n(was: {was})").format(now=cell.text, was=was)
            case Qt.ItemDataRole.TextAlignmentRole:
                return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop
            case _ if role == LOOK:
                return self._look(index.row(), index.column(), cell)
        return None

    def setData(self, index: Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if str(value) == self.cell(index).text:
            return False
        self.edited.emit(index.row(), index.column(), str(value))
        return True

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if orientation is Qt.Orientation.Horizontal or section >= len(self.grid.rows):
            return None
        problems = self.tree.problems_at((self.layout.grid, section)) if self.tree else []
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return self.label(section)
            case Qt.ItemDataRole.ToolTipRole | Qt.ItemDataRole.AccessibleTextRole:
                leaf = self.tree.leaf_at((self.layout.grid, section)) if self.tree else None
                said = [title(leaf)] if leaf else [self.fate(section)]
                return "\n".join(filter(None, [*said, *(problem_sentence(p) for p in problems)]))
            case Qt.ItemDataRole.TextAlignmentRole:
                return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop
        return None

    def label(self, row: int) -> str:
        """Return a row's number, what it became, and ! where something is to be checked."""
        problems = self.tree.problems_at((self.layout.grid, row)) if self.tree else []
        place = self.grid.rows[row].place
        return " ".join(filter(None, (row_number(place), self.fate(row), "!" if problems else "")))

    def fate(self, row: int) -> str:
        """Return in a word what a row became: a code, the header, a total; empty where it goes with the one above."""
        first, last = self.layout.heads
        if self.layout.header is None:
            return ""
        if first <= row <= last:
            return _(KINDS[Kind.HEADER])
        if row < first:
            return _("above")
        leaf = self.tree.leaf_at((self.layout.grid, row)) if self.tree else None
        if leaf and leaf.indicator:
            return f"→ {leaf.indicator.code}{'★' if leaf.indicator.is_hard else ''}"
        kind = self.kind(row)
        return _(KINDS[kind]) if kind in KINDS else ""

    def kind(self, row: int) -> Kind | None:
        """Return what a row below the header is; None above it and where nothing is read."""
        return self._kinds.get(self.grid.rows[row].place)

    def is_header(self, row: int) -> bool:
        """Say whether a row is (part of) the header in use."""
        first, last = self.layout.heads
        return self.layout.header is not None and first <= row <= last

    def _look(self, row: int, column: int, cell: Cell) -> str:
        if (cell.row, cell.column) in self.was:
            return "edited"
        if self.is_header(row):
            return "header"
        role = self._roles[column] if column < len(self._roles) else None
        kind = self.kind(row)
        if (
            self.layout.header is None
            or role in (None, Role.IGNORED)
            or kind in (None, Kind.NOTE, Kind.TOTAL)
        ):
            return "aside"
        return "heading" if kind is Kind.BANNER else ""


def _is_same_shape(one: Grid, other: Grid) -> bool:
    """Say whether two grids have the same rows with the same merges."""
    return len(one.rows) == len(other.rows) and all(
        a is b
        or (
            a.place == b.place
            and [(c.row, c.column) for c in a.cells] == [(c.row, c.column) for c in b.cells]
        )
        for a, b in zip(one.rows, other.rows, strict=True)
    )
