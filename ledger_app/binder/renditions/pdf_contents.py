"""What the pages of a PDF draw, made such that it can be read to its end, or found to be too much.

Runs in the worker process. Binders are put together in the program itself, which reads what every page draws: what
would fail there, or take all of its memory, is found here.
"""

from __future__ import annotations

import base64
import re
import zlib
from collections.abc import Iterator

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream

from ledger_app.search.containers import Unreadable

MOST_BYTES = 100_000_000
"""What one page may draw, unpacked: many times what the plan of a whole town takes."""
_FLATE = ("/FlateDecode", "/Fl")
_BASE_85 = ("/ASCII85Decode", "/A85")
_NOT_BASE_85 = re.compile(rb"[^!-uz\s]")
_BROKEN = (pikepdf.PdfError, RuntimeError, ValueError, TypeError)


def mend(pdf: pikepdf.Pdf) -> bool:
    """Cut what pages draw to what of it can be read, as viewers do; return whether something was cut.

    Raises `Unreadable` (`too-large`).
    """
    is_cut = False
    for page in pdf.pages:
        room = MOST_BYTES
        for stream in _streams(page.obj):
            try:
                data = _read(stream)
            except _BROKEN:
                data = _beginning(stream)
                stream.write(data)
                is_cut = True
            room -= len(data)
            if room < 0:
                raise Unreadable("too-large")
    for thing in pdf.objects:
        if isinstance(thing, Stream) and _is_drawn(thing.stream_dict):
            try:
                is_too_much = len(_read(thing)) > MOST_BYTES
            except _BROKEN:
                continue  # it is copied as it is
            if is_too_much:
                raise Unreadable("too-large")
    return is_cut


def _streams(page: Dictionary) -> Iterator[Stream]:
    contents = page.get(Name.Contents)
    for stream in contents if isinstance(contents, Array) else (contents,):
        if isinstance(stream, Stream):
            yield stream


def _is_drawn(entries: Dictionary) -> bool:
    return entries.get(Name.Subtype) == Name.Form or Name.PatternType in entries


def _read(stream: Stream) -> bytes:
    try:
        return stream.read_bytes()
    except MemoryError as error:
        raise Unreadable("too-large") from error


def _beginning(stream: Stream) -> bytes:
    """Return what can be read of a stream whose data are damaged."""
    filters = stream.get(Name.Filter)
    try:
        data = stream.read_raw_bytes()
        for name in filters if isinstance(filters, Array) else (filters,):
            if str(name) in _FLATE:
                data = _inflated(data)
            elif str(name) in _BASE_85:
                data = base64.a85decode(_NOT_BASE_85.split(data, maxsplit=1)[0])
            else:
                return b""
    except _BROKEN:
        return b""
    return data


def _inflated(data: bytes) -> bytes:
    machine, found = zlib.decompressobj(), []
    try:
        for at in range(0, len(data), 64):  # what comes before the damage is told piece by piece
            found.append(machine.decompress(data[at : at + 64], MOST_BYTES))
    except zlib.error:
        pass
    return b"".join(found)
