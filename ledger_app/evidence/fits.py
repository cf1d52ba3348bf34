"""Keeps which gaps each free file fits, so that an audit asks for the nearest without looking at every file."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

from ledger_app.core.database import Database
from ledger_app.evidence.facts import FREE
from ledger_app.evidence.matching import MINIMUM, Fit

_WHOLE = 0  # the requirement's number where a gap asks for the indicator as a whole

# What a file's fits were made of: where it lies, when it was described, whether its text was compared.
_MADE_OF = """l.path || ' ' || coalesce(d.rowid, 0) || ' ' || (t.content IS NOT NULL) || ' ' || coalesce(c.fields, '')"""
_FREE_FILES = f"""
    FROM location l
    JOIN item i ON i.id = l.item
    LEFT JOIN description d ON d.sha256 = i.sha256
    LEFT JOIN correction c ON c.item = i.id
    LEFT JOIN content x ON x.sha256 = i.sha256
    LEFT JOIN telling t ON t.content = x.id AND t.mark = ?1
    WHERE {FREE}
"""


def stale(db: Database, mark: str, *, most: int, items: Iterable[int] | None = None) -> list[int]:
    """Return free files whose fits are not known, or were made of something else; at most so many.

    `items`: among these only. `mark` names the scheme.
    """
    chosen = None if items is None else json.dumps(sorted(set(items)))
    sql = f"""
        WITH file AS (
            SELECT l.item AS item, min(l.path), {_MADE_OF} AS made_of {_FREE_FILES}
            AND (?2 IS NULL OR l.item IN (SELECT value FROM json_each(?2))) GROUP BY l.item
        )
        SELECT f.item FROM file f LEFT JOIN fitted k ON k.item = f.item
        WHERE k.item IS NULL OR k.mark <> ?1 OR k.made_of <> f.made_of LIMIT ?3
    """
    return [item for (item,) in db.tuples(sql, mark, chosen, most)]


def store(db: Database, mark: str, found: Iterable[tuple[int, tuple[Fit, ...]]]) -> None:
    """Put these files' (item, fits) in the place of what was kept of them."""
    rows, items = [], []
    for item, fits in found:
        items.append(item)
        for fit in fits:
            for requirement, share in fit.shares.items():
                score = fit.score * share
                if score >= MINIMUM:
                    rows.append((fit.place, requirement or _WHOLE, -round(1000 * score), item))
    chosen = json.dumps(items)
    with db.derived() as connection:
        connection.execute("DELETE FROM fit WHERE item IN (SELECT value FROM json_each(?))", [chosen])
        connection.executemany("INSERT INTO fit VALUES (?, ?, ?, ?)", rows)
        connection.execute(
            f"""INSERT OR REPLACE INTO fitted
                SELECT item, ?1, made_of FROM (
                    SELECT l.item AS item, min(l.path), {_MADE_OF} AS made_of {_FREE_FILES}
                    AND l.item IN (SELECT value FROM json_each(?2)) GROUP BY l.item
                )""",
            [mark, chosen],
        )


def settle(db: Database, as_of: str) -> None:
    """Note that the fits of all free files are known as of this state of the ledger."""
    with db.derived() as connection:
        connection.execute("INSERT OR REPLACE INTO fitted VALUES (0, '', ?)", [as_of])


def is_settled(db: Database, as_of: str) -> bool:
    """Return whether the fits of all free files are known as of this state."""
    return db.value("SELECT made_of FROM fitted WHERE item = 0") == as_of


def forget_others(db: Database, mark: str) -> None:
    """Drop the fits that were made for another scheme: places mean something else there."""
    if db.value("SELECT 1 FROM fitted WHERE mark <> ? AND item LIMIT 1", mark):
        with db.derived() as connection:
            connection.execute("DELETE FROM fit")
            connection.execute("DELETE FROM fitted")


def places_of(db: Database, items: Iterable[int]) -> set[int]:
    """Return the places that these files fit."""
    sql = "SELECT DISTINCT place FROM fit WHERE item IN (SELECT value FROM json_each(?))"
    return {place for (place,) in db.tuples(sql, json.dumps(sorted(items)))}


def nearest(db: Database, place: int, requirement: int | None) -> Iterator[int]:
    """Return the free files that fit a gap, the nearest first."""
    sql = f"""
        SELECT f.item FROM fit f WHERE f.place = ? AND f.requirement = ? AND EXISTS (
            SELECT 1 FROM location l JOIN item i ON i.id = l.item WHERE l.item = f.item AND {FREE}
        ) ORDER BY f.below, f.item
    """
    return (item for (item,) in db.tuples(sql, place, requirement or _WHOLE))
