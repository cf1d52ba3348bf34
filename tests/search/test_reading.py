"""Heads of real files of every format, and of files made to hurt."""

import codecs
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_files import (
    NOTICE,
    half,
    ole_with,
    png_of,
    write_docx,
    write_parts,
    write_pdf,
    write_photo,
    write_pptx,
    write_scan,
    write_xlsx,
)

from ledger_app.search.plain_text import decode
from ledger_app.search.reading import read
from ledger_app.search.wording import READING_ERRORS, reading_error

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def test_docx(tmp_path):
    write_docx(tmp_path / "a.docx", header="青山镇党政办")
    found = read(str(tmp_path / "a.docx"))
    assert found.text.splitlines() == [*NOTICE, "青山镇党政办"]
    assert found.running_head == "青山镇党政办"
    assert (found.pages, found.pages_source, found.text_source, found.error) == (
        1,
        "properties",
        "text",
        None,
    )


def test_docx_text_boxes_count_once_and_deleted_text_never(tmp_path):
    body = (
        f"<w:document {W} xmlns:mc='http://schemas.openxmlformats.org/markup-compatibility/2006'><w:body><w:p>"
        "<mc:AlternateContent><mc:Choice><w:p><w:r><w:t>青山镇文件</w:t></w:r></w:p></mc:Choice>"
        "<mc:Fallback><w:p><w:r><w:t>青山镇文件</w:t></w:r></w:p></mc:Fallback></mc:AlternateContent>"
        "<w:r><w:delText>旧</w:delText><w:t>新</w:t></w:r></w:p></w:body></w:document>"
    )
    write_parts(tmp_path / "a.docx", {"word/document.xml": body})
    assert read(str(tmp_path / "a.docx")).text == "青山镇文件\n新"


def test_a_long_docx_keeps_its_end(tmp_path):
    write_docx(
        tmp_path / "a.docx", ["开头", *["中间的一段话。" * 20] * 100, "青山镇人民政府", "2025年3月5日"]
    )
    found = read(str(tmp_path / "a.docx"))
    assert len(found.text) <= 6000
    assert found.tail.endswith("青山镇人民政府\n2025年3月5日")


def test_xlsx(tmp_path):
    write_xlsx(tmp_path / "a.xlsx", [["青山镇改厕台账"], ["序号", "姓名"], [1, "张三"]])
    found = read(str(tmp_path / "a.xlsx"))
    assert found.text.splitlines() == ["青山镇改厕台账", "序号 姓名", "1 张三"]
    assert found.pages is None


def test_pptx(tmp_path):
    write_pptx(tmp_path / "a.pptx", ["工作汇报", "第二页"])
    found = read(str(tmp_path / "a.pptx"))
    assert (found.text, found.pages) == ("工作汇报\n第二页", 2)


def test_pdf(tmp_path):
    write_pdf(tmp_path / "a.pdf", [NOTICE, ["二"], ["三"], ["四"]])
    found = read(str(tmp_path / "a.pdf"))
    assert found.text.splitlines()[:2] == NOTICE[:2]
    assert (found.pages, found.text_source, found.tail, found.error) == (4, "text", "", None)


def test_a_scan_has_pages_and_no_text(tmp_path):
    write_scan(tmp_path / "a.pdf", pages=2)
    found = read(str(tmp_path / "a.pdf"))
    assert (found.pages, found.text, found.text_source, found.error) == (2, "", "none", None)


@pytest.mark.parametrize("name", ["a.jpg", "a.JPEG"])
def test_photo(tmp_path, name):
    write_photo(tmp_path / name)
    found = read(str(tmp_path / name))
    assert (found.taken, found.pages, found.error) == ("2025-03-05", 1, None)


@pytest.mark.parametrize("taken", [None, "0000:00:00 00:00:00", "1970:01:01 00:00:00", "nonsense"])
def test_a_camera_without_a_clock_states_no_date(tmp_path, taken):
    write_photo(tmp_path / "a.jpg", taken)
    assert read(str(tmp_path / "a.jpg")).taken is None


def test_heic_states_its_date_where_it_cannot_be_decoded(tmp_path):
    write_photo(tmp_path / "a.jpg")
    data = (tmp_path / "a.jpg").read_bytes()
    block = data[data.index(b"Exif\0\0") :][:400]
    (tmp_path / "a.heic").write_bytes(b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + bytes(50) + block)
    found = read(str(tmp_path / "a.heic"))
    assert (found.taken, found.pages, found.error) == ("2025-03-05", 1, "damaged")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be"])
def test_text_in_the_encodings_of_chinese_programs(tmp_path, encoding):
    (tmp_path / "a.txt").write_bytes("会议记录 2025年3月5日\r\n䶮喆玥".encode(encoding))
    assert read(str(tmp_path / "a.txt")).text == "会议记录 2025年3月5日\n䶮喆玥"


@given(st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF), min_size=1), st.integers(0, 3))
def test_a_text_cut_in_the_middle_of_a_character_is_read(text, cut):
    data = codecs.BOM_UTF8 + text.encode()
    assert text.startswith(decode(data[: len(data) - cut]))


def test_no_text_at_all(tmp_path):
    (tmp_path / "a.txt").write_bytes(b"\xff\xff\xff\xff" * 100)
    assert read(str(tmp_path / "a.txt")).error == "unknown-encoding"


