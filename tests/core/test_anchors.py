import shutil
from datetime import UTC, datetime

import pytest

from ledger_app.core import anchors, journal
from ledger_app.core.anchors import Kept
from ledger_app.core.database import Database
from ledger_app.core.errors import LedgerError
from ledger_app.core.journal import GENESIS, Change


def opened(folder, name="ledger.db") -> Database:
    now = datetime(2026, 3, 1, tzinfo=UTC)
    return Database(folder / name, actor="Li", now=lambda: now, backups=folder / "backups")


@pytest.fixture
def db(tmp_path):
    found = opened(tmp_path)
    for year in range(2020, 2026):
        found.change_settings(year=year)
    yield found
    found.close()


def recompute(db: Database) -> None:
    """Do what somebody does who alters a row and knows how the chain is made."""
    previous = GENESIS
    for entry in reversed(db.entries()):
        digest = journal.digest(
            previous=previous,
            number=entry.id,
            name=entry.name,
            actor=entry.actor,
            at=entry.at,
            kind=entry.kind,
            answers=entry.answers,
            is_undoable=entry.is_undoable,
            detail=entry.detail,
            changes=[Change(c.table, c.key, c.before, c.after) for c in db.changes(entry.id)],
        )
        db.connection.execute(
            "UPDATE operation SET previous = ?, digest = ? WHERE id = ?", [previous, digest, entry.id]
        )
        previous = digest


def test_the_head_is_the_last_entry_with_the_beginning_of_its_digest_in_groups(db):
    number, _, digits = anchors.head(db).partition(":")
    assert (number, len(digits.split()), len(digits.replace(" ", ""))) == ("6", 5, 20)
    assert db.entries()[0].digest.startswith(digits.replace(" ", ""))


def test_what_was_printed_is_held_while_the_journal_only_grows(db):
    printed = anchors.head(db)
    db.change_settings(year=2030)
    found = anchors.holds(db, printed)
    assert (found.kept, found.entry, found.last, found.text) == (Kept.HELD, 6, 7, printed)
    assert found.is_held


def test_a_journal_with_nothing_in_it_has_a_head_too(tmp_path):
    empty = opened(tmp_path)
    printed = anchors.head(empty)
    empty.change_settings(year=2025)
    assert anchors.holds(empty, printed).is_held
    empty.close()


def test_rewriting_a_row_and_recomputing_the_chain_passes_the_chain_but_not_the_paper(db):
    printed = anchors.head(db)
    db.connection.execute("UPDATE operation SET actor = 'Wang' WHERE id = 3")
    assert db.verify_journal() == (6, 3)
    recompute(db)
    assert db.verify_journal() == (6, None)
    found = anchors.holds(db, printed)
    assert found.kept is Kept.REWRITTEN
    assert "6" in anchors.sentence(found)


def test_an_alteration_without_recomputing_is_broken_where_it_lies_before_the_entry(db):
    printed = anchors.head(db)
    db.connection.execute("UPDATE operation SET actor = 'Wang' WHERE id = 3")
    assert anchors.holds(db, printed).kept is Kept.BROKEN
    older = "2:" + db.entries()[4].digest
    assert anchors.holds(db, older).is_held


def test_cutting_the_tail_is_found(db):
    printed = anchors.head(db)
    db.connection.execute("DELETE FROM change WHERE operation = 6")
    db.connection.execute("DELETE FROM operation WHERE id = 6")
    assert db.verify_journal() == (5, None)
    found = anchors.holds(db, printed)
    assert (found.kept, found.last) == (Kept.CUT, 5)
    db.change_settings(year=2031)  # and written over
    assert anchors.holds(db, printed).kept is Kept.REWRITTEN


def test_rolling_the_file_back_is_found(tmp_path):
    first = opened(tmp_path)
    first.change_settings(year=2025)
    first.close()
    shutil.copy(tmp_path / "ledger.db", tmp_path / "older.db")
    later = opened(tmp_path)
    later.change_settings(year=2026)
    printed = anchors.head(later)
    later.close()
    rolled = opened(tmp_path, "older.db")
    assert rolled.verify_journal()[1] is None
    assert anchors.holds(rolled, printed).kept is Kept.CUT
    rolled.close()


def test_an_anchor_is_read_as_people_type_it(db):
    printed = anchors.head(db)
    wide = "".join(chr(ord(c) + 0xFEE0) if c != " " else "\u3000" for c in printed)
    for typed in (
        printed.upper(),
        printed.replace(" ", ""),
        wide,
        f" {printed.replace(' ', '-')}\n",
        printed.replace("0", "O"),
    ):
        assert anchors.holds(db, typed).text == printed


@pytest.mark.parametrize(
    "text", ["", "6", "6:", "6:9f3a", "x:9f3a6c1277e0a1b2", "6:9f3a6c1277e0a1bz", "6:" + "0" * 65, ":" * 300]
)
def test_what_is_no_anchor_is_refused(db, text):
    with pytest.raises(LedgerError) as raised:
        anchors.holds(db, text)
    assert raised.value.code == "bad-anchor"
