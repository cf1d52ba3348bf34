"""Keeps what can be searched and filtered of every location: folded names, metadata, kind, villages, year.

It lies in `search.db` and follows the ledger: temporary triggers note which locations a session touches, and
what a session did not see (another program, a restored ledger) is found by one comparison at its start, when
the head of the journal is not the one that was kept.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable

from ledger_app.core import journal
from ledger_app.core.database import Database
from ledger_app.core.progress import Progress
from ledger_app.search import descriptions
from ledger_app.search.characters import searchable
from ledger_app.search.describing import dates_of
from ledger_app.search.model import Description
from ledger_app.search.pairs import words
from ledger_app.search.reading import READER

BETWEEN = "\x1f"
"""Stands between the title, number and issuer in `place.about`."""
_BATCH = 200  # other work waits for as long as a batch takes


def refresh(db: Database, progress: Progress | None = None, *, most: int | None = None) -> int:
    """Bring what is kept up to date with the ledger; return how many locations still wait.

    Every batch is kept, also when the person cancels. `most` bounds the locations taken now, those
    taken into custody last first.
    """
    progress = progress or Progress()
    if not db.value("SELECT 1 FROM temp.sqlite_master WHERE name = 'place_stale'"):
        _watch(db)
    elif _kept(db, "watched") is None:  # the file was made anew in this session
        _compare(db)
    total = waiting(db)
    done = 0
    while total > done and (most is None or done < most):
        progress.at("index", done, total)
        done += _take(db, min(_BATCH, most - done if most is not None else _BATCH))
    if not waiting(db) and _kept(db, "head") != _head(db):
        with db.derived(is_apart=True) as connection:
            connection.execute("INSERT OR REPLACE INTO place_state VALUES ('head', ?)", [_head(db)])
    return waiting(db)


def waiting(db: Database) -> int:
    """Return how many locations changed since they were last brought up to date."""
    return int(str(db.value("SELECT count(*) FROM temp.place_stale")))


def out_of_step(connection: sqlite3.Connection) -> None:
    """Note that descriptions were written, which no journal tells; inside `db.derived()`."""
    connection.execute("DELETE FROM place_state WHERE key = 'head'")


# Triggers can't write into another file, and must not: a spoiled `search.db` would then hold up the ledger.

_OF_ITEM = "SELECT id FROM main.location WHERE item = {row}.{key}"
_OF_CONTENT = """
    SELECT l.id FROM main.item i JOIN main.location l ON l.item = i.id WHERE i.sha256 = {row}.{key}
    UNION SELECT id FROM main.location WHERE status = 'changed' AND found_sha256 = {row}.{key}
"""
_WATCHED = (
    ("location", "id", "VALUES ({row}.{key})"),
    ("item", "id", _OF_ITEM),
    ("correction", "item", _OF_ITEM),
    ("description", "sha256", _OF_CONTENT),
)
_EVENTS = {"INSERT": ("new",), "UPDATE": ("old", "new"), "DELETE": ("old",)}

_CURRENT = """
    SELECT l.id, l.item, l.path, l.status, l.mtime_ns,
           CASE l.status WHEN 'changed' THEN l.found_sha256 ELSE i.sha256 END AS content,
           coalesce(own.fields, there.fields) AS described, c.fields AS corrected
    FROM main.location l JOIN main.item i ON i.id = l.item
    LEFT JOIN main.description own ON own.sha256 = i.sha256
    LEFT JOIN main.description there ON own.sha256 IS NULL AND there.sha256 = l.found_sha256
    LEFT JOIN main.correction c ON c.item = l.item
"""
_DIFFERENT = f"""
    SELECT now.id FROM ({_CURRENT}) now LEFT JOIN place p ON p.location = now.id
    WHERE p.location IS NULL OR p.item <> now.item OR p.path <> now.path OR p.status <> now.status
       OR p.mtime_ns <> now.mtime_ns OR p.sha256 IS NOT now.content
       OR p.described IS NOT now.described OR p.corrected IS NOT now.corrected
    UNION ALL SELECT location FROM place WHERE location NOT IN (SELECT id FROM main.location)
