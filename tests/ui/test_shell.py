"""The window on a small real archive: open, audit, go to a gap, link, undo, switch language, come back."""

from __future__ import annotations

import sys
import threading
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, QSize, Qt, QTimer
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication, QPushButton

from ledger_app.archive import Archive
from ledger_app.audit.model import Severity
from ledger_app.core.i18n import language
from ledger_app.ui.actions import COMMANDS, plain
from ledger_app.ui.audit_model import Filter
from ledger_app.ui.keys import KeysPage
from ledger_app.ui.welcome import WelcomePage
from ledger_app.ui.window import MainWindow


def messages(window: MainWindow) -> list[str]:
    return [strip.message.text for strip in window.strips.shown]


def test_it_opens_on_the_overview(window, desk):
    assert desk.current == "overview"
    assert "乡村振兴" in window.windowTitle()
    overview = desk.pages["overview"]
    assert overview.steps.rows.rows[0].page == "inbox"  # nothing is linked yet: begin there
    assert overview.steps.rows.rows[1].severity is Severity.VETO
    assert [p.name for p in overview.categories.rows.rows] == ["一、粮食安全", "二、人居环境"]
    assert {p.name for p in overview.units.rows.rows} == {"农业农村办", "乡村建设办", "综合执法队"}
    assert messages(window) == []


def test_steps_cost_most_first_and_lead_to_the_gap(qtbot, at_rest, window, desk):
    overview = desk.pages["overview"]
    points = [s.points for s in overview.steps.rows.rows if s.severity is Severity.VETO]
    assert points == sorted(points, reverse=True)
    overview.steps.choose(1)
    overview.steps.setFocus()
    qtbot.keyClick(overview.steps, Qt.Key.Key_Return)
    assert desk.current == "indicators"
    at_rest(window)
    chosen = desk.pages["indicators"].current_indicator()
    assert chosen is not None and chosen.is_hard


def test_f5_audits_and_remembers_when(qtbot, at_rest, window, desk):
    with qtbot.waitSignal(window.session.audited, timeout=20_000):
        window.actions_by_name["audit"].trigger()
    at_rest(window)
    assert desk.current == "audit"
    assert window.session.settings.value("audited")
    assert "上次审查 刚刚" in window.status._label.text()
    assert "刚性" in window.status._label.text()


def test_enter_on_a_finding_goes_to_its_requirement(qtbot, at_rest, window, desk):
    desk.show_page("audit")
    at_rest(window)
    page = desk.pages["audit"]
    row = page.findings.current()
    assert row.finding.severity is Severity.VETO
    page.findings.setFocus()
    with qtbot.waitSignal(window.context.going) as going:
        qtbot.keyClick(page.findings, Qt.Key.Key_Return)
    assert going.args[0] == "indicators"
    assert going.args[1]["indicator"] == row.finding.indicator.id
    assert desk.current == "indicators"


def test_a_candidate_is_linked_by_its_button_and_taken_back(qtbot, at_rest, window, desk):
    desk.show_page("audit")
    at_rest(window)
    page = desk.pages["audit"]
    number = next(i for i, row in enumerate(page.findings.rows.rows) if row.finding.candidates)
    page.findings.choose(number)
    before = page.findings.current().key
    with qtbot.waitSignal(window.context.state_changed, timeout=20_000):
        page.pane.accept_buttons[0].click()
    at_rest(window)
    (link,) = window.context.state.links
    assert link.how == "candidate"
    assert before not in [row.key for row in page.findings.rows.rows]
    assert "关联佐证" in window.actions_by_name["undo"].text()
    with qtbot.waitSignal(window.context.state_changed, timeout=20_000):
        window.actions_by_name["undo"].trigger()
    at_rest(window)
    assert window.context.state.links == ()
    assert before in [row.key for row in page.findings.rows.rows]
    assert window.actions_by_name["redo"].isEnabled()


def test_the_number_key_takes_a_candidate(qtbot, at_rest, window, desk):
    desk.show_page("audit")
    at_rest(window)
    page = desk.pages["audit"]
    number = next(i for i, row in enumerate(page.findings.rows.rows) if row.finding.candidates)
    page.findings.choose(number)
    page.findings.setFocus()
    with qtbot.waitSignal(window.context.state_changed, timeout=20_000):
        qtbot.keyClick(page.findings, Qt.Key.Key_1)
    at_rest(window)
    assert len(window.context.state.links) == 1


def test_findings_are_narrowed_and_the_filter_can_be_lifted(qtbot, at_rest, window, desk):
    desk.show_page("audit", unit="综合执法队")
    at_rest(window)
    page = desk.pages["audit"]
    assert page.findings.rows.rows
    assert all("综合执法队" in row.units for row in page.findings.rows.rows)
    page.text.setText("没有这样的词")
    assert page.findings.rows.rows == []
    page._empty.button.click()
    assert page.filter == Filter()
    assert len(page.findings.rows.rows) == len(window.context.state.audit.findings)


