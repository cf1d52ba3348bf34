"""PDF/A-2b, what pages draw: streams, images, graphics states, colours, operators."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

import pikepdf
from pikepdf import Array, ContentStreamInlineImage, Dictionary, Name, Object, Pdf, Stream, String

from ledger_app.binder.proving import pdfa_document
from ledger_app.binder.proving.pdfa_model import Deviation, entries, items

_FILTERS = frozenset(
    [
        "ASCIIHexDecode",
        "ASCII85Decode",
        "FlateDecode",
        "RunLengthDecode",
        "CCITTFaxDecode",
        "JBIG2Decode",
        "DCTDecode",
        "JPXDecode",
    ]
)
_INLINE_FILTERS = _FILTERS | frozenset(["AHx", "A85", "Fl", "RL", "CCF", "DCT"])
_INTENTS = frozenset(["RelativeColorimetric", "AbsoluteColorimetric", "Perceptual", "Saturation"])
_BLENDS = frozenset(
    [
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
    ]
)
_OPERATORS = frozenset(
    [
        "b",
        "B",
        "b*",
        "B*",
        "BDC",
        "BI",
        "BMC",
        "BT",
        "BX",
        "c",
        "cm",
        "CS",
        "cs",
        "d",
        "d0",
        "d1",
        "Do",
        "DP",
        "EI",
        "EMC",
        "ET",
        "EX",
        "f",
        "F",
        "f*",
        "G",
        "g",
        "gs",
        "h",
        "i",
        "ID",
        "j",
        "J",
        "K",
        "k",
        "l",
        "m",
        "M",
        "MP",
        "n",
        "q",
        "Q",
        "re",
        "RG",
        "rg",
        "ri",
        "s",
        "S",
        "SC",
        "sc",
        "SCN",
        "scn",
        "sh",
        "T*",
        "Tc",
        "Td",
        "TD",
        "Tf",
        "Tj",
        "TJ",
        "TL",
        "Tm",
        "Tr",
        "Ts",
        "Tw",
        "Tz",
        "v",
        "w",
        "W",
        "W*",
        "y",
        "'",
        '"',
        "INLINE",
    ]
)
_DEVICES = {"DeviceGray": "DeviceGray", "DeviceRGB": "DeviceRGB", "DeviceCMYK": "DeviceCMYK"}
_SHORT = {"G": "DeviceGray", "RGB": "DeviceRGB", "CMYK": "DeviceCMYK"}
_PAINTED = {
    "g": "DeviceGray",
    "G": "DeviceGray",
    "rg": "DeviceRGB",
    "RG": "DeviceRGB",
    "k": "DeviceCMYK",
    "K": "DeviceCMYK",
}
_NAMED = {"Do": "/XObject", "gs": "/ExtGState", "Tf": "/Font", "sh": "/Shading"}
_DEEPEST = 28
_MOST_COLORANTS = 32
_INTEGER = 2**31 - 1
_NAME, _STRING = 127, 32_767
_DEEP = 50


# objects


def of_objects(pdf: Pdf) -> Iterator[Deviation]:
    """Yield what is wrong with single objects, wherever they are used."""
    for found in pdf.objects:
        try:
            yield from _of_object(found, 0)
            if isinstance(found, Stream):
                yield from _of_stream(found)
        except UnicodeDecodeError:  # what names something that is no text
            yield Deviation("name-not-utf8")


def _of_object(found: Object, depth: int) -> Iterator[Deviation]:
    if isinstance(found, Dictionary | Stream):
        yield from _of_entries(found)
        parts = [value for _key, value in found.items()]
        yield from (
            Deviation("limit", about=key[:20])
            for key in sorted(found.keys())
            if len(key.encode()) > _NAME + 1
        )
    elif isinstance(found, Array):
        parts = list(found)
    else:
        yield from _of_value(found)
        return
    for part in parts:
        if not isinstance(part, Object):  # a number: there are thousands in the widths of a font
            if isinstance(part, int) and abs(part) > _INTEGER:
                yield Deviation("limit", about=str(part))
        elif part.is_indirect:
            continue
        elif depth < _DEEP and isinstance(part, Dictionary | Array):
            yield from _of_object(part, depth + 1)
        else:
            yield from _of_value(part)


def _of_value(found: object) -> Iterator[Deviation]:
    if isinstance(found, int) and abs(found) > _INTEGER:
        yield Deviation("limit", about=str(found))
    elif isinstance(found, String) and len(bytes(found)) > _STRING:
        yield Deviation("limit", about=f"{len(bytes(found))}")
    elif isinstance(found, Name) and len(str(found).encode("utf-8", "surrogateescape")) > _NAME + 1:
        yield Deviation("limit", about=str(found)[:20])


def _of_entries(found: Dictionary | Stream) -> Iterator[Deviation]:
    for state in entries(found.get("/ExtGState")).as_dict().values() if "/ExtGState" in found else ():
        yield from _of_state(entries(state))
    if "/EF" in found and "/F" in found:
        yield Deviation("embedded-file")
    if "/JS" in found and found.get("/S") == Name.JavaScript:
        yield Deviation("action", about="JavaScript")


def _of_state(state: Dictionary) -> Iterator[Deviation]:
    if "/TR" in state or ("/TR2" in state and Name.Default != state.TR2):
        yield Deviation("transfer-function")
    halftone = entries(state.get("/HT"))
    is_odd = bool(halftone.keys()) and int(halftone.get("/HalftoneType", 1)) not in (1, 5)
    if "/HTP" in state or is_odd or "/HalftoneName" in halftone:
        yield Deviation("halftone")
    if "/RI" in state and str(state.RI).lstrip("/") not in _INTENTS:
        yield Deviation("rendering-intent", about=str(state.RI))
    for mode in items(state.get("/BM")):
        if str(mode).lstrip("/") not in _BLENDS:
            yield Deviation("blend-mode", about=str(mode))


def _of_stream(found: Stream) -> Iterator[Deviation]:
    if {"/F", "/FFilter", "/FDecodeParms"} & set(found.keys()):
        yield Deviation("external-stream")
    parameters = items(found.get("/DecodeParms"))
    for number, one in enumerate(items(found.get("/Filter"))):
        name = str(one).lstrip("/")
        own = entries(parameters[number]) if number < len(parameters) else Dictionary()
        is_plain_crypt = name == "Crypt" and own.get("/Name", Name.Identity) == Name.Identity
        if name not in _FILTERS and not is_plain_crypt:
            yield Deviation("filter", about=name)
    kind = found.get("/Subtype")
    if kind == Name.Image:
        yield from _of_image(found)
    elif kind == Name.Form:
        if "/OPI" in found or "/PS" in found or found.get("/Subtype2") == Name.PS:
            yield Deviation("form-opi")
        if "/Ref" in found:
            yield Deviation("reference-xobject")
    elif kind == Name.PS and found.get("/Type") in (None, Name.XObject):
        yield Deviation("postscript-xobject")


def _of_image(found: Stream) -> Iterator[Deviation]:
    if "/Alternates" in found or "/OPI" in found:
        yield Deviation("image-alternates")
    if found.get("/Interpolate") is True:
        yield Deviation("image-interpolate")
    if "/Intent" in found and str(found.Intent).lstrip("/") not in _INTENTS:
        yield Deviation("rendering-intent", about=str(found.Intent))
    bits = found.get("/BitsPerComponent")
    allowed = (1,) if found.get("/ImageMask") is True else (1, 2, 4, 8, 16)
    if bits is not None and int(bits) not in allowed:
        yield Deviation("image-bits", about=str(bits))


# contents


class _Place(NamedTuple):
    """Something with contents, the resources it draws with, and its page where it is one."""

    content: Object
    resources: Dictionary
    page: int | None


def of_contents(pdf: Pdf, spaces: frozenset[str]) -> Iterator[Deviation]:
    """Yield what is wrong with what pages, forms, patterns and drawn glyphs paint; `spaces` the intent defines."""
    for place in _places(pdf):
        defaults = {
            key.replace("/Default", "Device")
            for key in list(entries(place.resources.get("/ColorSpace")).keys())
        }
        known = spaces | frozenset(d for d in defaults if d in _DEVICES)
        for found in _of_content(place, known):
            yield Deviation(found.rule, place.page, found.about)
        group = (
            entries(place.content.get("/Group"))
            if isinstance(place.content, Dictionary | Stream)
            else Dictionary()
        )
        for device in _devices(group.get("/CS"), 0):
            if device not in known:
                yield Deviation("group-colour", place.page, device)
    for found in pdf.objects:
        if isinstance(found, Dictionary | Stream) and "/ShadingType" in found:
            yield from _of_space(found.get("/ColorSpace"), spaces)


def _places(pdf: Pdf) -> Iterator[_Place]:
    for index, page in enumerate(pdf.pages):
        yield _Place(page.obj, entries(page.resources if "/Resources" in page else None), index)
    for found in pdf.objects:
        if isinstance(found, Stream) and (
            found.get("/Subtype") == Name.Form or found.get("/PatternType") == 1
        ):
            yield _Place(found, entries(found.get("/Resources")), None)
        elif isinstance(found, Dictionary) and found.get("/Subtype") == Name.Type3:
            for glyph in entries(found.get("/CharProcs")).as_dict().values():
                if isinstance(glyph, Stream):
                    yield _Place(glyph, entries(found.get("/Resources")), None)


def _of_content(place: _Place, known: frozenset[str]) -> Iterator[Deviation]:
    try:
        instructions = pikepdf.parse_content_stream(place.content)
    except (pikepdf.PdfError, TypeError):
        yield Deviation("operator", about="?")
        return
    try:
        yield from _of_instructions(instructions, place, known)
    except UnicodeDecodeError:
        yield Deviation("name-not-utf8")


def _of_instructions(
    instructions: Iterable[pikepdf.ContentStreamInstruction | ContentStreamInlineImage],
    place: _Place,
    known: frozenset[str],
) -> Iterator[Deviation]:
    depth = 0
    seen: set[tuple[str, str]] = set()
    for instruction in instructions:
        if isinstance(instruction, ContentStreamInlineImage):
            yield from _of_inline(instruction, known)
            continue
        operator = str(instruction.operator)
        if operator == "q":
            depth += 1
            if depth == _DEEPEST + 1:
                yield Deviation("nesting")
        elif operator == "Q":
            depth -= 1
        elif operator in _PAINTED:
            if _PAINTED[operator] not in known:
                yield Deviation("device-colour", about=_PAINTED[operator])
        elif operator not in _OPERATORS:
            yield Deviation("operator", about=operator[:20])
        elif operator in _NAMED or operator in ("cs", "CS", "ri"):
            operand = str(instruction.operands[0]) if len(instruction.operands) else ""
            if (operator, operand) not in seen:
                seen.add((operator, operand))
                yield from _of_named(operator, operand, place.resources, known)


def _of_named(
    operator: str, operand: str, resources: Dictionary, known: frozenset[str]
) -> Iterator[Deviation]:
    """Yield what is wrong with what an instruction names."""
    plain = operand.lstrip("/")
    if operator == "ri":
        if plain not in _INTENTS:
            yield Deviation("rendering-intent", about=operand)
        return
    if operator in ("cs", "CS"):
        if plain in _DEVICES:
            yield from _of_space(Name("/" + plain), known)
        elif plain != "Pattern":
            space = entries(resources.get("/ColorSpace")).get(operand)
            yield from (
                [Deviation("inherited-resource", about=operand)] if space is None else _of_space(space, known)
            )
        return
    used = entries(resources.get(_NAMED[operator])).get(operand)
    if used is None:
        yield Deviation("inherited-resource", about=operand)
    elif operator == "Do" and entries(used).get("/Subtype") == Name.Image:
        yield from _of_space(entries(used).get("/ColorSpace"), known)


def _of_inline(found: ContentStreamInlineImage, known: frozenset[str]) -> Iterator[Deviation]:
    image = found.iimage
    for name in image.filters:
        if str(name).lstrip("/") not in _INLINE_FILTERS:
            yield Deviation("filter", about=str(name).lstrip("/"))
    if image.obj.get("/I", image.obj.get("/Interpolate")) is True:
        yield Deviation("image-interpolate")
    space = image.obj.get("/CS", image.obj.get("/ColorSpace"))
    name = _SHORT.get(str(space).lstrip("/"), str(space).lstrip("/"))
    if name in _DEVICES and name not in known:
        yield Deviation("device-colour", about=name)


def _of_space(space: object, known: frozenset[str]) -> Iterator[Deviation]:
    for device in _devices(space, 0):
        if device not in known:
            yield Deviation("device-colour", about=device)
    if isinstance(space, Array) and len(space) > 1:
        kind = str(space[0]).lstrip("/")
        if kind == "ICCBased" and not pdfa_document.profile_is_usable(space[1]):
            yield Deviation("icc-profile")
        if kind == "DeviceN" and len(items(space[1])) > _MOST_COLORANTS:
            yield Deviation("too-many-colorants")
        if kind in ("Indexed", "Pattern"):
            yield from _of_space(space[1], known)


def _devices(space: object, depth: int) -> Iterator[str]:
    """Yield the device colour spaces that a colour space rests on."""
    if isinstance(space, Name):
        plain = str(space).lstrip("/")
        if plain in _DEVICES:
            yield plain
    elif isinstance(space, Array) and len(space) and depth < _DEEP:
        kind = str(space[0]).lstrip("/")
        if kind in _DEVICES:
            yield kind
        elif kind in ("Separation", "DeviceN") and len(space) > 2:
            yield from _devices(space[2], depth + 1)
        elif kind in ("Indexed", "Pattern") and len(space) > 1:
            yield from _devices(space[1], depth + 1)
