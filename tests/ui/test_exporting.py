"""Papers written from the menus: where the person says, beside the work, with the way to open them."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QPushButton

from ledger_app.ui import dialogs, exporting
from ledger_app.ui.scheme_revision import SchemeRevision


@pytest.mark.parametrize(
    ("command", "ending", "begins"),
    [
        ("report-pdf", ".pdf", b"%PDF"),
        ("report-docx", ".docx", b"PK"),
        ("report-xlsx", ".xlsx", b"PK"),
        ("index-archive", ".pdf", b"%PDF"),
        ("index-inspection", ".pdf", b"%PDF"),
        ("scheme-docx", ".docx", b"PK"),
        ("scheme-xlsx", ".xlsx", b"PK"),
        ("backup", ".zip", b"PK"),
    ],
)
def test_a_paper_is_written_and_offered(
    qtbot, at_rest, window, desk, tmp_path, monkeypatch, command, ending, begins
):
    proposals: list[Path] = []
    target = tmp_path / "结果" / "迎检"
    target.parent.mkdir()

    def choose(_parent, _title, proposed, _kinds):
        proposals.append(proposed)
        return target

    opened: list[Path] = []
    monkeypatch.setattr(dialogs, "choose_target", choose)
    monkeypatch.setattr(exporting, "open_path", opened.append)
    window.actions_by_name[command].trigger()
    qtbot.waitUntil(lambda: any(s.message.key == "written" for s in window.strips.shown), timeout=30_000)
    at_rest(window)
    written = target.with_name(target.name + ending)
    assert written.read_bytes().startswith(begins)
    assert proposals[0].suffix == ending
    assert proposals[0].parent.is_relative_to(window.session.folder)
    window.strips.shown[-1].findChild(QPushButton).click()
    assert opened == [written]


def test_nothing_happens_when_no_place_is_chosen(window, desk, monkeypatch):
    monkeypatch.setattr(dialogs, "choose_target", lambda *_: None)
    window.actions_by_name["report-pdf"].trigger()
    assert not [job for job in window.session.jobs.running if not job.is_quiet]


def test_a_place_that_cannot_be_written_is_said_in_a_sentence(qtbot, window, desk, tmp_path, monkeypatch):
    blocked = tmp_path / "file"
    blocked.write_text("x", encoding="utf-8")
    monkeypatch.setattr(dialogs, "choose_target", lambda *_: blocked / "inside.pdf")
    window.actions_by_name["report-pdf"].trigger()
    qtbot.waitUntil(lambda: bool(window.strips.shown), timeout=30_000)
    assert "inside.pdf" in window.strips.shown[0].message.text


def test_every_file_is_verified(qtbot, window, desk):
    window.actions_by_name["verify"].trigger()
    qtbot.waitUntil(lambda: any(s.message.key == "verified" for s in window.strips.shown), timeout=30_000)
    assert window.strips.shown[0].message.text == "6 件全部与登记的内容一致。"


def test_a_revision_of_the_scheme_is_imported(qtbot, at_rest, window, desk, tmp_path, monkeypatch):
    path = tmp_path / "修订.csv"
    path.write_text(
        "一级指标,二级指标,序号,三级指标,分值,刚性,责任单位,评分标准,佐证材料\n"
        "一、粮食安全,1.粮食生产,1,粮食播种面积,2.5,★,农业农村办,按比例,任务分解文件;统计报表\n",
        encoding="utf-8",
    )
    monkeypatch.setattr("ledger_app.ui.doing.choose_file", lambda *_: path)
    window.actions_by_name["import-scheme"].trigger()
    qtbot.waitUntil(lambda: bool(window.findChildren(SchemeRevision)), timeout=20_000)
    (revision,) = window.findChildren(SchemeRevision)
    qtbot.waitUntil(revision.preview.accept_button.isEnabled, timeout=20_000)
    revision.preview.accept_button.click()
    qtbot.waitUntil(revision.difference.import_button.isEnabled, timeout=20_000)
    revision.difference.import_button.click()
    qtbot.waitUntil(lambda: any(s.message.key == "imported" for s in window.strips.shown), timeout=30_000)
    at_rest(window)
    assert len(window.context.state.scheme.indicators) == 1
    said = next(s.message.text for s in window.strips.shown if s.message.key == "imported")
    assert "指标体系现有 1 项指标" in said
    assert "3 项" in said
    window.actions_by_name["undo"].trigger()
    qtbot.waitUntil(lambda: len(window.context.state.scheme.indicators) == 4, timeout=20_000)
    at_rest(window)
    assert not any(s.message.key == "imported" for s in window.strips.shown)
