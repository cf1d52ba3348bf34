"""Fits a grid of cells to paper: titles above, the head repeated, wide tables small or in parts beside each other."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ledger_app.binder.renditions.own_model import Block, Cell, Gap, Paragraph, Run, Table
from ledger_app.core.i18n import _

PORTRAIT, LANDSCAPE = 467.0, 714.0
"""Points that our pages hold side by side."""
_SMALLEST = 0.62
_ACROSS = 1.12
_TEXT = 0.9  # of the size stated: cells are set closer than on a screen
_MOST_HEADS = 6
_MOST_COLUMNS_LEFT = 0.3


@dataclass(frozen=True, slots=True)
class Placed:
    """What a cell shows, and how; `align` is empty where nothing is stated."""

    text: str
    size: float = 11.0
    is_bold: bool = False
    align: str = ""
    is_number: bool = False


@dataclass(frozen=True, slots=True)
class Grid:
    """Cells by row and column; merged ones as (top, bottom, left, right); the rows repeated on each page, if stated."""

    rows: tuple[dict[int, Placed], ...]
    widths: tuple[float, ...]
    merges: tuple[tuple[int, int, int, int], ...] = ()
    titles: tuple[int, ...] = ()


def tables_of(grid: Grid) -> tuple[list[Block], bool]:
    """Return a sheet as paragraphs and tables, and whether it goes across the paper."""
    above = _rows_above(grid)
    blocks: list[Block] = [_title(grid, row) for row in range(above)]
    width = sum(grid.widths)
    is_across = width > PORTRAIT * _ACROSS
    room = LANDSCAPE if is_across else PORTRAIT
    scale = min(1.0, room / width)
    if above == len(grid.rows):
        return blocks, is_across
    if scale >= _SMALLEST:
        return [*blocks, _table(grid, above, range(len(grid.widths)), scale)], is_across
    parts = _parts(grid.widths, room / _SMALLEST)
    for number, columns in enumerate(parts, 1):
        text = _("〔Part {n} of {total} of a wide table: columns {first} to {last}〕")
        if len(parts) > 1:
            own = columns if number == 1 else columns[1:] if columns[0] == 0 else columns
            said = text.format(n=number, total=len(parts), first=own[0] + 1, last=own[-1] + 1)
            blocks.append(Gap(said))
        blocks.append(_table(grid, above, columns, min(1.0, room / sum(grid.widths[c] for c in columns))))
    return blocks, is_across


def grid_of(rows: Sequence[Sequence[str]]) -> Grid:
    """Return rows of bare texts as a grid, its columns as wide as what stands in them asks for."""
    count = max(map(len, rows), default=0)
    widths = []
    full = [
        row for row in rows if sum(map(bool, row)) > 1
    ] or rows  # a title alone in its row makes no column wide
    for column in range(count):
        texts = (row[column] for row in full if column < len(row))
        widest = max(
            (max((_length(line) for line in text.split("\n")), default=0) for text in texts), default=0
        )
        widths.append(10.0 + min(max(widest, 2), 30) * 5.2)
    cells = tuple(
        {
            n: Placed(text, align="right" if _is_number(text) else "", is_number=_is_number(text))
            for n, text in enumerate(row)
            if text
        }
        for row in rows
    )
    return Grid(cells, tuple(widths))


def _length(text: str) -> int:
    """Return how many halves of an ideograph's width a text takes."""
    return sum(2 if char > "\u2e7f" else 1 for char in text)


def _is_number(text: str) -> bool:
    return bool(re.fullmatch(r"-?[\d,]+(?:\.\d+)?%?", text))


def _rows_above(grid: Grid) -> int:
    """Return how many rows at the top are titles: one text alone in the row."""
    count = 0
    for row in grid.rows:
        if len(row) > 1 or any(top < count <= bottom for top, bottom, _l, _r in grid.merges):
            break
        count += 1
    return count if count < len(grid.rows) or count < 4 else 0


