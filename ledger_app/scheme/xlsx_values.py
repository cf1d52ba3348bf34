"""How Excel shows a stored number: with its zeros, as a percentage, as a date."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import isfinite

from lxml import etree

from ledger_app.scheme.containers import attribute, child, whole
from ledger_app.scheme.marks import is_red, is_yellow

_BUILT_IN = {1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%"}
_DATES = {*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)}
_INDEXED = {
    "2": "FF0000",
    "5": "FFFF00",
    "13": "FFFF00",
    "43": "FFFF99",
    "10": "FF0000",
    "16": "800000",
    "60": "993300",
}
_LITERAL = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?!h|m|s)[^\]]*\]')


@dataclass(frozen=True, slots=True)
class Style:
    """What a cell's style says: its number format (`date` for all dates) and how it stands out."""

    number_format: str = ""
    is_bold: bool = False
    is_red: bool = False
    is_yellow: bool = False


class Styles:
    """The styles of a workbook by number; unreadable ones count as plain."""

    def __init__(self, root: etree._Element | None, *, is_1904: bool) -> None:
        self.is_1904 = is_1904
        self._styles: list[Style] = []
        if root is None:
            return
        formats = {attribute(f, "numFmtId"): attribute(f, "formatCode") or "" for f in _list(root, "numFmts")}
        bold = [_is_bold(f) for f in _list(root, "fonts")]
        red_text = [is_red(_colour(child(f, "color"))) for f in _list(root, "fonts")]
        fills = [_fill(f) for f in _list(root, "fills")]
        red_fill, yellow_fill = [is_red(f) for f in fills], [is_yellow(f) for f in fills]
        for style in _list(root, "cellXfs"):
            font, fill = _index(style, "fontId"), _index(style, "fillId")
            self._styles.append(
                Style(
                    _format(attribute(style, "numFmtId") or "0", formats),
                    _at(bold, font),
                    _at(red_text, font) or _at(red_fill, fill),
                    _at(yellow_fill, fill),
                )
            )

    def of(self, number: str | None) -> Style:
        """Return the style with this number, the plain one where there is none."""
        at = whole(number)
        return self._styles[at] if at < len(self._styles) else Style()


def value_text(raw: str, number_format: str, *, is_1904: bool) -> tuple[str, str]:
    """Return a stored number as text and the doubt about it: `date`, `number` or none."""
    try:
        value = float(raw)
    except ValueError:
        return raw, "error"
    if not isfinite(value):
        return raw, "error"
    if number_format == "date":
        return _date(value, is_1904=is_1904), "date"
    if number_format.endswith("%"):
        return f"{_decimal(round(value * 100, 10))}%", ""
    places = re.fullmatch(r"[#,]*0\.(0+)", number_format)
    if places:
        return f"{value:.{len(places[1])}f}", ""
    return _decimal(value), "" if value == int(value) else "number"


def _decimal(value: float) -> str:
    return f"{value:.15g}" if abs(value) < 1e15 else repr(value)


def _date(value: float, *, is_1904: bool) -> str:
    start = datetime(1904, 1, 1) if is_1904 else datetime(1899, 12, 30)
    try:
        moment = start + timedelta(days=value)
    except OverflowError:
        return _decimal(value)
    return moment.date().isoformat()


def _format(number: str, formats: dict[str | None, str]) -> str:
    code = formats.get(number)
    if code is None:
        identity = whole(number)
        return "date" if identity in _DATES else _BUILT_IN.get(identity, "")
    bare = _LITERAL.sub("", code.split(";")[0]).strip()
    return "date" if re.search("[ymdhs年月日]", bare.lower()) and "general" not in bare.lower() else bare


def _list(root: etree._Element, name: str) -> list[etree._Element]:
    found = child(root, name)
    return [] if found is None else [e for e in found if isinstance(e.tag, str)]


def _is_bold(font: etree._Element) -> bool:
    bold = child(font, "b")
    return bold is not None and attribute(bold, "val") not in ("0", "false")


def _fill(fill: etree._Element) -> str | None:
    pattern = child(fill, "patternFill")
    if pattern is None or attribute(pattern, "patternType") in (None, "none"):
        return None
    return _colour(child(pattern, "fgColor"))


def _colour(element: etree._Element | None) -> str | None:
    """Return a colour as `RRGGBB`; of the colours that are only numbered, the reds and yellows matter."""
    if element is None:
        return None
    return attribute(element, "rgb") or _INDEXED.get(attribute(element, "indexed") or "")


def _index(element: etree._Element, name: str) -> int:
    return whole(attribute(element, name))


def _at(values: list[bool], index: int) -> bool:
    return values[index] if index < len(values) else False
