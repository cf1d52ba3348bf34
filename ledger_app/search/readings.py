"""Reads what was not read yet, and keeps what was got out of it: description, text, photograph."""

from __future__ import annotations

import json
import sqlite3
import time
from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from ledger_app.core.database import Database
from ledger_app.core.errors import Cancelled
from ledger_app.core.progress import Progress
from ledger_app.search import descriptions, photos, scanned_pages, texts, traits
from ledger_app.search.formats import kind_of
from ledger_app.search.model import Reading
from ledger_app.search.reading import NOT_READ, READER
from ledger_app.search.reading_pass import read_and_describe
from ledger_app.search.whereabouts import Place
from ledger_app.search.worker import Pool, Terms

_BATCH = 200
_BATCH_CHARACTERS = 400_000  # other work waits for as long as a batch is written
_BATCH_SECONDS = 2.0


@dataclass(frozen=True, slots=True)
class _Given:
    """One file in work: which content, where, and where else it lies."""

    sha256: str
    root: Path
    place: Place
    others: tuple[Place, ...]


class Readings:
    """The reading pass over one archive, with its workers; close it.

    A pass that is broken off by its progress loses nothing: its files stay in work, and the next call
    takes what they gave.
    """

    def __init__(self, db: Database, pool: Pool | None = None) -> None:
        self._db = db
        self._pool = pool or Pool(Terms(read_and_describe, is_background=True))
        self._waiting: deque[tuple[str, tuple[Place, ...]]] = deque()
        self._as_of: tuple[object, ...] = ()

    def read(
        self,
        root: Path,
        progress: Progress,
        *,
        last: Iterable[int] = (),
        items: Iterable[int] | None = None,
        limit: int | None = None,
    ) -> int:
        """Read the files that were not read by this version of the reader, newest first.

        Items in `last` come after all others; `items` (None: all) are the only ones read, and are tried
        again where the reader crashed or took too long. Returns how many contents were read. Every batch
        is kept, also when the progress is cancelled. A file that is missing, away, can't be opened now,
        or has changed since the scan or under the reader's hands, is left for the next time.
        Raises `reader-not-started`.
        """
        if not root.is_dir():
            return 0
        waiting = self._unread(root, set(last), items)
        done, total = 0, len(waiting) + len(self._pool.keys)
        batch = _Batch(self._db)
        try:
            while True:
                room = None if limit is None else limit - done - len(self._pool.keys)
                done += self._give(waiting, root, batch, room)
                if not self._pool.keys and (not waiting or (limit is not None and done >= limit)):
                    break
                for given, found in self._pool.take():
                    done += self._take(given, found, waiting, batch)
                batch.store_if_due()
                progress.at("read", done, total)
        except Cancelled:
            raise
        except BaseException:
            self.close()
            raise
        finally:
            batch.store()
        self._pool.close()
        progress.at("read", total, total)
        return done

    def close(self) -> None:
        """End the workers; what they were at is read next time."""
        self._pool.close()
        self._as_of = ()

    def _unread(
        self, root: Path, last: set[int], items: Iterable[int] | None
    ) -> deque[tuple[str, tuple[Place, ...]]]:
        """Return what is to be read; what a pass left is still that, where nothing was written since."""
        in_work = {given.sha256 for given in self._pool.keys}
        if items is not None:
            found = unread(self._db, last=last, items=items)
            return deque((s, p) for s, p in found.items() if s not in in_work)
        as_of = (self._db.value("SELECT max(id) FROM operation"), root)
        if as_of != self._as_of or not self._waiting:
            found = unread(self._db, last=last)
            self._waiting = deque((s, p) for s, p in found.items() if s not in in_work)
            self._as_of = as_of
        return self._waiting

    def _give(
        self, waiting: deque[tuple[str, tuple[Place, ...]]], root: Path, batch: _Batch, room: int | None
    ) -> int:
        """Hand files out while workers have room; return how many needed no worker to be read."""
        read = given = 0
        for _ in range(min(len(waiting), _BATCH)):
            if not self._pool.has_room() or (room is not None and read + given >= room):
                break
            sha256, places = waiting.popleft()
            if all(kind_of(place.path) is None for place in places):
                batch.add(sha256, NOT_READ)
                read += 1
                continue
            while places and not places[0].holds(root):
                places = places[1:]
            if places:
                given_file = _Given(sha256, root, places[0], places[1:])
                self._pool.give(given_file, places[0].under(root))
                given += 1
        return read

    def _take(
        self,
        given: _Given,
        found: Reading,
        waiting: deque[tuple[str, tuple[Place, ...]]],
        batch: _Batch,
    ) -> int:
        if found.error == "not-opened":
            if given.others:
                waiting.appendleft((given.sha256, given.others))
            return 0
        if not given.place.holds(given.root):
            return 0
        batch.add(given.sha256, found)
        return 1


