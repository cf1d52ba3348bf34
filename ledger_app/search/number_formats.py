"""Numbers and dates of a spreadsheet as a person sees them: the cell's format put to its value."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from functools import lru_cache

# The formats that a file names by number only (ECMA-376 18.8.30), as a Chinese Excel shows them.
_BUILT_IN = {
    1: "0",
    2: "0.00",
    3: "#,##0",
    4: "#,##0.00",
    9: "0%",
    10: "0.00%",
    14: "yyyy/m/d",
    15: "d-mmm-yy",
    16: "d-mmm",
    17: "mmm-yy",
    18: "h:mm AM/PM",
    19: "h:mm:ss AM/PM",
    20: "h:mm",
    21: "h:mm:ss",
    22: "yyyy/m/d h:mm",
    27: 'yyyy"年"m"月"',
    28: 'm"月"d"日"',
    29: 'm"月"d"日"',
    30: "m-d-yy",
    31: 'yyyy"年"m"月"d"日"',
    32: 'h"时"mm"分"',
    33: 'h"时"mm"分"ss"秒"',
    36: 'yyyy"年"m"月"',
    37: "#,##0",
    38: "#,##0",
    39: "#,##0.00",
    40: "#,##0.00",
    45: "mm:ss",
    46: "[h]:mm:ss",
    47: "mm:ss.0",
    50: 'yyyy"年"m"月"',
    51: 'm"月"d"日"',
    52: 'yyyy"年"m"月"',
    53: 'm"月"d"日"',
    54: 'm"月"d"日"',
    57: 'yyyy"年"m"月"',
    58: 'm"月"d"日"',
}
_TOKEN = re.compile(
    r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]|AM/PM|A/P|上午/下午|y+|m+|d+|h+|s+|a{3,4}|\.0+|.', re.I | re.S
)
_MASK = re.compile(r"[#0?,]*[#0?][#0?,]*(?:\.[#0?]*)?")
_TYPED = re.compile(r"-?(?=.{1,12}$)(?:0|[1-9]\d*)(?:\.\d*[1-9])?|[1-9]\d*")
_QUOTED = re.compile(r'"([^"]*)"|\\(.)|[_*].|\[[^\]]*\]|(.)', re.S)
_LONGEST = 256
_WEEKDAYS = "一二三四五六日"
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


@dataclass(frozen=True, slots=True)
class _Numeric:
    before: str
    after: str
    decimals: int
    least: int
    has_thousands: bool
    scale: int


def code_of(number: int) -> str:
    """Return the code of a built-in format; the general one is empty."""
    return _BUILT_IN.get(number, "")


@lru_cache(maxsize=1024)
def formatter(code: str, is_1904: bool) -> Callable[[str], str]:
    """Return what shows a cell's stored number in this format; what it can't show it shows as `general`."""
    section = _sections(code)[0] if len(code) < _LONGEST else ""
    if not section or section.casefold() in ("general", "g/通用格式", "@"):
        return general
    if _is_date(section):
        tokens = _TOKEN.findall(section)
        return lambda raw: _dated(raw, tokens, is_1904=is_1904)
    numeric = _numeric(section)
    return (lambda raw: _numbered(raw, numeric)) if numeric else general


def general(raw: str) -> str:
    """Show a stored number without a format: no noise of the binary fraction, whole numbers whole."""
    if _TYPED.fullmatch(raw):
        return raw
    try:
        number = Decimal(raw)
    except InvalidOperation:
        return raw
    if not number.is_finite() or abs(number.adjusted()) > 30:
        return raw
    if number == number.to_integral_value():
        return str(int(number))
    return format(Decimal(f"{float(raw):.11g}"), "f")


def _sections(code: str) -> list[str]:
    parts = re.findall(r'(?:"[^"]*"|\\.|[^;"\\])+', code, re.S)
    return parts or [""]


def _bare(section: str) -> str:
    """Return the section without what it only writes out."""
    return re.sub(r'"[^"]*"|\\.|[_*].|\[(?!h+\]|m+\]|s+\])[^\]]*\]', "", section, flags=re.I | re.S)


def _is_date(section: str) -> bool:
    bare = _bare(section)
    return bool(re.search(r"[ymdhs]|aaa", bare, re.I)) and not re.search(r"[#?]|E[+-]", bare)


def _numeric(section: str) -> _Numeric | None:
    bare = _bare(section)
    if "/" in bare or re.search(r"E[+-]", bare, re.I):
        return None
    found = _MASK.search(section)
    if not found:
        return None
    mask = found[0]
    whole, _, decimals = mask.partition(".")
    divided = len(whole) - len(whole.rstrip(","))
    return _Numeric(
        before=_written(section[: found.start()]),
        after=_written(section[found.end() :]),
        decimals=len(decimals),
        least=whole.count("0"),
        has_thousands="," in whole.rstrip(","),
        scale=2 * bare.count("%") - 3 * divided,
    )


def _written(text: str) -> str:
    return "".join(quoted or escaped or other for quoted, escaped, other in _QUOTED.findall(text))


def _numbered(raw: str, how: _Numeric) -> str:
    try:
        number = Decimal(raw).scaleb(how.scale)
        if not number.is_finite() or abs(number.adjusted()) > 30:
            return raw
        # the eleventh digit is where a stored binary fraction stops being what was typed
        number = Decimal(f"{number:.14e}").quantize(Decimal(1).scaleb(-how.decimals), ROUND_HALF_UP)
    except (InvalidOperation, ValueError):
        return raw
    shown = format(abs(number), ",f" if how.has_thousands else "f")
    shown = shown.rjust(how.least + (how.decimals and how.decimals + 1), "0") if how.least > 1 else shown
    return f"{'-' if number < 0 else ''}{how.before}{shown}{how.after}".strip()


def _dated(raw: str, tokens: list[str], *, is_1904: bool) -> str:
    try:
        serial = Decimal(raw)
        if not 0 <= serial < 2_958_466:
            return general(raw)
        # day 60 is the 29th of February 1900, which Excel believes in
        epoch = datetime(1904, 1, 1) if is_1904 else datetime(1899, 12, 30 if serial >= 61 else 31)
        moment = epoch + timedelta(seconds=round(float(serial) * 86_400))
    except (InvalidOperation, OverflowError, ValueError):
        return raw
    is_half = any(token.casefold() in ("am/pm", "a/p", "上午/下午") for token in tokens)
    shown = []
    before = ""
    for n, token in enumerate(tokens):
        after = next((t for t in tokens[n + 1 :] if t[0].isalpha()), "")
        is_minute = before.lower().startswith(("h", "[h")) or after.lower().startswith("s")
        shown.append(_piece(token, moment, serial, is_minute=is_minute, is_half=is_half))
        if token[0].isalpha() or token.lower().startswith(("[h", "[m")):
            before = token
    return "".join(shown).strip()


def _piece(token: str, at: datetime, serial: Decimal, *, is_minute: bool, is_half: bool) -> str:
    low = token.lower()
    if low[0] == "[":
        elapsed = {"h": 24, "m": 1440, "s": 86_400}.get(low[1:2])
        return str(int(serial * elapsed)) if elapsed and set(low[1:-1]) == {low[1]} else ""
    if low in ("am/pm", "a/p", "上午/下午"):
        names = ("上午", "下午") if low[0] == "上" else ("AM", "PM")
        return names[at.hour >= 12]
    if low[0] == "m" and is_minute:
        return f"{at.minute:0{min(len(low), 2)}d}"
    two = min(len(low), 2)
    match low[0]:
        case "y":
            return f"{at.year:04d}" if len(low) > 2 else f"{at.year % 100:02d}"
        case "m":
            return f"{at.month:0{two}d}" if len(low) < 3 else _MONTHS[at.month - 1]
        case "d":
            return f"{at.day:0{two}d}" if len(low) < 3 else at.strftime("%a" if len(low) == 3 else "%A")
        case "h":
            return f"{(at.hour % 12 or 12) if is_half else at.hour:0{two}d}"
        case "s":
            return f"{at.second:0{two}d}"
        case "a" if len(low) >= 3:
            return ("星期" if len(low) == 4 else "") + _WEEKDAYS[at.weekday()]
    return "" if low.startswith(".0") else _written(token)
