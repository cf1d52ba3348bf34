"""Writes the files of planted cases: papers, sheets and photographs as townships make them."""

from __future__ import annotations

import csv as csv_files
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import docx
import openpyxl
from PIL import Image
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen import canvas

from benchmarks.photo_scenes import Picture, photograph
from benchmarks.planting import FIRST, File, Show
from ledger_app.core.resources import resource

Rows = Sequence[Sequence[object]]
_FONT = "NotoSerifSC"
HOME = (28.35, 116.42)


def paper(path: str, text: str, *shows: Show, table: Rows = (), after: str = "") -> File:
    """A paper of these lines: .docx, .txt or .pdf by its ending. The first line is its title."""

    def write(target: Path) -> None:
        if path.endswith(".docx"):
            _docx(target, text, table, after)
        elif path.endswith(".pdf"):
            _pdf(target, text)
        else:
            rows = "\n".join("\t".join(map(str, row)) for row in table)
            target.write_text("\n".join(filter(None, (text, rows, after))), encoding="utf-8")

    return File(path, write, shows or (FIRST,))


def sheet(
    path: str, title: str, rows: Rows, *shows: Show, after: Sequence[str] = (), more: Sequence[Rows] = ()
) -> File:
    """A table: .xlsx or .csv by its ending; `more` are further sheets, `after` the notes below."""

    def write(target: Path) -> None:
        if path.endswith(".csv"):
            with target.open("w", encoding="gb18030", newline="") as file:
                csv_files.writer(file).writerows([[title], *rows, *([note] for note in after)])
            return
        book = openpyxl.Workbook()
        for number, one in enumerate((rows, *more)):
            page = book.active if not number else book.create_sheet()
            page.append([title])
            for row in one:
                page.append(list(row))
            for note in after:
                page.append([note])
        book.save(target)

    return File(path, write, shows or (FIRST,))


def photo(
    path: str,
    picture: Picture | int,
    *shows: Show,
    taken: str = "",
    place: tuple[float, float] | None = None,
    quality: int = 88,
) -> File:
    """A photograph: of a drawn place by its number, or a changed picture; `taken` is an ISO day."""

    def write(target: Path) -> None:
        seen = photograph(picture) if isinstance(picture, int) else picture
        exif = Image.Exif()
        if taken or place:
            exif[0x010F], exif[0x0110] = "SamplePhone", "SP-20"
        if taken:
            stamp = datetime.fromisoformat(taken).strftime("%Y:%m:%d 10:15:00")
            exif[0x0132] = stamp
            exif.get_ifd(0x8769).update({0x9003: stamp, 0x9004: stamp})
        if place:
            exif.get_ifd(0x8825).update({1: "N", 2: _degrees(place[0]), 3: "E", 4: _degrees(place[1])})
        Image.fromarray(seen).save(target, "JPEG", quality=quality, exif=exif)

    return File(path, write, shows or (FIRST,))


def near(north: float = 0.0, east: float = 0.0) -> tuple[float, float]:
    """A place so many kilometres from the township's middle."""
    return HOME[0] + north / 111.2, HOME[1] + east / 98.0


def unlinked(file: File) -> File:
    """The same file, linked to nothing."""
    return File(file.path, file.write, ())


def bytes_of(path: str, data: bytes, *shows: Show) -> File:
    """A file of exactly these bytes."""
    return File(path, lambda target: target.write_bytes(data) and None, shows or (FIRST,))


def _docx(target: Path, text: str, table: Rows, after: str) -> None:
    document = docx.Document()
    for line in text.splitlines():
        document.add_paragraph(line)
    if table:
        grid = document.add_table(rows=len(table), cols=max(len(row) for row in table))
        for cells, row in zip(grid.rows, table, strict=True):
            for n, value in enumerate(row):
                cells.cells[n].text = str(value)
    for line in after.splitlines():
        document.add_paragraph(line)
    document.save(str(target))


def _pdf(target: Path, text: str) -> None:
    """Write a PDF; a form feed begins a page."""
    if _FONT not in pdfmetrics.getRegisteredFontNames():
        pdfmetrics.registerFont(TTFont(_FONT, resource("fonts", "NotoSerifSC-Regular.ttf")))
    page = canvas.Canvas(str(target), pagesize=A4, invariant=1)
    for sheet_text in text.split("\f"):
        page.setFont(_FONT, 12)
        line_at = 800
        for line in sheet_text.splitlines():
            for start in range(0, max(len(line), 1), 36):
                page.drawString(60, line_at, line[start : start + 36])
                line_at -= 20
        page.showPage()
    page.save()


def _degrees(value: float) -> tuple[float, float, float]:
    minutes = (value - int(value)) * 60
    return float(int(value)), float(int(minutes)), round((minutes - int(minutes)) * 60, 3)
