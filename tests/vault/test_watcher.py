"""The watcher on a real folder; every wait is for a condition."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from ledger_app.vault.watcher import Watcher

TIMEOUT = 30


class Heard:
    """What the callbacks said, to wait for."""

    def __init__(self) -> None:
        self.changed = threading.Condition()
        self.folders: set[str] = set()
        self.lost = 0

    def on_settled(self, folders: set[str]) -> None:
        with self.changed:
            self.folders |= folders
            self.changed.notify_all()

    def on_lost(self) -> None:
        with self.changed:
            self.lost += 1
            self.changed.notify_all()

    def wait_until(self, condition) -> bool:
        """Wait for what no callback tells of."""
        deadline = time.monotonic() + TIMEOUT
        with self.changed:
            while not condition() and time.monotonic() < deadline:
                self.changed.wait(0.05)
        return condition()

    def wait(self, condition) -> bool:
        with self.changed:
            return self.changed.wait_for(condition, TIMEOUT)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    made = tmp_path / "佐证"
    (made / "村").mkdir(parents=True)
    return made


@pytest.fixture
def heard() -> Heard:
    return Heard()


@pytest.fixture
def watcher(root: Path, heard: Heard) -> Iterator[Watcher]:
    made = Watcher(root, heard.on_settled, heard.on_lost, quiet=0.3)
    made.start()
    assert made.wait_ready(TIMEOUT)
    assert (made.mode, made.reason) == ("events", "")
    yield made
    made.stop()


def test_new_file_names_its_folder(root, heard, watcher):
    (root / "村" / "a.docx").write_text("one")
    assert heard.wait(lambda: "村" in heard.folders)


def test_office_save_is_heard_and_its_temporary_files_are_not(root, heard, watcher):
    (root / "~$lock.docx").write_text("x")
    (root / "Thumbs.db").write_text("x")
    target = root / "村" / "a.docx"
    target.write_text("old")
    assert heard.wait(lambda: "村" in heard.folders)
    assert heard.folders == {"村"}
    heard.folders.clear()
    (root / "村" / "~WRL1.tmp").write_text("new")
    target.unlink()
    (root / "村" / "~WRL1.tmp").rename(target)
    assert heard.wait(lambda: "村" in heard.folders)


def test_folder_moved_in_is_heard_and_watched_from_then_on(root, heard, watcher, tmp_path):
    outside = tmp_path / "outside" / "deep"
    outside.mkdir(parents=True)
    (outside / "a").write_text("one")
    outside.parent.rename(root / "新")
    assert heard.wait(lambda: "新" in heard.folders)
    heard.folders.clear()
    (root / "新" / "deep" / "b").write_text("two")
    assert heard.wait(lambda: any(f.startswith("新") for f in heard.folders))


def test_burst_is_handed_over(root, heard, watcher):
    for n in range(2000):
        folder = root / f"批{n % 20}"
        folder.mkdir(exist_ok=True)
        (folder / f"{n}.txt").write_text("x")
    wanted = {f"批{n}" for n in range(20)}
    assert heard.wait(lambda: heard.lost or wanted <= heard.folders)


def test_name_that_is_not_utf8_is_heard(root, heard, watcher):
    folder = root / os.fsdecode(b"\xd6\xf1")
    folder.mkdir()
    assert heard.wait(lambda: "\\xd6\\xf1" in heard.folders)


def test_root_that_goes_and_comes_back_is_watched_again(root, heard, watcher):
    away = root.with_name("away")
    root.rename(away)
    assert heard.wait(lambda: heard.lost >= 1)
    assert watcher.reason == "root-missing"
    away.rename(root)
    assert heard.wait(lambda: heard.lost >= 2)
    assert watcher.mode == "events"
    (root / "村" / "a").write_text("one")
    assert heard.wait(lambda: "村" in heard.folders)


def test_too_many_folders_get_no_watch(root, heard):
    for n in range(12):
        (root / str(n)).mkdir()
    watcher = Watcher(root, heard.on_settled, heard.on_lost, max_watches=10)
    watcher.start()
    assert watcher.wait_ready(TIMEOUT)
    watcher.expect(13)
    assert heard.wait_until(lambda: watcher.mode == "polling")
    assert watcher.reason == "watch-limit"
    watcher.stop()


def test_folders_that_went_since_they_were_counted_are_not_missed(root, heard, watcher):
    watcher.expect(1000)
    (root / "村" / "a").write_text("one")
    assert heard.wait(lambda: "村" in heard.folders)
    assert watcher.mode == "events"


def test_missing_root_does_not_stop_the_start(tmp_path, heard):
    watcher = Watcher(tmp_path / "later", heard.on_settled, heard.on_lost, quiet=0.3)
    watcher.start()
    assert watcher.wait_ready(TIMEOUT)
    assert watcher.reason == "root-missing"
    (tmp_path / "later").mkdir()
    assert heard.wait(lambda: heard.lost >= 1)
    watcher.stop()
    assert watcher.mode == "events"


def test_stop_ends_every_thread(root, heard):
    before = set(threading.enumerate())
    watcher = Watcher(root, heard.on_settled, heard.on_lost)
    watcher.start()
    assert watcher.wait_ready(TIMEOUT)
    watcher.stop()
    assert {t for t in threading.enumerate() if t not in before and t.is_alive()} == set()
