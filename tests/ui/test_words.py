"""What the shell says: the status line, the journal, the next steps."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from ledger_app.core import operations
from ledger_app.core.i18n import set_language
from ledger_app.core.journal import GENESIS, Entry, Kind, stacks
from ledger_app.evidence.model import Link
from ledger_app.ui import audit_model, journal, overview_model, status
from ledger_app.ui.actions import plain
from ledger_app.ui.state import read_state
from ledger_app.vault.intake import Gap, Watching

NOW = datetime.fromisoformat("2026-03-20T09:30:00+08:00")


def entry(number: int, kind: Kind = Kind.DO, answers: int | None = None, **detail: object) -> Entry:
    return Entry(
        id=number,
        name="link-evidence",
        actor="张敏",
        at="2026-03-20T09:30:00+08:00",
        kind=kind,
        answers=answers,
        is_undoable=True,
        detail=detail,
        previous=GENESIS,
        digest=GENESIS,
    )


@pytest.mark.parametrize(
    ("passed", "words"),
    [
        (timedelta(seconds=-5), "刚刚"),
        (timedelta(seconds=59), "刚刚"),
        (timedelta(minutes=2), "2 分钟前"),
        (timedelta(minutes=61), "1 小时前"),
        (timedelta(days=3), "3 天前"),
    ],
)
def test_ago(passed, words):
    assert status.ago((NOW - passed).isoformat(), NOW) == words


@pytest.mark.parametrize(
    ("watch", "words"),
    [
        (Watching("events", "", 300, 0, ()), "● 正在监视"),
        (Watching("polling", "remote", 10, 0, ()), "◐ 每 10 秒查看一次(网络盘)"),
        (Watching("polling", "watch-limit", 300, 0, ()), "◐ 每 5 分钟查看一次(文件夹数超出系统可监视的上限)"),
        (Watching("polling", "silent", 50, 0, ()), "◐ 每 50 秒查看一次(此盘不报告变化)"),
        (Watching("events", "", 300, 2, ()), "6 件 · 2 个文件正被占用或写入 · 刚性"),
        (Watching("events", "", 300, 0, (Gap("lost", 0.0),)), "◐ 变化过快，正在全部重新查看"),
        (Watching("events", "", 300, 0, (Gap("lost", 0.0, 1.0),)), "● 正在监视"),
    ],
)
def test_the_status_line_says_how_the_folder_is_watched(context, watch, words):
    line = status.line(context.state, watch=watch, is_looked_at=True, audited="", now=NOW)
    assert words in line
    assert "{" not in line


def test_the_times_in_which_nothing_could_be_seen_are_listed(context):
    at = datetime(2026, 3, 20, 9, 30).timestamp()
    watch = Watching("events", "", 300, 0, (Gap("away", at, at + 60), Gap("lost", at + 120)))
    lines = status.gaps(watch)
    assert lines == [
        "09:32:00–…：变化过快，未能逐一跟上，随后已全部重新查看",
        "09:30:00–09:31:00：佐证文件夹不在，回来后已全部重新查看",
    ]
    away = replace(context.state, away="root-missing")
    watch = Watching("polling", "root-missing", 300, 0, (Gap("away", at),))
    line = status.line(away, watch=watch, is_looked_at=True, audited="", now=NOW)
    assert line.startswith("○ 佐证文件夹自 09:30:00 起不在")


def test_the_status_line_counts_and_says_when(context):
    line = status.line(
        context.state,
        watch=Watching("events", "", 300, 0, ()),
        is_looked_at=True,
        audited=(NOW - timedelta(minutes=2)).isoformat(),
        now=NOW,
    )
    assert line.startswith("● 正在监视")
    assert "6 件 · 刚性 0/2 齐 · 上次审查 2 分钟前" in line


@pytest.mark.parametrize(
    ("entries", "expected"),
    [
        ([entry(1)], set()),
        ([entry(1), entry(2, Kind.UNDO, 1)], {1}),
        ([entry(1), entry(2, Kind.UNDO, 1), entry(3, Kind.REDO, 2)], {2}),
        ([entry(1), entry(2, Kind.UNDO, 1), entry(3, Kind.REDO, 2), entry(4, Kind.UNDO, 3)], {1, 3}),
    ],
)
def test_what_is_taken_back(entries, expected):
    assert journal.undone(entries[::-1]) == expected
    undoable, _redoable = stacks(entries)
    assert not set(undoable) & expected


def test_an_entry_says_what_it_concerned(context):
    indicators = {i.code: i for i in context.state.scheme.indicators}
    words = journal.concerns(entry(1, indicator="3", items=2), indicators)
    assert "卫生户厕改造与管护 ★" in words
    assert words.endswith("2 件")


def test_menu_words_lose_their_access_key():
    assert plain("文件(&F)") == "文件"
    assert plain("&New archive…") == "New archive"


def test_steps_name_every_open_indicator_once_and_the_inbox_last(context):
    state = replace(context.state, links=(Link(1, 1, 1, None, None, "key", "测试员", ""),))
    steps = overview_model.next_steps(state)
    indicators = [dict(s.target).get("indicator") for s in steps if s.page == "indicators"]
    assert len(indicators) == len(set(indicators))
    open_ones = {f.indicator.id for f in context.state.audit.findings if f.indicator}
    assert set(indicators) == open_ones
    assert steps[-1].page == "inbox"
    assert "6" in steps[-1].why


def test_with_nothing_linked_the_inbox_is_the_first_step(context):
    assert overview_model.next_steps(context.state)[0].page == "inbox"


@pytest.mark.parametrize("code", ["zh_CN", "en"])
def test_a_row_says_the_name_of_its_indicator_once(context, code):
    set_language(code)
    for row in audit_model.rows(context.state).standing:
        if row.finding.indicator:
            assert row.finding.indicator.name in row.message
            assert row.finding.indicator.name not in row.short


def test_units_that_share_an_indicator_both_have_it(context):
    reading = overview_model.read(context.state)
    totals = {p.name: p.tally.indicators for p in reading.units}
    assert totals == {"农业农村办": 2, "乡村建设办": 2, "综合执法队": 1}
    assert reading.units[-1].tally.vetoes == reading.units[-1].progress.vetoes == 0


def test_every_operation_of_the_journal_has_a_name(context):
    names = {e.name for e in context._archive.db.entries()}
    assert names
    assert all(operations.title(name) for name in names)


def test_a_state_read_twice_is_the_same(context):
    assert read_state(context._archive, away="").audit.findings == context.state.audit.findings
