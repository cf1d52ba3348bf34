"""The right side of the preview: which table of the file, whether it is read, and its rows."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from ledger_app.core.i18n import _, ngettext
from ledger_app.scheme.cells import Source
from ledger_app.scheme.drafts import Edits, Place, edited
from ledger_app.scheme.headers import Role
from ledger_app.scheme.layouts import Layout
from ledger_app.ui.elided_label import ElidedLabel
from ledger_app.ui.scheme_import_nodes import Tree
from ledger_app.ui.scheme_import_source import SourceTable
from ledger_app.ui.scheme_words import table_title


class SourcePane(QWidget):
    """Shows one table of the file at a time.

    `wanted` carries the edits with one more made here, `row_chosen` the (grid, row) of the cursor.
    """

    wanted = Signal(object)
    row_chosen = Signal(object)

    def __init__(self, source: Source) -> None:
        super().__init__()
        self._source = source
        self._edits = Edits()
        self._tree: Tree | None = None
        self.grid = -1
        self.table = SourceTable()
        self.grids = QComboBox()
        self.is_read = QCheckBox(_("Read this table"))
        self.header_button = QPushButton(_("Header row (T)"))
        self._build()

    def show_draft(self, tree: Tree, edits: Edits) -> None:
        """Show what the tables are read as."""
        self._tree, self._edits = tree, edits
        layouts = tree.draft.layouts
        if self.grid < 0 and layouts:
            self.grid = next((at for at, one in enumerate(layouts) if one.header), 0)
        self.grids.clear()
        for one, grid in zip(layouts, tree.draft.source.grids, strict=True):
            rows = ngettext("{n} row", "{n} rows", len(grid.rows)).format(n=len(grid.rows))
            title = table_title(grid.place, one.grid + 1)
            self.grids.addItem(" · ".join((title, rows if one.header else _("not read"))))
        self.grids.setVisible(len(layouts) > 1)
        self.show_grid(self.grid)

    def show_edits(self, edits: Edits) -> None:
        """Let the cells say at once what was typed, before it is known what comes of it."""
        self._edits = edits
        self.show_grid(self.grid)

    def show_grid(self, grid: int) -> None:
        """Show this table of the file."""
        if self._tree is None or not 0 <= grid < len(self._source.grids):
            return
        self.grid = grid
        before = self._source.grids[grid]
        was = {(r, c): before.rows[r].cells[c].text for g, r, c in self._edits.cells if g == grid}
        forced = {column: role for (g, column), role in self._edits.roles.items() if g == grid}
        cells = edited(self._source, self._edits).grids[grid]
        self.table.show_grid(cells, self._layout(), self._tree, was, forced)
        self.grids.setCurrentIndex(grid)  # only what a person chooses is followed
        self.is_read.blockSignals(True)
        self.is_read.setChecked(not self._layout().is_left_out)
        self.is_read.blockSignals(False)

    def go(self, place: Place) -> None:
        """Show a row and mark it; nobody is told."""
        if place[0] != self.grid:
            self.show_grid(place[0])
        self.table.show_row(place[1])

    # edits

    def edit_cell(self, row: int, column: int, text: str) -> None:
        """Let a cell of the shown table say this."""
        self.wanted.emit(self._edits.with_cell(self._source, (self.grid, row, column), text))

    def choose_role(self, column: int, role: Role | None) -> None:
        """Say what a column of the shown table holds, and of all tables that have the same header."""
        if self._tree is None:
            return
        here = _titles(self._layout())
        alike = [
            at
            for at, one in enumerate(self._tree.draft.layouts)
            if at == self.grid or (one.header and _titles(one) == here)
        ]
        self.wanted.emit(self._edits.with_roles({(at, column): role for at in alike}))

    def toggle_header(self, row: int) -> None:
        """Take a row as the header, beside one as its further row; a header row stops being one."""
        if self._tree is None:
            return
        layout = self._layout()
        first, last = layout.heads if layout.header else (0, -1)
        if not first <= row <= last:
            is_beside = last >= first and row in (first - 1, last + 1)
            head = (min(first, row), max(last, row)) if is_beside else (row, row)
        elif first == last:
            head = (0, -1)
        else:
            head = (first + 1, last) if row == first else (first, row - 1)
        self.wanted.emit(self._edits.with_head(self.grid, head))

    def read_grid(self, is_read: bool) -> None:
        """Read the shown table, or leave it out."""
        edits = self._edits
        self.wanted.emit(edits.without_head(self.grid) if is_read else edits.with_head(self.grid, None))

    def _layout(self) -> Layout:
        assert self._tree
        return self._tree.draft.layouts[self.grid]

    def _build(self) -> None:
        self.grids.setAccessibleName(_("Table of the file"))
        self.grids.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.grids.setMinimumContentsLength(15)
        self.grids.hide()
        self.header_button.setToolTip(
            _(
                "The chosen row of the table is its header, or is one no longer; beside the header it is a part of it"
            )
        )
        self.grids.activated.connect(self.show_grid)
        self.is_read.toggled.connect(self.read_grid)
        self.header_button.clicked.connect(
            lambda: self.toggle_header(max(0, self.table.currentIndex().row()))
        )
        self.table.row_chosen.connect(lambda row: self.row_chosen.emit((self.grid, row)))
        self.table.edited.connect(self.edit_cell)
        self.table.role_chosen.connect(self.choose_role)
        self.table.header_asked.connect(self.toggle_header)
        top = QHBoxLayout()
        for widget in (self.grids, self.is_read, self.header_button):
            top.addWidget(widget)
        hint = ElidedLabel()
        hint.setText(_("F2 edits a cell"))
        top.addWidget(hint, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addLayout(top)
        layout.addWidget(self.table, 1)
        self.setFocusProxy(self.table)


def _titles(layout: Layout) -> list[str] | None:
    return [c.title for c in layout.header.columns] if layout.header else None
