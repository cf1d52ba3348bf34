"""Turns a table on its side upright: one that names its indicators from left to right."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ledger_app.scheme.cells import Cell, Grid, Row, distinct
from ledger_app.scheme.headers import NAMES, Role, find_header, role_of
from ledger_app.scheme.texts import folded

_LEAST = 3


def transposed(grid: Grid) -> Grid | None:
    """Return the table with its columns as rows, None where it stands upright already.

    A table too wide for the page goes on below with the same titles; its parts are put one under the
    other. Rows above the first title stay text before the table.
    """
    top = _first_title(grid)
    if top is None:
        return None
    rows = grid.rows[top:]
    first = folded(rows[0].cells[0].text)
    starts = [at for at, row in enumerate(rows) if folded(row.cells[0].text) == first]
    height = starts[1] if len(starts) > 1 else _height(rows)
    bands = [rows[at : at + height] for at in starts]
    titles = [folded(r.cells[0].text) for r in bands[0]]
    if any([folded(r.cells[0].text) for r in band] != titles for band in bands):
        return None
    if sum(len(band) for band in bands) + top < len(grid.rows) - _LEAST:
        return None
    made: list[Row] = []
    for number, band in enumerate(bands):
        for column in range(0 if number == 0 else 1, grid.width):
            cells = [row.cells[column] for row in band]
            if column and not any(c.text.strip() or c.doubt for c in cells):
                continue
            origins = [c.row - top - starts[number] for c in cells]
            made.append(
                Row(
                    tuple(
                        replace(c, row=len(made), column=o if 0 <= o < len(cells) else at)
                        for at, (c, o) in enumerate(zip(cells, origins, strict=True))
                    ),
                    _place(grid, band[0], column, number),
                )
            )
    after = grid.rows[top + sum(len(b) for b in bands) :]
    made += [_note(row, len(made) + at, height) for at, row in enumerate(after) if distinct(row.cells)]
    texts = tuple(" ".join(c.text for c in distinct(r.cells)) for r in grid.rows[:top])
    return Grid(grid.place, tuple(made), (*grid.before, *(t for t in texts if t)))


def _first_title(grid: Grid) -> int | None:
    """Return the row where titles begin in the first column, None where the table stands upright."""
    if grid.width < _LEAST or len(grid.rows) < 2:
        return None
    upright = find_header(grid)
    known = {c.role for c in upright.columns} - {Role.UNKNOWN} if upright else set()
    roles = [role_of(row.cells[0].text) for row in grid.rows]
    named = next((at for at, role in enumerate(roles) if role in NAMES), None)
    if named is None:
        return None
    own = {r for r in roles[named:] if r is not Role.UNKNOWN}
    filled = len(distinct(grid.rows[named].cells))
    is_wide = filled > 2 and filled > len(own)
    return named if len(own) > max(1, len(known)) and is_wide else None


def _height(rows: Sequence[Row]) -> int:
    return next((at for at, r in enumerate(rows) if role_of(r.cells[0].text) is Role.UNKNOWN), len(rows))


def _place(grid: Grid, row: Row, column: int, band: int) -> str:
    if "!" not in row.place:
        part = f" ({band + 1})" if band else ""
        return f"{grid.place}, column {column + 1}{part}"
    sheet, _, start = row.place.rpartition("!")
    letters = start.rstrip("0123456789")
    return f"{sheet}!{further(letters, column)}{start[len(letters) :]}"


def further(first: str, columns: int) -> str:
    """Return the letters of the column so many to the right of the first."""
    number = 0
    for letter in first:
        number = number * 26 + ord(letter) - 64
    number += columns
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def _note(row: Row, at: int, width: int) -> Row:
    text = " ".join(c.text for c in distinct(row.cells))
    return Row((Cell(text, at, 0),) * width, row.place)
