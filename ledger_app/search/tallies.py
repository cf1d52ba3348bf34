"""Counts the rows of tables, adds up their columns, and finds the counts that a text states in words."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from itertools import pairwise

from ledger_app.search.model import Grid, Mention, Part, Reading, Sum, Tally

STATED = "stated-count"
"""The code of a mention that states how many there are in all: its text is the number with its unit."""
FOUND = "found-count"
"""The code of a mention that says how many were found on the spot: 现场实有324户."""

_FEWEST_ROWS = 2
_MOST_SUMS = 5
_OWN = 0.9  # two people may bear one name
_MOST_STATED = 12
_TEXT = 200_000
_MOST_LINES = 20_000
_Row = Sequence[str]

_TOTAL = re.compile(
    r"^(?:全[镇乡村县]|本[村镇页])?(?:合计|总计|共计|总合计|总数)(?:数|金额|户数|人数)?[:：]?$"
)
_SUBTOTAL = re.compile(r"^(?:小计|分计|本页小计|.{1,8}小计)[:：]?$")
_PART = re.compile(r"^[（(]?其中")
_SERIAL = re.compile(r"^(?:序号|编号|序|No\.?|顺序号|行号)$", re.I)
_NUMBER = re.compile(
    r"[¥￥]?(-?\d{1,3}(?:[,，]\d{3})+(?:\.\d+)?|-?\d{1,13}(?:\.\d{1,8})?)(?:户|人|名|元|万元|亩|平方米|㎡|公里|米|座|个|处|次|场|吨|斤|公斤|头|只|株|棵|套|份|件|条)?"
)
_NO_SUM = re.compile(
    r"率|比|占|[%％]|均|单价|标准|序|编号|号码|代码|电话|手机|账号|卡号|身份|日期|时间|年度|年份|月份|增幅|增速|增长|得分|分数|评分|排名|名次|规格"
    r"|经度|纬度|海拔|年龄|邮编|楼层|面积/|深度|宽|高度|米数|备注"
)
_NOTE = re.compile(r"^(?:注|备注|说明|填表|填报|制表|审核|负责人|经办|单位[:：]|填表人|联系)")
_ROUNDED = re.compile("万|亿")
_UNITS = (
    ("户", re.compile(r"户主|户名|农户|户代表")),
    ("人", re.compile(r"^(?:姓名|参会人员|人员姓名|学员姓名|参加人|签名|姓名.*)$")),
    ("个", re.compile(r"^(?:项目|项目名称|工程名称|企业名称|合作社名称|点位|点位名称|公厕名称|小区名称)$")),
    ("个村", re.compile(r"^(?:村|行政村|村名|村名称|村\(社区\)|村（社区）|村别|村社区|村居)$")),
)
SAME_UNIT = {"名": "人", "座": "个", "处": "个", "项": "个", "家": "个", "个行政村": "个村"}
_COUNT = re.compile(
    r"(?:(?<![其每])(?:总共|共计|合计|总计|一共|共有|累计|共)|全[村镇乡]\s*(?:共有?|总共)?|[台账册表单]\s*(?:内|中)?\s*(?:登记|列入|收录)|登记|实到|在册|发放对象)"
    r"(?P<words>[\u4e00-\u9fff（）()]{0,14}?)[:：]?\s*(?P<number>\d{1,3}(?:[,，]\d{3})+|\d{1,6})\s*(?P<unit>个行政村|个村|户|人|名|座|处|项|家|个)(?![次月年日均次份%])"
)
_FOUND_THERE = re.compile(
    r"(?:现有|实有|实存|实际(?:建成|完成|安装|存在|共有|有|为|数为?)?|核实(?:为|有|共有)?|核定为?|清点(?:出|有|为)?|现场(?:核查|查看|核实|清点|点验|见到|共有|实有)"
    r"|实地(?:核查|查看|核实|清点|点验)(?:为|有|共有)?)(?P<words>[\u4e00-\u9fff（）()]{0,10}?)[:：]?\s*"
    r"(?P<number>\d{1,3}(?:[,，]\d{3})+|\d{1,6})\s*(?P<unit>个行政村|个村|户|人|名|座|处|项|家|个)(?![次月年日均次份%])"
)
_NO_COUNT = re.compile(r"其中|计划|任务|目标|拟|每|平均|投入|去年|上年|应到|\d\S{0,3}以[上下]")


def stated_counts(reading: Reading) -> Iterator[Mention]:
    """Find what a text says there are in all: 共326户, 合计42人."""
    yield from _counts(reading, STATED, _COUNT)


def found_counts(reading: Reading) -> Iterator[Mention]:
    """Find what a text says was found on the spot: 现场实有324户."""
    yield from _counts(reading, FOUND, _FOUND_THERE)


def _counts(reading: Reading, what: str, words: re.Pattern[str]) -> Iterator[Mention]:
    found: Counter[tuple[str, int | None]] = Counter()
    left = _TEXT
    for part in reading.parts:
        text = part.text[: max(left, 0)]
        left -= len(text)
        for match in words.finditer(text):
            before = re.split(r"[，,。；;\n]", text[max(0, match.start() - 12) : match.start()])[-1]
            if _NO_COUNT.search(before + match["words"]):
                continue
            number = re.sub("[,，]", "", match["number"])
            found[number + SAME_UNIT.get(match["unit"], match["unit"]), part.page] += 1
            if len(found) >= _MOST_STATED:
                break
    merged: dict[str, tuple[int | None, int]] = {}
    for (text, page), count in found.items():
        first, before = merged.get(text, (page, 0))
        merged[text] = first, before + count
    for text, (page, count) in merged.items():
        yield Mention(what, text, page, count)


def tallies(reading: Reading) -> tuple[Tally, ...]:
    """Return what was counted in each table; where the format tells no cells, lines with several are a table."""
    grids = reading.grids or tuple(_of_lines(part) for part in reading.parts if part.source == "text")
    found = (_tally(grid) for grid in grids)
    return tuple(tally for tally in found if tally is not None)


@dataclass(frozen=True, slots=True)
class _Table:
    """A table taken apart: labels by column, rows of data, rows of totals with how many rows stand above."""

    labels: dict[int, str]
    serial: int | None
    data: list[_Row]
    totals: list[tuple[int, bool, _Row]]


def _of_lines(part: Part) -> Grid:
    """Return the lines of a text that hold a row: cells between tabs, bars, commas or blanks."""
    lines = part.text.splitlines()[:_MOST_LINES]
    rows = [tuple(cells) for line in lines if len(cells := _split(line)) > 1]
    if any(_SERIAL.match(_bare(row[0])) for row in rows):
        return Grid(part.page, tuple(rows))
    return Grid(part.page, tuple(_of_blanks(lines)))


def _split(line: str) -> list[str]:
    for separator in ("\t", "|"):
        if line.count(separator) > 1:
            return [cell.strip() for cell in line.strip("|" if separator == "|" else "").split(separator)]
    if line.count(",") > 1:
        return [cell.strip() for cell in next(csv.reader([line]), [])]
    return re.split(r"\s{2,}", line.strip())


def _of_blanks(lines: list[str]) -> Iterator[tuple[str, ...]]:
    """Return rows whose cells are only apart by a blank, where empty cells leave no trace.

    Rows of another length than the header's are counted and not added up; totals have to be as many as the
    columns of numbers.
    """
    start = next((n for n, line in enumerate(lines) if _SERIAL.match(line.split(" ")[0])), None)
    if start is None:
        return
    head = lines[start].split()
    rows = [line.split() for line in lines[start + 1 :] if line.strip()]
    data = [row for row in rows if re.fullmatch(r"\d{1,5}", row[0])]
    is_even = len(head) > 2 and all(len(row) == len(head) for row in data)
    columns = [
        n
        for n in range(1, len(head))
        if is_even and data and all(_number(row[n]) is not None for row in data)
    ]
    yield tuple(head)
    for row in rows:
        if re.fullmatch(r"\d{1,5}", row[0]):
            yield tuple(row) if is_even else (row[0], *(["…"] if len(row) > 1 else []))
        elif _TOTAL.match(row[0]) and columns:
            numbers = [cell for cell in row[1:] if _number(cell) is not None]
            if len(numbers) == len(columns):
                placed = dict(zip(columns, numbers, strict=True))
                yield (row[0], *(placed.get(n, "") for n in range(1, len(head))))


def _tally(grid: Grid) -> Tally | None:
    table = _taken_apart(grid.rows)
    if table is None or len(table.data) < _FEWEST_ROWS:
        return None
    return Tally(
        page=grid.page,
        rows=len(table.data),
        numbered=_last_numbers(table),
        unit=_unit(table),
        sums=tuple(_wrong_sums(table))[:_MOST_SUMS],
    )


def _unit(table: _Table) -> str:
    """Return what a row stands for: what the column counts whose cells hardly ever say the same twice."""
    for unit, words in _UNITS:
        for column, label in table.labels.items():
            cells = [cell for row in table.data if (cell := _at(row, column))] if words.search(label) else []
            if cells and len(set(cells)) >= _OWN * len(table.data):
                return unit
    return ""


def _taken_apart(rows: Sequence[_Row]) -> _Table | None:
    head = next((n for n, row in enumerate(rows) if _is_header(rows, n)), None)
    if head is None:
        return None
    labels: dict[int, str] = {}
    first = head
    while first < len(rows) and (first == head or _goes_on(rows[first], rows[head])):
        labels |= {n: _bare(cell) for n, cell in enumerate(rows[first]) if cell.strip()}
        first += 1
    serial = next((n for n, label in labels.items() if _SERIAL.match(label)), None)
    data: list[_Row] = []
    totals: list[tuple[int, bool, _Row]] = []
    for row in rows[first:]:
        kind = _kind(row, serial, rows[head])
        if kind == "data":
            data.append(row)
        elif kind in ("total", "subtotal"):
            totals.append((len(data), kind == "total", row))
        elif kind == "end":
            break
    return _Table(labels, serial, data, totals)


def _is_header(rows: Sequence[_Row], n: int) -> bool:
    filled = [_bare(cell) for cell in rows[n] if cell.strip()]
    if len(filled) < 2 or len(set(filled)) < 2 or any(_NUMBER.fullmatch(cell) for cell in filled):
        return False
    if any(_SERIAL.match(cell) for cell in filled):
        return True
    below = [row for row in rows[n + 1 : n + 4] if sum(bool(c.strip()) for c in row) > 1]
    return bool(below) and all(len(c) <= 20 for c in filled) and any(_has_number(row) for row in below)


def _goes_on(row: _Row, head: _Row) -> bool:
    """Whether a row is a header's second line: words under a label that spans several columns."""
    filled = [_bare(cell) for cell in row if cell.strip()]
    if not filled or any(_NUMBER.fullmatch(c) or _TOTAL.match(c) for c in filled):
        return False
    serial = next((n for n, cell in enumerate(head) if _SERIAL.match(_bare(cell))), None)
    is_under = all(not (n < len(head) and head[n].strip()) or n == 0 for n, c in enumerate(row) if c.strip())
    return serial is not None and is_under and not _at(row, serial)


