"""The window keeps itself up to date: without being asked, and without reading everything for each file."""

from __future__ import annotations

from pathlib import Path

from ledger_app.ui.window import MainWindow


def test_no_look_begins_before_the_pages_show_the_last_one(
    qtbot, at_rest, window: MainWindow, desk, evidence: Path
):
    context, session = window.context, window.session
    qtbot.waitUntil(lambda: session.watch.mode == "events", timeout=20_000)
    early: list[str] = []
    looks = session._begin

    def begin(look, work) -> None:
        if context.is_reading:
            early.append(str(look))
        looks(look, work)

    session._begin = begin
    count = len(context.state.files)
    for n in range(200):
        folder = evidence / f"批{n % 40}"
        folder.mkdir(exist_ok=True)
        (folder / f"{n}.txt").write_text(str(n))
        if n % 40 == 0:
            session.rescan()
    qtbot.waitUntil(lambda: len(context.state.files) == count + 200, timeout=30_000)
    at_rest(window)
    assert early == []


def test_another_disk_is_said_and_can_be_taken(qtbot, at_rest, window: MainWindow, desk, evidence: Path):
    session, db = window.session, window.session._archive.db
    with db.derived() as connection:
        connection.execute("UPDATE evidence_root SET volume = 'another'")
    for file in [f for f in evidence.rglob("*") if f.is_file()]:
        file.replace(file.with_name("别的" + file.name))
    session.rescan()
    qtbot.waitUntil(lambda: window.context.state.away == "root-other", timeout=20_000)
    at_rest(window)
    assert window.context.state.present == len(window.context.state.files)
    assert any("另一块盘" in strip.text() for strip in window.strips.findChildren(type(window.status._label)))
    session.take_disk()
    qtbot.waitUntil(lambda: not window.context.state.away, timeout=20_000)
    at_rest(window)
    assert all("别的" in f.path for f in window.context.state.files if f.status == "present")
