"""The numbers a file states, each with what it counts: 改厕 326 户, 参保率 98.6 %, 共计 125000 元."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal, InvalidOperation
from itertools import islice

from ledger_app.search.model import Figure, Part

MOST = 20
"""Figures kept of one file: the most telling ones."""

ROWS = "序号"
"""The label of how many rows a table numbers."""
_TEXT = 200_000
_MOST_STATED = 2000  # weighed of one part
_UNITS = (
    "万人次|人次|万人|万户|户次|亿元|万元|元|万亩|亩|公顷|平方公里|平方千米|平方米|立方米|平米|㎡|m²|公里|千米|km|米|万吨|吨|公斤|千克|斤"
    "|个百分点|百分点|[%％]|户|人|名|个行政村|个村|个|座|处|所|间|栋|幢|套|台|辆|件|份|次|场|期|宗|条|起|家|项|张|盏|株|棵|头|只|羽|篇|批|口|盒|票"
)
_SCALES: dict[str, tuple[str, int]] = {
    "万人次": ("人次", 10_000),
    "万人": ("人", 10_000),
    "万户": ("户", 10_000),
    "亿元": ("元", 100_000_000),
    "万元": ("元", 10_000),
    "万亩": ("亩", 10_000),
    "万吨": ("吨", 10_000),
    "平方千米": ("平方公里", 1),
    "平米": ("平方米", 1),
    "㎡": ("平方米", 1),
    "m²": ("平方米", 1),
    "千米": ("公里", 1),
    "km": ("公里", 1),
    "千克": ("公斤", 1),
    "％": ("%", 1),
    "名": ("人", 1),
    "棵": ("株", 1),
    "幢": ("栋", 1),
    "个行政村": ("个村", 1),
    "百分点": ("个百分点", 1),
}
_NUMBER = r"(\d{1,3}(?:[,，]\d{3})+(?:\.\d+)?|\d{1,12}(?:\.\d{1,6})?)"
_STATED = re.compile(
    rf"(?<![\d.第〔\[-]){_NUMBER}\s?余?多?({_UNITS})(?![月日])(?!\s*(?:以上|以下|以内|以外|方可|及以))"
)
_MONEY = re.compile(rf"[¥￥]\s?{_NUMBER}")
_LABEL = re.compile(r"[\u4e00-\u9fffA-Za-z“”\"（）()]{1,24}\s*[:：]?\s*$")
_LEADING = re.compile(
    r"^(?:[”\")）]|第[一二三四五六七八九十]+[条章项]|[（(]?[一二三四五六七八九十][）)]|[一二三四五六]是|其中|现有|全村|全镇|我镇|我村"
    r"|本村|本镇|目前|累计|已经|以及|同时|共(?!同|享|建|产|青))+"
)
_AFTER_NUMBER = re.compile(r"^(?:年|月|日|度|份|底|末|前|后|起|至|到|的)+")
_TRAILING = re.compile(
    r"(?:达到了?|达成|达|预计|约为?|大约|近|超过?|为|是|有|共有|共计|共|合计|总计|累计|计|已|了|人民币|各|由|从|的|等|对|按|于|增加?至|提高到|提升至|[“\"（(：:\s])+$"
)
_IN_WORDS = re.compile(
    r"(?:人民币)?[零壹贰叁肆伍陆柒捌玖拾佰仟万亿]{2,}[元圆][零壹贰叁肆伍陆柒捌玖角分整正]*"
)
_RISEN = re.compile(r"(?:提高|提升|增加|上升|下降|降低|减少|增长)?[到至]")
_TOTALS = re.compile(r"(?:共计|合计|总计|累计)$")
_BOUNDS = re.compile(
    r"(?:不少于|不低于|不超过|不高于|不得少于|至少|最多|低于|高于|少于|多于|每[户人亩年月日天次个村组点户座处]*|第|达不到|满|未达)\s*$"
)
_TELLING = frozenset(["户", "人", "元", "亩", "%", "人次", "座", "吨", "公里", "个"])
_WEIGHTY = re.compile(r"共计|合计|总|累计|率|应到|实到|改|完成|资金|金额|投资|收入|支出|面积|人数|户数")
_HEADER = re.compile(r"^(?:序\s*号|编\s*号|村\s*名|日\s*期|项\s*目|单\s*位)[\s|]")
_UNIT_OF_CELL = re.compile(rf"^(.*?)[（(]({_UNITS})[)）]$")
_UNIT_OF_SHEET = re.compile(rf"单\s*位\s*[:：]\s*({_UNITS})")
_TOTAL_ROW = re.compile(r"^(?:合\s*计|总\s*计|全镇合计|小\s*计)[\s|]")
_CELLS = re.compile(r"\d{1,5}[\s|]+(?:[^\s，。；：]+[\s|]+){2,}[^\s，。；：]+\s*$")
"""A row of a table: what its cells count stands in the header, and belongs to one row."""
_ROW = re.compile(r"^(\d{1,5})[\s|]")
_FEWEST_ROWS = 3
_LONGEST_LABEL = 16


def figures(parts: Iterable[Part]) -> tuple[Figure, ...]:
    """Return the most telling figures, in the order they stand in."""
    found: dict[tuple[str, str, Decimal], tuple[int, int, Figure]] = {}
    left = _TEXT
    for part in parts:
        text = part.text[: max(left, 0)]
        left -= len(text)
        stated = islice(_of_sentences(text, part.page), _MOST_STATED)
        for weight, figure in (*_of_tables(text, part.page), *stated):
            key = (figure.label, figure.unit, figure.value)
            if key not in found or weight > found[key][0]:
                found[key] = (weight, found[key][1] if key in found else len(found), figure)
    best = sorted(found.values(), key=lambda f: (-f[0], f[1]))[:MOST]
    return tuple(figure for _, _, figure in sorted(best, key=lambda f: f[1]))


def _of_sentences(text: str, page: int | None) -> Iterator[tuple[int, Figure]]:
    for line in text.splitlines():
        if _CELLS.match(line) or not any(c.isdigit() for c in line):
            continue
        end = 0
        previous = ""
        for match in sorted((*_STATED.finditer(line), *_MONEY.finditer(line)), key=lambda m: m.start()):
            label = _label(line[max(end, match.start() - 30) : match.start()], previous)
            end = match.end()
            if label is None:
                continue
            value = _value(match[1], match[2] if match.re is _STATED else "元")
            if value is None:
                continue
            previous = label
            yield _weight(label, value[1]), Figure(label, *value, page)


def _label(before: str, previous: str) -> str | None:
    """Return what is counted, from the words in front of a number; None where they name nothing."""
    if _BOUNDS.search(before):
        return None
    clause = _IN_WORDS.sub("", re.split(r"[，,。；;、！？!?]", before)[-1])
    clause = re.sub(r"(?<=[\u4e00-\u9fff])\s+(?=[\u4e00-\u9fff])", "", clause).rstrip(" （(：:")
    if not before or _RISEN.fullmatch(before):
        return previous or None  # 3期126人次, 由85%提高到98.6%
    match = _LABEL.search(clause)
    label = _TRAILING.sub("", match[0]) if match else ""
    if match and clause[: match.start()][-1:].isdigit():  # 2025年底改厕
        label = _AFTER_NUMBER.sub("", label)
    label = _LEADING.sub("", label).strip(' ：:（()）“”"')
    if len(label) > 1:
        return None if "每" in label else label[-_LONGEST_LABEL:]
    total = _TOTALS.search(clause.strip()) if match else None
    return total[0] if total else None


def _value(number: str, unit: str) -> tuple[Decimal, str] | None:
    name, scale = _SCALES.get(unit, (unit, 1))
    try:
        value = Decimal(re.sub("[,，]", "", number)) * scale
    except InvalidOperation:
        return None
    return Decimal(f"{value.normalize():f}"), name


def _weight(label: str, unit: str) -> int:
    return (2 if _WEIGHTY.search(label) else 0) + (unit in _TELLING) + (len(label) > 1)


def _of_tables(text: str, page: int | None) -> Iterator[tuple[int, Figure]]:
    """Return the sums under a table's columns, and how many rows are numbered."""
    header: list[str] = []
    sheet_unit = ""
    last = 0
    for line in text.splitlines():
        declared = _UNIT_OF_SHEET.search(line)
        if declared:
            sheet_unit = declared[1]
        if _HEADER.match(line):
            if last >= _FEWEST_ROWS:
                yield 2, Figure(ROWS, Decimal(last), "行", page)
            header, last = line.split(), 0
        elif _TOTAL_ROW.match(line) and header:
            for label, value in _sums(header, line.split()[1:], sheet_unit):
                yield 4, Figure(label, *value, page)
        elif header and (row := _ROW.match(line)) and int(row[1]) == last + 1:
            last += 1
    if last >= _FEWEST_ROWS:
        yield 2, Figure(ROWS, Decimal(last), "行", page)


def _sums(header: list[str], cells: list[str], sheet_unit: str) -> Iterator[tuple[str, tuple[Decimal, str]]]:
    """Match the numbers of the row of totals to the columns that can be summed; no guess where they differ."""
    numbers = [cell for cell in cells if re.fullmatch(_NUMBER, cell)]
    columns = [(m[1], m[2]) for cell in header if (m := _UNIT_OF_CELL.match(cell))]
    if sheet_unit and len(columns) != len(numbers):
        columns = (
            [(cell, sheet_unit) for cell in header[-len(numbers) :]]
            if len(numbers) == len(header) - 2
            else []
        )
    if len(columns) != len(numbers):
        return
    for (label, unit), number in zip(columns, numbers, strict=True):
        value = _value(number, unit)
        if value is not None and label:
            yield label, value
