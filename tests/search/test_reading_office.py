"""The whole text of docx, xlsx, pptx, OpenDocument and OFD, on the pages where it stands."""

import datetime
import zipfile

import docx
import openpyxl
import pytest
from docx.enum.text import WD_BREAK
from hypothesis import given
from hypothesis import strategies as st
from made_files import write_docx, write_parts, write_pptx

from ledger_app.search.number_formats import formatter, general
from ledger_app.search.reading import read

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
STRICT = 'xmlns:w="http://purl.oclc.org/ooxml/wordprocessingml/main"'


def pages_of(path):
    return [(part.page, part.text.splitlines()) for part in read(str(path)).parts]


def word_parts(body, *, space=W, pages=None, **others):
    parts = {"word/document.xml": f"<w:document {space}><w:body>{body}</w:body></w:document>"}
    if pages:
        parts["docProps/app.xml"] = f"<Properties><Pages>{pages}</Pages></Properties>"
    for name, inner in others.items():
        parts[f"word/{name}.xml"] = f"<w:{name} {space}>{inner}</w:{name}>"
    return parts


def p(*runs):
    return f"<w:p>{''.join(run if run.startswith('<') else f'<w:r><w:t>{run}</w:t></w:r>' for run in runs)}</w:p>"


def test_docx_reads_every_corner(tmp_path):
    body = (
        p("正文", '<w:r><w:footnoteReference w:id="2"/></w:r>', "后半")
        + "<w:tbl><w:tr><w:tc>"
        + p("表格里")
        + "</w:tc></w:tr></w:tbl>"
        + p(
            '<w:r><w:commentReference w:id="0"/></w:r>', "第二段", '<w:r><w:endnoteReference w:id="3"/></w:r>'
        )
    )
    parts = word_parts(
        body,
        footnotes=f'<w:footnote w:id="2">{p("脚注一")}{p("接着")}</w:footnote>',
        endnotes=f'<w:endnote w:id="3">{p("尾注一")}</w:endnote>',
        comments=f'<w:comment w:id="0">{p("批注一")}</w:comment>',
    )
    parts["word/header1.xml"] = parts["word/header2.xml"] = f"<w:hdr {W}>{p('页眉')}</w:hdr>"
    parts["word/footer1.xml"] = f"<w:ftr {W}>{p('页脚')}</w:ftr>"
    parts["word/diagrams/data1.xml"] = '<d xmlns:a="a"><a:p><a:r><a:t>组织结构图</a:t></a:r></a:p></d>'
    write_parts(tmp_path / "a.docx", parts)
    found = read(str(tmp_path / "a.docx"))
    assert "\n".join(part.text for part in found.parts).splitlines() == [
        "正文后半",
        "表格里",
        "第二段",
        "脚注一 接着",
        "批注一",
        "尾注一",
        "页眉",
        "页脚",
        "组织结构图",
    ]
    assert found.running_head == "页眉"


def test_docx_deleted_and_moved_text_is_left_out(tmp_path):
    body = p(
        "留下",
        "<w:del><w:r><w:delText>删掉</w:delText></w:r></w:del>",
        "<w:moveFrom><w:r><w:t>搬走</w:t></w:r></w:moveFrom>",
        "<w:ins><w:r><w:t>新增</w:t></w:r></w:ins>",
    )
    write_parts(tmp_path / "a.docx", word_parts(body))
    assert pages_of(tmp_path / "a.docx") == [(None, ["留下新增"])]


@pytest.mark.parametrize("space", [W, STRICT])
def test_docx_pages_are_those_that_word_marked(tmp_path, space):
    mark = "<w:r><w:lastRenderedPageBreak/></w:r>"
    body = (
        p("一") + p("跨页的", mark, "一段") + p("二") + p('<w:r><w:br w:type="page"/></w:r>') + p(mark, "三")
    )
    write_parts(tmp_path / "a.docx", word_parts(body, pages=3, space=space))
    assert pages_of(tmp_path / "a.docx") == [(1, ["一", "跨页的一段"]), (2, ["二"]), (3, ["三"])]


def test_docx_without_marks_has_pages_only_where_they_add_up(tmp_path):
    document = docx.Document()
    document.add_paragraph("一").add_run().add_break(WD_BREAK.PAGE)
    document.add_paragraph("二")
    document.save(tmp_path / "a.docx")  # its template states one page
    assert pages_of(tmp_path / "a.docx") == [(None, ["一", "二"])]
    body = p("一", '<w:r><w:br w:type="page"/></w:r>') + p("二")
    write_parts(tmp_path / "b.docx", word_parts(body, pages=2))
    assert pages_of(tmp_path / "b.docx") == [(1, ["一"]), (2, ["二"])]


