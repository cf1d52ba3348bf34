"""Searching an archive as a person does: nothing read yet, then stopped half-way, then all of it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ledger_app import founding
from ledger_app.archive import Archive
from ledger_app.cli import parser
from ledger_app.core.progress import Progress
from ledger_app.scheme.reading import read_scheme


@pytest.fixture
def archive(tmp_path: Path, small_scheme: Path, evidence: Path) -> Path:
    folder = tmp_path / "archive"
    with founding.create(folder, read_scheme(small_scheme), evidence=evidence, year=2025) as opened:
        opened.scan()
    return folder


def run(*words: object) -> int:
    return parser.main([str(w) for w in words], open_window=lambda *_: 0)


def test_a_search_reads_what_was_not_read_and_finds_what_is_written(
    archive: Path, capsys: pytest.CaptureFixture[str]
):
    assert run("search", "验收", "--archive", archive, "--json") == 0
    (hit,) = json.loads(capsys.readouterr().out)
    assert hit["path"] == "待整理/扫描件0012.txt"
    assert "改厕验收表" in hit["snippet"]
    assert set(hit) == {"path", "score", "snippet", "page", "indicators"}


def test_a_stopped_search_answers_from_what_was_read(
    archive: Path, capsys: pytest.CaptureFixture[str], monkeypatch
):
    class Stopped(Progress):
        def at(self, stage: str, done: int = 0, total: int = 0) -> None:
            if stage == "read" and done >= 1:
                self.cancel()
            super().at(stage, done, total)

    with Archive(archive) as opened:
        opened.describe(limit=2)
        opened.find("文件")
    monkeypatch.setattr(parser, "Progress", Stopped)
    assert run("search", "任务", "--archive", archive, "--json", "--lang", "en") == 130
    shown = capsys.readouterr()
    assert [h["path"] for h in json.loads(shown.out)] == ["01粮食/任务分解文件.txt"]
    assert "stopped" in shown.err


def test_rebuild_drops_and_reads_again_and_keeps_facts(archive: Path):
    with Archive(archive) as opened:
        opened.describe()
        item = opened.find("验收")[0].item
        opened.link([item], "3")
        opened.correct(item, title="改正的题名")
        assert opened.rebuild() == 5
        assert [h.item for h in opened.find("改正的题名 指标:3")] == [item]
        assert [h.item for h in opened.find("验收表")] == [item]
        assert opened.db.verify_journal()[1] is None
