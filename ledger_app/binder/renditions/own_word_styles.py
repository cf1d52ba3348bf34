"""How the text of a .docx looks: its styles and lists, as far as our own rendering follows them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from lxml import etree

from ledger_app.binder.renditions.own_numbering import Counting, Level

TWIP = 1 / 20
_BLACK = re.compile(r"黑体|雅黑|SimHei|Hei|YaHei|等线|DengXian", re.I)
_ALIGN = {"center": "center", "right": "right", "end": "right"}
_DEEPEST = 12


@dataclass(frozen=True, slots=True)
class Look:
    """What styles and direct formatting come to; None is not stated, so that what is below shows through."""

    size: float | None = None
    is_bold: bool | None = None
    is_black: bool | None = None
    is_underlined: bool | None = None
    is_struck: bool | None = None
    is_hidden: bool | None = None
    is_red: bool | None = None
    rise: int | None = None
    align: str | None = None
    left: float | None = None
    first: float | None = None
    first_chars: float | None = None
    before: float | None = None
    after: float | None = None
    has_rule: bool | None = None
    starts_page: bool | None = None
    keeps: bool | None = None
    outline: int | None = None
    list_number: str | None = None
    list_depth: int | None = None

    def over(self, other: Look) -> Look:
        """Return the other look with everything that this one states."""
        stated = {name: getattr(self, name) for name in Look.__slots__ if getattr(self, name) is not None}
        return replace(other, **stated)


@dataclass(slots=True)
class Styles:
    """The styles of one document by their ids; `default` is what all stand on."""

    default: Look = Look(size=10.5)
    usual: str = ""
    _own: dict[str, Look] = field(default_factory=dict)
    _based: dict[str, str] = field(default_factory=dict)
    _whole: dict[str, Look] = field(default_factory=dict)

    def look(self, style: str) -> Look:
        """Return what a style states together with those it is based on."""
        if style not in self._whole:
            found, at = Look(), style
            for _step in range(_DEEPEST):
                if at not in self._own:
                    break
                found = found.over(self._own[at])
                at = self._based.get(at, "")
            self._whole[style] = found
        return self._whole[style]


def read_styles(root: etree._Element) -> Styles:
    """Return the styles of `word/styles.xml`."""
    styles = Styles()
    for element in root:
        name = local(element)
        if name == "docDefaults":
            run = descend(element, "rPrDefault", "rPr")
            paragraph = descend(element, "pPrDefault", "pPr")
            styles.default = text_look(run).over(place_look(paragraph)).over(Look(size=10.0))
        elif name == "style":
            key = value(element, "styleId")
            own = text_look(child(element, "rPr")).over(place_look(child(element, "pPr")))
            styles._own[key] = own
            styles._based[key] = value(child(element, "basedOn"), "val")
            if value(element, "type") == "paragraph" and value(element, "default") in ("1", "true"):
                styles.usual = key
    return styles


def read_counting(root: etree._Element | None) -> Counting:
    """Return what counts the lists of `word/numbering.xml`."""
    levels: dict[str, dict[int, Level]] = {}
    starts: dict[tuple[str, int], int] = {}
    lists: dict[str, str] = {}
    for element in root if root is not None else ():
        name = local(element)
        if name == "abstractNum":
            key = value(element, "abstractNumId")
            levels[key] = {number(value(lvl, "ilvl")): _level(lvl) for lvl in children(element, "lvl")}
        elif name == "num":
            key = value(element, "numId")
            lists[key] = value(child(element, "abstractNumId"), "val")
            for override in children(element, "lvlOverride"):
                start = child(override, "startOverride")
                if start is not None:
                    starts[key, number(value(override, "ilvl"))] = number(value(start, "val"))
    return Counting(levels, starts, lists)


def text_look(element: etree._Element | None) -> Look:
    """Return what run properties state."""
    if element is None:
        return Look()
    found: dict[str, object] = {}
    for prop in element:
        said = value(prop, "val")
        match local(prop):
            case "sz":
                found["size"] = number(said) / 2 or None
            case "b":
                found["is_bold"] = is_on(said)
            case "u":
                found["is_underlined"] = said not in ("none", "")
            case "strike" | "dstrike":
                found["is_struck"] = is_on(said)
            case "vanish":
                found["is_hidden"] = is_on(said)
            case "color":
                found["is_red"] = _is_red(said)
            case "vertAlign":
                found["rise"] = {"superscript": 1, "subscript": -1}.get(said, 0)
            case "rFonts":
                font = value(prop, "eastAsia") or value(prop, "ascii")
                if font:
                    found["is_black"] = bool(_BLACK.search(font))
    return Look(**found)  # type: ignore[arg-type]


def place_look(element: etree._Element | None) -> Look:
    """Return what paragraph properties state."""
    if element is None:
        return Look()
    found: dict[str, object] = {}
    for prop in element:
        said = value(prop, "val")
        match local(prop):
            case "jc":
                found["align"] = _ALIGN.get(said, "left")
            case "ind":
                found |= _indents(prop)
            case "spacing":
                for name in ("before", "after"):
                    if value(prop, name):
                        found[name] = number(value(prop, name)) * TWIP
            case "pBdr":
                found["has_rule"] = value(child(prop, "bottom"), "val") not in ("", "none", "nil")
            case "pageBreakBefore":
                found["starts_page"] = is_on(said)
            case "keepNext":
                found["keeps"] = is_on(said)
            case "outlineLvl":
                found["outline"] = number(said)
            case "numPr":
                depth, key = child(prop, "ilvl"), child(prop, "numId")
                found["list_depth"] = number(value(depth, "val")) if depth is not None else None
                found["list_number"] = value(key, "val") if key is not None else None
    return Look(**{name: stated for name, stated in found.items() if stated is not None})  # type: ignore[arg-type]


def _indents(prop: etree._Element) -> dict[str, object]:
    found: dict[str, object] = {}
    for names in (("left", "start"),):
        stated = next((value(prop, name) for name in names if value(prop, name)), "")
        if stated:
            found["left"] = number(stated) * TWIP
    hanging, first = value(prop, "hanging"), value(prop, "firstLine")
    if hanging or first:
        found["first"] = -number(hanging) * TWIP if hanging else number(first) * TWIP
        found["first_chars"] = 0.0
    if value(prop, "firstLineChars") and number(value(prop, "firstLineChars")):
        found["first_chars"] = number(value(prop, "firstLineChars")) / 100
    return found


def _level(element: etree._Element) -> Level:
    look = value(child(element, "numFmt"), "val") or "decimal"
    is_legal = child(element, "isLgl") is not None
    start = child(element, "start")
    return Level(
        "legal" if is_legal else look,
        value(child(element, "lvlText"), "val"),
        number(value(start, "val")) if start is not None else 1,
    )


def local(element: etree._Element) -> str:
    """Return an element's name without its namespace, empty for a comment."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def value(element: etree._Element | None, name: str) -> str:
    """Return an attribute by its local name, empty where it or the element is missing."""
    if element is None:
        return ""
    return next((text for key, text in element.attrib.items() if key.rpartition("}")[2] == name), "")


def child(element: etree._Element | None, name: str) -> etree._Element | None:
    """Return the first child of this local name."""
    return next((e for e in element if local(e) == name), None) if element is not None else None


def children(element: etree._Element | None, name: str) -> list[etree._Element]:
    """Return the children of this local name."""
    return [e for e in element if local(e) == name] if element is not None else []


def descend(element: etree._Element | None, *names: str) -> etree._Element | None:
    """Return what lies at this path of local names."""
    for name in names:
        element = child(element, name)
    return element


def number(text: str) -> int:
    """Return a whole number as office files write them, 0 for anything else."""
    found = re.fullmatch(r"\s*(-?\d{1,9})(?:\.\d*)?\s*", text)
    return int(found[1]) if found else 0


def _is_red(color: str) -> bool:
    """Return whether a colour is the red of red-headed papers and seals."""
    if not re.fullmatch(r"[0-9A-Fa-f]{6}", color):
        return False
    red, green, blue = (int(color[n : n + 2], 16) for n in (0, 2, 4))
    return red > 150 and max(green, blue) < 90


def is_on(text: str) -> bool:
    """Return whether a switch is on: it is where it states nothing."""
    return text not in ("0", "false", "off", "none")