"""


def _watch(db: Database) -> None:
    """Begin to note what is touched, with what was touched unseen."""
    with db.derived(is_apart=True) as connection:
        connection.execute("CREATE TEMP TABLE place_stale (location INTEGER NOT NULL)")
        connection.execute("CREATE INDEX temp.place_stale_location ON place_stale(location)")
        for table, key, places in _WATCHED:
            for event, sides in _EVENTS.items():
                body = " ".join(
                    f"INSERT INTO place_stale {places.format(row=side, key=key)};" for side in sides
                )
                connection.execute(
                    f"CREATE TEMP TRIGGER place_{table}_{event.lower()} AFTER {event} ON main.{table} "
                    f"BEGIN {body} END"
                )
    if _kept(db, "watched") is None or _kept(db, "head") != _head(db):
        _compare(db)


def _compare(db: Database) -> None:
    """Note every location that is not kept as the ledger has it now."""
    with db.derived(is_apart=True) as connection:
        connection.execute(f"INSERT INTO temp.place_stale {_DIFFERENT}")
        connection.execute("INSERT OR REPLACE INTO place_state VALUES ('watched', '1')")


def _head(db: Database) -> str:
    """Return what tells one state of the ledger, as this version describes it, from every other."""
    digest = db.value("SELECT digest FROM operation ORDER BY id DESC LIMIT 1")
    return f"{digest or journal.GENESIS} {READER}"


def _kept(db: Database, key: str) -> object:
    return db.value("SELECT value FROM place_state WHERE key = ?", key)


def _take(db: Database, most: int) -> int:
    """Bring some locations up to date; return how many."""
    with db.derived(is_apart=True) as connection:
        chosen = connection.execute(
            "SELECT DISTINCT location FROM temp.place_stale ORDER BY location DESC LIMIT ?", [most]
        ).fetchall()
        _drop(connection, chosen)
        marks = ", ".join(str(location) for (location,) in chosen)
        current = list(db.tuples(f"{_CURRENT} WHERE l.id IN ({marks})"))
        described = descriptions.descriptions(db, {row[1] for row in current})
        _add(connection, [(row, described[row[1]]) for row in current])
        return connection.executemany("DELETE FROM temp.place_stale WHERE location = ?", chosen).rowcount


def _drop(connection: sqlite3.Connection, chosen: Iterable[tuple[int]]) -> None:
    for (location,) in chosen:
        held = connection.execute(
            "SELECT location, name, about, whole FROM place WHERE location = ?", [location]
        ).fetchone()
        if held is not None:
            connection.execute(
                "INSERT INTO place_index (place_index, rowid, name, about, whole) "
                "VALUES ('delete', ?, ?, ?, ?)",
                _indexed(*held),
            )
            connection.execute("DELETE FROM place WHERE location = ?", [location])
            connection.execute("DELETE FROM place_village WHERE location = ?", [location])


def _add(connection: sqlite3.Connection, current: list[tuple[tuple, Description]]) -> None:
    rows, villages = [], []
    for row, description in current:
        location, _item, path = row[:3]
        about = BETWEEN.join(searchable(text) for text in stated(description))
        names = (searchable(path[path.rfind("/") + 1 :]), about, searchable(path))
        dates = dates_of(description, path)
        rows.append((*row, *names, description.kind, int(dates[0][0][:4]) if dates else None))
        villages += [(village, location) for village in set(description.villages)]
    marks = ", ".join("?" * 13)
    connection.executemany(f"INSERT INTO place VALUES ({marks})", rows)
    connection.executemany("INSERT INTO place_village VALUES (?, ?)", villages)
    connection.executemany(
        "INSERT INTO place_index (rowid, name, about, whole) VALUES (?, ?, ?, ?)",
        [_indexed(row[0], *row[8:11]) for row in rows],
    )


def _indexed(location: int, name: str, about: str, whole: str) -> tuple[object, ...]:
    return location, words([name]), words(about.split(BETWEEN)), words([whole])


def stated(description: Description) -> list[str]:
    """Return the title, number and issuer that a file or a person states, not those taken from its name."""
    return [
        str(value)
        for field in ("title", "document_number", "issuer")
        if (value := getattr(description, field)) and description.sources.get(field) != "name"
    ]


def stated_in(described: str | None, corrected: str | None) -> list[str]:
    """Return what `place` holds of a file's title, number and issuer, as it is written there."""
    fields = (json.loads(described) if described else {}) | (json.loads(corrected) if corrected else {})
    return [str(fields[name]) for name in ("title", "document_number", "issuer") if fields.get(name)]
