"""The copies that an office program is given: never the evidence itself, which it would lock and write beside."""

from __future__ import annotations

import math
import re
import shutil
import struct
import zipfile
import zlib
from contextlib import suppress
from pathlib import Path

import olefile

from ledger_app.core.errors import LedgerError
from ledger_app.core.saving import disk_error
from ledger_app.search.containers import Unreadable
from ledger_app.search.formats import ending_of, kind_inside, kind_of

MOST_BYTES = 256 << 20
"""A larger file is not given to an office program, which would hold it in memory several times over."""
# The ending by which the program tells what it is given: WPS names Word files .wps, which to LibreOffice is Works.
_ENDINGS = {
    "docx": "docx",
    "xlsx": "xlsx",
    "pptx": "pptx",
    "doc": "doc",
    "xls": "xls",
    "ppt": "ppt",
    "rtf": "rtf",
    "flat-word": "xml",
    "flat-sheets": "xml",
}
_OPEN = ("odt", "ods", "odp", "ott")
_SHEET = re.compile(r"xl/worksheets/sheet\d*\.xml")
_SHEET_BYTES = 64 << 20
_FITTED_BYTES = 128 << 20  # unpacked: what is larger is printed as it says itself
_CHARACTER = 5.25  # points: Excel's unit of column width at its usual font
_PORTRAIT, _LANDSCAPE = 520.0, 770.0  # points of A4 between usual margins
_SMALLEST = 0.55
"""A sheet is made smaller than this of its size by no more columns: they go onto pages beside each other."""
_XLS_LOCK, _PPT_LOCK = 0x2F, 0xF3D1C4DF


def office_kind(path: Path) -> str:
    """Return the ending that an office program knows the file's content by; empty where it is none of its kinds.

    Raises `LedgerError`: `office-encrypted`, `office-damaged`, `office-unreadable`.
    """
    name = str(path)
    try:
        with path.open("rb") as file:
            head = file.read(2048)
            file.seek(0)
            kind = kind_inside(file, head, kind_of(name) or "other")
    except Unreadable as error:
        code = "office-encrypted" if error.code == "encrypted" else "office-damaged"
        raise LedgerError(code, path=path) from error
    except OSError as error:
        raise LedgerError("office-unreadable", path=path) from error
    if kind == "open":
        return ending_of(name) if ending_of(name) in _OPEN else ""
    return _ENDINGS.get(kind or "", "")


def copy(path: Path, target: Path) -> None:
    """Copy a file for the office program. Raises `office-unreadable`, `office-too-large`, `disk-full`."""
    try:
        if path.stat().st_size > MOST_BYTES:
            raise LedgerError("office-too-large", path=path)
        source = path.open("rb")
    except OSError as error:
        raise LedgerError("office-unreadable", path=path) from error
    with source:
        try:
            with target.open("wb") as copied:
                shutil.copyfileobj(source, copied, 1 << 20)
        except OSError as error:
            raise disk_error(error, path, "office-unreadable") from error


def is_locked(copied: Path) -> bool:
    """Return whether a file that the program refused asks for a password."""
    try:
        if zipfile.is_zipfile(copied):
            with zipfile.ZipFile(copied) as parts:
                name = "META-INF/manifest.xml"
                return name in parts.namelist() and b"encryption-data" in parts.read(name)[: 1 << 20]
        if olefile.isOleFile(str(copied)):
            with olefile.OleFileIO(str(copied)) as streams:
                return _is_locked_within(streams)
    except (OSError, ValueError, zipfile.BadZipFile, zlib.error, struct.error, RuntimeError, IndexError):
        return False
    return False


def fit_sheets(copied: Path) -> None:
    """Let the sheets of a copied .xlsx be as wide as the paper, unless the file says itself how to print them.

    Columns torn apart over pages are of no use on paper; what would get too small goes onto pages beside each
    other. A copy that can't be changed stays as it is.
    """
    changed = copied.with_suffix(".new")
    with suppress(
        OSError, zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, ValueError, EOFError
    ):
        with zipfile.ZipFile(copied) as old, zipfile.ZipFile(changed, "w", zipfile.ZIP_DEFLATED) as new:
            if sum(info.file_size for info in old.infolist()) > _FITTED_BYTES:
                return
            for info in old.infolist():
                data = old.read(info)
                if _SHEET.fullmatch(info.filename) and len(data) <= _SHEET_BYTES:
                    data = fitted(data)
                new.writestr(info.filename, data)
        changed.replace(copied)
    changed.unlink(missing_ok=True)


