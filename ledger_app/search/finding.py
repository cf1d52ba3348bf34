"""Finds files by what they are called and by the titles, numbers and issuers in them."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from ledger_app.core.database import Database
from ledger_app.search.characters import fold, fold_with_places
from ledger_app.search.model import Hit

_TERM = re.compile(r'(-?)(?:"([^"]*)"?|(\S+))')
_QUOTES = str.maketrans("“”„‟＂－", '"' * 5 + "-")
_BETWEEN = "\x1f"  # between the fields of one file, so that no match runs over from one into the next
_LONGEST_TERM = 200


@dataclass(frozen=True, slots=True)
class Query:
    """What a person typed, folded: all of `wanted` and none of `unwanted`."""

    wanted: tuple[str, ...] = ()
    unwanted: tuple[str, ...] = ()


def parsed(text: str) -> Query:
    """Take a query apart: words are all wanted, "a phrase" keeps its blanks, -word excludes."""
    wanted: list[str] = []
    unwanted: list[str] = []
    for minus, phrase, word in _TERM.findall(text.translate(_QUOTES)):
        term = fold(phrase or word)[:_LONGEST_TERM]
        if term.strip() and term not in wanted:
            (unwanted if minus else wanted).append(term)
    return Query(tuple(wanted), tuple(unwanted))


def find(db: Database, query: str, *, limit: int = 50) -> list[Hit]:
    """Return the paths that hold every word of the query, best first.

    A match in the file's name comes before one in its title, number or issuer, and that before one in
    its folder; the start of a name before its middle; then the newer file, then the path. Width, case,
    kinds of bracket and radicals make no difference. An empty query finds nothing.
    """
    terms = parsed(query)
    if not terms.wanted:
        return []
    _refresh(db)
    conditions = ["instr(folded, ?) > 0"] * len(terms.wanted) + ["instr(folded, ?) = 0"] * len(terms.unwanted)
    rank = " + ".join([_RANK] * len(terms.wanted))
    best = db.tuples(
        f"SELECT location, {rank} AS rank FROM temp.name WHERE {' AND '.join(conditions)} "
        "ORDER BY rank DESC, is_missing, mtime_ns DESC, location LIMIT ?",
        *[term for term in terms.wanted for _ in range(_RANK.count("?"))],
        *terms.wanted,
        *terms.unwanted,
        2 * limit,
    )
    hits: dict[str, Hit] = {}  # a path that was overwritten is there twice, with the item it lost
    for location, rank in best:
        item, path, about = next(_shown(db, location))
        if path not in hits and len(hits) < limit:
            hits[path] = _hit(item, path, about, rank / (_BEST * len(terms.wanted)), terms)
    return list(hits.values())


_BEST = 4
_RANK = (
    "(CASE instr(substr(folded, name_at), ?) WHEN 1 THEN 4 "
    "WHEN 0 THEN (CASE WHEN instr(folded, ?) < path_at THEN 2 ELSE 1 END) ELSE 3 END)"
)


def _shown(db: Database, location: int) -> Iterator[tuple[int, str, list[str]]]:
    for _, item, path, _, _, read, corrected in db.tuples(
        _SHOWN.format(source="location l") + " WHERE l.id = ?", location
    ):
        yield item, path, _about(read, corrected)


def _hit(item: int, path: str, about: list[str], score: float, terms: Query) -> Hit:
    """Show the path, or where only the title, number or issuer matched, that."""
    snippet = path
    ranges = _ranges(path, terms)
    for text in about if not ranges else ():
        found = _ranges(text, terms)
        if len(found) > len(ranges):
            snippet, ranges = text, found
    return Hit(item=item, path=path, score=score, snippet=snippet, ranges=ranges)


def _ranges(text: str, terms: Query) -> tuple[tuple[int, int], ...]:
    """Return where the words stand in a text: merged where they overlap."""
    folded, places = fold_with_places(text)
    places.append(len(text))
    spans = sorted(
        (places[start], max(places[start + len(term)], places[start + len(term) - 1] + 1))
        for term in terms.wanted
        for start in _starts(folded, term)
    )
    merged: list[tuple[int, int]] = []
    for start, end in spans:
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return tuple(merged)


def _starts(text: str, term: str) -> Iterator[int]:
    start = text.find(term)
    while start >= 0:
        yield start
        start = text.find(term, start + 1)


# The folded names live in temporary tables of the connection: gone with it, and there also where the archive
# cannot be written. Triggers note which locations changed, so that a search brings up to date only those; one may
# be noted twice, as a trigger takes its way with conflicts from the statement that set it off.

_TABLES = """
CREATE TEMP TABLE name (
    location INTEGER PRIMARY KEY, folded TEXT NOT NULL, path_at INTEGER NOT NULL, name_at INTEGER NOT NULL,
    mtime_ns INTEGER NOT NULL, is_missing INTEGER NOT NULL
);
CREATE TEMP TABLE name_stale (location INTEGER NOT NULL);
INSERT INTO temp.name_stale SELECT id FROM main.location;
PRAGMA temp.cache_size = -65536;
"""
_OF_ITEM = "SELECT id FROM main.location WHERE item = {row}.{key}"
_OF_CONTENT = (
    "SELECT l.id FROM main.item i JOIN main.location l ON l.item = i.id WHERE i.sha256 = {row}.{key}"
)
_WATCHED = (
    ("location", "id", "VALUES ({row}.{key})"),
    ("item", "id", _OF_ITEM),
    ("correction", "item", _OF_ITEM),
    ("description", "sha256", _OF_CONTENT),
)
_EVENTS = {"INSERT": ("new",), "UPDATE": ("old", "new"), "DELETE": ("old",)}


def _refresh(db: Database) -> None:
    connection = db.connection
    with _transaction(connection):
        if not db.value("SELECT 1 FROM temp.sqlite_master WHERE name = 'name'"):
            _create(connection)
        connection.execute("DELETE FROM temp.name WHERE location IN (SELECT location FROM temp.name_stale)")
        connection.executemany(
            "INSERT INTO temp.name VALUES (?, ?, ?, ?, ?, ?)",
            (_row(*row) for row in db.tuples(_CURRENT)),
        )
        connection.execute("DELETE FROM temp.name_stale")


@contextmanager
def _transaction(connection: sqlite3.Connection) -> Iterator[None]:
    connection.execute("BEGIN")  # not IMMEDIATE: only the temporary tables are written
    try:
        yield
    except BaseException:
        connection.execute("ROLLBACK")
        raise
    connection.execute("COMMIT")


def _create(connection: sqlite3.Connection) -> None:
    for statement in _TABLES.split(";\n"):
        connection.execute(statement)
    for table, key, places in _WATCHED:
        for event, sides in _EVENTS.items():
            body = " ".join(f"INSERT INTO name_stale {places.format(row=side, key=key)};" for side in sides)
            connection.execute(
                f"CREATE TEMP TRIGGER name_{table}_{event.lower()} AFTER {event} ON main.{table} BEGIN {body} END"
            )


_SHOWN = """
    SELECT l.id, l.item, l.path, l.mtime_ns, l.status = 'missing', d.fields, c.fields
    FROM {source} JOIN item i ON i.id = l.item
    LEFT JOIN description d ON d.sha256 = i.sha256
    LEFT JOIN correction c ON c.item = i.id
"""
_CURRENT = _SHOWN.format(
    source="(SELECT DISTINCT location FROM temp.name_stale) s JOIN location l ON l.id = s.location"
)


def _about(read: str | None, corrected: str | None) -> list[str]:
    fields = (json.loads(read) if read else {}) | (json.loads(corrected) if corrected else {})
    return [fields[name] for name in ("title", "document_number", "issuer") if fields.get(name)]


def _row(
    location: int,
    _item: int,
    path: str,
    mtime_ns: int,
    is_missing: int,
    read: str | None,
    corrected: str | None,
) -> tuple[object, ...]:
    folder, slash, name = path.rpartition("/")
    folded = "".join(fold(text) + _BETWEEN for text in _about(read, corrected))
    path_at = len(folded) + 1
    folded += fold(folder) + slash
    return location, folded + fold(name), path_at, len(folded) + 1, mtime_ns, is_missing
