"""Headings that stand outside their tables: a numbered line above each of several, or the name of a sheet."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from itertools import pairwise

from ledger_app.scheme.cells import Source
from ledger_app.scheme.layouts import Layout
from ledger_app.scheme.numbering import without_number
from ledger_app.scheme.points import glued_points
from ledger_app.scheme.rows import Kind
from ledger_app.scheme.texts import folded, line

_LONGEST = 30
_DIGITS = "一二三四五六七八九十"
_NUMBERED = re.compile(rf"第?([{_DIGITS}]{{1,3}})(?:部分|[、.．:：])[^。；;]+")
_ANY_SHEET = re.compile(r"(sheet|工作表|附?[表件]|第)?[\d一二三四五六七八九十]*(页|表)?")


def captions(source: Source, tables: Sequence[Layout]) -> dict[int, str]:
    """Return the heading of each grid that has one outside of it, by the grid's number.

    Lines above tables are headings where they count on from table to table (一、 二、 三、); names of sheets
    are where several sheets have the same columns and number their rows anew.
    """
    found = _above(source, tables) or _sheets(source, tables)
    is_said_inside = any(_bare(name) in _levels(t) for t in tables if (name := found.get(t.grid)))
    return {} if is_said_inside else found


def _above(source: Source, tables: Sequence[Layout]) -> dict[int, str]:
    found: dict[int, str] = {}
    numbers = []
    for table in tables:
        texts = [line(t) for t in source.grids[table.grid].before]
        matches = [m for t in texts if len(t) <= _LONGEST and (m := _NUMBERED.fullmatch(t))]
        if matches:
            found[table.grid] = matches[-1][0]
            numbers.append(_number(matches[-1][1]))
    counts_on = all(b == a + 1 for a, b in pairwise(numbers))
    begins = bool(tables) and tables[0].grid in found
    return found if len(found) > 1 and counts_on and begins else {}


def _number(text: str) -> int:
    """Return what a number up to 99 says: 三, 十二, 二十, 二十一."""
    tens, ten, ones = text.rpartition("十")
    tens_value = (_DIGITS.index(tens) + 1 if tens else 1) if ten else 0
    return tens_value * 10 + (_DIGITS.index(ones) + 1 if ones else 0)


def _sheets(source: Source, tables: Sequence[Layout]) -> dict[int, str]:
    alike: dict[tuple[str, ...], list[Layout]] = defaultdict(list)
    for table in tables:
        grid = source.grids[table.grid]
        is_sheet = bool(grid.rows) and grid.rows[0].place.startswith(f"{grid.place}!")
        if is_sheet and table.header and not _ANY_SHEET.fullmatch(folded(grid.place)):
            alike[tuple(folded(c.title) for c in table.header.columns)].append(table)
    groups = [g for g in alike.values() if len(g) > 1 and len({_first_code(t) for t in g}) == 1]
    return {t.grid: source.grids[t.grid].place for g in groups for t in g}


def _first_code(table: Layout) -> str:
    at = table.columns.code if table.columns else None
    first = next((s.row for s in table.rows if s.kind is Kind.DATA), None)
    return "" if at is None or first is None else folded(first.cells[at].text)


def _levels(table: Layout) -> set[str]:
    levels = table.columns.levels if table.columns else ()
    texts = {s.row.cells[i].text for s in table.rows if s.kind is Kind.DATA for i in levels}
    return {_bare(t) for t in (*texts, *(s.name for s in table.rows if s.kind is Kind.BANNER))}


def _bare(text: str) -> str:
    return folded(glued_points(without_number(line(text)))[0])
