"""Bringing the archive up to date with the folder: walk, hash, settle, write."""

from __future__ import annotations

import hashlib
import json
import os
import sqlite3
import time
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path

from ledger_app.core.collecting import without_full_collection
from ledger_app.core.database import Changes, Database, Operation, changes_of
from ledger_app.core.errors import Cancelled
from ledger_app.core.progress import Progress
from ledger_app.vault import places, rooting, stamping
from ledger_app.vault.hashing import Hashed, Opener, Outcome, hash_files
from ledger_app.vault.identity import Found, Settlement, settle
from ledger_app.vault.listing import Stamp
from ledger_app.vault.model import Location, ScanReport, Status
from ledger_app.vault.names import located
from ledger_app.vault.scanning import Mount, Seen, Walk, away, identity, outermost, own_paths, walk

_BATCH_FILES = 20_000
_BATCH_SECONDS = 3.0
_TEXT_ROWS = 1_000
_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
# the first condition is that of the partial index
_MISSING = "WHERE status <> 'present' AND status = 'missing'"
_CHANGED = "WHERE status <> 'present' AND status = 'changed'"
# one statement for all rows: SQLite then works without the interpreter's lock, beside the hashing threads
_NEW_ITEMS = """INSERT INTO item (id, sha256, size, first_seen)
    SELECT json_extract(value, '$[0]'), json_extract(value, '$[1]'), json_extract(value, '$[2]'), json_extract(value, '$[3]') FROM json_each(?)"""
_PUT = f"""INSERT INTO location ({places.COLUMNS})
    SELECT json_extract(value, '$[0]'), json_extract(value, '$[1]'), json_extract(value, '$[2]'), json_extract(value, '$[3]'), json_extract(value, '$[4]'), json_extract(value, '$[5]'), json_extract(value, '$[6]'),
        json_extract(value, '$[7]'), json_extract(value, '$[8]')
    FROM json_each(?) WHERE true
    ON CONFLICT (path, item) DO UPDATE SET status = excluded.status, size = excluded.size,
    mtime_ns = excluded.mtime_ns, inode = excluded.inode, found_sha256 = excluded.found_sha256,
    is_racy = excluded.is_racy, reason = excluded.reason"""


def scan(
    db: Database,
    root: Path,
    progress: Progress,
    *,
    full: bool = False,
    within: Iterable[str] | None = None,
    opener: Opener = os.open,
) -> tuple[ScanReport, Changes]:
    """Bring the archive up to date with the evidence folder, or with the folders `within` and below.

    `full` trusts no stat and hashes every file again, also those of another disk at the folder's path.
    Counts are of what changed since the last scan.
    A cancelled scan keeps the new files it has hashed and says nothing about the others. Progress:
    `scan` in files, then `hash` in bytes.
    """
    started = time.monotonic()
    mounts = {path: Mount(*disk) for path, *disk in db.tuples("SELECT path, device, inode FROM mount")}
    has_files = bool(db.value("SELECT EXISTS (SELECT 1 FROM location WHERE status <> 'missing')"))
    why = away(str(root), recorded=mounts.get(""), has_files=has_files)
    if not why and not full and rooting.is_other(db, root):
        why = "root-other"
    if why:
        return ScanReport(away=why, seconds=time.monotonic() - started), Changes()
    disk = identity(str(root))
    folders = [""] if within is None else outermost(within)
    stamps = {} if full else stamping.stamps(db)
    live = places.live(db, folders)
    seen = walk(
        str(root),
        folders,
        stamps,
        own=own_paths(str(root), str(db.path.parent)),
        mounts=mounts,
        progress=progress,
        total=live,
    )
    is_settled = not seen.found and live == sum(stamps[folder].files for folder in seen.alike)
    known = set() if is_settled else places.seen_before(db, folders, seen.alike)
    run = _Run(db, str(root), seen, known, opener, is_full=full)
    if identity(str(root)) == disk:
        is_whole = folders == [""]
        _store_mounts(db, mounts, seen, is_whole=is_whole)
        stamping.store(db, run.stamps(), gone=stamps.keys() - seen.alike if is_whole else ())
        run.hash(progress)
    if identity(str(root)) != disk:  # unplugged meanwhile: what was not seen may well be there
        return ScanReport(away="root-missing", seconds=time.monotonic() - started), run.changes
    run.finish(folders)
    rooting.remember(db, root)
    return run.report(time.monotonic() - started), run.changes


