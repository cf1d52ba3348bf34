"""The numbering that headings carry in their text: 一、 (一) 1. (1) ①."""

from __future__ import annotations

import re

from ledger_app.scheme.texts import folded, line

_CHINESE = "[一二三四五六七八九十百]+"
_RANKS = (
    (0, re.compile(rf"第{_CHINESE}(部分|章|大项|类)")),
    (1, re.compile(rf"{_CHINESE}[、.,:：]")),
    (2, re.compile(rf"\({_CHINESE}\)、?")),
    (4, re.compile(r"\d+(\.\d+)+[、.]?(?!\d)")),
    (3, re.compile(r"\d+[、.](?!\d)")),
    (5, re.compile(r"\(\d+\)|\d+\)")),
)
_LEADING = re.compile(
    r"^(?:[（(]?[一二三四五六七八九十]+[）)、.．]|[（(]\d+[）)]|\d+[）)、]|第[一二三四五六七八九十]+(?:部分|章|节|大项|类|项)|[①-⑳])\s*"
)
_CIRCLED = re.compile("[①-⑳]")
_CODE = re.compile(r"\s*(\d+(?:\.\d+)+|\d+)(?:[、.．]|\s|(?=[^\d.．、\s分%]))\s*(.+)", re.DOTALL)


def rank(text: str) -> int | None:
    """Return how deep the numbering of a heading is (0 the outermost), None without numbering."""
    if _CIRCLED.match(text.strip()):
        return 6
    found = folded(text)
    for depth, pattern in _RANKS:
        if pattern.match(found):
            return depth
    return None


def without_number(text: str) -> str:
    """Return a heading without the numbering before it: `一、`, `（二）`, `1.2`, `第三部分`."""
    rest = _LEADING.sub("", line(text))
    numbered = split_number(rest)
    return numbered[1] if numbered else rest


def split_number(text: str) -> tuple[str, str] | None:
    """Split `1.2 粮食生产` into its number and the rest; None where no number leads."""
    found = _CODE.match(text)
    return (found[1], found[2].strip()) if found else None
