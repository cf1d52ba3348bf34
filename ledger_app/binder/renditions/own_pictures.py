"""Pictures inside documents, made small enough for paper."""

from __future__ import annotations

import io
import warnings
from dataclasses import dataclass
from functools import lru_cache

from PIL import Image, ImageOps

_DPI = 96.0
_MOST_PIXELS = 60_000_000
_SIDE = 2000
"""Pixels of the longer side that are kept: 200 dpi over the width of the page's text is 1,300."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A picture as JPEG or PNG, and its size in points where the document states none."""

    data: bytes
    width: float
    height: float


@lru_cache(maxsize=8)
def shown(data: bytes) -> Shown | None:
    """Return the picture ready to be drawn, None where it is of no kind that can be (EMF, WMF) or damaged."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with Image.open(io.BytesIO(data)) as opened:
                if opened.width * opened.height > _MOST_PIXELS or opened.format in ("WMF", "EMF"):
                    return None
                size = opened.width * 72 / _DPI, opened.height * 72 / _DPI
                is_kept = (
                    opened.format == "JPEG" and opened.mode in ("RGB", "L") and max(opened.size) <= _SIDE
                )
                if is_kept and opened.getexif().get(0x0112, 1) == 1:
                    opened.load()
                    return Shown(data, *size)
                turned = ImageOps.exif_transpose(opened)
                turned.thumbnail((_SIDE, _SIDE))
                return Shown(_written(turned), turned.width * 72 / _DPI, turned.height * 72 / _DPI)
    except (OSError, ValueError, SyntaxError, TypeError, KeyError, IndexError, Image.DecompressionBombError):
        return None


def _written(picture: Image.Image) -> bytes:
    if picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info:
        clear = picture.convert("RGBA")
        picture = Image.new("RGB", clear.size, "white")
        picture.paste(clear, mask=clear.getchannel("A"))
    out = io.BytesIO()
    is_drawn = picture.mode in ("1", "P")
    if is_drawn:
        picture.convert("RGB").save(out, "PNG")
    else:
        picture.convert("L" if picture.mode in ("L", "I", "I;16", "F") else "RGB").save(
            out, "JPEG", quality=88
        )
    return out.getvalue()
