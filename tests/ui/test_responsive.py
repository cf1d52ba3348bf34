"""A day in the window: the event loop's thread never touches the archive, the evidence or any other disk of theirs."""

from __future__ import annotations

import gc
import os
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from ledger_app.ui import file_actions
from ledger_app.ui.desk import PAGES
from ledger_app.ui.jobs import Turn
from ledger_app.ui.state import State


class Guard:
    """Notes what the main thread opens, lists or looks at below a folder, and what it asks a database."""

    def __init__(self) -> None:
        self.noted: list[str] = []
        self._below = ""

    def begin(self, below: Path) -> None:
        self._below = str(below)

    def end(self) -> None:
        self._below = ""

    def hear(self, event: str, values: tuple[object, ...]) -> None:
        if self._below and event.split(".")[0] in ("open", "os", "sqlite3", "shutil"):
            self.note(event, values[0] if values else "")

    def note(self, what: str, subject: object) -> None:
        if not self._below or threading.current_thread() is not threading.main_thread():
            return
        name = os.fsdecode(subject) if isinstance(subject, str | bytes | os.PathLike) else str(subject)
        if name.startswith(self._below) or what == "sql":
            self.noted.append(f"{what}: {name}")


_GUARD = Guard()
sys.addaudithook(_GUARD.hear)  # a hook stays for good, so that there is one; it hears nothing between tests


@pytest.fixture
def guard(monkeypatch, folder: Path) -> Iterator[Guard]:
    """Listens from now on; `os.stat` tells no audit hook, so that it is listened to itself."""
    for name in ("stat", "lstat", "access", "readlink"):
        real = getattr(os, name)

        def heard(path: object, *rest: object, _name: str = name, _real: Callable = real, **more: object):
            _GUARD.note(f"os.{_name}", path)
            return _real(path, *rest, **more)

        monkeypatch.setattr(os, name, heard)
    _GUARD.noted = []
    _GUARD.begin(folder.parent)
    yield _GUARD
    _GUARD.end()


def test_the_guard_sees_what_the_main_thread_does(guard, folder):
    assert (folder / "ledger.db").is_file()
    os.listdir(folder)
    (folder / "x").write_text("x", encoding="utf-8")
    thread = threading.Thread(target=lambda: list(folder.iterdir()))
    thread.start()
    thread.join()
    assert [n.split(":")[0] for n in guard.noted] == ["os.stat", "os.listdir", "open"]


def test_a_day_without_a_look_at_the_disk(qtbot, at_rest, guard, window, folder, evidence):
    window.open_archive(folder)
    qtbot.waitUntil(lambda: window.desk is not None and len(window.desk.pages) == len(PAGES), timeout=20_000)
    window.context._archive.db.connection.set_trace_callback(lambda sql: guard.note("sql", sql))
    at_rest(window)
    desk, context = window.desk, window.context
    for page in PAGES:
        desk.show_page(page.name)
        at_rest(window)
    window.search.edit.setFocus()
    window.search.edit.setText("改厕")
    qtbot.waitUntil(lambda: bool(window.search.results.results))
    qtbot.keyClick(window.search.edit, Qt.Key.Key_Return)
    at_rest(window)
    inbox = desk.pages["inbox"]
    desk.show_page("inbox")
    inbox.bar.text.setText("验收")
    qtbot.waitUntil(lambda: len(inbox.files.rows) == 1)
    indicator = context.state.scheme.indicators[2]
    with qtbot.waitSignal(context.state_changed, timeout=20_000):
        file_actions.link(context, [inbox.files.rows[0].id], indicator, None, how="key")
    at_rest(window)
    assert len(context.state.links) == 1
    with qtbot.waitSignal(context.state_changed, timeout=20_000):
        window.actions_by_name["undo"].trigger()
    with qtbot.waitSignal(window.session.audited, timeout=20_000):
        window.actions_by_name["audit"].trigger()
    at_rest(window)
    window.switch_language("en")
    qtbot.waitUntil(lambda: len(window.desk.pages) == len(PAGES))
    at_rest(window)
    context._archive.db.connection.set_trace_callback(None)
    window.close_archive()
    qtbot.waitUntil(lambda: window.session is None, timeout=20_000)
    assert guard.noted == []


def test_many_writes_are_few_readings(qtbot, at_rest, window, desk):
    context, seen = window.context, []
    context.state_changed.connect(seen.append)
    indicator = context.state.scheme.indicators[0]
    gate = threading.Event()
    context.run("", lambda archive, progress: gate.wait(10), is_quiet=True)
    for held in context.state.files:
        file_actions.link(context, [held.id], indicator, None, how="key")
    gate.set()
    at_rest(window)
    assert len(context.state.links) == len(context.state.files)
    assert 1 <= len(seen) <= 3, "not one reading for each link"


def test_a_link_does_not_wait_for_the_scan(qtbot, at_rest, window, desk):
    """What a person does while the folder is looked at is done in the middle of it."""
    context, order = window.context, []
    begun, gate = threading.Event(), threading.Event()

    def scan(archive, progress):
        begun.set()
        gate.wait(10)
        found = archive.scan(progress, full=True)
        order.append("scanned")
        return found

    context.run("", scan, is_quiet=True, turn=Turn.BACKGROUND)
    qtbot.waitUntil(begun.is_set)
    item = context.state.files[0].id
    context.run(
        "",
        lambda archive, _: (archive.link([item], "3", how="key"), order.append("linked"))[0],
        is_quiet=True,
    )
    gate.set()
    at_rest(window)
    assert order == ["linked", "scanned"]
    assert [k.item for k in context.state.links] == [item]
    assert window.context._archive.db.verify_journal()[1] is None


def test_old_states_are_let_go_without_the_collector(qtbot, at_rest, window, desk):
    """The collector looks at young objects only while the window runs: large ones must not hang in rings."""
    context = window.context
    gc.collect()
    gc.disable()
    try:
        for _ in range(5):
            with qtbot.waitSignal(context.state_changed, timeout=20_000):
                context.refresh()
            at_rest(window)
        qtbot.waitUntil(lambda: sum(isinstance(o, State) for o in gc.get_objects()) <= 2)
    finally:
        gc.enable()


def test_reading_makes_way_for_an_audit(qtbot, at_rest, window, desk, evidence):
    """One file after another is read until somebody waits; the audit does not wait for the last."""
    for number in range(800):
        (evidence / "杂项" / f"会议记录{number}.txt").write_text(f"会议记录 {number}", encoding="utf-8")
    order: list[str] = []
    jobs, session = window.session.jobs, window.session
    jobs.started.connect(lambda job: job.ended.connect(lambda: order.append(job.name)))
    session.audited.connect(lambda _: order.append("audited"))
    session.rescan()
    qtbot.waitUntil(lambda: session.catching_up.is_reading, timeout=20_000)
    session.audit()
    qtbot.waitUntil(lambda: "audited" in order, timeout=20_000)
    at_rest(window)
    assert order.index("audited") < len(order) - 1 - order[::-1].index("读取新文件")
    assert not window.context._archive.describe()
