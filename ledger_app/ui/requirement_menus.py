"""The part of the indicators page's menus that is about requirements, drafts and confirmations."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

from PySide6.QtWidgets import QMenu

from ledger_app.core.i18n import _, ngettext
from ledger_app.scheme.model import Indicator, Roster
from ledger_app.scheme.templates import TEMPLATES
from ledger_app.ui import needing
from ledger_app.ui.context import Context
from ledger_app.ui.requirement_rows import Kind, Row


class Host(Protocol):
    """What the page does with requirements, as far as its menus need it."""

    context: Context

    def edit_need(self) -> None: ...
    def add_requirement(self) -> None: ...
    def remove_requirements(self) -> None: ...
    def move_requirement(self, by: int) -> None: ...
    def confirm(self) -> None: ...
    def dismiss(self) -> None: ...
    def attest(self, what: str) -> None: ...
    def pick_subject(self) -> None: ...


def add_target(menu: QMenu, page: Host, row: Row) -> None:
    """Add what can be done with a requirement, or with the list where the row is none."""
    menu.addSeparator()
    if row.requirement:
        _add(menu, _("What is needed…"), "F2", page.edit_need)
        _add(menu, _("Move up"), "Alt+↑", lambda: page.move_requirement(-1))
        _add(menu, _("Move down"), "Alt+↓", lambda: page.move_requirement(1))
        _add(menu, _("Remove the requirement"), "Del", page.remove_requirements)
    _add(menu, _("Add a requirement…"), "N", page.add_requirement)


def add_draft(menu: QMenu, page: Host) -> None:
    """Add what can be done with a draft."""
    _add(menu, _("Confirm"), "Enter", page.confirm)
    _add(menu, _("Drop the draft"), "0", page.dismiss)
    _add(menu, _("What is needed…"), "F2", page.edit_need)


def add_confirmations(menu: QMenu, page: Host, row: Row) -> None:
    """Add what a person can confirm of a linked file, and whom it stands for."""
    if row.held is None or row.kind is not Kind.FILE:
        return
    menu.addSeparator()
    seen = {a.what for a in page.context.state.attested.get(row.held.id, ())}
    for what, key, words, back in (
        ("signed", "S", _("It is signed"), _("It is not signed after all")),
        ("sealed", "G", _("It is sealed"), _("It is not sealed after all")),
    ):
        _add(menu, back if what in seen else words, key, lambda what=what: page.attest(what))
    if page.context.state.coverage.rosters:
        _add(menu, _("Whom it is about…"), "V", page.pick_subject)


def add_indicator(menu: QMenu, page: Host, indicator: Indicator) -> None:
    """Add what can be done with all that an indicator asks for."""
    context = page.context
    menu.addSeparator()
    _add(menu, _("Add a requirement…"), "N", page.add_requirement)
    add_templates(menu.addMenu(_("Apply a usual chain")), context, indicator)
    _add(menu, _("Draft what is needed from its words"), "", lambda: needing.draft(context, [indicator.code]))
    drafts = [(indicator.code, r.key) for r in indicator.requirements if r.is_drafted]
    if drafts:
        words = ngettext("Confirm {n} draft", "Confirm {n} drafts", len(drafts)).format(n=len(drafts))
        _add(menu, words, "", lambda: needing.confirm(context, drafts))
        words = ngettext("Drop {n} draft", "Drop {n} drafts", len(drafts)).format(n=len(drafts))
        _add(menu, words, "", lambda: needing.dismiss(context, drafts))


def add_templates(menu: QMenu, context: Context, indicator: Indicator) -> None:
    """Add the usual chains; where there are rosters, each asks whose steps they are."""
    rosters: Sequence[Roster] = context.state.coverage.rosters
    for template in TEMPLATES:
        title = _("{title}: {steps}").format(
            title=_(template.title), steps=" → ".join(s.text for s in template.steps)
        )

        def apply(code: str = template.code, roster: int | None = None) -> None:
            needing.apply_template(context, indicator, code, roster)

        if not rosters:
            menu.addAction(title, apply)
            continue
        choices = menu.addMenu(title)
        choices.addAction(_("once for the indicator"), apply)
        for one in rosters:
            words = _("for each of {roster}").format(roster=one.name)
            choices.addAction(words, lambda apply=apply, one=one: apply(roster=one.id))


def _add(menu: QMenu, text: str, key: str, act: Callable[[], object]) -> None:
    menu.addAction(f"{text}\t{key}" if key else text, act)
