"""Makes a scheme from tables: walks the rows, keeps the headings, builds the indicators."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ledger_app.scheme import marks, sums, titles
from ledger_app.scheme.annexes import join_annex, part_annexes
from ledger_app.scheme.captions import captions
from ledger_app.scheme.cells import Source, distinct
from ledger_app.scheme.codes import codes_of
from ledger_app.scheme.covering import mark_named
from ledger_app.scheme.headers import Role
from ledger_app.scheme.layouts import Heads, Layout, Roles, is_frame, lay_out, rows_of
from ledger_app.scheme.model import Problem, Scheme
from ledger_app.scheme.points import declared_in_title, points_of
from ledger_app.scheme.rows import Kind, Sorted
from ledger_app.scheme.texts import folded, line
from ledger_app.scheme.walk import take_table
from ledger_app.scheme.walk_state import Walk


def read_outline(source: Source, *, roles: Roles | None = None, heads: Heads | None = None) -> Scheme:
    """Return the scheme that the tables hold; without indicators where they hold none.

    Everything that could not be read for sure is in `problems`; nothing is mended. `roles` and `heads` are
    a person's word on columns and header rows, as in `layouts.lay_out`.
    """
    layouts = lay_out(source, roles=roles, heads=heads)
    tables = [one for one in layouts if one.header]
    texts, problems = _around(source, layouts)
    notes = [*texts, *source.after, *_notes(tables)]
    walk = Walk(marks.legend(notes))
    listing, annexes = part_annexes(tables)
    outside = captions(source, listing)
    for one in listing:
        if one.grid in outside:
            first = source.grids[one.grid].rows[0]
            walk.banner(Sorted(first, Kind.BANNER, outside[one.grid], 0), None)
        if one.columns:
            take_table(walk, one.columns, one.rows)
    codes, names, code_problems = codes_of(walk.given, has_column=walk.has_codes)
    indicators = [
        replace(i, code=code, name=name) for i, code, name in zip(walk.indicators, codes, names, strict=True)
    ]
    sections = walk.sections()
    for annex in annexes:
        indicators, annex_problems = join_annex(annex, indicators, sections, walk.legend)
        walk.problems += annex_problems
    indicators, named_problems = mark_named(indicators, notes)
    title = titles.title_of(texts)
    year = titles.year_of(title, notes)
    total, total_problems = sums.declared_total([*titles.total_of([title, *notes]), *_total_rows(tables)])
    problems += [*source.problems, *walk.problems, *_marks_by_format(walk), *code_problems, *named_problems]
    if indicators and all(i.points is None for i in indicators):
        problems = [p for p in problems if p.code != "points-missing"]
        problems.append(Problem("points-column-missing", ""))
    if indicators:
        problems += [*_missing(title, year, tables), *total_problems]
        problems += sums.check(indicators, sections, total)
    return Scheme(
        title=title,
        year=year,
        total_points=None if total is None else total.points,
        indicators=tuple(indicators),
        sections=tuple(sections),
        problems=tuple(_in_order(problems, source)),
    )


def _around(source: Source, layouts: Sequence[Layout]) -> tuple[list[str], list[Problem]]:
    """Return the texts above and between the tables, and a problem for each table that is not read."""
    texts: list[str] = []
    problems: list[Problem] = []
    for grid, one in zip(source.grids, layouts, strict=True):
        texts += grid.before
        if one.header is not None:
            texts += [" ".join(line(c.text) for c in distinct(r.cells)) for r in grid.rows[: one.heads[0]]]
            problems += [
                Problem("row-hidden", r.row.place)
                for r in one.rows
                if r.row.is_hidden and r.kind is Kind.DATA
            ]
        elif is_frame(grid):
            texts += [line(c.text) for row in grid.rows for c in distinct(row.cells)]
        elif not one.is_left_out:
            cells = [c.text for row in grid.rows for c in distinct(row.cells)]
            values = {"table": grid.place, "text": _short(" ".join(line(t) for t in cells))}
            problems.append(Problem("table-not-read", grid.place, values))
    return [t for t in texts if t], problems


def _notes(tables: Sequence[Layout]) -> list[str]:
    return [
        " ".join(line(c.text) for c in distinct(s.row.cells))
        for table in tables
        for s in table.rows
        if s.kind is Kind.NOTE
    ]


def _total_rows(tables: Sequence[Layout]) -> list[titles.Total]:
    """Return the totals that rows such as 合计 and headers such as 满分(100+3-30) state.

    Subtotals (小计) are not the whole's.
    """
    found = []
    for table in tables:
        points_columns = table.header.having(Role.POINTS) if table.header else []
        for column in points_columns:
            declared = declared_in_title(column.title)
            if declared and titles.Total(declared[0], (("+", declared[1]),)) not in found:
                found.append(titles.Total(declared[0], (("+", declared[1]),)))
        for one in table.rows:
            cells = distinct(one.row.cells)
            if one.kind is not Kind.TOTAL or any("小计" in folded(c.text) for c in cells[:2]):
                continue
            row_cells = one.row.cells
            stated = [row_cells[c.index] for c in points_columns]
            own = table.columns.points if table.columns else None
            stated = (
                [row_cells[own]] if own is not None and points_of(row_cells[own].text) is not None else stated
            )
            numbers = [p for c in stated if (p := points_of(c.text)) is not None]
            found += [titles.Total(p) for p in numbers[-1:]] or titles.total_of([folded(cells[0].text)])
    return found


def _missing(title: str, year: int | None, tables: Sequence[Layout]) -> list[Problem]:
    problems = []
    if not title:
        problems.append(Problem("title-missing", ""))
    if year is None:
        problems.append(Problem("year-missing", ""))
    if not any(t.header and t.header.having(Role.EVIDENCE) for t in tables):
        problems.append(Problem("evidence-column-missing", ""))
    return problems


def _marks_by_format(walk: Walk) -> list[Problem]:
    """Report indicators that stand out in bold or red where no mark and no legend says why."""
    problems = []
    for name, places in walk.formatted.items():
        is_signal = 0 < len(places) < len(walk.indicators) / 2
        if is_signal and name not in walk.legend:
            hard = {i.place for i in walk.indicators if i.is_hard}
            problems += [
                Problem(f"hard-by-{name}", place, {"name": title})
                for place, title in places
                if place not in hard
            ]
    return problems


def _in_order(problems: Sequence[Problem], source: Source) -> list[Problem]:
    """Return what concerns the whole document first, then the rest from top to bottom."""
    rows = rows_of(source)
    last = (len(source.grids), 0)
    return sorted(problems, key=lambda p: rows.get(p.place, last) if p.place else (-1, 0))


def _short(text: str) -> str:
    return text if len(text) <= 60 else text[:59] + "…"
