"""Word papers of a package: the same bytes for the same package on the same day."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from datetime import datetime
from typing import BinaryIO

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.styles.style import ParagraphStyle
from docx.text.paragraph import Paragraph

_STYLES = {"Normal": ("宋体", 12), "Title": ("黑体", 20), "Heading 1": ("黑体", 14)}
_SMALL = 9
_CLOCK = (1980, 1, 1, 0, 0, 0)


class Paper:
    """One paper in the making: A4, song and hei, page numbers."""

    def __init__(self, title: str, date: str) -> None:
        """`date` is eight digits: the paper's, and that of its properties."""
        self._document = Document()
        section = self._document.sections[0]
        section.page_width, section.page_height = Mm(210), Mm(297)
        section.left_margin, section.right_margin = Mm(28), Mm(26)
        section.top_margin = section.bottom_margin = Mm(25)
        for name, (face, size) in _STYLES.items():
            style = self._document.styles[name]
            assert isinstance(style, ParagraphStyle)
            _set_font(style, face, size)
            style.paragraph_format.space_before = Pt(0 if name == "Normal" else 6)
            style.paragraph_format.space_after = Pt(3)
            for border in style.element.findall(f".//{qn('w:pBdr')}"):
                border.getparent().remove(border)
        properties = self._document.core_properties
        properties.title, properties.author, properties.comments = title, "", ""
        properties.language = "zh-CN"
        properties.created = properties.modified = datetime.strptime(date, "%Y%m%d")
        _add_page_number(section.footer.paragraphs[0])

    def heading(self, text: str) -> None:
        """Add the paper's title."""
        self._document.add_paragraph(text, "Title").alignment = WD_ALIGN_PARAGRAPH.CENTER

    def section(self, text: str) -> None:
        """Add a heading."""
        self._document.add_paragraph(text, "Heading 1")

    def line(
        self, text: str, *, is_centred: bool = False, is_bold: bool = False, is_small: bool = False
    ) -> None:
        """Add a paragraph."""
        paragraph = self._document.add_paragraph()
        if is_centred:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        run = paragraph.add_run(text)
        run.bold = is_bold or None
        if is_small:
            run.font.size = Pt(_SMALL)

    def table(
        self,
        rows: Sequence[Sequence[str]],
        *,
        widths: Sequence[float],
        has_head: bool = False,
        is_small: bool = False,
    ) -> None:
        """Add a ruled table; `widths` in mm. The head is repeated on every page."""
        table = self._document.add_table(0, len(widths), "Table Grid")
        table.autofit = False
        for column, width in zip(table.columns, widths, strict=True):
            column.width = Mm(width)
        for number, row in enumerate(rows):
            added = table.add_row()
            added._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
            for cell, text, width in zip(added.cells, row, widths, strict=True):
                cell.width = Mm(width)
                _fill(cell.paragraphs[0], text, is_bold=has_head and number == 0, is_small=is_small)
        if has_head:
            properties = table.rows[0]._tr.get_or_add_trPr()
            properties.append(OxmlElement("w:tblHeader"))
        self._document.add_paragraph()

    def save(self, stream: BinaryIO) -> None:
        """Write the paper; nothing of the clock is in it."""
        made = io.BytesIO()
        self._document.save(made)
        with zipfile.ZipFile(made) as source, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as target:
            for name in source.namelist():
                part = zipfile.ZipInfo(name, _CLOCK)
                part.compress_type = zipfile.ZIP_DEFLATED
                target.writestr(part, source.read(name))


def _fill(paragraph: Paragraph, text: str, *, is_bold: bool, is_small: bool) -> None:
    paragraph.paragraph_format.space_after = Pt(0 if is_small else 3)
    run = paragraph.add_run(text)
    run.bold = is_bold or None
    if is_small:
        run.font.size = Pt(_SMALL)


def _set_font(style: ParagraphStyle, face: str, size: float) -> None:
    style.font.name, style.font.size = "Times New Roman", Pt(size)
    style.font.color.rgb = RGBColor(0, 0, 0)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{theme}"), None)  # a theme's font would win over the one named
    fonts.set(qn("w:eastAsia"), face)


def _add_page_number(paragraph: Paragraph) -> None:
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    paragraph._p.append(field)
