"""Killed while binders are printed: a whole archive, no half file under a final name, and the next print finishes."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pikepdf
import pytest

from ledger_app import founding
from ledger_app.archive import Archive
from ledger_app.binder.binders import Job
from ledger_app.binder.volumes.model import Ordering
from ledger_app.scheme.reading import read_scheme

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.slow
@pytest.mark.parametrize("moment", [1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0])
def test_a_print_killed_at_any_moment_leaves_a_good_archive(
    tmp_path: Path, small_scheme: Path, evidence: Path, moment: float
) -> None:
    """`moment` is in seconds from the start of the program."""
    folder, out = tmp_path / "archive", tmp_path / "out"
    with founding.create(folder, read_scheme(small_scheme), evidence=evidence, year=2025) as archive:
        archive.scan()
        archive.link([file.id for file in archive.files()], "1")
    command = [sys.executable, ROOT / "main.py", "binder", out, "--by", "box", "--archive", folder]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        process.wait(timeout=moment)
    except subprocess.TimeoutExpired:
        process.send_signal(signal.SIGKILL)
        process.wait()

    for pdf in out.glob("*.pdf"):
        with pikepdf.open(pdf) as whole:
            assert len(whole.pages)
    with Archive(folder) as archive:
        assert archive.db.verify_journal()[1] is None
        assert archive.db.value("PRAGMA integrity_check") == "ok"
        assert archive.db.value("SELECT count(*) FROM pragma_foreign_key_check") == 0
        done = archive.print_binders(Job(Ordering.BOX), out)
        assert all(volume.checked and volume.checked.is_clean for volume in done.volumes)
        [box] = archive.boxes()
        assert [one.number for one in box.items] == [1, 2, 3, 4, 5]
    assert not list(out.glob(".*"))
