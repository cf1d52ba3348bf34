"""Tables as every reader hands them over: plain cells, whatever the file was."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from ledger_app.scheme.model import Problem


@dataclass(frozen=True, slots=True)
class Cell:
    """One place of a table. A merged cell stands at every place it covers, with the same text.

    `row` and `column` are where its merge begins (its own place where it is not merged), counted
    from 0 in the grid. `doubt` is a code for what the reader knows about the value: `number` (a real
    number, trailing zeros may be lost), `date` (was a date, maybe typed as `1-2`), `formula` (no
    stored result), `error`.
    """

    text: str
    row: int
    column: int
    is_bold: bool = False
    is_red: bool = False
    doubt: str = ""
    is_yellow: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table; `place` says where it stands in the source, for people."""

    cells: tuple[Cell, ...]
    place: str
    is_hidden: bool = False


@dataclass(frozen=True, slots=True)
class Grid:
    """One table or sheet, all rows equally wide; `before` are the paragraphs between it and the last one."""

    place: str
    rows: tuple[Row, ...]
    before: tuple[str, ...] = ()

    @property
    def width(self) -> int:
        return len(self.rows[0].cells) if self.rows else 0


@dataclass(frozen=True, slots=True)
class Source:
    """All tables of a file in document order, the paragraphs after the last, and what the reader reports."""

    grids: tuple[Grid, ...]
    after: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = field(default=())


def distinct(cells: Iterable[Cell]) -> list[Cell]:
    """Return the cells with text, each merged one once, left to right."""
    seen: dict[tuple[int, int], Cell] = {}
    for cell in cells:
        if cell.text.strip():
            seen.setdefault((cell.row, cell.column), cell)
    return list(seen.values())
