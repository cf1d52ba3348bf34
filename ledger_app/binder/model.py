"""What gets printed, as plain values: the two indexes and the audit report."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path


@dataclass(frozen=True, slots=True)
class IndexRow:
    """One item in 归档文件目录, the nine columns of DA/T 22-2015 5.5.2. `date` is YYYYMMDD, empty if unknown.

    `is_withdrawn`: the number was printed and its item moved out since; the line stays, and nothing lies there.
    """

    number: int
    archive_number: str
    document_number: str
    issuer: str
    title: str
    date: str
    secrecy: str
    pages: int | None
    remark: str
    item: int | None = None
    is_withdrawn: bool = False


@dataclass(frozen=True, slots=True)
class IndexGroup:
    """The items of one year, retention (`Y`, `D30`, `D10`) and office: what one bound index lists."""

    year: int
    retention: str
    office: str
    rows: tuple[IndexRow, ...]

    @property
    def items(self) -> tuple[IndexRow, ...]:
        """The rows of items that are there."""
        return tuple(row for row in self.rows if not row.is_withdrawn)

    @property
    def pages(self) -> int:
        """The pages of all items whose pages are known."""
        return sum(row.pages or 0 for row in self.rows)


@dataclass(frozen=True, slots=True)
class ArchiveIndex:
    """归档文件目录. `fonds` and `fonds_name` may be empty: then they are left to be filled in by hand."""

    fonds: str
    fonds_name: str
    groups: tuple[IndexGroup, ...]
    as_of: date


@dataclass(frozen=True, slots=True)
class FileLine:
    """One file under an indicator. `remark` says what is wrong with it, empty if nothing is."""

    title: str
    document_number: str
    issuer: str
    date: str
    pages: int | None
    archive_number: str
    remark: str
    item: int | None = None


@dataclass(frozen=True, slots=True)
class RequirementPart:
    """One requirement with its files; without any it is printed as a gap."""

    text: str
    files: tuple[FileLine, ...]


@dataclass(frozen=True, slots=True)
class IndicatorPart:
    """One indicator with its requirements; `files` are linked to it without a certain requirement."""

    code: str
    path: tuple[str, ...]
    name: str
    points: float | None
    is_hard: bool
    is_bonus: bool
    units: tuple[str, ...]
    scoring: str
    requirements: tuple[RequirementPart, ...]
    files: tuple[FileLine, ...]

    @property
    def gaps(self) -> int:
        """How many requirements have no file; an indicator that names none has one gap without files."""
        if not self.requirements:
            return int(not self.files)
        return sum(not r.files for r in self.requirements)


@dataclass(frozen=True, slots=True)
class InspectionIndex:
    """迎检目录 by indicator. `verdict` is a sentence; `points` are those a section declares, by its path."""

    title: str
    year: int
    verdict: str
    counts: tuple[tuple[str, str], ...]
    indicators: tuple[IndicatorPart, ...]
    points: dict[tuple[str, ...], float]
    as_of: date


@dataclass(frozen=True, slots=True)
class FindingLine:
    """One finding in sentences. `severity` is its code, `level` the word for it.

    `files` say the page to look at where it is known. `units` owe the indicator's evidence, `subjects` are the
    villages, households or projects it concerns.
    """

    rule: str
    severity: str
    level: str
    code: str
    name: str
    is_hard: bool
    points: float | None
    requirement: str
    message: str
    reasons: tuple[str, ...]
    remedy: str
    files: tuple[str, ...]
    candidates: tuple[str, ...]
    units: tuple[str, ...] = ()
    subjects: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FindingGroup:
    """Findings under one heading: `findings` in full, `also` those that are in full elsewhere.

    `part` is what the groups beside it share (by unit, by village), `note` what stands below the heading.
    """

    title: str
    findings: tuple[FindingLine, ...]
    part: str = ""
    note: str = ""
    also: tuple[FindingLine, ...] = ()


@dataclass(frozen=True, slots=True)
class TallyLine:
    """The points of a category, a unit or a person by what becomes of them; `complete` is `7 / 9` indicators."""

    name: str
    points: float
    secured: float
    at_risk: float
    lost: float
    complete: str


@dataclass(frozen=True, slots=True)
class CauseLine:
    """A hard indicator that rules out the best grade, and the least that would clear it, a sentence each."""

    name: str
    papers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class WaivedLine:
    """A finding that a person has set aside."""

    line: FindingLine
    said: str


@dataclass(frozen=True, slots=True)
class AuditReport:
    """One audit in sentences, as all its printed forms show it.

    Every finding is in full in one of the `groups`. `causes` are the indicators with a veto, `tallies` are
    (what by, lines), `remarks` what must be said beside the verdict.
    """

    heading: str
    title: str
    year: int
    verdict: str
    counts: tuple[tuple[str, str], ...]
    causes: tuple[CauseLine, ...]
    groups: tuple[FindingGroup, ...]
    as_of: date
    tallies: tuple[tuple[str, tuple[TallyLine, ...]], ...] = ()
    remarks: tuple[str, ...] = ()
    waived: tuple[WaivedLine, ...] = ()


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """An indicator or one of its requirements, with a sign for each subject."""

    code: str
    name: str
    star: str
    cells: tuple[str, ...]
    is_indicator: bool


@dataclass(frozen=True, slots=True)
class MatrixTable:
    """What is asked for × the subjects of a roster; `totals` has `7/9` for each subject, empty where nothing is asked."""

    title: str
    roster: str
    subjects: tuple[str, ...]
    rows: tuple[MatrixRow, ...]
    totals: tuple[str, ...]
    verdict: str
    legend: str
    as_of: date


@dataclass(frozen=True, slots=True)
class Printed:
    """What was written: where, how many pages, and the characters that no shipped font has."""

    path: Path
    pages: int
    missing_glyphs: tuple[str, ...] = ()
