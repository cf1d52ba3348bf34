"""What the page of printing shows: binders with what became of them since their last print, read off the event loop."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass, field
from enum import StrEnum

from ledger_app.archive import Archive
from ledger_app.binder import slips
from ledger_app.binder.binders import Job
from ledger_app.binder.results import Binders, BoundVolume
from ledger_app.binder.volumes.model import Ordering, PrintedVolume, PrintStyle
from ledger_app.binder.volumes.paging import Sum
from ledger_app.binder.volumes.prints import Print
from ledger_app.core.errors import LedgerError
from ledger_app.core.i18n import N_, _, ngettext
from ledger_app.core.progress import Progress
from ledger_app.scheme.model import Scheme
from ledger_app.ui import file_words

Key = tuple[str, ...]

ORDERINGS: dict[Ordering, str] = {
    Ordering.INDICATOR: N_("By indicator, for inspectors"),
    Ordering.BOX: N_("By box, for the shelf"),
}


class Since(StrEnum):
    """What became of a binder since it was printed last."""

    NEVER = "never"
    SAME = "same"
    CHANGED = "changed"


SIGNS: dict[Since, str] = {Since.NEVER: "○", Since.SAME: "✔", Since.CHANGED: "!"}
COLOURS: dict[Since, str] = {Since.NEVER: "", Since.SAME: "good", Since.CHANGED: "notice"}


@dataclass(frozen=True, slots=True)
class Counted:
    """The binders of an order as they would be printed. `changes` is None where none was printed yet.

    `printed` is what lies on paper by the key of a binder, `prints` are all prints, the newest first.
    """

    ordering: Ordering
    style: PrintStyle
    fresh: Binders
    changes: Binders | None
    printed: Mapping[str, PrintedVolume]
    prints: tuple[Print, ...]

    def binders(self, *, is_changed: bool) -> Binders:
        """Return the binders as a full print makes them, or as they lie with what changed put in."""
        return self.changes if is_changed and self.changes is not None else self.fresh

    def since(self, key: str) -> Since:
        """Return what became of a binder since it was printed."""
        if key not in self.printed or self.changes is None:
            return Since.NEVER
        volume = next((v for v in self.changes.volumes if v.key == key), None)
        return Since.CHANGED if volume is None or volume.printed or volume.steps else Since.SAME

    def said(self, key: str) -> str:
        """Return in words what became of a binder since it was printed."""
        found = self.since(key)
        if found is Since.NEVER:
            return _("not printed yet")
        if found is Since.SAME:
            _year, month, day = (int(part) for part in self.printed[key].at[:10].split("-"))
            return _("unchanged (printed {month:02}-{day:02})").format(month=month, day=day)
        volume = self._changed(key)
        if volume is None or not volume.printed:
            return _("changed: sheets to take out")
        return ngettext(
            "changed: {n} page to replace", "changed: {n} pages to replace", volume.printed
        ).format(n=f"{volume.printed:,}")

    def instruction(self, key: str) -> str:
        """Return what there is to do with the sheets of a binder, or when it was printed as it is now."""
        volume = self._changed(key)
        if self.since(key) is Since.SAME:
            return _("as printed on {day}").format(day=file_words.date(self.printed[key].at))
        if volume is None or self.since(key) is not Since.CHANGED:
            return ""
        return slips.instruction(volume.number, volume.steps, volume.spine)

    def _changed(self, key: str) -> BoundVolume | None:
        volumes = self.changes.volumes if self.changes else ()
        return next((v for v in volumes if v.key == key), None)


@dataclass(eq=False, slots=True)
class Node:
    """A binder or, below it, one of its indicators; the root is neither. `key` stays from one count to the next."""

    key: Key
    name: str
    volume: BoundVolume | None = None
    is_hard: bool = False
    parent: Node | None = None
    row: int = 0
    children: list[Node] = field(default_factory=list)

    def leaves(self) -> Iterable[Node]:
        """Return what can be chosen at or below this node: indicators, or binders that have none."""
        if not self.children and self.parent is not None:
            yield self
        for child in self.children:
            yield from child.leaves()

    def walk(self) -> Iterable[Node]:
        """Yield what stands below this node, each before what stands below it."""
        for child in self.children:
            yield child
            yield from child.walk()


@dataclass(frozen=True, slots=True)
class Figures:
    """What a print comes to. `changed` counts the binders that have pages to print."""

    binders: int
    changed: int
    pages: Sum
    printed: int
    references: int
    saved: int


def read(
    archive: Archive, ordering: Ordering, style: PrintStyle, progress: Progress
) -> Counted | LedgerError:
    """Count the binders of an order; what keeps them from being counted is returned, to be said in the page."""
    try:
        printed = archive.printed(ordering)
        fresh = archive.count_binders(Job(ordering, style=style), progress)
        changes = None
        if printed:
            changes = archive.count_binders(Job(ordering, is_changed=True, style=style), progress)
    except LedgerError as error:
        return error
    return Counted(ordering, style, fresh, changes, printed, archive.prints())


def count(archive: Archive, job: Job, progress: Progress) -> Binders | LedgerError:
    """Count what is chosen, as a binder of its own."""
    try:
        return archive.count_binders(job, progress)
    except LedgerError as error:
        return error


def tree(binders: Binders, scheme: Scheme) -> Node:
    """Return the root of the tree of binders."""
    known = {indicator.code: indicator for indicator in scheme.indicators}
    root = Node((), "")
    for volume in binders.volumes:
        node = Node((volume.key,), title(volume), volume, parent=root, row=len(root.children))
        root.children.append(node)
        for code in dict.fromkeys(volume.indicators):
            found = known.get(code)
            name = f"{code} {found.name}" if found else code
            node.children.append(
                Node(
                    (volume.key, code),
                    name,
                    is_hard=bool(found and found.is_hard),
                    parent=node,
                    row=len(node.children),
                )
            )
    return root


def title(volume: BoundVolume) -> str:
    """Return how a binder is called: its number and what is on its spine."""
    return _("Box {number} {title}").format(number=volume.number, title=volume.title)


def chosen(root: Node, unchecked: Set[Key]) -> list[Node]:
    """Return the leaves that are checked."""
    return [leaf for leaf in root.leaves() if leaf.key not in unchecked]


def only(root: Node, unchecked: Set[Key]) -> tuple[str, ...] | None:
    """Return the choice as `Job.only`: nothing for all, whole binders by key, else indicators; None for none.

    Where a binder is chosen in part all is chosen by indicator: what is printed then is a binder of its own.
    """
    leaves = chosen(root, unchecked)
    if not leaves:
        return None
    if len(leaves) == sum(1 for _leaf in root.leaves()):
        return ()
    whole = [node for node in root.children if all(leaf.key not in unchecked for leaf in node.leaves())]
    if len(leaves) == sum(1 for node in whole for _leaf in node.leaves()):
        return tuple(f"box:{node.volume.number}" for node in whole if node.volume)
    return tuple(dict.fromkeys(leaf.key[1] for leaf in leaves))


def is_extract(wanted: tuple[str, ...] | None) -> bool:
    """Return whether a choice is a binder of its own."""
    return bool(wanted) and not all(value.startswith("box:") for value in wanted or ())


def figures(volumes: Iterable[BoundVolume]) -> Figures:
    """Add binders up."""
    volumes = list(volumes)
    sums = [volume.pages for volume in volumes]
    pages = Sum(
        sum(s.forms for s in sums),
        sum(s.items for s in sums),
        sum(s.blanks for s in sums),
        sum(s.sheets for s in sums),
    )
    return Figures(
        binders=len(volumes),
        changed=sum(bool(v.printed) for v in volumes),
        pages=pages,
        printed=sum(v.printed for v in volumes),
        references=sum(v.references for v in volumes),
        saved=sum(v.pages_saved for v in volumes),
    )
