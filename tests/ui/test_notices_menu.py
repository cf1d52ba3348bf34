"""Notices from the menu: a folder chosen, one file a unit, and the template that can be changed."""

from __future__ import annotations

from ledger_app.ui import dialogs, exporting


def test_notices_go_to_the_chosen_folder(qtbot, at_rest, window, desk, tmp_path, monkeypatch):
    folder = tmp_path / "催办"
    monkeypatch.setattr(dialogs, "choose_folder", lambda *_: folder)
    window.actions_by_name["notices"].trigger()
    qtbot.waitUntil(lambda: any(s.message.key == "written" for s in window.strips.shown), timeout=30_000)
    at_rest(window)
    assert len(list(folder.glob("*.docx"))) >= 1


def test_the_template_is_put_into_the_archive_and_opened(qtbot, at_rest, window, desk, monkeypatch):
    opened = []
    monkeypatch.setattr(exporting, "open_path", opened.append)
    window.actions_by_name["notice-template"].trigger()
    qtbot.waitUntil(lambda: bool(opened), timeout=30_000)
    at_rest(window)
    assert opened[0].is_relative_to(window.session.folder)
    assert opened[0].read_bytes().startswith(b"PK")
