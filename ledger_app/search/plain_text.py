"""Reads .txt and .csv in the encodings that Chinese programs write."""

from __future__ import annotations

import codecs
from typing import IO

from ledger_app.search.containers import Unreadable
from ledger_app.search.model import HEAD, Part, Reading

_BYTES = HEAD * 4
_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))


def read_text(file: IO[bytes]) -> Reading:
    """Read the head as UTF-8, UTF-16 or GB18030, whichever it is without a single wrong byte."""
    return Reading(parts=(Part(None, decode(file.read(_BYTES))),))


def decode(data: bytes) -> str:
    """Return the text of the head of a file, whose last character may be cut; raises `Unreadable`."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _decode(data[len(mark) :], encoding)
    if b"\0" in data:
        # UTF-16 without a mark: the zero bytes of its ASCII characters stand on one side
        encoding = "utf-16-le" if data[1::2].count(0) >= data[::2].count(0) else "utf-16-be"
        return _checked(_decode(data, encoding))
    try:
        return _decode(data, "utf-8")
    except Unreadable:
        return _decode(data, "gb18030")


def _decode(data: bytes, encoding: str) -> str:
    try:
        return codecs.getincrementaldecoder(encoding)().decode(data)
    except UnicodeDecodeError as error:
        raise Unreadable("unknown-encoding") from error


def _checked(text: str) -> str:
    if "\0" in text:
        raise Unreadable("unknown-encoding")
    return text