def test_docx_notes_stand_on_the_page_that_refers_to_them(tmp_path):
    mark = "<w:r><w:lastRenderedPageBreak/></w:r>"
    body = p("一", '<w:r><w:footnoteReference w:id="1"/></w:r>') + p(mark, "二")
    write_parts(
        tmp_path / "a.docx",
        word_parts(body, footnotes=f'<w:footnote w:id="1">{p("注")}</w:footnote>'),
    )
    assert pages_of(tmp_path / "a.docx") == [(1, ["一", "注"]), (2, ["二"])]


def test_word_2003_xml_named_doc(tmp_path):
    (tmp_path / "a.doc").write_text(
        '<?xml version="1.0"?><?mso-application progid="Word.Document"?>'
        f"<w:wordDocument {W}><w:body>{p('实施方案')}</w:body></w:wordDocument>",
        encoding="utf-8",
    )
    assert read(str(tmp_path / "a.doc")).text == "实施方案"
    assert read(str(tmp_path / "a.doc")).error is None


def test_a_docx_of_pictures_says_so(tmp_path):
    write_parts(tmp_path / "a.docx", word_parts(p("<w:r/>")) | {"word/media/image1.jpeg": b"x"})
    write_parts(tmp_path / "b.docx", word_parts(p("<w:r/>")))
    assert read(str(tmp_path / "a.docx")).error == "only-pictures"
    assert read(str(tmp_path / "b.docx")).error == "no-text"


def test_parts_with_the_separator_of_windows(tmp_path):
    with zipfile.ZipFile(tmp_path / "a.docx", "w") as archive:
        for name, data in word_parts(p("方案")).items():
            info = zipfile.ZipInfo(name)
            info.filename = name.replace("/", "\\")
            archive.writestr(info, data)
    assert read(str(tmp_path / "a.docx")).text == "方案"


def test_xlsx_reads_every_sheet_and_row_as_a_person_sees_it(tmp_path):
    book = openpyxl.Workbook()
    first = book.active
    first.title = "改厕台账"
    first.append(["姓名", "日期", "完成率", "金额", "户数", "编号"])
    first.append(["张三", datetime.date(2025, 3, 5), 0.856, 1234.5, 12.0, 7])
    for column, code in {2: 'yyyy"年"m"月"d"日"', 3: "0.0%", 4: "#,##0.00", 6: "000"}.items():
        first.cell(2, column).number_format = code
    hidden = book.create_sheet("底稿")
    hidden["A1"] = "藏起来的"
    hidden.sheet_state = "hidden"
    last = book.create_sheet()
    last["B500"] = datetime.datetime(2025, 3, 5, 9, 30)
    last["C500"] = 0.1 + 0.2
    last["A500"] = True
    book.save(tmp_path / "a.xlsx")
    assert pages_of(tmp_path / "a.xlsx") == [
        (1, ["姓名 日期 完成率 金额 户数 编号", "张三 2025年3月5日 85.6% 1,234.50 12 007", "改厕台账"]),
        (3, ["TRUE 2025-03-05 9:30:00 0.3"]),
        (2, ["藏起来的", "底稿"]),
    ]


def test_xlsx_comments_and_text_boxes(tmp_path):
    book = openpyxl.Workbook()
    book.active["A1"] = "甲"
    book.active["A1"].comment = openpyxl.comments.Comment("请核对", "审核人")
    book.save(tmp_path / "a.xlsx")
    assert pages_of(tmp_path / "a.xlsx") == [(1, ["甲", "请核对"])]


def test_excel_2003_xml_named_xls(tmp_path):
    (tmp_path / "a.xls").write_text(
        '<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>'
        '<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="s"><Worksheet ss:Name="名册">'
        '<Table><Row><Cell><Data ss:Type="String">张三</Data></Cell><Cell><Data ss:Type="Number">12</Data></Cell></Row>'
        "</Table></Worksheet></Workbook>",
        encoding="utf-8",
    )
    found = read(str(tmp_path / "a.xls"))
    assert (found.text, found.error) == ("张三 12\n名册", "wrong-extension")


