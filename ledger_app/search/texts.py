"""Keeps the whole text of every content that was read, by page, and the index over it."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ledger_app.core.database import Database
from ledger_app.search import places
from ledger_app.search.characters import searchable
from ledger_app.search.model import Part, Reading
from ledger_app.search.pairs import words
from ledger_app.search.reading import READER

PIECE = 4000
"""Characters of a page that are kept in one row at most."""


@dataclass(frozen=True, slots=True)
class Counts:
    """What is kept: contents with text, those with more text than is kept, those with pages that only OCR can read."""

    documents: int = 0
    cut: int = 0
    waiting: int = 0


@dataclass(frozen=True, slots=True)
class Piece:
    """One row of a page: as it was read, and as it is searched. `continues`: it goes on with the one before."""

    page: int | None
    text: str
    folded: str
    continues: bool


def store(connection: sqlite3.Connection, read: Iterable[tuple[str, Reading]]) -> None:
    """Put these (SHA-256, reading) in the place of what was kept of them; inside `db.derived()`."""
    indexed = []
    for sha256, found in read:
        content = _forgotten(connection, sha256) or _number(connection, sha256)
        connection.execute(
            "INSERT INTO content (id, sha256, reader, is_cut, scans) VALUES (?, ?, ?, ?, ?)",
            [content, sha256, READER, found.is_cut, json.dumps(found.scans)],
        )
        rows, pages = _rows(found.parts)
        if rows:
            connection.executemany(
                "INSERT INTO part VALUES (?, ?, ?, ?, ?, ?, ?)",
                [(content, n, *row) for n, row in enumerate(rows)],
            )
            indexed.append((content, words(pages)))
    connection.executemany("INSERT INTO text_index (rowid, words) VALUES (?, ?)", indexed)
    places.out_of_step(connection)


def parts(db: Database, sha256: str) -> tuple[Part, ...]:
    """Return the text of a content, in order; empty where it was not read or has none."""
    rows = db.tuples(
        "SELECT page, text, source, continues FROM part "
        "WHERE content = (SELECT id FROM content WHERE sha256 = ?) ORDER BY position",
        sha256,
    )
    found: list[Part] = []
    for page, text, source, continues in rows:
        if continues:
            found[-1] = Part(page, found[-1].text + text, source)
        else:
            found.append(Part(page, text, source))
    return tuple(found)


def pieces(db: Database, content: int) -> Iterator[Piece]:
    """Return the text of the content with this number in `content.id`, row by row."""
    rows = db.tuples(
        "SELECT page, text, folded, continues FROM part WHERE content = ? ORDER BY position", content
    )
    for page, text, folded, continues in rows:
        yield Piece(page, text, text if folded is None else folded, bool(continues))


def heads(db: Database, contents: Iterable[int], *, length: int) -> dict[int, str]:
    """Return the first characters of these contents' texts (numbers in `content.id`), one part a line."""
    rows = db.tuples(
        """SELECT content, substr(text, 1, ?) FROM part
           WHERE content IN (SELECT value FROM json_each(?)) ORDER BY content, position""",
        length,
        json.dumps(sorted(contents)),
    )
    found: dict[int, str] = {}
    for content, text in rows:
        before = found.get(content, "")
        if len(before) < length:
            found[content] = f"{before}\n{text}" if before else text
    return found


def beginnings(db: Database, contents: Iterable[int]) -> dict[int, tuple[str, bool]]:
    """Return how the searchable texts of these contents begin, each with whether it goes on."""
    rows = db.tuples(
        "SELECT p.content, coalesce(p.folded, p.text), next.content IS NOT NULL FROM json_each(?) j "
        "CROSS JOIN part p ON p.content = j.value AND p.position = 0 "
        "LEFT JOIN part next ON next.content = p.content AND next.position = 1",
        json.dumps(list(contents)),
    )
    return {content: (folded, bool(goes_on)) for content, folded, goes_on in rows}


def counts(db: Database) -> Counts:
    """Return how many contents are kept, how many of them not whole, and how many wait for OCR."""
    row = db.one(
        "SELECT count(*) AS documents, total(is_cut) AS cut, total(scans <> '[]') AS waiting FROM content"
    )
    return Counts(**{name: int(str(value).split(".")[0]) for name, value in (row or {}).items()})


def forget(db: Database) -> int:
    """Drop the texts of contents that no file has any more; return how many.

    A missing file keeps its text: it is still in the ledger, and a search may be how it is found again.
    """
    orphans = [
        sha256
        for (sha256,) in db.tuples(
            "SELECT sha256 FROM content WHERE sha256 NOT IN (SELECT sha256 FROM item WHERE sha256 IS NOT NULL) "
            "AND sha256 NOT IN (SELECT found_sha256 FROM location WHERE found_sha256 IS NOT NULL)"
        )
    ]
    if orphans:
        with db.derived() as connection:
            for sha256 in orphans:
                _forgotten(connection, sha256)
    return len(orphans)


def _forgotten(connection: sqlite3.Connection, sha256: str) -> int | None:
    """Take a content out, from the index as well, and return the number it had."""
    row = connection.execute("SELECT id FROM content WHERE sha256 = ?", [sha256]).fetchone()
    if row is None:
        return None
    pages: list[str] = []
    for folded, continues in connection.execute(
        "SELECT coalesce(folded, text), continues FROM part WHERE content = ? ORDER BY position", row
    ):
        if continues:
            pages[-1] += folded
        else:
            pages.append(folded)
    if pages:
        connection.execute(
            "INSERT INTO text_index (text_index, rowid, words) VALUES ('delete', ?, ?)",
            [row[0], words(pages)],
        )
    connection.execute("DELETE FROM part WHERE content = ?", row)
    connection.execute("DELETE FROM content WHERE id = ?", row)
    return row[0]


def _number(connection: sqlite3.Connection, sha256: str) -> int:
    """Return a number for a new content: its first location's where that is free, so that later means newer."""
    row = connection.execute(
        "SELECT min(l.id) FROM item i JOIN location l ON l.item = i.id WHERE i.sha256 = ? "
        "AND l.id NOT IN (SELECT id FROM content)",
        [sha256],
    ).fetchone()
    if row[0] is not None:
        return row[0]
    return connection.execute("SELECT coalesce(max(id), 0) + 1 FROM content").fetchone()[0]


def _rows(parts: Iterable[Part]) -> tuple[list[tuple[object, ...]], list[str]]:
    """Return the rows of these parts without their keys, and the searchable text of each part."""
    rows: list[tuple[object, ...]] = []
    pages: list[str] = []
    for part in parts:
        pieces = []
        for n, text in enumerate(_pieces(part.text)):
            folded = searchable(text)
            pieces.append(folded)
            rows.append((part.page, part.source, n > 0, None if folded == text else folded, text))
        pages.append("".join(pieces))
    return rows, pages


def _pieces(text: str) -> Iterator[str]:
    """Cut a long page, at the end of a line where there is one."""
    start = 0
    while len(text) - start > PIECE:
        window = text[start + PIECE // 2 : start + PIECE]
        line = window.rfind("\n")
        end = start + PIECE // 2 + line + 1 if line >= 0 else start + PIECE
        yield text[start:end]
        start = end
    if start < len(text):
        yield text[start:]
