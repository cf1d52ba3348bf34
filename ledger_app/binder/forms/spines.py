"""Labels for the spines of boxes, several on a sheet of A4, to be cut out (DA/T 22-2015 6.4.1)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import BinaryIO

from ledger_app.binder.blocks import THIN
from ledger_app.binder.drawing import MM, PORTRAIT, About, Drawing, Style, Typefaces
from ledger_app.binder.forms.sheets import office_of
from ledger_app.binder.forms.upright import SIZES, upright
from ledger_app.binder.volumes.model import Ordering, PartKind, Volume
from ledger_app.binder.words import document_language, retention_name
from ledger_app.core.i18n import _
from ledger_app.core.progress import Progress

LABEL_HEIGHT = 250.0
"""The height of a label in mm: a box is 310 mm high, a sheet of A4 297 mm."""

CHECK_LENGTH = 50.0
"""The length in mm of the line that shows whether the sheet was printed at its actual size."""

_SHEET_WIDTH = 190.0
_LEFT, _TOP = 10.0, 13.0
_MARK = 5 * MM
_CAPTION = 7.5


@dataclass(frozen=True, slots=True)
class _Cell:
    """A cell of a label: `kind` is `line`, `upright` (characters one below the other) or `pair` (from above to)."""

    caption: str
    value: str
    height: float
    kind: str = "line"
    largest: float = 18.0
    second: str = ""


def packed(widths: Sequence[int]) -> list[list[int]]:
    """Return which labels go onto which sheet, by their places in `widths` (mm): the widest first, first fit."""
    sheets: list[list[int]] = []
    rooms: list[float] = []
    for at in sorted(range(len(widths)), key=lambda n: (-widths[n], n)):
        free = next((s for s, room in enumerate(rooms) if room >= widths[at]), None)
        if free is None:
            free = len(sheets)
            sheets.append([])
            rooms.append(_SHEET_WIDTH)
        sheets[free].append(at)
        rooms[free] -= widths[at]
    return [sorted(sheet) for sheet in sheets]


def draw_spines(
    volumes: Sequence[Volume], stream: BinaryIO, progress: Progress
) -> tuple[int, tuple[str, ...]]:
    """Draw a label for each volume; returns the number of sheets and the characters no font has."""
    faces = Typefaces()
    sheets = packed([volume.width for volume in volumes])
    drawing = Drawing(stream, PORTRAIT, _about(volumes))
    for number, sheet in enumerate(sheets):
        progress.at("draw", number, len(sheets))
        x = _LEFT * MM
        edges = [x]
        for at in sheet:
            width = volumes[at].width * MM
            _draw_label(drawing, faces, volumes[at], x, _TOP * MM, width)
            x += width
            edges.append(x)
        _draw_cut_marks(drawing, edges)
        _draw_check(drawing, faces)
        drawing.end_page()
    progress.at("write", len(sheets), len(sheets))
    drawing.close()
    return len(sheets), faces.missing


def _cells(volume: Volume) -> list[_Cell]:
    """Return the cells of a label from the top; their heights in mm add up to `LABEL_HEIGHT`."""
    year = _Cell(_("Year"), str(volume.year), 22)
    number = _Cell(_("Box number"), str(volume.number), 34, largest=26)
    if volume.ordering is Ordering.BOX and volume.box is not None:
        box = volume.box
        numbers = [filed.number for filed in box.items]
        first, last = (f"{min(numbers):04d}", f"{max(numbers):04d}") if numbers else ("", "")
        return [
            _Cell(_("Fonds number"), volume.fonds, 24),
            year,
            _Cell(_("Retention period"), retention_name(box.retention), 24),
            _Cell(_("Office (function)"), office_of(volume), 100, "upright", 26),
            _Cell(_("Items from–to"), first, 46, "pair", second=last),
            number,
        ]
    codes = [p.indicator.code for p in volume.parts if p.kind is PartKind.DIVIDER and p.indicator]
    first, last = (codes[0], codes[-1]) if codes else ("", "")
    return [
        year,
        _Cell(_("Subject area"), volume.title, 148, "upright", 26),
        _Cell(_("Indicators from–to"), first, 46, "pair", second=last),
        number,
    ]


def _draw_label(drawing: Drawing, faces: Typefaces, volume: Volume, x: float, y: float, width: float) -> None:
    drawing.box(x, y, width, LABEL_HEIGHT * MM, weight=THIN)
    for number, cell in enumerate(_cells(volume)):
        if number:
            drawing.rules([(x, y, x + width, y)], THIN)
        height = cell.height * MM
        top = _draw_caption(drawing, faces, cell.caption, x, y, width)
        room = y + height - top
        if cell.kind == "upright":
            if cell.value:
                text = upright(cell.value, faces.hei, width - 4, room - 8, cell.largest)
                text.draw(drawing, x, top, width, room)
        elif cell.kind == "pair":
            half = room / 2
            _draw_value(drawing, faces, cell.value, cell.largest, x, top, width, half)
            drawing.rules([(x + 2 * MM, top + half, x + width - 2 * MM, top + half)], THIN)
            _draw_value(drawing, faces, cell.second, cell.largest, x, top + half, width, half)
        else:
            _draw_value(drawing, faces, cell.value, cell.largest, x, top, width, room)
        y += height


def _draw_caption(drawing: Drawing, faces: Typefaces, text: str, x: float, y: float, width: float) -> float:
    """Draw a cell's caption on one or two lines; returns where the room below it begins."""
    style = Style(faces.song, _CAPTION, _CAPTION * 1.25)
    y += 3
    for line in style.typeface.wrap(text, width - 4, style.size)[:2]:
        drawing.text(x, y + style.size, line, style, align="center", width=width)
        y += style.leading
    return y


