"""The sheets over the desk: the archive's settings and what of the scheme is to be checked."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from ledger_app.archive import Archive
from ledger_app.ui import dialogs
from ledger_app.ui.scheme_page import SchemePage
from ledger_app.ui.scheme_revision import SchemeRevision
from ledger_app.ui.settings_page import SettingsPage
from ledger_app.ui.window import MainWindow

DOUBTFUL = (
    "考核指标体系\n"
    "一级指标,二级指标,序号,三级指标,分值,刚性,责任单位,评分标准,佐证材料\n"
    "一、粮食安全（9分）,1.粮食生产,1,粮食播种面积,2.5,★,农业农村办,按比例,任务分解文件;统计报表\n"
)


@pytest.fixture
def settings(qtbot, window: MainWindow, desk: object) -> SettingsPage:
    window.do("settings")
    page = window._stack.currentWidget()
    assert isinstance(page, SettingsPage)
    qtbot.waitUntil(page.save_button.isEnabled, timeout=20_000)
    return page


def said(window: MainWindow) -> str:
    return window.status._label.text()


def test_the_settings_show_what_is_stored(settings, window, evidence):
    assert settings.wanted().evidence == str(evidence)
    assert settings.wanted().year == 2025
    assert settings.title.text() == window.context.state.title
    assert settings.retention.currentText() == "定期30年"
    assert "2025-D30-0001" in settings.example.text()


def test_saved_settings_are_one_step_to_undo(qtbot, at_rest, settings, window):
    settings.title.setText("青山镇2025年度")
    settings.fonds.setText("0123")
    settings.retention.setCurrentIndex(settings.retention.findData("Y"))
    assert "0123-WS·2025-Y-0001" in settings.example.text()
    with qtbot.waitSignal(window.context.state_changed, timeout=20_000):
        qtbot.keyClick(settings.title, Qt.Key.Key_Return)
    at_rest(window)
    assert window.context.state.title == "青山镇2025年度"
    assert not isinstance(window._stack.currentWidget(), SettingsPage)
    with qtbot.waitSignal(window.context.state_changed, timeout=20_000):
        window.do("undo")
    at_rest(window)
    assert window.context.state.title != "青山镇2025年度"
    assert "修改设置" in said(window)


def test_a_wrong_pattern_is_said_below_its_field(qtbot, settings, window):
    settings.number_template.setText("{nonsense}")
    assert not settings.errors["number_template"].isHidden()
    assert "{nonsense}" in settings.errors["number_template"].text()
    settings.save()
    qtbot.waitUntil(lambda: not window.session.jobs.running, timeout=20_000)
    assert window._stack.currentWidget() is settings
    assert window.strips.shown == []


def test_the_day_of_the_inspection_is_a_day(qtbot, at_rest, settings, window):
    settings.inspected.setText("四月十日")
    settings.save()
    qtbot.waitUntil(lambda: not settings.errors["inspected"].isHidden())
    assert "四月十日" in settings.errors["inspected"].text()
    settings.inspected.setText("2026-04-10")
    with qtbot.waitSignal(settings.saved):
        settings.save()
    at_rest(window)
    assert window.context._archive.settings().inspected == "2026-04-10"


def test_a_folder_that_has_gone_is_said_below_it(qtbot, settings, tmp_path):
    settings.take_evidence(str(tmp_path / "没有"))
    settings.save()
    qtbot.waitUntil(lambda: not settings.errors["evidence"].isHidden(), timeout=20_000)
    assert "没有" in settings.errors["evidence"].text()


def test_links_stay_when_the_evidence_lies_elsewhere(
    qtbot, at_rest, window, folder, evidence, tmp_path, monkeypatch
):
    with Archive(folder, actor="测试员") as archive:
        held = archive.files()[0]
        archive.link([held.id], "1")
    moved = tmp_path / "新硬盘" / "材料"
    moved.parent.mkdir()
    evidence.rename(moved)
    window.open_archive(folder)
    qtbot.waitUntil(lambda: any(s.message.key == "away" for s in window.strips.shown), timeout=20_000)
    strip = next(s for s in window.strips.shown if s.message.key == "away")
    strip.findChildren(QPushButton)[1].click()
    page = window._stack.currentWidget()
    assert isinstance(page, SettingsPage)
    qtbot.waitUntil(page.save_button.isEnabled, timeout=20_000)
    monkeypatch.setattr(dialogs, "choose_folder", lambda *_: moved)
    page.choose_button.click()
    page.save()

    def is_back() -> bool:
        return (
            window.context is not None
            and window.context.state.evidence == moved
            and window.session.looked_at is not None
            and not window.context.away
            and any(f.indicators for f in window.context.state.files)
        )

    qtbot.waitUntil(is_back, timeout=20_000)
    at_rest(window)
    assert [f.path for f in window.context.state.files if f.indicators] == [held.path]
    assert not any(s.message.key == "away" for s in window.strips.shown)


def test_what_is_doubtful_in_a_scheme_is_one_click_away(qtbot, at_rest, window, desk, tmp_path, monkeypatch):
    path = tmp_path / "修订.csv"
    path.write_text(DOUBTFUL, encoding="utf-8")
    monkeypatch.setattr("ledger_app.ui.doing.choose_file", lambda *_: path)
    window.do("import-scheme")
    qtbot.waitUntil(lambda: isinstance(window._stack.currentWidget(), SchemeRevision), timeout=20_000)
    revision = window._stack.currentWidget()
    qtbot.waitUntil(revision.preview.accept_button.isEnabled, timeout=20_000)
    revision.preview.accept_button.click()
    qtbot.waitUntil(revision.difference.import_button.isEnabled, timeout=20_000)
    revision.difference.import_button.click()
    qtbot.waitUntil(lambda: any(s.message.key == "imported" for s in window.strips.shown), timeout=20_000)
    at_rest(window)
    assert "3 项不再考核" in window.strips.shown[0].message.text
    window.strips.shown[0].findChild(QPushButton).click()
    page = window._stack.currentWidget()
    assert isinstance(page, SchemePage)
    found = page.problems.rows.rows
    assert {"year-missing", "sum-differs"} <= {p.code for p in found}
    assert len(found) == len(window.context.state.scheme.problems)
    qtbot.keyClick(page, Qt.Key.Key_Escape)
    assert window._stack.currentWidget() is window.desk
    qtbot.waitUntil(lambda: window._retired == [], timeout=20_000)
    with qtbot.waitSignal(window.context.state_changed, timeout=20_000):
        window.do("undo")  # the sheet that has gone is not told of it
    at_rest(window)
    assert len(window.context.state.scheme.indicators) == 4


def test_the_same_key_shows_and_leaves_a_sheet(window, desk, settings):
    window.do("settings")
    assert window._stack.currentWidget() is desk


@pytest.mark.parametrize("page", ["overview", "audit", "journal"])
def test_a_page_that_is_gone_to_has_the_keyboard_in_its_list(window, desk, page):
    window.activateWindow()
    desk.show_page(page)
    lists: dict[str, Callable[[], object]] = {
        "overview": lambda: desk.pages["overview"].steps,
        "audit": lambda: desk.pages["audit"].findings,
        "journal": lambda: desk.pages["journal"].entries,
    }
    assert window.focusWidget() is lists[page]()


def test_an_archive_without_steps_has_nothing_to_undo(window, desk):
    assert not window.actions_by_name["undo"].isEnabled()


def test_the_folder_of_what_was_written_is_offered(qtbot, at_rest, window, desk, tmp_path, monkeypatch):
    from ledger_app.ui import exporting

    opened: list[Path] = []
    target = tmp_path / "目录.pdf"
    target.write_bytes(b"an older file")
    monkeypatch.setattr(exporting, "open_path", opened.append)
    monkeypatch.setattr(dialogs, "choose_target", lambda *_: target)
    window.do("index-inspection")
    qtbot.waitUntil(lambda: any(s.message.key == "written" for s in window.strips.shown), timeout=30_000)
    at_rest(window)
    assert target.read_bytes().startswith(b"%PDF")
    window.strips.shown[-1].findChildren(QPushButton)[1].click()
    assert opened == [tmp_path]