def read(db: Database, root: Path, progress: Progress, **options: object) -> int:
    """Do one whole reading pass, as `Readings.read` does."""
    whole = Readings(db)
    try:
        return whole.read(root, progress, **options)
    finally:
        whole.close()


def unread(
    db: Database, *, last: Iterable[int] = (), items: Iterable[int] | None = None
) -> dict[str, tuple[Place, ...]]:
    """Return the contents to read, newest first and those of `last` after them, with where each lies.

    Some 0.4 s for an archive of 100,000 files that were all read.
    """
    chosen = None if items is None else json.dumps(sorted(set(items)))
    rows = db.tuples(
        """
        SELECT coalesce(l.found_sha256, i.sha256) AS content, l.path, l.size, l.mtime_ns
        FROM location l JOIN item i ON i.id = l.item
        LEFT JOIN description d ON d.sha256 = coalesce(l.found_sha256, i.sha256)
        LEFT JOIN content c ON c.sha256 = coalesce(l.found_sha256, i.sha256)
        WHERE l.status IN ('present', 'changed') AND content IS NOT NULL
          AND (d.sha256 IS NULL OR c.sha256 IS NULL OR d.reader <> ? OR c.reader <> d.reader
               OR (? IS NOT NULL AND d.error IN ('reader-crashed', 'reader-timeout')))
          AND (? IS NULL OR i.id IN (SELECT value FROM json_each(?)))
        ORDER BY i.id IN (SELECT value FROM json_each(?)), l.mtime_ns DESC, l.path
        """,
        READER,
        chosen,
        chosen,
        chosen,
        json.dumps(sorted(last)),
    )
    found: dict[str, list[Place]] = {}
    for sha256, path, size, mtime_ns in rows:
        found.setdefault(sha256, []).append(Place(path, size, mtime_ns))
    return {sha256: tuple(places) for sha256, places in found.items()}


def store(db: Database, read: dict[str, Reading]) -> None:
    """Keep these readings, by SHA-256, in the place of what was kept of their contents.

    What was recognised on their scanned pages before stays with them.
    """
    if not read:
        return
    with db.derived() as connection:
        store_in(db, connection, read)


def store_in(db: Database, connection: sqlite3.Connection, read: dict[str, Reading]) -> None:
    """Do what `store` does inside a transaction of `db.derived()`."""
    whole = [(sha256, scanned_pages.with_recognised(db, sha256, found)) for sha256, found in read.items()]
    for keeper in (texts, photos, traits, descriptions):  # the description last: it says that all is there
        keeper.store(connection, whole)


class _Batch:
    """Readings on their way into the database, some at a time."""

    def __init__(self, db: Database) -> None:
        self._db = db
        self._read: dict[str, Reading] = {}
        self._characters = 0
        self._stored_at = time.monotonic()

    def add(self, sha256: str, found: Reading) -> None:
        self._read[sha256] = found
        self._characters += sum(len(part.text) for part in found.parts)

    def store_if_due(self) -> None:
        is_large = len(self._read) >= _BATCH or self._characters >= _BATCH_CHARACTERS
        if is_large or time.monotonic() - self._stored_at > _BATCH_SECONDS:
            self.store()

    def store(self) -> None:
        store(self._db, self._read)
        self._read, self._characters = {}, 0
        self._stored_at = time.monotonic()
