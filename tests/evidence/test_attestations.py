"""What a person has seen on a paper counts for that content; and whom a link is about is a person's word."""

from __future__ import annotations

import pytest

from ledger_app.core.database import Database
from ledger_app.core.errors import LedgerError
from ledger_app.core.messages import sentence
from ledger_app.evidence import attestations, links
from ledger_app.scheme import rosters
from ledger_app.scheme.model import Subject


def item(db: Database, sha256: str) -> int:
    with db.operation("scan") as op:
        return op.insert("item", {"sha256": sha256, "size": 1, "first_seen": "2025-01-01"})


def test_a_seal_is_confirmed_once_and_taken_back(db: Database) -> None:
    one, other = item(db, "a" * 64), item(db, "b" * 64)
    attestations.attest(db, [one, one], "sealed")
    assert attestations.attest(db, [one], "sealed").operation is None
    attestations.attest(db, [one, other], "signed")
    assert attestations.attested(db) == {
        "a" * 64: frozenset(["sealed", "signed"]),
        "b" * 64: frozenset(["signed"]),
    }
    assert attestations.attested(db, ["b" * 64, "c" * 64]) == {"b" * 64: frozenset(["signed"])}
    attestations.withdraw(db, [one], "signed")
    assert attestations.attested(db, ["a" * 64]) == {"a" * 64: frozenset(["sealed"])}
    db.undo()
    assert attestations.attested(db, ["a" * 64]) == {"a" * 64: frozenset(["sealed", "signed"])}


def test_another_content_is_not_confirmed(db: Database) -> None:
    one = item(db, "a" * 64)
    attestations.attest(db, [one], "signed")
    with db.operation("scan") as op:
        op.update("item", one, {"sha256": "c" * 64})
    assert "c" * 64 not in attestations.attested(db)
    attestations.attest(db, [one], "signed")
    assert attestations.attested(db, ["c" * 64]) == {"c" * 64: frozenset(["signed"])}


def test_what_can_not_be_confirmed_is_refused(db: Database) -> None:
    for code, call in {
        "bad-attestation": lambda: attestations.attest(db, [1], "stamped"),
        "no-such-item": lambda: attestations.attest(db, [99], "signed"),
        "unknown-subject": lambda: links.set_subject(db, [1], 99),
    }.items():
        with pytest.raises(LedgerError) as raised:
            call()
        assert raised.value.code == code
        assert sentence(raised.value)


def test_a_link_names_whom_it_is_about(db: Database) -> None:
    one = item(db, "a" * 64)
    roster, _ = rosters.make(db, "各村", "village", [Subject(0, "大湾村")])
    with db.operation("import-scheme") as op:
        indicator = op.insert(
            "indicator",
            {"position": 0, "code": "1", "name": "a", "is_hard": 0, "is_bonus": 0, "units": "[]", "scoring": "", "place": ""},
        )  # fmt: skip
    links.link(db, [one], "1", subject=roster.subjects[0].id, how="command")
    (made,) = links.links(db)
    assert made.subject == roster.subjects[0].id
    links.link(db, [one], "1", how="command")
    assert links.links(db) == (made,)
    links.set_subject(db, [made.id], None)
    assert links.links(db)[0].subject is None
    db.undo()
    assert links.links(db) == (made,)
    assert indicator
