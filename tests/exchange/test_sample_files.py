"""The sample's files: real files of their formats, all different but where a copy is planted."""

from __future__ import annotations

import hashlib
import re
from collections import Counter, defaultdict
from datetime import UTC, datetime
from pathlib import Path

import openpyxl
import pypdfium2
import pytest
from docx import Document
from PIL import Image

from ledger_app.core.errors import Cancelled
from ledger_app.core.progress import Progress
from ledger_app.exchange.sample import spoil, write_evidence
from ledger_app.exchange.sample_plan import Paper, sample_plan
from ledger_app.exchange.sample_writing import write_paper

PLAN = sample_plan()


def of_suffix(suffix: str, kind: str | None = None) -> list[Paper]:
    return [
        p for p in PLAN.papers if p.path.endswith(suffix) and p.kind != "empty" and kind in (None, p.kind)
    ]


def test_all_papers_are_there_and_nothing_else(written_sample: Path) -> None:
    found = {p.relative_to(written_sample).as_posix() for p in written_sample.rglob("*") if p.is_file()}
    assert found == {p.path for p in PLAN.papers}
    assert len(found) == len(PLAN.papers)


def test_there_are_enough_of_each_format() -> None:
    counts = Counter(p.path.rsplit(".", 1)[1] for p in PLAN.papers)
    assert 140 <= sum(counts.values()) <= 180
    least = {"docx": 30, "xlsx": 30, "pdf": 30, "jpg": 30, "png": 4, "txt": 3}
    assert all(counts[suffix] >= n for suffix, n in least.items())
    assert set(counts) == set(least)


def test_it_fits_on_any_stick(written_sample: Path) -> None:
    assert sum(p.stat().st_size for p in written_sample.rglob("*") if p.is_file()) < 25_000_000


@pytest.mark.parametrize("paper", of_suffix(".docx"), ids=lambda p: p.path)
def test_docx_opens_and_says_its_title(written_sample: Path, paper: Paper) -> None:
    origin = PLAN.paper(paper.of) if paper.of else paper
    document = Document(str(written_sample / paper.path))
    words = "\n".join(p.text for p in document.paragraphs)
    for text in origin.texts:
        assert text.title in words
        assert text.number in words
    assert document.core_properties.created.replace(tzinfo=None) == origin.at.replace(tzinfo=None)


@pytest.mark.parametrize("paper", of_suffix(".xlsx"), ids=lambda p: p.path)
def test_xlsx_opens_and_its_sums_agree(written_sample: Path, paper: Paper) -> None:
    book = openpyxl.load_workbook(written_sample / paper.path)
    assert len(book.worksheets) == len(paper.texts)
    for sheet, text in zip(book.worksheets, paper.texts, strict=True):
        rows = list(sheet.iter_rows(min_row=3, values_only=True))
        assert sheet["A1"].value == text.title
        assert list(rows[0]) == [c.split(":")[0] for c in text.columns]
        if rows[-1][0] == "合计" or "合计" in rows[-1]:
            for x, total in enumerate(rows[-1]):
                if isinstance(total, int | float):
                    assert round(sum(row[x] for row in rows[1:-1]), 1) == total


@pytest.mark.parametrize("paper", of_suffix(".pdf"), ids=lambda p: p.path)
def test_pdf_opens_and_only_scans_lack_text(written_sample: Path, paper: Paper) -> None:
    document = pypdfium2.PdfDocument(written_sample / paper.path)
    try:
        assert len(document) >= len(paper.texts)
        words = "".join(page.get_textpage().get_text_bounded() for page in document)
        created = document.get_metadata_value("CreationDate")
    finally:
        document.close()
    assert created.startswith(f"D:{paper.at:%Y%m%d}")
    if paper.kind == "scan":
        assert words.strip() == ""
    else:
        plain = re.sub(r"\s", "", words)
        assert all(re.sub(r"\s", "", text.title) in plain for text in paper.texts)
        assert "\ufffd" not in words


