from __future__ import annotations

import io
import os
import re
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import docx
import openpyxl
import pypdfium2
import pytest
from docx.oxml import parse_xml
from docx.shared import Cm
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from ledger_app.binder.renditions import office_program, own_old_word, own_pages
from ledger_app.binder.renditions.own_numbering import Counting, Level, numeral
from ledger_app.binder.renditions.own_pages import draw_own
from ledger_app.core.i18n import language, set_language
from ledger_app.search.containers import Unreadable

MARK = "本页由佐证台账按文字和表格重排，版式以原件为准"
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_WORDS = st.text("一二三天地玄黄宇宙洪荒abcXYZ0123456789，。（）《》%", min_size=1, max_size=40)
_QUICK = settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))


@pytest.fixture(autouse=True)
def _in_chinese() -> Iterator[None]:
    before = language()
    set_language("zh_CN")
    yield
    set_language(before)


def _pages(path: Path) -> list[str]:
    out = io.BytesIO()
    count = draw_own(path, out)
    document = pypdfium2.PdfDocument(out.getvalue())
    try:
        pages = ["".join(page.get_textpage().get_text_bounded().split()) for page in document]
    finally:
        document.close()
    assert len(pages) == count
    assert all(MARK in page for page in pages)
    return pages


def _whole(path: Path) -> str:
    return "".join(_pages(path))


def _bare(text: str) -> str:
    return "".join(text.split())


def _lines(path: Path) -> list[tuple[float, float, float, float]]:
    """Return the straight lines of the first page as (x0, y0, x1, y1), rounded to points."""
    out = io.BytesIO()
    draw_own(path, out)
    import pikepdf

    with pikepdf.open(out) as pdf:
        found, start = [], (0, 0)
        for operands, operator in pikepdf.parse_content_stream(pdf.pages[0]):
            if str(operator) == "m":
                start = tuple(round(float(v)) for v in operands)
            elif str(operator) == "l":
                found.append((*start, *(round(float(v)) for v in operands)))
    return found


