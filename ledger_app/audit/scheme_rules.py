"""Rules about the scheme itself: E501 to E503."""

from __future__ import annotations

from collections.abc import Iterator

from ledger_app.audit.model import Finding, Severity
from ledger_app.audit.view import View
from ledger_app.scheme.model import Indicator

_SUMS = ("sum-differs", "total-differs", "totals-differ")


def sums(view: View) -> Iterator[Finding]:
    """E501: the points of a section, or of the whole, are not the sum of what it holds.

    The reader of the scheme has counted, with the document before it (what stands beside the total, as
    a peer review does, is known only there); the audit repeats what it found.
    """
    for problem in view.snapshot.scheme.problems:
        if problem.code in _SUMS:
            values = problem.values
            counted = values.get("sum", values.get("other"))
            stated = {"declared": values.get("declared"), "counted": counted}
            yield Finding(
                rule="E501",
                severity=Severity.WARNING,
                values={"section": values.get("name", ""), "place": problem.place, **stated},
                because=(("sum", stated),),
            )


def no_hard(view: View) -> Iterator[Finding]:
    """E502: the scheme marks no indicator as hard, so that nothing can be warned of in time."""
    if view.snapshot.scheme.indicators and not any(i.is_hard for i in view.snapshot.scheme.indicators):
        yield Finding(rule="E502", severity=Severity.HINT, values={"title": view.snapshot.scheme.title})


def no_points(_view: View, indicator: Indicator) -> Iterator[Finding]:
    """E503: an indicator carries no points."""
    if indicator.points is None and not indicator.is_bonus:
        yield Finding(
            rule="E503",
            severity=Severity.WARNING if indicator.is_hard else Severity.HINT,
            indicator=indicator,
            values={"code": indicator.code, "name": indicator.name, "place": indicator.place},
        )
