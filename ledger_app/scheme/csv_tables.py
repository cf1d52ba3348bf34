"""Reads a scheme saved as text, in the encodings met on Chinese PCs.

Comma, tab or semicolon separated, drawn with characters, or in numbered paragraphs.
"""

from __future__ import annotations

import codecs
import csv
import io
from pathlib import Path

from ledger_app.core.errors import LedgerError
from ledger_app.scheme.cells import Cell, Grid, Row, Source
from ledger_app.scheme.drawn_tables import read_drawn
from ledger_app.scheme.headers import find_header
from ledger_app.scheme.model import Problem
from ledger_app.scheme.paragraphs import PLACE, paragraph_grid
from ledger_app.scheme.texts import line, lines
from ledger_app.scheme.transposing import transposed

LARGEST_TEXT = 4 * 2**20
_MOST_CELLS = 1_000_000
_MOST_LINES = 40_000
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def read_text(data: bytes, path: Path) -> Source:
    """Return the tables of a text file: drawn ones, else the one that separators make, else its paragraphs."""
    if len(data) > LARGEST_TEXT:
        raise LedgerError("scheme-too-large", path=path)
    text = _decoded(data, path)
    if text.count("\n") + text.count("\r") > _MOST_LINES:
        raise LedgerError("scheme-too-large", path=path)
    drawn = read_drawn(text)
    if drawn is not None:
        return Source(*drawn)
    numbered = [(line(ln), f"line {n}") for n, ln in enumerate(text.splitlines(), 1) if line(ln)]
    try:
        grid = _separated(text, path)
    except LedgerError:
        paragraphs = paragraph_grid(numbered)
        if paragraphs is None:
            raise
    else:
        paragraphs = None if find_header(grid) or transposed(grid) else paragraph_grid(numbered)
        if paragraphs is None:
            return Source((grid,))
    return Source((paragraphs,), (), (Problem("paragraphs-read", PLACE),))


def _separated(text: str, path: Path) -> Grid:
    separator = _separator(text)
    try:
        found = _rows(text, separator, csv.QUOTE_MINIMAL, path)
    except csv.Error as error:
        if separator != "\t":
            number = _line_of_error(text, separator)
            raise LedgerError("scheme-text-damaged", path=path, line=number) from error
        # what is copied out of a sheet is not quoted: a quotation mark is part of the text there
        found = _rows(text, separator, csv.QUOTE_NONE, path)
    width = max((len(values) for _, values in found), default=0)
    if width * len(found) > 4 * _MOST_CELLS:
        raise LedgerError("scheme-too-large", path=path)
    rows = []
    for at, (number, values) in enumerate(found):
        padded = [*values, *[""] * (width - len(values))]
        cells = tuple(Cell(lines(v), at, column) for column, v in enumerate(padded))
        rows.append(Row(cells, f"line {number}"))
    return Grid("", tuple(rows))


def _rows(text: str, separator: str, quoting: int, path: Path) -> list[tuple[int, list[str]]]:
    """Return the rows with the line each begins in; raises `csv.Error` where a quotation is not closed."""
    reader = _reader(text, separator, quoting)
    found: list[tuple[int, list[str]]] = []
    count, start = 0, 1
    for values in reader:
        found.append((start, values))
        start = reader.line_num + 1
        count += len(values)
        if count > _MOST_CELLS:
            raise LedgerError("scheme-too-large", path=path)
    return found


def _line_of_error(text: str, separator: str) -> int:
    """Return the line in which the row begins that cannot be read."""
    reader = _reader(text, separator, csv.QUOTE_MINIMAL)
    start = 1
    try:
        for _ in reader:
            start = reader.line_num + 1
    except csv.Error:
        pass
    return start


def _reader(text: str, separator: str, quoting: int) -> csv._reader:
    return csv.reader(io.StringIO(text, newline=""), delimiter=separator, quoting=quoting, strict=True)


def _decoded(data: bytes, path: Path) -> str:
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return _strict(data, (encoding,), path)
    if b"\0" in data[:4096]:
        zeros_first = data[:4096:2].count(0) > data[1:4096:2].count(0)
        return _strict(data, ("utf-16-be" if zeros_first else "utf-16-le",), path)
    return _strict(data, ("utf-8", "gb18030"), path)


def _strict(data: bytes, encodings: tuple[str, ...], path: Path) -> str:
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" in text:
            break
        return text
    raise LedgerError("scheme-encoding", path=path)


def _separator(text: str) -> str:
    """Return what separates the columns: tabs win, for cells are full of commas and semicolons."""
    filled = [ln for ln in text.splitlines()[:200] if ln.strip()]
    if filled and sum("\t" in ln for ln in filled) * 2 >= len(filled):
        return "\t"
    commas, semicolons = (sum(ln.count(c) for ln in filled) for c in ",;")
    has_commas = sum("," in ln for ln in filled) * 2 >= len(filled)
    return "," if has_commas or commas >= semicolons else ";"
