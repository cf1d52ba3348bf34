"""Writes a scheme as a Word document: one table on landscape A4, its header on every page."""

from __future__ import annotations

from typing import BinaryIO

from docx import Document
from docx.document import Document as Docx
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Mm, Pt

from ledger_app.scheme.laying import Merge, Table
from ledger_app.scheme.texts import writable

_PAGE = (Mm(297), Mm(210))
_MARGIN = Mm(15)
_TWIPS_PER_MM = 1440 / 25.4
_TEXT_WIDTH = round((297 - 2 * 15) * _TWIPS_PER_MM)
_BODY, _HEAD = "宋体", "黑体"
_SIZE = "18"  # half points


def write_docx(table: Table, stream: BinaryIO) -> None:
    """Write the table; parts are the same for the same table, only the zip's clock differs."""
    document = Document()
    _prepare(document, table)
    title = document.add_paragraph(style="Title")
    title.add_run(writable(table.title))
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    for text in table.info:
        document.add_paragraph(writable(text)).alignment = WD_ALIGN_PARAGRAPH.CENTER
    document.element.body.insert(len(document.element.body) - 1, _table(table))
    document.add_paragraph(writable(table.note))
    document.save(stream)


def _prepare(document: Docx, table: Table) -> None:
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = _PAGE
    for side in ("left_margin", "right_margin", "top_margin", "bottom_margin"):
        setattr(section, side, _MARGIN)
    for name, font, size in (("Normal", _BODY, 10.5), ("Title", _HEAD, 16)):
        style = document.styles[name]
        style.font.name, style.font.size = font, Pt(size)
        style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), font)
    title = document.styles["Title"]
    title.font.color.rgb = None
    for border in title.element.findall(f".//{qn('w:pBdr')}"):
        border.getparent().remove(border)
    footer = section.footer.paragraphs[0]
    footer.alignment = WD_ALIGN_PARAGRAPH.CENTER
    footer._p.append(_made("w:fldSimple", instr="PAGE"))
    properties = document.core_properties
    properties.title, properties.author, properties.comments = writable(table.title), "", ""


def _table(table: Table) -> BaseOxmlElement:
    whole = sum(column.width for column in table.columns)
    widths = [round(_TEXT_WIDTH * column.width / whole) for column in table.columns]
    found = OxmlElement("w:tbl")
    properties = _made("w:tblPr")
    properties.append(_made("w:tblStyle", val="TableGrid"))
    properties.append(_made("w:tblW", w=str(sum(widths)), type="dxa"))
    properties.append(_made("w:tblLayout", type="fixed"))
    found.append(properties)
    grid = _made("w:tblGrid")
    grid.extend(_made("w:gridCol", w=str(width)) for width in widths)
    found.append(grid)
    down = {(r, m.left): m for m in table.merges if m.top < m.bottom for r in range(m.top, m.bottom + 1)}
    across = {(m.top, m.left): m for m in table.merges if m.left < m.right}
    found.append(_row([c.title for c in table.columns], -1, table, widths, {}, {}))
    for at, texts in enumerate(table.rows):
        found.append(_row(texts, at, table, widths, down, across))
    return found


def _row(
    texts: tuple[str, ...] | list[str],
    at: int,
    table: Table,
    widths: list[int],
    down: dict[tuple[int, int], Merge],
    across: dict[tuple[int, int], Merge],
) -> BaseOxmlElement:
    row = OxmlElement("w:tr")
    is_header = at < 0
    properties = _made("w:trPr")
    properties.append(_made("w:cantSplit"))
    if is_header:
        properties.append(_made("w:tblHeader"))
    row.append(properties)
    column = 0
    while column < len(texts):
        wide, tall = across.get((at, column)), down.get((at, column))
        last = wide.right if wide else column
        style = _made("w:tcPr")
        style.append(_made("w:tcW", w=str(sum(widths[column : last + 1])), type="dxa"))
        if wide:
            style.append(_made("w:gridSpan", val=str(last - column + 1)))
        if tall:
            style.append(_made("w:vMerge", val="restart") if tall.top == at else _made("w:vMerge"))
        if is_header:
            style.append(_made("w:shd", val="clear", color="auto", fill="E7ECEF"))
        style.append(_made("w:vAlign", val="center"))
        cell = OxmlElement("w:tc")
        cell.append(style)
        text = "" if tall and tall.top != at else texts[column]
        is_centred = is_header or (table.columns[column].is_centred and "\n" not in text)
        cell.extend(_paragraph(part, is_centred, is_bold=is_header) for part in text.split("\n"))
        row.append(cell)
        column = last + 1
    return row


def _paragraph(text: str, is_centred: bool, *, is_bold: bool) -> BaseOxmlElement:
    found = OxmlElement("w:p")
    layout = _made("w:pPr")
    layout.append(_made("w:spacing", before="20", after="20", line="240", lineRule="auto"))
    if is_centred:
        layout.append(_made("w:jc", val="center"))
    found.append(layout)
    if text:
        run = OxmlElement("w:r")
        style = _made("w:rPr")
        if is_bold:
            style.append(_made("w:b"))
        style.append(_made("w:sz", val=_SIZE))
        run.append(style)
        words = OxmlElement("w:t")
        words.text = writable(text)
        words.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
        run.append(words)
        found.append(run)
    return found


def _made(tag: str, **attributes: str) -> BaseOxmlElement:
    found = OxmlElement(tag)
    for name, value in attributes.items():
        found.set(qn(f"w:{name}"), value)
    return found
