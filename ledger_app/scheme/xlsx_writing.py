"""Writes a scheme as an Excel workbook: one sheet that prints on landscape A4, its header on every page."""

from __future__ import annotations

import math
import re
from typing import BinaryIO

from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from ledger_app.scheme.laying import Table
from ledger_app.scheme.texts import writable

_CHARACTERS_ON_A_PAGE = 140
_LINE = 13.5
_HIGHEST = 409  # Excel takes no more
_THIN = Side(style="thin", color="808080")
_BORDER = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
_FILL = PatternFill("solid", fgColor="E7ECEF")
_WHOLE = re.compile(r"0|[1-9]\d{0,8}")
_NUMBER = re.compile(r"(0|[1-9]\d{0,8})\.\d{0,5}[1-9]")
_ESCAPE = re.compile("_(?=x[0-9A-Fa-f]{4}_)")


def write_xlsx(table: Table, stream: BinaryIO) -> None:
    """Write the table; a text is never a formula, and a number is one only where it reads back the same."""
    book = Workbook()
    sheet = book.active
    sheet.title = "指标体系"
    width = len(table.columns)
    at = 0
    for at, text in enumerate((table.title, *table.info), 1):
        cell = _put(sheet, at, 1, text)
        cell.font = Font("黑体", 16) if at == 1 else Font("宋体", 10)
        cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
        sheet.merge_cells(start_row=at, start_column=1, end_row=at, end_column=width)
    sheet.row_dimensions[1].height, sheet.row_dimensions[2].height = 30, 20
    widths = _widths(table)
    header = at + 1
    _write_header(sheet, table, header, widths)
    merged = {(row, m.left) for m in table.merges for row in range(m.top, m.bottom + 1)}
    for row, texts in enumerate(table.rows):
        _write_row(sheet, table, header + 1 + row, texts)
        own = [(t, w) for at, (t, w) in enumerate(zip(texts, widths, strict=True)) if (row, at) not in merged]
        sheet.row_dimensions[header + 1 + row].height = _height(own)
    for merge in table.merges:
        first = header + 1
        sheet.merge_cells(
            start_row=merge.top + first,
            start_column=merge.left + 1,
            end_row=merge.bottom + first,
            end_column=merge.right + 1,
        )
    if table.note:
        below = header + len(table.rows) + 1
        cell = _put(sheet, below, 1, table.note)
        cell.font = Font("宋体", 10)
        sheet.merge_cells(start_row=below, start_column=1, end_row=below, end_column=width)
    _set_up_page(sheet, header)
    book.properties.title, book.properties.creator = writable(table.title), ""
    book.save(stream)


def _widths(table: Table) -> list[float]:
    whole = sum(column.width for column in table.columns)
    return [round(_CHARACTERS_ON_A_PAGE * column.width / whole, 1) for column in table.columns]


def _height(texts: list[tuple[str, float]]) -> float:
    """Return the height of a row in points: not every program fits it to its texts."""
    counts = [
        sum(max(1, math.ceil(_columns(part) / (width - 1))) for part in text.split("\n"))
        for text, width in texts
    ]
    return min(max(counts, default=1) * _LINE + 4, _HIGHEST)


def _columns(text: str) -> int:
    """Return how many columns of a fixed font a text takes: a Chinese character two."""
    return sum(1 if character.isascii() else 2 for character in text)


def _write_header(sheet: Worksheet, table: Table, row: int, widths: list[float]) -> None:
    for at, column in enumerate(table.columns, 1):
        cell = _put(sheet, row, at, column.title)
        cell.font, cell.fill, cell.border = Font("宋体", 10, bold=True), _FILL, _BORDER
        cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
        sheet.column_dimensions[get_column_letter(at)].width = widths[at - 1]


def _write_row(sheet: Worksheet, table: Table, row: int, texts: tuple[str, ...]) -> None:
    for at, (column, text) in enumerate(zip(table.columns, texts, strict=True)):
        cell = _put(sheet, row, at + 1, text, is_number=at in table.numbers)
        cell.font, cell.border = Font("宋体", 10), _BORDER
        cell.alignment = Alignment(
            horizontal="center" if column.is_centred else "left", vertical="center", wrap_text=True
        )


def _put(sheet: Worksheet, row: int, column: int, text: str, *, is_number: bool = False) -> Cell:
    cell = sheet.cell(row, column)
    if is_number and _WHOLE.fullmatch(text):
        cell.value = int(text)
    elif is_number and _NUMBER.fullmatch(text) and float(text) == float(f"{float(text):g}"):
        cell.value = float(text)
    elif text:
        cell.value = _ESCAPE.sub("_x005F_", writable(text))
        cell.data_type = "s"  # also what begins with =
    return cell


def _set_up_page(sheet: Worksheet, header: int) -> None:
    sheet.freeze_panes = sheet.cell(header + 1, 1)
    sheet.print_title_rows = f"{header}:{header}"
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", sheet.PAPERSIZE_A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_margins.left = sheet.page_margins.right = 0.5
    sheet.page_margins.top = sheet.page_margins.bottom = 0.6
    sheet.oddFooter.center.text = "&P / &N"