@_QUICK
@given(
    paragraphs=st.lists(_WORDS, min_size=1, max_size=12),
    table=st.lists(st.lists(_WORDS, min_size=3, max_size=3), min_size=1, max_size=30),
    merge=st.tuples(st.integers(0, 29), st.integers(0, 2), st.integers(0, 29), st.integers(0, 2)),
)
def test_every_text_of_a_document_is_on_its_pages(
    tmp_path: Path, paragraphs: list[str], table: list[list[str]], merge: tuple[int, int, int, int]
) -> None:
    document = docx.Document()
    for text in paragraphs:
        document.add_paragraph(text)
    grid = document.add_table(len(table), 3)
    for row, texts in zip(grid.rows, table, strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    last = len(table) - 1
    grid.cell(min(merge[0], last), merge[1]).merge(grid.cell(min(merge[2], last), merge[3]))
    path = tmp_path / "a.docx"
    document.save(path)
    whole = _whole(path)
    for text in [*paragraphs, *(text for row in table for text in row)]:
        assert _bare(text)[:3] in whole
    found = whole.replace(MARK, "")
    wanted = sum(len(_bare(text)) for text in [*paragraphs, *(t for row in table for t in row)])
    found = re.sub(r"第\d+页，共\d+页|第\d+页共\d+页", "", found)
    assert len(found) >= wanted


@_QUICK
@given(
    rows=st.lists(
        st.lists(st.one_of(_WORDS, st.integers(0, 99_999), st.none()), min_size=2, max_size=9),
        min_size=2,
        max_size=40,
    ),
    merge=st.tuples(st.integers(1, 40), st.integers(1, 9), st.integers(0, 3), st.integers(0, 3)),
)
def test_every_cell_of_a_workbook_is_on_its_pages(
    tmp_path: Path, rows: list[list[str | int | None]], merge: tuple[int, int, int, int]
) -> None:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    top, left, down, across = merge
    kept = [
        value
        for r, row in enumerate(rows, 1)
        for c, value in enumerate(row, 1)
        if (r, c) == (top, left) or not (top <= r <= top + down and left <= c <= left + across)
    ]
    if down or across:
        book.active.merge_cells(
            start_row=top, start_column=left, end_row=top + down, end_column=left + across
        )
    path = tmp_path / "a.xlsx"
    book.save(path)
    texts = [_bare(str(value)) for value in kept if value is not None and _bare(str(value))]
    if not texts:
        with pytest.raises(Unreadable):
            _pages(path)
        return
    whole = _whole(path)
    for text in texts:
        assert text in whole or (len(text) > 3 and text[:2] in whole)  # a cell may be broken over a page


def test_merged_cells_are_drawn_as_one(tmp_path: Path) -> None:
    document = docx.Document()
    grid = document.add_table(3, 2)
    for n, cell in enumerate(c for row in grid.rows for c in row.cells):
        cell.text = f"格{n}"
    plain = tmp_path / "plain.docx"
    document.save(plain)
    grid.cell(0, 0).merge(grid.cell(2, 0))
    merged = tmp_path / "merged.docx"
    document.save(merged)

    def across(path: Path) -> set[tuple[float, ...]]:
        lines = _lines(path)
        left = min(line[0] for line in lines if line[0] == line[2])
        return {line for line in lines if line[1] == line[3] and line[0] == left and line[1] > 100}

    assert len({line[1] for line in across(plain)}) == 4
    assert len({line[1] for line in across(merged)}) == 2


def test_a_merged_cell_over_two_pages_is_closed_on_both(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(["大项", "指标", "分值"])
    for n in range(120):
        book.active.append(["粮食" if n == 0 else None, f"指标{n}", n])
    book.active.merge_cells("A2:A121")
    path = tmp_path / "a.xlsx"
    book.save(path)
    pages = _pages(path)
    assert len(pages) > 1
    assert all("大项指标分值" in page for page in pages)
    assert "粮食" in "".join(pages)


def test_numbers_and_dates_stand_as_the_sheet_shows_them_and_hidden_things_are_named(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "台账"
    sheet.append(["村名", "面积", "完成率", "说明"])
    sheet.append(["东坪村", 1234.5, 0.256, "=1+1"])
    sheet["B2"].number_format = "#,##0.00"
    sheet["C2"].number_format = "0.0%"
    sheet["A3"] = "第一行\n第二行"
    sheet.append(["藏起来的", 1, 2, 3])
    sheet.row_dimensions[4].hidden = True
    book.create_sheet("备用").append(["秘密"])
    book["备用"].sheet_state = "hidden"
    path = tmp_path / "a.xlsx"
    book.save(path)
    whole = _whole(path)
    for text in ("1,234.50", "25.6%", "〔公式无结果〕", "第一行第二行", "工作表：台账"):
        assert text in whole
    assert "隐藏的工作表未印出：备用" in whole and "隐藏的行或列未印出" in whole
    assert "秘密" not in whole and "藏起来的" not in whole


def test_a_wide_sheet_goes_across_and_a_very_wide_one_in_parts(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for row in range(6):
        book.active.append([f"户{row}" if n == 0 else f"列{n}" if row == 0 else n * row for n in range(60)])
    path = tmp_path / "a.xlsx"
    book.save(path)
    out = io.BytesIO()
    draw_own(path, out)
    document = pypdfium2.PdfDocument(out.getvalue())
    assert all(page.get_width() > page.get_height() for page in document)
    document.close()
    whole = _whole(path)
    assert "宽表分幅：第1幅" in whole
    assert all(f"列{n}" in whole for n in range(1, 60))
    assert whole.count("户3") >= 3  # the first column beside every part


def test_what_cannot_be_shown_has_a_line_in_its_place(tmp_path: Path) -> None:
    document = docx.Document()
    body = document.element.body
    chart = (
        f'<w:p {W}><w:r><w:t>图表前</w:t></w:r><w:r><w:drawing><c:chart xmlns:c="http://schemas.openxmlformats.org/'
        'drawingml/2006/chart"/></w:drawing></w:r><w:r><w:t>图表后</w:t></w:r></w:p>'
    )
    box = (
        f"<w:p {W}><w:r><w:pict><w:txbxContent><w:p><w:r><w:t>文本框里的字</w:t></w:r></w:p></w:txbxContent>"
        "</w:pict></w:r></w:p>"
    )
    formula = (
        f'<w:p {W}><m:oMath xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"><m:r><m:t>a+b</m:t>'
        "</m:r></m:oMath></w:p>"
    )
    deleted = (
        f"<w:p {W}><w:r><w:t>留下</w:t></w:r><w:del><w:r><w:delText>删去</w:delText></w:r></w:del></w:p>"
    )
    hidden = (
        f"<w:p {W}><w:r><w:rPr><w:vanish/></w:rPr><w:t>看不见</w:t></w:r><w:r><w:t>看得见</w:t></w:r></w:p>"
    )
    thing = f'<w:p {W}><w:r><w:object><o:OLEObject xmlns:o="urn:schemas-microsoft-com:office:office"/></w:object></w:r></w:p>'
    shape = f'<w:p {W}><w:r><w:pict><v:oval xmlns:v="urn:schemas-microsoft-com:vml"/></w:pict></w:r></w:p>'
    chosen = f'<w:p {W}><w:r><w:sym w:font="Wingdings" w:char="F0FE"/><w:t>同意</w:t></w:r></w:p>'
    for text in (chart, box, formula, deleted, hidden, thing, shape, chosen):
        body.insert(len(body) - 1, parse_xml(text))
    path = tmp_path / "a.docx"
    document.save(path)
    whole = _whole(path)
    assert "图表前〔此处有图表，见原件〕图表后" in whole
    assert whole.count("文本框里的字") == 1
    for text in (
        "〔公式：a+b，见原件〕",
        "〔此处嵌有其他程序的对象，见原件〕",
        "〔此处有图形，见原件〕",
        "〔修订中删去的文字未印出，见原件〕",
        "〔隐藏文字未印出，见原件〕",
        "[√]同意",
        "看得见",
    ):
        assert text in whole
    assert "删去" not in whole.replace("删去的文字", "") and "看不见" not in whole


def test_heads_feet_lists_breaks_and_directions_are_kept(tmp_path: Path) -> None:
    document = docx.Document()
    section = document.sections[0]
    section.header.paragraphs[0].text = "青山镇档案"
    section.footer.paragraphs[0].text = "内部资料"
    document.add_paragraph("第一条", style="List Number")
    document.add_paragraph("第二条", style="List Number")
    document.add_paragraph("第一页的字").add_run().add_break(docx.enum.text.WD_BREAK.PAGE)
    document.add_paragraph("第二页的字")
    across = document.add_section()
    across.orientation = docx.enum.section.WD_ORIENT.LANDSCAPE
    across.page_width, across.page_height = section.page_height, section.page_width
    document.add_paragraph("横排的字")
    path = tmp_path / "a.docx"
    document.save(path)
    pages = _pages(path)
    assert len(pages) == 3
    assert "1.第一条" in pages[0] and "2.第二条" in pages[0]
    assert "第一页的字" in pages[0] and "第二页的字" in pages[1] and "横排的字" in pages[2]
    assert all("青山镇档案" in page and "内部资料" in page for page in pages)
    out = io.BytesIO()
    draw_own(path, out)
    drawn = pypdfium2.PdfDocument(out.getvalue())
    assert [page.get_width() > page.get_height() for page in drawn] == [False, False, True]
    drawn.close()


def test_the_page_number_of_the_file_is_not_on_every_page(tmp_path: Path) -> None:
    document = docx.Document()
    foot = document.sections[0].footer.paragraphs[0]
    for xml in (
        "<w:t>第</w:t>",
        '<w:fldChar w:fldCharType="begin"/>',
        "<w:instrText> PAGE </w:instrText>",
        '<w:fldChar w:fldCharType="separate"/>',
        "<w:t>777</w:t>",
        '<w:fldChar w:fldCharType="end"/>',
        "<w:t>页</w:t>",
    ):
        foot._p.append(parse_xml(f"<w:r {W}>{xml}</w:r>"))
    document.add_paragraph("正文")
    path = tmp_path / "a.docx"
    document.save(path)
    whole = _whole(path)
    assert "777" not in whole and whole.startswith("正文" + MARK)


def test_notes_and_comments_stand_behind_the_text(tmp_path: Path) -> None:
    document = docx.Document()
    run = document.add_paragraph("有批注的字").runs[0]
    document.add_comment(run, text="请核实", author="王某")
    path = tmp_path / "a.docx"
    document.save(path)
    whole = _whole(path)
    assert "有批注的字〔1〕" in whole and "〔1〕批注王某：请核实" in whole


def test_pictures_in_text_and_cells_are_shown_and_broken_ones_named(tmp_path: Path) -> None:
    picture = io.BytesIO()
    Image.effect_noise((300, 200), 80).convert("RGB").save(picture, "PNG")
    document = docx.Document()
    document.add_picture(io.BytesIO(picture.getvalue()), width=Cm(8))
    cell = document.add_table(1, 1).cell(0, 0)
    cell.paragraphs[0].add_run().add_picture(io.BytesIO(picture.getvalue()), width=Cm(60))
    path = tmp_path / "a.docx"
    document.save(path)
    out = io.BytesIO()
    draw_own(path, out)
    drawn = pypdfium2.PdfDocument(out.getvalue())
    boxes = [
        o.get_bounds() for page in drawn for o in page.get_objects(filter=[pypdfium2.raw.FPDF_PAGEOBJ_IMAGE])
    ]
    drawn.close()
    assert next(round(right - left) for left, _b, right, _t in boxes) == round(8 / 2.54 * 72)
    assert all(left >= 70 and right <= 595 - 55 for left, _b, right, _t in boxes) and len(boxes) == 2

    broken = tmp_path / "b.docx"
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(broken, "w") as new:
        for info in old.infolist():
            data = old.read(info)
            new.writestr(info, data[:60] if "media/" in info.filename else data)
    assert _whole(broken).count("〔此处有图片，见原件〕") == 2


def test_characters_that_no_font_has_are_named_and_not_dropped(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph("户主𠮷田与\U0002f800及☑")
    path = tmp_path / "a.docx"
    document.save(path)
    whole = _whole(path)
    assert "𠮷田" in whole and "〔U+2F800〕" in whole and "[√]" in whole


def test_the_same_file_gives_the_same_bytes(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_heading("标题", 1)
    document.add_paragraph("正文" * 500)
    path = tmp_path / "a.docx"
    document.save(path)
    first, second = io.BytesIO(), io.BytesIO()
    assert draw_own(path, first) == draw_own(path, second)
    assert first.getvalue() == second.getvalue()


def test_a_document_without_end_stops_and_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(own_pages, "MOST_PAGES", 4)
    book = openpyxl.Workbook()
    for n in range(900):
        book.active.append([n, f"第{n}户"])
    path = tmp_path / "a.xlsx"
    book.save(path)
    pages = _pages(path)
    assert len(pages) == 4
    assert "只排印前3页" in pages[-1] and "第0户" in pages[0]


@pytest.mark.parametrize(
    ("name", "data", "wanted"),
    [
        ("a.txt", "第一行\n第二行 with words".encode("gb18030"), ["第一行", "第二行withwords"]),
        ("a.csv", "村名,户数\n东坪村,12\n".encode("gb18030"), ["村名户数", "东坪村12"]),
        ("a.html", "<html><p>网页<b>文字</b></p></html>".encode(), ["网页文字"]),
        ("a.rtf", rb"{\rtf1\ansi\ansicpg936 \'d6\'d0\'ce\'c4\par}", ["中文"]),
        ("a.eml", "Subject: 主题\nFrom: a@b\nTo: c@d\nMIME-Version: 1.0\n\n正文".encode(), ["主题", "正文"]),
    ],
)
def test_other_kinds_are_shown_as_their_text(
    tmp_path: Path, name: str, data: bytes, wanted: list[str]
) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    whole = _whole(path)
    assert all(text in whole for text in wanted)


def test_slides_are_pages_with_their_tables_and_notes(tmp_path: Path) -> None:
    path = tmp_path / "a.pptx"
    a = 'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
    p = 'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"'
    r = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"

    def shape(y: int, text: str, kind: str = "") -> str:
        place = f'<p:nvPr><p:ph type="{kind}"/></p:nvPr>' if kind else ""
        return (
            f'<p:sp><p:nvSpPr>{place}</p:nvSpPr><p:spPr><a:xfrm><a:off x="0" y="{y}"/></a:xfrm></p:spPr>'
            f"<p:txBody><a:p><a:r><a:t>{text}</a:t></a:r></a:p></p:txBody></p:sp>"
        )

    table = (
        "<p:graphicFrame><a:tbl><a:tblGrid><a:gridCol w='2000000'/><a:gridCol w='2000000'/></a:tblGrid><a:tr>"
        "<a:tc gridSpan='2'><a:txBody><a:p><a:r><a:t>合并格</a:t></a:r></a:p></a:txBody></a:tc>"
        "<a:tc hMerge='1'><a:txBody><a:p/></a:txBody></a:tc></a:tr></a:tbl></p:graphicFrame>"
    )

    def rels(*pairs: tuple[str, str]) -> str:
        items = "".join(
            f'<Relationship Id="r{n}" Type="{office}/{kind}" Target="{target}"/>'
            for n, (kind, target) in enumerate(pairs)
        )
        return f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{items}</Relationships>'

    with zipfile.ZipFile(path, "w") as parts:
        parts.writestr(
            "ppt/presentation.xml",
            f'<p:presentation {p} {r}><p:sldIdLst><p:sldId r:id="r1"/><p:sldId r:id="r0"/></p:sldIdLst></p:presentation>',
        )
        parts.writestr(
            "ppt/_rels/presentation.xml.rels",
            rels(("slide", "slides/slide1.xml"), ("slide", "slides/slide2.xml")),
        )
        for n, shapes in (
            (1, shape(900, "下面的字") + shape(100, "上面的字") + table),
            (2, shape(5, "标题", "title")),
        ):
            parts.writestr(
                f"ppt/slides/slide{n}.xml",
                f"<p:sld {p} {a}><p:cSld><p:spTree>{shapes}</p:spTree></p:cSld></p:sld>",
            )
        parts.writestr("ppt/slides/_rels/slide1.xml.rels", rels(("notesSlide", "../notesSlides/n1.xml")))
        parts.writestr("ppt/notesSlides/n1.xml", f"<p:notes {p} {a}>{shape(0, '讲稿')}</p:notes>")
    pages = _pages(path)
    assert len(pages) == 2 and "标题" in pages[0]
    assert (
        pages[1].index("上面的字") < pages[1].index("下面的字")
        and "合并格" in pages[1]
        and "讲稿" in pages[1]
    )


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("a.docx", b"", "empty"),
        ("a.docx", b"PK\3\4 broken", "damaged"),
        ("a.xlsx", b"\0" * 5000, "damaged"),
        ("a.pdf", b"%PDF-1.7", "not-read-type"),
    ],
)
def test_what_holds_nothing_is_refused_with_the_reason(
    tmp_path: Path, name: str, data: bytes, code: str
) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(Unreadable) as caught:
        draw_own(path, io.BytesIO())
    assert caught.value.code == code


def test_damage_within_a_document_costs_what_is_damaged(tmp_path: Path) -> None:
    document = docx.Document()
    for n in range(200):
        document.add_paragraph(f"第{n}段" + os.urandom(40).hex())
    path = tmp_path / "a.docx"
    document.save(path)
    with zipfile.ZipFile(path) as old:
        parts = {info.filename: old.read(info) for info in old.infolist()}
    parts["word/document.xml"] = parts["word/document.xml"][: len(parts["word/document.xml"]) // 2]
    with zipfile.ZipFile(path, "w") as new:
        for name, data in parts.items():
            new.writestr(name, data)
    whole = _whole(path)
    assert "第0段" in whole and "第199段" not in whole and "文件已损坏" in whole


@pytest.mark.parametrize(
    ("number", "look", "shown"),
    [
        (10, "chineseCounting", "十"),
        (21, "chineseCountingThousand", "二十一"),
        (105, "chineseCounting", "一百零五"),
        (110, "chineseCounting", "一百一十"),
        (12, "chineseLegalSimplified", "壹拾贰"),
        (3, "decimalEnclosedCircle", "③"),
        (28, "lowerLetter", "bb"),
        (14, "upperRoman", "XIV"),
        (11, "ideographTraditional", "甲"),
        (7, "unheard-of", "7"),
        (7, "none", ""),
    ],
)
def test_numbers_look_as_word_writes_them(number: int, look: str, shown: str) -> None:
    assert numeral(number, look) == shown


def test_lists_count_by_level_and_start_again_where_they_say_so() -> None:
    levels = {"a": {0: Level("chineseCounting", "%1、"), 1: Level("decimal", "%1.%2")}}
    counting = Counting(levels, {("2", 0): 5}, {"1": "a", "2": "a"})
    assert [counting.label("1", 0), counting.label("1", 1), counting.label("1", 1)] == [
        "一、",
        "一.1",
        "一.2",
    ]
    assert [counting.label("1", 0), counting.label("1", 1)] == ["二、", "二.1"]
    assert [counting.label("2", 0), counting.label("2", 0), counting.label("9", 0)] == ["五、", "六、", ""]


@pytest.mark.usefixtures("each_language")
def test_the_mark_is_in_the_language_in_use(tmp_path: Path, read_pdf: Callable[[bytes], object]) -> None:
    path = tmp_path / "a.txt"
    path.write_text("文字", encoding="utf-8")
    out = io.BytesIO()
    draw_own(path, out)
    mark = MARK if language() == "zh_CN" else "the original is authoritative"
    assert _bare(mark) in _bare(read_pdf(out.getvalue()).text)


@pytest.mark.parametrize(
    ("cells", "rows"),
    [
        (["a", "b", "", "c", "d", ""], [["a", "b"], ["c", "d"]]),
        (["a", "b", "", "", "d", "", "e", "", ""], [["a", "b"], ["", "d"], ["e", ""]]),
        (["a", "", "b", "c", ""], [["a"], ["b", "c"]]),
    ],
)
def test_the_rows_of_an_old_document_are_told_from_its_cells(cells: list[str], rows: list[list[str]]) -> None:
    assert own_old_word._rows(cells) == rows


@pytest.mark.skipif(
    not office_program.find(), reason="there is no office program here to write an old document"
)
def test_an_old_document_keeps_its_paragraphs_and_tables(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph("表前的字")
    for row, texts in zip(document.add_table(2, 3).rows, (("甲", "乙", "丙"), ("丁", "", "戊")), strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    document.add_paragraph("表后的字")
    source = tmp_path / "a.docx"
    document.save(source)
    (tmp_path / "out").mkdir()
    program = office_program.find()
    options = {"out": tmp_path / "out", "profile": tmp_path / "profile", "environment": {}}
    office_program.run(program, [source], to="doc", tick=lambda _: None, **options)
    path = tmp_path / "out" / "a.doc"
    whole = _whole(path)
    places = [whole.index(text) for text in ("表前的字", "甲", "乙", "丙", "丁", "戊", "表后的字")]
    assert places == sorted(places)
    columns = {round(line[0]) for line in _lines(path) if line[0] == line[2]}
    assert len(columns) == 4
