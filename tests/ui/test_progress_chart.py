"""Progress over time: curves, words for each audit, and the same numbers as a table."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from ledger_app.ui.progress_chart import Mark, ProgressChart, places

MARKS = (
    Mark("2026-03-01T09:00:00+08:00", 12.5, 4),
    Mark("2026-03-02T09:00:00+08:00", 9.0, 2),
    Mark("2026-03-05T09:00:00+08:00", 3.0, 0),
)


@pytest.fixture
def chart(qtbot) -> ProgressChart:
    found = ProgressChart()
    qtbot.addWidget(found)
    found.resize(420, 180)
    found.show()
    return found


def test_places_follow_the_time(qtbot):
    assert places(MARKS) == [0.0, 0.25, 1.0]
    assert places(MARKS[:1]) == [0.0]
    assert places([Mark("?", 1, 1), Mark("?", 2, 1), Mark("?", 2, 1)]) == [0.0, 0.5, 1.0]


def test_the_keys_go_from_audit_to_audit_and_say_its_numbers(qtbot, chart):
    chart.show_marks(MARKS)
    curves = chart.curves
    assert "3 分" in curves.accessibleDescription()
    qtbot.keyClick(curves, Qt.Key.Key_Left)
    assert "9 分" in curves.accessibleDescription() and "2 项" in curves.accessibleDescription()
    qtbot.keyClick(curves, Qt.Key.Key_Home)
    qtbot.keyClick(curves, Qt.Key.Key_Left)
    assert curves.chosen == 0
    qtbot.keyClick(curves, Qt.Key.Key_End)
    assert curves.chosen == 2


def test_the_same_numbers_stand_in_a_table_newest_first(chart):
    chart.show_marks(MARKS)
    chart.button.click()
    assert chart.table.isVisible() and not chart.curves.isVisible()
    rows = chart.table.rows
    assert [rows.index(n, 1).data().strip() for n in range(3)] == ["3", "9", "12.5"]


@pytest.mark.parametrize("count", [0, 1, 2, 3])
def test_any_number_of_audits_is_drawn(chart, count):
    chart.show_marks(MARKS[:count])
    picture = chart.grab().toImage()
    assert not picture.isNull()
    assert bool(chart.curves.accessibleDescription())
    assert chart.button.isHidden() is (count == 0)


def test_the_pointer_chooses_the_nearest_audit(qtbot, chart):
    chart.show_marks(MARKS)
    at = chart.curves.rect().center()
    at.setX(int(chart.curves._x(0.25)))
    qtbot.mouseMove(chart.curves, at)
    chart.curves.choose(1)
    assert "9 分" in chart.curves.sentence()
