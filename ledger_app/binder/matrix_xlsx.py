"""The coverage matrix as an Excel table: one column a subject, the names frozen."""

from __future__ import annotations

from datetime import datetime, time
from typing import BinaryIO

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from ledger_app.binder.model import MatrixTable
from ledger_app.binder.report_xlsx import set_paper, write_heads, write_row
from ledger_app.core.i18n import _

_HEAD = 3
_FIXED = 2


def write_matrix_xlsx(table: MatrixTable, stream: BinaryIO) -> None:
    """Write the title, the legend, and the matrix below a frozen head."""
    book = Workbook()
    book.properties.title, book.properties.creator = table.title, ""
    book.properties.created = datetime.combine(table.as_of, time())
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = _("Coverage")
    sheet["A1"], sheet["A2"] = f"{table.title}\u3000{table.roster}", f"{table.verdict}\u3000{table.legend}"
    sheet["A1"].font = Font(name="黑体", size=14)
    write_heads(sheet, _HEAD, (_("Code"), _("What is asked for"), *table.subjects))
    for number, row in enumerate(table.rows, _HEAD + 1):
        write_row(sheet, number, (row.code, row.name + row.star, *row.cells))
    last = _HEAD + len(table.rows) + 1
    write_row(sheet, last, ("", _("Requirements covered"), *table.totals))
    for column in range(_FIXED + 1, _FIXED + len(table.subjects) + 1):
        sheet.column_dimensions[get_column_letter(column)].width = 8
        for row in range(_HEAD, last + 1):
            sheet.cell(row, column).alignment = Alignment(horizontal="center", wrap_text=True)
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 10, 44
    sheet.freeze_panes = sheet.cell(_HEAD + 1, _FIXED + 1)
    set_paper(sheet, head=_HEAD)
    book.save(stream)
