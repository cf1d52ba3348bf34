"""Pages of another PDF copied into an output as form XObjects: their content stays as it is, byte for byte.

Only what a page's content and resources lead to is copied, object after object, so that neither the source nor what
was copied stays in memory. What belongs to a page but not to paper is left behind: annotations, actions, tabs,
thumbnails, metadata, structure.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Stream

from ledger_app.binder.binding.conforming import Inspection
from ledger_app.binder.binding.model import Matrix
from ledger_app.binder.binding.unused import unused_fonts
from ledger_app.binder.binding.writing import Output, numbers
from ledger_app.core.errors import LedgerError

_REFERENCE = re.compile(rb"\((?:[^\\()]|\\.)*\)|<[0-9a-fA-F]*>|(?<=[\[ ])(\d+) (\d+) R(?=[ \]])", re.DOTALL)
_FORBIDDEN = {
    Name.Page,
    Name.Pages,
    Name.Catalog,
    Name.Outlines,
    Name.Annot,
    Name.Action,
    Name.StructTreeRoot,
    Name.StructElem,
    Name.Filespec,
    Name.EmbeddedFile,
}
_OF_PAGES = ("/Metadata", "/PieceInfo", "/LastModified", "/StructParent", "/StructParents", "/AF")
_LEFT_BEHIND = (
    *_OF_PAGES,
    "/OPI",
    "/Alternates",
    "/Ref",
    "/Measure",
    "/PtData",
    # the length is written anew; data in another file can't be taken along
    "/Length",
    "/DL",
    "/F",
    "/FFilter",
    "/FDecodeParms",
)
_USUAL_PAGE = (0.0, 0.0, 612.0, 792.0)
_MAPPED = 64 << 20
"""From this size on a file is read in pieces: what is mapped counts as memory."""


@dataclass(frozen=True, slots=True)
class CopiedPage:
    """A page as a form XObject: its number, the matrix that shows it upright from (0, 0), how large it then is.

    `group` is the page's transparency group as PDF writes it, empty without one.
    """

    number: int
    matrix: Matrix
    width: float
    height: float
    group: bytes


class Source:
    """One PDF that pages are taken from. Objects that several of its pages use are copied once.

    `spare` is a font of the output. `inspection` sees everything that is copied before it is written, and puts right what it can.
    `layers` are the optional content groups that were copied: their numbers, and whether they are hidden.
    Raises `rendition-unreadable`.
    """

    def __init__(self, path: Path | BinaryIO, output: Output, inspection: Inspection, spare: int) -> None:
        self._path = path
        self._output = output
        self._inspection = inspection
        self._spare = spare
        self.layers: list[tuple[int, bool]] = []
        self._numbers: dict[tuple[int, int], int] = {}
        self._waiting: list[tuple[int, int]] = []
        try:
            is_large = isinstance(path, Path) and path.stat().st_size >= _MAPPED
            mode = pikepdf.AccessMode.stream if is_large else pikepdf.AccessMode.default
            self._pdf = pikepdf.open(path, access_mode=mode)
            self._hidden = _hidden_layers(self._pdf)
        except (pikepdf.PdfError, OSError) as error:
            raise LedgerError("rendition-unreadable", path=path) from error

    def close(self) -> None:
        self._pdf.close()

    def page(self, index: int) -> CopiedPage:
        """Copy a page (from 0) with all that it needs."""
        try:
            page = self._pdf.pages[index].obj
            box, matrix, width, height = _seen_as(page)
            number = self._output.number()
            self._copy_content(page, number, box)
            group = page.get("/Group")
            written = self.written(group) if isinstance(group, Dictionary) else b""
            self._drain()
        except (pikepdf.PdfError, IndexError, RuntimeError) as error:
            raise LedgerError("rendition-unreadable", path=self._path) from error
        return CopiedPage(number, matrix, width, height, written)

    def fonts(self) -> bytes:
        """Copy the fonts that the first page's resources name, the first of them as the spare one too; return all."""
        fonts = _inherited(self._pdf.pages[0].obj, "/Resources")["/Font"]
        written = self._renumbered(fonts.unparse(resolved=True))
        self._output.write(self._spare, self._renumbered(next(iter(fonts.values())).unparse(resolved=True)))
        self._drain()
        return written

    def written(self, thing: Object) -> bytes:
        """Return an object as the output is to have it, with the numbers that its parts have there."""
        if thing.is_indirect:
            return b"%d 0 R" % self._number(*thing.objgen)
        return self._renumbered(thing.unparse())

    def _renumbered(self, raw: bytes) -> bytes:
        if b" R" not in raw:
            return raw
        return _REFERENCE.sub(
            lambda match: (
                match[0] if match[1] is None else b"%d 0 R" % self._number(int(match[1]), int(match[2]))
            ),
            raw,
        )

    def _number(self, number: int, generation: int) -> int:
        key = number, generation
        known = self._numbers.get(key)
        if known is None:
            known = self._numbers[key] = self._output.number()
            self._waiting.append(key)
        return known

    def _drain(self) -> None:
        while self._waiting:
            key = self._waiting.pop()
            self._copy(self._numbers[key], self._pdf.get_object(*key))

    def _copy(self, number: int, thing: Object) -> None:
        if isinstance(thing, Stream):
            self._inspection.look(thing)
            self._copy_stream(number, thing)
            return
        if isinstance(thing, Dictionary):
            if thing.get("/Type") in _FORBIDDEN:
                self._output.write(number, b"null")
                return
            if thing.get("/Type") == Name.OCG:
                self.layers.append((number, thing.objgen in self._hidden))
            self._inspection.look(thing)
            for key in _OF_PAGES:
                if key in thing:
                    del thing[key]
        raw = _unparsed(thing)
        self._inspection.written(raw)
        self._output.write(number, self._renumbered(raw))

    def _copy_stream(self, number: int, thing: Stream) -> None:
        entries = thing.stream_dict
        for key in _LEFT_BEHIND:
            if key in entries:
                del entries[key]
        if _is_lzw(entries):
            data = thing.read_bytes()
            for key in ("/Filter", "/DecodeParms"):
                if key in entries:
                    del entries[key]
            self._output.write_packed(number, self._entries(entries), data)
            return
        data = memoryview(thing.get_raw_stream_buffer())
        self._output.write_stream(number, self._entries(entries), data)

    def _entries(self, dictionary: Dictionary) -> bytes:
        raw = _unparsed(dictionary)
        self._inspection.written(raw)
        return self._renumbered(raw).strip()[2:-2].strip()

    def _copy_content(self, page: Dictionary, number: int, box: tuple[float, float, float, float]) -> None:
        own = self._resources(page)
        entries = b"/Type /XObject /Subtype /Form /BBox [%b] /Resources %b" % (numbers(box), own)
        contents = page.get("/Contents")
        streams = list(contents) if isinstance(contents, Array) else [contents]
        streams = [stream for stream in streams if isinstance(stream, Stream)]
        data = b"\n".join(stream.read_bytes() for stream in streams)
        self._inspection.content(data)
        if len(streams) == 1 and streams[0].get("/Filter") == Name.FlateDecode:
            raw = memoryview(streams[0].get_raw_stream_buffer())
            self._output.write_stream(number, entries + b" " + self._filters(streams[0]), raw)
        else:
            self._output.write_packed(number, entries, data)

    def _resources(self, page: Dictionary) -> bytes:
        """Return a page's resources as they are to be written, with our font for those that nothing is written with."""
        resources = _inherited(page, "/Resources")
        if not isinstance(resources, Dictionary):
            return b"<< >>"
        unused = unused_fonts(page, resources)
        if resources.is_indirect and not unused:
            return self.written(resources)
        self._inspection.look(resources)
        self._inspection.written(resources.unparse(resolved=True))
        if not unused:
            return self.written(resources)
        spare = b"%d 0 R" % self._spare
        fonts = b" ".join(
            Name(key).unparse() + b" " + (spare if key in unused else self.written(font))
            for key, font in resources.Font.items()
        )
        rest = Dictionary({key: value for key, value in resources.items() if key != "/Font"})
        return b"<< %b /Font << %b >> >>" % (self._entries(rest), fonts)

    def _filters(self, stream: Stream) -> bytes:
        kept = {k: v for k, v in stream.stream_dict.items() if k in ("/Filter", "/DecodeParms")}
        return self._entries(Dictionary(kept))


