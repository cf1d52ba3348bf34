"""Makes a picture of one page: of a PDF rendered, of a photograph or scan decoded and set upright."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO

import cv2
import numpy as np
import pi_heif
import pypdfium2 as pdfium
from PIL import Image, ImageOps, UnidentifiedImageError

from ledger_app.search.containers import Unreadable
from ledger_app.search.pdf import open_pdf
from ledger_app.search.reading import picture_inside

_DPI = 200
_POINTS = 72
_PIXELS = 12_000_000
"""What is looked at: A4 at 200 dpi has a third of it, a photograph of today is made this small."""
_SOURCE_PIXELS = 200_000_000
_NEAR = 1.3
_OFFICE = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
_PHOTOS = ("JPEG", "MPO", "HEIF", "WEBP")

pi_heif.register_heif_opener()


def blank() -> np.ndarray:
    """Return a small page with a black bar on it, to try recognition on."""
    pixels = np.full((320, 320, 3), 255, np.uint8)
    pixels[150:170, 40:280] = 0
    return pixels


@contextmanager
def opened(path: str, number: int) -> Iterator[tuple[IO[bytes], int]]:
    """Open what holds one of `Reading.scans`, and say which of its pages (from 1) that is.

    A picture in an office file comes out of it, and has a single page. Raises `Unreadable`, OSError.
    """
    with open(path, "rb") as file:
        if file.read(4) in _OFFICE:
            yield io.BytesIO(picture_inside(path, number)), 1
        else:
            file.seek(0)
            yield file, number


def picture_of(file: IO[bytes], page: int) -> np.ndarray:
    """Return a page (from 1) of a PDF, photograph or scan: height x width x 3 of 8 bits, blue green red.

    Raises `Unreadable`, OSError.
    """
    file.seek(0)
    is_pdf = b"%PDF-" in file.read(1024)
    file.seek(0)
    return _rendered(file, page) if is_pdf else _decoded(file, page, _PIXELS)


def glance(file: IO[bytes], longest: int) -> np.ndarray | None:
    """Return a photograph at no less than `longest` pixels a side, cheaply; None where it is none.

    A photograph may show no text at all, which the small picture tells. Raises `Unreadable`, OSError.
    """
    try:
        with Image.open(file) as image:
            is_photo = image.format in _PHOTOS
            pixels = int(longest * longest * min(image.size) / max(image.size))
    except (UnidentifiedImageError, Image.DecompressionBombError, SyntaxError, ValueError):
        return None  # what is wrong with it is said when it is looked at as a whole
    file.seek(0)
    return _decoded(file, 1, pixels) if is_photo else None


def _rendered(file: IO[bytes], number: int) -> np.ndarray:
    document = open_pdf(file)
    try:
        page = document[number - 1]
        width, height = page.get_size()
        scale = min(_DPI / _POINTS, (_PIXELS / max(1.0, width * height)) ** 0.5)
        shades = page.render(scale=scale).to_numpy()
    except (pdfium.PdfiumError, IndexError) as error:
        raise Unreadable("damaged") from error
    finally:
        document.close()
    if shades.ndim == 2 or shades.shape[2] == 1:
        return cv2.cvtColor(shades, cv2.COLOR_GRAY2BGR)
    return np.ascontiguousarray(shades[:, :, :3])


def _decoded(file: IO[bytes], number: int, pixels: int) -> np.ndarray:
    """Return a picture the way up it was taken, at about so many pixels where it has more."""
    try:
        with Image.open(file) as image:
            if image.width * image.height > _SOURCE_PIXELS:
                raise Unreadable("too-large")
            if number > 1:
                image.seek(number - 1)
            scale = min(1.0, (pixels / (image.width * image.height)) ** 0.5)
            size = (max(1, round(image.width * scale)), max(1, round(image.height * scale)))
            image.draft("RGB", size)  # a JPEG is decoded at a half or a quarter where that is enough
            whole = _eight_bits(image).convert("RGB")
            if whole.width > _NEAR * size[0]:
                whole = whole.resize(size, reducing_gap=2)
            upright = ImageOps.exif_transpose(whole)
    except (UnidentifiedImageError, Image.DecompressionBombError, EOFError, SyntaxError, ValueError) as error:
        raise Unreadable("damaged") from error
    return np.ascontiguousarray(np.asarray(upright)[:, :, ::-1])


def _eight_bits(image: Image.Image) -> Image.Image:
    """Return a scan of 65,536 greys in 256 of them: converted as it is, all but the darkest would be white."""
    if not image.mode.startswith("I;16"):
        return image
    return Image.fromarray((np.asarray(image) >> 8).astype(np.uint8))
