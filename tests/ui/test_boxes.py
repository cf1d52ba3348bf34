"""The page of boxes: what lies where, moved by keys and by dragging, filed, settled, refused in a sentence."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QModelIndex, QPoint, QPointF, Qt
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QMenu

from ledger_app.archive import Archive, ArchiveSettings
from ledger_app.binder import shelving
from ledger_app.ui import boxes_menus, evidence_mime
from ledger_app.ui.boxes import BoxesPage
from ledger_app.ui.context import Context

NAMES = (
    "粮食/任务分解文件.txt",
    "粮食/2025年粮食播种面积统计报表.txt",
    "人居环境/卫生户厕/改厕验收表2025.txt",
    "人居环境/卫生户厕/2025年卫生户厕改造台账.txt",
)


@pytest.fixture
def shelf(folder: Path) -> dict[str, int]:
    """Four linked files of 150 pages each, two to an indicator: one box of three, one of one."""
    with Archive(folder, actor="测试员") as archive:
        found = {held.path: held.id for held in archive.files()}
        items = {name: found[path] for name, path in zip("abcd", NAMES, strict=True)}
        for day, item in enumerate(items.values(), 1):
            archive.correct(item, date=f"2025-03-{day:02}", pages=150)
        archive.link([items["a"], items["b"]], "1")
        archive.link([items["c"], items["d"]], "3")
        archive.change_settings(
            _with(archive, offices="BGS=办公室", fonds="J001"),
        )
    return items


def _with(archive: Archive, **values: object) -> ArchiveSettings:
    return replace(archive.settings(), **values)


@pytest.fixture
def page(qtbot, shelf, context: Context) -> BoxesPage:
    found = BoxesPage(context)
    qtbot.addWidget(found)
    found.resize(1000, 600)
    found.show()
    qtbot.waitUntil(lambda: len(found.items.rows.rows) == 3)
    return found


def boxes(page: BoxesPage, shelf: dict[str, int]) -> list[str]:
    names = {item: name for name, item in shelf.items()}
    return ["".join(names[one.item] for one in box.items) for box in page.boxes.rows.rows]


def rest(qtbot, context: Context) -> None:
    qtbot.waitUntil(lambda: not context.jobs.running and not context.is_reading, timeout=10_000)


def choose(qtbot, page: BoxesPage, item: int) -> None:
    number = next(n for n, b in enumerate(page.boxes.rows.rows) if item in [one.item for one in b.items])
    page.boxes.choose(number)
    rest(qtbot, page.context)
    page.items.choose(page.items.rows.find(item))


def key(qtbot, page: BoxesPage, item: int, which: Qt.Key, modifier=Qt.KeyboardModifier.NoModifier) -> None:
    choose(qtbot, page, item)
    qtbot.keyClick(page.items, which, modifier)
    rest(qtbot, page.context)


def test_boxes_and_items_are_shown_with_numbers_pages_and_thickness(page, shelf):
    table = page.boxes.rows
    texts = [[column.text(row) for column in table.columns] for row in table.rows]
    assert texts == [
        ["1", "2025 · 定期30年", "1–3", "450", "拟定", "46.7 / 50"],
        ["2", "2025 · 定期30年", "4", "150", "拟定", "16.7 / 20"],
    ]
    line = page.items.rows.rows[0]
    assert (line.archive_number, line.date, line.indicators) == (
        "J001-WS·2025-D30-0001",
        "2025-03-01",
        ("1",),
    )
    assert page.summary.text() == "2盒、4件、600页、4件的件号为拟定"
    assert "厚46.7毫米" in page.head.told.text()


def test_no_item_is_ever_under_two_boxes(qtbot, page, shelf):
    for item in shelf.values():
        key(qtbot, page, item, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
        assert sorted("".join(boxes(page, shelf))) == list("abcd")


def test_items_move_by_keys_and_the_chosen_one_is_followed(qtbot, page, shelf):
    alt = Qt.KeyboardModifier.AltModifier
    key(qtbot, page, shelf["b"], Qt.Key.Key_Up, alt)
    assert boxes(page, shelf) == ["bac", "d"]
    assert page.items.current().filed.item == shelf["b"]
    key(qtbot, page, shelf["b"], Qt.Key.Key_Down, alt)
    assert boxes(page, shelf) == ["abc", "d"]
    key(qtbot, page, shelf["c"], Qt.Key.Key_Down, alt)
    assert boxes(page, shelf) == ["ab", "cd"]
    assert page.items.current().filed.item == shelf["c"]


def test_a_box_begins_and_is_joined_by_key_and_undo_takes_it_back(qtbot, page, shelf, context):
    key(qtbot, page, shelf["b"], Qt.Key.Key_B)
    assert boxes(page, shelf) == ["a", "bcd"]
    assert page.boxes.current().number == 2
    key(qtbot, page, shelf["c"], Qt.Key.Key_B)
    assert boxes(page, shelf) == ["a", "b", "cd"]
    key(qtbot, page, shelf["c"], Qt.Key.Key_J)
    assert boxes(page, shelf) == ["a", "bcd"]
    context.run("", lambda archive, _p: archive.db.undo())
    rest(qtbot, context)
    assert boxes(page, shelf) == ["a", "b", "cd"]


def test_items_move_into_the_box_beside(qtbot, page, shelf):
    alt = Qt.KeyboardModifier.AltModifier
    key(qtbot, page, shelf["c"], Qt.Key.Key_B)
    assert boxes(page, shelf) == ["ab", "cd"]
    key(qtbot, page, shelf["d"], Qt.Key.Key_PageUp, alt)
    assert boxes(page, shelf) == ["abd", "c"]
    key(qtbot, page, shelf["a"], Qt.Key.Key_PageDown, alt)
    assert boxes(page, shelf) == ["bd", "ac"]
    key(qtbot, page, shelf["d"], Qt.Key.Key_Down, alt)
    assert boxes(page, shelf) == ["b", "dac"]
    key(qtbot, page, shelf["b"], Qt.Key.Key_PageUp, alt)
    assert page.notice.isVisible()
    assert "前面没有其他盒" in page.notice.text()


def test_a_refused_move_says_why_in_the_page_and_the_next_one_clears_it(qtbot, page, shelf):
    page.settle()
    rest(qtbot, page.context)
    choose(qtbot, page, shelf["d"])
    page.move([shelf["d"]], box=1)
    rest(qtbot, page.context)
    assert page.notice.text().startswith("第1盒将厚61.7毫米")
    assert boxes(page, shelf) == ["abc", "d"]
    key(qtbot, page, shelf["b"], Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert not page.notice.isVisible()
    assert boxes(page, shelf) == ["bac", "d"]


def test_settling_is_offered_while_anything_is_proposed(qtbot, page, shelf, context):
    assert page.settle_button.isEnabled()
    page.settle_button.click()
    rest(qtbot, context)
    assert not page.settle_button.isEnabled()
    assert {page.boxes.rows.columns[4].text(row) for row in page.boxes.rows.rows} == {"已确定"}
    context.run("", lambda archive, _p: archive.db.undo())
    rest(qtbot, context)
    assert page.settle_button.isEnabled()


def drop(page: BoxesPage, view, items: list[int], at: QPoint) -> None:
    data: QMimeData = evidence_mime.pack(items, [], Path())
    actions, button = Qt.DropAction.CopyAction | Qt.DropAction.MoveAction, Qt.MouseButton.LeftButton
    event = QDropEvent(QPointF(at), actions, data, button, Qt.KeyboardModifier.NoModifier)
    view.dropEvent(event)


def test_items_are_dropped_between_others_and_on_a_box(qtbot, page, shelf, context):
    rows = page.items.rows
    data = rows.mimeData([rows.index(2, 0), rows.index(2, 1)])
    assert evidence_mime.item_ids(data) == [shelf["c"]]
    rows.dropMimeData(data, Qt.DropAction.CopyAction, 0, 0, QModelIndex())
    rest(qtbot, context)
    assert boxes(page, shelf) == ["cab", "d"]
    page.begin_box()
    key(qtbot, page, shelf["b"], Qt.Key.Key_B)
    last = page.boxes.visualRect(page.boxes.rows.index(1, 0)).center()
    choose(qtbot, page, shelf["c"])
    drop(page, page.boxes, [shelf["c"]], last)
    rest(qtbot, context)
    assert boxes(page, shelf) == ["a", "bdc"]
    assert page.boxes.current().number == 2


def test_items_can_be_dragged_and_boxes_cannot(page):
    items, found = page.items.rows, page.boxes.rows
    assert items.flags(items.index(0, 0)) & Qt.ItemFlag.ItemIsDragEnabled
    assert not items.flags(items.index(0, 0)) & Qt.ItemFlag.ItemIsDropEnabled
    assert found.flags(found.index(0, 0)) & Qt.ItemFlag.ItemIsDropEnabled
    assert not found.flags(found.index(0, 0)) & Qt.ItemFlag.ItemIsDragEnabled


def test_several_are_filed_at_once_in_a_line_below(qtbot, page, shelf, context):
    page.items.setFocus()
    page.items.choose(0)
    page.items.selectAll()
    qtbot.keyClick(page.items, Qt.Key.Key_F2)
    assert page.form.isVisible()
    assert not page.form.reason.isVisible()
    page.form.take()
    assert page.form.hint.text() == "请选择要更改的内容。"
    fields = page.form.fields
    fields["retention"].setCurrentIndex(fields["retention"].findData("Y"))
    fields["office"].setCurrentIndex(fields["office"].findData("BGS"))
    fields["secrecy"].setCurrentIndex(fields["secrecy"].findData("secret"))
    qtbot.keyClick(fields["secrecy"], Qt.Key.Key_Return)
    rest(qtbot, context)
    assert not page.form.isVisible()
    assert boxes(page, shelf) == ["abc", "d"]
    first = page.boxes.rows.rows[0]
    assert page.boxes.rows.columns[1].text(first) == "2025 · 永久 · 办公室"
    choose(qtbot, page, shelf["a"])
    assert page.items.current().archive_number == "J001-WS·2025-Y-BGS-0001"
    context.run("", lambda archive, _p: archive.db.undo())
    rest(qtbot, context)
    assert page.boxes.rows.rows[0].office == ""


def test_what_was_typed_wrong_is_said_in_the_line(qtbot, page, context):
    page.items.choose(0)
    page.ask_filing()
    page.form.fields["year"].setEditText("25")
    page.form.take()
    rest(qtbot, context)
    assert page.form.isVisible()
    assert "25" in page.form.hint.text()
    qtbot.keyClick(page.form.reason, Qt.Key.Key_Escape)
    assert not page.form.isVisible()


def test_a_printed_number_is_given_up_only_with_a_reason(qtbot, page, shelf, context):
    def print_first(archive: Archive, _progress):
        shelving.settle(archive.db)
        with archive.db.operation("record-print", is_undoable=False) as op:
            shelving.mark_printed(archive.db, op, [archive.boxes()[0]])

    context.run("", print_first)
    rest(qtbot, context)
    context.refresh()
    rest(qtbot, context)
    choose(qtbot, page, shelf["a"])
    page.ask_filing()
    assert page.form.reason.isVisible()
    page.form.fields["retention"].setCurrentIndex(page.form.fields["retention"].findData("Y"))
    page.form.take()
    rest(qtbot, context)
    assert page.form.isVisible()
    assert "移出原因" in page.form.hint.text()
    page.form.reason.setText("应永久保管")
    page.form.take()
    rest(qtbot, context)
    page.boxes.choose(page.boxes.rows.find(1))
    rest(qtbot, context)
    assert page.head.warning.text() == "第1件已移出：应永久保管"
    assert page.boxes.rows.columns[2].text(page.boxes.current()) == "2–3"
    key(qtbot, page, shelf["b"], Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert "已打印" in page.notice.text()


def test_a_printed_file_that_nothing_asks_for_is_moved_out_with_a_reason(qtbot, page, shelf, context):
    def print_all(archive: Archive, _progress):
        shelving.settle(archive.db)
        with archive.db.operation("record-print", is_undoable=False) as op:
            shelving.mark_printed(archive.db, op, archive.boxes())
        return archive.unlink([shelf["b"]], "1")

    context.run("", print_all)
    rest(qtbot, context)
    choose(qtbot, page, shelf["b"])
    menu = QMenu()
    boxes_menus.add_items(menu, page)
    assert "从归档顺序移出" in [action.text() for action in menu.actions()]
    menu.deleteLater()
    page.withdraw()
    assert page.form.reason.isVisible()
    assert not page.form.fields["year"].isVisible()
    page.form.take()
    rest(qtbot, context)
    assert "移出原因" in page.form.hint.text()
    page.form.reason.setText("不属归档范围")
    qtbot.keyClick(page.form.reason, Qt.Key.Key_Return)
    rest(qtbot, context)
    assert boxes(page, shelf) == ["ac", "d"]
    assert "第2件已移出：不属归档范围" in page.head.warning.text()


def test_the_menu_offers_what_can_be_done(qtbot, page, shelf, context):
    choose(qtbot, page, shelf["a"])
    menu = QMenu()
    boxes_menus.add_items(menu, page)
    words = [action.text().partition("\t")[0] for action in menu.actions() if action.text()]
    assert words == [
        "归类…", "上移", "下移", "移入前一盒", "移入后一盒", "从此件另起一盒", "并入前一盒", "盒脊", "打开文件",
    ]  # fmt: skip
    spines = next(action.menu() for action in menu.actions() if action.menu())
    assert [a.text() for a in spines.actions() if a.isChecked()] == ["50毫米"]
    choose(qtbot, page, shelf["d"])
    page.set_width(40)
    rest(qtbot, context)
    assert page.boxes.rows.rows[1].width == 40
    menu.deleteLater()


def test_a_box_too_thick_says_so(qtbot, page, shelf, context):
    context.run("", lambda archive, _p: archive.correct(shelf["d"], pages=700))
    rest(qtbot, context)
    choose(qtbot, page, shelf["d"])
    assert page.head.warning.isVisible()
    assert "超过盒脊" in page.head.warning.text()


def test_a_file_that_is_away_is_not_opened_and_says_where_it_lay(qtbot, page, shelf, context):
    context.away = "root-missing"
    page.open_file()
    assert NAMES[0] in page.notice.text()


def test_an_empty_shelf_says_what_to_do(qtbot, context):
    page = BoxesPage(context)
    qtbot.addWidget(page)
    page.show()
    rest(qtbot, context)
    asked = []
    context.going.connect(lambda name, _target: asked.append(name))
    assert page._stack.currentIndex() == 1
    assert page._empty.button.text() == "去收件箱"
    page._empty.button.click()
    assert asked == ["inbox"]
    assert not page.settle_button.isEnabled()


def test_the_page_is_in_the_window_and_is_read_only_when_it_is_shown(qtbot, at_rest, shelf, desk, window):
    page = desk.pages["boxes"]
    assert page.boxes.rows.rows == []
    desk.show_page("boxes", box=2)
    at_rest(window)
    assert page.boxes.current().number == 2
    assert boxes(page, shelf) == ["abc", "d"]
    page.settle()
    at_rest(window)
    with qtbot.waitSignal(window.context.state_changed, timeout=20_000):
        window.do("undo")
    at_rest(window)
    assert not any(box.is_settled for box in page.boxes.rows.rows)


def test_what_is_refused_is_said_without_moving_the_lists(qtbot, page, shelf):
    choose(qtbot, page, shelf["d"])
    before = page.boxes.mapTo(page, QPoint()).y()
    page.act("box-after")
    rest(qtbot, page.context)
    assert page.notice.isVisible()
    assert page.summary.isHidden()
    assert page.boxes.mapTo(page, QPoint()).y() == before
    page.boxes.choose(0)
    assert page.summary.isVisible()


def test_where_the_room_is_short_the_series_and_the_thickness_stay_readable(qtbot, page):
    page.resize(620, 400)
    qtbot.waitUntil(lambda: page.width() == 620)
    for table, kept in ((page.boxes, {0, 1, 5}), (page.items, {0, 2, 6})):
        header = table.header()
        assert header.length() <= table.viewport().width()
        assert not any(table.isColumnHidden(n) for n in kept)
