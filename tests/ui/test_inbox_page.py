"""The inbox on a real archive: a key for each decision, the next file chosen, everything undoable."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt

from ledger_app.ui import evidence_mime
from ledger_app.ui.context import Context
from ledger_app.ui.files_model import NAME, SUGGESTION
from ledger_app.ui.inbox import InboxPage
from ledger_app.ui.inbox_bulk import BulkAccept
from ledger_app.ui.link_picker import Picker


@pytest.fixture
def page(qtbot, context: Context) -> InboxPage:
    shown = InboxPage(context)
    qtbot.addWidget(shown)
    shown.resize(1240, 680)
    with qtbot.waitExposed(shown):
        shown.show()
    qtbot.waitUntil(lambda: shown.reading is not None)
    qtbot.waitUntil(lambda: all(shown.suggestions.of(r.id) is not None for r in shown.files.rows))
    return shown


@pytest.fixture
def shows(qtbot) -> Callable[[InboxPage, int], None]:
    """Wait until the inbox shows so many rows of the state of now."""

    def wait(page: InboxPage, count: int) -> None:
        qtbot.waitUntil(
            lambda: (
                len(page.files.rows) == count
                and page._preparing is None
                and not page.context.jobs.running
                and not page.files.dealt_with
            ),
            timeout=10_000,
        )

    return wait


def choose(page: InboxPage, name: str) -> int:
    row = next(r for r in page.files.rows if r.held.path.endswith(name))
    assert page.table.choose(row.id)
    return row.id


def codes(context: Context, item: int) -> tuple[str, ...]:
    return next(f.indicators for f in context.state.files if f.id == item)


def test_newest_come_first_with_their_best_suggestion(page: InboxPage, context: Context):
    assert len(page.files.rows) == 6
    times = [r.held.mtime_ns for r in page.files.rows]
    assert times == sorted(times, reverse=True)
    item = choose(page, "播种面积统计报表.txt")
    at = page.table.currentIndex().row()
    text = page.files.index(at, SUGGESTION).data()
    assert "1  粮食播种面积 ★ › 统计报表" in text
    assert page.suggestions.of(item)[0].because
    assert page.badge(context.state) == "6"


def test_enter_accepts_and_goes_on_to_the_next(qtbot, page: InboxPage, context: Context, shows):
    page.table.selectRow(0)
    item = choose(page, "播种面积统计报表.txt")
    at = page.table.currentIndex().row()
    after = page.files.rows[at + 1 if at + 1 < len(page.files.rows) else at - 1].id
    qtbot.keyClick(page.table, Qt.Key.Key_Return)
    assert page.table.current_row().id == after
    shows(page, 5)
    assert codes(context, item) == ("1",)
    (link,) = context.state.links
    assert link.how == "candidate" and link.requirement is not None
    assert page.table.current_row().id == after

    context.run("", lambda archive, _: archive.db.undo())
    shows(page, 6)
    assert context.state.links == ()
    assert page.table.current_row().id == item


def test_enter_twice_links_two_files(qtbot, page: InboxPage, context: Context, shows):
    first = choose(page, "任务分解文件.txt")
    qtbot.keyClick(page.table, Qt.Key.Key_Return)
    second = choose(page, "改厕验收表2025.txt")
    qtbot.keyClick(page.table, Qt.Key.Key_Return)
    shows(page, 4)
    assert codes(context, first) == ("1",)
    assert codes(context, second) == ("3",)


def test_0_sets_aside_and_0_takes_back(qtbot, page: InboxPage, context: Context, shows):
    item = choose(page, "会议通知.txt")
    qtbot.keyClick(page.table, Qt.Key.Key_0)
    shows(page, 5)
    assert page.badge(context.state) == "5"
    page.bar.with_aside.setChecked(True)
    assert len(page.files.rows) == 6
    assert page.table.choose(item)
    assert page.files.index(page.table.currentIndex().row(), SUGGESTION).data() == "已搁置"
    qtbot.keyClick(page.table, Qt.Key.Key_0)
    qtbot.waitUntil(lambda: page.badge(context.state) == "6")


def test_s_skips_and_writes_nothing(qtbot, page: InboxPage, context: Context):
    page.table.selectRow(0)
    second = page.files.rows[1].id
    qtbot.keyClick(page.table, Qt.Key.Key_S)
    assert page.table.current_row().id == second
    assert context.state.next_undo is None or context.state.next_undo.name != "link-evidence"


def test_several_files_are_linked_at_once_as_one_step(qtbot, page: InboxPage, context: Context, shows):
    page.table.selectAll()
    assert len(page.table.chosen_rows()) == 6
    qtbot.keyClick(page.table, Qt.Key.Key_L)
    picker = page.findChild(Picker)
    picker.edit.setText("2")
    qtbot.keyClick(picker.edit, Qt.Key.Key_Return)
    shows(page, 0)
    assert {k.indicator for k in context.state.links} == {
        next(i.id for i in context.state.scheme.indicators if i.code == "2")
    }
    assert page.placeholder.isVisible()
    context.run("", lambda archive, _: archive.db.undo())
    shows(page, 6)


def test_a_drop_on_the_small_tree_links(page: InboxPage, context: Context, shows):
    item = choose(page, "扫描件0012.txt")
    data = page.files.mimeData([page.table.currentIndex()])
    assert evidence_mime.item_ids(data) == [item]
    assert evidence_mime.dropped_paths(data)[0].endswith("扫描件0012.txt")
    target = next(i for i in context.state.scheme.indicators if i.code == "4")
    index = page.tree.nodes.index_of(page.tree.nodes.find_indicator(target.id))
    page.tree.nodes.dropMimeData(data, Qt.DropAction.CopyAction, -1, -1, index)
    shows(page, 5)
    assert codes(context, item) == ("4",)


def test_filters_and_their_empty_state(qtbot, page: InboxPage):
    page.bar.text.setText("户厕 台账")
    qtbot.waitUntil(lambda: len(page.files.rows) == 1)
    page.bar.text.setText("没有这样的")
    qtbot.waitUntil(lambda: page.files.rows == [])
    assert page.placeholder.button.text() == "清除筛选"
    page.placeholder.button.click()
    assert len(page.files.rows) == 6
    page.bar.folder.setCurrentIndex(page.bar.folder.findData("粮食"))
    assert len(page.files.rows) == 2
    page.bar.clear()
    page.bar.kind.setCurrentIndex(page.bar.kind.findData("PDF"))
    assert page.files.rows == []


def test_a_target_is_chosen(page: InboxPage, context: Context):
    item = next(f.id for f in context.state.files if f.path.endswith("会议通知.txt"))
    page.show_target(item=item)
    assert page.table.current_row().id == item


def test_copies_of_one_content_are_one_row(qtbot, page: InboxPage, context: Context, evidence, shows):
    (evidence / "副本.txt").write_bytes((evidence / "杂项/扫描件0012.txt").read_bytes())
    context.run("", lambda archive, progress: archive.scan(progress))
    qtbot.waitUntil(lambda: any(r.copies for r in page.files.rows))
    assert len(page.files.rows) == 6


def test_several_files_each_go_to_their_own_best_suggestion(qtbot, page, context, shows):
    best = {row.id: found[0].indicator for row in page.files.rows if (found := page.suggestions.of(row.id))}
    assert len(set(best.values())) > 1
    page.table.selectAll()
    page.table.setFocus()
    waiting = len(page.files.rows)
    qtbot.keyClick(page.table, Qt.Key.Key_Return)
    shows(page, waiting - len(best))
    assert {k.item: k.indicator for k in context.state.links} == best
    with qtbot.waitSignal(context.state_changed, timeout=20_000):
        context.run("", lambda archive, _: archive.db.undo())
    assert context.state.links == ()


def test_the_folder_it_is_narrowed_to_is_remembered(qtbot, page, context):
    at = next(n for n in range(page.bar.folder.count()) if page.bar.folder.itemData(n))
    page.bar.folder.setCurrentIndex(at)
    chosen, shown = page.bar.folder.currentData(), [r.id for r in page.files.rows]
    again = InboxPage(context)
    qtbot.addWidget(again)
    qtbot.waitUntil(lambda: again.reading is not None)
    assert again.bar.folder.currentData() == chosen
    assert [r.id for r in again.files.rows] == shown


def test_r_rejects_the_first_suggestion_and_undo_brings_it_back(qtbot, page, context, shows):
    item = choose(page, "改厕验收表2025.txt")
    assert page.suggestions.of(item)[0].indicator == indicator(context, "3")
    qtbot.keyClick(page.table, Qt.Key.Key_R)
    assert page.table.current_row().id == item
    assert all(c.indicator != indicator(context, "3") for c in page.suggestions.of(item))
    qtbot.waitUntil(lambda: rejected(context) == "reject-suggestion")
    shows(page, 6)
    qtbot.waitUntil(lambda: not page.context.jobs.running)
    assert all(c.indicator != indicator(context, "3") for c in page.suggestions.of(item))
    with qtbot.waitSignal(context.state_changed, timeout=20_000):
        context.run("", lambda archive, _: archive.db.undo())
    qtbot.waitUntil(
        lambda: (
            (page.suggestions.of(item) or [None])[0] is not None
            and page.suggestions.of(item)[0].indicator == indicator(context, "3")
        )
    )


def test_many_are_accepted_above_a_score_as_one_step(qtbot, page, context, shows):
    scores = {r.id: page.suggestions.best(r.id) for r in page.files.rows}
    page.bar.accept.click()
    qtbot.waitUntil(lambda: page.findChild(BulkAccept) is not None)
    dialog = page.findChild(BulkAccept)
    dialog.percent.setValue(100)
    assert not dialog.button.isEnabled()
    dialog.percent.setValue(70)
    wanted = {item for item, score in scores.items() if score >= 0.7}
    assert {c.item for c in dialog.chosen} == wanted and 0 < len(wanted) < 6
    assert str(len(wanted)) in dialog.count.text()
    dialog.button.click()
    shows(page, 6 - len(wanted))
    assert {k.item for k in context.state.links} == wanted
    context.run("", lambda archive, _: archive.db.undo())
    shows(page, 6)
    assert context.state.links == ()


def test_sorting_by_a_column_and_back(qtbot, page, context, shows):
    def names() -> list[str]:
        return [r.held.path.rpartition("/")[2] for r in page.files.rows]

    page.table.sorted_by.emit(NAME)
    qtbot.waitUntil(lambda: names() == sorted(names()) and page._preparing is None)
    page.table.sorted_by.emit(NAME)
    qtbot.waitUntil(lambda: names() == sorted(names(), reverse=True) and page._preparing is None)
    page.table.sorted_by.emit(SUGGESTION)
    qtbot.waitUntil(lambda: page._preparing is None and not context.jobs.running)
    scores = [page.suggestions.best(r.id) for r in page.files.rows]
    assert scores == sorted(scores, reverse=True)


def test_narrowing_by_how_sure_a_suggestion_is(qtbot, page):
    def shown(code: str) -> set[int]:
        page.bar.sure.setCurrentIndex(page.bar.sure.findData(code))
        return {r.id for r in page.files.rows}

    sure, unsure, none = (shown(code) for code in ("sure", "unsure", "none"))
    assert sure and none
    assert len(sure) + len(unsure) + len(none) == len(sure | unsure | none) == 6
    assert all(page.suggestions.of(item) == [] for item in none)
    assert len(shown("")) == 6


def indicator(context: Context, code: str) -> int:
    return next(i.id for i in context.state.scheme.indicators if i.code == code)


def rejected(context: Context) -> str:
    return context.state.next_undo.name if context.state.next_undo else ""


def test_a_file_without_suggestions_has_no_indicator_chosen_beside_it(qtbot, page, shows):
    choose(page, "播种面积统计报表.txt")
    assert page.tree.current_node().indicator.code == "1"
    bare = next(r for r in page.files.rows if not page.suggestions.of(r.id))
    page.table.choose(bare.id)
    assert page.tree.current_node() is None
