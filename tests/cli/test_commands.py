"""Every command as a script calls it: exit code, one JSON document, one sentence for bad input."""

from __future__ import annotations

import json
import os
import shutil
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
        call = [str(w) for w in words]
        if call[0] not in ("init", "restore") and call[:2] != ["scheme", "check"] and "--archive" not in call:
            call += ["--archive", str(self.archive)]
        call += ["--lang", "en"] + (["--json"] if json_out else [])
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


def test_init_leaves_the_evidence_folder_as_it_is(shell: Shell, evidence: Path) -> None:
    before = {p: p.stat().st_mtime_ns for p in evidence.rglob("*")}
    shell("scan", "--full")
    shell("audit", code=1)
    assert {p: p.stat().st_mtime_ns for p in evidence.rglob("*")} == before


def test_scan_counts(shell: Shell, evidence: Path) -> None:
    report = shell("scan")
    assert (report["seen"], report["added"], report["hashed_bytes"]) == (5, 0, 0)
    (evidence / "01粮食/统计报表.txt").rename(evidence / "报表.txt")
    (evidence / "02厕所/公厕清单.txt").write_text("改过的清单", encoding="utf-8")
    (evidence / "02厕所/改厕台账.txt").unlink()
    (evidence / "新.txt").write_text("新", encoding="utf-8")
    report = shell("scan")
    counts = {k: report[k] for k in ("seen", "added", "moved", "changed", "missing", "unreadable")}
    assert counts == {"seen": 5, "added": 1, "moved": 1, "changed": 1, "missing": 1, "unreadable": 0}


def test_files_keep_their_shape(shell: Shell) -> None:
    files = shell("files")
    assert [f["path"] for f in files] == sorted(f["path"] for f in files)
    assert set(files[0]) >= {
        "id", "path", "status", "size", "sha256", "modified", "title", "document_number", "issuer", "date", "pages",
        "text_source", "indicators",
    }  # fmt: skip
    assert {f["status"] for f in files} == {"present"}


def test_link_and_unlink(shell: Shell, evidence: Path) -> None:
    name = "01粮食/任务分解文件.txt"
    shell("link", name, "1", "--requirement", "1")
    assert [f["path"] for f in shell("files", "--indicator", "1")] == [name]
    assert name not in [f["path"] for f in shell("files", "--unlinked")]
    shell("link", evidence / name, "1", "--requirement", "1")
    shell("unlink", name, "1")
    assert shell("files", "--indicator", "1") == []


def test_several_files_are_one_step_to_undo(shell: Shell) -> None:
    shell("link", "01粮食/任务分解文件.txt", "01粮食/统计报表.txt", "2")
    assert len(shell("files", "--indicator", "2")) == 2
    shell("undo")
    assert shell("files", "--indicator", "2") == []
    shell("redo")
    assert len(shell("files", "--indicator", "2")) == 2


def test_a_link_follows_its_file(shell: Shell, evidence: Path) -> None:
    shell("link", "01粮食/任务分解文件.txt", "1")
    (evidence / "01粮食").rename(evidence / "粮食安全")
    assert shell("scan")["moved"] == 2
    assert [f["path"] for f in shell("files", "--indicator", "1")] == ["粮食安全/任务分解文件.txt"]


def test_audit_says_what_hard_indicators_lack(shell: Shell) -> None:
    audit = shell("audit", code=1)
    assert audit["hard"] == {"total": 2, "complete": 0, "points": 5, "points_at_risk": 5}
    assert audit["excellent_possible"] is False
    severities = [f["severity"] for f in audit["findings"]]
    order = ["veto", "error", "warning", "hint"]
    assert severities == sorted(severities, key=order.index)
    assert {f["indicator"] for f in audit["findings"] if f["severity"] == "veto"} == {"1", "3"}
    for finding in audit["findings"]:
        assert finding["message"]
        assert finding["remedy"]
    for path, code, key in [
        ("01粮食/任务分解文件.txt", "1", "1"),
        ("01粮食/统计报表.txt", "1", "2"),
        ("02厕所/改厕台账.txt", "3", "1"),
        ("待整理/扫描件0012.txt", "3", "2"),
    ]:
        shell("link", path, code, "--requirement", key)
    audit = shell("audit", code=0)
    assert audit["excellent_possible"] is True
    assert audit["hard"]["complete"] == 2


