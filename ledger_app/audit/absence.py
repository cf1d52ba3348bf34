"""Rules about evidence that is not there: E101 to E103."""

from __future__ import annotations

from collections.abc import Iterator

from ledger_app.audit.findings import finding, first_paths, weight
from ledger_app.audit.model import Finding, Severity
from ledger_app.audit.view import View
from ledger_app.scheme.model import Indicator


def no_evidence(view: View, indicator: Indicator) -> Iterator[Finding]:
    """E101: nothing is linked to an indicator; one finding for all its requirements."""
    if view.of_indicator(indicator):
        return
    asked = [r.text for r in indicator.requirements]
    yield finding(
        "E101",
        weight(indicator, is_gap=True),
        view.snapshot,
        indicator,
        None,
        because=[("nothing-linked", {"asked": asked})],
        is_gap=True,
        asked=asked,
    )


def requirement_open(view: View, indicator: Indicator) -> Iterator[Finding]:
    """E102: an indicator has evidence, but one of its requirements has none."""
    if not view.of_indicator(indicator):
        return
    severity = Severity.VETO if indicator.is_hard else Severity.WARNING
    for requirement in indicator.requirements:
        if view.of_target(indicator, requirement.id):
            continue
        yield finding(
            "E102",
            Severity.HINT if indicator.is_bonus else severity,
            view.snapshot,
            indicator,
            requirement.id,
            because=[("requirement-open", {"requirement": requirement.text})],
            is_gap=True,
        )


def unassigned(view: View, indicator: Indicator) -> Iterator[Finding]:
    """E103: files are linked to an indicator as a whole while some of its requirements have none."""
    spare = view.of_target(indicator, None)
    still_open = [r.text for r in indicator.requirements if not view.of_target(indicator, r.id)]
    if spare and still_open:
        yield finding(
            "E103",
            Severity.HINT,
            view.snapshot,
            indicator,
            None,
            because=[("unassigned", {"asked": still_open})],
            files=first_paths(spare),
            asked=still_open,
        )
