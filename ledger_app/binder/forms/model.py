"""What drawing a binder's forms leaves behind for putting it together."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Hotspot:
    """A rectangle of a drawn page that leads to a part: `page` of the drawn PDF (0-based), corners in points from the bottom left."""

    page: int
    rectangle: tuple[float, float, float, float]
    target: str


@dataclass(frozen=True, slots=True)
class DrawnForms:
    """The forms of a binder in one PDF. `parts`: key of the part → its first page there and how many.

    `missing` are the characters that no shipped font has: they were printed as codes.

    The page label and the short code are not on the drawn pages: binding stamps them on every page, in the
    outer corner at the foot of the upright sheet. Drawn pages keep the lowest 16 mm of the sheet free for it
    (of a landscape page: the left 16 mm, since its head is on the left of the upright sheet).
    """

    parts: dict[str, tuple[int, int]]
    hotspots: tuple[Hotspot, ...]
    missing: tuple[str, ...]
