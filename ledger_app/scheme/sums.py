"""Holds the points that a document declares against the points it gives; never mends either."""

from __future__ import annotations

from collections.abc import Sequence

from ledger_app.scheme.model import Indicator, Problem, Section
from ledger_app.scheme.titles import Total

_NEAR = 1e-6


def declared_total(totals: Sequence[Total]) -> tuple[Total | None, list[Problem]]:
    """Return the one total that the document declares; two that differ are reported and the first holds."""
    stated = [t for t in totals if t.points is not None]
    if not stated:
        return None, []
    best = max(stated, key=lambda t: len(t.outside))
    first = best if best.outside else stated[0]
    others = sorted({t.points for t in stated if t.points is not None and t.points != first.points})
    allowed = {first.points, _inside(first)}
    problems = [
        Problem("totals-differ", "", {"declared": first.points, "other": other})
        for other in others
        if not any(_is_near(other, a) for a in allowed)
    ]
    return first, problems


def check(indicators: Sequence[Indicator], sections: Sequence[Section], total: Total | None) -> list[Problem]:
    """Return a problem for every section, and for the whole, whose points are not the sum of its parts."""
    problems = []
    for section in sections:
        parts = _parts(section, indicators, sections)
        if section.points is None or parts is None or _is_near(section.points, parts):
            continue
        values = {"name": section.path[-1], "declared": section.points, "sum": round(parts, 6)}
        problems.append(Problem("sum-differs", _place(section, indicators), values))
    if total is None or any(i.points is None for i in indicators):
        return problems
    counted = sum(i.points or 0.0 for i in indicators if not i.is_bonus)
    bonus = sum(i.points or 0.0 for i in indicators if i.is_bonus)
    accepted = (counted, counted + bonus, counted + sum(p for _, p in total.outside))
    if not any(_is_near(total.points, a) for a in accepted):
        values = {"declared": total.points, "sum": round(counted, 6)}
        problems.append(Problem("total-differs", "", values))
    return problems


def _parts(section: Section, indicators: Sequence[Indicator], sections: Sequence[Section]) -> float | None:
    """Return the sum of what stands directly below: sections that declare points, else their indicators."""
    depth = len(section.path)
    below = [s for s in sections if len(s.path) > depth and s.path[:depth] == section.path]
    declared = [s for s in below if s.points is not None]
    outer = [s for s in declared if not any(o is not s and s.path[: len(o.path)] == o.path for o in declared)]
    loose = [
        i
        for i in indicators
        if i.path[:depth] == section.path and not any(i.path[: len(s.path)] == s.path for s in outer)
    ]
    if (not outer and not loose) or any(i.points is None for i in loose):
        return None
    return sum(s.points or 0.0 for s in outer) + sum(i.points or 0.0 for i in loose)


def _place(section: Section, indicators: Sequence[Indicator]) -> str:
    return next((i.place for i in indicators if i.path[: len(section.path)] == section.path), "")


def _inside(total: Total) -> float | None:
    return None if total.points is None else total.points - sum(p for _, p in total.outside)


def _is_near(one: float | None, other: float | None) -> bool:
    return one is not None and other is not None and abs(one - other) < _NEAR
