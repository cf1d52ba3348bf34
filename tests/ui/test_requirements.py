"""Requirements on the indicators page: what they need, drafts, confirmations and subjects, by keyboard."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt

from ledger_app.archive import Archive
from ledger_app.scheme.model import Indicator, Need
from ledger_app.ui import indicator_menus
from ledger_app.ui.context import Context
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


@pytest.fixture
def does(qtbot, context: Context, page: IndicatorsPage) -> Callable[[Callable[[], object]], None]:
    """Do something that is stored, and wait until the page shows it."""

    def wait(act: Callable[[], object]) -> None:
        with qtbot.waitSignal(context.state_changed, timeout=20_000):
            act()
        qtbot.waitUntil(
            lambda: page.reading is not None and page.reading.state is context.state, timeout=20_000
        )
        qtbot.waitUntil(lambda: not context.jobs.running, timeout=20_000)

    return wait


def run(context: Context, work: Callable[[Archive], object]) -> None:
    context.run("", lambda archive, _p: work(archive))


def undo(context: Context) -> None:
    run(context, lambda archive: archive.db.undo())


def indicator(context: Context, code: str) -> Indicator:
    return next(i for i in context.state.scheme.indicators if i.code == code)


def item(context: Context, end: str) -> int:
    return next(f.id for f in context.state.files if f.path.endswith(end))


def rows(page: IndicatorsPage, kind: Kind) -> list[Row]:
    return [r for r in page.list.row_model.rows if r.kind is kind]


def texts(page: IndicatorsPage) -> list[str]:
    return [r.text for r in rows(page, Kind.REQUIREMENT)]


def choose(page: IndicatorsPage, text: str) -> None:
    page.list.choose(lambda r: r.text == text)
    assert page.list.current_row().text == text


def test_f2_says_what_is_needed_and_undo_takes_it_back(qtbot, page, context, does):
    page.show_target(indicator=indicator(context, "3").id)
    choose(page, "验收表")
    qtbot.keyClick(page.list, Qt.Key.Key_F2)
    form = page.requirements.form
    assert page.requirements.currentWidget() is form
    assert form.words.text() == "验收表"
    form.kinds.choose(["acceptance", "photo"])
    form.count.setValue(2)
    form.every.setCurrentIndex(form.every.findData("quarter"))
    form.is_sealed.setChecked(True)
    form.chain.setEditText("改厕")
    does(lambda: qtbot.keyClick(form.words, Qt.Key.Key_Return))
    need = Need(kinds=("acceptance", "photo"), count=2, every="quarter", is_sealed=True, chain="改厕", step=1)
    assert indicator(context, "3").requirements[1].need == need
    assert page.requirements.currentWidget() is page.list
    assert page.list.current_row().text == "验收表"
    under = page.list.current_row().under
    assert all(words in under for words in ("照片", "2 件", "每季度", "盖章", "改厕")), under
    assert under in spoken(page.list.current_row())
    does(lambda: undo(context))
    assert indicator(context, "3").requirements[1].need == Need()
    assert page.list.current_row().under == ""


def test_esc_leaves_the_sheet_and_stores_nothing(qtbot, page, context):
    page.show_target(indicator=indicator(context, "3").id)
    choose(page, "验收表")
    before = context.state
    qtbot.keyClick(page.list, Qt.Key.Key_F2)
    page.requirements.form.count.setValue(5)
    qtbot.keyClick(page.requirements.form.kinds, Qt.Key.Key_Escape)
    assert page.requirements.currentWidget() is page.list
    qtbot.keyClick(page.list, Qt.Key.Key_F2)
    page.requirements.form.cancel.setFocus()
    qtbot.keyClick(page.requirements.form.cancel, Qt.Key.Key_Return)
    assert page.requirements.currentWidget() is page.list
    qtbot.waitUntil(lambda: not context.jobs.running)
    assert context.state is before


def test_what_cannot_be_stored_leaves_the_sheet_open(qtbot, page, context):
    page.show_target(indicator=indicator(context, "3").id)
    choose(page, "验收表")
    qtbot.keyClick(page.list, Qt.Key.Key_F2)
    form = page.requirements.form
    form.since.setText("三月")
    with qtbot.waitSignal(context.trouble) as told:
        form.take()
    assert told.args[0].code == "bad-date"
    assert page.requirements.currentWidget() is form
    form.words.setText("  ")
    form.take()
    assert not form.hint.isHidden()


def test_the_sheet_of_another_indicator_is_put_away(qtbot, page, context):
    page.show_target(indicator=indicator(context, "3").id)
    qtbot.keyClick(page.list, Qt.Key.Key_N)
    assert page.requirements.currentWidget() is page.requirements.form
    page.tree.choose(indicator(context, "4").id)
    assert page.requirements.currentWidget() is page.list


def test_requirements_are_added_moved_and_removed_by_keyboard(qtbot, page, context, does):
    page.show_target(indicator=indicator(context, "3").id)
    qtbot.keyClick(page.list, Qt.Key.Key_N)
    page.requirements.form.words.setText("改厕前后照片")
    does(page.requirements.form.take)
    assert texts(page) == ["改厕台账", "验收表", "改厕前后照片"]
    choose(page, "改厕前后照片")
    does(lambda: qtbot.keyClick(page.list, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier))
    assert texts(page) == ["改厕台账", "改厕前后照片", "验收表"]
    assert page.list.current_row().text == "改厕前后照片"
    does(lambda: qtbot.keyClick(page.list, Qt.Key.Key_Delete))
    assert texts(page) == ["改厕台账", "验收表"]
    does(lambda: undo(context))
    assert texts(page) == ["改厕台账", "改厕前后照片", "验收表"]


def test_a_template_is_applied_from_the_menu(page, context, does):
    page.show_target(indicator=indicator(context, "4").id)
    menu = indicator_menus.of_indicator(page, indicator(context, "4"))
    chains = next(a.menu() for a in menu.actions() if a.menu())
    does(lambda: next(a for a in chains.actions() if "培训" in a.text()).trigger())
    assert [r.need.chain for r in indicator(context, "4").requirements if r.need.chain] == ["培训"] * 4
    menu.close()


def test_drafts_wait_on_rows_of_their_own(qtbot, page, context, does):
    does(lambda: run(context, lambda archive: archive.draft_needs()))
    page.show_target(indicator=indicator(context, "3").id)
    first, second = rows(page, Kind.DRAFT)
    assert "草稿" in first.text
    assert not next(r for r in rows(page, Kind.REQUIREMENT)).under  # nothing of it counts yet
    page.list.choose(lambda r: r.key == first.key)
    does(lambda: qtbot.keyClick(page.list, Qt.Key.Key_Return))
    assert [r.key for r in rows(page, Kind.DRAFT)] == [second.key]
    assert rows(page, Kind.REQUIREMENT)[0].under
    page.list.choose(lambda r: r.key == second.key)
    does(lambda: qtbot.keyClick(page.list, Qt.Key.Key_0))
    assert rows(page, Kind.DRAFT) == []
    assert indicator(context, "3").requirements[1].need == Need()


def test_a_signature_is_confirmed_by_key_and_the_row_says_who(qtbot, page, context, does):
    held = item(context, "改厕验收表2025.txt")

    def prepare(archive: Archive) -> object:
        need = archive.set_need("3", "b", Need(is_signed=True))
        return need, archive.link([held], "3", requirement="b")

    does(lambda: run(context, prepare))
    page.show_target(indicator=indicator(context, "3").id, item=held)
    (row,) = rows(page, Kind.FILE)
    assert (row.sign, "签字" in row.note) == ("!", True)
    does(lambda: qtbot.keyClick(page.list, Qt.Key.Key_S))
    (row,) = rows(page, Kind.FILE)
    assert row.sign == ""
    assert "测试员" in row.under
    does(lambda: qtbot.keyClick(page.list, Qt.Key.Key_S))
    assert "签字" in rows(page, Kind.FILE)[0].note


def test_coverage_of_a_roster_is_told_and_a_person_says_whose_a_file_is(qtbot, page, context, does):
    held = item(context, "改厕验收表2025.txt")

    def prepare(archive: Archive) -> object:
        roster, _changes = archive.add_roster("行政村")
        for name in ("青山村", "石桥村", "东坪村"):
            archive.add_subject(roster.id, name)
        need = archive.set_need("3", "b", Need(roster=roster.id))
        return need, archive.link([held], "3", requirement="b")

    does(lambda: run(context, prepare))
    page.show_target(indicator=indicator(context, "3").id, item=held)
    target = next(r for r in rows(page, Kind.REQUIREMENT) if r.text == "验收表")
    assert "0/3 个村" in target.note
    (row,) = rows(page, Kind.FILE)
    assert "(V)" in row.note or "（V）" in row.note
    qtbot.keyClick(page.list, Qt.Key.Key_V)
    picker = page.requirements.findChild(Picker)
    picker.edit.setText("石桥")
    does(picker.accept)
    target = next(r for r in rows(page, Kind.REQUIREMENT) if r.text == "验收表")
    assert "1/3 个村" in target.note
    assert "青山村、东坪村" in target.under
    assert "石桥村" in rows(page, Kind.FILE)[0].under
