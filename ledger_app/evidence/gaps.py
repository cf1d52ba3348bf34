"""Which files fit a gap best: every file's fits kept by indicator, so that one change asks for no others."""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass

from ledger_app.evidence.matching import MINIMUM, OTHER_YEAR, Fit

Gap = tuple[int, int | None]

SETTLED = 1.4
"""The score of a file that a person linked to the whole indicator: above any guess."""


@dataclass(frozen=True, slots=True, order=True)
class Offer:
    """A file at a gap, the best first: `below` is the negative score; `is_aged`: its year was looked at."""

    below: float
    path: str
    item: int
    fit: Fit
    is_aged: bool = False

    @property
    def is_settled(self) -> bool:
        return self.fit.score == SETTLED


@dataclass(slots=True)
class _Kept:
    path: str
    fits: tuple[Fit, ...]


class Gaps:
    """The fits of all free files, by indicator and by folder."""

    def __init__(self) -> None:
        self._files: dict[int, _Kept] = {}
        self._at: dict[int, dict[int, Fit]] = defaultdict(dict)
        self._folders: dict[str, dict[int, None]] = defaultdict(dict)

    def put(self, item: int, path: str, fits: tuple[Fit, ...]) -> set[int]:
        """Keep a file's fits in the place of those of before; returns the places that this touches."""
        touched = self.drop(item)
        self._files[item] = _Kept(path, fits)
        self._folders[path.rpartition("/")[0]][item] = None
        for fit in fits:
            self._at[fit.place][item] = fit
            touched.add(fit.place)
        return touched

    def drop(self, item: int) -> set[int]:
        """Leave a file out: it is linked, set aside or gone; returns the places that this touches."""
        kept = self._files.pop(item, None)
        if kept is None:
            return set()
        for fit in kept.fits:
            del self._at[fit.place][item]
        folder = kept.path.rpartition("/")[0]
        del self._folders[folder][item]
        if not self._folders[folder]:
            del self._folders[folder]
        return {fit.place for fit in kept.fits}

    def __contains__(self, item: int) -> bool:
        return item in self._files

    def items(self) -> Collection[int]:
        """Return the files kept."""
        return self._files.keys()

    def path(self, item: int) -> str:
        """Return where a file that is kept lies."""
        return self._files[item].path

    def inside(self, folder: str, most: int) -> list[int]:
        """Return the first files of a folder by path."""
        inside = self._folders.get(folder, {})
        return heapq.nsmallest(most, inside, key=lambda item: self._files[item].path)

    def offers(self, place: int, requirement: int | None) -> list[Offer]:
        """Return the files that fit one gap."""
        found = []
        for item, fit in self._at.get(place, {}).items():
            offer = offer_of(fit, requirement, self._files[item].path, item)
            if offer:
                found.append(offer)
        return found


def offer_of(fit: Fit, requirement: int | None, path: str, item: int) -> Offer | None:
    """Return a file at a gap, None where it fits too little."""
    score = fit.score * fit.shares.get(requirement, 0.0)
    return Offer(-score, path, item, fit) if score >= MINIMUM else None


def best(offers: Iterable[Offer], top: int, is_of_other_year: Callable[[Offer], bool]) -> Sequence[Offer]:
    """Return the best, files of other years at half their score.

    Reading dates out of names is dear, so that a file's are read when it comes to the top.
    """
    heap = [(o.below, o.path, o.item, o.is_aged, n, o) for n, o in enumerate(offers)]
    heapq.heapify(heap)
    found: list[Offer] = []
    seen: set[int] = set()
    while heap and len(found) < top:
        *_, n, offer = heapq.heappop(heap)
        if offer.item in seen:
            continue
        if offer.is_aged or offer.is_settled or not is_of_other_year(offer):
            found.append(offer)
            seen.add(offer.item)
        elif -offer.below * OTHER_YEAR >= MINIMUM:
            aged = Offer(offer.below * OTHER_YEAR, offer.path, offer.item, offer.fit, is_aged=True)
            heapq.heappush(heap, (aged.below, aged.path, aged.item, True, n, aged))
    return found
