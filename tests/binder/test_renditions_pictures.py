"""Pictures on paper: upright, undamaged, in sRGB, no larger than printing needs, with their captions."""

from __future__ import annotations

import base64
from pathlib import Path

import numpy as np
import pikepdf
import pypdfium2
import pytest
from PIL import Image, ImageOps

from ledger_app.binder.renditions import picture_pages
from ledger_app.binder.renditions.making_request import Labels
from ledger_app.search.containers import Unreadable

LABELS = Labels("村集体经济项目现场", "2025年6月1日  Z109-WS·2025-D30-0007", "照片/现场.jpg")
# 96 × 64 pixels that are to be turned by a quarter, its blue corner to the upper right; written with x265
HEIC = "AAAAHGZ0eXBoZWljAAAAAG1pZjFoZWljbWlhZgAAAaFtZXRhAAAAAAAAACFoZGxyAAAAAAAAAABwaWN0AAAAAAAAAAAAAAAAAAAAADRpbG9jAAAAAERAAAIAAQAAAAABxQABAAAAAAAAAIsAAgAAAAACUAABAAAAAAAAAOYAAAA4aWluZgAAAAAAAgAAABVpbmZlAgAAAAABAABodmMxAAAAABVpbmZlAgAAAQACAABFeGlmAAAAAA5waXRtAAAAAAABAAAA4GlwcnAAAADAaXBjbwAAAHhodmNDAQNwAAAAkAAAAAAAHvAA/P34+AAADwNgAAEAGEABDAH//wNwAAADAJAAAAMAAAMAHroCQGEAAQArQgEBA3AAAAMAkAAAAwAAAwAeoDCBBZbqSSmubgIaDAgAAAMAyAAAAwAIQGIAAQAHRAHBcrAiQAAAABNjb2xybmNseAABAA0ABoAAAAAUaXNwZQAAAAAAAABgAAAAQAAAABBwaXhpAAAAAAMICAgAAAAJaXJvdAMAAAAYaXBtYQAAAAAAAAABAAEFgQIDBIUAAAAaaXJlZgAAAAAAAAAOY2RzYwACAAEAAQAAAXltZGF0AAAAhygBrxOAe4ME0dg//lfR3lzF+BnPFOja/pXDm7B4Bj+gPVDGym27eaA1OpBoQPqlLBCCD6CI7uvWaI9yOMeVQsfVUd9iH72UZO5eOUZTdgg3Gu7rIs+nWu7X/eAmr/r9tyeQLSk1hpWAWPqYyG83Vkew+qFE7WkmNnoR+H3hSc7mmKcCry9JPAAAAAZFeGlmAABNTQAqAAAACAAFAQ8AAgAAAAYAAABKARAAAgAAAARQLTEAARIAAwAAAAEABgAAh2kABAAAAAEAAABQiCUABAAAAAEAAAB2AAAAAFBob25lAAABkAMAAgAAABQAAABiAAAAADIwMjU6MDY6MDggMDk6MzA6MTIAAAQAAQACAAAAAk4AAAAAAgAFAAAAAwAAAKwAAwACAAAAAkUAAAAABAAFAAAAAwAAAMQAAAAAAAAAHAAAAAEAAAAeAAAAAQAAACQAAAABAAAAdAAAAAEAAAAAAAAAAQAAABIAAAAB"
A4 = (595.28, 841.89)


