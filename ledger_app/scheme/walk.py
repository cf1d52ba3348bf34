"""Walks the rows of the tables from top to bottom and builds the indicators."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from ledger_app.scheme import marks, points, splitting
from ledger_app.scheme.cells import Cell, Row, distinct
from ledger_app.scheme.codes import Given
from ledger_app.scheme.columns import Columns
from ledger_app.scheme.headers import Role
from ledger_app.scheme.model import Indicator, Problem, Requirement
from ledger_app.scheme.rows import Kind, Sorted
from ledger_app.scheme.texts import folded, is_placeholder, line, lines, quotation
from ledger_app.scheme.walk_state import Walk

_BONUS = re.compile("加分|奖扣分|奖励|附加|改革创新|特色创新|创新创优|加减分|减分项|扣分项|奖惩")
_BONUS_NAME = re.compile(r"(\d+[、.])?(加分|附加分|奖励加分|改革创新|加减分|减分|奖扣分)(项|指标|事项)?")

Origin = tuple[int, int]


def take_table(walk: Walk, columns: Columns, rows: Sequence[Sorted]) -> None:
    """Take up the rows of one table; headings carry over from the table before."""
    walk.begin(len(columns.levels), has_codes=columns.code is not None)
    _Table(walk, columns, [s.row for s in rows if s.kind is Kind.DATA]).take(rows)


class _Table:
    """One table under way: its columns and how far its merges reach."""

    def __init__(self, walk: Walk, columns: Columns, data: Sequence[Row]) -> None:
        self.walk = walk
        self.columns = columns
        self.width = len(data[0].cells) if data else 0
        self.heights = Counter(origin for row in data for origin in {(c.row, c.column) for c in row.cells})
        self.point_counts: Counter[Origin] = Counter()
        if columns.points is not None:
            seen = set()
            for row in data:
                leaf, own = row.cells[columns.leaf], row.cells[columns.points]
                if not is_placeholder(own.text) and _origin(own) not in seen:
                    seen.add(_origin(own))
                    self.point_counts[_origin(leaf)] += 1
        self.last: Row | None = None
        self.offices = self._offices(data)

    def _offices(self, data: Sequence[Row]) -> set[str]:
        """Return the units that stand in a cell of their own or between separators somewhere in the table."""
        texts = {row.cells[i].text for row in data for i in self.columns.units}
        lists = [splitting.units(t)[0] for t in texts]
        return {name for names in lists for name in names if len(name) <= 8}

    def take(self, rows: Sequence[Sorted]) -> None:
        for at, one in enumerate(rows):
            if one.kind is Kind.BANNER:
                self._banner(one)
            elif one.kind is Kind.DATA:
                self._data(one.row, next((r.row for r in rows[at + 1 :] if r.kind is Kind.DATA), None))
        self._unknown_columns([s.row for s in rows if s.kind is Kind.DATA])

    def _banner(self, one: Sorted) -> None:
        """Take up a heading's row with the points in its points column; report what else it says."""
        cell = None if self.columns.points is None else one.row.cells[self.columns.points]
        stated = None if cell is None else points.stated_points(cell.text).points
        self.walk.banner(one, stated)
        rest = [c for c in distinct(one.row.cells) if not is_placeholder(c.text)]
        rest = [c for c in rest if not (c is cell and stated is not None) and line(c.text) not in one.name]
        rest = [c for c in rest if folded(c.text) not in folded(one.name)]
        self._report_text(one.row, rest)
        self.last = None

    def _report_text(self, row: Row, cells: Sequence[Cell]) -> None:
        if cells:
            self.walk.report("text-not-read", row, text=" ".join(line(c.text) for c in cells))

    def _data(self, row: Row, after: Row | None) -> None:
        leaf = row.cells[self.columns.leaf]
        self._doubts(row)
        self._enter_levels(row, leaf)
        last = None if self.last is None else _origin(self.last.cells[self.columns.leaf])
        if is_placeholder(leaf.text):
            self._without_name(row, after)
        elif _origin(leaf) == last and self.point_counts[_origin(leaf)] <= 1:
            self._extend(row)
        else:
            self._indicator(row, leaf)
        self.last = row

    def _enter_levels(self, row: Row, leaf: Cell) -> None:
        walk, outer = self.walk, _origin(leaf)
        before: Origin | None = None
        stated_at = dict(self.columns.level_points)
        for level, index in enumerate(self.columns.levels):
            cell = row.cells[index]
            origin = _origin(cell)
            if origin in (outer, before):
                walk.enter(level, "")
                continue
            before = origin
            if is_placeholder(cell.text):
                self._points_of_no_level(row, stated_at.get(index))
                continue
            name, stated = walk.heading(cell.text, row)
            walk.enter(level, name)
            if index in stated_at:
                stated = self._level_points(row, row.cells[stated_at[index]], name)
            elif stated is None:
                stated = self._shared_points(row, cell)
            walk.section(walk.path(level + 1), stated, row)

    def _level_points(self, row: Row, cell: Cell, name: str) -> float | None:
        if is_placeholder(cell.text):
            return None
        stated = points.stated_points(cell.text)
        if stated.problem and self._is_new(cell):
            self.walk.report(stated.problem, row, name=name, text=line(cell.text), points=stated.points)
        return stated.points

    def _points_of_no_level(self, row: Row, at: int | None) -> None:
        cell = None if at is None else row.cells[at]
        if cell and not is_placeholder(cell.text) and self._is_new(cell):
            self._report_text(row, [cell])

    def _is_new(self, cell: Cell) -> bool:
        """Say whether a cell begins in this row and is not merged down from the one before."""
        return self.last is None or cell not in self.last.cells

    def _shared_points(self, row: Row, level: Cell) -> float | None:
        """Return the points of a cell that is merged over the very rows of this level's cell."""
        at = self.columns.points
        if at is None:
            return None
        cell = row.cells[at]
        height = self.heights[_origin(level)]
        if height > 1 and cell.row == level.row and self.heights[_origin(cell)] == height:
            return points.points_of(cell.text)
        return None

    def _without_name(self, row: Row, after: Row | None) -> None:
        """A row without an indicator's name: a heading in its level column, more text, or a puzzle."""
        columns = self.columns
        said = [c for c in distinct(row.cells) if not is_placeholder(c.text)]
        headings = [row.cells[i] for i in columns.levels if not is_placeholder(row.cells[i].text)]
        own = [c for c in headings if self.heights[_origin(c)] == 1]
        at = columns.points
        stated = None if at is None else points.points_of(row.cells[at].text)
        others = [c for c in said if c not in headings and (at is None or c != row.cells[at])]
        if at is not None and stated is None and not is_placeholder(row.cells[at].text):
            others.append(row.cells[at])
        if not others and headings and after is not None:
            if own and stated is not None:
                self.walk.section(self.walk.path(), stated, row)
            return
        texts = {
            *columns.scoring,
            *columns.evidence,
            *columns.inner,
            *columns.persons,
            *(i for i, _ in columns.details),
        }
        is_text = all(c.column in texts for c in others)
        if others and is_text and not own and stated is None and self.walk.indicators:
            self._extend(row)
            self.walk.report("row-joined", row, name=self.walk.given[-1].name)
        elif said:
            self.walk.report("row-not-read", row, text=" ".join(line(c.text) for c in said))

    def _indicator(self, row: Row, leaf: Cell) -> None:
        walk, columns = self.walk, self.columns
        path = walk.path()
        title, part = leaf.text, ""
        if self.point_counts[_origin(leaf)] > 1 and self.heights[_origin(leaf)] > 1:
            parts = [row.cells[i].text for i in (*columns.inner, *columns.scoring)]
            part = next((p for p in parts if not is_placeholder(p)), "")
            name, stated = walk.heading(leaf.text, row)
            path = (*path, name)
            walk.section(path, stated, row)
            title = part or title
        name, is_hard, glued, is_sure = self._named(row, line(title))
        stated = self._points(row, name, glued, is_sure)
        code = Cell("", 0, 0) if columns.code is None else row.cells[columns.code]
        code_text, is_hard_code = self._marked(row, line(code.text))
        is_hard |= is_hard_code | self._hard_cell(row, name)
        is_hard |= leaf.is_yellow and self.walk.legend.get("yellow", False)
        for format_name, is_on in (("bold", leaf.is_bold), ("red", leaf.is_red)):
            if is_on:
                is_hard |= walk.legend.get(format_name, False)
                walk.formatted[format_name].append((row.place, name))
        walk.given.append(Given(code_text, code.doubt, name, row.place))
        walk.indicators.append(
            Indicator(
                code="",
                path=path,
                name=name,
                points=stated.points,
                is_hard=is_hard,
                is_bonus=stated.is_outside
                or columns.is_bonus
                or any(_BONUS.search(p) for p in path)
                or bool(_BONUS_NAME.fullmatch(folded(name))),
                units=self._units(row, name),
                persons=splitting.persons("\n".join(self._texts(row, columns.persons))),
                scoring=self._scoring(row, part),
                requirements=self._requirements(row, name),
                place=row.place,
            )
        )

    def _named(self, row: Row, title: str) -> tuple[str, bool, float | None, bool]:
        """Return the name without marks and points, whether it is marked hard, its points, whether these are sure."""
        quoted = quotation(title)
        if quoted is not None:
            return quoted, False, None, True
        name, is_hard = self._marked(row, title)
        name, glued, is_sure = points.glued_points(name)
        name, is_hard_too = self._marked(row, name)
        return name, is_hard | is_hard_too, glued, is_sure

    def _marked(self, row: Row, text: str) -> tuple[str, bool]:
        rest, mark = marks.take_mark(text)
        return rest, bool(mark) and self.walk.mark_is_hard(mark, row)

    def _hard_cell(self, row: Row, name: str) -> bool:
        is_hard = False
        for index in self.columns.hard:
            text = row.cells[index].text
            found = marks.hard_of(text)
            if found is None:
                self.walk.report("hard-unclear", row, name=name, text=line(text))
            elif folded(text)[:1] in self.walk.legend:
                found = self.walk.legend[folded(text)[:1]]
            is_hard = is_hard or bool(found)
        details = (row.cells[index].text for index, _ in self.columns.details)
        return is_hard or any(marks.is_hard_remark(text) for text in details)

    def _points(self, row: Row, name: str, glued: float | None, is_sure: bool) -> points.Stated:
        walk, at = self.walk, self.columns.points
        cell = None if at is None else row.cells[at]
        if cell is None or is_placeholder(cell.text):
            return self._points_elsewhere(row, name, glued, is_sure)
        if self.heights[_origin(cell)] > self.heights[_origin(row.cells[self.columns.leaf])]:
            walk.report("points-shared", row, name=name, text=line(cell.text))
            return points.Stated(glued)
        stated = points.stated_points(cell.text)
        if self.columns.is_deduction and stated.points is not None:
            stated = points.Stated(0.0, "points-deduction", is_outside=True)
        if stated.problem:
            walk.report(stated.problem, row, name=name, text=line(cell.text), points=stated.points)
        elif glued is not None and is_sure and glued != stated.points:
            walk.report("points-differ", row, name=name, declared=stated.points, other=glued)
        return stated

    def _points_elsewhere(self, row: Row, name: str, glued: float | None, is_sure: bool) -> points.Stated:
        """Return the points in the name; where the table has no points column, those that the rule names."""
        if glued is not None:
            if not is_sure:
                self.walk.report("points-assumed", row, name=name, points=glued)
            return points.Stated(glued)
        texts = self._texts(row, (*self.columns.inner, *self.columns.scoring))
        found = points.points_in_rule("；".join([name, *texts])) if self.columns.points is None else None
        if found is None:
            self.walk.report("points-missing", row, name=name)
        else:
            self.walk.report("points-in-rule", row, name=name, points=found)
        return points.Stated(found)

    def _units(self, row: Row, name: str) -> tuple[str, ...]:
        found, is_sure = splitting.units("\n".join(self._texts(row, self.columns.units)), self.offices)
        ticked = (unit for index, unit in self.columns.ticked if not is_placeholder(row.cells[index].text))
        found = tuple(dict.fromkeys((*found, *ticked)))
        if not is_sure:
            self.walk.report("units-split", row, name=name, text="、".join(found))
        return found

    def _requirements(self, row: Row, name: str) -> tuple[Requirement, ...]:
        found: list[str] = []
        for text in self._texts(row, self.columns.evidence):
            pieces, is_sure = splitting.requirements(text)
            found += pieces
            if not is_sure:
                self.walk.report("requirements-split", row, name=name, count=len(pieces))
        return tuple(Requirement(str(n), text) for n, text in enumerate(found, 1))

    def _scoring(self, row: Row, name: str) -> str:
        """Return the rule with everything else the row says of the indicator, each on its line.

        `name` is the text of a further cell that serves as the indicator's name, empty where none does.
        """
        columns = self.columns
        texts = [lines(t) for t in self._texts(row, (*columns.inner, *columns.scoring))]
        quoted = [quotation(t) for t in texts]
        parts = [t if q is None else q for t, q in zip(texts, quoted, strict=True) if q or t != name]
        for index, label in columns.details:
            said = (" ".join(lines(t).split()) for t in self._texts(row, (index,)))
            parts += [f"{label}：{t}" if label else t for t in said]
        return "\n".join(dict.fromkeys(parts))

    def _texts(self, row: Row, indexes: Sequence[int]) -> list[str]:
        leaf = _origin(row.cells[self.columns.leaf])
        cells = distinct(row.cells[i] for i in indexes)
        return [c.text for c in cells if _origin(c) != leaf and not is_placeholder(c.text)]

    def _extend(self, row: Row) -> None:
        """Add the text of a further row to the indicator it belongs to; report what has no place there."""
        columns = self.columns
        last = self.walk.indicators[-1]
        single = (columns.code, columns.points, *columns.hard)
        cells = distinct(row.cells[i] for i in single if i is not None)
        rest = [c for c in cells if self._is_new(c) and not is_placeholder(c.text)]
        self._report_text(row, [c for c in rest if _origin(c) != _origin(row.cells[columns.leaf])])
        units = self._units(row, last.name)
        persons = splitting.persons("\n".join(self._texts(row, columns.persons)))
        scoring = [s for s in self._scoring(row, "").split("\n") if s and s not in last.scoring.split("\n")]
        known = {r.text for r in last.requirements}
        more = [r.text for r in self._requirements(row, last.name) if r.text not in known]
        count = len(last.requirements)
        self.walk.indicators[-1] = replace(
            last,
            units=tuple(dict.fromkeys((*last.units, *units))),
            persons=tuple(dict.fromkeys((*last.persons, *persons))),
            scoring="\n".join([*([last.scoring] if last.scoring else []), *scoring]),
            requirements=(
                *last.requirements,
                *(Requirement(str(count + n), text) for n, text in enumerate(more, 1)),
            ),
        )

    def _doubts(self, row: Row) -> None:
        for cell in dict.fromkeys(row.cells):
            own_row = cell.doubt and row.cells.index(cell) >= 0
            if own_row and cell.doubt != "number" and cell.column != self.columns.code:
                code = {"date": "cell-date", "formula": "cell-formula"}.get(cell.doubt, "cell-error")
                self.walk.report(code, row, text=line(cell.text))

    def _unknown_columns(self, rows: Sequence[Row]) -> None:
        for column in self.columns.unknown:
            texts = [line(r.cells[column.index].text) for r in rows]
            filled = [t for t in texts if not is_placeholder(t)]
            if filled and rows:
                code = "column-left-out" if column.role is Role.IGNORED else "column-not-read"
                self.walk.problems.append(
                    Problem(code, rows[0].place, {"column": column.title, "text": filled[0][:40]})
                )


def _origin(cell: Cell) -> Origin:
    return cell.row, cell.column
