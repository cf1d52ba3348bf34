"""What a file says of itself: what was read from it, and its description with where each value came from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

FIELDS = ("title", "document_number", "issuer", "date", "pages", "kind", "villages")
"""What is described of a file and a person can correct."""

HEAD = 6000
"""Characters of the head of a file: title, number, issuer and date stand on the first two pages."""
TAIL = 1500
"""Characters of the end of a file: where a long document is signed."""


@dataclass(frozen=True, slots=True)
class Part:
    """The whole text of one page, slide or sheet, or of one picture on it: a paragraph, row or printed line a line.

    `page` counts from 1, None where the file does not tell its pages. `source` is `text`, `ocr` where it was
    recognised in a picture, or `names` where it lists what is in an archive.
    """

    page: int | None
    text: str
    source: str = "text"


@dataclass(frozen=True, slots=True)
class Grid:
    """The cells of one table or sheet, row by row, each in its column; empty ones are empty."""

    page: int | None
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Photo:
    """What a picture file is as a photograph.

    `width` and `height` are pixels as it is seen upright. `taken` is ISO 8601 local time without offset,
    `place` (latitude, longitude) in degrees, `camera` maker and model; each None where the file does not
    say. `fingerprint` is compared by `search.likeness`, `thumbnail` is a small JPEG.
    """

    width: int
    height: int
    taken: str | None = None
    place: tuple[float, float] | None = None
    camera: str | None = None
    fingerprint: bytes | None = None
    thumbnail: bytes | None = None


@dataclass(frozen=True, slots=True)
class Alike:
    """Photographs that are the same one, or one content that lies in several places (then `items` has one).

    `items` by their number. `score` is 0 to 1: the share of the picture that is the same in the pair of
    them that differs most.
    """

    items: tuple[int, ...]
    score: float


@dataclass(frozen=True, slots=True)
class Reading:
    """What a reader got out of one file, before anything is concluded from it.

    `running_head` is what stands above every page. `scans` are what OCR may read: the pages (from 1) that
    hold a picture and no characters, or in an office file the numbers of its pictures, in the order they
    stand in; `scan_pages` then has the page each stands on, and is empty elsewhere. `is_cut` says that the
    file has more text than is kept.
    `error` is the code of what could not be read; the rest is kept beside it. `description` is what follows
    from it all and `traits` what rules look at, where the worker that read it has worked that out. `grids` are
    the tables, where the format tells their cells; they are dropped once the traits are known.
    """

    parts: tuple[Part, ...] = ()
    running_head: str = ""
    pages: int | None = None
    pages_source: str = "content"
    photo: Photo | None = None
    scans: tuple[int, ...] = ()
    scan_pages: tuple[int | None, ...] = ()
    is_cut: bool = False
    error: str | None = None
    grids: tuple[Grid, ...] = ()
    description: Description | None = None
    traits: Traits | None = None

    @property
    def text(self) -> str:
        """The head of the text, across pages."""
        return self._whole()[:HEAD]

    @property
    def tail(self) -> str:
        """The end of the text, empty where the head is all."""
        whole = self._whole()
        return whole[max(HEAD, len(whole) - TAIL) :]

    @property
    def taken(self) -> str | None:
        """The ISO date a picture was taken."""
        return self.photo.taken[:10] if self.photo and self.photo.taken else None

    @property
    def text_source(self) -> str:
        """`text`, `ocr` where every text was recognised in pictures, `none` where there is none."""
        sources = {part.source for part in self.parts if part.text}
        return next((source for source in ("text", "ocr") if source in sources), "none")

    def _whole(self) -> str:
        return "\n".join(part.text for part in self.parts if part.text)


@dataclass(frozen=True, slots=True)
class Figure:
    """A number that a file states: 改厕 326 户 is `label` 改厕, `value` 326, `unit` 户.

    12.5万元 is 125000 元: values of one unit can be compared. `page` is None where there are no pages.
    """

    label: str
    value: Decimal
    unit: str
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Description:
    """Read from a file's content or name, or corrected by a person.

    `date` is ISO 8601 (`2025-03-05`, or a year alone), `pages` counts pages, `kind` is a code of
    `search.kinds`. `sources` says for each field where its value came from: `content`, `ocr`,
    `properties`, `exif`, `name`, `folder`, `format`, `person`. `text_source` is `text`, `ocr` or
    `none`. `error` is the code of why the content could not be read.
    """

    title: str | None = None
    document_number: str | None = None
    issuer: str | None = None
    date: str | None = None
    pages: int | None = None
    kind: str | None = None
    villages: tuple[str, ...] = ()
    figures: Sequence[Figure] = ()
    text_source: str = "none"
    sources: dict[str, str] = field(default_factory=dict)
    error: str | None = None


@dataclass(frozen=True, slots=True)
class Mention:
    """Words in a text that a rule may have to speak of: `what` is a code of `search.traits`.

    `text` is what stands there, never more of a private number than its first and last digits. `count` is how
    often the file says so, `page` where first, None where there are no pages.
    """

    what: str
    text: str
    page: int | None = None
    count: int = 1


@dataclass(frozen=True, slots=True)
class Sum:
    """A row of totals that says another number than its column adds up to: both as `Decimal` writes them."""

    label: str
    stated: str
    counted: str


@dataclass(frozen=True, slots=True)
class Tally:
    """What was counted in one table: its filled rows, the last serial number (序号), what a row stands for.

    `unit` is 户, 人, 个村 and so on, empty where the header does not tell. `sums` are those that do not add up.
    """

    page: int | None
    rows: int
    numbered: int | None = None
    unit: str = ""
    sums: tuple[Sum, ...] = ()


@dataclass(frozen=True, slots=True)
class Traits:
    """What rules look at in a text, worked out once for each content when it is read.

    `rows` counts the data rows of its tables (None: it has no table), `numbered` the last serial number
    (序号) they bear, `tallies` what was counted in each. `signature` is compared by `search.resemblance`, empty
    for a text too short to compare.
    """

    mentions: tuple[Mention, ...] = ()
    rows: int | None = None
    numbered: int | None = None
    tallies: tuple[Tally, ...] = ()
    signature: bytes = b""


@dataclass(frozen=True, slots=True)
class Hit:
    """One path that a search found: `score` 0..1, and the text to show with what matched in it.

    `ranges` are (start, end) in `snippet`, in order, not overlapping. `page` is the page that matched,
    None where names did. `named` are the ranges in `path`.
    """

    item: int
    path: str
    score: float
    snippet: str
    ranges: tuple[tuple[int, int], ...] = ()
    page: int | None = None
    named: tuple[tuple[int, int], ...] = ()