@pytest.mark.parametrize("paper", of_suffix(".jpg"), ids=lambda p: p.path)
def test_photo_opens_and_its_exif_is_of_its_day(written_sample: Path, paper: Paper) -> None:
    origin = PLAN.paper(paper.of) if paper.of else paper
    assert origin.photo is not None
    with Image.open(written_sample / paper.path) as picture:
        picture.verify()
    with Image.open(written_sample / paper.path) as picture:
        picture.load()
        exif = picture.getexif()
        taken = exif.get_ifd(0x8769).get(0x9003)
        place = exif.get_ifd(0x8825)
    if origin.photo.camera == "chat":
        assert taken is None
        return
    assert taken == f"{origin.at:%Y:%m:%d %H:%M:%S}"
    assert bool(place) == origin.photo.is_located


def test_some_photos_know_their_place_and_some_lost_everything() -> None:
    photos = [p.photo for p in PLAN.papers if p.photo]
    assert sum(p.is_located for p in photos) >= 5
    assert sum(p.camera == "chat" for p in photos) >= 3


@pytest.mark.parametrize("paper", of_suffix(".png"), ids=lambda p: p.path)
def test_screenshot_opens(written_sample: Path, paper: Paper) -> None:
    with Image.open(written_sample / paper.path) as picture:
        picture.load()
        assert picture.size == (1366, 768)


@pytest.mark.parametrize("paper", of_suffix(".txt"), ids=lambda p: p.path)
def test_text_reads_in_its_encoding(written_sample: Path, paper: Paper) -> None:
    assert paper.texts[0].title in (written_sample / paper.path).read_text(encoding=paper.encoding)


def test_no_two_files_are_equal_but_the_planted_copies(written_sample: Path) -> None:
    same: dict[str, list[str]] = defaultdict(list)
    for paper in PLAN.papers:
        content = (written_sample / paper.path).read_bytes()
        same[hashlib.sha256(content).hexdigest()].append(paper.path)
    found = {frozenset(paths) for paths in same.values() if len(paths) > 1}
    assert found == {frozenset((p.path, p.of)) for p in PLAN.papers if p.kind == "copy"}


def test_only_the_planted_file_is_empty(written_sample: Path) -> None:
    empty = [p.path for p in PLAN.papers if not (written_sample / p.path).stat().st_size]
    assert empty == [p.path for p in PLAN.papers if p.kind == "empty"]


def test_modification_times_are_those_of_the_papers(written_sample: Path) -> None:
    for paper in PLAN.papers:
        moment = datetime.fromtimestamp((written_sample / paper.path).stat().st_mtime, UTC)
        assert abs((moment.replace(tzinfo=None) - paper.at).total_seconds()) == 8 * 3600


@pytest.mark.parametrize("suffix", [".docx", ".xlsx", ".pdf", ".jpg", ".png", ".txt"])
def test_the_same_paper_is_the_same_bytes(tmp_path: Path, written_sample: Path, suffix: str) -> None:
    kinds = {p.kind for p in of_suffix(suffix)} - {"copy"}
    for kind in kinds:
        paper = of_suffix(suffix, kind)[0]
        write_paper(paper, tmp_path)
        assert (tmp_path / paper.path).read_bytes() == (written_sample / paper.path).read_bytes()


def test_spoiling_takes_one_file_and_changes_one(tmp_path: Path, written_sample: Path) -> None:
    for path in (*PLAN.removed, *PLAN.altered):
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_bytes((written_sample / path).read_bytes())
    spoil(tmp_path, PLAN)
    assert not any((tmp_path / path).exists() for path in PLAN.removed)
    for path in PLAN.altered:
        assert (tmp_path / path).read_bytes() != (written_sample / path).read_bytes()
        openpyxl.load_workbook(tmp_path / path)


def test_writing_can_be_cancelled(tmp_path: Path) -> None:
    progress = Progress()
    progress.cancel()
    with pytest.raises(Cancelled):
        write_evidence(tmp_path, progress)
    assert not any(tmp_path.iterdir())
