"""Build the templates that notices to the responsible units are filled from, one a language.

    python tools/build_notice_templates.py [FOLDER]      # resources/templates by default

What a person may put into a template of their own is told in `docs/notices.md`.
"""

from __future__ import annotations

import io
import sys
import zipfile
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from docx import Document
from docx.document import Document as Docx
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph

TEMPLATES = Path(__file__).resolve().parents[1] / "resources" / "templates"
MADE = datetime(2025, 1, 20, 9, 0)
RED = RGBColor(0xC0, 0x00, 0x00)
WIDTHS = (12, 36, 14, 46, 48)  # millimetres; together the width between A4's margins

WORDS = {
    "zh_CN": {
        "head": "佐证材料催办单",
        "number": "〔{{ issued }}〕　　号",
        "signed": "签发人：",
        "to": "{{ unit }}{% if persons %}（责任人：{{ persons }}）{% endif %}：",
        "opening": "经对照《{{ scheme }}》（{{ year }}年度）审查，截至{{ date }}，你单位负责的指标尚缺以下佐证材料，"
        "共{{ count }}项，涉及{{ points }}分"
        "{% if hard_count %}，其中刚性指标{{ hard_count }}个，任一刚性指标被扣分即不得评为“优秀”{% endif %}。",
        "ask": "请于{{ due or '　　年　　月　　日' }}前将材料送交档案室，并核对材料与实际一致；确无此项工作的，请书面说明原因。",
        "columns": ("序号", "指标", "分值", "尚缺材料", "说明"),
        "cells": (
            "{{ gap.number }}",
            "{{ gap.code }} {{ gap.name }}{{ gap.star }}",
            "{{ gap.points }}",
            "{{ gap.missing }}",
            "{{ gap.note }}",
        ),
        "rows": (("承办人签收", "　　　　　　年　　月　　日"), ("办理结果", ""), ("督办人", "")),
        "sender": "{{ sender }}",
        "date": "{{ date }}",
    },
    "en": {
        "head": "Request for Evidence",
        "number": "No. ____ of {{ issued }}",
        "signed": "Issued by:",
        "to": "To {{ unit }}{% if persons %} ({{ persons }}){% endif %}:",
        "opening": "Checked against “{{ scheme }}” ({{ year }}), as of {{ date }} the indicators in your charge "
        "still lack the evidence below: {{ count }} in number, {{ points }} points concerned"
        "{% if hard_count %}, {{ hard_count }} of them on hard indicators, where any deduction rules out the "
        "grade “excellent”{% endif %}.",
        "ask": "Please hand it in to the archives by {{ due or '____________' }}, checked against the facts; "
        "where there is nothing to show, please say why in writing.",
        "columns": ("No.", "Indicator", "Points", "Still missing", "Remarks"),
        "cells": (
            "{{ gap.number }}",
            "{{ gap.code }} {{ gap.name }} {{ gap.star }}",
            "{{ gap.points }}",
            "{{ gap.missing }}",
            "{{ gap.note }}",
        ),
        "rows": (("Received by, on", ""), ("Result", ""), ("Followed up by", "")),
        "sender": "{{ sender }}",
        "date": "{{ date }}",
    },
}


def build(language: str) -> bytes:
    """Return the template of a language; the same bytes from run to run."""
    words = WORDS[language]
    document = Document()
    _prepare(document, str(words["head"]))
    _line(document, str(words["head"]), face="黑体", size=22, align=WD_ALIGN_PARAGRAPH.CENTER, colour=RED)
    head = _line(document, f"{words['number']}\t{words['signed']}", size=12)
    head.paragraph_format.tab_stops.add_tab_stop(Mm(110))
    _rule(head)
    _line(document, str(words["to"]), face="黑体", size=14)
    for key in ("opening", "ask"):
        _line(document, str(words[key]), indent=True)
    _table(document, words)
    _receipt(document, words["rows"])
    for key in ("sender", "date"):
        _line(document, str(words[key]), align=WD_ALIGN_PARAGRAPH.RIGHT)
    stream = io.BytesIO()
    document.save(stream)
    return _fixed(stream.getvalue())


