"""The coverage at a glance: what is asked for, by village (or another roster's subjects)."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from enum import StrEnum

from ledger_app.audit.meeting import subjects_of
from ledger_app.audit.model import Snapshot
from ledger_app.audit.view import View
from ledger_app.scheme.model import Indicator, Requirement, Roster


class Cover(StrEnum):
    """How a place stands: COVERED, PARTLY (something is there), MISSING, or NOT_ASKED of this subject."""

    COVERED = "covered"
    PARTLY = "partly"
    MISSING = "missing"
    NOT_ASKED = "not-asked"


@dataclass(frozen=True, slots=True)
class Cell:
    """One place: `files` counts the sound files there for the subject, also where none is asked for.

    `met` of `asked` requirements are met for it; `lacking` is how many files more that takes.
    """

    cover: Cover
    files: int = 0
    met: int = 0
    asked: int = 0
    lacking: int = 0


@dataclass(frozen=True, slots=True)
class Row:
    """An indicator (`requirement` is None), or one of its requirements that asks for every subject."""

    indicator: Indicator
    requirement: Requirement | None
    cells: tuple[Cell, ...]

    @property
    def covered(self) -> int:
        """How many subjects are covered."""
        return sum(cell.cover is Cover.COVERED for cell in self.cells)

    @property
    def is_asked(self) -> bool:
        """Whether this row asks anything of the subjects."""
        return any(cell.cover is not Cover.NOT_ASKED for cell in self.cells)


@dataclass(frozen=True, slots=True)
class Matrix:
    """Indicators and requirements × the subjects of one roster, in document order and the roster's.

    Each indicator's row is followed by those of its requirements that ask for every subject. `totals` has one
    cell for each subject, over all that is asked of it.
    """

    roster: Roster
    rows: tuple[Row, ...]
    totals: tuple[Cell, ...]
    year: int
    as_of: str


def matrix(snapshot: Snapshot, roster: Roster) -> Matrix:
    """Return how far everything that is asked for is shown for each subject of a roster."""
    view = View(snapshot)
    rows = tuple(row for i in snapshot.scheme.indicators for row in _rows(view, i, roster))
    wholes = [row for row in rows if row.requirement is None]
    return Matrix(
        roster=roster,
        rows=rows,
        totals=tuple(_total([row.cells[at] for row in wholes]) for at in range(len(roster.subjects))),
        year=snapshot.year,
        as_of=snapshot.as_of,
    )


def _rows(view: View, indicator: Indicator, roster: Roster) -> list[Row]:
    asked = [
        Row(indicator, one.requirement, tuple(_cell(s.files, s.lacking, one.is_excused) for s in one.shares))
        for one in view.meetings(indicator).values()
        if one.requirement.need.roster == roster.id and roster.subjects
    ]
    counted = _files(view, indicator, roster)
    whole = tuple(
        _total([row.cells[at] for row in asked], files=counted[subject.id])
        for at, subject in enumerate(roster.subjects)
    )
    return [Row(indicator, None, whole), *asked]


def _cell(files: int, lacking: int, is_excused: bool) -> Cell:
    if is_excused or not lacking:
        return Cell(Cover.COVERED, files, 1, 1)
    return Cell(Cover.PARTLY if files else Cover.MISSING, files, 0, 1, lacking)


def _total(cells: list[Cell], *, files: int | None = None) -> Cell:
    """Return what several cells of one subject come to; `files` counts them where one shows several."""
    asked, met = sum(c.asked for c in cells), sum(c.met for c in cells)
    number = sum(c.files for c in cells) if files is None else files
    if not asked:
        return Cell(Cover.NOT_ASKED, number)
    is_some = met or any(c.cover in (Cover.PARTLY, Cover.COVERED) for c in cells)
    cover = Cover.COVERED if met == asked else Cover.PARTLY if is_some else Cover.MISSING
    return Cell(cover, number, met, asked, sum(c.lacking for c in cells))


def _files(view: View, indicator: Indicator, roster: Roster) -> dict[int, int]:
    """Return how many sound files linked to an indicator concern each subject."""
    known = frozenset(s.id for s in roster.subjects)
    of: dict[int, set[int]] = defaultdict(set)
    for judged in view.of_indicator(indicator):
        if judged.fault is None:
            for subject in subjects_of(judged.link, judged.evidence, known):
                of[subject].add(judged.evidence.item)
    return {subject: len(of[subject]) for subject in known}
