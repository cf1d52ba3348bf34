"""A scan where the folder is away, cannot be read, lies strangely or is left in the middle."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from ledger_app.core.errors import Cancelled, LedgerError
from ledger_app.core.progress import Progress
from ledger_app.vault import items, scans
from ledger_app.vault.model import Status

PROJECT = Path(__file__).resolve().parents[2]


def missing(folder):
    return [key for key, status in folder.state().items() if status == "missing"]


def test_missing_root_is_away_and_nothing_is_missing(folder):
    folder.write("a", "one")
    folder.scan()
    before = folder.state(), folder.db.entries()
    folder.root.rename(folder.root.with_name("elsewhere"))
    assert folder.scan().away == "root-missing"
    folder.root.write_text("a file now")
    assert folder.scan().away == "root-missing"
    assert (folder.state(), folder.db.entries()) == before


def test_empty_folder_of_another_disk_is_away(folder):
    target = folder.write("a", "one")
    folder.scan()
    target.unlink()
    with folder.db.derived() as connection:
        connection.execute("UPDATE mount SET device = device + 1 WHERE path = ''")
    assert folder.scan().away == "root-empty"
    assert folder.scan(within=[""]).away == "root-empty"
    assert folder.state() == {"a#1": "present"}


def test_folder_that_was_emptied_is_not_away(folder):
    target = folder.write("a", "one")
    folder.scan()
    target.unlink()
    (folder.root / ".DS_Store").write_text("x")
    report = folder.scan()
    assert (report.away, report.missing) == ("", 1)


def test_mount_point_that_is_empty_now_keeps_its_files(folder):
    target = folder.write("usb/内/a", "one")
    folder.write("b", "two")
    folder.scan()
    target.unlink()
    target.parent.rmdir()
    with folder.db.derived() as connection:
        connection.execute("INSERT INTO mount VALUES ('usb', 1, 1)")
    for options in ({}, {"within": ["usb"]}, {"within": ["usb/内"]}, {"full": True}):
        report = folder.scan(**options)
        assert report.missing == 0
        assert report.skipped == (("usb", "away"),)
    assert missing(folder) == []
    folder.write("usb/c", "three")
    assert folder.scan().missing == 1


class Refusing:
    """Opens files as the system does, but for those it may not."""

    def __init__(self, *names: str) -> None:
        self.names = names

    def __call__(self, path: str, flags: int) -> int:
        if Path(path).name in self.names:
            raise PermissionError(13, "Permission denied", path)
        return os.open(path, flags)


def test_unreadable_file_keeps_its_item_and_recovers(folder):
    folder.write("a", "one")
    folder.scan()
    folder.write("a", "two!")
    report = folder.scan(opener=Refusing("a"))
    assert report.unreadable == 1
    place = folder.at("a")
    assert (place.status, place.reason, place.item) == (Status.UNREADABLE, "Permission denied", 1)
    before = folder.db.entries()
    assert folder.scan(opener=Refusing("a")).unreadable == 0
    assert folder.db.entries() == before
    folder.write("a", "one")
    folder.scan()
    assert folder.state() == {"a#1": "present"}


def test_new_unreadable_file_gets_its_content_later(folder):
    folder.write("a", "one")
    report = folder.scan(opener=Refusing("a"))
    assert (report.added, report.unreadable) == (1, 1)
    assert items.all_items(folder.db)[0].sha256 is None
    folder.scan()
    (item,) = items.all_items(folder.db)
    assert item.sha256 is not None
    assert item.size == 3
    assert folder.state() == {"a#1": "present"}


@pytest.mark.parametrize("is_numbered", [False, True])
def test_unreadable_file_that_turns_out_to_be_a_known_one(folder, is_numbered):
    folder.write("a", "one")
    folder.scan()
    (folder.root / "a").rename(folder.root / "b")
    folder.scan(opener=Refusing("b"))
    assert folder.state() == {"a#1": "missing", "b#2": "unreadable"}
    if is_numbered:
        with folder.db.operation("assign-numbers") as op:
            row = {"item": 2, "year": 2024, "retention": "Y", "office": "", "number": 1}
            op.insert("archive_number", row)
    folder.scan()
    kept = {"b#2": "missing"} if is_numbered else {}
    assert folder.state() == {"b#1": "present"} | kept


def test_file_that_vanishes_before_it_is_read_waits_for_the_next_scan(folder):
    target = folder.write("a", "one")

    def vanishing(path, flags):
        target.unlink()
        return os.open(path, flags)

    report = folder.scan(opener=vanishing)
    assert (report.added, report.unreadable) == (0, 0)
    assert folder.state() == {}


def test_file_that_changes_while_it_is_read_is_not_taken_in(folder):
    target = folder.write("a", "one")
    # the file grows for as long as it is read: a sparse gigabyte leaves time for it
    with target.open("r+b") as file:
        file.truncate(1 << 30)
    writer = subprocess.Popen(
        [
            sys.executable,
            "-c",
            f"f = open({str(target)!r}, 'ab', 0)\nprint(flush=True)\nwhile True: f.write(b'x')",
        ],
        stdout=subprocess.PIPE,
    )
    writer.stdout.readline()
    try:
        report = folder.scan()
    finally:
        writer.kill()
        writer.wait()
        writer.stdout.close()
    assert report.skipped == (("a", "moving"),)
    assert folder.state() == {}


def test_links_devices_and_pipes_are_skipped_and_said(folder):
    folder.write("村/a", "one")
    (folder.root / "loop").symlink_to(folder.root)
    (folder.root / "村" / "link").symlink_to(folder.root / "村" / "a")
    os.mkfifo(folder.root / "pipe")
    report = folder.scan()
    assert report.seen == 1
    assert report.skipped == (("loop", "link"), ("pipe", "device"), ("村/link", "link"))


def test_file_that_became_a_pipe_does_not_hang_the_scan(folder):
    target = folder.write("a", "one")

    def swapping(path, flags):
        target.unlink()
        os.mkfifo(target)
        return os.open(path, flags)

    assert folder.scan(opener=swapping).added == 0


def test_names_of_every_kind_are_taken_in(folder):
    names = ["换\n行.txt", "\u202egnp.exe", "汉" * 85, "back\\slash", "a\\xe9", os.fsdecode(b"\xb1\xa8.doc")]
    for name in names:
        folder.write(name, f"text of {name!r}")
    folder.write(os.fsdecode(b"\xd6\xf1/") + "x", "in it")
    assert folder.scan().added == 7
    assert folder.scan().hashed_bytes == 0
    assert {r.path for r in items.locations(folder.db)} >= {r"\xb1\xa8.doc", r"a\x5cxe9", r"\xd6\xf1/x"}
    found = items.item_ids(folder.db, folder.root, [folder.root / n for n in names])
    assert len(set(found)) == 6
    (folder.root / names[0]).unlink()
    assert folder.scan().missing == 1


def test_archive_inside_the_evidence_folder_is_no_evidence(tmp_path, folder):
    folder.write("a", "one")
    outer = folder.root.parent
    report, _ = items.scan(folder.db, outer, Progress())
    assert report.added == 1
    assert [r.path for r in items.locations(folder.db)] == ["佐证/a"]


def test_evidence_folder_that_is_the_archive_itself(folder):
    (folder.archive / "a").write_text("one")
    (folder.archive / "exports").mkdir()
    (folder.archive / "exports" / "index.pdf").write_text("x")
    items.scan(folder.db, folder.archive, Progress())
    assert [r.path for r in items.locations(folder.db)] == ["a"]


def test_partial_scan_sees_moves_from_elsewhere(folder):
    folder.write("old/a", "one")
    folder.write("old/b", "two")
    folder.scan()
    (folder.root / "new").mkdir()
    (folder.root / "old" / "a").rename(folder.root / "new" / "a")
    report = folder.scan(within=["new"])
    assert (report.moved, report.added, report.seen) == (1, 0, 1)
    assert folder.state() == {"new/a#1": "present", "old/b#2": "present"}


def test_partial_scan_takes_a_copy_for_a_copy_and_lets_others_be(folder):
    folder.write("old/a", "one")
    folder.write("old/b", "two")
    folder.scan()
    folder.write("new/a", "one")
    folder.write("old/b", "changed, not looked at")
    assert folder.scan(within=["new"]).added == 1
    assert folder.state() == {"new/a#1": "present", "old/a#1": "present", "old/b#2": "present"}


def test_partial_scan_of_a_folder_that_is_gone(folder):
    folder.write("old/deep/a", "one")
    folder.write("older/b", "two")
    folder.scan()
    (folder.root / "old" / "deep" / "a").unlink()
    (folder.root / "old" / "deep").rmdir()
    (folder.root / "old").rmdir()
    assert folder.scan(within=["old/deep"]).missing == 1
    assert folder.state() == {"old/deep/a#1": "missing", "older/b#2": "present"}


def test_item_ids_by_every_spelling(folder, monkeypatch):
    folder.write("村/a", "one")
    folder.scan()
    monkeypatch.chdir(folder.root / "村")
    for spelling in ("村/a", "a", "./a", "../村/a", folder.root / "村" / "a", "./村/a"):
        assert items.item_ids(folder.db, folder.root, [spelling]) == [1]
    for wrong in ("b", "/etc/passwd", "村", "../../x"):
        with pytest.raises(LedgerError) as caught:
            items.item_ids(folder.db, folder.root, [wrong])
        assert caught.value.code == "unknown-file"


class CancelledAfterFirstWrite(Progress):
    """A person who cancels once something has been kept."""

    def __init__(self, db) -> None:
        super().__init__()
        self.db = db

    def at(self, stage, done=0, total=0):
        if stage == "hash" and self.db.value("SELECT count(*) FROM location WHERE path LIKE 'new%'"):
            self.cancel()
        super().at(stage, done, total)


def test_cancelled_scan_keeps_what_it_has_and_marks_nothing_missing(folder, monkeypatch):
    folder.write("a", "one")
    folder.write("b", "two")
    folder.scan()
    monkeypatch.setattr(scans, "_BATCH_FILES", 1)
    (folder.root / "a").unlink()
    folder.write("b", "two!")
    for n in range(500):
        folder.write(f"new{n}", f"text {n}" * 1000)
    with pytest.raises(Cancelled):
        items.scan(folder.db, folder.root, CancelledAfterFirstWrite(folder.db))
    kept = folder.db.value("SELECT count(*) FROM location WHERE path LIKE 'new%'")
    assert kept >= 1
    assert {"a#1": "present", "b#2": "present"}.items() <= folder.state().items()
    report = folder.scan()
    assert (report.added, report.missing, report.changed) == (500 - kept, 1, 1)


KILLED = """
import sys, threading
from datetime import UTC, datetime
from pathlib import Path
from ledger_app.core.database import Database
from ledger_app.core.progress import Progress
from ledger_app.vault import items, scans

