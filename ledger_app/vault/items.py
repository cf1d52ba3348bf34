"""What we hold: items, where they lie, and what a person decides about them."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterable, Sequence
from pathlib import Path

from ledger_app.core.database import Changes, Database, Operation, changes_of
from ledger_app.core.errors import LedgerError
from ledger_app.vault.model import Item, Location, Status
from ledger_app.vault.names import to_text
from ledger_app.vault.places import COLUMNS, location_of
from ledger_app.vault.scans import scan as scan

_SURROGATE = re.compile("[\ud800-\udfff]")
_LIVE_FIRST = "ORDER BY path, status = 'missing', item DESC"


def all_items(db: Database) -> list[Item]:
    """Return every item ever taken in, by number."""
    sql = "SELECT id, sha256, size, first_seen, is_set_aside FROM item ORDER BY id"
    return [Item(i, content, size, at, bool(aside)) for i, content, size, at, aside in db.tuples(sql)]


def locations(db: Database, item_ids: Iterable[int] | None = None) -> list[Location]:
    """Return the places of these items, or all, by path; a path that was overwritten by a known file
    has one more, missing, for the item that lay there."""
    if item_ids is None:
        return [location_of(r) for r in db.tuples(f"SELECT {COLUMNS} FROM location {_LIVE_FIRST}")]
    sql = f"SELECT {COLUMNS} FROM location WHERE item IN (SELECT value FROM json_each(?)) {_LIVE_FIRST}"
    return [location_of(r) for r in db.tuples(sql, json.dumps(list(item_ids)))]


def location(db: Database, path: str) -> Location | None:
    """Return what lies at a path (what lay there last, if nothing does), None if it was never seen."""
    sql = f"SELECT {COLUMNS} FROM location WHERE path = ? {_LIVE_FIRST} LIMIT 1"
    return next((location_of(r) for r in db.tuples(sql, path)), None)


def item_ids(db: Database, root: Path, paths: Iterable[str | Path]) -> list[int]:
    """Return the items at these paths; see `places_named`."""
    return [place.item for place in places_named(db, root, paths)]


def places_named(db: Database, root: Path, paths: Iterable[str | Path]) -> list[Location]:
    """Return what lies at these paths, in their order.

    A path may be absolute, or relative to the evidence folder as lists print it, or to the current
    folder. Raises `unknown-file`.
    """
    found: list[Location] = []
    for path in paths:
        places = (location(db, text) for text in _spellings(root, str(path)))
        place = next((p for p in places if p is not None), None)
        if place is None:
            raise LedgerError("unknown-file", path=path)
        found.append(place)
    return found


def accept_found(db: Database, op: Operation, item: int) -> str | None:
    """Accept an item's changed content inside an open operation; return its recorded content then.

    Where an item was found with several contents the first path's counts; the other paths become
    items of their own with the next scan.
    """
    places = db.rows("SELECT * FROM location WHERE item = ? ORDER BY path", item)
    changed = [p for p in places if p["status"] == Status.CHANGED]
    if not changed or any(p["status"] == Status.PRESENT for p in places):
        return db.value("SELECT sha256 FROM item WHERE id = ?", item)
    content = changed[0]["found_sha256"]
    op.update("item", item, {"sha256": content, "size": changed[0]["size"]})
    for place in changed:
        if place["found_sha256"] == content:
            op.update("location", place["id"], {"status": str(Status.PRESENT)})
    return content


def set_aside(db: Database, item_ids: Iterable[int], is_set_aside: bool) -> Changes:
    """Say that these items concern no indicator, or that they may after all."""
    with db.operation("set-aside" if is_set_aside else "take-back") as op:
        for item in item_ids:
            op.update("item", item, {"is_set_aside": int(is_set_aside)})
    return changes_of(op)


def _spellings(root: Path, path: str) -> Sequence[str]:
    """Return what the path may be called in the archive, likeliest first."""
    given = Path(path)
    absolute = os.path.normpath(Path.cwd() / given)
    inside = _inside(absolute, str(root)) or _inside(os.path.realpath(absolute), os.path.realpath(root))
    as_printed = () if given.is_absolute() else (path.removeprefix("./"), _text(Path(os.path.normpath(path))))
    spellings = [*as_printed, *([inside] if inside else [])]
    return [
        s for s in spellings if not _SURROGATE.search(s)
    ]  # bytes that are no text are escaped in the archive


def _inside(path: str, root: str) -> str | None:
    return _text(Path(path).relative_to(root)) if Path(path).is_relative_to(root) else None


def _text(path: Path) -> str:
    return "/".join(map(to_text, path.parts))
