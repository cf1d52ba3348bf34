"""The files of a finding at the pages that differ: side by side, or one after the other, a key for each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QLabel, QPushButton, QSplitter, QVBoxLayout

from ledger_app.audit.model import Finding
from ledger_app.core.i18n import _
from ledger_app.evidence.model import HeldFile
from ledger_app.ui import file_words, fonts
from ledger_app.ui.context import Context
from ledger_app.ui.preview import Drawer, Preview
from ledger_app.ui.sheet import Sheet
from ledger_app.ui.state import State

MOST = 9


@dataclass(frozen=True, slots=True)
class Leaf:
    """A file and the page to look at, from 1; None: any will do."""

    held: HeldFile
    page: int | None = None

    def words(self) -> str:
        """Return the file's name, with the page where one is meant."""
        name = file_words.name_of(self.held.path)
        return _("{file}, page {page}").format(file=name, page=self.page) if self.page else name


def leaves(state: State, finding: Finding) -> list[Leaf]:
    """Return the files of a finding that the archive knows, in the finding's order."""
    wanted = set(finding.files)
    known = {held.path: held for held in state.files if held.path in wanted}
    pages = dict(zip(finding.files, finding.pages, strict=False))
    return [Leaf(known[path], pages.get(path)) for path in finding.files if path in known]


class FilesSheet(Sheet):
    """Shows the first file at the left and another at the right; `1` to `9` bring a file into view."""

    def __init__(self, context: Context, sentence: str, found: Sequence[Leaf]) -> None:
        super().__init__()
        self.leaves = list(found[:MOST])
        drawer = Drawer()
        count = min(2, len(self.leaves))
        self.panes = [Preview(context, name=f"files/{n}", drawer=drawer) for n in range(count)]
        self.buttons = [QPushButton(checkable=True) for _leaf in self.leaves]
        self.apart = QPushButton(_("One at a time (S)"), checkable=True)
        self._alone = 0
        said = QLabel(sentence)
        said.setWordWrap(True)
        said.setTextFormat(Qt.TextFormat.PlainText)
        self._choices = QButtonGroup(self)
        bar = QHBoxLayout()
        for number, (button, leaf) in enumerate(zip(self.buttons, self.leaves, strict=True), start=1):
            words = _("{n} · {file}").format(n=number, file=leaf.words())
            button.setText(self.fontMetrics().elidedText(words, Qt.TextElideMode.ElideMiddle, self._most()))
            button.setToolTip(words)
            button.setAccessibleName(words)
            button.clicked.connect(lambda _on, n=number - 1: self.look(n))
            self._choices.addButton(button)
            fonts.bold_when_checked(button)
            bar.addWidget(button)
            key = QShortcut(QKeySequence(str(number)), self)
            key.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            key.activated.connect(lambda n=number - 1: self.look(n))
        bar.addStretch(1)
        fonts.bold_when_checked(self.apart)
        self.apart.setVisible(count > 1)
        self.apart.toggled.connect(lambda _on: self._arrange())
        self.apart.setShortcut(QKeySequence("S"))
        bar.addWidget(self.apart)
        bar.addWidget(self.back)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setChildrenCollapsible(False)
        for pane in self.panes:
            split.addWidget(pane)
            pane.left.connect(self.left)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(10, 8, 10, 0)
        layout.addWidget(said)
        layout.addLayout(bar)
        layout.addWidget(split, 1)
        for number in range(count):
            self._show(number, number)
        if self.buttons:
            self.buttons[0].setChecked(True)
            self.setFocusProxy(self.buttons[0])
        else:
            self.setFocusProxy(self.back)

    def look(self, number: int) -> None:
        """Bring a file into view: the first one at the left, every other at the right."""
        if not 0 <= number < len(self.leaves):
            return
        self._alone = pane = min(number, len(self.panes) - 1)
        self._show(pane, number)
        self.buttons[number].setChecked(True)
        self._arrange()
        self.panes[pane].focus_view()

    def _show(self, pane: int, number: int) -> None:
        leaf = self.leaves[number]
        self.panes[pane].show_hit(leaf.held, page=leaf.page)

    def _arrange(self) -> None:
        is_apart = self.apart.isChecked()
        for number, pane in enumerate(self.panes):
            pane.setVisible(not is_apart or number == self._alone)

    def _most(self) -> int:
        return self.fontMetrics().horizontalAdvance("0") * (36 if len(self.leaves) < 4 else 18)
