"""Keeps what was recognised on scanned pages and photographs, page by page, and knows which wait for it."""

from __future__ import annotations

import json
import math
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass, replace

from ledger_app.core.database import Database
from ledger_app.search.model import Part, Reading
from ledger_app.search.recognising import RECOGNISER
from ledger_app.search.whereabouts import Place


@dataclass(frozen=True, slots=True)
class Scan:
    """A content with what is to be recognised (see `Reading.scans`), and the places where it lies.

    `is_picture`: not a document that says it has scanned pages, but a picture that may show text.
    """

    sha256: str
    pages: tuple[int, ...]
    places: tuple[Place, ...]
    is_picture: bool


def note(connection: sqlite3.Connection, sha256: str, page: int, text: str) -> None:
    """Keep what was recognised on a page (it may be nothing); inside `db.derived()`."""
    connection.execute(
        "INSERT OR REPLACE INTO recognised VALUES (?, ?, ?, ?)", [sha256, page, RECOGNISER, text]
    )


def with_recognised(db: Database, sha256: str, found: Reading) -> Reading:
    """Put what was recognised on its pages into a reading; its `scans` are then those that still wait."""
    if found.photo and (found.pages or 1) > 1:  # a scan of many pages, kept as one picture file
        found = replace(found, scans=tuple(range(1, (found.pages or 1) + 1)))
    if not found.scans and not found.photo:
        return found
    known = texts_of(db, sha256)
    if not known:
        return found
    page_of: dict[int, int | None] = {n: n for n in known}
    if found.scan_pages:
        page_of = dict(zip(found.scans, found.scan_pages, strict=True))
    recognised = [Part(page_of[n], text, "ocr") for n, text in known.items() if text and n in page_of]
    waiting = [n for n in found.scans if n not in known]
    is_known = bool(recognised) or not waiting
    return replace(
        found,
        parts=tuple(sorted((*found.parts, *recognised), key=_place_of)),
        scans=tuple(waiting),
        scan_pages=tuple(page_of[n] for n in waiting) if found.scan_pages else (),
        error=None if found.error == "only-pictures" and is_known else found.error,
        description=None,
        traits=None,
    )


def _place_of(part: Part) -> float:
    """Return the page; what stands on every page, or on one that is not known, comes behind."""
    return math.inf if part.page is None else part.page


def texts_of(db: Database, sha256: str) -> dict[int, str]:
    """Return what this version has recognised on the pages of a content."""
    sql = "SELECT page, text FROM recognised WHERE sha256 = ? AND recogniser = ? ORDER BY page"
    return dict(db.tuples(sql, sha256, RECOGNISER))


def waiting(db: Database, *, last: Iterable[int] = ()) -> list[Scan]:
    """Return what waits: scans before a camera's photographs, the newest first, items in `last` after all."""
    if not db.value(f"SELECT EXISTS ({_WAITING})", RECOGNISER):
        return []
    rows = db.tuples(
        f"""
        WITH waits AS MATERIALIZED ({_WAITING})
        SELECT w.sha256, w.scans, w.is_picture, l.path, l.size, l.mtime_ns
        FROM location l JOIN item i ON i.id = l.item
        JOIN waits w ON w.sha256 = coalesce(l.found_sha256, i.sha256)
        WHERE l.status IN ('present', 'changed')
        ORDER BY i.id IN (SELECT value FROM json_each(?)), w.is_photo, l.mtime_ns DESC, l.path
        """,
        RECOGNISER,
        json.dumps(sorted(set(last))),
    )
    found: dict[str, Scan] = {}
    for sha256, scans, is_picture, *place in rows:
        known = found.get(sha256)
        pages = known.pages if known else tuple(json.loads(scans))
        places = (*(known.places if known else ()), Place(*place))
        found[sha256] = Scan(sha256, pages, places, bool(is_picture))
    return list(found.values())


_WAITING = """
    SELECT c.sha256, c.scans, 0 AS is_picture, 0 AS is_photo FROM content c WHERE c.scans <> '[]'
    UNION ALL
    SELECT p.sha256, '[1]', 1, p.camera IS NOT NULL
    FROM photo p JOIN content c ON c.sha256 = p.sha256 AND c.scans = '[]'
    WHERE NOT EXISTS (SELECT 1 FROM recognised r WHERE r.sha256 = p.sha256 AND r.recogniser = ?)
"""
