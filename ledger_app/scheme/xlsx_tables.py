"""Reads the sheets of an Excel workbook, streamed: a million formatted but empty rows cost no memory.

From the XML and not through openpyxl, which holds every formatted cell and fails on the style parts
that other office programs write.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from lxml import etree

from ledger_app.core.errors import LedgerError
from ledger_app.scheme.cells import Cell, Grid, Row, Source
from ledger_app.scheme.containers import (
    LARGEST_SHEET,
    Package,
    attribute,
    child,
    local,
    refuse_doctype,
    refuse_entities,
    whole,
)
from ledger_app.scheme.model import Problem
from ledger_app.scheme.texts import line, lines
from ledger_app.scheme.xlsx_values import Styles, value_text

_MOST_CELLS = 400_000
_MOST_MERGES = 50_000
_MOST_COLUMNS = 256
_MOST_ROWS = 20_000
_MAIN = "xl/workbook.xml"
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_REFERENCE = re.compile(r"\$?([A-Za-z]{1,3})\$?(\d{1,7})")

Merge = tuple[int, int, int, int]


@dataclass(slots=True)
class _Sheet:
    """What one pass over a sheet found: cells with a value, merges (top, left, bottom, right), hidden rows."""

    cells: dict[int, dict[int, Cell]] = field(default_factory=dict)
    merges: list[Merge] = field(default_factory=list)
    hidden: set[int] = field(default_factory=set)
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)
    count: int = 0


def read_xlsx(data: bytes, path: Path) -> Source:
    """Return one grid for every sheet that holds a value; hidden sheets are reported."""
    package = Package(data, path)
    relations = package.relations("").values()
    main = next((target for kind, target in relations if kind == "officeDocument"), _MAIN)
    workbook, parts = package.tree(main), package.relations(main)
    sheets = child(workbook, "sheets")
    if sheets is None:
        raise LedgerError("scheme-damaged", path=path)
    strings = _strings(package, _target(parts, "sharedStrings"))
    properties = child(workbook, "workbookPr")
    is_1904 = properties is not None and attribute(properties, "date1904") in ("1", "true")
    styles = Styles(package.tree(_target(parts, "styles")), is_1904=is_1904)
    grids: list[Grid] = []
    problems: list[Problem] = []
    shapes: list[str] = []
    for sheet in sheets:
        kind, target = parts.get(attribute(sheet, "id") or "", ("", ""))
        if local(sheet) != "sheet" or kind != "worksheet":
            continue
        name = _unused(attribute(sheet, "name") or "", grids)
        found = _read_sheet(package, target, strings, styles)
        if not found.cells:
            continue
        if attribute(sheet, "state") in ("hidden", "veryHidden"):
            problems.append(Problem("sheet-hidden", name, {"name": name}))
        grids.append(_grid(name, found, problems, path))
        beside = package.relations(target)
        shapes += _shape_texts(package.tree(_target(beside, "drawing")))
        comments = _comment_texts(package.tree(_target(beside, "comments")))
        if comments:
            values = {"count": len(comments), "text": line(" ".join(comments))[:200]}
            problems.append(Problem("comments-not-read", name, values))
    return Source(tuple(grids), tuple(shapes), tuple(problems))


def _comment_texts(root: etree._Element | None) -> list[str]:
    comments = [e for e in root.iter() if local(e) == "comment"] if root is not None else []
    texts = (line("".join(t.text or "" for t in c.iter() if local(t) == "t")) for c in comments)
    return [t for t in texts if t]


def _shape_texts(drawing: etree._Element | None) -> list[str]:
    """Return the paragraphs of the text boxes that float over a sheet."""
    paragraphs = [e for e in drawing.iter() if local(e) == "p"] if drawing is not None else []
    texts = (line("".join(t.text or "" for t in p.iter() if local(t) == "t")) for p in paragraphs)
    return [t for t in texts if t]


def _unused(name: str, grids: list[Grid]) -> str:
    """Return a sheet's name as no other grid has it: places must tell sheets apart."""
    taken = {g.place for g in grids}
    return next(n for n in (name, *(f"{name} ({i})" for i in range(2, len(grids) + 3))) if n not in taken)


def _target(parts: dict[str, tuple[str, str]], wanted: str) -> str:
    return next((target for kind, target in parts.values() if kind == wanted), "")


def _strings(package: Package, name: str) -> list[str]:
    root = package.tree(name) if name else None
    return [] if root is None else [_string(item) for item in root if local(item) == "si"]


def _string(item: etree._Element) -> str:
    """Return a string's text without the pronunciation that may stand beside it."""
    parts = []
    for element in item:
        if local(element) == "t":
            parts.append(element.text or "")
        elif local(element) == "r":
            parts.extend(t.text or "" for t in element if local(t) == "t")
    return _ESCAPED.sub(lambda m: chr(int(m[1], 16)), "".join(parts))


