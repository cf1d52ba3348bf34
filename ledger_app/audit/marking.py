"""Gives findings their place and their basis: which finding it is, and a digest of what it rests on."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from ledger_app.audit.model import Evidence, Finding
from ledger_app.audit.view import Judged

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


class Ground:
    """What findings may rest on, by item and by indicator; sorted when the first of them is there."""

    def __init__(self, judged: Callable[[], Iterable[Judged]]) -> None:
        self._judged = judged
        self._of_item: dict[int, list[Judged]] = {}
        self._of_indicator: dict[int, list[Judged]] = {}
        self._items: dict[str, set[int]] = {}
        self._is_sorted = False

    def _sort(self) -> None:
        if self._is_sorted:
            return
        self._is_sorted = True
        for one in self._judged():
            self._of_item.setdefault(one.link.item, []).append(one)
            self._of_indicator.setdefault(one.link.indicator, []).append(one)
            for path in one.evidence.paths:
                self._items.setdefault(path, set()).add(one.link.item)

    def place(self, finding: Finding) -> str:
        """Return which finding of its rule this is: where in the scheme, whom it concerns, about which files."""
        self._sort()
        unknown = sorted(path for path in finding.files if path not in self._items)
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
        self._sort()
        items = self._items_of(finding)
        parts = (
            [_content(self._of_item[item][0].evidence) for item in items],
            self._links(finding, items),
            _said(finding),
            [str(finding.severity), finding.is_gap],
        )
        return ".".join(_digest(part) for part in parts)

    def _items_of(self, finding: Finding) -> list[int]:
        return sorted({item for path in finding.files for item in self._items.get(path, ())})

    def _links(self, finding: Finding, items: list[int]) -> list[object]:
        """Return the links of its files, or those of its place and what is asked there."""
        if finding.files:
            return _linked(one for item in items for one in self._of_item[item])
        if finding.indicator is None:
            return []
        there = self._of_indicator.get(finding.indicator.id, ())
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
