"""What people decided so far, held so that the next file is judged by it at once: no training, only counts.

A decision counts for the files beside it (the same folder, the same form of name, the same series of
document numbers) and for files of similar text. Every count is a share of all decisions there, so that
a folder of mixed files speaks for none of its indicators, and one decision alone never speaks loudly.
"""

from __future__ import annotations

import heapq
import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import IntEnum

from ledger_app.search.characters import fold
from ledger_app.search.model import Description

NOWHERE = -1
"""The place that files were set aside to."""


class Beside(IntEnum):
    """In what a file is beside another."""

    FOLDER = 0
    FORM = 1
    SERIES = 2
    ALIKE = 3


BESIDE = len(Beside)
_CAUTION = (3.0, 1.5, 4.0)  # decisions that must be there before half of their weight counts
_HEARD = 0.1  # shares below this say nothing: many decisions for many places
_OTHERWISE = 0.5  # how a free file of the folder counts that clearly speaks for an indicator of its own
_LIKE = 0.2  # texts less similar than this are strangers
_COMMON = 1.2  # words that more files use than this weight says are boilerplate

_RARE = 30  # the rarest words of a text, by which its like are looked for
_OFTEN = 400
_NEIGHBOURS = 8

_BRACKETS = re.compile(r"\([^)]*\)")
_NOT_WORDS = re.compile(r"[^\u3400-\u9fff\U00020000-\U0003ffffa-z]+")
_DEVICE = re.compile(
    "^(?:img|dsc|scan|cam|mmexport|screenshot|wps|qq|pic|photo|image|doc|file|微信|图片|照片|扫描|扫描件|新建|文档|"
    "文本|工作表|工作簿|演示文稿|未命名|无标题|附件|副本|复件|截图|截屏|拍照|录屏|视频|全能|王|文件|材料|资料|版|稿|终|最|"
    "的|pdf|word|excel|xls|jpg|png|xlsx|docx|microsoft|office|new|copy|final|camscanner)*$"
)
_NUMBER = re.compile(r"[(（\[〔【]?\s*(?:19|20)\d\d.*$")


@dataclass(frozen=True, slots=True)
class Bearing:
    """What of a file makes it stand beside others: `keys` by `Beside`, and the words of its text."""

    item: int
    name: str
    keys: tuple[str, ...]
    words: Sequence[int] = ()


@dataclass(frozen=True, slots=True)
class Decision:
    """What was decided of a file: places it was linked to (NOWHERE: set aside) and was kept from."""

    linked: tuple[tuple[int, int | None], ...]
    rejected: frozenset[int] = frozenset()


@dataclass(slots=True)
class Learned:
    """What decisions about its neighbours say of one file.

    `shares` by place: -1..1 for each `Beside`; `names` the file that says it, by place and `Beside`;
    `requirements` how often each was chosen there, by place.
    """

    shares: dict[int, list[float]] = field(default_factory=dict)
    names: dict[tuple[int, int], str] = field(default_factory=dict)
    requirements: dict[int, Counter[int | None]] = field(default_factory=lambda: defaultdict(Counter))


@dataclass(slots=True)
class _Group:
    """The decisions about the files beside each other, by place: the files linked and rejected there."""

    items: set[int] = field(default_factory=set)
    linked: dict[int, set[int]] = field(default_factory=lambda: defaultdict(set))
    rejected: dict[int, set[int]] = field(default_factory=lambda: defaultdict(set))


