"""Reads .txt, .csv and other plain text in the encodings that Chinese programs write."""

from __future__ import annotations

import codecs
import re
from typing import IO

from ledger_app.search.containers import Unreadable
from ledger_app.search.gathering import CHARACTERS, Enough, Gathered

_BYTES = CHARACTERS * 4
_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_CONTROLS = re.compile("[\x00-\x08\x0e-\x19\x1c-\x1f\x7f]")
_WRITTEN = re.compile("[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]")
_WRONG = 0.02  # more bytes that fit no encoding are no text with an accident in it


def read_text(file: IO[bytes], found: Gathered) -> None:
    """Read the text in whichever encoding it is."""
    data = file.read(_BYTES + 1)
    if not data.strip(b"\0"):
        raise Unreadable("damaged")  # a crash while saving leaves a file of zeros
    found.whole(None, decode(data[:_BYTES]))
    if len(data) > _BYTES:
        raise Enough


def decode(data: bytes) -> str:
    """Return the text of the beginning of a file, whose last character may be cut; raises `Unreadable`.

    UTF-8, UTF-16 or GB18030, whichever it is without a wrong byte; else the one with the fewest.
    """
    text = _decoded(data)
    if len(_CONTROLS.findall(text)) > _WRONG * len(text):
        raise Unreadable("unknown-encoding")  # no text at all
    return text


def _decoded(data: bytes) -> str:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _decode(data[len(mark) :], encoding, is_lenient=True)
    odd, even = data[1::2].count(0), data[::2].count(0)
    if b"\0" in data.rstrip(b"\0") and min(odd, even) * 10 <= max(odd, even):
        # UTF-16 without a mark: the zero bytes of its ASCII characters stand on one side
        text = _decode(data, "utf-16-le" if odd >= even else "utf-16-be").rstrip("\0")
        if "\0" not in text:
            return text
    data = data.replace(b"\0", b"")  # a hole that a crash left
    for encoding in ("utf-8", "gb18030"):
        try:
            text = _decode(data, encoding)
        except Unreadable:
            continue
        return text if encoding == "utf-8" or not _CONTROLS.search(text) else _chinese_utf16(data) or text
    found = _chinese_utf16(data)
    if found:
        return found
    texts = [_decode(data, encoding, is_lenient=True) for encoding in ("utf-8", "gb18030")]
    text = min(texts, key=lambda t: t.count("\ufffd"))
    if text.count("\ufffd") > _WRONG * len(text):
        raise Unreadable("unknown-encoding")
    return text


def _decode(data: bytes, encoding: str, *, is_lenient: bool = False) -> str:
    try:
        decoder = codecs.getincrementaldecoder(encoding)("replace" if is_lenient else "strict")
        return decoder.decode(data)
    except UnicodeDecodeError as error:
        raise Unreadable("unknown-encoding") from error


def _chinese_utf16(data: bytes) -> str | None:
    """Return the text if it is UTF-16 without a mark and without a single ASCII character."""
    for encoding in ("utf-16-le", "utf-16-be"):
        try:
            text = _decode(data, encoding)
        except Unreadable:
            continue
        if text and len(_WRITTEN.findall(text)) > 0.9 * len(text):
            return text
    return None
