"""A scheme before it is stored: the tree that results beside the rows it comes from, each doubt at its place."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QEvent, QSettings, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
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
from ledger_app.scheme.drafts import Draft, Edits, Listed, Place, marked
from ledger_app.scheme.edit_files import edits_text, read_edits
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
from ledger_app.ui.scheme_import_pane import SourcePane
from ledger_app.ui.scheme_import_tree import DraftTree, leaves
from ledger_app.ui.scheme_page import problem_table
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
        self._unmarked: Unmarked | None = None
        self.shown: Tree | None = None
        self.heading, self.summary = ElidedLabel(), QLabel()
        self.tree, self.source = DraftTree(), SourcePane(file.source)
        self.table = self.source.table
        self.problems = problem_table()
        self.marks = MarksByList()
        self.hard_button = QPushButton(_("★ Hard or not (H)"))
        self.list_button = QPushButton(_("Mark by a list…"))
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
            self.source.show_edits(self.edits)
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
        self.source.show_draft(tree, self.edits)
        self._update_buttons()

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
            self.source.go(node.at)
            self._mark_problem(node.at)

    def _choose_row(self, place: Place) -> None:
        if self.shown is None:
            return
        kind = self.table.cells.kind(place[1])
        node = self.shown.leaf_at(place) or (self.shown.node_at(place) if kind is Kind.DATA else None)
        if node:
            self.tree.choose(node)
        self._mark_problem(place)

    def _choose_problem(self, problem: Problem | None) -> None:
        if self.shown is None or problem is None:
            return
        self.tree.choose(self.shown.problem_node(problem))
        if problem.place and (at := self.shown.draft.at(problem.place)):
            self.source.go(at)

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
        self.source.row_chosen.connect(self._choose_row)
        self.source.wanted.connect(self.change)
        self.problems.chosen.connect(self._choose_problem)
        self.problems.opened.connect(self._open_problem)
        self.marks.wanted.connect(self.mark_listed)
        self.marks.closed.connect(self.close_list)
        self.hard_button.clicked.connect(self.toggle_hard)
        self.list_button.clicked.connect(self.open_list)
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
        self.list_button.setToolTip(_("A list that a letter gives (Ctrl+L)"))
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
        left = _left(self.hard_button, self.list_button, self._left_side, self.marks)
        across = QSplitter(Qt.Orientation.Horizontal)
        across.addWidget(left)
        across.addWidget(self.source)
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


def _left(hard: QPushButton, by_list: QPushButton, side: QStackedWidget, marks: MarksByList) -> QWidget:
    left = QWidget()
    top = QHBoxLayout()
    top.addWidget(hard)
    top.addWidget(by_list)
    top.addStretch(1)
    layout = QVBoxLayout(left)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(4)
    layout.addLayout(top)
    layout.addWidget(side, 1)
    layout.addWidget(marks)
    return left
