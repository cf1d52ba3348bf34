"""Reads the tables of a Word document.

From the XML and not through python-docx, which leaves out rows and cells inside content controls and
does not tell inserted from deleted text: a row must never be lost without a word.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from lxml import etree

from ledger_app.core.errors import LedgerError
from ledger_app.scheme.cells import Cell, Grid, Row, Source
from ledger_app.scheme.containers import Package, attribute, child, local, whole
from ledger_app.scheme.docx_numbering import Numbers
from ledger_app.scheme.texts import line, lines

_MOST_COLUMNS = 128
_MOST_ROWS = 20_000
_SKIPPED = {
    "del",
    "moveFrom",
    "Fallback",
    "instrText",
    "delText",
    "pPr",
    "rPr",
    "tblPr",
    "trPr",
    "tcPr",
    "sdtPr",
}
_SYMBOLS = {0xAB: "★", 0xB6: "☆", 0xFC: "√", 0xFE: "☑", 0xA8: "□", 0x6F: "□", 0xFB: "×", 0x6C: "●", 0x76: "※"}


@dataclass(frozen=True, slots=True)
class _Box:
    """A `tc` as it stands in its row: the grid columns it covers and how it merges."""

    first: int
    span: int
    continues: bool
    text: str
    is_bold: bool
    is_red: bool


def read_docx(data: bytes, path: Path) -> Source:
    """Return the tables of a document with the paragraphs between them."""
    package = Package(data, path)
    relations = package.relations("").values()
    main = next((target for kind, target in relations if kind == "officeDocument"), "word/document.xml")
    body = child(package.tree(main), "body")
    if body is None:
        raise LedgerError("scheme-damaged", path=path)
    numbers = Numbers(_numbering(package, main))
    grids: list[Grid] = []
    before: list[str] = []
    for block in _blocks(body):
        if local(block) == "p":
            text = line(numbers.next(block) + "".join(_text(block)))
            if text:
                before.append(text)
        else:
            grids.append(_grid(block, f"table {len(grids) + 1}", tuple(before), numbers, path))
            before = []
    return Source(tuple(grids), tuple(before))


def _numbering(package: Package, main: str) -> etree._Element | None:
    for kind, target in package.relations(main).values():
        if kind == "numbering":
            return package.tree(target)
    return None


def _blocks(parent: etree._Element) -> Iterator[etree._Element]:
    """Yield paragraphs and tables, also those inside content controls and insertions."""
    for element in parent:
        name = local(element)
        if name in ("p", "tbl"):
            yield element
        elif name and name not in _SKIPPED:
            yield from _blocks(element)


def _within(parent: etree._Element, name: str) -> Iterator[etree._Element]:
    """Yield the rows of a table or the cells of a row, also those inside content controls."""
    for element in parent:
        found = local(element)
        if found == name:
            yield element
        elif found in ("sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag"):
            yield from _within(element, name)


def _grid(table: etree._Element, place: str, before: tuple[str, ...], numbers: Numbers, path: Path) -> Grid:
    rows: list[list[_Box]] = []
    hidden: list[bool] = []
    for row in _within(table, "tr"):
        properties = child(row, "trPr")
        if child(properties, "del") is not None:
            continue
        rows.append(_boxes(row, numbers))
        hidden.append(_is_on(child(properties, "hidden")))
        if len(rows) > _MOST_ROWS:
            raise LedgerError("scheme-too-large", path=path)
    width = max((b.first + b.span for boxes in rows for b in boxes), default=0)
    if width > _MOST_COLUMNS:
        raise LedgerError("scheme-too-large", path=path)
    above: list[Cell] = []
    found = []
    for at, boxes in enumerate(rows):
        cells = _laid_out(boxes, at, width, above)
        found.append(Row(tuple(cells), f"{place}, row {at + 1}", hidden[at]))
        above = cells
    return Grid(place, tuple(found), before)


def _laid_out(boxes: list[_Box], at: int, width: int, above: list[Cell]) -> list[Cell]:
    cells = [Cell("", at, column) for column in range(width)]
    for box in boxes:
        top = above[box.first] if box.continues and above else None
        for column in range(box.first, box.first + box.span):
            cells[column] = top or Cell(box.text, at, box.first, box.is_bold, box.is_red)
    return cells


def _boxes(row: etree._Element, numbers: Numbers) -> list[_Box]:
    boxes: list[_Box] = []
    first = min(_number(child(row, "trPr", "gridBefore")), _MOST_COLUMNS + 1)
    for cell in _within(row, "tc"):
        properties = child(cell, "tcPr")
        span = min(max(_number(child(properties, "gridSpan"), 1), 1), _MOST_COLUMNS + 1)
        vertical = child(properties, "vMerge")
        continues = vertical is not None and (attribute(vertical, "val") or "continue") == "continue"
        horizontal = child(properties, "hMerge")
        if horizontal is not None and (attribute(horizontal, "val") or "continue") == "continue" and boxes:
            last = boxes.pop()
            boxes.append(
                _Box(last.first, last.span + span, last.continues, last.text, last.is_bold, last.is_red)
            )
        else:
            paragraphs = list(_paragraphs(cell))
            text = lines("\n".join(numbers.next(p) + "".join(_text(p)) for p in paragraphs))
            runs = [r for p in paragraphs for r in p.iter() if local(r) == "r" and line("".join(_text(r)))]
            is_red = _is_red(child(properties, "shd"), "fill") or (bool(runs) and all(map(_is_red_run, runs)))
            boxes.append(_Box(first, span, continues, text, bool(runs) and all(map(_is_bold, runs)), is_red))
        first += span
    return boxes


def _paragraphs(cell: etree._Element) -> Iterator[etree._Element]:
    """Yield a cell's paragraphs, also those of a table inside it."""
    for block in _blocks(cell):
        if local(block) == "p":
            yield block
        else:
            for row in _within(block, "tr"):
                for inner in _within(row, "tc"):
                    yield from _paragraphs(inner)


def _text(element: etree._Element) -> Iterator[str]:
    for part in element:
        match local(part):
            case "t":
                yield part.text or ""
            case "tab":
                yield " "
            case "br" | "cr":
                yield "\n"
            case "noBreakHyphen":
                yield "-"
            case "sym":
                yield _symbol(attribute(part, "char") or "")
            case name if name and name not in _SKIPPED:
                yield from _text(part)


def _symbol(code: str) -> str:
    try:
        value = int(code, 16)
    except ValueError:
        return "\ufffd"
    return _SYMBOLS.get(value & 0xFF, "\ufffd") if 0xF000 <= value <= 0xF0FF else chr(value)


def _number(element: etree._Element | None, default: int = 0) -> int:
    return whole(None if element is None else attribute(element, "val"), default)


def _is_on(element: etree._Element | None) -> bool:
    return element is not None and attribute(element, "val") not in ("0", "false", "off")


def _is_bold(run: etree._Element) -> bool:
    return _is_on(child(run, "rPr", "b"))


def _is_red_run(run: etree._Element) -> bool:
    return _is_red(child(run, "rPr", "color"), "val") or _is_red(child(run, "rPr", "shd"), "fill")


def _is_red(element: etree._Element | None, name: str) -> bool:
    return is_red(None if element is None else attribute(element, name))


def is_red(colour: str | None) -> bool:
    """Say whether an `RRGGBB` or `AARRGGBB` colour is a red."""
    try:
        red, green, blue = bytes.fromhex((colour or "")[-6:])
    except ValueError:
        return False
    return red >= 0xA0 and green <= 0x60 and blue <= 0x60
