"""A mock assessment from the keyboard: begun, deducted, corrected, taken back, undone."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from ledger_app.audit.scoring import Deduction, Simulation
from ledger_app.scheme.model import Indicator, Scheme
from ledger_app.ui import simulation_model
from ledger_app.ui.simulation import SimulationSheet
from ledger_app.ui.simulation_model import Kind
from ledger_app.ui.window import MainWindow


@pytest.fixture
def sheet(qtbot, at_rest, window: MainWindow, desk) -> SimulationSheet:
    window.do("simulate")
    found = window._stack.currentWidget()
    assert isinstance(found, SimulationSheet)
    at_rest(window)
    return found


def begin(qtbot, at_rest, window: MainWindow, sheet: SimulationSheet) -> None:
    assert sheet._stack.currentWidget() is sheet.form
    assert sheet.form.reviewer.text() == "测试员"
    sheet.form.name.setText("第一次")
    with qtbot.waitSignal(window.context.state_changed, timeout=20_000):
        qtbot.keyClick(sheet.form.name, Qt.Key.Key_Return)
    at_rest(window)


def choose(sheet: SimulationSheet, code: str) -> None:
    rows = sheet.list.rows.rows
    sheet.list.choose(
        next(n for n, r in enumerate(rows) if r.kind is Kind.INDICATOR and r.indicator.code == code)
    )
    sheet.list.setFocus()


def deduct(qtbot, at_rest, window, sheet, code: str, points: str, reason: str) -> None:
    choose(sheet, code)
    qtbot.keyClicks(sheet.list, "0")
    assert sheet.entry.points.text() == "0"
    sheet.entry.points.setText(points)
    qtbot.keyClick(sheet.entry.points, Qt.Key.Key_Return)
    sheet.entry.reason.setText(reason)
    with qtbot.waitSignal(window.context.state_changed, timeout=20_000):
        qtbot.keyClick(sheet.entry.reason, Qt.Key.Key_Return)
    at_rest(window)


def test_a_deduction_is_stored_at_once_and_undone(qtbot, at_rest, window, sheet):
    begin(qtbot, at_rest, window, sheet)
    assert "7.5" in sheet.total.text()
    deduct(qtbot, at_rest, window, sheet, "2", "0.5", "缺照片")
    assert "7 分" in sheet.total.text()
    (made,) = sheet.simulation.deductions
    assert (made.points, made.reason) == (0.5, "缺照片")
    assert sheet.veto.isHidden()
    assert sheet.list.current().indicator.code == "3"  # on to the next
    with qtbot.waitSignal(window.context.state_changed, timeout=20_000):
        window.do("undo")
    at_rest(window)
    assert sheet.simulation.deductions == ()


def test_a_hard_deduction_rules_out_the_grade(qtbot, at_rest, window, sheet):
    begin(qtbot, at_rest, window, sheet)
    deduct(qtbot, at_rest, window, sheet, "3", "０．５", "验收表未盖章")
    assert not sheet.veto.isHidden()
    assert "卫生户厕" in sheet.veto.text()
    row = next(r for r in sheet.list.rows.rows if r.kind is Kind.DEDUCTION)
    sheet.list.choose(sheet.list.rows.find(row.key))
    assert sheet.entry.points.text() == "0.5"
    sheet.entry.points.setText("1.5")
    with qtbot.waitSignal(window.context.state_changed, timeout=20_000):
        sheet.entry.take()
    at_rest(window)
    assert [d.points for d in sheet.simulation.deductions] == [1.5]
    sheet.list.choose(sheet.list.rows.find(row.key))
    sheet.list.setFocus()
    with qtbot.waitSignal(window.context.state_changed, timeout=20_000):
        qtbot.keyClick(sheet.list, Qt.Key.Key_Delete)
    at_rest(window)
    assert sheet.simulation.deductions == ()
    assert sheet.veto.isHidden()


def test_what_is_missing_is_said_beside_its_field(qtbot, at_rest, window, sheet):
    begin(qtbot, at_rest, window, sheet)
    choose(sheet, "2")
    qtbot.keyClick(sheet.list, Qt.Key.Key_Return)
    sheet.entry.points.setText("许多")
    sheet.entry.take()
    assert not sheet.entry.hint.isHidden()
    sheet.entry.points.setText("0.5")
    sheet.entry.take()
    assert "理由" in sheet.entry.hint.text()
    at_rest(window)
    assert sheet.simulation.deductions == ()


def test_another_can_be_begun_and_removed(qtbot, at_rest, window, sheet):
    begin(qtbot, at_rest, window, sheet)
    sheet.new.click()
    assert sheet._stack.currentWidget() is sheet.form
    sheet.form.left.emit()
    assert sheet._stack.currentWidget() is not sheet.form
    sheet.new.click()
    sheet.form.name.setText("第二次")
    with qtbot.waitSignal(window.context.state_changed, timeout=20_000):
        sheet.form.take()
    at_rest(window)
    assert sheet.simulation.name == "第二次"
    assert sheet.choice.count() == 2
    with qtbot.waitSignal(window.context.state_changed, timeout=20_000):
        sheet.drop.click()
    at_rest(window)
    assert sheet.simulation.name == "第一次"
    sheet.back.click()
    assert window._stack.currentWidget() is window.desk


@pytest.mark.parametrize(
    ("typed", "points"),
    [
        ("0.5", 0.5),
        (" 1 ", 1.0),
        ("０．５", 0.5),
        ("0，5", 0.5),
        ("0", None),
        ("-1", None),
        ("", None),
        ("nan", None),
    ],
)
def test_points_are_read_in_any_digits(typed, points):
    assert simulation_model.given(typed) == points


def test_a_bonus_stands_apart_and_more_than_it_has_does_not_count():
    bonus = Indicator("9", ("三、加分",), "创新", 3.0, is_bonus=True, id=9)
    plain = Indicator("1", ("一、粮食",), "面积", 2.0, id=1)
    scheme = Scheme("考核", 2025, None, (plain, bonus))
    made = (Deduction(1, 1, 5.0, "全缺"), Deduction(2, 9, -2.0, "省级典型"))
    rows = simulation_model.rows(scheme, Simulation(1, "一", "李", "2026-03-01T00:00:00+08:00", made))
    by_key = {r.key: r for r in rows}
    assert by_key["indicator", 1].deducted == "−5"
    assert "2" in by_key["indicator", 1].reason
    assert by_key["indicator", 1].left == "0"
    assert by_key["indicator", 9].deducted == "+2"
    assert by_key["category", "一、粮食"].left == "0"
