"""Lays pictures out on A4 sheets: one, two or four to a page, upright, with a caption below each.

The scan of a sheet of paper fills a page of its own, as the sheet itself would.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import count
from typing import BinaryIO

import pikepdf
from pikepdf import Name

from ledger_app.binder.drawing import MM, PORTRAIT, Drawing, Style, Typefaces
from ledger_app.binder.renditions.making_request import Labels
from ledger_app.binder.renditions.model import Rendition
from ledger_app.binder.renditions.snippets import ABOUT
from ledger_app.binder.words import visible

_TOP, _BOTTOM, _SIDE = 28 * MM, 22 * MM, 20 * MM
_GAP, _BELOW = 8 * MM, 2.5 * MM
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
class _Slot:
    """A rectangle of the page, from its top left: where a picture and its caption go."""

    x: float
    y: float
    width: float
    height: float


def lay_out(pictures: Iterable[Picture], stream: BinaryIO, *, to_a_page: int, binding: float) -> int:
    """Draw pictures in order, up to 1, 2 or 4 on an A4 page; returns the number of pages.

    `binding` are the millimetres kept free at both sides. Scans get a page each.
    """
    drawn = io.BytesIO()
    drawing = Drawing(drawn, PORTRAIT, ABOUT)
    faces = Typefaces()
    pages: list[list[tuple[pikepdf.Object, tuple[float, ...]]]] = []
    sizes: list[tuple[float, float] | None] = []
    with pikepdf.new() as pdf:
        for group in _pages(pictures, to_a_page):
            if group[0].is_scan:
                size = _sheet(group[0].upright)
                placed = [(_image(pdf, group[0]), _matrix(group[0].orientation, 0, 0, *size))]
            else:
                size = None
                slots = _slots(to_a_page, max(binding * MM, _SIDE))
                placed = [
                    (_image(pdf, picture), _place(drawing, faces, picture, slot))
                    for picture, slot in zip(group, slots, strict=False)
                ]
            drawing.end_page()
            pages.append(placed)
            sizes.append(size)
        drawing.close()
        with pikepdf.open(drawn) as captions:
            pdf.pages.extend(captions.pages)
            for page, placed, size in zip(pdf.pages, pages, sizes, strict=True):
                _put(pdf, page, placed)
                if size:
                    page.mediabox = pikepdf.Array([0, 0, round(size[0], 2), round(size[1], 2)])
            pdf.save(stream, deterministic_id=True)
    return len(pages)


def picture_sheet(
    chosen: Sequence[tuple[Rendition, Labels]], stream: BinaryIO, *, to_a_page: int, binding: float
) -> int:
    """Put pictures that were rendered a page each together on fewer pages, in order; returns how many.

    Each must be a `PICTURE` of one page; its data is taken over as it is.
    """
    pictures = (_rendered(rendition, labels) for rendition, labels in chosen)
    return lay_out(pictures, stream, to_a_page=to_a_page, binding=binding)


def _rendered(rendition: Rendition, labels: Labels) -> Picture:
    data = rendition.path.read_bytes()
    with pikepdf.open(io.BytesIO(data)) as source:
        page = source.pages[rendition.first]
        image = next(iter(page.resources[Name.XObject].values()))
        size = (int(image.Width), int(image.Height))
        content = page.obj.Contents
        drawing = content[0] if isinstance(content, pikepdf.Array) else content
        matrix = tuple(float(n) for n in drawing.read_bytes().split()[1:7])
    signs = tuple((n > 0) - (n < 0) for n in matrix[:4])
    orientation = next(n for n in range(1, 9) if _matrix(n, 0, 0, 1, 1)[:4] == signs)
    return Picture(data, size, labels, orientation)


def _pages(pictures: Iterable[Picture], to_a_page: int) -> Iterator[list[Picture]]:
    group: list[Picture] = []
    for picture in pictures:
        if group and (picture.is_scan or len(group) == to_a_page):
            yield group
            group = []
        group.append(picture)
        if picture.is_scan:
            yield group
            group = []
    if group:
        yield group


def _sheet(upright: tuple[int, int]) -> tuple[float, float]:
    """Return the size of the page that a scan fills: A4, the side that fits exactly kept."""
    short, long = PORTRAIT
    width, height = upright
    room = (short, long) if width <= height else (long, short)
    scale = min(room[0] / width, room[1] / height)
    return width * scale, height * scale


def _slots(to_a_page: int, side: float) -> list[_Slot]:
    width, height = PORTRAIT[0] - 2 * side, PORTRAIT[1] - _TOP - _BOTTOM
    columns, rows = {1: (1, 1), 2: (1, 2)}.get(to_a_page, (2, 2))
    wide, high = (width - _GAP * (columns - 1)) / columns, (height - _GAP * (rows - 1)) / rows
    return [
        _Slot(side + column * (wide + _GAP), _TOP + row * (high + _GAP), wide, high)
        for row in range(rows)
        for column in range(columns)
    ]


def _place(drawing: Drawing, faces: Typefaces, picture: Picture, slot: _Slot) -> tuple[float, ...]:
    """Draw a picture's caption; return the matrix that puts the picture above it, both in the slot's middle."""
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
    return _matrix(picture.orientation, x, drawing.height - y - high, wide, high)


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


def _put(
    pdf: pikepdf.Pdf, page: pikepdf.Page, placed: Sequence[tuple[pikepdf.Object, tuple[float, ...]]]
) -> None:
    """Draw pictures onto a page that has their captions."""
    if Name.XObject not in page.resources:
        page.resources[Name.XObject] = pikepdf.Dictionary()
    content = []
    for number, (image, matrix) in zip(count(), placed):
        page.resources[Name.XObject][f"/Im{number}"] = image
        content.append(f"q {' '.join(f'{n:.4f}' for n in matrix)} cm /Im{number} Do Q")
    page.contents_add(pdf.make_stream("\n".join(content).encode()), prepend=True)
