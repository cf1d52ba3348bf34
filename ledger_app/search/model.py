"""What a file says of itself: its description, each value with where it came from."""

from __future__ import annotations

from dataclasses import dataclass, field

FIELDS = ("title", "document_number", "issuer", "date", "pages")


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
