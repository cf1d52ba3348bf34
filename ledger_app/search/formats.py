"""Which format a file is: what its name promises, and what its first bytes and parts say."""

from __future__ import annotations

import os
import re
import struct
from typing import IO

import olefile

from ledger_app.search.containers import Unreadable, open_parts
from ledger_app.search.plain_text import decode

_ENDINGS = {
    "docx": "docx docm dotx dotm",
    "xlsx": "xlsx xlsm xltx xltm",
    "pptx": "pptx pptm ppsx potx",
    "pdf": "pdf",
    "text": "txt csv tsv md log json xml ini",
    "doc": "doc wps dot wpt",
    "xls": "xls et xlt ett",
    "ppt": "ppt dps pps pot dpt",
    "rtf": "rtf",
    "ofd": "ofd",
    "html": "html htm xhtml",
    "mail": "mht mhtml eml",
    "open": "odt ods odp ott",
    "zip": "zip",
    "rar": "rar",
    "7z": "7z",
    "tar": "tar tgz gz bz2 xz tbz2 txz",
    "picture": "jpg jpeg jpe jfif png tif tiff bmp gif webp",
    "heic": "heic heif",
    "media": "mp4 mov avi wmv mkv flv mpg mpeg m4v 3gp rm rmvb webm ts mts vob f4v "
    "mp3 wav wma m4a aac amr flac ogg ape silk mid",
}
_KINDS = {ending: kind for kind, endings in _ENDINGS.items() for ending in endings.split()}
_FAMILIES = {
    # WPS Office writes either format under its own endings, and opens either without a word
    **dict.fromkeys(("wps", "wpt"), ("doc", "docx")),
    **dict.fromkeys(("et", "ett"), ("xls", "xlsx")),
    **dict.fromkeys(("dps", "dpt"), ("ppt", "pptx")),
    **dict.fromkeys(("htm", "html"), ("html", "mail")),
    "doc": ("doc", "flat-word"),  # Office opens these without a word too
    "xml": ("text", "flat-word", "flat-sheets", "html"),
    "md": ("text", "html"),
    "txt": ("text", "html"),
    "tgz": ("tar",),
}
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MARKS = (
    (b"\xff\xd8\xff", "picture"),
    (b"\x89PNG\r\n\x1a\n", "picture"),
    (b"II*\0", "picture"),
    (b"MM\0*", "picture"),
    (b"GIF8", "picture"),
    (b"{\\rtf", "rtf"),
    (b"Rar!\x1a\x07", "rar"),
    (b"7z\xbc\xaf\x27\x1c", "7z"),
    (b"\x1f\x8b\x08", "tar"),
    (b"BZh", "tar"),
    (b"\xfd7zXZ\0", "tar"),
)
_BEFORE_1997 = (b"\xdb\xa5", b"\x31\xbe", b"\x09\0\x04\0", b"\x09\x02\x06\0", b"\x09\x04\x06\0")
_HEIC = (b"heic", b"heix", b"mif1", b"hevc", b"msf1", b"heif", b"heim", b"heis", b"hevx")
_PACKAGES = (
    (re.compile(r"word/document\d*\.xml"), "docx"),
    (re.compile(r"xl/workbook\d*\.xml"), "xlsx"),
    (re.compile(r"ppt/presentation\.xml"), "pptx"),
    (re.compile(r"OFD\.xml", re.I), "ofd"),
)
_SUREST = {"docx": b"word/document.xml", "xlsx": b"xl/workbook.xml", "pptx": b"ppt/presentation.xml"}
_END = 1 << 15
_TAG = re.compile(rb"<(?:!doctype\s+html|html|head|body|table|meta|div|p|br|title|style|script)[\s>/]", re.I)
_MAIL = re.compile(rb"(?:MIME-Version|From|Received|Return-Path|Date|Subject|X-[\w-]+|Content-[\w-]+):", re.I)


def ending_of(path: str) -> str:
    """Return the ending of a name, without its dot, in small letters."""
    return os.path.splitext(path)[1].lower().lstrip(".")


