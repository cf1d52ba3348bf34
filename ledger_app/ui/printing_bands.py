"""Draws a page of a binder for a printer, one band after the other. Runs in the worker process and knows no Qt."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pypdfium2 import PdfPage

SECONDS = 60.0
"""What one band may take: a page with a large picture decodes it again for each."""
MEMORY = 3 << 29
POINTS = 72


@dataclass(frozen=True, slots=True)
class Band:
    """What is asked of the worker: some rows of a page of a PDF at so many dots per inch.

    A page that lies across is turned upright, its head to the left, as it is bound.
    """

    path: str
    page: int
    dpi: int
    top: int
    rows: int
    is_grey: bool = False

    def packed(self) -> str:
        """Return it as the one string that goes to the worker."""
        return json.dumps([self.path, self.page, self.dpi, self.top, self.rows, self.is_grey])


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows of a page: three bytes a dot (blue, green, red) or one of grey, each row `stride` bytes.

    `height` is that of the whole upright page in dots. `pixels` are empty where the rows are white.
    """

    width: int = 0
    height: int = 0
    rows: int = 0
    stride: int = 0
    pixels: bytes = b""
    error: str | None = None


def draw(packed: str) -> Rows:
    """Draw a band. Never raises for what the page is: see `Rows.error`."""
    import pypdfium2 as pdfium  # see docs/decisions/0006-late-imports.md

    try:
        return _draw(Band(*json.loads(packed)))
    except MemoryError:
        return Rows(error="too-large")
    except (pdfium.PdfiumError, OSError, ValueError):
        return Rows(error="page-damaged")


def _draw(wanted: Band) -> Rows:
    import pypdfium2 as pdfium
    from pypdfium2 import raw

    page = _page(wanted.path, wanted.page)
    wide, high = page.get_size()
    is_across = wide > high
    if is_across:
        wide, high = high, wide
    width, height = (round(size * wanted.dpi / POINTS) for size in (wide, high))
    rows = min(wanted.rows, height - wanted.top)
    form = raw.FPDFBitmap_Gray if wanted.is_grey else raw.FPDFBitmap_BGR
    bitmap = pdfium.PdfBitmap.new_native(width, rows, form)
    bitmap.fill_rect((255, 255, 255, 255), 0, 0, width, rows)
    flags = raw.FPDF_ANNOT | raw.FPDF_PRINTING | (raw.FPDF_GRAYSCALE if wanted.is_grey else 0)
    turn = 3 if is_across else 0  # in quarters to the right
    raw.FPDF_RenderPageBitmap(bitmap, page, 0, -wanted.top, width, height, turn, flags)
    pixels = bytes(bitmap.buffer)
    if pixels.count(b"\xff") == len(pixels):
        pixels = b""
    return Rows(width, height, rows, bitmap.stride, pixels)


@lru_cache(maxsize=1)
def _page(path: str, page: int) -> PdfPage:
    """Keep the page open from one band to the next: its pictures are decoded once."""
    import pypdfium2 as pdfium

    return pdfium.PdfDocument(path)[page]
