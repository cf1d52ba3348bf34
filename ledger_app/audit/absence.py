"""Rules about evidence that is not there: E101 to E103."""

from __future__ import annotations

from collections.abc import Iterator

from ledger_app.audit.findings import finding, first_paths, shortfall, weight
from ledger_app.audit.model import Finding, Severity
from ledger_app.audit.view import View
from ledger_app.scheme.model import Indicator, Requirement


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
    """E102: an indicator has evidence, but one of its requirements has none, and none of its alternatives.

    The missing link of a chain is told by E106, with the links that are there.
    """
    for requirement in open_requirements(view, indicator):
        if chain_there(view, indicator, requirement):
            continue
        others = alternatives(indicator, requirement)
        instead = [("instead", {"asked": [r.text for r in others]})] if others else []
        yield finding(
            "E102",
            shortfall(indicator),
            view.snapshot,
            indicator,
            requirement.id,
            because=[("requirement-open", {"requirement": requirement.text}), *instead],
            is_gap=True,
        )


def open_requirements(view: View, indicator: Indicator) -> list[Requirement]:
    """Return the requirements without any link, of an indicator that has some evidence."""
    if not view.of_indicator(indicator):
        return []
    return [
        r
        for r in indicator.requirements
        if not view.of_target(indicator, r.id) and not view.meetings(indicator)[r.id].is_excused
    ]


def alternatives(indicator: Indicator, requirement: Requirement) -> list[Requirement]:
    """Return the other requirements of which one would do instead."""
    group = requirement.need.instead
    return [r for r in indicator.requirements if group and r.need.instead == group and r != requirement]


def chain_there(view: View, indicator: Indicator, requirement: Requirement) -> list[Requirement]:
    """Return the links of the same chain that are there, in its order."""
    chain = requirement.need.chain
    links = (r for r in indicator.requirements if chain and r.need.chain == chain and r != requirement)
    there = (r for r in links if view.of_target(indicator, r.id))
    return sorted(there, key=lambda r: r.need.step)


def unassigned(view: View, indicator: Indicator) -> Iterator[Finding]:
    """E103: files are linked to an indicator as a whole while some of its requirements have none."""
    spare = view.of_target(indicator, None)
    still_open = [r.text for r in open_requirements(view, indicator)]
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
