"""Workbooks of the sample: registers, pay lists and statements with their sums."""

from __future__ import annotations

import io
from datetime import date, datetime
from pathlib import Path
from random import Random

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from ledger_app.exchange.sample_plan import Text
from ledger_app.exchange.sample_tables import table
from ledger_app.exchange.sample_words import chinese_date, write_office, written

_THIN = Side(style="thin", color="FF000000")
_GRID = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
_PLAIN, _BOLD = Font(name="宋体", size=11), Font(name="宋体", size=11, bold=True)
_CENTRE = Alignment(horizontal="center", vertical="center", wrap_text=True)


def write_xlsx(target: Path, texts: tuple[Text, ...], at: datetime, random: Random) -> None:
    """Write a workbook with one sheet for each document."""
    book = Workbook()
    book.remove(book.active)
    for number, text in enumerate(texts, 1):
        name = text.fields[0][1] if text.fields and len(texts) > 1 else f"Sheet{number}"
        _sheet(book.create_sheet(name), text, random)
    book.properties.title, book.properties.creator = texts[0].title, texts[0].issuer
    book.properties.created = at
    out = io.BytesIO()
    book.save(out)
    write_office(target, out.getvalue(), at)


def _sheet(sheet: Worksheet, text: Text, random: Random) -> None:
    made = table(text.columns, text.rows, until=text.date, random=random)
    width = len(made.header)
    sheet.merge_cells(start_row=1, start_column=1, end_row=1, end_column=width)
    sheet.cell(1, 1, text.title).font = Font(name="方正小标宋简体", size=18)
    sheet.cell(1, 1).alignment = _CENTRE
    sheet.row_dimensions[1].height = 36
    sheet.merge_cells(start_row=2, start_column=1, end_row=2, end_column=width)
    sheet.cell(2, 1, f"填报单位：{text.issuer}（盖章）　　　　填报日期：{chinese_date(text.date)}")
    lines = [made.header, *made.rows, *([made.sums] if made.sums else [])]
    for y, cells in enumerate(lines, 3):
        for x, value in enumerate(cells, 1):
            cell = sheet.cell(y, x, value)
            cell.border, cell.alignment = _GRID, _CENTRE
            cell.font = _BOLD if y == 3 or cells is made.sums else _PLAIN
            if isinstance(value, date):
                cell.number_format = "yyyy-mm-dd"
    for x in range(width):
        longest = max(sum(1 + (ord(c) > 255) for c in written(line[x])) for line in lines)
        sheet.column_dimensions[get_column_letter(x + 1)].width = min(max(longest + 3, 6), 40)
    for y, line in enumerate(text.body, len(lines) + 4):
        sheet.cell(y, 1, line)
    sheet.freeze_panes = "A4"
    sheet.page_setup.orientation = "landscape" if width > 6 else "portrait"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.print_title_rows = "3:3"
