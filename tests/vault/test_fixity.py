"""Verification finds what a stat hides, and changes nothing."""

from __future__ import annotations

import os
import shutil

import pytest

from ledger_app.core.errors import LedgerError
from ledger_app.core.progress import Progress
from ledger_app.vault import fixity


def verify(folder):
    report = fixity.verify(folder.db, folder.root, Progress())
    return report, [(d.path, d.kind) for d in report.differences]


def test_everything_as_it_was(folder):
    folder.write("a", "one")
    folder.write("村/b", "two2")
    folder.write("empty", "")
    folder.scan()
    report, differences = verify(folder)
    assert (report.files, report.bytes, report.ok, differences) == (3, 7, 3, [])


def test_one_bit_behind_an_unchanged_stat_is_found(folder):
    target = folder.write("a", "one")
    folder.write("b", "two")
    folder.scan()
    stat = target.stat()
    target.write_bytes(b"onf")
    os.utime(target, ns=(stat.st_atime_ns, stat.st_mtime_ns))
    before = folder.state(), folder.db.entries()
    report, differences = verify(folder)
    assert differences == [("a", "changed")]
    assert report.ok == 1
    assert (folder.state(), folder.db.entries()) == before


def test_missing_unexpected_and_overwritten(folder):
    folder.write("a", "one")
    folder.write("b", "two")
    folder.write("c", "three")
    folder.scan()
    (folder.root / "a").rename(folder.root / "z")
    assert verify(folder)[1] == [("a", "missing"), ("z", "unexpected")]
    (folder.root / "z").unlink()
    folder.scan()
    shutil.copy2(folder.root / "b", folder.root / "c")
    folder.scan()
    report, differences = verify(folder)
    assert differences == [("a", "missing"), ("c", "missing")]
    assert (report.files, report.ok) == (4, 2)


def test_changed_file_is_a_difference_until_accepted(folder):
    folder.write("a", "one")
    folder.scan()
    folder.write("a", "two!")
    folder.scan()
    assert verify(folder)[1] == [("a", "changed")]


def test_away_is_an_error_and_no_difference(folder):
    folder.write("a", "one")
    folder.scan()
    folder.root.rename(folder.root.with_name("x"))
    with pytest.raises(LedgerError) as caught:
        verify(folder)
    assert caught.value.code == "root-missing"
