"""The head of a text document or a table as simple markup: paragraphs and grids, nothing else."""

from __future__ import annotations

import csv
import io
import itertools
import warnings
from collections.abc import Iterable, Iterator
from html import escape
from typing import IO

import openpyxl
from lxml import etree

from ledger_app.search.containers import PART_BYTES, Unreadable, elements, local, open_parts

_BLOCKS = 240
_ROWS = 60
_COLUMNS = 14
_SHEETS = 3
_CELL = 200


def of_docx(file: IO[bytes]) -> str:
    """Return the first blocks of the body, paragraphs and tables in their order."""
    with open_parts(file) as parts:
        if "word/document.xml" not in parts.namelist():
            raise Unreadable("damaged")
        blocks: list[str] = []
        depth = 0
        for event, element in elements(parts, "word/document.xml", "p", "tbl"):
            tag = local(element)
            if tag == "tbl":
                depth += 1 if event == "start" else -1
            if event == "start" or depth or tag not in ("p", "tbl"):
                continue
            if element.getparent() is not None and local(element.getparent()) == "body":
                blocks.append(_table(element) if tag == "tbl" else _paragraph(element))
                element.clear()
            if len(blocks) >= _BLOCKS:
                break
    return "".join(blocks)


def of_xlsx(file: IO[bytes]) -> str:
    """Return the first rows and columns of the first sheets, each under its name."""
    with open_parts(file) as parts:
        if sum(info.file_size for info in parts.infolist()) > PART_BYTES * 8:
            raise Unreadable("too-large")
    file.seek(0)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        book = openpyxl.load_workbook(file, read_only=True, data_only=True, keep_links=False)
        pieces = []
        for sheet in book.worksheets[:_SHEETS]:
            sheet.reset_dimensions()
            rows = sheet.iter_rows(max_row=_ROWS, max_col=_COLUMNS, values_only=True)
            pieces.append(f"<h4>{escape(sheet.title)}</h4>{_grid(rows)}")
        book.close()
    return "".join(pieces)


def of_csv(text: str) -> tuple[str, bool]:
    """Return the first rows as a grid, and whether there are more."""
    try:
        delimiter = csv.Sniffer().sniff(text[:4000], ",;\t").delimiter
    except csv.Error:
        delimiter = ","
    rows = list(itertools.islice(csv.reader(io.StringIO(text), delimiter=delimiter), _ROWS * 4 + 1))
    return _grid(row[:_COLUMNS] for row in rows[: _ROWS * 4]), len(rows) > _ROWS * 4


def _paragraph(element: etree._Element) -> str:
    text = escape("".join(_texts(element))).replace("\n", "<br>")
    align = style = ""
    for child in element.iter():
        match local(child):
            case "jc":
                align = _value(child)
            case "pStyle":
                style = _value(child).lower()
    if not text.strip():
        return ""
    place = ' align="center"' if align == "center" else ' align="right"' if align in ("right", "end") else ""
    is_heading = style.startswith(("heading", "title")) or style in ("1", "2", "3", "a3")
    return f"<h4{place}>{text}</h4>" if is_heading else f"<p{place}>{text}</p>"


def _table(element: etree._Element) -> str:
    rows = []
    for row in itertools.islice((c for c in element if local(c) == "tr"), _ROWS):
        cells = [c for c in row if local(c) == "tc"][:_COLUMNS]
        rows.append("".join(f"<td{_span(c)}>{'<br>'.join(_lines(c))}</td>" for c in cells))
    return _framed(rows)


def _lines(cell: etree._Element) -> Iterator[str]:
    for child in cell:
        if local(child) == "p":
            yield escape("".join(_texts(child))[:_CELL])
        elif local(child) == "tbl":
            yield "…"


def _span(cell: etree._Element) -> str:
    for child in cell.iter():
        if local(child) == "gridSpan" and _value(child).isdigit():
            return f' colspan="{min(int(_value(child)), _COLUMNS)}"'
    return ""


def _texts(element: etree._Element) -> Iterator[str]:
    for child in element.iter():
        match local(child):
            case "t" if child.text and not any(local(a) == "Fallback" for a in child.iterancestors()):
                yield child.text
            case "tab":
                yield "\u2003"
            case "br" | "cr":
                yield "\n"


def _value(element: etree._Element) -> str:
    return next((str(v) for k, v in element.attrib.items() if str(k).endswith("}val")), "")


def _grid(rows: Iterable[Iterable[object]]) -> str:
    """Return rows as a table; a line that stands alone in its first cell (a merged title) goes across."""
    table = [[escape(_cell(v)) for v in row] for row in rows]
    width = max((n + 1 for row in table for n, text in enumerate(row) if text), default=0)
    while table and not any(table[-1]):
        table.pop()
    lines = []
    for row in table:
        if width > 1 and row and row[0] and not any(row[1:]):
            lines.append(f'<td colspan="{width}">{row[0]}</td>')
        else:
            cells = (f"<td class='cell'>{text}</td>" for text in row[:width])
            lines.append("".join(cells))
    return _framed(lines)


def _cell(value: object) -> str:
    if value is None:
        return ""
    text = f"{value:.10g}" if isinstance(value, float) else str(value)
    return (text[:-9] if text.endswith(" 00:00:00") else text)[:_CELL]


def _framed(rows: list[str]) -> str:
    body = "".join(f"<tr>{row}</tr>" for row in rows)
    return f'<table cellspacing="0" cellpadding="3">{body}</table><p></p>' if body else ""
