"""All rules of the audit in one list: stable code, what it is called, and the function that looks.

A code is never given to another rule. `docs/rules/` has a page for each.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from ledger_app.audit import absence, condition, copies, scheme_rules
from ledger_app.audit.model import Audit, Finding, HardCount, Severity, Snapshot
from ledger_app.audit.view import View
from ledger_app.core.i18n import N_
from ledger_app.scheme.model import Indicator


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule that looks at one indicator at a time: what it finds rests on that one's evidence alone.

    `title` is a sentence key for `core.i18n`.
    """

    code: str
    title: str
    look: Callable[[View, Indicator], Iterator[Finding]]


@dataclass(frozen=True, slots=True)
class WholeRule:
    """A rule that holds the evidence of several indicators against each other, or looks at the scheme."""

    code: str
    title: str
    look: Callable[[View], Iterator[Finding]]


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

_RANKS = {severity: n for n, severity in enumerate(Severity)}


def evaluate(snapshot: Snapshot, *, is_away: bool = False) -> Audit:
    """Let every rule look at a snapshot; the same snapshot gives the same audit, finding by finding."""
    view = View(snapshot)
    found = [finding for rule in RULES for finding in _looked(rule, view)]
    places = {i.id: n for n, i in enumerate(snapshot.scheme.indicators)}
    found.sort(key=lambda f: _order(f, places))
    return Audit(
        scheme=snapshot.scheme,
        year=snapshot.year,
        as_of=snapshot.as_of,
        hard=_hard_count(snapshot, found),
        findings=tuple(found),
        is_away=is_away,
    )


def _looked(rule: Rule | WholeRule, view: View) -> Iterator[Finding]:
    if isinstance(rule, WholeRule):
        yield from rule.look(view)
        return
    for indicator in view.snapshot.scheme.indicators:
        yield from rule.look(view, indicator)


def gaps(snapshot: Snapshot) -> list[tuple[int, int | None]]:
    """Return every place (indicator id, requirement id or None) that nothing sound is left to show.

    Under an indicator without any evidence each requirement is a gap of its own as well.
    """
    found: dict[tuple[int, int | None], None] = {}
    for finding in evaluate(snapshot).findings:
        if finding.is_gap and finding.indicator is not None:
            found[finding.indicator.id, finding.requirement] = None
            if finding.rule == "E101":
                found.update(
                    dict.fromkeys((finding.indicator.id, r.id) for r in finding.indicator.requirements)
                )
    return list(found)


def _order(finding: Finding, places: dict[int, int]) -> tuple:
    """Sort by severity, then by the points at stake, then as the document does, then by rule."""
    indicator = finding.indicator
    points = (indicator.points or 0.0) if indicator else 0.0
    place = places.get(indicator.id, 0) if indicator else -1
    order = [r.id for r in indicator.requirements] if indicator else []
    requirement = order.index(finding.requirement) if finding.requirement in order else -1
    return _RANKS[finding.severity], -points, place, requirement, finding.rule, finding.files


def _hard_count(snapshot: Snapshot, found: list[Finding]) -> HardCount:
    hard = [i for i in snapshot.scheme.indicators if i.is_hard]
    lost = {f.indicator.id for f in found if f.severity is Severity.VETO and f.indicator}
    return HardCount(
        total=len(hard),
        complete=sum(i.id not in lost for i in hard),
        points=round(sum(i.points or 0.0 for i in hard), 4),
        points_at_risk=round(sum(i.points or 0.0 for i in hard if i.id in lost), 4),
    )
