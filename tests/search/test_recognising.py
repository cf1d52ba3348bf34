"""Text in pictures of pages: read whichever way up, cheap where there is none."""

import os
import subprocess
import sys
import unicodedata

import numpy as np
import pytest
import scans
from PIL import Image, ImageDraw
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen import canvas

from ledger_app.search.recognising import READ, TRY, answer, request


def _text(path, page=1):
    found = answer(request(page, str(path)))
    assert found.error is None
    (part,) = found.parts
    assert (part.page, part.source) == (page, "ocr")
    return part.text


def _folded(lines):
    """A bracket of either width is the same sign to a reader, and to a search."""
    return [unicodedata.normalize("NFKC", line) for line in lines]


def test_recognition_works_here():
    assert answer(request(TRY)).error is None


def test_a_scanned_page(tmp_path):
    scans.write_scan(tmp_path / "a.pdf", [Image.new("L", (800, 1100), 255), scans.copied(scans.page())])
    assert _folded(_text(tmp_path / "a.pdf", 2).splitlines()) == _folded(scans.NOTICE)
    assert _text(tmp_path / "a.pdf", 1) == ""


@pytest.mark.parametrize("degrees", [90, 180, 270])
def test_a_page_that_lies_on_its_side_or_head(tmp_path, degrees):
    scans.page().rotate(degrees, expand=True).save(tmp_path / "a.png")
    assert _folded(_text(tmp_path / "a.png").splitlines()) == _folded(scans.NOTICE)


def test_a_photograph_of_a_page_is_set_upright_by_what_the_camera_noted(tmp_path):
    exif = Image.Exif()
    exif[0x0112] = 6  # the camera was held on its side
    scans.page().convert("RGB").rotate(90, expand=True).save(tmp_path / "a.jpg", exif=exif, quality=90)
    assert _folded(_text(tmp_path / "a.jpg").splitlines()) == _folded(scans.NOTICE)


def test_the_rows_of_a_table(tmp_path):
    table = scans.page([])
    drawing = ImageDraw.Draw(table)
    font = scans.ImageFont.truetype(str(scans.resource("fonts", "NotoSansSC-Regular.ttf")), 24)
    rows = [("序号", "姓名", "户数"), ("1", "王建国", "326"), ("2", "李秀英", "47")]
    for y, row in enumerate(rows):
        for x, cell in enumerate(row):
            drawing.rectangle((100 + 240 * x, 200 + 60 * y, 340 + 240 * x, 260 + 60 * y), outline=0)
            drawing.text((130 + 240 * x, 212 + 60 * y), cell, font=font, fill=0)
    table.save(tmp_path / "a.png")
    assert [line.split() for line in _text(tmp_path / "a.png").splitlines()] == [list(r) for r in rows]


def test_a_later_page_of_a_tiff(tmp_path):
    pages = [Image.new("L", (600, 800), 255), scans.page(["第二页在这里"])]
    pages[0].save(tmp_path / "a.tiff", save_all=True, append_images=pages[1:])
    assert _text(tmp_path / "a.tiff", 2) == "第二页在这里"


def test_a_long_screenshot_is_read_in_full(tmp_path):
    long = Image.new("L", (800, 6000), 255)
    drawing = ImageDraw.Draw(long)
    font = scans.ImageFont.truetype(str(scans.resource("fonts", "NotoSansSC-Regular.ttf")), 30)
    lines = [f"第{n}条：按时完成整治任务" for n in range(10, 70)]
    for n, line in enumerate(lines):
        drawing.text((60, 40 + 98 * n), line, font=font, fill=0)
    long.save(tmp_path / "a.png")
    assert _text(tmp_path / "a.png").splitlines() == lines


def test_a_page_that_lies_on_a_table_is_looked_at_closely(tmp_path):
    """It fills a third of the photograph, and its lines are too small to be seen in the whole."""
    table = Image.effect_noise((3200, 2400), 12).convert("RGB")
    sheet = scans.page(points=12).convert("RGB").rotate(4, expand=True, fillcolor=(128, 128, 128))
    table.paste(sheet, (1100, 600))
    table.save(tmp_path / "a.jpg", quality=90)
    assert _folded(_text(tmp_path / "a.jpg").splitlines()) == _folded(scans.NOTICE)


