"""All rules of the audit in one list: stable code, what it is called, and the function that looks.

A code is never given to another rule. `docs/rules/` has a page for each.
"""

from __future__ import annotations

from collections.abc import Iterable

from ledger_app.audit import (
    absence,
    alike,
    completeness,
    condition,
    copies,
    counting,
    figures,
    form,
    integrity,
    order,
    private,
    scheme_rules,
    stated,
    timing,
)
from ledger_app.audit.evaluating import FAILED, Evaluator, Rule, WholeRule, concluded, gaps_of
from ledger_app.audit.model import Audit, Snapshot, Waiver
from ledger_app.core.i18n import N_

RULES: tuple[Rule | WholeRule, ...] = (
    Rule("E101", N_("Indicator without evidence"), absence.no_evidence),
    Rule("E102", N_("Requirement without evidence"), absence.requirement_open),
    Rule("E103", N_("Evidence not assigned to a requirement"), absence.unassigned),
    Rule("E104", N_("Too few files for a requirement"), completeness.too_few),
    Rule("E105", N_("Subjects of a roster without evidence"), completeness.subjects_open),
    Rule("E106", N_("Link of a chain missing"), completeness.link_missing),
    Rule("E107", N_("Part of the period not shown"), completeness.parts_open),
    Rule("E108", N_("Signature or seal not confirmed"), completeness.unconfirmed),
    Rule("E109", N_("Kind of paper other than asked for"), completeness.other_kind),
    Rule("E201", N_("Evidence missing"), condition.missing),
    Rule("E202", N_("Evidence unreadable"), integrity.unreadable),
    Rule("E203", N_("Evidence empty"), condition.empty),
    Rule("E204", N_("Evidence changed since it was linked"), condition.changed),
    Rule("E205", N_("Evidence locked by a password"), integrity.locked),
    Rule("E206", N_("Placeholder or template words left in"), integrity.left_over),
    WholeRule("E207", N_("Another place's name in a paper"), integrity.other_place),
    Rule("E209", N_("Evidence that paper can't show"), integrity.not_on_paper),
    Rule("E301", N_("Evidence outside the assessment year"), condition.outside_year),
    Rule("E302", N_("Evidence made after the assessment year"), condition.after_year),
    Rule("E303", N_("Lasting evidence from an earlier year"), condition.earlier_but_lasting),
    Rule("E304", N_("Date in the future"), timing.in_future),
    WholeRule("E305", N_("Dates in an order that cannot be"), order.wrong_order),
    Rule("E306", N_("Photograph taken outside its event"), timing.outside_event),
    WholeRule("E307", N_("Everything made just before the inspection"), timing.all_late),
    WholeRule("E401", N_("Copies of one file used as different evidence"), copies.copies),
    WholeRule("E402", N_("The same or nearly the same photograph for what differs"), alike.photographs),
    WholeRule("E403", N_("Nearly the same text for what differs"), alike.texts),
    WholeRule("E404", N_("A photograph's stated day or place against its camera's record"), stated.camera),
    Rule("E405", N_("A figure that two papers say differently"), figures.told_differently),
    Rule("E406", N_("Rows of a register against a stated count"), counting.rows),
    Rule("E407", N_("Sums that do not add up"), counting.sums),
    Rule("E408", N_("A ledger against a check on the spot"), figures.ledger_and_check),
    WholeRule("E501", N_("Points that do not add up"), scheme_rules.sums),
    WholeRule("E502", N_("Scheme without hard indicators"), scheme_rules.no_hard),
    Rule("E503", N_("Indicator without points"), scheme_rules.no_points),
    Rule("E601", N_("Document number missing"), form.number_missing),
    WholeRule("E602", N_("Document number repeated"), form.number_repeated),
    Rule("E603", N_("Issuer missing"), form.issuer_missing),
    Rule("E604", N_("Title missing"), form.title_missing),
    WholeRule("E605", N_("Gaps in file numbers"), form.number_gaps),
    Rule("E701", N_("Identity card numbers shown whole"), private.identity_numbers),
    Rule("E702", N_("Mobile numbers shown whole"), private.phone_numbers),
    Rule("E703", N_("Bank card numbers shown whole"), private.card_numbers),
)

FAILURE = WholeRule(FAILED, N_("Rule that failed"), lambda _view: ())
"""What a rule's failing is reported as; it finds nothing by itself."""


def evaluate(snapshot: Snapshot, waivers: Iterable[Waiver] = (), *, is_away: bool = False) -> Audit:
    """Let every rule look at a snapshot; the same snapshot gives the same audit, finding by finding."""
    return concluded(snapshot, Evaluator(RULES).look(snapshot), waivers, is_away=is_away)


def gaps(snapshot: Snapshot) -> list[tuple[int, int | None]]:
    """Return every place (indicator id, requirement id or None) that nothing sound is left to show."""
    return gaps_of(evaluate(snapshot).findings)