def _prepare(document: Docx, title: str) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    section.top_margin, section.bottom_margin = Mm(30), Mm(25)
    _face(document.styles["Normal"].element.get_or_add_rPr(), "仿宋")
    document.styles["Normal"].font.size = Pt(12)
    document.styles["Normal"].paragraph_format.space_after = Pt(4)
    properties = document.core_properties
    properties.title, properties.author, properties.comments = title, "", ""
    properties.created = properties.modified = MADE


def _line(
    document: Docx,
    text: str,
    *,
    face: str = "仿宋",
    size: float = 14,
    align: WD_ALIGN_PARAGRAPH | None = None,
    colour: RGBColor | None = None,
    indent: bool = False,
) -> Paragraph:
    paragraph = document.add_paragraph()
    _write(paragraph, text, face=face, size=size, colour=colour)
    paragraph.alignment = align
    if indent:
        paragraph.paragraph_format.first_line_indent = Pt(2 * size)
    return paragraph


def _write(
    paragraph: Paragraph, text: str, *, face: str = "仿宋", size: float = 11, colour: RGBColor | None = None
) -> None:
    run = paragraph.add_run(text)
    run.font.size = Pt(size)
    if colour is not None:
        run.font.color.rgb = colour
    _face(run._element.get_or_add_rPr(), face)


def _face(properties: object, face: str) -> None:
    fonts = properties.get_or_add_rFonts()
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{theme}"), None)  # a theme's font would win over the one named
    for name in ("ascii", "hAnsi"):
        fonts.set(qn(f"w:{name}"), "Times New Roman")
    fonts.set(qn("w:eastAsia"), face)


def _rule(paragraph: Paragraph) -> None:
    """Draw the red line under the head of an official paper."""
    borders = OxmlElement("w:pBdr")
    bottom = OxmlElement("w:bottom")
    for name, value in (("val", "single"), ("sz", "12"), ("space", "4"), ("color", "C00000")):
        bottom.set(qn(f"w:{name}"), value)
    borders.append(bottom)
    paragraph._p.get_or_add_pPr().append(borders)


def _table(document: Docx, words: dict) -> None:
    """Make the table whose middle row is repeated for every gap."""
    table = document.add_table(4, len(WIDTHS), "Table Grid")
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    table.autofit = False
    for cell, title in zip(table.rows[0].cells, words["columns"], strict=True):
        _write(cell.paragraphs[0], title, face="黑体")
        cell.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.CENTER
    repeated = OxmlElement("w:tblHeader")
    table.rows[0]._tr.get_or_add_trPr().append(repeated)
    _write(table.rows[1].cells[0].paragraphs[0], "{%tr for gap in gaps %}")
    for cell, text in zip(table.rows[2].cells, words["cells"], strict=True):
        _write(cell.paragraphs[0], text)
    whole = OxmlElement("w:cantSplit")
    table.rows[2]._tr.get_or_add_trPr().append(whole)
    _write(table.rows[3].cells[0].paragraphs[0], "{%tr endfor %}")
    _set_widths(table, WIDTHS)


def _set_widths(table: Table, widths: Sequence[int]) -> None:
    """Set the widths in millimetres for every program: Word reads the cells', others the columns'."""
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)
        for cell in column.cells:
            cell.width = Mm(width)


def _receipt(document: Docx, rows: tuple) -> None:
    document.add_paragraph()
    table = document.add_table(len(rows), 2, "Table Grid")
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    table.autofit = False
    for row, texts in zip(table.rows, rows, strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            _fill(cell, text)
    _set_widths(table, (30, sum(WIDTHS) - 30))
    document.add_paragraph()


def _fill(cell: _Cell, text: str) -> None:
    _write(cell.paragraphs[0], text)
    cell.paragraphs[0].paragraph_format.space_before = Pt(4)


def _fixed(data: bytes) -> bytes:
    """Return the package with every part dated the same, so that the file only changes with its content."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(stream, "w") as target:
        for part in source.infolist():
            entry = zipfile.ZipInfo(part.filename, MADE.timetuple()[:6])
            entry.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(entry, source.read(part))
    return stream.getvalue()


def main() -> None:
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else TEMPLATES
    folder.mkdir(parents=True, exist_ok=True)
    for language in WORDS:
        (folder / f"notice.{language}.docx").write_bytes(build(language))


if __name__ == "__main__":
    main()
