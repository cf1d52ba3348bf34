"""Build the sample scheme as a county office would hand it out: a Word and an Excel file.

    python tools/build_sample_scheme.py [FOLDER]      # resources/sample by default

Both come from `resources/sample/scheme.tsv` and are the same byte for byte from run to run.
"""

from __future__ import annotations

import csv
import io
import re
import sys
import zipfile
from collections import defaultdict
from datetime import datetime
from itertools import groupby
from pathlib import Path

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.worksheet.worksheet import Worksheet

SAMPLE = Path(__file__).resolve().parents[1] / "resources" / "sample"
LABEL = "附件"
TITLE = "青山县2025年度推进乡村振兴战略实绩考核指标体系"
OPENING = "本指标体系总分100分，其中：定量指标80分、改革创新项10分、评议评分10分。考核年度为2025年。"
NOTES = (
    "说明：",
    "1.标★的为刚性指标，共19项、44分。任一刚性指标被扣分的，不得评为“优秀”等次。",
    "2.改革创新项（10分）：省级以上推广典型、召开现场会、媒体报道等按次计分，其中国家级每次3分、"
    "省级每次2分、市级每次1分，加满10分为止；须提供表彰文件、推广文件或报道原件及链接。",
    "3.评议评分（10分）：由县委农村工作领导小组成员单位评议，各镇不需提供佐证材料。",
)
WIDTHS = (26, 26, 10, 38, 12, 11, 26, 50, 58)  # millimetres; together the width between A4's margins
CENTRED = {0, 1, 2, 4, 5, 6}
MADE = datetime(2025, 1, 20, 9, 0)

Rows = list[list[str]]


def rows(source: Path) -> tuple[list[str], Rows]:
    """Return header and rows of the sample, the categories with the sum of their points."""
    with source.open(encoding="utf-8", newline="") as file:
        header, *body = csv.reader(file, delimiter="\t")
    sums: dict[str, float] = defaultdict(float)
    for row in body:
        sums[row[0]] += float(row[4])
    return header, [[f"{r[0]}（{sums[r[0]]:g}分）", *r[1:4], f"{float(r[4]):g}", *r[5:]] for r in body]


def spans(body: Rows, column: int) -> list[tuple[int, int]]:
    """Return first and last row of each run of one text in a column, within the columns left of it."""
    found, at = [], 0
    for _, run in groupby(body, key=lambda r: tuple(r[: column + 1])):
        count = len(list(run))
        found.append((at, at + count - 1))
        at += count
    return found


def build_docx(header: list[str], body: Rows) -> bytes:
    document = Document()
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(297), Mm(210)
    section.left_margin = section.right_margin = Mm(20)
    section.top_margin, section.bottom_margin = Mm(28), Mm(24)
    _page_number(section.footer.paragraphs[0])
    _write(document.add_paragraph(), LABEL, "黑体", 16)
    _write(document.add_paragraph(), TITLE, "方正小标宋简体", 22, is_centred=True)
    _write(document.add_paragraph(), OPENING, "仿宋_GB2312", 14, indent=2)
    table = document.add_table(rows=len(body) + 2, cols=len(header))
    table.style = "Table Grid"
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    table.autofit = False
    for column, millimetres in enumerate(WIDTHS):
        table.columns[column].width = Mm(millimetres)
    cells = table._cells  # row by row; asking the table for each cell costs seconds
    width = len(header)
    for at, row in enumerate([header, *body, ["合计", "", "", "", _total(body), "", "", "", ""]]):
        for column, text in enumerate(row):
            cell = cells[at * width + column]
            cell.width = Mm(WIDTHS[column])
            cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
            is_first = at == 0 or column > 1 or row[: column + 1] != ([header, *body][at - 1])[: column + 1]
            _write(
                cell.paragraphs[0],
                text if is_first else "",
                "黑体" if at == 0 else "仿宋_GB2312",
                10.5,
                is_centred=at == 0 or column in CENTRED,
            )
    for column in (0, 1):
        for first, last in spans(body, column):
            if last > first:
                cells[(first + 1) * width + column].merge(cells[(last + 1) * width + column])
    cells[(len(body) + 1) * width].merge(cells[(len(body) + 1) * width + 3])
    for at, row in enumerate(table.rows):
        properties = row._tr.get_or_add_trPr()
        properties.append(OxmlElement("w:cantSplit"))
        if at == 0:
            properties.append(OxmlElement("w:tblHeader"))
    _drop_empty_paragraphs(table)
    for note in NOTES:
        _write(document.add_paragraph(), note, "仿宋_GB2312", 12, indent=2)
    properties = document.core_properties
    properties.title, properties.author, properties.comments = TITLE, "", ""
    properties.created = properties.modified = MADE
    out = io.BytesIO()
    document.save(out)
    return _fixed(out.getvalue())


