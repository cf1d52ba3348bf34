"""What a paper speaks of, so that only like is held against like: village, subject, period, ledger or check."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from itertools import takewhile

from ledger_app.audit.model import Evidence
from ledger_app.audit.remembering import remembered
from ledger_app.audit.uses import days_apart, villages
from ledger_app.search.model import Figure
from ledger_app.search.naming import stem_of

_CHECK = re.compile(
    r"核查|抽查|实地|现场查看|验收|回访|暗访|督查|入户核实|复核|复查|核验|点验|检查情况|检查记录"
)
_LEDGER = re.compile(
    r"台账|台帐|花名册|名册|名单|名录|登记|统计|汇总|明细|清单|一览|发放表|发放册|报表|档案册|信息表|情况表"
)
_COUNTING = frozenset(("report", "list", "table"))
_TELLING = frozenset(("acceptance", "notice", "publicity", "voucher", "survey", "patrol", "certificate"))
_PERIOD = re.compile(
    r"(?:[一二三四1-4]|第[一二三四1-4])季度|[上下]半年|半年|中期|年中|(?:1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])月(?!\d*\s*[日号])"
    r"|第?[一二三四五六七八九十\d]+[期批周次轮]|[上中下]旬|阶段性|进度"
)  # fmt: skip
_YEAR = re.compile(r"(?<!\d)(20\d\d)(?!\d)")
_YEARS = re.compile(r"20\d\d年?度?")
_SAME_END = 5  # 总结, 工作总结 and 情况汇报 end many titles
_HIGHER = re.compile(r"[镇乡县市]|街道|政府|[办局委站所]$")
_LONG_AFTER = 120
_NEUTRAL = re.compile(
    r"^(?:20\d\d年?度?|年度|全年|今年|当年|本年|全[镇村乡县]|我[镇村乡]|[本该][镇村乡]|各村|已|总|实地|实施|实际|实|完成|推进|开展|落实|建设?完成|达到"
    r"|登记|列入|纳入|录入|现场|核查|核实|核定|清点|查看|复核|验收|确认|户籍|台账|辖区|城乡居民|城乡|农村|发展|种植|安装|配置|配备|创建|现有"
    r"|共(?![同享建产青])|经(?![济营费])|有(?![机效线])|内(?![涝科]))+"
)
_NEUTRAL_END = re.compile(
    r"(?:总户数|总人数|户数|人数|总数|数量|总量|总额|数|合计|总计|任务|情况|工作|共|的|了|已|完成|有|实|为)+$"
)
_GENERIC = frozenset(
    [
        "资金",
        "金额",
        "投资",
        "总投资",
        "项目",
        "人员",
        "面积",
        "户",
        "人",
        "村",
        "合计",
        "共计",
        "总计",
        "累计",
        "参会",
        "参加",
        "出席",
        "到会",
        "应到",
        "实到",
        "应参",
        "实参",
        "群众",
        "党员",
        "干部",
        "代表",
        "家庭",
        "序号",
        "长",
        "宽",
        "占地",
        "建筑",
        "人口",
        "家庭人口",
        "涉及",
        "覆盖",
        "受益",
        "其中",
        "单价",
        "标准",
        "补助",
        "补贴",
        "备注",
        "农户",
        "居民",
        "村民",
        "发放",
        "收入",
        "支出",
        "工资",
        "奖金",
        "走访",
        "入户",
        "抽查",
        "抽取",
        "随机",
        "合格",
        "不合格",
        "满意",
        "问卷",
        "收回",
        "有效",
    ]
)
_SAMPLE = re.compile(r"抽查|抽取|抽样|随机|走访|入户|问卷")


@dataclass(frozen=True, slots=True)
class Scope:
    """What figures must have in common to be comparable."""

    villages: frozenset[str]
    subjects: frozenset[int]
    period: str
    year: str


@remembered
def scope(evidence: Evidence) -> Scope:
    """Return what a paper is about; the villages only of a paper that one village wrote or that one is named in."""
    path = evidence.paths[0] if evidence.paths else ""
    title = f"{evidence.description.title or ''} {stem_of(path)}"
    named = villages(evidence, path)
    issuer = evidence.description.issuer or ""
    is_of_all = len(named) != 1 or (bool(_HIGHER.search(issuer)) and "村" not in issuer)
    if is_of_all and len(named) == 1 and any(v in title or v in path for v in named):
        is_of_all = False
    period = _PERIOD.search(title)
    year = _YEAR.search(evidence.description.title or "")
    return Scope(
        frozenset() if is_of_all else named,
        frozenset(evidence.subjects) if not is_of_all else frozenset(),
        period[0] if period else "",
        year[1] if year else "",
    )


def shelf(evidence: Evidence) -> tuple[frozenset[str], str]:
    """Return what two papers must have in common to speak of the same: so that not each is held against each."""
    found = scope(evidence)
    return found.villages, found.period


def is_same(one: Evidence, other: Evidence) -> bool:
    """Whether two papers speak of the same village or all of them, of the same period, and not months apart."""
    a, b = scope(one), scope(other)
    if a.villages != b.villages or a.period != b.period:
        return False
    if a.subjects and b.subjects and not a.subjects & b.subjects:
        return False
    if a.year and b.year and a.year != b.year:
        return False
    if _are_a_series(one.description.title or "", other.description.title or ""):
        return False
    return days_apart(one.description.date or "", other.description.date or "") <= _LONG_AFTER


def _are_a_series(one: str, other: str) -> bool:
    """Whether two titles end alike and begin with different things: 东线公路建设总结 and 西线公路建设总结."""
    one, other = (_YEARS.sub("", title) for title in (one, other))
    pairs = zip(reversed(one), reversed(other), strict=False)
    same = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))
    return same >= _SAME_END and len(one) > same and len(other) > same


@remembered
def is_check(evidence: Evidence) -> bool:
    """Whether a paper calls itself a check on the spot."""
    return bool(_CHECK.search(_called(evidence)))


@remembered
def is_ledger(evidence: Evidence) -> bool:
    """Whether a paper is a ledger or register, and no check."""
    called = _called(evidence)
    return not _CHECK.search(called) and (
        evidence.description.kind in ("list", "table") or bool(_LEDGER.search(called))
    )


def may_differ(one: Evidence, other: Evidence) -> bool:
    """Whether two papers state results that must agree: one of them counts for all, neither is a plan."""
    kinds = {one.description.kind, other.description.kind}
    return bool(kinds & _COUNTING) and kinds <= _COUNTING | _TELLING


@lru_cache(maxsize=1 << 14)
def core(label: str) -> str:
    """Return what a figure counts without the words around it: 全镇完成改厕户数 is 改厕; empty where nothing is left."""
    bare = _NEUTRAL_END.sub("", _NEUTRAL.sub("", label.strip()))
    return "" if bare in _GENERIC or len(bare) < 2 or _SAMPLE.search(label) else bare


@remembered
def told(evidence: Evidence) -> dict[tuple[str, str], list[Figure]]:
    """Return the figures of a paper by what they count and their unit."""
    found: dict[tuple[str, str], list[Figure]] = {}
    for figure in evidence.description.figures:
        name = core(figure.label)
        if name:
            found.setdefault((name, figure.unit), []).append(figure)
    return found


def agrees(one: Decimal, other: Decimal) -> bool:
    """Whether two numbers say the same, one of them perhaps rounded: 98.6 and 98.63, 1200 and 1234 do."""
    if one == other:
        return True
    coarse, fine = (one, other) if _unit_of(one) >= _unit_of(other) else (other, one)
    step = _unit_of(coarse)
    if 1 <= step < 100:
        return False
    return abs(coarse - fine) < step if step >= 100 else abs(coarse - fine) * 2 <= step


@remembered
def _called(evidence: Evidence) -> str:
    name = stem_of(evidence.paths[0]) if evidence.paths else ""
    return f"{evidence.description.title or ''} {name}"


def _unit_of(number: Decimal) -> Decimal:
    """Return what the last digit of a number that is not 0 stands for: 100 of 1200, 0.1 of 98.6."""
    return Decimal(1).scaleb(int(number.normalize().as_tuple().exponent)) if number else Decimal(1)
