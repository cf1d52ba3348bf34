"""What a file looks like on paper, as plain values."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path


class How(StrEnum):
    """How a file became pages.

    AS_IS: its own PDF pages. PICTURE: a picture put on paper. OFFICE: by the office program of this PC.
    OWN: by our own rendering of its text and tables, marked as such. NOTICE: it can't be shown; a page says
    where the original lies and why.
    """

    AS_IS = "as-is"
    PICTURE = "picture"
    OFFICE = "office"
    OWN = "own"
    NOTICE = "notice"


@dataclass(frozen=True, slots=True)
class PageShape:
    """What a page takes up: size in points as it is seen (rotation and user unit applied), and where there is ink.

    `ink` has one byte (0 or 1) for each square of 2 mm, row by row from the top left, `columns` to a row: a
    square with 1 has something on it. It is what stamps are placed by.
    """

    width: float
    height: float
    columns: int
    ink: bytes


@dataclass(frozen=True, slots=True)
class Rendition:
    """A file as pages.

    `path` is a PDF whose pages from `first` on (0-based) are to be taken, `len(shapes)` of them: the file itself where its pages can
    be taken as they are, else one made from it. `sha256` is the content it was made from: that which is
    recorded. `reason` is the code of what kept it from being shown, or shown by itself; empty where nothing did.
    `detail` are that reason's values for the sentence. `words` is a digest of our own words on the pages (a caption,
    a notice) but for the archive number, empty where there are none. `alone` is the size in points at which a
    photograph stands by itself on a page behind the others, so that it can share a sheet; None for all else.
    """

    item: int
    sha256: str | None
    how: How
    path: Path
    first: int
    shapes: tuple[PageShape, ...]
    reason: str = ""
    detail: tuple[tuple[str, str], ...] = ()
    words: str = ""
    alone: tuple[float, float] | None = None