def test_the_language_switches_at_once(qtbot, at_rest, window, desk):
    desk.show_page("audit")
    window.switch_language("en")
    at_rest(window)
    assert language() == "en"
    assert window.desk is not desk
    assert window.desk.current == "audit"
    assert window.desk.pages["audit"].title() == "Audit"
    assert plain(window.menuBar().actions()[0].text()) == "File"
    window.switch_language("zh_CN")
    at_rest(window)
    assert window.desk.pages["audit"].title() == "审查"


def test_text_grows_everywhere(at_rest, window, desk):
    before = window.desk.sidebar.fontMetrics().height()
    window.resize_text("larger")
    at_rest(window)
    assert window.desk.sidebar.fontMetrics().height() > before * 1.2


def test_a_system_that_turns_dark_is_followed(qtbot, at_rest, window, desk, qapp):
    before, page = qapp.palette(), desk.current
    try:
        qapp.setPalette(QPalette(QColor("#26282b")))
        qtbot.waitUntil(lambda: window.desk is not desk)
        at_rest(window)
        assert window.desk.current == page
    finally:
        qapp.setPalette(before)
    qtbot.waitUntil(lambda: not window._is_dark)
    at_rest(window)


def test_an_evidence_folder_that_is_away_changes_no_verdict(qtbot, at_rest, window, desk, evidence):
    before = window.context.state.audit.findings
    parked = evidence.with_name("拔下")
    evidence.rename(parked)
    window.session.rescan()
    qtbot.waitUntil(lambda: bool(window.context.state.away), timeout=20_000)
    at_rest(window)
    assert window.context.state.audit.findings == before
    assert any("佐证文件夹不在" in text for text in messages(window))
    assert "不在" in window.status._label.text()
    parked.rename(evidence)
    qtbot.waitUntil(lambda: not window.context.state.away, timeout=20_000)
    at_rest(window)
    assert messages(window) == []


def test_a_new_file_shows_by_itself(qtbot, window, desk, evidence):
    count = len(window.context.state.files)
    qtbot.waitUntil(lambda: window.session.watch.mode == "events", timeout=20_000)
    (evidence / "人居环境/公厕管护协议2025.txt").write_text("管护协议", encoding="utf-8")
    qtbot.waitUntil(lambda: len(window.context.state.files) == count + 1, timeout=20_000)


def test_page_filter_and_size_survive(qtbot, at_rest, appearance, folder):
    def opened() -> MainWindow:
        window = MainWindow(appearance.preferences, appearance, actor="测试员")
        window.show()
        window.open_archive(folder)
        qtbot.waitUntil(lambda: window.desk is not None, timeout=20_000)
        at_rest(window)
        return window

    def shut(window: MainWindow) -> None:
        with qtbot.waitSignal(window.finished, timeout=20_000):
            window.close()

    first = opened()
    first.resize(760, 555)
    first.desk.show_page("audit")
    page = first.desk.pages["audit"]
    page.text.setText("验收")
    page.findings.header().resizeSection(2, 123)
    shut(first)
    second = opened()
    assert second.size() == QSize(760, 555)
    assert second.desk.current == "audit"
    again = second.desk.pages["audit"]
    assert again.text.text() == "验收"
    assert again.findings.header().sectionSize(2) == 123
    shut(second)


def test_sizes_are_on_the_disk_without_a_close(qtbot, window, desk):
    """A kill at any moment keeps what was set a second before."""
    ini = Path(window.session.settings.fileName())
    desk.pages["audit"].findings.header().resizeSection(2, 123)
    desk.show_page("journal")

    def written() -> bool:
        fresh = QSettings(str(ini), QSettings.Format.IniFormat)
        return fresh.value("page") == "journal" and any(
            "123" in fresh.value(key) for key in fresh.allKeys() if key.startswith("audit/columns")
        )

    qtbot.waitUntil(written)


def test_an_archive_that_is_open_elsewhere_is_said_in_a_sentence(qtbot, window, folder):
    with Archive(folder, actor="别人"):
        window.open_archive(folder)
        qtbot.waitUntil(lambda: window.session is None and bool(messages(window)), timeout=20_000)
    assert str(folder) in messages(window)[0]
    assert isinstance(window._stack.currentWidget(), WelcomePage)


def test_a_folder_that_is_no_archive_is_said_in_a_sentence(qtbot, window, tmp_path):
    window.open_archive(tmp_path / "nothing")
    qtbot.waitUntil(lambda: window.session is None and bool(messages(window)), timeout=20_000)
    qtbot.keyClick(window._stack.currentWidget(), Qt.Key.Key_Escape)
    assert messages(window) == []


