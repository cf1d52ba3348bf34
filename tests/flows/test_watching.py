"""A real folder, watched: what goes wrong there, and that the archive is the folder all the same."""

from __future__ import annotations

import errno
import os
import shutil
import subprocess
import sys
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest

from ledger_app import founding
from ledger_app.archive import Archive
from ledger_app.evidence.links import links
from ledger_app.scheme.reading import read_scheme
from ledger_app.vault import items
from ledger_app.vault.model import IN_USE, Status
from tests.flows.helpers.keeping import Kept

TABLE = "02厕所/改厕台账.txt"


@pytest.fixture
def archive(tmp_path: Path, small_scheme: Path, evidence: Path) -> Iterator[Archive]:
    with founding.create(
        tmp_path / "archive", read_scheme(small_scheme), evidence=evidence, year=2025
    ) as made:
        made.scan()
        made.link([i.id for i in items.all_items(made.db)], made.scheme().indicators[0].code)
        yield made


@pytest.fixture
def kept(archive: Archive) -> Iterator[Kept]:
    with Kept(archive) as running:
        yield running


def linked(kept: Kept) -> dict[int, str | None]:
    with kept.turn:
        return {link.item: link.sha256 for link in links(kept.archive.db)}


def changed(kept: Kept) -> list[str]:
    return [path for path, row in kept.live().items() if row.status is Status.CHANGED]


# saving as office programs do


def test_word_saves_one_changed_file_with_its_links(kept, evidence):
    item, before = kept.at(TABLE).item, linked(kept)
    place = evidence / TABLE
    (place.parent / "~$厕台账.txt").write_bytes(b"owner")
    (place.parent / "~WRD0001.tmp").write_bytes(b"new version")
    place.rename(place.parent / "~WRL0002.tmp")
    kept.look_on()
    (place.parent / "~WRD0001.tmp").rename(place)
    (place.parent / "~WRL0002.tmp").unlink()
    assert kept.wait(lambda: kept.agrees() and changed(kept) == [TABLE])
    assert (kept.at(TABLE).item, linked(kept)) == (item, before)
    assert len(kept.live()) == len(before)


def test_wps_saves_one_changed_file_with_its_links(kept, evidence):
    item, before = kept.at(TABLE).item, linked(kept)
    place = evidence / TABLE
    draft = place.with_name(f".~{place.name}")
    draft.write_bytes(b"new version")
    place.unlink()
    kept.look_on()
    draft.rename(place)
    assert kept.wait(lambda: kept.agrees() and changed(kept) == [TABLE])
    assert (kept.at(TABLE).item, linked(kept)) == (item, before)


def test_links_do_not_follow_the_last_version_into_words_backup(kept, evidence):
    item = kept.at(TABLE).item
    place = evidence / TABLE
    place.rename(place.with_name("备份属于 改厕台账.wbk"))
    place.write_bytes(b"new version")
    assert kept.wait(lambda: kept.agrees() and changed(kept) == [TABLE])
    assert kept.at(TABLE).item == item


# files that another program holds or is still writing


class Holding:
    """Opens files as Windows does while another program holds some of them."""

    def __init__(self) -> None:
        self.names: set[str] = set()

    def __call__(self, path: str, flags: int) -> int:
        if Path(path).name in self.names:
            error = PermissionError(errno.EACCES, "The process cannot access the file", path)
            error.winerror = 32  # ERROR_SHARING_VIOLATION
            raise error
        return os.open(path, flags)


def test_a_file_that_word_holds_is_said_to_be_in_use_and_read_when_it_is_free(archive, evidence):
    holding = Holding()
    with Kept(archive, opener=holding) as kept:
        holding.names = {"新表.docx", "改厕台账.txt"}
        before = kept.at(TABLE)
        (evidence / "02厕所/新表.docx").write_bytes(b"new")
        (evidence / TABLE).write_bytes(b"edited")
        assert kept.wait(lambda: kept.at("02厕所/新表.docx") and kept.at(TABLE).reason == IN_USE)
        assert (kept.at("02厕所/新表.docx").status, kept.at("02厕所/新表.docx").reason) == (
            Status.UNREADABLE,
            IN_USE,
        )
        assert (kept.at(TABLE).status, kept.at(TABLE).item) == (Status.PRESENT, before.item)
        assert kept.intake.watching.unsettled == 2
        holding.names = set()
        assert kept.wait(kept.agrees)  # by itself: nothing happens in the folder any more
        assert kept.wait(lambda: kept.intake.watching.unsettled == 0)
        assert kept.at("02厕所/新表.docx").status is Status.PRESENT
        assert (kept.at(TABLE).status, kept.at(TABLE).item) == (Status.CHANGED, before.item)


