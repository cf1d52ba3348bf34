"""Reads what suggestions are made of: each file's clue, and what was decided of it."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from ledger_app.core.database import Database
from ledger_app.evidence.experience import NOWHERE, Decision
from ledger_app.evidence.looking import Clue
from ledger_app.search.model import Description

_UNREAD = Description()

# One clue an item, from its first path. What a name says is read from the path itself, so that the
# content's word and a person's are enough here: 100,000 files are asked about at once.
_CLUES = """
    SELECT l.item, min(l.path), i.sha256, d.fields, d.sources, c.fields
    FROM location l
    JOIN item i ON i.id = l.item
    LEFT JOIN description d ON d.sha256 = i.sha256
    LEFT JOIN correction c ON c.item = i.id
"""
FREE = """
    l.status = 'present' AND NOT i.is_set_aside AND NOT EXISTS (
        SELECT 1 FROM link k JOIN indicator n ON n.id = k.indicator
        WHERE k.item = l.item AND NOT n.is_retired
    )
"""
"""Whether a location `l` of an item `i` is there, linked to nothing and not set aside."""

_CHOSEN = "l.item IN (SELECT value FROM json_each(?))"
_BY_ITEM = "GROUP BY l.item ORDER BY l.item"


def clues(db: Database, items: Iterable[int]) -> Iterator[Clue]:
    """Return the clues of these items, in the order of their numbers."""
    return _clues(db, f"WHERE {_CHOSEN} {_BY_ITEM}", json.dumps(sorted(set(items))))


def free(db: Database, items: Iterable[int]) -> Iterator[Clue]:
    """Return the clues of those of these items that are there, linked to nothing and not set aside."""
    return _clues(db, f"WHERE {FREE} AND {_CHOSEN} {_BY_ITEM}", json.dumps(sorted(set(items))))


def first_inside(db: Database, folder: str, most: int) -> list[int]:
    """Return the first free files of a folder by path, without the folders below."""
    start, end = (f"{folder}/", f"{folder}0") if folder else ("", "\U0010ffff")
    sql = f"""
        SELECT l.item FROM location l JOIN item i ON i.id = l.item
        WHERE l.path >= ? AND l.path < ? AND instr(substr(l.path, ?), '/') = 0 AND {FREE}
        ORDER BY l.path LIMIT ?
    """
    return list(dict.fromkeys(item for (item,) in db.tuples(sql, start, end, len(start) + 1, most)))


def linked_as_a_whole(db: Database, indicator: int) -> Iterator[Clue]:
    """Return the clues of files linked to an indicator and to none of its requirements."""
    where = """
        JOIN link k ON k.item = l.item
        LEFT JOIN requirement r ON r.id = k.requirement
        WHERE l.status = 'present' AND k.indicator = ? AND (k.requirement IS NULL OR r.is_retired)
    """
    return _clues(db, f"{where} {_BY_ITEM}", indicator)


def decisions(
    db: Database, places: Mapping[int, int], items: Iterable[int] | None = None
) -> dict[int, Decision]:
    """Return what was decided of these items (None: of all), without those that nothing was decided of.

    `places` gives the place of each indicator of today's scheme by its id.
    """
    chosen = None if items is None else json.dumps(sorted(set(items)))
    linked: dict[int, list[tuple[int, int | None]]] = defaultdict(list)
    rejected: dict[int, set[int]] = defaultdict(set)
    only = "(?1 IS NULL OR {0} IN (SELECT value FROM json_each(?1)))"
    sql = f"SELECT item, indicator, requirement FROM link WHERE {only.format('item')} ORDER BY id"
    for item, indicator, requirement in db.tuples(sql, chosen):
        if indicator in places:
            linked[item].append((places[indicator], requirement))
    sql = f"SELECT id FROM item WHERE is_set_aside AND {only.format('id')}"
    for (item,) in db.tuples(sql, chosen):
        linked[item].append((NOWHERE, None))
    sql = f"SELECT item, indicator FROM rejection WHERE {only.format('item')}"
    for item, indicator in db.tuples(sql, chosen):
        if indicator in places:
            rejected[item].add(places[indicator])
    return {
        item: Decision(tuple(linked.get(item, ())), frozenset(rejected.get(item, ())))
        for item in sorted(linked.keys() | rejected.keys())
    }


def items_of(db: Database, contents: Iterable[str]) -> list[int]:
    """Return the items with these contents."""
    sql = "SELECT id FROM item WHERE sha256 IN (SELECT value FROM json_each(?)) ORDER BY id"
    return [item for (item,) in db.tuples(sql, json.dumps(sorted(set(contents))))]


def _clues(db: Database, where: str, *values: object) -> Iterator[Clue]:
    for item, path, sha256, fields, sources, corrected in db.tuples(_CLUES + where, *values):
        yield Clue(item, path, _description(fields, sources, corrected), sha256)


def _description(fields: str | None, sources: str | None, corrected: str | None) -> Description:
    if fields is None and corrected is None:
        return _UNREAD
    said = json.loads(fields) if fields else {}
    where = json.loads(sources) if sources else {}
    by_person = json.loads(corrected) if corrected else {}
    known = said | by_person
    if not known:
        return _UNREAD
    return Description(
        title=known.get("title"),
        document_number=known.get("document_number"),
        issuer=known.get("issuer"),
        date=known.get("date"),
        kind=known.get("kind"),
        sources=where | dict.fromkeys(by_person, "person"),
    )
