"""Searching as one types: one character of Chinese is enough, and Enter goes there."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QToolButton, QVBoxLayout, QWidget

from ledger_app.binder.volumes.codes import item_code
from ledger_app.search.model import Hit
from ledger_app.ui import search_results
from ledger_app.ui.context import Context
from ledger_app.ui.search_box import SearchBox
from ledger_app.ui.search_results import RESULT


@pytest.fixture
def box(qtbot, context: Context) -> SearchBox:
    window = QWidget()
    window.resize(900, 700)
    found = SearchBox(context)
    layout = QVBoxLayout(window)
    layout.addWidget(found)
    layout.addStretch(1)
    qtbot.addWidget(window)
    found.kept = window
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    found.focus()
    qtbot.waitUntil(found.edit.hasFocus)
    return found


@pytest.fixture
def searched(qtbot):
    def wait(box: SearchBox, text: str) -> list[str]:
        box.edit.setText(text)
        qtbot.waitUntil(lambda: box.drop_down.isVisible() and box._job is None and not box._typed.isActive())
        return [r.text for r in box.results.results]

    return wait


def test_one_character_finds_indicators_files_and_findings(box: SearchBox, searched):
    texts = searched(box, "厕")
    headings = [r.text for r in box.results.results if r.is_heading]
    assert headings == ["指标", "文件", "问题"]
    assert "3  卫生户厕改造与管护 ★" in texts
    assert "2025年卫生户厕改造台账.txt" in texts
    result = next(r for r in box.results.results if r.text.startswith("3 "))
    ((start, end),) = result.ranges
    assert result.text[start:end] == "厕"


def test_matches_of_file_names_are_marked_in_the_name(box: SearchBox, searched):
    searched(box, "验收表")
    result = next(r for r in box.results.results if r.text == "改厕验收表2025.txt")
    assert [result.text[a:b] for a, b in result.ranges] == ["验收表"]
    assert "人居环境/卫生户厕" in result.below


def test_enter_goes_to_the_indicator(qtbot, box: SearchBox, context: Context, searched):
    searched(box, "公厕")
    with qtbot.waitSignal(context.going) as going:
        qtbot.keyClick(box.edit, Qt.Key.Key_Return)
    page, target = going.args
    assert page == "indicators"
    assert target == {"indicator": next(i.id for i in context.state.scheme.indicators if i.code == "4")}
    assert not box.drop_down.isVisible()


def test_down_steps_over_headings_and_a_waiting_file_opens_in_the_inbox(
    qtbot, box: SearchBox, context: Context, searched
):
    searched(box, "扫描件0012")
    assert box.list.currentIndex().data(RESULT).text == "扫描件0012.txt"
    with qtbot.waitSignal(context.going) as going:
        qtbot.keyClick(box.edit, Qt.Key.Key_Return)
    assert going.args[0] == "inbox"


def test_a_linked_file_opens_at_its_indicator(qtbot, box: SearchBox, context: Context, searched):
    item = next(f.id for f in context.state.files if f.path.endswith("扫描件0012.txt"))
    with qtbot.waitSignal(context.state_changed):
        context.run("", lambda archive, _: archive.link([item], "4", how="key"))
    searched(box, "扫描件0012")
    with qtbot.waitSignal(context.going) as going:
        qtbot.keyClick(box.edit, Qt.Key.Key_Return)
    assert going.args[0] == "indicators"
    assert going.args[1]["item"] == item


def test_arrows_stay_inside_the_list(qtbot, box: SearchBox, searched):
    searched(box, "厕")
    for _ in range(40):
        qtbot.keyClick(box.edit, Qt.Key.Key_Down)
    assert box.list.currentIndex().row() == len(box.results.results) - 1
    for _ in range(40):
        qtbot.keyClick(box.edit, Qt.Key.Key_Up)
    assert box.list.currentIndex().row() == 1


def test_nothing_found_is_said_and_esc_clears(qtbot, box: SearchBox, searched):
    assert searched(box, "没有这个词") == []
    assert box.nothing.isVisible()
    assert "没有找到" in box.nothing.text()
    qtbot.keyClick(box.edit, Qt.Key.Key_Escape)
    assert box.edit.text() == ""
    assert not box.drop_down.isVisible()


def test_a_hit_inside_a_file_keeps_its_page(context: Context):
    held = context.state.files[0]
    hit = Hit(held.id, held.path, 0.5, "共计 326 户", ((3, 6),), page=2)
    found = search_results.look(context.state, [hit], "326")
    result = next(r for r in found if r.text == held.path.rpartition("/")[2])
    assert result.target["at_page"] == 2
    assert result.target["words"] == ("326",)
    assert result.below.startswith("第 2 页")
    ((start, end),) = result.below_ranges
    assert result.below[start:end] == "326"


@pytest.fixture
def read(qtbot, context: Context) -> None:
    with qtbot.waitSignal(context.state_changed, timeout=30_000):
        context.run(
            "", lambda archive, progress: (archive.describe(progress), archive.link([1], "3", how="key"))[1]
        )


def test_what_is_written_in_a_file_is_shown_below_its_name(box: SearchBox, read, searched):
    searched(box, "326")
    result = next(r for r in box.results.results if r.text.startswith("2025年卫生户厕改造台账"))
    ((start, end),) = result.below_ranges
    assert result.below[start:end] == "326"


def test_a_filter_is_put_in_by_a_click_and_completed_from_the_list(qtbot, box: SearchBox, read, searched):
    assert "指标:" in [b.text() for b in box.filters.findChildren(QToolButton)]
    box.edit.setText("厕")
    button = next(b for b in box.filters.findChildren(QToolButton) if b.text() == "指标:")
    searched(box, "厕")
    button.click()
    assert box.edit.text() == "厕 指标:"
    qtbot.waitUntil(lambda: bool(box.results.results) and bool(box.results.results[-1].typed))
    row = next(n for n, r in enumerate(box.results.results) if r.typed == "厕 指标:3 ")
    box.list.setCurrentIndex(box.results.index(row))
    qtbot.keyClick(box.edit, Qt.Key.Key_Return)
    assert box.edit.text() == "厕 指标:3 "
    qtbot.waitUntil(lambda: any("台账" in r.text and r.page for r in box.results.results))
    assert {r.target["item"] for r in box.results.results if r.page} == {1}


def test_a_filter_nothing_answers_to_says_what_would(box: SearchBox, read, searched):
    assert searched(box, "厕 状态:不明") == []
    assert "缺失" in box.nothing.text()
    searched(box, "厕 年:")
    assert [r.typed for r in box.results.results if r.typed] == ["厕 年:2025 "]


def test_the_empty_field_says_what_to_do(qtbot, box: SearchBox):
    box.edit.clearFocus()
    box.focus()
    assert box.drop_down.isVisible()
    assert "一个字" in box.nothing.text()


def test_enter_on_what_a_file_says_opens_it_at_the_words(
    qtbot, box: SearchBox, context: Context, read, searched
):
    texts = searched(box, "326")
    with qtbot.waitSignal(context.going) as going:
        box.list.setCurrentIndex(box.results.index(texts.index("2025年卫生户厕改造台账.txt")))
        box.results.results[box.list.currentIndex().row()].target["at_page"] = 2  # as in a file with pages
        qtbot.keyClick(box.edit, Qt.Key.Key_Return)
    assert going.args[1]["words"] == ("326",)
    assert going.args[1]["at_page"] == 2


def test_a_code_from_paper_leads_to_the_file_at_its_page(qtbot, box: SearchBox, context: Context, searched):
    held = next(f for f in context.state.files if f.path.endswith("改厕验收表2025.txt"))
    code = item_code(item=held.id, sha256=held.sha256, page=2)
    texts = searched(box, code.lower().replace("-", " "))
    assert texts == [f"印出的页 {code}", "改厕验收表2025.txt"]
    assert "校验码相符" in box.results.results[1].below
    with qtbot.waitSignal(context.going) as going:
        qtbot.keyClick(box.edit, Qt.Key.Key_Return)
    assert (going.args[1]["item"], going.args[1]["at_page"]) == (held.id, 2)


def test_a_code_that_was_not_printed_here_is_said_to_be_unknown(box: SearchBox, searched):
    code = item_code(item=99_999, sha256="ab" * 32, page=1)
    assert searched(box, code) == []
    assert code in box.nothing.text()