@pytest.mark.parametrize("name", ["fax.tiff", "greys.png", "print.jpg", "screen.gif", "layer.png"])
def test_every_way_to_keep_a_picture(tmp_path, name):
    page = scans.page(["青山村验收单"])
    if name == "fax.tiff":
        page.convert("1").save(tmp_path / name, compression="group4")
    elif name == "greys.png":
        greys = np.asarray(page).astype(np.uint16) // 2 * 256 + 30_000
        Image.fromarray(greys).save(tmp_path / name)
    elif name == "print.jpg":
        page.convert("CMYK").save(tmp_path / name)
    elif name == "screen.gif":
        page.convert("P").save(tmp_path / name)
    else:
        page.convert("RGBA").save(tmp_path / name)
    assert _text(tmp_path / name) == "青山村验收单"


@pytest.mark.parametrize("size", [(1, 1), (1, 5000), (5000, 3), (12, 6000)])
def test_a_picture_of_any_shape(tmp_path, size):
    Image.new("L", size, 200).save(tmp_path / "a.png")
    assert _text(tmp_path / "a.png") == ""


def test_a_sheet_of_five_metres(tmp_path):
    drawing = canvas.Canvas(str(tmp_path / "a.pdf"), pagesize=(14_400, 14_400))
    drawing.drawImage(
        ImageReader(scans.page(["青山村验收单"], points=30).convert("RGB")), 0, 0, 14_400, 14_400
    )
    drawing.save()
    assert _text(tmp_path / "a.pdf") == "青山村验收单"


def test_a_landscape_has_no_text(tmp_path):
    Image.radial_gradient("L").resize((1200, 900)).convert("RGB").save(tmp_path / "a.jpg")
    assert _text(tmp_path / "a.jpg") == ""


@pytest.mark.parametrize(
    ("name", "data", "error"),
    [("a.pdf", b"%PDF-1.4 broken", "damaged"), ("a.jpg", b"\xff\xd8\xff broken", "damaged")],
)
def test_a_broken_file(tmp_path, name, data, error):
    (tmp_path / name).write_bytes(data)
    assert answer(request(1, str(tmp_path / name))).error == error


def test_a_page_that_is_not_there(tmp_path):
    scans.write_scan(tmp_path / "a.pdf", [scans.page([])])
    assert answer(request(7, str(tmp_path / "a.pdf"))).error == "damaged"
    assert answer(request(1, str(tmp_path / "gone.pdf"))).error == "not-opened"


def test_reading_goes_the_usual_way(tmp_path):
    (tmp_path / "a.txt").write_text("甲", encoding="utf-8")
    assert answer(request(READ, str(tmp_path / "a.txt"))).text == "甲"


@pytest.mark.skipif(sys.platform != "linux", reason="switches the network off as Linux can")
def test_recognition_needs_no_network(tmp_path):
    scans.page(["没有网络也能识别"]).save(tmp_path / "a.png")
    program = (
        "import sys; from ledger_app.search.recognising import answer, request\n"
        f"sys.stdout.buffer.write(answer(request(1, {str(tmp_path / 'a.png')!r})).text.encode())"
    )
    command = ["unshare", "--net", "--map-root-user", sys.executable, "-c", program]
    done = subprocess.run(command, capture_output=True, check=False, env={**os.environ, "PYTHONUTF8": "1"})
    if b"unshare" in done.stderr:
        pytest.skip("this system does not allow a namespace without network")
    assert done.stdout.decode() == "没有网络也能识别", done.stderr


def test_without_the_models_it_says_so(tmp_path, monkeypatch):
    from ledger_app.search import glyphs, page_texts

    page_texts._glyphs.cache_clear()
    monkeypatch.setattr(glyphs, "models", lambda: tmp_path)
    assert answer(request(TRY)).error == "recognition-unavailable"
    page_texts._glyphs.cache_clear()
