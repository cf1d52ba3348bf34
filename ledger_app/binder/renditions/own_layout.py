"""Our own rendering's paragraphs, pictures and tables, broken to lines and rows that pages can be made of."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Protocol

from ledger_app.binder.blocks import THICK, THIN
from ledger_app.binder.drawing import Drawing, Style, Typefaces
from ledger_app.binder.paging import Block, Content
from ledger_app.binder.renditions.own_model import Gap, Paragraph, Picture, Rule, Run, Table
from ledger_app.binder.renditions.own_pictures import Shown, shown
from ledger_app.binder.typesetting import atoms
from ledger_app.core.i18n import _

_PAD = 3.0
_SMALLEST, _LARGEST = 5.5, 40.0
_LEADING, _TABLE_LEADING = 1.55, 1.32
_RULE = 8.0
_MOST_SPACE = 24.0
_MOST_HEAD = 0.4
"""A head of a table higher than this share of the page is not repeated."""


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
            top = y + _PAD + cell.offset
            for strip in cell.strips:
                strip.draw(drawing, cell.x + _PAD, top)
                top += strip.height
        if lines:
            drawing.rules(lines, THIN)

    def close(self, drawing: Drawing, y: float) -> None:
        """Draw a line across all cells at a height: where a page ends within a cell of several rows."""
        drawing.rules([(cell.x, y, cell.x + cell.width, y) for cell in self.cells], THIN)

    def split(self, room: float) -> tuple[TableRow, TableRow] | None:
        first, rest = [], []
        for cell in self.cells:
            count = _fitting(cell.strips, room - 2 * _PAD)
            first.append(replace(cell, strips=cell.strips[:count], offset=0.0, is_last=False))
            rest.append(replace(cell, strips=cell.strips[count:], offset=0.0, is_first=False))
        if not any(cell.strips for cell in first) or not any(cell.strips for cell in rest):
            return None
        height = max(sum(strip.height for strip in cell.strips) for cell in rest) + 2 * _PAD
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


@dataclass(slots=True)
class Setter:
    """Breaks blocks to the width and height of a page; `lost` counts pictures that can't be shown."""

    faces: Typefaces
    x: float
    width: float
    room: float
    lost: int = 0
    _tables: int = 0
    _styles: dict[tuple[bool, bool, float, float], Style] = field(default_factory=dict)

    def blocks(self, blocks: Sequence[Paragraph | Picture | Rule | Gap | Table]) -> Iterator[Block]:
        """Yield what pages are made of."""
        after = 0.0
        for block in blocks:
            if isinstance(block, Table):
                yield from self._table(block)
                after = 0.0
                continue
            content = Strips(tuple(self.strips(block, self.width, _LEADING, 1.0)), self.x)
            if isinstance(block, Paragraph):
                before = min(max(block.before, after), _MOST_SPACE)
                yield Block(content, keeps=block.keeps, before=before, starts_page=block.starts_page)
                after = block.after
            else:
                yield Block(content, before=min(after, _MOST_SPACE) if isinstance(block, Gap) else 0.0)
                after = 0.0

    def strips(
        self, block: Paragraph | Picture | Rule | Gap, width: float, leading: float, scale: float
    ) -> Iterator[Strip]:
        """Yield the lines of a paragraph, or the one strip that a picture is."""
        match block:
            case Paragraph():
                yield from self._lines(block, width, leading, scale)
            case Gap(text):
                yield from self._lines(Paragraph((Run(text, 9.5),)), width, leading, scale)
            case Rule():
                yield RuleStrip(width)
            case Picture():
                yield from self._picture(block, width, leading, scale)

    def _picture(self, picture: Picture, width: float, leading: float, scale: float) -> Iterator[Strip]:
        found = shown(picture.data)
        if found is None:
            self.lost += 1
            yield from self.strips(
                Gap(_("〔A picture stands here; see the original〕")), width, leading, scale
            )
            return
        wide, high = picture.width or found.width, picture.height or found.height
        if not (picture.width and picture.height):
            wide, high = (
                (picture.width, found.height * picture.width / found.width)
                if picture.width
                else (found.width, found.height)
            )
        share = min(1.0, width / wide, (self.room - 40) / high)
        wide, high = wide * share, high * share
        slack = {"center": (width - wide) / 2, "right": width - wide}.get(picture.align, 0.0)
        yield PictureStrip(found, slack, wide, high + 4)

    def _lines(self, paragraph: Paragraph, width: float, leading: float, scale: float) -> Iterator[Strip]:
        left = max(0.0, min(paragraph.left, width * 0.5)) * scale
        first = max(-left, min(paragraph.first, width * 0.5)) * scale
        pieces = [
            (part, run)
            for run in paragraph.runs
            for part in _with_breaks(run.text.replace("\t", "    ").replace("\r", ""))
        ]
        usual = max((self._style(run, leading, scale).size for _text, run in pieces), default=10.5 * scale)
        line: list[tuple[str, Run]] = []
        indent = first
        for part, run in [*pieces, ("\n", Run(""))]:
            if part != "\n":
                line.append((part, run))
                continue
            for spans in self._filled(line, width - left, indent, leading, scale):
                yield self._aligned(spans, paragraph.align, left, indent, width, usual * leading)
                indent = 0.0
            line, indent = [], 0.0

    def _aligned(
        self, spans: list[Span], align: str, left: float, indent: float, width: float, height: float
    ) -> TextStrip:
        wide = (
            spans[-1].x + spans[-1].style.typeface.width(spans[-1].text, spans[-1].style.size)
            if spans
            else 0.0
        )
        slack = width - left - indent - wide
        shift = left + indent + (slack if align == "right" else slack / 2 if align == "center" else 0.0)
        highest = max((span.style.size for span in spans), default=0.0) * (height and 1.2)
        return TextStrip(tuple(replace(s, x=s.x + shift) for s in spans), max(height, highest))

    def _filled(
        self, line: list[tuple[str, Run]], width: float, indent: float, leading: float, scale: float
    ) -> Iterator[list[Span]]:
        """Yield the lines that the pieces of one forced line are broken to; at least one, maybe empty."""
        styled = []
        for text, run in line:
            style = self._style(run, leading, scale)
            styled.append((style.typeface.prepared(text), style, run))
        owners = [n for n, (text, _style, _run) in enumerate(styled) for _char in text]
        place = 0
        spans: list[Span] = []
        used, room = 0.0, width - indent
        blank: list[tuple[str, int]] = []
        for atom in atoms("".join(text for text, _style, _run in styled)):
            pieces = _by_owner(atom, owners[place : place + len(atom)])
            place += len(atom)
            if atom.isspace():
                blank = pieces
                continue
            for group in self._parted(pieces, styled, width):
                wide = sum(_wide(text, styled[n][1]) for text, n in group)
                space = sum(_wide(text, styled[n][1]) for text, n in blank)
                if spans and used + space + wide > room + 0.01:
                    yield spans
                    spans, used, room, blank = [], 0.0, width, []
                for text, n in [*blank, *group]:
                    _add(spans, used, text, styled[n][1], styled[n][2])
                    used += _wide(text, styled[n][1])
                blank = []
        yield spans

    def _parted(
        self, pieces: list[tuple[str, int]], styled: list[tuple[str, Style, Run]], width: float
    ) -> Iterator[list[tuple[str, int]]]:
        """Yield a word whole, or by characters where it is wider than a line."""
        if sum(_wide(text, styled[n][1]) for text, n in pieces) <= width:
            yield pieces
        else:
            yield from ([(char, n)] for text, n in pieces for char in text)

    def _style(self, run: Run, leading: float, scale: float) -> Style:
        size = max(_SMALLEST, min(run.size, _LARGEST) * scale) * (0.62 if run.rise else 1.0)
        key = run.is_bold, run.is_red, round(size, 2), leading
        if key not in self._styles:
            face = self.faces.hei if run.is_bold else self.faces.song
            self._styles[key] = Style(face, round(size, 2), size * leading, is_red=run.is_red)
        return self._styles[key]

    def _table(self, table: Table) -> Iterator[Block]:
        self._tables += 1
        edges, scale = self._edges(table)
        rows = [*self._rows(table, edges, scale)]
        heads = Heads(tuple(rows[: table.heads]))
        repeated = heads if table.heads and heads.height < self.room * _MOST_HEAD else None
        for number, row in enumerate(rows):
            is_head = number < table.heads
            head: Content | None = None if is_head else repeated
            yield Block(row, keeps=is_head, head=head, before=4.0 if number == 0 else 0.0)
        yield Block(Strips((TextStrip((), 6.0),), self.x))

    def _edges(self, table: Table) -> tuple[list[float], float]:
        """Return where columns begin and end; wider tables than the page are made to fit."""
        widths = [max(width, 8.0) for width in table.widths] or [self.width]
        share = min(1.0, self.width / sum(widths))
        edges = [self.x + (self.width - sum(widths) * share) / 2 if share == 1.0 else self.x]
        for width in widths:
            edges.append(edges[-1] + width * share)
        return edges, table.scale

    def _rows(self, table: Table, edges: list[float], scale: float) -> Iterator[TableRow]:
        last = len(edges) - 1
        count = len(table.rows)
        boxes: list[list[Boxed]] = [[] for _row in table.rows]
        heights = [0.0] * count
        spanning = []
        for number, row in enumerate(table.rows):
            for cell in row:
                start, end = min(cell.column, last - 1), min(cell.column + cell.columns, last)
                box = Boxed(edges[start], edges[max(end, start + 1)] - edges[start], ())
                strips = [
                    s
                    for c in cell.contents
                    for s in self.strips(c, box.width - 2 * _PAD, _TABLE_LEADING, scale)
                ]
                rows = min(cell.rows, count - number)
                if rows > 1:
                    spanning.append((number, rows, box, strips))
                    continue
                high = sum(strip.height for strip in strips) + 2 * _PAD
                heights[number] = max(heights[number], high)
                boxes[number].append(
                    replace(box, strips=tuple(strips), offset=-1.0 if cell.is_middle else 0.0)
                )
        least = 9.0 * scale * _TABLE_LEADING + 2 * _PAD
        heights = [max(height, least) for height in heights]
        for number, rows, box, strips in spanning:
            for at, part in _down(strips, heights, number, rows, box):
                boxes[at].append(part)
        for number in range(count):
            cells = tuple(_in_the_middle(box, heights[number]) for box in boxes[number])
            yield TableRow(self._tables, tuple(sorted(cells, key=lambda c: c.x)), heights[number])


