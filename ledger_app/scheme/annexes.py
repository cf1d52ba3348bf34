"""Joins further tables to the indicators by name: rules in one annex, units in another."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from ledger_app.scheme.cells import Row
from ledger_app.scheme.codes import plain_code
from ledger_app.scheme.headers import Role
from ledger_app.scheme.layouts import Layout
from ledger_app.scheme.marks import take_mark
from ledger_app.scheme.model import Indicator, Problem, Requirement, Section
from ledger_app.scheme.numbering import without_number
from ledger_app.scheme.points import glued_points, shown
from ledger_app.scheme.rows import Kind
from ledger_app.scheme.texts import folded, is_placeholder, lines, split_outside
from ledger_app.scheme.walk import take_table
from ledger_app.scheme.walk_state import Walk

_SHARE = 0.6
_LEAST = 2
_EXPECTED = {"points-missing", "section-empty"}


def part_annexes(tables: Sequence[Layout]) -> tuple[list[Layout], list[list[Layout]]]:
    """Return the tables that list indicators, and those that say more of indicators listed there.

    Tables with the same columns are one in several pages. One that names (nearly) only what another
    lists, or its headings, is an annex to it.
    """
    groups: dict[tuple, list[Layout]] = defaultdict(list)
    for table in tables:
        groups[() if table.header is None else table.header.columns].append(table)
    if len(groups) < 2:
        return list(tables), []
    listing = max(groups.values(), key=lambda g: (_has_points(g[0]), _size(g)))
    known = {n for table in listing for n in (*_names(table), *_headings(table))}
    annexes = [g for g in groups.values() if g is not listing and _is_annex(g, known)]
    return [t for t in tables if not any(t in g for g in annexes)], annexes


def join_annex(
    annex: Sequence[Layout],
    indicators: Sequence[Indicator],
    sections: Sequence[Section],
    legend: dict[str, bool],
) -> tuple[list[Indicator], list[Problem]]:
    """Return the indicators with what the annex adds to them; what fits none of them is reported."""
    walk = Walk(legend)
    for table in annex:
        if table.columns:
            take_table(walk, table.columns, table.rows)
    cells = {s.row.place: _leaf_text(s.row, t) for t in annex for s in t.rows if t.columns}
    found = list(indicators)
    headings = {bare(p) for i in indicators for p in i.path} | {bare(s.path[-1]) for s in sections}
    by_name: dict[str, list[int]] = defaultdict(list)
    for number, indicator in enumerate(indicators):
        by_name[bare(indicator.name)].append(number)
    problems: list[Problem] = []
    joined: set[int] = set()
    by_rule: set[str] = set()
    for one, given in zip(walk.indicators, walk.given, strict=True):
        code = plain_code(given.text)
        at, lost = _meant(one, code, cells.get(one.place, one.name), by_name, indicators)
        joined |= set(at)
        by_rule |= {one.place} if any(indicators[n].points is None for n in at) else set()
        for number in at:
            found[number], differing = _merged(found[number], one, has_points=_has_points(annex[0]))
            problems += differing
        if not at and bare(one.name) in headings and not (one.scoring or one.requirements or one.units):
            problems += _heading_points(one, sections)
        elif lost:
            values = {"name": "、".join(lost), "text": _told(one)}
            problems.append(Problem("annex-row-alone", one.place, values))
    told = (p for p in walk.problems if p.code not in _EXPECTED)
    problems += [p for p in told if p.code != "points-in-rule" or p.place in by_rule]
    problems += _lost_headings(walk, headings | set(by_name))
    place = annex[0].rows[0].row.place if annex[0].rows else ""
    return found, [*problems, Problem("annex-joined", place, {"count": len(joined)})]


def _lost_headings(walk: Walk, known: set[str]) -> list[Problem]:
    """Return the headings of an annex that the indicators stand under nowhere else."""
    problems = []
    for section in walk.sections():
        if bare(section.path[-1]) not in known:
            below = (i.place for i in walk.indicators if i.path[: len(section.path)] == section.path)
            problems.append(Problem("text-not-read", next(below, ""), {"text": section.path[-1]}))
    return problems


def bare(name: str) -> str:
    """Return a name as it is compared between tables: without its number, its mark and its points."""
    plain, _ = take_mark(without_number(name))
    plain, _, _ = glued_points(plain)
    return folded(plain)


def _has_points(table: Layout) -> bool:
    return table.header is not None and bool(table.header.having(Role.POINTS))


def _size(group: Sequence[Layout]) -> int:
    return sum(len(table.rows) for table in group)


def _is_annex(group: Sequence[Layout], known: set[str]) -> bool:
    names = [n for table in group for n in _names(table, known)]
    meant = [n in known for n in names]
    return len(names) >= _LEAST and sum(meant) >= max(_LEAST, _SHARE * len(names))


def _names(table: Layout, known: Collection[str] = ()) -> list[str]:
    """Return the names in the indicator's column; a cell that lists several gives them all."""
    rows = [s.row for s in table.rows if s.kind is Kind.DATA]
    cells = dict.fromkeys(_leaf_text(row, table) for row in rows)
    return [bare(piece) for cell in cells if not is_placeholder(cell) for piece in _listed(cell, known)]