@pytest.mark.parametrize(
    ("raw", "code", "shown"),
    [
        ("45721", "yyyy-mm-dd", "2025-03-05"),
        ("45721.395833333336", "yyyy/m/d h:mm", "2025/3/5 9:30"),
        ("45721", '[$-804]yyyy"年"m"月"d"日";@', "2025年3月5日"),
        ("45721", "aaaa", "星期三"),
        ("0.75", "h:mm AM/PM", "6:00 PM"),
        ("1.5", "[h]:mm", "36:00"),
        ("0.5", "mm:ss", "00:00"),
        ("59", "yyyy/m/d", "1900/2/28"),
        ("0.125", "0%", "13%"),
        ("2.675", "0.00", "2.68"),
        ("-1234.5", "#,##0.0", "-1,234.5"),
        ("1234567", '#,##0,"千元"', "1,235千元"),
        ("3", '"第"0"期"', "第3期"),
        ("5", "000000", "000005"),
        ("12", "General", "12"),
        ("12", "0_);[Red]\\(0\\)", "12"),
        ("1.25", "# ?/?", "1.25"),
        ("x", "0.00", "x"),
        ("1e400", "0.00", "1e400"),
        ("1", "0" * 5000, "1"),
    ],
)
def test_number_formats(raw, code, shown):
    assert formatter(code, False)(raw) == shown


def test_days_from_1904():
    assert formatter("yyyy-mm-dd", True)("44259") == "2025-03-05"


@given(st.text(max_size=30), st.text(alphabet='0#?,.%ymdhsa"\\[]/;@E+-_* 年月日', max_size=40))
def test_a_format_never_fails(raw, code):
    assert isinstance(formatter(code, False)(raw), str)


@given(st.integers(-(10**17), 10**17))
def test_whole_numbers_stay_whole(number):
    assert general(str(number)) == str(number)
    assert general(f"{number}.0") == str(number)


def test_pptx_slides_in_their_order_with_notes(tmp_path):
    relation = '<Relationship Id="r{}" Type="x/{}" Target="{}"/>'
    slide = '<p:sld xmlns:p="p" xmlns:a="a"><a:p><a:r><a:t>{}</a:t></a:r><a:fld type="slidenum"><a:t>9</a:t></a:fld></a:p></p:sld>'
    write_parts(
        tmp_path / "a.pptx",
        {
            "ppt/presentation.xml": '<p xmlns:r="r"><sldIdLst><sldId r:id="r2"/><sldId r:id="r1"/></sldIdLst></p>',
            "ppt/_rels/presentation.xml.rels": "<R>"
            + relation.format(1, "slide", "slides/slide1.xml")
            + relation.format(2, "slide", "slides/slide2.xml")
            + "</R>",
            "ppt/slides/slide1.xml": slide.format("后面"),
            "ppt/slides/slide2.xml": slide.format("前面"),
            "ppt/slides/_rels/slide2.xml.rels": f"<R>{relation.format(1, 'notesSlide', '../notesSlides/n.xml')}</R>",
            "ppt/notesSlides/n.xml": slide.format("备注"),
        },
    )
    assert pages_of(tmp_path / "a.pptx") == [(1, ["前面", "备注"]), (2, ["后面"])]


def test_pptx_whose_list_of_slides_is_lost(tmp_path):
    write_pptx(tmp_path / "a.pptx", [f"第{n}张" for n in range(1, 12)])
    assert [page for page, _ in pages_of(tmp_path / "a.pptx")] == list(range(1, 12))
    assert pages_of(tmp_path / "a.pptx")[10] == (11, ["第11张"])


def ofd_text(*lines):
    return (
        "<o:Page xmlns:o='http://www.ofdspec.org/2016'><o:Content><o:Layer>"
        + "".join(
            f"<o:TextObject Boundary='{x} {y} 10 5'><o:TextCode X='0' Y='4'>{text}</o:TextCode></o:TextObject>"
            for x, y, text in lines
        )
        + "</o:Layer></o:Content></o:Page>"
    )


def ofd_parts(prefix="o:"):
    space = f"xmlns{':o' if prefix else ''}='http://www.ofdspec.org/2016'"
    body = f"<{prefix}DocBody><{prefix}DocRoot>{{}}</{prefix}DocRoot></{prefix}DocBody>"
    document = (
        f"<{prefix}Document {space}><{prefix}CommonData><{prefix}TemplatePage ID='9' BaseLoc='Tpls/T.xml'/></{prefix}CommonData>"
        f"<{prefix}Pages><{prefix}Page ID='1' BaseLoc='Pages/1.xml'/><{prefix}Page ID='2' BaseLoc='/Doc_0/Pages/2.xml'/>"
        f"</{prefix}Pages><{prefix}Annotations>Annots/A.xml</{prefix}Annotations></{prefix}Document>"
    )
    return {
        "OFD.xml": f"<{prefix}OFD {space}>{body.format('Doc_0/Document.xml')}{body.format('Doc_1/Document.xml')}</{prefix}OFD>",
        "Doc_0/Document.xml": document,
        "Doc_0/Tpls/T.xml": ofd_text((0, 0, "青山镇人民政府文件")),
        "Doc_0/Pages/1.xml": ofd_text((10, 30, "关于"), (30, 30.4, "印发"), (10, 40, "通知")).replace(
            "<o:Content>", "<o:Template TemplateID='9'/><o:Content>"
        ),
        "Doc_0/Pages/2.xml": ofd_text((10, 10, "第二页")),
        "Doc_0/Annots/A.xml": "<Annotations><Page PageID='2'><FileLoc>P2.xml</FileLoc></Page></Annotations>",
        "Doc_0/Annots/P2.xml": ofd_text((0, 0, "批注")),
        "Doc_1/Document.xml": "<Document><Pages><Page ID='1' BaseLoc='P.xml'/></Pages></Document>",
        "Doc_1/P.xml": ofd_text((0, 0, "另一份")),
    }


