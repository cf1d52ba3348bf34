"""What if a file is rejected: asked from any list, answered on a sheet, nothing written."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt

from ledger_app.ui import what_if
from ledger_app.ui.context import Context
from ledger_app.ui.requirement_rows import Kind
from ledger_app.ui.what_if import WhatIfSheet
from ledger_app.ui.window import MainWindow


@pytest.fixture
def linked(qtbot, at_rest, window: MainWindow, desk) -> str:
    """Both papers of the hard indicator 1 are linked; returns the path of one."""
    files = {f.path: f.id for f in window.context.state.files}
    table = next(p for p in files if "统计报表" in p)
    for path, key in ((table, "b"), (next(p for p in files if "任务分解" in p), "a")):
        window.context.run(
            "",
            lambda archive, _p, path=path, key=key: archive.link(
                [files[path]], "1", requirement=key, how="key"
            ),
        )
    at_rest(window)
    return table


def test_a_key_in_the_checklist_says_what_falls(qtbot, at_rest, window, desk, linked):
    file = next(f for f in window.context.state.files if f.path == linked)
    desk.show_page("indicators", indicator=window.context.state.scheme.indicators[0].id, item=file.id)
    at_rest(window)
    page = desk.pages["indicators"]
    assert page.list.current_row().kind is Kind.FILE
    before = window.context.state.next_undo
    qtbot.keyClick(page.list, Qt.Key.Key_W)
    qtbot.waitUntil(lambda: isinstance(window._stack.currentWidget(), WhatIfSheet), timeout=20_000)
    sheet = window._stack.currentWidget()
    (line,) = sheet.falls.rows.rows
    assert "粮食播种面积" in line.where
    assert "统计报表" in line.what
    assert "2.5" in sheet.said.text()
    assert window.context.state.next_undo == before
    with qtbot.waitSignal(window.context.going) as going:
        qtbot.keyClick(sheet.falls, Qt.Key.Key_Return)
    assert going.args[1]["indicator"] == line.fall.indicator.id
    assert desk.current == "indicators"


def test_a_file_that_shows_nothing_is_said_to_cost_nothing(at_rest, window, desk):
    file = next(f for f in window.context.state.files if not f.indicators)
    what_if.ask(window.context, [file])
    at_rest(window)
    assert window._stack.currentWidget() is desk
    assert "没有影响" in window.status._label.text()


def test_when_other_evidence_shows_the_same_nothing_falls(context: Context):
    files = {f.path: f.id for f in context.state.files}
    archive = context._archive
    first, second = (files[p] for p in list(files)[:2])
    archive.link([first, second], "2")
    found = archive.what_if_rejected([first])
    assert found.falls == ()
    assert "没有影响" in what_if.sentence(found)
    both = archive.what_if_rejected([first, second])
    assert [f.indicator.code for f in both.falls] == ["2"]
    assert "1 分" in what_if.sentence(both)
    lost = replace(both, before=replace(both.before, causes=()))
    assert "优秀" in what_if.sentence(lost)
