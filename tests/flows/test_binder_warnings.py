"""What the summary of a print warns of: boxes that no spine is wide enough for, files that are not public."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from ledger_app.archive import Archive
from ledger_app.binder import shelving
from ledger_app.binder.binders import Job
from ledger_app.binder.volumes.model import Ordering
from ledger_app.cli.parser import main
from ledger_app.core.i18n import set_language
from ledger_app.exchange import binder_documents
from tests.flows.test_binders import made


@pytest.fixture
def archive(tmp_path: Path, small_scheme: Path, evidence: Path) -> Iterator[Archive]:
    with made(tmp_path / "档案", small_scheme, evidence) as archive:
        yield archive


@pytest.mark.parametrize("ordering", list(Ordering))
def test_a_box_that_is_too_thick_is_told_once_with_a_way_out(
    archive: Archive, ordering: Ordering, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    set_language("en")
    counted = archive.count_binders(Job(ordering))
    assert not any(volume.overfull for volume in counted.volumes)
    archive.db.change_settings(sheet_thickness=22.0)
    counted = archive.count_binders(Job(ordering))
    assert any(volume.overfull and volume.width == 50 for volume in counted.volumes)
    found = binder_documents.binders(counted)["problems"]
    assert counted.needs_person
    assert {one["reason"] for one in found} == {"overfull"}  # type: ignore[attr-defined]
    messages = [one["message"] for one in found]  # type: ignore[attr-defined]
    archive.close()
    monkeypatch.chdir(archive.folder)
    assert main(["binder", "--count", "--by", str(ordering), "--lang", "en"], open_window=lambda *_: 99) == 1
    out = capsys.readouterr().out
    assert all(out.count(message) == 1 for message in messages)


def test_pages_that_nobody_counted_count_for_the_spine(archive: Archive) -> None:
    [box] = archive.boxes()
    assert box.uncounted
    archive.db.change_settings(sheet_thickness=6.0)
    [box] = archive.boxes()
    [volume] = archive.count_binders(Job(Ordering.BOX)).volumes
    assert volume.width > box.width


def test_files_that_are_not_public_are_named_before_they_lie_in_the_printer(
    archive: Archive, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    set_language("en")
    [box] = archive.boxes()
    shelving.file_items(archive.db, [box.items[0].item], secrecy="secret")
    [volume] = archive.count_binders(Job(Ordering.BOX)).volumes
    assert len(volume.secret) == 1
    assert not any(v.secret for v in archive.count_binders(Job()).volumes)
    archive.close()
    monkeypatch.chdir(archive.folder)
    assert main(["binder", "--count", "--by", "box", "--lang", "en"], open_window=lambda *_: 99) == 0
    out = capsys.readouterr().out
    assert out.count(f"not public is printed in full: {volume.secret[0]}.") == 1
    assert main(["binder", "--count", "--lang", "en"], open_window=lambda *_: 99) == 0
    assert "printed in full" not in capsys.readouterr().out
