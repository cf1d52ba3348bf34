"""The digest tables: a digest and a path on every line, as `sha256sum -c` and BagIt read them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import BinaryIO

_LINE = re.compile(r"([0-9a-f]{64})  ([^\r\n]+)")
_LONGEST = 4096


class Broken(Exception):  # noqa: N818 - says what the table is
    """A line is none of a digest table; `line` counts from 1."""

    def __init__(self, line: int) -> None:
        super().__init__(line)
        self.line = line


def write(stream: BinaryIO, digests: Mapping[str, str]) -> None:
    """Write a table of the digests by path, in the order of the paths."""
    for path in sorted(digests):
        stream.write(f"{digests[path]}  {path}\n".encode())


def read(stream: BinaryIO) -> dict[str, str]:
    """Return the digests by path; raises `Broken` for a line that is none, or a path that stands twice."""
    found: dict[str, str] = {}
    number = 0
    while line := stream.readline(_LONGEST):
        number += 1
        try:
            match = _LINE.fullmatch(line.decode().removesuffix("\n").removesuffix("\r"))
        except UnicodeDecodeError:
            match = None
        if match is None or match[2] in found:
            raise Broken(number)
        found[match[2]] = match[1]
    return found
