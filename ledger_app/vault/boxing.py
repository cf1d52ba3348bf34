"""Which box an item lies in: as many as its spine is thick, in the order of their numbers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from ledger_app.vault.model import Filed

WIDTHS = (20, 30, 40, 50)
"""The spines of archive boxes, in mm (DA/T 22-2015 6.4.1)."""

SHEET_MM = 0.1
"""How thick a sheet is: ordinary copy paper of 80 g/m² is 0.10 mm; a ream of 500 sheets is 5 cm."""

BOARD_MM = 1.5
"""What a box's own board takes of its spine: both sides, of some 0.75 mm each."""

_LINES = 20  # of the list in a box, a page


@dataclass(frozen=True, slots=True)
class Paper:
    """What the originals are printed on: how thick a sheet is in mm, and whether on both its sides."""

    sheet_mm: float = SHEET_MM
    is_duplex: bool = False

    def sheets(self, pages: int | None) -> int:
        """Return how many sheets an item takes; one whose pages nobody counted is taken for one sheet."""
        if pages is None:
            return 1
        return (pages + 1) // 2 if self.is_duplex else pages


@dataclass(frozen=True, slots=True)
class Kept:
    """A box that is recorded: 盒号, and the number of its series that it begins with.

    `width` is the spine that a person chose or that stands on the shelf, None: as its papers need.
    """

    number: int
    first: int
    width: int | None = None


@dataclass(frozen=True, slots=True)
class Draft:
    """One box of a series. `kept` is its record where it has one; `is_begun`: a person said that it begins there.

    `chosen` is the width that a person chose, None where its papers decide.
    """

    items: tuple[Filed, ...]
    thickness: float
    kept: Kept | None = None
    is_begun: bool = False
    chosen: int | None = None

    @property
    def width(self) -> int:
        """The spine in mm: what is recorded or chosen, or the narrowest that holds it."""
        return self._fixed or width_for(self.thickness)

    @property
    def room(self) -> int:
        """How thick its papers may get, in mm."""
        return self._fixed or WIDTHS[-1]

    @property
    def _fixed(self) -> int | None:
        return self.kept.width if self.kept else self.chosen


def thickness(filed: Sequence[Filed], paper: Paper) -> float:
    """Return how much of a spine these items take in one box, with its lists and its board, in mm."""
    return _thickness(sum(paper.sheets(one.pages) for one in filed), len(filed), paper)


def width_for(thickness_mm: float) -> int:
    """Return the narrowest spine that holds it; the widest where none does."""
    return next((width for width in WIDTHS if thickness_mm <= width), WIDTHS[-1])


def boxed(
    filed: Sequence[Filed], kept: Sequence[Kept], begins: Mapping[int, int | None], paper: Paper
) -> list[Draft]:
    """Return the boxes of one series; `filed` in the order of their numbers, settled ones first.

    A recorded box holds what stands from its first number on, as far as the next one's. What comes later
    goes into the last box while its spine has room, then into new ones, which are closed where the next item
    would not fit into the widest. So is a recorded box whose papers became too many, unless its spine is given.
    `begins` are the items with which a person begins a box, each with the width (None: as its papers need).
    """
    piles: list[_Pile] = []
    coming = sorted(kept, key=lambda one: one.first)
    for one in filed:
        while coming and one.number >= coming[0].first:
            piles.append(_Pile(paper, coming.pop(0)))
        if one.item in begins:
            piles.append(_Pile(paper, None, is_begun=True, chosen=begins[one.item]))
        elif not piles or not piles[-1].takes(one):
            piles.append(_Pile(paper, None))
        piles[-1].add(one)
    piles += [_Pile(paper, box) for box in coming]  # all of whose items were moved out
    return [pile.draft() for pile in piles]


@dataclass(slots=True)
class _Pile:
    paper: Paper
    kept: Kept | None
    is_begun: bool = False
    chosen: int | None = None
    items: list[Filed] = field(default_factory=list)
    sheets: int = 0

    def takes(self, one: Filed) -> bool:
        """Whether an item goes into this box; in one whose spine is given, what is settled stays."""
        given = self.kept.width if self.kept else None
        if (given and one.is_settled) or (not given and not self.items):
            return True
        room = given or self.chosen or WIDTHS[-1]
        sheets = self.sheets + self.paper.sheets(one.pages)
        return _thickness(sheets, len(self.items) + 1, self.paper) <= room

    def add(self, one: Filed) -> None:
        self.items.append(one)
        self.sheets += self.paper.sheets(one.pages)

    def draft(self) -> Draft:
        found = _thickness(self.sheets, len(self.items), self.paper)
        return Draft(tuple(self.items), found, self.kept, self.is_begun, self.chosen)


def _thickness(sheets: int, items: int, paper: Paper) -> float:
    lists = -(-items // _LINES) + 1  # the list of its items, and the closing sheet
    return round(BOARD_MM + (sheets + lists) * paper.sheet_mm, 2)
