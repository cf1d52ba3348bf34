"""The contents that pages are made of: paragraphs, table rows, bands across a table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from ledger_app.binder.drawing import Drawing, Style
from ledger_app.binder.paging import Content
from ledger_app.core.i18n import _

THIN = 0.4
THICK = 1.0
_PADDING = 3.0


@dataclass(frozen=True, slots=True)
class Lines:
    """A paragraph that has been broken into lines."""

    lines: tuple[str, ...]
    style: Style
    x: float
    width: float
    align: str = "left"

    @property
    def height(self) -> float:
        return len(self.lines) * self.style.leading

    def draw(self, drawing: Drawing, y: float) -> None:
        for number, line in enumerate(self.lines):
            baseline = y + number * self.style.leading + _rise(self.style)
            drawing.text(self.x, baseline, line, self.style, align=self.align, width=self.width)

    def split(self, room: float) -> tuple[Lines, Lines] | None:
        count = int(room // self.style.leading)
        if not 0 < count < len(self.lines):
            return None
        return replace(self, lines=self.lines[:count]), replace(self, lines=self.lines[count:])


@dataclass(frozen=True, slots=True)
class Labelled:
    """A paragraph with a label beside its first line."""

    label: str
    label_style: Style
    x: float
    lines: Lines

    @property
    def height(self) -> float:
        return self.lines.height

    def draw(self, drawing: Drawing, y: float) -> None:
        drawing.text(self.x, y + _rise(self.lines.style), self.label, self.label_style)
        self.lines.draw(drawing, y)

    def split(self, room: float) -> tuple[Labelled, Lines] | None:
        parts = self.lines.split(room)
        return parts and (replace(self, lines=parts[0]), parts[1])


@dataclass(frozen=True, slots=True)
class Stack:
    """Contents one below the other that stay together."""

    contents: tuple[Content, ...]

    @property
    def height(self) -> float:
        return sum(c.height for c in self.contents)

    def draw(self, drawing: Drawing, y: float) -> None:
        for content in self.contents:
            content.draw(drawing, y)
            y += content.height

    def split(self, room: float) -> None:
        return None


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table; `width` in points."""

    title: str
    width: float
    align: str = "left"


@dataclass(frozen=True, slots=True)
class Table:
    """The columns of a table, where it stands on the page and how its rows and its head look."""

    columns: tuple[Column, ...]
    x: float
    style: Style
    head_style: Style

    @property
    def width(self) -> float:
        return sum(c.width for c in self.columns)

    def row(self, cells: Sequence[str]) -> Row:
        """Return a row with each cell broken to its column's width."""
        return self._row(cells, self.style, is_head=False)

    def head(self) -> Row:
        """Return the row of the column titles."""
        return self._row([c.title for c in self.columns], self.head_style, is_head=True)

    def band(self, text: str, *, note: str = "", style: Style | None = None, is_gap: bool = False) -> Band:
        """Return a row across all columns; `note` stands at its right end on the first line."""
        style = style or self.style
        note = style.typeface.prepared(note)
        room = self.width - 2 * _PADDING - 4
        reserve = style.typeface.width(note, style.size) + 8 if note else 0
        lines = style.typeface.wrap(text, room - reserve, style.size)
        return Band(self, tuple(lines), note, style, is_gap)

    def _row(self, cells: Sequence[str], style: Style, *, is_head: bool) -> Row:
        wrap, size = style.typeface.wrap, style.size
        lines = tuple(
            tuple(wrap(cell, column.width - 2 * _PADDING, size)) if cell else ()
            for cell, column in zip(cells, self.columns, strict=True)
        )
        return Row(self, lines, style, is_head)


@dataclass(frozen=True, slots=True)
class Row:
    """A table row with its cells broken into lines."""

    table: Table
    cells: tuple[tuple[str, ...], ...]
    style: Style
    is_head: bool = False

    @property
    def height(self) -> float:
        return max(map(len, self.cells), default=1) * self.style.leading + 2 * _PADDING

    def draw(self, drawing: Drawing, y: float) -> None:
        height = self.height
        if self.is_head:
            drawing.box(self.table.x, y, self.table.width, height, grey=0.93)
        x, edges = self.table.x, [self.table.x]
        for column, lines in zip(self.table.columns, self.cells, strict=True):
            top = y + (height - len(lines) * self.style.leading) / 2 + _rise(self.style)
            align = "center" if self.is_head else column.align
            for number, line in enumerate(lines):
                drawing.text(
                    x + _PADDING,
                    top + number * self.style.leading,
                    line,
                    self.style,
                    align=align,
                    width=column.width - 2 * _PADDING,
                )
            x += column.width
            edges.append(x)
        _frame(drawing, edges, y, height)

    def split(self, room: float) -> tuple[Row, Row] | None:
        """Part a row higher than a page; the number in the first cell stands on both parts."""
        count = int((room - 2 * _PADDING) // self.style.leading)
        if not 0 < count < max(map(len, self.cells)):
            return None
        number = self.cells[0]
        rest = [number[:1] or (), *(c[count:] for c in self.cells[1:])]
        rest[0] = (*number[:1], _("(cont.)")) if number else ()
        return (
            replace(self, cells=(number, *(c[:count] for c in self.cells[1:]))),
            replace(self, cells=tuple(rest)),
        )


@dataclass(frozen=True, slots=True)
class Band:
    """A table row without columns: what its table rows belong to, or a gap, framed so that it shows in black and white."""

    table: Table
    lines: tuple[str, ...]
    note: str
    style: Style
    is_gap: bool = False

    @property
    def height(self) -> float:
        return len(self.lines) * self.style.leading + 2 * _PADDING

    def draw(self, drawing: Drawing, y: float) -> None:
        x, width = self.table.x, self.table.width
        _frame(drawing, [x, x + width], y, self.height)
        if self.is_gap:
            drawing.box(x + 1.6, y + 1.6, width - 3.2, self.height - 3.2, weight=THICK)
        room = width - 2 * _PADDING - 4
        for number, line in enumerate(self.lines):
            baseline = y + _PADDING + number * self.style.leading + _rise(self.style)
            drawing.text(x + _PADDING + 2, baseline, line, self.style)
            if number == 0 and self.note:
                drawing.text(x + _PADDING + 2, baseline, self.note, self.style, align="right", width=room)

    def split(self, room: float) -> tuple[Band, Band] | None:
        count = int((room - 2 * _PADDING) // self.style.leading)
        if not 0 < count < len(self.lines):
            return None
        return (
            replace(self, lines=self.lines[:count]),
            replace(self, lines=self.lines[count:], note=""),
        )


def _rise(style: Style) -> float:
    """Return the distance from the top of a line to its baseline: the glyph's body stands in the middle."""
    return (style.leading - style.size) / 2 + style.size * 0.88


def _frame(drawing: Drawing, edges: list[float], y: float, height: float) -> None:
    left, right, bottom = edges[0], edges[-1], y + height
    lines = [(left, y, right, y), (left, bottom, right, bottom)]
    lines += [(x, y, x, bottom) for x in edges]
    drawing.rules(lines, THIN)
