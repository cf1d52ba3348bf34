"""Killed in the middle of a scan, opened again: nothing confirmed is lost, and the next scan finishes."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from ledger_app import founding
from ledger_app.archive import Archive
from ledger_app.scheme.reading import read_scheme

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize("moment", [0.05, 0.2, 0.5, 0.9])
def test_a_scan_killed_at_any_moment_leaves_a_good_archive(
    tmp_path: Path, small_scheme: Path, evidence: Path, moment: float
) -> None:
    """`moment` is the share of the scan's own time that passes before the kill."""
    folder = tmp_path / "archive"
    with founding.create(folder, read_scheme(small_scheme), evidence=evidence, year=2025) as archive:
        archive.scan()
        linked = next(f for f in archive.files() if f.path.endswith("任务分解文件.txt"))
        archive.link([linked.id], "1", requirement="1")
    (evidence / "01粮食/任务分解文件.txt").rename(evidence / "任务分解.txt")
    for number in range(1500):
        (evidence / f"照片{number:04}.jpg").write_bytes(number.to_bytes(4, "big") * 40_000)

    scan = [sys.executable, ROOT / "main.py", "scan", "--archive", folder]
    process = subprocess.Popen(scan, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    deadline = time.monotonic() + 60
    while not (folder / "holder.json").exists():  # it has opened the archive
        assert time.monotonic() < deadline
        assert process.poll() is None or process.returncode == 0
    try:
        process.wait(timeout=moment)
    except subprocess.TimeoutExpired:
        process.send_signal(signal.SIGKILL)
        process.wait()

    with Archive(folder) as archive:
        assert archive.db.verify_journal()[1] is None
        assert archive.db.value("PRAGMA integrity_check") == "ok"
        assert archive.db.value("SELECT count(*) FROM pragma_foreign_key_check") == 0
        report, _ = archive.scan()
        assert report.seen == 1505
        (found,) = archive.files(indicator="1")
        assert (found.path, found.status) == ("任务分解.txt", "present")
        assert archive.db.value("SELECT count(*) FROM location WHERE status != 'present'") == 0