def _kind(row: _Row, serial: int | None, head: _Row) -> str:
    filled = [_bare(cell) for cell in row if cell.strip()]
    if not filled:
        return "none"
    opening = filled[:2] if serial is None or not _at(row, serial).isdigit() else filled[1:3]
    if any(_TOTAL.match(cell) for cell in opening):
        return "total"
    if any(_SUBTOTAL.match(cell) for cell in opening):
        return "subtotal"
    if any(_PART.match(cell) for cell in opening) or _NOTE.match(filled[0]):
        return "none"
    if [_bare(c) for c in row if c.strip()] == [_bare(c) for c in head if c.strip()]:
        return "none"  # the header again, on the next page
    if serial is not None:
        number = _at(row, serial)
        return "data" if re.fullmatch(r"\d{1,6}", number) and len(filled) > 1 else "none"
    return "data" if len(filled) > 1 else "none"


def _last_numbers(table: _Table) -> int | None:
    """Return how many rows are numbered: the last serial number, or the sum of them where it begins anew.

    A table that begins with a later number goes on from the page before.
    """
    if table.serial is None:
        return None
    numbers = [int(_at(row, table.serial)) for row in table.data]
    ends = [one for one, after in pairwise([*numbers, 0]) if after <= 1]
    return sum(ends) - max(0, numbers[0] - 1) if ends else None


