"""Gives findings their place and their basis: which finding it is, and a digest of what it rests on."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

from ledger_app.audit.model import Evidence, Finding
from ledger_app.audit.remembering import remembered_at
from ledger_app.audit.view import Judged, View
from ledger_app.scheme.model import Indicator

PARTS = ("files", "links", "said", "weight")
"""What a basis is made of: contents of its files, links of these or of its place, its values, its weight."""

_NAMES = frozenset({"code", "codes", "name", "requirement", "place", "path", "asked"})
"""Values that only name what the finding is about: a new wording is no new fact."""


def marked(findings: Sequence[Finding], ground: Ground) -> list[Finding]:
    """Return findings of one rule with place and basis; `ground` is all that they may rest on."""
    places = [ground.place(f) for f in findings]
    twins = {place for place, count in Counter(places).items() if count > 1}
    found = []
    for finding, place in zip(findings, places, strict=True):
        own = f"{place} {_digest(finding.values)}" if place in twins else place
        key = key_of(finding.rule, own)
        found.append(replace(finding, place=own, key=key, basis=ground.basis(finding)))
    return found


def key_of(rule: str, place: str) -> str:
    """Return the short name of a rule's finding at a place."""
    return f"{rule}-{hashlib.sha256(place.encode()).hexdigest()[:10]}"


def differing(one: str, other: str) -> tuple[str, ...]:
    """Return which of `PARTS` differ between two bases."""
    pairs = zip(PARTS, one.split("."), other.split("."), strict=False)
    return tuple(part for part, a, b in pairs if a != b)


class _Sorted:
    """What is linked to one indicator, by item and by path."""

    def __init__(self, judged: Iterable[Judged]) -> None:
        self.of_item: dict[int, list[Judged]] = {}
        self.items: dict[str, set[int]] = {}
        for one in judged:
            self.of_item.setdefault(one.link.item, []).append(one)
            for path in one.evidence.paths:
                self.items.setdefault(path, set()).add(one.link.item)


@remembered_at
def _sorted(view: View, indicator: Indicator) -> _Sorted:
    return _Sorted(view.of_indicator(indicator))


class Ground:
    """What findings may rest on: what is linked to these indicators; sorted when the first finding is there."""

    def __init__(self, view: View | None = None, indicators: Iterable[Indicator] = ()) -> None:
        self._view = view
        self._indicators = {i.id: i for i in indicators}
        self._parts: list[_Sorted] | None = None
        self._known: dict[str, frozenset[int]] = {}
        self._known_links: dict[int, list[Judged]] = {}

    def _sort(self) -> list[_Sorted]:
        if self._parts is None:
            view, all_of = self._view, self._indicators.values()
            self._parts = [] if view is None else [_sorted(view, indicator) for indicator in all_of]
        return self._parts

    def place(self, finding: Finding) -> str:
        """Return which finding of its rule this is: where in the scheme, whom it concerns, about which files."""
        unknown = sorted(path for path in finding.files if not self._items(path))
        return _written(
            [
                finding.indicator.id if finding.indicator else None,
                finding.requirement,
                finding.subject,
                [*self._items_of(finding), *unknown],
                finding.about,
            ]
        )

    def basis(self, finding: Finding) -> str:
        """Return digests of the `PARTS` that a finding rests on."""
        items = self._items_of(finding)
        parts = (
            [_content(self._of_item(item)[0].evidence) for item in items],
            self._links(finding, items),
            _said(finding),
            [str(finding.severity), finding.is_gap],
        )
        return ".".join(_digest(part) for part in parts)

    def _items_of(self, finding: Finding) -> list[int]:
        return sorted({item for path in finding.files for item in self._items(path)})

    def _items(self, path: str) -> frozenset[int]:
        found = self._known.get(path)
        if found is None:
            found = frozenset(item for part in self._sort() for item in part.items.get(path, ()))
            self._known[path] = found
        return found

    def _of_item(self, item: int) -> list[Judged]:
        found = self._known_links.get(item)
        if found is None:
            found = [one for part in self._sort() for one in part.of_item.get(item, ())]
            self._known_links[item] = found
        return found

    def _of_indicator(self, number: int) -> list[Judged]:
        indicator = self._indicators.get(number)
        return self._view.of_indicator(indicator) if self._view and indicator else []

    def _links(self, finding: Finding, items: list[int]) -> list[object]:
        """Return the links of its files, or those of its place and what is asked there."""
        if finding.files:
            return _linked(one for item in items for one in self._of_item(item))
        if finding.indicator is None:
            return []
        there = self._of_indicator(finding.indicator.id)
        if finding.requirement is not None:
            return _linked(one for one in there if one.link.requirement == finding.requirement)
        return [_linked(there), [r.id for r in finding.indicator.requirements]]


def _linked(judged: Iterable[Judged]) -> list[object]:
    links = (j.link for j in judged)
    return sorted([k.item, k.indicator, k.requirement or 0, k.subject or 0, k.sha256 or ""] for k in links)


def _content(evidence: Evidence) -> list[object]:
    return [evidence.item, evidence.sha256, str(evidence.status)]


def _said(finding: Finding) -> dict[str, object]:
    """Return the values that say something; where its files lie says nothing of them."""
    files = set(finding.files)
    kept: dict[str, object] = {}
    for name, value in finding.values.items():
        if name in _NAMES or (isinstance(value, str) and value in files):
            continue
        if isinstance(value, list | tuple):
            value = [one for one in value if not (isinstance(one, str) and one in files)]
        kept[name] = value
    return kept


def _digest(value: object) -> str:
    return hashlib.sha256(_written(value).encode()).hexdigest()[:16]


def plain(value: object) -> object:
    """Return what JSON can say of a value."""
    return json.loads(_written(value))


def _written(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=_named)


def _named(value: object) -> object:
    return sorted(map(str, value)) if isinstance(value, set | frozenset) else str(value)