def test_an_audit_is_repeatable(shell: Shell) -> None:
    assert shell("audit", code=1) == shell("audit", code=1)


def test_the_evidence_folder_away_changes_nothing(shell: Shell, evidence: Path) -> None:
    shell("link", "01粮食/任务分解文件.txt", "1", "--requirement", "1")
    before = shell("audit", code=1)
    evidence.rename(evidence.with_name("拔出"))
    assert shell("scan", code=1)["away"]
    during = shell("audit", code=1)
    assert during["findings"] == before["findings"]
    assert {f["status"] for f in shell("files")} == {"present"}
    evidence.with_name("拔出").rename(evidence)
    assert shell("scan")["away"] == ""


def test_reports_and_indexes_are_written(shell: Shell, tmp_path: Path) -> None:
    shell("link", "01粮食/任务分解文件.txt", "1", "--requirement", "1")
    for ending in ("pdf", "docx", "xlsx"):
        target = tmp_path / f"审查.{ending}"
        shell("audit", f"--{ending}", target, code=1)
        assert target.stat().st_size > 1000
    for form in ("archive", "inspection"):
        target = tmp_path / f"{form}.pdf"
        shell("index", target, "--form", form)
        first = target.read_bytes()
        shell("index", target, "--form", form)
        assert target.read_bytes() == first
    older = tmp_path / "older.pdf"
    shell("index", older, "--columns", "7")
    assert b"/MediaBox [ 0 0 595.2756 841.8898 ]" in older.read_bytes()
    assert b"/MediaBox [ 0 0 595.2756 841.8898 ]" not in (tmp_path / "archive.pdf").read_bytes()


def test_verify_finds_a_flipped_bit_that_a_stat_hides(shell: Shell, evidence: Path) -> None:
    assert shell("verify")["differences"] == []
    path = evidence / "02厕所/改厕台账.txt"
    stat = path.stat()
    body = bytearray(path.read_bytes())
    body[0] ^= 1
    path.write_bytes(body)
    os.utime(path, ns=(stat.st_atime_ns, stat.st_mtime_ns))
    found = shell("verify", code=1)
    assert [(d["path"], d["kind"]) for d in found["differences"]] == [("02厕所/改厕台账.txt", "changed")]
    assert found["journal"]["intact"] is True


def test_search_finds_names_and_contents_from_one_character_up(shell: Shell) -> None:
    found = shell("search", "厕")
    assert {h["path"] for h in found[:2]} == {"02厕所/公厕清单.txt", "02厕所/改厕台账.txt"}
    assert [h["path"] for h in found[2:]] == ["待整理/扫描件0012.txt"]
    assert "改厕验收表" in found[2]["snippet"]
    assert [h["path"] for h in shell("search", "厕", "--limit", 1)] == [found[0]["path"]]
    assert shell("search", "没有这个") == []


def test_search_takes_filters_as_options_and_in_the_query(shell: Shell) -> None:
    shell("link", "02厕所/改厕台账.txt", "3")
    assert [h["indicators"] for h in shell("search", "厕", "--indicator", "3")] == [["3"]]
    assert [h["path"] for h in shell("search", "厕 指标:3 年:2025")] == ["02厕所/改厕台账.txt"]
    assert shell("search", "厕 状态:缺失") == []
    shell("search", "厕", "--year", "去年", code=2)
    shell("search", "厕 指标:999", code=2)
    assert shell("rebuild")["read"] == 5
    assert [h["path"] for h in shell("search", "厕 指标:3")] == ["02厕所/改厕台账.txt"]


