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
    """Return the signs for each place that has any, one by one; NOWHERE has those of decisions only."""
    found: dict[int, list[float]] = {}

    def row(place: int) -> list[float]:
        return found.setdefault(place, [0.0] * len(SIGNS))

    for start, shares in ((0, own), (3, folder)):
        for place, share in shares.items():
            known = row(place)
            known[start : start + 3] = share[:3]
            known[_UNIT] += share[Part.UNIT]
            known[_SCORING] += share[Part.SCORING]
    for place, share in issuer.items():
        row(place)[_UNIT] += share[Part.UNIT]
    for one in told:
        known = row(one.place)
        known[6:9] = one.parts[:3]
        known[_RANK] = one.rank
        known[_UNIT] += one.parts[Part.UNIT]
        known[_SCORING] += one.parts[Part.SCORING]
    if look.code[0] >= 0:
        row(look.code[0])[_CODE] = look.code[1]
    for place, share in learned.shares.items() if learned else ():
        row(place)[LEARNED:] = share
    return found


def of_name(shares: Shares) -> dict[int, float]:
    """Return what a file's own name adds for each place."""
    return _of_path(shares, 0)


def of_folder(shares: Shares) -> dict[int, float]:
    """Return what the folders' names add for each place."""
    return _of_path(shares, 3)


def of_issuer(shares: Shares) -> dict[int, float]:
    """Return what the issuer adds for each place."""
    return {place: WEIGHTS[_UNIT] * share[Part.UNIT] for place, share in shares.items()}


def of_code(sure: float) -> float:
    """Return what an indicator's number in the path adds for it."""
    return WEIGHTS[_CODE] * sure


def of_text(one: Told) -> float:
    """Return what a text adds for the place that it speaks of."""
    name, requirement, sub_item, _, unit, scoring = one.parts
    return (
        WEIGHTS[6] * name
        + WEIGHTS[7] * requirement
        + WEIGHTS[8] * sub_item
        + WEIGHTS[_RANK] * one.rank
        + WEIGHTS[_UNIT] * unit
        + WEIGHTS[_SCORING] * scoring
    )


def of_neighbours(share: Sequence[float]) -> float:
    """Return what decisions about a file's neighbours add for a place."""
    return sum(w * s for w, s in zip(WEIGHTS[LEARNED:], share, strict=True))


def chances(sums: dict[int, float]) -> dict[int, float]:
    """Return how likely each place is, 0..1, from what was added up; together with NOWHERE they make one."""
    nowhere = sums.pop(NOWHERE, 0.0) + SILENCE
    most = max(nowhere, max(sums.values(), default=nowhere))
    powers = {place: math.exp(value - most) for place, value in sums.items()}
    whole = sum(powers.values()) + math.exp(nowhere - most)
    return {place: power / whole for place, power in powers.items()}


def _of_path(shares: Shares, at: int) -> dict[int, float]:
    name, requirement, sub_item = WEIGHTS[at : at + 3]
    unit, scoring = WEIGHTS[_UNIT], WEIGHTS[_SCORING]
    return {
        place: name * s[0] + requirement * s[1] + sub_item * s[2] + unit * s[4] + scoring * s[5]
        for place, s in shares.items()
    }


SILENCE = 2.30
WEIGHTS = (
    5.44,
    3.09,
    0.43,
    5.43,
    2.20,
    0.48,
    4.53,
    3.60,
    0.66,
    2.64,
    1.68,
    1.03,
    7.56,
    0.40,
    8.52,
    0.65,
    0.60,
    3.51,
)
