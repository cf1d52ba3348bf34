"""What is said of each item in a box: on the command line and in the window."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from ledger_app.binder.shelf import title_of
from ledger_app.core.database import Database
from ledger_app.evidence import links
from ledger_app.scheme import schemes
from ledger_app.search.descriptions import descriptions
from ledger_app.search.model import Description
from ledger_app.vault import filings, items, numbering
from ledger_app.vault.model import Box, Filed, Secrecy, Status


@dataclass(frozen=True, slots=True)
class ShelfLine:
    """An item in its box. `archive_number` is 档号 as it is printed, `indicators` are codes in document order.

    `date` is ISO 8601 or empty. `path` is the first place where it lies, `is_there`: it lay there as recorded.
    """

    filed: Filed
    archive_number: str
    title: str
    date: str
    indicators: tuple[str, ...]
    secrecy: Secrecy | None
    path: str
    is_there: bool


def lines(db: Database, boxes: Iterable[Box]) -> dict[int, ShelfLine]:
    """Return the line of every item in these boxes."""
    boxes = tuple(boxes)
    members = [one.item for box in boxes for one in box.items]
    described, known = descriptions(db, members), filings.filings(db)
    fonds = str(db.setting("fonds", "") or "")
    template = str(db.setting("number_template", "") or numbering.TEMPLATE)
    paths: dict[int, str] = {}
    there: set[int] = set()
    for place in items.locations(db, members):
        if place.status is Status.PRESENT and place.item not in there:
            there.add(place.item)
            paths[place.item] = place.path
        paths.setdefault(place.item, place.path)
    codes = _codes(db)
    found = {}
    for box in boxes:
        for one in box.items:
            description, path = described.get(one.item, Description()), paths.get(one.item, "")
            found[one.item] = ShelfLine(
                filed=one,
                archive_number=numbering.archive_number(fonds, box.number_of(one), template=template),
                title=title_of(description, path),
                date=description.date or "",
                indicators=tuple(codes.get(one.item, ())),
                secrecy=known[one.item].secrecy if one.item in known else None,
                path=path,
                is_there=one.item in there,
            )
    return found


def _codes(db: Database) -> dict[int, list[str]]:
    place = {one.id: (n, one.code) for n, one in enumerate(schemes.current(db).indicators)}
    served: dict[int, set[tuple[int, str]]] = defaultdict(set)
    for link in links.links(db):
        if link.indicator in place:
            served[link.item].add(place[link.indicator])
    return {item: [code for _, code in sorted(found)] for item, found in served.items()}