def _seen_as(page: Dictionary) -> tuple[tuple[float, float, float, float], Matrix, float, float]:
    """Return the box that is seen, the matrix that shows it upright from (0, 0), and its size then."""
    media = _box(_inherited(page, "/MediaBox")) or _USUAL_PAGE
    crop = _box(_inherited(page, "/CropBox")) or media
    left, bottom = max(media[0], crop[0]), max(media[1], crop[1])
    right, top = min(media[2], crop[2]), min(media[3], crop[3])
    if right <= left or top <= bottom:
        left, bottom, right, top = media
    unit = _number(page.get("/UserUnit")) or 1.0
    turn = round((_number(_inherited(page, "/Rotate")) or 0) / 90) % 4
    wide, high = (right - left) * unit, (top - bottom) * unit
    matrix = (
        (unit, 0, 0, unit, -left * unit, -bottom * unit),
        (0, -unit, unit, 0, -bottom * unit, right * unit),
        (-unit, 0, 0, -unit, right * unit, top * unit),
        (0, unit, -unit, 0, top * unit, -left * unit),
    )[turn]
    return (left, bottom, right, top), matrix, *((high, wide) if turn % 2 else (wide, high))


def _inherited(page: Dictionary, key: str) -> object:
    """Return a page's entry, its own or that of a node above it."""
    for _ in range(64):
        if key in page:
            return page[key]
        parent = page.get("/Parent")
        if not isinstance(parent, Dictionary):
            break
        page = parent
    return None


