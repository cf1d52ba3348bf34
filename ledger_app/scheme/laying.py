"""Lays a scheme out as the table a county office sends, so that reading the table gives the scheme again."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from ledger_app.scheme.cells import Cell, Grid, Row, Source
from ledger_app.scheme.model import Indicator, Scheme, Section
from ledger_app.scheme.outline import read_outline
from ledger_app.scheme.points import shown
from ledger_app.scheme.shaping import shaped
from ledger_app.scheme.texts import line, lines

Path = tuple[str, ...]
Quoted = frozenset[tuple[object, str]]

_ORDINALS = "一二三四五"
_DEEPEST = len(_ORDINALS) - 1
_TRIES = 4
_NOTE = "注：“刚性”栏标★的为刚性指标，任一项扣分即不能评为优秀等次。"


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the table: its header and its share of the page's width; `is_centred` as its texts stand."""

    title: str
    width: float
    is_centred: bool = False


@dataclass(frozen=True, slots=True)
class Merge:
    """Cells that are one: the rows and columns it covers, counted from 0 below the header, ends included."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True, slots=True)
class Table:
    """A scheme laid out: title and lines above the table, columns, rows of texts, merges, a note below.

    A merged text stands where its merge begins; the other cells it covers are empty. `numbers` are the
    columns whose texts are numbers where they can be.
    """

    title: str
    info: tuple[str, ...]
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    merges: tuple[Merge, ...] = ()
    note: str = ""
    numbers: frozenset[int] = field(default=frozenset())


def lay_out(scheme: Scheme) -> Table:
    """Return the scheme as a table.

    What would be read as something else (a name that ends in points, 、 inside one requirement) stands in
    「」; whatever that does not help either, the table leaves as it is.
    """
    quoted: Quoted = frozenset()
    for _ in range(_TRIES):
        table = _laid_out(scheme, quoted)
        more = quoted | _misread(scheme, read_outline(shaped(_source(table))))
        if more == quoted:
            break
        quoted = more
    return table


def _laid_out(scheme: Scheme, quoted: Quoted) -> Table:
    depth = min(max((len(p) for p in _paths(scheme)), default=0), _DEEPEST)
    is_even = all(len(i.path) == depth for i in scheme.indicators)
    shape = _Shape(scheme, depth, depth if is_even else 0, quoted)
    entries = _with_empty_sections(scheme)
    return Table(
        title=line(scheme.title),
        info=_info(scheme, quoted),
        columns=shape.columns(),
        rows=tuple(shape.row(one) for one in entries),
        merges=tuple(shape.merges(entries)),
        note=_NOTE if any(i.is_hard for i in scheme.indicators) else "",
        numbers=frozenset({shape.points} | ({shape.code} if _are_counted(scheme) else set())),
    )


class _Shape:
    """Which column holds what, and how each indicator fills them."""

    def __init__(self, scheme: Scheme, depth: int, code: int, quoted: Quoted) -> None:
        self._points_of = {s.path: s.points for s in scheme.sections}
        self._positions = {id(one): at for at, one in enumerate(scheme.indicators)}
        self._quoted = quoted
        self._depth = depth
        self._has_units = any(i.units for i in scheme.indicators)
        self._has_persons = any(i.persons for i in scheme.indicators)
        self.code = code
        self.first = 1 if code == 0 else 0
        self.leaf = depth + 1
        self.points = depth + 2

    def columns(self) -> tuple[Column, ...]:
        found = [Column(title, 2.0, is_centred=True) for title in self._titles()]
        leaf = Column(f"{_ORDINALS[self._depth]}级指标（考核内容）" if self._depth else "考核指标", 3.6)
        found.insert(self.code, Column("序号", 1.0, is_centred=True))
        found += [leaf, Column("分值", 1.0, is_centred=True), Column("刚性", 1.0, is_centred=True)]
        found += [Column("责任单位", 2.0, is_centred=True)] * self._has_units
        found += [Column("责任人", 1.4, is_centred=True)] * self._has_persons
        return (*found, Column("评分标准", 5.0), Column("佐证材料要求", 4.6))

    def _titles(self) -> list[str]:
        if self._depth <= 2:
            return ["大项", "小项"][: self._depth]
        return [f"{_ORDINALS[level]}级指标" for level in range(self._depth)]

    def row(self, one: Indicator | Section) -> tuple[str, ...]:
        path = one.path[: self._depth]
        levels = [self._heading(one.path[: n + 1]) for n in range(len(path))]
        levels += [""] * (self._depth - len(path))
        if isinstance(one, Section):
            levels.insert(self.code, "")
            return (*levels, *[""] * (5 + self._has_units + self._has_persons))
        levels.insert(self.code, one.code)
        name = self._text(one, "name", one.name)
        cells = [*levels, name, self._points(one), "★" if one.is_hard else ""]
        if self._is_ragged(one):  # a merged cell's text stands where it begins
            cells[self.leaf], cells[self.first + len(path)] = "", name
        cells += [self._listed(one, "units", one.units)] * self._has_units
        cells += [self._listed(one, "persons", one.persons)] * self._has_persons
        asked = [r.text for r in one.requirements]
        return (*cells, self._text(one, "scoring", one.scoring), self._listed(one, "requirements", asked))

    def merges(self, entries: Sequence[Indicator | Section]) -> Iterable[Merge]:
        """Merge headings down over what stands under them, and a name over the levels it does not have."""
        for level in range(self._depth):
            column = level + self.first
            top = 0
            for at in range(1, len(entries) + 1):
                here = entries[top].path[: level + 1]
                if at < len(entries) and entries[at].path[: level + 1] == here:
                    continue
                if at - top > 1 and len(here) == level + 1:
                    yield Merge(top, column, at - 1, column)
                top = at
        for at, one in enumerate(entries):
            if isinstance(one, Indicator) and self._is_ragged(one):
                yield Merge(at, self.first + len(one.path), at, self.leaf)

    def _is_ragged(self, one: Indicator) -> bool:
        return len(one.path) < self._depth

    def _heading(self, path: Path) -> str:
        points = self._points_of.get(path)
        name = f"「{path[-1]}」" if (path, "path") in self._quoted else path[-1]
        return name if points is None else f"{name}（{shown(points)}分）"

    def _points(self, one: Indicator) -> str:
        if one.points is None:
            return ""
        mark = "+" if (self._positions[id(one)], "bonus") in self._quoted else ""
        return f"{mark}{shown(one.points)}"

    def _text(self, one: Indicator, what: str, text: str) -> str:
        return f"「{text}」" if (self._positions[id(one)], what) in self._quoted else text

    def _listed(self, one: Indicator, what: str, texts: Sequence[str]) -> str:
        return "\n".join(self._text(one, what, text) for text in texts)


def _info(scheme: Scheme, quoted: Quoted) -> tuple[str, ...]:
    hard = [i for i in scheme.indicators if i.is_hard]
    named = (f"指标体系名称：「{scheme.title}」",) if ("", "title") in quoted else ()
    said = [f"考核年度：{scheme.year}年"] if scheme.year is not None else []
    said += [_total(scheme)] if scheme.total_points is not None else []
    said += [f"共{len(scheme.indicators)}项指标", f"刚性{len(hard)}项"]
    return (*named, "　　".join(said))


def _total(scheme: Scheme) -> str:
    """Return the declared total; where parts of it lie outside the table, with what the table makes."""
    total = scheme.total_points or 0.0
    said = f"满分：{shown(total)}分"
    counted = sum(i.points or 0.0 for i in scheme.indicators if not i.is_bonus)
    is_doubted = any(p.code in ("total-differs", "totals-differ") for p in scheme.problems)
    if is_doubted or not 0 < counted < total:
        return said
    return f"{said}（其中本表{shown(counted)}分，表外评价{shown(total - counted)}分）"


def _are_counted(scheme: Scheme) -> bool:
    """Say whether the codes are whole numbers: of 1.10, a number would lose the zero."""
    return all(i.code.isdecimal() and str(int(i.code)) == i.code for i in scheme.indicators)


def _paths(scheme: Scheme) -> list[Path]:
    return [*(s.path for s in scheme.sections), *(i.path for i in scheme.indicators)]


def _with_empty_sections(scheme: Scheme) -> list[Indicator | Section]:
    """Return the indicators with the headings that nothing stands under, each before what it comes before."""
    under = {i.path[:n] for i in scheme.indicators for n in range(1, len(i.path) + 1)}
    parents = {s.path[:n] for s in scheme.sections for n in range(1, len(s.path))}
    order = {s.path: at for at, s in enumerate(scheme.sections)}
    waiting = [s for s in scheme.sections if s.path not in under | parents]
    found: list[Indicator | Section] = []
    for one in scheme.indicators:
        while waiting and order[waiting[0].path] < order.get(one.path, -1):
            found.append(waiting.pop(0))
        found.append(one)
    return [*found, *waiting]


# reading it back


def _source(table: Table) -> Source:
    """Return the table as a reader would hand it over; each row's place is its number."""
    cells = [
        [Cell(lines(text), at, column) for column, text in enumerate(row)]
        for at, row in enumerate([tuple(c.title for c in table.columns), *table.rows])
    ]
    for merge in table.merges:
        origin = cells[merge.top + 1][merge.left]
        for row in cells[merge.top + 1 : merge.bottom + 2]:
            row[merge.left : merge.right + 1] = [origin] * (merge.right - merge.left + 1)
    rows = tuple(Row(tuple(row), str(at)) for at, row in enumerate(cells))
    before = (table.title, *table.info)
    return Source((Grid("", rows, before),), (table.note,) if table.note else ())


