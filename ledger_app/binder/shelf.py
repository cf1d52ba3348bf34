"""The shelf as it stands: every series with its boxes, read from what is filed, numbered, recorded and linked."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import count
from pathlib import PurePosixPath

from ledger_app.binder.words import visible
from ledger_app.core.database import Database
from ledger_app.core.errors import LedgerError
from ledger_app.evidence import links
from ledger_app.evidence.files import path_key
from ledger_app.scheme import schemes
from ledger_app.search.descriptions import descriptions
from ledger_app.search.model import Description
from ledger_app.vault import boxes, filings, items, numbers
from ledger_app.vault.boxing import Draft, Kept, Paper, boxed
from ledger_app.vault.model import ArchiveNumber, Box, Filed, Filing, Retention, Series, Withdrawn

_RETENTION = {retention: n for n, retention in enumerate(Retention)}


@dataclass(frozen=True, slots=True)
class Row:
    """One series on the shelf. `fast` is the last number that was printed: up to it nothing moves (0: none was)."""

    series: Series
    drafts: tuple[Draft, ...]
    box_numbers: tuple[int, ...]
    withdrawn: tuple[Withdrawn, ...]
    fast: int

    @property
    def filed(self) -> Iterator[Filed]:
        """The items in the order of their numbers."""
        return (one for draft in self.drafts for one in draft.items)

    @property
    def boxes(self) -> Iterator[Box]:
        """The boxes in the order of what lies in them."""
        starts = [d.kept.first if d.kept else d.items[0].number for d in self.drafts]
        for n, draft in enumerate(self.drafts):
            first = starts[n] if n else 0
            until = starts[n + 1] if n + 1 < len(starts) else None
            gone = (w for w in self.withdrawn if first <= w.number and (until is None or w.number < until))
            yield Box(
                self.box_numbers[n],
                *self.series,
                width=draft.width,
                items=draft.items,
                thickness=draft.thickness,
                is_settled=draft.kept is not None,
                withdrawn=tuple(gone),
            )


@dataclass(frozen=True, slots=True)
class Shelf:
    """All series in order, with what they follow from. `places` has the series of every item on the shelf."""

    rows: tuple[Row, ...]
    places: Mapping[int, Row]
    filings: Mapping[int, Filing]
    numbers: Mapping[int, ArchiveNumber]
    linked: frozenset[int]
    base: Series
    paper: Paper

    @property
    def boxes(self) -> tuple[Box, ...]:
        """Every box, by year, retention and office."""
        return tuple(box for row in self.rows for box in row.boxes)

    def series_of(self, item: int) -> Series:
        """Return where an item belongs: by its settled number, else as it was filed."""
        if item in self.numbers:
            return self.numbers[item].series
        return filings.series(self.filings.get(item), self.base)

    def row_of_box(self, number: int) -> tuple[Row, int]:
        """Return the series of a box, and the box's place in it; raises `unknown-box`."""
        for row in self.rows:
            if number in row.box_numbers:
                return row, row.box_numbers.index(number)
        raise LedgerError("unknown-box", number=number)

    def free_numbers(self) -> Iterator[int]:
        """Return the box numbers that no recorded box has, lowest first."""
        return _free(draft.kept for row in self.rows for draft in row.drafts if draft.kept)


