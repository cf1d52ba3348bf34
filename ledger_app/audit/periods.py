"""Which months, quarters or halves of a period evidence shows, by what its name says and its dates."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from ledger_app.audit.dating import Dated, decisive
from ledger_app.audit.model import Evidence
from ledger_app.scheme.model import Need

_MONTHS = {"month": 1, "quarter": 3, "half": 6}
_DIGITS = {c: n for n, c in enumerate("一二三四五六七八九", start=1)} | {"十": 10, "十一": 11, "十二": 12}
_ONE = "(1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])"
_TO = "[-—–~～至到]"
_LONE = "(?<![0-9一二三四五六七八九十.])"
_MONTH_SPAN = re.compile(f"{_LONE}{_ONE}月?{_TO}{_ONE}月(?!{_ONE}?[0-9]?日)")
_MONTH = re.compile(f"{_LONE}{_ONE}月份?(?![0-9]{{1,2}}日?|[一二三四五六七八九十]+日)")
_QUARTER_SPAN = re.compile(f"{_LONE}第?([1-4一二三四])(?:季度)?{_TO}第?([1-4一二三四])季度")
_QUARTER = re.compile(f"{_LONE}第?([1-4一二三四])季度?|[Qq]([1-4])(?![0-9])")
_HALVES = (("上半年", range(1, 7)), ("下半年", range(7, 13)))
_WHOLE = re.compile("全年|整年|各季度|各月份?|每月")
_DOTTED = re.compile(r"20\d\d\s*[年.\-_]\s*")


def parts(need: Need, year: int, as_of: str) -> tuple[str, ...]:
    """Return the parts of the period that must be shown: `2025-03`, `2025-Q1`, `2025-H1`.

    Empty where none is asked for one by one. A part that is not over on `as_of` is not asked for yet.
    """
    if not need.every:
        return ()
    first, last = (need.since or f"{year}-01")[:7], (need.until or f"{year}-12")[:7]
    found: dict[str, None] = {}
    for month in _between(first, last):
        part = part_of(month, need.every)
        if _end(part) < as_of[:7]:
            found[part] = None
    return tuple(found)


def part_of(month: str, every: str) -> str:
    """Return the part in which a month (`2025-03`) lies."""
    year, number = month[:4], int(month[5:7])
    if every == "quarter":
        return f"{year}-Q{(number + 2) // 3}"
    return f"{year}-H{(number + 5) // 6}" if every == "half" else month


def months_of(evidence: Evidence, year: int) -> frozenset[str]:
    """Return the months that evidence is about: those its name or title speaks of, else those of its dates."""
    names = [path.rpartition("/")[2] for path in evidence.paths[:3]]
    said = {m for name in (*names, evidence.description.title or "") for m in named_months(name)}
    if said:
        years = {date[:4] for date, _ in decisive(evidence.dates, year)}
        of = years.pop() if len(years) == 1 else str(year)
        return frozenset(f"{of}-{m:02d}" for m in said)
    return frozenset(d[:7] for d, _ in decisive(evidence.dates, year) if len(d) >= 7 and d[5:7].isdigit())


@lru_cache(maxsize=1 << 14)
def named_months(name: str) -> frozenset[int]:
    """Return the months that a name speaks of: `第二季度`, `3月份`, `1-6月`, `上半年`, `全年`."""
    text = _DOTTED.sub(" ", name)
    found: set[int] = set()
    if _WHOLE.search(text):
        return frozenset(range(1, 13))
    for word, months in _HALVES:
        if word in text:
            found |= set(months)
    for match in _MONTH_SPAN.finditer(text):
        found |= set(range(_number(match[1]), _number(match[2]) + 1))
    for match in _QUARTER_SPAN.finditer(text):
        found |= set(range(_number(match[1]) * 3 - 2, _number(match[2]) * 3 + 1))
    for match in _QUARTER.finditer(text):
        last = _number(match[1] or match[2]) * 3
        found |= {last - 2, last - 1, last}
    for match in _MONTH.finditer(text):
        found.add(_number(match[1]))
    return frozenset(found)


def is_within(dates: Iterable[Dated], since: str, until: str, year: int) -> bool:
    """Whether any decisive date lies in a period, as far as it is known; without dates, it may."""
    said = [date for date, _ in decisive(dates, year)]
    return not said or any(_overlaps(date, since, until) for date in said)


def _overlaps(date: str, since: str, until: str) -> bool:
    return (not since or date >= since[: len(date)]) and (not until or date <= until[: len(date)])


def _between(first: str, last: str) -> list[str]:
    start, end = _index(first), _index(last)
    return [f"{n // 12:04d}-{n % 12 + 1:02d}" for n in range(start, min(end, start + 1200) + 1)]


def _index(month: str) -> int:
    return int(month[:4]) * 12 + int(month[5:7]) - 1


def _end(part: str) -> str:
    """Return the last month of a part."""
    year, rest = part[:4], part[5:]
    for letter, every in (("Q", "quarter"), ("H", "half")):
        if rest.startswith(letter):
            return f"{year}-{int(rest[1:]) * _MONTHS[every]:02d}"
    return part


def _number(text: str) -> int:
    return int(text) if text.isdigit() else _DIGITS[text]
