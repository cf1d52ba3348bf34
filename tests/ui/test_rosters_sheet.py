"""The rosters over the desk: empty at first, imported from a table, filled and corrected by keyboard, undone."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from ledger_app.scheme.model import Need
from ledger_app.ui.rosters import RostersSheet
from ledger_app.ui.window import MainWindow


@pytest.fixture
def sheet(at_rest, window: MainWindow, desk) -> RostersSheet:
    window.do("rosters")
    found = window._stack.currentWidget()
    assert isinstance(found, RostersSheet)
    at_rest(window)
    return found


@pytest.fixture
def does(qtbot, at_rest, window: MainWindow) -> Callable[[Callable[[], object]], None]:
    def wait(act: Callable[[], object]) -> None:
        with qtbot.waitSignal(window.context.state_changed, timeout=20_000):
            act()
        at_rest(window)

    return wait


def table(folder: Path) -> Path:
    path = folder / "监测户名册.csv"
    path.write_text(
        "村名,户主,身份证号\n石桥村,张三,1\n石桥村,李四,2\n东坪村,张三,3\n东坪村,张三,4\n", encoding="utf-8"
    )
    return path


def names(sheet: RostersSheet) -> list[tuple[str, str]]:
    return [(s.name, s.village) for s in sheet.subjects.rows.rows]


def test_an_empty_sheet_says_what_rosters_are_for(sheet):
    assert sheet._stack.currentWidget() is sheet.empty
    assert "逐个" in sheet.empty._text.text()
    assert not sheet.buttons["add"].isEnabled()


def test_a_table_is_shown_with_its_doubts_and_imported(qtbot, at_rest, window, sheet, does, tmp_path):
    sheet.import_file(table(tmp_path))
    at_rest(window)
    form = sheet.importing
    assert form.kind.currentData() == "household"
    assert form.listed.text().startswith("共 3 个")
    assert "5" in form.rows.toPlainText()
    assert "张三" in form.rows.toPlainText()
    does(lambda: qtbot.keyClick(form.name, Qt.Key.Key_Return))
    assert names(sheet) == [("张三", "石桥村"), ("李四", "石桥村"), ("张三", "东坪村")]
    assert sheet.roster.name == "监测户名册"
    does(lambda: window.do("undo"))
    assert sheet._stack.currentWidget() is sheet.empty


def test_a_table_of_other_things_says_so_and_is_not_imported(qtbot, at_rest, window, sheet, tmp_path):
    path = tmp_path / "项目.csv"
    path.write_text("a,b\n1,2\n", encoding="utf-8")
    sheet.import_file(path)
    at_rest(window)
    assert not sheet.importing.agree.isEnabled()
    assert "项目名称" in sheet.importing.listed.text()
    qtbot.keyClick(sheet.importing.name, Qt.Key.Key_Escape)
    assert sheet._stack.currentWidget() is sheet.empty
    assert window._stack.currentWidget() is sheet  # Esc left the form alone


def test_a_roster_is_filled_and_corrected_by_keyboard(qtbot, window, sheet, does):
    sheet.buttons["new"].click()
    sheet.roster_line.name.setText("行政村")
    does(lambda: qtbot.keyClick(sheet.roster_line.name, Qt.Key.Key_Return))
    assert sheet._right.currentWidget() is sheet.nobody
    qtbot.keyClick(sheet.list, Qt.Key.Key_N)
    for name in ("石桥村", "大湾村"):
        sheet.subject_line.name.setText(name)
        does(lambda: qtbot.keyClick(sheet.subject_line.name, Qt.Key.Key_Return))
    qtbot.keyClick(sheet.subject_line.name, Qt.Key.Key_Escape)
    assert [n for n, _ in names(sheet)] == ["石桥村", "大湾村"]
    sheet.subjects.choose(1)
    qtbot.keyClick(sheet.subjects, Qt.Key.Key_F2)
    sheet.subject_line.also.setText("大湾、 大弯村")
    does(sheet.subject_line.take)
    assert sheet.subjects.rows.rows[1].also == ("大湾", "大弯村")
    sheet.subjects.choose(0)
    does(lambda: qtbot.keyClick(sheet.subjects, Qt.Key.Key_Delete))
    assert [n for n, _ in names(sheet)] == ["大湾村"]
    does(lambda: window.do("undo"))
    assert [n for n, _ in names(sheet)] == ["石桥村", "大湾村"]
    sheet.list.setFocus()
    qtbot.keyClick(sheet.list, Qt.Key.Key_F2)
    sheet.roster_line.name.setText("全镇各村")
    does(sheet.roster_line.take)
    assert sheet.roster.name == "全镇各村"
    assert [r.name for r in sheet.list.rows.rows] == ["全镇各村"]


def test_a_roster_that_is_asked_for_stays(qtbot, window, sheet, does):
    context = window.context

    def prepare() -> None:
        context.run("", lambda archive, _p: archive.add_roster("行政村"))

    does(prepare)
    number = sheet.roster.id
    does(lambda: context.run("", lambda archive, _p: archive.set_need("3", "b", Need(roster=number))))
    with qtbot.waitSignal(context.trouble, timeout=20_000) as told:
        sheet.buttons["drop"].click()
    assert told.args[0].code == "roster-asked"
    assert sheet.roster.id == number


def test_a_new_roster_is_the_one_that_is_chosen(window, sheet, does):
    for name in ("行政村", "监测户"):
        sheet.buttons["new"].click()
        sheet.roster_line.name.setText(name)
        does(sheet.roster_line.take)
    assert sheet.roster.name == "监测户"
