"""Takes a .doc apart for our own rendering: its paragraphs, and its tables as far as the text tells their rows."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import IO

from ledger_app.binder.renditions.own_model import Block, Gap, Paragraph, Run, Section
from ledger_app.binder.renditions.own_sheet_tables import grid_of, tables_of
from ledger_app.core.i18n import _
from ledger_app.search.containers import Unreadable
from ledger_app.search.gathering import CHARACTERS, Gathered
from ledger_app.search.old_word import cells_and_text

_END = "\x07"


def read_old_word(file: IO[bytes], gathered: Gathered) -> list[Section]:
    """Return the document as one section. Raises `Unreadable`.

    A row is the cells up to an end of its own; where empty cells make that ambiguous, the first row tells how
    many there are. Which cells are merged and how anything looks is not told.
    """
    body, rest = cells_and_text(file)
    if len(body) + len(rest) > CHARACTERS:
        raise Unreadable("too-large")
    gathered.check()
    blocks: list[Block] = []
    for number, page in enumerate(body.split("\x0c")):
        found = [*_blocks(page)]
        if number and found and isinstance(found[0], Paragraph):
            found[0] = Paragraph(found[0].runs, starts_page=True)
        blocks += found
    behind = [line for line in rest.replace("\x0c", "\n").split("\n") if line.strip()]
    blocks += [Paragraph((Run(line, 9.0),)) for line in behind]
    while blocks and isinstance(blocks[-1], Paragraph) and not blocks[-1].text.strip():
        blocks.pop()
    if blocks:
        blocks.append(
            Gap(_("〔Pictures and drawings of the file, if any, are not shown; see the original〕"))
        )
    return [Section(tuple(blocks))]


def _blocks(page: str) -> Iterator[Block]:
    cells: list[str] = []
    *ended, last = page.split(_END)
    for text in ended:
        is_row_start = not cells or cells[-1] == ""
        if is_row_start and "\n" in text:  # paragraphs between two tables, the last of them a cell
            before, _line, text = text.rpartition("\n")
            yield from _table(cells)
            cells = []
            yield from _paragraphs(before)
        cells.append(text.strip())
    yield from _table(cells)
    yield from _paragraphs(last)


def _paragraphs(text: str) -> Iterator[Block]:
    lines = text.removesuffix("\n").split("\n") if text.strip() else []
    yield from (Paragraph((Run(line.rstrip()),), before=2.0) for line in lines)


def _table(cells: list[str]) -> Iterator[Block]:
    if not any(cells):
        return
    rows = [row for row in _rows(cells) if any(row)]
    yield from tables_of(grid_of(rows))[0]


def _rows(cells: list[str]) -> list[list[str]]:
    width = cells.index("") if "" in cells else len(cells)
    step = width + 1
    if width and len(cells) % step == 0 and not any(cells[width::step]):
        return [cells[start : start + width] for start in range(0, len(cells), step)]
    return [[*group] for is_cell, group in groupby(cells, bool) if is_cell]