def _headings(table: Layout) -> set[str]:
    levels = table.columns.levels if table.columns else ()
    texts = {s.row.cells[i].text for s in table.rows if s.kind is Kind.DATA for i in levels}
    return {bare(t) for t in texts if t} | {bare(s.name) for s in table.rows if s.kind is Kind.BANNER}


def _leaf_text(row: Row, table: Layout) -> str:
    return row.cells[table.columns.leaf].text if table.columns else ""


def _listed(cell: str, known: Collection[str]) -> list[str]:
    """Return the names in a cell: lines and semicolons part them, 、 only what is not a name itself."""
    if bare(cell) in known:
        return [cell]
    pieces = [p for ln in lines(cell).split("\n") for p in split_outside(ln, "；;")]
    return [n for p in pieces for n in ([p] if bare(p) in known else split_outside(p, "、"))] or [cell]


def _meant(
    one: Indicator,
    code: str,
    cell: str,
    by_name: Mapping[str, list[int]],
    indicators: Sequence[Indicator],
) -> tuple[list[int], list[str]]:
    """Return which indicators a row of an annex is about, and the names in it that none has."""
    same = by_name.get(bare(one.name), [])
    if len(same) > 1:
        inner = {bare(p) for p in one.path}
        same = [n for n in same if inner & {bare(p) for p in indicators[n].path}] or same
        return [n for n in same if code and indicators[n].code == code] or same[:1], []
    if same:
        return same, []
    pieces = _listed(cell, by_name)
    listed = [n for p in pieces for n in by_name.get(bare(p), [])]
    if len(pieces) < _LEAST or len(listed) < _SHARE * len(pieces):
        return [], [one.name]
    return listed, [p for p in pieces if bare(p) not in by_name]


def _merged(old: Indicator, more: Indicator, *, has_points: bool) -> tuple[Indicator, list[Problem]]:
    problems = []
    if has_points and None not in (old.points, more.points) and old.points != more.points:
        values = {"name": old.name, "declared": old.points, "other": more.points}
        problems.append(Problem("annex-points-differ", more.place, values))
    scoring = [s for s in more.scoring.split("\n") if s and s not in old.scoring.split("\n")]
    texts = [r.text for r in old.requirements]
    texts += [r.text for r in more.requirements if r.text not in texts]
    kept = {r.text: r for r in old.requirements}
    requirements = tuple(kept.get(t) or Requirement(str(n), t) for n, t in enumerate(texts, 1))
    return replace(
        old,
        points=more.points if old.points is None else old.points,
        is_hard=old.is_hard or more.is_hard,
        is_bonus=old.is_bonus or more.is_bonus,
        units=tuple(dict.fromkeys((*old.units, *more.units))),
        persons=tuple(dict.fromkeys((*old.persons, *more.persons))),
        scoring="\n".join([*([old.scoring] if old.scoring else []), *scoring]),
        requirements=requirements,
    ), problems


def _heading_points(one: Indicator, sections: Sequence[Section]) -> list[Problem]:
    """Hold the points that a summary gives a heading against those that the table itself declares."""
    same = [s for s in sections if bare(s.path[-1]) == bare(one.name) and s.points is not None]
    if one.points is None or not same or any(s.points == one.points for s in same):
        return []
    values = {"name": one.name, "declared": same[0].points, "other": one.points}
    return [Problem("section-points-differ", one.place, values)]


def _told(one: Indicator) -> str:
    points = "" if one.points is None else shown(one.points)
    parts = [*one.path, points, *one.units, *one.persons, one.scoring, *(r.text for r in one.requirements)]
    return " ".join(p for p in parts if p)
