"""The archive's database: opening, migrations, and the operation as the only way to write a fact."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from ledger_app.core import derived, journal
from ledger_app.core.connecting import connect, copy_database, translated
from ledger_app.core.errors import LedgerError
from ledger_app.core.journal import Change, Entry, Kind
from ledger_app.core.migrations import MIGRATIONS
from ledger_app.core.saving import disk_error

APPLICATION_ID = 0x45564C47  # "EVLG", in the file's header: this is ours and not just any database
_UNDO_DEPTH = 1000

Row = dict[str, object]


@dataclass(frozen=True, slots=True)
class Changes:
    """What an operation wrote: its journal number (None if nothing was written) and the tables touched."""

    operation: int | None = None
    tables: frozenset[str] = frozenset()

    def __or__(self, other: Changes) -> Changes:
        return Changes(other.operation or self.operation, self.tables | other.tables)


class Operation:
    """One named, journaled transaction; made by `Database.operation` only.

    Row writes (`insert`, `update`, `delete`) are journaled with their images and can be undone.
    `bulk` is for scans and imports of derived data: it counts as written, and what identifies it
    (a manifest's digest) belongs into `detail`.
    """

    def __init__(self, db: Database, name: str, detail: Row) -> None:
        self._db = db
        self.name = name
        self.detail = detail
        self.entry: int | None = None
        self.changes: list[Change] = []
        self.tables: set[str] = set()

    @property
    def at(self) -> str:
        """The time of this operation, ISO 8601 with offset."""
        return self._db.now().isoformat(timespec="seconds")

    def insert(self, table: str, row: Mapping[str, object]) -> int:
        """Add a row and return its primary key as SQLite's rowid."""
        columns = ", ".join(f'"{c}"' for c in row)
        marks = ", ".join("?" * len(row))
        cursor = self._db.connection.execute(
            f'INSERT INTO "{table}" ({columns}) VALUES ({marks})', list(row.values())
        )
        stored = self._db.one(f'SELECT * FROM "{table}" WHERE rowid = ?', cursor.lastrowid)
        self._note(table, None, stored)
        return int(cursor.lastrowid or 0)

    def update(self, table: str, key: str | int, values: Mapping[str, object]) -> None:
        """Change columns of the row with this primary key; a row that stays the same is not journaled."""
        before = self._db.row(table, key)
        if before is None:
            raise KeyError((table, key))
        after = {**before, **values}
        if after == before:
            return
        sets = ", ".join(f'"{c}" = ?' for c in values)
        self._db.connection.execute(
            f'UPDATE "{table}" SET {sets} WHERE "{self._db.key_of(table)}" = ?', [*values.values(), key]
        )
        self._note(table, before, after)

    def put(self, table: str, row: Mapping[str, object]) -> None:
        """Insert the row, or update the one that has its primary key."""
        key = row[self._db.key_of(table)]
        if self._db.row(table, key) is None:
            self.insert(table, row)
        else:
            self.update(table, key, row)

    def delete(self, table: str, key: str | int) -> None:
        """Remove the row with this primary key."""
        before = self._db.row(table, key)
        if before is None:
            raise KeyError((table, key))
        self._db.connection.execute(f'DELETE FROM "{table}" WHERE "{self._db.key_of(table)}" = ?', [key])
        self._note(table, before, None)

    def bulk(self, table: str, sql: str, rows: Iterable[Sequence[object]]) -> int:
        """Run one statement for many rows without journaling each; returns the rows it changed."""
        self.tables.add(table)
        return max(self._db.connection.executemany(sql, rows).rowcount, 0)

    def _note(self, table: str, before: Row | None, after: Row | None) -> None:
        key = (after or before or {})[self._db.key_of(table)]
        self.tables.add(table)
        self.changes.append(Change(table, key, before, after))


class Database:
    """One open `ledger.db`. Not for two threads at once: whoever owns it serialises the calls."""

    def __init__(
        self,
        path: Path,
        *,
        actor: str,
        now: Callable[[], datetime],
        backups: Path,
    ) -> None:
        self.path = path
        self.actor = actor
        self.now = now
        self.memory: dict[type, object] = {}  # what keepers hold between calls, each its own
        self._keys: dict[str, str] = {}
        self._beside: tuple[Path, int, Sequence[str]] | None = None
        self._is_spoiled = False
        with translated(path):
            self.connection = connect(path)
            try:
                self._migrate(backups)
            except BaseException:
                self.connection.close()
                raise

    def attach_derived(self, path: Path, *, version: int, tables: Sequence[str]) -> None:
        """Put the file of data that can be made anew beside the facts, as schema `derived`."""
        self._beside = (path, version, tables)
        derived.attach(self.connection, path, version=version, tables=tables)

    def renew_derived(self) -> None:
        """Drop the file of data that can be made anew, and begin an empty one."""
        if self._beside:
            path, version, tables = self._beside
            derived.renew(self.connection, path, version=version, tables=tables)
            self._is_spoiled = False
            self.memory.clear()  # it may rest on what is gone

    def close(self) -> None:
        """Write the logs back into their files, so that the folder can be carried away, and close."""
        try:
            self.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")  # of every file attached
        except (sqlite3.DatabaseError, sqlite3.ProgrammingError):
            pass  # a full disk keeps the log beside the file, nothing is lost; or it was closed before
        finally:
            self.connection.close()
            self.memory.clear()

    # reading

    def rows(self, sql: str, *values: object) -> list[Row]:
        """Return all rows of a query as plain dicts."""
        with self._guarded():
            cursor = self.connection.execute(sql, values)
            names = [d[0] for d in cursor.description]
            return [dict(zip(names, r, strict=True)) for r in cursor]

    def tuples(self, sql: str, *values: object) -> Iterator[tuple]:
        """Return the rows of a query as tuples, lazily: for tables of 100,000 rows."""
        with self._guarded():
            cursor = self.connection.execute(sql, values)
        return self._read(cursor)

    def one(self, sql: str, *values: object) -> Row | None:
        """Return the first row of a query, or None."""
        found = self.rows(sql, *values)
        return found[0] if found else None

    def value(self, sql: str, *values: object) -> object:
        """Return the first column of the first row, or None."""
        with self._guarded():
            found = self.connection.execute(sql, values).fetchone()
        return found[0] if found else None

    def row(self, table: str, key: str | int) -> Row | None:
        """Return the row with this primary key, or None."""
        return self.one(f'SELECT * FROM "{table}" WHERE "{self.key_of(table)}" = ?', key)

    def key_of(self, table: str) -> str:
        """Return the name of a table's one primary key column."""
        if table not in self._keys:
            sql = "SELECT name FROM pragma_table_info(?) WHERE pk"
            ((self._keys[table],),) = self.connection.execute(sql, [table]).fetchall()
        return self._keys[table]

    # writing

    @contextmanager
    def operation(self, name: str, /, *, is_undoable: bool = True, **detail: object) -> Iterator[Operation]:
        """Open the one transaction in which facts are written.

        Nothing is journaled when nothing was written; an exception rolls everything back.
        """
        with self._transaction():
            op = Operation(self, name, dict(detail))
            yield op
            self._record(op, Kind.DO, None, is_undoable)

    @contextmanager
    def derived(self, *, is_apart: bool = False) -> Iterator[sqlite3.Connection]:
        """Open a transaction for data that can be made anew (text, index): not journaled.

        `is_apart` says that the ledger itself is not written, and may be one that can't be. Where the file
        of such data turns out to be damaged it is dropped, and `texts-damaged` is raised: try again.
        """
        if self._is_spoiled and not self.connection.in_transaction:
            self.renew_derived()
        with self._transaction("BEGIN" if is_apart else "BEGIN IMMEDIATE"):
            yield self.connection

    def undo(self) -> Changes:
        """Take the last undoable operation back, as a new journal entry."""
        undoable, _ = self._stacks()
        return self._answer(undoable, Kind.UNDO)

    def redo(self) -> Changes:
        """Bring back what was undone last, as a new journal entry."""
        _, redoable = self._stacks()
        return self._answer(redoable, Kind.REDO)

    def next_undo(self) -> Entry | None:
        """Return the entry that `undo` would take back."""
        undoable, _ = self._stacks()
        return self._entry(undoable[-1]) if undoable else None

    def next_redo(self) -> Entry | None:
        """Return the entry that `redo` would bring back: the operation that was undone."""
        _, redoable = self._stacks()
        return self._entry(redoable[-1]) if redoable else None

    # settings

    def setting(self, key: str, default: object = None) -> object:
        """Return a setting of this archive, or the default."""
        found = self.value("SELECT value FROM setting WHERE key = ?", key)
        return default if found is None else json.loads(str(found))

    def settings(self) -> dict[str, object]:
        """Return all settings of this archive."""
        return {k: json.loads(v) for k, v in self.tuples("SELECT key, value FROM setting ORDER BY key")}

    def change_settings(self, *, is_undoable: bool = True, **values: object) -> Changes:
        """Store settings of this archive as one operation."""
        with self.operation("change-settings", is_undoable=is_undoable) as op:
            for key, value in values.items():
                op.put("setting", {"key": key, "value": journal.canonical(value)})
        return changes_of(op)

    # journal

    def entries(self, *, limit: int | None = None, before: int | None = None) -> list[Entry]:
        """Return journal entries, newest first."""
        sql = "SELECT * FROM operation WHERE (? IS NULL OR id < ?) ORDER BY id DESC LIMIT ?"
        return [_entry(r) for r in self.rows(sql, before, before, -1 if limit is None else limit)]

    def changes(self, operation: int) -> list[Change]:
        """Return the rows that an operation wrote, in the order of writing."""
        sql = 'SELECT "table", key, before, after FROM change WHERE operation = ? ORDER BY position'
        return [
            Change(t, json.loads(k), b and json.loads(b), a and json.loads(a))
            for t, k, b, a in self.tuples(sql, operation)
        ]

    def verify_journal(self) -> tuple[int, int | None]:
        """Recompute the chain; return the number of entries and the first bad one (None: intact)."""
        previous = journal.GENESIS
        count = 0
        for raw in self.rows("SELECT * FROM operation ORDER BY id"):
            count += 1
            try:
                entry, changes = _entry(raw), self.changes(count)
            except (ValueError, TypeError, AttributeError):  # altered so that it says nothing any more
                return int(str(self.value("SELECT count(*) FROM operation"))), count
            expected = journal.digest(
                previous=previous,
                number=count,
                name=entry.name,
                actor=entry.actor,
                at=entry.at,
                kind=entry.kind,
                answers=entry.answers,
                is_undoable=entry.is_undoable,
                detail=entry.detail,
                changes=changes,
            )
            if entry.id != count or entry.previous != previous or entry.digest != expected:
                return int(str(self.value("SELECT count(*) FROM operation"))), entry.id
            previous = entry.digest
        return count, None

    # inside

    def _read(self, cursor: sqlite3.Cursor) -> Iterator[tuple]:
        with self._guarded():
            yield from cursor

    @contextmanager
    def _guarded(self) -> Iterator[None]:
        """Translate SQLite's errors, and tell a damaged file of what can be made anew from a damaged ledger."""
        try:
            with translated(self.path):
                yield
        except LedgerError as error:
            if error.code != "archive-damaged" or self._beside is None:
                raise
            if not derived.is_spoiled(self.connection, error.__cause__):
                raise
            self._is_spoiled = True  # renewed later: a cursor that is still open holds the file
            raise LedgerError("texts-damaged", path=self._beside[0]) from error

    @contextmanager
    def _transaction(self, begin: str = "BEGIN IMMEDIATE") -> Iterator[None]:
        with self._guarded():
            self.connection.execute(begin)
            try:
                yield
                self.connection.execute("COMMIT")
            except BaseException:
                if self.connection.in_transaction:
                    self.connection.execute("ROLLBACK")
                raise

    def _record(self, op: Operation, kind: Kind, answers: int | None, is_undoable: bool) -> None:
        if not op.tables:
            return
        last = self.one("SELECT id, digest FROM operation ORDER BY id DESC LIMIT 1")
        number = int(str(last["id"])) + 1 if last else 1
        previous = str(last["digest"]) if last else journal.GENESIS
        detail = json.loads(journal.canonical(op.detail))
        at = op.at
        entry = Entry(
            id=number,
            name=op.name,
            actor=self.actor,
            at=at,
            kind=kind,
            answers=answers,
            is_undoable=is_undoable,
            detail=detail,
            previous=previous,
            digest=journal.digest(
                previous=previous,
                number=number,
                name=op.name,
                actor=self.actor,
                at=at,
                kind=kind,
                answers=answers,
                is_undoable=is_undoable,
                detail=detail,
                changes=op.changes,
            ),
        )
        self.connection.execute(
            "INSERT INTO operation VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [
                entry.id,
                entry.name,
                entry.actor,
                entry.at,
                str(entry.kind),
                entry.answers,
                int(entry.is_undoable),
                journal.canonical(entry.detail),
                entry.previous,
                entry.digest,
            ],
        )
        self.connection.executemany(
            "INSERT INTO change VALUES (?, ?, ?, ?, ?, ?)",
            [
                (
                    number,
                    i,
                    c.table,
                    journal.canonical(c.key),
                    c.before and journal.canonical(c.before),
                    c.after and journal.canonical(c.after),
                )
                for i, c in enumerate(op.changes)
            ],
        )
        op.entry = number

    def _answer(self, stack: list[int], kind: Kind) -> Changes:
        if not stack:
            raise LedgerError("nothing-to-undo" if kind is Kind.UNDO else "nothing-to-redo")
        target = self._entry(stack[-1])
        with self._transaction():
            op = Operation(self, target.name, target.detail)
            try:
                for change in reversed(self.changes(target.id)):
                    self._revert(op, change)
            except sqlite3.IntegrityError as error:
                raise LedgerError("undo-conflict", name=op.name) from error
            self._record(op, kind, target.id, is_undoable=True)
        return changes_of(op)

    def _revert(self, op: Operation, change: Change) -> None:
        """Take one row's change back; columns that it left alone may have been written since, as by a scan."""
        now, before, after = self.row(change.table, change.key), change.before, change.after
        written = {c: v for c, v in (after or {}).items() if before is None or before[c] != v}
        if (now is None) != (after is None) or any((now or {})[c] != v for c, v in written.items()):
            raise LedgerError("undo-conflict", name=op.name)
        if before is None:
            op.delete(change.table, change.key)
        elif after is None:
            op.insert(change.table, before)
        else:
            op.update(change.table, change.key, {c: before[c] for c in written})

    def _stacks(self) -> tuple[list[int], list[int]]:
        return journal.stacks(reversed(self.entries(limit=_UNDO_DEPTH)))

    def _entry(self, number: int) -> Entry:
        return _entry(self.rows("SELECT * FROM operation WHERE id = ?", number)[0])

    def _migrate(self, backups: Path) -> None:
        known = len(MIGRATIONS)
        version = int(str(self.value("PRAGMA user_version")))
        application = int(str(self.value("PRAGMA application_id")))
        is_new = self.value("SELECT count(*) FROM sqlite_master") == 0
        if not is_new and application != APPLICATION_ID:
            raise LedgerError("not-an-archive", path=self.path)
        if version > known:
            raise LedgerError("archive-newer", path=self.path, version=version, known=known)
        if version == known:
            return
        if not is_new:
            copy = backups / f"before-migration-{version}.db"
            try:
                copy_database(self.connection, copy)
            except OSError as error:
                raise disk_error(error, copy, "archive-unwritable") from error
        import sqlite_utils  # 0.1 s that only a new or older archive pays

        tables = sqlite_utils.Database(self.connection)
        with self._transaction():
            for number in range(version, known):
                MIGRATIONS[number](tables)
            self.connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
            self.connection.execute(f"PRAGMA user_version = {known}")


def changes_of(op: Operation) -> Changes:
    """Return what a finished operation wrote."""
    return Changes(op.entry, frozenset(op.tables))


def _entry(row: Row) -> Entry:
    return Entry(
        id=int(str(row["id"])),
        name=str(row["name"]),
        actor=str(row["actor"]),
        at=str(row["at"]),
        kind=Kind(str(row["kind"])),
        answers=row["answers"],
        is_undoable=bool(row["is_undoable"]),
        detail=json.loads(str(row["detail"])),
        previous=str(row["previous"]),
        digest=str(row["digest"]),
    )
