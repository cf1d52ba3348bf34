"""The command `read`: texts first, then, where asked, what can only be recognised."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from PIL import Image, ImageDraw, ImageFont

from ledger_app.cli import parser
from ledger_app.cli.describing import why_not_read
from ledger_app.core.resources import resource
from ledger_app.vault.model import IN_USE, Location, Status


@pytest.fixture
def archive(tmp_path: Path, small_scheme: Path) -> Path:
    evidence = tmp_path / "evidence"
    evidence.mkdir()
    (evidence / "a.txt").write_text("甲", encoding="utf-8")
    page = Image.new("L", (600, 300), 255)
    font = ImageFont.truetype(str(resource("fonts", "NotoSansSC-Regular.ttf")), 30)
    ImageDraw.Draw(page).text((60, 120), "青山村改厕验收表", font=font, fill=0)
    page.save(evidence / "scan.pdf")
    page.save(evidence / "photo.jpg", quality=90)
    _run(["init", tmp_path / "archive", "--scheme", small_scheme, "--evidence", evidence, "--year", "2025"])
    _run(["scan", "--archive", tmp_path / "archive"])
    return tmp_path / "archive"


def _run(words: list[object]) -> int:
    return parser.main([*map(str, words), "--lang", "en"], open_window=lambda *_: 99)


def _read(archive: Path, capsys: pytest.CaptureFixture[str], *options: str, code: int = 0) -> object:
    capsys.readouterr()
    assert _run(["read", "--archive", archive, "--json", *options]) == code
    return json.loads(capsys.readouterr().out)


def test_a_file_that_could_not_be_read_says_why_in_its_row(
    archive: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (archive.parent / "evidence" / "empty.docx").touch()
    _run(["scan", "--archive", archive])
    _read(archive, capsys)
    _run(["files", "--archive", archive, "--json"])
    found = json.loads(capsys.readouterr().out)
    assert {f["path"]: f["error"] for f in found if f["error"]} == {"empty.docx": "empty"}
    _run(["files", "--archive", archive])
    lines = capsys.readouterr().out.splitlines()
    (at,) = (n for n, line in enumerate(lines) if line.endswith("empty.docx"))
    assert "The file is empty" in lines[at + 1]


def test_a_file_that_is_out_of_reach_is_told(archive: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (archive.parent / "evidence" / "a.txt").unlink()
    capsys.readouterr()
    assert _run(["read", "--archive", archive, "--json"]) == 0
    out, errors = capsys.readouterr()
    assert (json.loads(out)["read"], json.loads(out)["unread"]) == (2, 1)
    assert errors.splitlines() == ["cannot be opened now, and was not read: a.txt"]


@pytest.mark.parametrize(("reason", "said"), [("Permission denied", "Permission denied"), (IN_USE, "in use")])
def test_why_a_file_was_not_opened(reason: str, said: str) -> None:
    place = Location("a.txt", 1, Status.UNREADABLE, 3, 0, 0, None, reason=reason)
    (sentence,) = why_not_read(place, None)
    assert said in sentence


def test_reading_says_what_waits_and_recognising_does_it(
    archive: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    waiting = {"pages": 1, "pictures": 1}
    assert _read(archive, capsys) == {"read": 3, "recognised": 0, "unread": 0, "waiting": waiting}
    nothing = {"pages": 0, "pictures": 0}
    assert _read(archive, capsys, "--ocr") == {"read": 0, "recognised": 2, "unread": 0, "waiting": nothing}
    _run(["search", "改厕验收", "--archive", archive, "--json"])
    found = json.loads(capsys.readouterr().out)
    assert {hit["path"] for hit in found} == {"scan.pdf", "photo.jpg"}


def test_a_pc_that_cannot_recognise_reads_all_the_same(
    archive: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.syspath_prepend(str(Path(__file__).parent / "helpers"))
    assert _run(["read", "--ocr", "--archive", archive]) == 1
    out, errors = capsys.readouterr()
    assert "3 files read" in out
    assert errors == (
        "This PC can't recognise the text of scans and photographs; everything else works, and such files "
        "are found by their names.\n"
    )
