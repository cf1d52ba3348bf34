"""Which papers belong to one event, at what stage of it they stand, and from which day they are."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache

from ledger_app.audit.model import Evidence
from ledger_app.audit.remembering import remembered
from ledger_app.audit.view import Judged
from ledger_app.evidence.words import pairs
from ledger_app.scheme.model import Indicator
from ledger_app.search.characters import fold
from ledger_app.search.naming import stem_of
from ledger_app.search.villages import village, villages_in

STAGES: tuple[tuple[str, str], ...] = (
    ("notification", "occasion"),
    ("notification", "attendance"),
    ("occasion", "summary"),
    ("assessment", "posting"),
    ("approval", "contract"),
    ("approval", "acceptance"),
    ("approval", "payment"),
    ("contract", "acceptance"),
    ("contract", "payment"),
    ("acceptance", "payment"),
    ("problem", "mending"),
    ("problem", "closing"),
    ("mending", "closing"),
    ("before", "during"),
    ("during", "after"),
    ("before", "after"),
)
"""What cannot come after what, within one event; on the same day it may."""

OCCASIONS = ("occasion", "assessment", "attendance")
"""The stages at which people come together on one day."""

_SOURCES = ("person", "content", "ocr", "exif", "name")
_MANY = re.compile(r"汇编|合集|卷宗|\d\s*[-—~至]\s*\d+\s*[次期月]|全年|各季度|各村|台账|年度")
_OCCASION = re.compile(r"(?:会议?|评议|党课|座谈|例会|培训)(?:的)?(?:情况)?记录")
_CALLS = re.compile(r"召开|举办|举行|会议|培训|评议|座谈|现场会|推进会|动员会|部署会|活动")
_KICK_OFF = re.compile(r"动员|部署|启动|布置|安排")
_ADVANCE = re.compile(r"预付|首付|进度|定金|启动资金|第[一二三1-3][批期次]|质保")
_PICTURED = re.compile(r"(?:^|[^以目提])(前|中|后)(?![期勤备台排村心小学共国湾坪山塘河塘])")
_STAGE_FOLDER = re.compile(r"^(?:\d+[.、\s_-]*)?[\u4e00-\u9fff]{0,6}(前|中|后)$")
_PICTURE_STAGES = {"前": "before", "中": "during", "后": "after"}
_BY_TITLE: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("closing", re.compile(r"销号")),
    ("mending", re.compile(r"整改(?:方案|报告|情况|完成|落实|工作)|回复|回告")),
    (
        "problem",
        re.compile(r"问题(?:清单|反馈|交办|通报)|(?:交办|反馈|督办|整改)(?:单|函|通知|意见)|反馈问题"),
    ),
    ("summary", re.compile(r"纪要")),
    ("approval", re.compile(r"批复|立项|核准")),
    ("acceptance", re.compile(r"验收")),
    ("contract", re.compile(r"合同|协议书?$")),
    ("payment", re.compile(r"拨付|支付|付款|拨款|发票|转账")),
)
_ANY_STAGE = re.compile("[销整回问交反督纪批立核验合协拨支付发转]")
_ORDINAL = re.compile(
    r"第[一二三四五六七八九十\d]+[次期批季轮届]|[一二三四1-4]季度|[上下]半年|(?<!\d)\d{1,2}月(?!\d)|[一二三四五六七八九十]{1,3}月"
)
_NOT_ABOUT = re.compile(
    r"关于|印发|召开|举办|举行|开展|进行|做好|加强|的?(?:通知|通报|公示|公告|决定|批复|意见)|会议|记录|纪要|签到[表册簿]?|照片|图片|现场|合影"
    r"|工作|情况|报告|方案|实施|(?:镇|乡|县|街道)(?:人民政府|党委)?|民主|评议|验收[表单]?|合同|协议书?|拨付|支付|凭证|发票|清单|问题|整改|销号|审批|材料|反馈|项目"
    r"|(?:19|20)\d\d|[年月日号度]|\d+|img|dsc|mmexport|微信图片|扫描件?|[表单函]$"
)
_VILLAGE = re.compile("村(?!庄|容|级|务|民|规|集|两委|史|落|通|支|镇|委)|社区")
_LIKE = 0.5


@dataclass(frozen=True)
class Dated:
    """A paper of which the day is known: what it is about, at what stage of that, and where it stands.

    `text` tells what it is about, where `named` are the villages; `place` is the village it is about, empty for
    none or several; `nth` says which of several (第二次, 三季度);
    `chain` is the requirement's, with its indicator.
    """

    path: str
    date: str
    source: str
    kind: str | None
    stage: str
    text: str
    named: tuple[str, ...]
    place: str
    nth: frozenset[str]
    chain: str
    folder: str
    item: int
    title: str

    @cached_property
    def subject(self) -> frozenset[str]:
        """What it is about, as pairs of characters."""
        return subject(self.text, self.named)


def dated(indicator: Indicator, judged: Judged) -> Dated | None:
    """Return a paper as one of an event.

    None where its day is not known, it is of many events, or has no stage in any (and is no photograph).
    """
    return _dated(judged, _chain(indicator, judged))


@remembered
def _dated(judged: Judged, chain: str) -> Dated | None:
    evidence = judged.evidence
    found = own_day(evidence)
    if found is None or not evidence.paths:
        return None
    said, path = evidence.description, evidence.paths[0]
    name = stem_of(path)
    title = said.title if said.title and said.sources.get("title") != "name" else name
    folder, _, leaf = path.rpartition("/")[0].rpartition("/")
    stage = stage_of(said.kind, title, name, leaf)
    if not stage and said.kind != "photo":
        return None
    if _MANY.search(name) or (_MANY.search(title) and said.kind != "minutes"):
        return None
    is_by_folder = stage in _PICTURE_STAGES.values() and not _PICTURED.search(name)
    text = name if said.kind == "photo" else title
    return Dated(
        path=path,
        date=found[0],
        source=found[1],
        kind=said.kind,
        stage=stage,
        text=text,
        named=tuple([v for v in said.villages if v in text]),
        place=_place(said.villages, name, leaf),
        nth=frozenset(_ORDINAL.findall(title) if said.kind != "photo" else ()),
        chain=chain,
        folder=folder if is_by_folder else path.rpartition("/")[0],
        item=evidence.item,
        title=title,
    )


@remembered
def own_day(evidence: Evidence) -> tuple[str, str] | None:
    """Return the paper's own full date and where it was read, the surest first."""
    for day, source in evidence.dates:
        if source in _SOURCES and is_day(day):
            return day, source
    return None


