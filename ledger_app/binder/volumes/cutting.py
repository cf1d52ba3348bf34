"""Which indicators go into which inspection box: by category, and no thicker than the widest spine."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from ledger_app.binder.volumes.codes import read_code
from ledger_app.binder.volumes.listing import Under
from ledger_app.binder.volumes.model import Entry, EntryKind, PrintedVolume, PrintStyle
from ledger_app.binder.volumes.sharing import Sharing, page_count, papers
from ledger_app.core.i18n import _
from ledger_app.vault.boxing import BOARD_MM, WIDTHS

_LINES = 18  # of a list, a page
_AROUND = 3  # pages of cover, closing sheet, and of the contents what its lines don't count


@dataclass(frozen=True, slots=True)
class Chunk:
    """An indicator's lines in one box; `number` `of` those that its evidence is spread over."""

    under: Under
    entries: tuple[Entry, ...]
    number: int = 1
    of: int = 1

    @property
    def originals(self) -> tuple[Entry, ...]:
        """The evidence whose paper lies here."""
        return tuple(entry for entry in self.entries if entry.kind is EntryKind.ITEM)


@dataclass(frozen=True, slots=True)
class Cut:
    """One inspection box. `thickness` is in mm of all that it has to hold, its board included."""

    number: int
    title: str
    chunks: tuple[Chunk, ...]
    thickness: float


def cut(
    under: Sequence[Under],
    *,
    style: PrintStyle,
    sheet_mm: float,
    lies: Mapping[str, tuple[int, ...]],
    sharing: Sharing | None = None,
) -> tuple[Cut, ...]:
    """Return the boxes in order; `lies` says in which ones parts lie already (key → numbers): there they stay."""
    measure = _Measure(style, sheet_mm, sharing or Sharing())
    found = _kept(under, lies, measure) if lies else dict(enumerate(_fresh(under, measure), 1))
    titles = _titles([chunks for _, chunks in sorted(found.items())])
    return tuple(
        Cut(number, title, chunks, measure.thickness(chunks))
        for (number, chunks), title in zip(sorted(found.items()), titles, strict=True)
    )


def lying(before: Mapping[str, PrintedVolume]) -> dict[str, tuple[int, ...]]:
    """Return in which inspection boxes parts and pictures lie since the last print (key → numbers of boxes)."""
    found: dict[str, list[int]] = {}
    for volume_key, volume in before.items():
        number = int(volume_key.rpartition(":")[2])
        shared = [f"item:{read_code(code).item}" for page in volume.pages for code in page.codes]
        for key in dict.fromkeys([*(page.part for page in volume.pages), *shared]):
            found.setdefault(key, []).append(number)
    return {key: tuple(sorted(numbers)) for key, numbers in found.items()}


class _Measure:
    """How thick things get on this paper; pages of lists are estimated, rather too many than too few."""

    def __init__(self, style: PrintStyle, sheet_mm: float, sharing: Sharing) -> None:
        self._style, self._sheet_mm, self._sharing = style, sheet_mm, sharing

    def thickness(self, chunks: Sequence[Chunk]) -> float:
        lines = sum(len(chunk.entries) + 1 for chunk in chunks)
        around = _AROUND * self._sheets(1) + self._sheets(lines // _LINES)
        return round(BOARD_MM + (around + sum(map(self._chunk, chunks))) * self._sheet_mm, 2)

    def fits(self, chunks: Sequence[Chunk]) -> bool:
        return self.thickness(chunks) <= WIDTHS[-1]

    def _chunk(self, chunk: Chunk) -> int:
        divider = self._sheets(1 + len(chunk.entries) // _LINES)
        held = papers(chunk.entries, self._sharing, self._style)
        return divider + sum(self._sheets(page_count(one, self._style)) for one in held)

    def _sheets(self, pages: int) -> int:
        return (pages + 1) // 2 if self._style.is_duplex else pages


def _fresh(under: Sequence[Under], measure: _Measure) -> Iterator[tuple[Chunk, ...]]:
    """Fill one box after the other; a category begins a new one."""
    for _category, group in groupby(under, key=_category_of):
        pile: list[Chunk] = []
        for one in group:
            for chunk in _chunks(one, measure):
                if pile and not measure.fits([*pile, chunk]):
                    yield tuple(pile)
                    pile = []
                pile.append(chunk)
        yield tuple(pile)


def _chunks(under: Under, measure: _Measure) -> list[Chunk]:
    """Return an indicator whole, or spread over as many boxes as its evidence needs."""
    whole = Chunk(under, under.entries)
    if measure.fits([whole]):
        return [whole]
    piles: list[list[Entry]] = [[]]
    for entry in under.entries:
        if piles[-1] and not measure.fits([Chunk(under, (*piles[-1], entry))]):
            piles.append([])
        piles[-1].append(entry)
    return _numbered(under, piles)


def _numbered(under: Under, piles: Sequence[Sequence[Entry]]) -> list[Chunk]:
    return [Chunk(under, tuple(pile), n, len(piles)) for n, pile in enumerate(piles, 1)]


def _kept(
    under: Sequence[Under], lies: Mapping[str, tuple[int, ...]], measure: _Measure
) -> dict[int, tuple[Chunk, ...]]:
    """Put everything where it lies; what is new goes to what stands before it in its category.

    A category of which nothing lies anywhere gets boxes of its own.
    """
    boxes: dict[int, list[Chunk]] = {}
    taken = {number for numbers in lies.values() for number in numbers}
    last = 0
    for _category, group in groupby(under, key=_category_of):
        ones = list(group)
        known = [numbers for one in ones if (numbers := lies.get(_key(one)))]
        if not known:
            for chunks in _fresh(ones, measure):
                last = last + 1 if last + 1 not in taken else max(taken) + 1
                taken.add(last)
                boxes[last] = list(chunks)
            continue
        last = known[0][0]
        for one in ones:
            numbers = lies.get(_key(one), (last,))
            for number, chunk in _where_they_lie(one, numbers, lies):
                boxes.setdefault(number, []).append(chunk)
            last = numbers[-1]
    return {number: tuple(chunks) for number, chunks in boxes.items()}


def _where_they_lie(
    one: Under, numbers: Sequence[int], lies: Mapping[str, tuple[int, ...]]
) -> list[tuple[int, Chunk]]:
    """Return an indicator's lines by box: each where its paper lies, the others in the last."""
    piles: dict[int, list[Entry]] = {number: [] for number in numbers}
    for entry in one.entries:
        own = [number for number in lies.get(entry.part, ()) if number in piles] if entry.part else []
        piles[own[0] if own else numbers[-1]].append(entry)
    return list(zip(piles, _numbered(one, list(piles.values())), strict=True))


def _key(one: Under) -> str:
    return f"divider:{one.part.code}"


def _titles(boxes: Sequence[Sequence[Chunk]]) -> list[str]:
    """Name each box after its categories; one of several of the same name says which."""
    names = []
    for chunks in boxes:
        categories = dict.fromkeys(_category_of(chunk.under) for chunk in chunks)
        names.append(_(", ").join(categories))
    total, seen = Counter(names), Counter[str]()
    titles = []
    for name in names:
        seen[name] += 1
        of = total[name]
        title = _("{title} ({number} of {total})").format(title=name, number=seen[name], total=of)
        titles.append(title if of > 1 else name)
    return titles


def _category_of(under: Under) -> str:
    return under.part.path[0] if under.part.path else under.part.name
