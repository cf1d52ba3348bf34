"""Rules about photographs and texts that are nearly the same and stand for what differs: E402 and E403."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import combinations

from ledger_app.audit.findings import Reason, finding
from ledger_app.audit.model import Evidence, Finding, Severity
from ledger_app.audit.remembering import remembered_at
from ledger_app.audit.uses import Use, Used, days_apart, differs, said, used, uses
from ledger_app.audit.view import Judged, View
from ledger_app.scheme.model import Indicator

_MOST_USES = 60
_WAYS = ("village", "subject", "stage", "day", "indicator")
_OWN_WORDS = frozenset(("minutes", "visit", "report", "publicity", "patrol", "plan", "acceptance"))
_OF_AN_EVENT = frozenset(("minutes", "visit", "report"))
_HIGHER = re.compile(
    r"[镇乡县市区旗省](?:人民政府|党委|委员会|办公室|委办|政府办|[\u4e00-\u9fff]{1,8}[局委办站所])?$|街道"
)


def photographs(view: View) -> Iterator[Finding]:
    """E402: the same or nearly the same photograph stands for different places, subjects, days or indicators.

    Not for requirements of one indicator, nor for what lies in one folder. Copies of one content that are used
    for several indicators are E401.
    """
    links = Used(view)
    for group in _photo_groups(view, links):
        yield from _reported(view, "E402", group, differs, links)


def texts(view: View) -> Iterator[Finding]:
    """E403: nearly the same text stands for different villages or subjects, or for different meetings.

    Only papers that somebody there writes in own words: what an office sends to all, forms, registers and
    agreements read the same everywhere.
    """
    links = Used(view)
    indicators = view.snapshot.scheme.indicators
    own = {item for i in indicators for item in _own(view, i)}
    several = {item for i in indicators for item in _several(view, i)}
    groups = [_placed(links, [i for i in g.items if i in own]) for g in view.snapshot.texts]
    alone = [uses(links[item]) for item in sorted(own & several)]
    for group in (*groups, *alone):
        kinds = {use.item: links[use.item][0].evidence for use in group}
        yield from _reported(view, "E403", group, lambda a, b, k=kinds: _texts_differ(a, b, k), links)


@remembered_at
def _own(view: View, indicator: Indicator) -> frozenset[int]:
    """Return an indicator's items that somebody in a village wrote in own words."""
    return frozenset(i for i, found in used(view, indicator).items() if _is_own(found[0].evidence))


@remembered_at
def _several(view: View, indicator: Indicator) -> frozenset[int]:
    """Return an indicator's items that lie at several places."""
    return frozenset(i for i, found in used(view, indicator).items() if len(found[0].evidence.paths) > 1)


def _photo_groups(view: View, links: Mapping[int, list[Judged]]) -> Iterator[list[Use]]:
    grouped: set[int] = set()
    for group in view.snapshot.photos:
        grouped.update(group.items)
        yield _placed(links, [item for item in group.items if item in links])
    for item in sorted({item for i in view.snapshot.scheme.indicators for item in _several(view, i)}):
        if item not in grouped and links[item][0].evidence.photo is not None:
            yield uses(links[item])


def _placed(links: Mapping[int, list[Judged]], items: Iterable[int]) -> list[Use]:
    return [use for item in items for use in uses(links[item])][:_MOST_USES]


def _is_own(evidence: Evidence) -> bool:
    described = evidence.description
    if described.kind not in _OWN_WORDS or described.document_number:
        return False
    issuer = described.issuer or ""
    return "村" in issuer or "社区" in issuer or not _HIGHER.search(issuer)


def _texts_differ(one: Use, other: Use, held: dict[int, Evidence]) -> str:
    how = differs(one, other)
    if how in ("village", "subject"):
        return how
    first, second = held[one.item], held[other.item]
    if one.item == other.item or not {first.description.kind, second.description.kind} <= _OF_AN_EVENT:
        return ""
    days = [one.day or _date(first), other.day or _date(second)]
    return "day" if days_apart(*days) > 1 else ""


def _date(evidence: Evidence) -> str:
    return evidence.description.date or ""


def _reported(
    view: View, rule: str, group: list[Use], apart, links: Mapping[int, list[Judged]]
) -> Iterator[Finding]:
    """Report a group once: by the gravest way in which two of its uses differ, with all that differ so."""
    found: dict[str, dict[str, Use]] = {}
    for one, other in combinations(group, 2):
        how = apart(one, other)
        if how and not _is_of_copies(one, other, how, links):
            found.setdefault(how, {}).update({one.path: one, other.path: other})
    how = next((way for way in _WAYS if way in found), None)
    if how is None:
        return
    chosen = [found[how][path] for path in sorted(found[how])]
    places = {i.id: n for n, i in enumerate(view.snapshot.scheme.indicators)}
    order = sorted({i for use in chosen for i in use.indicators}, key=places.__getitem__)
    indicators = [view.snapshot.scheme.indicators[places[i]] for i in order]
    names = {one.id: one.name for roster in view.snapshot.rosters for one in roster.subjects}
    is_light = all(i.is_bonus for i in indicators) or (rule == "E403" and how == "day")
    because: list[Reason] = []
    for use in chosen:
        codes = [i.code for i in indicators if i.id in use.indicators]
        words = (
            "、".join(names.get(s, "") for s in sorted(use.subjects))
            if how == "subject"
            else said(replace(use, day=use.day or _date(links[use.item][0].evidence)), how, codes)
        )
        because.append((f"alike-{how}", {"path": use.path, "says": words}))
    made = finding(
        rule,
        Severity.HINT if is_light else Severity.WARNING,
        view.snapshot,
        indicators[0],
        None,
        because=because,
        files=[use.path for use in chosen],
        how=how,
        codes=[i.code for i in indicators],
    )
    yield made


def _is_of_copies(one: Use, other: Use, how: str, links: Mapping[int, list[Judged]]) -> bool:
    """Whether two places of one content are reported as copies already: E401."""
    if one.item != other.item:
        return False
    return how == "indicator" or len({(j.link.indicator, j.link.requirement) for j in links[one.item]}) > 1
