"""The middle of the indicators page: the checklist, or in its place the sheet that says what is needed."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QMenu, QStackedWidget

from ledger_app.core.i18n import _
from ledger_app.scheme.model import Indicator, Need, Requirement
from ledger_app.ui import need_words, needing, requirement_menus
from ledger_app.ui.context import Context
from ledger_app.ui.link_picker import Entry, Picker
from ledger_app.ui.need_form import NeedForm
from ledger_app.ui.requirement_list import RequirementList
from ledger_app.ui.requirement_rows import Kind, Row

_SETTLED = (Kind.REQUIREMENT, Kind.DRAFT)


class RequirementDesk(QStackedWidget):
    """What the keys of the checklist mean for requirements, drafts and confirmations.

    `edited` follows when the sheet was left, so that the page can give the keyboard back.
    """

    edited = Signal()

    def __init__(
        self, context: Context, rows: RequirementList, indicator: Callable[[], Indicator | None]
    ) -> None:
        super().__init__()
        self.context = context
        self.list = rows
        self.form = NeedForm()
        self._indicator = indicator
        self._wanted: int | None = None
        self.addWidget(rows)
        self.addWidget(self.form)
        self.form.agreed.connect(self._store)
        self.form.left.connect(self.leave)
        self.form.rosters_asked.connect(lambda: context.ask("rosters"))

    def act(self, verb: str) -> None:
        """Do what a key of the checklist means here."""
        match verb:
            case "edit":
                self.edit_need()
            case "add":
                self.add_requirement()
            case "unlink":
                self.remove_requirements()
            case "move-up" | "move-down":
                self.move_requirement(-1 if verb == "move-up" else 1)
            case "confirm":
                self.confirm()
            case "dismiss":
                self.dismiss()
            case "signed" | "sealed":
                self.attest(verb)
            case "subject":
                self.pick_subject()
            case "template":
                self.pick_template()

    def show_indicator(self, indicator: Indicator | None, *, is_same: bool) -> None:
        """Follow the page to an indicator; the sheet of another one is put away."""
        if self.currentWidget() is not self.form:
            if is_same and self._wanted is not None:
                wanted, self._wanted = self._wanted, None
                self.list.choose(lambda r: r.requirement and r.requirement.id == wanted)
            return
        if is_same and indicator:
            self.form.indicator = indicator
            self.form.offer(self.context.state.coverage.rosters)
        else:
            self.setCurrentWidget(self.list)

    def leave(self) -> None:
        """Put the sheet away."""
        if self.currentWidget() is self.form:
            self.setCurrentWidget(self.list)
            self.list.setFocus(Qt.FocusReason.OtherFocusReason)
            self.edited.emit()

    # requirements

    def edit_need(self) -> None:
        """Ask what the chosen requirement needs."""
        row = self.list.current_row()
        if row and row.requirement and row.indicator and row.kind in _SETTLED:
            self._ask(row.indicator, row.requirement)

    def add_requirement(self) -> None:
        """Ask for another requirement of the indicator."""
        if indicator := self._indicator():
            self._ask(indicator, None)

    def remove_requirements(self) -> None:
        """Take the chosen requirements away; a draft is dropped."""
        rows = [r for r in self.list.chosen_rows() if r.kind in _SETTLED and r.requirement and r.indicator]
        asked = [r.requirement for r in rows if r.kind is Kind.REQUIREMENT and r.requirement]
        if asked and rows[0].indicator:
            needing.remove(self.context, rows[0].indicator, asked)
        elif rows:
            self.dismiss()

    def move_requirement(self, by: int) -> None:
        """Move the chosen requirement up or down."""
        row = self.list.current_row()
        if row and row.kind is Kind.REQUIREMENT and row.requirement and row.indicator:
            needing.move(self.context, row.indicator, row.requirement, by)

    def pick_template(self) -> None:
        """Offer the usual chains."""
        if indicator := self._indicator():
            menu = QMenu(self)
            menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            requirement_menus.add_templates(menu, self.context, indicator)
            menu.popup(self.list.mapToGlobal(QPoint(self.list.fontMetrics().height(), 0)))

    def confirm(self) -> None:
        """Say that the chosen drafts are right."""
        if chosen := self._drafts():
            needing.confirm(self.context, chosen)

    def dismiss(self) -> None:
        """Say that the chosen drafts are wrong."""
        if chosen := self._drafts():
            needing.dismiss(self.context, chosen)

    # files

    def attest(self, what: str) -> None:
        """Say that a person has seen a signature or seal on the chosen files, or take it back."""
        needing.attest(self.context, [r.held.id for r in self._files() if r.held], what)

    def pick_subject(self) -> None:
        """Ask whom of the rosters the chosen files are about."""
        rows = self._files()
        rosters = self.context.state.coverage.rosters
        if not rows:
            return
        if not rosters:
            self.context.said.emit(_("There is no roster yet; it is imported under File, Rosters."))
            return
        asked = next((r.requirement.need.roster for r in rows if r.requirement), None)
        ordered = sorted(rosters, key=lambda r: r.id != asked)
        entries = [Entry(None, _("As the file itself tells"), "", "")]
        entries += [
            Entry(s.id, need_words.subject(s), r.name, " ".join((s.name, *s.also, s.village)).casefold())
            for r in ordered
            for s in r.subjects
        ]
        names = need_words.by_id(rosters)
        links = [r.link.id for r in rows if r.link]
        picker = Picker(self, _("Whom it is about"), entries)

        def take() -> None:
            chosen = picker.chosen[0]
            number = None if chosen is None else int(str(chosen))
            needing.set_subject(self.context, links, number, names[number].name if number else "")

        picker.accepted.connect(take)
        picker.open()

    def _files(self) -> list[Row]:
        return [r for r in self.list.chosen_rows() if r.kind is Kind.FILE and r.held]

    def _drafts(self) -> list[tuple[str, str]]:
        return [
            (r.indicator.code, r.requirement.key)
            for r in self.list.chosen_rows()
            if r.kind in _SETTLED and r.indicator and r.requirement and r.requirement.is_drafted
        ]

    def _ask(self, indicator: Indicator, requirement: Requirement | None) -> None:
        self.setCurrentWidget(self.form)
        self.form.ask(indicator, requirement, self.context.state.coverage.rosters)

    def _store(self, words: str, need: object) -> None:
        indicator, requirement = self.form.indicator, self.form.requirement
        assert isinstance(need, Need)
        if indicator is None:
            return
        if requirement is None:
            needing.add(self.context, indicator, words, need, done=self._stored)
        else:
            needing.change(self.context, indicator, requirement, words, need, done=self._stored)

    def _stored(self, requirement: Requirement) -> None:
        self._wanted = requirement.id
        self.leave()
