"""The audit report as an Excel file: one row a finding, to be filtered and handed out."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time
from typing import BinaryIO

from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from ledger_app.binder.audit_summary import tally_heads
from ledger_app.binder.model import AuditReport, FindingLine
from ledger_app.binder.words import date_text
from ledger_app.core.i18n import _

_WIDTHS = (6, 14, 8, 10, 28, 8, 8, 20, 20, 28, 44, 44, 40, 44, 44)
_LONGEST = 32_000  # Excel refuses a cell of more than 32,767 characters
_THIN = Side(style="thin", color="999999")


def write_xlsx(report: AuditReport, stream: BinaryIO) -> None:
    """Write a sheet of findings with filters and a frozen head, and a sheet with the verdict."""
    book = Workbook()
    moment = datetime.combine(report.as_of, time())
    book.properties.title = " ".join(filter(None, [report.title, report.heading]))
    book.properties.creator, book.properties.created = "", moment
    findings = book.active
    assert isinstance(findings, Worksheet)
    findings.title = _("Findings")
    write_heads(findings, 1, _heads())
    lines = [line for group in report.groups for line in group.findings]
    for number, line in enumerate(lines, 1):
        write_row(findings, number + 1, _cells(number, line))
    for number, width in enumerate(_WIDTHS, 1):
        findings.column_dimensions[get_column_letter(number)].width = width
    findings.freeze_panes = "A2"
    findings.auto_filter.ref = f"A1:{get_column_letter(len(_WIDTHS))}{len(lines) + 1}"
    set_paper(findings)
    _add_points(book.create_sheet(_("Points")), report)
    _add_waived(book.create_sheet(_("Set aside")), report)
    _add_summary(book.create_sheet(_("Summary")), report)
    book.save(stream)


def write_heads(sheet: Worksheet, row: int, titles: Sequence[object]) -> None:
    """Write a row of column titles."""
    write_row(sheet, row, titles)
    for cell in sheet[row]:
        cell.font = Font(name="黑体", size=10, bold=True)
        cell.fill = PatternFill("solid", fgColor="EDEDED")


def _heads() -> list[object]:
    return [
        _("No."),
        _("Level"),
        _("Rule"),
        _("Code"),
        _("Indicator"),
        _("Hard"),
        _("Points"),
        _("Unit"),
        _("Village, household or project"),
        _("Requirement"),
        _("Finding"),
        _("Why"),
        _("What to do"),
        _("Files concerned"),
        _("Files that may close it"),
    ]


def _cells(number: int, line: FindingLine) -> list[object]:
    return [
        number,
        line.level,
        line.rule,
        line.code,
        line.name,
        "★" if line.is_hard else "",
        line.points,
        "\n".join(line.units),
        "\n".join(line.subjects),
        line.requirement,
        line.message,
        "\n".join(line.reasons),
        line.remedy,
        "\n".join(line.files),
        "\n".join(line.candidates),
    ]


def write_row(sheet: Worksheet, row: int, values: Sequence[object]) -> None:
    """Write values into a row, framed; a text that looks like a formula stays a text."""
    for column, value in enumerate(values, 1):
        cell = sheet.cell(row, column)
        _fill(cell, value)
        cell.font = Font(name="宋体", size=10)
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        cell.border = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)


def _fill(cell: Cell, value: object) -> None:
    if not isinstance(value, str):
        cell.value = value
        return
    cell.value = value[:_LONGEST]
    cell.data_type = "s"  # a name such as =1+1.pdf is text, here and after somebody has edited the cell
    cell.quotePrefix = value.startswith(("=", "+", "-", "@"))


def _add_points(sheet: Worksheet, report: AuditReport) -> None:
    row = 1
    for by, lines in report.tallies:
        write_heads(sheet, row, tally_heads(by))
        for line in lines:
            row += 1
            numbers = (line.points, line.secured, line.at_risk, line.lost)
            write_row(sheet, row, (line.name, *numbers, line.complete))
        row += 2
    for column, width in zip("ABCDEF", (44, 10, 10, 10, 10, 12), strict=True):
        sheet.column_dimensions[column].width = width
    set_paper(sheet)


def _add_waived(sheet: Worksheet, report: AuditReport) -> None:
    write_heads(sheet, 1, (_("Rule"), _("Code"), _("Indicator"), _("Finding"), _("Set aside")))
    for row, one in enumerate(report.waived, 2):
        line = one.line
        write_row(sheet, row, (line.rule, line.code, line.name, line.message, one.said))
    for column, width in zip("ABCDE", (8, 10, 28, 60, 60), strict=True):
        sheet.column_dimensions[column].width = width
    set_paper(sheet)


def _add_summary(sheet: Worksheet, report: AuditReport) -> None:
    rows = [
        (_("Scheme"), report.title),
        (_("Year"), str(report.year)),
        (_("Date"), date_text(report.as_of)),
        (_("Verdict"), report.verdict),
        *((_("Remark"), remark) for remark in report.remarks),
        *report.counts,
        *((f"★ {cause.name}", "\n".join(cause.papers)) for cause in report.causes),
    ]
    for number, row in enumerate(rows, 1):
        write_row(sheet, number, row)
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 26, 80


def set_paper(sheet: Worksheet, *, head: int = 1) -> None:
    """Let a sheet print across A4, all columns on a page, the row `head` on each."""
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_title_rows = f"{head}:{head}"
