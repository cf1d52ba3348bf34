"""`transfer` and `transfer --check` as a script calls them."""

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

    def __call__(self, *words: object, code: int = 0, json_out: bool = True, language: str = "en"):
        call = [*map(str, words), "--lang", language] + (["--json"] if json_out else [])
        if words[0] not in ("init",) and "--check" not in call:
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
    for name, code in (
        ("01粮食/任务分解文件.txt", 1),
        ("01粮食/统计报表.txt", 1),
        ("02厕所/改厕台账.txt", 3),
    ):
        shell("link", name, code)
    return shell


def test_what_was_handed_over_is_answered_and_can_be_checked(shell: Shell, tmp_path: Path) -> None:
    shell("settings", "--fonds", "Z109")
    shell("boxes", "--settle")
    target = tmp_path / "移交包"
    done = shell("transfer", target, code=1)  # texts are no format of the rules: somebody has to ask
    assert done["path"] == str(target) and (done["items"], done["left_out"]) == (3, [])
    assert done["is_sound"] and done["faults"] == 0 and done["warnings"] == len(done["problems"]) > 0
    assert {p["code"] for p in done["problems"]} >= {"format-outside"}
    assert set(done["manifests"]) == {"sha256", "sm3"}
    assert {t["code"]: t["result"] for t in done["tested"]}["GD-1-1"] == "通过"
    checked = shell("transfer", "--check", target, code=1)
    same = ("is_sound", "items", "item_bytes", "files", "manifests", "problems", "tested")
    assert {k: checked[k] for k in same} == {k: done[k] for k in same}
    (target / "说明文件.TXT").write_text("")
    assert not shell("transfer", "--check", target, code=1)["is_sound"]


def test_people_are_told_in_their_language(shell: Shell, tmp_path: Path) -> None:
    shell("boxes", "--settle")
    said = shell("transfer", tmp_path / "a", code=1, json_out=False, language="zh_CN")
    assert "电子档案 3 件" in said and "不缺不多" in said and "档号缺全宗号" in said
    assert "对标 DA/T 70-2018 部分项目" in said and "通过四性检测" not in said
    said = shell("transfer", "--check", tmp_path / "a", code=1, json_out=False)
    assert "3 items" in said and "have no fonds code" in said


def test_items_without_a_number_are_named_and_left_out(shell: Shell, tmp_path: Path) -> None:
    shell("transfer", tmp_path / "a", code=2)
    assert "boxes --settle" in shell.errors and not (tmp_path / "a").exists()
    shell("boxes", "--settle")
    shell("link", "02厕所/公厕清单.txt", 4)
    done = shell("transfer", tmp_path / "a", code=1)
    (left,) = done["left_out"]
    assert (left["reason"], left["number"], left["path"]) == ("unnumbered", "", "02厕所/公厕清单.txt")
    assert "settle the boxes" in left["message"]


def test_wrong_calls_are_one_sentence(shell: Shell, evidence: Path, tmp_path: Path) -> None:
    shell("boxes", "--settle")
    (tmp_path / "full").mkdir()
    (tmp_path / "full/a").touch()
    for words in (
        ("transfer", tmp_path / "full"),
        ("transfer", evidence / "包"),
        ("transfer", tmp_path / "a", "--only", "77"),
        ("transfer", "--check", tmp_path / "full"),
        ("transfer", "--check", tmp_path / "nowhere"),
        ("transfer", "--check", tmp_path / "full", "--only", "1"),
    ):
        shell(*words, code=2)
        assert shell.errors.count("\n") == 1 and "Traceback" not in shell.errors
    assert not (tmp_path / "a").exists() and not (evidence / "包").exists()
