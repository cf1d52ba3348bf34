"""Tables in a notation of their own, and the same tables as files.

A table is a list of rows; `^` is merged with the cell above, `<` with the cell to the left.
"""

from __future__ import annotations

import csv
import io
from pathlib import Path
from types import SimpleNamespace

import pytest
from docx import Document
from openpyxl import Workbook

from ledger_app.scheme.cells import Cell, Grid, Row, Source

Table = list[list[str]]


def origins(table: Table) -> dict[tuple[int, int], tuple[int, int]]:
    found: dict[tuple[int, int], tuple[int, int]] = {}
    for r, row in enumerate(table):
        for c, text in enumerate(row):
            if text == "^":
                found[r, c] = found[r - 1, c]
            elif text == "<":
                found[r, c] = found[r, c - 1]
            else:
                found[r, c] = (r, c)
    return found


def areas(table: Table) -> list[tuple[int, int, int, int]]:
    reach: dict[tuple[int, int], tuple[int, int]] = {}
    for (r, c), origin in origins(table).items():
        bottom, right = reach.get(origin, origin)
        reach[origin] = (max(bottom, r), max(right, c))
    return [(*o, *e) for o, e in reach.items() if o != e]


def grid(table: Table, *, before: tuple[str, ...] = (), place: str = "table 1") -> Grid:
    found = origins(table)
    rows = []
    for r, row in enumerate(table):
        cells = (found[r, c] for c in range(len(row)))
        rows.append(Row(tuple(Cell(table[a][b], a, b) for a, b in cells), f"{place}, row {r + 1}"))
    return Grid(place, tuple(rows), before)


def source(*tables: Table, before: tuple[str, ...] = (), after: tuple[str, ...] = ()) -> Source:
    grids = tuple(
        grid(t, before=before if n == 1 else (), place=f"table {n}") for n, t in enumerate(tables, 1)
    )
    return Source(grids, after)


def write_docx(path: Path, *tables: Table, before: tuple[str, ...] = (), after: tuple[str, ...] = ()) -> Path:
    document = Document()
    for text in before:
        document.add_paragraph(text)
    for table in tables:
        made = document.add_table(rows=len(table), cols=len(table[0]))
        cells = made._cells
        width = len(table[0])
        for r, row in enumerate(table):
            for c, text in enumerate(row):
                if text not in ("^", "<"):
                    cells[r * width + c].text = text
        for top, left, bottom, right in areas(table):
            cells[top * width + left].merge(cells[bottom * width + right])
        document.add_paragraph()
    for text in after:
        document.add_paragraph(text)
    document.save(str(path))
    return path


def write_xlsx(path: Path, table: Table) -> Path:
    book = Workbook()
    sheet = book.active
    for r, row in enumerate(table, 1):
        for c, text in enumerate(row, 1):
            if text not in ("^", "<", ""):
                sheet.cell(r, c).value = text
                sheet.cell(r, c).data_type = "s"
    for top, left, bottom, right in areas(table):
        sheet.merge_cells(start_row=top + 1, start_column=left + 1, end_row=bottom + 1, end_column=right + 1)
    book.save(path)
    return path


def write_csv(path: Path, table: Table, *, encoding: str = "utf-8", delimiter: str = ",") -> Path:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows([["" if t in "^<" else t for t in r] for r in table])
    path.write_bytes(out.getvalue().encode(encoding))
    return path


@pytest.fixture(scope="session")
def tables() -> SimpleNamespace:
    return SimpleNamespace(
        grid=grid, source=source, write_docx=write_docx, write_xlsx=write_xlsx, write_csv=write_csv
    )
