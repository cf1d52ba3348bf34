"""Office files as zip archives of XML parts, read part by part without ever holding a tree of one."""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Callable, Collection
from functools import partial
from typing import IO
from urllib.parse import unquote
from xml.parsers import expat

from ledger_app.search.containers import Unreadable, open_parts
from ledger_app.search.gathering import Gathered
from ledger_app.search.pasted import Pasted, offer

_CHUNK = 1 << 18  # an element larger than a chunk is looked at again with every chunk: few and large ones
_NAMES = 10_000
_PICTURE = re.compile(r"(?:^|/)(?:media|pictures|res)/[^/]+\.(?!xml$)\w+$", re.I)


def _nothing(*_: object) -> None:
    return None


class Package:
    """The parts of one file; what is unpacked counts in `gathered`."""

    def __init__(self, file: IO[bytes], gathered: Gathered) -> None:
        self._zip = open_parts(file)
        # some Windows programs write their own separator
        self._names = {info.filename.replace("\\", "/"): info for info in self._zip.infolist()}
        self._gathered = gathered
        gathered.has_pictures = any(map(_PICTURE.search, self._names))

    def __enter__(self) -> Package:
        return self

    def __exit__(self, *_: object) -> None:
        self._zip.close()

    def __contains__(self, name: str) -> bool:
        return name in self._names

    def named(self, pattern: str) -> list[str]:
        """Return the parts whose whole name matches, by the numbers in their names."""
        found = [name for name in self._names if re.fullmatch(pattern, name)]
        return sorted(found, key=lambda n: [int(d[-9:]) for d in re.findall(r"\d+", n)])

    def open(self, name: str) -> IO[bytes]:
        """Open a part as bytes."""
        try:
            return self._gathered.bounded(self._zip.open(self._names[name]))
        except (KeyError, OSError, zipfile.BadZipFile) as error:
            raise Unreadable("damaged") from error

    def offer_pictures(self, *, of: str | None = None) -> None:
        """Offer the pictures noted in `gathered`, by their parts, or by the ids by which the part `of` knows them.

        To be done once the text is read, which they must not cut short.
        """
        noted = list(self._gathered.pictures.items())
        if of and noted:
            related = self.related(of)
            noted = [(related[key][1], page) for key, page in noted if key in related]
        noted = [(name, page) for name, page in noted if name in self]
        infos = [self._names[name] for name, _ in noted]
        offer(
            self._gathered,
            (
                Pasted(page, info.file_size, (info.CRC, info.file_size), partial(self.open, name))
                for (name, page), info in zip(noted, infos, strict=True)
            ),
        )

    def walk(
        self,
        name: str,
        *,
        texts: Collection[str] = (),
        marks: Collection[str] = (),
        start: Callable[[str, dict[str, str]], None] = _nothing,
        end: Callable[[str], None] = _nothing,
        text: Callable[[str, str], None] = _nothing,
        data: Callable[[str], None] | None = None,
    ) -> None:
        """Go through a part: see `walk`."""
        with self.open(name) as stream:
            walk(stream, texts=texts, marks=marks, start=start, end=end, text=text, data=data)

    def first(self, name: str, tag: str) -> str | None:
        """Return the text of the first element with this local name, None where part or element is missing."""
        found: list[str] = []
        if name in self:
            self.walk(name, texts=(tag,), text=lambda _, value: found.append(value))
        return found[0] if found else None

    def related(self, name: str) -> dict[str, tuple[str, str]]:
        """Return id → (last word of the type, part) of what a part refers to inside the file."""
        folder, base = posixpath.split(name)
        rels = posixpath.join(folder, "_rels", f"{base}.rels")
        found: dict[str, tuple[str, str]] = {}

        def start(_: str, attributes: dict[str, str]) -> None:
            if attributes.get("TargetMode") == "External":
                return
            target = posixpath.join("/", folder, unquote(attributes.get("Target", "")))
            kind = attributes.get("Type", "").rpartition("/")[2]
            found[attributes.get("Id", "")] = kind, posixpath.normpath(target).lstrip("/")

        if rels in self:
            self.walk(rels, marks=("Relationship",), start=start)
        return {key: value for key, value in found.items() if value[1] in self}


def walk(
    stream: IO[bytes],
    *,
    texts: Collection[str] = (),
    marks: Collection[str] = (),
    start: Callable[[str, dict[str, str]], None] = _nothing,
    end: Callable[[str], None] = _nothing,
    text: Callable[[str, str], None] = _nothing,
    data: Callable[[str], None] | None = None,
) -> None:
    """Go through an XML stream, calling back for the elements of these local names.

    For those in `texts` `text(name, content)` is called at their end, for those in `marks`
    `start(name, attributes)` and `end(name)`; attributes keep their prefixes. `data` takes all characters. Names are compared without
    namespace: Strict and Transitional files differ only there. A document type is refused: no office
    program writes one, and only it can define entities. Raises `ExpatError`, `Unreadable`.
    """
    parser = new_parser()
    parser.CharacterDataHandler = data
    pieces: list[str] = []
    known = _Known(frozenset(texts), frozenset(marks))

    def opened(raw: str, attributes: dict[str, str]) -> None:
        if (element := known[raw]) is None:
            return
        name, has_text, is_mark = element
        if has_text:
            pieces.clear()
            parser.CharacterDataHandler = pieces.append
        if is_mark:
            start(name, attributes)

    def closed(raw: str) -> None:
        if (element := known[raw]) is None:
            return
        name, has_text, is_mark = element
        if has_text:
            parser.CharacterDataHandler = data
            text(name, "".join(pieces))
            pieces.clear()
        if is_mark:
            end(name)

    parser.StartElementHandler = opened
    parser.EndElementHandler = closed
    feed(parser, stream)


def new_parser() -> expat.XMLParserType:
    """Return a parser that refuses document types."""

    def refuse(*_: object) -> None:
        raise Unreadable("damaged")

    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = refuse
    return parser


def feed(parser: expat.XMLParserType, stream: IO[bytes]) -> None:
    """Let a parser go through a stream."""
    while chunk := stream.read(_CHUNK):
        parser.Parse(chunk, False)
    parser.Parse(b"", True)


class Locals(dict[str, str]):
    """Name as written → the name without its prefix."""

    def __missing__(self, raw: str) -> str:
        name = raw.rpartition(":")[2]
        if len(self) < _NAMES:
            self[raw] = name
        return name


class _Known(dict[str, "tuple[str, bool, bool] | None"]):
    """Element as written → its local name, whether its text and whether its place is wanted; None: neither."""

    def __init__(self, texts: frozenset[str], marks: frozenset[str]) -> None:
        super().__init__()
        self._texts = texts
        self._marks = marks

    def __missing__(self, raw: str) -> tuple[str, bool, bool] | None:
        name = raw.rpartition(":")[2]
        wanted = name in self._texts, name in self._marks
        found = (name, *wanted) if any(wanted) else None
        if len(self) < _NAMES:
            self[raw] = found
        return found
