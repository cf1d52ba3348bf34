"""Lays pictures out on A4 sheets, upright, each with a caption below.

The scan of a sheet of paper fills a page of its own, as the sheet itself would.
"""

from __future__ import annotations

import io
from collections.abc import Iterable
from dataclasses import dataclass
from typing import BinaryIO

import pikepdf
from pikepdf import Name

from ledger_app.binder.drawing import MM, PORTRAIT, Drawing, Style, Typefaces
from ledger_app.binder.renditions.making_request import Labels
from ledger_app.binder.renditions.snippets import ABOUT
from ledger_app.binder.words import visible

_TOP, _BOTTOM, _SIDE = 28 * MM, 22 * MM, 20 * MM
_BELOW = 2.5 * MM
_COARSEST = 100
"""Dots per inch that a picture is never enlarged beyond: larger, it only shows its dots."""
_TITLE_LINES = 2
_ASIDE = (5, 6, 7, 8)


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture ready for paper: a PDF whose only page holds it, its size in dots as it is stored.

    `orientation` is the EXIF number of how it has to be turned, `is_scan` that it shows a whole sheet of paper.
    """

    pdf: bytes
    size: tuple[int, int]
    labels: Labels
    orientation: int = 1
    is_scan: bool = False

    @property
    def upright(self) -> tuple[int, int]:
        """Its width and height in dots as it is seen."""
        return self.size[::-1] if self.orientation in _ASIDE else self.size


@dataclass(frozen=True, slots=True)
class Laid:
    """The number of pages, and the size in points of a single photograph on the page behind them."""

    pages: int
    alone: tuple[float, float] | None


@dataclass(frozen=True, slots=True)
class _Slot:
    """A rectangle of the page, from its top left: where a picture and its caption go."""

    x: float
    y: float
    width: float
    height: float


def lay_out(pictures: Iterable[Picture], stream: BinaryIO, *, binding: float) -> Laid:
    """Draw pictures in order, each on an A4 page; `binding` are the millimetres kept free at both sides.

    Behind a single photograph, a page that is not counted has it once more, alone: see `Rendition.alone`.
    """
    drawn = io.BytesIO()
    drawing = Drawing(drawn, PORTRAIT, ABOUT)
    faces = Typefaces()
    put: list[tuple[pikepdf.Object, Picture, tuple[float, ...]]] = []
    sizes: list[tuple[float, float] | None] = []
    alone = None
    with pikepdf.new() as pdf:
        for picture in pictures:
            if picture.is_scan:
                size = _sheet(picture.upright)
                matrix = _matrix(picture.orientation, 0, 0, *size)
                sizes.append(size)
            else:
                matrix, alone = _place(drawing, faces, picture, _slot(max(binding * MM, _SIDE)))
                sizes.append(None)
            drawing.end_page()
            put.append((_image(pdf, picture), picture, matrix))
        drawing.close()
        with pikepdf.open(drawn) as captions:
            pdf.pages.extend(captions.pages)
            for page, (image, _picture, matrix), size in zip(pdf.pages, put, sizes, strict=True):
                _put(pdf, page, image, matrix)
                if size:
                    page.mediabox = _box(size)
            if len(put) == 1 and alone:
                image, picture, _ = put[0]
                _put(
                    pdf,
                    pdf.add_blank_page(page_size=alone),
                    image,
                    _matrix(picture.orientation, 0, 0, *alone),
                )
            pdf.save(stream, deterministic_id=True)
    return Laid(len(put), alone if len(put) == 1 else None)


def _sheet(upright: tuple[int, int]) -> tuple[float, float]:
    """Return the size of the page that a scan fills: A4, the side that fits exactly kept."""
    short, long = PORTRAIT
    width, height = upright
    room = (short, long) if width <= height else (long, short)
    scale = min(room[0] / width, room[1] / height)
    return width * scale, height * scale


def _slot(side: float) -> _Slot:
    return _Slot(side, _TOP, PORTRAIT[0] - 2 * side, PORTRAIT[1] - _TOP - _BOTTOM)


def _place(
    drawing: Drawing, faces: Typefaces, picture: Picture, slot: _Slot
) -> tuple[tuple[float, ...], tuple[float, float]]:
    """Draw a picture's caption; return the matrix that puts the picture above it, both in the slot's middle, and its size."""
    lines = _caption(faces, picture.labels, slot.width)
    below = sum(style.leading for _text, style in lines) + (_BELOW if lines else 0)
    width, height = picture.upright
    scale = min(slot.width / width, (slot.height - below) / height, 72 / _COARSEST)
    wide, high = width * scale, height * scale
    x, y = slot.x + (slot.width - wide) / 2, slot.y + (slot.height - high - below) / 2
    baseline = y + high + _BELOW
    for text, style in lines:
        middle = baseline + style.leading / 2 + style.size * 0.38
        drawing.text(slot.x, middle, text, style, align="center", width=slot.width)
        baseline += style.leading
    size = round(wide, 2), round(high, 2)
    return _matrix(picture.orientation, x, drawing.height - y - high, wide, high), size


def _caption(faces: Typefaces, labels: Labels, width: float) -> list[tuple[str, Style]]:
    title, line = Style(faces.hei, 10.5, 15), Style(faces.song, 9, 13)
    found = faces.hei.wrap(visible(labels.title), width, title.size) if labels.title else []
    if len(found) > _TITLE_LINES:
        rest = "".join(found[_TITLE_LINES - 1 :])
        found = [*found[: _TITLE_LINES - 1], faces.hei.fitted(rest, width, title.size)]
    lines = [(text, title) for text in found]
    if labels.line:
        lines.append((faces.song.fitted(visible(labels.line), width, line.size), line))
    return lines


def _matrix(orientation: int, x: float, y: float, width: float, height: float) -> tuple[float, ...]:
    """Return what turns the unit square into this rectangle so that the picture stands upright (EXIF 2.32, 4.6.4)."""
    right, top = x + width, y + height
    return {
        2: (-width, 0, 0, height, right, y),
        3: (-width, 0, 0, -height, right, top),
        4: (width, 0, 0, -height, x, top),
        5: (0, -height, -width, 0, right, top),
        6: (0, -height, width, 0, x, top),
        7: (0, height, width, 0, x, y),
        8: (0, height, -width, 0, right, y),
    }.get(orientation, (width, 0, 0, height, x, y))


def _image(pdf: pikepdf.Pdf, picture: Picture) -> pikepdf.Object:
    source = pikepdf.open(
        io.BytesIO(picture.pdf)
    )  # closed with the last of its pictures: data is copied late
    images = source.pages[0].resources[Name.XObject]
    return pdf.copy_foreign(next(iter(images.values())))


def _box(size: tuple[float, float]) -> pikepdf.Array:
    return pikepdf.Array([0, 0, round(size[0], 2), round(size[1], 2)])


def _put(pdf: pikepdf.Pdf, page: pikepdf.Page, image: pikepdf.Object, matrix: tuple[float, ...]) -> None:
    """Draw a picture onto a page that has its caption."""
    if Name.XObject not in page.resources:
        page.resources[Name.XObject] = pikepdf.Dictionary()
    page.resources[Name.XObject][Name.Im0] = image
    content = f"q {' '.join(f'{n:.4f}' for n in matrix)} cm /Im0 Do Q"
    page.contents_add(pdf.make_stream(content.encode()), prepend=True)
