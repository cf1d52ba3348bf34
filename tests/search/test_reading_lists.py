"""PDF, plain text, web pages, mails, and archives as lists of their contents."""

import gzip
import io
import re
import struct
import tarfile
import zipfile
import zlib

import py7zr
import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_files import NOTICE, write_pdf, write_scan
from PIL import Image
from reportlab import rl_config
from reportlab.pdfgen import canvas

from ledger_app.search.describing import describe_reading
from ledger_app.search.pdf import _is_garbled
from ledger_app.search.plain_text import decode
from ledger_app.search.reading import read


def text_of(path):
    return read(str(path)).text


@pytest.fixture
def plain_pdf(monkeypatch):
    monkeypatch.setattr(rl_config, "useA85", 0)


def test_every_page_of_a_pdf_is_a_part(tmp_path):
    write_pdf(tmp_path / "a.pdf", [NOTICE, [], ["第三页的文字在这里"]])
    found = read(str(tmp_path / "a.pdf"))
    assert [part.page for part in found.parts] == [1, 3]
    assert (found.pages, found.scans) == (3, ())


def test_a_page_that_is_a_picture_is_a_scan(tmp_path):
    write_scan(tmp_path / "a.pdf", pages=2)
    assert read(str(tmp_path / "a.pdf")).scans == (1, 2)


def test_a_page_number_on_a_scan_does_not_make_it_text(tmp_path):
    drawing = canvas.Canvas(str(tmp_path / "a.pdf"))
    for text in ("- 1 -", "This page has a text beside its picture"):
        drawing.drawInlineImage(Image.new("L", (50, 50)), 0, 0, 300, 300)
        drawing.drawString(100, 400, text)
        drawing.showPage()
    drawing.save()
    found = read(str(tmp_path / "a.pdf"))
    assert found.scans == (1,)
    assert [part.page for part in found.parts] == [2]


def test_a_font_that_does_not_say_what_it_draws_is_a_scan(tmp_path, plain_pdf):
    write_pdf(tmp_path / "a.pdf", [NOTICE, NOTICE])
    data = (tmp_path / "a.pdf").read_bytes()
    unmapped = re.sub(rb"/ToUnicode \d+ 0 R", lambda match: b" " * len(match[0]), data)
    assert unmapped != data
    (tmp_path / "a.pdf").write_bytes(unmapped)
    found = read(str(tmp_path / "a.pdf"))
    assert (found.parts, found.scans, found.error) == ((), (1, 2), None)


@pytest.mark.parametrize(
    ("text", "is_garbled"),
    [
        ("根据县政府要求，现将方案印发给你们，请于2025年12月31日前完成，并报镇政府办公室。", False),
        ("根據縣政府要求，現將方案印發給你們，請於2025年12月31日前完成，並報鎮政府辦公室。", False),
        ("喆玥珺璟翀赟昇祎垚頔瑄龑 张三 李四 王五 赵六 陈七 周八 吴九 郑十 村民代表会议签到表", False),
        ("".join(chr(0x9000 + 37 * n % 3000) for n in range(60)), True),
        ("\ue001\ue002\ue003 2025", True),
        ("ÇÄÅ ÉÑÖÜ áàÇ 2025 ÄÅ", True),
        ("L'été dernier, à l'école, le maire a reçu les élèves", False),
    ],
)
def test_what_no_page_says(text, is_garbled):
    assert _is_garbled(text) == is_garbled


def test_notes_and_fields_of_a_pdf(tmp_path):
    drawing = canvas.Canvas(str(tmp_path / "a.pdf"))
    drawing.drawString(100, 700, "A form that was filled in")
    drawing.freeTextAnnotation("second opinion", Rect=(10, 10, 200, 50), DA="/Helv 12 Tf")
    drawing.acroForm.textfield(name="n", value="filled in value", x=100, y=100)
    drawing.save()
    assert {"second opinion", "filled in value"} <= set(text_of(tmp_path / "a.pdf").splitlines())


def test_a_pdf_without_anything_on_it(tmp_path):
    write_pdf(tmp_path / "a.pdf", [[]])
    found = read(str(tmp_path / "a.pdf"))
    assert (found.pages, found.error) == (1, "no-text")


