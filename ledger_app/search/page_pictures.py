"""Makes a picture of one page: of a PDF rendered, of a photograph or scan decoded and set upright."""

from __future__ import annotations

from dataclasses import dataclass
from typing import IO

import cv2
import numpy as np
import pi_heif
import pypdfium2 as pdfium
from PIL import Image, ImageOps, UnidentifiedImageError

from ledger_app.search.containers import Unreadable
from ledger_app.search.pdf import open_pdf

_DPI = 200
_POINTS = 72
_PIXELS = 12_000_000
"""What is looked at: A4 at 200 dpi has a third of it, a photograph of today is made this small."""
_SOURCE_PIXELS = 200_000_000


@dataclass(frozen=True, slots=True)
class PagePicture:
    """`pixels` is height x width x 3 of 8 bits: blue, green, red. A photograph may show no document at all."""

    pixels: np.ndarray
    is_photo: bool


def blank() -> PagePicture:
    """Return a small page with a black bar on it, to try recognition on."""
    pixels = np.full((320, 320, 3), 255, np.uint8)
    pixels[150:170, 40:280] = 0
    return PagePicture(pixels, is_photo=False)


def picture_of(path: str, page: int) -> PagePicture:
    """Return a page (from 1) of a PDF, photograph or scan; raises `Unreadable`, OSError."""
    with open(path, "rb") as file:
        is_pdf = b"%PDF-" in file.read(1024)
        file.seek(0)
        return PagePicture(_rendered(file, page), is_photo=False) if is_pdf else _decoded(file, page)


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


def _decoded(file: IO[bytes], number: int) -> PagePicture:
    pi_heif.register_heif_opener()
    try:
        with Image.open(file) as image:
            if image.width * image.height > _SOURCE_PIXELS:
                raise Unreadable("too-large")
            if number > 1:
                image.seek(number - 1)
            is_photo = image.format in ("JPEG", "MPO", "HEIF", "WEBP")
            scale = min(1.0, (_PIXELS / (image.width * image.height)) ** 0.5)
            size = (max(1, round(image.width * scale)), max(1, round(image.height * scale)))
            image.draft("RGB", size)  # a JPEG is decoded at half its size where that is enough
            upright = ImageOps.exif_transpose(image).convert("RGB")
    except (UnidentifiedImageError, Image.DecompressionBombError, EOFError, SyntaxError, ValueError) as error:
        raise Unreadable("damaged") from error
    if upright.width * upright.height > 1.5 * _PIXELS:
        upright.thumbnail(size if upright.width > upright.height else size[::-1])
    return PagePicture(np.ascontiguousarray(np.asarray(upright)[:, :, ::-1]), is_photo)