def build_xlsx(header: list[str], body: Rows) -> bytes:
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = "考核指标体系"
    width = len(header)
    _line(sheet, 1, width, LABEL, Font(name="黑体", size=14), height=24)
    _line(sheet, 2, width, TITLE, Font(name="方正小标宋简体", size=20), height=36, is_centred=True)
    _line(sheet, 3, width, OPENING, Font(name="仿宋", size=12), height=24)
    thin = Side(style="thin")
    border = Border(left=thin, right=thin, top=thin, bottom=thin)
    total = ["合计", "", "", "", _total(body), "", "", "", ""]
    for at, row in enumerate([header, *body, total], start=4):
        for column, text in enumerate(row):
            is_number = column in (2, 4) and text and at > 4
            cell = sheet.cell(at, column + 1, float(text) if is_number else text or None)
            if is_number:
                cell.number_format = "0" if column == 2 else "0.0"
            cell.font = Font(name="黑体" if at == 4 else "仿宋", size=10)
            cell.border = border
            cell.alignment = Alignment(
                horizontal="center" if at == 4 or column in CENTRED else "left",
                vertical="center",
                wrap_text=True,
            )
        longest = max(len(t) * 2.4 / (w / 2) for t, w in zip(row, WIDTHS, strict=True))
        sheet.row_dimensions[at].height = 15 * max(1, int(longest) + (longest > int(longest)))
    for column in (0, 1):
        for first, last in spans(body, column):
            if last > first:
                for at in range(first + 1, last + 1):
                    sheet.cell(at + 5, column + 1).value = None
                sheet.merge_cells(
                    start_row=first + 5, end_row=last + 5, start_column=column + 1, end_column=column + 1
                )
    end = len(body) + 5
    sheet.merge_cells(start_row=end, end_row=end, start_column=1, end_column=4)
    for at, note in enumerate(NOTES, start=end + 1):
        _line(sheet, at, width, note, Font(name="仿宋", size=10), height=18 if len(note) < 80 else 32)
    for column, millimetres in enumerate(WIDTHS):
        sheet.column_dimensions[chr(65 + column)].width = millimetres / 2
    sheet.freeze_panes = "A5"
    sheet.print_title_rows = "4:4"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.oddFooter.center.text = "第 &P 页 共 &N 页"
    book.properties.title, book.properties.creator = TITLE, ""
    book.properties.created = MADE
    out = io.BytesIO()
    book.save(out)
    return _fixed(out.getvalue())


def main(arguments: list[str]) -> int:
    folder = Path(arguments[0]) if arguments else SAMPLE
    header, body = rows(SAMPLE / "scheme.tsv")
    (folder / "scheme.docx").write_bytes(build_docx(header, body))
    (folder / "scheme.xlsx").write_bytes(build_xlsx(header, body))
    return 0


def _total(body: Rows) -> str:
    return f"{sum(float(r[4]) for r in body):g}"


def _write(
    paragraph, text: str, font: str, size: float, *, is_centred: bool = False, indent: int = 0
) -> None:
    run = paragraph.add_run(text)
    run.font.size = Pt(size)
    run.font.name = "Times New Roman"
    run._element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), font)
    paragraph.paragraph_format.space_after = Pt(0)
    paragraph.paragraph_format.first_line_indent = Pt(size * indent) if indent else None
    if is_centred:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER


def _drop_empty_paragraphs(table) -> None:
    """Merging cells leaves an empty paragraph in the merged one for every cell that went into it."""
    for cell in {id(c._tc): c for c in table._cells}.values():
        for paragraph in cell.paragraphs[1:]:
            if not paragraph.text:
                paragraph._element.getparent().remove(paragraph._element)


def _page_number(paragraph) -> None:
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    paragraph.add_run("— ")
    for kind, text in (("begin", ""), ("", "PAGE"), ("end", "")):
        run = paragraph.add_run()
        if kind:
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
        else:
            mark = OxmlElement("w:instrText")
            mark.text = text
        run._element.append(mark)
    paragraph.add_run(" —")


def _line(
    sheet: Worksheet, at: int, width: int, text: str, font: Font, *, height: float, is_centred: bool = False
) -> None:
    sheet.merge_cells(start_row=at, end_row=at, start_column=1, end_column=width)
    cell = sheet.cell(at, 1, text)
    cell.font = font
    cell.alignment = Alignment(
        horizontal="center" if is_centred else "left", vertical="center", wrap_text=True
    )
    sheet.row_dimensions[at].height = height


def _fixed(data: bytes) -> bytes:
    """Write the package again with one date everywhere and the parts in their order."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            info = zipfile.ZipInfo(name, MADE.timetuple()[:6])
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o644 << 16
            content = old.read(name)
            if name == "docProps/core.xml":
                stamp = MADE.strftime("%Y-%m-%dT%H:%M:%SZ").encode()
                content = re.sub(rb"(<dcterms:modified[^>]*>)[^<]*", rb"\g<1>" + stamp, content)
            new.writestr(info, content)
    return out.getvalue()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