class _Run:
    """One scan after its walk: what was read and not written yet, and what was counted so far."""

    def __init__(
        self, db: Database, root: str, seen: Walk, known: set[Seen], opener: Opener, *, is_full: bool
    ) -> None:
        self.db = db
        self.root = root
        self.seen = seen
        self.sighted = {s[0]: s for s in seen.found if is_full or s not in known}
        known.difference_update(() if is_full else seen.found)
        unsettled = {path for path, *_ in known}
        self.gone = {p for p in unsettled if p not in self.sighted and not seen.is_kept(p)}
        self.new_paths = self.sighted.keys() - unsettled
        self.opener = opener
        has_items = db.value("SELECT EXISTS (SELECT 1 FROM item)")
        self.contents: set[str | None] | None = None if has_items else set()
        self.changes = Changes()
        self.hashed_bytes = 0
        self.gained: Counter[int] = Counter()
        self.lost: Counter[int] = Counter()
        self.changed = self.missing = self.unreadable = 0
        self.unsettled: list[str] = []
        self.unwritten: list[Found] = []
        self.held: list[Found] = []
        self.last_write = time.monotonic()

    def stamps(self) -> dict[str, Stamp]:
        """Return the stamps of the folders that are what is known of them."""
        unsettled = {path[: path.rfind("/") + 1] for path in (*self.sighted, *self.gone)}
        return {f: stamp for f, stamp in self.seen.looked.items() if f not in unsettled}

    def hash(self, progress: Progress) -> None:
        """Read what was sighted; new paths and unchanged contents are written as they come.

        Whether another file changed, or was swapped or moved, shows only when all are read.
        """
        if not self.sighted:
            return
        self.new_paths -= {row.path for row in places.locations(self.db, _MISSING)}
        wandering = {r.found_sha256 for r in places.locations(self.db, _CHANGED) if r.path in self.gone}
        ordered = sorted(self.sighted, key=lambda path: (path not in self.new_paths, path))
        files = [(path, located(self.root, path), self.sighted[path][1]) for path in ordered]
        try:
            for batch in hash_files(files, progress, opener=self.opener):
                found = self._found(batch)
                known = [f for f in found if f.path not in self.new_paths or f.sha256 in wandering]
                if len(known) < len(found):
                    apart = set(known)
                    self.unwritten += [f for f in found if f not in apart]
                same = self._same_as_before([f for f in known if f.path not in self.new_paths])
                for f in known:
                    if f.path not in same:
                        self.held.append(f)
                    elif not same[f.path]:
                        self.unwritten.append(f)
                self._write_when_due()
        except Cancelled:
            self._write_new()
            raise
        self._write_new()

    def finish(self, folders: list[str]) -> None:
        """Settle what needed the whole picture: known paths that hold other content, and paths now gone."""
        found = {f.path: f for f in self._unread_changed() if f.path not in self.gone}
        found |= {f.path: f for f in self.held}
        is_partial = folders != [""]
        rows = places.involved(self.db, found.values(), self.gone, self.gained if is_partial else ())
        if is_partial:
            inside = tuple(f + "/" for f in folders)
            self.gone |= {r.path for r in rows if self._is_gone_elsewhere(r, found, inside)}
        if found or self.gone:
            recorded = places.recorded(self.db, rows, found.values())
            self._settle(list(found.values()), self.gone, rows, recorded)

    def report(self, seconds: float) -> ScanReport:
        moved = sum(min(n, self.lost[item]) for item, n in self.gained.items())
        return ScanReport(
            seen=self.seen.seen,
            added=self.gained.total() - moved,
            moved=moved,
            changed=self.changed,
            missing=self.missing,
            unreadable=self.unreadable,
            hashed_bytes=self.hashed_bytes,
            seconds=seconds,
            skipped=tuple(sorted(self.seen.skipped)),
            unsettled=tuple(sorted(self.unsettled)),
            folders=self.seen.folders,
        )

    def _found(self, batch: Iterable[Hashed]) -> list[Found]:
        """Return what lies at the paths that were read, and at those that can't be."""
        found = []
        for hashed in batch:
            self.hashed_bytes += hashed.size
            if hashed.outcome is Outcome.READ:
                found.append(Found._make(hashed[:-1]))
            elif hashed.outcome is Outcome.MOVING:
                self.seen.skipped.append((hashed.key, "moving"))
                self.unsettled.append(hashed.key)
            elif hashed.outcome is not Outcome.GONE:
                found.append(self._unread(hashed))
        return found

    def _unread(self, hashed: Hashed) -> Found:
        """Return a file that can't be read; of one that is only in use, the content known last."""
        path, size, mtime_ns, inode = self.sighted[hashed.key]
        content, is_in_use = None, hashed.outcome is Outcome.IN_USE
        if is_in_use:
            self.unsettled.append(path)
            sql = "SELECT found_sha256 FROM location WHERE path = ? AND status <> 'missing'"
            content = self.db.value(sql, path)
        return Found(path, content, size, mtime_ns, inode, is_in_use, hashed.reason)

    def _same_as_before(self, found: Collection[Found]) -> dict[str, bool]:
        """Return the known paths whose content stays, whatever the others are; true: their stat as well."""
        seen = [(f.path, f.sha256, f.mtime_ns, f.inode, int(f.is_racy), f.reason) for f in found]
        sql = """SELECT l.path, l.mtime_ns = json_extract(j.value, '$[2]')
                AND l.inode = json_extract(j.value, '$[3]') AND l.is_racy = json_extract(j.value, '$[4]')
                AND l.reason IS json_extract(j.value, '$[5]')
            FROM json_each(?) j JOIN location l ON l.path = json_extract(j.value, '$[0]')
            WHERE l.status = 'present' AND l.found_sha256 = json_extract(j.value, '$[1]')"""
        return {path: bool(stays) for path, stays in self.db.tuples(sql, json.dumps(seen))} if seen else {}

    def _write_when_due(self) -> None:
        is_due = time.monotonic() - self.last_write > _BATCH_SECONDS
        if len(self.unwritten) >= _BATCH_FILES or (self.unwritten and is_due):
            self._write_new()

    def _write_new(self) -> None:
        while self.unwritten:
            found, self.unwritten = self.unwritten[:_BATCH_FILES], self.unwritten[_BATCH_FILES:]
            known = self._perhaps_known(found)
            rows = places.involved(self.db, known, ())
            self._settle(found, (), rows, places.recorded(self.db, rows, known))
        self.last_write = time.monotonic()

    def _perhaps_known(self, found: list[Found]) -> list[Found]:
        """Return those that may belong to an item; of an archive that was empty, those read before."""
        if self.contents is None:
            return found
        known = [f for f in found if f.sha256 in self.contents]
        self.contents.update(f.sha256 for f in found)
        return known

    def _settle(
        self,
        found: Collection[Found],
        gone: Collection[str],
        rows: list[Location],
        recorded: dict[int, str | None],
    ) -> None:
        with without_full_collection():
            settlement = settle(
                recorded=recorded,
                rows=rows,
                found=found,
                gone=gone,
                next_item=int(str(self.db.value("SELECT coalesce(max(id), 0) + 1 FROM item"))),
            )
            self.changes |= _write(self.db, settlement)
        self.gained += settlement.gained
        self.lost += settlement.lost
        self.changed += settlement.changed
        self.missing += settlement.missing
        self.unreadable += settlement.unreadable

    def _unread_changed(self) -> Iterator[Found]:
        """Changed files come along without being read again: their items may have turned up elsewhere."""
        for row in places.locations(self.db, _CHANGED):
            yield Found(row.path, row.found_sha256, row.size, row.mtime_ns, row.inode, row.is_racy)

    def _is_gone_elsewhere(self, row: Location, found: Collection[str], inside: tuple[str, ...]) -> bool:
        if row.path in found or row.path in self.gone or row.status is Status.MISSING:
            return False
        if row.path.startswith(inside):
            return False
        try:
            os.lstat(located(self.root, row.path))
        except (FileNotFoundError, NotADirectoryError):
            return not _is_away(self.db, self.root, row.path)
        except OSError:
            return False
        return False


