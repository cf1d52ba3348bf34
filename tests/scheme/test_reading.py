"""The same scheme from every format, and what is special to each."""

from __future__ import annotations

import zipfile
from datetime import date
from pathlib import Path

import pytest
from docx import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import RGBColor
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill

from ledger_app.scheme.model import Problem, Scheme
from ledger_app.scheme.reading import read_scheme

HEADER = ["一级指标", "二级指标", "序号", "三级指标", "分值", "刚性", "责任单位", "评分标准", "佐证材料要求"]
WORDS = st.text(alphabet="甲乙丙丁戊己庚辛粮食耕地厕所增速率", min_size=2, max_size=8)


@st.composite
def trees(draw) -> list[tuple]:
    """Leaves as (category, sub-item, name, tenths of points, is hard, units, requirements)."""
    leaves = []
    for category in draw(st.lists(WORDS, min_size=1, max_size=3, unique=True)):
        for item in draw(st.lists(WORDS, min_size=1, max_size=3, unique=True)):
            for name in draw(st.lists(WORDS, min_size=1, max_size=3, unique=True)):
                units = draw(st.lists(WORDS, min_size=1, max_size=2, unique=True))
                asked = draw(st.lists(WORDS, min_size=1, max_size=3, unique=True))
                leaves.append(
                    (
                        f"类{category}",
                        f"项{item}",
                        f"标{name}",
                        draw(st.integers(1, 99)),
                        draw(st.booleans()),
                        units,
                        asked,
                    )
                )
    return leaves


def table_of(leaves: list[tuple]) -> list[list[str]]:
    rows = [HEADER]
    before: tuple | None = None
    for number, (category, item, name, tenths, is_hard, units, asked) in enumerate(leaves, 1):
        first = "^" if before and before[0] == category else category
        second = "^" if before and before[:2] == (category, item) else item
        mark = "★" if is_hard else ""
        points = f"{tenths / 10:g}"
        rows.append(
            [first, second, str(number), name, points, mark, "、".join(units), "按比例得分", "；".join(asked)]
        )
        before = (category, item)
    return rows


def plain(scheme: Scheme) -> list[tuple]:
    return [
        (
            *i.path,
            i.name,
            round((i.points or 0) * 10),
            i.is_hard,
            list(i.units),
            [r.text for r in i.requirements],
        )
        for i in scheme.indicators
    ]


@given(trees())
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_scheme_is_the_same_from_every_format(tables, tmp_path: Path, leaves: list[tuple]) -> None:
    table = table_of(leaves)
    made = [
        tables.write_docx(tmp_path / "s.docx", table),
        tables.write_xlsx(tmp_path / "s.xlsx", table),
        tables.write_csv(tmp_path / "s.csv", table, encoding="gb18030"),
        tables.write_csv(tmp_path / "s.txt", table, delimiter="\t"),
    ]
    for path in made:
        assert plain(read_scheme(path)) == leaves


SMALL = [["三级指标", "分值", "佐证材料"], ["粮食总产量", "2.5", "报表；记录"]]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
def test_encodings_and_separators(tables, tmp_path: Path, encoding: str, delimiter: str) -> None:
    scheme = read_scheme(tables.write_csv(tmp_path / "s.csv", SMALL, encoding=encoding, delimiter=delimiter))
    assert [(i.name, i.points, len(i.requirements), i.place) for i in scheme.indicators] == [
        ("粮食总产量", 2.5, 2, "line 2")
    ]


def test_quotation_marks_in_text_copied_from_a_sheet(tmp_path: Path) -> None:
    path = tmp_path / "s.tsv"
    path.write_text('三级指标\t分值\t佐证\n"三保障"与饮水\t1\t"台账"\n', encoding="utf-8")
    assert read_scheme(path).indicators[0].name == '"三保障"与饮水'


def test_rows_are_told_by_their_first_line(tmp_path: Path) -> None:
    path = tmp_path / "s.csv"
    path.write_text('三级指标,分值,佐证\n"甲\n乙",1,"x\ny"\n丙,2,z\n', encoding="utf-8")
    found = read_scheme(path).indicators
    assert [(i.name, i.place) for i in found] == [("甲乙", "line 2"), ("丙", "line 5")]
    assert [r.text for r in found[0].requirements] == ["x", "y"]


