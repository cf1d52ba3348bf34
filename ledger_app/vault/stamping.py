"""The stamps of folders in which every file was as known when a scan looked last.

Whoever changes or deletes a place's row, the database takes its folder's stamp away (`core.migrations`);
new rows come from scans alone, which `forget` first: a trigger would cost as much as the rows.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping

from ledger_app.core.database import Database
from ledger_app.vault.listing import Stamp

_DELETE = "DELETE FROM folder_stamp WHERE folder IN (SELECT value FROM json_each(?))"


def stamps(db: Database) -> dict[str, Stamp]:
    """Return all stamps by folder, named as the start of the paths in it."""
    rows = db.tuples("SELECT folder, files, digest FROM folder_stamp")
    return {folder: Stamp(files, digest) for folder, files, digest in rows}


def store(db: Database, found: Mapping[str, Stamp], *, gone: Iterable[str]) -> None:
    """Store stamps and forget those that proved wrong; they only say when we looked, so no journal entry."""
    gone = [folder for folder in gone if folder not in found]
    if not found and not gone:
        return
    with db.derived() as connection:
        connection.execute(_DELETE, [json.dumps(gone)])
        rows = ((folder, *stamp) for folder, stamp in found.items())
        connection.executemany("INSERT OR REPLACE INTO folder_stamp VALUES (?, ?, ?)", rows)


def forget(connection: sqlite3.Connection, paths: Iterable[str]) -> None:
    """Take away the stamps of the folders that these paths lie in, before rows of theirs are added."""
    if connection.execute("SELECT EXISTS (SELECT 1 FROM folder_stamp)").fetchone()[0]:
        connection.execute(_DELETE, [json.dumps(sorted({path[: path.rfind("/") + 1] for path in paths}))])
