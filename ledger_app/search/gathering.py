"""Gathers what a reader finds, within bounds of length, work and time: a hostile file costs no more."""

from __future__ import annotations

import io
import time
from typing import IO

from ledger_app.search.model import Grid, Part, Reading

CHARACTERS = 2_000_000
"""Characters kept of one file: a thousand printed pages."""
ROWS = 50_000
"""Rows of tables kept with their cells."""
COLUMNS = 200
"""Columns kept of a row: who counts in more than that does not do it for an inspection."""
PICTURES = 1001
"""Places of pictures noted in one file: one more than are looked at."""
BYTES = 128 << 20
"""Bytes unpacked of one file, over all its parts."""
SECONDS = 12.0
"""Time given to one file: what was read by then is kept. The worker would give up without anything."""


class Enough(Exception):  # noqa: N818 - not an error: the file has more than is kept
    """The bounds are reached; what was gathered stays."""


class Gathered:
    """The text found so far, page by page; every method that takes more raises `Enough` at a bound."""

    def __init__(self, *, seconds: float = SECONDS, wanted: int | None = None) -> None:
        """`wanted`: the picture, by its number among `Reading.scans`, to be left in `taken`."""
        self.running_head = ""
        self.pages: int | None = None
        self.pages_source = "content"
        self.scans: list[int] = []
        self.pictures: dict[str, int | None] = {}
        self.wanted = wanted
        self.taken: bytes | None = None
        self.error: str | None = None
        self.has_pictures = False
        self.source = "text"
        self._scan_pages: list[int | None] = []
        self._parts: list[Part] = []
        self._grids: list[tuple[int | None, list[tuple[str, ...]]]] = []
        self._rows_left = ROWS
        self._page: int | None = None
        self._lines: list[str] = []
        self._characters = CHARACTERS
        self._bytes = BYTES
        self._end = time.monotonic() + seconds

    def page(self, number: int | None) -> None:
        """Let the lines that follow stand on this page."""
        if number != self._page:
            self._close()
            self._page = number

    def line(self, text: str) -> None:
        """Add a line to the page; an empty one only costs time."""
        text = text.strip()
        if text:
            self._lines.append(text[: self._characters])
        self._characters -= len(text) + 1
        self.check()

    def lines(self, text: str) -> None:
        """Add every line of a text."""
        for line in text.splitlines():
            self.line(line)

    def grid(self) -> None:
        """Let the rows that follow be those of another table, on the page of now."""
        self._grids.append((self._page, []))

    def row(self, cells: dict[int, str]) -> None:
        """Note a row of the table by its columns, beside the line that shows it."""
        if cells and self._rows_left > 0:
            self._rows_left -= 1
            width = min(max(cells) + 1, COLUMNS)
            self._grids[-1][1].append(tuple(cells.get(n, "") for n in range(width)))

    def whole(self, page: int | None, text: str) -> None:
        """Add the text of a whole page as it is."""
        self._close()
        if text.strip():
            self._parts.append(Part(page, text[: self._characters], self.source))
        self._characters -= len(text) + 1
        self.check()

    def picture(self, name: str, page: int | None) -> None:
        """Note that the picture of this name stands on a page; of several places the first counts."""
        if len(self.pictures) < PICTURES:
            self.pictures.setdefault(name, page)

    def scan(self, number: int, page: int | None) -> None:
        """Add the picture with this number, which stands on this page, to what may be recognised."""
        self.scans.append(number)
        self._scan_pages.append(page)

    def spend(self, size: int) -> None:
        """Count bytes that were unpacked."""
        self._bytes -= size
        self.check()

    def check(self) -> None:
        """Raise `Enough` where a bound is reached."""
        if self._characters <= 0 or self._bytes < 0 or time.monotonic() > self._end:
            raise Enough

    def bounded(self, stream: IO[bytes]) -> IO[bytes]:
        """Return a stream whose bytes count."""
        return io.BufferedReader(_Counted(stream, self), 1 << 16)

    def without_pages(self) -> None:
        """Put what was gathered on one page without a number: the file does not tell where pages end."""
        self.pictures = dict.fromkeys(self.pictures)
        self._close()
        text = "\n".join(part.text for part in self._parts)
        self._parts = [Part(None, text)] if text else []
        self._grids = [(None, rows) for _, rows in self._grids]
        self._page = None

    def found(self, *, is_cut: bool = False) -> Reading:
        """Return the reading of what was gathered."""
        self._close()
        return Reading(
            parts=tuple(self._parts),
            running_head=self.running_head,
            pages=self.pages,
            pages_source=self.pages_source,
            scans=tuple(self.scans),
            scan_pages=tuple(self._scan_pages),
            is_cut=is_cut,
            error=self.error,
            grids=tuple(Grid(page, tuple(rows)) for page, rows in self._grids if rows),
        )

    def _close(self) -> None:
        if self._lines:
            self._parts.append(Part(self._page, "\n".join(self._lines), self.source))
            self._lines = []


class _Counted(io.RawIOBase):
    def __init__(self, stream: IO[bytes], gathered: Gathered) -> None:
        self._stream = stream
        self._gathered = gathered

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        data = self._stream.read(len(buffer))
        self._gathered.spend(len(data))
        buffer[: len(data)] = data
        return len(data)
