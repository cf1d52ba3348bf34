"""Reads photographs and scans: when and where they were taken, how they look, whether they are whole."""

from __future__ import annotations

import io
import math
import mmap
import os
import re
import warnings
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from typing import IO

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # each thread would take address space, which is limited

import numpy as np
from PIL import Image, ImageFile, UnidentifiedImageError

from ledger_app.search.characters import plain
from ledger_app.search.containers import Unreadable
from ledger_app.search.fingerprints import fingerprint
from ledger_app.search.model import Photo, Reading

THUMBNAIL = 240
"""Pixels of a thumbnail's longer side."""
THUMBNAIL_BYTES = 15_000
_SEEN = 640
_SMALLEST = 64
_DECODED_BYTES = 420_000_000
_PROGRESSIVE_PIXELS = 100_000_000
_FRAMES = 2000
_EXIF_BYTES = 65_536
_EXIF_IFD, _GPS_IFD = 0x8769, 0x8825
_TAKEN = (0x9003, 0x9004)
_MAKER, _MODEL, _ORIENTATION = 0x010F, 0x0110, 0x0112
_WAY = Image.Transpose
_TURNS = {
    2: _WAY.FLIP_LEFT_RIGHT,
    3: _WAY.ROTATE_180,
    4: _WAY.FLIP_TOP_BOTTOM,
    5: _WAY.TRANSPOSE,
    6: _WAY.ROTATE_270,
    7: _WAY.TRANSVERSE,
    8: _WAY.ROTATE_90,
}
_ASIDE = (5, 6, 7, 8)
BROKEN = (
    UnidentifiedImageError,
    OSError,
    SyntaxError,
    ValueError,
    EOFError,
    IndexError,
    KeyError,
    TypeError,
)
"""What Pillow raises for pictures that are broken."""


def read_picture(file: IO[bytes]) -> Reading:
    """Read a picture. One whose data ends too soon is `damaged`, with what of it can be seen."""
    Image.MAX_IMAGE_PIXELS = None  # what decoding costs is bounded below
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return _read(file)
        except BROKEN as error:
            raise Unreadable("damaged") from error


def read_heic(file: IO[bytes]) -> Reading:
    """Read a phone's HEIC photograph; of a broken one the date, which stands in a block of its own."""
    import pi_heif

    pi_heif.register_heif_opener(thumbnails=False)
    try:
        return read_picture(file)
    except Unreadable:
        file.seek(0)
        return Reading(pages=1, photo=_taken_only(file), error="damaged")


def _read(file: IO[bytes]) -> Reading:
    with Image.open(file) as image:
        width, height = image.size
        pages = _frames(image)
        small, error = _decoded(image, file)
        exif = _exif(image)
    if exif.get(_ORIENTATION) in _ASIDE:
        width, height = height, width
    camera, place = _camera(exif), _place(exif)
    photo = Photo(width, height, _taken(exif), place, camera)
    if small is not None:
        small = _turned(small, exif.get(_ORIENTATION))
        photo = replace(photo, thumbnail=_thumbnail(small), fingerprint=_fingerprint(small))
    return Reading(pages=pages, photo=photo, error=error)


def _decoded(image: Image.Image, file: IO[bytes]) -> tuple[Image.Image | None, str | None]:
    """Decode as small as the format allows; return the picture as far as it goes, and what is wrong with it."""
    _draft(image)
    if _is_costly(image):
        return None, "too-large"
    try:
        try:
            return _reduced(image), None
        except BROKEN:
            return _rest(file), "damaged"
    except MemoryError:
        return None, "too-large"


def _rest(file: IO[bytes]) -> Image.Image | None:
    """Return what can be seen of a picture whose data ends too soon."""
    file.seek(0)
    ImageFile.LOAD_TRUNCATED_IMAGES = True
    try:
        with Image.open(file) as image:
            _draft(image)
            return _reduced(image)
    except BROKEN:
        return None
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = False


def _draft(image: Image.Image) -> None:
    """Have a JPEG decoded at a half to an eighth of its size, which costs that much less."""
    scale = max(image.size) / _SEEN
    if scale > 1:
        image.draft(None, (math.ceil(image.width / scale), math.ceil(image.height / scale)))


def _is_costly(image: Image.Image) -> bool:
    bytes_a_pixel = {"1": 1, "L": 1, "P": 5, "LA": 4, "I;16": 4, "I;16B": 4}.get(image.mode, 4)
    pixels = image.width * image.height
    return pixels * bytes_a_pixel > _DECODED_BYTES or (is_held_whole(image) and pixels > _PROGRESSIVE_PIXELS)


def is_held_whole(image: Image.Image) -> bool:
    """Return whether all of it is in memory while it is decoded, however small it is wanted."""
    return image.format in ("JPEG", "MPO") and bool(image.info.get("progressive"))


