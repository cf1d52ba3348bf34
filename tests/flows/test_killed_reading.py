"""Killed in the middle of reading and recognising: what was kept is kept, the rest is done next time."""

from __future__ import annotations

import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from PIL import Image, ImageDraw, ImageFont

from ledger_app import founding
from ledger_app.archive import Archive
from ledger_app.core.resources import resource
from ledger_app.scheme.reading import read_scheme

ROOT = Path(__file__).resolve().parents[2]
TEXTS, PAGES = 600, 6


@pytest.mark.parametrize("table", ["part", "recognised"])
def test_reading_goes_on_where_it_was_killed(
    tmp_path: Path, small_scheme: Path, evidence: Path, table: str
) -> None:
    for number in range(TEXTS):
        (evidence / f"记录{number}.txt").write_text(f"会议记录第{number}号", encoding="utf-8")
    _write_scan(evidence / "扫描.pdf")
    folder = tmp_path / "archive"
    with founding.create(folder, read_scheme(small_scheme), evidence=evidence, year=2025) as archive:
        archive.scan()

    read = [sys.executable, ROOT / "main.py", "read", "--ocr", "--archive", folder]
    process = subprocess.Popen(read, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _until(lambda: _rows(folder, table) >= 2 or process.poll() is not None)
    process.send_signal(signal.SIGKILL)
    process.wait()

    with Archive(folder) as archive:
        assert archive.db.value("PRAGMA derived.integrity_check") == "ok"
        kept = dict(archive.db.tuples("SELECT page, text FROM recognised"))
        archive.describe()
        assert archive.recognise() == PAGES - len(kept)
        assert archive.scans_waiting() == (0, 0)
        found = dict(archive.db.tuples("SELECT page, text FROM recognised"))
        assert kept.items() <= found.items()
        assert sorted(found) == list(range(1, PAGES + 1))
        assert archive.db.value("SELECT count(*) FROM part WHERE source = 'ocr'") == PAGES
        assert archive.db.value("SELECT count(*) FROM part WHERE text LIKE '会议记录第%号'") == TEXTS


def _write_scan(path: Path) -> None:
    font = ImageFont.truetype(str(resource("fonts", "NotoSansSC-Regular.ttf")), 30)
    pages = []
    for number in range(1, PAGES + 1):
        pages.append(Image.new("L", (400, 160), 255))
        ImageDraw.Draw(pages[-1]).text((40, 60), f"验收单第{number}页", font=font, fill=0)
    pages[0].save(path, save_all=True, append_images=pages[1:])


def _rows(folder: Path, table: str) -> int:
    try:
        with closing(sqlite3.connect(f"file:{folder / 'search.db'}?mode=ro", uri=True)) as connection:
            return connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
    except sqlite3.OperationalError:
        return 0  # just being written


def _until(condition: Callable[[], bool]) -> None:
    end = time.monotonic() + 120
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.005)