def _draw_value(
    drawing: Drawing,
    faces: Typefaces,
    text: str,
    largest: float,
    x: float,
    y: float,
    width: float,
    height: float,
) -> None:
    prepared = faces.hei.prepared(text)
    sizes = [s for s in SIZES if s <= largest]
    size = next((s for s in sizes if faces.hei.width(prepared, s) <= width - 6), sizes[-1])
    style = Style(faces.hei, size, size)
    line = faces.hei.fitted(text, width - 4, size)
    drawing.text(x, y + height / 2 + size * 0.36, line, style, align="center", width=width)


def _draw_cut_marks(drawing: Drawing, edges: Sequence[float]) -> None:
    """Draw short lines outside the labels where they are to be cut."""
    top, bottom = _TOP * MM, (_TOP + LABEL_HEIGHT) * MM
    gap = 1 * MM
    marks = [(x, top - gap - _MARK, x, top - gap) for x in edges]
    marks += [(x, bottom + gap, x, bottom + gap + _MARK) for x in edges]
    left, right = edges[0], edges[-1]
    for y in (top, bottom):
        marks += [(left - gap - _MARK, y, left - gap, y), (right + gap, y, right + gap + _MARK, y)]
    drawing.rules(marks, THIN)


def _draw_check(drawing: Drawing, faces: Typefaces) -> None:
    """Draw the line that is to be measured, and what to choose where it is of another length."""
    y = (_TOP + LABEL_HEIGHT) * MM + 14 * MM
    x, end = _LEFT * MM, (_LEFT + CHECK_LENGTH) * MM
    drawing.rules([(x, y, end, y), (x, y - 2 * MM, x, y + 2 * MM), (end, y - 2 * MM, end, y + 2 * MM)], 0.6)
    style = Style(faces.song, 9, 12)
    text = _("Choose “Actual size” when printing; measured, this line must be 50 mm long.")
    drawing.text(end + 5 * MM, y + 3, faces.song.prepared(text), style)


def _about(volumes: Sequence[Volume]) -> About:
    title = _("Spine labels")
    first = volumes[0]
    return About(
        title=" ".join(filter(None, [first.fonds_name, title])),
        subject=title,
        author=first.fonds_name,
        language=document_language(),
        as_of=first.as_of,
    )