def test_a_radical_reads_as_the_character(tmp_path):
    (tmp_path / "a.txt").write_text("⽂件⻚", encoding="utf-8")
    assert read(str(tmp_path / "a.txt")).text == "文件页"


@pytest.mark.parametrize("name", ["a.mp4", "a.dwg", "a"])
def test_a_type_that_is_not_read_says_so(tmp_path, name):
    (tmp_path / name).write_bytes(b"x")
    assert read(str(tmp_path / name)).error == "not-read-type"


def test_a_file_that_is_gone(tmp_path):
    assert read(str(tmp_path / "a.docx")).error == "not-opened"


@pytest.mark.parametrize("ending", ["docx", "xlsx", "pptx", "pdf", "txt", "csv", "jpg", "png", "heic", "doc"])
def test_empty(tmp_path, ending):
    (tmp_path / f"a.{ending}").write_bytes(b"")
    assert read(str(tmp_path / f"a.{ending}")).error == "empty"


@pytest.mark.parametrize("ending", ["docx", "xlsx", "pptx", "pdf", "jpg", "png", "heic"])
def test_garbage(tmp_path, ending):
    (tmp_path / f"a.{ending}").write_bytes(bytes(range(1, 256)) * 20)
    assert read(str(tmp_path / f"a.{ending}")).error == "damaged"


def test_truncated(tmp_path):
    write_docx(tmp_path / "a.docx")
    write_xlsx(tmp_path / "a.xlsx", [["甲"]])
    write_pdf(tmp_path / "a.pdf", [NOTICE] * 5)
    write_photo(tmp_path / "a.jpg")
    write_photo(tmp_path / "a.png")
    for path in sorted(tmp_path.iterdir()):
        half(path)
        assert read(str(path)).error == "damaged", path.name


def test_a_truncated_photo_keeps_its_date(tmp_path):
    write_photo(tmp_path / "a.jpg")
    half(tmp_path / "a.jpg")
    assert read(str(tmp_path / "a.jpg")).taken == "2025-03-05"


def test_encrypted(tmp_path):
    write_pdf(tmp_path / "a.pdf", [NOTICE], password="x")
    (tmp_path / "a.docx").write_bytes(ole_with("EncryptedPackage"))
    assert read(str(tmp_path / "a.pdf")).error == "encrypted"
    assert read(str(tmp_path / "a.docx")).error == "encrypted"


def test_a_wrong_ending_is_read_by_content(tmp_path):
    write_pdf(tmp_path / "a.docx", [NOTICE])
    found = read(str(tmp_path / "a.docx"))
    assert found.error == "wrong-extension"
    assert NOTICE[1] in found.text


def test_pictures_may_be_named_like_each_other(tmp_path):
    write_photo(tmp_path / "a.png")
    (tmp_path / "a.png").rename(tmp_path / "b.jpg")
    assert read(str(tmp_path / "b.jpg")).error is None


def test_a_web_page_named_xlsx(tmp_path):
    (tmp_path / "a.xlsx").write_text("<html><table/></html>", encoding="utf-8")
    assert read(str(tmp_path / "a.xlsx")).error == "wrong-extension"


def test_zip_bomb(tmp_path):
    head = f"<w:document {W}><w:body><w:p>".encode()
    write_parts(tmp_path / "a.docx", {"word/document.xml": head + b"<w:r/>" * (24 << 20)})
    assert (tmp_path / "a.docx").stat().st_size < 800_000
    assert read(str(tmp_path / "a.docx")).error == "too-large"


def test_entity_bomb(tmp_path):
    entities = "".join(f'<!ENTITY e{i} "{f"&e{i - 1};" * 10 if i else "哈" * 10}">' for i in range(12))
    xml = f"<!DOCTYPE x [{entities}]><w:document {W}><w:body><w:p><w:r><w:t>&e11;</w:t></w:r></w:p></w:body></w:document>"
    write_parts(tmp_path / "a.docx", {"word/document.xml": xml})
    assert read(str(tmp_path / "a.docx")).error == "damaged"


def test_an_entity_reads_no_other_file(tmp_path):
    (tmp_path / "secret").write_text("秘密", encoding="utf-8")
    xml = (
        f'<!DOCTYPE x [<!ENTITY e SYSTEM "file://{tmp_path}/secret">]>'
        f"<w:document {W}><w:body><w:p><w:r><w:t>&e;</w:t></w:r></w:p></w:body></w:document>"
    )
    write_parts(tmp_path / "a.docx", {"word/document.xml": xml})
    assert "秘密" not in read(str(tmp_path / "a.docx")).text


def test_a_picture_too_large_to_show(tmp_path):
    (tmp_path / "a.png").write_bytes(png_of(60_000, 60_000))
    assert read(str(tmp_path / "a.png")).error == "too-large"


def test_a_zip_with_a_broken_part(tmp_path):
    write_parts(tmp_path / "a.docx", {"word/document.xml": b"<w:document"}, method=zipfile.ZIP_STORED)
    assert read(str(tmp_path / "a.docx")).error == "damaged"


def test_every_code_has_a_sentence():
    assert all(reading_error(code).endswith((".", "。")) for code in READING_ERRORS)
