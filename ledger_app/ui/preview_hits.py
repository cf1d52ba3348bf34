"""Where words stand on a page of a PDF. Runs in the worker process and knows no Qt."""

from __future__ import annotations

import ctypes
from collections.abc import Sequence

import pypdfium2 as pdfium
from pypdfium2 import raw

from ledger_app.search.excerpts import ranges_in

Mark = tuple[float, float, float, float]
"""Left, top, width and height as shares of the page's width and height, as it is seen."""
_SIDE = 1 << 14
_MOST = 400


def on_page(page: pdfium.PdfPage, words: Sequence[str]) -> list[Mark]:
    """Return the rectangles around folded words on a page, line by line; none where it has no text."""
    if not words:
        return []
    text = page.get_textpage()
    try:
        written = text.get_text_range().replace("\r", " ")  # as long as it was, so that places stay
        marks: list[Mark] = []
        for start, end in ranges_in(written, words):
            first = raw.FPDFText_GetCharIndexFromTextIndex(text, start)
            last = raw.FPDFText_GetCharIndexFromTextIndex(text, end - 1)
            if first < 0 or last < first:
                continue
            for n in range(text.count_rects(first, last - first + 1)):
                marks.append(_seen(page, text.get_rect(n)))
                if len(marks) >= _MOST:
                    return marks
        return marks
    except pdfium.PdfiumError:
        return []
    finally:
        text.close()


def _seen(page: pdfium.PdfPage, rectangle: tuple[float, float, float, float]) -> Mark:
    """Turn a rectangle of the page's own space into shares of what is seen, whichever way it is turned."""
    left, bottom, right, top = rectangle
    corners = [_point(page, left, bottom), _point(page, right, top)]
    (x1, x2), (y1, y2) = sorted(c[0] for c in corners), sorted(c[1] for c in corners)
    return x1, y1, x2 - x1, y2 - y1


def _point(page: pdfium.PdfPage, x: float, y: float) -> tuple[float, float]:
    across, down = ctypes.c_int(), ctypes.c_int()
    raw.FPDF_PageToDevice(page, 0, 0, _SIDE, _SIDE, 0, x, y, across, down)
    return across.value / _SIDE, down.value / _SIDE
