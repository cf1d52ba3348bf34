"""Old Office formats: what LibreOffice wrote from known text, and files written word by word."""

import struct
import zipfile
from pathlib import Path

import pytest
from old_files import compound, word, workbook

from ledger_app.search.reading import read

WRITTEN = Path(__file__).parent / "data" / "written_by_libreoffice.zip"
BODY = [f"第{n}段：根据县政府要求，现将方案印发给你们。𠮷 abc" for n in range(30)]
TABLE = [f"张三{n}" for _ in range(3) for n in range(3)]
SECOND = ["分页前", *(f"第二页第{n}段" for n in range(5)), "青山镇人民政府", "2025年3月5日"]
MARGINS = ["青山镇党政办页眉", "页脚文字"]


@pytest.fixture
def written(tmp_path):
    with zipfile.ZipFile(WRITTEN) as archive:
        archive.extractall(tmp_path)
    return tmp_path


def lines_of(path):
    return [line.strip() for part in read(str(path)).parts for line in part.text.splitlines() if line.strip()]


@pytest.mark.parametrize("ending", ["doc", "wps"])
def test_doc(written, ending):
    path = (written / "lo.doc").rename(written / f"a.{ending}")
    assert lines_of(path) == [*BODY, *TABLE, *SECOND, *MARGINS]
    assert read(str(path)).error is None


def test_rtf(written):
    rows = ["张三0 张三1 张三2"] * 3
    assert lines_of(written / "lo.rtf") == [*BODY, *rows, *SECOND, *MARGINS]
    assert read(str(written / "lo.rtf")).running_head == MARGINS[0]


def test_rtf_named_doc_is_read_and_said(written):
    path = (written / "lo.rtf").rename(written / "a.doc")
    assert read(str(path)).error == "wrong-extension"
    assert lines_of(path)[0] == BODY[0]


@pytest.mark.parametrize("ending", ["xls", "et"])
def test_xls(written, ending):
    path = (written / "lo.xls").rename(written / f"a.{ending}")
    found = read(str(path))
    assert [part.page for part in found.parts] == [1, 3, 2]
    assert found.parts[0].text.splitlines() == [
        "序号 姓名 日期 比例 金额",
        *(f"{n + 1} 张三{n} 2025年3月5日 85.6% 1,234.50" for n in range(5)),
        "改厕台账",
    ]
    assert [part.text for part in found.parts[1:]] == ["2025-03-05 9:30:00", "隐藏内容\n隐藏"]


@pytest.mark.parametrize("ending", ["ppt", "dps"])
def test_ppt(written, ending):
    found = read(str((written / "p.ppt").rename(written / f"a.{ending}")))
    assert [(part.page, part.text) for part in found.parts] == [
        (1, "青山镇工作汇报\n自由文本框\n备注一"),
        (2, "第二张"),
    ]
    assert found.pages == 2


def doc(tmp_path, pieces, **options):
    (tmp_path / "a.doc").write_bytes(word(pieces, **options))
    return read(str(tmp_path / "a.doc"))


def test_a_doc_saved_fast_is_in_pieces(tmp_path):
    found = doc(tmp_path, [("青山", "utf-16-le"), ("abc ", "cp1252"), ("镇文件\r第二段\r", "utf-16-le")])
    assert found.text.splitlines() == ["青山abc 镇文件", "第二段"]


def test_doc_deleted_text_fields_and_running_heads(tmp_path):
    text = '旧的新的\r见\x13 HYPERLINK "x" \x14链接\x15。\x01\x08\r甲\x07乙\x07\x07页眉\r'
    found = doc(tmp_path, [(text, "utf-16-le")], deleted=[(0, 2)], heads=3)
    assert found.text.splitlines() == ["新的", "见链接。", "甲", "乙", "页眉"]
    assert found.running_head.strip() == "页眉"


def test_doc_halves_of_characters_survive_a_piece_that_ends_between_them(tmp_path):
    high, low = "𠮷".encode("utf-16-le")[:2], "𠮷".encode("utf-16-le")[2:]
    data = bytearray(word([("甲甲", "utf-16-le")]))
    at = data.index("甲甲".encode("utf-16-le"))
    data[at : at + 4] = high + low
    (tmp_path / "a.doc").write_bytes(data)
    assert read(str(tmp_path / "a.doc")).text == "𠮷"
    data[at : at + 4] = low + high
    (tmp_path / "a.doc").write_bytes(data)
    read(str(tmp_path / "a.doc")).text.encode()  # what a database takes


@pytest.mark.parametrize(
    ("options", "error"),
    [
        ({"version": 104}, "legacy-format"),
        ({"version": 101, "mark": 0xA5DC}, "legacy-format"),
        ({"flags": 0x0100}, "encrypted"),
    ],
)
def test_doc_that_is_too_old_or_locked(tmp_path, options, error):
    assert doc(tmp_path, [("文", "utf-16-le")], **options).error == error


@pytest.mark.parametrize(("name", "mark"), [("a.doc", b"\xdb\xa5"), ("a.xls", b"\x09\x02\x06\x00")])
def test_files_from_before_compound_files(tmp_path, name, mark):
    (tmp_path / name).write_bytes(mark + bytes(500))
    assert read(str(tmp_path / name)).error == "legacy-format"


