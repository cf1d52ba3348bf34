"""`scheme diff`, `scheme import --pair` and `scheme export` as a script calls them."""

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
        call = [*(str(w) for w in words), "--archive", str(self.archive), "--lang", "en"]
        found = parser.main(call + ["--json"] * json_out, open_window=lambda *_: 99)
        out, self.errors = self._capsys.readouterr()
        assert found == code, (found, out, self.errors)
        return json.loads(out) if json_out and out else out


@pytest.fixture
def shell(capsys: pytest.CaptureFixture[str], tmp_path: Path, small_scheme: Path, evidence: Path) -> Shell:
    shell = Shell(capsys, tmp_path / "archive")
    shell("init", shell.archive, "--scheme", small_scheme, "--evidence", evidence, "--year", 2025)
    shell("scan")
    shell("link", evidence / "02厕所" / "公厕清单.txt", "4")
    return shell


@pytest.fixture
def revised(tmp_path: Path, small_scheme: Path) -> Path:
    """The small scheme with one indicator re-worded, one worth more and hard, and one replaced."""
    text = small_scheme.read_text(encoding="utf-8")
    text = text.replace("撂荒耕地复耕复种,1,,", "撂荒耕地复耕复种,1.5,★,").replace(
        "任务分解文件;", "任务分解文件、回执;"
    )
    text = text.replace(
        "4,农村公厕管护,1,,规划建设办,每座不达标扣0.2分", "4,平安建设,1,,综治办,越级上访每起扣0.2分"
    )
    path = tmp_path / "修订2025年度.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_diff_writes_nothing_and_names_what_changes(shell: Shell, revised: Path, small_scheme: Path) -> None:
    before = shell("scheme", "show")
    found = shell("scheme", "diff", revised, code=1)
    assert shell("scheme", "show") == before
    assert found["counts"] == {"name": 1, "scoring": 1, "requirements": 1, "points": 1, "hard": 1, "units": 1}
    entry = next(e for e in found["entries"] if e["doubt"])
    assert (entry["old"]["name"], entry["new"]["name"], entry["how"]) == ("农村公厕管护", "平安建设", "code")
    assert entry["attached"]["links"] == 1
    (reworded,) = found["entries"][0]["requirements"]
    assert (reworded["old"], reworded["new"]) == ("任务分解文件", "任务分解文件、回执")
    assert shell("scheme", "diff", small_scheme)["counts"] == {}
    said = shell("scheme", "diff", revised, code=1, json_out=False)
    assert "Only the number is the same" in said and "Became hard" in said
    assert "Points 1 → 1.5" in said and "4 农村公厕管护 → 4 平安建设" in said


def test_a_link_laid_aside_is_told(shell: Shell, revised: Path) -> None:
    found = shell("scheme", "diff", revised, "--unpair", "4", code=1)
    assert found["counts"]["gone"] == found["counts"]["new"] == 1
    assert "1 link hangs on it" in shell("scheme", "diff", revised, "--unpair", "4", code=1, json_out=False)


def test_import_takes_a_pairing(shell: Shell, revised: Path) -> None:
    shell("scheme", "import", revised, "--unpair", "4")
    assert shell("files", "--indicator", "4") == []
    shell("undo")
    assert [f["indicators"] for f in shell("files", "--indicator", "4")] == [["4"]]
    shell("scheme", "import", revised, "--unpair", "4", "--pair", "3=4")
    assert shell("files", "--indicator", "4") == []
    shell("undo")
    assert shell("scheme", "import", revised, code=1)["problems"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--pair", "9=1"], "no indicator 9"),
        (["--pair", "1=9"], "The file has no indicator 9"),
        (["--unpair", "9"], "no indicator 9"),
        (["--pair", "1=2", "--pair", "3=2"], "2 is paired twice"),
        (["--pair", "1=2", "--unpair", "1"], "1 is paired twice"),
    ],
)
def test_a_pair_of_what_is_not_there_is_refused(
    shell: Shell, revised: Path, words: list[str], said: str
) -> None:
    assert shell("scheme", "import", revised, *words, code=2) == ""
    assert said in shell.errors


def test_a_pair_without_two_sides_is_refused(
    shell: Shell, revised: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as caught:
        shell("scheme", "diff", revised, "--pair", "3")
    assert caught.value.code == 2 and "OLD=NEW" in capsys.readouterr().err


@pytest.mark.parametrize("ending", [".docx", ".xlsx"])
def test_an_export_imports_to_the_same_scheme(shell: Shell, tmp_path: Path, ending: str) -> None:
    target = tmp_path / f"指标体系{ending}"
    found = shell("scheme", "export", target)
    assert found == {"path": str(target), "indicators": 4, "differs": []}
    assert shell("scheme", "diff", target)["counts"] == {}
    before = shell("scheme", "show")
    shell("scheme", "import", target)
    after = shell("scheme", "show")
    places = [i.pop("place") for s in (before, after) for i in s["indicators"]]
    assert len(places) == 8 and before["indicators"] == after["indicators"]
    assert "read back" in shell("scheme", "export", target, json_out=False)


@pytest.mark.parametrize(
    "words",
    [
        ("audit", "--pdf", "FOLDER/审计.pdf"),
        ("index", "FOLDER/目录.pdf"),
        ("notices", "FOLDER/催办"),
        ("scheme", "export", "FOLDER/体系.xlsx"),
        ("backup", "FOLDER/备份.zip"),
        ("matrix", "--csv", "FOLDER/矩阵.csv"),
    ],
)
def test_nothing_new_is_written_among_the_evidence(
    shell: Shell, evidence: Path, words: tuple[str, ...]
) -> None:
    if words[0] == "matrix":
        shell("roster", "add", "各村", "大湾村")
    before = sorted(evidence.rglob("*"))
    shell(*(w.replace("FOLDER", str(evidence / "02厕所")) for w in words), code=2)
    assert "would take it for evidence" in shell.errors and shell.errors.count("\n") == 1
    assert sorted(evidence.rglob("*")) == before


def test_an_archive_among_its_evidence_keeps_its_papers(shell: Shell, evidence: Path) -> None:
    shell.archive.rename(evidence / "台账")
    shell.archive = evidence / "台账"
    shell("settings", "--evidence", evidence)
    before = len(shell("files"))
    for words in (
        ("scheme", "export", shell.archive / "体系.docx"),
        ("backup", shell.archive / "exports/a.zip"),
    ):
        shell(*words)
    shell("scan")
    assert len(shell("files")) == before


@pytest.mark.parametrize("option", ["pdf", "docx", "xlsx"])
def test_a_report_is_named_as_what_it_is(shell: Shell, tmp_path: Path, option: str) -> None:
    target = tmp_path / f"报告.{'docx' if option == 'pdf' else 'pdf'}"
    shell("audit", f"--{option}", target, code=2)
    assert f"ends in .{option}." in shell.errors and not target.exists()
    assert shell("progress") == []


def test_an_export_never_replaces_evidence(shell: Shell, evidence: Path) -> None:
    ours = evidence / "02厕所" / "公厕清单.docx"
    ours.write_bytes(b"evidence")
    shell("scheme", "export", ours, code=2)
    assert ours.read_bytes() == b"evidence"
    shell("scheme", "export", evidence.parent / "a.pdf", code=2)
    assert ".docx nor .xlsx" in shell.errors
