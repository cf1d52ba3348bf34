"""What the ledger knows of places and their items, as scans ask for it."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator
from itertools import chain

from ledger_app.core.database import Database
from ledger_app.vault.identity import Found
from ledger_app.vault.model import Location, Status
from ledger_app.vault.scanning import Seen

COLUMNS = "path, item, status, size, mtime_ns, inode, found_sha256, is_racy, reason"
_WITHIN = "path >= ? AND path < ?"


def live(db: Database, folders: list[str]) -> int:
    """Return how many files are expected in these folders."""
    sql = "SELECT count(*) FROM location WHERE status <> 'missing'"
    if folders == [""]:
        return int(str(db.value(sql)))
    return sum(int(str(db.value(f"{sql} AND {_WITHIN}", f + "/", f + "0"))) for f in folders)


def seen_before(db: Database, folders: list[str], but_in: Collection[str]) -> set[Seen]:
    """Return every live path in these folders with its stat, but for those directly in some of them.

    A stat that proves nothing gets a size of -1.
    """
    size = "CASE WHEN is_racy OR status = 'unreadable' THEN -1 ELSE size END"
    sql = f"SELECT path, {size}, mtime_ns, inode FROM location WHERE status <> 'missing'"
    if folders == [""]:
        rows = db.tuples(sql)
    else:
        within = f"{sql} AND {_WITHIN}"
        rows = chain.from_iterable(db.tuples(within, f + "/", f + "0") for f in folders)
    return {row for row in rows if row[0][: row[0].rfind("/") + 1] not in but_in} if but_in else set(rows)


def involved(
    db: Database, found: Iterable[Found], gone: Iterable[str], items: Iterable[int] = ()
) -> list[Location]:
    """Return all rows of these items, of those that lie or lay at these paths or have the found content."""
    found, gone, items = list(found), list(gone), list(items)
    if not (found or gone or items):
        return []
    paths = json.dumps([f.path for f in found] + gone)
    contents = json.dumps(sorted({f.sha256 for f in found if f.sha256 and f.size}))
    wanted = """WHERE item IN (
        SELECT l.item FROM json_each(?) j JOIN location l ON l.path = j.value
        UNION SELECT i.id FROM json_each(?) j JOIN item i ON i.sha256 = j.value
        UNION SELECT value FROM json_each(?))"""
    return list(locations(db, wanted, paths, contents, json.dumps(items)))


def recorded(db: Database, rows: list[Location], found: Iterable[Found]) -> dict[int, str | None]:
    found = list(found)
    if not rows and not found:
        return {}
    ids = json.dumps(sorted({r.item for r in rows}))
    contents = json.dumps(sorted({f.sha256 for f in found if f.sha256 and f.size}))
    sql = """SELECT i.id, i.sha256 FROM json_each(?) j JOIN item i ON i.id = j.value
        UNION SELECT i.id, i.sha256 FROM json_each(?) j JOIN item i ON i.sha256 = j.value"""
    return dict(db.tuples(sql, ids, contents))


def locations(db: Database, where: str, *values: object) -> Iterator[Location]:
    return map(location_of, db.tuples(f"SELECT {COLUMNS} FROM location {where}", *values))


def location_of(row: tuple) -> Location:
    """Return the location that a row of `COLUMNS` holds."""
    path, item, status, size, mtime_ns, inode, found, is_racy, reason = row
    return Location(path, item, Status(status), size, mtime_ns, inode, found, bool(is_racy), reason)
