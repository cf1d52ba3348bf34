"""The preview of a scheme: the tree beside its rows, corrected before anything is stored."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtWidgets import QApplication, QPlainTextEdit

from ledger_app.scheme.drafts import Edits
from ledger_app.scheme.headers import Role
from ledger_app.scheme.reading import read_file, read_scheme
from ledger_app.ui import dialogs
from ledger_app.ui.jobs import Jobs
from ledger_app.ui.scheme_import import SchemeImport
from ledger_app.ui.scheme_import_cells import SourceModel
from ledger_app.ui.scheme_import_nodes import Tree, points_text
from ledger_app.ui.scheme_import_tree import leaves
from tests.scheme.corpus.build import MAKERS
from tests.scheme.corpus.plain_layouts import b

TEXT = """\
青山县2025年度乡村振兴考核指标体系（总分9分）,,,,,,,
一级指标,二级指标,序号,三级指标,分值,刚性,责任单位,佐证材料
一、粮食安全（5分）,1.粮食生产,1,粮食播种面积,2.5,★,农业农村办,统计报表
一、粮食安全（5分）,1.粮食生产,2,积分制、清单制,两分半,,农业农村办,台账
二、人居环境（4分）,2.农村厕所,3,卫生户厕改造与管护,2.5,也许,乡村建设办,改厕台账
二、人居环境（4分）,2.农村厕所,4,农村公厕管护,1,,乡村建设办,协议
"""
STRANGE = "甲,乙,丙\n1,粮食播种面积,2.5\n2,农村公厕管护,2\n"


@pytest.fixture
def open_page(qtbot, tmp_path: Path) -> Iterator[Callable[..., SchemeImport]]:
    jobs = Jobs()

    def make(text: str = TEXT, **options: object) -> SchemeImport:
        path = tmp_path / "指标.csv"
        path.write_text(text, encoding="utf-8")
        settings = QSettings(str(tmp_path / "w.ini"), QSettings.Format.IniFormat)
        page = SchemeImport(read_file(path), jobs, settings, action="用", **options)
        qtbot.addWidget(page)
        page.resize(1366, 700)
        page.show()
        qtbot.waitUntil(lambda: not page.is_reading, timeout=20_000)
        return page

    yield make
    jobs.stop()


@pytest.fixture
def page(open_page) -> SchemeImport:
    return open_page()


@pytest.fixture
def settled(qtbot) -> Callable[[SchemeImport], None]:
    return lambda page: qtbot.waitUntil(lambda: not page.is_reading, timeout=20_000)


def scheme(page: SchemeImport):
    return page.shown.draft.scheme


def names(page: SchemeImport) -> list[str]:
    return [n.indicator.code for n in leaves([page.shown.root]) if n.indicator]


def node(page: SchemeImport, code: str):
    return next(n for n in page.tree.nodes.root.leaves() if n.indicator and n.indicator.code == code)


def choose(page: SchemeImport, *codes: str) -> None:
    model = page.tree.selectionModel()
    page.tree.setCurrentIndex(page.tree.nodes.index_of(node(page, codes[0])))
    for code in codes[1:]:
        model.select(
            page.tree.nodes.index_of(node(page, code)), model.SelectionFlag.Select | model.SelectionFlag.Rows
        )


def sections(page: SchemeImport) -> dict[str, str]:
    return {n.name: points_text(n) for n in page.tree.nodes.root.walk() if n.indicator is None}


def fates(page: SchemeImport) -> list[str]:
    return [page.table.cells.fate(row) for row in range(page.table.cells.rowCount())]


def test_the_tree_stands_beside_the_rows_it_comes_from(page):
    assert names(page) == ["1", "2", "3", "4"]
    assert fates(page) == ["表前", "表头", "→ 1★", "→ 2", "→ 3", "→ 4"]
    assert sections(page)["二、人居环境"] == "4 ≠ 3.5"
    assert sections(page)["一、粮食安全"] == "5"  # one of its points is not known
    roles = [page.table.roles.list_of(c).currentData() for c in range(8)]
    assert roles == ["level", "level", "code", "indicator", "points", "hard", "units", "evidence"]
    assert "4 项指标" in page.summary.text()
    assert page.accept_button.isEnabled()


def test_the_cursor_stands_in_a_cell_that_can_be_seen(qtbot, tmp_path):
    jobs = Jobs()
    settings = QSettings(str(tmp_path / "w.ini"), QSettings.Format.IniFormat)
    page = SchemeImport(read_file(b(tmp_path).path), jobs, settings, action="用")
    qtbot.addWidget(page)
    page.resize(1366, 700)
    page.show()
    qtbot.waitUntil(lambda: not page.is_reading, timeout=20_000)
    choose(page, "2")
    index = page.table.currentIndex()
    cell = page.table.cells.grid.rows[index.row()].cells[index.column()]
    assert (cell.row, cell.column) == (index.row(), index.column())
    assert cell.text == "日常工作"
    jobs.stop()


def test_a_text_across_columns_is_measured_across_them(page):
    cells = page.table.cells.grid.rows[0].cells
    wide = replace(cells[0], text="青山县推进乡村振兴战略实绩考核指标体系" * 2)
    row = replace(page.table.cells.grid.rows[0], cells=(wide,) * len(cells))
    page.table.cells.grid = replace(page.table.cells.grid, rows=(row,))
    page.table._fitted = ([], ())
    page.table.fit_rows()
    assert page.table.rowHeight(0) < page.table.fontMetrics().lineSpacing() * 2


def test_a_problem_leads_to_its_row_and_its_indicator(qtbot, page):
    at = next(n for n, p in enumerate(page.problems.rows.rows) if p.code == "points-unclear")
    page.problems.choose(at)
    assert page.table.marked == 3
    assert page.tree.current_node().indicator.code == "2"
    qtbot.keyClick(page.problems, Qt.Key.Key_Return)
    assert page.table.currentIndex().row() == 3


def test_an_indicator_leads_to_its_row_and_a_row_to_its_indicator(page):
    choose(page, "3")
    assert page.table.marked == page.table.currentIndex().row() == 4
    assert page.problems.current().place == "line 5"
    page.table.setCurrentIndex(page.table.cells.index(5, 7))
    assert page.tree.current_node().indicator.code == "4"


def test_a_sum_that_differs_is_counted_where_it_differs(page):
    counted = {n.name: n.problems for n in page.tree.nodes.root.walk() if n.indicator is None}
    assert counted["二、人居环境"] == 1
    assert node(page, "2").problems == 1
    assert node(page, "4").problems == 0
    assert page.tree.nodes.root.children[0].below + page.tree.nodes.root.children[0].problems == len(
        scheme(page).problems
    )


def test_a_cell_is_typed_over_in_place_and_taken_back(qtbot, page, settled):
    page.table.setFocus()
    page.table.setCurrentIndex(page.table.cells.index(3, 4))
    qtbot.keyClick(page.table, Qt.Key.Key_F2)
    editor = page.table.findChild(QPlainTextEdit)
    qtbot.keyClicks(editor, "2.5")
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    assert page.table.cells.index(3, 4).data() == "2.5"  # at once
    settled(page)
    assert scheme(page).indicators[1].points == 2.5
    assert "points-unclear" not in {p.code for p in page.problems.rows.rows}
    assert "两分半" in page.table.cells.index(3, 4).data(Qt.ItemDataRole.ToolTipRole)
    qtbot.keyClick(page, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    settled(page)
    assert scheme(page).indicators[1].points is None
    assert not page.undo_button.isEnabled()
    qtbot.keyClick(page.tree, Qt.Key.Key_Y, Qt.KeyboardModifier.ControlModifier)
    settled(page)
    assert scheme(page).indicators[1].points == 2.5


def test_many_corrections_in_a_row_end_in_the_last(page, settled):
    for points in ("1", "2", "3"):
        page.source.edit_cell(2, 4, points)
    settled(page)
    assert scheme(page).indicators[0].points == 3
    page.undo()
    settled(page)
    assert scheme(page).indicators[0].points == 2


def test_a_column_is_read_as_a_person_says(page, settled):
    box = page.table.roles.list_of(7)
    box.setCurrentIndex(box.findData(Role.IGNORED.value))
    box.activated.emit(box.currentIndex())
    settled(page)
    assert not any(i.requirements for i in scheme(page).indicators)
    assert page.table.roles.list_of(7).font().bold()
    box.setCurrentIndex(box.findData(""))
    box.activated.emit(box.currentIndex())
    settled(page)
    assert scheme(page).indicators[0].requirements
    assert page.edits == Edits()


@pytest.mark.qt_log_ignore("does not support")
def test_f4_opens_the_list_above_the_column(qtbot, page):
    page.table.setFocus()
    page.table.setCurrentIndex(page.table.cells.index(3, 4))
    qtbot.keyClick(page.table, Qt.Key.Key_F4)
    popup = page.table.roles.list_of(4).view()
    assert popup.isVisible()
    page.table.roles.list_of(4).hidePopup()


def test_h_makes_several_hard_or_not(qtbot, page, settled):
    choose(page, "1", "2", "4")
    qtbot.keyClick(page.tree, Qt.Key.Key_H)
    settled(page)
    assert [i.code for i in scheme(page).indicators if i.is_hard] == ["1", "2", "4"]
    assert {n.indicator.code for n in page.tree.selected()} == {"1", "2", "4"}
    qtbot.keyClick(page.tree, Qt.Key.Key_H)
    settled(page)
    assert not any(i.is_hard for i in scheme(page).indicators)
    assert "★" not in "".join(fates(page))


def test_a_heading_marks_all_below_it(page, settled):
    section = next(n for n in page.tree.nodes.root.walk() if n.name == "二、人居环境")
    page.tree.setCurrentIndex(page.tree.nodes.index_of(section))
    page.toggle_hard()
    settled(page)
    assert [i.code for i in scheme(page).indicators if i.is_hard] == ["1", "3", "4"]
    assert "hard-unclear" not in {p.code for p in scheme(page).problems}


def test_a_list_from_a_letter_says_what_it_found(qtbot, page, settled):
    qtbot.keyClick(page.tree, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    assert page.marks.isVisible()
    page.marks.text.setPlainText("卫生户厕改造与管护、积分制、清单制等2项为刚性指标；村容村貌")
    assert "2 项" in page.marks.said.text()
    assert "村容村貌" in page.marks.said.text()
    page.marks.only.setChecked(True)
    page.marks.mark_button.click()
    settled(page)
    assert [i.code for i in scheme(page).indicators if i.is_hard] == ["2", "3"]
    assert not page.marks.isVisible()


def test_esc_in_the_list_leaves_the_list_only(qtbot, page):
    left: list[bool] = []
    page.left.connect(lambda: left.append(True))
    page.open_list()
    qtbot.keyClick(page.marks.text, Qt.Key.Key_Escape)
    assert not page.marks.isVisible()
    assert not left
    qtbot.keyClick(page.tree, Qt.Key.Key_Escape)
    assert left


def test_t_says_which_rows_are_the_header(qtbot, page, settled):
    page.table.setCurrentIndex(page.table.cells.index(2, 0))
    qtbot.keyClick(page.table, Qt.Key.Key_T)
    settled(page)
    assert page.edits.heads == {0: (1, 2)}
    assert names(page) == ["2", "3", "4"]
    qtbot.keyClick(page.table, Qt.Key.Key_T)
    settled(page)
    assert page.edits.heads == {0: (1, 1)}
    assert names(page) == ["1", "2", "3", "4"]


def test_a_table_is_left_out_and_read_again(page, settled):
    page.source.is_read.click()
    settled(page)
    assert not page.accept_button.isEnabled()
    assert page._left_side.currentWidget() is page._empty
    page.source.is_read.click()
    settled(page)
    assert page.accept_button.isEnabled()


def test_what_was_not_recognised_is_read_by_hand(open_page, settled):
    page = open_page(STRANGE)
    assert page._left_side.currentWidget() is page._empty
    assert not page.accept_button.isEnabled()
    page.source.toggle_header(0)
    settled(page)
    for column, role in enumerate((Role.CODE, Role.INDICATOR, Role.POINTS)):
        page.source.choose_role(column, role)
    settled(page)
    assert [(i.code, i.name, i.points) for i in scheme(page).indicators] == [
        ("1", "粮食播种面积", 2.5),
        ("2", "农村公厕管护", 2.0),
    ]
    assert page.accept_button.isEnabled()


def test_corrections_go_through_a_file(open_page, page, settled, tmp_path, monkeypatch):
    page.source.edit_cell(3, 4, "2.5")
    page.source.choose_role(7, Role.DETAIL)
    settled(page)
    path = tmp_path / "校对.json"
    monkeypatch.setattr(dialogs, "choose_target", lambda *_: path)
    monkeypatch.setattr(dialogs, "choose_file", lambda *_: path)
    page.save_edits()
    other = open_page()
    other.load_edits()
    settled(other)
    assert other.edits == page.edits
    path.write_text("{", encoding="utf-8")
    errors: list[object] = []
    other.trouble.connect(errors.append)
    other.load_edits()
    assert [e.code for e in errors] == ["edits-damaged"]


def test_what_is_accepted_is_what_is_shown(page, settled):
    taken: list[object] = []
    page.accepted.connect(taken.append)
    page.source.edit_cell(2, 4, "3")
    page.accept_button.click()  # while it is read anew
    assert taken == []
    settled(page)
    page.accept_button.click()
    assert taken[0].indicators[0].points == 3
    assert taken[0].sha256 == read_scheme(page.file.path).sha256


def test_tab_leaves_the_table(qtbot, page):
    page.activateWindow()
    page.table.setFocus()
    qtbot.keyClick(page.table, Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is not page.table


@pytest.mark.parametrize("make", MAKERS, ids=lambda m: m.__name__)
def test_every_layout_leads_from_each_indicator_to_one_row(make, tmp_path):
    file = read_file(make(tmp_path).path)
    tree = Tree(file.draft(Edits()))
    became: list[str] = []
    for layout, grid in zip(tree.draft.layouts, tree.draft.source.grids, strict=True):
        model = SourceModel()
        model.show(grid, layout, tree, {})
        became += [model.fate(row).rstrip("★") for row in range(len(grid.rows))]
        assert all(model.label(row) for row in range(len(grid.rows)) if grid.rows[row].place != "text")
    wanted = sorted(f"→ {i.code}" for i in tree.draft.scheme.indicators)
    assert sorted(one for one in became if one.startswith("→")) == wanted
    counted = sum(node.problems for node in tree.root.walk())
    assert counted == len(tree.draft.scheme.problems)


# in the window


def test_a_scheme_is_corrected_before_its_archive_is_made(
    qtbot, at_rest, window, evidence, tmp_path, settled
):
    path = tmp_path / "指标.csv"
    path.write_text(TEXT, encoding="utf-8")
    welcome = window._stack.currentWidget()
    assert not welcome.look_button.isVisible()
    welcome.read(path)
    qtbot.waitUntil(lambda: welcome.scheme is not None, timeout=20_000)
    welcome.look_button.click()
    page = window._stack.currentWidget()
    assert isinstance(page, SchemeImport)
    settled(page)
    page.source.edit_cell(3, 4, "2.5")
    settled(page)
    qtbot.keyClick(page.tree, Qt.Key.Key_Escape)
    assert window._stack.currentWidget() is welcome
    assert welcome.scheme.indicators[1].points is None
    welcome.look_button.click()
    page = window._stack.currentWidget()
    settled(page)
    assert page.edits.cells == {(0, 3, 4): "2.5"}  # nothing is lost
    page.accept_button.click()
    assert welcome.scheme.indicators[1].points == 2.5
    welcome.take_evidence(evidence)
    welcome.create()
    qtbot.waitUntil(lambda: window.desk is not None, timeout=20_000)
    at_rest(window)
    assert [i.points for i in window.context.state.scheme.indicators] == [2.5, 2.5, 2.5, 1.0]


def test_a_table_nobody_recognised_opens_its_preview(qtbot, window, tmp_path):
    path = tmp_path / "指标.csv"
    path.write_text(STRANGE, encoding="utf-8")
    window._stack.currentWidget().read(path)
    qtbot.waitUntil(lambda: isinstance(window._stack.currentWidget(), SchemeImport), timeout=20_000)
    qtbot.waitUntil(lambda: not window._stack.currentWidget().is_reading, timeout=20_000)
