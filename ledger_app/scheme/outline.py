"""Makes a scheme from tables: walks the rows, keeps the headings, builds the indicators."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ledger_app.scheme import marks, sums, titles
from ledger_app.scheme.cells import Grid, Source, distinct
from ledger_app.scheme.codes import codes_of
from ledger_app.scheme.columns import choose_columns
from ledger_app.scheme.headers import Header, Role, find_header
from ledger_app.scheme.model import Problem, Scheme
from ledger_app.scheme.points import points_of
from ledger_app.scheme.rows import Kind, Sorted, sort_rows
from ledger_app.scheme.texts import folded, line
from ledger_app.scheme.walk import Walk

Table = tuple[Header, list[Sorted]]


def read_outline(source: Source) -> Scheme:
    """Return the scheme that the tables hold; without indicators where they hold none.

    Everything that could not be read for sure is in `problems`; nothing is mended.
    """
    tables, texts, problems = _tables(source)
    notes = [*texts, *source.after, *_notes(tables)]
    walk = Walk(marks.legend(notes))
    for header, rows in tables:
        walk.table(choose_columns(header, _data(tables, header)), rows)
    codes, names, code_problems = codes_of(walk.given, has_column=walk.has_codes)
    indicators = tuple(
        replace(i, code=code, name=name) for i, code, name in zip(walk.indicators, codes, names, strict=True)
    )
    sections = walk.sections()
    title = titles.title_of(texts)
    year = titles.year_of(title, notes)
    total, total_problems = sums.declared_total([*titles.total_of([title, *notes]), *_total_rows(tables)])
    problems += [*source.problems, *walk.problems, *_marks_by_format(walk), *code_problems]
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
        indicators=indicators,
        sections=tuple(sections),
        problems=tuple(_in_order(problems, source)),
    )


def _tables(source: Source) -> tuple[list[Table], list[str], list[Problem]]:
    """Find the tables of the scheme; a table without header continues the one before if it is as wide."""
    tables: list[Table] = []
    texts: list[str] = []
    problems: list[Problem] = []
    width = 0
    for grid in source.grids:
        texts += grid.before
        if _is_text(grid):
            texts += [line(c.text) for row in grid.rows for c in distinct(row.cells)]
            continue
        header = find_header(grid)
        if header is not None:
            texts += [" ".join(line(c.text) for c in distinct(r.cells)) for r in grid.rows[: header.first]]
            tables.append((header, sort_rows(grid, header, header)))
            width = grid.width
        elif tables and grid.width == width:
            tables.append((tables[-1][0], sort_rows(grid, None, tables[-1][0])))
        else:
            cells = [c.text for row in grid.rows for c in distinct(row.cells)]
            values = {"table": grid.place, "text": _short(" ".join(line(t) for t in cells))}
            problems.append(Problem("table-not-read", grid.place, values))
    for _, rows in tables:
        problems += [
            Problem("row-hidden", r.row.place) for r in rows if r.row.is_hidden and r.kind is Kind.DATA
        ]
    return tables, [t for t in texts if t], problems


def _is_text(grid: Grid) -> bool:
    """Say whether a table is only a frame around text: no row has two cells that say something."""
    return all(len(distinct(row.cells)) <= 1 for row in grid.rows)


def _data(tables: Sequence[Table], header: Header) -> list:
    titles_of = [folded(c.title) for c in header.columns]
    return [
        s.row
        for other, rows in tables
        if [folded(c.title) for c in other.columns] == titles_of
        for s in rows
        if s.kind is Kind.DATA
    ]


def _notes(tables: Sequence[Table]) -> list[str]:
    return [
        " ".join(line(c.text) for c in distinct(s.row.cells))
        for _, rows in tables
        for s in rows
        if s.kind is Kind.NOTE
    ]


def _total_rows(tables: Sequence[Table]) -> list[titles.Total]:
    """Return the totals that rows such as 合计 state; subtotals (小计) are not the whole's."""
    found = []
    for header, rows in tables:
        for one in rows:
            cells = distinct(one.row.cells)
            if one.kind is not Kind.TOTAL or any("小计" in folded(c.text) for c in cells[:2]):
                continue
            stated = [one.row.cells[c.index] for c in header.having(Role.POINTS)]
            numbers = [p for c in stated if (p := points_of(c.text)) is not None]
            found += [titles.Total(p) for p in numbers[-1:]] or titles.total_of([folded(cells[0].text)])
    return found


def _missing(title: str, year: int | None, tables: Sequence[Table]) -> list[Problem]:
    problems = []
    if not title:
        problems.append(Problem("title-missing", ""))
    if year is None:
        problems.append(Problem("year-missing", ""))
    if not any(header.having(Role.EVIDENCE) for header, _ in tables):
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
    rows = {row.place: n for n, row in enumerate(r for g in source.grids for r in g.rows)}
    rows |= {grid.place: rows[grid.rows[0].place] for grid in source.grids if grid.rows}
    return sorted(problems, key=lambda p: rows.get(p.place, len(rows)) if p.place else -1)


def _short(text: str) -> str:
    return text if len(text) <= 60 else text[:59] + "…"
