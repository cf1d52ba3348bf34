"""What a person has seen on a paper: a signature, a seal; it counts for that very content alone."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable

from ledger_app.core.database import Changes, Database, changes_of
from ledger_app.core.errors import LedgerError
from ledger_app.evidence.model import Attestation
from ledger_app.vault import items

WHAT = ("signed", "sealed")


def attest(db: Database, item_ids: Iterable[int], what: str) -> Changes:
    """Say that these items are `signed` or `sealed`, as they are now; as one operation.

    Content that changed since the last look is accepted with it. Raises `no-such-item`, `bad-attestation`.
    """
    chosen = _chosen(db, item_ids, what)
    with db.operation("attest", items=len(chosen), what=what) as op:
        for item in chosen:
            content = items.accept_found(db, op, item)
            sql = "SELECT 1 FROM attestation WHERE item = ? AND sha256 = ? AND what = ?"
            if content and db.value(sql, item, content, what) is None:
                row = {"item": item, "sha256": content, "what": what, "actor": db.actor, "at": op.at}
                op.insert("attestation", row)
    return changes_of(op)


def withdraw(db: Database, item_ids: Iterable[int], what: str) -> Changes:
    """Take back that these items are `signed` or `sealed`. Raises `no-such-item`, `bad-attestation`."""
    chosen = _chosen(db, item_ids, what)
    sql = "SELECT id FROM attestation WHERE what = ? AND item IN (SELECT value FROM json_each(?)) ORDER BY id"
    with db.operation("withdraw-attestation", items=len(chosen), what=what) as op:
        for (number,) in list(db.tuples(sql, what, json.dumps(chosen))):
            op.delete("attestation", number)
    return changes_of(op)


def attested(db: Database, contents: Iterable[str] | None = None) -> dict[str, frozenset[str]]:
    """Return what was seen on contents (None: on all), by SHA-256."""
    found: dict[str, set[str]] = defaultdict(set)
    wanted = None if contents is None else set(contents)
    for sha256, what in db.tuples("SELECT sha256, what FROM attestation"):  # a person has seen only so many
        if wanted is None or sha256 in wanted:
            found[sha256].add(what)
    return {sha256: frozenset(what) for sha256, what in found.items()}


def attestations(db: Database) -> dict[int, tuple[Attestation, ...]]:
    """Return, by item, what was seen on the content that is recorded of it now, and by whom."""
    found: dict[int, list[Attestation]] = defaultdict(list)
    sql = """SELECT a.item, a.what, a.actor, a.at FROM attestation a
             JOIN item i ON i.id = a.item AND i.sha256 = a.sha256 ORDER BY a.item, a.what, a.id"""
    for row in db.tuples(sql):
        found[row[0]].append(Attestation(*row))
    return {item: tuple(seen) for item, seen in found.items()}


def _chosen(db: Database, item_ids: Iterable[int], what: str) -> list[int]:
    if what not in WHAT:
        raise LedgerError("bad-attestation", value=what[:30], known=", ".join(WHAT))
    chosen = list(dict.fromkeys(item_ids))
    for item in chosen:
        if db.row("item", item) is None:
            raise LedgerError("no-such-item", item=item)
    return chosen
