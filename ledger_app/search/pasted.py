"""Tells which pictures in an office file may be pasted pages: photographs and scans of papers, for OCR to read."""

from __future__ import annotations

import io
import re
import struct
import warnings
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import IO

from olefile import OleFileIO
from PIL import Image

from ledger_app.search.containers import Unreadable
from ledger_app.search.gathering import BYTES, Enough, Gathered

_FORMATS = ("JPEG", "PNG", "TIFF", "BMP", "GIF", "WEBP", "JPEG2000")  # drawings (EMF, WMF) have no pixels
_LOOKED_AT = 1000
_OFFERED = 200
_LEAST_BYTES, _MOST_BYTES = 4 << 10, 32 << 20
_LEAST_LONG, _LEAST_SHORT = 600, 200
_MOST_PIXELS = 60_000_000
_HEADS = (1 << 16, 1 << 20, _MOST_BYTES)
"""A phone writes a good deal before the size of its picture, some TIFF files write it last."""
_BROKEN_PART = (zipfile.BadZipFile, zlib.error, RuntimeError, NotImplementedError)
_BLIP = re.compile(rb"[\x1d\x1e\x2a]\xf0(.{4})(.{17}|.{33})(?=\xff\xd8\xff|\x89PNG\r\n)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Pasted:
    """A picture in a file: the page it stands on, its size in bytes, and what another copy of it has too."""

    page: int | None
    size: int
    mark: object
    open: Callable[[], IO[bytes]]


def offer(found: Gathered, pictures: Iterable[Pasted]) -> None:
    """Note as scans, by their places in the row from 1, the pictures that are large enough for a page of text.

    These numbers are kept with what was recognised: who changes how pictures are counted raises `RECOGNISER`.
    The same picture counts once. At the bounds `Enough` is raised: there is more than is read. Where one
    picture is wanted (`Gathered.wanted`), that one is taken instead.
    """
    met: set[object] = set()
    for number, picture in enumerate(pictures, start=1):
        if found.wanted is not None:
            if number == found.wanted:
                found.taken = _head(picture, _MOST_BYTES)
                return
            continue
        if number > _LOOKED_AT or len(found.scans) >= _OFFERED:
            raise Enough
        if picture.mark in met or not _LEAST_BYTES <= picture.size <= _MOST_BYTES:
            continue
        met.add(picture.mark)
        found.check()
        if _may_be_a_page(picture):
            found.scan(number, picture.page)


def stream_of_pictures(streams: OleFileIO, name: str) -> bytes:
    """Return the stream of an old Office file that holds its pictures; nothing where it can't be read, or is too large.

    The text is not lost with it. Raises OSError where the disk fails.
    """
    try:
        is_there = streams.exists(name) and streams.get_size(name) <= BYTES
        return streams.openstream(name).read() if is_there else b""
    except OSError as error:
        if error.errno is not None:  # olefile gives none for what is wrong with the file
            raise
    except (TypeError, LookupError, ValueError):
        pass
    return b""


def in_stream(data: bytes, page: int | None) -> Iterator[Pasted]:
    """Yield the pictures in a stream of an old Office file, in the order they lie there ([MS-ODRAW] 2.2.23)."""
    place = 0
    while blip := _BLIP.search(data, place):
        size = int.from_bytes(blip[1], "little") - len(blip[2])
        place = max(blip.end(), min(blip.end() + size, len(data)))
        picture = data[blip.end() : place]
        yield Pasted(page, len(picture), blip[2][:16], lambda picture=picture: io.BytesIO(picture))


def _may_be_a_page(picture: Pasted) -> bool:
    size = _pixels(picture)
    return (
        size is not None
        and max(size) >= _LEAST_LONG
        and min(size) >= _LEAST_SHORT
        and size[0] * size[1] <= _MOST_PIXELS
    )


def _pixels(picture: Pasted) -> tuple[int, int] | None:
    """Return width and height, from no more of the picture than that takes; None where it is none."""
    for most in _HEADS:
        try:
            head = _head(picture, most)
        except (Unreadable, *_BROKEN_PART):
            return None
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                with Image.open(io.BytesIO(head), formats=_FORMATS) as image:
                    return image.size
        except Image.DecompressionBombError:
            return None
        except (OSError, SyntaxError, ValueError, EOFError, LookupError, TypeError, struct.error):
            if picture.size <= most:
                return None
    return None


def _head(picture: Pasted, most: int) -> bytes:
    with picture.open() as stream:
        return stream.read(most)