def _title(grid: Grid, row: int) -> Paragraph:
    for column, cell in grid.rows[row].items():
        is_wide = any(t == row and left == column and right > left for t, _b, left, right in grid.merges)
        align = cell.align if cell.align in ("center", "right") else "left"
        run = Run(cell.text, cell.size, cell.is_bold)
        return Paragraph((run,), align if is_wide or align == "center" else "left", keeps=True)
    return Paragraph((Run("", 6.0),), keeps=True)


def _parts(widths: tuple[float, ...], room: float) -> list[list[int]]:
    """Return the columns of each part of a wide table; the first column is repeated in all of them."""
    left = widths[0] if widths[0] <= room * _MOST_COLUMNS_LEFT else 0.0
    parts: list[list[int]] = [[]]
    used = 0.0
    for column, width in enumerate(widths):
        if parts[-1] and used + width > room:
            parts.append([0] if left else [])
            used = left
        parts[-1].append(column)
        used += width
    return parts


def _table(grid: Grid, above: int, columns: Sequence[int], scale: float) -> Table:
    places = {column: n for n, column in enumerate(columns)}
    tops = {(t, left): (b, right) for t, b, left, right in grid.merges}
    covered = {
        (r, c): (t, left)
        for t, b, left, right in grid.merges
        for r in range(t, b + 1)
        for c in range(left, right + 1)
        if (r, c) != (t, left)
    }
    rows = []
    for number in range(above, len(grid.rows)):
        rows.append(tuple(_cells(grid, number, columns, places, tops, covered)))
    heads = _heads(grid, above)
    widths = tuple(grid.widths[c] for c in columns)
    total = sum(widths)
    room = LANDSCAPE if sum(grid.widths) > PORTRAIT * _ACROSS else PORTRAIT
    share = min(1.0, room / total)
    return Table(tuple(w * share for w in widths), tuple(rows), heads, max(scale, _SMALLEST) * _TEXT)


def _cells(
    grid: Grid,
    number: int,
    columns: Sequence[int],
    places: dict[int, int],
    tops: dict[tuple[int, int], tuple[int, int]],
    covered: dict[tuple[int, int], tuple[int, int]],
) -> Iterator[Cell]:
    shown: set[tuple[int, int]] = set()
    for column in columns:
        anchor = covered.get((number, column), (number, column))
        if anchor[0] != number or anchor in shown:
            continue
        shown.add(anchor)
        bottom, right = tops.get(anchor, (number, column))
        left = anchor[1] if anchor in tops else column
        inside = [places[c] for c in range(left, right + 1) if c in places]
        taken = grid.rows[number].get(left)
        contents = []
        for r in range(number, bottom + 1):  # what merged cells hide is text of the file all the same
            for c in range(left, right + 1):
                if (r, c) != (number, left) and c in grid.rows[r]:
                    contents.append(_paragraph(grid.rows[r][c], is_merged=True))
        first = [_paragraph(taken, is_merged=anchor in tops)] if taken else []
        span = _run_of(inside)
        yield Cell(inside[0], (*first, *contents), span, bottom - number + 1, is_middle=True)


def _run_of(places: list[int]) -> int:
    """Return how many of these places follow each other from the first."""
    count = 1
    while count < len(places) and places[count] == places[0] + count:
        count += 1
    return count


def _paragraph(cell: Placed, *, is_merged: bool) -> Paragraph:
    align = cell.align or ("center" if is_merged else "left")
    return Paragraph((Run(cell.text, min(cell.size, 14.0), cell.is_bold),), align)


def _heads(grid: Grid, above: int) -> int:
    """Return how many rows below the titles are the table's head."""
    if grid.titles:
        count = grid.titles[1] - above + 1
        return count if 0 < count <= _MOST_HEADS and above + count < len(grid.rows) else 0
    row = grid.rows[above]
    if len(row) < 2 or any(cell.is_number for cell in row.values()):
        return 0
    count = 1 + max((b - t for t, b, _l, _r in grid.merges if t == above), default=0)
    return count if count <= _MOST_HEADS and above + count < len(grid.rows) else 0
