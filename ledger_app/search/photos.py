"""Keeps what picture files are as photographs, and which of them are the same one."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from ledger_app.core.database import Database
from ledger_app.core.progress import Progress
from ledger_app.search.model import Alike, Photo, Reading
from ledger_app.search.reading import READER

if TYPE_CHECKING:
    import numpy as np

COMPARER = 1
"""Version of comparing: raise it when `likeness` judges otherwise, and all are compared again."""

_PIECE = 2000
_OF_ITEMS = """
    SELECT l.item, p.id, count(*) FROM location l JOIN item i ON i.id = l.item
    JOIN photo p ON p.sha256 = coalesce(l.found_sha256, i.sha256)
    WHERE l.status IN ('present', 'changed') {chosen} GROUP BY l.item, p.id
"""

Shown = Mapping[int, Mapping[int, int]]
"""For each item, the photographs that lie at its places (by their numbers), each with at how many."""
Pairs = Sequence[tuple[int, int, float]]
"""Photographs that are alike, by their numbers, with how much."""


def store(connection: sqlite3.Connection, read: Iterable[tuple[str, Reading]]) -> None:
    """Put the photographs among these (SHA-256, reading) in place; inside `db.derived()`."""
    for sha256, found in read:
        photo = found.photo
        if photo is None:
            continue
        latitude, longitude = photo.place or (None, None)
        connection.execute(
            """INSERT INTO photo (sha256, reader, width, height, taken, latitude, longitude, camera)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (sha256) DO UPDATE SET reader = excluded.reader, width = excluded.width,
                height = excluded.height, taken = excluded.taken, latitude = excluded.latitude,
                longitude = excluded.longitude, camera = excluded.camera, compared = 0""",
            [sha256, READER, photo.width, photo.height, photo.taken, latitude, longitude, photo.camera],
        )
        (number,) = connection.execute("SELECT id FROM photo WHERE sha256 = ?", [sha256]).fetchone()
        connection.execute(
            "INSERT OR REPLACE INTO look VALUES (?, ?, ?)", [number, photo.fingerprint, photo.thumbnail]
        )
        connection.execute("DELETE FROM alike WHERE one = ? OR other = ?", [number, number])


def photos(db: Database, contents: Iterable[str] | None = None) -> dict[str, Photo]:
    """Return the photographs among these contents (None: all) by SHA-256, without thumbnail and fingerprint."""
    sql = "SELECT sha256, width, height, taken, latitude, longitude, camera FROM photo"
    if contents is None:
        rows = db.tuples(sql)
    else:
        chosen = json.dumps(sorted(set(contents)))
        rows = db.tuples(f"{sql} WHERE sha256 IN (SELECT value FROM json_each(?))", chosen)
    return {
        sha256: Photo(width, height, taken, None if latitude is None else (latitude, longitude), camera)
        for sha256, width, height, taken, latitude, longitude, camera in rows
    }


def thumbnails(db: Database, contents: Iterable[str]) -> dict[str, bytes]:
    """Return the small JPEGs of these contents by SHA-256; one that can't be seen has none."""
    rows = db.tuples(
        """SELECT p.sha256, k.thumbnail FROM photo p JOIN look k ON k.photo = p.id
        WHERE k.thumbnail IS NOT NULL AND p.sha256 IN (SELECT value FROM json_each(?))""",
        json.dumps(sorted(set(contents))),
    )
    return dict(rows)


def is_compared(db: Database) -> bool:
    """Return whether every photograph was compared with all others."""
    return db.value("SELECT 1 FROM photo WHERE compared <> ? LIMIT 1", COMPARER) is None


def compare(db: Database, progress: Progress) -> int:
    """Find which photographs that came since the last time are like any other; return how many came.

    What is broken off is compared the next time.
    """
    if is_compared(db):
        return 0
    from ledger_app.search import likeness  # see docs/decisions/0006-late-imports.md

    numbers, heads, is_new = _fingerprints(db, progress)
    pairs = likeness.candidates(heads, is_new, progress)
    scores = likeness.verdicts(heads, lambda rows: _greys(db, numbers[rows]), pairs, progress)
    found = [
        (int(numbers[one]), int(numbers[other]), float(score))
        for (one, other), score in zip(pairs.tolist(), scores, strict=True)
        if score > 0
    ]
    came = [(number,) for number in numbers[is_new].tolist()]
    with db.derived() as connection:
        connection.executemany("DELETE FROM alike WHERE one = ?", came)
        connection.executemany("DELETE FROM alike WHERE other = ?", came)
        connection.executemany("INSERT INTO alike VALUES (?, ?, ?)", found)
        connection.executemany("UPDATE photo SET compared = ? WHERE id = ?", [(COMPARER, *n) for n in came])
        connection.execute(
            """UPDATE photo SET compared = ? WHERE id IN (
                SELECT photo FROM look WHERE fingerprint IS NULL OR length(fingerprint) <> ?)""",
            [COMPARER, likeness.FORM.itemsize],
        )
    return len(came)


