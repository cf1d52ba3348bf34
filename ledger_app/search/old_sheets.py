"""Reads the .xls of Excel 5 to 2003, which is what WPS writes as .et too ([MS-XLS])."""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import IO

import olefile

from ledger_app.search.containers import Unreadable
from ledger_app.search.gathering import Gathered
from ledger_app.search.number_formats import code_of, formatter, general
from ledger_app.search.sheets import named

_BOF, _EOF, _CONTINUE = 0x0809, 0x000A, 0x003C
_FILEPASS, _CODEPAGE, _DATEMODE = 0x002F, 0x0042, 0x0022
_BOUNDSHEET, _STRINGS, _FORMAT, _XF = 0x0085, 0x00FC, 0x041E, 0x00E0
_LABELSST, _NUMBER, _RK, _MULRK, _FORMULA = 0x00FD, 0x0203, 0x027E, 0x00BD, 0x0006
_STRING, _LABEL, _RSTRING, _BOOLERR, _TEXT_BOX = 0x0207, 0x0204, 0x00D6, 0x0205, 0x01B6
_BIFF_8 = 0x0600
_CODECS = {936: "gb18030", 950: "big5hkscs", 932: "cp932", 1200: "utf-16-le"}
_ERRORS = {0: "#NULL!", 7: "#DIV/0!", 15: "#VALUE!", 23: "#REF!", 29: "#NAME?", 36: "#NUM!", 42: "#N/A"}

_Record = tuple[int, int, int]  # type, start and end of the content


@dataclass(slots=True)
class _Book:
    """What the sheets of a book share."""

    data: bytes
    is_wide: bool = True
    codec: str = "gb18030"
    is_1904: bool = False
    strings: list[str] = field(default_factory=list)
    codes: dict[int, str] = field(default_factory=dict)
    styles: list[int] = field(default_factory=list)
    sheets: list[tuple[int, int, str, bool]] = field(default_factory=list)
    shows: list[Callable[[str], str]] = field(default_factory=list)


def read_xls(file: IO[bytes], found: Gathered) -> None:
    """Read every row of every sheet, hidden sheets last; a sheet's number among the tabs is its page.

    What a person named a tab stands below its rows, with its comments and text boxes.
    """
    try:
        with olefile.OleFileIO(file) as streams:
            name = next((n for n in ("Workbook", "Book") if streams.exists(n)), None)
            if name is None:
                raise Unreadable("damaged")
            data = streams.openstream(name).read()
    except OSError as error:
        raise Unreadable("damaged") from error
    book = _book(data, found)
    for number, place, name, _ in sorted(book.sheets, key=lambda s: s[3]):
        found.page(number)
        if _rows(book, place, found):
            named(found, name)


def _book(data: bytes, found: Gathered) -> _Book:
    book = _Book(data)
    number = 0
    for kind, start, end in _records(data, 0):
        if kind == _BOF:
            book.is_wide = data[start : start + 2] == _BIFF_8.to_bytes(2, "little")
        elif kind == _FILEPASS:
            raise Unreadable("encrypted")
        elif kind == _CODEPAGE:
            book.codec = _CODECS.get(_u16(data, start), "gb18030")
        elif kind == _DATEMODE:
            book.is_1904 = _u16(data, start) == 1
        elif kind == _FORMAT:
            book.codes[_u16(data, start)] = _string(book, start + 2, end, is_long=book.is_wide)
        elif kind == _XF:
            book.styles.append(_u16(data, start + 2))
        elif kind == _STRINGS:
            book.strings = _shared(data, start, end, found)
        elif kind == _BOUNDSHEET:
            number += 1
            place, hidden, sort = struct.unpack_from("<IBB", data, start)
            if sort == 0:
                book.sheets.append((number, place, _string(book, start + 6, end, is_long=False), hidden > 0))
    book.shows = [formatter(book.codes.get(n) or code_of(n), book.is_1904) for n in book.styles]
    return book


def _records(data: bytes, place: int) -> Iterator[_Record]:
    """Yield the records from here to the end of what begins here."""
    depth = 0
    while place + 4 <= len(data):
        kind, size = struct.unpack_from("<HH", data, place)
        yield kind, place + 4, min(place + 4 + size, len(data))
        depth += (kind == _BOF) - (kind == _EOF)
        if depth <= 0:
            return
        place += 4 + size
    raise Unreadable("damaged")


def _rows(book: _Book, place: int, found: Gathered) -> bool:
    """Add a line for every row that holds anything; return whether one did."""
    data = book.data
    row = -1
    cells: list[str] = []
    placed: dict[int, str] = {}
    column = 0
    boxes: list[str] = []
    has_rows = False
    found.grid()
    for kind, start, end in _records(data, place):
        if kind in _CELLS:
            if _u16(data, start) != row:
                found.line(" ".join(cells))
                found.row(placed)
                cells.clear()
                placed.clear()
                row = _u16(data, start)
            column = _u16(data, start + 2)
            shown = _CELLS[kind](book, start, end)
            placed.update((column + n, value) for n, value in enumerate(shown) if value)
            cells.extend(filter(None, shown))
            has_rows = has_rows or bool(cells)
        elif kind == _STRING:
            cells.append(_flat(_string(book, start, end, is_long=True)))
            placed[column] = cells[-1]
        elif kind == _TEXT_BOX and book.is_wide:
            boxes.append(_box(data, start, end))
    found.line(" ".join(cells))
    found.row(placed)
    for box in boxes:
        found.lines(box)
    return has_rows


