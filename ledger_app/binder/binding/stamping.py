"""What the stamps say and how they look: vector text in fonts that a volume has once."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from datetime import datetime

from ledger_app.binder.binding.model import Rectangle
from ledger_app.binder.binding.placing import ARCHIVE_STAMP
from ledger_app.binder.drawing import MM, About, Drawing, Style, Typefaces
from ledger_app.binder.volumes.model import Part, Picture, PlannedPage, Volume
from ledger_app.binder.words import date_text, retention_name, visible
from ledger_app.core.i18n import _

_HIGH = 5.4 * MM
_GAP = 1.6 * MM
_SMALLEST = 4.0
_TITLE_LINES = 2
_LAST_NUMBER = re.compile(r"\d+$")


class Stamps:
    """Draws stamps as operators; `close` gives the PDF whose first page has the fonts that they name."""

    def __init__(self, about: About) -> None:
        self._stream = io.BytesIO()
        self._drawing = Drawing(self._stream, ARCHIVE_STAMP, about)
        self._faces = faces = Typefaces()
        self._label = Style(faces.hei, 10.5, 0)
        self._small = Style(faces.song, 7, 0, 0.2)
        self._name = Style(faces.song, 5, 0, is_red=True)
        self._quiet = Style(faces.song, 10.5, 0, 0.45)
        self._title, self._line = Style(faces.hei, 10.5, 14), Style(faces.song, 9, 12)
        self._code = Style(faces.song, 7, 10, 0.2)

    def page_extent(self, page: PlannedPage, position: str) -> tuple[float, float]:
        """Return how wide and high the page stamp becomes, the note of a smaller scale included."""
        lines = (_small_line(position, _reduced(0.99)), page.code)
        beside = max(self._small.typeface.width(line, self._small.size) for line in lines)
        return self._label.typeface.width(page.label, self._label.size) + _GAP + beside, _HIGH

    def page_stamp(
        self, page: PlannedPage, position: str, scale: float, at: Rectangle, *, is_turned: bool
    ) -> bytes:
        """Draw the page stamp into its rectangle: the label at the outer end, beside it the item's page and the code."""
        across, up = at[2] - at[0], at[3] - at[1]
        wide = up if is_turned else across
        label = self._label.typeface.width(page.label, self._label.size)
        x, align = (0.0, "right") if page.is_right else (label + _GAP, "left")
        room = wide - label - _GAP
        self._text(wide - label if page.is_right else 0, 1.2 * MM, page.label, self._label)
        note = _reduced(scale) if scale < 0.995 else ""
        self._text(x, 3.2 * MM, _small_line(position, note), self._small, align, room)
        self._text(x, 0.6 * MM, page.code, self._small, align, room)
        matrix = f"0 -1 1 0 {at[0]:.2f} {at[3]:.2f}" if is_turned else f"1 0 0 1 {at[0]:.2f} {at[1]:.2f}"
        return b"q %b cm\n%b\nQ" % (matrix.encode(), self._drawing.taken())

    def archive_stamp(self, volume: Volume, part: Part, number: str, at: Rectangle) -> bytes:
        """Draw 归档章 into its rectangle: two rows of three cells in red, filled in with black (DA/T 22-2015, appendix B)."""
        wide, high = ARCHIVE_STAMP
        cells = _cells(volume, part, number)
        for i, (name, value) in enumerate(cells):
            left, bottom = i % 3 * wide / 3, (1 - i // 3) * high / 2
            self._text(left + 0.7 * MM, bottom + high / 2 - 2.1 * MM, name, self._name)
            style = self._value(value, wide / 3 - 1.4 * MM)
            self._text(left + 0.7 * MM, bottom + 1.6 * MM, value, style, "center", wide / 3 - 1.4 * MM)
        inset = 0.3
        lines = [
            f"{inset:g} {inset:g} {wide - 2 * inset:.2f} {high - 2 * inset:.2f} re",
            f"0 {high / 2:.2f} m {wide:.2f} {high / 2:.2f} l",
            *(f"{i * wide / 3:.2f} 0 m {i * wide / 3:.2f} {high:.2f} l" for i in (1, 2)),
        ]
        frame = f"q 1 0 0 1 {at[0]:.2f} {at[1]:.2f} cm 0.8 0 0 RG 0.6 w {' '.join(lines)} S\n"
        return frame.encode() + self._drawing.taken() + b"\nQ"

    def caption_lines(self, picture: Picture, width: float) -> list[tuple[str, Style]]:
        """Return what stands below one of several pictures: its title, date and archive number, and its code."""
        title = self._title
        found = title.typeface.wrap(visible(picture.title), width, title.size)
        if len(found) > _TITLE_LINES:
            rest = "".join(found[_TITLE_LINES - 1 :])
            found = [*found[: _TITLE_LINES - 1], title.typeface.fitted(rest, width, title.size)]
        said = "  ".join(filter(None, (_day(picture.date), visible(picture.archive_number))))
        below = [(self._line.typeface.fitted(said, width, self._line.size), self._line)] if said else []
        return [*((text, title) for text in found), *below, (picture.code, self._code)]

    def caption(self, lines: Sequence[tuple[str, Style]], at: Rectangle) -> bytes:
        """Draw these lines into their rectangle."""
        top = at[3] - at[1]
        for text, style in lines:
            top -= style.leading
            self._text(0, top + style.leading / 2 - style.size * 0.38, text, style, "center", at[2] - at[0])
        return f"q 1 0 0 1 {at[0]:.2f} {at[1]:.2f} cm\n".encode() + self._drawing.taken() + b"\nQ"

    def blank(self, size: tuple[float, float]) -> bytes:
        """Draw what says that a page was left blank on purpose."""
        text = self._quiet.typeface.prepared(_("(This page is intentionally left blank)"))
        self._text(0, size[1] / 2, text, self._quiet, "center", size[0])
        return self._drawing.taken()

    def close(self) -> bytes:
        """Return the PDF that has the fonts."""
        self._drawing.end_page()
        self._drawing.close()
        return self._stream.getvalue()

    def _text(
        self, x: float, y: float, text: str, style: Style, align: str = "left", width: float = 0
    ) -> None:
        self._drawing.text(
            x,
            self._drawing.height - y,
            style.typeface.prepared(text),
            style,
            align=align,
            width=width,
        )

    def _value(self, value: str, width: float) -> Style:
        face, size = self._faces.song, 9.0
        while size > _SMALLEST and face.width(face.prepared(value), size) > width:
            size -= 0.5
        return Style(face, size, 0)


def item_numbers(volume: Volume) -> dict[int, str]:
    """Return 件号 of the items, with four digits in the archive order; what has none yet is left out."""
    if volume.box:
        return {filed.item: f"{filed.number:04d}" for filed in volume.box.items}
    found = {}
    for entry in (entry for part in volume.parts for entry in part.entries):
        number = _LAST_NUMBER.search(entry.archive_number)
        if entry.item is not None and number:
            found[entry.item] = number[0]
    return found


def position(part: Part, page: PlannedPage, number: str) -> str:
    """Return which page of which item this is: `0012 · 3/8`; empty for what is no item. `number` may be empty."""
    if part.item is None:
        return ""
    return _small_line(number, f"{page.number}/{part.page_count}")


def _cells(volume: Volume, part: Part, number: str) -> list[tuple[str, str]]:
    box = volume.box
    pages = part.page_count if part.original_pages is None else part.original_pages
    return [
        (_("Fonds number"), volume.fonds),
        (_("Year"), str(box.year if box else volume.year)),
        (_("Item number"), number),
        (_("Office (function)"), box.office if box else ""),
        (_("Retention period"), retention_name(box.retention) if box else ""),
        (_("Page count"), str(pages or "")),
    ]


def _day(digits: str) -> str:
    """Return YYYYMMDD in words; what is no such day stays as it is."""
    try:
        return date_text(datetime.strptime(digits, "%Y%m%d").date())
    except ValueError:
        return visible(digits)


def _small_line(position: str, note: str) -> str:
    return " · ".join(filter(None, [position, note]))


def _reduced(scale: float) -> str:
    """Return the note that a page is smaller than its original."""
    return _("reduced to {percent}%").format(percent=round(scale * 100))