def test_a_writer_that_pauses_is_caught_up_with(kept, evidence):
    place = evidence / "02厕所/慢.pdf"
    with place.open("wb", buffering=0) as file:
        file.write(b"%PDF" + bytes(1000))
        kept.wait(lambda: kept.at("02厕所/慢.pdf"))  # it paused so long that it was taken in
        file.write(b"rest" * 5000)
    assert kept.wait(kept.agrees)


def test_a_file_of_its_final_size_whose_bytes_come_later_is_read_again(kept, evidence):
    place = evidence / "02厕所/预分配.zip"
    with place.open("wb", buffering=0) as file:
        file.truncate(100_000)
        kept.wait(lambda: kept.at("02厕所/预分配.zip"))
        stat = place.stat()
        file.write(b"x" * 100_000)
    os.utime(place, ns=(stat.st_atime_ns, stat.st_mtime_ns))  # not even its time tells
    assert kept.wait(kept.agrees)


# names and folders


def test_a_folder_of_thousands_is_renamed(kept, evidence):
    (evidence / "旧").mkdir()
    for n in range(2000):
        (evidence / "旧" / f"{n}.txt").write_text(str(n))
    assert kept.wait(kept.agrees)
    held = {path.partition("/")[2]: row.item for path, row in kept.live().items() if path.startswith("旧/")}
    (evidence / "旧").rename(evidence / "新")
    assert kept.wait(kept.agrees)
    assert held == {p.partition("/")[2]: r.item for p, r in kept.live().items() if p.startswith("新/")}


def test_renames_that_hardly_show_keep_their_items(kept, evidence):
    folder = evidence / "02厕所"
    for name, content in {
        "Scan.TXT": "1",
        unicodedata.normalize("NFD", "é表.txt"): "2",
        "甲": "3",
        "乙": "4",
    }.items():
        (folder / name).write_text(content)
    assert kept.wait(kept.agrees)
    before = {row.found_sha256: row.item for row in kept.live().values()}
    (folder / "Scan.TXT").rename(folder / "scan.txt")
    (folder / unicodedata.normalize("NFD", "é表.txt")).rename(
        folder / unicodedata.normalize("NFC", "é表.txt")
    )
    (folder / "甲").rename(folder / "~third.tmp")
    (folder / "乙").rename(folder / "甲")
    (folder / "~third.tmp").rename(folder / "乙")
    (evidence / "01粮食/统计报表.txt").rename(folder / "统计报表.txt")
    assert kept.wait(kept.agrees)
    assert {row.found_sha256: row.item for row in kept.live().values()} == before


# where events do not come


def test_lost_events_are_made_up_for_and_said(kept, evidence):
    with kept.turn:
        for n in range(300):
            (evidence / "02厕所" / f"{n}.txt").write_text(str(n))
        kept.intake.lost()
        assert [g.why for g in kept.intake.watching.gaps if g.until is None] == ["lost"]
    assert kept.wait(kept.agrees)
    assert kept.wait(lambda: all(g.until for g in kept.intake.watching.gaps))


def test_a_folder_without_events_is_looked_at_by_the_clock(archive, evidence, monkeypatch):
    monkeypatch.setattr("ledger_app.vault.watcher.is_remote", lambda _folder: True)
    monkeypatch.setattr("ledger_app.vault.intake.POLL_SECONDS", 0.2)
    with Kept(archive) as kept:
        assert (kept.intake.watching.mode, kept.intake.watching.reason) == ("polling", "remote")
        (evidence / "02厕所/新.txt").write_text("new")
        assert kept.wait(kept.agrees)


