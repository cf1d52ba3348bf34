from __future__ import annotations

import signal
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ledger_app.core import database, migrations
from ledger_app.core.database import APPLICATION_ID, Database, changes_of
from ledger_app.core.errors import LedgerError
from ledger_app.core.journal import Kind

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def reopen(db: Database, noon: datetime) -> Callable[[], Database]:
    def again() -> Database:
        db.close()
        return Database(db.path, actor="tester", now=lambda: noon, backups=db.path.parent / "backups")

    return again


def test_an_operation_is_one_transaction(db: Database) -> None:
    with pytest.raises(ZeroDivisionError), db.operation("change-settings") as op:
        op.insert("setting", {"key": "a", "value": "1"})
        raise ZeroDivisionError
    assert db.settings() == {}
    assert db.entries() == []


def test_an_operation_that_writes_nothing_is_not_journaled(db: Database) -> None:
    db.change_settings(year=2025)
    assert db.change_settings(year=2025).operation is None
    assert len(db.entries()) == 1


def test_changes_name_the_tables(db: Database) -> None:
    with db.operation("change-settings") as op:
        op.put("setting", {"key": "a", "value": "1"})
    assert changes_of(op).tables == {"setting"}
    assert changes_of(op).operation == 1


def test_undo_and_redo_bring_rows_back_and_forth(db: Database) -> None:
    db.change_settings(year=2024)
    db.change_settings(year=2025, title="青山镇")
    db.undo()
    assert db.settings() == {"year": 2024}
    assert db.next_redo() is not None
    db.undo()
    assert db.settings() == {}
    with pytest.raises(LedgerError, match="nothing-to-undo"):
        db.undo()
    db.redo()
    db.redo()
    assert db.settings() == {"year": 2025, "title": "青山镇"}
    with pytest.raises(LedgerError, match="nothing-to-redo"):
        db.redo()


def test_a_fresh_operation_ends_redo(db: Database) -> None:
    db.change_settings(year=2024)
    db.undo()
    db.change_settings(year=2025)
    assert db.next_redo() is None


def test_undo_survives_closing(db: Database, reopen: Callable[[], Database]) -> None:
    db.change_settings(year=2024)
    again = reopen()
    again.undo()
    assert again.settings() == {}
    again.close()


def test_undo_refuses_what_was_changed_since(db: Database) -> None:
    db.change_settings(year=2024)
    with db.operation("scan", is_undoable=False) as op:
        op.update("setting", "year", {"value": "2030"})
    with pytest.raises(LedgerError, match="undo-conflict"):
        db.undo()
    assert db.settings() == {"year": 2030}


@settings(max_examples=40, deadline=None)
@given(st.lists(st.one_of(st.integers(0, 4), st.sampled_from(["undo", "redo"])), max_size=25))
def test_undo_is_the_exact_opposite(steps: list) -> None:
    """Whatever is done, undone and redone: the settings equal those of a model with two stacks."""
    with tempfile.TemporaryDirectory() as folder:
        db = Database(
            Path(folder) / "ledger.db",
            actor="t",
            now=lambda: datetime(2026, 1, 1).astimezone(),
            backups=Path(folder),
        )
        past: list[dict] = []
        future: list[dict] = []
        current: dict = {}
        for number, step in enumerate(steps):
            if step == "undo":
                if past:
                    future.append(current)
                    current = past.pop()
                    db.undo()
            elif step == "redo":
                if future:
                    past.append(current)
                    current = future.pop()
                    db.redo()
            else:
                past.append(current)
                future.clear()
                current = {**current, f"k{step}": number}
                db.change_settings(**{f"k{step}": number})
            assert db.settings() == current
        assert db.verify_journal()[1] is None
        db.close()


@pytest.mark.parametrize(
    "tampering",
    [
        "UPDATE operation SET actor = 'x' WHERE id = 2",
        "UPDATE change SET after = '{}' WHERE operation = 2",
        "DELETE FROM change WHERE operation = 2",
        "UPDATE operation SET at = '2020-01-01' WHERE id = 2",
        "UPDATE operation SET detail = '{\"x\":1}' WHERE id = 2",
    ],
)
def test_a_rewritten_journal_is_found(db: Database, tampering: str) -> None:
    for year in (2023, 2024, 2025):
        db.change_settings(year=year)
    assert db.verify_journal() == (3, None)
    db.connection.execute(tampering)
    assert db.verify_journal() == (3, 2)


def test_a_removed_entry_is_found(db: Database) -> None:
    for year in (2023, 2024, 2025):
        db.change_settings(year=year)
    db.connection.execute("PRAGMA foreign_keys = OFF")
    db.connection.execute("DELETE FROM operation WHERE id = 2")
    assert db.verify_journal()[1] == 3


def test_a_newer_database_is_left_alone(db: Database, reopen: Callable[[], Database]) -> None:
    db.connection.execute("PRAGMA user_version = 999")
    db.close()
    before = db.path.read_bytes()
    with pytest.raises(LedgerError) as caught:
        Database(db.path, actor="t", now=datetime.now, backups=db.path.parent / "backups")
    assert caught.value.code == "archive-newer"
    assert db.path.read_bytes() == before