def groups(db: Database) -> tuple[Alike, ...]:
    """Return the groups of items that are there and show the same photograph, by their first item.

    Groups of what was compared so far: see `compare`.
    """
    return grouped(shown(db), alike(db))


def shown(db: Database, item_ids: Iterable[int] | None = None) -> dict[int, dict[int, int]]:
    """Return the photographs at the places of these items (None: of all) that are there."""
    if item_ids is None:
        rows = db.tuples(_OF_ITEMS.format(chosen=""))
    else:
        chosen = "AND l.item IN (SELECT value FROM json_each(?))"
        rows = db.tuples(_OF_ITEMS.format(chosen=chosen), json.dumps(sorted(item_ids)))
    found: dict[int, dict[int, int]] = {}
    for item, photo, count in rows:
        found.setdefault(item, {})[photo] = count
    return found


def alike(db: Database) -> Pairs:
    """Return the pairs of photographs that are alike, as far as they were compared."""
    return list(db.tuples("SELECT one, other, score FROM alike ORDER BY one, other"))


def grouped(shown: Shown, pairs: Pairs) -> tuple[Alike, ...]:
    """Return the groups of items whose photographs are alike, by their first item."""
    items: dict[int, list[int]] = {}
    places: dict[int, int] = {}
    for item, counts in shown.items():
        for photo, count in counts.items():
            items.setdefault(photo, []).append(item)
            places[item] = places.get(item, 0) + count
    above: dict[int, int] = {}
    lowest: dict[int, float] = {}

    def top(photo: int) -> int:
        while above.setdefault(photo, photo) != photo:
            above[photo] = photo = above[above[photo]]
        return photo

    for one, other, score in pairs:
        if one in items and other in items:
            first, second = top(one), top(other)
            above[second] = first
            lowest[first] = min(score, lowest.get(first, 1.0), lowest.get(second, 1.0))
    gathered: dict[int, set[int]] = {}
    for photo, held in items.items():
        gathered.setdefault(top(photo), set()).update(held)
    found = [
        Alike(tuple(sorted(group)), round(lowest.get(photo, 1.0), 3))
        for photo, group in gathered.items()
        if len(group) > 1 or any(places[item] > 1 for item in group)
    ]
    return tuple(sorted(found, key=lambda g: g.items))


def _fingerprints(db: Database, progress: Progress) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return the numbers, heads and newness of all photographs that can be compared."""
    import numpy as np

    from ledger_app.search.likeness import FORM, HEAD

    numbers: list[int] = []
    is_new: list[bool] = []
    heads: list[np.ndarray] = []
    last = 0
    while True:
        progress.at("compare", len(numbers))
        rows = list(
            db.tuples(
                """SELECT p.id, p.compared <> ?, substr(k.fingerprint, 1, ?)
                FROM photo p JOIN look k ON k.photo = p.id
                WHERE p.id > ? AND length(k.fingerprint) = ? ORDER BY p.id LIMIT ?""",
                COMPARER,
                HEAD.itemsize,
                last,
                FORM.itemsize,
                _PIECE,
            )
        )
        if not rows:
            break
        last = rows[-1][0]
        numbers += [row[0] for row in rows]
        is_new += [bool(row[1]) for row in rows]
        heads.append(np.frombuffer(b"".join(row[2] for row in rows), HEAD))
    whole = np.concatenate(heads) if heads else np.zeros(0, HEAD)
    return np.array(numbers, int), whole, np.array(is_new, bool)


def _greys(db: Database, numbers: np.ndarray) -> np.ndarray:
    """Return the small grey pictures of these photographs, in their order."""
    import numpy as np

    from ledger_app.search.likeness import GREY, HEAD

    rows = dict(
        db.tuples(
            "SELECT photo, substr(fingerprint, ?) FROM look WHERE photo IN (SELECT value FROM json_each(?))",
            HEAD.itemsize + 1,
            json.dumps(numbers.tolist()),
        )
    )
    empty = bytes(GREY * GREY)
    data = b"".join(rows.get(number, empty) for number in numbers.tolist())
    return np.frombuffer(data, np.uint8).reshape(-1, GREY, GREY)


def corrected_days(db: Database) -> dict[int, str]:
    """Return the days that a person stated of items, by item."""
    rows = db.tuples("SELECT item, json_extract(fields, '$.date') FROM correction")
    return {item: day for item, day in rows if day}
