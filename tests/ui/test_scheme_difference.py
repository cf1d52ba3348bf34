"""A scheme's next revision in the window: what it changes, whose partner is whose, and one undo."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from ledger_app.scheme import difference_words
from ledger_app.scheme.comparing import Change, compare
from ledger_app.scheme.matching import Doubt
from ledger_app.scheme.model import Indicator, Scheme
from ledger_app.ui import scheme_difference_rows as words
from ledger_app.ui.scheme_difference import SchemeDifference
from ledger_app.ui.scheme_import import SchemeImport
from ledger_app.ui.scheme_revision import SchemeRevision

GRAIN, HOMES = ("一、粮食安全", "1.粮食生产"), ("二、人居环境", "2.农村厕所")
REVISED = """\
2025年度乡村振兴实绩考核
一级指标,二级指标,序号,三级指标,分值,刚性,责任单位,评分标准,佐证材料
一、粮食安全,1.粮食生产,1,粮食播种面积,3,★,农业农村办,每少1个百分点扣0.5分,任务分解文件;统计报表
二、人居环境,2.农村厕所,3,卫生户厕改造与长效管护,2.5,★,乡村建设办,,改厕台账;验收表
二、人居环境,2.农村厕所,4,农村公厕管护,1.5,★,乡村建设办、综合执法队,,管护协议
二、人居环境,2.农村厕所,5,生活污水治理设施运行,1,,乡村建设办,,运行台账
"""


@pytest.fixture
def revised(scheme: Scheme) -> Scheme:
    """The scheme of the archive with one gone, one new, one re-worded, points and a mark changed."""
    first, _gone, third, fourth = scheme.indicators
    new = Indicator("5", HOMES, "生活污水治理设施运行", 1.0)
    third = replace(third, name="卫生户厕改造与长效管护")
    changed = (replace(first, points=3.0), third, replace(fourth, is_hard=True), new)
    return replace(scheme, indicators=changed)


@pytest.fixture
def open_page(qtbot, context) -> Callable[[Scheme], SchemeDifference]:
    def make(scheme: Scheme) -> SchemeDifference:
        page = SchemeDifference(context, scheme)
        qtbot.addWidget(page)
        page.resize(1366, 700)
        page.show()
        qtbot.waitUntil(page.import_button.isEnabled, timeout=20_000)
        return page

    return make


def ready(qtbot, page: SchemeDifference) -> None:
    qtbot.waitUntil(lambda: not page.is_comparing, timeout=20_000)


def choose(page: SchemeDifference, wanted: Change) -> None:
    rows = page.table.rows.rows
    page.table.choose(next(n for n, r in enumerate(rows) if wanted in r.entry.changes))


def entry(difference, wanted: Change):
    return next(e for e in difference.entries if wanted in e.changes)


# the words


def test_each_change_is_said(scheme, revised):
    found = words.rows(compare(scheme, revised), {1: 4}, {1: 1})
    said = {words.old_title(r.entry): (difference_words.what(r.entry), words.points(r.entry)) for r in found}
    assert said["1  粮食播种面积 ★"] == ("分值", "2.5 → 3")
    assert said["2  撂荒耕地复耕"] == ("不再考核", "1")
    assert said["3  卫生户厕改造与管护 ★"] == ("名称", "2.5")
    assert said["4  农村公厕管护"] == ("改为刚性", "1.5")
    assert said["–"] == ("新增", "1")
    assert (found[0].links, found[0].waivers) == (4, 1)


def test_every_change_and_doubt_has_words():
    assert set(difference_words.CHANGES) == set(Change)
    assert set(difference_words.DOUBTS) == set(Doubt)


def test_details_mark_what_differs_and_stay_text(scheme, revised):
    changed = replace(revised.indicators[1], scoring="<b>每户</b>扣1分")
    difference = compare(scheme, replace(revised, indicators=(*revised.indicators[:1], changed)))
    row = words.Row(next(e for e in difference.entries if e.new and e.new.code == "3"))
    text = words.details(row)
    assert "<b><u>长效</u></b>" in text
    assert "<b>每户" not in text
    assert "&lt;b&gt;每户" in text


def test_a_pair_is_taken_apart_and_another_made(scheme, revised):
    difference = compare(scheme, revised)
    reworded, new, gone = (entry(difference, c) for c in (Change.NAME, Change.NEW, Change.GONE))
    apart = words.paired({}, reworded, None)
    after = compare(difference.old, revised, by_hand=apart)
    assert after.counts()[Change.NEW] == 2
    assert after.counts()[Change.GONE] == 2
    other = words.paired({}, new, gone.old.id)
    after = compare(difference.old, revised, by_hand=other)
    assert Change.NEW not in after.counts()
    assert Change.GONE not in after.counts()
    assert words.paired({}, gone, new.position) == other
    taken = words.paired(other, new, reworded.old.id)
    assert taken == {gone.old.id: None, reworded.old.id: new.position}


def test_partners_are_those_that_are_free(scheme, revised):
    difference = compare(scheme, revised)
    new, gone = entry(difference, Change.NEW), entry(difference, Change.GONE)
    assert [p.value for p in words.partners(difference, new)] == [None, gone.old.id]
    assert [p.value for p in words.partners(difference, gone)] == [None, new.position]
    assert words.partner_now(new) is None


# the page


def test_the_page_lists_what_changes_and_what_hangs_on_it(open_page, context, revised, qtbot):
    held = context.state.files[0].id
    with qtbot.waitSignal(context.state_changed, timeout=20_000):
        context.run("", lambda archive, _p: archive.link([held], "2"))
    page = open_page(revised)
    assert [difference_words.what(r.entry) for r in page.table.rows.rows] == [
        "分值",
        "不再考核",
        "名称",
        "改为刚性",
        "新增",
    ]
    assert "新增 1 项" in page.summary.text()
    assert "1 条关联在不再考核的指标上" in page.summary.text()
    choose(page, Change.GONE)
    assert page.table.current().links == 1
    assert "撂荒耕地复耕" in page.details.toPlainText()
    page.filter.setCurrentIndex(page.filter.findData(Change.HARD.value))
    page.filter.activated.emit(page.filter.currentIndex())
    assert [r.entry.new.code for r in page.table.rows.rows] == ["4"]
    page.filter.setCurrentIndex(page.filter.findData("all"))
    page.filter.activated.emit(page.filter.currentIndex())
    assert len(page.table.rows.rows) == 5


def test_a_partner_is_corrected_and_taken_back(qtbot, open_page, revised):
    page = open_page(revised)
    choose(page, Change.NEW)
    page.partner.setCurrentIndex(1)
    page.partner.activated.emit(1)
    ready(qtbot, page)
    assert Change.GONE not in page.difference.counts()
    qtbot.keyClick(page.table, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    ready(qtbot, page)
    assert page.difference.counts()[Change.GONE] == 1


def test_links_follow_the_partner_that_was_chosen(qtbot, open_page, context, revised):
    held = context.state.files[0].id
    with qtbot.waitSignal(context.state_changed, timeout=20_000):
        context.run("", lambda archive, _p: archive.link([held], "2"))
    page = open_page(revised)
    choose(page, Change.GONE)
    page.pair(page.table.current(), page.partner.itemData(1))
    ready(qtbot, page)
    with qtbot.waitSignal(context.state_changed, timeout=20_000):
        page.store()
    linked = {i.id: i.code for i in context.state.scheme.indicators}
    assert [linked[link.indicator] for link in context.state.links] == ["5"]


def test_one_undo_brings_all_back(qtbot, open_page, context, revised):
    files = [f.id for f in context.state.files]
    for items, code in ((files[:2], "1"), (files[2:4], "2"), (files[4:], "3")):
        with qtbot.waitSignal(context.state_changed, timeout=20_000):
            context.run("", lambda archive, _p, items=items, code=code: archive.link(items, code))
    before = context.state
    page = open_page(revised)
    with qtbot.waitSignal(context.state_changed, timeout=20_000):
        page.store()
    assert [i.code for i in context.state.scheme.indicators] == ["1", "3", "4", "5"]
    with qtbot.waitSignal(context.state_changed, timeout=20_000):
        context.run("", lambda archive, _p: archive.db.undo())
    assert context.state.scheme == before.scheme
    assert context.state.links == before.links
    assert [f.indicators for f in context.state.files] == [f.indicators for f in before.files]


def test_a_revision_that_changes_nothing_says_so(open_page, scheme):
    page = open_page(scheme)
    assert "一致" in page.heading.text()
    assert page.filter.currentData() == "all"
    assert len(page.table.rows.rows) == 4


# in the window


def test_a_revision_is_looked_through_compared_and_stored(
    qtbot, at_rest, window, desk, tmp_path: Path, monkeypatch
):
    path = tmp_path / "修订.csv"
    path.write_text(REVISED, encoding="utf-8")
    monkeypatch.setattr("ledger_app.ui.doing.choose_file", lambda *_: path)
    before = window.context.state.scheme
    window.do("import-scheme")
    qtbot.waitUntil(lambda: isinstance(window._stack.currentWidget(), SchemeRevision), timeout=20_000)
    revision = window._stack.currentWidget()
    qtbot.waitUntil(revision.preview.accept_button.isEnabled, timeout=20_000)
    revision.preview.source.edit_cell(4, 4, "2")
    qtbot.waitUntil(lambda: not revision.preview.is_reading, timeout=20_000)
    revision.preview.accept_button.click()
    qtbot.waitUntil(revision.difference.import_button.isEnabled, timeout=20_000)
    assert "1.5 → 2" in [words.points(r.entry) for r in revision.difference.table.rows.rows]
    qtbot.keyClick(revision.difference.table, Qt.Key.Key_Escape)  # back to the preview
    assert window._stack.currentWidget() is revision
    assert revision.difference is None
    assert window.context.state.scheme == before
    qtbot.keyClick(revision.preview.tree, Qt.Key.Key_Escape)
    assert window._stack.currentWidget() is window.desk
    window.do("import-scheme")
    qtbot.waitUntil(lambda: isinstance(window._stack.currentWidget(), SchemeRevision), timeout=20_000)
    revision = window._stack.currentWidget()
    assert revision.preview.edits.cells == {(0, 4, 4): "2"}  # kept, though the page was left
    qtbot.waitUntil(revision.preview.accept_button.isEnabled, timeout=20_000)
    assert isinstance(revision.preview, SchemeImport)
    revision.preview.accept_button.click()
    qtbot.waitUntil(revision.difference.import_button.isEnabled, timeout=20_000)
    qtbot.keyClick(revision.difference.import_button, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: window._stack.currentWidget() is window.desk, timeout=20_000)
    at_rest(window)
    assert [(i.code, i.points) for i in window.context.state.scheme.indicators] == [
        ("1", 3.0),
        ("3", 2.5),
        ("4", 2.0),
        ("5", 1.0),
    ]
    with qtbot.waitSignal(window.context.state_changed, timeout=20_000):
        window.do("undo")
    at_rest(window)
    assert window.context.state.scheme == before