def _misread(scheme: Scheme, read: Scheme) -> Quoted:
    """Return what must be quoted, for it was read as something else."""
    rows = [at for at, one in enumerate(_with_empty_sections(scheme), 1) if isinstance(one, Indicator)]
    back = {i.place: i for i in read.indicators}
    found: set[tuple[object, str]] = set()
    for position, (at, one) in enumerate(zip(rows, scheme.indicators, strict=True)):
        other = back.get(str(at))
        if other is None:
            found.add((position, "name"))
            continue
        said = {what: getattr(one, what) == getattr(other, what) for what in ("name", "scoring", "units")}
        said["persons"] = one.persons == other.persons
        said["bonus"] = one.is_bonus == other.is_bonus or not one.is_bonus
        said["requirements"] = _asked(one) == _asked(other)
        found |= {(position, what) for what, is_same in said.items() if not is_same}
        if one.path != other.path:
            found |= {(one.path[: n + 1], "path") for n in range(len(one.path))}
    if read.title != scheme.title:
        found.add(("", "title"))
    there = {s.path for s in read.sections}
    found |= {(s.path, "path") for s in scheme.sections if s.path not in there}
    return frozenset(found)


def _asked(one: Indicator) -> list[str]:
    return [r.text for r in one.requirements]


def as_exported(scheme: Scheme) -> Scheme:
    """Return a scheme without what no table holds: ids, keys, needs, places, problems, its file."""
    bare = [
        replace(
            i,
            id=0,
            place="",
            requirements=tuple(type(r)(str(n), r.text) for n, r in enumerate(i.requirements, 1)),
        )
        for i in scheme.indicators
    ]
    return Scheme(scheme.title, scheme.year, scheme.total_points, tuple(bare), scheme.sections)
