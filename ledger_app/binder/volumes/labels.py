"""The page labels of a binder: a running number that stays once it was printed."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence

Slot = tuple[str, int]
"""Which page of a binder this is, whatever stands on it: the key of its part, and its place in it from 1."""

_LABEL = re.compile("([0-9]+)([a-z]*)")


def fresh(count: int) -> list[str]:
    """Return the labels of a first print, or of one that numbers anew."""
    return [str(n) for n in range(1, count + 1)]


def continued(before: Sequence[tuple[Slot, str]], slots: Sequence[Slot]) -> list[str]:
    """Return labels for these pages, in order, where others were printed before: as many as can be stay.

    What came later gets letters after the number before it (17a, 17b … 17z, 17aa), what goes leaves a hole.
    A page that changed its place counts as gone and come. Labels always rise; where letters have no room left
    between them, the next ones move on.
    """
    places = {slot: at for at, (slot, _) in enumerate(before)}
    stays = _longest_rising([places.get(slot, -1) for slot in slots])
    labels: list[tuple[int, int]] = []
    last = (0, 0)
    for at, slot in enumerate(slots):
        kept = parsed(before[places[slot]][1]) if at in stays else (0, 0)
        last = kept if kept > last else (last[0], last[1] + 1)
        labels.append(last)
    return [written(label) for label in labels]


def parsed(label: str) -> tuple[int, int]:
    """Return a label as its number and how many letters' places after it: `17b` is (17, 2)."""
    match = _LABEL.fullmatch(label)
    if match is None:
        raise ValueError(f"{label!r} is no page label.")
    number, letters = match.groups()
    place = 0
    for letter in letters:
        place = place * 26 + ord(letter) - ord("a") + 1
    return int(number), place


def written(label: tuple[int, int]) -> str:
    """Return a label as it is stamped."""
    number, place = label
    letters = ""
    while place:
        place, letter = divmod(place - 1, 26)
        letters = chr(ord("a") + letter) + letters
    return f"{number}{letters}"


def slots(page_counts: Mapping[str, int], *, is_duplex: bool) -> list[Slot]:
    """Return the pages of these parts (key → pages) in order.

    Printed on both sides, every part is filled up to whole sheets, so that the next one starts on the right.
    """
    return [
        (key, number)
        for key, count in page_counts.items()
        for number in range(1, count + (count % 2 if is_duplex else 0) + 1)
    ]


def _longest_rising(values: Sequence[int]) -> set[int]:
    """Return where a longest rising run stands among the values that are not negative."""
    ends: list[int] = []
    tails: list[int] = []
    previous = [-1] * len(values)
    for at, value in enumerate(values):
        if value < 0:
            continue
        place = bisect_left(ends, value)
        previous[at] = tails[place - 1] if place else -1
        if place == len(ends):
            ends.append(value)
            tails.append(at)
        else:
            ends[place], tails[place] = value, at
    found: set[int] = set()
    at = tails[-1] if tails else -1
    while at >= 0:
        found.add(at)
        at = previous[at]
    return found
