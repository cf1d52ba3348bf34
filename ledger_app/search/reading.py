"""Reads the head of any file by what it is, not by what it is called. Runs in the worker process."""

from __future__ import annotations

import os
import struct
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import replace
from typing import IO

import olefile
from lxml import etree

from ledger_app.search.characters import plain
from ledger_app.search.containers import Unreadable, open_parts
from ledger_app.search.model import Reading

READER = 2
"""Version of reading and describing together: raise it, and every file is read again."""

_LEGACY = ("doc", "wps", "xls", "et", "ppt", "dps")
_PICTURES = ("jpg", "jpeg", "png", "tif", "tiff", "bmp", "gif", "webp")
_KINDS = {
    "docx": "docx",
    "xlsx": "xlsx",
    "pptx": "pptx",
    "pdf": "pdf",
    "txt": "text",
    "csv": "text",
    "heic": "heic",
    "heif": "heic",
    **dict.fromkeys(_LEGACY, "legacy"),
    **dict.fromkeys(_PICTURES, "picture"),
}
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PICTURE_MARKS = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"II*\0", b"MM\0*", b"GIF8", b"BM")
LIBRARY_ERRORS = (
    etree.LxmlError,
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    NotImplementedError,
    RuntimeError,
    KeyError,
    ValueError,
)


def kind_of(path: str) -> str | None:
    """Return what the name's ending promises: a kind this program reads, or None."""
    return _KINDS.get(os.path.splitext(path)[1].lower().lstrip("."))


def read(path: str) -> Reading:
    """Read the head of a file. Never raises for what the content is: see `Reading.error`."""
    named = kind_of(path)
    if named is None:
        return Reading()
    try:
        with open(path, "rb") as file:
            return _clean(_read(file, named))
    except Unreadable as error:
        return Reading(error=error.code)
    except MemoryError:
        return Reading(error="too-large")
    except OSError:
        return Reading(error="not-opened")


def _read(file: IO[bytes], named: str) -> Reading:
    head = file.read(1024)
    file.seek(0)
    if not head:
        raise Unreadable("empty")
    kind = _kind_inside(file, head, named)
    if kind == "legacy" and named == "legacy":
        raise Unreadable("legacy-format")
    reader = _READERS.get(kind or "")
    if reader is None:
        raise Unreadable("wrong-extension" if kind else "damaged")
    try:
        found = reader(file)
    except LIBRARY_ERRORS as error:
        raise Unreadable("damaged") from error
    return found if kind == named or found.error else replace(found, error="wrong-extension")


def _kind_inside(file: IO[bytes], head: bytes, named: str) -> str | None:
    """Return the kind by content: `other` for a known stranger, None where it is a broken `named`."""
    if head.startswith(_OLE):
        return _ole_kind(file)
    if b"%PDF-" in head:
        return "pdf"
    if head.startswith(b"PK\3\4"):
        return _zip_kind(file) or ("other" if named not in ("docx", "xlsx", "pptx") else None)
    if head.startswith(_PICTURE_MARKS) or (head[:4] == b"RIFF" and head[8:12] == b"WEBP"):
        return "picture" if named != "text" or not head.startswith(b"BM") else "text"
    if head[4:12] in (b"ftypheic", b"ftypheix", b"ftypmif1", b"ftyphevc", b"ftypmsf1", b"ftypheif"):
        return "heic"
    if named == "text":
        return "text"
    if head.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in (b"<", b"{"):
        return "other"  # a web page or rich text saved under an office program's ending
    return None


def _ole_kind(file: IO[bytes]) -> str:
    try:
        with olefile.OleFileIO(file) as streams:
            is_locked = streams.exists("EncryptedPackage")
    except (OSError, ValueError, IndexError, struct.error) as error:
        raise Unreadable("damaged") from error
    finally:
        file.seek(0)
    if is_locked:
        raise Unreadable("encrypted")
    return "legacy"


def _zip_kind(file: IO[bytes]) -> str | None:
    with open_parts(file) as parts:
        names = set(parts.namelist())
    file.seek(0)
    marks = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml", "pptx": "ppt/presentation.xml"}
    return next((kind for kind, mark in marks.items() if mark in names), None)


def _clean(found: Reading) -> Reading:
    return replace(
        found,
        parts=tuple(replace(part, text=plain(part.text)) for part in found.parts),
        running_head=plain(found.running_head),
    )


# The libraries load with the first file that needs them: the worker has to start fast, and the program
# that starts it never needs them.


def _docx(file: IO[bytes]) -> Reading:
    from ledger_app.search.word import read_docx

    return read_docx(file)


def _xlsx(file: IO[bytes]) -> Reading:
    from ledger_app.search.sheets import read_xlsx

    return read_xlsx(file)


def _pptx(file: IO[bytes]) -> Reading:
    from ledger_app.search.slides import read_pptx

    return read_pptx(file)


def _pdf(file: IO[bytes]) -> Reading:
    from ledger_app.search.pdf import read_pdf

    return read_pdf(file)


def _text(file: IO[bytes]) -> Reading:
    from ledger_app.search.plain_text import read_text

    return read_text(file)


def _picture(file: IO[bytes]) -> Reading:
    from ledger_app.search.pictures import read_picture

    return read_picture(file)


def _heic(file: IO[bytes]) -> Reading:
    from ledger_app.search.pictures import read_heic

    return read_heic(file)


_READERS: dict[str, Callable[[IO[bytes]], Reading]] = {
    "docx": _docx,
    "xlsx": _xlsx,
    "pptx": _pptx,
    "pdf": _pdf,
    "text": _text,
    "picture": _picture,
    "heic": _heic,
}
