"""What a person changes in a scheme's tables before it is stored: columns, cells, header rows, hard marks."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from ledger_app.core.errors import LedgerError
from ledger_app.scheme.cells import Cell, Grid, Source
from ledger_app.scheme.headers import Role
from ledger_app.scheme.layouts import Layout, lay_out, rows_of
from ledger_app.scheme.model import Indicator, Scheme
from ledger_app.scheme.outline import read_outline
from ledger_app.scheme.texts import folded

Place = tuple[int, int]
_SETTLED_BY_HAND = ("hard-unclear", "hard-by-bold", "hard-by-red")
_LINES = re.compile(r"[\n\r\t]+")
_CLAUSES = re.compile(r"[，,;；。:：]+")
_MOST_PARTS = 4  # of one name that holds 、 itself
_LIKE_FROM = 4  # characters, below which part of a name says nothing
_BULLET = re.compile(r"^\s*(?:[-•·*★▲●◆☆※]+|[（(][一二三四五六七八九十\d]+[)）])\s*")
_TAIL = re.compile(r"(?:等|[共计]+)\d+[项个条]?(?:指标)?(?:为|是|系)?(?:刚性|约束性)?(?:指标)?$")
_CELL = re.compile(r"(.*!)[A-Z]+(\d+)")
_RANGE = re.compile(r"(.+?)\s*(?:[-–—~～至到])\s*(.+)")


@dataclass(frozen=True, slots=True)
class Edits:
    """A person's word on a source; every key is a position in it, counted from 0.

    `roles`: (grid, column). `cells`: (grid, row, column) of where a merged cell begins. `hard`: (grid, row)
    of an indicator. `heads`: by grid the first and last header row, last before first where it has none,
    None where the grid is left out.
    """

    roles: Mapping[Place, Role] = field(default_factory=dict)
    cells: Mapping[tuple[int, int, int], str] = field(default_factory=dict)
    hard: Mapping[Place, bool] = field(default_factory=dict)
    heads: Mapping[int, Place | None] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.roles or self.cells or self.hard or self.heads)

    def with_roles(self, roles: Mapping[Place, Role | None]) -> Edits:
        """Return edits in which columns hold these; None gives a column back to its header."""
        return replace(self, roles=_changed(self.roles, roles))

    def with_cell(self, source: Source, place: tuple[int, int, int], text: str) -> Edits:
        """Return edits in which the cell that covers this place of the source as read says this."""
        grid, row, column = place
        cell = source.grids[grid].rows[row].cells[column]
        key = (grid, cell.row, cell.column)
        return replace(self, cells=_changed(self.cells, {key: None if text == cell.text else text}))

    def with_hard(self, hard: Mapping[Place, bool | None]) -> Edits:
        """Return edits in which the indicators of these rows are hard or not; None leaves it to the document."""
        return replace(self, hard=_changed(self.hard, hard))

    def with_head(self, grid: int, rows: Place | None) -> Edits:
        """Return edits in which a grid has this header, or is left out."""
        return replace(self, heads={**self.heads, grid: rows})

    def without_head(self, grid: int) -> Edits:
        """Return edits in which a grid's header is looked for again."""
        return replace(self, heads={at: rows for at, rows in self.heads.items() if at != grid})


@dataclass(frozen=True, slots=True)
class Draft:
    """A scheme as it would be stored, with the tables it comes from.

    `source` has the edited cells in it; `rows` says where each place of the scheme stands in it.
    """

    source: Source
    layouts: tuple[Layout, ...]
    scheme: Scheme
    rows: Mapping[str, Place]

    def at(self, place: str) -> Place | None:
        """Return (grid, row) of an indicator's or a problem's place, None for the whole document's."""
        if place in self.rows:
            return self.rows[place]
        cell = _CELL.fullmatch(place)
        return self.rows.get(f"{cell[1]}A{cell[2]}") if cell else None


@dataclass(frozen=True, slots=True)
class Listed:
    """What a list of codes and names finds in a scheme, and the entries that it does not."""

    found: tuple[Indicator, ...]
    unknown: tuple[str, ...]


def draft(source: Source, edits: Edits) -> Draft:
    """Return the scheme that the tables hold once the edits are made."""
    tables = edited(source, edits)
    scheme = read_outline(tables, roles=edits.roles, heads=edits.heads)
    layouts = lay_out(tables, roles=edits.roles, heads=edits.heads)
    return marked(Draft(tables, layouts, scheme, rows_of(tables)), edits.hard)


def marked(found: Draft, hard: Mapping[Place, bool]) -> Draft:
    """Return a draft in which the indicators of these rows are hard or not; what was doubtful of it is settled."""
    if not hard:
        return found
    marks = {place: hard[at] for place, at in found.rows.items() if at in hard}
    indicators = [
        replace(i, is_hard=marks[i.place], is_marked=True) if i.place in marks else i
        for i in found.scheme.indicators
    ]
    problems = [p for p in found.scheme.problems if p.place not in marks or p.code not in _SETTLED_BY_HAND]
    scheme = replace(found.scheme, indicators=tuple(indicators), problems=tuple(problems))
    return replace(found, scheme=scheme)


