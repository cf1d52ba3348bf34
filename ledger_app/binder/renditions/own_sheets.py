"""Takes an .xlsx apart for our own rendering: cells as they are shown, merged and laid out, sheet by sheet."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import IO

from lxml import etree

from ledger_app.binder.renditions.own_model import Block, Gap, Paragraph, Picture, Run, Section
from ledger_app.binder.renditions.own_parts import parse
from ledger_app.binder.renditions.own_sheet_tables import Grid, Placed, tables_of
from ledger_app.binder.renditions.own_word_styles import child, children, local, number, value
from ledger_app.core.i18n import _
from ledger_app.search.containers import Unreadable
from ledger_app.search.gathering import Gathered
from ledger_app.search.packages import Package
from ledger_app.search.sheets import cell_formats, column_of, shared_strings, shown_value, tabs

ROWS = 30_000
"""Rows taken of one sheet: more than the pages that are drawn of a document can hold."""
_COLUMNS = 500
_BOOK = r"xl/workbook\d*\.xml"
_CHARACTER = 5.25
_USUAL = 8.43
_RUNNING = re.compile(r'&"[^"]*"|&\d+|&[A-Z]|&&', re.I)
_RANGE = re.compile(r"\$?([A-Z]{1,3})\$?(\d{1,7})(?::\$?([A-Z]{1,3})\$?(\d{1,7}))?")
_TITLES = re.compile(r"\$(\d{1,7}):\$(\d{1,7})")
_NAMELESS = re.compile(r"(?:sheet|工作表|表)\s?\d*$", re.I)
_NUMBER = re.compile(r"-?[¥￥$]?[\d,]+(?:\.\d+)?%?")


@dataclass(frozen=True, slots=True)
class _Style:
    size: float = 11.0
    is_bold: bool = False
    align: str = ""


@dataclass(slots=True)
class _Book:
    """What all sheets of a workbook share."""

    package: Package
    strings: list[str]
    formats: list[Callable[[str], str]]
    styles: list[_Style]
    titles: dict[int, tuple[int, int]]


@dataclass(slots=True)
class _Sheet:
    """A sheet as it is read; rows and columns count from 0."""

    cells: dict[int, dict[int, Placed]] = field(default_factory=dict)
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)
    widths: dict[int, float] = field(default_factory=dict)
    usual: float = _USUAL
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    running: dict[str, str] = field(default_factory=dict)
    is_cut: bool = False


def read_workbook(file: IO[bytes], gathered: Gathered) -> list[Section]:
    """Return a section for every sheet that is shown. Raises `Unreadable`."""
    with Package(file, gathered) as package:
        books = package.named(_BOOK)
        if not books:
            raise Unreadable("damaged")
        sheets, is_1904 = tabs(package, books[0])
        related = package.related(books[0])
        parts = dict(related.values())
        styles = parts.get("styles", "")
        book = _Book(
            package,
            shared_strings(package, parts["sharedStrings"], keeps_breaks=True)
            if "sharedStrings" in parts
            else [],
            cell_formats(package, styles, is_1904=is_1904) if styles else [],
            _styles(parse(package, styles)) if styles else [],
            _titles(parse(package, books[0])),
        )
        sections, hidden = [], []
        for position, (_number, name, key, is_hidden) in enumerate(sheets):
            kind, part = related.get(key, ("", ""))
            if is_hidden:
                hidden.append(name)
            elif kind == "chartsheet":
                chart = Gap(_("〔A chart stands here; see the original〕"))
                sections.append(Section((chart,), head=_head(name, "")))
            elif kind == "worksheet":
                sections.append(_section(book, part, name, position))
        filled = [s for s in sections if s.blocks]
        return _with_hidden([_unnamed(filled[0])] if len(filled) == 1 else filled, hidden)


def _unnamed(section: Section) -> Section:
    """Return the only sheet without a name that nobody gave it."""
    name, *rest = section.head.split("　")
    return replace(section, head="　".join(rest)) if _NAMELESS.search(name) else section


def _with_hidden(sections: list[Section], hidden: Sequence[str]) -> list[Section]:
    if not hidden:
        return sections
    text = _("〔Hidden sheets are not shown: {names}; see the original〕").format(names="、".join(hidden))
    if not sections:
        return [Section((Gap(text),))]
    return [*sections[:-1], replace(sections[-1], blocks=(*sections[-1].blocks, Gap(text)))]


def _section(book: _Book, part: str, name: str, position: int) -> Section:
    sheet = _read(book, part)
    blocks: list[Block] = []
    is_across = False
    grid = _grid(sheet, book.titles.get(position))
    if grid.rows:
        found, is_across = tables_of(grid)
        blocks += found
    blocks += _extras(book.package, part)
    if sheet.hidden_rows & sheet.cells.keys() or any(
        sheet.hidden_columns & row.keys() for row in sheet.cells.values()
    ):
        blocks.append(Gap(_("〔Hidden rows or columns are not shown; see the original〕")))
    if sheet.is_cut:
        blocks.append(Gap(_("〔The sheet goes on; see the original〕")))
    head = sheet.running.get("oddHeader", "")
    return Section(tuple(blocks), is_across, _head(name, head), sheet.running.get("oddFooter", ""))


def _head(name: str, text: str) -> str:
    return "　".join(filter(None, (_("Sheet: {name}").format(name=name), text)))


def _read(book: _Book, part: str) -> _Sheet:
    sheet = _Sheet()
    row = -1
    kind = style = ref = ""
    column = phonetic = 0
    has_formula = False
    values: list[str] = []

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal row, kind, style, ref, phonetic, has_formula, column
        if tag == "row":
            row = number(attributes.get("r", "")) - 1 if attributes.get("r") else row + 1
            column = -1
            if attributes.get("hidden") in ("1", "true"):
                sheet.hidden_rows.add(row)
        elif tag == "c":
            kind, style, ref = attributes.get("t", "n"), attributes.get("s", ""), attributes.get("r", "")
            column = column_of(ref.rstrip("0123456789"), column + 1)
            has_formula = False
            values.clear()
        elif tag == "rPh":
            phonetic += 1
        elif tag == "f":
            has_formula = True
        elif tag == "col":
            _take_column(sheet, attributes)
        elif tag == "mergeCell":
            sheet.merges += _ranges(attributes.get("ref", ""))
        elif tag == "sheetFormatPr":
            sheet.usual = float(_decimal(attributes.get("defaultColWidth", "")) or _USUAL)

    def end(tag: str) -> None:
        nonlocal phonetic
        phonetic -= tag == "rPh"
        if tag != "c" or not (values or has_formula) or column >= _COLUMNS:
            return
        if len(sheet.cells) >= ROWS and row not in sheet.cells:
            sheet.is_cut = True
            return
        stored = "".join(values)
        if stored or kind != "n":  # the value of a formula may be an empty text
            text = _shown(book, stored, kind, style)
        else:
            text = _("〔formula without a value〕") if has_formula else ""
        if text:
            look = (
                book.styles[int(style)] if style.isdecimal() and int(style) < len(book.styles) else _Style()
            )
            is_number = kind == "n" and bool(_NUMBER.fullmatch(text))
            align = look.align or ("right" if is_number else "")
            sheet.cells.setdefault(row, {})[column] = Placed(text, look.size, look.is_bold, align, is_number)

    def text(tag: str, content: str) -> None:
        if tag in ("oddHeader", "oddFooter"):
            sheet.running[tag] = " ".join(_RUNNING.sub(" ", content).split())
        elif not phonetic:
            values.append(content)

    book.package.walk(
        part,
        texts=("v", "t", "oddHeader", "oddFooter"),
        marks=("row", "c", "rPh", "f", "col", "mergeCell", "sheetFormatPr"),
        start=start,
        end=end,
        text=text,
    )
    return sheet


def _shown(book: _Book, stored: str, kind: str, style: str) -> str:
    if kind in ("str", "inlineStr"):
        return stored.strip()
    return shown_value(stored, kind, style, book.strings, book.formats)


def _take_column(sheet: _Sheet, attributes: dict[str, str]) -> None:
    first, last = number(attributes.get("min", "")), min(number(attributes.get("max", "")), _COLUMNS)
    for column in range(first - 1, last):
        if attributes.get("hidden") in ("1", "true"):
            sheet.hidden_columns.add(column)
        if width := _decimal(attributes.get("width", "")):
            sheet.widths[column] = width


def _grid(sheet: _Sheet, titles: tuple[int, int] | None) -> Grid:
    """Return the rows and columns that are shown: from the first that holds anything to the last."""
    rows = [r for r in sorted(sheet.cells) if r not in sheet.hidden_rows]
    used = {c for r in rows for c in sheet.cells[r] if c not in sheet.hidden_columns}
    if not used:
        return Grid((), (), (), ())
    shown: list[int] = []
    for row in rows:  # a blank row or two set things apart, a hundred of them nothing
        if shown and row - shown[-1] > 1:
            blanks = [r for r in range(shown[-1] + 1, row) if r not in sheet.hidden_rows]
            inside = (
                [r for r in blanks if any(m[0] <= r <= m[1] for m in sheet.merges)]
                if len(blanks) < 200
                else []
            )
            shown += inside or blanks[:1]
        shown.append(row)
    columns = [c for c in range(min(used), max(used) + 1) if c not in sheet.hidden_columns]
    widths = tuple(max(sheet.widths.get(c, sheet.usual), 1.0) * _CHARACTER for c in columns)
    places, across = {r: n for n, r in enumerate(shown)}, {c: n for n, c in enumerate(columns)}
    cells = tuple(
        {across[c]: placed for c, placed in sheet.cells.get(r, {}).items() if c in across} for r in shown
    )
    merges = tuple(
        (min(rs), max(rs), min(cs), max(cs))
        for top, bottom, left, right in sheet.merges
        if (rs := _within(places, top, bottom)) and (cs := _within(across, left, right))
    )
    repeated = _within(places, *titles) if titles else []
    return Grid(cells, widths, merges, (min(repeated), max(repeated)) if repeated else ())


def _within(places: dict[int, int], first: int, last: int) -> list[int]:
    if last - first < len(places):
        return [places[n] for n in range(first, last + 1) if n in places]
    return [place for n, place in places.items() if first <= n <= last]


def _styles(root: etree._Element) -> list[_Style]:
    fonts = []
    for font in children(child(root, "fonts"), "font"):
        bold = child(font, "b")
        is_bold = bold is not None and value(bold, "val") not in ("0", "false")
        is_black = any(name in value(child(font, "name"), "val") for name in ("黑", "Hei"))
        fonts.append(((_decimal(value(child(font, "sz"), "val")) or 11.0), is_bold or is_black))
    found = []
    for style in children(child(root, "cellXfs"), "xf"):
        font = number(value(style, "fontId"))
        size, is_bold = fonts[font] if font < len(fonts) else (11.0, False)
        align = value(child(style, "alignment"), "horizontal")
        known = {"center": "center", "centerContinuous": "center", "right": "right", "left": "left"}
        found.append(_Style(size, is_bold, known.get(align, "")))
    return found


def _titles(root: etree._Element) -> dict[int, tuple[int, int]]:
    """Return the rows that a sheet repeats on every page, by the sheet's place."""
    found = {}
    for name in children(child(root, "definedNames"), "definedName"):
        rows = _TITLES.search(name.text or "")
        if value(name, "name") == "_xlnm.Print_Titles" and rows:
            found[number(value(name, "localSheetId"))] = int(rows[1]) - 1, int(rows[2]) - 1
    return found