def kind_of(path: str) -> str | None:
    """Return the format that a name's ending promises: `other` where this program reads none of that name.

    None for sound and film, which are never opened for their text.
    """
    kind = _KINDS.get(ending_of(path), "other")
    return None if kind == "media" else kind


def fits(kind: str, path: str) -> bool:
    """Return whether a file of this format may have this name."""
    named = kind_of(path)
    return kind == named or kind in _FAMILIES.get(ending_of(path), ())


def kind_inside(file: IO[bytes], head: bytes, named: str) -> str | None:
    """Return the format by content: `other` for a known stranger, None where it is a broken `named`."""
    if head.startswith(_OLE):
        return _ole_kind(file)
    if b"%PDF-" in head:
        return "pdf"
    if head.startswith((b"PK\3\4", b"PK\5\6")):
        return _zip_kind(file, named)
    if named in ("doc", "xls") and head.startswith(_BEFORE_1997):
        raise Unreadable("legacy-format")
    for mark, kind in _MARKS:
        if head.startswith(mark):
            return kind
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "picture"
    if head.startswith(b"BM") and named not in ("text", "other"):
        return "picture"
    if head[4:8] == b"ftyp" and head[8:12] in _HEIC:
        return "heic"
    if head[257:262] == b"ustar":
        return "tar"
    return _written_kind(head, named)


def _written_kind(head: bytes, named: str) -> str | None:
    """Tell what is written in letters: markup, mail, plain text."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")) or head[1:2] == b"\0" or head[:1] == b"\0":
        head = head.replace(b"\0", b"")
    start = head.removeprefix(b"\xef\xbb\xbf").removeprefix(b"\xff\xfe").lstrip()
    if start.startswith(b"<"):
        if b"Word.Document" in head or b"/office/word/2003/wordml" in head:
            return "flat-word"
        if b"Excel.Sheet" in head or b"urn:schemas-microsoft-com:office:spreadsheet" in head[:1024]:
            return "flat-sheets"
        if _TAG.search(head):
            return "html"
        return "text" if named == "text" else "other"
    if named != "text" and _MAIL.match(start) and b"\n" in start:
        return "mail"
    if named in ("text", "html", "mail"):
        return named
    if named != "other" and _is_text(head):
        return "text"  # what programs export is a list in plain text more often than its ending says
    if named == "tar" and head[:100].strip(b"\0") and not head[100:108].strip(b"0123456 7\0"):
        return "tar"
    return None


def _is_text(head: bytes) -> bool:
    try:
        return bool(decode(head).strip())
    except Unreadable:
        return False


def _ole_kind(file: IO[bytes]) -> str:
    try:
        with olefile.OleFileIO(file) as streams:
            names = {"/".join(name) for name in streams.listdir(streams=True)}
    except (OSError, ValueError, IndexError, TypeError, struct.error) as error:
        raise Unreadable("damaged") from error
    finally:
        file.seek(0)
    if "EncryptedPackage" in names:
        raise Unreadable("encrypted")
    if "WordDocument" in names:
        return "doc"
    if names & {"Workbook", "Book", "WORKBOOK", "BOOK"}:
        return "xls"
    if names & {"PowerPoint Document", "PP40"}:
        return "ppt"
    return "other"


def _zip_kind(file: IO[bytes], named: str) -> str | None:
    if named in _SUREST and _SUREST[named] in _end_of(file):
        return named  # without reading the list of its parts twice
    try:
        with open_parts(file) as parts:
            names = [name.replace("\\", "/") for name in parts.namelist()]
            kind = next((kind for mark, kind in _PACKAGES if any(map(mark.fullmatch, names))), None)
            if kind is None and "mimetype" in names and "content.xml" in names:
                kind = "open"
    except Unreadable:
        if named == "zip":
            return "zip"  # a list of its contents can be had where the contents are locked
        raise
    finally:
        file.seek(0)
    is_office = named in ("docx", "xlsx", "pptx", "ofd", "open")
    is_list = named in ("zip", "rar", "7z", "tar")
    return kind or ("zip" if is_list else None if is_office else "other")


def _end_of(file: IO[bytes]) -> bytes:
    size = file.seek(0, os.SEEK_END)
    file.seek(max(0, size - _END))
    end = file.read()
    file.seek(0)
    return end
