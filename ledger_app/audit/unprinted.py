"""Keeps which contents could not be put on paper when binders were last made: derived, told by the binder."""

from __future__ import annotations

from collections.abc import Mapping

from ledger_app.core.database import Database


def put(db: Database, found: Mapping[str, str]) -> None:
    """Keep these contents (SHA-256 → code of the reason) in place of what was kept; nothing is written for the same."""
    before = reasons(db)
    if before == dict(found):
        return
    with db.derived() as connection:
        gone = [(sha256,) for sha256 in before if sha256 not in found]
        connection.executemany("DELETE FROM unprinted WHERE sha256 = ?", gone)
        connection.executemany(
            "INSERT OR REPLACE INTO unprinted (sha256, reason) VALUES (?, ?)",
            [(sha256, reason) for sha256, reason in found.items() if before.get(sha256) != reason],
        )


def reasons(db: Database) -> dict[str, str]:
    """Return why contents could not be put on paper, by their SHA-256."""
    return dict(db.tuples("SELECT sha256, reason FROM unprinted ORDER BY sha256"))