@pytest.mark.parametrize("prefix", ["o:", ""])
def test_ofd(tmp_path, prefix):
    write_parts(tmp_path / "a.ofd", ofd_parts(prefix))
    assert pages_of(tmp_path / "a.ofd") == [
        (1, ["青山镇人民政府文件", "关于 印发", "通知"]),
        (2, ["第二页", "批注"]),
        (3, ["另一份"]),
    ]
    assert read(str(tmp_path / "a.ofd")).pages == 3


def test_ofd_locked_or_incomplete(tmp_path):
    parts = ofd_parts()
    del parts["Doc_0/Document.xml"]
    write_parts(tmp_path / "a.ofd", parts)
    write_parts(tmp_path / "b.ofd", parts | {"Encryptions.xml": "<x/>"})
    assert read(str(tmp_path / "a.ofd")).error == "damaged"
    assert read(str(tmp_path / "b.ofd")).error == "encrypted"


OPEN = 'xmlns:office="o" xmlns:text="t" xmlns:table="b" xmlns:draw="d" xmlns:meta="m"'


def open_parts_of(kind, body, **others):
    content = f"<office:document-content {OPEN}><office:body><office:{kind}>{body}</office:{kind}></office:body></office:document-content>"
    return {"mimetype": f"application/vnd.oasis.opendocument.{kind}", "content.xml": content} | others


def test_odt(tmp_path):
    body = (
        "<text:tracked-changes><text:deletion><text:p>删掉</text:p></text:deletion></text:tracked-changes>"
        "<text:h>标题</text:h><text:p>前<text:s/>后<text:soft-page-break/>同一段</text:p><text:p>第二页</text:p>"
    )
    styles = f"<s {OPEN}><text:p>页眉</text:p></s>"
    write_parts(tmp_path / "a.odt", open_parts_of("text", body, **{"styles.xml": styles}))
    assert pages_of(tmp_path / "a.odt") == [(1, ["标题", "前 后同一段"]), (2, ["第二页"]), (None, ["页眉"])]
    assert read(str(tmp_path / "a.odt")).pages == 2


def test_ods_and_odp(tmp_path):
    row = "<table:table-row><table:table-cell><text:p>张三</text:p></table:table-cell><table:table-cell><text:p>12</text:p></table:table-cell></table:table-row>"
    tables = f'<table:table table:name="名册">{row}</table:table><table:table table:name="Sheet2">{row}</table:table>'
    write_parts(tmp_path / "a.ods", open_parts_of("spreadsheet", tables))
    assert pages_of(tmp_path / "a.ods") == [(1, ["张三 12", "名册"]), (2, ["张三 12"])]
    slides = '<draw:page draw:name="a"><text:p>一</text:p></draw:page><draw:page draw:name="b"><text:p>二</text:p></draw:page>'
    write_parts(tmp_path / "a.odp", open_parts_of("presentation", slides))
    assert pages_of(tmp_path / "a.odp") == [(1, ["一"]), (2, ["二"])]
    assert read(str(tmp_path / "a.odp")).pages == 2


def test_odt_locked(tmp_path):
    manifest = '<m:manifest xmlns:m="m"><m:file-entry><m:encryption-data/></m:file-entry></m:manifest>'
    write_parts(tmp_path / "a.odt", open_parts_of("text", "", **{"META-INF/manifest.xml": manifest}))
    assert read(str(tmp_path / "a.odt")).error == "encrypted"


def test_a_wps_file_may_hold_either_format(tmp_path):
    write_docx(tmp_path / "a.wps")
    assert read(str(tmp_path / "a.wps")).error is None
    write_docx(tmp_path / "a.doc")
    assert read(str(tmp_path / "a.doc")).error == "wrong-extension"
