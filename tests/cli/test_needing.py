"""What is needed, for whom, and how far it is covered, from the command line: one story."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from ledger_app.cli import parser

VILLAGES = "序号,行政村\n1,大湾村\n2,石桥村\n"


class Shell:
    """Runs commands in-process and keeps what they print."""

    def __init__(self, capsys: pytest.CaptureFixture[str], archive: Path) -> None:
        self._capsys = capsys
        self.archive = archive
        self.errors = ""

    def __call__(self, *words: object, code: int = 0, json_out: bool = True, lang: str = "en"):
        call = [str(w) for w in words] + ["--lang", lang] + (["--json"] if json_out else [])
        if call[0] != "init":
            call += ["--archive", str(self.archive)]
        found = parser.main(call, open_window=lambda *_: 99)
        out, self.errors = self._capsys.readouterr()
        assert found == code, (found, out, self.errors)
        return json.loads(out) if json_out and out else out


@pytest.fixture
def shell(capsys: pytest.CaptureFixture[str], tmp_path: Path, small_scheme: Path, evidence: Path) -> Shell:
    shell = Shell(capsys, tmp_path / "archive")
    for name in ("大湾村改厕照片1", "大湾村改厕照片2", "扫描件3"):
        (evidence / f"{name}.txt").write_text(f"{name} 2025年6月8日", encoding="utf-8")
    shell("init", shell.archive, "--scheme", small_scheme, "--evidence", evidence, "--year", 2025)
    shell("scan")
    return shell


def rules(audit: dict, code: str) -> list[str]:
    return [f["rule"] for f in audit["findings"] if f["indicator"] == code and f["rule"].startswith("E10")]


def test_villages_are_asked_for_one_by_one(shell: Shell, tmp_path: Path) -> None:
    roster = tmp_path / "行政村.csv"
    roster.write_text(VILLAGES, encoding="utf-8")
    found = shell("roster", "import", roster, "--name", "各村")
    assert [s["name"] for s in found["subjects"]] == ["大湾村", "石桥村"]
    assert found["problems"] == []

    shell("requirement", "add", "3", "改厕前后照片", "--kind", "list", "--count", 2, "--roster", "各村")
    listed = shell("requirement", "list", "3")
    assert [(r["key"], r["text"], r["by_hand"]) for r in listed] == [
        ("1", "改厕台账", False),
        ("2", "验收表", False),
        ("3", "改厕前后照片", True),
    ]
    assert listed[2]["need"] == {
        "kinds": ["list"],
        "count": 2,
        "every": None,
        "since": None,
        "until": None,
        "signed": False,
        "sealed": False,
        "roster": "各村",
        "chain": None,
        "step": None,
        "instead": None,
    }

    for n in (1, 2):
        shell("link", f"大湾村改厕照片{n}.txt", "3", "--requirement", "3")
    audit = shell("audit", code=1)
    assert "E105" in rules(audit, "3")
    lacking = next(f for f in audit["findings"] if f["rule"] == "E105")
    assert "石桥村" in lacking["message"] and "大湾村" not in lacking["message"]

    cells = shell("matrix", code=1)
    assert [s["name"] for s in cells["subjects"]] == ["大湾村", "石桥村"]
    assert [c["state"] for c in cells["totals"]] == ["covered", "missing"]
    table = tmp_path / "覆盖表.csv"
    shell("matrix", "--csv", table, code=1)
    rows = list(csv.reader(table.read_text(encoding="utf-8-sig").splitlines()))
    assert rows[0][3:] == ["大湾村", "石桥村"]
    assert ["3", "卫生户厕改造与管护", "改厕前后照片", "covered", "missing"] in rows

    shell("link", "扫描件3.txt", "3", "--requirement", "3", "--subject", "石桥村")
    audit = shell("audit", code=1)
    assert "E105" not in rules(audit, "3") and "E104" in rules(audit, "3")
    shell("requirement", "set", "3", "3", "--count", 1)
    audit = shell("audit", code=1)
    assert not {"E104", "E105"} & set(rules(audit, "3"))
    assert [c["state"] for c in shell("matrix")["totals"]] == ["covered", "covered"]


def test_a_seal_is_confirmed_and_taken_back(shell: Shell) -> None:
    shell("link", "大湾村改厕照片1.txt", "3", "--requirement", "2")
    shell("requirement", "set", "3", "2", "--sealed")
    assert "E108" in rules(shell("audit", code=1), "3")
    assert shell("attest", "大湾村改厕照片1.txt", "sealed") == {"files": 1, "what": "sealed"}
    assert "E108" not in rules(shell("audit", code=1), "3")
    shell("attest", "大湾村改厕照片1.txt", "sealed", "--withdraw")
    assert "E108" in rules(shell("audit", code=1), "3")
    shell("requirement", "set", "3", "2", "--no-sealed")
    assert "E108" not in rules(shell("audit", code=1), "3")


def test_drafts_wait_to_be_confirmed(shell: Shell) -> None:
    drafts = shell("requirement", "draft")
    assert {(d["indicator"], d["key"]) for d in drafts} >= {("1", "2"), ("3", "1")}
    assert all(d["drafted"] for d in drafts)
    shell("requirement", "confirm", "1", "2")
    assert shell("requirement", "list", "1")[1]["need"]["sealed"]
    shell("requirement", "dismiss", code=2)
    assert "--all" in shell.errors
    shell("requirement", "dismiss", "--all")
    assert shell("requirement", "list", "--drafts") == []


def test_a_chain_is_chosen_from_the_usual_ones(shell: Shell) -> None:
    assert "toilets" in [t["template"] for t in shell("requirement", "template")]
    found = shell("requirement", "template", "3", "toilets")
    assert [(r["key"], r["need"]["step"]) for r in found] == [("1", 1), ("2", 3), ("3", 2), ("4", 4)]
    shell("requirement", "set", "3", "4", "--place", 1, "--chain", "none", "--step", 1)
    listed = shell("requirement", "list", "3")
    assert [r["key"] for r in listed] == ["4", "1", "2", "3"]
    assert listed[0]["need"]["chain"] is None
    shell("requirement", "remove", "3", "3", "4")
    assert [r["key"] for r in shell("requirement", "list", "3")] == ["1", "2"]


def test_a_roster_is_kept_by_hand(shell: Shell) -> None:
    shell("roster", "add", "监测户", "张三", "--kind", "household", "--village", "大湾村", "--also", "张老三")
    shown = shell("roster", "show", "监测户")
    assert [(s["name"], s["also"], s["village"]) for s in shown["subjects"]] == [
        ("张三", ["张老三"], "大湾村")
    ]
    assert shell("roster", "list") == [{"name": "监测户", "kind": "household", "subjects": 1}]
    assert shell("roster", "remove", "监测户", "张三")["subjects"] == []
    assert shell("roster", "remove", "监测户") == []


def test_a_name_of_two_lines_is_one_name(shell: Shell) -> None:
    for subject in ("张三", "李四"):
        found = shell("roster", "add", "a\nb", subject, "--kind", "household", "--village", "大湾村")
    assert (found["name"], len(found["subjects"])) == ("a b", 2)
    assert shell("roster", "show", "a\nb") == shell("roster", "show", "a b")


def test_a_refused_name_leaves_no_roster_behind(shell: Shell) -> None:
    for words in (("村" * 10_000,), ("张三", "--also", "张" * 61), ("张三", "--village", "村" * 61)):
        shell("roster", "add", "各户", *words, "--kind", "household", code=2)
        assert "1 to 60 characters" in shell.errors
        assert shell("roster", "list") == []


@pytest.mark.parametrize(
    "words",
    [
        ("requirement", "add", "99", "照片"),
        ("requirement", "add", "3", "改厕台账"),
        ("requirement", "set", "3", "9", "--count", "2"),
        ("requirement", "set", "3", "1", "--kind", "picture"),
        ("requirement", "set", "3", "1", "--since", "2025-99-01"),
        ("requirement", "template", "3"),
        ("roster", "import", "没有.xlsx"),
        ("roster", "show", "各村"),
        ("matrix",),
        ("link", "扫描件3.txt", "3", "--subject", "大湾村"),
    ],
)
def test_a_wrong_call_gets_one_sentence(shell: Shell, words: tuple[str, ...]) -> None:
    for language in ("en", "zh_CN"):
        assert shell(*words, code=2, lang=language) == ""
        assert shell.errors.strip() and "Traceback" not in shell.errors


def test_people_read_what_is_needed(shell: Shell) -> None:
    shell(
        "requirement", "set", "3", "1", "--kind", "list", "--every", "quarter", "--chain", "改厕", "--step", 1
    )
    shown = shell("requirement", "list", "3", json_out=False)
    assert "改厕台账 – Register; every quarter; step 1 of “改厕”" in shown
