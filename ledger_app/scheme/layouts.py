"""How the grids of a source are read: the header of each, what its columns hold, what its rows are.

This is what an import preview shows and what a person may overrule, column by column.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from ledger_app.scheme.cells import Grid, Row, Source, distinct
from ledger_app.scheme.columns import Columns, choose_columns
from ledger_app.scheme.headers import NAMES, Header, Role, find_header, header_at, with_roles
from ledger_app.scheme.rows import Kind, Sorted, sort_rows

Roles = Mapping[tuple[int, int], Role]
Heads = Mapping[int, tuple[int, int] | None]


@dataclass(frozen=True, slots=True)
class Layout:
    """How one grid is read.

    `header` is None for a grid that is not read, because no header was found or a person left it out.
    `heads` are the first and last header row (last before first: the grid has none, it goes on with the
    columns of the one before). `rows` are the rows below the header, in order.
    """

    grid: int
    header: Header | None = None
    columns: Columns | None = None
    heads: tuple[int, int] = (0, -1)
    rows: tuple[Sorted, ...] = ()
    is_left_out: bool = False


def lay_out(source: Source, *, roles: Roles | None = None, heads: Heads | None = None) -> tuple[Layout, ...]:
    """Return how every grid is read, in order.

    `roles` are what a person says columns hold, by (grid, column). `heads` are the header rows a person
    chose, by grid: (first, last), last before first where it has none, None to leave the grid out.
    """
    found: list[Layout] = []
    before: Layout | None = None
    for at, grid in enumerate(source.grids):
        forced = {column: role for (g, column), role in (roles or {}).items() if g == at}
        found.append(_layout(at, grid, before, forced, heads or {}))
        before = found[-1] if found[-1].header else before
    return tuple(_with_columns(found))


def rows_of(source: Source) -> dict[str, tuple[int, int]]:
    """Return where each place is: place to (grid, row). A grid's own place stands for its first row."""
    found = {grid.place: (at, 0) for at, grid in enumerate(source.grids) if grid.place}
    found |= {row.place: (at, n) for at, grid in enumerate(source.grids) for n, row in enumerate(grid.rows)}
    return found


def is_frame(grid: Grid) -> bool:
    """Say whether a table is only a frame around text: no row has two cells that say something."""
    return all(len(distinct(row.cells)) <= 1 for row in grid.rows)


def _layout(at: int, grid: Grid, before: Layout | None, forced: dict[int, Role], heads: Heads) -> Layout:
    chosen = heads.get(at, ())
    if chosen is None:
        return Layout(at, is_left_out=True)
    header = header_at(grid, *chosen) if chosen else None
    is_table = bool(forced) or not is_frame(grid)
    if header is None and is_table:
        header = find_header(grid)
    if header is None and is_table and before is not None and before.header is not None:
        goes_on = len(before.header.columns) == grid.width
        header = replace(before.header, first=0, last=-1) if goes_on else None
    if header is None and forced:
        header = header_at(grid, 0, -1)
    if header is None:
        return Layout(at)
    header = with_roles(header, forced)
    if not header.having(*NAMES, Role.SCORING):
        return Layout(at)
    rows = sort_rows(grid, header, header)
    return Layout(at, header, None, (header.first, header.last), tuple(rows))


def _with_columns(layouts: Sequence[Layout]) -> list[Layout]:
    """Choose the indicator's column over all grids with the same columns, which are one table in pages."""
    chosen: dict[tuple, Columns] = {}
    data: dict[tuple, list[Row]] = {}
    for one in layouts:
        if one.header:
            rows = [s.row for s in one.rows if s.kind is Kind.DATA]
            data.setdefault(one.header.columns, []).extend(rows)
    found = []
    for one in layouts:
        if one.header:
            key = one.header.columns
            if key not in chosen:
                chosen[key] = choose_columns(one.header, data[key])
            one = replace(one, columns=chosen[key])
        found.append(one)
    return found
