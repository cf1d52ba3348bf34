"""Tables of the sample: rows made up from a short description of each column, with sums that agree.

A column is `name:kind`. Kinds: `n` running number · `v` village · `g` villagers' group · `p` a person,
anonymous at sight · `s` that person's signature · `k` a masked identity number · `m` a masked telephone
number · `d3-5` a date from March to May, rising · `i10-50` a whole number · `i=18620` whole numbers
that add up to 18620 · `f0.5-3` and `f=36.5` the same with one decimal · `c甲/乙` one of these · `t甲` always this ·
`x2*3` the product of the columns 2 and 3. Number columns get a sum in the last row; `!` behind the
kind leaves it out.
"""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from random import Random

VILLAGES = ("东坪村", "西岭村", "南湾村", "北塘村", "上河村", "下河村", "石桥村", "柳林村")
_SURNAMES = "张李王刘陈杨赵黄周吴徐孙胡朱高林何郭马罗"
_STEMS = "甲乙丙丁戊己庚辛壬癸"

Cell = str | int | float | date


@dataclass(frozen=True, slots=True)
class Table:
    """A table: names of its columns, rows, the last row of sums (empty: none), and the signed columns."""

    header: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    sums: tuple[Cell, ...] = ()
    signed: frozenset[int] = frozenset()


def table(columns: tuple[str, ...], rows: int | str, *, year: int, random: Random) -> Table:
    """Make a table up; the same random state gives the same table."""
    count = len(VILLAGES) if rows == "villages" else int(rows)
    names, kinds = zip(*(c.split(":", 1) for c in columns), strict=True)
    people = persons(count, random)
    made: list[list[Cell]] = []
    for kind in kinds:
        made.append(_column(kind.rstrip("!"), count, people, made, year, random))
    sums: list[Cell] = []
    for kind, cells in zip(kinds, made, strict=True):
        is_number = kind[0] in "ifx" and not kind.endswith("!")
        sums.append(_rounded(sum(cells)) if is_number else "")  # type: ignore[arg-type]
    if any(s != "" for s in sums):
        sums[next(i for i, s in enumerate(sums) if s == "")] = "合计"
    else:
        sums = []
    signed = frozenset(i for i, kind in enumerate(kinds) if kind == "s")
    return Table(tuple(names), tuple(zip(*made, strict=True)), tuple(sums), signed)


def persons(count: int, random: Random) -> list[str]:
    """Return names nobody bears: 张某甲, 李某乙 …"""
    return [f"{random.choice(_SURNAMES)}某{_STEMS[(i * 7 + random.randrange(3)) % 10]}" for i in range(count)]


def _column(
    kind: str, count: int, people: list[str], made: list[list[Cell]], year: int, random: Random
) -> list[Cell]:
    letter, rest = kind[0], kind[1:]
    match letter:
        case "n":
            return [i + 1 for i in range(count)]
        case "v":
            return [VILLAGES[i * len(VILLAGES) // count] for i in range(count)]
        case "g":
            return [f"{random.randint(1, 9)}组" for _ in range(count)]
        case "p" | "s":
            return list(people)
        case "k":
            return [
                f"******{'*' * 8}{random.randint(0, 999):03d}{random.choice('0123456789X')}" for _ in people
            ]
        case "m":
            return [f"1{random.choice('3578')}*******{random.randint(0, 99):02d}" for _ in people]
        case "c":
            return [random.choice(rest.split("/")) for _ in range(count)]
        case "t":
            return [rest] * count
        case "d":
            return list(_dates(rest, count, year, random))
        case "x":
            left, right = (made[int(i)] for i in rest.split("*"))
            return [_rounded(a * b) for a, b in zip(left, right, strict=True)]  # type: ignore[operator]
        case "i" | "f":
            return _numbers(rest, count, letter == "f", random)
    raise ValueError(kind)


def _numbers(rest: str, count: int, is_decimal: bool, random: Random) -> list[Cell]:
    scale = 10 if is_decimal else 1
    if not rest.startswith("="):
        low, high = (round(float(x) * scale) for x in rest.split("-"))
        whole = [random.randint(low, high) for _ in range(count)]
    else:
        total = round(float(rest[1:]) * scale)
        weights = [random.uniform(0.6, 1.4) for _ in range(count)]
        whole = [int(total * w / sum(weights)) for w in weights]
        for i in range(total - sum(whole)):
            whole[i % count] += 1
    return [w / scale if is_decimal else w for w in whole]


def _dates(months: str, count: int, year: int, random: Random) -> list[date]:
    first, last = (int(m) for m in months.split("-"))
    start, end = date(year, first, 1).toordinal(), date(year, last, monthrange(year, last)[1]).toordinal()
    return sorted(date.fromordinal(random.randint(start, end)) for _ in range(count))


def _rounded(value: float) -> float | int:
    return value if isinstance(value, int) else round(value, 1)
