"""Where there is ink on a page: what stamps are placed by. Runs in the worker process.

A page is rendered small, three points to a square of 2 mm each way. Paper is not always white: a scan has
the grey or yellow of its sheet all over. So the paper's tone is taken from the page's own histogram: the
commonest of its light tones, where enough of the page has it. Ink is what is clearly darker than that, by
more than the paper's own unevenness, or clearly more coloured. A page without such a tone (a photograph)
has no paper to be seen: everything on it that is not white counts as ink.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from functools import reduce
from pathlib import Path

import numpy as np
import pypdfium2 as pdfium
from pypdfium2 import raw

from ledger_app.binder.renditions.model import PageShape
from ledger_app.search.containers import Unreadable

SQUARE = 2 * 72 / 25.4
"""Points of a square's side: 2 mm."""
_ACROSS = 3
_LIGHT = 128
_WHITE = 250
_SHARE = 0.2
_LEAST = 10
_MOST = 60
_FLAGS = raw.FPDF_PRINTING | raw.FPDF_NO_CATCH | raw.FPDF_REVERSE_BYTE_ORDER
_MOST_SQUARES = 4_000_000


def shapes_of(path: Path, units: Sequence[float]) -> Iterator[PageShape]:
    """Yield the shape of each page; `units` are the pages' user units. Raises `Unreadable`."""
    try:
        document = pdfium.PdfDocument(path, autoclose=True)
    except pdfium.PdfiumError as error:
        raise Unreadable("damaged") from error
    try:
        for number, unit in enumerate(units):
            yield _shape(document, number, unit)
    finally:
        document.close()


def _shape(document: pdfium.PdfDocument, number: int, unit: float) -> PageShape:
    try:
        page = document[number]
    except (pdfium.PdfiumError, IndexError) as error:
        raise Unreadable("damaged") from error
    try:
        width, height = (side * unit for side in page.get_size())
        columns, rows = (max(1, math.ceil(side / SQUARE - 0.01)) for side in (width, height))
        if columns * rows > _MOST_SQUARES:
            raise Unreadable("too-large")
        pixels = _rendered(page, columns, rows, width, height)
    finally:
        page.close()
    return PageShape(round(width, 2), round(height, 2), columns, ink_of(pixels).tobytes())


def _rendered(page: pdfium.PdfPage, columns: int, rows: int, width: float, height: float) -> np.ndarray:
    """Return the page on white, as whole squares: rows x columns times `_ACROSS` pixels of three colours."""
    bitmap = pdfium.PdfBitmap.new_native(columns * _ACROSS, rows * _ACROSS, raw.FPDFBitmap_BGRx)
    try:
        bitmap.fill_rect((255, 255, 255, 255), 0, 0, bitmap.width, bitmap.height)
        size = (max(1, round(side / SQUARE * _ACROSS)) for side in (width, height))
        raw.FPDF_RenderPageBitmap(bitmap, page, 0, 0, *size, 0, _FLAGS)
        return bitmap.to_numpy().copy()[:, :, :3]  # its memory goes with it
    finally:
        bitmap.close()


def ink_of(pixels: np.ndarray) -> np.ndarray:
    """Return 1 for each square of `_ACROSS` pixels a side that has ink, 0 for each that shows the paper only.

    `pixels` are height x width x 3 of 8 bits, their sides whole squares.
    """
    planes = [pixels[:, :, n] for n in range(3)]
    darkest = reduce(np.minimum, planes)  # a tenth of the time of `min(axis=2)`
    tone, spread = _paper(darkest)
    ink = darkest < tone - spread
    if tone < _WHITE:  # yellowed paper is coloured all over: ink is what is more so
        chroma = reduce(np.maximum, planes) - darkest
        paper = darkest >= tone - spread
        usual = int(np.median(chroma[paper])) if paper.any() else 0
        ink |= chroma > usual + _MOST
    rows = reduce(np.logical_or, (ink[n::_ACROSS] for n in range(_ACROSS)))
    return reduce(np.logical_or, (rows[:, n::_ACROSS] for n in range(_ACROSS))).astype(np.uint8)


def _paper(darkest: np.ndarray) -> tuple[int, int]:
    """Return the tone of the paper, and how much darker than it is still paper."""
    counts = np.bincount(darkest.ravel(), minlength=256)
    light = counts.copy()
    light[:_LIGHT] = 0
    smooth = np.convolve(light, np.ones(9, dtype=light.dtype), "same")
    tone = int(smooth.argmax())
    total = darkest.size
    if tone >= _WHITE or smooth[tone] < _SHARE * total:
        return 255, _LEAST
    # Above its commonest tone the paper is by itself; below it there is ink as well. So how far it varies
    # upwards tells how far it does downwards.
    above = counts[tone:]
    far = int(np.searchsorted(np.cumsum(above), 0.98 * above.sum()))
    return tone, min(max(_LEAST, 2 * far), _MOST)
