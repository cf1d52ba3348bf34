"""Reads photographs and scans: when they were taken, how many pages, whether they are whole."""

from __future__ import annotations

import mmap
import re
import warnings
from datetime import datetime
from typing import IO

from PIL import Image, UnidentifiedImageError

from ledger_app.search.containers import Unreadable
from ledger_app.search.model import Photo, Reading

_PIXELS = 200_000_000
_FRAMES = 2000
_EXIF_IFD = 0x8769
_TAKEN = 0x9003


def read_picture(file: IO[bytes]) -> Reading:
    """Read a picture's date and pages; a picture whose data is cut off is `damaged`."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            with Image.open(file) as image:
                if image.width * image.height > _PIXELS:
                    raise Unreadable("too-large")
                # a PNG would be decoded to its end for it, and no phone writes one
                taken = None if image.format == "PNG" else _taken(image.getexif())
                pages = _frames(image)
                photo = Photo(image.width, image.height, taken)
                return Reading(pages=pages, photo=photo, error=None if _is_whole(image) else "damaged")
        except Image.DecompressionBombError as error:
            raise Unreadable("too-large") from error
        except (UnidentifiedImageError, OSError, SyntaxError, ValueError) as error:
            raise Unreadable("damaged") from error


def read_heic(file: IO[bytes]) -> Reading:
    """Read the date of a phone's HEIC photograph, whose EXIF block can be found without decoding it."""
    with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
        if b"ftyp" not in data[:32]:
            raise Unreadable("damaged")
        found = re.search(rb"Exif\0\0(?=II\*\0|MM\0\*)", data)
        block = data[found.start() : found.start() + 65_536] if found else b""
    if not block:
        return Reading(pages=1)
    exif = Image.Exif()
    exif.load(block)
    return Reading(pages=1, photo=Photo(0, 0, _taken(exif)))


def _taken(exif: Image.Exif) -> str | None:
    written = exif.get_ifd(_EXIF_IFD).get(_TAKEN)
    try:
        taken = datetime.strptime(str(written).strip("\0 ")[:10], "%Y:%m:%d")
    except ValueError:
        return None
    return taken.date().isoformat() if 1990 <= taken.year < 2100 else None  # else the clock was never set


def _frames(image: Image.Image) -> int:
    return min(getattr(image, "n_frames", 1), _FRAMES) if image.format == "TIFF" else 1


def _is_whole(image: Image.Image) -> bool:
    """Decode as cheaply as the format allows: JPEG at an eighth of its size, PNG by its checksums."""
    try:
        if image.format == "JPEG":
            image.draft("L", (max(1, image.width // 8), max(1, image.height // 8)))
            image.load()
        elif image.format == "PNG":
            image.verify()
    except (OSError, SyntaxError, ValueError):
        return False
    return True
