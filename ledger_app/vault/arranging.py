"""The order of the items of one series: what moves where, which numbers follow, how little is written for it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import count, pairwise


def moved(
    boxes: Sequence[Sequence[int]], chosen: Collection[int], *, box: int, before: int | None
) -> list[list[int]]:
    """Return the items of each box with the chosen ones, in their order, in `box` (by its place).

    They stand before the item `before` of it, which is none of them, or at its end.
    """
    left = [[item for item in items if item not in chosen] for items in boxes]
    at = len(left[box]) if before is None else left[box].index(before)
    left[box][at:at] = [item for items in boxes for item in items if item in chosen]
    return left


def numbered(order: Iterable[int], fixed: Mapping[int, int], last: int) -> dict[int, int]:
    """Return the number of each item: the fixed ones keep theirs, the others run on after `last`."""
    run = count(last + 1)
    return {item: fixed[item] if item in fixed else next(run) for item in order}


def positions(order: Sequence[int], known: Mapping[int, float], chosen: Collection[int]) -> dict[int, float]:
    """Return the positions to write so that items stand in this order; `chosen` are those that were moved.

    Items with a position come first, by it; the others follow in their own order, in which they stand here too.
    """
    last = max((n for n, item in enumerate(order) if item in known or item in chosen), default=-1)
    placed = list(order[: last + 1])
    kept = {item: known[item] for item in placed if item in known and item not in chosen}
    if not set(chosen) & set(placed):
        return {}
    new: dict[int, float] = {}
    at = 0
    while at < len(placed):
        until = at
        while until < len(placed) and placed[until] not in kept:
            until += 1
        run = placed[at:until]
        left = kept[placed[at - 1]] if at else None
        right = kept[placed[until]] if until < len(placed) else None
        new.update(zip(run, _between(left, right, len(run)), strict=True))
        at = until + 1
    merged = [new.get(item, kept.get(item, 0.0)) for item in placed]
    if all(a < b for a, b in pairwise(merged)):
        return new
    return {item: float(n) for n, item in enumerate(placed, 1) if kept.get(item) != float(n)}


def _between(left: float | None, right: float | None, count: int) -> list[float]:
    if left is None:
        left = 0.0 if right is None else right - count - 1
    step = 1.0 if right is None else (right - left) / (count + 1)
    return [left + step * n for n in range(1, count + 1)]
