"""Rules about a figure that two papers say differently: E405, and E408 between a ledger and a check on the spot."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from itertools import combinations

from ledger_app.audit.findings import finding
from ledger_app.audit.model import Evidence, Finding, Severity
from ledger_app.audit.scope import agrees, core, is_check, is_ledger, is_same, may_differ, shelf, told
from ledger_app.audit.uses import SOUND
from ledger_app.audit.view import View
from ledger_app.scheme.model import Indicator
from ledger_app.search.model import Figure
from ledger_app.search.tallies import FOUND, SAME_UNIT

_FORMS = 3  # a label with so many different values is a form's, filled in for one subject after the other
_MOST = 400
_LEAST_OF = 2  # who found less than half was looking at a sample
_COUNTED = re.compile(r"(\d+)(\D+)")


def told_differently(view: View, indicator: Indicator) -> Iterator[Finding]:
    """E405: two papers of one indicator state different numbers of the same thing, for the same place and time."""
    held = _held(view, indicator)
    by_label: dict[tuple[str, str], list[tuple[Evidence, Figure]]] = {}
    for evidence in held:
        for key, figures in told(evidence).items():
            if len({f.value for f in figures}) == 1:
                by_label.setdefault(key, []).append((evidence, figures[0]))
    for _, stated in sorted(by_label.items()):
        yield from _differing(view, indicator, stated)


def ledger_and_check(view: View, indicator: Indicator) -> Iterator[Finding]:
    """E408: a ledger states another number than a paper of a check on the spot about the same."""
    held = _held(view, indicator)
    ledgers: dict[object, list[Evidence]] = {}
    for evidence in held:
        if is_ledger(evidence):
            ledgers.setdefault(shelf(evidence), []).append(evidence)
    for check in (e for e in held if is_check(e)):
        for ledger in ledgers.get(shelf(check), ()):
            pair = _checked(ledger, check) if is_same(ledger, check) else None
            if pair:
                yield _reported(view, indicator, "E408", (ledger, pair[0]), (check, pair[1]))


def _held(view: View, indicator: Indicator) -> list[Evidence]:
    found = {j.evidence.item: j.evidence for j in view.of_indicator(indicator) if j.fault in SOUND}
    return [found[item] for item in sorted(found)][:_MOST]


def _differing(view: View, indicator: Indicator, stated: list[tuple[Evidence, Figure]]) -> Iterator[Finding]:
    if len(stated) < 2:
        return
    for (one, first), (other, second) in combinations(stated[:60], 2):
        if agrees(first.value, second.value) or not may_differ(one, other) or not is_same(one, other):
            continue
        if (is_check(one) and is_ledger(other)) or (is_check(other) and is_ledger(one)):
            continue
        alike = [f.value for e, f in stated if is_same(one, e)]
        if len(set(alike)) >= _FORMS and len(alike) == len(set(alike)):
            continue
        yield _reported(view, indicator, "E405", (one, first), (other, second))


def _checked(ledger: Evidence, check: Evidence) -> tuple[Figure, Figure] | None:
    """Return the first figure of the ledger and of the check that differ."""
    listed, seen = told(ledger), told(check)
    for key, figures in seen.items():
        others = listed.get(key)
        if others and not any(agrees(f.value, o.value) for f in figures for o in others):
            return others[0], figures[0]
    if any(key in listed for key in seen):
        return None
    counted = [t for t in ledger.traits.tallies if t.unit]
    for unit in dict.fromkeys(t.unit for t in counted):
        own = [t for t in counted if t.unit == unit]
        rows = {Decimal(t.rows) for t in own} | {Decimal(sum(t.rows for t in own))}
        most = max(rows)
        found = [f for f in _found(check) if f.unit == unit and f.value * _LEAST_OF >= most]
        if found and not any(f.value in rows for f in found):
            return Figure("", Decimal(sum(t.rows for t in own)), unit, own[0].page), found[0]
    return None


def _found(check: Evidence) -> Iterator[Figure]:
    for mention in check.traits.mentions:
        match = _COUNTED.fullmatch(mention.text) if mention.what == FOUND else None
        if match:
            yield Figure("", Decimal(match[1]), SAME_UNIT.get(match[2], match[2]), mention.page)


def _reported(
    view: View, indicator: Indicator, rule: str, one: tuple[Evidence, Figure], other: tuple[Evidence, Figure]
) -> Finding:
    pairs = [(evidence, figure) for evidence, figure in (one, other) if evidence.paths]
    label = core(one[1].label) or core(other[1].label) or one[1].label or other[1].label
    made = finding(
        rule,
        Severity.HINT if indicator.is_bonus else Severity.WARNING,
        view.snapshot,
        indicator,
        None,
        because=[_said(evidence, figure) for evidence, figure in pairs],
        files=[evidence.paths[0] for evidence, _ in pairs],
        label=label,
        first=f"{one[1].value:f}{one[1].unit}",
        second=f"{other[1].value:f}{other[1].unit}",
    )
    return replace(made, pages=tuple(figure.page for _, figure in pairs))


def _said(evidence: Evidence, figure: Figure) -> tuple[str, dict[str, object]]:
    values: dict[str, object] = {
        "path": evidence.paths[0],
        "label": figure.label,
        "value": f"{figure.value:f}{figure.unit}",
        "page": figure.page,
    }
    return "says-figure" if figure.label else "says-rows", values
