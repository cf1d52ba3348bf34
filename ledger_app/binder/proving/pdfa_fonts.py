"""PDF/A-2b, the fonts: embedded, and saying of themselves what they must."""

from __future__ import annotations

import struct
from collections.abc import Iterator

import pikepdf
from pikepdf import Dictionary, Name, Pdf, Stream

from ledger_app.binder.proving.pdfa_model import Deviation, entries, items

_KINDS = frozenset(["Type0", "Type1", "MMType1", "Type3", "TrueType", "CIDFontType0", "CIDFontType2"])
_PROGRAMS = ("/FontFile", "/FontFile2", "/FontFile3")
# the character maps that readers know without being given them (ISO 32000-1, table 118), by collection
_PREDEFINED = {
    "Adobe-GB1": "GB-EUC GBpc-EUC GBK-EUC GBKp-EUC GBK2K UniGB-UCS2 UniGB-UTF16",
    "Adobe-CNS1": "B5pc HKscs-B5 ETen-B5 ETenms-B5 CNS-EUC UniCNS-UCS2 UniCNS-UTF16",
    "Adobe-Japan1": "83pv-RKSJ 90ms-RKSJ 90msp-RKSJ 90pv-RKSJ Add-RKSJ EUC Ext-RKSJ UniJIS-UCS2 UniJIS-UCS2-HW UniJIS-UTF16",
    "Adobe-Korea1": "KSC-EUC KSCms-UHC KSCms-UHC-HW KSCpc-EUC UniKS-UCS2 UniKS-UTF16",
}
_COLLECTIONS = {name: collection for collection, names in _PREDEFINED.items() for name in names.split()}


def of_fonts(pdf: Pdf) -> Iterator[Deviation]:
    """Yield what is wrong with the fonts of a document."""
    for found in pdf.objects:
        if isinstance(found, Dictionary) and found.get("/Type") == Name.Font:
            try:
                yield from _of_font(found)
            except UnicodeDecodeError:
                yield Deviation("name-not-utf8")


def _of_font(font: Dictionary) -> Iterator[Deviation]:
    kind = str(font.get("/Subtype", "")).lstrip("/")
    name = _named(font)
    if kind not in _KINDS or (kind != "Type3" and not name):
        yield Deviation("font-entries", about=name or kind)
        return
    if kind == "Type3":
        return
    if kind == "Type0":
        yield from _of_composite(font, name)
        return
    descriptor = entries(font.get("/FontDescriptor"))
    if not any(isinstance(descriptor.get(key), Stream) for key in _PROGRAMS):
        yield Deviation("font-not-embedded", about=name)
        return
    if kind.startswith("CIDFont"):
        yield from _of_glyphs(font, descriptor, kind, name)
    elif (
        not {"/FirstChar", "/LastChar", "/Widths"} <= set(font.keys())
        or len(items(font.Widths)) != int(font.LastChar) - int(font.FirstChar) + 1
    ):
        yield Deviation("font-entries", about=name)


def _of_composite(font: Dictionary, name: str) -> Iterator[Deviation]:
    kids = items(font.get("/DescendantFonts"))
    if len(kids) != 1:
        yield Deviation("font-entries", about=name)
        return
    encoding = font.get("/Encoding")
    system = entries(entries(kids[0]).get("/CIDSystemInfo"))
    own = f"{system.get('/Registry', '')}-{system.get('/Ordering', '')}"
    if isinstance(encoding, Stream):
        theirs = entries(encoding.get("/CIDSystemInfo"))
        if theirs.keys() and f"{theirs.get('/Registry', '')}-{theirs.get('/Ordering', '')}" != own:
            yield Deviation("cid-system", about=name)
        return
    said = str(encoding).lstrip("/")
    base = (
        said.rpartition("-")[0] if said.endswith(("-H", "-V")) else {"H": "EUC", "V": "EUC"}.get(said, said)
    )
    if base == "Identity":
        return
    if base not in _COLLECTIONS:
        yield Deviation("cmap", about=said)
    elif _COLLECTIONS[base] != own:
        yield Deviation("cid-system", about=name)


def _of_glyphs(font: Dictionary, descriptor: Dictionary, kind: str, name: str) -> Iterator[Deviation]:
    if not {"/Registry", "/Ordering", "/Supplement"} <= set(entries(font.get("/CIDSystemInfo")).keys()):
        yield Deviation("cid-system", about=name)
    mapping = font.get("/CIDToGIDMap")
    if kind == "CIDFontType2" and not (isinstance(mapping, Stream) or mapping == Name.Identity):
        yield Deviation("cid-to-gid", about=name)
    listed = descriptor.get("/CIDSet")
    if (
        isinstance(listed, Stream)
        and mapping == Name.Identity
        and isinstance(descriptor.get("/FontFile2"), Stream)
    ):
        glyphs = _glyphs(descriptor.FontFile2)
        if glyphs is not None and glyphs - _listed(listed) - {0}:
            yield Deviation("cid-set", about=name)


def _listed(stream: Stream) -> set[int]:
    data = stream.read_bytes()
    return {8 * at + bit for at, byte in enumerate(data) for bit in range(8) if byte & 0x80 >> bit}


def _glyphs(program: Stream) -> set[int] | None:
    """Return the glyphs of a TrueType program that have an outline; None where it can't be told."""
    try:
        data = program.read_bytes()
        count = struct.unpack_from(">H", data, 4)[0]
        tables = {}
        for number in range(count):
            tag, _sum, offset, length = struct.unpack_from(">4sLLL", data, 12 + 16 * number)
            tables[tag] = data[offset : offset + length]
        glyphs = struct.unpack_from(">H", tables[b"maxp"], 4)[0]
        is_long = struct.unpack_from(">H", tables[b"head"], 50)[0]
        places = struct.unpack_from(f">{glyphs + 1}{'L' if is_long else 'H'}", tables[b"loca"])
    except (struct.error, KeyError, pikepdf.PdfError):
        return None
    return {glyph for glyph in range(glyphs) if places[glyph] != places[glyph + 1]}


def _named(font: Dictionary) -> str:
    return str(font.get("/BaseFont", "")).lstrip("/")
