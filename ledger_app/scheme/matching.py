"""Finds in the next revision of a scheme what the archive holds already, so that links can follow.

Positions everywhere: what is old and what is fresh are sequences, stored or not.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from ledger_app.scheme.alike import Likeness, ratio
from ledger_app.scheme.model import Indicator, Requirement
from ledger_app.scheme.texts import folded

_ALIKE = 0.6
_SURELY_ALIKE = 0.75
_NEARLY_AS_ALIKE = 0.1
_MOST_RIVALS = 3

# what two indicators are compared by, and what each weighs where both say something
_TEXTS: tuple[tuple[Callable[[Indicator], str], float], ...] = (
    (lambda i: i.name, 0.5),
    (lambda i: i.scoring, 0.3),
    (lambda i: "/".join(i.path), 0.1),
    (lambda i: i.code, 0.1),
)


class How(StrEnum):
    """What an old indicator was found again by."""

    CODE_AND_NAME = "code-and-name"
    NAME = "name"
    MOVED = "moved"
    RETURNED = "returned"
    ALIKE = "alike"
    CODE = "code"
    BY_HAND = "by-hand"


class Doubt(StrEnum):
    """Why a person should look at a pair."""

    LITTLE_ALIKE = "little-alike"
    OTHERS_ALIKE = "others-alike"
    ONLY_CODE = "only-code"


@dataclass(frozen=True, slots=True)
class Match:
    """The old indicator (its position) that a fresh one is, how that was found, and how alike they are.

    `rivals` are the positions of others, old ones first, that were nearly as alike: `old_rivals` might be
    this fresh one, `fresh_rivals` might be this old one.
    """

    old: int
    how: How
    likeness: float = 1.0
    doubt: Doubt | None = None
    old_rivals: tuple[int, ...] = ()
    fresh_rivals: tuple[int, ...] = ()


def match_indicators(
    stored: Sequence[Indicator], retired: Sequence[Indicator], fresh: Sequence[Indicator]
) -> dict[int, Match]:
    """Return position in `fresh` to its match; `Match.old` is a position in `(*stored, *retired)`.

    By code and name, then by name within its section, then by name alone where it is the only one; then
    what was retired comes back by code and name, or by name within its section; then the most alike; what
    is left, by code. No later way takes what an earlier one found.
    """
    live = list(enumerate(stored))
    back = list(enumerate(retired, len(live)))
    found: dict[int, Match] = {}
    for pool, key, how in (
        (live, _by_code_and_name, How.CODE_AND_NAME),
        (live, _by_section_and_name, How.NAME),
        (live, lambda i: folded(i.name), How.MOVED),
        (back, _by_code_and_name, How.RETURNED),
        (back, _by_section_and_name, How.RETURNED),
    ):
        taken = {m.old for m in found.values()}
        for at, old in _pairs(pool, fresh, key, found, taken).items():
            found[at] = Match(old, how)
    _match_alike(stored, fresh, found)
    taken = {m.old for m in found.values()}
    for at, old in _pairs(live, fresh, lambda i: i.code, found, taken).items():
        likeness = Likeness([stored[old]], [fresh[at]], _TEXTS).of(0, 0)
        is_doubted = is_renamed(stored[old].name, fresh[at].name)
        found[at] = Match(old, How.CODE, likeness, Doubt.ONLY_CODE if is_doubted else None)
    return found


def match_requirements(
    stored: Sequence[Requirement], retired: Sequence[Requirement], fresh: Sequence[Requirement]
) -> dict[int, int]:
    """Return position in `fresh` to position in `(*stored, *retired)`: the same words, else the most alike."""
    live = list(enumerate(stored))
    found: dict[int, int] = {}
    for pool in (live, list(enumerate(retired, len(live)))):
        found |= _pairs(pool, fresh, lambda r: folded(r.text), found, set(found.values()))
    olds = [at for at, _ in live if at not in found.values()]
    news = [at for at in range(len(fresh)) if at not in found]
    likeness = Likeness([stored[o] for o in olds], [fresh[n] for n in news], ((lambda r: r.text, 1.0),))
    for value, old, new in likeness.best():
        at, identity = news[new], olds[old]
        if value >= _ALIKE and at not in found and identity not in found.values():
            found[at] = identity
    return found


def is_renamed(old: str, new: str) -> bool:
    """Say whether two names of one code are so different that they may mean different things."""
    one, other = folded(old), folded(new)
    return one not in other and other not in one and ratio(one, other) < _ALIKE


def _match_alike(stored: Sequence[Indicator], fresh: Sequence[Indicator], found: dict[int, Match]) -> None:
    """Add the most alike of what is left; a pair with a rival nearly as alike is for a person to look at."""
    taken = {m.old for m in found.values()}
    olds = [at for at in range(len(stored)) if at not in taken]
    news = [at for at in range(len(fresh)) if at not in found]
    likeness = Likeness([stored[o] for o in olds], [fresh[n] for n in news], _TEXTS)
    best = [(value, old, new) for value, old, new in likeness.best() if value >= _ALIKE]
    used_old: set[int] = set()
    used_new: set[int] = set()
    for value, old, new in best:
        if old in used_old or new in used_new:
            continue
        used_old.add(old)
        used_new.add(new)
        near = [(o, n) for v, o, n in best if v > value - _NEARLY_AS_ALIKE and (o == old) != (n == new)]
        old_rivals = tuple(olds[o] for o, n in near if n == new)[:_MOST_RIVALS]
        fresh_rivals = tuple(news[n] for o, n in near if o == old)[:_MOST_RIVALS]
        doubt = Doubt.LITTLE_ALIKE if value < _SURELY_ALIKE else None
        doubt = Doubt.OTHERS_ALIKE if near else doubt
        found[news[new]] = Match(olds[old], How.ALIKE, value, doubt, old_rivals, fresh_rivals)


def _by_code_and_name(one: Indicator) -> Hashable:
    return one.code, folded(one.name)


def _by_section_and_name(one: Indicator) -> Hashable:
    return one.path, folded(one.name)


def _pairs(
    pool: Iterable[tuple[int, Indicator | Requirement]],
    fresh: Sequence[Indicator | Requirement],
    key: Callable[..., Hashable],
    found: dict[int, Match] | dict[int, int],
    taken: set[int],
) -> dict[int, int]:
    """Return the pairs (fresh to old) whose key occurs once among what is left on each side."""
    left: dict[Hashable, list[int]] = {}
    right: dict[Hashable, list[int]] = {}
    for at, old in pool:
        if at not in taken:
            left.setdefault(key(old), []).append(at)
    for at, new in enumerate(fresh):
        if at not in found:
            right.setdefault(key(new), []).append(at)
    return {
        positions[0]: left[value][0]
        for value, positions in right.items()
        if len(positions) == 1 and len(left.get(value, [])) == 1
    }
