"""What was drafted from the scheme's words and waits for a person: confirmed or dropped, one by one or all."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from ledger_app.core.i18n import _, ngettext
from ledger_app.scheme.model import Indicator, Requirement, Roster
from ledger_app.scheme.needs import Place
from ledger_app.ui import fonts, need_words, needing
from ledger_app.ui.context import Context
from ledger_app.ui.indicator_tree import indicator_title
from ledger_app.ui.placeholder import Placeholder
from ledger_app.ui.sheet import Sheet
from ledger_app.ui.state import State
from ledger_app.ui.table import Column, Table


@dataclass(frozen=True, slots=True)
class Row:
    """One draft: of a requirement's need, or (it `is_proposed`) of a whole requirement."""

    indicator: Indicator
    requirement: Requirement
    words: str

    @property
    def key(self) -> int:
        return self.requirement.id


class DraftsSheet(Sheet):
    """Enter confirms the chosen drafts, 0 drops them, F2 leads to where they can be corrected."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self.count = QLabel()
        self.list: Table[Row] = Table(_columns(), lambda r: r.key, name=_("Drafts"), is_many=True)
        self.confirm, self.dismiss = QPushButton(_("Confirm (Enter)")), QPushButton(_("Drop (0)"))
        self.confirm_all, self.dismiss_all = QPushButton(_("Confirm all")), QPushButton(_("Drop all"))
        self.draft = QPushButton(_("Draft again"))
        self.empty = Placeholder()
        self._stack = QStackedWidget()
        self._build()
        self._connect()
        context.state_changed.connect(self.show_state)
        self.show_state(context.state)

    def show_state(self, state: State) -> None:
        """Show the drafts that wait; the next one is chosen where one was settled."""
        at = self.list.currentIndex().row()
        found = rows(state)
        self.list.show_rows(found)
        if found and self.list.current() is None:
            self.list.choose(min(max(0, at), len(found) - 1))
        text = ngettext("{n} draft waits", "{n} drafts wait", len(found)).format(n=f"{len(found):,}")
        self.count.setText(text if found else "")
        for button in (self.confirm, self.dismiss, self.confirm_all, self.dismiss_all):
            button.setVisible(bool(found))
        if found:
            self._stack.setCurrentIndex(0)
            if self.isVisible() and self.empty.button.hasFocus():
                self.list.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self._stack.setCurrentWidget(self.empty)

    def settle(self, settle: Callable[[Context, Sequence[Place] | None], None]) -> None:
        """Confirm or drop the chosen drafts."""
        chosen = [(r.indicator.code, r.requirement.key) for r in self.list.chosen_rows()]
        if chosen:
            settle(self._context, chosen)

    def correct(self) -> None:
        """Go to the chosen requirement, where it can be corrected."""
        row = self.list.current()
        if row:
            self._context.go("indicators", indicator=row.indicator.id, requirement=row.requirement.id)

    def _build(self) -> None:
        title = QLabel(_("What is needed: drafts"))
        title.setFont(fonts.heading(self.font(), 1.4))
        about = QLabel(
            _(
                "Drafted from the words of the scheme. The audit asks for none of it until you confirm it; what "
                "you drop is not drafted again."
            )
        )
        about.setWordWrap(True)
        about.setForegroundRole(self.palette().ColorRole.PlaceholderText)
        head = QHBoxLayout()
        head.addWidget(title)
        head.addWidget(self.count)
        head.addStretch(1)
        head.addWidget(self.draft)
        head.addWidget(self.back)
        self.empty.say(
            _("No drafts wait"),
            _(
                "From the words of the scheme it can be drafted what each requirement needs: the kind of paper, how "
                "many, how often, signed or sealed, and for whom. You confirm each draft or drop it."
            ),
            action=_("Draft what is needed"),
            act=lambda: needing.draft(self._context),
        )
        buttons = QHBoxLayout()
        for button in (self.confirm, self.dismiss):
            buttons.addWidget(button)
        buttons.addStretch(1)
        for button in (self.confirm_all, self.dismiss_all):
            buttons.addWidget(button)
        page = QWidget()
        inner = QVBoxLayout(page)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.addWidget(about)
        inner.addWidget(self.list, 1)
        inner.addLayout(buttons)
        self._stack.addWidget(page)
        self._stack.addWidget(self.empty)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 14, 20, 12)
        layout.setSpacing(8)
        layout.addLayout(head)
        layout.addWidget(self._stack, 1)
        self.setFocusProxy(self.list)

    def _connect(self) -> None:
        context = self._context
        self.list.remember(context.settings, "drafts/columns")
        self.list.opened.connect(lambda _row: self.settle(needing.confirm))
        self.confirm.clicked.connect(lambda: self.settle(needing.confirm))
        self.dismiss.clicked.connect(lambda: self.settle(needing.dismiss))
        self.confirm_all.clicked.connect(lambda: needing.confirm(context, None))
        self.dismiss_all.clicked.connect(lambda: needing.dismiss(context, None))
        self.draft.clicked.connect(lambda: needing.draft(context))
        for key, act in (
            ("0", lambda: self.settle(needing.dismiss)),
            ("Del", lambda: self.settle(needing.dismiss)),
            ("F2", self.correct),
        ):
            shortcut = QShortcut(QKeySequence(key), self.list)
            shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
            shortcut.activated.connect(act)


def rows(state: State) -> list[Row]:
    """Return the drafts that wait, in the scheme's order."""
    rosters: Sequence[Roster] = state.coverage.rosters
    return [
        Row(i, r, need_words.drafted(r, rosters))
        for i in state.scheme.indicators
        for r in i.requirements
        if r.is_drafted
    ]


def _columns() -> list[Column[Row]]:
    return [
        Column(_("Indicator"), lambda r: indicator_title(r.indicator), width=34),
        Column(_("Requirement"), _requirement, width=34, is_bold=lambda r: r.requirement.is_proposed),
        Column(_("Drafted"), lambda r: r.words, width=40),
    ]


def _requirement(row: Row) -> str:
    if row.requirement.is_proposed:
        return _("new: {what}").format(what=row.requirement.text)
    return row.requirement.text
