"""How one finds one's way in a bound volume: links both ways, outline, page labels, as PDF writes them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from ledger_app.binder.binding.model import Rectangle
from ledger_app.binder.binding.writing import Output, numbers, text
from ledger_app.binder.forms.model import DrawnForms
from ledger_app.binder.volumes.leading import first_pages
from ledger_app.binder.volumes.model import PageKind, PartKind, PlannedPage, Volume
from ledger_app.core.i18n import _

_LISTS = {PartKind.CONTENTS, PartKind.CATALOGUE, PartKind.DIVIDER}


@dataclass(frozen=True, slots=True)
class Place:
    """A height of a page of the volume: `page` counts from 0, `top` is in points, None for the page's head."""

    page: int
    top: float | None = None


@dataclass(frozen=True, slots=True)
class Link:
    """A rectangle of a page that leads to a place."""

    rectangle: Rectangle
    target: Place


def form_links(volume: Volume, drawn: DrawnForms) -> dict[int, list[Link]]:
    """Return, by page of the volume, the links of the drawn pages. What lies in another volume is no link."""
    starts = first_pages(volume)
    found: dict[int, list[Link]] = {}
    for page, rectangle, target in _lines(volume, drawn):
        if target in starts:
            found.setdefault(page, []).append(Link(rectangle, Place(starts[target])))
    return found


def back_places(volume: Volume, drawn: DrawnForms) -> dict[int, Place]:
    """Return, by the first page of each part, where the line stands that leads to it.

    That is the last line before it: the divider's for an item, the list's for a divider. A part that no line
    leads to goes back to the list of the whole binder before it.
    """
    starts = first_pages(volume)
    lists = [part.key for part in volume.parts if part.kind in _LISTS and part.key in starts]
    lines: dict[str, list[Place]] = {}
    for page, rectangle, target in _lines(volume, drawn, only=set(lists)):
        lines.setdefault(target, []).append(Place(page, rectangle[3]))
    dividers = {part.key for part in volume.parts if part.kind is PartKind.DIVIDER}
    ways_back = [key for key in lists if key not in dividers]  # none of them speaks of what it doesn't list
    found: dict[int, Place] = {}
    for key, start in starts.items():
        before = [place for place in lines.get(key, ()) if place.page < start]
        before = before or [Place(starts[other]) for other in ways_back if starts[other] < start]
        if before:
            found.setdefault(start, max(before, key=lambda place: place.page))
    return found


def _lines(
    volume: Volume, drawn: DrawnForms, only: set[str] | None = None
) -> Iterator[tuple[int, Rectangle, str]]:
    """Yield the hotspots whose page is among those of the volume: that page, the rectangle, the part it leads to."""
    where = {
        drawn.parts[page.part][0] + page.number - 1: index
        for index, page in enumerate(volume.pages)
        if page.kind is PageKind.FORM and (only is None or page.part in only)
    }
    for spot in drawn.hotspots:
        if spot.page in where:
            yield where[spot.page], spot.rectangle, spot.target


def annotations(links: Sequence[Link], number_of: Callable[[int], int]) -> bytes:
    """Return the annotations of a page; `number_of` gives the object of a page."""
    return b" ".join(
        b"<< /Type /Annot /Subtype /Link /Rect [%b] /Border [0 0 0] /F 4 /Dest %b >>"
        % (numbers(link.rectangle), destination(link.target, number_of))
        for link in links
    )


def destination(place: Place, number_of: Callable[[int], int]) -> bytes:
    """Return a place as a destination that keeps the reader's zoom."""
    top = b"null" if place.top is None else numbers([place.top])
    return b"[%d 0 R /XYZ null %b null]" % (number_of(place.page), top)


def page_labels(pages: Sequence[PlannedPage]) -> bytes:
    """Return the tree of page labels, as printed: runs of numbers, and one by one what is none (17a)."""
    entries = []
    expected: int | None = None
    for index, page in enumerate(pages):
        number = int(page.label) if page.label.isascii() and page.label.isdigit() else None
        if number is None or number < 1 or str(number) != page.label:
            entries.append(b"%d << /P %b >>" % (index, text(page.label)))
            number = None
        elif number != expected:
            entries.append(b"%d << /S /D /St %d >>" % (index, number))
        expected = None if number is None else number + 1
    return b"<< /Nums [%b] >>" % b" ".join(entries)


@dataclass(slots=True)
class _Node:
    number: int
    title: str
    page: int
    level: int
    children: list[_Node]


def write_outline(output: Output, volume: Volume, number_of: Callable[[int], int]) -> int:
    """Write the outline: every part or picture with its page, those of a deeper level below; returns its object."""
    starts = first_pages(volume)
    root = _Node(output.number(), "", 0, -1, [])
    above = [root]
    for part in volume.parts:
        for key, title in part.leads:
            if key not in starts:
                continue
            while above[-1].level >= part.level:
                above.pop()
            node = _Node(output.number(), _title(volume, title, starts[key]), starts[key], part.level, [])
            above[-1].children.append(node)
            above.append(node)
    _write_node(output, root, b"/Type /Outlines", is_open=True)
    waiting = [root]
    while waiting:
        parent = waiting.pop()
        row = parent.children
        for i, node in enumerate(row):
            entries = b"/Title %b /Parent %d 0 R /Dest %b" % (
                text(node.title),
                parent.number,
                destination(Place(node.page), number_of),
            )
            if i:
                entries += b" /Prev %d 0 R" % row[i - 1].number
            if i + 1 < len(row):
                entries += b" /Next %d 0 R" % row[i + 1].number
            _write_node(output, node, entries, is_open=False)
        waiting += row
    return root.number


def _write_node(output: Output, node: _Node, entries: bytes, *, is_open: bool) -> None:
    if node.children:
        count = len(node.children) if is_open else -len(node.children)
        first, last = node.children[0].number, node.children[-1].number
        entries += b" /First %d 0 R /Last %d 0 R /Count %d" % (first, last, count)
    output.write(node.number, b"<< %b >>" % entries)


def _title(volume: Volume, title: str, page: int) -> str:
    return _("{title}  p. {label}").format(title=" ".join(title.split()), label=volume.pages[page].label)
