"""PDF/A-2b, the file as a whole: header, trailer, catalog, metadata, output intent, layers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pikepdf
from lxml import etree
from pikepdf import Array, Dictionary, Name, Pdf, Stream, String

from ledger_app.binder.proving.pdfa_model import Deviation, entries, items

_HEADER = re.compile(rb"%PDF-1\.[0-7](?:\r\n|\r|\n)%[\x80-\xff]{4}")
_TAIL = re.compile(rb"%%EOF(?:\r\n|\r|\n)?\Z")
_PDFAID = "http://www.aiim.org/pdfa/ns/id/"
_DC = "http://purl.org/dc/elements/1.1/"
_PDF = "http://ns.adobe.com/pdf/1.3/"
_XMP = "http://ns.adobe.com/xap/1.0/"
_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_PACKET = re.compile(rb"<\?xpacket\s+begin=[^?]*?\?>")
_SPACES = {
    b"GRAY": ("DeviceGray", 1),
    b"RGB ": ("DeviceRGB", 3),
    b"CMYK": ("DeviceCMYK", 4),
    b"Lab ": ("Lab", 3),
}
_NEWEST = 4
_INFO = (
    ("/Title", _DC, "title"),
    ("/Author", _DC, "creator"),
    ("/Subject", _DC, "description"),
    ("/Keywords", _PDF, "Keywords"),
    ("/Creator", _XMP, "CreatorTool"),
    ("/Producer", _PDF, "Producer"),
    ("/CreationDate", _XMP, "CreateDate"),
    ("/ModDate", _XMP, "ModifyDate"),
)


def of_file(path: Path, pdf: Pdf) -> Iterator[Deviation]:
    """Yield what is wrong with the file's first and last bytes and its trailer."""
    with path.open("rb") as file:
        first = file.read(64)
        file.seek(max(0, path.stat().st_size - 64))
        last = file.read()
    if not _HEADER.match(first):
        yield Deviation("header")
    if not _TAIL.search(last):
        yield Deviation("after-end")
    identifier = pdf.trailer.get("/ID")
    if (
        not isinstance(identifier, Array)
        or len(identifier) != 2
        or not all(bytes(part) for part in identifier)
    ):
        yield Deviation("file-id")
    if pdf.is_encrypted or "/Encrypt" in pdf.trailer:
        yield Deviation("encrypted")


def of_catalog(pdf: Pdf) -> Iterator[Deviation]:
    """Yield what the catalog has that it must not have, or lacks."""
    root = pdf.Root
    yield from _of_intents(root)
    yield from _of_layers(root)
    for key in entries(root.get("/Perms")):
        if key not in ("/UR3", "/DocMDP"):
            yield Deviation("permissions", about=key.lstrip("/"))
    form = entries(root.get("/AcroForm"))
    if form.get("/NeedAppearances") is True:
        yield Deviation("need-appearances")
    if "/XFA" in form or root.get("/NeedsRendering") is True:
        yield Deviation("xfa")
    if "/AA" in root:
        yield Deviation("trigger")
    names = entries(root.get("/Names"))
    if "/EmbeddedFiles" in names or "/AF" in root:
        yield Deviation("embedded-file")
    if "/JavaScript" in names:
        yield Deviation("action", about="JavaScript")
    if "/AlternatePresentations" in names:
        yield Deviation("alternate-presentation")
    if "/Requirements" in root:
        yield Deviation("requirements")


def defined_spaces(pdf: Pdf) -> frozenset[str]:
    """Return the device colour spaces that the output intent defines; grey is defined by any."""
    for intent in _intents(pdf.Root):
        found = _profile_space(intent.get("/DestOutputProfile"))
        if found:
            return frozenset({"DeviceGray", found[0]})
    return frozenset()


def profile_is_usable(profile: object) -> bool:
    """Return whether an ICC based colour space has a profile of its own number of colours, no newer than version 4."""
    found = _profile_space(profile)
    return found is not None and isinstance(profile, Stream) and int(profile.get("/N", 0)) == found[1]


def _intents(root: Dictionary) -> list[Dictionary]:
    intents = [i for i in items(root.get("/OutputIntents")) if isinstance(i, Dictionary)]
    return [i for i in intents if i.get("/S") == Name.GTS_PDFA1]


