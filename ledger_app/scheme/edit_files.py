"""Edits of a scheme's tables as a file that a person can read, keep and give to a colleague."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import TypeVar

from ledger_app.core.errors import LedgerError
from ledger_app.scheme.cells import Source
from ledger_app.scheme.drafts import Edits, Place
from ledger_app.scheme.headers import Role
from ledger_app.scheme.layouts import rows_of

_LARGEST = 16_000_000
_COLUMN = re.compile("[A-Za-z]{1,3}|[1-9][0-9]{0,4}")
_ASKED = ("columns", "headers", "left_out", "cells", "hard")
Of = TypeVar("Of")


def edits_text(edits: Edits, source: Source) -> str:
    """Return edits as JSON text: tables, rows and columns by the names that problems call them by."""
    tables = [grid.place or str(at) for at, grid in enumerate(source.grids, 1)]
    rows = {place: name for name, place in rows_of(source).items() if name not in tables}
    columns: dict[str, dict[str, str]] = {}
    for (grid, column), role in sorted(edits.roles.items()):
        columns.setdefault(tables[grid], {})[letters(column)] = role.value
    cells: dict[str, dict[str, str]] = {}
    for (grid, row, column), text in sorted(edits.cells.items()):
        cells.setdefault(rows[grid, row], {})[letters(column)] = text
    said = {
        "columns": columns,
        "headers": {
            tables[grid]: [rows[grid, at] for at in dict.fromkeys(head) if head[1] >= head[0]]
            for grid, head in sorted(edits.heads.items())
            if head is not None
        },
        "left_out": [tables[grid] for grid, head in sorted(edits.heads.items()) if head is None],
        "cells": cells,
        "hard": {rows[place]: is_hard for place, is_hard in sorted(edits.hard.items())},
    }
    return json.dumps({k: v for k, v in said.items() if v}, ensure_ascii=False, indent=2) + "\n"


def read_edits(path: Path, source: Source) -> Edits:
    """Return the edits that a file holds for this source.

    Raises `edits-unreadable`, `edits-damaged`, `edits-unknown-place` and `edits-unknown-role`.
    """
    try:
        if path.stat().st_size > _LARGEST:
            raise LedgerError("edits-damaged", path=path)
        said = json.loads(path.read_bytes().decode("utf-8-sig"))
    except OSError as error:
        raise LedgerError("edits-unreadable", path=path) from error
    except (ValueError, RecursionError) as error:
        raise LedgerError("edits-damaged", path=path) from error
    if not isinstance(said, dict) or set(said) - set(_ASKED):
        raise LedgerError("edits-damaged", path=path)
    names = _Names(source, path)
    heads: dict[int, Place | None] = {}
    for table, given in names.part(said, "headers").items():
        grid = names.table(table)
        lines = [names.row(place) for place in names.held(given, list)]
        if any(at != grid for at, _row in lines):
            raise LedgerError("edits-damaged", path=path)
        heads[grid] = (lines[0][1], lines[-1][1]) if lines else (0, -1)
    for table in names.held(said.get("left_out", []), list):
        heads[names.table(table)] = None
    return Edits(
        roles={
            (grid := names.table(table), names.column(grid, column)): role_named(names.held(role, str))
            for table, given in names.part(said, "columns").items()
            for column, role in names.held(given, dict).items()
        },
        cells={
            names.cell(names.row(place), column): names.held(text, str)
            for place, given in names.part(said, "cells").items()
            for column, text in names.held(given, dict).items()
        },
        hard={
            names.row(place): names.held(is_hard, bool) for place, is_hard in names.part(said, "hard").items()
        },
        heads=heads,
    )


def role_at(text: str, source: Source) -> tuple[Place, Role]:
    """Return what `TABLE:COLUMN=ROLE` says, e.g. `table 1:C=points`; raises as `read_edits` does."""
    where, _, role = text.rpartition("=")
    table, _, column = where.rpartition(":")
    if not table or not column:
        raise LedgerError("edits-bad-column", value=text)
    names = _Names(source, None)
    grid = names.table(table.strip())
    return (grid, names.column(grid, column.strip())), role_named(role.strip())


def role_named(name: str) -> Role:
    """Return a role by its code; raises `edits-unknown-role`."""
    given = [r.value for r in Role if r is not Role.UNKNOWN]
    if name not in given:
        raise LedgerError("edits-unknown-role", role=name, known=", ".join(given))
    return Role(name)


def letters(column: int) -> str:
    """Return a column's letters as a spreadsheet names it: 0 is `A`, 26 `AA`."""
    found, left = "", column + 1
    while left:
        left, at = divmod(left - 1, 26)
        found = chr(ord("A") + at) + found
    return found


class _Names:
    """Leads the names of tables, rows and columns back to their positions in a source."""

    def __init__(self, source: Source, path: Path | None) -> None:
        self._source = source
        self._path = path
        self._tables = {str(at + 1): at for at in range(len(source.grids))}
        self._tables |= {grid.place: at for at, grid in enumerate(source.grids) if grid.place}
        self._rows = rows_of(source)

    def held(self, value: object, kind: type[Of]) -> Of:
        """Return a value that is of the kind it must be."""
        if not isinstance(value, kind):
            raise LedgerError("edits-damaged", path=self._path)
        return value

    def part(self, said: Mapping[str, object], name: str) -> dict:
        """Return one part of the file, empty where it is not there."""
        return self.held(said.get(name, {}), dict)

    def table(self, name: object) -> int:
        """Return a grid's position by its place or its number."""
        return self._found(self._tables, name)

    def row(self, place: object) -> Place:
        """Return a row's position by its place."""
        return self._found(self._rows, place)

    def column(self, grid: int, name: str) -> int:
        """Return a column's position by its letters or its number from 1."""
        if not _COLUMN.fullmatch(name):
            raise LedgerError("edits-unknown-place", place=name)
        at = int(name) - 1 if name.isdecimal() else _number(name.upper())
        if at >= self._source.grids[grid].width:
            raise LedgerError("edits-unknown-place", place=f"{self._source.grids[grid].place}:{name}")
        return at

    def cell(self, row: Place, column: str) -> tuple[int, int, int]:
        """Return where the cell that covers this place begins."""
        at = self.column(row[0], column)
        cell = self._source.grids[row[0]].rows[row[1]].cells[at]
        return row[0], cell.row, cell.column

    def _found(self, known: Mapping[str, Of], name: object) -> Of:
        if not isinstance(name, str) or name not in known:
            raise LedgerError("edits-unknown-place", place=str(name))
        return known[name]


def _number(name: str) -> int:
    found = 0
    for letter in name:
        found = found * 26 + ord(letter) - ord("A") + 1
    return found - 1
