"""The photographs of an archive as the page shows them: one row an item, groups of those that are the same."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from math import cos, hypot, radians

from ledger_app.evidence.model import HeldFile
from ledger_app.search.describing import with_name
from ledger_app.search.model import Alike, Description, Photo
from ledger_app.ui.state import State
from ledger_app.vault.model import Status

APART_METRES = 200.0
_DEGREE = 111_320.0
ALL, ALIKE, NO_DATE, OTHER_YEAR, NO_PLACE = "all", "alike", "no-date", "other-year", "no-place"
_CELL = 2  # digits of a degree: about a kilometre


@dataclass(frozen=True, slots=True)
class PhotoRow:
    """One item: the first of its places, how many others it has, and the ISO day it is from, if any."""

    held: HeldFile
    copies: int
    photo: Photo
    date: str | None

    @property
    def id(self) -> int:
        return self.held.id

    @property
    def content(self) -> str:
        return self.held.found_sha256 or self.held.sha256 or ""


@dataclass(frozen=True)
class PhotoGroup:
    """Photographs that are the same one. `score` is that of `search.model.Alike`."""

    rows: tuple[PhotoRow, ...]
    score: float

    @property
    def count(self) -> int:
        """How many files: an item counts once for each of its places."""
        return sum(1 + r.copies for r in self.rows)

    @cached_property
    def dates(self) -> frozenset[str]:
        return frozenset(r.date for r in self.rows if r.date)

    @cached_property
    def indicators(self) -> tuple[str, ...]:
        """The codes of the indicators that any of them is linked to."""
        return tuple(dict.fromkeys(code for r in self.rows for code in r.held.indicators))

    @cached_property
    def is_apart(self) -> bool:
        """Whether two of them say that they were taken in different places."""
        places = [r.photo.place for r in self.rows if r.photo.place]
        return any(metres(places[0], other) > APART_METRES for other in places[1:])


@dataclass(frozen=True, slots=True)
class PhotoReading:
    """All photographs, the newest first, the groups with the most to look at first, and where they were taken.

    `cells` are the places, about a kilometre wide, with how many photographs are from there.
    """

    rows: list[PhotoRow]
    groups: list[PhotoGroup]
    cells: list[tuple[tuple[float, float], int]]


def read(
    state: State, facts: Mapping[str, Photo], alike: Iterable[Alike], corrected: Mapping[int, str]
) -> PhotoReading:
    """Gather the photographs of a state; `corrected` are the days that a person stated, by item."""
    places: dict[int, list[HeldFile]] = {}
    for held in state.files:
        if held.status in (Status.PRESENT, Status.CHANGED) and _content(held) in facts:
            places.setdefault(held.id, []).append(held)
    rows = [_row(found, facts[_content(found[0])], corrected.get(number)) for number, found in places.items()]
    rows.sort(key=lambda r: (r.date or "", r.held.mtime_ns), reverse=True)
    by_item = {r.id: r for r in rows}
    groups = []
    for group in alike:
        members = tuple(by_item[i] for i in group.items if i in by_item)
        if len(members) > 1 or (members and members[0].copies):
            groups.append(PhotoGroup(tuple(sorted(members, key=_age)), group.score))
    groups.sort(key=_weight)
    counts: dict[tuple[float, float], int] = {}
    for row in rows:
        if cell := cell_of(row):
            counts[cell] = counts.get(cell, 0) + 1
    return PhotoReading(rows, groups, sorted(counts.items(), key=lambda c: (-c[1], c[0])))


def narrowed(reading: PhotoReading, wanted: str, *, year: int) -> list[PhotoRow]:
    """Return the rows that one of the filters leaves."""
    match wanted:
        case "alike":
            return [r for g in reading.groups for r in g.rows]
        case "no-date":
            return [r for r in reading.rows if not r.date]
        case "other-year":
            return [r for r in reading.rows if r.date and r.date[:4] != str(year)]
        case "no-place":
            return [r for r in reading.rows if not r.photo.place]
    return reading.rows


def cell_of(row: PhotoRow) -> tuple[float, float] | None:
    """Return the place of a row, as wide as `PhotoReading.cells` are."""
    place = row.photo.place
    return (round(place[0], _CELL), round(place[1], _CELL)) if place else None


def metres(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Return how far two places are from each other, near enough for a county."""
    east = (other[1] - one[1]) * cos(radians((one[0] + other[0]) / 2))
    return hypot(other[0] - one[0], east) * _DEGREE


def _content(held: HeldFile) -> str:
    return held.found_sha256 or held.sha256 or ""


def _row(found: list[HeldFile], photo: Photo, corrected: str | None) -> PhotoRow:
    date = corrected or (photo.taken or "")[:10] or with_name(Description(), found[0].path).date
    return PhotoRow(found[0], len(found) - 1, photo, date)


def _age(row: PhotoRow) -> tuple[str, str]:
    return (row.date or "9999", row.held.path)


def _weight(group: PhotoGroup) -> tuple[object, ...]:
    """Groups that show several indicators come first, then those that differ in date or place."""
    return (
        -len(group.indicators),
        -(len(group.dates) > 1) - group.is_apart,
        len(group.rows) == 1,
        -group.count,
        group.rows[0].held.path,
    )
