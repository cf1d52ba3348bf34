"""Points: in their own cell, or glued to a name as in `制度建设(9分)`."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ledger_app.scheme.texts import folded

_CELL = re.compile(r"\(?(?:满分|分值|计|共)?:?(\d+(?:\.\d+)?)分?\)?")
_GLUED = re.compile(
    r"[（(【\[]\s*(?:满分|分值|共|计|权重)?[:：]?\s*([0-9０-９]+(?:[.．][0-9０-９]+)?)\s*分\s*[）)】\]]?\s*[;；,，。:：]?$"
)
_TRAILING = re.compile(
    r"(?<![得扣加减计每为达缺满过0-9０-９.．~～\-—至到])(?<!每少)(?<!每减少)(?<!缺少)(?<!至少)(?<!最少)\s*([0-9０-９]+(?:[.．][0-9０-９]+)?)\s*分$"
)
_BARE = re.compile(r"[（(]\s*([0-9０-９]{1,3}(?:[.．][0-9０-９]+)?)\s*[）)]\s*[;；,，。:：]?$")
_NUMBER = r"\d+(?:\.\d+)?"
_WITH_PARTS = re.compile(rf"({_NUMBER})分?\(({_NUMBER}(?:\+{_NUMBER})+)\)")
_PERCENT = re.compile(rf"({_NUMBER})%")
_RANGE = re.compile(rf"({_NUMBER})分?[~〜\-—–至到]+({_NUMBER})分?")
_LIST = rf"{_NUMBER}分?(?:[、,/]{_NUMBER}分?)*"
_GAINS = re.compile(
    rf"(?:最高|最多|上限|不超过|累计|≤|<=)*(?:[+±]|加分?|奖励?分?|≤|<=)(?:最高|最多|不超过|≤|:)*({_LIST})"
)
_LOSSES = re.compile(rf"(?:最高|最多|累计|不超过)*(?:-|−|扣分?|减分?|倒扣)(?:最高|最多|不超过|≤|:)*{_LIST}")
_LIMIT = re.compile("最高|最多|上限|不超过|≤|<=|±")
_WHOLE = re.compile(rf"(?:共计|合计|满分|总分|本项|该项|分值|基本分)(?:为|是|共|计|:)*({_NUMBER})分")
_GIVEN = re.compile(rf"(?<![每少多加扣减共])(?:计|得|记|赋)({_NUMBER})分")
_PARTS = re.compile(rf"\(({_NUMBER})分\)")


def points_of(text: str) -> float | None:
    """Return the points that a cell of the points column states, None where it is not one number."""
    found = _CELL.fullmatch(folded(text))
    return float(found[1]) if found else None


@dataclass(frozen=True, slots=True)
class Stated:
    """What a cell of the points column says: the most points to be had, and how sure that is.

    `problem` is the code of what to report, empty where the cell holds one number. `is_outside`: these
    points come on top of the total (`+10`) or are only taken off (`-30`: the most to be had is 0).
    """

    points: float | None
    problem: str = ""
    is_outside: bool = False


def stated_points(text: str) -> Stated:
    """Return what a cell of the points column states: one number, a range, a bonus, a deduction."""
    plain = points_of(text)
    if plain is not None:
        return Stated(plain)
    found = folded(text)
    whole = _WITH_PARTS.fullmatch(found)
    if whole and abs(float(whole[1]) - sum(map(float, whole[2].split("+")))) < 1e-6:
        return Stated(float(whole[1]))
    percent = _PERCENT.fullmatch(found)
    if percent:
        return Stated(float(percent[1]), "points-percent")
    span = _RANGE.fullmatch(found)
    if span:
        return Stated(max(float(span[1]), float(span[2])), "points-range")
    gains = [float(n) for part in _GAINS.findall(found) for n in re.findall(_NUMBER, part)]
    losses = _LOSSES.findall(found)
    rest = re.sub(r"[\s,，、;；/()分]|可|的", "", _LOSSES.sub("", _GAINS.sub("", found)))
    if rest or not (gains or losses):
        return Stated(None, "points-unclear")
    if not gains:
        return Stated(0.0, "points-deduction", is_outside=True)
    is_sure = len(gains) == 1 and not losses and not _LIMIT.search(found)
    is_outside = bool(re.search("[+±加奖]", found))
    return Stated(max(gains), "" if is_sure else "points-most", is_outside=is_outside)


def points_in_rule(text: str) -> float | None:
    """Return the points that a scoring rule names for the whole indicator, None where it names none or many.

    `共计10分` wins; else the only `计10分`; else the sum of the parts in brackets `(2分)(6分)(3分)`.
    """
    found = folded(text)
    whole = _WHOLE.search(found)
    if whole:
        return float(whole[1])
    given = {float(n) for n in _GIVEN.findall(found)}
    if len(given) == 1:
        return given.pop()
    parts = [float(n) for n in _PARTS.findall(found)]
    return sum(parts) if parts and not given else None


def declared_in_title(title: str) -> tuple[float, float] | None:
    """Return the total and the bonus on top of it that a points column's title names: `满分(100+3-30)`."""
    found = re.search(r"\((\d+(?:\.\d+)?)分?\+(\d+(?:\.\d+)?)分?(?:-\d+(?:\.\d+)?分?)?\)", folded(title))
    return (float(found[1]), float(found[2])) if found else None


def glued_points(name: str) -> tuple[str, float | None, bool]:
    """Return a name without the points glued to its end, the points, and whether that is sure.

    `(9分)` and `9分` are sure; a bracketed number without 分, as in `水位监测（20）`, is not.
    """
    for pattern, is_sure in ((_GLUED, True), (_TRAILING, True), (_BARE, False)):
        found = pattern.search(name)
        if found and name[: found.start()].strip():
            return name[: found.start()].strip(), float(folded(found[1])), is_sure
    return name, None, True


def shown(points: float) -> str:
    """Return points as people write them: `2.5`, `16`."""
    return f"{points:.6f}".rstrip("0").rstrip(".")