# Word


def problems(
    scheme: Scheme, *, without: tuple[str, ...] = ("title-missing", "year-missing", "codes-counted")
) -> list[Problem]:
    return [p for p in scheme.problems if p.code not in without]


def small_document() -> tuple:
    document = Document()
    table = document.add_table(rows=3, cols=3)
    for row, texts in zip(table.rows, [*SMALL, ["粮食面积", "1", "台账"]], strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    return document, table


def test_word_rows_inside_content_controls_and_tracked_changes(tmp_path: Path) -> None:
    document, table = small_document()
    control, content = OxmlElement("w:sdt"), OxmlElement("w:sdtContent")
    row = table.rows[1]._tr
    row.addprevious(control)
    control.append(content)
    content.append(row)
    deleted = OxmlElement("w:del")
    table.rows[-1]._tr.get_or_add_trPr().append(deleted)
    document.save(str(tmp_path / "s.docx"))
    assert [i.name for i in read_scheme(tmp_path / "s.docx").indicators] == ["粮食总产量"]


def test_word_deleted_text_and_symbols(tmp_path: Path) -> None:
    document, table = small_document()
    paragraph = table.rows[1].cells[0].paragraphs[0]
    gone = OxmlElement("w:del")
    run = OxmlElement("w:r")
    text = OxmlElement("w:delText")
    text.text = "旧名"
    run.append(text)
    gone.append(run)
    paragraph._p.append(gone)
    star = OxmlElement("w:sym")
    star.set(qn("w:font"), "Wingdings")
    star.set(qn("w:char"), "F0AB")
    paragraph.add_run()._r.append(star)
    document.save(str(tmp_path / "s.docx"))
    found = read_scheme(tmp_path / "s.docx").indicators[0]
    assert (found.name, found.is_hard) == ("粮食总产量", True)


def test_word_counts_the_numbers_itself(tmp_path: Path) -> None:
    document = Document()
    table = document.add_table(rows=4, cols=3)
    rows = [["序号", "三级指标", "分值"], ["", "甲", "1"], ["", "乙", "2"], ["", "丙", "3"]]
    for at, (row, texts) in enumerate(zip(table.rows, rows, strict=True)):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
        if at:
            row.cells[0].paragraphs[0].style = document.styles["List Number"]
            numbering = document.styles["List Number"].element.pPr.numPr.numId.val
            properties = row.cells[0].paragraphs[0]._p.get_or_add_pPr().get_or_add_numPr()
            properties.get_or_add_numId().val = numbering
            properties.get_or_add_ilvl().val = 0
    document.save(str(tmp_path / "s.docx"))
    assert [i.code for i in read_scheme(tmp_path / "s.docx").indicators] == ["1", "2", "3"]


def test_word_bold_and_red_are_asked_about(tmp_path: Path) -> None:
    document = Document()
    table = document.add_table(rows=7, cols=2)
    table.rows[0].cells[0].text, table.rows[0].cells[1].text = "三级指标", "分值"
    for at, row in enumerate(table.rows[1:]):
        run = row.cells[0].paragraphs[0].add_run(f"指标{'甲乙丙丁戊己'[at]}")
        run.bold = at == 1
        if at == 4:
            run.font.color.rgb = RGBColor(0xFF, 0, 0)
        row.cells[1].text = "1"
    document.save(str(tmp_path / "s.docx"))
    scheme = read_scheme(tmp_path / "s.docx")
    assert not any(i.is_hard for i in scheme.indicators)
    assert [(p.code, p.place) for p in problems(scheme) if p.code.startswith("hard")] == [
        ("hard-by-bold", "table 1, row 3"),
        ("hard-by-red", "table 1, row 6"),
    ]
    document.add_paragraph("注：红色字体的为刚性指标。")
    document.save(str(tmp_path / "s.docx"))
    assert [i.is_hard for i in read_scheme(tmp_path / "s.docx").indicators].index(True) == 4


# Excel


def workbook(rows: list[list], **widths: float) -> tuple:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    return book, book.active


def test_excel_numbers_keep_their_zeros_where_the_format_does(tmp_path: Path) -> None:
    book, sheet = workbook([["序号", "三级指标", "分值"], [1.9, "甲", 1], [1.1, "乙", 2.50], [1.2, "丙", 3]])
    book.save(tmp_path / "s.xlsx")
    scheme = read_scheme(tmp_path / "s.xlsx")
    assert [i.code for i in scheme.indicators] == ["1.9", "1.10", "P3"]
    assert [p.code for p in problems(scheme)] == ["evidence-column-missing", "code-damaged", "code-damaged"]
    for row in (2, 3, 4):
        sheet.cell(row, 1).number_format = "0.00"
    book.save(tmp_path / "s.xlsx")
    assert [i.code for i in read_scheme(tmp_path / "s.xlsx").indicators] == ["1.90", "1.10", "1.20"]


def test_excel_dates_formulas_and_hidden_rows_are_reported(tmp_path: Path) -> None:
    book, sheet = workbook(
        [
            ["序号", "三级指标", "分值", "佐证", "评分标准"],
            [date(2025, 1, 2), "甲", 1, "x", "r"],
            [2, "乙", "=1+1", "x", date(2025, 3, 1)],
            [3, "丙", 3, "x", "r"],
        ]
    )
    sheet.row_dimensions[4].hidden = True
    sheet.column_dimensions["E"].hidden = True
    other = book.create_sheet("说明")
    other.append(["姓名", "电话"])
    other.append(["甲", "1"])
    other.sheet_state = "hidden"
    book.save(tmp_path / "s.xlsx")
    scheme = read_scheme(tmp_path / "s.xlsx")
    assert [i.code for i in scheme.indicators] == ["P1", "2", "3"]
    assert {(p.code, p.place) for p in problems(scheme)} == {
        ("code-date", "Sheet!A2"),
        ("cell-formula", "Sheet!A3"),
        ("points-missing", "Sheet!A3"),
        ("cell-date", "Sheet!A3"),
        ("row-hidden", "Sheet!A4"),
        ("column-hidden", "Sheet"),
        ("sheet-hidden", "说明"),
        ("table-not-read", "说明"),
    }


def test_excel_fills_and_text_under_merges(tmp_path: Path) -> None:
    book, sheet = workbook(
        [["类别", "三级指标", "分值", "佐证"], *[[None, f"指标{c}", 1, "x"] for c in "甲乙丙丁"]]
    )
    sheet["A2"], sheet["A3"] = "一类", "二类"
    sheet["B3"].fill = PatternFill("solid", fgColor="FFFF0000")
    sheet["B4"].font = Font(bold=True)
    book.save(tmp_path / "s.xlsx")
    with zipfile.ZipFile(tmp_path / "s.xlsx") as old:
        parts = {n: old.read(n) for n in old.namelist()}
    name = "xl/worksheets/sheet1.xml"
    merge = b'</sheetData><mergeCells count="1"><mergeCell ref="A2:A5"/></mergeCells>'
    parts[name] = parts[name].replace(b"</sheetData>", merge)
    with zipfile.ZipFile(tmp_path / "s.xlsx", "w") as new:
        for part, content in parts.items():
            new.writestr(part, content)
    scheme = read_scheme(tmp_path / "s.xlsx")
    assert {i.path for i in scheme.indicators} == {("一类",)}
    assert {(p.code, p.place) for p in problems(scheme)} == {
        ("hard-by-red", "Sheet!A3"),
        ("hard-by-bold", "Sheet!A4"),
        ("merge-hides-text", "Sheet!A3"),
    }


def test_excel_shared_strings_without_their_pronunciation(tmp_path: Path) -> None:
    main = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    kinds = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    relations = 'xmlns="http://schemas.openxmlformats.org/package/2006/relationships"'
    strings = ["三级指标", "分值", "甲_x000D_乙"]
    items = "".join(f"<si><t>{s}</t></si>" for s in strings)
    items += "<si><r><t>粮食</t></r><r><t>产量</t></r><rPh><t>liang</t></rPh></si>"
    rows = (
        '<row><c t="s"><v>0</v></c><c t="s"><v>1</v></c></row>'
        '<row><c t="s"><v>2</v></c><c><v>1.5</v></c></row>'
        '<row><c t="s"><v>3</v></c><c t="str"><f>1+1</f><v>2</v></c></row>'
    )
    with zipfile.ZipFile(tmp_path / "s.xlsx", "w") as package:
        package.writestr(
            "_rels/.rels",
            f'<Relationships {relations}><Relationship Id="a" Type="{kinds}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        )
        package.writestr(
            "xl/workbook.xml",
            f'<workbook {main} xmlns:r="{kinds}"><sheets><sheet name="表" r:id="b"/></sheets></workbook>',
        )
        package.writestr(
            "xl/_rels/workbook.xml.rels",
            f'<Relationships {relations}><Relationship Id="b" Type="{kinds}/worksheet" Target="worksheets/one.xml"/><Relationship Id="c" Type="{kinds}/sharedStrings" Target="/xl/sharedStrings.xml"/></Relationships>',
        )
        package.writestr("xl/sharedStrings.xml", f"<sst {main}>{items}</sst>")
        package.writestr(
            "xl/worksheets/one.xml", f"<worksheet {main}><sheetData>{rows}</sheetData></worksheet>"
        )
    found = read_scheme(tmp_path / "s.xlsx").indicators
    assert [(i.name, i.points, i.place) for i in found] == [
        ("甲乙", 1.5, "表!A2"),
        ("粮食产量", 2.0, "表!A3"),
    ]


def test_word_footnotes_comments_and_small_tables_in_cells(tables, tmp_path: Path) -> None:
    path = tables.write_docx(tmp_path / "s.docx", SMALL)
    document = Document(str(path))
    row = document.tables[0].rows[1]
    inner = row.cells[2].add_table(rows=2, cols=2)
    for cell, text in zip(inner._cells, ["优", "5分", "良", "3分"], strict=True):
        cell.text = text
    reference = OxmlElement("w:footnoteReference")
    reference.set(qn("w:id"), "7")
    row.cells[0].paragraphs[0].add_run()._r.append(reference)
    document.save(str(path))
    kinds = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    main = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    said = "<w:p><w:r><w:t>{}</w:t></w:r></w:p>"
    added = {
        "footnotes": f'<w:footnotes {main}><w:footnote w:id="7">{said.format("按统计口径")}</w:footnote></w:footnotes>',
        "comments": f'<w:comments {main}><w:comment w:id="1">{said.format("待定")}</w:comment></w:comments>',
    }
    with zipfile.ZipFile(path) as old:
        parts = {n: old.read(n) for n in old.namelist()}
    links = (
        "".join(f'<Relationship Id="x{k}" Type="{kinds}/{k}" Target="{k}.xml"/>' for k in added)
        + "</Relationships>"
    )
    relations = "word/_rels/document.xml.rels"
    parts[relations] = parts[relations].replace(b"</Relationships>", links.encode())
    with zipfile.ZipFile(path, "w") as new:
        for name, content in (parts | {f"word/{k}.xml": v.encode() for k, v in added.items()}).items():
            new.writestr(name, content)
    scheme = read_scheme(path)
    assert [r.text for r in scheme.indicators[0].requirements] == ["报表", "记录", "优 5分", "良 3分"]
    told = {(p.code, p.place, p.values.get("text")) for p in problems(scheme)}
    assert told == {("footnote", "table 1, row 2", "按统计口径"), ("comments-not-read", "", "待定")}


def test_excel_comments_are_told_of(tmp_path: Path) -> None:
    book, sheet = workbook([["三级指标", "分值", "佐证"], ["▲甲", 1, "x"], ["乙", 2, "x"]])
    sheet["A2"].comment = Comment("口径待定", "审核")
    book.save(tmp_path / "s.xlsx")
    scheme = read_scheme(tmp_path / "s.xlsx")
    (told,) = [p for p in scheme.problems if p.code == "comments-not-read"]
    assert told.place == "Sheet" and "口径待定" in str(told.values["text"])
