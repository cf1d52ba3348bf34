"""Dates as Chinese offices, phones and cameras write them. Conservative: what may be a range is no date."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta, timezone
from functools import lru_cache

_FIGURES = {c: str(i) for i, c in enumerate("〇一二三四五六七八九")} | dict.fromkeys("零○ОοΟOo0", "0")
_FIGURE = "".join(_FIGURES)
_TENS = {"十": "1", "廿": "2", "卅": "3"}
_SMALL = rf"([{_FIGURE}十廿卅](?:\s*[{_FIGURE}十]){{0,2}})"
_CHINESE = re.compile(rf"([一二](?:\s*[{_FIGURE}]){{3}})\s*年\s*{_SMALL}\s*月\s*{_SMALL}\s*[日号]")
_LUNAR = re.compile(r"(?:农历|阴历|旧历)\s*$")
# What offices type and scanners see as the same: one character for one, so that places stay.
_EVEN = str.maketrans("０１２３４５６７８９．－／—–", "0123456789.-/--")
_MISREAD = str.maketrans("OoQ〇○О|lI", "000000111")
_DIGIT = "[0-9OoQ〇○О|lI]"
_YEAR = r"(?:19|20)\d\d"
_WRITTEN = re.compile(
    rf"(?<![0-9])([12](?:\s?{_DIGIT}){{3}})\s*年\s*({_DIGIT}(?:\s?{_DIGIT})?)\s*月\s*({_DIGIT}(?:\s?{_DIGIT})?)\s*[日号]"
)
_POINTED = re.compile(rf"(?<![\d.])({_YEAR})(\s?[-./、]\s?)(\d{{1,2}})\2(\d{{1,2}})(?![\d.]\d|\d)")
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
_MONTH = re.compile(
    rf"([12一二](?:\s?[0-9{_FIGURE}]){{3}})\s*年\s*(?:1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])\s*月"
)
_DATED = re.compile(r"(?:19|20)\d\d|1\d{12}|[年十]|[２１][０９]")
_CHINA = timezone(timedelta(hours=8))
_EARLIEST, _LATEST = 1949, 2099


def dates_in(text: str) -> list[tuple[int, int, str]]:
    """Return (start, end, ISO date) of every full date, in order; what is no date of the calendar is left out."""
    text = text.translate(_EVEN)
    found = []
    is_written = "年" in text
    for match in _CHINESE.finditer(text) if is_written else ():
        year = "".join(_FIGURES[c] for c in match[1] if not c.isspace())
        if not _LUNAR.search(text[max(0, match.start() - 4) : match.start()]):
            found.append((match.start(), match.end(), _iso(year, _number(match[2]), _number(match[3]))))
    for match in _WRITTEN.finditer(text) if is_written else ():
        numbers = ("".join(part.split()).translate(_MISREAD) for part in match.groups())
        if not _LUNAR.search(text[max(0, match.start() - 4) : match.start()]):
            found.append((match.start(), match.end(), _iso(*numbers)))
    for match in _POINTED.finditer(text):
        found.append((match.start(), match.end(), _iso(match[1], match[3], match[4])))
    return sorted((start, end, iso) for start, end, iso in found if iso)


def month_alone(text: str) -> str | None:
    """Return the year of a text that is a year and a month and no more (`二〇二五年三月`), else None."""
    match = _MONTH.fullmatch(text.translate(_EVEN).strip(" （()）"))
    if match is None:
        return None
    year = "".join(_FIGURES.get(c, c) for c in match[1] if not c.isspace())
    return year if year.isdecimal() and _EARLIEST <= int(year) <= _LATEST else None


def date_in_name(name: str) -> str | None:
    """Return the date (or the year alone) that a file's name states, None where it states none or several."""
    if not _DATED.search(name):
        return None
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
    written = {a or b for a, b in _YEAR_WRITTEN.findall(name)} if "年" in name else set()
    found = written | set(_YEAR_BARE.findall(name))
    return {y for y in found if 1990 <= int(y) < 2050}


def _number(figures: str) -> int:
    """Return a day or month: 五, 十五, 二十五, 廿五, 卅, 二五; 0 for what is none."""
    bare = "".join(figures.split())
    if bare[0] in _TENS:
        bare = _TENS[bare[0]] + (bare[1:] or "0")
    elif bare[1:2] == "十":
        bare = bare[0] + (bare[2:] or "0")
    digits = "".join(_FIGURES.get(c, c) for c in bare)
    return int(digits) if digits.isdecimal() and len(digits) <= 2 else 0


def _iso(year: str | int, month: str | int, day: str | int) -> str:
    try:
        found = date(int(year), int(month), int(day))
    except ValueError:
        return ""
    return found.isoformat() if _EARLIEST <= found.year <= _LATEST else ""
