"""The README's main job, as a newcomer runs it, and its papers read back."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pypdfium2
import pytest

ROOT = Path(__file__).resolve().parents[2]


def command(*words: object, code: int) -> bytes:
    environment = {k: v for k, v in os.environ.items() if k not in ("DISPLAY", "WAYLAND_DISPLAY")}
    done = subprocess.run(
        [sys.executable, ROOT / "main.py", *map(str, words)],
        cwd=ROOT,
        env={**environment, "LANG": "zh_CN.UTF-8"},
        capture_output=True,
        check=False,
    )
    assert done.returncode == code, done.stderr.decode()
    return done.stdout


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict]:
    folder = tmp_path_factory.mktemp("示例") / "青山镇"
    return folder, json.loads(command("demo", folder, "--no-gui", "--json", code=1))


def text_of(path: Path) -> tuple[int, str, list[str]]:
    document = pypdfium2.PdfDocument(path)
    pages = [page.get_textpage().get_text_bounded() for page in document]
    outline = [mark.get_title() for mark in document.get_toc()]
    document.close()
    return len(pages), "\n".join(pages), outline


def test_the_demo_finds_its_planted_gaps(demo: tuple[Path, dict]) -> None:
    _, audit = demo
    assert audit["hard"]["total"] == 19
    assert audit["hard"]["points"] == 44
    assert not audit["excellent_possible"]
    assert 0 < audit["hard"]["points_at_risk"] < 44


def test_the_commands_agree_with_the_demo(demo: tuple[Path, dict]) -> None:
    folder, audit = demo
    assert json.loads(command("audit", "--archive", folder, "--json", code=1)) == audit
    scan = json.loads(command("scan", "--archive", folder, "--json", code=0))
    assert scan["added"] == scan["moved"] == scan["changed"] == scan["missing"] == 0
    assert 120 <= scan["seen"] <= 180


def test_the_archive_index_lists_every_linked_file(demo: tuple[Path, dict]) -> None:
    folder, _ = demo
    files = json.loads(command("files", "--archive", folder, "--json", code=0))
    linked = {f["id"] for f in files if f["indicators"]}
    target = folder / "exports" / "again.pdf"
    printed = json.loads(command("index", target, "--archive", folder, "--json", code=0))
    pages, text, outline = text_of(target)
    assert pages == printed["pages"]
    sums = re.findall(r"合计：(\d+)件", text.replace(" ", ""))
    assert len(sums) == 3
    assert sum(map(int, sums)) == len(linked)
    for column in ("序号", "档号", "文号", "责任者", "题名", "日期", "密级", "页数", "备注"):
        assert column in text
    assert outline
    again = target.read_bytes()
    command("index", target, "--archive", folder, code=0)
    assert target.read_bytes() == again


def test_the_inspection_index_shows_indicators_and_gaps(demo: tuple[Path, dict]) -> None:
    folder, audit = demo
    target = folder / "exports" / "inspection.pdf"
    command("index", target, "--form", "inspection", "--archive", folder, code=0)
    pages, text, outline = text_of(target)
    scheme = json.loads(command("scheme", "show", "--archive", folder, "--json", code=0))
    assert pages > 6
    packed = "".join(text.split())
    for indicator in scheme["indicators"]:
        assert indicator["name"] in packed
        assert any(indicator["name"] in mark for mark in outline)
    assert packed.count("缺") >= sum(f["severity"] == "veto" for f in audit["findings"])


def test_every_font_is_embedded(demo: tuple[Path, dict]) -> None:
    folder, _ = demo
    papers = list((folder / "exports").glob("*.pdf"))
    assert len(papers) >= 3
    for path in papers:
        raw = path.read_bytes()
        assert raw.count(b"/FontFile2") > 0
        assert b"/Helvetica" not in raw


def test_the_evidence_is_untouched_by_all_of_this(demo: tuple[Path, dict]) -> None:
    folder, _ = demo
    verified = json.loads(command("verify", "--archive", folder, "--json", code=1))
    kinds = {d["kind"] for d in verified["differences"]}
    assert kinds == {"missing", "changed"}
    assert verified["journal"]["intact"]
