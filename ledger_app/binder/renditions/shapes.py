"""Where there is ink on a page: what stamps are placed by. Runs in the worker process.

A page is rendered small, three pixels to a square of 2 mm each way. Paper is not always white: a scan has
the grey or yellow of its sheet all over. So the paper's tone is taken from the page's own histogram: the
commonest of its light tones, where at least a fifth of the page has it, and near each place from what is light
there. Ink is what is darker than that by clearly more than the paper's own unevenness, or more coloured. A page
without such a tone (a photograph) has no paper to be seen: everything on it that is not white counts as ink.
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
_PAPER_WHITE = 255
_SHARE = 0.2
_BLOCK = 8 * _ACROSS
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
    tone = _paper(darkest)
    if tone == _PAPER_WHITE:
        return _any_of(darkest < _PAPER_WHITE - _LEAST)
    darker = _background(darkest, tone) - darkest
    usual = np.median(darker)
    noise = 1.5 * np.median(
        np.abs(darker - usual)
    )  # as far as most of it is paper: a robust standard deviation
    ink = _any_of(darker > usual + max(_LEAST, 5 * noise))
    # A thin line is faint in every pixel that it touches, but not in all of them by chance.
    ink |= _mean_of(darker) > usual + max(_LEAST / 2, 2.5 * noise)
    chroma = (reduce(np.maximum, planes) - darkest).astype(np.int16)  # yellowed paper is coloured all over
    return ink | _any_of(chroma > np.median(chroma) + _MOST)


def _paper(darkest: np.ndarray) -> int:
    """Return the tone of the paper; white where the page shows none."""
    light = np.bincount(darkest.ravel(), minlength=256)
    light[:_LIGHT] = 0
    smooth = np.convolve(light, np.ones(9, dtype=light.dtype), "same")
    tone = int(smooth.argmax())
    return _PAPER_WHITE if tone >= _WHITE or smooth[tone] < _SHARE * darkest.size else tone


def _background(darkest: np.ndarray, tone: int) -> np.ndarray:
    """Return the tone that the paper has at each pixel: the light falls unevenly on what is photographed."""
    rows, columns = darkest.shape
    high, wide = max(1, rows // _BLOCK), max(1, columns // _BLOCK)
    more = max(0, _BLOCK - rows), max(0, _BLOCK - columns)
    whole = np.pad(darkest, ((0, more[0]), (0, more[1])), mode="symmetric")[: high * _BLOCK, : wide * _BLOCK]
    blocks = whole.reshape(high, _BLOCK, wide, _BLOCK).swapaxes(1, 2).reshape(high, wide, -1)
    nth = blocks.shape[2] * 3 // 4
    tones = np.partition(blocks, nth, axis=2)[:, :, nth].astype(np.int16)
    tones = np.maximum(tones, tone - _MOST)  # where there is a picture, the paper around it tells
    # What is left at the lower and the right edge is as the block beside it.
    rest = [(0, max(0, rows - high * _BLOCK)), (0, max(0, columns - wide * _BLOCK))]
    tones = tones.repeat(_BLOCK, axis=0).repeat(_BLOCK, axis=1)
    return np.pad(tones, rest, mode="edge")[:rows, :columns]


def _any_of(pixels: np.ndarray) -> np.ndarray:
    rows = reduce(np.logical_or, (pixels[n::_ACROSS] for n in range(_ACROSS)))
    return reduce(np.logical_or, (rows[:, n::_ACROSS] for n in range(_ACROSS))).astype(np.uint8)


def _mean_of(pixels: np.ndarray) -> np.ndarray:
    rows = reduce(np.add, (pixels[n::_ACROSS] for n in range(_ACROSS)))
    return reduce(np.add, (rows[:, n::_ACROSS] for n in range(_ACROSS))) / _ACROSS**2
