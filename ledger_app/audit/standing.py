"""How complete each indicator is, told from an audit: for trees, lists and the index."""

from __future__ import annotations

from collections import defaultdict

from ledger_app.audit.model import Audit, Finding, Severity, Standing, State
from ledger_app.scheme.model import Indicator

_LOOK_AT = (Severity.VETO, Severity.ERROR, Severity.WARNING)


def standings(audit: Audit) -> dict[int, Standing]:
    """Return how each indicator stands, by its id."""
    found: dict[int, list[Finding]] = defaultdict(list)
    for finding in audit.findings:
        if finding.indicator is not None:
            found[finding.indicator.id].append(finding)
    return {i.id: _standing(i, found[i.id]) for i in audit.scheme.indicators}


def _standing(indicator: Indicator, findings: list[Finding]) -> Standing:
    """Count what is met. Findings come worst first."""
    asked = frozenset(r.id for r in indicator.requirements)
    gaps = [f for f in findings if f.is_gap]
    is_bare = any(f.rule == "E101" for f in gaps) or (bool(gaps) and not asked)
    still_open = asked if is_bare else frozenset(f.requirement for f in gaps if f.requirement is not None)
    total = len(asked) or 1
    met = total - (len(still_open) if asked else int(is_bare))
    if met == 0:
        state = State.NONE
    elif met < total:
        state = State.PARTIAL
    elif any(f.severity in _LOOK_AT for f in findings):
        state = State.PROBLEM
    else:
        state = State.COMPLETE
    severity = findings[0].severity if findings else None
    return Standing(
        indicator=indicator.id,
        met=met,
        total=total,
        state=state,
        severity=severity,
        open=still_open,
    )
