"""What the worker draws of every kind of file, and what it says of those that cannot be drawn."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import docx
import openpyxl
import pytest
from PIL import Image
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen import canvas

from ledger_app.ui.preview_drawing import MOST_PIXELS, draw
from ledger_app.ui.preview_request import Drawn, Wanted


def drawn(path: Path, **wanted: int) -> Drawn:
    return draw(Wanted(str(path), **wanted).packed())


def pdf(path: Path, pages: int = 1, **options: object) -> Path:
    sheet = canvas.Canvas(str(path), pagesize=A4, **options)
    for number in range(pages):
        sheet.drawString(100, 700, f"page {number + 1}")
        sheet.setFillColorRGB(1, 0, 0)
        sheet.rect(0, 0, 100, 100, stroke=0, fill=1)
        sheet.showPage()
    sheet.save()
    return path


def test_a_pdf_page_fits_the_width(tmp_path: Path):
    found = drawn(pdf(tmp_path / "a.pdf", 3), page=1, width=600)
    assert (found.width, found.page, found.pages, found.error) == (600, 1, 3, None)
    assert found.height == pytest.approx(600 * A4[1] / A4[0], abs=2)
    assert len(found.pixels) == found.width * found.height * 4
    corner = found.pixels[(found.height - 5) * found.width * 4 :][:3]
    assert corner == b"\x00\x00\xff", "blue, green, red"


def test_a_pdf_page_fits_whole(tmp_path: Path):
    found = drawn(pdf(tmp_path / "a.pdf"), width=600, height=300)
    assert found.height <= 301


def test_a_page_past_the_end_is_the_last(tmp_path: Path):
    assert drawn(pdf(tmp_path / "a.pdf", 2), page=9).page == 1


def test_a_page_of_any_size_has_bounded_pixels(tmp_path: Path):
    path = tmp_path / "plan.pdf"
    sheet = canvas.Canvas(str(path), pagesize=(14000, 14000))
    sheet.showPage()
    sheet.save()
    found = drawn(path, width=60_000)
    assert found.error is None
    assert found.width * found.height <= MOST_PIXELS * 1.01


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("a.pdf", b"%PDF-1.7\nnot one", "damaged"),
        ("a.pdf", b"", "empty"),
        ("a.jpg", b"\xff\xd8\xff\xe0 cut", "damaged"),
        ("a.docx", b"PK\x03\x04 cut", "damaged"),
        ("a.xlsx", b"no zip at all", "damaged"),
        ("a.docx", None, "damaged"),
        ("a.exe", b"MZ", "no-preview"),
        ("a.txt", b"\x00\x01\x02\x00\x00\x00" * 9, "unknown-encoding"),
    ],
)
def test_what_cannot_be_drawn_has_a_code(tmp_path: Path, name: str, content: bytes | None, code: str):
    path = tmp_path / name
    if content is None:
        with zipfile.ZipFile(path, "w") as parts:
            parts.writestr("word/other.xml", "<a/>")
    else:
        path.write_bytes(content)
    assert drawn(path).error == code


def test_what_is_not_there_is_missing(tmp_path: Path):
    assert drawn(tmp_path / "gone.pdf").error == "missing"


def test_a_locked_pdf_says_so(tmp_path: Path):
    assert drawn(pdf(tmp_path / "a.pdf", encrypt="secret")).error == "encrypted"


def test_a_photograph_stands_upright(tmp_path: Path):
    image = Image.new("RGB", (400, 200), "white")
    image.paste("red", (0, 0, 40, 40))
    exif = Image.Exif()
    exif[0x0112] = 6  # turned a quarter to the right
    image.save(tmp_path / "a.jpg", exif=exif, quality=95)
    found = drawn(tmp_path / "a.jpg", width=400)
    assert (found.width, found.height) == (200, 400)
    assert found.points == (200, 400)
    top_right = found.pixels[(10 * found.width + found.width - 10) * 4 :][:3]
    assert top_right[2] > 200 > 100 > top_right[0]


def test_a_large_photograph_is_made_small(tmp_path: Path):
    Image.new("RGB", (9000, 6000), "gray").save(tmp_path / "a.jpg", quality=30)
    found = drawn(tmp_path / "a.jpg", width=500)
    assert found.error is None
    assert max(found.width, found.height) <= 3200


def test_a_huge_picture_is_refused(tmp_path: Path):
    Image.new("1", (20_000, 20_000)).save(tmp_path / "a.png")
    assert drawn(tmp_path / "a.png").error == "too-large"


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "I;16", "CMYK"])
def test_every_kind_of_pixel_is_drawn(tmp_path: Path, mode: str):
    ending = "tif" if mode == "CMYK" else "png"
    Image.new(mode, (300, 100)).save(tmp_path / f"a.{ending}")
    found = drawn(tmp_path / f"a.{ending}")
    assert (found.error, found.width, found.height) == (None, 300, 100)
    assert len(found.pixels) == 300 * 100 * 4


def test_a_fax_has_pages(tmp_path: Path):
    first, second = Image.new("L", (80, 60), 0), Image.new("L", (60, 80), 255)
    first.save(tmp_path / "a.tif", save_all=True, append_images=[second])
    found = drawn(tmp_path / "a.tif", page=1)
    assert (found.page, found.pages, found.width, found.height) == (1, 2, 60, 80)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_text_in_the_encodings_of_chinese_programs(tmp_path: Path, encoding: str):
    (tmp_path / "a.txt").write_bytes("青山镇改厕台账 326 户".encode(encoding))
    assert drawn(tmp_path / "a.txt").text == "青山镇改厕台账 326 户"


def test_long_text_is_cut_and_says_so(tmp_path: Path):
    (tmp_path / "a.txt").write_text("改厕\n" * 50_000, encoding="utf-8")
    found = drawn(tmp_path / "a.txt")
    assert found.is_part
    assert len(found.text) < 60_000


def test_csv_is_a_table(tmp_path: Path):
    (tmp_path / "a.csv").write_bytes("村名,户数\n青山村,<326>\n".encode("gb18030"))
    found = drawn(tmp_path / "a.csv")
    assert "青山村" in found.markup and "&lt;326&gt;" in found.markup


def test_docx_shows_paragraphs_and_tables_in_order(tmp_path: Path):
    document = docx.Document()
    document.add_heading("关于改厕工作的通知", 1)
    document.add_paragraph("各村 <委会>:")
    table = document.add_table(2, 2)
    table.cell(0, 0).text, table.cell(1, 1).text = "村名", "326"
    document.save(str(tmp_path / "a.docx"))
    markup = drawn(tmp_path / "a.docx").markup
    places = [markup.index(t) for t in ("<h4>关于改厕", "&lt;委会&gt;", "村名", "326")]
    assert places == sorted(places)


def test_xlsx_shows_its_sheets_and_a_title_across(tmp_path: Path):
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "台账"
    sheet.append(["青山镇改厕台账"])
    sheet.append(["村名", "户数"])
    sheet.append(["青山村", 326])
    book.create_sheet("空表")
    book.save(tmp_path / "a.xlsx")
    markup = drawn(tmp_path / "a.xlsx").markup
    assert "<h4>台账</h4>" in markup
    assert '<td colspan="2">青山镇改厕台账</td>' in markup
    assert "326" in markup


def test_entities_are_not_resolved(tmp_path: Path):
    secret = tmp_path / "secret.txt"
    secret.write_text("秘密", encoding="utf-8")
    xml = (
        f'<!DOCTYPE d [<!ENTITY x SYSTEM "file://{secret}">]><w:document xmlns:w="w"><w:body><w:p>'
        "<w:r><w:t>&x;</w:t></w:r></w:p></w:body></w:document>"
    )
    with zipfile.ZipFile(tmp_path / "a.docx", "w") as parts:
        parts.writestr("word/document.xml", xml)
    found = drawn(tmp_path / "a.docx")
    assert "秘密" not in found.markup


def test_a_zip_bomb_is_too_large(tmp_path: Path):
    paragraph = b"<w:p><w:r><w:t>a</w:t></w:r></w:p>"
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as parts:
        body = b"<w:tbl>" + paragraph * 1_000_000 + b"</w:tbl>"
        parts.writestr(
            "word/document.xml", b'<w:document xmlns:w="w"><w:body>' + body + b"</w:body></w:document>"
        )
    (tmp_path / "a.docx").write_bytes(packed.getvalue())
    assert drawn(tmp_path / "a.docx").error == "too-large"
