"""What we hold: an item is known by its content, a location is a path where that content lies."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

IN_USE = "in-use"


class Status(StrEnum):
    """What the last look at a path found.

    PRESENT: the item's recorded content. CHANGED: other content than the recorded one, until a person
    accepts it. MISSING: nothing is there (kept, with its links). UNREADABLE: it is there and cannot be read.
    """

    PRESENT = "present"
    CHANGED = "changed"
    MISSING = "missing"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class Item:
    """One file in custody. `sha256`: recorded content, None while never readable. `size` in bytes."""

    id: int
    sha256: str | None
    size: int
    first_seen: str
    is_set_aside: bool = False


class Location(NamedTuple):
    """A path of an item, relative to the evidence folder, `/` between parts, undecodable bytes escaped.

    `found_sha256` is what lies there now; it differs from the item's where status is CHANGED. `is_racy`:
    it was hashed so soon after its modification that the same stat proves nothing next time.
    `reason` is the system's word on why it is unreadable, or `IN_USE`: another program holds it, and
    what was known of it is not doubted until it can be read.
    """

    path: str
    item: int
    status: Status
    size: int
    mtime_ns: int
    inode: int
    found_sha256: str | None
    is_racy: bool = False
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class ScanReport:
    """What a scan found. `seen` counts the files there are; the others the paths that became so since
    the last scan.

    `away` says why nothing was looked at (empty: it was): `root-missing`, `root-empty`, `root-unreadable`,
    `root-other` (another disk with other files lies there).
    `skipped` pairs a path that was left as it is with the code of the reason: `link`, `device`,
    `unlistable` (a folder), `away` (a mount point), `moving` (a file that changed while it was read).
    `folders` counts those that were looked into. `unsettled` are the files to look at again soon: those that move or that another program holds.
    """

    seen: int = 0
    added: int = 0
    moved: int = 0
    changed: int = 0
    missing: int = 0
    unreadable: int = 0
    hashed_bytes: int = 0
    seconds: float = 0.0
    away: str = ""
    skipped: tuple[tuple[str, str], ...] = ()
    unsettled: tuple[str, ...] = ()
    folders: int = 0


class Retention(StrEnum):
    """How long an item is kept (DA/T 22-2015): for good, 30 years, 10 years."""

    PERMANENT = "Y"
    YEARS_30 = "D30"
    YEARS_10 = "D10"


class Secrecy(StrEnum):
    """密级 of a file that is not public: internal, 秘密, 机密, 绝密; what is public has none."""

    INTERNAL = "internal"
    CONFIDENTIAL = "confidential"
    SECRET = "secret"
    TOP_SECRET = "top-secret"


class Series(NamedTuple):
    """What is numbered together and never shares a box with another (DA/T 22-2015 5.4, 6.4.1).

    `office` is the code of an office or a subject (机构/问题), empty where there is none.
    """

    year: int
    retention: Retention
    office: str


@dataclass(frozen=True, slots=True)
class ArchiveNumber:
    """An item's place in its series; `is_printed`: it stands on paper, and is never changed."""

    item: int
    year: int
    retention: Retention
    office: str
    number: int
    is_printed: bool = False

    @property
    def series(self) -> Series:
        return Series(self.year, self.retention, self.office)


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """A number that was printed and whose item was moved out (移出): it is given to no other.

    `reason` is a person's word for the closing sheet, `at` ISO 8601 with offset.
    """

    item: int
    year: int
    retention: Retention
    office: str
    number: int
    reason: str
    actor: str
    at: str

    @property
    def series(self) -> Series:
        return Series(self.year, self.retention, self.office)


@dataclass(frozen=True, slots=True)
class Difference:
    """One path where the folder is not what was recorded.

    `kind`: `missing`, `changed`, `unreadable` (`reason` is the system's word or a code of a scan's
    `skipped`) or `unexpected` (nothing is recorded for what lies there).
    """

    path: str
    kind: str
    item: int | None = None
    expected: str | None = None
    found: str | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class FixityReport:
    """What a verification found: `files` recorded places looked at, `bytes` read, `ok` as recorded."""

    files: int
    bytes: int
    ok: int
    differences: tuple[Difference, ...]


@dataclass(frozen=True, slots=True)
class Filing:
    """Where a person says that an item belongs in the archive order; what is None follows from the settings.

    `position` orders the items of one series that have no settled number. A box begins with the item where
    `begins_box` says so, `box_width` wide (None: as its papers need), until boxes are settled.
    """

    item: int
    year: int | None = None
    retention: Retention | None = None
    office: str | None = None
    secrecy: Secrecy | None = None
    position: float | None = None
    begins_box: bool = False
    box_width: int | None = None


@dataclass(frozen=True, slots=True)
class Filed:
    """An item in its place of the archive order. `pages` is None where nobody counted them yet.

    `is_settled`: the number is recorded, and not only worked out; `is_printed`: it stands on paper.
    """

    item: int
    number: int
    is_settled: bool
    pages: int | None
    is_printed: bool = False


@dataclass(frozen=True, slots=True)
class Box:
    """One box on the shelf: items of one year, retention and office, and no others (DA/T 22-2015 6.4.1).

    `number` is 盒号; `width` is that of the spine in mm (20, 30, 40, 50); `thickness` in mm of all that it has
    to hold, lists and its own board included. `is_settled`: the box is recorded, and was not only worked out.
    `withdrawn` are the numbers of its range whose items were moved out.
    """

    number: int
    year: int
    retention: Retention
    office: str
    width: int
    items: tuple[Filed, ...]
    thickness: float
    is_settled: bool
    withdrawn: tuple[Withdrawn, ...] = ()

    @property
    def key(self) -> str:
        """What the box is called in commands and records."""
        return f"box:{self.number}"

    @property
    def series(self) -> Series:
        return Series(self.year, self.retention, self.office)

    @property
    def pages(self) -> int:
        """The pages of all items whose pages are known."""
        return sum(one.pages or 0 for one in self.items)

    @property
    def uncounted(self) -> int:
        """How many items have pages that nobody counted; each is taken for one sheet."""
        return sum(one.pages is None for one in self.items)

    @property
    def is_overfull(self) -> bool:
        """Whether the box can't hold what lies in it."""
        return self.thickness > self.width

    @property
    def is_printed(self) -> bool:
        """Whether any of it stands on paper: then neither its number nor where it begins changes."""
        return bool(self.withdrawn) or any(one.is_printed for one in self.items)

    def number_of(self, filed: Filed) -> ArchiveNumber:
        """Return the number of one of its items, settled or worked out."""
        return ArchiveNumber(
            filed.item, self.year, self.retention, self.office, filed.number, filed.is_printed
        )
