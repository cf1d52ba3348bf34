"""What the page of boxes shows: the boxes in words, read off the event loop."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ledger_app.archive import Archive
from ledger_app.binder.words import items_text, pages_text, retention_name
from ledger_app.core.i18n import _, ngettext
from ledger_app.vault import filings
from ledger_app.vault.model import Box, Series


@dataclass(frozen=True, slots=True)
class Shelf:
    """Every box in order; `offices` are the archive's, `usual` is where items belong of which nothing was said."""

    boxes: tuple[Box, ...]
    offices: Mapping[str, str]
    usual: Series

    def place_of(self, *, item: int | None, box: object) -> int | None:
        """Return the place of the box with this item, or else of the one with this number."""
        holding = (n for n, one in enumerate(self.boxes) if any(filed.item == item for filed in one.items))
        return next(holding, next((n for n, one in enumerate(self.boxes) if one.number == box), None))

    def beside(self, box: Box, by: int) -> Box | None:
        """Return the box before or after another of its series."""
        own = [one for one in self.boxes if one.series == box.series]
        at = next((n for n, one in enumerate(own) if one.number == box.number), -1) + by
        return own[at] if 0 <= at < len(own) else None


def read(archive: Archive) -> Shelf:
    """Read the shelf."""
    return Shelf(archive.boxes(), filings.offices(archive.db), filings.default(archive.db))


def office_name(code: str, offices: Mapping[str, str]) -> str:
    """Return an office by its name, or its code where the archive knows no name."""
    return offices.get(code, code)


def series_text(box: Box, offices: Mapping[str, str]) -> str:
    """Return year, retention and office of a box."""
    parts = (str(box.year), retention_name(box.retention), office_name(box.office, offices))
    return " · ".join(filter(None, parts))


def span_text(box: Box) -> str:
    """Return the first and the last number in a box."""
    if not box.items:
        return "–"
    first, last = box.items[0].number, box.items[-1].number
    return str(first) if first == last else f"{first}–{last}"


def state_text(box: Box) -> str:
    """Return whether a box is printed, settled or only proposed; or that some of it came since."""
    if box.is_printed:
        is_new = not all(one.is_printed for one in box.items)
        return _("printed, added to since") if is_new else _("printed")
    if box.is_settled:
        return _("settled") if all(one.is_settled for one in box.items) else _("settled, added to since")
    return _("proposed")


def thickness_text(box: Box) -> str:
    """Return how thick what lies in a box is, beside its spine, in mm."""
    return f"{box.thickness:.1f} / {box.width}"


def told(box: Box) -> str:
    """Return a box in a sentence."""
    parts = [items_text(len(box.items)), pages_text(box.pages)]
    if box.uncounted:
        said = ngettext(
            "{n} file whose pages nobody counted", "{n} files whose pages nobody counted", box.uncounted
        )
        parts.append(said.format(n=box.uncounted))
    spine = _("{mm:.1f} mm of a spine of {width} mm").format(mm=box.thickness, width=box.width)
    return _("; ").join((_(", ").join(parts), spine, state_text(box)))


def warnings(box: Box) -> str:
    """Return what is wrong with a box, and which numbers were moved out; empty where nothing is."""
    said = []
    if box.is_overfull:
        said.append(_("It is thicker than its spine; begin a box within it or choose a wider one."))
    for gone in box.withdrawn:
        said.append(
            _("Number {number} was moved out: {reason}").format(number=gone.number, reason=gone.reason)
        )
    return "\n".join(said)


def summary(shelf: Shelf) -> str:
    """Return how much is on the shelf, and how much of it is not settled."""
    boxes, count = len(shelf.boxes), sum(len(box.items) for box in shelf.boxes)
    parts = [
        ngettext("{n} box", "{n} boxes", boxes).format(n=f"{boxes:,}"),
        items_text(count),
        pages_text(sum(box.pages for box in shelf.boxes)),
    ]
    open_items = sum(not one.is_settled for box in shelf.boxes for one in box.items)
    if open_items:
        parts.append(_("{n} with a proposed number").format(n=f"{open_items:,}"))
    return _(", ").join(parts)


def has_proposals(shelf: Shelf) -> bool:
    """Return whether anything on the shelf is not settled."""
    return any(not box.is_settled or not all(one.is_settled for one in box.items) for box in shelf.boxes)
