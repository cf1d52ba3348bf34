"""What is said of a print: faults that lead to their page, files short of the archive format, characters without a font."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from ledger_app.binder.binding.model import Obstacle
from ledger_app.binder.proving.model import Checked, Fault
from ledger_app.binder.results import Binders, BoundVolume, Problem
from ledger_app.binder.volumes.model import Ordering
from ledger_app.binder.volumes.paging import Sum
from ledger_app.ui import printing_words
from ledger_app.ui.context import Context
from ledger_app.ui.printing import PrintPage
from ledger_app.ui.printing_result import ResultPane

BINDER = Path("第01盒.pdf")


def done(*faults: Fault, conformity: tuple[Obstacle, ...] = (), glyphs: tuple[str, ...] = ()) -> Binders:
    checked = Checked(faults, (("labels", 12),))
    volume = BoundVolume("1", 1, "一、粮食安全", 20, Sum(3, 2, 1, 3), 6, 0, 0)
    volume = replace(volume, path=BINDER, conformity=conformity, checked=checked)
    empty = Problem(7, "一/空的.docx", "file-empty", (), needs_person=True)
    return Binders(Ordering.INDICATOR, (volume,), (empty,), glyphs)


@pytest.fixture
def pane(qtbot, appearance) -> ResultPane:
    found = ResultPane()
    qtbot.addWidget(found)
    return found


def lines(pane: ResultPane) -> list[tuple[str, str]]:
    return [(row.sign, row.said) for row in pane.lines.rows.rows]


def test_a_fault_leads_to_its_page(qtbot, pane: ResultPane):
    pane.show_done(done(Fault("label-missing", page=4)), "", "", has_folder=True)
    assert [sign for sign, _said in lines(pane)] == ["!", "!", "!"]
    fault = pane.lines.rows.rows[0]
    with qtbot.waitSignal(pane.page_asked) as asked:
        pane.lines.opened.emit(fault)
    row = asked.args[0]
    assert (row.path, row.page) == (BINDER, 3)
    assert "1处不符" in lines(pane)[1][1]


def test_a_file_that_cannot_be_shown_leads_to_the_file(qtbot, pane: ResultPane):
    pane.show_done(done(), "", "", has_folder=True)
    assert lines(pane)[0][0] == "✔"
    with qtbot.waitSignal(pane.file_asked) as asked:
        pane.lines.opened.emit(pane.lines.rows.rows[-1])
    assert asked.args == [7]


def test_characters_without_a_font_are_named(pane: ResultPane):
    pane.show_done(done(glyphs=("𠮷", "𪚥")), "", "", has_folder=True)
    sign, said = lines(pane)[-1]
    assert sign == "!" and "𠮷 𪚥" in said
    pane = ResultPane()
    pane.show_counted(done(glyphs=("𠮷",)))
    assert "𠮷" in lines(pane)[-1][1] and "2" in pane.head.text()


def test_what_stands_against_the_archive_format_is_said_of_each_file(qtbot, pane: ResultPane):
    found = (Obstacle(9, "font-not-embedded", "SimSun"), Obstacle(None, "device-cmyk"))
    pane.show_done(done(conformity=found), "", "", has_folder=True)
    said = [row for row in pane.lines.rows.rows if "PDF/A-2b" in row.said]
    assert [row.sign for row in said] == ["ⓘ", "ⓘ"] and "SimSun" in said[0].said
    with qtbot.waitSignal(pane.file_asked) as asked:
        pane.lines.opened.emit(said[0])
    assert asked.args == [9]
    with qtbot.waitSignal(pane.page_asked):
        pane.lines.opened.emit(said[1])


@pytest.mark.parametrize("code", [*printing_words.OBSTACLES, "never-heard-of"])
def test_reasons_are_one_short_sentence(appearance, code: str):
    said = printing_words.obstacle(code, "SimSun")
    assert said.endswith("。") and len(said) <= 40 and "{" not in said


def test_an_evidence_folder_that_is_away_is_said(qtbot, context: Context):
    page = PrintPage(context)
    qtbot.addWidget(page)
    assert page.desk.presence.isHidden()
    page.show_state(replace(context.state, away="root-missing"))
    assert not page.desk.presence.isHidden() and "不在" in page.desk.presence.text()
    page.show_state(context.state)
    assert page.desk.presence.isHidden()
    qtbot.waitUntil(lambda: not context.jobs.running, timeout=20_000)
