"""The coverage by village over the desk: states, filters, places, the way to what is asked for, on paper."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QPalette

from ledger_app.audit import wording_needs
from ledger_app.audit.matrix import Cell, Cover, Matrix, Row
from ledger_app.scheme.model import Indicator, Need, Requirement, Roster, Subject
from ledger_app.ui import matrix_model
from ledger_app.ui.matrix import MatrixSheet
from ledger_app.ui.matrix_model import COUNT, MatrixFilter, MatrixModel
from ledger_app.ui.matrix_view import MatrixView
from ledger_app.ui.window import MainWindow

VILLAGES = ("青山村", "石桥村", "东坪村")


@pytest.fixture
def show(at_rest, window: MainWindow, desk) -> Callable[[], MatrixSheet]:
    def wait() -> MatrixSheet:
        window.do("matrix")
        found = window._stack.currentWidget()
        assert isinstance(found, MatrixSheet)
        at_rest(window)
        return found

    return wait


@pytest.fixture
def does(qtbot, at_rest, window: MainWindow) -> Callable[[Callable[[object], object]], None]:
    """Write something in the archive, and wait until all pages show it."""

    def wait(work: Callable[[object], object]) -> None:
        with qtbot.waitSignal(window.context.state_changed, timeout=20_000):
            window.context.run("", lambda archive, _p: work(archive))
        at_rest(window)

    return wait


def covered(window: MainWindow, archive) -> object:
    """Ask each village for the acceptance forms of indicator 3; one has its own."""
    roster, _changes = archive.add_roster("行政村")
    added = [archive.add_subject(roster.id, name) for name in VILLAGES]
    need = archive.set_need("3", "b", Need(roster=roster.id))
    held = next(f.id for f in archive.files() if f.path.endswith("改厕验收表2025.txt"))
    one = archive.rosters()[0].subjects[0].id
    return need, *added, archive.link([held], "3", requirement="b", subject=one)


def titles(sheet: MatrixSheet) -> list[str]:
    return [matrix_model.title(row) for row in sheet.model.rows]


def test_without_a_roster_the_sheet_leads_to_the_rosters(window, show):
    sheet = show()
    assert sheet._stack.currentWidget() is sheet.empty
    assert not sheet.print.isEnabled()
    sheet.empty.button.click()
    assert type(window._stack.currentWidget()).__name__ == "RostersSheet"


def test_a_roster_that_nothing_asks_for_counts_files(window, show, does):
    does(lambda archive: archive.add_roster("行政村"))
    sheet = show()
    assert "行政村" in sheet.empty._heading.text()
    number = sheet.matrix.roster.id
    does(lambda archive: archive.add_subject(number, "青山村"))
    assert sheet._stack.currentWidget() is sheet.view
    assert len(sheet.model.rows) == 4
    assert sheet.verdict.text() == wording_needs.covered(sheet.matrix)


def test_each_place_has_sign_number_and_words_and_leads_on(qtbot, at_rest, window, show, does):
    does(lambda archive: covered(window, archive))
    sheet = show()
    assert titles(sheet) == ["3 卫生户厕改造与管护 ★", "验收表"]
    model = sheet.model
    assert [model.index(1, n).data() for n in range(3)] == ["√ 1", "×", "×"]
    spoken = model.index(1, 1).data(Qt.ItemDataRole.AccessibleTextRole)
    assert all(words in spoken for words in ("石桥村", "验收表", "缺")), spoken
    assert model.headerData(0, Qt.Orientation.Horizontal) == "青山村"
    assert model.headerData(0, Qt.Orientation.Horizontal, COUNT) == "1/1"
    assert model.headerData(1, Qt.Orientation.Vertical, COUNT) == "1/3"
    sheet.view.setFocus()
    sheet.view.choose(None)
    qtbot.keyClick(sheet.view, Qt.Key.Key_Down)
    qtbot.keyClick(sheet.view, Qt.Key.Key_Right)
    qtbot.keyClick(sheet.view, Qt.Key.Key_Return)
    at_rest(window)
    assert window.desk.current == "indicators"
    page = window.desk.pages["indicators"]
    assert page.list.current_row().text == "验收表"
    again = show()
    assert (again.view.currentIndex().row(), again.view.currentIndex().column()) == (1, 1)


def test_filters_leave_what_is_asked_for(window, show, does):
    does(lambda archive: covered(window, archive))
    sheet = show()
    sheet.only_asked.setChecked(False)
    assert len(sheet.model.rows) == 5
    sheet.only_hard.setChecked(True)
    assert titles(sheet) == ["1 粮食播种面积 ★", "3 卫生户厕改造与管护 ★", "验收表"]
    sheet.only_open.setChecked(True)
    assert titles(sheet) == ["3 卫生户厕改造与管护 ★", "验收表"]


@pytest.mark.parametrize("kind", ["pdf", "xlsx", "csv"])
def test_it_is_written_to_paper(qtbot, window, show, does, tmp_path, monkeypatch, kind):
    does(lambda archive: covered(window, archive))
    sheet = show()
    target = tmp_path / f"覆盖.{kind}"
    monkeypatch.setattr("ledger_app.ui.dialogs.choose_target", lambda *_: target)
    sheet._write(kind)
    qtbot.waitUntil(lambda: bool(window.strips.shown), timeout=20_000)
    assert target.stat().st_size > 100
    assert target.name in window.strips.shown[0].message.text


def test_the_grid_holds_many_households(qtbot):
    subjects = tuple(Subject(n, f"户{n}", village="石桥村") for n in range(300))
    cells = (Cell(Cover.MISSING, 0, 0, 1, 1), Cell(Cover.PARTLY, 1, 0, 1, 1), Cell(Cover.COVERED, 2, 1, 1))
    rows = tuple(
        Row(
            Indicator(str(n), (), f"指标{n}", 1.0, is_hard=n % 2 == 0, id=n),
            Requirement("a", "照片", n) if n % 3 == 0 else None,
            tuple(cells[(n + m) % 3] for m in range(300)),
        )
        for n in range(63)
    )
    matrix = Matrix(Roster(1, "监测户", "household", subjects), rows, rows[0].cells, 2025, "2025-12-01")
    model = MatrixModel(QPalette())
    view = MatrixView(model)
    qtbot.addWidget(view)
    view.resize(1240, 600)
    model.show(matrix, matrix_model.kept(matrix, MatrixFilter(only_open=True, only_hard=True)))
    assert (model.rowCount(), model.columnCount()) == (32, 300)
    with qtbot.waitExposed(view):
        view.show()
    view.setFocus()
    view.choose((62, None, 299))
    assert view.currentIndex().column() == 299
    assert view.place() == (62, None, 299)
    assert not view.grab().isNull()
    qtbot.keyClick(view, Qt.Key.Key_Home)
    assert view.currentIndex().column() == 0
