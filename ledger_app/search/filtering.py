"""Filters of a search: what they let through, as a condition on `place` and as sets."""

from __future__ import annotations

import json
from dataclasses import dataclass

from ledger_app.core.database import Database
from ledger_app.core.errors import LedgerError
from ledger_app.search.characters import fold
from ledger_app.search.querying import Filters, kinds_named, status_named, year_named

_FEW = 300
_MOST_SHOWN = 12


@dataclass(frozen=True, slots=True)
class Sieve:
    """What filters let through.

    `condition` is SQL over `place p` with its `values`, `check` the same for a place that was reached by another
    way and only has to be looked at (a `+` keeps SQLite from an index). `chosen` are the locations that pass it where these
    are so few that it is quicker to look at each, else None. Places or contents of the other two sets are out.
    """

    condition: str = "1"
    check: str = "1"
    values: tuple[object, ...] = ()
    chosen: frozenset[int] | None = None


def sieve(db: Database, filters: Filters) -> Sieve:
    """Return what these filters mean here; raises as `finding.find` does."""
    conditions, values = _conditions(db, filters)
    condition = " AND ".join(conditions) or "1"
    chosen = None
    if conditions:
        sql = f"SELECT p.location FROM place p WHERE {condition} LIMIT ?"
        found = [row[0] for row in db.tuples(sql, *values, _FEW + 1)]
        chosen = frozenset(found) if len(found) <= _FEW else None
    return Sieve(
        condition,
        " AND ".join(f"+{c}" for c in conditions) or "1",
        tuple(values),
        chosen,
    )


def villages(db: Database) -> list[str]:
    """Return the villages that files name, those of most files first."""
    rows = db.tuples("SELECT village FROM place_village GROUP BY village ORDER BY count(*) DESC, village")
    return [row[0] for row in rows]


def years(db: Database) -> list[int]:
    """Return the years that files are from, newest first."""
    rows = db.tuples("SELECT DISTINCT year FROM place WHERE year IS NOT NULL ORDER BY year DESC")
    return [row[0] for row in rows]


def kinds(db: Database) -> list[str]:
    """Return the codes of the kinds that files are of, those of most files first."""
    rows = db.tuples(
        "SELECT kind FROM place WHERE kind IS NOT NULL GROUP BY kind ORDER BY count(*) DESC, kind"
    )
    return [row[0] for row in rows]


def _conditions(db: Database, filters: Filters) -> tuple[list[str], list[object]]:
    conditions: list[str] = []
    values: list[object] = []
    if filters.indicator is not None and filters.items is None:
        raise ValueError("whoever knows indicators turns one into items")
    if filters.items is not None:
        conditions.append("p.item IN (SELECT value FROM json_each(?))")
        values.append(json.dumps(sorted(filters.items)))
    if filters.kind is not None:
        conditions.append("p.kind IN (SELECT value FROM json_each(?))")
        values.append(json.dumps(sorted(kinds_named(filters.kind))))
    if filters.year is not None:
        conditions.append("p.year = ?")
        values.append(year_named(filters.year))
    if filters.status is not None:
        conditions.append("p.status = ?")
        values.append(str(status_named(filters.status)))
    if filters.village is not None:
        conditions.append(
            "p.location IN (SELECT location FROM place_village WHERE village IN (SELECT value FROM json_each(?)))"
        )
        values.append(json.dumps(_villages_named(db, filters.village)))
    return conditions, values


def _villages_named(db: Database, text: str) -> list[str]:
    """Return the villages that a person means: the one of that name, else all that hold what was typed."""
    said = fold(text)
    known = villages(db)
    found = [v for v in known if said and fold(v) in (said, f"{said}村")]
    found = found or [v for v in known if said and said in fold(v)]
    if not found:
        code = "filter-village" if known else "filter-no-villages"
        raise LedgerError(code, value=text, known=", ".join(known[:_MOST_SHOWN]))
    return found
