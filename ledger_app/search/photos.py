"""Keeps what picture files are as photographs: size, time, place, fingerprint, thumbnail."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable

from ledger_app.search.model import Reading
from ledger_app.search.reading import READER


def store(connection: sqlite3.Connection, read: Iterable[tuple[str, Reading]]) -> None:
    """Put the photographs among these (SHA-256, reading) in place; inside `db.derived()`."""
    connection.executemany(
        "INSERT OR REPLACE INTO photo VALUES (?, ?, ?, ?, ?)",
        [
            (
                sha256,
                READER,
                json.dumps(
                    {
                        "width": found.photo.width,
                        "height": found.photo.height,
                        "taken": found.photo.taken,
                        "place": found.photo.place,
                        "camera": found.photo.camera,
                    }
                ),
                found.photo.fingerprint,
                found.photo.thumbnail,
            )
            for sha256, found in read
            if found.photo
        ],
    )