def _wrong_sums(table: _Table) -> Iterator[Sum]:
    """Compare each row of totals with what it can be the total of; one way that fits is enough."""
    start = 0
    alone = [t for t in table.totals if t[1]]
    for place, is_whole, row in table.totals:
        own = table.data[start:place] or table.data[place:]
        ways = [own]
        if is_whole:
            ways = [table.data, own] if len(alone) == 1 else [own, table.data]
            ways += [table.data[:place], table.data[place:]]
        ways = [way for way in ways if way]
        subtotals = [other for _, is_total, other in table.totals if not is_total]
        for column in range(len(row)):
            if column == table.serial or _NO_SUM.search(table.labels.get(column, "")):
                continue
            wrong = _wrong_sum(table, column, row, [*ways, *([subtotals] if is_whole and subtotals else [])])
            if wrong:
                yield wrong
        if is_whole or place > start:
            start = place


def _wrong_sum(table: _Table, column: int, row: _Row, ways: list[Sequence[_Row]]) -> Sum | None:
    stated = _number(_at(row, column))
    if stated is None:
        return None
    label = table.labels.get(column, "")
    filled = [c for r in table.data if (c := _at(r, column))]
    numbers = [n for cell in filled if (n := _number(cell)) is not None]
    if len(numbers) < _FEWEST_ROWS or len(numbers) < len(filled) or _is_identity(filled):
        return None
    sums = [sum((n for r in way if (n := _number(_at(r, column))) is not None), Decimal(0)) for way in ways]
    places = max((_places(n) for n in [*numbers, stated]), default=0)
    leeway = Decimal(len(numbers)) / 2 / 10**places if places or _ROUNDED.search(label) else Decimal(0)
    is_mean = abs(stated * len(numbers) - sum(numbers)) <= Decimal(len(numbers)) / 10**places
    is_running = stated == numbers[-1] and numbers == sorted(numbers)
    if is_mean or is_running or stated == len(table.data) or any(abs(stated - s) <= leeway for s in sums):
        return None
    return Sum(label, str(stated), str(sums[0]))


def _is_identity(cells: list[str]) -> bool:
    """Whether a column holds numbers that name and do not count: 12 digits, or a leading zero."""
    return any(re.match(r"0\d", c) for c in cells) or sum(len(c) > 10 and c.isdigit() for c in cells) > 1


def _number(cell: str) -> Decimal | None:
    match = _NUMBER.fullmatch(cell.replace(" ", ""))
    if match is None:
        return None
    try:
        return Decimal(re.sub("[,，]", "", match[1]))
    except InvalidOperation:
        return None


def _places(number: Decimal) -> int:
    return max(0, -int(number.as_tuple().exponent))


def _has_number(row: Iterable[str]) -> bool:
    return any(_number(cell.strip()) is not None for cell in row)


def _at(row: _Row, column: int) -> str:
    return row[column].strip() if column < len(row) else ""


def _bare(cell: str) -> str:
    return "".join(cell.split())