def scene(width: int = 120, height: int = 80, mode: str = "RGB") -> Image.Image:
    """Return a picture whose four corners differ, so that every turn and mirroring shows."""
    image = Image.new("RGB", (width, height), (90, 90, 90))
    half = (width // 2, height // 2)
    image.paste((220, 20, 20), (0, 0, *half))
    image.paste((20, 200, 20), (half[0], 0, width, half[1]))
    image.paste((20, 20, 220), (0, half[1], half[0], height))
    return image.convert(mode)


def put(image: Image.Image, folder: Path, name: str, **options: object) -> Path:
    path = folder / name
    image.save(path, **options)
    return path


def drawn(path: Path, binding: float = 20.0) -> tuple[picture_pages.Drawn, Path]:
    target = path.with_suffix(".pdf")
    return picture_pages.draw(path, target, LABELS, binding=binding), target


def pages(path: Path, scale: float = 1.0) -> list[np.ndarray]:
    document = pypdfium2.PdfDocument(path)
    try:
        return [
            page.render(scale=scale).to_numpy()[:, :, :3].astype(int)[:, :, ::-1].copy() for page in document
        ]
    finally:
        document.close()


def picture_on(page: np.ndarray) -> np.ndarray:
    """Return the rectangle of a page in which there is colour: the picture without its caption."""
    rows, columns = np.where(page.max(axis=2) - page.min(axis=2) > 60)  # of three corners of four
    return page[rows.min() : rows.max() + 1, columns.min() : columns.max() + 1]


def corners(pixels: np.ndarray) -> list[str]:
    """Return the colours in the corners: top left, top right, bottom left, bottom right."""
    height, width = pixels.shape[:2]
    found = []
    for y, x in ((0.25, 0.25), (0.25, 0.75), (0.75, 0.25), (0.75, 0.75)):
        red, green, blue = pixels[int(y * height), int(x * width)]
        if max(red, green, blue) - min(red, green, blue) < 40:
            found.append("grey")
        else:
            found.append("red" if red > max(green, blue) else "green" if green > blue else "blue")
    return found


UPRIGHT = ["red", "green", "blue", "grey"]


def images(path: Path) -> list[tuple[int, int, int, set[str]]]:
    """Return width, height, bits and keys of the pictures in a PDF, each once."""
    with pikepdf.open(path) as pdf:
        every = {i.objgen: i for page in pdf.pages for i in page.get_images().values()}
        found = list(every.values())
        return [(i.Width, i.Height, int(i.get("/BitsPerComponent", 1)), set(i.keys())) for i in found]


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("ending", ["jpg", "png", "tif", "webp"])
def test_every_orientation_stands_upright(tmp_path: Path, orientation: int, ending: str):
    exif = Image.Exif()
    exif[0x0112] = orientation
    path = put(scene(), tmp_path, f"a.{ending}", exif=exif)
    with Image.open(path) as image:
        wanted = np.asarray(ImageOps.exif_transpose(image).convert("RGB")).astype(int)

    _found, target = drawn(path)

    seen = picture_on(pages(target, 2.0)[0])
    assert corners(seen) == corners(wanted)
    assert seen.shape[1] / seen.shape[0] == pytest.approx(wanted.shape[1] / wanted.shape[0], rel=0.03)


def test_jpeg_data_is_not_recoded(tmp_path: Path):
    path = put(scene(640, 480), tmp_path, "a.jpg", quality=80)
    found, target = drawn(path)
    assert (found.pages, found.reason) == (1, "")
    with pikepdf.open(target) as pdf:
        (image,) = pdf.pages[0].get_images().values()
        assert image.Filter in (pikepdf.Name.DCTDecode, pikepdf.Array([pikepdf.Name.DCTDecode]))
        assert image.read_raw_bytes() == path.read_bytes()


def test_a_plain_png_keeps_every_dot(tmp_path: Path):
    path = put(scene(301, 203), tmp_path, "a.png")
    _found, target = drawn(path)
    with pikepdf.open(target) as pdf:
        (image,) = pdf.pages[0].get_images().values()
        kept = pikepdf.PdfImage(image).as_pil_image().convert("RGB")
    assert np.array_equal(np.asarray(kept), np.asarray(scene(301, 203)))


@pytest.mark.parametrize(
    ("mode", "name"),
    [
        ("CMYK", "a.jpg"),
        ("CMYK", "a.tif"),
        ("RGBA", "a.png"),
        ("LA", "a.png"),
        ("P", "a.gif"),
        ("P", "a.png"),
        ("1", "a.tif"),
        ("L", "a.jpg"),
        ("RGB", "a.bmp"),
        ("RGB", "a.webp"),
    ],
)
def test_every_kind_of_picture_looks_as_it_does_on_screen(tmp_path: Path, mode: str, name: str):
    path = put(scene(mode=mode), tmp_path, name)
    with Image.open(path) as image:
        wanted = np.asarray(image.convert("RGB").resize((60, 40))).astype(int)
    _found, target = drawn(path)
    page = pages(target, 2.0)[0]
    area = np.where(page.min(axis=2) < 250)
    seen = page[area[0].min() : area[0].max() + 1]
    if mode != "1":
        found = {tuple(int(v) // 60 for v in c) for c in seen[::5, ::5].reshape(-1, 3)}
        assert {tuple(int(v) // 60 for v in wanted[y, x]) for y, x in ((10, 15), (10, 45), (30, 15))} <= found
    for _width, _height, bits, keys in images(target):
        assert bits <= 8 and not keys & {"/SMask", "/Mask"}


def test_what_can_be_seen_through_lies_on_white(tmp_path: Path):
    image = Image.new("RGBA", (100, 100), (255, 0, 0, 0))
    image.paste((0, 0, 255, 255), (0, 0, 50, 100))
    _found, target = drawn(put(image, tmp_path, "a.png"))
    seen = pages(target)[0].reshape(-1, 3)
    assert not ((seen[:, 0] > 200) & (seen[:, 1] < 100)).any()
    assert ((seen[:, 2] > 200) & (seen[:, 0] < 50)).any()


def test_sixteen_bits_keep_their_shades(tmp_path: Path):
    shades = np.tile(np.linspace(0, 65535, 256).astype(np.uint16), (60, 1))
    _found, target = drawn(put(Image.fromarray(shades), tmp_path, "a.png"))
    with pikepdf.open(target) as pdf:
        (image,) = pdf.pages[0].get_images().values()
        kept = np.asarray(pikepdf.PdfImage(image).as_pil_image().convert("L")).astype(int)
    assert kept[30, 0] == 0 and kept[30, 255] == 255
    assert abs(kept[30] - np.arange(256)).max() <= 1


def test_a_scan_of_several_pages_keeps_them_all_in_order(tmp_path: Path):
    frames = [Image.new("1", (1654, 2338), 1) for _ in range(3)]
    for n, frame in enumerate(frames):
        frame.paste(0, (100, 100 + 500 * n, 800, 300 + 500 * n))
    path = put(frames[0], tmp_path, "a.tif", save_all=True, append_images=frames[1:], compression="group4")
    found, target = drawn(path)
    assert found.pages == 3
    tops = [np.where(page.min(axis=2) < 128)[0].min() for page in pages(target)]
    assert [round((top / 842 * 2338 - 100) / 500) for top in tops] == [0, 1, 2]
    with pikepdf.open(target) as pdf:
        assert all(float(page.mediabox[3]) == pytest.approx(A4[1], abs=1) for page in pdf.pages)


def test_a_scan_of_a_sheet_fills_its_page_and_lies_as_the_sheet_did(tmp_path: Path):
    _found, target = drawn(put(scene(1754, 1240), tmp_path, "a.jpg"))
    with pikepdf.open(target) as pdf:
        assert [float(n) for n in pdf.pages[0].mediabox] == pytest.approx([0, 0, A4[1], A4[0]], abs=1)
    assert corners(pages(target)[0]) == UPRIGHT


def test_a_phones_heic_is_turned_once(tmp_path: Path):
    path = tmp_path / "a.heic"
    path.write_bytes(base64.b64decode(HEIC))
    _found, target = drawn(path)
    ((width, height, _bits, _keys),) = images(target)
    assert (width, height) == (64, 96)
    page = pages(target, 4.0)[0]
    rows, columns = np.where(page[:, :, 2] - page[:, :, 0] > 60)  # the blue corner
    area = np.where(page.min(axis=2) < 240)
    assert columns.mean() > (area[1].min() + area[1].max()) / 2
    assert rows.mean() < area[0].min() + 200


def test_a_picture_of_twenty_thousand_dots_becomes_as_fine_as_printing_needs(tmp_path: Path):
    path = put(Image.new("L", (20_000, 15_000), 200), tmp_path, "a.jpg", quality=10)
    _found, target = drawn(path)
    ((width, height, _bits, _keys),) = images(target)
    assert 1500 <= max(width, height) <= 3600
    assert target.stat().st_size < 400_000


def test_a_picture_too_large_to_be_decoded_is_refused(tmp_path: Path):
    head = put(Image.new("RGB", (4, 4)), tmp_path, "a.png").read_bytes()
    (tmp_path / "a.png").write_bytes(head[:16] + (60_000).to_bytes(4, "big") * 2 + head[24:])
    with pytest.raises(Unreadable) as caught:
        drawn(tmp_path / "a.png")
    assert caught.value.code in ("too-large", "damaged")


def test_a_picture_that_ends_too_soon_shows_what_there_is(tmp_path: Path):
    noise = np.random.default_rng(1).integers(0, 255, (400, 600, 3), dtype=np.uint8)
    path = put(Image.fromarray(noise), tmp_path, "a.jpg")
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    found, target = drawn(path)
    assert (found.pages, found.reason) == (1, "damaged")
    assert (pages(target)[0].min(axis=2) < 100).any()


def test_what_is_no_picture_is_damaged(tmp_path: Path):
    (tmp_path / "a.jpg").write_bytes(b"\xff\xd8\xff\xe0" + bytes(500))
    with pytest.raises(Unreadable) as caught:
        drawn(tmp_path / "a.jpg")
    assert caught.value.code == "damaged"
    assert not list(tmp_path.glob("*.pdf"))


def test_the_margin_for_binding_stays_free_and_the_caption_stands_below(tmp_path: Path):
    _found, target = drawn(put(scene(2000, 1000), tmp_path, "a.jpg"), binding=30.0)
    page = pages(target, 2.0)[0]
    ink = page.min(axis=2) < 200
    side = int(30 * 72 / 25.4 * 2) - 2
    assert not ink[:, :side].any() and not ink[:, -side:].any()
    document = pypdfium2.PdfDocument(target)
    text = document[0].get_textpage().get_text_range()
    document.close()
    assert LABELS.title in text and "Z109-WS·2025-D30-0007" in text
    rows = np.where(ink.any(axis=1))[0]
    picture = np.where((page.max(axis=2) - page.min(axis=2) > 100).any(axis=1))[0]
    assert picture.max() < rows.max(), "something stands below the picture"
    assert picture.min() > 28 * 72 / 25.4 * 2 - 2, "the head of the page stays free for the archival stamp"


@pytest.mark.parametrize("orientation", range(1, 9))
def test_behind_a_photograph_lies_a_page_with_it_alone(tmp_path: Path, orientation: int):
    exif = Image.Exif()
    exif[0x0112] = orientation
    path = put(scene(), tmp_path, "a.jpg", exif=exif)
    found, target = drawn(path)
    with Image.open(path) as image:
        upright = ImageOps.exif_transpose(image)
        wanted = corners(np.asarray(upright).astype(int))
    counted, alone = pages(target, 2.0)
    assert found.pages == 1
    assert corners(alone) == corners(picture_on(counted)) == wanted
    assert found.alone is not None
    assert found.alone[0] / found.alone[1] == pytest.approx(upright.width / upright.height, rel=0.01)
    document = pypdfium2.PdfDocument(target)
    assert document[1].get_size() == pytest.approx(found.alone, abs=0.01)
    assert not document[1].get_textpage().get_text_range()
    document.close()
    with pikepdf.open(target) as pdf:
        assert len({image.objgen for page in pdf.pages for image in page.get_images().values()}) == 1


def test_the_scan_of_a_sheet_is_never_alone(tmp_path: Path):
    found, target = drawn(put(scene(1654, 2339), tmp_path, "scan.png"))
    assert (found.pages, found.alone, len(pages(target))) == (1, None, 1)


def test_the_same_picture_gives_the_same_bytes(tmp_path: Path):
    path = put(scene(), tmp_path, "a.jpg")
    first = drawn(path)[1].read_bytes()
    assert drawn(path)[1].read_bytes() == first
