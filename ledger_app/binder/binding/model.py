"""What binding leaves behind: where everything stands, and what is against the archive format."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

Rectangle = tuple[float, float, float, float]
"""Left, bottom, right, top in points from the lower left corner of the page as it is seen."""

Matrix = tuple[float, float, float, float, float, float]
"""a b c d e f as PDF writes them: x' = a x + c y + e, y' = b x + d y + f."""


class StampKind(StrEnum):
    """PAGE: label, place in its item and short code of a page. ARCHIVE: 归档章 (DA/T 22-2015 appendix B).

    CAPTION: what stands below one of several pictures, its short code included.
    """

    PAGE = "page"
    CAPTION = "caption"
    ARCHIVE = "archive"


@dataclass(frozen=True, slots=True)
class Stamp:
    """A stamp on a page, and the rectangle that it takes up."""

    kind: StampKind
    rectangle: Rectangle


@dataclass(frozen=True, slots=True)
class Placement:
    """What stands on one page of a bound volume.

    `page` counts from 0. `size` is that of the page in points. `matrix` leads from the source's page as it is
    seen (points from its lower left corner, rotation and user unit applied) to this page; `scale` is its scale.
    For drawn and blank pages it is the identity. Where several pictures share the page, `pictures` lead to it from
    the page that has each alone, in order, and `stamps` end with their captions.
    """

    page: int
    size: tuple[float, float]
    matrix: Matrix
    scale: float
    stamps: tuple[Stamp, ...]
    pictures: tuple[Matrix, ...] = ()


@dataclass(frozen=True, slots=True)
class Obstacle:
    """What in an item's pages stands against PDF/A-2b: a code, and what it is about (a font's name …).

    `item` is None where it is in what we drew; `path` is where the item lies, empty where nobody looked.
    """

    item: int | None
    code: str
    about: str = ""
    path: str = ""


@dataclass(frozen=True, slots=True)
class Bound:
    """A volume put together. `conformity` is what stands against PDF/A-2b; the file declares it where that is empty."""

    page_count: int
    placements: tuple[Placement, ...]
    conformity: tuple[Obstacle, ...]
