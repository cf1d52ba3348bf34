"""Drafts what a requirement needs from the words of the scheme; a person confirms each draft or drops it.

Cautious rather than clever: what a rule says of deductions is no need, and what is not sure is left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from itertools import pairwise

from ledger_app.scheme.model import Indicator, Need
from ledger_app.scheme.papers import kinds_in
from ledger_app.scheme.proposing import papers_in
from ledger_app.scheme.templates import TEMPLATES, Template
from ledger_app.scheme.texts import folded

_SEALED = re.compile("盖章|盖公章|公章|印章|用印|签章")
_SIGNED = re.compile("签字(?!笔)|签名|手签|签章|签认")
_SIDES = re.compile("前[中、]*后.{0,6}(?:照|图|影像)|前后.{0,6}(?:照|图)|对比.{0,3}(?:照|图)")
_NUMBER = "([0-9]{1,3}|[一二两三四五六七八九十]{1,3})"
_MEASURE = "(?:次|份|张|篇|期|场|件|本|个月|套)"
_COUNTS = (
    re.compile(f"(?:不少于|不低于|不得少于|至少|少于|≥|>=){_NUMBER}{_MEASURE}"),
    re.compile(f"{_NUMBER}{_MEASURE}(?:以上|及以上)"),
)
_EVERY = (
    ("month", re.compile("每个?月|按月|逐月|月度|月报")),
    ("quarter", re.compile("每个?季|按季|逐季|季度|季报")),
    ("half", re.compile("每半年|半年(?:一|1)次|上、?下半年|按半年")),
)
_OF_EACH = (
    ("village", re.compile("每个?(?:行政)?村|各(?:行政)?村(?!民)|村村|逐村|一村一(?!品)|以村为单位|分村")),
    ("household", re.compile("每一?户|各户|逐户|一户一|分户")),
    ("project", re.compile("每个?项目|各项目|逐个?项目|一项目一|一个项目一")),
)
_CLAUSES = re.compile("[，,；;。\n]")
_DEDUCTION = re.compile("每[^，,；;。]{0,12}扣|扣[0-9.]+分|[少缺][一1][次份篇期场]")
_MEETINGS = re.compile("研究|会议|例会|部署")
_OF_MEETINGS = frozenset(["minutes", "attendance"])
_AND = re.compile(r"[+＋]|及|和|并附")
_OR = re.compile("^或|^或者")
_EITHER = re.compile("或者?")
_APART = re.compile("[、，,；;+＋]")
_BRACKETED = re.compile("[(（][^()（）]*[)）]")
_A_PAPER = re.compile(
    "(?:文件|材料|资料|信息|记录|数据|档案|视频|录像|影像|网页|说明|意见|图|表|单|册|书|函|稿|卡|件)$"
)
_PLAIN = frozenset(
    [
        "每次",
        "每季",
        "每月",
        "不得",
        "得分",
        "满分",
        "工作",
        "情况",
        "材料",
        "资料",
        "建立",
        "落实",
        "开展",
        "完成",
    ]
)
_DIGITS = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"两": 2}
_FEWEST_LINKS = 3


@dataclass(frozen=True, slots=True)
class Drafts:
    """What was drafted for one indicator: needs by requirement id, and requirements to propose."""

    needs: dict[int, Need]
    proposals: tuple[tuple[str, Need], ...] = ()


def drafts_for(indicator: Indicator, rosters: Mapping[str, int]) -> Drafts:
    """Draft for one indicator; `rosters` names the one roster there is of a kind of subjects.

    Where the scheme asks for no papers, those that its rule names are proposed.
    """
    asked, rule = indicator.requirements, f"{indicator.name}；{indicator.scoring}"
    if not asked:
        texts = papers_in(rule)
        needs = (_of_rule(text, _of_words(text, rosters), rule) for text in texts)
        return Drafts({}, tuple(zip(texts, needs, strict=True)))
    needs = {r.id: _of_rule(r.text, _of_words(r.text, rosters), rule) for r in asked}
    for before, one in pairwise(asked):
        if _OR.match(one.text):
            for each in (before, one):
                needs[each.id] = replace(needs[each.id], instead=before.text)
    return Drafts(_chained(indicator, needs))


def _of_words(text: str, rosters: Mapping[str, int]) -> Need:
    """Return what the words of one requirement say of its need."""
    words = folded(text)
    kinds = () if _is_open(words) else kinds_in(words)
    roster = next((rosters[kind] for kind, said in _OF_EACH if kind in rosters and said.search(words)), None)
    return Need(
        kinds=kinds,
        count=max(_count(words), _parts(words), _sides(words)),
        every=next((part for part, said in _EVERY if said.search(words)), ""),
        is_signed=bool(_SIGNED.search(words)),
        is_sealed=bool(_SEALED.search(words)),
        roster=roster,
    )


def _is_open(words: str) -> bool:
    """Whether one of the alternatives is a paper of no known kind: `照片或信息`; in `纸质或电子台账` none is."""
    for clause in _APART.split(_BRACKETED.sub("", words)):
        *before, last = _EITHER.split(clause)
        if before and (
            not kinds_in(last) or any(_A_PAPER.search(one) and not kinds_in(one) for one in before)
        ):
            return True
    return False


def _of_rule(text: str, need: Need, rule: str) -> Need:
    """Add what a clause of the rule says of this requirement: how often, how many."""
    for clause in _CLAUSES.split(folded(rule)):
        often = next((part for part, said in _EVERY if said.search(clause)), "")
        many = _count(clause)
        if not (often or many > 1) or not _is_about(clause, text, need.kinds):
            continue
        if not need.every:
            need = replace(need, every=often)
        if need.count == 1:
            need = replace(need, count=many)
    return need


def _is_about(clause: str, text: str, kinds: Iterable[str]) -> bool:
    """Whether a clause speaks of a requirement: by a word of two characters, or both of meetings."""
    if _MEETINGS.search(clause) and _OF_MEETINGS & set(kinds):
        return True
    bare = _DEDUCTION.sub("", clause)
    return bool((_pairs(bare) & _pairs(folded(text))) - _PLAIN)


def _pairs(text: str) -> set[str]:
    return {one + other for one, other in pairwise(text) if min(one, other) >= "\u4e00"}


def _count(text: str) -> int:
    found = (pattern.search(text) for pattern in _COUNTS)
    return max((_number(match[1]) for match in found if match), default=1)


def _number(text: str) -> int:
    if text.isdigit():
        return max(1, int(text))
    tens, ten, ones = text.rpartition("十")
    return max(1, (_DIGITS.get(tens, 1) * 10 if ten else 0) + _DIGITS.get(ones, 0))


def _sides(text: str) -> int:
    """Return how many photographs show a place before, during and after."""
    found = _SIDES.search(text)
    return (3 if "中" in found[0] else 2) if found else 1


def _parts(text: str) -> int:
    """Return how many papers a requirement joins: `会议记录+签到+照片` are three, `公示及照片` two."""
    parts = [kinds_in(part) for part in _AND.split(text)]
    return len(parts) if len(parts) > 1 and all(parts) and len(set(parts)) == len(parts) else 1


def _chained(indicator: Indicator, needs: dict[int, Need]) -> dict[int, Need]:
    """Name the chain whose links the requirements are, where three or more of them are such links."""
    best: tuple[Template, list[tuple[int, int]]] | None = None
    for template in TEMPLATES:
        found = _links(indicator, template)
        if len(found) >= _FEWEST_LINKS and (best is None or len(found) > len(best[1])):
            best = template, found
    if best is None:
        return needs
    template, found = best
    named = {r: replace(needs[r], chain=template.chain, step=step) for step, r in found}
    return needs | named


def _links(indicator: Indicator, template: Template) -> list[tuple[int, int]]:
    """Return (step, requirement id) of the template's links, each requirement once, in the chain's order."""
    texts = " ".join((indicator.name, *(r.text for r in indicator.requirements)))
    if not re.search(template.about, texts):
        return []
    found: list[tuple[int, int]] = []
    taken: set[int] = set()
    for number, step in enumerate(template.steps, start=1):
        for one in indicator.requirements:
            if one.id not in taken and step.is_named_in(one.text):
                taken.add(one.id)
                found.append((number, one.id))
                break
    return found
