"""The scheme as a tree to show: nodes with their progress, and which of them a filter leaves."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from ledger_app.scheme.model import Indicator, Scheme
from ledger_app.ui import indicator_progress
from ledger_app.ui.indicator_progress import Progress, Sign

Key = tuple[str, ...]


@dataclass(eq=False, slots=True)
class Node:
    """A section or, with `indicator`, a leaf. `key` stays the same from one reading to the next."""

    key: Key
    name: str
    indicator: Indicator | None = None
    parent: Node | None = None
    row: int = 0
    points: float | None = None
    progress: Progress = field(default_factory=lambda: Progress(0, 0, Sign.NONE))
    children: list[Node] = field(default_factory=list)

    def leaves(self) -> Iterable[Node]:
        """Return the leaves at or below this node, in document order."""
        if self.indicator:
            yield self
        for child in self.children:
            yield from child.leaves()

    def walk(self) -> Iterable[Node]:
        """Yield what stands below this node, each before what stands below it."""
        for child in self.children:
            yield child
            yield from child.walk()


@dataclass(frozen=True, slots=True)
class TreeFilter:
    """What the tree is narrowed to; the words are looked for in code, name, units and requirements."""

    text: str = ""
    only_open: bool = False
    only_hard: bool = False

    def accepts(self, indicator: Indicator, progress: Progress) -> bool:
        """Return whether this indicator is shown."""
        if self.only_hard and not indicator.is_hard:
            return False
        if self.only_open and progress.sign in (Sign.DONE, Sign.NONE):
            return False
        return all(word in _haystack(indicator) for word in self.text.casefold().split())


def build(scheme: Scheme, progress: dict[int, Progress], wanted: TreeFilter) -> Node:
    """Return the root of the tree; sections are summed up over all they hold, filtered or not."""
    root = Node((), "")
    sections: dict[Key, Node] = {(): root}
    whole: dict[Key, list[Indicator]] = {}
    declared = {s.path: s.points for s in scheme.sections}
    for indicator in scheme.indicators:
        for depth in range(len(indicator.path) + 1):
            whole.setdefault(indicator.path[:depth], []).append(indicator)
        if not wanted.accepts(indicator, progress[indicator.id]):
            continue
        parent = root
        for depth, name in enumerate(indicator.path, 1):
            path = indicator.path[:depth]
            if path not in sections:
                sections[path] = _add(parent, Node(path, name))
            parent = sections[path]
        leaf = Node((*indicator.path, "", indicator.code), indicator.name, indicator)
        leaf.points, leaf.progress = indicator.points, progress[indicator.id]
        _add(parent, leaf)
    for path, node in sections.items():
        held = whole.get(path, [])
        node.progress = indicator_progress.total(progress[i.id] for i in held)
        known = [i.points for i in held if i.points is not None]
        node.points = declared.get(path) or (sum(known) if known else None)
    return root


def _add(parent: Node, node: Node) -> Node:
    node.parent, node.row = parent, len(parent.children)
    parent.children.append(node)
    return node


def _haystack(indicator: Indicator) -> str:
    texts = (indicator.code, indicator.name, *indicator.units, *(r.text for r in indicator.requirements))
    return "\n".join(texts).casefold()
