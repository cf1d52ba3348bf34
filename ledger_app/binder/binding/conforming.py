"""What in a source stands against PDF/A-2b (ISO 19005-2), found while it is copied; what can be put right is.

Put right are: a missing CIDToGIDMap (its default is written out), smoothing of pictures, LZW and fonts that nothing is
written with (in `copying`). Colours
without a profile are looked for in CMYK only: grey and RGB are those of the file's output intent.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Stream

from ledger_app.binder.binding.unused import is_embedded

_CMYK = re.compile(rb"/(?:Device)?CMYK(?![^\s<>\[\]()/%])")
_K = re.compile(rb"\s[kK](?=[\s/\[(<]|$)")
_FOUR_NUMBERS = re.compile(rb"(?:[-+]?[\d.]+\s+){4}$")
_NUMBERS_REACH = 80
_DEEP = 12
_BLEND_MODES = {
    "Normal",
    "Compatible",
    "Multiply",
    "Screen",
    "Overlay",
    "Darken",
    "Lighten",
    "ColorDodge",
    "ColorBurn",
    "HardLight",
    "SoftLight",
    "Difference",
    "Exclusion",
    "Hue",
    "Saturation",
    "Color",
    "Luminosity",
}
_PREDEFINED = re.compile(
    r"/(Identity|GB-EUC|GBpc-EUC|GBK-EUC|GBKp-EUC|GBK2K|UniGB-UCS2|UniGB-UTF16|B5pc|HKscs-B5|ETen-B5|ETenms-B5|"
    r"CNS-EUC|UniCNS-UCS2|UniCNS-UTF16|83pv-RKSJ|90ms-RKSJ|90msp-RKSJ|90pv-RKSJ|Add-RKSJ|EUC|Ext-RKSJ|"
    r"UniJIS-UCS2|UniJIS-UCS2-HW|UniJIS-UTF16|KSC-EUC|KSCms-UHC|KSCms-UHC-HW|KSCpc-EUC|UniKS-UCS2|UniKS-UTF16)?-?[HV]"
)
_ICC_COLOURS = {1: b"GRAY", 3: b"RGB ", 4: b"CMYK"}


class Inspection:
    """Looks at every object of a source as it is copied; `told` gets a code and what it is about."""

    def __init__(self, told: Callable[[str, str], None]) -> None:
        self._told = told

    def look(self, thing: Object, depth: int = 0) -> None:
        """Look at a dictionary or stream, and at the dictionaries within it."""
        entries = thing.stream_dict if isinstance(thing, Stream) else thing
        for inner in entries.values() if depth < _DEEP else ():
            if isinstance(inner, Dictionary) and not inner.is_indirect:
                self.look(inner, depth + 1)
        try:
            self._dictionary(entries)
            if isinstance(thing, Stream):
                self._stream(thing, entries)
        except (pikepdf.PdfError, TypeError, ValueError, KeyError, AttributeError):
            self._told("damaged", str(entries.get("/Type", "")))

    def content(self, data: bytes) -> None:
        """Look at what a content stream does."""
        if b"CMYK" in data and _CMYK.search(data):
            self._told("device-cmyk", "")
        for found in _K.finditer(data):
            if _FOUR_NUMBERS.search(data, max(found.start() - _NUMBERS_REACH, 0), found.start() + 1):
                self._told("device-cmyk", "")
                return

    def written(self, raw: bytes) -> None:
        """Look at an object as it is written."""
        if b"/DeviceCMYK" in raw and _CMYK.search(raw) and b"/DefaultCMYK" not in raw:
            self._told("device-cmyk", "")

    def _dictionary(self, entries: Dictionary) -> None:
        kind = entries.get("/Type")
        if kind == Name.Font or "/BaseFont" in entries:
            self._font(entries)
        elif kind == Name.ExtGState or "/BM" in entries or "/TR" in entries:
            self._graphics_state(entries)

    def _font(self, font: Dictionary) -> None:
        kind = font.get("/Subtype")
        name = str(font.get("/BaseFont", "")).lstrip("/")
        if kind == Name.Type3:
            return
        if kind == Name.Type0:
            encoding = font.get("/Encoding")
            if isinstance(encoding, Name) and not _PREDEFINED.fullmatch(str(encoding)):
                self._told("font-encoding", name)
            return
        if not is_embedded(font):
            self._told("font-not-embedded", name)
            return
        if kind == Name.CIDFontType2 and "/CIDToGIDMap" not in font:
            font["/CIDToGIDMap"] = Name.Identity
        if kind == Name.TrueType:
            self._true_type(font, int(font.FontDescriptor.get("/Flags", 0)), name)

    def _true_type(self, font: Dictionary, flags: int, name: str) -> None:
        is_symbolic = bool(flags & 4)
        encoding = font.get("/Encoding")
        base = encoding.get("/BaseEncoding") if isinstance(encoding, Dictionary) else encoding
        is_known = base in (Name.WinAnsiEncoding, Name.MacRomanEncoding)
        is_wrong = encoding is not None if is_symbolic else not is_known
        if is_wrong or is_symbolic == bool(flags & 32):
            self._told("font-encoding", name)

    def _graphics_state(self, state: Dictionary) -> None:
        if "/TR" in state or state.get("/TR2", Name.Default) != Name.Default or "/HTP" in state:
            self._told("transfer-function", "")
        mode = state.get("/BM", Name.Normal)
        for one in mode if isinstance(mode, Array) else [mode]:
            if str(one).lstrip("/") not in _BLEND_MODES:
                self._told("blend-mode", str(one).lstrip("/"))

    def _stream(self, stream: Stream, entries: Dictionary) -> None:
        kind = entries.get("/Subtype")
        if "/F" in entries:
            self._told("outside-data", "")
        if kind == Name.PS or entries.get("/Subtype2") == Name.PS:
            self._told("postscript", "")
        if kind == Name.Image:
            self._image(stream, entries)
        if kind == Name.Form or "/PatternType" in entries:
            self.content(stream.read_bytes())
        filters = entries.get("/Filter")
        names = list(filters) if isinstance(filters, Array) else [filters]
        if Name.Crypt in names:
            self._told("crypt-filter", "")
        if (
            "/N" in entries
            and kind is None
            and entries.get("/Type") is None
            and "/FunctionType" not in entries
        ):
            self._profile(stream, int(entries["/N"]))

    def _image(self, image: Stream, entries: Dictionary) -> None:
        if entries.get("/Interpolate") is True:
            del entries["/Interpolate"]
        filters = entries.get("/Filter")
        names = list(filters) if isinstance(filters, Array) else [filters]
        if Name.JPXDecode in names:
            reason = jpx_problem(image.read_raw_bytes())
            if reason:
                self._told("jpx", reason)

    def _profile(self, stream: Stream, components: int) -> None:
        data = stream.read_bytes()
        is_right = data[36:40] == b"acsp" and data[8] <= 4 and data[16:20] == _ICC_COLOURS.get(components)
        if not is_right and data[16:20] != b"Lab ":
            self._told("colour-profile", "")


def jpx_problem(data: bytes) -> str:
    """Return what in a JPEG 2000 picture PDF/A-2 does not take (ISO 19005-2, 6.2.8.3); empty where nothing is."""
    boxes = dict(_boxes(data))
    head = boxes.get(b"jp2h")
    if head is None:
        return "no JP2 header"
    inner = list(_boxes(head))
    kinds = dict(inner)
    size = kinds.get(b"ihdr", b"")
    if len(size) < 11:
        return "no image header"
    channels = int.from_bytes(size[8:10], "big")
    if channels not in (1, 3, 4):
        return f"{channels} channels"
    if size[10] == 255:
        return "channels of different depth"
    colours = [body for kind, body in inner if kind == b"colr"]
    if not colours or (len(colours) > 1 and sum(body[2:3] == b"\x01" for body in colours) != 1):
        return "colour space not clear"
    if any(body[:1] not in (b"\x01", b"\x02", b"\x03") for body in colours):
        return "colour space of an unknown kind"
    return ""


def _boxes(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Yield the boxes of a JP2 file, kind and content; what is cut off ends it."""
    place = 0
    while place + 8 <= len(data):
        length, kind = int.from_bytes(data[place : place + 4], "big"), data[place + 4 : place + 8]
        start = place + 8
        if length == 1:
            length, start = int.from_bytes(data[start : start + 8], "big"), start + 8
        elif length == 0:
            length = len(data) - place
        if length < start - place:
            return
        yield kind, data[start : place + length]
        place += length