_BLIND = """
import sys
from pathlib import Path
Path("/proc/sys/user/max_inotify_watches").write_text("20")
from ledger_app.vault.intake import Intake
from ledger_app.vault.model import ScanReport
intake = Intake(Path(sys.argv[1]))
intake.start()
intake.ask()
intake.looked(intake.next(), ScanReport(folders=54), has_changed=False)
for _ in range(600):
    if intake.watching.reason == "watch-limit":
        break
    intake.wait(0.1)
print(intake.watching.mode, intake.watching.reason)
intake.stop()
"""


@pytest.mark.skipif(sys.platform != "linux", reason="the limit is Linux's")
def test_the_systems_own_limit_is_noticed(evidence):
    for n in range(50):
        (evidence / f"{n}").mkdir()
    if (
        not shutil.which("unshare")
        or subprocess.run(["unshare", "-Ur", "true"], capture_output=True).returncode
    ):
        pytest.skip("no limit of one's own can be set here")
    command = ["unshare", "-Ur", sys.executable, "-c", _BLIND, str(evidence)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, cwd=Path(__file__).parents[2])
    assert done.stdout.split() == ["polling", "watch-limit"], done.stderr


# the disk goes and comes


def test_an_unplugged_folder_takes_nothing_along(kept, evidence):
    before = kept.live()
    parked = evidence.with_name("拔下")
    evidence.rename(parked)
    assert kept.wait(lambda: kept.looks[-1][1].away == "root-missing")
    assert kept.live() == before
    assert [g.why for g in kept.intake.watching.gaps if g.until is None] == ["away"]
    parked.rename(evidence)
    assert kept.wait(lambda: not kept.looks[-1][1].away)
    assert kept.live() == before
    (evidence / TABLE).write_text("watched again")
    assert kept.wait(kept.agrees)


def elsewhere() -> Path | None:
    """Return a folder on another disk than the temporary one."""
    return next((p for p in map(Path, ("/dev/shm", "/run")) if p.is_dir() and os.access(p, os.W_OK)), None)


@pytest.fixture
def two_disks(tmp_path: Path, evidence: Path) -> Iterator[tuple[Path, Path, Path]]:
    """A drive letter, as it were: a link that leads to one disk or the other."""
    other = elsewhere()
    if other is None or other.stat().st_dev == tmp_path.stat().st_dev:
        pytest.skip("there is but one disk here")
    stick = other / f"ledger-test-{os.getpid()}"
    stick.mkdir()
    drive = tmp_path / "E"
    drive.symlink_to(evidence)
    yield drive, evidence, stick
    shutil.rmtree(stick)


def plug(drive: Path, disk: Path) -> None:
    beside = drive.with_name("beside")
    beside.symlink_to(disk)
    beside.replace(drive)


def test_another_disk_at_the_same_path_is_not_taken_for_the_evidence(tmp_path, small_scheme, two_disks):
    drive, disk, stick = two_disks
    (stick / "别人的照片.jpg").write_bytes(b"not ours")
    with founding.create(
        tmp_path / "archive", read_scheme(small_scheme), evidence=drive, year=2025
    ) as archive:
        archive.scan()
        before = items.locations(archive.db)
        plug(drive, stick)
        assert archive.scan()[0].away == "root-other"
        assert items.locations(archive.db) == before
        plug(drive, disk)
        assert archive.scan()[0].away == ""
        assert items.locations(archive.db) == before
        plug(drive, stick)
        assert archive.scan(full=True)[0].added == 1  # a person says that this is the evidence now
        assert archive.scan()[0].away == ""


def test_evidence_that_was_copied_to_another_disk_is_the_evidence(tmp_path, small_scheme, two_disks):
    drive, disk, stick = two_disks
    with founding.create(
        tmp_path / "archive", read_scheme(small_scheme), evidence=drive, year=2025
    ) as archive:
        archive.scan()
        shutil.copytree(disk, stick, dirs_exist_ok=True)
        plug(drive, stick)
        report, _ = archive.scan()
        assert (report.away, report.added, report.missing) == ("", 0, 0)
