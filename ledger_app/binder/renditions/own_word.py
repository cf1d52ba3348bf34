"""Takes a .docx apart for our own rendering: text, tables and pictures in their order, and what can't be shown."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import IO

from lxml import etree

from ledger_app.binder.renditions.own_model import (
    Block,
    Gap,
    Paragraph,
    Picture,
    Rule,
    Run,
    Section,
    Table,
)
from ledger_app.binder.renditions.own_parts import chosen_of, formula_of, is_within, parse
from ledger_app.binder.renditions.own_word_notes import NOTES, LeftOut, Notes
from ledger_app.binder.renditions.own_word_sections import joined
from ledger_app.binder.renditions.own_word_styles import (
    TWIP,
    Look,
    Styles,
    child,
    children,
    descend,
    is_on,
    local,
    number,
    place_look,
    read_counting,
    read_styles,
    text_look,
    value,
)
from ledger_app.binder.renditions.own_word_tables import Box, cells_of, flat, text_of, unwrapped
from ledger_app.core.i18n import _
from ledger_app.search.containers import Unreadable
from ledger_app.search.gathering import Gathered
from ledger_app.search.packages import Package

_MAIN = r"word/document\d*\.xml"
_EMU = 1 / 12700
_THROUGH = frozenset(
    (
        "hyperlink",
        "ins",
        "moveTo",
        "smartTag",
        "sdt",
        "sdtContent",
        "fldSimple",
        "dir",
        "bdo",
        "customXml",
        "rt",
    )
)
_GONE = frozenset(("del", "moveFrom"))
_SIGNS = {"tab": "\t", "ptab": "\t", "cr": "\n", "noBreakHyphen": "-"}
_SYMBOLS = {
    "F0A8": "□", "F06F": "□", "F071": "□", "F0FE": "[√]", "F052": "[√]", "F053": "[×]", "F0FD": "[×]",
    "F0FC": "√", "F050": "√", "F0FB": "×", "F06C": "●", "F0B7": "•", "F06E": "■", "F0E0": "→",
}  # fmt: skip
_BOXES = str.maketrans({"☐": "□", "☑": "[√]", "☒": "[×]", "🗹": "[√]"})
_LINES = frozenset(("line", "straightConnector1"))
_PAGE_FIELDS = ("PAGE", "NUMPAGES", "SECTIONPAGES")
_AROUND_NUMBERS = re.compile(r"[\s第共总页Pageof/·—–－_-]*")
_HEADING = 9  # outline levels below this are headings


def read_word(file: IO[bytes], gathered: Gathered) -> list[Section]:
    """Return the sections of a .docx, its notes and what was left out at the end. Raises `Unreadable`."""
    with Package(file, gathered) as package:
        mains = package.named(_MAIN)
        if not mains:
            raise Unreadable("damaged")
        return _Document(package, mains[0]).sections()


@dataclass(slots=True)
class _Piece:
    """The paragraph being read: its runs until now, and what was finished before them."""

    look: Look
    done: list[Block] = field(default_factory=list)
    runs: list[Run] = field(default_factory=list)
    starts_page: bool = False
    is_first: bool = True


class _Document:
    def __init__(self, package: Package, main: str) -> None:
        self._package = package
        self._main = main
        self._related = package.related(main)
        self._styles = (
            read_styles(parse(package, "word/styles.xml")) if "word/styles.xml" in package else Styles()
        )
        numbering = "word/numbering.xml"
        self._counting = read_counting(parse(package, numbering) if numbering in package else None)
        self._notes = Notes(package)
        self._left_out = LeftOut()
        self._is_running = False  # a header or footer is being read
        self._fields: list[str] = []  # what the fields around this place say

    def sections(self) -> list[Section]:
        body = child(parse(self._package, self._main), "body")
        if body is None:
            raise Unreadable("damaged")
        sections: list[Section] = []
        blocks: list[Block] = []
        end = None
        for element, ends in self._parts(body):
            if element is not None:
                blocks += self._block(element)
            if ends is not None:
                sections.append(self._section(blocks, ends))
                blocks, end = [], ends
        if blocks or not sections:
            sections.append(self._section(blocks, end))
        last = sections[-1]
        sections[-1] = replace(last, blocks=(*last.blocks, *self._notes.blocks(), *self._left_out.blocks()))
        return joined(sections)

    def _parts(self, body: etree._Element) -> Iterator[tuple[etree._Element | None, etree._Element | None]]:
        """Yield the blocks of the body, each with the properties of the section that ends with it."""
        for element in body:
            if local(element) == "sectPr":
                yield None, element
            else:
                yield element, descend(element, "pPr", "sectPr") if local(element) == "p" else None

    def _section(self, blocks: list[Block], properties: etree._Element | None) -> Section:
        size = child(properties, "pgSz")
        is_across = number(value(size, "w")) > number(value(size, "h"))
        is_continuous = value(child(properties, "type"), "val") == "continuous"
        head, foot = (self._running(properties, f"{name}Reference") for name in ("header", "footer"))
        while blocks and isinstance(blocks[-1], Paragraph) and not blocks[-1].text.strip():
            blocks.pop()
        marked = (Gap(""), *blocks) if is_continuous else tuple(blocks)
        return Section(marked, is_across, head, foot)

    def _running(self, properties: etree._Element | None, name: str) -> str:
        texts = []
        for reference in children(properties, name):
            part = self._related.get(value(reference, "id"), ("", ""))[1]
            if part in self._package:
                self._is_running = True
                blocks = self._blocks(parse(self._package, part))
                self._is_running = False
                text = "　".join(filter(None, (" ".join(text_of(b).split()) for b in blocks)))
                texts.append("" if _AROUND_NUMBERS.fullmatch(text) else text)
        return "　".join(dict.fromkeys(filter(None, texts)))

    def _blocks(self, parent: etree._Element) -> list[Block]:
        return [block for element in parent for block in self._block(element)]

    def _block(self, element: etree._Element) -> list[Block]:
        match local(element):
            case "p":
                return self._paragraph(element)
            case "tbl":
                return [self._table(element)]
            case "sdt":
                return (
                    self._blocks(child(element, "sdtContent"))
                    if child(element, "sdtContent") is not None
                    else []
                )
            case "ins" | "moveTo" | "customXml" | "sdtContent" | "smartTag":
                return self._blocks(element)
            case "del" | "moveFrom":
                self._left_out.add("deleted")
            case "altChunk" | "subDoc":
                return [Gap(_("〔Another document is inserted here; see the original〕"))]
            case "AlternateContent":
                return self._blocks(chosen) if (chosen := chosen_of(element)) is not None else []
            case "oMathPara":
                return [Gap(formula_of(element))]
        return []

    def _paragraph(self, element: etree._Element) -> list[Block]:
        properties = child(element, "pPr")
        style = value(child(properties, "pStyle"), "val") or self._styles.usual
        direct = place_look(properties)
        based = self._styles.look(style).over(self._styles.default)
        look = direct.over(based)
        piece = _Piece(look, starts_page=bool(look.starts_page))
        label = ""
        if look.list_number and look.list_number != "0":
            label = self._counting.label(look.list_number, look.list_depth or 0)
        if label:
            piece.runs.append(self._run(label + (" " if label[-1] not in "、）)．" else ""), look))
        self._inline(element, piece, look)
        self._finish(piece, always=not piece.done)
        if look.has_rule:
            piece.done.append(Rule())
        if piece.starts_page and piece.done:  # it ends with a break: what follows begins the page
            piece.done.append(Paragraph((Run("", 1.0),), starts_page=True))
        return piece.done

    def _inline(self, parent: etree._Element, piece: _Piece, look: Look) -> None:
        for element in parent:
            name = local(element)
            if name == "r":
                self._text(element, piece, look)
            elif name == "fldSimple" and self._is_page_number(value(element, "instr")):
                continue
            elif name in _THROUGH:
                self._inline(element, piece, look)
            elif name in _GONE:
                self._left_out.add("deleted")
            elif name in ("oMath", "oMathPara"):
                piece.runs.append(self._run(formula_of(element), look))
            elif name == "AlternateContent" and (chosen := chosen_of(element)) is not None:
                self._inline(chosen, piece, look)

    def _text(self, run: etree._Element, piece: _Piece, below: Look) -> None:
        properties = child(run, "rPr")
        style = value(child(properties, "rStyle"), "val")
        look = text_look(properties).over(self._styles.look(style).over(below))
        if look.is_hidden:
            self._left_out.add("hidden")
            return
        for element in run:
            name = local(element)
            if name == "fldChar":
                if value(element, "fldCharType") == "begin":
                    self._fields.append("")
                elif value(element, "fldCharType") == "end" and self._fields:
                    self._fields.pop()
            elif name == "instrText" and self._fields:
                self._fields[-1] += element.text or ""
            elif any(map(self._is_page_number, self._fields)):
                continue  # the number that this page had when the file was saved
            elif name == "t":
                piece.runs.append(self._run(element.text or "", look))
            elif name in _SIGNS:
                piece.runs.append(self._run(_SIGNS[name], look))
            elif name == "br":
                if value(element, "type") in ("page", "column"):
                    self._finish(piece)
                    if value(element, "type") == "page":
                        piece.starts_page = True
                else:
                    piece.runs.append(self._run("\n", look))
            elif name == "sym":
                code = value(element, "char").upper()
                piece.runs.append(self._run(_SYMBOLS.get(code, "◇"), look))
            elif name.endswith("Reference") and name.removesuffix("Reference") in NOTES:
                self._refer(name.removesuffix("Reference"), value(element, "id"), piece, look)
            elif name == "ruby":
                self._ruby(element, piece, look)
            elif name == "AlternateContent" and (chosen := chosen_of(element)) is not None:
                for part in chosen:
                    self._drawing(part, piece)
            elif name in ("drawing", "pict", "object"):
                self._drawing(element, piece)

    def _ruby(self, element: etree._Element, piece: _Piece, look: Look) -> None:
        base, above = child(element, "rubyBase"), child(element, "rt")
        if base is not None:
            self._inline(base, piece, look)
        spoken = "".join(above.itertext()) if above is not None else ""
        if spoken.strip():
            piece.runs.append(self._run(f"({spoken.strip()})", look))

    def _refer(self, kind: str, key: str, piece: _Piece, look: Look) -> None:
        if mark := self._notes.mark(kind, key):
            piece.runs.append(replace(self._run(mark, look), rise=1))

    def _drawing(self, element: etree._Element, piece: _Piece) -> None:
        """Put pictures and text boxes behind the paragraph they hang on, and a line where something else was drawn."""
        found: list[Block] = []
        for part in element.iter():
            name = local(part)
            if name == "txbxContent":
                if not is_within(part, element, "txbxContent", "Fallback"):
                    found += self._blocks(part)
            elif is_within(part, element, "txbxContent", "Fallback"):
                continue
            elif name in ("blip", "imagedata"):
                found.append(self._picture(value(part, "embed" if name == "blip" else "id"), part, piece))
            elif name == "chart":
                found.append(Gap(_("〔A chart stands here; see the original〕")))
            elif name == "relIds":
                found += self._diagram(value(part, "dm"))
            elif name == "OLEObject":
                found.append(Gap(_("〔An object of another program is embedded here; see the original〕")))
        if not found:
            is_line = any(value(e, "prst") in _LINES for e in element.iter() if local(e) == "prstGeom")
            is_line = is_line or any(local(e) == "line" for e in element.iter())
            found = [Rule() if is_line else Gap(_("〔A drawing stands here; see the original〕"))]
        if self._is_running:
            found = [block for block in found if isinstance(block, Paragraph | Table)]
            self._left_out.add("running-picture")
        self._finish(piece)
        piece.done += found

    def _picture(self, key: str, part: etree._Element, piece: _Piece) -> Block:
        kind, name = self._related.get(key, ("", ""))
        if kind != "image" or name not in self._package:
            return Gap(_("〔A picture stands here; see the original〕"))
        extent = next(
            (child(e, "extent") for e in part.iterancestors() if child(e, "extent") is not None), None
        )
        width, height = (number(value(extent, side)) * _EMU for side in ("cx", "cy"))
        with self._package.open(name) as stream:
            return Picture(stream.read(), width, height, piece.look.align or "left")

    def _diagram(self, key: str) -> list[Block]:
        found: list[Block] = [Gap(_("〔A diagram stands here, whose words follow; see the original〕"))]
        name = self._related.get(key, ("", ""))[1]
        if name in self._package:
            for paragraph in parse(self._package, name).iter("{*}p"):
                text = "".join(e.text or "" for e in paragraph.iter("{*}t"))
                if text.strip():
                    found.append(Paragraph((Run(text),)))
        return found

    def _finish(self, piece: _Piece, *, always: bool = False) -> None:
        """Close the paragraph as far as it was read."""
        look = piece.look
        if not always and not any(run.text.strip() for run in piece.runs):
            piece.runs.clear()
            return
        size = max((run.size for run in piece.runs), default=look.size or 10.5)
        first = (look.first_chars or 0.0) * size or (look.first or 0.0)
        is_heading = look.outline is not None and look.outline < _HEADING
        piece.done.append(
            Paragraph(
                tuple(piece.runs) or (Run("", size),),
                align=look.align or "left",
                left=look.left or 0.0,
                first=first if piece.is_first else 0.0,
                before=(look.before or 0.0) if piece.is_first else 0.0,
                after=look.after or 0.0,
                starts_page=piece.starts_page,
                keeps=is_heading or bool(look.keeps),
            )
        )
        piece.runs, piece.starts_page, piece.is_first = [], False, False

    def _run(self, text: str, look: Look) -> Run:
        text = text.translate(_BOXES)
        is_line = bool(look.is_underlined)
        if is_line and text and not text.strip(" \u3000\u00a0\t"):
            text, is_line = text.replace("\t", "____").replace("\u3000", "__").replace(" ", "_"), False
            text = text.replace("\u00a0", "_")
        is_bold = bool(
            look.is_bold or look.is_black or (look.outline is not None and look.outline < _HEADING)
        )
        size = look.size or 10.5
        return Run(text, size, is_bold, is_line, bool(look.is_struck), bool(look.is_red), look.rise or 0)

    def _table(self, element: etree._Element) -> Table:
        grid = [
            number(value(column, "w")) * TWIP for column in children(child(element, "tblGrid"), "gridCol")
        ]
        rows: list[list[Box]] = []
        heads = 0
        for row in unwrapped(element, "tr"):
            properties = child(row, "trPr")
            if child(properties, "del") is not None:
                self._left_out.add("deleted")
                continue
            is_head = (mark := child(properties, "tblHeader")) is not None and is_on(value(mark, "val"))
            heads += is_head and heads == len(rows)
            column = number(value(child(properties, "gridBefore"), "val"))
            boxes = []
            for cell in unwrapped(row, "tc"):
                box = self._cell(cell, column)
                column += box.columns
                boxes.append(box)
            rows.append(boxes)
        count = max((box.column + box.columns for boxes in rows for box in boxes), default=1)
        grid = (grid + [0.0] * count)[:count]
        usual = sum(grid) / max(1, sum(1 for width in grid if width)) or 60.0
        widths = tuple(width or usual for width in grid)
        return Table(
            widths,
            tuple(tuple(cells_of(rows, n)) for n in range(len(rows))),
            heads if heads < len(rows) else 0,
        )

    def _cell(self, cell: etree._Element, column: int) -> Box:
        properties = child(cell, "tcPr")
        columns = max(1, number(value(child(properties, "gridSpan"), "val")))
        merge = child(properties, "vMerge")
        is_more = merge is not None and value(merge, "val") != "restart"
        is_middle = value(child(properties, "vAlign"), "val") == "center"
        contents = tuple(flat(self._blocks(cell)))
        return Box(column, columns, contents, is_middle, merge is not None, is_more)

    def _is_page_number(self, instruction: str) -> bool:
        return self._is_running and instruction.strip().upper().split(" ")[0] in _PAGE_FIELDS
