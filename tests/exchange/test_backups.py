"""Backup and restore: the same ledger comes back, or nothing does."""

from __future__ import annotations

import hashlib
import json
import os
import signal
import sqlite3
import subprocess
import sys
import zipfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from ledger_app import founding
from ledger_app.archive import Archive
from ledger_app.core import messages
from ledger_app.core.database import Database
from ledger_app.core.errors import Cancelled, LedgerError
from ledger_app.core.progress import Progress
from ledger_app.exchange.backup_manifests import LEDGER, MANIFEST, NOTE
from ledger_app.exchange.backups import backup, restore, table_digests
from ledger_app.scheme.reading import read_scheme


@pytest.fixture
def archive(tmp_path: Path, small_scheme: Path, evidence: Path) -> Archive:
    """A small archive with links, kept open by the test."""
    with founding.create(
        tmp_path / "archive", read_scheme(small_scheme), evidence=evidence, actor="tester"
    ) as new:
        new.scan()
        new.link([1, 2], "1", requirement=new.scheme().indicators[0].requirements[0].key)
        yield new


@pytest.fixture
def packed(archive: Archive, tmp_path: Path) -> Path:
    """A backup of it."""
    target = tmp_path / "备份 2026.zip"
    backup(archive.db, target, evidence=archive.evidence)
    return target


def code_of(call: Callable[[], object]) -> str:
    """Return the code of the error that a call raises; its sentence must be complete."""
    with pytest.raises(LedgerError) as raised:
        call()
    assert "{" not in messages.sentence(raised.value)
    return raised.value.code


def digests(path: Path) -> dict[str, tuple[int, str]]:
    with closing(sqlite3.connect(path)) as connection:
        return table_digests(connection)


def repacked(source: Path, target: Path, change: Callable[[dict[str, bytes]], None]) -> Path:
    """Write the zip anew with its members changed."""
    with zipfile.ZipFile(source) as old:
        members = {name: old.read(name) for name in old.namelist()}
    change(members)
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for name, data in members.items():
            new.writestr(name, data)
    return target


def with_manifest(contents: dict[str, bytes], /, **values: object) -> None:
    contents[MANIFEST] = json.dumps({**json.loads(contents[MANIFEST]), **values}).encode()


def with_ledger(contents: dict[str, bytes], said: dict[str, object]) -> None:
    with_manifest(contents, members={**json.loads(contents[MANIFEST])["members"], LEDGER: said})


def test_round_trip_brings_back_the_same_ledger(archive: Archive, packed: Path, tmp_path: Path) -> None:
    report = restore(packed, tmp_path / "neu" / "档案库")
    assert digests(tmp_path / "neu" / "档案库" / LEDGER) == digests(archive.db.path)
    assert report.manifest.entries == len(archive.db.entries())
    with Archive(tmp_path / "neu" / "档案库") as again:
        assert again.db.verify_journal() == archive.db.verify_journal()
        assert again.evidence == archive.evidence
        assert [f.indicators for f in again.files()] == [f.indicators for f in archive.files()]
        assert again.db.next_undo() == archive.db.next_undo()
        again.db.undo()


def test_nothing_is_left_beside_a_backup_or_a_restored_archive(packed: Path, tmp_path: Path) -> None:
    before = set(tmp_path.iterdir())
    restore(packed, tmp_path / "again")
    assert set(tmp_path.iterdir()) - before == {tmp_path / "again"}
    assert [p.name for p in (tmp_path / "again").iterdir()] == [LEDGER]


def test_the_manifest_says_what_is_in_it_and_what_is_not(archive: Archive, packed: Path) -> None:
    with zipfile.ZipFile(packed) as found:
        assert sorted(found.namelist()) == sorted((MANIFEST, NOTE, LEDGER))
        manifest = json.loads(found.read(MANIFEST))
        note = found.read(NOTE).decode("utf-8-sig")
    assert manifest["evidence"]["included"] is False
    assert manifest["evidence"]["folder"] == str(archive.evidence)
    assert manifest["evidence"]["note"] == note.strip()
    assert "not the evidence files" in note
    assert manifest["journal"]["head"] == archive.db.entries(limit=1)[0].digest
    assert manifest["tables"]["link"]["rows"] == 2


def test_the_backup_is_of_one_moment_while_the_archive_goes_on(archive: Archive, tmp_path: Path) -> None:
    backup(archive.db, tmp_path / "b.zip", evidence=archive.evidence)
    then = digests(archive.db.path)
    archive.link([3], "3")
    restore(tmp_path / "b.zip", tmp_path / "again")
    assert digests(tmp_path / "again" / LEDGER) == then != digests(archive.db.path)


