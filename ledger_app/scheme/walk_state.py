"""What a walk through the tables has found so far: headings in force, indicators, doubts."""

from __future__ import annotations

import re
from collections import defaultdict

from ledger_app.scheme import marks, points
from ledger_app.scheme.cells import Row
from ledger_app.scheme.codes import Given
from ledger_app.scheme.model import Indicator, Problem, Section
from ledger_app.scheme.rows import Sorted
from ledger_app.scheme.texts import line, quotation

_CONTINUED = re.compile(r"[（(【]\s*续[表上]?\s*[)）】]$")
_QUOTED = re.compile("(「.*」)([（(].*[）)])?")
_SURE_MARKS = {"★", "刚性", "刚性指标", "约束性", "约束性指标", "一票否决"}
_LIKELY_MARKS = {"▲", "*"}


class Walk:
    """State from row to row: the headings in force, the indicators so far, and what was doubtful."""

    def __init__(self, legend: dict[str, bool]) -> None:
        self.legend = legend
        self.indicators: list[Indicator] = []
        self.given: list[Given] = []
        self.problems: list[Problem] = []
        self.has_codes = False
        self.formatted: dict[str, list[tuple[str, str]]] = defaultdict(list)
        self._sections: dict[tuple[str, ...], float | None] = {}
        self._section_places: dict[tuple[str, ...], str] = {}
        self._banners: list[tuple[int, str]] = []
        self._levels: list[str] = []
        self._explained: set[str] = set()

    def begin(self, levels: int, *, has_codes: bool) -> None:
        """Make ready for a table with so many level columns."""
        self.has_codes |= has_codes
        if len(self._levels) != levels:
            self._levels = [""] * levels

    def sections(self) -> list[Section]:
        """Return the sections in document order; one that no indicator stands under is reported."""
        used = {i.path[:n] for i in self.indicators for n in range(1, len(i.path) + 1)}
        for path, stated in self._sections.items():
            if path not in used:
                values = {"name": path[-1], "points": stated}
                self.problems.append(Problem("section-empty", self._section_places[path], values))
        return [Section(path, stated) for path, stated in self._sections.items()]

    def report(self, code: str, row: Row, **values: object) -> None:
        self.problems.append(Problem(code, row.place, values))

    def section(self, path: tuple[str, ...], stated: float | None, row: Row) -> None:
        """Note a section; the same one may be met in many rows, and must then say the same."""
        before = self._sections.setdefault(path, stated)
        self._section_places.setdefault(path, row.place)
        if before is None:
            self._sections[path] = stated
        elif stated is not None and stated != before:
            self.report("section-points-differ", row, name=path[-1], declared=before, other=stated)

    # headings

    def banner(self, one: Sorted, stated: float | None) -> None:
        """Take up a heading that stands in a row of its own."""
        name, glued = self.heading(one.name, one.row)
        depth = 1 if one.depth is None else one.depth
        self._banners = [b for b in self._banners if b[0] < depth]
        self._banners.append((depth, name))
        self._levels = [""] * len(self._levels)
        if one.is_assumed:
            self.report("section-assumed", one.row, name=name)
        self.section(tuple(n for _, n in self._banners), glued if glued is not None else stated, one.row)

    def heading(self, text: str, row: Row) -> tuple[str, float | None]:
        """Return a heading's name and the points glued to it."""
        quoted = _QUOTED.fullmatch(line(text))
        said = quotation(quoted[1]) if quoted else None
        if quoted and said is not None:
            return said, points.points_of(quoted[2] or "")
        name, _ = marks.take_mark(_CONTINUED.sub("", line(text)).strip())
        name, stated, is_sure = points.glued_points(name)
        if not is_sure and (name, stated) not in self._explained:
            self._explained.add((name, stated))
            self.report("points-assumed", row, name=name, points=stated)
        return name, stated

    def path(self, levels: int | None = None) -> tuple[str, ...]:
        """Return the headings in force, down to the last level or only the first `levels` of them."""
        return (*(name for _, name in self._banners), *(name for name in self._levels[:levels] if name))

    def enter(self, level: int, name: str) -> None:
        """Take up a heading from a level column; deeper ones end with a new one."""
        if self._levels[level] != name:
            self._levels[level:] = [name, *[""] * (len(self._levels) - level - 1)]

    def mark_is_hard(self, mark: str, row: Row) -> bool:
        """Say whether a mark makes an indicator hard: the legend decides, then custom."""
        if mark in self.legend:
            return self.legend[mark]
        if mark in _SURE_MARKS:
            return True
        if mark not in self._explained:
            self._explained.add(mark)
            self.report("mark-taken" if mark in _LIKELY_MARKS else "mark-unexplained", row, mark=mark)
        return mark in _LIKELY_MARKS
