"""The indicators page on a real archive: tree, checklist, links by drop and key, undo."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QModelIndex, QPoint, Qt, QUrl

from ledger_app.evidence.model import HeldFile
from ledger_app.scheme.model import Indicator
from ledger_app.ui import evidence_mime, indicator_menus
from ledger_app.ui.context import Context
from ledger_app.ui.indicator_progress import Sign
from ledger_app.ui.indicators import IndicatorsPage
from ledger_app.ui.link_picker import Picker
from ledger_app.ui.requirement_list import spoken
from ledger_app.ui.requirement_rows import Kind, Row


@pytest.fixture
def page(qtbot, context: Context) -> IndicatorsPage:
    shown = IndicatorsPage(context)
    qtbot.addWidget(shown)
    shown.resize(1240, 680)
    with qtbot.waitExposed(shown):
        shown.show()
    qtbot.waitUntil(lambda: shown.reading is not None)
    qtbot.waitUntil(lambda: not context.jobs.running)
    return shown


def indicator(context: Context, code: str) -> Indicator:
    return next(i for i in context.state.scheme.indicators if i.code == code)


def file(context: Context, end: str) -> HeldFile:
    return next(f for f in context.state.files if f.path.endswith(end))


def rows(page: IndicatorsPage, kind: Kind) -> list[Row]:
    return [r for r in page.list.row_model.rows if r.kind is kind]


def drop(page: IndicatorsPage, data: QMimeData, text: str) -> None:
    """Drop on the row with this text, as the view does."""
    at = next(n for n, r in enumerate(page.list.row_model.rows) if r.text == text)
    index = page.list.row_model.index(at)
    assert page.list.row_model.dropMimeData(data, Qt.DropAction.CopyAction, -1, -1, index)


@pytest.fixture
def linked(qtbot) -> Callable[[IndicatorsPage, int], None]:
    """Wait until the state has so many links and the page shows them."""

    def wait(page: IndicatorsPage, count: int) -> None:
        qtbot.waitUntil(
            lambda: (
                page.reading is not None
                and page.reading.state is page.context.state
                and len(page.context.state.links) == count
            ),
            timeout=10_000,
        )

    return wait


def test_the_tree_shows_every_level_with_its_completeness(page: IndicatorsPage, context: Context):
    nodes = page.tree.nodes
    assert nodes.rowCount() == 2
    top = nodes.index(1, 0)
    assert top.data() == "二、人居环境"
    assert nodes.index(1, 1).data() == "4"
    assert nodes.index(1, 2).data(Qt.ItemDataRole.AccessibleTextRole).startswith("已有 0/3 项")
    leaf = nodes.index(0, 0, nodes.index(0, 0, top))
    assert leaf.data() == "3  卫生户厕改造与管护 ★"
    assert leaf.siblingAtColumn(2).data() == str(Sign.GAP)


def test_a_drop_on_a_requirement_links_it_and_the_levels_count_it(
    page: IndicatorsPage, context: Context, linked
):
    page.show_target(indicator=indicator(context, "3").id)
    held = file(context, "改造台账.txt")
    drop(page, evidence_mime.pack([held.id], [held.path], context.state.evidence), "改厕台账")
    linked(page, 1)
    (link,) = context.state.links
    assert (link.item, link.how) == (held.id, "drag")
    assert link.requirement == indicator(context, "3").requirements[0].id
    assert rows(page, Kind.FILE)[0].held == file(context, "改造台账.txt")
    assert page.tree.nodes.index(1, 2).data(Qt.ItemDataRole.AccessibleTextRole).startswith("已有 1/3 项")


def test_a_drop_on_the_tree_links_the_indicator_as_a_whole(page: IndicatorsPage, context: Context, linked):
    held = file(context, "会议通知.txt")
    node = page.tree.nodes.find_indicator(indicator(context, "2").id)
    assert node is not None
    data = evidence_mime.pack([held.id], [held.path], context.state.evidence)
    page.tree.nodes.dropMimeData(data, Qt.DropAction.CopyAction, -1, -1, page.tree.nodes.index_of(node))
    linked(page, 1)
    assert context.state.links[0].requirement is None
    assert not page.tree.nodes.dropMimeData(
        data, Qt.DropAction.CopyAction, -1, -1, page.tree.nodes.index(0, 0)
    )


def test_a_new_file_from_the_file_manager_is_taken_in_and_linked(
    page: IndicatorsPage, context: Context, linked, evidence: Path
):
    fresh = evidence / "人居环境" / "新验收表.txt"
    fresh.write_text("验收 2025", encoding="utf-8")
    page.show_target(indicator=indicator(context, "3").id)
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(fresh))])
    drop(page, data, "验收表")
    linked(page, 1)
    assert context.state.links[0].item == file(context, "新验收表.txt").id


def test_a_folder_from_the_file_manager_links_all_in_it(
    page: IndicatorsPage, context: Context, linked, evidence: Path
):
    page.show_target(indicator=indicator(context, "1").id)
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(evidence / "粮食"))])
    drop(page, data, "统计报表")
    linked(page, 2)


def test_a_file_from_elsewhere_is_refused_in_a_sentence(
    qtbot, page: IndicatorsPage, context: Context, tmp_path: Path
):
    outside = tmp_path / "桌面.pdf"
    outside.write_bytes(b"x")
    page.show_target(indicator=indicator(context, "3").id)
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(outside))])
    with qtbot.waitSignal(context.said) as said:
        drop(page, data, "验收表")
    assert "桌面.pdf" in said.args[0] and str(context.state.evidence) in said.args[0]
    assert context.state.links == ()


def test_l_picks_files_for_a_gap_and_ctrl_z_takes_them_back(
    qtbot, page: IndicatorsPage, context: Context, linked
):
    page.show_target(indicator=indicator(context, "3").id)
    page.list.choose(lambda r: r.text == "验收表")
    qtbot.keyClick(page.list, Qt.Key.Key_L)
    qtbot.waitUntil(lambda: page.findChild(Picker) is not None)
    picker = page.findChild(Picker)
    picker.edit.setText("改厕验收")
    qtbot.keyClick(picker.edit, Qt.Key.Key_Return)
    linked(page, 1)
    assert context.state.links[0].requirement == indicator(context, "3").requirements[1].id

    context.run("", lambda archive, _: archive.db.undo())
    linked(page, 0)
    assert rows(page, Kind.FILE) == []


def test_l_on_a_file_links_it_elsewhere_too(qtbot, page: IndicatorsPage, context: Context, linked):
    held = file(context, "改造台账.txt")
    context.run("", lambda archive, _: archive.link([held.id], "3", requirement="a", how="key"))
    linked(page, 1)
    page.show_target(indicator=indicator(context, "3").id, item=held.id)
    qtbot.keyClick(page.list, Qt.Key.Key_L)
    picker = page.findChild(Picker)
    picker.edit.setText("公厕 管护协议")
    qtbot.keyClick(picker.edit, Qt.Key.Key_Return)
    linked(page, 2)
    assert context.state.links[1].indicator == indicator(context, "4").id


def test_del_unlinks_from_this_requirement_only(qtbot, page: IndicatorsPage, context: Context, linked):
    held = file(context, "改造台账.txt")
    for key in ("a", "b"):
        context.run("", lambda archive, _, k=key: archive.link([held.id], "3", requirement=k, how="key"))
    linked(page, 2)
    page.show_target(indicator=indicator(context, "3").id, item=held.id)
    assert page.list.current_row().requirement.key == "a"
    qtbot.keyClick(page.list, Qt.Key.Key_Delete)
    linked(page, 1)
    assert [r.requirement.key for r in rows(page, Kind.FILE)] == ["b"]


def test_enter_adopts_a_candidate_at_its_gap(qtbot, page: IndicatorsPage, context: Context, linked):
    page.show_target(indicator=indicator(context, "3").id)
    page.list.choose(lambda r: r.kind is Kind.CANDIDATE and "验收表" in r.text)
    row = page.list.current_row()
    assert row.requirement.text == "验收表"
    assert spoken(row).startswith("候选文件，按 Enter 采用")
    qtbot.keyClick(page.list, Qt.Key.Key_Return)
    linked(page, 1)
    (link,) = context.state.links
    assert (link.requirement, link.how) == (row.requirement.id, "candidate")


def test_the_button_at_a_gap_adopts(qtbot, page: IndicatorsPage, context: Context, linked):
    page.show_target(indicator=indicator(context, "3").id)
    at = next(n for n, r in enumerate(page.list.row_model.rows) if r.kind is Kind.CANDIDATE)
    rect = page.list.visualRect(page.list.row_model.index(at))
    near_the_end = rect.center() + QPoint(rect.width() // 2 - 30, 0)
    qtbot.mouseClick(page.list.viewport(), Qt.MouseButton.LeftButton, pos=near_the_end)
    linked(page, 1)
    assert context.state.links[0].how == "candidate"


def test_esc_goes_back_to_the_tree(qtbot, page: IndicatorsPage, context: Context):
    page.show_target(indicator=indicator(context, "3").id)
    assert page.list.hasFocus()
    qtbot.keyClick(page.list, Qt.Key.Key_Escape)
    assert page.tree.hasFocus()


def test_a_changed_file_can_be_accepted_from_the_menu(
    qtbot, page: IndicatorsPage, context: Context, linked, evidence: Path
):
    held = file(context, "改造台账.txt")
    context.run("", lambda archive, _: archive.link([held.id], "3", requirement="a", how="key"))
    linked(page, 1)
    (evidence / held.path).write_text("改过的台账 2025 青山村 362 户", encoding="utf-8")
    context.run("", lambda archive, progress: archive.scan(progress))
    page.show_target(indicator=indicator(context, "3").id, item=held.id)
    qtbot.waitUntil(lambda: "!" in [r.sign for r in rows(page, Kind.FILE)])
    accept = next(a for a in page.menu().actions() if a.text().startswith("认可新内容"))
    accept.trigger()
    qtbot.waitUntil(lambda: [r.sign for r in rows(page, Kind.FILE)] == [""])


def test_filters_narrow_the_tree_and_a_target_outside_them_clears_them(
    qtbot, page: IndicatorsPage, context: Context
):
    page.only_hard.setChecked(True)
    assert [n.indicator.code for n in page.tree.nodes.root.leaves()] == ["1", "3"]
    page.filter.setText("农业农村办")
    qtbot.waitUntil(lambda: [n.indicator.code for n in page.tree.nodes.root.leaves()] == ["1"])
    page.show_target(indicator=indicator(context, "4").id)
    assert page.current_indicator().code == "4"
    assert page.filter.text() == ""


def test_keys_walk_from_tree_to_list_and_choice_survives_a_new_state(
    qtbot, page: IndicatorsPage, context: Context, linked
):
    page.tree.setFocus()
    page.tree.choose(indicator(context, "3").id)
    qtbot.keyClick(page.tree, Qt.Key.Key_Return)
    assert page.list.hasFocus()
    page.list.choose(lambda r: r.text == "验收表")
    context.run("", lambda archive, _: archive.link([1], "1", how="key"))
    linked(page, 1)
    assert page.current_indicator().code == "3"
    assert page.list.current_row().text == "验收表"


def test_a_section_lists_its_indicators(page: IndicatorsPage):
    page.tree.setCurrentIndex(page.tree.nodes.index(0, 0, QModelIndex()))
    assert [r.text for r in rows(page, Kind.INDICATOR)] == ["1  粮食播种面积 ★", "2  撂荒耕地复耕"]


def test_f2_corrects_the_title(qtbot, page: IndicatorsPage, context: Context, linked):
    held = file(context, "改造台账.txt")
    context.run("", lambda archive, _: archive.link([held.id], "3", requirement="a", how="key"))
    linked(page, 1)
    page.show_target(indicator=indicator(context, "3").id, item=held.id)
    details = page.preview.details
    qtbot.waitUntil(lambda: details.fields["title"].text() != "")
    qtbot.keyClick(page.list, Qt.Key.Key_F2)
    assert details.is_editing
    details.fields["title"].setText("青山村户厕台账")
    qtbot.keyClick(details.fields["title"], Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: details.sources["title"].text().startswith("您填写的"), timeout=10_000)
    assert details.fields["title"].text() == "青山村户厕台账"
    assert not details.is_editing


def test_a_hard_mark_is_set_and_taken_away_by_menu(qtbot, page, context):
    plain = indicator(context, "2")
    assert not plain.is_hard
    menu = indicator_menus.of_indicator(page, plain)
    with qtbot.waitSignal(context.state_changed, timeout=20_000):
        menu.actions()[-1].trigger()
    assert indicator(context, "2").is_hard
    menu = indicator_menus.of_indicator(page, indicator(context, "2"))
    assert "取消刚性" in menu.actions()[-1].text()
    with qtbot.waitSignal(context.state_changed, timeout=20_000):
        context.run("", lambda archive, _: archive.db.undo())
    assert not indicator(context, "2").is_hard


def test_copies_are_counted_on_the_row_of_a_linked_file(qtbot, page, context, linked, evidence):
    held = context.state.files[0]
    copy = evidence / "副本" / Path(held.path).name
    copy.parent.mkdir()
    copy.write_bytes((evidence / held.path).read_bytes())
    with qtbot.waitSignal(context.state_changed, timeout=20_000):
        context.run("", lambda archive, _: archive.scan())
    with qtbot.waitSignal(context.state_changed, timeout=20_000):
        context.run("", lambda archive, _: archive.link([held.id], "1"))
    qtbot.waitUntil(lambda: page.reading.state is context.state)
    assert page.tree.choose(indicator(context, "1").id)
    (row,) = rows(page, Kind.FILE)
    assert row.under.startswith("2 处")
