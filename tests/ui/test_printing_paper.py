"""Binders on paper: pages at their real size through a printer that writes PDF, and what is recorded of it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pypdfium2 as pdfium
import pytest
from PySide6.QtCore import QObject
from PySide6.QtPrintSupport import QPrinter
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from ledger_app.core.errors import Cancelled, LedgerError
from ledger_app.core.progress import Progress
from ledger_app.ui import printing_bands, printing_paper
from ledger_app.ui.printing_bands import Band
from ledger_app.ui.printing_paper import Document

A4 = (210 * mm, 297 * mm)
DPI = 144


@pytest.fixture
def printer(qapp: QObject, tmp_path: Path) -> QPrinter:
    """A printer that writes a PDF."""
    found = printing_paper.new_printer(is_duplex=True)
    found.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    found.setOutputFileName(str(tmp_path / "打印机.pdf"))
    found.setResolution(DPI)
    return found


def written(path: Path, *sizes: tuple[float, float]) -> Document:
    """Write a PDF with a box of 45 × 16 mm, 30 mm from the left and 20 mm from the foot of every page."""
    canvas = Canvas(str(path), invariant=1)
    for size in sizes:
        canvas.setPageSize(size)
        canvas.rect(30 * mm, 20 * mm, 45 * mm, 16 * mm, stroke=0, fill=1)
        canvas.showPage()
    canvas.save()
    return Document(path, path.stem, len(sizes))


def ink(document: pdfium.PdfDocument, page: int) -> tuple[float, float, float, float]:
    """Return what of a page is dark, in mm: left, top, right, bottom."""
    picture = np.asarray(document[page].render(scale=4).to_pil().convert("L")) < 128
    rows, columns = np.flatnonzero(picture.any(1)), np.flatnonzero(picture.any(0))
    dots = (columns[0], rows[0], columns[-1] + 1, rows[-1] + 1)
    return tuple(dot / 4 * 25.4 / 72 for dot in dots)


def test_pages_are_printed_at_their_real_size(tmp_path: Path, printer: QPrinter):
    one = written(tmp_path / "甲.pdf", A4, A4[::-1], A4)
    other = written(tmp_path / "乙.pdf", A4)
    assert printing_paper.send([one, other], printer, Progress()) == 6
    with pdfium.PdfDocument(printer.outputFileName()) as made:
        assert len(made) == 6  # each document begins on a fresh sheet
        assert all(np.allclose(made[at].get_size(), A4, atol=1) for at in range(6))
        assert np.allclose(ink(made, 0), (30, 297 - 36, 75, 297 - 20), atol=0.3)
        # a page across is turned upright, its head to the left
        assert np.allclose(ink(made, 1), (210 - 36, 297 - 75, 210 - 20, 297 - 30), atol=0.3)
        assert np.allclose(ink(made, 4), (30, 297 - 36, 75, 297 - 20), atol=0.3)
        for blank in (3, 5):
            assert not (np.asarray(made[blank].render().to_pil()) < 255).any()


def test_only_the_pages_asked_for_are_printed_as_often_as_asked(tmp_path: Path, printer: QPrinter):
    document = replace(written(tmp_path / "甲.pdf", *[A4] * 5), is_duplex=False)
    printer.setPrintRange(QPrinter.PrintRange.PageRange)
    printer.setFromTo(2, 3)
    printer.setCopyCount(3)
    assert not printing_paper.is_whole(printer)
    expected = 2 if printer.supportsMultipleCopies() else 6
    assert printing_paper.send([document], printer, Progress()) == expected
    with pdfium.PdfDocument(printer.outputFileName()) as made:
        assert len(made) == expected


def test_printing_stops_when_told(tmp_path: Path, printer: QPrinter):
    document = written(tmp_path / "甲.pdf", *[A4] * 3)
    target = Path(printer.outputFileName())
    target.write_bytes("早先打印的".encode())

    class Stopping(Progress):
        def at(self, stage: str, done: int = 0, total: int = 0) -> None:
            if done:
                self.cancel()
            super().at(stage, done, total)

    with pytest.raises(Cancelled):
        printing_paper.send([document], printer, Stopping())
    assert target.read_bytes().decode() == "早先打印的"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["打印机.pdf", "甲.pdf"]
    assert printer.outputFileName() == str(target)


def test_a_page_that_cannot_be_drawn_is_said(tmp_path: Path, printer: QPrinter):
    broken = tmp_path / "坏.pdf"
    broken.write_bytes(b"%PDF-1.4 nothing")
    with pytest.raises(LedgerError, match="page-not-printed"):
        printing_paper.send([Document(broken, "坏", 1)], printer, Progress())
    assert [path.name for path in tmp_path.iterdir()] == ["坏.pdf"]


def test_a_file_that_cannot_be_put_there_is_said(tmp_path: Path, printer: QPrinter):
    document = written(tmp_path / "甲.pdf", A4)
    folder = tmp_path / "一个文件夹"
    folder.mkdir()
    printer.setOutputFileName(str(folder))
    with pytest.raises(LedgerError, match="output-unwritable"):
        printing_paper.send([document], printer, Progress())
    assert sorted(path.name for path in tmp_path.iterdir()) == ["一个文件夹", "甲.pdf"]


@pytest.mark.parametrize("is_grey", [False, True])
def test_bands_put_together_are_the_page(tmp_path: Path, is_grey: bool):
    document = written(tmp_path / "甲.pdf", A4)
    rows = []
    for top in range(0, 842, 100):
        band = printing_bands.draw(Band(str(document.path), 0, 72, top, 100, is_grey).packed())
        assert band.error is None and (band.width, band.height) == (595, 842)
        pixels = band.pixels or b"\xff" * (band.stride * band.rows)
        whole = np.frombuffer(pixels, np.uint8).reshape(band.rows, band.stride)
        rows.append(whole[:, : band.width * (1 if is_grey else 3)])
    found = np.concatenate(rows).reshape(842, 595, -1)[..., 0]
    with pdfium.PdfDocument(document.path) as source:
        whole = np.asarray(source[0].render(scale=1, grayscale=True).to_pil())[:, :595]
    assert found.shape == whole.shape and np.abs(found.astype(int) - whole).mean() < 1