def _box(thing: object) -> tuple[float, float, float, float] | None:
    if not isinstance(thing, Array) or len(thing) != 4:
        return None
    sides = [_number(side) for side in thing]
    if None in sides:
        return None
    (left, right), (bottom, top) = sorted(sides[::2]), sorted(sides[1::2])
    return (left, bottom, right, top) if right > left and top > bottom else None


def _number(thing: object) -> float | None:
    try:
        value = float(thing)
    except (TypeError, ValueError):
        return None
    return value if math.isfinite(value) else None


def _is_lzw(entries: Dictionary) -> bool:
    """Say whether the data need another filter; PDF/A has no LZW."""
    filters = entries.get("/Filter")
    names = list(filters) if isinstance(filters, Array) else [filters]
    return Name.LZWDecode in names or Name.LZW in names


def _hidden_layers(pdf: pikepdf.Pdf) -> set[tuple[int, int]]:
    """Return the optional content groups that the document doesn't show when it is opened."""
    properties = pdf.Root.get("/OCProperties")
    if not isinstance(properties, Dictionary):
        return set()
    usual = properties.get("/D")
    usual = usual if isinstance(usual, Dictionary) else Dictionary()
    groups, on, off = (
        {entry.objgen for entry in found if isinstance(entry, Object)} if isinstance(found, Array) else set()
        for found in (properties.get("/OCGs"), usual.get("/ON"), usual.get("/OFF"))
    )
    return (groups - on) | off if usual.get("/BaseState") == Name.OFF else off


def _unparsed(thing: object) -> bytes:
    """Return a value as PDF writes it, what it refers to not resolved."""
    if isinstance(thing, Object):
        return thing.unparse(resolved=True)
    if thing is None:
        return b"null"
    return str(thing).lower().encode() if isinstance(thing, bool) else str(thing).encode()
