"""A search between two looks at the folder: what it keeps must not hold the next look up."""

from __future__ import annotations

import os
from pathlib import Path

from ledger_app import founding
from ledger_app.scheme.reading import read_scheme
from ledger_app.search import finding


def test_a_look_after_a_search_writes_the_same_file_twice(tmp_path: Path, small_scheme: Path, evidence: Path):
    folder = tmp_path / "archive"
    file = evidence / "01粮食" / "统计报表.txt"
    with founding.create(folder, read_scheme(small_scheme), evidence=evidence, year=2025) as archive:
        archive.scan()
        assert [h.path for h in finding.find(archive.db, "统计")] == ["01粮食/统计报表.txt"]
        for second in (1, 2):  # touched: the row is written, and its name noted, twice before the next search
            os.utime(file, (1_700_000_000 + second, 1_700_000_000 + second))
            archive.scan()
        file.rename(file.with_name("年报.txt"))
        archive.scan()
        assert [h.path for h in finding.find(archive.db, "年报")] == ["01粮食/年报.txt"]