def test_a_compound_file_of_another_program(tmp_path):
    (tmp_path / "a.doc").write_bytes(compound({"Contents": b"x"}))
    (tmp_path / "b.db").write_bytes(compound({"Catalog": b"x"}))
    assert read(str(tmp_path / "a.doc")).error == "wrong-extension"
    assert read(str(tmp_path / "b.db")).error == "not-read-type"


def test_a_locked_docx(tmp_path):
    (tmp_path / "a.docx").write_bytes(compound({"EncryptedPackage": b"x", "EncryptionInfo": b"x"}))
    assert read(str(tmp_path / "a.docx")).error == "encrypted"


def cell(row, column, *, style=0):
    return struct.pack("<HHH", row, column, style)


def test_xls_cells_of_every_kind(tmp_path):
    records = [
        (0x00FD, cell(0, 0) + struct.pack("<I", 1)),
        (0x0203, cell(0, 1, style=1) + struct.pack("<d", 0.5)),
        (0x027E, cell(1, 0) + struct.pack("<I", (1234 << 2) | 3)),
        (
            0x00BD,
            struct.pack("<HH", 1, 1)
            + struct.pack("<HIHI", 0, 7 << 2 | 2, 0, (-7 << 2 | 2) & 0xFFFFFFFF)
            + b"\2\0",
        ),
        (0x0006, cell(2, 0) + bytes([0, 0, 0, 0, 0, 0, 0xFF, 0xFF]) + bytes(8)),
        (0x0207, struct.pack("<HB", 2, 1) + "合计".encode("utf-16-le")),
        (0x0006, cell(2, 1) + struct.pack("<d", 3.0) + bytes(8)),
        (0x0205, cell(2, 2) + b"\1\0"),
        (0x0205, cell(2, 3) + b"\x07\1"),
        (0x0204, cell(3, 0) + struct.pack("<HB", 1, 1) + "旧".encode("utf-16-le")),
        (0x01B6, struct.pack("<10xH6x", 2)),
        (0x003C, b"\1" + "批注".encode("utf-16-le")),
    ]
    book = workbook([("Sheet1", 0, records)], strings=["甲", "乙"], formats={170: "0%"})
    (tmp_path / "a.xls").write_bytes(book)
    assert read(str(tmp_path / "a.xls")).text.splitlines() == [
        "乙 50%",
        "12.34 7 -7",
        "合计 3 TRUE #DIV/0!",
        "旧",
        "批注",
    ]


def test_xls_strings_that_run_on_into_the_next_record(tmp_path):
    whole = struct.pack("<II", 2, 2) + struct.pack("<HB", 4, 1) + "青山".encode("utf-16-le")
    rest = b"\0" + b"ab" + struct.pack("<HB", 1, 1) + "乙".encode("utf-16-le")
    strings = struct.pack("<HH", 0x00FC, len(whole)) + whole + struct.pack("<HH", 0x003C, len(rest)) + rest
    cells = [(0x00FD, cell(0, n) + struct.pack("<I", n)) for n in range(2)]
    (tmp_path / "a.xls").write_bytes(workbook([("Sheet1", 0, cells)], extra=strings))
    assert read(str(tmp_path / "a.xls")).text == "青山ab 乙"


def test_xls_locked(tmp_path):
    (tmp_path / "a.xls").write_bytes(workbook([("a", 0, [])], extra=struct.pack("<HHI", 0x2F, 4, 0)))
    assert read(str(tmp_path / "a.xls")).error == "encrypted"


def rtf(tmp_path, text):
    (tmp_path / "a.rtf").write_bytes(text if isinstance(text, bytes) else text.encode("latin-1"))
    return read(str(tmp_path / "a.rtf"))


def test_rtf_in_gbk_by_page_by_font_and_raw(tmp_path):
    gbk = "".join(f"\\'{byte:02x}" for byte in "青山".encode("gb18030"))
    assert rtf(tmp_path, rf"{{\rtf1\ansi\ansicpg936 {gbk}\par}}").text == "青山"
    by_font = rf"{{\rtf1\ansi\ansicpg1252{{\fonttbl{{\f0\fcharset0 Arial;}}{{\f1\fcharset134 SimSun;}}}}\f1 {gbk}\par}}"
    assert rtf(tmp_path, by_font).text == "青山"
    assert rtf(tmp_path, b"{\\rtf1\\ansicpg936 " + "青山".encode("gb18030") + b"}").text == "青山"


def test_rtf_unicode_with_what_older_programs_show_instead(tmp_path):
    assert rtf(tmp_path, r"{\rtf1\uc1\u38738?\u23665\'3f{\uc2\u-10174\'aa\'bb\u-8265??}}").text == "青山𠮷"


def test_rtf_leaves_out_what_is_not_shown(tmp_path):
    found = rtf(
        tmp_path,
        r"{\rtf1{\info{\title x}}{\*\unknown y}{\pict\wmetafile8 00{ff}}a{\deleted old}{\field{\*\fldinst HYPERLINK}"
        r"{\fldrslt b}}{\pict\bin4 }}}}}c{\footnote d}\~e\par}",
    )
    assert found.text.splitlines() == ["abc e", "d"]


def test_rtf_pages_where_they_add_up(tmp_path):
    found = rtf(tmp_path, r"{\rtf1{\info{\nofpages2}}a\page b}")
    assert [(part.page, part.text) for part in found.parts] == [(1, "a"), (2, "b")]
    assert rtf(tmp_path, r"{\rtf1{\info{\nofpages3}}a\page b}").parts[0].page is None
