"""A scheme before it is stored: the tree that results beside the rows it comes from, each doubt at its place."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QEvent, QSettings, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QLabel,
    QMenu,
    QPushButton,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from ledger_app.core.errors import LedgerError
from ledger_app.core.i18n import _, ngettext
from ledger_app.core.saving import replacing
from ledger_app.scheme.drafts import Draft, Edits, Listed, Place, edited, marked
from ledger_app.scheme.edit_files import edits_text, read_edits
from ledger_app.scheme.headers import Role
from ledger_app.scheme.model import Problem
from ledger_app.scheme.reading import SchemeFile
from ledger_app.scheme.rows import Kind
from ledger_app.ui import dialogs, file_words, fonts
from ledger_app.ui.elided_label import ElidedLabel
from ledger_app.ui.jobs import Jobs
from ledger_app.ui.placeholder import Placeholder
from ledger_app.ui.remembering import remember_splitter
from ledger_app.ui.scheme_import_marks import MarksByList
from ledger_app.ui.scheme_import_nodes import Node, Tree
from ledger_app.ui.scheme_import_source import SourceTable
from ledger_app.ui.scheme_import_tree import DraftTree, leaves
from ledger_app.ui.scheme_page import problem_table
from ledger_app.ui.scheme_words import table_title
from ledger_app.ui.sheet import Sheet
from ledger_app.ui.step_keys import step_of
from ledger_app.ui.steps import Steps

_KINDS = "JSON (*.json)"
Unmarked = tuple[Edits, Draft]  # all edits but the hard marks, and what they make


class SchemeImport(Sheet):
    """Shows what a file's tables become and takes corrections; nothing is stored here.

    `accepted` carries the scheme once a person takes it as it is, `trouble` an exception to show.
    """

    accepted = Signal(object)
    trouble = Signal(object)

    def __init__(
        self, file: SchemeFile, jobs: Jobs, settings: QSettings, *, action: str, edits: Edits | None = None
    ) -> None:
        super().__init__()
        self.file = file
        self._jobs = jobs
        self._steps: Steps[Edits] = Steps(edits or Edits())
        self._is_reading = self._is_stale = False
        self._grid = -1
        self._unmarked: Unmarked | None = None
        self.shown: Tree | None = None
        self.heading, self.summary = ElidedLabel(), QLabel()
        self.tree, self.table = DraftTree(), SourceTable()
        self.problems = problem_table()
        self.marks = MarksByList()
        self.grids = QComboBox()
        self.is_read = QCheckBox(_("Read this table"))
        self.hard_button = QPushButton(_("★ Hard or not (H)"))
        self.list_button = QPushButton(_("Mark by a list… (Ctrl+L)"))
        self.header_button = QPushButton(_("Header row (T)"))
        self.undo_button, self.redo_button = QPushButton(_("Undo")), QPushButton(_("Redo"))
        self.more_button = QPushButton(_("Corrections"))
        self.accept_button = QPushButton(action)
        self._empty = Placeholder()
        self._left_side = QStackedWidget()
        self._build(settings)
        self._connect()
        self._reread()

    @property
    def edits(self) -> Edits:
        """What was corrected so far."""
        return self._steps.current

    # corrections

    def change(self, edits: Edits) -> None:
        """Take these corrections instead of those so far, as one step to undo."""
        if self._steps.do(edits):
            self._reread()

    def undo(self) -> None:
        """Take the last correction back."""
        if self._steps.undo():
            self._reread()

    def redo(self) -> None:
        """Make the correction again that was taken back."""
        if self._steps.redo():
            self._reread()

    def toggle_hard(self) -> None:
        """Make the chosen indicators hard; where all are, make them not."""
        found = leaves(self.tree.selected())
        if found and self.shown:
            is_hard = not all(n.indicator and n.indicator.is_hard for n in found)
            self.change(self.edits.with_hard({n.at: is_hard for n in found if n.at is not None}))

    def mark_listed(self, found: Listed, is_only: bool) -> None:
        """Make what a list found hard; with `is_only` everything else not."""
        if self.shown is None:
            return
        draft = self.shown.draft
        wanted = {id(i) for i in found.found}
        marks = {
            at: id(i) in wanted
            for i in draft.scheme.indicators
            if (at := draft.at(i.place)) is not None and (is_only or id(i) in wanted)
        }
        self.change(self.edits.with_hard(marks))
        self.close_list()

    def edit_cell(self, row: int, column: int, text: str) -> None:
        """Let a cell of the shown table say this."""
        self.change(self.edits.with_cell(self.file.source, (self._grid, row, column), text))

    def choose_role(self, column: int, role: Role | None) -> None:
        """Say what a column of the shown table holds, and of all tables that have the same header."""
        if self.shown is None:
            return
        layouts = self.shown.draft.layouts
        here = layouts[self._grid].header
        titles = [c.title for c in here.columns] if here else None
        alike = [
            at
            for at, one in enumerate(layouts)
            if at == self._grid or (one.header and [c.title for c in one.header.columns] == titles)
        ]
        self.change(self.edits.with_roles({(at, column): role for at in alike}))

    def toggle_header(self, row: int) -> None:
        """Take a row as the header, beside one as its further row; a header row stops being one."""
        if self.shown is None:
            return
        layout = self.shown.draft.layouts[self._grid]
        first, last = layout.heads if layout.header else (0, -1)
        if not first <= row <= last:
            is_beside = last >= first and row in (first - 1, last + 1)
            head = (min(first, row), max(last, row)) if is_beside else (row, row)
        elif first == last:
            head = (0, -1)
        else:
            head = (first + 1, last) if row == first else (first, row - 1)
        self.change(self.edits.with_head(self._grid, head))

    def read_grid(self, is_read: bool) -> None:
        """Read the shown table, or leave it out."""
        edits = self.edits
        self.change(edits.without_head(self._grid) if is_read else edits.with_head(self._grid, None))

    def save_edits(self) -> None:
        """Ask where the corrections are to be kept, for a colleague or the command line."""
        proposed = self.file.path.with_name(_("{name} corrections.json").format(name=self.file.path.stem))
        if path := dialogs.choose_target(self, _("Save the corrections"), proposed, _KINDS):
            try:
                with replacing(path) as stream:
                    stream.write(edits_text(self.edits, self.file.source).encode())
            except LedgerError as error:
                self.trouble.emit(error)

    def load_edits(self) -> None:
        """Ask for saved corrections and take them."""
        if path := dialogs.choose_file(self, _("Load corrections"), _KINDS, self.file.path.parent):
            self.take_edits(path)

    def take_edits(self, path: Path) -> None:
        """Take the corrections that a file holds."""
        try:
            self.change(read_edits(path, self.file.source))
        except LedgerError as error:
            self.trouble.emit(error)

    # reading anew

    @property
    def is_reading(self) -> bool:
        """Whether what is shown is not yet what the corrections make."""
        return self._is_reading

    def _reread(self) -> None:
        self._update_buttons()
        if self.shown:
            self._show_grid(self._grid)  # the cell says at once what was typed
        if self._is_reading:
            self._is_stale = True
            return
        self._is_reading = True
        file, edits, known = self.file, self.edits, self._unmarked
        self._jobs.aside(
            _("Read the scheme"),
            lambda _p: _drafted(file, edits, known),
            done=self._read,
            failed=self._fail,
            is_quiet=True,
        )

    def _read(self, result: object) -> None:
        self._unmarked, tree = result
        self._is_reading = False
        if self._is_stale:
            self._is_stale = False
            self._reread()
            return
        self._show(tree)

    def _fail(self, error: Exception) -> None:
        self._is_reading = self._is_stale = False
        self._update_buttons()
        self.trouble.emit(error)

    def _show(self, tree: Tree) -> None:
        self.shown = tree
        scheme = tree.draft.scheme
        self.heading.setText(scheme.title)
        self.summary.setText(_summary(tree))
        self.tree.show_root(tree.root)
        self._left_side.setCurrentWidget(self.tree if scheme.indicators else self._empty)
        self.problems.show_rows(list(scheme.problems))
        self.problems.setVisible(bool(scheme.problems))
        self.marks.show_scheme(scheme)
        self._fill_grids()
        if self._grid < 0:
            first = next((at for at, one in enumerate(tree.draft.layouts) if one.header), 0)
            self._grid = first if tree.draft.layouts else -1
        self._show_grid(self._grid)
        self._update_buttons()

    def _fill_grids(self) -> None:
        assert self.shown
        layouts = self.shown.draft.layouts
        self.grids.clear()
        for one, grid in zip(layouts, self.shown.draft.source.grids, strict=True):
            rows = ngettext("{n} row", "{n} rows", len(grid.rows)).format(n=len(grid.rows))
            title = table_title(grid.place, one.grid + 1)
            state = rows if one.header else _("not read")
            self.grids.addItem(f"{title} · {state}")
        self.grids.setCurrentIndex(self._grid)
        self.grids.setVisible(len(layouts) > 1)

    def _show_grid(self, grid: int) -> None:
        if self.shown is None or not 0 <= grid < len(self.file.source.grids):
            return
        self._grid = grid
        cells = edited(self.file.source, self.edits).grids[grid]
        source = self.file.source.grids[grid]
        was = {(r, c): source.rows[r].cells[c].text for g, r, c in self.edits.cells if g == grid}
        forced = {column: role for (g, column), role in self.edits.roles.items() if g == grid}
        layout = self.shown.draft.layouts[grid]
        self.table.show_grid(cells, layout, self.shown, was, forced)
        self.grids.setCurrentIndex(grid)  # only what a person chooses is followed
        self.is_read.blockSignals(True)
        self.is_read.setChecked(not layout.is_left_out)
        self.is_read.blockSignals(False)

    def _update_buttons(self) -> None:
        self.undo_button.setEnabled(self._steps.can_undo)
        self.redo_button.setEnabled(self._steps.can_redo)
        has_any = self.shown is not None and bool(self.shown.draft.scheme.indicators)
        self.accept_button.setEnabled(has_any and not self._is_reading)
        for button in (self.hard_button, self.list_button):
            button.setEnabled(has_any)

    # what is chosen on one side is shown on the other

    def _choose_node(self, node: Node | None) -> None:
        if node and node.at is not None:
            self._go(node.at)
            self._mark_problem(node.at)

    def _choose_row(self, row: int) -> None:
        if self.shown is None:
            return
        place = (self._grid, row)
        kind = self.table.cells.kind(row)
        node = self.shown.leaf_at(place) or (self.shown.node_at(place) if kind is Kind.DATA else None)
        if node:
            self.tree.choose(node)
        self._mark_problem(place)

    def _choose_problem(self, problem: Problem | None) -> None:
        if self.shown is None or problem is None:
            return
        self.tree.choose(self.shown.problem_node(problem))
        if problem.place and (at := self.shown.draft.at(problem.place)):
            self._go(at)

    def _go(self, place: Place) -> None:
        if place[0] != self._grid:
            self._show_grid(place[0])
        self.table.show_row(place[1])

    def _mark_problem(self, place: Place) -> None:
        found = self.shown.problems_at(place) if self.shown else []
        if found and self.problems.current() not in found:
            self.problems.blockSignals(True)
            self.problems.choose(next(n for n, p in enumerate(self.problems.rows.rows) if p is found[0]))
            self.problems.blockSignals(False)

    def _open_problem(self, problem: Problem) -> None:
        self._choose_problem(problem)
        self.table.setFocus()

    # keys

    def event(self, event: QEvent) -> bool:
        """Keep undo and redo on this page while it is shown."""
        is_key = event.type() is QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent)
        if is_key and step_of(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = step_of(event)
        if step:
            (self.undo if step == "undo" else self.redo)()
        elif event.key() == Qt.Key.Key_L and event.modifiers() == Qt.KeyboardModifier.ControlModifier:
            self.open_list()
        else:
            super().keyPressEvent(event)

    def open_list(self) -> None:
        """Open the field for a list of hard indicators."""
        if self.list_button.isEnabled():
            self.marks.show()
            self.marks.setFocus()

    def close_list(self) -> None:
        """Close the field for a list."""
        self.marks.hide()
        self.tree.setFocus()

    # building

    def _connect(self) -> None:
        self.tree.chosen.connect(self._choose_node)
        self.tree.marks_asked.connect(self.toggle_hard)
        self.table.row_chosen.connect(self._choose_row)
        self.table.edited.connect(self.edit_cell)
        self.table.role_chosen.connect(self.choose_role)
        self.table.header_asked.connect(self.toggle_header)
        self.problems.chosen.connect(self._choose_problem)
        self.problems.opened.connect(self._open_problem)
        self.marks.wanted.connect(self.mark_listed)
        self.marks.closed.connect(self.close_list)
        self.grids.activated.connect(self._show_grid)
        self.is_read.toggled.connect(self.read_grid)
        self.hard_button.clicked.connect(self.toggle_hard)
        self.list_button.clicked.connect(self.open_list)
        self.header_button.clicked.connect(
            lambda: self.toggle_header(max(0, self.table.currentIndex().row()))
        )
        self.undo_button.clicked.connect(self.undo)
        self.redo_button.clicked.connect(self.redo)
        self.accept_button.clicked.connect(self._accept)

    def _accept(self) -> None:
        if self.shown and not self._is_reading:
            self.accepted.emit(self.shown.draft.scheme)

    def _build(self, settings: QSettings) -> None:
        self.heading.setFont(fonts.heading(self.font(), 1.2))
        self.summary.setTextFormat(Qt.TextFormat.PlainText)
        self.summary.setWordWrap(True)
        self.marks.hide()
        self.grids.setAccessibleName(_("Table of the file"))
        self.header_button.setToolTip(
            _(
                "The chosen row of the table is its header, or is one no longer; beside the header it is a part of it"
            )
        )
        self.more_button.setToolTip(_("The same corrections serve a colleague and the command line"))
        self._empty.say(
            _("No indicator was read yet"),
            _(
                "Say on the right which row is the header (T) and what the columns hold: the column of the "
                "indicators at least. The list above a column opens with F4."
            ),
        )
        self._left_side.addWidget(self.tree)
        self._left_side.addWidget(self._empty)
        more = QMenu(self.more_button)
        more.addAction(_("Save them…")).triggered.connect(lambda: self.save_edits())
        more.addAction(_("Load saved ones…")).triggered.connect(lambda: self.load_edits())
        self.more_button.setMenu(more)
        self.accept_button.setDefault(True)
        left = _column(_row(self.hard_button, self.list_button), self._left_side, self.marks)
        hint = QLabel(_("F2 edits a cell"))
        right = _column(_row(self.grids, self.is_read, self.header_button, hint), self.table)
        across = QSplitter(Qt.Orientation.Horizontal)
        across.addWidget(left)
        across.addWidget(right)
        across.setChildrenCollapsible(False)
        remember_splitter(across, settings, "scheme-import/across", [480, 780])
        down = QSplitter(Qt.Orientation.Vertical)
        down.addWidget(across)
        down.addWidget(self.problems)
        down.setStretchFactor(0, 1)
        down.setChildrenCollapsible(False)
        remember_splitter(down, settings, "scheme-import/down", [430, 130])
        self.problems.remember(settings, "scheme-import/problems")
        foot = QHBoxLayout()
        for widget in (self.back, self.more_button, self.undo_button, self.redo_button):
            foot.addWidget(widget)
        foot.addStretch(1)
        foot.addWidget(self.accept_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 8, 12, 8)
        layout.setSpacing(6)
        layout.addWidget(self.heading)
        layout.addWidget(self.summary)
        layout.addWidget(down, 1)
        layout.addLayout(foot)
        self.setFocusProxy(self.tree)


def _drafted(file: SchemeFile, edits: Edits, known: Unmarked | None) -> tuple[Unmarked, Tree]:
    """Return the tree that edits make; marks alone do not need the tables to be read again."""
    others = replace(edits, hard={})
    if known is None or known[0] != others:
        known = (others, file.draft(others))
    return known, Tree(marked(known[1], edits.hard))


def _summary(tree: Tree) -> str:
    """Return in one line what was read."""
    scheme = tree.draft.scheme
    if not scheme.indicators:
        return _("From {source}").format(source=scheme.source)
    hard = [i for i in scheme.indicators if i.is_hard]
    said = _(
        "From {source}: {categories} categories, {n} indicators, {hard} of them hard with {points} points"
    ).format(
        source=scheme.source,
        categories=len({i.path[0] for i in scheme.indicators if i.path}),
        n=len(scheme.indicators),
        hard=len(hard),
        points=file_words.points(sum(i.points or 0 for i in hard)),
    )
    count = len(scheme.problems)
    check = ngettext("{n} place to check", "{n} places to check", count).format(n=count)
    return " · ".join((said, check if count else _("nothing to check")))


def _row(*widgets: QWidget) -> QWidget:
    row = QWidget()
    layout = QHBoxLayout(row)
    layout.setContentsMargins(0, 0, 0, 0)
    for widget in widgets:
        layout.addWidget(widget)
    layout.addStretch(1)
    return row


def _column(*widgets: QWidget) -> QWidget:
    column = QWidget()
    layout = QVBoxLayout(column)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(4)
    for widget in widgets:
        layout.addWidget(widget, 1 if widget.sizePolicy().verticalPolicy().value & 2 else 0)
    return column
