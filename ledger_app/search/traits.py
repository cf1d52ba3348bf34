"""Keeps what rules look at in the texts of files, once for each content."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from dataclasses import asdict

from ledger_app.core.database import Database
from ledger_app.core.journal import canonical
from ledger_app.search.model import Mention, Reading, Sum, Tally, Traits
from ledger_app.search.reading import READER
from ledger_app.search.tracing import traits_of


def store(connection: sqlite3.Connection, read: Iterable[tuple[str, Reading]]) -> None:
    """Keep the traits of these (SHA-256, reading); inside `db.derived()`."""
    found = [(sha256, reading.traits or traits_of(reading)) for sha256, reading in read]
    connection.executemany(
        "INSERT OR REPLACE INTO trait (sha256, reader, said, signature) VALUES (?, ?, ?, ?)",
        [(sha256, READER, canonical(_said(one)), one.signature) for sha256, one in found],
    )


def traits(db: Database, contents: Iterable[str]) -> dict[str, Traits]:
    """Return the traits of these contents, by SHA-256; what was never read has none."""
    sql = "SELECT sha256, said, signature FROM trait WHERE sha256 IN (SELECT value FROM json_each(?))"
    return {
        sha256: Traits(signature=signature) if said == "{}" else _restored(json.loads(said), signature)
        for sha256, said, signature in db.tuples(sql, json.dumps(sorted(set(contents))))
    }


def _said(one: Traits) -> dict[str, object]:
    return {k: v for k, v in asdict(one).items() if k != "signature" and v}


def _restored(said: dict, signature: bytes) -> Traits:
    mentions = tuple(Mention(**mention) for mention in said.pop("mentions", ()))
    tallies = tuple(
        Tally(**tally | {"sums": tuple(Sum(**one) for one in tally["sums"])})
        for tally in said.pop("tallies", ())
    )
    return Traits(mentions=mentions, tallies=tallies, signature=signature, **said)
