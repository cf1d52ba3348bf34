"""The names of villages and communities: found in texts and paths, written in one way."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from itertools import islice

MOST = 60
"""Names kept of one file: a township has some twenty villages, a county's list is about all of them."""

_TEXT = 200_000
_MOST_PLACES = 5000  # looked at in one text
_LONGEST = 6
_OFFICES = re.compile(
    r"(?<=村)(?:村?民?委员会|村?委会|村委|村?党支部|村?党总支|总支|支部|村部)+$"
    r"|(?<=社区)(?:居?民?委员会|居委会|党支部|党总支)+$"
)
_ENDING = re.compile(r"村(?!通|庄|落|寨|容|貌|史|镇|级|官|医|民(?!委员会|小组|主|政|兵|办|调))|社区")
# What may stand in front of a name inside a sentence; the nearest from which two characters are left ends it.
_IN_FRONT = re.compile(
    "调研|走访|慰问|视察|考察|督查|督导|其中|涉及|包括|包含|以及|深入|走进|前往|位于|来自|帮扶|包联|联系|督促|认定|同意|组织|选派|要求|关于|根据|分别|负责"
    "|人民政府|办事处|[在到对由从向为和与及或是赴去经让将即至驻任镇乡县市区旗街道办所局站的了]"
)
_NO_NAME = re.compile(
    r"(?:行政|自然|新农|中心|城中|城郊|近郊|偏远|贫困|脱贫|出列|相关|有关|所在|所属|所辖|示范|试点|重点|先进|后进"
    r"|薄弱|涣散|文明|美丽|生态|镇扶|宜居|特色|旅游|文化|传统|帮扶|结对|包联|联系|挂点|派驻|空心|空壳|移民|安置"
    r"|集中|周边|邻近|附近|其他|其它|另外|部分|个别|所有|一个|每个|各个|某某|上述|以上|下列|任务|目标|项目|实施"
    r"|整治|创建|达标|问题|抽查|检查|督查|迎检|获奖|满意|平安|党建|红色|明星|亿元|百强|工业|农业|水产|产业|富裕"
    r"|小康|数字|智慧|我们|你们|他们|全体|各级|乡镇|城乡|两委|几个|多个|名称|基层|山区|库区|老区|建制|县级|省级"
    r"|市级|国家级|未来|精品|千万|整洁|清洁|宜业|扶贫|进社|入社|老旧|街道|城市|农村|民族|平原|全镇|全乡|全县"
    r"|全市|我镇|我乡|我县|本镇|本乡|按照|如果|没有|已经|现有|共有|覆盖|带领|帮助|推动|建设|振兴|治理|评选"
    r"|第一书记|工作|驻点|归属|来源|接受|爱国爱|季度|年度|月度|报送|上报|推进|安排|加强|完善|发展|参加|召开)$"
)
_NOT_ALONE = frozenset(
    "全各本每该我你贵某农乡山渔古名老新旧大小两二三几多一驻进入到下回出离包帮联跨镇城无有整邻沿扶个等余示此强弱穷富好差中上外内户同"
    "由在对向从于是为年月日报经"
)
_NEVER_FIRST = frozenset("全各本每该某两几第个等其到在由")
_NEVER_LAST = frozenset("乡镇县市各本驻入到进每全该农向由与及对在受属归包的是为给从被让至或")
_COUNTED = frozenset("年月日个户名期次组批")
_OF_ANY_VILLAGE = frozenset("务集两民委党组干内里中外头口部规史道")
_OF_ALL = frozenset("务集两干")
_AFTER = re.compile(
    r"[\s、，,。；;：:（()）“”\"《》【】\]|]|\d|[一二三四五六七八九十]{1,2}组|第[一二三四五六七八九十\d]|$"
)
_BEFORE = frozenset('\n\r\t 、，,。；;：:（()）“”"《》【】[|·-_0123456789')
_ITS_OFFICE = re.compile(r"村(?:民委员会|民小组|委会|党支部|党总支|规民约)|民小组")
_PLACING = ("镇", "乡", "街道", "在", "到", "赴", "任", "调研", "走访", "慰问", "督查", "督导", "考察")
_SIGNED = re.compile(r"(?:民委员会|委会|委|党支部|党总支|支部|部)(?![\u4e00-\u9fff])")


def village(name: str) -> str:
    """Return a village's name as it is kept: 李家村委会, 李家村民委员会 and 李家村村民委员会 are 李家村."""
    return _OFFICES.sub("", "".join(name.split()))