def _extras(package: Package, part: str) -> Iterator[Block]:
    """Yield what lies over the cells and beside them: pictures, charts, text boxes, comments."""
    for kind, name in package.related(part).values():
        if kind == "drawing":
            yield from _drawn(package, name)
        elif kind in ("comments", "threadedComment"):
            for comment in parse(package, name).iter("{*}comment", "{*}threadedComment"):
                text = "".join(e.text or "" for e in comment.iter("{*}t", "{*}text")).strip()
                said = _("〔Comment on {cell}: {text}〕").format(cell=value(comment, "ref"), text=text)
                yield Paragraph((Run(said, 9.0),))
        elif kind in ("oleObject", "package"):
            yield Gap(_("〔An object of another program is embedded here; see the original〕"))


def _drawn(package: Package, name: str) -> Iterator[Block]:
    related = package.related(name)
    for anchor in parse(package, name):
        at = child(anchor, "from")
        place = (
            f"{_letters(number(_text(at, 'col')))}{number(_text(at, 'row')) + 1}" if at is not None else ""
        )
        for element in anchor.iter():
            match local(element):
                case "blip":
                    kind, picture = related.get(value(element, "embed"), ("", ""))
                    if kind == "image" and picture in package:
                        yield Paragraph(
                            (Run(_("〔Picture at {cell}〕").format(cell=place), 9.0),), keeps=True
                        )
                        with package.open(picture) as stream:
                            yield Picture(stream.read())
                    else:
                        yield Gap(_("〔A picture stands here; see the original〕"))
                case "chart":
                    yield Gap(_("〔A chart stands at {cell}; see the original〕").format(cell=place))
                case "txBody":
                    for paragraph in children(element, "p"):
                        text = "".join(e.text or "" for e in paragraph.iter("{*}t"))
                        if text.strip():
                            yield Paragraph((Run(text),))


def _text(parent: etree._Element | None, name: str) -> str:
    found = child(parent, name)
    return (found.text or "") if found is not None else ""


def _ranges(ref: str) -> Iterator[tuple[int, int, int, int]]:
    if found := _RANGE.fullmatch(ref):
        left, top = column_of(found[1], 0), int(found[2]) - 1
        right = column_of(found[3], 0) if found[3] else left
        bottom = int(found[4]) - 1 if found[4] else top
        if bottom >= top and right >= left:
            yield top, bottom, left, right


def _letters(column: int) -> str:
    text = ""
    column += 1
    while column > 0:
        column, rest = divmod(column - 1, 26)
        text = chr(65 + rest) + text
    return text


def _decimal(text: str) -> float:
    return float(text) if re.fullmatch(r"\d{1,6}(?:\.\d{1,20})?", text) else 0.0
