"""Reads the .doc of Word 97 to 2003, which is what WPS writes as .wps too ([MS-DOC])."""

from __future__ import annotations

import re
import struct
from bisect import bisect_right
from typing import IO

import olefile

from ledger_app.search.containers import Unreadable, count
from ledger_app.search.gathering import Gathered
from ledger_app.search.model import HEAD
from ledger_app.search.pasted import in_stream, offer, stream_of_pictures

_WORD_97 = 0x00C1
_WORD_6, _WORD = 0xA5DC, 0xA5EC
_ENCRYPTED, _SECOND_TABLE = 0x0100, 0x0200
_CHPX, _CLX = 12, 33  # of the pairs of offset and length from 0x9A on
_DELETED = 0x0800  # sprmCFRMarkDel
_OPERANDS = {0: 1, 1: 1, 2: 2, 3: 4, 4: 2, 5: 2, 7: 3}
_FIELD = re.compile("\x13[^\x13-\x15]*(?:\x14([^\x13-\x15]*))?\x15")
_DEEPEST = 20
_CHARACTERS = str.maketrans({"\x07": "\n", "\x0b": "\n", "\r": "\n", "\x1e": "-", "\x1f": "", "\t": " "})
_CELL = "\ufdd0"  # no character: stands for the end of a cell while the text is cleaned
_SPECIAL = re.compile("[\x01-\x06\x08\x0e-\x1d]")

_Piece = tuple[int, int, int, bool]  # first character, last + 1, offset, whether a byte a character


def read_doc(file: IO[bytes], found: Gathered) -> None:
    """Read the body, then notes, comments and text boxes; text whose deletion is tracked is left out.

    Where pages end is not in the file, but for the breaks that a person set: the text has page numbers
    where these alone make up the number of pages in the properties.
    """
    with _opened(file) as streams:
        main = streams.openstream("WordDocument").read()
        flags = _checked(main)
        name = "1Table" if flags & _SECOND_TABLE else "0Table"
        if not streams.exists(name):
            raise Unreadable("damaged")
        table = streams.openstream(name).read()
        pages = _pages(streams)
        data = stream_of_pictures(streams, "Data")
    found.pages, found.pages_source = pages, "properties"
    text, body, head = _text(main, table)
    found.running_head = _shown(text[head])[:HEAD]
    sheets = _shown(text[body]).split("\x0c")
    sheets = sheets[:-1] if len(sheets) > 1 and not sheets[-1].strip() else sheets
    has_pages = len(sheets) == pages
    try:
        for number, sheet in enumerate(sheets, start=1):
            found.page(number if has_pages else None)
            found.lines(sheet)
        found.page(None)
        found.lines(_shown(text[body.stop :]).replace("\x0c", "\n"))
    finally:
        if not has_pages:
            found.without_pages()
    found.spend(len(data) + len(main))
    page = 1 if has_pages and pages == 1 else None
    offer(found, (picture for stream in (data, main) for picture in in_stream(stream, page)))


def cells_and_text(file: IO[bytes]) -> tuple[str, str]:
    """Return the body with its cells and rows still ended by \\x07, and what stands behind it: notes, heads, text boxes."""
    with _opened(file) as streams:
        main = streams.openstream("WordDocument").read()
        name = "1Table" if _checked(main) & _SECOND_TABLE else "0Table"
        if not streams.exists(name):
            raise Unreadable("damaged")
        text, body, _ = _text(main, streams.openstream(name).read())
    return _shown(text[body].replace("\x07", _CELL)).replace(_CELL, "\x07"), _shown(text[body.stop :])


def _opened(file: IO[bytes]) -> olefile.OleFileIO:
    try:
        return olefile.OleFileIO(file)
    except OSError as error:
        raise Unreadable("damaged") from error


def _checked(main: bytes) -> int:
    """Return the flags of a document that can be read."""
    if len(main) < 0x200:
        raise Unreadable("damaged")
    mark, version, flags = struct.unpack_from("<HH6xH", main)
    if mark not in (_WORD_6, _WORD):
        raise Unreadable("damaged")
    if mark == _WORD_6 or version < _WORD_97:
        raise Unreadable("legacy-format")
    if flags & _ENCRYPTED:
        raise Unreadable("encrypted")
    return flags


