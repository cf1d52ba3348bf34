"""A binder as plain values: its parts, its lists, its pages."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from ledger_app.binder.model import IndicatorPart
from ledger_app.vault.model import Box


class Ordering(StrEnum):
    """The two orders of the same files: by indicator for inspectors, by box for the shelf (DA/T 22)."""

    INDICATOR = "indicator"
    BOX = "box"


class PartKind(StrEnum):
    """What a part of a binder is. CATALOGUE is 归档文件目录, CLOSING 备考表."""

    COVER = "cover"
    CONTENTS = "contents"
    CATALOGUE = "catalogue"
    DIVIDER = "divider"
    ITEM = "item"
    REFERENCE = "reference"
    CLOSING = "closing"


class EntryKind(StrEnum):
    """A line of a list leads to pages in this binder, to the original elsewhere (互见), or says what is missing."""

    ITEM = "item"
    REFERENCE = "reference"
    GAP = "gap"


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a list of evidence: of the contents, a catalogue or a divider.

    `part` is the key of the part it leads to, empty for a gap. `label` is that part's first page label, empty
    until pages are numbered. `see` says where the original lies, in words, for a reference. `date` is YYYYMMDD.
    `page_count` is of the paper in the binder (0 for a reference and a gap). `original_pages` are those of a file
    that paper can't show and a notice stands for, 0 where nobody knows; None for what is shown.
    """

    kind: EntryKind
    number: int
    part: str
    title: str
    document_number: str = ""
    issuer: str = ""
    date: str = ""
    archive_number: str = ""
    secrecy: str = ""
    page_count: int = 0
    label: str = ""
    see: str = ""
    remark: str = ""
    requirement: str = ""
    item: int | None = None
    original_pages: int | None = None

    @property
    def stated_pages(self) -> int | None:
        """The 页数 that lists state: of the file, not of the notice in its place; None where there is none."""
        return (self.page_count if self.original_pages is None else self.original_pages) or None