def _shared_cell(book: _Book, start: int, _: int) -> list[str]:
    number = struct.unpack_from("<I", book.data, start + 6)[0]
    return [book.strings[number]] if number < len(book.strings) else []


def _number_cell(book: _Book, start: int, _: int) -> list[str]:
    return [_number(book, _u16(book.data, start + 4), struct.unpack_from("<d", book.data, start + 6)[0])]


def _rk_cell(book: _Book, start: int, _: int) -> list[str]:
    return [_number(book, _u16(book.data, start + 4), _rk(book.data, start + 6))]


def _rk_cells(book: _Book, start: int, end: int) -> list[str]:
    places = range(start + 4, end - 7, 6)
    return [_number(book, _u16(book.data, at), _rk(book.data, at + 2)) for at in places]


def _formula_cell(book: _Book, start: int, end: int) -> list[str]:
    value = book.data[start + 6 : start + 14]
    if value[6:] != b"\xff\xff":
        return _number_cell(book, start, end)
    if value[0] in (1, 2):
        return [_truth(value[2], is_error=value[0] == 2)]
    return []  # a text follows in a record of its own


def _label_cell(book: _Book, start: int, end: int) -> list[str]:
    return [_flat(_string(book, start + 6, end, is_long=True))]


def _truth_cell(book: _Book, start: int, _: int) -> list[str]:
    return [_truth(book.data[start + 6], is_error=book.data[start + 7] == 1)]


_CELLS: dict[int, Callable[[_Book, int, int], list[str]]] = {
    _LABELSST: _shared_cell,
    _NUMBER: _number_cell,
    _RK: _rk_cell,
    _MULRK: _rk_cells,
    _FORMULA: _formula_cell,
    _LABEL: _label_cell,
    _RSTRING: _label_cell,
    _BOOLERR: _truth_cell,
}


def _number(book: _Book, style: int, value: float) -> str:
    show = book.shows[style] if style < len(book.shows) else general
    return show(str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value))


def _rk(data: bytes, place: int) -> float:
    packed = struct.unpack_from("<I", data, place)[0]
    if packed & 2:
        value = float((packed >> 2) - (1 << 30 if packed >> 31 else 0))
    else:
        value = struct.unpack("<d", bytes(4) + (packed & ~3).to_bytes(4, "little"))[0]
    return value / 100 if packed & 1 else value


def _truth(value: int, *, is_error: bool) -> str:
    return _ERRORS.get(value, "#") if is_error else "TRUE" if value else "FALSE"


def _string(book: _Book, start: int, end: int, *, is_long: bool) -> str:
    """Return a string with its length in front, as BIFF 8 or as older books write it."""
    length = _u16(book.data, start) if is_long else book.data[start]
    start += 2 if is_long else 1
    if not book.is_wide:
        return book.data[start : min(start + length, end)].decode(book.codec, "replace")
    is_double = book.data[start] & 1
    start += 1
    return _letters(book.data[start : min(start + length * (1 + is_double), end)], is_double)


def _letters(data: bytes, is_double: int) -> str:
    return data.decode("utf-16-le", "replace") if is_double else data.decode("latin-1")


def _shared(data: bytes, start: int, end: int, found: Gathered) -> list[str]:
    """Return the shared strings, which run on over records; where one runs on it says its width again."""
    pieces = _continued(data, start, end)
    strings: list[str] = []
    piece, place = 0, 8

    def take(size: int) -> bytes:
        nonlocal piece, place
        taken = b""
        while size > 0 and piece < len(pieces):
            part = pieces[piece][place : place + size]
            taken += part
            size -= len(part)
            place += len(part)
            if place >= len(pieces[piece]) and size > 0:
                piece, place = piece + 1, 0
        if size > 0:
            raise EOFError
        return taken

    total = struct.unpack_from("<I", data, start + 4)[0]
    try:
        for _ in range(total):
            found.check()
            length, flags = struct.unpack("<HB", take(3))
            runs = _u16(take(2), 0) if flags & 8 else 0
            extra = struct.unpack("<I", take(4))[0] if flags & 4 else 0
            text = ""
            while length > 0:
                room = len(pieces[piece]) - place
                if room == 0:
                    piece, place = piece + 1, 0
                    flags = take(1)[0]
                    continue
                width = 1 + (flags & 1)
                size = min(length * width, room // width * width) or width
                text += _letters(take(size), flags & 1)
                length -= size // width
            take(runs * 4 + extra)
            strings.append(_flat(text))
    except (EOFError, IndexError):
        found.error = "damaged"
    return strings


def _continued(data: bytes, start: int, end: int) -> list[bytes]:
    """Return the contents of a record and of those that continue it."""
    pieces = [data[start:end]]
    while end + 4 <= len(data):
        kind, size = struct.unpack_from("<HH", data, end)
        if kind != _CONTINUE:
            break
        pieces.append(data[end + 4 : end + 4 + size])
        end += 4 + size
    return pieces


def _box(data: bytes, start: int, end: int) -> str:
    length = _u16(data, start + 10) if end - start >= 12 else 0
    text = ""
    for piece in _continued(data, start, end)[1:]:
        if len(text) >= length or not piece:
            break
        text += _letters(piece[1:], piece[0] & 1)[: length - len(text)]
    return text


def _flat(text: str) -> str:
    return text.replace("\n", " ").strip()


def _u16(data: bytes, place: int) -> int:
    return data[place] | data[place + 1] << 8
