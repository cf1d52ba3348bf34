"""Word documents of the sample: red-headed papers, minutes, forms, registers (layout: GB/T 9704-2012)."""

from __future__ import annotations

import io
from datetime import datetime
from math import ceil
from pathlib import Path
from random import Random

from docx import Document
from docx.document import Document as Doc
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.text.paragraph import Paragraph

from ledger_app.exchange.sample_plan import Text
from ledger_app.exchange.sample_tables import Table, table
from ledger_app.exchange.sample_words import chinese_date, is_heading, write_office, written

_RED = RGBColor(0xE6, 0x00, 0x12)
_TITLE, _BODY, _HEADING = "方正小标宋简体", "仿宋_GB2312", "黑体"


def write_docx(target: Path, texts: tuple[Text, ...], at: datetime, random: Random) -> None:
    """Write one or several documents into one .docx file."""
    doc = Document()
    section = doc.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    for number, text in enumerate(texts):
        if number:
            doc.add_page_break()
        _write(doc, text, random)
    properties = doc.core_properties
    properties.title, properties.author = texts[0].title, texts[0].issuer
    properties.last_modified_by, properties.comments = texts[0].issuer, "示例文件"
    properties.created = properties.modified = at
    out = io.BytesIO()
    doc.save(out)
    write_office(target, out.getvalue(), at, pages=sum(_pages(text) for text in texts))


def _pages(text: Text) -> int:
    """Return about how many pages a document fills: 22 lines of 28 characters each (GB/T 9704-2012 5.2.4)."""
    written_lines = sum(ceil(len(line) / 26) for line in text.body)
    table_lines = (8 if text.rows == "villages" else int(text.rows)) * 0.8 + 2 * len(text.fields)
    around = {"red": 14, "plain": 6}.get(text.style, 3)
    return ceil((written_lines + table_lines + around) / 22)


def _write(doc: Doc, text: Text, random: Random) -> None:
    if text.style == "red":
        _red_head(doc, text)
    _line(doc, text.title, _TITLE, 22, align=WD_ALIGN_PARAGRAPH.CENTER, after=18)
    if text.to:
        _line(doc, text.to, _BODY, 16)
    if text.fields:
        _fields(doc, text)
    for line in text.body:
        _line(doc, line, _HEADING if is_heading(line) else _BODY, 16, indent=32)
    if text.columns:
        made = table(text.columns, text.rows, until=text.date, random=random)
        _table(doc, made)
    if text.style in ("red", "plain"):
        _line(doc, text.issuer, _BODY, 16, align=WD_ALIGN_PARAGRAPH.RIGHT, before=24)
        _line(doc, chinese_date(text.date), _BODY, 16, align=WD_ALIGN_PARAGRAPH.RIGHT)
    if text.style == "red":
        _imprint(doc, text)


def _red_head(doc: Doc, text: Text) -> None:
    _line(
        doc,
        f"{text.issuer}文件",
        _TITLE,
        36,
        align=WD_ALIGN_PARAGRAPH.CENTER,
        colour=_RED,
        before=24,
        after=30,
    )
    line = _line(doc, text.number, _BODY, 16, align=WD_ALIGN_PARAGRAPH.CENTER, after=24)
    _rule(line, "E60012", 18)


def _imprint(doc: Doc, text: Text) -> None:
    line = _line(doc, "抄送：县相关主管部门。", _BODY, 14, before=36)
    _rule(line, "000000", 6)
    office = text.issuer if text.issuer.endswith("办公室") else f"{text.issuer}办公室"
    line = _line(doc, f"{office}　　　　{chinese_date(text.date)}印发", _BODY, 14)
    _rule(line, "000000", 6)


def _line(
    doc: Doc,
    words: str,
    font: str,
    size: float,
    *,
    align: WD_ALIGN_PARAGRAPH | None = None,
    colour: RGBColor | None = None,
    indent: float = 0,
    before: float = 0,
    after: float = 0,
) -> Paragraph:
    paragraph = doc.add_paragraph()
    form = paragraph.paragraph_format
    form.line_spacing_rule, form.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(max(29, size * 1.4))
    form.space_before, form.space_after = Pt(before), Pt(after)
    form.first_line_indent = Pt(indent)
    paragraph.alignment = align
    _run(paragraph, words, font, size, colour)
    return paragraph


def _run(paragraph: Paragraph, words: str, font: str, size: float, colour: RGBColor | None = None) -> None:
    run = paragraph.add_run(words)
    run.font.name, run.font.size = font, Pt(size)
    run._element.rPr.rFonts.set(qn("w:eastAsia"), font)
    if colour is not None:
        run.font.color.rgb = colour


def _rule(paragraph: Paragraph, colour: str, eighths: int) -> None:
    borders, bottom = OxmlElement("w:pBdr"), OxmlElement("w:bottom")
    for name, value in (("val", "single"), ("sz", str(eighths)), ("space", "6"), ("color", colour)):
        bottom.set(qn(f"w:{name}"), value)
    borders.append(bottom)
    paragraph._p.get_or_add_pPr().insert_element_before(borders, "w:spacing", "w:ind", "w:jc", "w:rPr")


def _fields(doc: Doc, text: Text) -> None:
    grid = doc.add_table(rows=0, cols=2, style="Table Grid")
    grid.alignment = WD_TABLE_ALIGNMENT.CENTER
    for name, value in text.fields:
        cells = grid.add_row().cells
        cells[0].width, cells[1].width = Mm(36), Mm(120)
        _run(cells[0].paragraphs[0], name, _HEADING, 12)
        for i, part in enumerate(value.split("\n")):
            paragraph = cells[1].paragraphs[0] if not i else cells[1].add_paragraph()
            _run(paragraph, part, _BODY, 14)
    doc.add_paragraph()


def _table(doc: Doc, made: Table) -> None:
    lines = [made.header, *made.rows, *([made.sums] if made.sums else [])]
    grid = doc.add_table(rows=len(lines), cols=len(made.header), style="Table Grid")
    grid.alignment = WD_TABLE_ALIGNMENT.CENTER
    for row, cells in zip(grid.rows, lines, strict=True):
        for i, (cell, value) in enumerate(zip(row.cells, cells, strict=True)):
            paragraph = cell.paragraphs[0]
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
            is_signed = i in made.signed and cells is not made.header
            _run(paragraph, written(value), "楷体_GB2312" if is_signed else _BODY, 11)
    header = grid.rows[0]._tr.get_or_add_trPr()
    repeat = OxmlElement("w:tblHeader")
    header.append(repeat)
