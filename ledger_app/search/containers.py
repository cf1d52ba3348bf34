"""Office files as zip archives of XML, opened so that a hostile one costs little."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from typing import IO

from lxml import etree

PART_BYTES = 16 << 20
"""Uncompressed bytes read of one part before the file counts as a bomb."""


class Unreadable(Exception):  # noqa: N818 - the code says what it is
    """The content cannot be read; `code` says why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def open_parts(file: IO[bytes]) -> zipfile.ZipFile:
    """Open an office file's zip; raises `Unreadable`."""
    try:
        parts = zipfile.ZipFile(file)
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError) as error:
        raise Unreadable("damaged") from error
    if any(info.flag_bits & 1 for info in parts.infolist()):
        raise Unreadable("encrypted")
    return parts


def elements(parts: zipfile.ZipFile, name: str, *tags: str) -> Iterator[tuple[str, etree._Element]]:
    """Yield ("start" or "end", element) of these local names as a part is parsed: no DTD, entities, network."""
    with parts.open(name) as stream:
        parser = etree.iterparse(
            _Bounded(stream),
            events=("start", "end"),
            tag=[f"{{*}}{tag}" for tag in tags],
            resolve_entities=False,
            load_dtd=False,
            no_network=True,
            huge_tree=False,
        )
        is_first = True
        for event, element in parser:
            if is_first and element.getroottree().docinfo.doctype:
                raise Unreadable("damaged")  # no office program writes one
            is_first = False
            yield event, element


def local(element: etree._Element) -> str:
    """Return an element's name without its namespace: Strict and Transitional files differ only there."""
    return str(element.tag).rpartition("}")[2]


def count(text: str | None) -> int | None:
    """Return a page count as the properties state it, None where it is none."""
    return int(text) if text and text.isascii() and text.isdigit() and 0 < int(text) < 100_000 else None


class _Bounded(io.RawIOBase):
    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self._left = PART_BYTES

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        chunk = self._stream.read(size if size >= 0 else self._left + 1)
        self._left -= len(chunk)
        if self._left < 0:
            raise Unreadable("too-large")
        return chunk
