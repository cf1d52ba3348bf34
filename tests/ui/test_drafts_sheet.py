"""Drafts over the desk: drafted, confirmed and dropped one by one or all, undone."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from ledger_app.ui.drafts import DraftsSheet
from ledger_app.ui.window import MainWindow


@pytest.fixture
def sheet(at_rest, window: MainWindow, desk) -> DraftsSheet:
    window.do("drafts")
    found = window._stack.currentWidget()
    assert isinstance(found, DraftsSheet)
    at_rest(window)
    return found


def drafts(sheet: DraftsSheet) -> list[tuple[str, str]]:
    return [(r.indicator.code, r.requirement.text) for r in sheet.list.rows.rows]


def test_drafts_are_settled_by_keyboard_and_taken_back(qtbot, at_rest, window, sheet):
    def does(act) -> None:
        with qtbot.waitSignal(window.context.state_changed, timeout=20_000):
            act()
        at_rest(window)

    assert sheet._stack.currentWidget() is sheet.empty
    does(sheet.empty.button.click)
    found = drafts(sheet)
    assert len(found) >= 4
    assert sheet.list.currentIndex().row() == 0
    does(lambda: qtbot.keyClick(sheet.list, Qt.Key.Key_0))
    assert drafts(sheet) == found[1:]
    assert sheet.list.currentIndex().row() == 0  # the next one
    does(lambda: qtbot.keyClick(sheet.list, Qt.Key.Key_Return))
    assert drafts(sheet) == found[2:]
    does(sheet.confirm_all.click)
    assert drafts(sheet) == []
    assert sheet._stack.currentWidget() is sheet.empty
    does(lambda: window.do("undo"))
    assert drafts(sheet) == found[2:]
    sheet.list.choose(0)
    qtbot.keyClick(sheet.list, Qt.Key.Key_F2)
    assert window.desk.current == "indicators"
