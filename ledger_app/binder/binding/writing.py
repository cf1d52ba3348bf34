"""A PDF written from its first byte to its last: nothing but the places of its objects is kept."""

from __future__ import annotations

import hashlib
import zlib
from array import array
from collections.abc import Iterable
from typing import BinaryIO

_HEADER = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"


class Output:
    """Objects going into a binary file that need not be seekable. Numbers may be given out before they are written."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._places = array("Q", [0])
        self._digest = hashlib.sha256()
        self._place = 0
        self._put(_HEADER)

    def number(self) -> int:
        """Give out the number of an object that is to be written later."""
        self._places.append(0)
        return len(self._places) - 1

    def write(self, number: int, body: bytes) -> None:
        """Write an object that is not a stream."""
        self._begin(number)
        self._put(body, b"\nendobj\n")

    def write_stream(self, number: int, entries: bytes, data: bytes | memoryview) -> None:
        """Write a stream; `entries` are those of its dictionary but for the length."""
        self._begin(number)
        self._put(b"<< %b /Length %d >>\nstream\n" % (entries, len(data)), data, b"\nendstream\nendobj\n")

    def write_packed(self, number: int, entries: bytes, data: bytes) -> None:
        """Write a stream whose data are yet to be compressed."""
        self.write_stream(number, entries + b" /Filter /FlateDecode", zlib.compress(data))

    def close(self, *, root: int, info: int) -> None:
        """Write the table of places. What was given out and never written reads as null."""
        start = self._place
        count = len(self._places)
        lines = [b"xref\n0 %d\n0000000000 65535 f \n" % count]
        lines += [
            b"%010d 00000 n \n" % place if place else b"0000000000 65535 f \n" for place in self._places[1:]
        ]
        self._put(*lines)
        mark = self._digest.hexdigest()[:32].encode()
        self._put(
            b"trailer\n<< /Size %d /Root %d 0 R /Info %d 0 R /ID [<%b> <%b>] >>\nstartxref\n%d\n%%%%EOF\n"
            % (count, root, info, mark, mark, start)
        )

    def _begin(self, number: int) -> None:
        self._places[number] = self._place
        self._put(b"%d 0 obj\n" % number)

    def _put(self, *pieces: bytes | memoryview) -> None:
        for piece in pieces:
            self._stream.write(piece)
            self._digest.update(piece)
            self._place += len(piece)


def text(value: str) -> bytes:
    """Return a text as PDF writes it: as it is where ASCII has it, else UTF-16."""
    if value.isascii() and value.isprintable():
        return b"(%b)" % value.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)").encode()
    return b"<feff%b>" % value.encode("utf-16-be", "replace").hex().encode()


def numbers(values: Iterable[float]) -> bytes:
    """Return numbers as PDF writes them, to five places."""
    return b" ".join(f"{value:.5f}".rstrip("0").rstrip(".").encode() or b"0" for value in values)
