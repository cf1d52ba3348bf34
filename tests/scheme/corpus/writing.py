"""Writes tables into real files: `^` is merged with the cell above, `<` with the cell to the left.

A text may begin with `{b}` (bold), `{r}` (red) or `{f}` (red fill).
"""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Sequence
from pathlib import Path

from docx import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import RGBColor
from openpyxl import Workbook
from openpyxl.styles import Font, PatternFill

Table = list[list]
_LOOK = re.compile(r"^\{([brf])\}")


def plain(value: object) -> tuple[str, str]:
    """Return a cell's text and its look."""
    text = str(value)
    found = _LOOK.match(text)
    return (text[found.end() :], found[1]) if found else (text, "")


def areas(table: Table) -> list[tuple[int, int, int, int]]:
    """Return the merged areas as (top, left, bottom, right)."""
    origin: dict[tuple[int, int], tuple[int, int]] = {}
    reach: dict[tuple[int, int], tuple[int, int]] = {}
    for r, row in enumerate(table):
        for c, text in enumerate(row):
            at = origin[r - 1, c] if text == "^" else origin[r, c - 1] if text == "<" else (r, c)
            origin[r, c] = at
            bottom, right = reach.get(at, at)
            reach[at] = (max(bottom, r), max(right, c))
    return [(*start, *end) for start, end in reach.items() if start != end]


def add_table(document, table: Table):
    """Add a table to a Word document and return it."""
    made = document.add_table(rows=len(table), cols=len(table[0]))
    cells, width = made._cells, len(table[0])
    for r, row in enumerate(table):
        for c, value in enumerate(row):
            if value in ("^", "<", ""):
                continue
            text, look = plain(value)
            cell = cells[r * width + c]
            run = cell.paragraphs[0].add_run(text)
            run.bold = True if look == "b" else None
            if look == "r":
                run.font.color.rgb = RGBColor(0xFF, 0, 0)
            if look == "f":
                shade = OxmlElement("w:shd")
                shade.set(qn("w:fill"), "FF0000")
                cell._tc.get_or_add_tcPr().append(shade)
    for top, left, bottom, right in areas(table):
        cells[top * width + left].merge(cells[bottom * width + right])
    return made


def write_docx(path: Path, *blocks: str | Table) -> Path:
    """Write paragraphs and tables in order."""
    document = Document()
    for block in blocks:
        if isinstance(block, str):
            document.add_paragraph(block)
        else:
            add_table(document, block)
    document.save(str(path))
    return path


def write_xlsx(path: Path, *tables: Table) -> Path:
    """Write each table to a sheet of its own; numbers stay numbers."""
    book = Workbook()
    book.remove(book.active)
    for number, table in enumerate(tables, 1):
        fill_sheet(book.create_sheet(f"附表{number}"), table)
    book.save(path)
    return path


def fill_sheet(sheet, table: Table) -> None:
    """Write a table to a sheet of openpyxl."""
    for r, row in enumerate(table, 1):
        for c, value in enumerate(row, 1):
            if value in ("^", "<", ""):
                continue
            cell = sheet.cell(r, c)
            if not isinstance(value, str):
                cell.value = value
                continue
            text, look = plain(value)
            cell.value = text
            cell.data_type = "s"
            if look == "b":
                cell.font = Font(bold=True)
            if look == "r":
                cell.font = Font(color="FFFF0000")
            if look == "f":
                cell.fill = PatternFill("solid", fgColor="FFFF0000")
    for top, left, bottom, right in areas(table):
        sheet.merge_cells(start_row=top + 1, start_column=left + 1, end_row=bottom + 1, end_column=right + 1)


def write_csv(path: Path, table: Table, *, encoding: str = "gb18030") -> Path:
    """Write a table as text; merged cells are empty there."""
    out = io.StringIO()
    csv.writer(out).writerows([["" if t in ("^", "<") else t for t in row] for row in table])
    path.write_bytes(out.getvalue().encode(encoding))
    return path


def drawn(table: Table, widths: Sequence[int]) -> list[str]:
    """Return a table drawn with box characters, its cells wrapped to so many characters a column."""
    lines = ["┌" + "┬".join("─" * w for w in widths) + "┐"]
    for r, row in enumerate(table):
        if r:
            parts = [" " * 2 * w if row[c] == "^" else "─" * w for c, w in enumerate(widths)]
            goes_on = [row[c] == "^" for c in range(len(widths))]
            text = "│" if goes_on[0] else "├"
            for c, part in enumerate(parts):
                text += part
                if c + 1 < len(parts):
                    text += {(True, True): "│", (True, False): "├", (False, True): "┤"}.get(
                        (goes_on[c], goes_on[c + 1]), "┼"
                    )
            lines.append(text + ("│" if goes_on[-1] else "┤"))
        wrapped = [_wrapped("" if t == "^" else str(t), w) for t, w in zip(row, widths, strict=True)]
        for n in range(max(map(len, wrapped))):
            cells = [
                _padded(w[n] if n < len(w) else "", 2 * wide) for w, wide in zip(wrapped, widths, strict=True)
            ]
            lines.append("│" + "│".join(cells) + "│")
    lines.append("└" + "┴".join("─" * w for w in widths) + "┘")
    return lines


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(c) in "WF" or c in "“”" else 1 for c in text)


def _padded(text: str, width: int) -> str:
    return text + " " * (width - _width(text))


def _wrapped(text: str, width: int) -> list[str]:
    found, part = [], ""
    for character in text:
        if _width(part + character) > 2 * width:
            found.append(part)
            part = ""
        part += character
    return [*found, part]