def test_an_unexpected_error_is_one_sentence_with_the_log(qtbot, at_rest, window, desk):
    def work(_archive, _progress):
        raise RuntimeError("boom")

    window.context.run("x", work)
    qtbot.waitUntil(lambda: bool(messages(window)))
    assert "boom" not in messages(window)[0]
    assert window.strips.shown[0].findChild(QPushButton).text() == "打开运行记录文件夹"


def test_all_keys_are_shown_and_left(qtbot, window, desk):
    window.actions_by_name["keys"].trigger()
    page = window._stack.currentWidget()
    assert isinstance(page, KeysPage)
    qtbot.keyClick(page, Qt.Key.Key_Escape)
    assert window._stack.currentWidget() is desk


def test_closing_lets_the_archive_go(qtbot, window, desk, folder):
    window.actions_by_name["close"].trigger()
    qtbot.waitUntil(lambda: window.session is None, timeout=20_000)
    with Archive(folder, actor="测试员"):
        pass
    assert not window.actions_by_name["audit"].isEnabled()
    assert [p.name for p in window._preferences.recent()] == [folder.name]


def test_the_main_thread_never_touches_the_archive(qtbot, at_rest, window, desk, evidence):
    """Neither its database nor its evidence: everything the person waits for is elsewhere."""
    offenders: list[str] = []
    watched = (str(evidence), str(window.context.state.folder))
    is_on = True

    def audit_hook(event: str, args: tuple[object, ...]) -> None:
        if is_on and threading.current_thread() is threading.main_thread():
            if event.startswith("sqlite3"):
                offenders.append(event)
            elif event in ("open", "os.listdir", "os.scandir") and str(args[0]).startswith(watched):
                offenders.append(f"{event} {args[0]}")

    def trace(statement: str) -> None:
        if threading.current_thread() is threading.main_thread():
            offenders.append(statement)

    for number in range(300):
        (evidence / f"扫描{number}.txt").write_text(str(number), encoding="utf-8")
    window.session._archive.db.connection.set_trace_callback(trace)
    sys.addaudithook(audit_hook)
    try:
        beats = _count_beats(window)
        with qtbot.waitSignal(window.session.audited, timeout=30_000):
            window.actions_by_name["audit"].trigger()
        for name in desk.pages:
            desk.show_page(name)
            at_rest(window)
        assert beats
    finally:
        is_on = False
    assert offenders == []
    assert len(window.context.state.files) > 300


def _count_beats(window: MainWindow) -> list[int]:
    found: list[int] = []
    timer = QTimer(window, interval=10)
    timer.timeout.connect(lambda: found.append(1))
    timer.start()
    return found


@pytest.mark.parametrize("name", [n for n, c in COMMANDS.items() if c.key])
def test_no_two_commands_share_a_key(name):
    assert [n for n, c in COMMANDS.items() if c.key == COMMANDS[name].key] == [name]


def test_everything_can_be_reached_by_name(window, desk):
    """Every control that takes the focus has a name to be read aloud."""
    for page in desk.pages:
        desk.show_page(page)
        QApplication.processEvents()
        for button in desk.pages[page].findChildren(QPushButton):
            assert button.isHidden() or button.text() or button.accessibleName(), button


def test_the_archive_that_was_open_at_the_end_is_noted_for_the_next_start(
    qtbot, window, desk, folder, appearance
):
    assert appearance.preferences.left_open() == folder
    window.do("close")
    qtbot.waitUntil(lambda: window.session is None, timeout=20_000)
    assert appearance.preferences.left_open() is None


def test_a_window_that_is_closed_leaves_its_archive_noted(qtbot, appearance, folder):
    window = MainWindow(appearance.preferences, appearance, actor="测试员")
    window.show()
    window.open_archive(folder)
    qtbot.waitUntil(lambda: window.desk is not None, timeout=20_000)
    with qtbot.waitSignal(window.finished, timeout=20_000):
        window.close()
    window.deleteLater()
    assert appearance.preferences.left_open() == folder


@pytest.mark.parametrize("width", [1366, 910, 700])
def test_lists_never_need_to_be_scrolled_sideways(window, desk, width):
    window.resize(width, 512)
    overview, audit = desk.pages["overview"], desk.pages["audit"]
    for name, table in (
        ("overview", overview.steps),
        ("overview", overview.categories),
        ("overview", overview.units),
        ("audit", audit.findings),
    ):
        desk.show_page(name)
        overview.tabs.setCurrentIndex(int(table is overview.units))
        assert table.header().length() <= table.viewport().width()
        last = table.header().count() - 1
        assert table.header().sectionSize(last) >= 9 * table.fontMetrics().horizontalAdvance("0")
