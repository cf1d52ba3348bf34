"""Puts pictures on paper: their own data wherever PDF can hold it, upright, no finer than printing needs.

Runs in the worker process. JPEG data is never recoded unless there is too much of it. What PDF viewers and
archives don't agree on (transparency, 16 bits, CMYK, colour profiles of phones) becomes plain 8-bit sRGB.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import img2pdf
import numpy as np
import pi_heif
from PIL import Image, ImageCms, ImageFile

from ledger_app.binder.drawing import PORTRAIT
from ledger_app.binder.renditions.making_request import Labels
from ledger_app.binder.renditions.sheets import Picture, lay_out
from ledger_app.core.saving import replacing
from ledger_app.search.containers import Unreadable
from ledger_app.search.pictures import BROKEN, is_held_whole

DPI = 300
_KEPT_PIXELS = 60_000_000
_KEPT_BYTES = 40_000_000
_READ_BYTES = 1_000_000_000
_DECODED_BYTES = 700_000_000
_PROGRESSIVE_PIXELS = 150_000_000
_FRAMES = 2000
_ORIENTATION = 0x0112
_QUALITY = 92
_LOSSY = frozenset(("JPEG", "MPO", "HEIF", "WEBP"))
_PLAIN = ("1", "L", "P", "RGB")

pi_heif.register_heif_opener(thumbnails=False)


@dataclass(frozen=True, slots=True)
class Drawn:
    """How many pages a picture file became; `reason` is `damaged` where its data ends too soon.

    `alone` is the size of a photograph on the page behind them: see `Rendition.alone`.
    """

    pages: int
    reason: str = ""
    alone: tuple[float, float] | None = None


def draw(path: Path, target: Path, labels: Labels, *, binding: float) -> Drawn:
    """Put each picture of a file on a page of its own. Raises `Unreadable`."""
    reasons: set[str] = set()

    def pictures() -> Iterator[Picture]:
        for picture, reason in pictures_of(path, labels):
            reasons.add(reason)
            yield picture

    with replacing(target) as stream:
        laid = lay_out(pictures(), stream, binding=binding)
    return Drawn(laid.pages, max(reasons, default=""), laid.alone)


def pictures_of(path: Path, labels: Labels) -> Iterator[tuple[Picture, str]]:
    """Yield the pictures of a file ready for paper, each with `damaged` where it is not whole.

    A TIFF has as many as it has pages; what moves is shown as its first picture. Raises `Unreadable`.
    """
    Image.MAX_IMAGE_PIXELS = None  # what decoding costs is bounded below
    try:
        with open(path, "rb") as file:
            if path.stat().st_size > _READ_BYTES:
                raise Unreadable("too-large")
            frames = _frames(file)
            for number in range(frames):
                yield _picture(file, number, labels)
    except BROKEN as error:
        raise Unreadable("damaged") from error


def _frames(file: IO[bytes]) -> int:
    with Image.open(file) as image:
        return min(getattr(image, "n_frames", 1), _FRAMES) if image.format == "TIFF" else 1


def _picture(file: IO[bytes], number: int, labels: Labels) -> tuple[Picture, str]:
    kept = _kept(file, labels)
    if kept is not None:
        return kept, ""
    file.seek(0)
    with Image.open(file) as image:
        if number:
            image.seek(number)
        is_scan = image.format == "TIFF" or _is_sheet(image.size)
        data, size, orientation, reason = _converted(image, file, number)
    return Picture(_wrapped(data), size, labels, orientation, is_scan), reason


def _kept(file: IO[bytes], labels: Labels) -> Picture | None:
    """Return a picture with its own data, None where that can't be."""
    file.seek(0)
    with Image.open(file) as image:
        size = image.size
        if not _can_be_kept(image, file):
            return None
        orientation = _orientation(image)
        if _is_broken(image):
            return None
    file.seek(0)
    try:
        return Picture(_wrapped(file.read()), size, labels, orientation, _is_sheet(size))
    except Unreadable:
        return None


def _is_sheet(size: tuple[int, int]) -> bool:
    """Return whether it has the shape of a sheet of paper (ISO 216), and enough dots to be the scan of one."""
    short, long = sorted(size)
    return short >= 800 and abs(long / short - 2**0.5) < 0.015


def _can_be_kept(image: Image.Image, file: IO[bytes]) -> bool:
    """Return whether a viewer draws these very bytes right."""
    size = file.seek(0, io.SEEK_END)
    if image.width * image.height > _KEPT_PIXELS or size > _KEPT_BYTES:
        return False
    if image.format in ("JPEG", "MPO"):
        return image.mode in ("L", "RGB")
    if image.format == "PNG":
        is_plain = image.mode in _PLAIN and "transparency" not in image.info
        return is_plain and not image.info.get("interlace") and _depth(file) <= 8
    return False


def _depth(file: IO[bytes]) -> int:
    file.seek(24)
    return (file.read(1) or b"\x10")[0]


def _orientation(image: Image.Image) -> int:
    try:
        way = image.getexif().get(_ORIENTATION)
    except Exception:  # whatever a library does on garbage, the picture can be seen
        return 1
    return way if isinstance(way, int) and 1 <= way <= 8 else 1


