"""What checking a finished binder comes to, as plain values."""

from __future__ import annotations

from dataclasses import dataclass

from ledger_app.binder.volumes.model import PageKind, PartKind

Rectangle = tuple[float, float, float, float]
Matrix = tuple[float, float, float, float, float, float]


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that is not as planned. `page` counts from 1, None where the whole binder is meant.

    `code` and `values` become a sentence in `binder.proving.wording`.
    """

    code: str
    page: int | None = None
    label: str = ""
    values: tuple[tuple[str, object], ...] = ()


@dataclass(frozen=True, slots=True)
class Checked:
    """What was checked: the faults, and how many of each thing were looked at (code → number), in order."""

    faults: tuple[Fault, ...]
    counts: tuple[tuple[str, int], ...]

    @property
    def is_clean(self) -> bool:
        return not self.faults


@dataclass(frozen=True, slots=True)
class Source:
    """The page of a file that a page of the binder shows. `unit` is its user unit.

    `matrix` leads from the source page as it is seen (points from the bottom left, user unit applied) to the
    sheet as it is seen.
    """

    path: str
    page: int
    matrix: Matrix
    unit: float = 1.0


@dataclass(frozen=True, slots=True)
class Expected:
    """A page as it was planned. `stamps` are the rectangles stamped on it, in points from the bottom left.

    `sources` are empty where the page is drawn by us, blank, or where it is not known how it was placed. `codes` are
    those of several pictures on it, in the order of the `sources`.
    """

    index: int
    label: str
    code: str
    part: str
    kind: PageKind | None
    number: int
    sources: tuple[Source, ...] = ()
    stamps: tuple[Rectangle, ...] = ()
    has_qr: bool = False
    codes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Seen:
    """A page as a stranger sees it: `stamped` is the text under the stamps, `text` all of it (of drawn pages).

    `difference` says by how much the picture is not that of its source: None where it is; `is_covering`:
    a stamp lies on ink. `codes` are what the QR codes on it say. `has_ink`: something is on the page.
    """

    index: int
    stamped: str
    text: str
    difference: int | None
    is_covering: bool
    codes: tuple[str, ...]
    has_ink: bool


LISTS = (PartKind.CONTENTS, PartKind.CATALOGUE, PartKind.DIVIDER)
WITH_QR = (PartKind.COVER, PartKind.DIVIDER, PartKind.CLOSING)