class Experience:
    """All decisions of one archive. `common` says in how many of `count` files a word stands."""

    def __init__(self, common: Mapping[int, int] | None = None, count: int = 0) -> None:
        self._common = common or {}
        self._count = count
        self._known: dict[int, tuple[Bearing, Decision, float]] = {}
        self._groups: dict[tuple[int, str], _Group] = {}
        self._users: dict[int, set[int]] = defaultdict(set)
        self._folders: dict[int, Counter[str]] = defaultdict(Counter)

    def __len__(self) -> int:
        return len(self._known)

    def learn(self, bearing: Bearing, decision: Decision) -> set[int]:
        """Put what was decided of a file in the place of what was known of it; returns the places touched."""
        touched = self.forget(bearing.item)
        if not decision.linked and not decision.rejected:
            return touched
        telling = [w for w in bearing.words if self._weight(w) > _COMMON]
        norm = math.sqrt(sum(self._weight(w) ** 2 for w in telling))
        self._known[bearing.item] = (bearing, decision, norm)
        for word in telling:
            self._users[word].add(bearing.item)
        for place, _ in decision.linked:
            self._folders[place][bearing.keys[0]] += 1
        for n, key in enumerate(bearing.keys):
            if key:
                group = self._groups.setdefault((n, key), _Group())
                group.items.add(bearing.item)
                for place, _ in decision.linked:
                    group.linked[place].add(bearing.item)
                for place in decision.rejected:
                    group.rejected[place].add(bearing.item)
        return touched | self._places_beside(bearing)

    def forget(self, item: int) -> set[int]:
        """Take back all that was learned from a file; returns the places that this touches."""
        known = self._known.get(item)
        if known is None:
            return set()
        bearing = known[0]
        touched = self._places_beside(bearing)
        for place, _ in known[1].linked:
            self._folders[place] -= Counter([bearing.keys[0]])
        del self._known[item]
        for word in bearing.words:
            users = self._users.get(word)
            if users:
                users.discard(item)
        for n, key in enumerate(bearing.keys):
            group = self._groups.get((n, key))
            if group:
                group.items.discard(item)
                for places in (group.linked, group.rejected):
                    for place in [p for p, items in places.items() if item in items]:
                        places[place].discard(item)
                        if not places[place]:
                            del places[place]
                if not group.items:
                    del self._groups[n, key]
        return touched

    def folders(self, place: int) -> list[str]:
        """Return the folders in which a good part of the decisions was for a place, the surest first."""
        shares = {
            f: self._share_in(f, place) for f, count in self._folders.get(place, Counter()).items() if count
        }
        return sorted((f for f, share in shares.items() if share >= _HEARD), key=lambda f: (-shares[f], f))

    def _share_in(self, folder: str, place: int) -> float:
        group = self._groups.get((Beside.FOLDER, folder))
        if group is None:
            return 0.0
        decided = max(len(group.linked.get(place, ())), len(group.rejected.get(place, ())))
        return decided / (len(group.items) + _CAUTION[Beside.FOLDER])

    def rejected(self, item: int) -> frozenset[int]:
        """Return the places that a person said this file does not belong to."""
        known = self._known.get(item)
        return known[1].rejected if known else frozenset()

    def of(self, bearing: Bearing, spoken: Mapping[int, int] | None = None) -> Learned:
        """Return what the decisions about other files say of this one.

        `spoken` counts, by place, the free files of its folder that clearly speak for a place themselves.
        """
        found = Learned()
        for n, key in enumerate(bearing.keys):
            group = self._groups.get((n, key)) if key else None
            if group:
                self._count_group(found, n, group, bearing.item, spoken or {} if n == Beside.FOLDER else {})
        self._count_alike(found, bearing)
        return found

    def is_beside(self, folder: str) -> bool:
        """Whether anything was decided about files of this folder."""
        return (Beside.FOLDER, folder) in self._groups

    def _places_beside(self, bearing: Bearing) -> set[int]:
        """Return the places that decisions about this file and about its folder speak of."""
        _, decision, _ = self._known[bearing.item]
        folder = bearing.keys[0]
        group = self._groups.get((Beside.FOLDER, folder))
        known = group.linked.keys() | group.rejected.keys() if group else set()
        beside = {place for place in known if self._share_in(folder, place) >= _HEARD / 2}
        return {place for place, _ in decision.linked} | decision.rejected | beside

    def _count_group(
        self, found: Learned, n: int, group: _Group, item: int, spoken: Mapping[int, int]
    ) -> None:
        others = len(group.items) - (item in group.items)
        if not others:
            return
        for place in group.linked.keys() | group.rejected.keys():
            linked = group.linked.get(place, set()) - {item}
            rejected = group.rejected.get(place, set()) - {item}
            against = sum(count for where, count in spoken.items() if where != place)
            share = (len(linked) - len(rejected)) / (others + _CAUTION[n] + _OTHERWISE * against)
            if abs(share) < _HEARD:
                continue
            found.shares.setdefault(place, [0.0] * BESIDE)[n] = share
            if linked:
                example = self._known[max(linked)]
                found.names[place, n] = example[0].name
            for other in linked:
                for where, requirement in self._known[other][1].linked:
                    if where == place:
                        found.requirements[place][requirement] += 1

    def _count_alike(self, found: Learned, bearing: Bearing) -> None:
        if not self._known or not bearing.words:
            return
        weights = {word: w for word in bearing.words if (w := self._weight(word)) > _COMMON}
        rare = sorted((len(users), word) for word in weights if (users := self._users.get(word)))
        dots: dict[int, float] = defaultdict(float)
        for count, word in rare[:_RARE]:
            if count > _OFTEN and dots:
                break
            for item in self._users[word]:
                dots[item] += weights[word] ** 2
        dots.pop(bearing.item, None)
        if not dots:
            return
        squares = sum(w * w for w in weights.values())
        near = []
        for item in heapq.nlargest(_NEIGHBOURS, dots, key=lambda i: (dots[i], i)):
            shared = sum(weights[w] ** 2 for w in set(self._known[item][0].words) & weights.keys())
            near.append((shared / (math.sqrt(squares) * self._known[item][2]), item))
        near.sort()
        best: dict[int, float] = {}
        against: dict[int, float] = {}
        for alike, item in reversed(near):
            if alike < _LIKE:
                break
            other, decision, _ = self._known[item]
            for place, requirement in decision.linked:
                if alike > best.get(place, 0.0):
                    best[place] = alike
                    found.names[place, Beside.ALIKE] = other.name
                found.requirements[place][requirement] += 1
            for place in decision.rejected:
                against[place] = max(against.get(place, 0.0), alike)
        for place in best.keys() | against.keys():
            share = best.get(place, 0.0) - against.get(place, 0.0)
            found.shares.setdefault(place, [0.0] * BESIDE)[Beside.ALIKE] = share

    def _weight(self, word: int) -> float:
        return math.log((self._count + 30) / (self._common.get(word, 0) + 1))


def keys_of(path: str, described: Description) -> tuple[str, ...]:
    """Return what of a file's path and description others can share, by `Beside`; empty where it has none."""
    folder, _, name = path.rpartition("/")
    return folder, _form(name), _series(described)


def bearing(item: int, path: str, described: Description, words: Iterable[int] = ()) -> Bearing:
    """Return what makes a file stand beside others."""
    return Bearing(item, path.rpartition("/")[2], keys_of(path, described), tuple(words))


def _form(name: str) -> str:
    """Return a file name without numbers and what stands in brackets; empty where any program gives it."""
    stem = name.rpartition(".")[0] or name
    form = _NOT_WORDS.sub(" ", _BRACKETS.sub(" ", fold(stem))).strip()
    return "" if len(form) < 3 or _DEVICE.match(form.replace(" ", "")) else form


def _series(described: Description) -> str:
    number = _NUMBER.sub("", described.document_number or "").strip()
    return f"{number}|{described.issuer or ''}" if number or described.issuer else ""
