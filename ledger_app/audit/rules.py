"""All rules of the audit in one list: stable code, what it is called, and the function that looks.

A code is never given to another rule. `docs/rules/` has a page for each.
"""

from __future__ import annotations

from collections.abc import Iterable

from ledger_app.audit import absence, condition, copies, scheme_rules
from ledger_app.audit.evaluating import Evaluator, Rule, WholeRule, concluded, gaps_of
from ledger_app.audit.model import Audit, Snapshot, Waiver
from ledger_app.core.i18n import N_

RULES: tuple[Rule | WholeRule, ...] = (
    Rule("E101", N_("Indicator without evidence"), absence.no_evidence),
    Rule("E102", N_("Requirement without evidence"), absence.requirement_open),
    Rule("E103", N_("Evidence not assigned to a requirement"), absence.unassigned),
    Rule("E201", N_("Evidence missing"), condition.missing),
    Rule("E202", N_("Evidence unreadable"), condition.unreadable),
    Rule("E203", N_("Evidence empty"), condition.empty),
    Rule("E204", N_("Evidence changed since it was linked"), condition.changed),
    Rule("E301", N_("Evidence outside the assessment year"), condition.outside_year),
    Rule("E302", N_("Evidence made after the assessment year"), condition.after_year),
    Rule("E303", N_("Lasting evidence from an earlier year"), condition.earlier_but_lasting),
    WholeRule("E401", N_("Copies of one file used as different evidence"), copies.copies),
    WholeRule("E501", N_("Points that do not add up"), scheme_rules.sums),
    WholeRule("E502", N_("Scheme without hard indicators"), scheme_rules.no_hard),
    Rule("E503", N_("Indicator without points"), scheme_rules.no_points),
)


def evaluate(snapshot: Snapshot, waivers: Iterable[Waiver] = (), *, is_away: bool = False) -> Audit:
    """Let every rule look at a snapshot; the same snapshot gives the same audit, finding by finding."""
    return concluded(snapshot, Evaluator(RULES).look(snapshot), waivers, is_away=is_away)


def gaps(snapshot: Snapshot) -> list[tuple[int, int | None]]:
    """Return every place (indicator id, requirement id or None) that nothing sound is left to show."""
    return gaps_of(evaluate(snapshot).findings)