def _reduced(image: Image.Image) -> Image.Image:
    """Return the first page as a small RGB picture, on white where it can be seen through."""
    image.load()
    if image.mode.startswith(("I", "F")):
        image = _of_sixteen_bits(image)
    if image.mode == "P":
        image = image.convert("RGBA" if "transparency" in image.info else "RGB")
    factor = max(image.size) // (2 * _SEEN)
    small = image.reduce(factor) if factor > 1 and image.mode != "1" else image
    if small.mode in ("LA", "PA", "La", "RGBA", "RGBa") or "transparency" in small.info:
        small = small.convert("RGBA")
        small = Image.alpha_composite(Image.new("RGBA", small.size, "white"), small)
    small = small.convert("RGB")
    if max(small.size) > _SEEN:
        small.thumbnail((_SEEN, _SEEN), Image.Resampling.BOX)
    return small


def _of_sixteen_bits(image: Image.Image) -> Image.Image:
    step = max(1, max(image.size) // (2 * _SEEN))
    values = np.nan_to_num(np.asarray(image)[::step, ::step].astype(np.float32))
    top = 65535 if values.max() > 255 or image.mode.startswith("I;16") else max(float(values.max()), 1)
    return Image.fromarray(np.clip(values * (255 / top), 0, 255).astype(np.uint8))


def _turned(small: Image.Image, orientation: object) -> Image.Image:
    way = _TURNS.get(orientation) if isinstance(orientation, int) else None
    return small if way is None else small.transpose(way)


def _thumbnail(small: Image.Image) -> bytes:
    picture = small.copy()
    picture.thumbnail((THUMBNAIL, THUMBNAIL), Image.Resampling.LANCZOS)
    for quality in (75, 55, 35, 15):
        target = io.BytesIO()
        picture.save(target, "JPEG", quality=quality, optimize=True)
        if target.tell() <= THUMBNAIL_BYTES:
            break
    return target.getvalue()


def _fingerprint(small: Image.Image) -> bytes | None:
    """Icons and rulers have none: too little can be seen of them."""
    return fingerprint(np.asarray(small.convert("L"))) if min(small.size) >= _SMALLEST else None


def _frames(image: Image.Image) -> int:
    return min(getattr(image, "n_frames", 1), _FRAMES) if image.format == "TIFF" else 1


def _taken_only(file: IO[bytes]) -> Photo | None:
    """Find the EXIF block of a file that can't be decoded."""
    with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
        found = re.search(rb"Exif\0\0(?=II\*\0|MM\0\*)", data)
        block = data[found.start() : found.start() + _EXIF_BYTES] if found else b""
    exif = Image.Exif()
    with suppress(Exception):
        exif.load(block)
    taken = _taken(exif)
    return Photo(0, 0, taken, _place(exif), _camera(exif)) if taken else None


def _exif(image: Image.Image) -> Image.Exif:
    try:
        return image.getexif()
    except Exception:  # whatever a library does on garbage, the picture can be seen
        return Image.Exif()


def _ifd(exif: Image.Exif, number: int) -> dict[int, object]:
    try:
        return exif.get_ifd(number)
    except Exception:  # as above
        return {}


def _taken(exif: Image.Exif) -> str | None:
    """Return when the shutter was pressed; a day alone where the time is none."""
    details = _ifd(exif, _EXIF_IFD)
    for tag in _TAKEN:
        written = str(details.get(tag, "")).strip("\0 ")[:19]
        for text, form in ((written, "%Y:%m:%d %H:%M:%S"), (written[:10], "%Y:%m:%d")):
            try:
                taken = datetime.strptime(text, form)
            except ValueError:
                continue
            if 1990 <= taken.year < 2100:  # else the clock was never set
                return taken.isoformat() if " " in form else taken.date().isoformat()
    return None


def _place(exif: Image.Exif) -> tuple[float, float] | None:
    """Return latitude and longitude; None where a receiver that saw no satellite wrote zeros."""
    written = _ifd(exif, _GPS_IFD)
    latitude = _degrees(written.get(2), written.get(1), "S")
    longitude = _degrees(written.get(4), written.get(3), "W")
    if latitude is None or longitude is None or abs(latitude) > 90 or abs(longitude) > 180:
        return None
    return None if abs(latitude) < 1e-4 and abs(longitude) < 1e-4 else (latitude, longitude)


def _degrees(written: object, side: object, negative: str) -> float | None:
    try:
        parts = [float(part) for part in written] if isinstance(written, tuple | list) else [float(written)]
        value = sum(part / 60**n for n, part in enumerate(parts[:3]))
    except (TypeError, ValueError, ZeroDivisionError, OverflowError):
        return None
    letter = side.decode("ascii", "ignore") if isinstance(side, bytes) else str(side)
    is_negative = letter.strip("\0 ").upper().startswith(negative)
    return round(-value if is_negative else value, 6) if math.isfinite(value) else None


def _camera(exif: Image.Exif) -> str | None:
    """Return maker and model, once where the model names the maker itself."""
    maker, model = (_word(exif.get(tag)) for tag in (_MAKER, _MODEL))
    if model.casefold().startswith(maker.casefold()):
        maker = ""
    return f"{maker} {model}".strip() or None


def _word(value: object) -> str:
    return " ".join(plain(value.strip("\0")).split())[:60] if isinstance(value, str) else ""
