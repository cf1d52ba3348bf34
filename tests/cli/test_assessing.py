"""What an audit comes to, as a script asks for it: waive, unwaive, whatif, simulate, progress."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ledger_app.cli import parser


class Shell:
    """Runs commands in-process on one archive and returns their JSON."""

    def __init__(self, capsys: pytest.CaptureFixture[str], archive: Path) -> None:
        self._capsys, self.archive, self.errors = capsys, archive, ""

    def __call__(self, *words: object, code: int = 0, json_out: bool = True):
        call = [*map(str, words), *(["--archive", str(self.archive)] if words[0] != "init" else [])]
        call += ["--lang", "en", *(["--json"] if json_out else [])]
        found = parser.main(call, open_window=lambda *_: 99)
        out, self.errors = self._capsys.readouterr()
        assert found == code, (found, out, self.errors)
        return json.loads(out) if json_out and out else out


@pytest.fixture
def shell(capsys: pytest.CaptureFixture[str], tmp_path: Path, small_scheme: Path, evidence: Path) -> Shell:
    shell = Shell(capsys, tmp_path / "archive")
    shell("init", shell.archive, "--scheme", small_scheme, "--evidence", evidence, "--year", 2025)
    shell("scan")
    return shell


def test_audit_tells_the_verdict_and_each_findings_key(shell: Shell) -> None:
    found = shell("audit", code=1)
    verdict = found["verdict"]
    assert verdict["sentence"].startswith("2 of 2 hard indicators")
    assert verdict["total"]["lost"] == verdict["total"]["points"]
    assert [c["indicator"] for c in verdict["causes"]]
    assert all(paper["message"] for c in verdict["causes"] for paper in c["papers"])
    keys = [f["key"] for f in found["findings"]]
    assert len(set(keys)) == len(keys)
    assert all(len(f["pages"]) == len(f["files"]) and f["reasons"] for f in found["findings"])
    assert (found["waived"], found["since"]) == ([], None)
    said = shell("audit", code=1, json_out=False)
    assert keys[0] in said
    assert "★" in said


def test_findings_are_set_aside_and_taken_back(shell: Shell) -> None:
    key = shell("audit", code=1)["findings"][0]["key"]
    (aside,) = shell("waive", key, "--reason", "不适用", "--name", "王主任")
    assert (aside["key"], aside["name"], aside["counts"]) == (key, "王主任", True)
    found = shell("audit", code=1)
    assert [f["key"] for f in found["waived"]] == [key]
    assert found["verdict"]["set_aside"] == [{"name": "王主任", "count": 1}]
    assert found["since"]["cleared"] == []  # somebody has looked; nothing is mended
    assert shell("unwaive", key) == []
    assert key in shell("audit", code=1)["since"]["returned"]


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("waive", "E101-0", "--reason", "x", "--name", "y"), "no finding E101-0"),
        (("waive", "KEY", "--reason", " ", "--name", "y"), "with a reason"),
        (("waive", "KEY", "--reason", "x"), "by a person"),
        (("unwaive", "E101-0"), "no waiver"),
        (("whatif", "nowhere.pdf"), "nowhere.pdf"),
        (("simulate", "模拟"), "has a reviewer"),
        (("simulate", "--deduct", "1=1:x"), "has a name"),
        (("simulate", "", "--award", "1=1:x"), "has a name"),
        (("simulate", "模拟", "--reviewer", "李", "--deduct", "404=1:x"), "no indicator 404"),
    ],
)
def test_bad_calls_get_one_sentence(shell: Shell, words: tuple, sentence: str) -> None:
    key = shell("audit", code=1)["findings"][0]["key"]
    shell(*(key if w == "KEY" else w for w in words), code=2)
    assert sentence in shell.errors
    assert shell.errors.count("\n") == 1
    assert shell("simulate") == []


def test_what_if_names_what_would_fall(shell: Shell) -> None:
    held = shell("scheme", "show")["indicators"]
    indicator = next(i for i in held if i["requirements"])
    path = shell("files")[0]["path"]
    for requirement in indicator["requirements"]:
        shell("link", path, indicator["code"], "--requirement", requirement["key"])
    found = shell("whatif", path)
    assert found["files"] == [path]
    (fall,) = found["indicators"]
    assert (fall["code"], fall["after"]) == (indicator["code"], "lost")
    assert fall["requirements"] == [r["key"] for r in indicator["requirements"]]
    assert shell("whatif", shell("files")[1]["path"])["indicators"] == []
    assert indicator["name"] in shell("whatif", path, json_out=False)


def test_a_mock_assessment_grows_by_deductions(shell: Shell) -> None:
    held = shell("scheme", "show")["indicators"]
    hard = next(i for i in held if i["hard"])
    soft = next(i for i in held if not i["hard"] and not i["bonus"] and i["points"])
    shell("simulate", "县级模拟", "--reviewer", "李科长", "--deduct", f"{soft['code']}=0.5:缺照片:两处")
    (one,) = shell("simulate", "县级模拟", "--deduct", f"{hard['code']}=0.1:未签字")
    assert one["result"] == pytest.approx(one["possible"] - 0.6)
    assert one["hard"] == [hard["code"]]
    assert one["grade"] != "excellent"
    assert [d["reason"] for d in one["deductions"]] == ["缺照片:两处", "未签字"]
    assert "未签字" in shell("simulate", json_out=False)


def test_progress_has_one_entry_for_each_audit_that_differs(shell: Shell) -> None:
    assert shell("progress") == []
    shell("audit", code=1)
    shell("audit", code=1)
    (first,) = shell("progress")
    indicator = next(i for i in shell("scheme", "show")["indicators"] if i["requirements"])
    key = indicator["requirements"][0]["key"]
    shell("link", shell("files")[0]["path"], indicator["code"], "--requirement", key)
    shell("audit", code=1)
    found = shell("progress")
    assert found[0] == first
    assert found[1]["total"]["lost"] < first["total"]["lost"]
    assert len(shell("progress", json_out=False).splitlines()) == 2
