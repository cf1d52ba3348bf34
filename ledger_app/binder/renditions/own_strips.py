"""What our own rendering puts onto pages: lines, pictures, rows of tables, each of a known height."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from ledger_app.binder.blocks import THICK, THIN
from ledger_app.binder.drawing import Drawing, Style
from ledger_app.binder.renditions.own_model import Run
from ledger_app.binder.renditions.own_pictures import Shown

PAD = 3.0
"""Points between a cell's edge and what stands in it."""
_RULE = 8.0


class Strip(Protocol):
    """A line of text or a picture, as high as it says, drawn with its upper left corner at (x, y)."""

    @property
    def height(self) -> float: ...

    def draw(self, drawing: Drawing, x: float, y: float) -> None: ...


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of a line at its distance from the strip's left edge."""

    x: float
    text: str
    style: Style
    run: Run


@dataclass(frozen=True, slots=True)
class TextStrip:
    """One line of text."""

    spans: tuple[Span, ...]
    height: float

    def draw(self, drawing: Drawing, x: float, y: float) -> None:
        size = max((span.style.size for span in self.spans), default=0)
        baseline = y + (self.height - size) / 2 + size * 0.88
        for span in self.spans:
            rise = span.run.rise * span.style.size * (0.55 if span.run.rise > 0 else 0.2)
            drawing.text(x + span.x, baseline - rise, span.text, span.style)
            for is_drawn, distance in ((span.run.is_underlined, -0.14), (span.run.is_struck, 0.32)):
                if is_drawn:
                    height = baseline - distance * span.style.size
                    end = x + span.x + span.style.typeface.width(span.text, span.style.size)
                    drawing.rules([(x + span.x, height, end, height)], 0.5)


@dataclass(frozen=True, slots=True)
class PictureStrip:
    """A picture of this size on paper, at its distance from the left."""

    picture: Shown
    x: float
    width: float
    height: float

    def draw(self, drawing: Drawing, x: float, y: float) -> None:
        drawing.picture(x + self.x, y + 2, self.width, self.height - 4, self.picture.data)


@dataclass(frozen=True, slots=True)
class RuleStrip:
    """A line across."""

    width: float
    height: float = _RULE

    def draw(self, drawing: Drawing, x: float, y: float) -> None:
        drawing.rules([(x, y + self.height / 2, x + self.width, y + self.height / 2)], THICK)


@dataclass(frozen=True, slots=True)
class Strips:
    """Strips one below the other, that a page may end between."""

    strips: tuple[Strip, ...]
    x: float

    @property
    def height(self) -> float:
        return sum(strip.height for strip in self.strips)

    def draw(self, drawing: Drawing, y: float) -> None:
        for strip in self.strips:
            strip.draw(drawing, self.x, y)
            y += strip.height

    def split(self, room: float) -> tuple[Strips, Strips] | None:
        count = _fitting(self.strips, room)
        if not 0 < count < len(self.strips):
            return None
        return replace(self, strips=self.strips[:count]), replace(self, strips=self.strips[count:])


@dataclass(frozen=True, slots=True)
class Boxed:
    """What of a cell stands in one row; `is_first` and `is_last` tell where a cell of several rows begins and ends."""

    x: float
    width: float
    strips: tuple[Strip, ...]
    offset: float = 0.0
    is_first: bool = True
    is_last: bool = True


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row of a table; `table` is the same for all rows of one."""

    table: int
    cells: tuple[Boxed, ...]
    height: float

    def draw(self, drawing: Drawing, y: float) -> None:
        lines = []
        for cell in self.cells:
            right, bottom = cell.x + cell.width, y + self.height
            lines += [(cell.x, y, cell.x, bottom), (right, y, right, bottom)]
            lines += [(cell.x, y, right, y)] * cell.is_first + [
                (cell.x, bottom, right, bottom)
            ] * cell.is_last
            top = y + PAD + cell.offset
            for strip in cell.strips:
                strip.draw(drawing, cell.x + PAD, top)
                top += strip.height
        if lines:
            drawing.rules(lines, THIN)

    def close(self, drawing: Drawing, y: float) -> None:
        """Draw a line across all cells at a height: where a page ends within a cell of several rows."""
        drawing.rules([(cell.x, y, cell.x + cell.width, y) for cell in self.cells], THIN)

    def split(self, room: float) -> tuple[TableRow, TableRow] | None:
        first, rest = [], []
        for cell in self.cells:
            count = _fitting(cell.strips, room - 2 * PAD)
            first.append(replace(cell, strips=cell.strips[:count], offset=0.0, is_last=False))
            rest.append(replace(cell, strips=cell.strips[count:], offset=0.0, is_first=False))
        if not any(cell.strips for cell in first) or not any(cell.strips for cell in rest):
            return None
        height = max(sum(strip.height for strip in cell.strips) for cell in rest) + 2 * PAD
        return TableRow(self.table, tuple(first), room), TableRow(self.table, tuple(rest), height)


@dataclass(frozen=True, slots=True)
class Heads:
    """The head of a table, repeated on each of its pages."""

    rows: tuple[TableRow, ...]

    @property
    def height(self) -> float:
        return sum(row.height for row in self.rows)

    def draw(self, drawing: Drawing, y: float) -> None:
        for row in self.rows:
            row.draw(drawing, y)
            y += row.height

    def split(self, room: float) -> None:
        return None


def _fitting(strips: Sequence[Strip], room: float) -> int:
    """Return how many of the strips fit into a height."""
    for count, strip in enumerate(strips):
        room -= strip.height
        if room < -0.01:
            return count
    return len(strips)
