"""The stamps of folders in which every file was as known when a scan looked last.

The database takes a stamp away when anything is written about a file in its folder (`core.migrations`),
so that what is left can be trusted, whoever wrote.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping

from ledger_app.core.database import Database
from ledger_app.vault.listing import Stamp


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
        sql = "DELETE FROM folder_stamp WHERE folder IN (SELECT value FROM json_each(?))"
        connection.execute(sql, [json.dumps(gone)])
        rows = ((folder, *stamp) for folder, stamp in found.items())
        connection.executemany("INSERT OR REPLACE INTO folder_stamp VALUES (?, ?, ?)", rows)