@dataclass(frozen=True, slots=True)
class Picture:
    """One of several pictures that share a sheet of paper: `page` (from 1) is theirs within the part.

    `date` is YYYYMMDD. `code` is the item's, under the picture; empty until pages are numbered.
    """

    item: int
    sha256: str | None
    title: str
    date: str = ""
    archive_number: str = ""
    page: int = 1
    code: str = ""

    @property
    def key(self) -> str:
        """What lines of lists lead to it by."""
        return f"item:{self.item}"


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a binder; it starts on a right-hand page.

    `key` is unique in the volume and the same in every print: `cover`, `contents`, `catalogue`,
    `divider:3.1.1`, `item:42`, `reference:3.1.1:42`, `closing`. `level` is its depth in the outline.
    `page_count` is 0 until it was counted. `entries` are the lines of its list, for those that have one.
    `sha256` is an item's recorded content. `pictures` are those that share a sheet of paper, in order: that
    part has the key of the one with the lowest number, and no item of its own. `original_pages` as in an `Entry`.
    """

    key: str
    kind: PartKind
    title: str
    level: int = 0
    page_count: int = 0
    item: int | None = None
    entries: tuple[Entry, ...] = ()
    indicator: IndicatorPart | None = None
    sha256: str | None = None
    pictures: tuple[Picture, ...] = ()
    original_pages: int | None = None

    @property
    def lines(self) -> tuple[Entry, ...]:
        """Its entries with one for each file: the first, which leads to the paper where that is in this part."""
        first = {entry.item: entry for entry in reversed(self.entries) if entry.item is not None}
        return tuple(entry for entry in self.entries if entry.item is None or entry is first[entry.item])

    @property
    def references(self) -> int:
        """How many files a divider refers to whose paper is not behind it."""
        return sum(entry.kind is EntryKind.REFERENCE for entry in self.lines)

    @property
    def items(self) -> tuple[int, ...]:
        """The items whose paper this is."""
        own = () if self.item is None else (self.item,)
        return own + tuple(picture.item for picture in self.pictures)

    @property
    def leads(self) -> tuple[tuple[str, str], ...]:
        """What lines of lists lead to it by, each with its title: a part as a whole, or each of several pictures."""
        return tuple((one.key, one.title) for one in self.pictures) or ((self.key, self.title),)


class PageKind(StrEnum):
    """Where a page comes from: drawn by us, out of a file, or left blank so that a part starts on the right."""

    FORM = "form"
    ITEM = "item"
    BLANK = "blank"


@dataclass(frozen=True, slots=True)
class PlannedPage:
    """One page of a binder, in order.

    `label` is the page number stamped on it (`17`; `17a` where it was inserted after a print), `number` counts
    within its part from 1. `code` is the short code printed on it, empty where several `pictures` share the page:
    each has its own. `sha256` is the file's recorded content.
    """

    label: str
    part: str
    kind: PageKind
    number: int
    is_right: bool
    code: str
    item: int | None = None
    sha256: str | None = None
    pictures: tuple[Picture, ...] = ()


@dataclass(frozen=True, slots=True)
class Volume:
    """One binder: what lies in one box, or belongs to one group of indicators.

    `key` is the same in every print (`box:3`, `indicators:1`); `number` is 盒号 or the number of the inspection
    box. `fields` are the label and value pairs of the cover (全宗名称, 年度 …) in order. `width` is the spine in
    mm, `thickness` that of all it has to hold, its board included. `head` is the head of the journal when it was planned, as `entry:digest`. `pages_saved` are those that
    cross-references stand for. `pages` is empty until page counts are known. `notes` are sentences for the
    closing sheet that only planning can know: what cannot be shown, is missing or was moved out.
    """

    key: str
    number: int
    ordering: Ordering
    title: str
    year: int
    fonds: str
    fonds_name: str
    fields: tuple[tuple[str, str], ...]
    width: int
    parts: tuple[Part, ...]
    as_of: date
    head: str
    box: Box | None = None
    pages_saved: int = 0
    thickness: float = 0.0
    pages: tuple[PlannedPage, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PrintStyle:
    """How binders are put on paper.

    `is_duplex`: both sides are printed, so parts start on right-hand pages. `binding_mm` is the margin kept
    free where the sheets are bound. `pictures_per_page` is 1, 2 or 4: how many photographs of one requirement share
    a page for inspectors; on the shelf each item has its own. `columns` is 9 or 7: the form of the catalogue
    (DA/T 22-2015, or that of 2000).
    """

    is_duplex: bool = True
    binding_mm: float = 20.0
    pictures_per_page: int = 1
    columns: int = 9


@dataclass(frozen=True, slots=True)
class PrintedPage:
    """What stood on a page of a print.

    `part` and `number` say which page of the binder it is, whatever its label: `number` counts within the part
    from 1 and goes on over the blank page behind it. `digest` is of all that decides what the page looks like.
    `codes` are those of the pictures that share it.
    """

    label: str
    part: str
    number: int
    code: str
    digest: str
    codes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PrintedVolume:
    """A binder as it was printed last, with its pages in order; none: it was taken away.

    `head` is that of the journal printed on its closing sheet, `at` ISO 8601 with offset. `width` is the spine in mm
    that its labels and its cover were printed for. `printed` are the places (from 0) of the pages that went to the
    printer that time, the others lay in the binder already; None: all of them.
    """

    key: str
    title: str
    head: str
    is_duplex: bool
    pages: tuple[PrintedPage, ...]
    at: str = ""
    actor: str = ""
    width: int = 0
    pictures_per_page: int = 1
    printed: tuple[int, ...] | None = None

    @property
    def printed_pages(self) -> tuple[PrintedPage, ...]:
        """The pages that were printed that time, in order."""
        return self.pages if self.printed is None else tuple(self.pages[at] for at in self.printed)
