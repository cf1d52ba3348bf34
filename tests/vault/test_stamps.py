"""Folders that are passed over: never one in which something differs from what is known."""

from __future__ import annotations

import shutil

import pytest

from ledger_app.vault import items, stamping
from ledger_app.vault.model import Status


@pytest.fixture
def stamped(folder):
    """Three folders with files in two of them, all as known."""
    folder.write("村/a", "one")
    folder.write("村/深/b", "two")
    folder.write("c", "three")
    folder.scan()
    folder.scan()
    assert stamping.stamps(folder.db).keys() == {"", "村/", "村/深/"}
    return folder


def test_folders_are_stamped_once_all_in_them_is_known(stamped):
    assert [s.files for _, s in sorted(stamping.stamps(stamped.db).items())] == [1, 1, 1]
    report = stamped.scan()
    assert (report.seen, report.folders, report.hashed_bytes) == (3, 3, 0)


def test_what_is_passed_over_is_not_missing_and_what_is_not_there_is(stamped):
    shutil.rmtree(stamped.root / "村/深")
    report = stamped.scan()
    assert (report.seen, report.missing) == (2, 1)
    assert stamping.stamps(stamped.db).keys() == {"", "村/"}
    stamped.write("村/深/b", "two")
    assert stamped.scan().missing == 0
    assert stamped.at("村/深/b").status is Status.PRESENT


def test_a_file_that_comes_and_goes_again_leaves_no_trace(stamped):
    extra = stamped.write("村/d", "four")
    assert stamped.scan().added == 1
    extra.unlink()
    assert stamped.scan().missing == 1
    assert stamped.at("村/d").status is Status.MISSING


def test_an_edit_is_seen_in_the_one_folder(stamped):
    stamped.write("村/a", "ONE")
    report = stamped.scan()
    assert (report.changed, report.hashed_bytes) == (1, 3)
    assert "村/" not in stamping.stamps(stamped.db)
    assert "村/深/" in stamping.stamps(stamped.db)


def test_whoever_writes_a_row_takes_the_stamp_away(stamped):
    stamped.write("村/a", "ONE")
    stamped.scan()
    stamped.scan()
    assert "村/" in stamping.stamps(stamped.db)
    with stamped.db.operation("confirm-evidence") as op:
        items.accept_found(stamped.db, op, stamped.at("村/a").item)
    assert "村/" not in stamping.stamps(stamped.db)
    stamped.scan()
    assert "村/" in stamping.stamps(stamped.db)
    stamped.db.undo()
    assert "村/" not in stamping.stamps(stamped.db)


def test_a_folder_with_what_must_be_told_of_each_time_gets_no_stamp(stamped):
    (stamped.root / "村/link").symlink_to("a")
    stamped.scan()
    report = stamped.scan()
    assert report.skipped == (("村/link", "link"),)
    assert "村/" not in stamping.stamps(stamped.db)


def test_a_full_scan_trusts_no_stamp(stamped):
    assert stamped.scan(full=True).hashed_bytes == len("onetwothree")