def read(db: Database) -> Shelf:
    """Return the shelf: what is linked or filed, or has a number since.

    Settled numbers stand. What has none follows in its series: by the place that a person gave it, then by the
    first indicator that it serves, date and title (事由 and 时间, DA/T 22-2015 5.3.1).
    """
    known, given = filings.filings(db), numbers.archive_numbers(db)
    ranks = _ranks(db)
    filed = {item for item, one in known.items() if _is_placed(one)}
    members = sorted({*ranks, *given, *filed})
    described = descriptions(db, members)
    base = filings.default(db)
    grouped: dict[Series, list[int]] = defaultdict(list)
    for item in members:
        grouped[given[item].series if item in given else filings.series(known.get(item), base)].append(item)
    recorded, gone = boxes.kept(db), defaultdict(list)
    for one in numbers.withdrawn(db):
        gone[one.series].append(one)
    names = _names(db, [item for item in members if item not in given and not _title(described, item)])
    order = _order(known, ranks, described, names)
    paper = filings.paper(db)
    begins = {item: one.box_width for item, one in known.items() if one.begins_box and item not in given}
    numbered = []
    for series in sorted({*grouped, *recorded, *gone}, key=series_order(db)):
        lines = _numbered(grouped[series], given, gone[series], described, order)
        drafts = boxed(lines, recorded.get(series, []), begins, paper)
        on_paper = [
            one.number for one in (*lines, *gone[series]) if isinstance(one, Withdrawn) or one.is_printed
        ]
        fast = max(on_paper, default=0)
        numbered.append((series, drafts, tuple(gone[series]), fast))
    free = _free(kept for all_kept in recorded.values() for kept in all_kept)
    rows = tuple(
        Row(
            series, tuple(drafts), tuple(d.kept.number if d.kept else next(free) for d in drafts), holes, fast
        )
        for series, drafts, holes, fast in numbered
    )
    places = {one.item: row for row in rows for one in row.filed}
    return Shelf(rows, places, known, given, frozenset(ranks), base, paper)


def title_of(description: Description, path: str) -> str:
    """Return what an item is called: its title, else the name of its file."""
    return visible(description.title or PurePosixPath(path).stem)


def _is_placed(filing: Filing) -> bool:
    said = (filing.year, filing.retention, filing.office, filing.position)
    return filing.begins_box or any(one is not None for one in said)


def _ranks(db: Database) -> dict[int, int]:
    """Return the place in the scheme of the first indicator that each linked item serves."""
    place = {indicator.id: n for n, indicator in enumerate(schemes.current(db).indicators)}
    ranks: dict[int, int] = {}
    for link in links.links(db):
        if link.indicator in place:
            ranks[link.item] = min(ranks.get(link.item, len(place)), place[link.indicator])
    return ranks


def _title(described: Mapping[int, Description], item: int) -> str | None:
    return described[item].title if item in described else None


def _names(db: Database, untitled: list[int]) -> dict[int, str]:
    found: dict[int, str] = {}
    for place in items.locations(db, untitled):
        found.setdefault(place.item, place.path)
    return found


def _order(
    known: Mapping[int, Filing],
    ranks: Mapping[int, int],
    described: Mapping[int, Description],
    names: Mapping[int, str],
) -> Callable[[int], tuple]:
    nowhere, nothing = len(ranks), Description()

    def key(item: int) -> tuple:
        position = known[item].position if item in known else None
        description = described.get(item, nothing)
        placed = (1, 0.0) if position is None else (0, position)
        date = description.date or "9999"
        title = path_key(title_of(description, names.get(item, "")))
        return *placed, ranks.get(item, nowhere), date, title, item

    return key


def _numbered(
    members: Sequence[int],
    given: Mapping[int, ArchiveNumber],
    gone: Sequence[Withdrawn],
    described: Mapping[int, Description],
    order: Callable[[int], tuple],
) -> list[Filed]:
    settled = sorted((given[item].number, item) for item in members if item in given)
    holes = {one.number for one in gone}
    last = max([*holes, *(number for number, _ in settled[-1:])], default=0)
    pages = {item: described[item].pages if item in described else None for item in members}
    lines = [Filed(item, number, True, pages[item], given[item].is_printed) for number, item in settled]
    coming = sorted((item for item in members if item not in given), key=order)
    return lines + [Filed(item, number, False, pages[item]) for number, item in enumerate(coming, last + 1)]


def series_order(db: Database) -> Callable[[Series], tuple]:
    """Return what series are sorted by: year, retention from 永久 on, offices as the archive lists them."""
    place = {code: n for n, code in enumerate(filings.offices(db), 1)}

    def key(series: Series) -> tuple:
        rank = place.get(series.office, len(place) + 1) if series.office else 0
        return series.year, _RETENTION[series.retention], rank, series.office

    return key


def _free(kept: Iterable[Kept]) -> Iterator[int]:
    taken = {one.number for one in kept}
    return (number for number in count(1) if number not in taken)
