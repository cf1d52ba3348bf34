"""Handing over to the county archive from the menu, and checking the package."""

from __future__ import annotations

from ledger_app.ui import dialogs, transferring
from ledger_app.ui.strip import Tone


def test_a_package_is_written_beside_what_is_there_and_checked(
    qtbot, at_rest, window, desk, tmp_path, monkeypatch
):
    home = tmp_path / "移交"
    home.mkdir()
    monkeypatch.setattr(dialogs, "choose_folder", lambda *_: home)

    def said() -> list[str]:
        return [s.message.text for s in window.strips.shown if s.message.key == "written"]

    def trigger(name: str) -> str:
        before = said()
        window.actions_by_name[name].trigger()
        qtbot.waitUntil(lambda: said() not in ([], before), timeout=30_000)
        at_rest(window)
        return said()[-1]

    def shelve(archive, _progress):
        archive.link([1, 2], "1")
        return archive.settle_boxes()

    window.context.run("settle", shelve)
    at_rest(window)
    assert "移交 2 件，每个文件都重读核对过" in trigger("transfer")
    opened = []
    monkeypatch.setattr(transferring, "open_path", opened.append)
    trigger("transfer")
    first, second = sorted(home.iterdir(), key=lambda p: len(p.name))
    assert second.name == f"{first.name} (2)" and (first / "说明文件.TXT").is_file()
    window.strips.shown[-1].message.act()
    assert opened == [second]
    monkeypatch.setattr(dialogs, "choose_folder", lambda *_: first)
    assert "完好：2 件" in trigger("check-transfer")
    (first / "文件目录.XML").write_bytes(b"<x/>")
    assert "与其登记不符" in trigger("check-transfer")
    assert window.strips.shown[-1].message.tone is Tone.NOTICE


def test_without_numbers_it_is_said_what_to_do(qtbot, window, desk, tmp_path, monkeypatch):
    monkeypatch.setattr(dialogs, "choose_folder", lambda *_: tmp_path)
    before = set(tmp_path.iterdir())
    window.actions_by_name["transfer"].trigger()
    qtbot.waitUntil(lambda: bool(window.strips.shown), timeout=30_000)
    assert "确定装盒与编号" in window.strips.shown[0].message.text
    assert set(tmp_path.iterdir()) == before
