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
    """Counts through a document in reading order: ask once for each numbered paragraph."""

    def __init__(self, root: etree._Element | None) -> None:
        self._levels: dict[str, dict[int, _Level]] = {}
        self._counts: dict[str, dict[int, int]] = {}
        if root is None:
            return
        abstract = {attribute(e, "abstractNumId"): _levels(e) for e in root if local(e) == "abstractNum"}
        for number in (e for e in root if local(e) == "num"):
            link = child(number, "abstractNumId")
            if link is not None:
                levels = abstract.get(attribute(link, "val"), {})
                self._levels[attribute(number, "numId") or ""] = levels

    def next(self, paragraph: etree._Element) -> str:
        """Return the number that Word shows before this paragraph, empty where it shows none."""
        properties = child(paragraph, "pPr", "numPr")
        identity = None if properties is None else child(properties, "numId")
        if properties is None or identity is None:
            return ""
        number = attribute(identity, "val") or ""
        at = child(properties, "ilvl")
        depth = whole(None if at is None else attribute(at, "val"))
        levels = self._levels.get(number, {})
        if depth not in levels:
            return ""
        counts = self._counts.setdefault(number, {})
        counts[depth] = counts.get(depth, levels[depth].start - 1) + 1
        for deeper in [d for d in counts if d > depth]:
            del counts[deeper]
        return _filled(levels, counts, depth)


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