def _is_broken(image: Image.Image) -> bool:
    """Return whether the data ends too soon, decoding as little as the format allows."""
    image.draft(None, (image.width // 8, image.height // 8))
    try:
        image.load()
    except BROKEN:
        return True
    return False


def _wrapped(data: bytes) -> bytes:
    """Return a PDF whose only page has the picture with these bytes. Raises `Unreadable`."""
    layout = img2pdf.get_layout_fun(pagesize=(100, 100))
    try:
        wrapped = img2pdf.convert(data, layout_fun=layout, rotation=img2pdf.Rotation.none, nodate=True)
    except MemoryError:
        raise
    except Exception as error:  # the library raises just this where a picture is not as its head says
        raise Unreadable("damaged") from error
    if wrapped is None:
        raise Unreadable("damaged")
    return wrapped


def _converted(image: Image.Image, file: IO[bytes], number: int) -> tuple[bytes, tuple[int, int], int, str]:
    """Return a picture as JPEG or PNG of plain colours, its size, what is left to turn, and what is wrong with it."""
    reason = ""
    wanted = _wanted(image.size)
    _bound(image, wanted)
    try:
        image.load()
    except BROKEN:
        reason, image = "damaged", _rest(file, number, wanted)
    orientation = _orientation(image)
    is_lossy = image.format in _LOSSY
    small = _plain(image, wanted)
    target = io.BytesIO()
    if is_lossy and small.mode in ("L", "RGB"):
        small.save(target, "JPEG", quality=_QUALITY, subsampling=0)
    else:
        small.save(target, "PNG", compress_level=2)
    return target.getvalue(), small.size, orientation, reason


def _wanted(size: tuple[int, int]) -> tuple[int, int]:
    """Return the size at which a picture that fills A4 has as many dots as printing needs, at most its own."""
    short, long = (side / 72 * DPI for side in PORTRAIT)
    scale = min(1.0, long / max(size), short / min(size))
    return max(1, round(size[0] * scale)), max(1, round(size[1] * scale))


def _bound(image: Image.Image, wanted: tuple[int, int]) -> None:
    """Have it decoded as small as will do; raises `Unreadable` where that would still be too much."""
    whole = image.width * image.height
    if is_held_whole(image) and whole > _PROGRESSIVE_PIXELS:
        raise Unreadable("too-large")
    image.draft(None, wanted)
    bytes_a_pixel = {"1": 1, "L": 1, "P": 1, "I;16": 2, "I;16B": 2, "LA": 4}.get(image.mode, 4)
    if image.width * image.height * bytes_a_pixel > _DECODED_BYTES:
        raise Unreadable("too-large")


def _rest(file: IO[bytes], number: int, wanted: tuple[int, int]) -> Image.Image:
    """Return what can be seen of a picture whose data ends too soon. Raises `Unreadable`."""
    file.seek(0)
    ImageFile.LOAD_TRUNCATED_IMAGES = True
    try:
        image = Image.open(file)
        if number:
            image.seek(number)
        _bound(image, wanted)
        image.load()
    except BROKEN as error:
        raise Unreadable("damaged") from error
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = False
    return image


def _plain(image: Image.Image, wanted: tuple[int, int]) -> Image.Image:
    """Return a picture of 8-bit grey, palette or sRGB on white, not larger than is wanted."""
    profile = image.info.get("icc_profile")
    if image.mode.startswith(("I", "F")):
        image, profile = _of_sixteen_bits(image), None
    is_seen_through = "transparency" in image.info or image.mode in ("LA", "PA", "La", "RGBA", "RGBa")
    is_larger = image.width > wanted[0] * 1.1
    if image.mode == "1" and is_larger:
        image = image.convert("L")
    if image.mode == "P" and (is_larger or is_seen_through):
        image = image.convert("RGBA" if is_seen_through else "RGB")
    if is_larger:
        image = image.resize(wanted, Image.Resampling.LANCZOS, reducing_gap=3.0)
    if is_seen_through:
        image = image.convert("RGBA")
        image = Image.alpha_composite(Image.new("RGBA", image.size, "white"), image)
    if profile and image.mode in ("RGB", "RGBA", "CMYK"):
        image = _srgb(image if image.mode != "RGBA" else image.convert("RGB"), profile)
    if image.mode not in _PLAIN:
        image = image.convert("RGB")
    image.info.pop("icc_profile", None)
    return image


def _srgb(image: Image.Image, profile: bytes) -> Image.Image:
    with suppress(ImageCms.PyCMSError, OSError, ValueError):
        own = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        return (
            ImageCms.profileToProfile(image, own, ImageCms.createProfile("sRGB"), outputMode="RGB") or image
        )
    return image


def _of_sixteen_bits(image: Image.Image) -> Image.Image:
    values = np.asarray(image)
    top = (
        65535
        if image.mode.startswith("I;16") or values.max(initial=0) > 255
        else max(float(values.max(initial=1)), 1)
    )
    scaled = np.nan_to_num(values.astype(np.float32)) * (255 / top)
    return Image.fromarray(np.clip(scaled, 0, 255).astype(np.uint8))