def test_restore_into_an_empty_folder_that_is_there(packed: Path, tmp_path: Path) -> None:
    (tmp_path / "leer").mkdir()
    restore(packed, tmp_path / "leer")
    assert (tmp_path / "leer" / LEDGER).is_file()


@pytest.mark.parametrize("is_file", [True, False])
def test_restore_refuses_a_place_that_is_taken(packed: Path, tmp_path: Path, is_file: bool) -> None:
    place = tmp_path / "taken"
    if is_file:
        place.write_text("mine")
    else:
        place.mkdir()
        (place / "mine.txt").write_text("mine")
    assert code_of(lambda: restore(packed, place)) == "restore-not-empty"
    assert (place if is_file else place / "mine.txt").read_text() == "mine"


def _altered_ledger(members: dict[str, bytes]) -> None:
    assert b"tester" in members[LEDGER]
    members[LEDGER] = members[LEDGER].replace(b"tester", b"nobody")


def _half_ledger(members: dict[str, bytes]) -> None:
    members[LEDGER] = members[LEDGER][: len(members[LEDGER]) // 2]


def _altered_count(members: dict[str, bytes]) -> None:
    tables = json.loads(members[MANIFEST])["tables"]
    tables["link"]["rows"] = 1
    with_manifest(members, tables=tables)


BAD: dict[str, tuple[Callable[[dict[str, bytes]], None], str]] = {
    "ledger altered": (_altered_ledger, "backup-damaged"),
    "ledger cut off": (_half_ledger, "backup-damaged"),
    "ledger gone": (lambda m: m.pop(LEDGER) and None, "backup-damaged"),
    "table counts altered": (_altered_count, "backup-damaged"),
    "path that climbs out": (lambda m: m.update({"../../evil.txt": b"x"}), "backup-damaged"),
    "absolute path": (lambda m: m.update({"/tmp/evil.txt": b"x"}), "backup-damaged"),
    "drive path": (lambda m: m.update({"C:\\evil.txt": b"x"}), "backup-damaged"),
    "note altered": (lambda m: m.update({NOTE: b"all is in here"}), "backup-damaged"),
    "one file more": (lambda m: m.update({"run.exe": b"x"}), "backup-damaged"),
    "manifest gone": (lambda m: m.pop(MANIFEST) and None, "backup-other"),
    "manifest not JSON": (lambda m: m.update({MANIFEST: b"{"}), "backup-other"),
    "manifest of something else": (lambda m: with_manifest(m, kind="other"), "backup-other"),
    "manifest deep": (lambda m: m.update({MANIFEST: b"[" * 100_000}), "backup-other"),
    "newer tables": (lambda m: with_manifest(m, schema=999), "backup-newer"),
    "newer format": (lambda m: with_manifest(m, format=2), "backup-newer"),
}


@pytest.mark.parametrize("case", BAD)
def test_a_bad_backup_is_refused_and_leaves_nothing(packed: Path, tmp_path: Path, case: str) -> None:
    change, code = BAD[case]
    bad = repacked(packed, tmp_path / "bad.zip", change)
    before = set(tmp_path.iterdir())
    assert code_of(lambda: restore(bad, tmp_path / "again")) == code
    assert set(tmp_path.iterdir()) == before


def test_a_ledger_that_is_no_archive_is_refused_even_with_a_fitting_manifest(
    packed: Path, tmp_path: Path
) -> None:
    other = tmp_path / "other.db"
    with closing(sqlite3.connect(other)) as connection:
        connection.execute("CREATE TABLE t (a)")
        tables = {n: {"rows": r, "sha256": d} for n, (r, d) in table_digests(connection).items()}

    def change(members: dict[str, bytes]) -> None:
        members[LEDGER] = other.read_bytes()
        said = {"size": other.stat().st_size, "sha256": hashlib.sha256(other.read_bytes()).hexdigest()}
        with_ledger(members, said)
        with_manifest(members, tables=tables, schema=0)

    bad = repacked(packed, tmp_path / "bad.zip", change)
    assert code_of(lambda: restore(bad, tmp_path / "again")) == "backup-damaged"


def test_a_bomb_is_refused_unread(packed: Path, tmp_path: Path) -> None:
    size = 64 << 20

    def change(members: dict[str, bytes]) -> None:
        members[LEDGER] = bytes(size)
        with_ledger(members, {"size": size, "sha256": "0" * 64})

    bad = repacked(packed, tmp_path / "bad.zip", change)
    assert bad.stat().st_size < 1 << 20
    assert code_of(lambda: restore(bad, tmp_path / "again")) == "backup-damaged"


@pytest.mark.parametrize("keep", [0, 10, 200, -30])
def test_a_zip_cut_off_anywhere_is_refused(packed: Path, tmp_path: Path, keep: int) -> None:
    bad = tmp_path / "cut.zip"
    bad.write_bytes(packed.read_bytes()[:keep])
    assert code_of(lambda: restore(bad, tmp_path / "again")) == "backup-damaged"
    assert not (tmp_path / "again").exists()


def test_every_flipped_byte_of_the_ledger_is_noticed(packed: Path, tmp_path: Path) -> None:
    """Every byte but the last, whose unused bits say nothing."""
    whole = packed.read_bytes()
    with zipfile.ZipFile(packed) as found:
        ledger = found.getinfo(LEDGER)
    start = ledger.header_offset + 30 + len(LEDGER) + 20  # past its local header with the ZIP64 field
    for place in range(start, start + ledger.compress_size - 1, max(1, ledger.compress_size // 25)):
        bad = tmp_path / "flipped.zip"
        bad.write_bytes(whole[:place] + bytes([whole[place] ^ 0x55]) + whole[place + 1 :])
        with pytest.raises(LedgerError):
            restore(bad, tmp_path / "again")
        assert not (tmp_path / "again").exists()


def test_a_backup_that_is_not_there(tmp_path: Path) -> None:
    assert code_of(lambda: restore(tmp_path / "none.zip", tmp_path / "again")) == "backup-unreadable"


def test_a_backup_to_an_impossible_place(archive: Archive, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    for target in (tmp_path / "file" / "b.zip", tmp_path):
        assert code_of(lambda t=target: backup(archive.db, t, evidence=tmp_path)) == "output-unwritable"


class _CancelAt(Progress):
    """Cancelled the moment a stage is reached."""

    def __init__(self, stage: str) -> None:
        super().__init__()
        self._stage = stage

    def at(self, stage: str, done: int = 0, total: int = 0) -> None:
        if stage == self._stage:
            self.cancel()
        super().at(stage, done, total)


@pytest.mark.parametrize("stage", ["backup", "check"])
def test_a_cancelled_backup_keeps_the_older_one(archive: Archive, tmp_path: Path, stage: str) -> None:
    (tmp_path / "b.zip").write_text("older")
    before = set(tmp_path.iterdir())
    with pytest.raises(Cancelled):
        backup(archive.db, tmp_path / "b.zip", evidence=tmp_path, progress=_CancelAt(stage))
    assert (tmp_path / "b.zip").read_text() == "older"
    assert set(tmp_path.iterdir()) == before


@pytest.mark.parametrize("stage", ["restore", "check"])
def test_a_cancelled_restore_leaves_nothing(packed: Path, tmp_path: Path, stage: str) -> None:
    before = set(tmp_path.iterdir())
    with pytest.raises(Cancelled):
        restore(packed, tmp_path / "again", _CancelAt(stage))
    assert set(tmp_path.iterdir()) == before


_KILLED = """
import os, signal, sys
from pathlib import Path
from ledger_app.core.progress import Progress
from ledger_app.exchange.backups import restore
class Killing(Progress):
    def at(self, stage, done=0, total=0):
        if stage == sys.argv[3]:
            os.kill(os.getpid(), signal.SIGKILL)
restore(Path(sys.argv[1]), Path(sys.argv[2]), Killing())
"""


@pytest.mark.skipif(sys.platform == "win32", reason="kills itself with a POSIX signal")
@pytest.mark.parametrize("stage", ["restore", "check"])
def test_killed_in_the_middle_it_leaves_no_half_archive_and_can_be_done_again(
    archive: Archive, packed: Path, tmp_path: Path, stage: str
) -> None:
    place = tmp_path / "again"
    killed = subprocess.run(
        [sys.executable, "-c", _KILLED, packed, place, stage],
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
        check=False,
    )
    assert killed.returncode == -signal.SIGKILL
    assert not place.exists()
    restore(packed, place)
    assert digests(place / LEDGER) == digests(archive.db.path)
    assert not [p for p in tmp_path.iterdir() if p.name.endswith(".restoring")]


def test_an_empty_archive_can_be_backed_up(db: Database, tmp_path: Path) -> None:
    report = backup(db, tmp_path / "leer.zip", evidence=tmp_path)
    assert report.manifest.entries == 0
    restore(tmp_path / "leer.zip", tmp_path / "again")
    assert digests(tmp_path / "again" / LEDGER) == digests(db.path)