def edited(source: Source, edits: Edits) -> Source:
    """Return the source with the edited cells; a merged one says the same at every place it covers."""
    if not edits.cells:
        return source
    touched = {grid for grid, _row, _column in edits.cells}
    grids = [
        _edited_grid(at, grid, edits.cells) if at in touched else grid for at, grid in enumerate(source.grids)
    ]
    return replace(source, grids=tuple(grids))


def listed(scheme: Scheme, text: str) -> Listed:
    """Find the indicators that a list names: by code, by name, by both, or by a range of codes.

    The list is as people copy it from a letter: an entry a line, or several between commas.
    """
    known = _Names(scheme)
    found: set[int] = set()
    unknown: list[str] = []
    for entry in filter(None, map(_cleaned, _LINES.split(text))):
        hits, rest = known.taken(entry)
        found |= hits
        unknown += rest
    ordered = tuple(one for at, one in enumerate(scheme.indicators) if at in found)
    return Listed(ordered, tuple(dict.fromkeys(unknown)))


def with_listed(edits: Edits, found: Draft, text: str, *, is_hard: bool) -> Edits:
    """Return edits in which what a list names is hard or not; raises `edits-not-listed` for what is not found."""
    result = listed(found.scheme, text)
    if result.unknown:
        raise LedgerError("edits-not-listed", entries="、".join(result.unknown))
    return edits.with_hard({found.rows[i.place]: is_hard for i in result.found if i.place in found.rows})


def _changed(known: Mapping, changes: Mapping) -> dict:
    return {key: value for key, value in {**known, **changes}.items() if value is not None}


def _edited_grid(at: int, grid: Grid, cells: Mapping[tuple[int, int, int], str]) -> Grid:
    """Return a grid with its edited cells; every other row stays the object it is."""
    rows = list(grid.rows)
    for (number, top, left), text in cells.items():
        below = top if number == at else len(rows)
        while below < len(rows) and _begins(rows[below].cells[left], top, left):
            row = rows[below]
            said = (replace(c, text=text, doubt="") if _begins(c, top, left) else c for c in row.cells)
            rows[below] = replace(row, cells=tuple(said))
            below += 1
    return replace(grid, rows=tuple(rows))


def _begins(cell: Cell, row: int, column: int) -> bool:
    return (cell.row, cell.column) == (row, column)


# lists


class _Names:
    """The indicators of a scheme by what a list may call them."""

    def __init__(self, scheme: Scheme) -> None:
        self._codes = {folded(i.code): at for at, i in enumerate(scheme.indicators)}
        self._names: dict[str, set[int]] = {}
        for at, one in enumerate(scheme.indicators):
            self._names.setdefault(_bare(one.name), set()).add(at)

    def taken(self, entry: str) -> tuple[set[int], list[str]]:
        """Return what a line names, and the parts of it that name nothing."""
        if hits := self._exact(entry):
            return hits, []
        found: set[int] = set()
        unknown: list[str] = []
        for clause in filter(None, map(_cleaned, _CLAUSES.split(entry))):
            parts = [_cleaned(part) for part in clause.split("、")]
            while parts:
                size, hits = self._longest(parts)
                if not hits and parts[0]:
                    unknown.append(parts[0])
                found |= hits
                parts = parts[size:]
        return found, unknown

    def _longest(self, parts: list[str]) -> tuple[int, set[int]]:
        """Return how many of the first parts make one name, and what it names: 、 may stand in a name."""
        for size in range(min(_MOST_PARTS, len(parts)), 0, -1):
            if hits := self._exact("、".join(parts[:size])):
                return size, hits
        return 1, self._alike(parts[0])

    def _exact(self, entry: str) -> set[int]:
        key, bare = folded(entry), _bare(entry)
        if key in self._codes:
            return {self._codes[key]}
        if bare in self._names:
            coded = {at for code, at in self._codes.items() if key.startswith(code)}
            return self._names[bare] & coded or self._names[bare]
        between = _RANGE.fullmatch(entry)
        ends = [self._codes.get(folded(end)) for end in between.groups()] if between else []
        if len(ends) == 2 and None not in ends:
            return set(range(ends[0], ends[1] + 1))
        return set()

    def _alike(self, entry: str) -> set[int]:
        """Return the one indicator whose name is part of the entry, or the entry part of it."""
        bare = _bare(entry)
        hits = [
            ats
            for name, ats in self._names.items()
            if min(len(name), len(bare)) >= _LIKE_FROM and (bare in name or name in bare)
        ]
        return hits[0] if len(hits) == 1 else set()


def _cleaned(text: str) -> str:
    return _TAIL.sub("", _BULLET.sub("", text)).strip(" “”\"'")


def _bare(name: str) -> str:
    """Return a name as it is compared: without a number before it, spaces, quotation marks and stars."""
    return re.sub(r"^[\d.]+[、.．]?|[\"'“”‘’《》★▲]", "", folded(name))
