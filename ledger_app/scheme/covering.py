"""Hard indicators that only the covering text names: `刚性指标：粮食安全、耕地保护`, `序号1、4、7为刚性指标`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from ledger_app.scheme.codes import plain_code
from ledger_app.scheme.marks import MARKS
from ledger_app.scheme.model import Indicator, Problem
from ledger_app.scheme.numbering import without_number
from ledger_app.scheme.texts import folded, line, split_outside

_HARD = "(?:刚性|约束性|硬性)(?:考核)?(?:指标|项目|内容|要求)?|一票否决(?:指标|项目|事项|项|内容)?"
_FIRST = re.compile(
    rf"(?:{_HARD})[^:：。；;，,]{{0,8}}(?:[，,]?[^:：。；;]{{0,12}}[:：]|为|包括|有|是指|分别为)\s*([^。；;\n]+)"
)
_LAST = re.compile(
    rf"(?:对|将|把|以|其中)?([^。；;：:\n]+?)(?:等?(?:\d+[项个条])?)?(?:的?指标)?(?:均|都|全部)?(?:为|是|属于|属|列为|作为|定为|确定为|列入|实行)(?:{_HARD})"
)
_NUMBERS = re.compile(
    r"(?:指标)?(?:序号|编号|第|no\.?)?:?(\d+(?:[.\-]\d+)*)(?:(?:[~〜—–至到])(\d+))?(?:号|项|条)?的?(?:指标)?"
)
_COUNT = re.compile(
    r"(?:刚性|约束性)(?:考核)?指标[^\d。；;]{0,6}(\d+)[项个条](?:[^\d。；;]{0,4}(\d+(?:\.\d+)?)分)?"
)
_SKIPPED = re.compile(
    "加粗|粗体|黑体|红色|标红|红字|红底|黄色|标黄|黄底|标注|标有|表示|任一|任何|凡|扣分|优秀|不得"
)
_LIST = "、，,"
_AND = "和及与"


@dataclass(frozen=True, slots=True)
class _Naming:
    """A list of names or numbers in the text, and whether it surely lists hard indicators."""

    items: tuple[str, ...]
    is_sure: bool


def mark_named(
    indicators: Sequence[Indicator], notes: Sequence[str]
) -> tuple[list[Indicator], list[Problem]]:
    """Return the indicators with those marked hard that the text names, and what is to be checked.

    A name may be an indicator's, or a heading's: then all below it are meant.
    """
    found = list(indicators)
    problems: list[Problem] = []
    for naming in _namings(notes):
        hits = [hit for item in naming.items for hit in _hits(item, found)]
        if not naming.is_sure and not any(at for _, at in hits):
            continue
        named = {n for _, at in hits for n in at}
        for number in named:
            found[number] = replace(found[number], is_hard=True)
        if named:
            values = {"text": "、".join(item for item, at in hits if at), "count": len(named)}
            problems.append(Problem("hard-by-text", "", values))
        lost = [item for item, at in hits if not at]
        problems += [Problem("hard-name-unknown", "", {"text": item}) for item in lost]
    return found, problems + _counted(found, notes)


def _namings(notes: Sequence[str]) -> list[_Naming]:
    found = []
    for note in notes:
        for sentence in re.split("[。；;\n]", line(note)):
            if any(m in sentence for m in MARKS):
                continue
            for pattern, is_sure in ((_FIRST, True), (_LAST, False)):
                match = pattern.search(sentence)
                if match and not _SKIPPED.search(match[0]):
                    found.append(_Naming(_items(match[1].split("其中")[-1]), is_sure))
                    break
    return [n for n in found if n.items]


def _items(text: str) -> tuple[str, ...]:
    pieces = (_unquoted(p) for p in split_outside(text, _LIST))
    pieces = (re.sub(r"(?:等)?(?:[项个条])?(?:内容|指标)?$", "", p) if len(p) > 4 else p for p in pieces)
    return tuple(p.removesuffix("等") for p in pieces if 0 < len(p) <= 30)


def _unquoted(text: str) -> str:
    text = text.strip()
    is_quoted = text[:1] in "“《（(\"'" and text[-1:] in "”》）)\"'" and not re.search("[“”《》]", text[1:-1])
    return text[1:-1].strip() if is_quoted and len(text) > 2 else text


def _hits(item: str, indicators: Sequence[Indicator]) -> list[tuple[str, list[int]]]:
    """Return what an item means; where it means nothing as it is, what the parts around 和 mean."""
    whole = _meant(item, indicators)
    if whole:
        return [(item, whole)]
    parts = [(p, _meant(p, indicators)) for p in split_outside(item, _AND)]
    return parts if any(at for _, at in parts) else [(item, [])]


def _meant(item: str, indicators: Sequence[Indicator]) -> list[int]:
    """Return which indicators a name or number means: by code, by name, by a heading, by part of a name."""
    numbers = _NUMBERS.fullmatch(folded(item))
    if numbers:
        codes = {numbers[1]}
        span = re.fullmatch(r"(\d+)-(\d+)", numbers[1])
        if span and numbers[1] not in {plain_code(i.code) for i in indicators}:
            codes = {str(n) for n in range(int(span[1]), min(int(span[2]), 999) + 1)}
        if numbers[2] and numbers[1].isdecimal():
            codes = {str(n) for n in range(int(numbers[1]), min(int(numbers[2]), 999) + 1)}
        return [n for n, i in enumerate(indicators) if plain_code(i.code) in codes]
    wanted = _bare(item)
    if len(wanted) < 2:
        return []
    exact = [n for n, i in enumerate(indicators) if wanted == _bare(i.name)]
    below = [n for n, i in enumerate(indicators) if wanted in {_bare(p) for p in i.path}]
    part = [n for n, i in enumerate(indicators) if wanted in _bare(i.name)]
    longer = [n for n, i in enumerate(indicators) if len(_bare(i.name)) > 3 and _bare(i.name) in wanted]
    return exact or below or (part if len(part) == 1 else []) or (longer if len(longer) == 1 else [])


def _bare(name: str) -> str:
    return folded(without_number(name))


def _counted(indicators: Sequence[Indicator], notes: Sequence[str]) -> list[Problem]:
    """Hold how many hard indicators the text declares against how many there are."""
    hard = [i for i in indicators if i.is_hard]
    for note in notes:
        match = _COUNT.search(folded(note))
        if match:
            found: list[Problem] = []
            if int(match[1]) != len(hard):
                values = {"declared": int(match[1]), "count": len(hard)}
                found.append(Problem("hard-count-differs", "", values))
            points = sum(i.points or 0.0 for i in hard)
            if match[2] and abs(float(match[2]) - points) > 1e-6:
                values = {"declared": float(match[2]), "sum": round(points, 6)}
                found.append(Problem("hard-points-differ", "", values))
            return found
    return []