def _of_intents(root: Dictionary) -> Iterator[Deviation]:
    found = [i for i in _intents(root) if "/DestOutputProfile" in i]
    if not found:
        yield Deviation("output-intent")
    profiles = {
        i.DestOutputProfile.objgen
        for i in items(root.get("/OutputIntents"))
        if isinstance(i, Dictionary) and "/DestOutputProfile" in i
    }
    if len(profiles) > 1:
        yield Deviation("output-intents-differ")
    for intent in found:
        profile = intent.DestOutputProfile
        if not profile_is_usable(profile):
            yield Deviation(
                "output-profile", about=str(profile.get("/N", "")) if isinstance(profile, Stream) else ""
            )
        elif _data(profile)[12:16] not in (b"prtr", b"mntr"):
            yield Deviation("output-profile", about=_data(profile)[12:16].decode("latin-1"))


def _profile_space(profile: object) -> tuple[str, int] | None:
    data = _data(profile)
    if len(data) < 128 or data[36:40] != b"acsp" or data[8] > _NEWEST:
        return None
    return _SPACES.get(data[16:20])


def _data(stream: object) -> bytes:
    try:
        return stream.read_bytes() if isinstance(stream, Stream) else b""
    except pikepdf.PdfError:
        return b""


def _of_layers(root: Dictionary) -> Iterator[Deviation]:
    properties = root.get("/OCProperties")
    if not isinstance(properties, Dictionary):
        return
    configs = [*items(properties.get("/D")), *items(properties.get("/Configs"))]
    names = [str(entries(c).get("/Name", "")) for c in configs]
    if not all(names) or len(set(names)) != len(names) or any("/AS" in entries(c) for c in configs):
        yield Deviation("optional-content")
    layers = {layer.objgen for layer in items(properties.get("/OCGs"))}
    for config in configs:
        if "/Order" in entries(config) and set(_ordered(config.Order, 0)) != layers:
            yield Deviation("optional-order")


def _ordered(order: object, depth: int) -> Iterator[tuple[int, int]]:
    for one in items(order) if depth < 32 else ():
        if isinstance(one, Array):
            yield from _ordered(one, depth + 1)
        elif isinstance(one, Dictionary):
            yield one.objgen


# metadata


def of_metadata(pdf: Pdf) -> Iterator[Deviation]:
    """Yield what is wrong with the metadata, and where the document information says something else."""
    stream = pdf.Root.get("/Metadata")
    if not isinstance(stream, Stream):
        yield Deviation("metadata-missing")
        return
    data = _data(stream)
    header = _PACKET.search(data)
    if header and re.search(rb"\s(?:bytes|encoding)\s*=", header[0]):
        yield Deviation("metadata-packet")
    try:
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
        tree = etree.fromstring(data.strip(b"\0 \r\n\t"), parser)
    except (etree.XMLSyntaxError, ValueError):
        yield Deviation("metadata-damaged")
        return
    if tree.find(f".//{{{_RDF}}}RDF") is None and tree.tag != f"{{{_RDF}}}RDF":
        yield Deviation("metadata-damaged")
    if _value(tree, _PDFAID, "part") != "2" or _value(tree, _PDFAID, "conformance") not in ("A", "B", "U"):
        yield Deviation("identification")
    yield from _of_info(pdf, tree)


def _of_info(pdf: Pdf, tree: etree._Element) -> Iterator[Deviation]:
    info = entries(pdf.trailer.get("/Info"))
    for key, space, name in _INFO:
        if key not in info or not isinstance(info[key], String):
            continue
        said, noted = str(info[key]), _value(tree, space, name) or ""
        same = _moment(said) == _moment(noted) if key in ("/CreationDate", "/ModDate") else said == noted
        if said and not same:
            yield Deviation("info-differs", about=key.lstrip("/"))


def _value(tree: etree._Element, space: str, name: str) -> str | None:
    """Return a property as an attribute, as text, or as the first entry of a list."""
    tag = f"{{{space}}}{name}"
    for node in tree.iter():
        if isinstance(node.tag, str) and (found := node.get(tag)) is not None:
            return found
        if node.tag == tag:
            entry = node.find(f".//{{{_RDF}}}li")
            return ((entry if entry is not None else node).text or "").strip()
    return None


def _moment(written: str) -> str:
    """Return a date of either notation as its digits, in UTC where it says so."""
    digits = re.sub(r"(?:Z|[+-]00[':]?00'?)$", "", written.removeprefix("D:").strip())
    return re.sub(r"\D", "", digits)
