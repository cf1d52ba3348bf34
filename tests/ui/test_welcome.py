"""A newcomer comes from nothing to a working archive in three steps."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from ledger_app.archive import DATABASE
from ledger_app.core.resources import resource
from ledger_app.ui import dialogs
from ledger_app.ui.welcome import WelcomePage


@pytest.fixture
def page(window) -> WelcomePage:
    found = window._stack.currentWidget()
    assert isinstance(found, WelcomePage)
    return found


def test_three_steps_lead_to_an_open_archive(qtbot, at_rest, window, page, evidence, monkeypatch):
    monkeypatch.setattr(dialogs, "choose_file", lambda *_: resource("sample", "scheme.docx"))
    monkeypatch.setattr(dialogs, "choose_folder", lambda *_: evidence)
    assert not page.create_button.isEnabled()
    qtbot.mouseClick(page.scheme_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: page.scheme is not None, timeout=20_000)
    assert "6 个大项，63 项指标，其中刚性 19 项、44 分" in page._scheme_said.text()
    assert page.year.value() == page.scheme.year
    assert not page.create_button.isEnabled()
    qtbot.mouseClick(page.evidence_button, Qt.MouseButton.LeftButton)
    assert page.create_button.isEnabled()
    assert page.place.parent == evidence.parent
    place = page.place
    qtbot.mouseClick(page.create_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: window.desk is not None, timeout=20_000)
    qtbot.waitUntil(lambda: len(window.context.state.files) == 6, timeout=20_000)
    at_rest(window)
    assert (place / DATABASE).is_file()
    assert window.context.state.evidence == evidence


def test_a_file_that_is_no_scheme_is_said_in_a_sentence(qtbot, window, page, tmp_path):
    path = tmp_path / "不是指标.docx"
    path.write_text("no", encoding="utf-8")
    page.read(path)
    qtbot.waitUntil(lambda: bool(window.strips.shown), timeout=20_000)
    assert path.name in window.strips.shown[0].message.text
    assert page.scheme is None
    assert page.scheme_button.isEnabled()


def test_places_to_check_are_listed_with_where_they_are(qtbot, page, tmp_path):
    path = tmp_path / "指标.csv"
    path.write_text(
        "一级指标,二级指标,三级指标,分值,责任单位,佐证材料\n"
        "一、粮食,1.生产,播种面积,两分半,农业办,报表\n"
        "一、粮食,1.生产,总产量,2,农业办,报表\n",
        encoding="utf-8",
    )
    page.read(path)
    qtbot.waitUntil(lambda: page.scheme is not None, timeout=20_000)
    assert page.problems.rows.rows
    assert not page.problems.isHidden()
    assert any(p.place and "两分半" in str(p.values) for p in page.problems.rows.rows)


def test_an_archive_opened_last_is_one_key_away(qtbot, window, desk, folder):
    window.actions_by_name["close"].trigger()
    qtbot.waitUntil(lambda: window.session is None, timeout=20_000)
    page = window._stack.currentWidget()
    assert isinstance(page, WelcomePage)
    page.recent.setCurrentRow(0)
    assert page.recent.item(0).text() == f"{folder.name}\n{folder.parent}"
    qtbot.keyClick(page.recent, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.desk is not None, timeout=20_000)
    assert Path(window.session.folder) == folder


def test_an_archive_that_is_gone_leaves_the_recent_ones(qtbot, window, tmp_path):
    gone = tmp_path / "gone"
    window._preferences.remember(gone)
    window.open_archive(gone)
    qtbot.waitUntil(lambda: window.session is None, timeout=20_000)
    qtbot.waitUntil(lambda: window._preferences.recent() == [])
