"""How alike two things are by their texts: carefully, and quickly for all pairs of two long lists."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from difflib import SequenceMatcher
from heapq import nlargest
from itertools import chain

from ledger_app.scheme.texts import folded

_LIKELY = 4
_LONGEST = 48
_FEW = 200
_COMMON = 0.1
_LEAST = 0.1


def ratio(one: str, other: str) -> float:
    """Return how alike two folded texts are, 0 to 1; long ones by the pairs of characters they share."""
    if max(len(one), len(other)) > _LONGEST:
        return _shared(_pairs(one), _pairs(other))
    return SequenceMatcher(None, one, other, autojunk=False).ratio()


class Likeness:
    """Compares every old thing with every fresh one by several texts, each with its weight.

    A text that one of the two does not have says nothing, and its weight goes to the others.
    """

    def __init__(
        self, old: Sequence, fresh: Sequence, texts: Sequence[tuple[Callable[..., str], float]]
    ) -> None:
        self._columns = [
            _Column([folded(text(o)) for o in old], [folded(text(f)) for f in fresh], weight)
            for text, weight in texts
        ]
        self._count = len(fresh)
        self._least = _LEAST * sum(weight for _, weight in texts)

    def of(self, old: int, fresh: int) -> float:
        """Return how alike the two at these positions are, 0 to 1."""
        said = [
            (column.weight, column.ratio(old, fresh))
            for column in self._columns
            if column.old[old] and column.fresh[fresh]
        ]
        return round(sum(w * r for w, r in said) / sum(w for w, _ in said), 4) if said else 0.0

    def best(self) -> list[tuple[float, int, int]]:
        """Return (likeness, old, fresh) of the likely pairs, the most alike first."""
        found = []
        for fresh in range(self._count):
            likely = {old for column in self._columns for old in column.likely(fresh)}
            rough = {old: sum(c.weight * c.shared(old, fresh) for c in self._columns) for old in likely}
            best = nlargest(_LIKELY, sorted(likely), key=rough.__getitem__)
            found += [(self.of(old, fresh), old, fresh) for old in best if rough[old] >= self._least]
        return sorted(found, key=lambda f: (-f[0], f[1], f[2]))


class _Column:
    """One text of all old and all fresh things, with the pairs of characters each is made of.

    In long lists, pairs that many old texts have are no reason to look at any of them.
    """

    def __init__(self, old: Sequence[str], fresh: Sequence[str], weight: float) -> None:
        self.old = old
        self.fresh = fresh
        self.weight = weight
        self._old_pairs = [_pairs(text) for text in old]
        self._fresh_pairs = [_pairs(text) for text in fresh]
        having: dict[str, list[int]] = {}
        for at, pairs in enumerate(self._old_pairs):
            for pair in pairs:
                having.setdefault(pair, []).append(at)
        most = len(old) if len(old) <= _FEW else len(old) * _COMMON
        self._having = {pair: olds for pair, olds in having.items() if len(olds) <= most}

    def ratio(self, old: int, fresh: int) -> float:
        one, other = self.old[old], self.fresh[fresh]
        if max(len(one), len(other)) > _LONGEST:
            return self.shared(old, fresh)
        return ratio(one, other)

    def shared(self, old: int, fresh: int) -> float:
        return _shared(self._old_pairs[old], self._fresh_pairs[fresh])

    def likely(self, fresh: int) -> list[int]:
        """Return the old ones that share the most pairs with this one."""
        pairs = self._fresh_pairs[fresh]
        shared = Counter(chain.from_iterable(self._having.get(pair, ()) for pair in pairs))
        size = len(pairs)
        return nlargest(_LIKELY, shared, key=lambda o: shared[o] / (size + len(self._old_pairs[o])))


def _pairs(text: str) -> frozenset[str]:
    return frozenset([text[at : at + 2] for at in range(len(text) - 1)] or [text] * bool(text))


def _shared(one: frozenset[str], other: frozenset[str]) -> float:
    both = len(one) + len(other)
    return 2 * len(one & other) / both if both else 0.0
