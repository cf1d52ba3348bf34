"""The audit report as a Word file, to be edited and sent on."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time
from typing import BinaryIO

from docx import Document
from docx.document import Document as Docx
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.styles.style import ParagraphStyle

from ledger_app.binder.audit_pages import finding_parts, finding_sentence, finding_title
from ledger_app.binder.audit_summary import tally_cells, tally_heads
from ledger_app.binder.model import AuditReport, FindingGroup, FindingLine
from ledger_app.binder.words import date_text, document_language
from ledger_app.core.i18n import _

_STYLES = {
    "Normal": ("宋体", 10.5),
    "Title": ("黑体", 22),
    "Heading 1": ("黑体", 15),
    "Heading 2": ("黑体", 11),
}


def write_docx(report: AuditReport, stream: BinaryIO) -> None:
    """Write the report; parts are the same for the same report, only the zip's clock differs."""
    document = Document()
    _prepare(document, report)
    for text, style in ((report.title, "Normal"), (report.heading, "Title")):
        document.add_paragraph(text, style).alignment = WD_ALIGN_PARAGRAPH.CENTER
    year = _("Assessment year {year}").format(year=report.year)
    when = document.add_paragraph(f"{year}　{date_text(report.as_of)}")
    when.alignment = WD_ALIGN_PARAGRAPH.CENTER
    document.add_paragraph().add_run(report.verdict).bold = True
    for remark in report.remarks:
        document.add_paragraph(remark)
    _add_table(document, report.counts)
    for by, lines in report.tallies:
        document.add_paragraph()
        _add_table(document, [tally_heads(by), *map(tally_cells, lines)])
    if report.causes:
        document.add_paragraph(_("What clears the hard indicators"), "Heading 1")
    for cause in report.causes:
        document.add_paragraph(f"★ {cause.name}", "Heading 2")
        for said in cause.papers:
            document.add_paragraph(f"□ {said}")
    part = ""
    for group in report.groups:
        part = _add_group(document, group, part)
    if report.waived:
        document.add_paragraph(_("Set aside"), "Heading 1")
    for one in report.waived:
        document.add_paragraph(f"{finding_title(one.line)}　{finding_sentence(one.line)}")
        document.add_paragraph(one.said).paragraph_format.left_indent = Mm(7)
    document.save(stream)


def _add_table(document: Docx, rows: Sequence[Sequence[str]]) -> None:
    table = document.add_table(0, len(rows[0]), "Table Grid")
    for row in rows:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text


def _add_group(document: Docx, group: FindingGroup, part: str) -> str:
    """Add a group, below the heading of its part where that is a new one; returns its part."""
    if group.part and group.part != part:
        document.add_paragraph(group.part, "Heading 1")
    count = len(group.findings) + len(group.also)
    title = _("{title} ({n})").format(title=group.title, n=count)
    document.add_paragraph(title, "Heading 2" if group.part else "Heading 1")
    if group.note:
        document.add_paragraph(group.note)
    for line in group.findings:
        _add_finding(document, line)
    for line in group.also:
        said = f"{finding_title(line)}　{finding_sentence(line)}"
        document.add_paragraph(said).paragraph_format.left_indent = Mm(7)
    return group.part


def _add_finding(document: Docx, line: FindingLine) -> None:
    document.add_paragraph(finding_title(line), "Heading 2")
    document.add_paragraph(finding_sentence(line))
    for label, texts in finding_parts(line):
        document.add_paragraph().add_run(label).bold = True
        for text in texts:
            document.add_paragraph(text).paragraph_format.left_indent = Mm(7)


def _prepare(document: Docx, report: AuditReport) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    for name, (face, size) in _STYLES.items():
        style = document.styles[name]
        assert isinstance(style, ParagraphStyle)
        _set_font(style, face, size)
        style.paragraph_format.space_after = Pt(3)
    moment = datetime.combine(report.as_of, time())
    properties = document.core_properties
    properties.title = " ".join(filter(None, [report.title, report.heading]))
    properties.subject, properties.author, properties.comments = report.heading, "", ""
    properties.language = document_language()
    properties.created = properties.modified = moment
    _add_page_number(section.footer.paragraphs[0])


def _set_font(style: ParagraphStyle, face: str, size: float) -> None:
    style.font.name, style.font.size = "Times New Roman", Pt(size)
    style.font.color.rgb = RGBColor(0, 0, 0)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{theme}"), None)  # a theme's font would win over the one named
    fonts.set(qn("w:eastAsia"), face)


def _add_page_number(paragraph: object) -> None:
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    paragraph._p.append(field)