def test_suggest_ranks_and_accepts(shell: Shell) -> None:
    rows = shell("suggest", "--top", 2)
    best = {r["path"]: r["suggestions"][0]["code"] for r in rows if r["suggestions"]}
    assert best["02厕所/改厕台账.txt"] == "3"
    shell("suggest", "02厕所/改厕台账.txt", "--accept", 0.2)
    assert [f["path"] for f in shell("files", "--indicator", "3")] == ["02厕所/改厕台账.txt"]


def test_suggest_reads_what_is_inside_first(shell: Shell) -> None:
    (row,) = shell("suggest", "待整理/扫描件0012.txt")
    best = row["suggestions"][0]
    assert best["code"] == "3"
    assert 0.3 <= best["score"] <= 1.0
    assert any("改厕验收" in reason for reason in best["because"])


def test_a_rejected_suggestion_stays_away_until_it_is_undone(shell: Shell) -> None:
    file = "02厕所/改厕台账.txt"
    before = shell("suggest", file)
    assert shell("reject", file, "3") == {"files": 1, "indicator": "3"}
    (after,) = shell("suggest", file)
    assert "3" not in [c["code"] for c in after["suggestions"]]
    assert shell("undo") == {"name": "reject-suggestion"}
    assert shell("suggest", file) == before


def test_backup_and_restore(shell: Shell, tmp_path: Path) -> None:
    shell("link", "01粮食/任务分解文件.txt", "1")
    shell("backup", tmp_path / "b.zip")
    shell("restore", tmp_path / "b.zip", tmp_path / "again")
    again = shell("files", "--indicator", "1", "--archive", tmp_path / "again")
    assert [f["path"] for f in again] == ["01粮食/任务分解文件.txt"]


def test_scheme_show_check_and_import(shell: Shell, small_scheme: Path, tmp_path: Path) -> None:
    shown = shell("scheme", "show")
    assert [i["code"] for i in shown["indicators"]] == ["1", "2", "3", "4"]
    assert [i["hard"] for i in shown["indicators"]] == [True, False, True, False]
    checked = shell("scheme", "check", small_scheme)
    assert checked["indicators"] == shown["indicators"]
    shell("link", "02厕所/改厕台账.txt", "3")
    revised = tmp_path / "修订.csv"
    text = small_scheme.read_text(encoding="utf-8").replace(",3,卫生户厕", ",33,卫生户厕")
    revised.write_text(text, encoding="utf-8")
    shell("scheme", "import", revised)
    assert [f["path"] for f in shell("files", "--indicator", "33")] == ["02厕所/改厕台账.txt"]


def test_the_archive_is_found_from_inside(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    inner = shell.archive / "exports"
    inner.mkdir(exist_ok=True)
    monkeypatch.chdir(inner)
    call = ["files", "--json"]
    assert parser.main(call, open_window=lambda *_: 99) == 0


def test_the_language_changes_sentences_not_codes(shell: Shell) -> None:
    english = shell("audit", code=1)
    call = ["audit", "--archive", str(shell.archive), "--lang", "zh_CN", "--json"]
    assert parser.main(call, open_window=lambda *_: 99) == 1
    chinese = json.loads(shell._capsys.readouterr().out)
    assert [f["rule"] for f in chinese["findings"]] == [f["rule"] for f in english["findings"]]
    assert chinese["findings"][0]["message"] != english["findings"][0]["message"]


def test_settings_are_shown_changed_and_undone(shell: Shell, evidence: Path) -> None:
    assert shell("settings")["retention"] == "D30"
    assert shell("settings", "--fonds", "J001", "--retention", "Y")["fonds"] == "J001"
    shell("undo")
    assert shell("settings")["fonds"] == ""
    assert shell("settings", "--inspected", "2026-04-10")["inspected"] == "2026-04-10"


def test_the_evidence_folder_can_move_to_another_place(shell: Shell, evidence: Path, tmp_path: Path) -> None:
    shell("link", "01粮食/任务分解文件.txt", "1")
    moved = tmp_path / "新盘" / "材料"
    moved.parent.mkdir()
    shutil.move(evidence, moved)
    assert shell("scan", code=1)["away"]
    shell("settings", "--evidence", moved)
    report = shell("scan")
    assert (report["away"], report["added"], report["missing"]) == ("", 0, 0)
    assert [f["path"] for f in shell("files", "--indicator", "1")] == ["01粮食/任务分解文件.txt"]


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["files", "--archive", "nowhere"], "nowhere"),
        (["scheme", "check", "nowhere.docx"], "nowhere.docx"),
        (["link", "没有.txt", "1"], "没有.txt"),
        (["link", "01粮食/统计报表.txt", "99"], "99"),
        (["link", "01粮食/统计报表.txt", "1", "--requirement", "9"], "9"),
        (["unlink", "01粮食/统计报表.txt", "1"], "indicator 1"),
        (["files", "--indicator", "99"], "99"),
        (["settings", "--year", "25"], "25"),
        (["settings", "--evidence", "/nowhere"], "/nowhere"),
        (["settings", "--number-template", "{x}"], "{x}"),
        (["settings", "--inspected", "四月十日"], "四月十日"),
        (["notices", "out", "--due", "2026-02-30"], "2026-02-30"),
        (["notices", "out", "--unit", "无此单位"], "无此单位"),
        (["notices"], "folder"),
        (["index", "/nowhere/at/all/x.pdf"], "x.pdf"),
        (["restore", "nowhere.zip", "somewhere"], "nowhere.zip"),
        (["undo", "--archive", "."], "--archive"),
    ],
)
def test_bad_input_gets_one_sentence(shell: Shell, words: list[str], says: str) -> None:
    shell(*words, code=2, json_out=False)
    assert says in shell.errors
    assert shell.errors.count("\n") == 1
    assert "Traceback" not in shell.errors


