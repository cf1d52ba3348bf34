"""Reads what was not read yet, and keeps what was got out of it: description, text, photograph."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from ledger_app.core.database import Database
from ledger_app.core.progress import Progress
from ledger_app.search import descriptions, photos, texts
from ledger_app.search.model import Reading
from ledger_app.search.reading import READER, kind_of
from ledger_app.search.worker import Reader
from ledger_app.vault.names import located

_BATCH = 200
_BATCH_SECONDS = 2.0


@dataclass(frozen=True, slots=True)
class _Place:
    path: str
    size: int
    mtime_ns: int


def read(
    db: Database,
    root: Path,
    progress: Progress,
    *,
    items: Iterable[int] | None = None,
    limit: int | None = None,
) -> int:
    """Read the files that were not read by this version of the reader, newest first.

    Returns how many contents were read. Every batch is kept, also when the person cancels. A file
    that is missing, away, cannot be opened now or has changed since the scan is left for the next time.
    Named `items` are tried again where the reader crashed or took too long.
    """
    if not root.is_dir():
        return 0
    wanted = _unread(db, items)
    batch: dict[str, Reading] = {}
    done = 0
    stored_at = time.monotonic()
    try:
        with Reader() as reader:
            for n, (sha256, places) in enumerate(wanted.items()):
                if limit is not None and done >= limit:
                    break
                progress.at("read", n, len(wanted))
                found = _read(reader, root, places, lambda n=n: progress.at("read", n, len(wanted)))
                if found is None:
                    continue
                batch[sha256] = found
                done += 1
                if len(batch) >= _BATCH or time.monotonic() - stored_at > _BATCH_SECONDS:
                    _store(db, batch)
                    batch = {}
                    stored_at = time.monotonic()
    finally:
        _store(db, batch)
    progress.at("read", len(wanted), len(wanted))
    return done


def _unread(db: Database, items: Iterable[int] | None) -> dict[str, list[_Place]]:
    """Return the contents to read, newest first, each with the places where it lies."""
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
        ORDER BY l.mtime_ns DESC, l.path
        """,
        READER,
        chosen,
        chosen,
        chosen,
    )
    found: dict[str, list[_Place]] = {}
    for sha256, path, size, mtime_ns in rows:
        found.setdefault(sha256, []).append(_Place(path, size, mtime_ns))
    return found


def _read(reader: Reader, root: Path, places: list[_Place], tick: Callable[[], None]) -> Reading | None:
    """Read one content at the first of its places that still holds it; None where none does."""
    if all(kind_of(place.path) is None for place in places):
        return Reading()
    for place in places:
        path = located(str(root), place.path)
        try:
            now = Path(path).stat()
        except OSError:
            continue
        if (now.st_size, now.st_mtime_ns) != (place.size, place.mtime_ns):
            continue
        found = reader.read(path, tick)
        if found.error != "not-opened":
            return found
    return None


def _store(db: Database, batch: dict[str, Reading]) -> None:
    if not batch:
        return
    with db.derived() as connection:
        for keeper in (texts, photos, descriptions):  # the description last: it says that all is there
            keeper.store(connection, batch.items())