@lru_cache(maxsize=1 << 12)
def is_day(iso: str) -> bool:
    """Return whether a text is the ISO date of one day."""
    if len(iso) != 10:
        return False
    try:
        date.fromisoformat(iso)
    except ValueError:
        return False
    return True


def stage_of(kind: str | None, title: str, name: str, folder: str) -> str:
    """Return at what stage of an event a paper stands, empty for none that has an order."""
    if kind == "photo":
        found = _PICTURED.findall(name) or (
            _STAGE_FOLDER.findall(folder) if folder[-1:] in _PICTURE_STAGES else ()
        )
        return _PICTURE_STAGES[found[0]] if len(set(found)) == 1 else ""
    if kind in ("list", "table", "patrol", "screenshot", "publicity") and "问题" not in title:
        return ""
    if kind == "minutes" and "纪要" not in title:
        return "assessment" if "评议" in title else "occasion"
    if kind == "attendance":
        return "attendance"
    if kind == "notice":
        return "posting" if "公示" in title else ""
    if kind == "red-head" and title.endswith("通知") and not re.search("整改|交办|反馈", title):
        return "notification"
    if not _ANY_STAGE.search(title):
        return ""
    found_stage = next((stage for stage, words in _BY_TITLE if words.search(title)), "")
    return "" if found_stage == "payment" and _ADVANCE.search(title) else found_stage


@lru_cache(maxsize=1 << 14)
def subject(title: str, villages: tuple[str, ...] = ()) -> frozenset[str]:
    """Return what a title is about, as pairs of characters, without these villages and the words for kinds of papers."""
    bare = title
    for name in villages:
        bare = bare.replace(name, " ")
    bare = _NOT_ABOUT.sub(" ", _ORDINAL.sub(" ", fold(bare)))
    return frozenset(pairs(bare))


def is_of_one_event(one: Dated, other: Dated) -> bool:
    """Return whether two papers are of one event: of one place, one of several, and about one thing.

    What is about nothing by its title (`会议记录`, `IMG_0012`) belongs to what lies beside it in its folder, or
    stands in the same chain.
    """
    if one.item == other.item or (one.place and other.place and one.place != other.place):
        return False
    if one.nth != other.nth and one.nth and other.nth:
        return False
    if one.subject and other.subject:
        shared = len(one.subject & other.subject)
        return shared >= _LIKE * min(len(one.subject), len(other.subject))
    is_chain = bool(one.chain) and one.chain == other.chain
    return one.folder == other.folder or is_chain


def is_in_order(one: Dated, other: Dated) -> bool:
    """Return whether a notification is of this occasion: it calls it, or the occasion begins what it orders."""
    if one.stage != "notification":
        return True
    return bool(
        _CALLS.search(one.title) or _KICK_OFF.search(other.title) or (one.chain and one.chain == other.chain)
    )


def _chain(indicator: Indicator, judged: Judged) -> str:
    for asked in indicator.requirements:
        if asked.id == judged.link.requirement and asked.need.chain and not asked.is_drafted:
            return f"{indicator.id}/{asked.need.chain}"
    return ""


@lru_cache(maxsize=1 << 14)
def _place(villages: tuple[str, ...], name: str, folder: str) -> str:
    """Return the village a paper is of: its name's, its folder's, or the only one of which it speaks."""
    for text in (name, folder):
        said = [v for v in villages if v in text]
        if len(said) == 1 and not _VILLAGE.search(text.replace(said[0], "")):
            return said[0]
        found = villages_in(text, is_name=True) if _VILLAGE.search(text) else ()
        if found:
            return village(found[0]) if len(found) == 1 else ""
    return villages[0] if len(villages) == 1 else ""
