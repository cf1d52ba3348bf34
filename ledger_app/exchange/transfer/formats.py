"""Which formats may be handed over (电子档案移交与接收办法), and what a file of one looks like inside."""

from __future__ import annotations

import re
import warnings
import zipfile
import zlib
from dataclasses import dataclass
from typing import IO

import pikepdf

from ledger_app.search import formats
from ledger_app.search.containers import Unreadable

_ACCEPTED = "ofd pdf rtf wps docx et xls xlsx dbf xml jpg jpeg tif tiff png dng wav mp3 mp4 avi"
ACCEPTED = frozenset(_ACCEPTED.split())
"""Endings of fixed-layout documents, texts, tables, photographs, sound and film that archives take."""
_RUN = "exe com scr pif bat cmd msi dll sys cpl vbs vbe js jse wsf wsh ps1 hta jar lnk reg apk sh app deb rpm"
_PROGRAMS = frozenset(_RUN.split())
_PROGRAM_HEADS = (
    b"MZ",
    b"\x7fELF",
    b"#!",
    b"\xca\xfe\xba\xbe",
    b"\xce\xfa\xed\xfe",
    b"\xcf\xfa\xed\xfe",
    b"\xfe\xed\xfa",
)
_ZIPPED = ("docx", "xlsx", "pptx", "ofd", "zip", "open")
_SOUND_AND_FILM = {"wav": (b"RIFF", 0), "avi": (b"RIFF", 0), "mp4": (b"ftyp", 4)}
_VERSION = re.compile(rb"%PDF-(\d\.\d)")
_APPLICATION = re.compile(rb"<Application>([^<]{1,200})</Application>")
_HEAD = 4096
_PROPERTIES = "docProps/app.xml"
_MOST_PROPERTIES = 1 << 16

REFUSED = frozenset({"encrypted", "program", "closed-compression", "empty"})
"""What no package may hold; everything else that `look` says is a warning."""


@dataclass(frozen=True, slots=True)
class Look:
    """What a file is: 格式信息, 文档创建程序 (empty where it does not say), and the codes of what is wrong with it.

    `program` it can be run, `encrypted` it is locked, `closed-compression` only one maker's program unpacks
    it, `format-outside` the rules don't name its format, `format-differs` it is not what its name says,
    `damaged` its parts can't be found, `empty` it has no content.
    """

    format: str
    creator: str = ""
    problems: tuple[str, ...] = ()


def look(file: IO[bytes], name: str) -> Look:
    """Look into a file that bears this name; it is left at its start."""
    ending = formats.ending_of(name)
    file.seek(0)
    head = file.read(_HEAD)
    called = ending.upper() or "–"
    if ending in _PROGRAMS or head.startswith(_PROGRAM_HEADS):
        return Look(called, "", ("program",))
    if not head:
        return Look(called, "", ("empty",))
    found = [] if ending in ACCEPTED else ["format-outside"]
    inside: str | None = ""
    creator = ""
    try:
        file.seek(0)
        inside = _inside(file, head, name)
        if inside == "pdf":
            version = _VERSION.search(head)
            called = f"PDF {version[1].decode()}" if version else "PDF"
            creator = _pdf(file)
        elif inside in _ZIPPED:
            creator = _unlocked(file)
    except Unreadable as error:
        found.append("encrypted" if error.code == "encrypted" else "damaged")
    finally:
        file.seek(0)
    if inside is None or (inside and formats.kind_of(name) is not None and not formats.fits(inside, name)):
        found.append("format-differs")
    if "rar" in (inside, ending):
        found.append("closed-compression")
    return Look(called, creator, tuple(dict.fromkeys(found)))


def _inside(file: IO[bytes], head: bytes, name: str) -> str | None:
    """Return the format by content, empty where nothing is known of how one looks, None where it is another."""
    named = formats.kind_of(name)
    if named is None:
        mark, at = _SOUND_AND_FILM.get(formats.ending_of(name), (b"", 0))
        return "" if head[at:].startswith(mark) else None
    kind = formats.kind_inside(file, head, named)
    return "" if named == "other" and kind in (None, "other") else kind


def _unlocked(file: IO[bytes]) -> str:
    """Return what wrote an office file; raises `Unreadable` where its parts are locked or can't be listed."""
    try:
        file.seek(0)
        with zipfile.ZipFile(file) as parts:
            names = {p.filename: p for p in parts.infolist()}
            if "Encryptions.xml" in names or any(p.flag_bits & 1 for p in names.values()):
                raise Unreadable("encrypted")
            said = names.get(_PROPERTIES)
            if said is None or said.file_size > _MOST_PROPERTIES:
                return ""
            found = _APPLICATION.search(parts.read(said))
            return found[1].decode("utf-8", "replace") if found else ""
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, ValueError, OSError) as error:
        raise Unreadable("damaged") from error


def _pdf(file: IO[bytes]) -> str:
    """Return what wrote a PDF; raises `Unreadable`: one that opens without a password is encrypted all the same."""
    try:
        file.seek(0)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with pikepdf.open(file, suppress_warnings=True) as pdf:
                if pdf.is_encrypted:
                    raise Unreadable("encrypted")
                if not len(pdf.pages):
                    raise Unreadable("damaged")
                return str(pdf.docinfo.get("/Creator") or pdf.docinfo.get("/Producer") or "")
    except pikepdf.PasswordError as error:
        raise Unreadable("encrypted") from error
    except (pikepdf.PdfError, ValueError, TypeError, RuntimeError, OSError) as error:
        raise Unreadable("damaged") from error
