"""Reads the .ppt of PowerPoint 97 to 2003, which is what WPS writes as .dps too ([MS-PPT])."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import IO

import olefile

from ledger_app.search.containers import Unreadable
from ledger_app.search.gathering import Gathered
from ledger_app.search.pasted import in_stream, offer, stream_of_pictures

_CONTAINER = 0xF
_TEXTS, _BYTES = 0x0FA0, 0x0FA8
_LIST, _PERSIST, _EDIT, _DIRECTORY = 0x0FF0, 0x03F3, 0x0FF5, 0x1772
_NOTES_ATOM, _MASTER = 0x03F1, 0x03F8
_LISTED_SLIDES, _LISTED_NOTES = 0, 2
_ENCRYPTED = 0xF3D1C4DF
_EDITS = 1000

_Record = tuple[int, int, int, int]  # type, instance, start and end of the content


def read_ppt(file: IO[bytes], found: Gathered) -> None:
    """Read every slide as it was last saved, each a page, with what the speaker noted below it."""
    try:
        with olefile.OleFileIO(file) as streams:
            if not streams.exists("PowerPoint Document"):
                raise Unreadable("legacy-format")
            data = streams.openstream("PowerPoint Document").read()
            pictures = stream_of_pictures(streams, "Pictures")
            user = streams.openstream("Current User").read() if streams.exists("Current User") else b""
    except OSError as error:
        raise Unreadable("damaged") from error
    if user[12:16] == _ENCRYPTED.to_bytes(4, "little"):
        raise Unreadable("encrypted")
    try:
        slides = _slides(data, struct.unpack_from("<I", user, 16)[0])
    except (struct.error, KeyError, IndexError):
        slides = []
    for page, lines in enumerate(slides, start=1):
        found.page(page)
        for line in lines:
            found.line(line)
    found.pages = len(slides) or None
    if not slides:
        for line in _lines(data, 0, len(data)):  # the list of slides is broken: all text there is
            found.line(line)
    found.spend(len(pictures))
    offer(found, in_stream(pictures, 1 if len(slides) == 1 else None))


def _slides(data: bytes, edit: int) -> list[list[str]]:
    places, document = _places(data, edit)
    slides: list[list[str]] = []
    numbers: dict[int, int] = {}
    start, end = _content(data, places[document])
    for kind, instance, first, last in _records(data, start, end):
        if kind != _LIST or instance not in (_LISTED_SLIDES, _LISTED_NOTES):
            continue
        for inner, _, a, b in _records(data, first, last):
            if inner == _PERSIST:
                reference, _, _, number = struct.unpack_from("<4I", data, a)
                begin, stop = _content(data, places[reference])
                if instance == _LISTED_SLIDES:
                    numbers[number] = len(slides)
                    slides.append([])
                    drawn = list(_lines(data, begin, stop))
                    slides[-1].extend(drawn)
                else:
                    slide = _slide_of_notes(data, begin, stop)
                    if slide in numbers:
                        slides[numbers[slide]].extend(_lines(data, begin, stop))
            elif inner in (_TEXTS, _BYTES) and instance == _LISTED_SLIDES and slides:
                outline = [line for line in _decoded(data, inner, a, b) if line not in slides[-1]]
                slides[-1].extend(outline)
    return slides


def _places(data: bytes, edit: int) -> tuple[dict[int, int], int]:
    """Return where every object was saved last, and which of them is the document."""
    places: dict[int, int] = {}
    document = None
    for _ in range(_EDITS):
        before, directory, reference = struct.unpack_from("<8x3I", data, edit + 8)
        document = reference if document is None else document
        start, end = _content(data, directory)
        while start + 4 <= end:
            packed = struct.unpack_from("<I", data, start)[0]
            first, number = packed & 0xFFFFF, packed >> 20
            for n in range(number):
                places.setdefault(first + n, struct.unpack_from("<I", data, start + 4 + 4 * n)[0])
            start += 4 + 4 * number
        if not before or before >= edit:
            break
        edit = before
    return places, document or 1


def _slide_of_notes(data: bytes, start: int, end: int) -> int:
    for kind, _, first, _ in _records(data, start, end):
        if kind == _NOTES_ATOM:
            return struct.unpack_from("<I", data, first)[0]
    return 0


def _lines(data: bytes, start: int, end: int) -> Iterator[str]:
    """Yield the lines of every text in the records here and inside them."""
    waiting = [_records(data, start, end)]
    while waiting:
        record = next(waiting[-1], None)
        if record is None:
            waiting.pop()
        elif record[0] in (_TEXTS, _BYTES):
            yield from _decoded(data, record[0], record[2], record[3])
        elif record[0] != _MASTER and data[record[2] - 8] & 0xF == _CONTAINER and len(waiting) < 100:
            waiting.append(_records(data, record[2], record[3]))


def _decoded(data: bytes, kind: int, start: int, end: int) -> list[str]:
    text = data[start:end].decode("utf-16-le" if kind == _TEXTS else "latin-1", "replace")
    lines = text.replace("\x0b", "\r").split("\r")
    return [line.strip() for line in lines if line.strip() not in ("", "*")]


def _records(data: bytes, start: int, end: int) -> Iterator[_Record]:
    end = min(end, len(data))
    while start + 8 <= end:
        head, kind, size = struct.unpack_from("<HHI", data, start)
        yield kind, head >> 4, start + 8, min(start + 8 + size, end)
        start += 8 + size


def _content(data: bytes, place: int) -> tuple[int, int]:
    size = struct.unpack_from("<I", data, place + 4)[0]
    return place + 8, place + 8 + size
