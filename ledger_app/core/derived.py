"""The file beside the ledger that holds what can be made anew: texts, their index, thumbnails."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from ledger_app.core.filesystems import is_remote

SCHEMA = "derived"


def attach(connection: sqlite3.Connection, path: Path, *, version: int, tables: Sequence[str]) -> None:
    """Attach the file at `path` as schema `derived`, with these tables in it.

    One of another version, or one that SQLite can't read, gives way to an empty one: nothing in it
    is a fact. Where none can be written, it lives in memory for as long as the connection does.
    """
    for place in (str(path), str(path), ":memory:"):
        try:
            _attach(connection, place, version, tables)
            return
        except sqlite3.DatabaseError:
            _detach(connection)
            remove(path)
    raise AssertionError("memory can always be attached")


def renew(connection: sqlite3.Connection, path: Path, *, version: int, tables: Sequence[str]) -> None:
    """Put an empty file in the place of the one attached."""
    _detach(connection)
    remove(path)
    attach(connection, path, version=version, tables=tables)


def is_spoiled(connection: sqlite3.Connection, error: BaseException | None) -> bool:
    """Return whether it is this file that SQLite can't read, and not the ledger."""
    if getattr(error, "sqlite_errorcode", 0) == sqlite3.SQLITE_CORRUPT_VTAB:
        return True  # an index of texts: the ledger has none
    try:
        return connection.execute(f"PRAGMA {SCHEMA}.quick_check(1)").fetchone()[0] != "ok"
    except sqlite3.DatabaseError:
        return True


def remove(path: Path) -> None:
    """Delete the file and what SQLite keeps beside it, as far as that can be done."""
    for ending in ("", "-wal", "-shm", "-journal"):
        with suppress(OSError):
            path.with_name(path.name + ending).unlink(missing_ok=True)


def _attach(connection: sqlite3.Connection, place: str, version: int, tables: Sequence[str]) -> None:
    connection.execute(f"ATTACH DATABASE ? AS {SCHEMA}", [place])
    known = connection.execute(f"PRAGMA {SCHEMA}.user_version").fetchone()[0]
    is_empty = not connection.execute(f"SELECT count(*) FROM {SCHEMA}.sqlite_master").fetchone()[0]
    if not is_empty and known != version:
        raise sqlite3.DatabaseError("another version")
    if place != ":memory:" and not is_remote(Path(place).parent):
        connection.execute(f"PRAGMA {SCHEMA}.journal_mode = WAL")
    connection.execute(f"PRAGMA {SCHEMA}.synchronous = NORMAL")  # a lost tail is read again
    if is_empty:
        connection.execute("BEGIN")
        try:
            for statement in tables:
                connection.execute(statement)
            connection.execute(f"PRAGMA {SCHEMA}.user_version = {version}")
        except BaseException:
            connection.execute("ROLLBACK")
            raise
        connection.execute("COMMIT")


def _detach(connection: sqlite3.Connection) -> None:
    with suppress(sqlite3.DatabaseError):
        connection.execute(f"DETACH DATABASE {SCHEMA}")
