"""What stands around the tables: the title, the assessment year, the total and what it is made of."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ledger_app.scheme.texts import folded, line, quotation

_TITLE = re.compile("考核|考评|评分|评价|测评|指标|细则|责任书|任务清单|标准|办法|方案")
_NO_TITLE = re.compile(
    r"附件[\d一二三四五六七八九十]*[:：]?|附表\d*[:：]?|.*_{2,}.*|.*[:：]$|\(.*\)|.*(单位|部门|姓名|时间)[:：].*|.*年月日|.*\d+页.*"
)
_YEAR = re.compile(r"(?<!\d)(20\d\d)年度?")
_ASSESSED = re.compile(r"(?:考核|考评|评价)年度[:：为是]*(20\d\d)")
_CHINESE_YEAR = re.compile("二[〇○零0Oo][一二三四五六七八九〇○零]{2}(?=年)")
_DIGITS = str.maketrans("〇○零一二三四五六七八九Oo", "00012345678900")
_NAMED = re.compile(r"指标体系名称[:：]\s*(.+)")
_TOTAL = re.compile(r"(?:总分值?|满分|总计|合计|总分数)(?:共|为|是|计|合计|[:：])*(\d+(?:\.\d+)?)分?")
_PART = re.compile(r"([^,，、;；。:：()（）\d]{2,16}?)[(（:：为占计]*(\d+(?:\.\d+)?)分")
_OUTSIDE = re.compile("评议|创新|加分|测评|附加|满意度|评价|民调|日常")


@dataclass(frozen=True, slots=True)
class Total:
    """The declared total, and the parts of it that no indicator of the table carries (评议, 创新)."""

    points: float | None
    outside: tuple[tuple[str, float], ...] = ()


def title_of(texts: Sequence[str]) -> str:
    """Return the title among the lines above the table, empty where none looks like one.

    A title broken over two lines is put together again.
    """
    kept = [line(t) for t in texts]
    kept = [t for t in kept if t and not _NO_TITLE.fullmatch(folded(t))]
    named = next((found[1] for t in kept if (found := _NAMED.match(t))), "")
    if named:
        return quotation(named) or named
    short = [t for t in kept if len(t) <= 80 and not t.endswith(("。", "；", ";"))]
    for at, text in enumerate(short):
        if _TITLE.search(text) and not re.match(r"[一二三四五六七八九十\d]+[、.]", text):
            above = short[at - 1] if at else ""
            is_first_half = re.search(r"(年度?|县|市|区|镇|乡|街道|的|工作)$", above) and len(above) <= 40
            return f"{above}{text}" if is_first_half else text
    return ""


def year_of(title: str, texts: Sequence[str]) -> int | None:
    """Return the assessment year: as the text names it, else the one in the title, else the only one above."""
    whole = [_plain(t) for t in (title, *texts)]
    for pattern, searched in ((_ASSESSED, whole), (_YEAR, whole[:1])):
        for text in searched:
            found = pattern.search(text)
            if found:
                return int(found[1])
    others = {int(y) for t in whole[1:] for y in re.findall(r"(?<!\d)(20\d\d)年度", t)}
    return others.pop() if len(others) == 1 else None


def total_of(texts: Sequence[str]) -> list[Total]:
    """Return every total the texts declare, with the parts named after 其中 that lie outside the table."""
    found = []
    for text in texts:
        plain = folded(text)
        if "百分制" in plain and not _TOTAL.search(plain):
            found.append(Total(100.0))
        for match in _TOTAL.finditer(plain):
            sentence = re.split("[。;；]", plain[match.end() :])[0]
            parts = [(n, float(p)) for n, p in _PART.findall(sentence)] if "其中" in sentence else []
            outside = tuple((n.removeprefix("其中"), p) for n, p in parts if _OUTSIDE.search(n))
            found.append(Total(float(match[1]), outside))
    return found


def _plain(text: str) -> str:
    return _CHINESE_YEAR.sub(lambda m: m[0].translate(_DIGITS), folded(text))
