"""Tables of the sample: rows made up from a short description of each column, with sums that agree.

A column is `name:kind`. Columns count from 0; number columns get a sum in the last row, which `!` behind
the kind leaves out.

    n        running number                  v        village
    g        villagers' group                p        a person, anonymous at sight
    s        that person's signature         s李某    always this one's
    k        a masked identity number        m        a masked telephone number
    d3-5     dates from March to May, rising
    c甲/乙   one of these                    l甲/乙   these in turn
    t甲      always this
    i10-50   whole numbers                   i=18620  whole numbers that add up to this
    f0.5-3   with one decimal                f=36.5   with one decimal, adding up to this
    x2*3     product of two columns          e2-3+4   columns added and taken away
    r2=8021  in proportion to a column, adding up to this
    r2*0.9   about nine tenths of a column
"""

from __future__ import annotations

import re
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


def table(columns: tuple[str, ...], rows: int | str, *, until: date, random: Random) -> Table:
    """Make a table up as a document of the day `until` has it; the same random state gives the same table."""
    count = len(VILLAGES) if rows == "villages" else int(rows)
    names, kinds = zip(*(c.split(":", 1) for c in columns), strict=True)
    people = persons(count, random)
    made: list[list[Cell]] = []
    for kind in kinds:
        made.append(_column(kind.rstrip("!"), count, people, made, until, random))
    sums: list[Cell] = []
    for kind, cells in zip(kinds, made, strict=True):
        is_number = kind[0] in "ifxre" and not kind.endswith("!")
        sums.append(_rounded(sum(cells)) if is_number else "")
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
    kind: str, count: int, people: list[str], made: list[list[Cell]], until: date, random: Random
) -> list[Cell]:
    letter, rest = kind[0], kind[1:]
    match letter:
        case "n":
            return [i + 1 for i in range(count)]
        case "v":
            return [VILLAGES[i * len(VILLAGES) // count] for i in range(count)]
        case "g":
            return [f"{random.randint(1, 9)}组" for _ in range(count)]
        case "s" if rest:
            return [rest] * count
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
        case "l":
            choices = rest.split("/")
            return [choices[i % len(choices)] for i in range(count)]
        case "t":
            return [rest] * count
        case "d":
            return list(_dates(rest, count, until, random))
        case "x":
            left, right = (made[int(i)] for i in rest.split("*"))
            return [_rounded(a * b) for a, b in zip(left, right, strict=True)]
        case "r" if "=" in rest:
            source, total = rest.split("=")
            return _shared(float(total), made[int(source)], is_decimal="." in total)
        case "r":
            source, part = rest.split("*")
            return [_part(cell, float(part) * random.uniform(0.92, 1)) for cell in made[int(source)]]
        case "e":
            terms = [
                (-1 if t[0] == "-" else 1, made[int(t.strip("+-"))]) for t in re.findall(r"[+-]?\d+", rest)
            ]
            return [_rounded(sum(sign * c[i] for sign, c in terms)) for i in range(count)]
        case "i" | "f":
            return _numbers(rest, count, letter == "f", random)
    raise ValueError(kind)


def _numbers(rest: str, count: int, is_decimal: bool, random: Random) -> list[Cell]:
    if rest.startswith("="):
        weights: list[Cell] = [random.uniform(0.6, 1.4) for _ in range(count)]
        return _shared(float(rest[1:]), weights, is_decimal=is_decimal)
    scale = 10 if is_decimal else 1
    low, high = (round(float(x) * scale) for x in rest.split("-"))
    whole = [random.randint(low, high) for _ in range(count)]
    return [w / scale if is_decimal else w for w in whole]


def _shared(total: float, weights: list[Cell], *, is_decimal: bool) -> list[Cell]:
    """Share a total out by weight; what rounding leaves goes to the first rows."""
    scale = 10 if is_decimal else 1
    units, whole = round(total * scale), sum(weights)
    shares = [int(units * w / whole) for w in weights]
    for i in range(units - sum(shares)):
        shares[i % len(shares)] += 1
    return [share / scale if is_decimal else share for share in shares]


def _part(cell: Cell, part: float) -> Cell:
    value = cell * part
    return round(value, 1) if isinstance(cell, float) else round(value)


def _dates(months: str, count: int, until: date, random: Random) -> list[date]:
    """Return dates up to the day of the document; months after it are deadlines and stay whole."""
    first, last = (int(m) for m in months.split("-"))
    start, end = date(until.year, first, 1), date(until.year, last, monthrange(until.year, last)[1])
    if start <= until:
        end = min(end, until)
    return sorted(date.fromordinal(random.randint(start.toordinal(), end.toordinal())) for _ in range(count))


def _rounded(value: float) -> float | int:
    return value if isinstance(value, int) else round(value, 1)
