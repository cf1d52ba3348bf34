"""Whose paper a text is: the villages, townships and counties that it speaks for, and not only of."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from ledger_app.search.model import Mention, Reading
from ledger_app.search.villages import villages_in

VILLAGE, TOWNSHIP, COUNTY = "village", "township", "county"
MOST_VILLAGES = 4
"""A text that names more is a list or a township's own paper: it speaks for none of them."""

_TEXT = 60_000
_IN_PASSING_BEFORE = re.compile(
    r"(?:、|与|和|同|跟|及|赴|到|去|至|往|邻|边|兄弟|自|嫁|考察|学习|参观|调研|借鉴|对口|结对|联合|如|像)[^，。；：\s、]{0,3}$"
)
_IN_PASSING_AFTER = re.compile(
    r"\s?(?:、|和|与|及|等|交界|相邻|毗邻|接壤|的?(?:先进)?(?:经验|做法)|方向|学习|参观|考察|嫁|迁|搬|方面|[一二三四五六七八九十\d]+组[^，。]{0,3}[与和交])"
)
_VISITED = re.compile(
    r"(?:赴|到|去|往|与|和|同|及|邻|兄弟|考察|学习|参观|调研|借鉴|对口|结对|联合|自)[^，。；：\s]{0,3}$"
)
_ITS_PEOPLE = re.compile(
    r"(?:^|(?<=[，。；：\s（(“]))([\u4e00-\u9fff]{2,3}村)(?=[“\"]?两委|支村|全体|共有|现有|位于|党员|干部|群众|村民)",
    re.MULTILINE,
)
_OFFICE = (
    r"人民政府|委员会|党委|党政|办事处|纪委|人大|[\u4e00-\u9fff]{2,8}办公室|[\u4e00-\u9fff]{2,6}(?:所|站|办)(?![\u4e00-\u9fff]{1,4}[镇乡])|"
    r"中心校|卫生院"
)
_TOWNSHIP = re.compile(rf"([\u4e00-\u9fff]{{2,8}}?)(镇|乡|街道)(?=(?:{_OFFICE}))")
_COUNTY = re.compile(r"([\u4e00-\u9fff]{2,8}?)(县)(?=人民政府|委员会|委(?![托派]|员)|[\u4e00-\u9fff]{2,8}局)")
_IN_FRONT = re.compile(
    r".*(?:中共|按照|依照|根据|配合|协助|落实|转发|收到|报送|邀请|感谢|[省市县区州]|人民政府|由|向|经|与|和|及|到|在|报|至|据|对|将|被|请|的|属|于|各|给|为|是|让|驻|从|以|按|等|关|致|赴|全|[一二两三四五六七八九十\d]个)"
)
_NO_NAME = re.compile(
    r"^(?:乡|城|我|本|全|各|该|某|每|外|邻|两|几|多|中心|建制|特色|有关|相关|其他|兄弟|所在|周边|试点|示范)"
)


def places_spoken_for(reading: Reading) -> Iterator[Mention]:
    """Find the places for which a text speaks, each with how often and the page where first.

    A village counts but where it is met in passing (`与小河村交界`, `赴小河村考察`) or listed among others; a
    township or county where it stands before its office.
    """
    pages: dict[tuple[str, str], int | None] = {}
    counted: Counter[tuple[str, str]] = Counter()
    left = _TEXT
    texts = []
    for part in reading.parts:
        if part.source == "names" or left <= 0:
            continue
        texts.append((part.page, part.text[:left]))
        left -= len(part.text)
    for page, what, name in (*_villages(texts), *_offices(texts)):
        counted[what, name] += 1
        pages.setdefault((what, name), page)
    for (what, name), count in counted.items():
        yield Mention(what, name, pages[what, name], count)


def _villages(texts: list[tuple[int | None, str]]) -> Iterator[tuple[int | None, str, str]]:
    names = list(villages_in("\n".join(text for _, text in texts)))
    said = (match[1] for _, text in texts for match in _ITS_PEOPLE.finditer(text))
    names += [n for n in dict.fromkeys(said) if n not in names and villages_in(n, is_name=True) == (n,)]
    if len(names) > MOST_VILLAGES:
        return
    for page, text in texts:
        for name in names:
            for match in re.finditer(re.escape(name), text):
                if not (
                    _IN_PASSING_BEFORE.search(text[max(0, match.start() - 8) : match.start()])
                    or _IN_PASSING_AFTER.match(text, match.end())
                ):
                    yield page, VILLAGE, name


def _offices(texts: list[tuple[int | None, str]]) -> Iterator[tuple[int | None, str, str]]:
    for page, text in texts:
        for what, pattern in ((TOWNSHIP, _TOWNSHIP), (COUNTY, _COUNTY)):
            for match in pattern.finditer(text):
                bare = _IN_FRONT.sub("", match[1])
                front = text[max(0, match.end(1) - len(bare) - 8) : match.end(1) - len(bare)]
                if 2 <= len(bare) <= 4 and not _NO_NAME.match(bare) and not _VISITED.search(front):
                    yield page, what, bare + match[2]
