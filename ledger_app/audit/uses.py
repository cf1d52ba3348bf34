"""What a file stands for where it lies: village, subject, day, stage of the work and indicators."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from ledger_app.audit.model import Evidence
from ledger_app.audit.remembering import remembered, remembered_at
from ledger_app.audit.view import Fault, Judged, View
from ledger_app.scheme.model import Indicator
from ledger_app.search.dates import date_in_name
from ledger_app.search.naming import stem_of
from ledger_app.search.villages import villages_of_path

_STAGES = (
    ("后", re.compile(r"(?:[整清修施建改治造工拆理复缮前]|实施|验收|完成)后(?!续|勤|备|进)|(?:^|[/_\-（( ])后(?:[\d)）_\-]|$)")),
    ("中", re.compile(r"(?:整治|整改|清理|施工|建设|改造|实施|维修)(?:过程)?中(?!心|央|旬|学|小)")),
    ("前", re.compile(r"(?:[整清修施建改治造工拆理]|实施|验收)前(?!期|往|沿|景)|(?:^|[/_\-（( ])前(?:[\d)）_\-]|$)")),
)  # fmt: skip
_BOTH = re.compile(r"前后|前中后|对比")
_FROM_CHAT = (
    "mmexport",
    "微信图片",
    "wx_camera",
    "wechatimg",
    "micromsg",
    "screenshot",
    "截图",
    "截屏",
    "qq图片",
)
_SPAN = re.compile(r"\d\s*[日号]?\s*[至到—–~～]+\s*\d")  # from one day to another
_MONTH = re.compile(r"(?<!\d)(20\d\d)年(\d{1,2})月(?!\s*\d)")
SOUND = (None, Fault.OUTSIDE)
"""What can be compared: evidence that is there and whole, also of another year."""


@dataclass(frozen=True, slots=True)
class Use:
    """One place of a file, and what it stands for there; what nobody says is empty.

    `villages` come from the place, else from a person or the content. `day` is one that the name or the nearest
    dated folder states, never the day on which a chat saved it. `stage` is 前, 中 or 后.
    """

    path: str
    item: int
    villages: frozenset[str]
    subjects: frozenset[int]
    day: str
    stage: str
    indicators: frozenset[int]

    @property
    def folder(self) -> str:
        """The folder it lies in."""
        return self.path.rpartition("/")[0]


class Used(Mapping[int, list[Judged]]):
    """The links of every item that can be compared, gathered where they are asked for."""

    def __init__(self, view: View) -> None:
        self._at = [used(view, indicator) for indicator in view.snapshot.scheme.indicators]
        self._found: dict[int, list[Judged]] = {}

    def __getitem__(self, item: int) -> list[Judged]:
        found = self._found.get(item)
        if found is None:
            found = self._found[item] = [judged for held in self._at for judged in held.get(item, ())]
        if not found:
            raise KeyError(item)
        return found

    def __iter__(self) -> Iterator[int]:
        return iter(set().union(*self._at))

    def __len__(self) -> int:
        return len(set().union(*self._at))


@remembered_at
def used(view: View, indicator: Indicator) -> dict[int, list[Judged]]:
    """Return the links of an indicator's items that can be compared."""
    found: dict[int, list[Judged]] = {}
    for judged in view.of_indicator(indicator):
        if judged.fault in SOUND:
            found.setdefault(judged.evidence.item, []).append(judged)
    return found


def uses(links: list[Judged]) -> list[Use]:
    """Return what one item stands for, place by place."""
    evidence = links[0].evidence
    indicators = frozenset(j.link.indicator for j in links)
    return [
        Use(
            path,
            evidence.item,
            villages(evidence, path),
            frozenset(evidence.subjects),
            stated_day(path),
            stage(path),
            indicators,
        )
        for path in evidence.paths
    ]


@remembered
def villages(evidence: Evidence, path: str) -> frozenset[str]:
    """Return the villages that a file is about at this place: a person's word, the name, the folder, the content."""
    description = evidence.description
    if description.sources.get("villages") == "person":
        return frozenset(description.villages)
    return frozenset(villages_of_path(path)[0] or description.villages)


def differs(one: Use, other: Use) -> str:
    """Return in what two uses differ so that one picture cannot show both; empty where it can.

    `village`, `subject`, `stage` (before and after), `day`, or `indicator` where the files lie apart: what lies in
    one folder may show one event for two indicators.
    """
    if one.villages and other.villages and not one.villages & other.villages:
        return "village"
    if one.subjects and other.subjects and not one.subjects & other.subjects:
        return "subject"
    if one.stage and other.stage and one.stage != other.stage:
        return "stage"
    if days_apart(one.day, other.day) > 1:
        return "day"
    if not one.indicators & other.indicators and one.folder != other.folder:
        return "indicator"
    return ""


def stage(path: str) -> str:
    """Return whether a name, else its folder, says that it shows the time before (前), during (中) or after (后)."""
    folder, _, _ = path.rpartition("/")
    for words in (stem_of(path), folder.rpartition("/")[2]):
        if _BOTH.search(words):
            return ""
        found = [name for name, said in _STAGES if said.search(words)]
        if found:
            return found[0] if len(found) == 1 else ""
    return ""


def stated_day(path: str) -> str:
    """Return the ISO day that a name, else the nearest dated folder, states of what a file shows."""
    return day_of_name(path) or day_of_folder(path)


def day_of_name(path: str) -> str:
    """Return the ISO day that a file's name states, empty where a chat gave the name."""
    stem = stem_of(path)
    stated = _day(date_in_name(stem))
    return "" if not stated or _is_from_chat(stem) or _SPAN.search(stem) else stated


def month_of_name(path: str) -> str:
    """Return the ISO month that a file's name states without a day."""
    stem = stem_of(path)
    found = _MONTH.findall(stem) if "年" in stem else ()
    return f"{found[0][0]}-{int(found[0][1]):02}" if len(found) == 1 and 1 <= int(found[0][1]) <= 12 else ""


def day_of_folder(path: str) -> str:
    """Return the ISO day that the nearest dated folder states."""
    return _day_of_folder(path.rpartition("/")[0])


@lru_cache(maxsize=1 << 14)
def _day_of_folder(folder: str) -> str:
    for name in reversed(folder.split("/")):
        if stated := date_in_name(name):
            return "" if _SPAN.search(name) else _day(stated)
    return ""


def day_of_chat(path: str) -> str:
    """Return the ISO day on which a chat saved a picture under this name: it was taken then or before."""
    stem = stem_of(path)
    return _day(date_in_name(stem)) if _is_from_chat(stem) else ""


def _is_from_chat(stem: str) -> bool:
    low = stem.lower()
    return any(words in low for words in _FROM_CHAT)


def days_apart(one: str, other: str) -> int:
    """Return how many days lie between two ISO days; 0 where one of them is not known."""
    if one == other:
        return 0
    try:
        return abs((date.fromisoformat(one[:10]) - date.fromisoformat(other[:10])).days)
    except ValueError:
        return 0


def said(use: Use, how: str, codes: Iterable[str]) -> str:
    """Return what a use says of that in which it differs, in the words that stand there."""
    if how == "village":
        return "、".join(sorted(use.villages))
    if how == "stage":
        return use.stage
    if how == "day":
        return use.day
    return "、".join(codes)


def _day(stated: str | None) -> str:
    return stated if stated and len(stated) == 10 else ""
