"""Decides which of the naming columns is the indicator and which are the levels above it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from ledger_app.scheme.cells import Row
from ledger_app.scheme.headers import NAMES, Column, Header, Role
from ledger_app.scheme.rows import own_texts
from ledger_app.scheme.texts import folded, is_placeholder

_GRAIN = 0.9
_OFF = re.compile("^(?!.*加)(?:最高)?[扣减]分?(?:分?值|上限)?")
_BONUS = re.compile("[加减扣]分项?|附加项|奖励|创新")
_WORDS = re.compile("[\u4e00-\u9fff]{2}")
_TICK = re.compile("[√✓✔☑▲△●○◎★☆v]|牵头|配合|主办|协办|主责|责任|是")
_OFFICE = re.compile("[局办所部委站院校室会队镇乡村组科处厅]|中心|公司|街道")


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns by what they are for. `level_points` pairs a level with the column of its points.
    `ticked` are columns headed by a unit, in which a tick names it.

    `unknown` are the columns of which nobody knows what they hold (they are details too), and those of
    scores that were filled in, which are left out. `inner` are the columns that describe the indicator further: they name the parts of one whose
    cell is merged over several rows with points of their own. `is_bonus`: the table is headed as one of
    points on top of the total; `is_deduction`: its points are only taken off.
    """

    code: int | None
    levels: tuple[int, ...]
    leaf: int
    inner: tuple[int, ...]
    points: int | None
    level_points: tuple[tuple[int, int], ...]
    hard: tuple[int, ...]
    units: tuple[int, ...]
    ticked: tuple[tuple[int, str], ...]
    persons: tuple[int, ...]
    scoring: tuple[int, ...]
    evidence: tuple[int, ...]
    details: tuple[tuple[int, str], ...]
    unknown: tuple[Column, ...]
    is_bonus: bool = False
    is_deduction: bool = False


def choose_columns(header: Header, rows: Sequence[Row]) -> Columns:
    """Choose by the header's own words (三级指标) and else by the grain: an indicator has a row of its own."""
    names = header.having(*NAMES)
    points = header.having(Role.POINTS)
    leaf = _leaf(header, names, points, rows)
    levels = tuple(c.index for c in names if c.index != leaf and (c.index < leaf or c.role is Role.LEVEL))
    inner = tuple(c.index for c in names if c.index != leaf and c.index not in levels)
    leaf_points, level_points, spare = _points(points, levels, leaf)
    units, measures = _units(header, rows)
    ticked = _ticked(header, rows)
    details = [*header.having(Role.DETAIL), *spare, *measures, *header.having(Role.CODE)[1:]]
    scores = [c for c in header.having(Role.IGNORED) if any(_said(r, c) for r in rows)]
    details += [c for c in scores if any(_WORDS.search(_said(r, c)) for r in rows)]
    details += header.having(Role.UNKNOWN)
    return Columns(
        code=next((c.index for c in header.having(Role.CODE)), None),
        levels=levels,
        leaf=leaf,
        inner=inner,
        points=leaf_points,
        level_points=level_points,
        hard=_indexes(header, Role.HARD),
        units=tuple(i for i in units if i not in dict(ticked)),
        ticked=ticked,
        persons=_indexes(header, Role.PERSONS),
        scoring=tuple(i for i in _indexes(header, Role.SCORING) if i != leaf),
        evidence=_indexes(header, Role.EVIDENCE),
        details=tuple((c.index, c.title) for c in sorted(details, key=lambda c: c.index)),
        unknown=(*header.having(Role.UNKNOWN), *(c for c in scores if c not in details)),
        is_deduction=any(c.index == leaf_points and _OFF.search(folded(c.title)) for c in points),
        is_bonus=any(_BONUS.search(folded(c.title)) for c in names),
    )


def _indexes(header: Header, role: Role) -> tuple[int, ...]:
    return tuple(c.index for c in header.having(role))


def _said(row: Row, column: Column) -> str:
    text = row.cells[column.index].text
    return "" if is_placeholder(text) else text


def _units(header: Header, rows: Sequence[Row]) -> tuple[tuple[int, ...], list[Column]]:
    """Tell offices from units of measurement: a column that is only called 单位 may hold either."""
    columns = header.having(Role.UNITS)
    plain = [c for c in columns if folded(c.title) == "单位"]
    named = [c for c in columns if c not in plain]
    measures = [
        c for c in plain if named or not any(_OFFICE.search(folded(r.cells[c.index].text)) for r in rows)
    ]
    return tuple(c.index for c in columns if c not in measures), measures


def _ticked(header: Header, rows: Sequence[Row]) -> tuple[tuple[int, str], ...]:
    """Return the columns side by side under one header (责任站所) that are headed by a unit each and ticked."""
    found: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for column in header.having(Role.UNITS):
        above, _, own = column.title.partition(" ")
        said = [folded(t) for r in rows if (t := _said(r, column))]
        if own and all(_TICK.fullmatch(t) for t in said):
            found[above].append((column.index, own))
    return tuple(one for group in found.values() if len(group) > 1 for one in group)


def _leaf(header: Header, names: list[Column], points: list[Column], rows: Sequence[Row]) -> int:
    chosen = header.having(Role.INDICATOR)
    if chosen:
        return chosen[-1].index
    names = [c for c in names if c.role is Role.NAME] or names
    candidates = [c for c in names if not points or c.index < points[-1].index] or names
    deepest = max((c.ordinal or 0 for c in candidates), default=0)
    full = [r for r in rows if not _is_heading(r, header)]
    for column in candidates:
        if (column.ordinal or 0) >= deepest and _has_grain(column.index, full or rows):
            return column.index
    shared = candidates and points and not _has_grain(points[-1].index, full or rows, is_alike=True)
    for column in () if shared else header.having(Role.SCORING):
        if (not points or column.index < points[-1].index) and _has_grain(column.index, full or rows):
            return column.index
    return (candidates or header.having(Role.SCORING))[-1].index


def _is_heading(row: Row, header: Header) -> bool:
    """Say whether a row only names a level, as it does in tables without merges."""
    said = own_texts(row, header, Role.CODE, Role.SCORING, Role.EVIDENCE, Role.UNITS)
    return not said and len(own_texts(row, header, *NAMES)) <= 1


def _has_grain(index: int, rows: Sequence[Row], *, is_alike: bool = False) -> bool:
    """Say whether (nearly) every row has a text of its own here: not merged down, blank or repeated.

    With `is_alike` a row may say the same as the one above: points often do.
    """
    own, above, origin = 0, "", (-1, -1)
    for row in rows:
        cell = row.cells[index]
        text, begins = folded(cell.text), (cell.row, cell.column)
        is_own = begins != origin if is_alike else text != above
        own += not is_placeholder(cell.text) and is_own
        above, origin = text, begins
    return own >= len(rows) * _GRAIN


def _points(
    points: list[Column], levels: tuple[int, ...], leaf: int
) -> tuple[int | None, tuple[tuple[int, int], ...], list[Column]]:
    """Give each points column to the name left of it; a single one is the indicator's."""
    if len(points) <= 1:
        return (points[0].index if points else None), (), []
    mine: int | None = None
    pairs: dict[int, int] = {}
    spare = []
    for column in points:
        left = max((i for i in (*levels, leaf) if i < column.index), default=leaf)
        if left == leaf and mine is None:
            mine = column.index
        elif left != leaf and left not in pairs:
            pairs[left] = column.index
        else:
            spare.append(column)
    if mine is None:
        last = max(pairs.values())
        pairs = {level: at for level, at in pairs.items() if at != last}
        mine = last
    return mine, tuple(pairs.items()), spare
