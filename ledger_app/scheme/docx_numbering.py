"""The numbers that Word counts by itself: they are not in the text of a paragraph."""

from __future__ import annotations

import re
from dataclasses import dataclass

from lxml import etree

from ledger_app.scheme.containers import attribute, child, local, whole

_DIGITS = "零一二三四五六七八九"
_CHINESE = (
    "chineseCounting",
    "chineseCountingThousand",
    "japaneseCounting",
    "ideographDigital",
    "taiwaneseCounting",
)


@dataclass(frozen=True, slots=True)
class _Level:
    start: int
    form: str
    text: str


class Numbers:
    """Counts through a document in reading order: ask once for each paragraph.

    Lists made from one definition count on, as in Word, unless one says that it starts anew. A paragraph
    may be numbered by its style.
    """

    def __init__(self, numbering: etree._Element | None, styles: etree._Element | None = None) -> None:
        self._abstract: dict[str, dict[int, _Level]] = {}
        self._nums: dict[str, tuple[str, dict[int, int]]] = {}
        self._counts: dict[str, dict[int, int]] = {}
        self._begun: set[tuple[str, int]] = set()
        for element in () if numbering is None else numbering:
            if local(element) == "abstractNum":
                self._abstract[attribute(element, "abstractNumId") or ""] = _levels(element)
            elif local(element) == "num":
                link = child(element, "abstractNumId")
                if link is not None:
                    self._nums[attribute(element, "numId") or ""] = (
                        attribute(link, "val") or "",
                        _starts(element),
                    )
        self._styles = _styles(styles)

    def next(self, paragraph: etree._Element) -> str:
        """Return the number that Word shows before this paragraph, empty where it shows none."""
        style = child(paragraph, "pPr", "pStyle")
        by_style = self._styles.get(None if style is None else attribute(style, "val"))
        number, depth = _numbered(child(paragraph, "pPr", "numPr"))
        if number is None and by_style:
            number = by_style[0]
            depth = depth if depth is not None else by_style[1]
        abstract, starts = self._nums.get(number or "", ("", {}))
        levels = self._abstract.get(abstract, {})
        depth = depth or 0
        if depth not in levels:
            return ""
        counts = self._counts.setdefault(abstract, {})
        if depth in starts and (number or "", depth) not in self._begun:
            counts[depth] = starts[depth] - 1
        self._begun.add((number or "", depth))
        counts[depth] = counts.get(depth, levels[depth].start - 1) + 1
        for deeper in [d for d in counts if d > depth]:
            del counts[deeper]
        return _filled(levels, counts, depth)


def _numbered(properties: etree._Element | None) -> tuple[str | None, int | None]:
    number, depth = child(properties, "numId"), child(properties, "ilvl")
    return (
        None if number is None else attribute(number, "val"),
        None if depth is None else whole(attribute(depth, "val")),
    )


def _styles(root: etree._Element | None) -> dict[str | None, tuple[str, int]]:
    """Return the number and depth that each style gives its paragraphs, also through the styles it is based on."""
    elements = {attribute(e, "styleId"): e for e in root if local(e) == "style"} if root is not None else {}
    found = {}
    for name in elements:
        at: str | None = name
        number, depth = None, None
        for _ in range(10):
            element = elements.get(at)
            own = _numbered(child(element, "pPr", "numPr"))
            number, depth = number if number is not None else own[0], depth if depth is not None else own[1]
            based = child(element, "basedOn")
            if element is None or based is None:
                break
            at = attribute(based, "val")
        if number is not None:
            found[name] = number, depth or 0
    return found


def _starts(number: etree._Element) -> dict[int, int]:
    found = {}
    for override in (e for e in number if local(e) == "lvlOverride"):
        start = child(override, "startOverride")
        if start is not None:
            found[whole(attribute(override, "ilvl"))] = whole(attribute(start, "val"), 1)
    return found


def _levels(element: etree._Element) -> dict[int, _Level]:
    found = {}
    for level in (e for e in element if local(e) == "lvl"):
        values = {n: child(level, n) for n in ("start", "numFmt", "lvlText")}
        start, form, text = ("" if v is None else attribute(v, "val") or "" for v in values.values())
        found[whole(attribute(level, "ilvl"))] = _Level(whole(start, 1), form, text)
    return found


def _filled(levels: dict[int, _Level], counts: dict[int, int], depth: int) -> str:
    if levels[depth].form in ("bullet", "none"):
        return ""

    def count(found: re.Match[str]) -> str:
        at = int(found[1]) - 1
        level = levels.get(at)
        return "" if level is None else _shown(counts.get(at, level.start), level.form)

    return re.sub(r"%(\d)", count, levels[depth].text)


def _shown(value: int, form: str) -> str:
    if form in _CHINESE and value < 100:
        tens, ones = divmod(value, 10)
        leading = "" if tens < 2 else _DIGITS[tens]
        return (leading + "十" if tens else "") + (_DIGITS[ones] if ones or not tens else "")
    if form.startswith("decimalEnclosed") and 0 < value <= 20:
        return chr(0x2460 + value - 1)
    if form in ("upperLetter", "lowerLetter") and 0 < value <= 26:
        return chr((65 if form == "upperLetter" else 97) + value - 1)
    return f"{value:02}" if form == "decimalZero" else str(value)
