"""Whether evidence is of the assessment year: what its dates say, and how sure that is."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from functools import lru_cache

Dated = tuple[str, str]

AFTER_UNTIL = 4
"""Last month of the following year in which papers about the assessment year are still made: acceptance,
public notices and reports come in its first quarter, and inspectors call until the middle of April."""

_LASTING = (
    *("协议", "合同", "制度", "办法", "规约", "民约", "机制", "规划", "批复", "许可", "划定", "确权"),
    *("命名", "认定", "派驻", "选派", "成立", "鉴定"),
)
_EARLIEST = 1980  # cameras and programs that lost their clock say 1970 or 1904: that is no date


class When(StrEnum):
    """INSIDE the year; AFTER it, while its papers are still made; OUTSIDE; UNKNOWN without any date."""

    INSIDE = "inside"
    AFTER = "after"
    OUTSIDE = "outside"
    UNKNOWN = "unknown"


def when(dates: Iterable[Dated], year: int) -> When:
    """Return what (ISO date or year, source) pairs say of a file; one date inside the year is enough."""
    return _when(tuple(dates), year)


@lru_cache(maxsize=1 << 14)  # many files are of the same days
def _when(dates: tuple[Dated, ...], year: int) -> When:
    said = [date for date, _ in decisive(dates, year)]
    if not said:
        return When.UNKNOWN
    if any(_year(d) == year for d in said):
        return When.INSIDE
    if any(_year(d) == year + 1 and _month(d) <= AFTER_UNTIL for d in said):
        return When.AFTER
    return When.OUTSIDE


def decisive(dates: Iterable[Dated], year: int) -> tuple[Dated, ...]:
    """Return the dates that count: the file's own; its folder's only where it has none of its own.

    A photograph of last year is not of this year because somebody put it into this year's folder.
    """
    known = [d for d in dates if d[0][:4].isdigit() and _EARLIEST <= _year(d[0]) <= year + 10]
    own = [d for d in known if d[1] != "folder"]
    return tuple(own or known)


def is_lasting(requirement: str) -> bool:
    """Whether a requirement asks for what stays in force over years: an agreement, a plan, an approval."""
    return any(word in requirement for word in _LASTING)


def is_earlier(dates: Iterable[Dated], year: int) -> bool:
    """Whether all decisive dates lie before the year."""
    return all(_year(date) < year for date, _ in decisive(dates, year))


def _year(date: str) -> int:
    return int(date[:4])


def _month(date: str) -> int:
    """Return the month, 0 where only the year is known."""
    return int(date[5:7]) if date[5:7].isdigit() else 0
