"""Which villages, households and projects a file concerns: by the villages it names, its path and its title.

Careful with names inside others: 大湾村 is not in 小大湾村, 张三 not in 张三丰. A village counts with and
without 村; a household's or a project's name only in a path or title, and a household's never against the
village that is named there.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from ledger_app.scheme.model import Roster, Subject
from ledger_app.scheme.texts import folded
from ledger_app.search.villages import village, villages_in

_ENDING = re.compile("(?:村|社区)$")
_BEFORE = re.compile(
    r"(?:^|[^\u4e00-\u9fffA-Za-z]|[镇乡县市区村组户主在到对为与和及赴由]|社区|街道|对象|监测|脱贫|关于|贫困|年|月|日|季度)$"
)
_AFTER_NAME = re.compile(
    r"$|[^\u4e00-\u9fff]|[户家组等的与和及村]|一户|帮扶|走访|入户|收入|照片|签字|签名|监测|改厕|改造|危房|资料|材料|档案|手册|台账|台帐"
    "|申请|申报|核查|合同|协议|明白|承诺|情况|档|厕|房|户厕|慰问|措施|方案|计划|公示|审批|评议|补助|凭证|教育|医疗|饮水|就业|务工|产业"
)
_AFTER_VILLAGE = re.compile(
    r"$|[^\u4e00-\u9fff]|(?![村子沟坪坝岭屯湾庄寨山河口坡塘源头里口冲溪桥]|[东西南北上下新老大小]村)"
)
_LONG = 4  # a name of so many characters is not inside another by chance


@dataclass(frozen=True, slots=True)
class _Spelling:
    text: str
    subject: int
    kind: str
    village: str
    is_bare: bool = False


class Subjects:
    """Tells which subjects of some rosters a file concerns."""

    def __init__(self, rosters: Sequence[Roster]) -> None:
        self._starts: dict[str, list[_Spelling]] = defaultdict(list)
        self._villages: dict[str, list[int]] = defaultdict(list)
        for roster in rosters:
            for one in roster.subjects:
                self._add(roster.kind, one)
        for known in self._starts.values():
            known.sort(key=lambda s: (-len(s.text), s.text, s.subject))
        self._is_empty = not self._starts
        self._of_text = lru_cache(maxsize=1 << 15)(self._found)

    def of(
        self, *, paths: Iterable[str], title: str | None = None, villages: Iterable[str] = ()
    ) -> tuple[int, ...]:
        """Return the ids of the subjects that a file concerns, ascending.

        `villages` are those that its description names; `paths` are all places where it lies.
        """
        if self._is_empty:
            return ()
        stated = frozenset(folded(village(v)) for v in villages)
        found = {subject for name in stated for subject in self._villages.get(name, ())}
        texts = [part for path in paths for part in _parts(path)]
        if title:
            texts.append(title)
        hits = {hit for text in texts for hit in self._of_text(text)}
        places = stated | {hit.village for hit in hits if hit.kind == "village"}
        named = {folded(v) for text in texts for v in _named(text)}
        for hit in hits:
            if hit.kind == "household" and not self._is_at_home(hit, hits, places | named):
                continue
            found.add(hit.subject)
        return tuple(sorted(found))

    def _add(self, kind: str, one: Subject) -> None:
        home = folded(village(one.village)) if one.village else ""
        for name in map(folded, (one.name, *one.also)):
            if kind == "village":
                name = folded(village(name))
                self._villages[name].append(one.id)
                bare = _ENDING.sub("", name)
                if bare != name and len(bare) > 1:
                    self._villages[bare].append(one.id)
                    self._start(_Spelling(bare, one.id, kind, home, is_bare=True))
                elif bare == name:
                    self._villages[f"{name}村"].append(one.id)
            self._start(_Spelling(name, one.id, kind, home))

    def _start(self, spelling: _Spelling) -> None:
        if len(spelling.text) > 1:
            self._starts[spelling.text[:2]].append(spelling)

    def _found(self, text: str) -> tuple[_Spelling, ...]:
        """Return the spellings in one part of a path, or in a title; the longest at each place alone."""
        text = folded(text)
        others = _spans(text)
        found: list[_Spelling] = []
        at = 0
        while at < len(text) - 1:
            hits = [
                s
                for s in self._starts.get(text[at : at + 2], ())
                if text.startswith(s.text, at) and _stands(s, text, at, others)
            ]
            longest = max((len(s.text) for s in hits), default=0)
            found += [s for s in hits if len(s.text) == longest]
            at += longest or 1
        return tuple(found)

    def _is_at_home(self, hit: _Spelling, hits: set[_Spelling], places: frozenset[str] | set[str]) -> bool:
        """Whether a household's name is this one's: its village is named, or no village is and no other has the name."""
        if places:
            bare = {_ENDING.sub("", p) for p in places}
            return not hit.village or _ENDING.sub("", hit.village) in bare
        return not any(h.text == hit.text and h.subject != hit.subject for h in hits)


@lru_cache(maxsize=1 << 14)
def _named(text: str) -> tuple[str, ...]:
    return villages_in(text, is_name=True)


def _parts(path: str) -> list[str]:
    """Return the folders of a path and its name without the ending."""
    *folders, name = path.split("/")
    return [*folders, name.rpartition(".")[0] or name]


def _spans(text: str) -> list[tuple[int, int]]:
    """Return where villages are named in full, for names that only look like one of them."""
    spans = []
    for name in map(folded, _named(text)):
        at = text.find(name)
        while at >= 0:
            spans.append((at, at + len(name)))
            at = text.find(name, at + 1)
    return spans


def _stands(spelling: _Spelling, text: str, at: int, others: list[tuple[int, int]]) -> bool:
    """Whether a name stands at a place by itself and not inside another."""
    end = at + len(spelling.text)
    if spelling.kind == "village":
        inside = [(a, b) for a, b in others if a <= at and end <= b]
        if inside and not any(
            a == at and text[a:b] in (spelling.text, f"{spelling.text}村", f"{spelling.text}社区")
            for a, b in inside
        ):
            return False
        if not _BEFORE.search(text[:at][-4:]):
            return False
        return not spelling.is_bare or text.startswith("村", end) or bool(_AFTER_VILLAGE.match(text, end))
    if len(spelling.text) >= _LONG and spelling.kind != "household":
        return True
    return bool(_BEFORE.search(text[:at][-4:]) and _AFTER_NAME.match(text, end))