def fitted(sheet: bytes) -> bytes:
    """Return a sheet's XML with a page setup that fits its width, as it is where it has one of its own."""
    setup = re.search(rb"<(\w+:)?pageSetup\b[^>]*>", sheet)
    stated = setup[0] if setup else b""
    scale = re.search(rb'\bscale="(\d+)"', stated)
    if (
        re.search(rb'fitToPage="(?:1|true)"', sheet)
        or (scale and scale[1] != b"100")
        or b"colBreaks" in sheet
    ):
        return sheet
    width = _width(sheet)
    is_wide = width > _PORTRAIT * 1.25
    is_across = b'orientation="landscape"' in stated or (is_wide and b'orientation="portrait"' not in stated)
    room = _LANDSCAPE if is_across else _PORTRAIT
    pages = max(1, math.ceil(width * _SMALLEST / room))
    prefix = (re.search(rb"<(\w+:)?worksheet\b", sheet) or [b"", b""])[1] or b""
    attributes = b"".join(re.findall(rb'\s(?:paperSize|horizontalDpi|verticalDpi)="\d+"', stated))
    if not attributes:
        attributes = b' paperSize="9"'
    orientation = b"landscape" if is_across else b"portrait"
    setup_now = b'<%spageSetup%s orientation="%s" fitToWidth="%d" fitToHeight="0"/>' % (
        prefix,
        attributes,
        orientation,
        pages,
    )
    if setup:
        sheet = sheet.replace(stated, setup_now if stated.endswith(b"/>") else setup_now[:-2] + b">", 1)
    else:
        end = b"</%sworksheet>" % prefix
        sheet = sheet.replace(end, setup_now + end, 1)
    fit = b'<%spageSetUpPr fitToPage="1"/>' % prefix
    if re.search(rb"<(?:\w+:)?pageSetUpPr\b[^>]*>", sheet):
        return re.sub(rb"<(?:\w+:)?pageSetUpPr\b[^>]*/>", fit, sheet, count=1)
    if found := re.search(rb"<(?:\w+:)?sheetPr\b[^>]*/>", sheet):
        opened = found[0][:-2] + b">" + fit + b"</%ssheetPr>" % prefix
        return sheet.replace(found[0], opened, 1)
    if found := re.search(rb"</(?:\w+:)?sheetPr>", sheet):
        return sheet.replace(found[0], fit + found[0], 1)
    return re.sub(
        rb"(<(?:\w+:)?worksheet\b[^>]*>)",
        rb"\1<%ssheetPr>%s</%ssheetPr>" % (prefix, fit, prefix),
        sheet,
        count=1,
    )


def _width(sheet: bytes) -> float:
    """Return the width in points of the columns that hold anything."""
    letters = re.findall(rb'<(?:\w+:)?c r="([A-Z]{1,3})\d', sheet)
    last = max((_column(found) for found in set(letters)), default=0)
    usual = re.search(rb'defaultColWidth="([\d.]+)"', sheet)
    default = float(usual[1]) if usual else 8.43
    widths = dict.fromkeys(range(1, last + 1), default)
    for tag in re.findall(rb"<(?:\w+:)?col\b[^>]*>", sheet):
        values = dict(re.findall(rb'\b(min|max|width|hidden)="([^"]*)"', tag))
        first, end = int(values.get(b"min", 0)), min(int(values.get(b"max", 0)), last)
        is_hidden = values.get(b"hidden") in (b"1", b"true")
        for number in range(first, end + 1):
            widths[number] = 0.0 if is_hidden else float(values.get(b"width", default))
    return sum(widths.values()) * _CHARACTER


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _is_locked_within(streams: olefile.OleFileIO) -> bool:
    if streams.exists("WordDocument"):
        head = streams.openstream("WordDocument").read(12)
        return len(head) == 12 and bool(struct.unpack_from("<H", head, 10)[0] & 0x100)
    for name in ("Workbook", "Book"):
        if streams.exists(name):
            data, place = streams.openstream(name).read(1 << 16), 0
            while place + 4 <= len(data):
                record, size = struct.unpack_from("<HH", data, place)
                if record == _XLS_LOCK:
                    return True
                place += 4 + size
            return False
    if streams.exists("Current User"):
        data = streams.openstream("Current User").read(16)
        return len(data) == 16 and struct.unpack_from("<I", data, 12)[0] == _PPT_LOCK
    return False
