"""The audit page: narrowing, setting aside with a reason and a name, taking back, and what has changed."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from ledger_app.audit.model import Finding, Severity
from ledger_app.evidence.model import HeldFile
from ledger_app.ui import audit_model, finding_files, overview_verdict
from ledger_app.ui.audit import AuditPage
from ledger_app.ui.audit_model import Filter, Which
from ledger_app.ui.finding_files import FilesSheet, Leaf
from ledger_app.ui.window import MainWindow


@pytest.fixture
def page(at_rest, window: MainWindow, desk) -> AuditPage:
    desk.show_page("audit")
    at_rest(window)
    return desk.pages["audit"]


def said(window: MainWindow) -> str:
    return window.status._label.text()


def held(window: MainWindow, name: str) -> HeldFile:
    return next(f for f in window.context.state.files if f.path.endswith(name))


def audit(qtbot, at_rest, window: MainWindow) -> None:
    with qtbot.waitSignal(window.session.audited, timeout=20_000):
        window.do("audit")
    at_rest(window)


def set_aside(qtbot, at_rest, window: MainWindow, page: AuditPage, reason: str) -> None:
    page.findings.setFocus()
    qtbot.keyClick(page.findings, Qt.Key.Key_V)
    qtbot.waitUntil(page.form.isVisible)
    page.form.reason.setText(reason)
    with qtbot.waitSignal(window.context.state_changed, timeout=20_000):
        qtbot.keyClick(page.form.reason, Qt.Key.Key_Return)
    at_rest(window)


def test_a_finding_is_set_aside_with_reason_and_name(qtbot, at_rest, window, page):
    row = page.findings.current()
    set_aside(qtbot, at_rest, window, page, "村里没有这项工作")
    assert row.key not in [r.key for r in page.findings.rows.rows]
    ((finding, waiver),) = window.context.state.audit.waived
    assert finding.key == row.key
    assert waiver.name == "测试员"
    assert waiver.reason == "已核实：村里没有这项工作"
    assert not page.form.isVisible()
    assert page.findings.hasFocus() or not window.isActiveWindow()
    with qtbot.waitSignal(window.context.state_changed, timeout=20_000):
        window.do("undo")
    at_rest(window)
    assert row.key in [r.key for r in page.findings.rows.rows]


def test_several_are_set_aside_at_once_and_taken_back_from_their_list(qtbot, at_rest, window, page):
    page.findings.selectAll()
    count = len(page.findings.rows.rows)
    assert count > 2
    page.form.why.setCurrentIndex(1)
    set_aside(qtbot, at_rest, window, page, "本镇不涉及")
    assert window.context.state.audit.findings == ()
    assert window.context.state.audit.is_excellent_possible
    page.show_target(which="waived")
    rows = page.waived.rows.rows
    assert len(rows) == count
    assert {r.waiver.reason for r in rows} == {"不适用：本镇不涉及"}
    page.waived.choose(0)
    page.waived.setFocus()
    with qtbot.waitSignal(window.context.state_changed, timeout=20_000):
        qtbot.keyClick(page.waived, Qt.Key.Key_Delete)
    at_rest(window)
    assert len(page.waived.rows.rows) == count - 1
    assert len(window.context.state.audit.findings) == 1


def test_without_a_reason_nothing_is_set_aside(qtbot, at_rest, window, page):
    page.findings.setFocus()
    qtbot.keyClick(page.findings, Qt.Key.Key_V)
    qtbot.waitUntil(page.form.isVisible)
    qtbot.keyClick(page.form.reason, Qt.Key.Key_Return)
    assert page.form.hint.isVisible()
    page.form.reason.setText("看过了")
    page.form.name.setText(" ")
    qtbot.keyClick(page.form.reason, Qt.Key.Key_Return)
    assert "姓名" in page.form.hint.text()
    qtbot.keyClick(page.form.reason, Qt.Key.Key_Escape)
    assert not page.form.isVisible()
    at_rest(window)
    assert window.context.state.audit.waived == ()


def test_what_was_set_aside_and_changed_is_here_again(qtbot, at_rest, window, desk, page):
    audit(qtbot, at_rest, window)
    row = next(r for r in page.findings.rows.rows if r.finding.rule == "E101")
    page.findings.choose(page.findings.rows.find(row.key))
    set_aside(qtbot, at_rest, window, page, "另册")
    code, file = row.finding.indicator.code, held(window, "扫描件0012.txt").id
    with qtbot.waitSignal(window.context.state_changed, timeout=20_000):
        window.context.run("", lambda archive, _p: archive.link([file], code, how="key"))
    at_rest(window)
    page.show_target(which="returned")
    again = [r for r in page.findings.rows.rows if r.finding.returned]
    for one in again:
        assert "重现" in one.kind
        page.findings.choose(page.findings.rows.find(one.key))
        assert any("另册" in label.text() for label in page.pane.findChildren(QLabel))


def test_since_the_last_audit_new_and_cleared_are_told_apart(qtbot, at_rest, window, desk, evidence, page):
    audit(qtbot, at_rest, window)
    table = held(window, "户厕改造台账.txt").id
    window.context.run("", lambda archive, _p: archive.link([table], "3", requirement="a", how="key"))
    at_rest(window)
    since = window.context.state.audit.since
    assert {f.rule for f in since.new} == {"E102"}
    assert [k.rule for k in since.cleared] == ["E101"]
    page.show_target(which="new")
    assert [r.finding.rule for r in page.findings.rows.rows] == ["E102"]
    assert page.findings.rows.rows[0].is_new
    page.show_target(which="cleared")
    (gone,) = page.cleared.rows.rows
    assert "卫生户厕" in gone.where
    with qtbot.waitSignal(window.context.going) as going:
        page.cleared.opened.emit(gone)
    assert going.args[1]["indicator"] == gone.known.indicator
    changes = overview_verdict.changes(window.context.state)
    assert "which/new" in changes and "which/cleared" in changes
    desk.show_page("overview")
    at_rest(window)
    desk.pages["overview"].verdict.changes.linkActivated.emit("which/cleared")
    assert desk.current == "audit"
    assert page.filter.which is Which.CLEARED


def test_a_link_of_the_verdict_leads_to_what_it_hangs_on(at_rest, window, desk):
    overview = desk.pages["overview"]
    cause = window.context.state.audit.verdict.causes[0]
    assert f"indicator/{cause.indicator.id}" in overview.verdict.causes.text()
    overview.verdict.causes.linkActivated.emit(f"indicator/{cause.indicator.id}")
    at_rest(window)
    assert desk.pages["indicators"].current_indicator().id == cause.indicator.id
    overview_verdict.follow("severity/veto", lambda name, **t: desk.show_page(name, **t))
    assert desk.pages["audit"].filter == Filter(severities=frozenset([Severity.VETO]))


def test_a_veto_says_the_least_that_clears_it(at_rest, window, page):
    row = next(r for r in page.findings.rows.rows if r.finding.severity is Severity.VETO)
    cause = next(
        c for c in window.context.state.audit.verdict.causes if c.indicator.id == row.finding.indicator.id
    )
    assert len(row.clears) == len(cause.papers)
    assert all(row.clears)


def test_enter_on_a_finding_with_files_opens_the_file_at_its_page(
    qtbot, at_rest, window, desk, evidence: Path, page
):
    file = held(window, "户厕改造台账.txt")
    window.context.run("", lambda archive, _p: archive.link([file.id], "3", requirement="a", how="key"))
    at_rest(window)
    (evidence / file.path).write_text("", encoding="utf-8")
    with qtbot.waitSignal(window.context.state_changed, timeout=20_000):
        window.do("rescan")
    at_rest(window)
    row = next(r for r in page.findings.rows.rows if file.path in r.finding.files)
    page.findings.choose(page.findings.rows.find(row.key))
    page.findings.setFocus()
    qtbot.keyClick(page.findings, Qt.Key.Key_Space)
    sheet = window._stack.currentWidget()
    assert isinstance(sheet, FilesSheet)
    assert [pane.held.path for pane in sheet.panes] == [file.path]
    qtbot.keyClick(sheet.back, Qt.Key.Key_Escape)
    assert window._stack.currentWidget() is desk
    page.findings.setFocus()
    with qtbot.waitSignal(window.context.going) as going:
        qtbot.keyClick(page.findings, Qt.Key.Key_Return)
    assert going.args[1]["item"] == file.id
    assert desk.current == "indicators"


def test_space_shows_the_files_of_a_finding_beside_each_other(qtbot, at_rest, window, desk, page):
    state = window.context.state
    first, second, third = state.files[:3]
    finding = Finding(
        "E405",
        Severity.WARNING,
        state.scheme.indicators[0],
        files=(first.path, second.path, "没有了.txt", third.path),
        pages=(2, None, None, 1),
    )
    leaves = finding_files.leaves(state, finding)
    assert leaves == [Leaf(first, 2), Leaf(second), Leaf(third, 1)]
    window.context.sheet.emit(FilesSheet(window.context, "两份材料中的户数不一致", leaves))
    sheet = window._stack.currentWidget()
    assert isinstance(sheet, FilesSheet)
    assert [pane.held.path for pane in sheet.panes] == [first.path, second.path]
    qtbot.keyClick(sheet, Qt.Key.Key_3)
    assert [pane.held.path for pane in sheet.panes] == [first.path, third.path]
    sheet.apart.click()
    assert [pane.isHidden() for pane in sheet.panes] == [True, False]
    sheet.look(0)
    assert [pane.isHidden() for pane in sheet.panes] == [False, True]
    qtbot.keyClick(sheet.apart, Qt.Key.Key_Escape)
    assert window._stack.currentWidget() is desk
    at_rest(window)


def test_rows_that_are_as_before_are_the_same_objects(context):
    first = audit_model.rows(context.state)
    again = audit_model.rows(context.state, first)
    assert all(a is b for a, b in zip(first.standing, again.standing, strict=True))


def test_words_of_units_and_of_who_set_aside_are_found(context):
    row = audit_model.rows(context.state).standing[0]
    assert Filter(text=row.units[0]).sift([row])[0] == [row]
    for wanted in (Filter(text="没有这样的词"), Filter(which=Which.NEW), Filter(subject="青山村")):
        assert wanted.sift([row])[0] == []


def test_a_household_counts_for_its_village(context):
    row = audit_model.rows(context.state).standing[0]
    about = replace(
        row,
        finding=replace(row.finding, values={**row.finding.values, "subjects": ["青山村 张三", "南湾村"]}),
    )
    assert audit_model.places_of(about.finding) == ("青山村", "南湾村")
    assert Filter(subject="青山村").sift([row, about])[0] == [about]


def test_the_counts_beside_the_severities_follow_the_rest_of_the_filter(context):
    rows = audit_model.rows(context.state).standing
    unit = rows[0].units[0]
    kept, counts = Filter(unit=unit, severities=frozenset([Severity.HINT])).sift(rows)
    assert kept == []
    assert sum(counts.values()) == sum(unit in row.units for row in rows)