def _read_sheet(package: Package, name: str, strings: list[str], styles: Styles) -> _Sheet:
    sheet = _Sheet()
    row = column = -1
    for element in _elements(package, name):
        match local(element):
            case "row":
                row = whole(element.get("r"), row + 2) - 1
                column = -1
                if element.get("hidden") in ("1", "true"):
                    sheet.hidden.add(row)
            case "c":
                at = _place(element.get("r") or "")
                row, column = at or (max(row, 0), column + 1)
                if not len(element):
                    continue
                cell = _cell(element, row, column, strings, styles)
                if cell.text or cell.doubt:
                    sheet.cells.setdefault(row, {})[column] = cell
                    sheet.count += 1
            case "mergeCell":
                merge = _merge(element.get("ref") or "")
                if merge:
                    sheet.merges.append(merge)
            case "col" if element.get("hidden") in ("1", "true"):
                first = whole(element.get("min"), 1)
                sheet.hidden_columns.append((first - 1, whole(element.get("max"), first) - 1))
        if sheet.count > _MOST_CELLS or len(sheet.merges) > _MOST_MERGES:
            raise LedgerError("scheme-too-large", path=package.path)
    return sheet


def _elements(package: Package, name: str) -> Iterator[etree._Element]:
    """Yield rows as they open, and cells, columns and merges as they close, and let each go again."""
    data = package.part(name, limit=LARGEST_SHEET)
    if not data:
        return
    refuse_doctype(data, package.path)
    try:
        events = etree.iterparse(
            io.BytesIO(data),
            events=("start", "end"),
            tag=("{*}worksheet", "{*}row", "{*}c", "{*}col", "{*}mergeCell"),
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
        )
        for event, element in events:
            kind = local(element)
            if event == "start":
                if kind == "worksheet":
                    refuse_entities(element, package.path)
                elif kind == "row":
                    yield element
            elif kind == "row":
                element.clear()
                while element.getprevious() is not None:
                    del element.getparent()[0]
            else:
                yield element
    except (etree.XMLSyntaxError, ValueError) as error:
        raise LedgerError("scheme-damaged", path=package.path) from error


def _cell(element: etree._Element, row: int, column: int, strings: list[str], styles: Styles) -> Cell:
    style = styles.of(element.get("s"))
    kind = element.get("t") or "n"
    stored = child(element, "v")
    raw = (stored.text or "") if stored is not None else ""
    doubt = ""
    if kind == "inlineStr":
        inline = child(element, "is")
        text = "" if inline is None else _string(inline)
    elif kind == "s":
        at = whole(raw, len(strings))
        text = strings[at] if at < len(strings) else ""
        doubt = "" if text or not raw else "error"
    elif kind == "n":
        text, doubt = value_text(raw, style.number_format, is_1904=styles.is_1904) if raw else ("", "")
    else:
        text = raw
        doubt = {"e": "error", "d": "date"}.get(kind, "")
        text = {"1": "TRUE", "0": "FALSE"}.get(raw, raw) if kind == "b" else text
    if child(element, "f") is not None and not raw and kind != "inlineStr":
        doubt = "formula"
    return Cell(lines(text), row, column, style.is_bold, style.is_red, doubt, style.is_yellow)


def _grid(name: str, sheet: _Sheet, problems: list[Problem], path: Path) -> Grid:
    """Lay the cells out over the used area; merges are cut to it, however far they reach."""
    bottom = max(sheet.cells)
    right = max(max(columns) for columns in sheet.cells.values())
    top, left = min(sheet.cells), min(min(columns) for columns in sheet.cells.values())
    if bottom - top >= _MOST_ROWS or right - left >= _MOST_COLUMNS:
        raise LedgerError("scheme-too-large", path=path)
    area = [
        [sheet.cells.get(r, {}).get(c) or Cell("", r, c) for c in range(left, right + 1)]
        for r in range(top, bottom + 1)
    ]
    budget = 4 * _MOST_CELLS
    for t, lf, b, rt in sheet.merges:
        rows = range(max(t, top), min(b, bottom) + 1)
        columns = range(max(lf, left), min(rt, right) + 1)
        budget -= len(rows) * len(columns)
        if budget < 0:
            raise LedgerError("scheme-too-large", path=path)
        origin = sheet.cells.get(t, {}).get(lf) or Cell("", t, lf)
        for r in rows:
            for c in columns:
                covered = area[r - top][c - left]
                if covered.text and (r, c) != (t, lf) and covered.text != origin.text:
                    place = f"{name}!{_letters(left)}{r + 1}"
                    problems.append(Problem("merge-hides-text", place, {"text": covered.text}))
                area[r - top][c - left] = origin
    for first, last in sheet.hidden_columns:
        problems.extend(
            Problem("column-hidden", name, {"column": _letters(c)})
            for c in range(max(first, left), min(last, right) + 1)
            if any(c in columns for columns in sheet.cells.values())
        )
    rows = tuple(
        Row(_moved(cells, top, left), f"{name}!{_letters(left)}{r + top + 1}", r + top in sheet.hidden)
        for r, cells in enumerate(area)
    )
    return Grid(name, rows)


def _moved(cells: list[Cell], top: int, left: int) -> tuple[Cell, ...]:
    return tuple(replace(c, row=c.row - top, column=c.column - left) for c in cells)


def _place(reference: str) -> tuple[int, int] | None:
    found = _REFERENCE.fullmatch(reference)
    if not found or not int(found[2]):
        return None
    column = 0
    for letter in found[1].upper():
        column = column * 26 + ord(letter) - 64
    return int(found[2]) - 1, column - 1


def _merge(reference: str) -> Merge | None:
    first, _, last = reference.partition(":")
    start, end = _place(first), _place(last or first)
    return (*start, *end) if start and end and start <= end else None


def _letters(column: int) -> str:
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