@pytest.mark.parametrize(
    "words", [["fly"], ["init"], ["scan", "--depth", "3"], ["files", "--status", "lost"]]
)
def test_a_wrong_call_says_so(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        parser.main([*words, "--lang", "zh_CN"], open_window=lambda *_: 99)
    assert ended.value.code == 2
    error = capsys.readouterr().err
    assert "--help" in error
    assert any("一" <= c <= "鿿" for c in error)


def test_a_second_opener_is_told_who_holds_it(shell: Shell) -> None:
    from ledger_app.archive import Archive

    with Archive(shell.archive):
        shell("files", code=2, json_out=False)
    assert "open already" in shell.errors


def test_init_refuses_to_write_over_an_archive(shell: Shell, small_scheme: Path) -> None:
    before = (shell.archive / "ledger.db").read_bytes()
    shell("init", shell.archive, "--scheme", small_scheme, code=2, json_out=False)
    assert (shell.archive / "ledger.db").read_bytes() == before


def test_init_with_bad_input_leaves_nothing_behind(shell: Shell, tmp_path: Path, small_scheme: Path) -> None:
    target = tmp_path / "new"
    empty = tmp_path / "empty.docx"
    empty.write_bytes(b"")
    shell("init", target, "--scheme", empty, code=2, json_out=False)
    shell("init", target, "--scheme", small_scheme, "--evidence", tmp_path / "none", code=2, json_out=False)
    shell("init", target, "--scheme", small_scheme, "--evidence", small_scheme, code=2, json_out=False)
    assert not target.exists()


def test_the_window_is_opened_only_when_asked(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list = []
    parser.main(["gui", str(shell.archive)], open_window=lambda *a: opened.append(a) or 0)
    assert opened == [(shell.archive, None)]
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    assert parser.main([], open_window=lambda *a: opened.append(a) or 0) == 2
    assert len(opened) == 1


def test_an_archive_can_be_carried_away(shell: Shell, tmp_path: Path, small_scheme: Path) -> None:
    home = tmp_path / "stick"
    shell("init", home, "--scheme", small_scheme)
    (home / "evidence" / "a.txt").write_text("a", encoding="utf-8")
    shell("scan", "--archive", home)
    shutil.move(home, tmp_path / "elsewhere")
    report = shell("scan", "--archive", tmp_path / "elsewhere")
    assert (report["seen"], report["added"], report["missing"]) == (1, 0, 0)
