"""The keeper of photographs: facts, thumbnails, groups that grow as photographs come."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from made_photos import exif, save, scene

from ledger_app import founding
from ledger_app.archive import Archive
from ledger_app.cli.parser import main
from ledger_app.core.errors import Cancelled
from ledger_app.core.progress import Progress
from ledger_app.scheme.reading import read_scheme
from ledger_app.search import photos


@pytest.fixture
def archive(tmp_path: Path, small_scheme: Path):
    folder = tmp_path / "照片"
    save(
        scene(1),
        folder / "改厕前.jpg",
        about=exif(place={1: "N", 2: (28.5, 0.0, 0.0), 3: "E", 4: (116.0, 0.0, 0.0)}),
    )
    save(scene(1).resize((640, 480)), folder / "微信" / "mmexport.jpg", quality=60)
    save(scene(2), folder / "会议.jpg")
    (folder / "通知.txt").write_text("关于召开会议的通知", encoding="utf-8")
    with founding.create(tmp_path / "a", read_scheme(small_scheme), evidence=folder, year=2025) as made:
        made.scan()
        made.describe()
        yield made


@pytest.fixture
def names(archive: Archive) -> Callable[[], list[list[str]]]:
    """The groups as the names of their files."""

    def found() -> list[list[str]]:
        places = {f.id: Path(f.path).name for f in archive.files()}
        return [sorted(places[i] for i in g.items) for g in photos.groups(archive.db)]

    return found


def bring(archive: Archive) -> None:
    archive.scan()
    archive.describe()
    archive.compare_photos()


def test_facts_and_thumbnails_by_content(archive: Archive):
    known = photos.photos(archive.db)
    assert len(known) == 3
    (taken,) = [sha256 for sha256, photo in known.items() if photo.place]
    assert known[taken].taken == "2025-06-08T09:30:12" and known[taken].place == (28.5, 116.0)
    assert list(photos.photos(archive.db, [taken])) == [taken]
    assert photos.thumbnails(archive.db, [taken, "no such content"])[taken][:2] == b"\xff\xd8"


def test_groups_are_there_once_they_were_compared(archive: Archive, names):
    assert not photos.is_compared(archive.db)
    assert names() == []
    assert archive.compare_photos() == 3
    assert photos.is_compared(archive.db)
    assert names() == [["mmexport.jpg", "改厕前.jpg"]]
    assert archive.compare_photos() == 0


def test_a_photograph_that_comes_later_joins_its_group(archive: Archive, names):
    archive.compare_photos()
    save(scene(1).crop((0, 0, 800, 720)), archive.evidence / "剪裁.jpg")
    save(scene(2).resize((480, 360)), archive.evidence / "小.jpg")
    archive.scan()
    archive.describe()
    assert archive.compare_photos() == 2
    assert sorted(names()) == [["mmexport.jpg", "剪裁.jpg", "改厕前.jpg"], ["会议.jpg", "小.jpg"]]


def test_a_photograph_that_is_gone_leaves_its_group(archive: Archive, names):
    archive.compare_photos()
    (archive.evidence / "改厕前.jpg").unlink()
    bring(archive)
    assert names() == []


def test_copies_of_one_file_are_a_group_of_one_item(archive: Archive):
    data = (archive.evidence / "会议.jpg").read_bytes()
    (archive.evidence / "又一份.jpg").write_bytes(data)
    bring(archive)
    found = photos.groups(archive.db)
    assert [(len(g.items), g.score) for g in found if len(g.items) == 1] == [(1, 1.0)]


def test_other_content_at_a_place_is_compared_anew(archive: Archive, names):
    archive.compare_photos()
    save(scene(3), archive.evidence / "改厕前.jpg")
    bring(archive)
    assert names() == []


def test_what_is_broken_off_is_compared_the_next_time(archive: Archive, names):
    progress = Progress()
    progress.cancel()
    with pytest.raises(Cancelled):
        archive.compare_photos(progress)
    assert not photos.is_compared(archive.db)
    archive.compare_photos()
    assert len(names()) == 1


def test_another_way_of_judging_compares_all_anew(archive: Archive, names, monkeypatch):
    archive.compare_photos()
    monkeypatch.setattr(photos, "COMPARER", photos.COMPARER + 1)
    assert archive.compare_photos() == 3
    assert names() == [["mmexport.jpg", "改厕前.jpg"]]


def test_the_command(archive: Archive, capsys):
    archive.link([f.id for f in archive.files() if f.path.endswith("改厕前.jpg")], "3")
    archive.close()

    def call(*more: str) -> dict:
        folder = str(archive.folder)
        assert main(["photos", "--archive", folder, "--json", *more], open_window=lambda *_: 0) == 0
        return json.loads(capsys.readouterr().out)

    found = call()
    assert [p["path"] for p in found["photos"]] == ["会议.jpg", "微信/mmexport.jpg", "改厕前.jpg"]
    (group,) = call("--alike")["groups"]
    assert group["score"] > 0.9
    assert {p["path"]: (p["taken"], p["place"], p["indicators"]) for p in group["photos"]} == {
        "改厕前.jpg": ("2025-06-08T09:30:12", [28.5, 116.0], ["3"]),
        "微信/mmexport.jpg": (None, None, []),
    }
    assert "photos" not in call("--alike")
