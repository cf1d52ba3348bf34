"""Making findings: their weight, and the chain of reasons from a cause to what it puts at risk."""

from __future__ import annotations

from collections.abc import Iterable

from ledger_app.audit.model import Finding, Severity, Snapshot
from ledger_app.audit.view import Judged
from ledger_app.scheme.model import Indicator

Reason = tuple[str, dict[str, object]]


def weight(indicator: Indicator, *, is_gap: bool, otherwise: Severity = Severity.WARNING) -> Severity:
    """Return how heavy a finding is: what leaves a hard indicator unproved rules out 优秀.

    A bonus is never asked for, so that nothing about it is more than a hint.
    """
    if indicator.is_bonus:
        return Severity.HINT
    if is_gap:
        return Severity.VETO if indicator.is_hard else Severity.ERROR
    return otherwise


def subjects_of(finding: Finding) -> tuple[str, ...]:
    """Return the names of the villages, households or projects that a finding concerns."""
    named = finding.values.get("subject")
    many = finding.values.get("subjects")
    listed = many if isinstance(many, list | tuple) else ()
    return tuple(dict.fromkeys(str(name) for name in (named, *listed) if name))


def shortfall(indicator: Indicator) -> Severity:
    """Return how heavy it is that part of what an indicator asks for is not there: a warning where it is not hard."""
    if indicator.is_bonus:
        return Severity.HINT
    return Severity.VETO if indicator.is_hard else Severity.WARNING


def finding(
    rule: str,
    severity: Severity,
    snapshot: Snapshot,
    indicator: Indicator,
    requirement: int | None,
    *,
    because: Iterable[Reason],
    files: Iterable[str] = (),
    pages: Iterable[int | None] = (),
    is_gap: bool = False,
    about: str = "",
    **values: object,
) -> Finding:
    """Return a finding about one place of the scheme, with its values, its stake and its candidates."""
    paths = tuple(files)
    asked = next((r.text for r in indicator.requirements if r.id == requirement), "")
    return Finding(
        rule=rule,
        severity=severity,
        indicator=indicator,
        requirement=requirement,
        files=paths,
        values={
            "code": indicator.code,
            "name": indicator.name,
            "requirement": asked,
            "year": snapshot.year,
            "n": len(paths),
            "path": paths[0] if paths else "",
            **values,
        },
        because=(*because, *_stake(indicator, severity)),
        candidates=snapshot.candidates.get((indicator.id, requirement), ()) if is_gap else (),
        is_gap=is_gap,
        pages=tuple(pages),
        about=about,
    )


def first_paths(judged: Iterable[Judged]) -> list[str]:
    """Return each item's first path, sorted: a person is shown one place for each file."""
    return sorted({j.evidence.paths[0] for j in judged if j.evidence.paths})


def _stake(indicator: Indicator, severity: Severity) -> list[Reason]:
    values: dict[str, object] = {"code": indicator.code, "points": indicator.points}
    if severity is Severity.VETO:
        return [("hard", values), ("excellent", {})]
    if severity is Severity.ERROR and indicator.points is not None:
        return [("points", values)]
    return []