def villages_in(text: str, *, is_name: bool = False) -> tuple[str, ...]:
    """Return the villages that a text names, the most frequent first, in one spelling.

    A name counts that stands by itself (a cell, an item of a list, before its office or group), behind
    the township's name, or again and again in sentences; 全村, 行政村, 驻村 and their like never do.
    In a file's or folder's name (`is_name`) what opens a phrase is enough.
    """
    text = text[:_TEXT]
    if "村" not in text and "社区" not in text:
        return ()
    sure: dict[str, None] = {}
    maybe: Counter[str] = Counter()
    for name, is_sure in _names(text, is_name):
        if is_sure:
            sure[name] = None
        else:
            maybe[name] += 1
    for name, times in maybe.items():
        if times > 1:
            sure.setdefault(name)
    if len(sure) == 1:
        return tuple(sure)
    counted = Counter({name: text.count(name) for name in sure})
    return tuple(name for name, _ in counted.most_common(MOST))


def villages_of_path(path: str) -> tuple[tuple[str, ...], str]:
    """Return the villages that a file's name states, else those of the nearest folder, and which it was."""
    if "村" not in path and "社区" not in path:
        return (), ""
    folder, _, name = path.rpartition("/")
    stem = name.rpartition(".")[0] or name
    if ("村" in stem or "社区" in stem) and (found := villages_in(stem, is_name=True)):
        return found, "name"
    found = _villages_of_folder(folder)
    return found, "folder" if found else ""


@lru_cache(maxsize=1 << 14)
def _villages_of_folder(folder: str) -> tuple[str, ...]:
    parts = (villages_in(part, is_name=True) for part in reversed(folder.split("/")))
    return next((found for found in parts if found), ())


def _names(text: str, is_name: bool) -> Iterator[tuple[str, bool]]:
    """Find every name, with whether it stands by itself."""
    for match in islice(_ENDING.finditer(text), _MOST_PLACES):
        start = match.start()
        while start > 0 and match.start() - start < _LONGEST + 3 and "\u4e00" <= text[start - 1] <= "\u9fff":
            start -= 1
        found = _name(text, start, match.end(), is_name)
        if found:
            yield found


def _name(text: str, start: int, end: int, is_name: bool) -> tuple[str, bool] | None:
    """Return the name between the start of a run of characters and 村 or 社区; None where it is none."""
    ending = "社区" if text[end - 1] == "区" else "村"
    run = text[start : end - len(ending)]
    counted = run[:1] in _COUNTED and text[max(0, start - 1) : start].isdigit()  # 2025年石桥村
    cut = max((m.end() for m in _IN_FRONT.finditer(run) if len(run) - m.end() >= 2), default=int(counted))
    inner = max(run.rfind("村", cut) + 1, run.rfind("社区", cut) + 2 if "社区" in run[cut:] else 0, cut)
    bare = run[inner:]
    if not bare or not _may_be_a_name(bare):
        return None
    before, after = text[max(0, start - 1) : start], text[end : end + 1]
    is_left = inner == 0 and (not before or before in _BEFORE)
    is_placed = cut > 0 and inner == cut and (counted or run[:cut].endswith(_PLACING))
    is_right = bool(_AFTER.match(text, end) or _ITS_OFFICE.match(text, end))
    if len(bare) == 1 or len(bare) > 4:
        return (bare + ending, True) if is_left and is_right else None
    is_line = is_left and (is_name or before in ("", "\n", " "))
    is_short = len(bare) <= 3 and after not in (_OF_ALL if is_name else _OF_ANY_VILLAGE)
    is_listed = inner == 0 and text[max(0, start - 2) : start] in ("村、", "区、")
    is_signed = (is_line or is_placed) and bool(_SIGNED.match(text, end))
    is_sure = (is_left or inner == cut > 0) and is_right
    return bare + ending, is_sure or is_signed or (is_short and (is_listed or is_placed or is_line))


def _may_be_a_name(bare: str) -> bool:
    if len(bare) == 1:
        return bare not in _NOT_ALONE
    return not (
        len(bare) > _LONGEST
        or _NO_NAME.search(bare)
        or bare[-1] in _NEVER_LAST
        or (len(bare) == 2 and bare[0] in _NEVER_FIRST)
        or (len(bare) > 3 and bare[-1] == "和")
        or _IN_FRONT.fullmatch(bare)
    )
