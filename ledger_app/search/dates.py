"""Dates as Chinese offices, phones and cameras write them. Conservative: what may be a range is no date."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta, timezone
from functools import lru_cache

_FIGURES = {c: str(i) for i, c in enumerate("〇一二三四五六七八九")} | {
    "零": "0",
    "○": "0",
    "О": "0",
    "Ｏ": "0",
}
_FIGURE = "〇一二三四五六七八九零○ОＯ"
_CHINESE = re.compile(
    rf"([{_FIGURE}]{{4}})\s*年\s*([一二三四五六七八九十]{{1,3}})\s*月\s*([一二三四五六七八九十]{{1,3}})\s*日"
)
_YEAR = r"(?:19|20)\d\d"
_WRITTEN = re.compile(rf"(?<!\d)({_YEAR})\s*年\s*(\d{{1,2}})\s*月\s*(\d{{1,2}})\s*[日号]")
_POINTED = re.compile(rf"(?<![\d.])({_YEAR})([-./])(\d{{1,2}})\2(\d{{1,2}})(?![\d.]\d|\d)")
_PACKED = re.compile(rf"(?<!\d)({_YEAR})(\d\d)(\d\d)(?=\D|$|\d{{6}}(?:\d{{3}})?(?!\d))")
_EPOCH = re.compile(r"(?:mmexport|wx_camera_|microMsg\.)(1\d{12})(?!\d)")
_YEAR_WRITTEN = re.compile(
    rf"(?<!\d)({_YEAR})\s*年(?!\s*[一二三四五六七八九\d])|(?<!\d)({_YEAR})\s*年\s*\d{{1,2}}\s*月"
)
_YEAR_BARE = re.compile(
    rf"(?<![\dA-Za-z])(?<!\d[-./])(?<!GB/T )(?<!第)({_YEAR})(?![\dA-Za-z]|[-./]\d|[元万亿户人亩米件份个次号名条字吨斤套座处台天]|\s*年)"
)
_RANGE = re.compile(
    rf"(?<!\d){_YEAR}\s*年?度?(?:\s*[\d.]{{1,5}}\s*月?\s*(?:\d{{1,2}}\s*日)?)?\s*[-—–―~～至到、和及与]+\s*{_YEAR}(?!\d)"
)
_SHORT_RANGE = re.compile(rf"(?<!\d){_YEAR}\s*年?\s*[—–―~～至到]+\s*\d{{2}}\s*年|十[二三四五]五")
_CHINA = timezone(timedelta(hours=8))
_EARLIEST, _LATEST = 1949, 2099


def dates_in(text: str) -> list[tuple[int, int, str]]:
    """Return (start, end, ISO date) of every full date, in order; what is no date of the calendar is left out."""
    found = []
    for match in _CHINESE.finditer(text):
        year = "".join(_FIGURES[c] for c in match[1])
        found.append((match.start(), match.end(), _iso(year, _number(match[2]), _number(match[3]))))
    for match in _WRITTEN.finditer(text):
        found.append((match.start(), match.end(), _iso(match[1], match[2], match[3])))
    for match in _POINTED.finditer(text):
        found.append((match.start(), match.end(), _iso(match[1], match[3], match[4])))
    return sorted((start, end, iso) for start, end, iso in found if iso)


def date_in_name(name: str) -> str | None:
    """Return the date (or the year alone) that a file's name states, None where it states none or several."""
    epoch = _EPOCH.search(name)
    if epoch:
        return datetime.fromtimestamp(int(epoch[1]) / 1000, UTC).astimezone(_CHINA).date().isoformat()
    if has_range(name):
        return None
    full = {iso for _, _, iso in dates_in(name)}
    full |= {iso for m in _PACKED.finditer(name) if (iso := _iso(m[1], m[2], m[3]))}
    years = _years(name) | {iso[:4] for iso in full}
    if len(years) != 1:
        return None
    return full.pop() if len(full) == 1 else years.pop()


@lru_cache(maxsize=1 << 14)
def year_of_folder(folder: str) -> str | None:
    """Return the year that a folder's name states (`2024年度`, `2024`, `20250305会议`), None for a range."""
    stated = date_in_name(folder)
    return stated[:4] if stated else None


def has_range(text: str) -> bool:
    """Return whether years are named from-to (`2021—2025年规划`, `十四五`): a plan's span, not its date."""
    return bool(_RANGE.search(text) or _SHORT_RANGE.search(text))


def _years(name: str) -> set[str]:
    """Return the years named without a full date."""
    found = {a or b for a, b in _YEAR_WRITTEN.findall(name)} | set(_YEAR_BARE.findall(name))
    return {y for y in found if 1990 <= int(y) < 2050}


def _number(figures: str) -> int:
    tens, is_ten, units = figures.rpartition("十")
    if not is_ten:
        return int("".join(_FIGURES[c] for c in figures))
    return int(_FIGURES.get(tens or "一", "0")) * 10 + int(_FIGURES.get(units or "〇", "0"))


def _iso(year: str | int, month: str | int, day: str | int) -> str:
    try:
        found = date(int(year), int(month), int(day))
    except ValueError:
        return ""
    return found.isoformat() if _EARLIEST <= found.year <= _LATEST else ""
