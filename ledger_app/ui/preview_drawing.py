"""Draws the head of a file for the preview. Runs in the worker process and knows no Qt."""

from __future__ import annotations

import csv
import json
import os
from typing import IO

import pypdfium2 as pdfium
from PIL import Image, ImageOps

from ledger_app.search import plain_text
from ledger_app.search.containers import Unreadable
from ledger_app.search.pdf import open_pdf
from ledger_app.search.reading import LIBRARY_ERRORS
from ledger_app.ui import preview_hits, preview_markup
from ledger_app.ui.preview_request import Drawn, Wanted

MOST_PIXELS = 8_000_000
"""Pixels of one drawn page: a page of any size costs no more memory than this."""
_OPENED_PIXELS = 150_000_000
_TEXT_BYTES = 120_000
_LARGEST_SIDE = 3200
_FRAMES = 2000

PICTURES = frozenset(("jpg", "jpeg", "png", "tif", "tiff", "bmp", "gif", "webp", "heic", "heif"))
TEXTS = frozenset(("txt", "md", "log", "json", "xml", "ini"))
TABLES = frozenset(("csv",))


def draw(packed: str) -> Drawn:
    """Draw what is wanted. Never raises for what the content is: see `Drawn.error`."""
    wanted = Wanted(*json.loads(packed))
    try:
        return _draw(wanted)
    except Unreadable as error:
        return Drawn(error=error.code)
    except MemoryError:
        return Drawn(error="too-large")
    except OSError as error:
        return Drawn(error="missing" if isinstance(error, FileNotFoundError) else "not-opened")
    except (*LIBRARY_ERRORS, SyntaxError, TypeError, AttributeError, csv.Error):
        return Drawn(error="damaged")


def _draw(wanted: Wanted) -> Drawn:
    kind = os.path.splitext(wanted.path)[1].lower().lstrip(".")
    with open(wanted.path, "rb") as file:
        head = file.read(8)
        file.seek(0)
        if not head:
            raise Unreadable("empty")
        if head.startswith(b"%PDF") or kind == "pdf":
            return _pdf(file, wanted)
        if kind in PICTURES:
            return _picture(file, wanted)
        if kind in TEXTS:
            return _text(file)
        if kind in TABLES:
            return _csv(file)
        if kind == "docx":
            return Drawn(markup=preview_markup.of_docx(file), is_part=True)
        if kind == "xlsx":
            return Drawn(markup=preview_markup.of_xlsx(file), is_part=True)
    raise Unreadable("no-preview")


def _pdf(file: IO[bytes], wanted: Wanted) -> Drawn:
    document = open_pdf(file)
    try:
        pages = len(document)
        if pages == 0:
            raise Unreadable("damaged")
        number = min(max(wanted.page, 0), pages - 1)
        try:
            page = document[number]
            width, height = page.get_size()
            bitmap = page.render(
                scale=_scale(width, height, wanted),
                rev_byteorder=False,
                prefer_bgrx=True,
                may_draw_forms=False,
            )
        except pdfium.PdfiumError:
            return Drawn(page=number, pages=pages, error="page-damaged")
        pixels, shape = _tight(bitmap), (bitmap.width, bitmap.height)
        marks = tuple(preview_hits.on_page(page, wanted.words))
        return Drawn(pixels, *shape, points=(width, height), page=number, pages=pages, marks=marks)
    finally:
        document.close()


def _tight(bitmap: pdfium.PdfBitmap) -> bytes:
    if bitmap.n_channels != 4:
        return bitmap.to_pil().convert("RGB").tobytes("raw", "BGRX")
    data, row = bytes(bitmap.buffer), bitmap.width * 4
    if bitmap.stride == row:
        return data
    return b"".join(data[y * bitmap.stride : y * bitmap.stride + row] for y in range(bitmap.height))


def _scale(width: float, height: float, wanted: Wanted) -> float:
    if not (width > 0 and height > 0):
        raise Unreadable("page-damaged")
    scale = wanted.width / width
    if wanted.height:
        scale = min(scale, wanted.height / height)
    return max(min(scale, (MOST_PIXELS / (width * height)) ** 0.5, 20.0), 1 / max(width, height))


def _picture(file: IO[bytes], wanted: Wanted) -> Drawn:
    Image.MAX_IMAGE_PIXELS = None  # the bound below is the one that counts
    if wanted.path.lower().endswith((".heic", ".heif")):
        import pi_heif  # 0.1 s that other files don't pay

        pi_heif.register_heif_opener(thumbnails=False)
    try:
        with Image.open(file) as image:
            return _picture_page(image, wanted)
    except OSError as error:  # Pillow's word for what is no picture and for data that ends too soon
        raise Unreadable("damaged") from error


def _picture_page(image: Image.Image, wanted: Wanted) -> Drawn:
    pages = min(getattr(image, "n_frames", 1), _FRAMES) if image.format == "TIFF" else 1
    number = min(max(wanted.page, 0), pages - 1)
    if number:
        image.seek(number)
    points = image.size
    side = min(max(wanted.width, wanted.height, 64) * 2, _LARGEST_SIDE)
    image.draft("RGB", (side, side))  # JPEG: decoded at the size it is shown at
    if image.width * image.height > _OPENED_PIXELS:
        raise Unreadable("too-large")
    small = ImageOps.exif_transpose(_reduced(image, side))
    if (small.width > small.height) != (points[0] > points[1]):
        points = (points[1], points[0])
    if "A" in small.getbands() or "transparency" in small.info:
        small = small.convert("RGBA")
        white = Image.new("RGBA", small.size, "white")
        small = Image.alpha_composite(white, small)
    pixels = small.convert("RGB").tobytes("raw", "BGRX")
    return Drawn(pixels, *small.size, points=points, page=number, pages=pages)


def _reduced(image: Image.Image, side: int) -> Image.Image:
    exif = image.getexif()
    factor = max(image.width, image.height) // side
    if image.mode.startswith("I"):  # 16 bit
        image = image.point(lambda v: v / 256).convert("L")
    small = image.reduce(factor) if factor > 1 and image.mode != "P" else image.copy()
    small.thumbnail((side, side))
    small.info["exif"] = exif.tobytes()
    return small


def _text(file: IO[bytes]) -> Drawn:
    data = file.read(_TEXT_BYTES + 1)
    text = plain_text.decode(data[:_TEXT_BYTES])
    return Drawn(text=text, is_part=len(data) > _TEXT_BYTES)


def _csv(file: IO[bytes]) -> Drawn:
    data = file.read(_TEXT_BYTES + 1)
    markup, is_part = preview_markup.of_csv(plain_text.decode(data[:_TEXT_BYTES]))
    return Drawn(markup=markup, is_part=is_part or len(data) > _TEXT_BYTES)
