"""What is known of items that stands on the pages drawn around them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import PurePosixPath

from ledger_app.binder.words import date_text, visible
from ledger_app.core.database import Database
from ledger_app.search.descriptions import descriptions
from ledger_app.search.model import Description
from ledger_app.search.whereabouts import Place
from ledger_app.vault import items as held
from ledger_app.vault import numbering, numbers
from ledger_app.vault.model import Status

_ORDER = (Status.PRESENT, Status.CHANGED, Status.UNREADABLE)


@dataclass(frozen=True, slots=True)
class Facts:
    """An item in words: `line` has its date and archive number, `places` are where it may lie, likeliest first.

    `path` is where it lies, or lay last; `pages` what its description says, `size` the bytes of the recorded content.
    """

    item: int
    sha256: str | None
    title: str
    document_number: str
    archive_number: str
    line: str
    path: str
    pages: int | None
    places: tuple[Place, ...]
    size: int | None = None


def facts_of(db: Database, items: Iterable[int]) -> dict[int, Facts]:
    """Return what is known of these items, in their order; those that the archive does not have are left out."""
    chosen = list(dict.fromkeys(items))
    contents = {item.id: (item.sha256, item.size) for item in held.all_items(db)}
    places: dict[int, list[tuple[int, Place]]] = defaultdict(list)
    last: dict[int, str] = {}
    for found in held.locations(db, chosen):
        last.setdefault(found.item, found.path)
        if found.status in _ORDER:
            place = Place(found.path, found.size, found.mtime_ns)
            places[found.item].append((_ORDER.index(found.status), place))
    described = descriptions(db, chosen)
    numbered = _archive_numbers(db)
    facts = {}
    for item in chosen:
        if item not in contents:
            continue
        known = described.get(item) or Description()
        where = tuple(place for _rank, place in sorted(places[item], key=lambda p: (p[0], p[1].path)))
        path = where[0].path if where else last.get(item, "")
        number = numbered.get(item, "")
        title = visible(known.title or PurePosixPath(path).stem)
        line = "  ".join(filter(None, (_day(known.date), number)))
        facts[item] = Facts(
            item,
            contents[item][0],
            title,
            visible(known.document_number or ""),
            number,
            line,
            path,
            known.pages,
            where,
            contents[item][1],
        )
    return facts


def _archive_numbers(db: Database) -> dict[int, str]:
    fonds = str(db.setting("fonds", "") or "")
    template = str(db.setting("number_template", "") or numbering.TEMPLATE)
    return {
        item: numbering.archive_number(fonds, number, template=template)
        for item, number in numbers.archive_numbers(db).items()
    }


def _day(text: str | None) -> str:
    try:
        return date_text(date.fromisoformat(text or ""))
    except ValueError:
        return text or ""
