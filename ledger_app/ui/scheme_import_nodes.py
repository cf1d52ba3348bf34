"""A scheme under way as a tree to show, and which row of its source each part of it comes from."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field

from ledger_app.core.i18n import _
from ledger_app.scheme.drafts import Draft, Place
from ledger_app.scheme.model import Indicator, Problem, Scheme
from ledger_app.scheme.points import shown

Key = tuple[str, ...]
_OF_SECTIONS = ("sum-differs", "section-points-differ", "section-assumed", "section-empty")
_OF_THE_WHOLE = ("total-differs", "totals-differ")
_NEAR = 1e-6


@dataclass(eq=False, slots=True)
class Node:
    """The scheme, a section or an indicator. `key` stays the same from one draft to the next.

    `points` is what the document declares, `sum` what the parts add up to (None: not all are known);
    `problems` counts those of the node itself, `below` those of all under it.
    """

    key: Key
    name: str
    indicator: Indicator | None = None
    at: Place | None = None
    points: float | None = None
    sum: float | None = None
    problems: int = 0
    below: int = 0
    parent: Node | None = None
    row: int = 0
    children: list[Node] = field(default_factory=list)

    @property
    def is_off(self) -> bool:
        """Whether the declared points are not what the parts add up to."""
        return self.points is not None and self.sum is not None and abs(self.points - self.sum) > _NEAR

    def leaves(self) -> Iterator[Node]:
        """Yield the indicators at or below this node, in document order."""
        if self.indicator:
            yield self
        for child in self.children:
            yield from child.leaves()

    def walk(self) -> Iterator[Node]:
        """Yield what stands below this node, each before what stands below it."""
        for child in self.children:
            yield child
            yield from child.walk()


class Tree:
    """The tree of a draft: its root, and the ways between rows, problems and nodes."""

    def __init__(self, draft: Draft) -> None:
        self.draft = draft
        scheme = draft.scheme
        self.root = Node((), "")
        self.whole = _add(self.root, Node(("",), scheme.title))
        self._sections: dict[Key, Node] = {(): self.whole}
        self._starts: dict[int, list[int]] = {}
        self._leaves: dict[Place, Node] = {}
        for one in scheme.indicators:
            self._take(one)
        declared = {s.path: s.points for s in scheme.sections}
        for path, node in self._sections.items():
            node.points = declared.get(path) if path else scheme.total_points
        _sum_up(self.whole)
        self.whole.sum = _counted(scheme)
        if not any(p.code in _OF_THE_WHOLE for p in scheme.problems):
            self.whole.sum = None if self.whole.is_off else self.whole.sum  # what lies outside makes the rest
        self._problems = [(problem, self._of(problem)) for problem in scheme.problems]
        self._by_row: dict[Place, list[Problem]] = {}
        for problem, node in self._problems:
            node.problems += 1
            if problem.place and (at := draft.at(problem.place)):
                self._by_row.setdefault(at, []).append(problem)
        _count_below(self.whole)

    def node_at(self, place: Place) -> Node | None:
        """Return the indicator that a row of the source belongs to: it begins there or last above it."""
        starts = self._starts.get(place[0], [])
        at = bisect_right(starts, place[1]) - 1
        return self._leaves[place[0], starts[at]] if at >= 0 else None

    def leaf_at(self, place: Place) -> Node | None:
        """Return the indicator that begins in this row."""
        return self._leaves.get(place)

    def problem_node(self, problem: Problem) -> Node:
        """Return the node that a problem is about."""
        return next((node for one, node in self._problems if one is problem), self.whole)

    def problems_at(self, place: Place) -> list[Problem]:
        """Return the problems whose place is this row."""
        return self._by_row.get(place, [])

    def _take(self, one: Indicator) -> None:
        parent = self.whole
        at = self.draft.at(one.place)
        for depth, name in enumerate(one.path, 1):
            path = one.path[:depth]
            if path not in self._sections:
                self._sections[path] = _add(parent, Node(path, name, at=at))
            parent = self._sections[path]
        leaf = _add(parent, Node(("", one.place, one.code), one.name, one, at, one.points))
        if at is not None and at not in self._leaves:
            self._leaves[at] = leaf
            self._starts.setdefault(at[0], []).append(at[1])

    def _of(self, problem: Problem) -> Node:
        at = self.draft.at(problem.place) if problem.place else None
        if at is None or problem.code in _OF_THE_WHOLE:
            return self.whole
        leaf = self._leaves.get(at) or self.node_at(at)
        if problem.code in _OF_SECTIONS:
            name = problem.values.get("name")
            above = leaf.parent if leaf else None
            while above is not None:
                if above.name == name:
                    return above
                above = above.parent
        return leaf or self.whole


def points_text(node: Node) -> str:
    """Return the points of a node; `9 ≠ 8.5` where its parts add up to something else."""
    if node.indicator:
        return "–" if node.points is None else shown(node.points)
    if node.is_off:
        return f"{shown(node.points or 0)} ≠ {shown(node.sum or 0)}"
    stated = node.points if node.points is not None else node.sum
    return "" if stated is None else shown(stated)


def points_words(node: Node) -> str:
    """Return what is to be said of a node's points, for its tip and for screen readers."""
    if node.indicator:
        return _("no points") if node.points is None else _("{n} points").format(n=shown(node.points))
    if node.is_off:
        return _("declares {declared} points; its parts add up to {sum}").format(
            declared=shown(node.points or 0), sum=shown(node.sum or 0)
        )
    if node.points is None:
        return (
            ""
            if node.sum is None
            else _("declares no points; its parts add up to {sum}").format(sum=shown(node.sum))
        )
    if node.sum is None:
        return _("{n} points").format(n=shown(node.points))
    return _("{n} points, as its parts add up to").format(n=shown(node.points))


def title(node: Node) -> str:
    """Return a node's line: code, name and ★ of an indicator, the name of a section."""
    one = node.indicator
    return f"{one.code}  {one.name}{' ★' if one.is_hard else ''}" if one else node.name


def _add(parent: Node, node: Node) -> Node:
    node.parent, node.row = parent, len(parent.children)
    parent.children.append(node)
    return node


def _sum_up(node: Node) -> float | None:
    """Fill in the sums from the leaves up; return what the node is worth."""
    parts = [_sum_up(child) for child in node.children]
    if node.indicator:
        return node.points
    node.sum = None if not parts or None in parts else sum(p or 0.0 for p in parts)
    return node.points if node.points is not None else node.sum


def _counted(scheme: Scheme) -> float | None:
    """Return the points that make the total: bonus points stand outside it."""
    counted = [i.points for i in scheme.indicators if not i.is_bonus]
    return None if not counted or None in counted else sum(p or 0.0 for p in counted)


def _count_below(node: Node) -> int:
    node.below = sum(_count_below(child) for child in node.children)
    return node.problems + node.below
