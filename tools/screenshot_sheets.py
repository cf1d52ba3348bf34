"""The sheets of the audit that `tools.screenshots` draws: each brings one into view on the sample archive."""

from __future__ import annotations

from collections.abc import Callable

from ledger_app.archive import Archive
from ledger_app.audit import wording
from ledger_app.core.progress import Progress
from ledger_app.ui import finding_files, what_if
from ledger_app.ui.finding_files import FilesSheet
from ledger_app.ui.window import MainWindow


def look_at_files(window: MainWindow) -> None:
    """Show the files of a finding that has several side by side."""
    assert window.context
    state = window.context.state
    found = next(f for f in state.audit.findings if len(finding_files.leaves(state, f)) > 1)
    leaves = finding_files.leaves(state, found)
    window.context.sheet.emit(FilesSheet(window.context, wording.message(found), leaves))


def reject(window: MainWindow) -> None:
    """Show what falls with a file that a hard indicator rests on."""
    assert window.context
    state = window.context.state
    standings = state.audit.verdict.standings
    hard = {i.code for i in state.scheme.indicators if i.is_hard and standings[i.id].met}
    what_if.ask(window.context, [next(f for f in state.files if hard & {*f.indicators})])


def assess(window: MainWindow) -> None:
    """Show a mock assessment with two deductions."""
    assert window.context
    codes = [i.code for i in window.context.state.scheme.indicators]
    entered = [(codes[0], 0.5, "通知与报表的面积不一致"), (codes[2], 0.5, "缺少现场照片")]

    def work(archive: Archive, _progress: Progress) -> object:
        return archive.simulations() or archive.begin_simulation("模拟考核", reviewer="张敏", entered=entered)

    window.context.run("", work, done=lambda _made: window.do("simulate"))


SHEETS: tuple[tuple[str, Callable[[MainWindow], None]], ...] = (
    ("files", look_at_files),
    ("what-if", reject),
    ("simulation", assess),
)
