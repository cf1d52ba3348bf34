"""Which files fit a gap best."""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from ledger_app.evidence.matching import MINIMUM, OTHER_YEAR, Fit

Gap = tuple[int, int | None]

SETTLED = 1.4
"""The score of a file that a person linked to the whole indicator: above any guess."""


@dataclass(frozen=True, slots=True)
class Offer:
    """A file at a gap: `is_aged` says that its score was halved for another year."""

    score: float
    path: str
    item: int
    fit: Fit
    is_aged: bool = False

    @property
    def is_settled(self) -> bool:
        return self.fit.score == SETTLED


def offer_of(fit: Fit, requirement: int | None, path: str, item: int) -> Offer | None:
    """Return a file at a gap, None where it fits too little."""
    score = fit.score * fit.shares.get(requirement, 0.0)
    return Offer(score, path, item, fit) if score >= MINIMUM else None


def best(offers: Iterable[Offer], top: int, is_of_other_year: Callable[[Offer], bool]) -> Sequence[Offer]:
    """Return the best, files of other years at half their score, equal ones by path.

    Reading dates out of names is dear, so that a file's are read when it comes to the top.
    """
    heap = [(-o.score, o.path, o.item, n, o) for n, o in enumerate(offers)]
    heapq.heapify(heap)
    found: list[Offer] = []
    while heap and len(found) < top:
        *_, n, offer = heapq.heappop(heap)
        if offer.is_aged or offer.is_settled or not is_of_other_year(offer):
            found.append(offer)
        elif offer.score * OTHER_YEAR >= MINIMUM:
            aged = Offer(offer.score * OTHER_YEAR, offer.path, offer.item, offer.fit, is_aged=True)
            heapq.heappush(heap, (-aged.score, aged.path, aged.item, n, aged))
    return found