archive, root, where = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3]
db = Database(archive / "ledger.db", actor="x", now=lambda: datetime.now(UTC), backups=archive / "b")
scans._BATCH_FILES = 50

def stand_still():
    print("ready", flush=True)
    threading.Event().wait()

class Watching(Progress):
    def at(self, stage, done=0, total=0):
        if stage == "hash" and db.value("SELECT count(*) FROM location"):
            if where == "between":
                stand_still()
            db.connection.set_progress_handler(stand_still, 200)
items.scan(db, root, Watching())
stand_still()
"""


@pytest.mark.parametrize("where", ["between", "inside"])
def test_killed_scan_leaves_a_whole_archive_and_goes_on(folder, where):
    for n in range(400):
        folder.write(f"{n % 7}/{n}", f"text {n}" * 3000)
    folder.db.close()
    child = subprocess.Popen(
        [sys.executable, "-c", KILLED, str(folder.archive), str(folder.root), where],
        stdout=subprocess.PIPE,
        cwd=PROJECT,
    )
    assert child.stdout.readline() == b"ready\n"
    child.send_signal(signal.SIGKILL)
    child.wait()
    child.stdout.close()
    folder.db = folder.open()
    kept = len(items.locations(folder.db))
    assert kept >= 1
    assert folder.db.verify_journal()[1] is None
    report = folder.scan()
    assert (report.seen, report.added, report.missing) == (400, 400 - kept, 0)
    assert len(items.locations(folder.db)) == len(items.all_items(folder.db)) == 400


def test_cancelled_scan_of_touched_files_need_not_read_them_again(folder, monkeypatch):
    for n in range(200):
        folder.write(f"{n}", f"text {n}" * 1000)
    folder.scan()
    for n in range(200):
        folder.write(f"{n}", f"text {n}" * 1000)  # the same content with another time, as after a restore
    monkeypatch.setattr(scans, "_BATCH_FILES", 10)
    before = {r.path: r.mtime_ns for r in items.locations(folder.db)}

    class CancelledLater(Progress):
        def at(self, stage, done=0, total=0):
            if stage == "hash" and any(before[r.path] != r.mtime_ns for r in items.locations(folder.db)):
                self.cancel()
            super().at(stage, done, total)

    entries = folder.db.entries()
    with pytest.raises(Cancelled):
        items.scan(folder.db, folder.root, CancelledLater())
    report = folder.scan()
    assert report.hashed_bytes < sum(len(f"text {n}") * 1000 for n in range(200))
    assert folder.db.entries() == entries
    assert folder.scan().hashed_bytes == 0


def test_folder_that_cannot_be_listed_keeps_its_files(folder):
    folder.write("a", "one")
    deep = "/".join(["深" * 60] * 5)
    folder.write(f"{deep}/b", "two")
    folder.write("c", "three")
    folder.scan()
    (folder.root / "c").unlink()
    folder.write(f"{deep}/b", "changed, but nobody can see it")
    longer = Path(os.path.join(folder.root, *["深" * 60, ".."] * 17))
    assert longer.samefile(folder.root)
    for options in ({}, {"within": [deep]}):  # paths below the first levels are longer than the system takes
        report, _ = items.scan(folder.db, longer, Progress(), **options)
        ((where, reason),) = report.skipped
        assert reason == "unlistable"
        assert deep.startswith(where)
    assert folder.at(f"{deep}/b").status is Status.PRESENT
    assert missing(folder) == [f"c#{folder.at('c').item}"]


@pytest.mark.parametrize("stage", ["scan", "hash"])
def test_disk_that_goes_away_during_the_scan_takes_nothing_along(folder, stage):
    folder.write("村/a", "one")
    folder.write("村/b", "two")
    folder.scan()
    folder.write("村/b", "two!")
    folder.write("镇/c", "three")

    class Unplugged(Progress):
        is_gone = False

        def at(self, now, done=0, total=0):
            super().at(now, done, total)
            if now == stage and not self.is_gone:
                self.is_gone = True
                folder.root.rename(folder.root.with_name("unplugged"))
                folder.root.mkdir()  # the mount point stays, empty

    report, _ = items.scan(folder.db, folder.root, Unplugged())
    assert report.away == "root-missing"
    assert missing(folder) == []
    assert {"村/a", "村/b"} <= {r.path for r in items.locations(folder.db)}