def _down(
    strips: list[Strip], heights: list[float], first: int, rows: int, box: Boxed
) -> Iterator[tuple[int, Boxed]]:
    """Let the strips of a cell of several rows run down through them, in the middle; its last row grows as it must."""
    need = sum(strip.height for strip in strips) + 2 * _PAD
    skip = max(0.0, (sum(heights[first : first + rows]) - need) / 2)
    left = list(strips)
    for number in range(first, first + rows):
        is_last = number == first + rows - 1
        taken, offset = [], 0.0
        if skip >= heights[number] and not is_last:
            skip -= heights[number]
        else:
            offset = min(skip, max(0.0, heights[number] - 2 * _PAD)) if not is_last else 0.0
            skip = 0.0
            room = heights[number] - 2 * _PAD - offset
            while left and (is_last or left[0].height <= room + 0.01):
                room -= left[0].height
                taken.append(left.pop(0))
            if is_last:
                heights[number] = max(heights[number], sum(s.height for s in taken) + 2 * _PAD)
        yield (
            number,
            replace(box, strips=tuple(taken), offset=offset, is_first=number == first, is_last=is_last),
        )


def _in_the_middle(box: Boxed, height: float) -> Boxed:
    if box.offset >= 0:
        return box
    slack = height - 2 * _PAD - sum(strip.height for strip in box.strips)
    return replace(box, offset=max(0.0, slack / 2))


def _fitting(strips: Sequence[Strip], room: float) -> int:
    """Return how many of the strips fit into a height."""
    for count, strip in enumerate(strips):
        room -= strip.height
        if room < -0.01:
            return count
    return len(strips)


def _with_breaks(text: str) -> Iterator[str]:
    """Yield the text of each line, and a newline between them."""
    for number, line in enumerate(text.split("\n")):
        if number:
            yield "\n"
        if line:
            yield line


def _wide(text: str, style: Style) -> float:
    return style.typeface.width(text, style.size)


def _by_owner(atom: str, owners: list[int]) -> list[tuple[str, int]]:
    pieces: list[tuple[str, int]] = []
    for char, owner in zip(atom, owners, strict=True):
        if pieces and pieces[-1][1] == owner:
            pieces[-1] = pieces[-1][0] + char, owner
        else:
            pieces.append((char, owner))
    return pieces


def _add(spans: list[Span], x: float, text: str, style: Style, run: Run) -> None:
    last = spans[-1] if spans else None
    if last and last.style is style and last.run is run:
        spans[-1] = replace(last, text=last.text + text)
    else:
        spans.append(Span(x, text, style, run))
