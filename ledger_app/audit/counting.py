"""Rules about registers that do not count what they state: E406 rows, E407 sums."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from decimal import Decimal
from operator import itemgetter

from ledger_app.audit.findings import Reason, finding
from ledger_app.audit.model import Evidence, Finding, Severity
from ledger_app.audit.scope import agrees, is_check, is_ledger, is_same, shelf, told
from ledger_app.audit.uses import SOUND
from ledger_app.audit.view import View
from ledger_app.scheme.model import Indicator
from ledger_app.search.model import Figure, Tally
from ledger_app.search.naming import stem_of
from ledger_app.search.tallies import SAME_UNIT, STATED

_FEWEST = 3
_COUNTED = re.compile(r"(\d+)(\D+)")
_ROWS_OF = frozenset(("list", "table", "attendance", "voucher"))
_SHOWN = 3

_Stating = dict[tuple[str, str], list[tuple[int, Evidence, list[Figure]]]]


def rows(view: View, indicator: Indicator) -> Iterator[Finding]:
    """E406: a register has another number of rows than it numbers, than it states, or than another paper states."""
    held = _held(view, indicator)
    papers: dict[object, list[Evidence]] = {}
    stating: dict[object, _Stating] = {}
    for evidence, _ in held:
        if evidence.photo is None and not is_ledger(evidence) and not is_check(evidence) and told(evidence):
            papers.setdefault(shelf(evidence), []).append(evidence)
    for evidence, requirement in held:
        if not (is_ledger(evidence) or evidence.description.kind in _ROWS_OF):
            continue
        tallies = [t for t in evidence.traits.tallies if t.rows >= _FEWEST]
        because = [*_numbered(evidence, tallies), *_stated(evidence, tallies)]
        found = [(reason, evidence.paths[0], page) for reason, page in because]
        if tallies and not because:
            beside = shelf(evidence)
            if beside not in stating:
                stating[beside] = _stating(papers.get(beside, ()))
            found += _stated_elsewhere(evidence, tallies, stating[beside])
        if found:
            yield _reported(view, indicator, requirement, "E406", found)


def sums(view: View, indicator: Indicator) -> Iterator[Finding]:
    """E407: a row of totals says another number than its column adds up to."""
    for evidence, requirement in _held(view, indicator):
        path = evidence.paths[0]
        found = []
        for tally in evidence.traits.tallies:
            for wrong in tally.sums:
                values = {
                    "path": path,
                    "label": wrong.label,
                    "stated": wrong.stated,
                    "counted": wrong.counted,
                }
                found.append((("sum-of-column", values | {"page": tally.page}), path, tally.page))
        if found:
            yield _reported(view, indicator, requirement, "E407", found)


def _held(view: View, indicator: Indicator) -> list[tuple[Evidence, int | None]]:
    """Return what is linked, each file once, with the requirement it shows first."""
    found: dict[int, tuple[Evidence, int | None]] = {}
    for judged in view.of_indicator(indicator):
        if judged.fault in SOUND and judged.evidence.paths:
            target = view.target_of(indicator, judged.link)[1]
            found.setdefault(judged.evidence.item, (judged.evidence, target))
    return list(found.values())


def _numbered(evidence: Evidence, tallies: list[Tally]) -> Iterator[tuple[Reason, int | None]]:
    for tally in tallies:
        if tally.numbered is not None and tally.numbered != tally.rows:
            values = {"path": evidence.paths[0], "numbered": tally.numbered, "rows": tally.rows}
            yield ("rows-numbered", values | {"page": tally.page}), tally.page


def _stated(evidence: Evidence, tallies: list[Tally]) -> Iterator[tuple[Reason, int | None]]:
    """Yield what a register states of its own rows where no number in it is that of its rows."""
    for unit, counts in _rows_by_unit(tallies).items():
        stated = [
            (match[1], mention.page)
            for mention in evidence.traits.mentions
            if mention.what == STATED
            and (match := _COUNTED.fullmatch(mention.text))
            and SAME_UNIT.get(match[2], match[2]) == unit
        ]
        if stated and not any(Decimal(number) in counts for number, _ in stated):
            number, page = stated[0]
            values = {"path": evidence.paths[0], "value": f"{number}{unit}", "rows": max(counts)}
            yield ("rows-stated", values | {"page": page}), page


def _stating(papers: Iterable[Evidence]) -> _Stating:
    """Return what papers state, by what is counted and its unit, each with its place among all that they state."""
    found: _Stating = {}
    place = 0
    for paper in papers:
        for key, figures in told(paper).items():
            found.setdefault(key, []).append((place, paper, figures))
            place += 1
    return found


def _stated_elsewhere(
    evidence: Evidence, tallies: list[Tally], stating: _Stating
) -> list[tuple[Reason, str, int | None]]:
    """Return what another paper of the indicator states of what this register lists, by its own title."""
    called = f"{evidence.description.title or ''}{stem_of(evidence.paths[0])}"
    by_unit = _rows_by_unit(tallies)
    fitting: list[tuple[int, Evidence, list[Figure], set[Decimal]]] = []
    for (name, unit), stated in stating.items() if by_unit else ():
        is_of_villages = unit == "个" and name.endswith("村")
        counts = by_unit.get("个村" if is_of_villages else SAME_UNIT.get(unit, unit))
        if counts and name in called:
            fitting += [(place, other, figures, counts) for place, other, figures in stated]
    for _, other, figures, counts in sorted(fitting, key=itemgetter(0)):
        figure = figures[0]
        if other.item == evidence.item or len({f.value for f in figures}) > 1:
            continue
        if any(agrees(figure.value, count) for count in counts) or not is_same(evidence, other):
            continue
        value = f"{figure.value:f}{figure.unit}"
        values = {"path": other.paths[0], "label": figure.label, "value": value, "page": figure.page}
        own = {"path": evidence.paths[0], "value": f"{max(counts)}", "label": "", "page": None}
        return [
            (("has-rows", own), evidence.paths[0], None),
            (("says-figure", values), other.paths[0], figure.page),
        ]
    return []


def _rows_by_unit(tallies: list[Tally]) -> dict[str, set[Decimal]]:
    """Return how many rows the tables of each unit have, each alone and all of them."""
    found: dict[str, set[Decimal]] = {}
    for unit in {t.unit for t in tallies if t.unit}:
        own = [t.rows for t in tallies if t.unit == unit]
        found[unit] = {Decimal(n) for n in (*own, sum(own))}
    return found


def _reported(
    view: View,
    indicator: Indicator,
    requirement: int | None,
    rule: str,
    found: list[tuple[Reason, str, int | None]],
) -> Finding:
    pages: dict[str, int | None] = {}
    for _, path, page in found:
        pages.setdefault(path, page)
    because = [reason for reason, _, _ in found][:_SHOWN]
    if len(found) > _SHOWN:
        because.append(("more-places", {"n": len(found) - _SHOWN}))
    made = finding(
        rule,
        Severity.HINT if indicator.is_bonus else Severity.WARNING,
        view.snapshot,
        indicator,
        requirement,
        because=because,
        files=list(pages),
    )
    return replace(made, pages=tuple(pages.values()))
