"""Reads .xlsx and the XML workbook of Excel 2003."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache, reduce
from typing import IO

from ledger_app.search.containers import Unreadable
from ledger_app.search.gathering import Gathered
from ledger_app.search.number_formats import code_of, formatter, general
from ledger_app.search.packages import Locals, Package, feed, new_parser, walk
from ledger_app.search.word import paragraphs

_WIDEST = 100_000
_BOOK = r"xl/workbook\d*\.xml"
_NAMELESS = re.compile(r"(?:sheet|工作表|表)\s*\d*", re.I)


def read_xlsx(file: IO[bytes], found: Gathered) -> None:
    """Read every row of every sheet; a sheet's number among the tabs is its page.

    How many pages they print on is not in the file. Hidden sheets come last. What a person named a tab
    stands below its rows, then its comments and text boxes.
    """
    with Package(file, found) as package:
        books = package.named(_BOOK)
        if not books:
            raise Unreadable("damaged")
        book = books[0]
        sheets, is_1904 = tabs(package, book)
        related = package.related(book)
        parts = dict(related.values())
        strings = shared_strings(package, parts["sharedStrings"]) if "sharedStrings" in parts else []
        formats = cell_formats(package, parts["styles"], is_1904=is_1904) if "styles" in parts else []
        for number, name, key, _ in sorted(sheets, key=lambda s: s[3]):
            kind, part = related.get(key, ("", ""))
            if kind not in ("worksheet", "dialogsheet"):
                continue
            found.page(number)
            has_rows = _rows(package, part, found, strings, formats)
            if has_rows:
                named(found, name)
            for kind, extra in package.related(part).values():
                if kind in ("comments", "drawing", "threadedComment"):
                    for line in paragraphs(package, extra) or _bare_texts(package, extra):
                        found.line(line)


def read_flat_sheets(file: IO[bytes], found: Gathered) -> None:
    """Read the XML workbook of Excel 2003, which programs of offices export under the ending .xls."""
    number = 0
    name = ""
    row: list[str] = []

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal number, name
        if tag == "Worksheet":
            number += 1
            name = next((value for key, value in attributes.items() if key.endswith(":Name")), "")
            found.page(number)

    def end(tag: str) -> None:
        if tag == "Row":
            found.line(" ".join(row))
            row.clear()
        elif tag == "Worksheet":
            named(found, name)

    def text(_: str, value: str) -> None:
        shown = " ".join(value.removesuffix("T00:00:00.000").split("\n")).strip()
        if shown:
            row.append(shown)

    walk(found.bounded(file), texts=("Data",), marks=("Worksheet", "Row"), start=start, end=end, text=text)


def named(found: Gathered, name: str) -> None:
    """Add what a person named the sheet."""
    if not _NAMELESS.fullmatch(name.strip()):
        found.line(name)


def tabs(package: Package, book: str) -> tuple[list[tuple[int, str, str, bool]], bool]:
    """Return (number, name, id, whether hidden) of every sheet, and whether days count from 1904."""
    sheets: list[tuple[int, str, str, bool]] = []
    is_1904 = False

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal is_1904
        if tag == "workbookPr":
            is_1904 = attributes.get("date1904") in ("1", "true")
            return
        key = next((value for name, value in attributes.items() if name.endswith(":id")), "")
        is_hidden = attributes.get("state", "visible") != "visible"
        sheets.append((len(sheets) + 1, attributes.get("name", ""), key, is_hidden))

    package.walk(book, marks=("sheet", "workbookPr"), start=start)
    return sheets, is_1904


def shared_strings(package: Package, name: str, *, keeps_breaks: bool = False) -> list[str]:
    """Return the texts that cells refer to; line breaks in them become blanks, unless they are kept."""
    strings: list[str] = []
    pieces: list[str] = []
    phonetic = 0

    def start(tag: str, _: dict[str, str]) -> None:
        nonlocal phonetic
        phonetic += tag == "rPh"

    def end(tag: str) -> None:
        nonlocal phonetic
        if tag == "rPh":
            phonetic -= 1
            return
        whole = "".join(pieces)
        strings.append((whole if keeps_breaks else whole.replace("\n", " ")).strip())
        pieces.clear()

    def text(_: str, value: str) -> None:
        if not phonetic:
            pieces.append(value)

    package.walk(name, texts=("t",), marks=("si", "rPh"), start=start, end=end, text=text)
    return strings


def cell_formats(package: Package, name: str, *, is_1904: bool) -> list[Callable[[str], str]]:
    """Return what shows a number, for every cell style."""
    own: dict[str, str] = {}
    formats: list[Callable[[str], str]] = []
    is_cell = False

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal is_cell
        if tag == "numFmt":
            own[attributes.get("numFmtId", "")] = attributes.get("formatCode", "")
        elif tag == "cellXfs":
            is_cell = True
        elif is_cell:
            number = attributes.get("numFmtId", "0")
            code = own.get(number) or (code_of(int(number)) if number.isdecimal() else "")
            formats.append(formatter(code, is_1904))

    def end(tag: str) -> None:
        nonlocal is_cell
        is_cell = is_cell and tag != "cellXfs"

    package.walk(name, marks=("numFmt", "cellXfs", "xf"), start=start, end=end)
    return formats


def _rows(
    package: Package,
    name: str,
    found: Gathered,
    strings: list[str],
    formats: list[Callable[[str], str]],
) -> bool:
    """Add a line for every row that holds anything; return whether one did.

    The parser is used directly: with `walk` a sheet would take twice as long.
    """
    cells: list[str] = []
    placed: dict[int, str] = {}
    values: list[str] = []
    kind = style = ref = ""
    has_rows = False
    width = 0
    local = Locals()
    parser = new_parser()
    take = values.append

    def opened(raw: str, attributes: dict[str, str]) -> None:
        nonlocal kind, style, ref
        tag = local[raw]
        if tag == "c":
            kind, style, ref = attributes.get("t", "n"), attributes.get("s", ""), attributes.get("r", "")
        elif tag in ("v", "t"):
            parser.CharacterDataHandler = take

    def closed(raw: str) -> None:
        nonlocal has_rows, width
        tag = local[raw]
        if tag == "c":
            if values and (shown := shown_value("".join(values), kind, style, strings, formats)):
                cells.append(shown)
                placed[column_of(ref.rstrip("0123456789"), len(placed))] = shown
                width += len(shown)
            values.clear()
            if width < _WIDEST:
                return
        elif tag != "row":
            parser.CharacterDataHandler = None
            return
        has_rows = has_rows or bool(cells)
        found.line(" ".join(cells))
        found.row(placed)
        cells.clear()
        placed.clear()
        width = 0

    found.grid()
    parser.StartElementHandler, parser.EndElementHandler = opened, closed
    with package.open(name) as stream:
        feed(parser, stream)
    return has_rows


@lru_cache(maxsize=1 << 12)
def column_of(letters: str, place: int) -> int:
    """Return which column AB is, from 0; `place` where a cell does not say."""
    if not 0 < len(letters) < 4 or not letters.isascii():
        return place
    return reduce(lambda number, letter: number * 26 + ord(letter) - 64, letters.upper(), 0) - 1


def shown_value(
    value: str, kind: str, style: str, strings: list[str], formats: list[Callable[[str], str]]
) -> str:
    """Return a cell's stored value as a person sees it."""
    if kind == "s":
        number = int(value) if value.isdecimal() and len(value) < 10 else -1
        return strings[number] if 0 <= number < len(strings) else ""
    if kind == "n":
        number = int(style) if style.isdecimal() and len(style) < 6 else -1
        return formats[number](value) if 0 <= number < len(formats) else general(value)
    if kind == "b":
        return "TRUE" if value == "1" else "FALSE"
    if kind == "d":
        return value.removesuffix("T00:00:00")
    return value.replace("\n", " ").strip()


def _bare_texts(package: Package, name: str) -> list[str]:
    """Return the texts of a part that has no paragraphs: comments are runs of text only."""
    found: list[str] = []
    pieces: list[str] = []

    def end(_: str) -> None:
        found.append(" ".join("".join(pieces).split()))
        pieces.clear()

    def text(tag: str, value: str) -> None:
        pieces.append(value)

    package.walk(name, texts=("t", "text"), marks=("comment", "threadedComment"), end=end, text=text)
    return [line for line in found if line]
