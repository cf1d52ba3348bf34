"""Which villages, households and projects a file concerns: by the villages it names, its path and its title.

Careful with names inside others: 大湾村 is not in 小大湾村, 张三 not in 张三丰. A village counts with and
without 村; a household's or a project's name only in a path or title, and a household's never against the
village that is named there.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
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
_OTHER_VILLAGE = re.compile(
    "(?!(?:驻|入|进|到|全|各|本|行政|自然|示范|试点|美丽|整|我)村)[\u4e00-\u9fff]{1,2}(?:村|社区)"
    "|[子沟坪坝岭屯庄寨河坡塘溪桥](?![\u4e00-\u9fff]*(?:村|社区))"
)
_LONG = 4  # a name of so many characters is not inside another by chance


@dataclass(frozen=True, slots=True, eq=False)
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
        firsts = sorted({start[0] for start in self._starts})
        self._firsts = re.compile("|".join(map(re.escape, firsts)) or "(?!)")
        self._of_folder = lru_cache(maxsize=1 << 14)(self._found)

    def of(
        self, *, paths: Iterable[str], title: str | None = None, villages: Iterable[str] = ()
    ) -> tuple[int, ...]:
        """Return the ids of the subjects that a file concerns, ascending.

        `villages` are those that its description names; `paths` are all places where it lies.
        """
        if not self._starts:
            return ()
        stated = frozenset(map(_key, villages))
        found = {subject for name in stated for subject in self._villages.get(name, ())}
        folders: list[str] = []
        names = [title] if title else []
        for path in paths:
            *above, name = path.split("/")
            folders += above
            names.append(name.rpartition(".")[0] or name)
        hits = {hit for folder in folders for hit in self._of_folder(folder)}
        for name in names:
            hits.update(self._found(name))
        if any(hit.kind == "household" for hit in hits):
            hits = self._at_home(hits, stated, (*folders, *names))
        return tuple(sorted(found | {hit.subject for hit in hits}))

    def _add(self, kind: str, one: Subject) -> None:
        home = _key(one.village) if one.village else ""
        for name in map(folded, (one.name, *one.also)):
            if kind == "village":
                name = _key(name)
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
        found: list[_Spelling] = []
        end = 0
        for match in self._firsts.finditer(text):
            at = match.start()
            known = self._starts.get(text[at : at + 2])
            if known is None or at < end:
                continue
            hits = [s for s in known if text.startswith(s.text, at) and _stands(s, text, at)]
            if hits:  # the longest come first
                length = len(hits[0].text)
                found += [s for s in hits if len(s.text) == length]
                end = at + length
        return tuple(found)

    @staticmethod
    def _at_home(hits: set[_Spelling], stated: frozenset[str], texts: Iterable[str]) -> set[_Spelling]:
        """Leave out households of another village than is named, and where none is, names that several have."""
        named = {folded(v) for text in texts for v in villages_in(text, is_name=True)}
        known = stated | named | {hit.village for hit in hits if hit.kind == "village"}
        places = {_ENDING.sub("", place) for place in known}
        times = Counter(hit.text for hit in hits if hit.kind == "household")

        def is_at_home(hit: _Spelling) -> bool:
            if places:
                return not hit.village or _ENDING.sub("", hit.village) in places
            return times[hit.text] == 1

        return {hit for hit in hits if hit.kind != "household" or is_at_home(hit)}


@lru_cache(maxsize=1 << 12)
def _key(name: str) -> str:
    """Return a village's name as it is compared."""
    return folded(village(name))


def _stands(spelling: _Spelling, text: str, at: int) -> bool:
    """Whether a name stands at a place by itself and not inside another."""
    end = at + len(spelling.text)
    if spelling.kind in ("project", "other") and len(spelling.text) >= _LONG:
        return True
    if not _BEFORE.search(text[max(0, at - 4) : at]):
        return False
    if spelling.kind == "village":
        return not spelling.is_bare or not _OTHER_VILLAGE.match(text, end)
    return bool(_AFTER_NAME.match(text, end))
