"""From what a file says to how sure it is: one weight for each kind of sign, one chance that it is nowhere.

Signs are added up and weighed against each other and against NOWHERE, so that scores are chances: where
two indicators fit equally, each gets half; where little is said, NOWHERE takes most. The weights were
fitted on made papers (benchmarks/suggestions.py); only `series` has a least weight by hand, because the
made papers number their documents by office alone.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from ledger_app.evidence.asking import Part
from ledger_app.evidence.experience import BESIDE, NOWHERE, Learned
from ledger_app.evidence.looking import Look
from ledger_app.evidence.telling import Told

SIGNS = (
    "own_name",
    "own_requirement",
    "own_sub_item",
    "folder_name",
    "folder_requirement",
    "folder_sub_item",
    "text_name",
    "text_requirement",
    "text_sub_item",
    "text_rank",
    "unit",
    "scoring",
    "code",
    "kind",
    "folder",
    "form",
    "series",
    "alike",
)
"""What each weight is for."""
KIND = SIGNS.index("kind")
_RANK, _UNIT, _SCORING, _CODE = (SIGNS.index(name) for name in ("text_rank", "unit", "scoring", "code"))
LEARNED = len(SIGNS) - BESIDE

Shares = Mapping[int, Sequence[float]]


def signs(
    look: Look, own: Shares, folder: Shares, issuer: Shares, told: Sequence[Told], learned: Learned | None
) -> dict[int, list[float]]:
    """Return the signs for each place that has any; NOWHERE has those of decisions only."""
    found: dict[int, list[float]] = {}

    def row(place: int) -> list[float]:
        known = found.get(place)
        if known is None:
            known = found[place] = [0.0] * len(SIGNS)
        return known

    for start, shares in ((0, own), (3, folder)):
        for place, share in shares.items():
            known = row(place)
            known[start : start + 3] = share[:3]
            known[_UNIT] = max(known[_UNIT], share[Part.UNIT])
            known[_SCORING] = max(known[_SCORING], share[Part.SCORING])
    for place, share in issuer.items():
        if share[Part.UNIT]:
            known = row(place)
            known[_UNIT] = max(known[_UNIT], share[Part.UNIT])
    for one in told:
        known = row(one.place)
        known[6:9] = one.parts[:3]
        known[_RANK] = one.rank
        known[_UNIT] = max(known[_UNIT], 0.7 * one.parts[Part.UNIT])
        known[_SCORING] = max(known[_SCORING], one.parts[Part.SCORING])
    if look.code[0] >= 0:
        row(look.code[0])[_CODE] = look.code[1]
    for place, share in learned.shares.items() if learned else ():
        row(place)[LEARNED:] = share
    return found


def chances(found: Mapping[int, Sequence[float]]) -> dict[int, float]:
    """Return how likely each place is, 0..1; together with NOWHERE they make one."""
    sums = {place: sum(w * s for w, s in zip(WEIGHTS, row, strict=True)) for place, row in found.items()}
    sums[NOWHERE] = sums.get(NOWHERE, 0.0) + SILENCE
    most = max(sums.values())
    powers = {place: math.exp(value - most) for place, value in sums.items()}
    whole = sum(powers.values())
    return {place: power / whole for place, power in powers.items() if place != NOWHERE}


SILENCE = 2.59
WEIGHTS = (
    5.49,
    2.49,
    0.33,
    5.50,
    3.51,
    0.31,
    4.55,
    3.55,
    0.00,
    3.30,
    0.90,
    1.41,
    3.62,
    0.50,
    8.98,
    0.30,
    0.60,
    3.71,
)
