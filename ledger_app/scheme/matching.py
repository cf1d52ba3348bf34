"""Finds in the next revision of a scheme what the archive holds already, so that links can follow."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from difflib import SequenceMatcher

from ledger_app.scheme.model import Indicator, Requirement
from ledger_app.scheme.texts import folded

_ALIKE = 0.6


def match_indicators(
    stored: Sequence[Indicator], retired: Sequence[Indicator], fresh: Sequence[Indicator]
) -> dict[int, int]:
    """Return position in `fresh` to stored id.

    By code and name, then by name within its section, then by name alone where it is the only one; then
    what was retired comes back by code and name, or by name within its section; what is left, by code.
    """
    found: dict[int, int] = {}
    for pool, key in (
        (stored, _by_code_and_name),
        (stored, _by_section_and_name),
        (stored, lambda i: folded(i.name)),
        (retired, _by_code_and_name),
        (retired, _by_section_and_name),
        (stored, lambda i: i.code),
    ):
        _pair(pool, fresh, key, found)
    return found


def match_requirements(
    stored: Sequence[Requirement], retired: Sequence[Requirement], fresh: Sequence[Requirement]
) -> dict[int, int]:
    """Return position in `fresh` to stored id: the same words, else the most alike wording."""
    found: dict[int, int] = {}
    for pool in (stored, retired):
        _pair(pool, fresh, lambda r: folded(r.text), found)
    taken = set(found.values())
    rest = [r for r in stored if r.id not in taken]
    alike = sorted(
        (-_likeness(old.text, new.text), at, old.id)
        for at, new in enumerate(fresh)
        if at not in found
        for old in rest
    )
    for likeness, at, identity in alike:
        if -likeness >= _ALIKE and at not in found and identity not in taken:
            found[at] = identity
            taken.add(identity)
    return found


def is_renamed(old: str, new: str) -> bool:
    """Say whether two names of one code are so different that they may mean different things."""
    one, other = folded(old), folded(new)
    return one not in other and other not in one and _likeness(old, new) < _ALIKE


def _by_code_and_name(one: Indicator) -> Hashable:
    return one.code, folded(one.name)


def _by_section_and_name(one: Indicator) -> Hashable:
    return one.path, folded(one.name)


def _likeness(one: str, other: str) -> float:
    return SequenceMatcher(None, folded(one), folded(other), autojunk=False).ratio()


def _pair(pool: Sequence, fresh: Sequence, key: Callable[..., Hashable], found: dict[int, int]) -> None:
    """Add the pairs whose key occurs once among what is left on each side."""
    taken = set(found.values())
    left: dict[Hashable, list[int]] = {}
    right: dict[Hashable, list[int]] = {}
    for old in pool:
        if old.id not in taken:
            left.setdefault(key(old), []).append(old.id)
    for at, new in enumerate(fresh):
        if at not in found:
            right.setdefault(key(new), []).append(at)
    for value, positions in right.items():
        if len(positions) == 1 and len(left.get(value, [])) == 1:
            found[positions[0]] = left[value][0]