def tree_of(kids, count):
    """Return a PDF whose page tree has these kids."""
    out = io.BytesIO()
    places = []
    for body in (
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[%s]/Count %d>>" % (kids, count),
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>",
    ):
        places.append(out.tell())
        out.write(b"%d 0 obj\n%s\nendobj\n" % (len(places), body))
    start = out.tell()
    out.write(b"xref\n0 4\n0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % place for place in places))
    out.write(b"trailer<</Size 4/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % start)
    return b"%PDF-1.4\n" + out.getvalue()


def test_a_page_tree_that_holds_itself(tmp_path):
    (tmp_path / "a.pdf").write_bytes(tree_of(b"2 0 R 2 0 R", 5000))
    assert read(str(tmp_path / "a.pdf")).error == "damaged"


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16-le", "utf-16-be"])
def test_a_chinese_text_without_a_single_ascii_character(encoding):
    text = "青山镇人民政府关于印发农村人居环境整治实施方案的通知"
    assert decode(text.encode(encoding)) == text


@given(
    st.text(
        st.characters(min_codepoint=0x20, max_codepoint=0xFFFF, exclude_categories=["Cs", "Cc"]), min_size=1
    )
)
def test_utf_8_is_never_taken_for_anything_else(text):
    assert decode(text.encode()) == text.removeprefix("\ufeff")


def test_a_wrong_byte_in_a_long_text_costs_only_its_character():
    data = bytearray("会议记录。\n".encode("gb18030") * 200)
    data[1001] = 0xFF
    assert decode(bytes(data)).count("会议记录") >= 198


def test_a_hole_of_zeros_in_a_text():
    assert decode("前面".encode() + bytes(500) + "后面".encode()) == "前面后面"


def test_a_text_of_zeros(tmp_path):
    (tmp_path / "a.txt").write_bytes(bytes(5000))
    assert read(str(tmp_path / "a.txt")).error == "damaged"


def test_a_text_longer_than_is_kept(tmp_path, monkeypatch):
    monkeypatch.setattr("ledger_app.search.gathering.CHARACTERS", 10)
    (tmp_path / "a.txt").write_text("会议记录" * 10, encoding="utf-8")
    found = read(str(tmp_path / "a.txt"))
    assert (len(found.text), found.is_cut, found.error) == (10, True, None)


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16"])
def test_a_list_in_plain_text_named_xls(tmp_path, encoding):
    (tmp_path / "a.xls").write_bytes("姓名\t户数\r\n张三\t12\r\n".encode(encoding))
    found = read(str(tmp_path / "a.xls"))
    assert (found.text.splitlines(), found.error) == (["姓名 户数", "张三 12"], "wrong-extension")


@pytest.mark.parametrize("ending", ["html", "xls", "doc"])
def test_a_web_page_under_any_name(tmp_path, ending):
    page = (
        '<html><head><meta charset="gb2312"><title>名册</title><style>p{}</style></head><body><h1>改厕<b>台账</b></h1>'
        "<script>x</script><table><tr><td>张三</td><td>喆&nbsp;</td></tr></table>第一行<br>第二行</body></html>"
    )
    (tmp_path / f"a.{ending}").write_bytes(page.encode("gb18030"))
    found = read(str(tmp_path / f"a.{ending}"))
    assert found.text.splitlines() == ["改厕台账", "张三 喆", "第一行", "第二行", "名册"]
    assert found.error == (None if ending == "html" else "wrong-extension")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_a_web_page_that_declares_nothing(tmp_path, encoding):
    (tmp_path / "a.htm").write_bytes("<p>青山镇</p>".encode(encoding))
    assert text_of(tmp_path / "a.htm") == "青山镇"


MAIL = (
    b"From: =?gb2312?B?"
    + b"wO7LxA=="
    + b"?= <a@b>\r\nTo: c@d\r\nSubject: \xb9\xa4\xd7\xf7\r\nMIME-Version: 1.0\r\n"
    b'Content-Type: multipart/mixed; boundary="x"\r\n\r\n--x\r\nContent-Type: text/plain; charset=gb2312\r\n'
    b"Content-Transfer-Encoding: base64\r\n\r\n1f3OxA==\r\n--x\r\nContent-Type: application/msword\r\n"
    b'Content-Disposition: attachment; filename="=?utf-8?B?5pa55qGILmRvY3g=?="\r\n\r\nx\r\n--x--\r\n'
)


def test_a_mail(tmp_path):
    (tmp_path / "a.eml").write_bytes(MAIL)
    assert text_of(tmp_path / "a.eml").splitlines() == ["工作", "李四 <a@b>", "c@d", "正文", "方案.docx"]


def test_a_web_page_saved_as_mht_or_doc(tmp_path):
    mht = (
        b'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="x"\r\n\r\n--x\r\nContent-Type: text/html\r\n'
        b"Content-Transfer-Encoding: quoted-printable\r\n\r\n<meta charset=3Dgbk><p>=C7=E0=C9=BD</p>\r\n--x--\r\n"
    )
    (tmp_path / "a.mht").write_bytes(mht)
    (tmp_path / "a.doc").write_bytes(mht)
    assert text_of(tmp_path / "a.mht") == "青山"
    assert (text_of(tmp_path / "a.doc"), read(str(tmp_path / "a.doc")).error) == ("青山", "wrong-extension")


def zip_with(path, raw, *, extra=b"", flags=0):
    """Write a zip of one empty file whose name is these bytes."""
    head = struct.pack("<HHHHHIIIHH", 20, flags, 0, 0, 0x5821, 0, 0, 0, len(raw), len(extra))
    local = b"PK\3\4" + head + raw + extra
    middle = struct.pack("<HHHII", 0, 0, 0, 0, 0)
    central = b"PK\1\2\x14\0" + head + middle + raw + extra
    path.write_bytes(
        local + central + b"PK\5\6" + struct.pack("<HHHHIIH", 0, 0, 1, 1, len(central), len(local), 0)
    )


@pytest.mark.parametrize("name", ["名称/誠謀昞瀅琝靄.docx", "a\\名称.txt"])
def test_zip_names_in_gbk_without_a_word_of_it(tmp_path, name):
    zip_with(tmp_path / "a.zip", name.encode("gbk"))
    assert text_of(tmp_path / "a.zip") == name.replace("\\", "/")


def test_zip_names_in_utf_8_with_and_without_the_mark(tmp_path):
    zip_with(tmp_path / "a.zip", "方案.docx".encode())
    zip_with(tmp_path / "b.zip", "方案.docx".encode(), flags=0x800)
    assert text_of(tmp_path / "a.zip") == text_of(tmp_path / "b.zip") == "方案.docx"


def test_zip_names_in_the_field_made_for_them(tmp_path):
    raw = b"????.docx"
    value = b"\1" + zlib.crc32(raw).to_bytes(4, "little") + "䶮𠮷.docx".encode()
    zip_with(tmp_path / "a.zip", raw, extra=struct.pack("<HH", 0x7075, len(value)) + value)
    assert text_of(tmp_path / "a.zip") == "䶮𠮷.docx"


def test_a_locked_zip_still_lists_its_names(tmp_path):
    zip_with(tmp_path / "a.zip", b"a.txt", flags=1)
    found = read(str(tmp_path / "a.zip"))
    assert (found.text, found.error) == ("a.txt", "locked-archive")


def test_7z(tmp_path):
    with py7zr.SevenZipFile(tmp_path / "a.7z", "w") as archive:
        archive.writestr("x", "材料/方案.docx")
    with py7zr.SevenZipFile(tmp_path / "b.7z", "w", password="x", header_encryption=True) as archive:
        archive.writestr("x", "方案.docx")
    assert text_of(tmp_path / "a.7z") == "材料/方案.docx"
    assert read(str(tmp_path / "b.7z")).error == "locked-archive"


def rar_with(name, *, flags=0, main=0):
    """Return a RAR 4 archive of one stored file."""

    def block(kind, flags, body, data=b""):
        head = struct.pack("<BHH", kind, flags, 7 + len(body)) + body
        return struct.pack("<H", zlib.crc32(head) & 0xFFFF) + head + data

    raw = name.encode("utf-8")
    body = struct.pack("<IIBIIBBHI", 1, 1, 2, zlib.crc32(b"x"), 0x58210000, 29, 0x30, len(raw), 0x20) + raw
    return b"Rar!\x1a\x07\0" + block(0x73, main, bytes(6)) + block(0x74, 0x8000 | flags, body, b"x")


def test_rar(tmp_path):
    (tmp_path / "a.rar").write_bytes(rar_with("材料/方案.docx", flags=0x200))
    (tmp_path / "b.rar").write_bytes(rar_with("a.docx", flags=4))
    (tmp_path / "c.rar").write_bytes(rar_with("a.docx", main=0x11))
    assert text_of(tmp_path / "a.rar") == "材料/方案.docx"
    assert read(str(tmp_path / "b.rar")).error == "locked-archive"
    assert read(str(tmp_path / "c.rar")).error == "not-first-volume"
    (tmp_path / "a.rar").rename(tmp_path / "a.zip")
    assert read(str(tmp_path / "a.zip")).error == "wrong-extension"


@pytest.mark.parametrize(
    ("ending", "mode"), [("tar", "w"), ("tgz", "w:gz"), ("tar.xz", "w:xz"), ("tar.bz2", "w:bz2")]
)
def test_tar(tmp_path, ending, mode):
    with tarfile.open(tmp_path / f"a.{ending}", mode) as archive:
        archive.addfile(tarfile.TarInfo("材料/方案.docx"))
        info = tarfile.TarInfo("名称.txt".encode("gbk").decode("utf-8", "surrogateescape"))
        archive.addfile(info)
    assert text_of(tmp_path / f"a.{ending}").splitlines() == ["材料/方案.docx", "名称.txt"]


def test_a_single_file_packed(tmp_path):
    (tmp_path / "名册.csv.gz").write_bytes(gzip.compress("张三".encode()))
    assert text_of(tmp_path / "名册.csv.gz") == "名册.csv"


def test_an_archive_of_archives_is_only_listed(tmp_path):
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("里面.zip", b"PK\3\4")
        archive.writestr("方案.docx", b"x")
    found = read(str(tmp_path / "a.zip"))
    assert found.text.splitlines() == ["里面.zip", "方案.docx"]
    assert (found.text_source, found.parts[0].source) == ("none", "names")
    assert describe_reading(found).title is None