# writing


def _write(db: Database, s: Settlement) -> Changes:
    """Write a settlement; what only says when we looked is no fact and gets no journal entry."""
    changes = Changes()
    if s.put or s.removed or s.forgotten:
        with db.operation("scan", is_undoable=False, files=len(s.put), items=len(s.new)) as op:
            _write_facts(db, op, s)
        changes = changes_of(op)
    if s.refreshed:
        with db.derived() as connection:
            connection.execute(_PUT, [_json(s.refreshed)])
    return changes


def _write_facts(db: Database, op: Operation, s: Settlement) -> None:
    """Write the rows in bulk; the journal gets the digest of what was written."""
    at = op.at
    manifest = hashlib.sha256()
    if s.new:
        _bulk(op, manifest, "item", _NEW_ITEMS, ((item, content, size, at) for item, content, size in s.new))
    if s.adopted:
        sql = "UPDATE item SET sha256 = ?, size = ? WHERE id = ?"
        op.bulk("item", sql, [(content, size, item) for item, content, size in s.adopted])
        manifest.update(_json(s.adopted).encode())
    if s.removed:
        op.bulk("location", "DELETE FROM location WHERE path = ? AND item = ?", s.removed)
        manifest.update(_json(s.removed).encode())
    kept = [row for row in s.forgotten if not _forget(db, op, row.item)]
    rows = sorted((*kept, *s.put), key=lambda r: r.status is not Status.MISSING)  # they make way first
    if rows:
        stamping.forget(db.connection, (row.path for row in rows))
        _bulk(op, manifest, "location", _PUT, rows)
    op.detail["manifest"] = manifest.hexdigest()


