"""What a file says of itself: what was read from it, and its description with where each value came from."""

from __future__ import annotations

from dataclasses import dataclass, field

FIELDS = ("title", "document_number", "issuer", "date", "pages")


@dataclass(frozen=True, slots=True)
class Reading:
    """What a reader got out of one file, before anything is concluded from it.

    `text` is the head of the text (`tail` its end, where the head is not all), one paragraph, row or
    printed line a line; `running_head` is what stands above every page. `taken` is the ISO date a
    picture was taken. `text_source` is `text`, or `none` where a picture or scan holds no characters.
    `error` is the code of what could not be read; the rest is kept beside it.
    """

    text: str = ""
    tail: str = ""
    running_head: str = ""
    pages: int | None = None
    pages_source: str = "content"
    taken: str | None = None
    text_source: str = "none"
    error: str | None = None


@dataclass(frozen=True, slots=True)
class Description:
    """Read from a file's content or name, or corrected by a person.

    `date` is ISO 8601 (`2025-03-05`, or a year alone), `pages` counts pages. `sources` says for each
    field where its value came from: `content`, `properties`, `exif`, `name`, `person`.
    `text_source` is `text`, `ocr` or `none`. `error` is the code of why the content could not be read.
    """

    title: str | None = None
    document_number: str | None = None
    issuer: str | None = None
    date: str | None = None
    pages: int | None = None
    text_source: str = "none"
    sources: dict[str, str] = field(default_factory=dict)
    error: str | None = None


@dataclass(frozen=True, slots=True)
class Hit:
    """One path that a search found: `score` 0..1, and the text to show with what matched in it.

    `ranges` are (start, end) in `snippet`, in order, not overlapping. `page` is the page that matched,
    None where names did.
    """

    item: int
    path: str
    score: float
    snippet: str
    ranges: tuple[tuple[int, int], ...] = ()
    page: int | None = None
