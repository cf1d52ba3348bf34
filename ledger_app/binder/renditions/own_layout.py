"""Our own rendering's paragraphs, pictures and tables, broken to lines and rows that pages can be made of."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain, islice

from ledger_app.binder.drawing import Style, Typefaces
from ledger_app.binder.paging import Block, Content
from ledger_app.binder.renditions.own_model import Cell, Gap, Paragraph, Picture, Rule, Run, Table
from ledger_app.binder.renditions.own_pictures import shown
from ledger_app.binder.renditions.own_strips import (
    PAD,
    Boxed,
    Heads,
    PictureStrip,
    RuleStrip,
    Span,
    Strip,
    Strips,
    TableRow,
    TextStrip,
)
from ledger_app.binder.typesetting import atoms
from ledger_app.core.i18n import _

_SMALLEST, _LARGEST = 5.5, 40.0
_LEADING, _TABLE_LEADING = 1.55, 1.32
_MOST_SPACE = 24.0
_MOST_HEAD = 0.4
"""A head of a table higher than this share of the page is not repeated."""


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
        placed = tuple(Span(s.x + shift, s.text, s.style, s.run) for s in spans)
        return TextStrip(placed, max(height, highest))

    def _filled(
        self, line: list[tuple[str, Run]], width: float, indent: float, leading: float, scale: float
    ) -> Iterator[list[Span]]:
        """Yield the lines that the pieces of one forced line are broken to; at least one, maybe empty."""
        if len(line) == 1:
            text, run = line[0]
            style = self._style(run, leading, scale)
            for part in _plainly_filled(style.typeface.prepared(text), style, width, indent):
                yield [Span(0.0, part, style, run)] if part else []
            return
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
        rows = self._rows(table, edges, scale)
        firsts = [*islice(rows, table.heads)]
        heads = Heads(tuple(firsts))
        repeated = heads if table.heads and heads.height < self.room * _MOST_HEAD else None
        for number, row in enumerate(chain(firsts, rows)):
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
        """Yield the rows as they are wanted: those that a cell ties together at a time."""
        start, count = 0, len(table.rows)
        while start < count:
            end, number = start + 1, start
            while number < end:
                end = max([end, *(min(number + cell.rows, count) for cell in table.rows[number])])
                number += 1
            yield from self._tied_rows(table.rows[start:end], edges, scale)
            start = end

    def _tied_rows(
        self, rows: Sequence[tuple[Cell, ...]], edges: list[float], scale: float
    ) -> Iterator[TableRow]:
        last = len(edges) - 1
        boxes: list[list[Boxed]] = [[] for _row in rows]
        heights = [9.0 * scale * _TABLE_LEADING + 2 * PAD] * len(rows)
        spanning = []
        for number, row in enumerate(rows):
            for cell in row:
                start, end = min(cell.column, last - 1), min(cell.column + cell.columns, last)
                box = Boxed(edges[start], edges[max(end, start + 1)] - edges[start], ())
                width = box.width - 2 * PAD
                strips = [s for c in cell.contents for s in self.strips(c, width, _TABLE_LEADING, scale)]
                count = min(cell.rows, len(rows) - number)
                if count > 1:
                    spanning.append((number, count, box, strips))
                    continue
                high = sum(strip.height for strip in strips) + 2 * PAD
                heights[number] = max(heights[number], high)
                offset = -1.0 if cell.is_middle else 0.0
                boxes[number].append(Boxed(box.x, box.width, tuple(strips), offset))
        for number, count, box, strips in spanning:
            for at, part in _down(strips, heights, number, count, box):
                boxes[at].append(part)
        for height, row_boxes in zip(heights, boxes, strict=True):
            cells = tuple(_in_the_middle(box, height) for box in row_boxes)
            yield TableRow(self._tables, tuple(sorted(cells, key=lambda c: c.x)), height)


def _down(
    strips: list[Strip], heights: list[float], first: int, rows: int, box: Boxed
) -> Iterator[tuple[int, Boxed]]:
    """Let the strips of a cell of several rows run down through them, in the middle; its last row grows as it must."""
    need = sum(strip.height for strip in strips) + 2 * PAD
    skip = max(0.0, (sum(heights[first : first + rows]) - need) / 2)
    left = list(strips)
    for number in range(first, first + rows):
        is_last = number == first + rows - 1
        taken, offset = [], 0.0
        if skip >= heights[number] and not is_last:
            skip -= heights[number]
        else:
            offset = min(skip, max(0.0, heights[number] - 2 * PAD)) if not is_last else 0.0
            skip = 0.0
            room = heights[number] - 2 * PAD - offset
            while left and (is_last or left[0].height <= room + 0.01):
                room -= left[0].height
                taken.append(left.pop(0))
            if is_last:
                heights[number] = max(heights[number], sum(s.height for s in taken) + 2 * PAD)
        yield (
            number,
            replace(box, strips=tuple(taken), offset=offset, is_first=number == first, is_last=is_last),
        )


def _in_the_middle(box: Boxed, height: float) -> Boxed:
    if box.offset >= 0:
        return box
    slack = height - 2 * PAD - sum(strip.height for strip in box.strips)
    return replace(box, offset=max(0.0, slack / 2))


def _with_breaks(text: str) -> Iterator[str]:
    """Yield the text of each line, and a newline between them."""
    for number, line in enumerate(text.split("\n")):
        if number:
            yield "\n"
        if line:
            yield line


def _plainly_filled(text: str, style: Style, width: float, indent: float) -> Iterator[str]:
    """Yield the lines of a text of one look."""
    measure, size = style.typeface.width, style.size
    room = width - indent + 0.01
    if measure(text, size) <= room:
        yield text.rstrip()
        return
    line, used, blank, space = "", 0.0, "", 0.0
    for atom in atoms(text):
        wide = measure(atom, size)
        if atom.isspace():
            blank, space = atom, wide
            continue
        for part in atom if wide > width else (atom,):
            wide = measure(part, size)
            if line and used + space + wide > room:
                yield line
                line, used, blank, space, room = "", 0.0, "", 0.0, width + 0.01
            line += blank + part
            used += space + wide
            blank, space = "", 0.0
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
