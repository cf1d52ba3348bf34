"""Keeps the whole text of every content that was read, by page."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable

from ledger_app.core.database import Database
from ledger_app.search.model import Part, Reading
from ledger_app.search.reading import READER


def store(connection: sqlite3.Connection, read: Iterable[tuple[str, Reading]]) -> None:
    """Put these (SHA-256, reading) in the place of what was kept of them; inside `db.derived()`."""
    for sha256, found in read:
        connection.execute(
            "DELETE FROM part WHERE content IN (SELECT id FROM content WHERE sha256 = ?)", [sha256]
        )
        connection.execute("DELETE FROM content WHERE sha256 = ?", [sha256])
        cursor = connection.execute(
            "INSERT INTO content (sha256, reader, is_cut, scans) VALUES (?, ?, ?, ?)",
            [sha256, READER, found.is_cut, json.dumps(found.scans)],
        )
        connection.executemany(
            "INSERT INTO part VALUES (?, ?, ?, ?, ?)",
            [
                (cursor.lastrowid, n, part.page, part.source, part.text)
                for n, part in enumerate(found.parts)
                if part.text
            ],
        )


def parts(db: Database, sha256: str) -> tuple[Part, ...]:
    """Return the text of a content, in order; empty where it was not read or has none."""
    rows = db.tuples(
        "SELECT page, text, source FROM part WHERE content = (SELECT id FROM content WHERE sha256 = ?) "
        "ORDER BY position",
        sha256,
    )
    return tuple(Part(*row) for row in rows)


def heads(db: Database, contents: Iterable[int], *, length: int) -> dict[int, str]:
    """Return the first characters of these contents' texts (ids of `content`), one part a line."""
    rows = db.tuples(
        """SELECT content, substr(text, 1, ?) FROM part
           WHERE content IN (SELECT value FROM json_each(?)) ORDER BY content, position""",
        length,
        json.dumps(sorted(contents)),
    )
    found: dict[int, str] = {}
    for content, text in rows:
        before = found.get(content, "")
        if len(before) < length:
            found[content] = f"{before}\n{text}" if before else text
    return found