def _bulk(op: Operation, manifest: hashlib._Hash, table: str, sql: str, rows: Iterable[tuple]) -> None:
    text = _json(rows)
    manifest.update(text.encode())
    op.bulk(table, sql, [(text,)])


def _parts(rows: list[object]) -> Iterator[list[object]]:
    return (rows[n : n + _TEXT_ROWS] for n in range(0, len(rows), _TEXT_ROWS))


def _json(rows: Iterable[object]) -> str:
    """Return the rows as one JSON text; in parts, as the window's thread must wait for each."""
    parts = [_encode(part)[1:-1] for part in _parts(list(rows))]
    return f"[{','.join(parts)}]"


def _forget(db: Database, op: Operation, item: int) -> bool:
    """Delete an item that was never read; what a person has attached to it holds it back."""
    try:
        return op.bulk("item", "DELETE FROM item WHERE id = ?", [(item,)]) > 0
    except sqlite3.IntegrityError:
        return False


def _store_mounts(db: Database, before: dict[str, Mount], seen: Walk, *, is_whole: bool) -> None:
    after = seen.mounts if is_whole and not seen.kept else before | seen.mounts
    if after == before:
        return
    with db.derived() as connection:
        connection.execute("DELETE FROM mount")
        connection.executemany("INSERT INTO mount VALUES (?, ?, ?)", [(p, *m) for p, m in after.items()])


def _is_away(db: Database, root: str, path: str) -> bool:
    """Return whether a mount point above the path is empty now, so that its absence proves nothing."""
    for mount, device in db.tuples("SELECT path, device FROM mount WHERE path <> ''"):
        folder = Path(located(root, mount))
        if path.startswith(mount + "/") and folder.is_dir() and folder.stat().st_dev != device:
            return True
    return False
