"""SQLite's files: opening and copying them, and what their errors mean."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from ledger_app.core.errors import LedgerError
from ledger_app.core.filesystems import is_remote
from ledger_app.core.saving import draft_beside

_ROOM = 1 << 16  # bytes that the log's index takes beside the database
_CODES = {
    sqlite3.SQLITE_FULL: "disk-full",
    sqlite3.SQLITE_IOERR: "disk-error",
    sqlite3.SQLITE_READONLY: "archive-read-only",
    sqlite3.SQLITE_CANTOPEN: "archive-unwritable",
    sqlite3.SQLITE_CORRUPT: "archive-damaged",
    sqlite3.SQLITE_NOTADB: "archive-damaged",
    sqlite3.SQLITE_BUSY: "archive-busy",
}


def connect(path: Path) -> sqlite3.Connection:
    """Open a database, with a write-ahead log where the disk can have one."""
    connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False, timeout=5)
    try:
        connection.execute("PRAGMA foreign_keys = ON")
        if not is_remote(path.parent):
            connection.execute("PRAGMA journal_mode = WAL")  # answers with another mode where it cannot
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA cache_size = -65536")  # KiB at most: what 100,000 new files touch
    except BaseException:
        connection.close()
        raise
    return connection


def copy_database(connection: sqlite3.Connection, target: Path) -> None:
    """Copy a whole database into a fresh file; an older copy of that name is replaced."""
    target.parent.mkdir(parents=True, exist_ok=True)
    draft = draft_beside(target)
    beside = draft.with_name(draft.name + "-journal")
    draft.unlink(missing_ok=True)
    beside.unlink(missing_ok=True)
    try:
        connection.execute("VACUUM INTO ?", [str(draft)])
        with draft.open("rb+") as file:
            os.fsync(file.fileno())  # SQLite leaves that to whoever keeps the copy
        draft.replace(target)
    finally:
        with suppress(OSError):
            draft.unlink(missing_ok=True)
            beside.unlink(missing_ok=True)


def code_of(error: sqlite3.Error) -> str | None:
    """Return the code of what a person can put right, None for a mistake of ours."""
    return _CODES.get(getattr(error, "sqlite_errorcode", 0) & 0xFF)


@contextmanager
def translated(path: Path) -> Iterator[None]:
    """Raise what SQLite says of the database at `path` as an error that a person can act on."""
    try:
        yield
    except sqlite3.DatabaseError as error:
        code = code_of(error)
        if code == "disk-error" and _is_full(path):
            code = "disk-full"  # there was no room for the log's index
        if code:
            raise LedgerError(code, path=path) from error
        raise
    except UnicodeEncodeError as error:
        raise LedgerError("not-text", value=error.object) from error


def _is_full(path: Path) -> bool:
    try:
        return shutil.disk_usage(path.parent).free < _ROOM
    except OSError:
        return False