def _pages(streams: olefile.OleFileIO) -> int | None:
    try:
        return count(str(streams.get_metadata().num_pages))
    except Exception:  # whatever the library does on broken properties, the text can be read
        return None


def _text(main: bytes, table: bytes) -> tuple[str, slice, slice]:
    """Return the text of the document, and which of it is the body and which the running heads."""
    body, notes, heads = struct.unpack_from("<3I", main, 0x4C)
    deleted = _deleted(main, table)
    texts = []
    places = [0]
    for piece in _pieces(main, table):
        text = _piece(main, piece, deleted)
        texts.append(text)
        places.append(places[-1] + len(text))
    whole = "".join(texts)
    # a tracked deletion moves what is behind it: character numbers are kept by filling it with \1
    return whole, slice(0, body), slice(body + notes, body + notes + heads)


def _pieces(main: bytes, table: bytes) -> list[_Piece]:
    start, size = _pair(main, _CLX)
    place, end = start, min(start + size, len(table))
    while place < end and table[place] == 1:
        place += 3 + struct.unpack_from("<H", table, place + 1)[0]
    if place >= end or table[place] != 2:
        raise Unreadable("damaged")
    size = min(struct.unpack_from("<I", table, place + 1)[0], len(table) - place - 5)
    number = (size - 4) // 12
    firsts = struct.unpack_from(f"<{number + 1}I", table, place + 5)
    pieces = []
    for n in range(number):
        offset = struct.unpack_from("<I", table, place + 5 + 4 * (number + 1) + 8 * n + 2)[0]
        is_narrow = bool(offset & 0x40000000)
        offset &= 0x3FFFFFFF
        pieces.append((firsts[n], firsts[n + 1], offset // 2 if is_narrow else offset, is_narrow))
    return pieces


def _piece(main: bytes, piece: _Piece, deleted: list[tuple[int, int]]) -> str:
    first, last, offset, is_narrow = piece
    width = 1 if is_narrow else 2
    data = main[offset : offset + max(0, last - first) * width]
    text = data.decode("cp1252" if is_narrow else "utf-16-le", "replace")
    if not is_narrow and len(text) * 2 != len(data):
        text = "".join(chr(unit) for (unit,) in struct.iter_unpack("<H", data[: len(data) // 2 * 2]))
    for begin, end in deleted[max(0, bisect_right(deleted, (offset,)) - 1) :]:
        if begin >= offset + len(data):
            break
        a, b = max(0, (begin - offset) // width), max(0, (end - offset) // width)
        text = text[:a] + "\x01" * len(text[a:b]) + text[b:]
    return text


def _deleted(main: bytes, table: bytes) -> list[tuple[int, int]]:
    """Return the (from, to) places in the stream of text that was deleted with changes tracked."""
    start, size = _pair(main, _CHPX)
    size = min(size, len(table) - start)
    number = (size - 4) // 8
    found = []
    for n in range(max(0, number)):
        page = struct.unpack_from("<I", table, start + 4 * (number + 1) + 4 * n)[0] & 0x3FFFFF
        block = main[page * 512 : page * 512 + 512]
        if len(block) < 512:
            continue
        runs = min(block[511], 101)
        places = struct.unpack_from(f"<{runs + 1}I", block)
        for run in range(runs):
            at = block[4 * (runs + 1) + run] * 2
            if at and _is_deleted(block[at + 1 : at + 1 + block[at]]):
                found.append((places[run], places[run + 1]))
    return sorted(found)


def _is_deleted(properties: bytes) -> bool:
    place = 0
    while place + 2 < len(properties):
        code = properties[place] | properties[place + 1] << 8
        if code == _DELETED:
            return properties[place + 2] == 1
        kind = code >> 13
        place += 2 + (_OPERANDS[kind] if kind in _OPERANDS else 1 + properties[place + 2])
    return False


def _pair(main: bytes, number: int) -> tuple[int, int]:
    return struct.unpack_from("<2I", main, 0x9A + 8 * number)


def _shown(text: str) -> str:
    """Return the text without the codes of fields and the marks of pictures and notes."""
    for _ in range(_DEEPEST):
        text, changes = _FIELD.subn(lambda match: match[1] or "", text)
        if not changes:
            break
    return _SPECIAL.sub("", text.translate(_CHARACTERS))
