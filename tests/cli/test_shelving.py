"""`boxes` and `arrange` as a script calls them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ledger_app.cli import parser


class Shell:
    """Runs commands in-process and keeps what they print."""

    def __init__(self, capsys: pytest.CaptureFixture[str], archive: Path) -> None:
        self._capsys = capsys
        self.archive = archive
        self.errors = ""

    def __call__(self, *words: object, code: int = 0, json_out: bool = True):
        call = [*map(str, words), "--lang", "en", *(["--json"] if json_out else [])]
        if words[0] != "init":
            call += ["--archive", str(self.archive)]
        found = parser.main(call, open_window=lambda *_: 99)
        out, self.errors = self._capsys.readouterr()
        assert found == code, (found, out, self.errors)
        return json.loads(out) if json_out and out else out


@pytest.fixture
def shell(capsys: pytest.CaptureFixture[str], tmp_path: Path, small_scheme: Path, evidence: Path) -> Shell:
    shell = Shell(capsys, tmp_path / "archive")
    shell("init", shell.archive, "--scheme", small_scheme, "--evidence", evidence, "--year", 2025)
    shell("scan")
    shell("link", "01粮食/统计报表.txt", "01粮食/任务分解文件.txt", "1")
    shell("link", "02厕所/改厕台账.txt", "3")
    return shell


def paths(boxes: list[dict]) -> list[list[str]]:
    return [[Path(i["path"]).stem for i in box["items"]] for box in boxes]


def test_no_box_yet(capsys, tmp_path, small_scheme, evidence):
    shell = Shell(capsys, tmp_path / "archive")
    shell("init", shell.archive, "--scheme", small_scheme, "--evidence", evidence)
    assert shell("boxes") == []
    assert shell("boxes", json_out=False).strip() == "No file is linked or filed yet."


def test_boxes_are_proposed_and_settled(shell):
    shell("describe", "01粮食/统计报表.txt", "--pages", 30)
    shell("settings", "--fonds", "Z109")
    (box,) = shell("boxes")
    assert {k: box[k] for k in ("number", "year", "retention", "office", "first", "last", "width")} == {
        "number": 1, "year": 2025, "retention": "D30", "office": "", "first": 1, "last": 3, "width": 20,
    }  # fmt: skip
    assert (box["pages"], box["uncounted"], box["settled"], box["printed"]) == (30, 2, False, False)
    assert box["items"][0]["archive_number"] == "Z109-WS·2025-D30-0001"
    assert {i["indicators"][0] for i in box["items"]} == {"1", "3"}
    (box,) = shell("boxes", "--settle")
    assert box["settled"]
    assert shell("undo") == {"name": "settle-boxes"}
    assert not shell("boxes")[0]["settled"]


def test_what_is_said_for_people(shell):
    shell("boxes", "--settle")
    text = shell("boxes", json_out=False)
    assert "Box 1  2025 · 30 years" in text
    assert "3 files whose pages nobody counted" in text
    assert "settled" in text


def test_files_are_filed_moved_and_boxes_begun_and_joined(shell):
    shell("settings", "--offices", "BGS=办公室;DQL=党群办")
    boxes = shell(
        "arrange", "02厕所/改厕台账.txt", "--retention", "Y", "--office", "bgs", "--secrecy", "secret"
    )
    assert [(b["retention"], b["office"]) for b in boxes] == [("Y", "BGS"), ("D30", "")]
    assert boxes[0]["items"][0]["secrecy"] == "secret"
    before = paths(boxes)[1]
    boxes = shell("arrange", f"01粮食/{before[1]}.txt", "--before", f"01粮食/{before[0]}.txt")
    assert paths(boxes)[1] == before[::-1]
    boxes = shell("boxes", "--begin", f"01粮食/{before[0]}.txt", "--width", 40)
    assert [(len(b["items"]), b["width"]) for b in boxes] == [(1, 20), (1, 20), (1, 40)]
    assert len(shell("boxes", "--join", 3)) == 2
    boxes = shell("boxes", "--widen", 2, "--width", 30)
    assert [b["width"] for b in boxes] == [20, 30]
    boxes = shell("arrange", "02厕所/改厕台账.txt", "--retention", "", "--office", "")
    assert [len(b["items"]) for b in boxes] == [3]


def test_settings_hold_paper_and_offices(shell):
    found = shell(
        "settings", "--sheet-thickness", "0.09", "--duplex-originals", "yes", "--offices", "bgs=办公室"
    )
    assert (found["sheet_thickness"], found["duplex_originals"], found["offices"]) == (
        0.09,
        True,
        "BGS=办公室",
    )
    assert shell("settings", "--duplex-originals", "no")["duplex_originals"] is False


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("boxes", "--join", "7"), "There is no box 7"),
        (("boxes", "--join", "1"), "Box 1 is the first"),
        (("boxes", "--begin", "nichts.txt"), "nichts.txt"),
        (("boxes", "--begin", "02厕所/公厕清单.txt"), "lies in no box"),
        (("arrange", "02厕所/改厕台账.txt", "--year", "25"), "four digits"),
        (("arrange", "02厕所/改厕台账.txt", "--office", "办公室"), "names no office"),
        (("arrange", "02厕所/改厕台账.txt", "--out"), "is linked to an indicator"),
        (("settings", "--offices", "办公室"), "names no office"),
        (("settings", "--sheet-thickness", "3"), "mm thick"),
    ],
)
def test_what_cannot_be_is_one_sentence(shell, words, said):
    assert shell(*words, code=2) == ""
    assert said in shell.errors
    assert len(shell.errors.strip().splitlines()) == 1


def test_a_box_too_thick_needs_a_person(shell):
    shell("describe", "02厕所/改厕台账.txt", "--pages", 900)
    boxes = shell("boxes", code=1)
    assert [b["overfull"] for b in boxes] == [False, True]
    assert "thicker than its spine" in shell("boxes", code=1, json_out=False)