def test_an_older_database_is_copied_before_it_is_migrated(
    db: Database, reopen: Callable[[], Database], monkeypatch: pytest.MonkeyPatch
) -> None:
    db.change_settings(year=2025)
    more = [*migrations.MIGRATIONS, lambda d: d.execute("CREATE TABLE extra (id INTEGER PRIMARY KEY)")]
    monkeypatch.setattr(database, "MIGRATIONS", more)
    again = reopen()
    assert again.value("SELECT count(*) FROM extra") == 0
    assert again.settings() == {"year": 2025}
    (copy,) = (db.path.parent / "backups").iterdir()
    kept = sqlite3.connect(copy)
    assert kept.execute("PRAGMA user_version").fetchone()[0] == len(migrations.MIGRATIONS)
    assert kept.execute("SELECT value FROM setting").fetchone()[0] == "2025"
    kept.close()
    again.close()


def test_a_migration_that_fails_changes_nothing(
    db: Database, reopen: Callable[[], Database], monkeypatch: pytest.MonkeyPatch
) -> None:
    db.change_settings(year=2025)

    def half(d: object) -> None:
        d.execute("CREATE TABLE extra (id INTEGER PRIMARY KEY)")
        raise RuntimeError

    monkeypatch.setattr(database, "MIGRATIONS", [*migrations.MIGRATIONS, half])
    with pytest.raises(RuntimeError):
        reopen()
    monkeypatch.undo()
    again = reopen()
    assert again.value("SELECT count(*) FROM sqlite_master WHERE name = 'extra'") == 0
    assert again.settings() == {"year": 2025}
    again.close()


def test_a_foreign_database_is_refused(tmp_path: Path) -> None:
    other = sqlite3.connect(tmp_path / "ledger.db")
    other.execute("CREATE TABLE t (a)")
    other.close()
    with pytest.raises(LedgerError, match="not-an-archive"):
        Database(tmp_path / "ledger.db", actor="t", now=datetime.now, backups=tmp_path)


@pytest.mark.parametrize(
    "damage", [b"not a database at all, just text" * 200, b"SQLite format 3\0" + b"\xff" * 9000]
)
def test_a_damaged_database_is_said_so(tmp_path: Path, damage: bytes) -> None:
    (tmp_path / "ledger.db").write_bytes(damage)
    with pytest.raises(LedgerError, match="archive-damaged"):
        Database(tmp_path / "ledger.db", actor="t", now=datetime.now, backups=tmp_path)


def test_a_full_disk_loses_nothing(db: Database) -> None:
    db.change_settings(year=2025)
    pages = db.value("PRAGMA page_count")
    db.connection.execute(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(LedgerError, match="disk-full"):
        db.change_settings(big="x" * 1_000_000)
    assert db.settings() == {"year": 2025}
    assert db.verify_journal() == (1, None)


def test_killing_the_program_keeps_every_confirmed_operation(tmp_path: Path) -> None:
    script = (
        "import sys; from pathlib import Path; from datetime import datetime\n"
        "from ledger_app.core.database import Database\n"
        "folder = Path(sys.argv[1])\n"
        "db = Database(folder / 'ledger.db', actor='t', now=lambda: datetime.now().astimezone(), backups=folder)\n"
        "n = 0\n"
        "while True:\n"
        "    db.change_settings(n=n, filler='x' * 5000)\n"
        "    sys.stdout.write(f'{n}\\n'); sys.stdout.flush(); n += 1\n"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", script, str(tmp_path)], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout
    confirmed = -1
    for line in process.stdout:
        confirmed = int(line)
        if confirmed == 25:
            process.send_signal(signal.SIGKILL)
    process.wait()
    process.stdout.close()
    db = Database(tmp_path / "ledger.db", actor="t", now=datetime.now, backups=tmp_path)
    assert int(str(db.setting("n"))) >= confirmed >= 25
    assert db.verify_journal()[1] is None
    db.close()


def test_closing_leaves_no_logs(db: Database) -> None:
    db.change_settings(year=2025)
    db.close()
    assert {p.name for p in db.path.parent.iterdir()} == {"ledger.db", "search.db"}
    raw = sqlite3.connect(db.path)
    assert raw.execute("PRAGMA application_id").fetchone()[0] == APPLICATION_ID
    raw.close()


def test_entries_say_who_when_and_what(db: Database, noon: datetime) -> None:
    with db.operation("change-settings", why="test") as op:
        op.put("setting", {"key": "a", "value": "1"})
    db.undo()
    undone, done = db.entries()
    assert (done.actor, done.at, done.detail, done.kind) == (
        "tester",
        noon.isoformat(timespec="seconds"),
        {"why": "test"},
        Kind.DO,
    )
    assert (undone.kind, undone.answers) == (Kind.UNDO, done.id)


def test_a_step_can_be_taken_back_after_a_look_refreshed_other_columns(db: Database) -> None:
    with db.operation("scan", is_undoable=False) as op:
        item = op.insert("item", {"sha256": "a", "size": 1, "first_seen": ""})
    with db.operation("confirm-evidence") as op:
        op.update("item", item, {"sha256": "b"})
    with db.derived() as connection:
        connection.execute("UPDATE item SET first_seen = 'later'")
    db.undo()
    assert db.row("item", item) == {
        "id": item,
        "sha256": "a",
        "size": 1,
        "first_seen": "later",
        "is_set_aside": 0,
    }
    db.redo()
    assert db.row("item", item)["sha256"] == "b"
    with db.derived() as connection:
        connection.execute("UPDATE item SET sha256 = 'c'")
    with pytest.raises(LedgerError, match="undo-conflict"):
        db.undo()
