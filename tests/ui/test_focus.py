"""Where the keyboard is: Tab goes through everything in reading order, and one sees which list has it."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPalette
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from ledger_app.ui.table import Table


@pytest.fixture
def active(qtbot, window, desk) -> None:
    window.activateWindow()
    qtbot.waitUntil(lambda: QApplication.activeWindow() is window)


def tabs_from(start: QWidget, end: QWidget) -> list[QWidget]:
    """Press Tab until a control has the keyboard, and return what had it in between."""
    start.setFocus()
    found: list[QWidget] = []
    while QApplication.focusWidget() is not end and len(found) < 40:
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        found.append(QApplication.focusWidget())
    return found


def test_tab_goes_from_the_search_to_the_list_of_pages_and_on_to_the_page(window, desk, active):
    desk.show_page("journal")
    page = desk.pages["journal"]
    expected = [desk.sidebar, page.anchor_edit, page.verify_button, page.entries]
    assert tabs_from(window.search.edit, page.entries) == expected


@pytest.mark.parametrize(
    ("name", "above", "first"),
    [("audit", "bar", "findings"), ("inbox", "bar", "table"), ("indicators", "filter", "tree")],
)
def test_what_stands_above_a_list_is_reached_before_it(desk, active, name, above, first):
    desk.show_page(name)
    page = desk.pages[name]
    bar, end = getattr(page, above), getattr(page, first)
    assert any(bar is one or bar.isAncestorOf(one) for one in tabs_from(desk.sidebar, end))


def test_a_key_to_a_page_gives_it_the_keyboard(window, desk, active):
    desk.sidebar.setFocus()
    window.show_page("journal")
    assert QApplication.focusWidget() is desk.pages["journal"].entries


def test_the_arrows_in_the_list_of_pages_leave_the_keyboard_there(desk, active):
    desk.sidebar.setFocus()
    QTest.keyClick(desk.sidebar, Qt.Key.Key_Down)
    assert desk.current == "indicators"
    assert QApplication.focusWidget() is desk.sidebar


def ground_of(table: Table) -> QColor:
    """Return the colour beside the words of the chosen row."""
    rect = table.visualRect(table.currentIndex())
    return table.viewport().grab().toImage().pixelColor(rect.left() + 2, rect.center().y())


def test_a_list_shows_by_its_chosen_row_whether_it_has_the_keyboard(desk, active):
    desk.show_page("audit")
    page = desk.pages["audit"]
    page.findings.choose(0)
    page.findings.setFocus()
    lit = ground_of(page.findings)
    page.bar.findChild(QWidget).setFocus()
    desk.sidebar.setFocus()
    quiet = ground_of(page.findings)
    palette = page.findings.palette()
    assert quiet != lit
    assert quiet != palette.color(QPalette.ColorRole.Base)
