"""Puts blocks that stand side by side in one table under one another: 序号|内容|分值|序号|内容|分值."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from ledger_app.scheme.cells import Cell, Grid, Row, distinct
from ledger_app.scheme.headers import NAMES, Header, find_header
from ledger_app.scheme.texts import folded
from ledger_app.scheme.transposing import further

_LEAST = 2

Block = tuple[int, int]


def unfolded(grid: Grid) -> Grid | None:
    """Return the table with its blocks one under the other, None where its columns are not told twice.

    Rows between the blocks' rows that reach over several blocks, such as headings, part what is put
    under one another; rows above the header stay as they are.
    """
    header = find_header(grid)
    blocks = _blocks(header) if header else []
    if header is None or len(blocks) < _LEAST:
        return None
    wide = blocks[0][1] - blocks[0][0]
    made = [_whole(row, wide) for row in grid.rows[: header.first]]
    made += [_part(row, blocks[0], wide, 0) for row in grid.rows[header.first : header.last + 1]]
    for rows in _runs(grid.rows[header.last + 1 :], blocks):
        if len(rows) == 1 and _reaches_over(rows[0], blocks):
            made.append(_whole(rows[0], wide))
            continue
        for number, block in enumerate(blocks):
            parts = [_part(row, block, wide, number) for row in rows]
            made += [p for p in parts if number == 0 or distinct(p.cells) or any(c.doubt for c in p.cells)]
    return replace(grid, rows=tuple(_renumbered(made)))


def _blocks(header: Header) -> list[Block]:
    """Return where each block of columns begins and ends, none where the titles do not repeat as a whole."""
    titles = [folded(c.title) for c in header.columns]
    first = next((t for t in titles if t), "")
    starts = [at for at, t in enumerate(titles) if t and t == first]
    found = []
    for start, following in pairwise([*starts, len(titles)]):
        end = next((at for at in range(following, start, -1) if titles[at - 1]), start)
        found.append((start, end))
    said = [titles[a:b] for a, b in found]
    names = {folded(c.title) for c in header.having(*NAMES)}
    is_repeated = all(s == said[0] for s in said) and len(set(said[0])) == len(said[0]) if said else False
    return found if is_repeated and len(said[0]) >= _LEAST and names & set(said[0]) else []


def _runs(rows: Sequence[Row], blocks: Sequence[Block]) -> Iterator[list[Row]]:
    run: list[Row] = []
    for row in rows:
        if _reaches_over(row, blocks):
            if run:
                yield run
            yield [row]
            run = []
        else:
            run.append(row)
    if run:
        yield run


def _reaches_over(row: Row, blocks: Sequence[Block]) -> bool:
    """Say whether a cell is merged over more than one block, or text stands outside of all of them."""
    for cell in distinct(row.cells):
        at = [i for i, c in enumerate(row.cells) if (c.row, c.column) == (cell.row, cell.column)]
        if not any(start <= at[0] and at[-1] < end for start, end in blocks):
            return True
    return False


def _part(row: Row, block: Block, width: int, number: int) -> Row:
    cells = row.cells[block[0] : block[1]]
    moved = tuple(replace(c, column=max(c.column - block[0], 0)) for c in cells[:width])
    return Row(moved, _place(row.place, block[0]) if number else row.place, row.is_hidden)


def _whole(row: Row, width: int) -> Row:
    text = " ".join(c.text for c in distinct(row.cells))
    return Row((Cell(text, row.cells[0].row, 0),) * width, row.place, row.is_hidden)


def _place(place: str, column: int) -> str:
    """Return the place of a further block: its own first cell in a sheet, the row and the column elsewhere."""
    sheet, mark, start = place.rpartition("!")
    if not mark:
        return f"{place}, column {column + 1}"
    letters = start.rstrip("0123456789")
    return f"{sheet}!{further(letters, column)}{start[len(letters) :]}"


def _renumbered(rows: Sequence[Row]) -> Iterator[Row]:
    """Count the rows anew, keeping together what is merged down."""
    before: tuple[Cell, ...] = ()
    begun: list[int] = []
    for at, row in enumerate(rows):
        merged = [column < len(before) and before[column] == c for column, c in enumerate(row.cells)]
        begun = [begun[column] if goes_on else at for column, goes_on in enumerate(merged)]
        yield replace(row, cells=tuple(replace(c, row=b) for c, b in zip(row.cells, begun, strict=True)))
        before = row.cells
