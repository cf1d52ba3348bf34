"""Words in a text that show that it was not finished: places to fill in, and what a template left behind."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ledger_app.search.model import Mention, Part, Reading

LEFTOVER = "leftover"
MOST = 12
"""Different ones kept of one file."""

_TEXT = 400_000
_HEAD = 400
_AROUND = 6
_CROSS = "[×╳✕✖XＸxｘ]"
_PLACE = "省|市|县|区|镇|乡|街道|村|社区|州"
_SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔"
    "钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤温康施文牛樊葛邢安"
    "齐易乔伍庞颜倪庄聂章鲁岳翟殷詹申欧耿关兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕单季裴霍涂成苗谷曲盛冉翁蓝路游辛"
    "靳管柴蒙鲍华喻祁蒲房滕屈饶解牟艾尤阳时穆农司卓古吉缪简车项连芦麦褚娄窦戚岑景党宫费卜冷晏席卫米柏宗瞿桂全佟应"
)
_FORM = re.compile(r"填[表写报]说明|填写示例|例如|比如|[如例][:：]|格式(?:为|如|是)|样式")
_QUICK = re.compile(
    r"[×╳✕✖XＸxｘ_＿{$«]|某某|此处|填写|填入|待|范文|范本|模板|示例|样本|精品|下载|lorem|Lorem|〔|文档|文库|请在|在此"
)
_PATTERNS = tuple(
    re.compile(pattern)
    for pattern in (
        # 20XX年, ××××年, 2025年X月X日, 〔2025〕×号, 〔2025〕 号
        rf"20(?:{_CROSS}{{2}}|\*\*)(?=\s*年|〕|\]|-)",
        rf"(?<![\dA-Za-z]){_CROSS}{{1,4}}\s*[年月](?:\s*{_CROSS}{{1,2}}\s*[月日])+|(?<=[年月]){_CROSS}{{1,2}}[月日](?!数)",
        rf"〔\s*(?:20\d\d|{_CROSS}{{4}}|20{_CROSS}{{2}})\s*〕\s*第?\s*(?:{_CROSS}{{1,4}}|[_＿]{{1,8}}|\s{{1,8}})\s*号",
        # ××村, X镇, XX单位; 张×× is somebody whose name is kept back
        rf"(?<![\dA-Za-z%）)\]]){_CROSS}{{2,4}}(?=\s*(?:{_PLACE}|单位|部门|公司|局|项目|支部))",
        rf"(?<![\dA-Za-z%）)\]{_SURNAMES}]){_CROSS}{{2,4}}(?=\s*(?:组|户|人(?!员)|元|亩|个|同志|办|会议|工作|次|万))",
        rf"(?:^|(?<=[，。；：、“《（(\s在由到赴对和与及]))[×╳✕Ｘ](?=(?:{_PLACE})(?:[×╳✕Ｘ]|人民|委|政|党|两委|村))",
        rf"(?<![\dA-Za-z\u4e00-\u9fff]){_CROSS}{{3,}}(?![\dA-Za-z])",
        rf"(?<=[由在是为请向对和与：])\s?{_CROSS}{{2,4}}(?![\dA-Za-z])",
        rf"某某(?=(?:{_PLACE})(?!务))",
        r"\{\{[^{}\n]{1,30}\}\}|\$\{[^{}\n]{1,30}\}|«[^»\n]{1,30}»",
        r"[【\[<＜]\s*(?:请|此处|在此|待)(?:在?此处?)?(?:填写|填入|填|输入|补充|插入|替换|修改|核实|确认|定)[^】\]>＞\n]{0,20}[】\]>＞]",
        r"[（(]\s*(?:此处|在此|请在此)[^（()）\n]{0,16}[)）]|[（(]\s*待(?:补充|填写|补|填|核实|确认)\s*[)）]",
        r"(?:单击|点击|请在)此处[^\s，。]{0,10}|此处(?:填写|插入|输入|粘贴|替换|添加|省略)[^\s，。]{0,8}",
        r"(?:第一|中国|精品)?范文网|更多范文|下载后可(?:以)?(?:任意)?(?:编辑|修改)|本文档(?:由|来自|下载自)|精品(?:文档|资料)[，。！]?(?:可编辑|欢迎下载|仅供)?|(?:百度|原创力)文库",
        r"[Ll]orem ipsum",
    )
)
_BROKEN = re.compile(r"[【{«][^】}»\n]{0,24}\n[^】}»\n]{0,24}[】}»]")  # over a line's end, as PDF has it
_IN_HEAD = re.compile(
    r"[（(【\[]\s*(?:范文|范本|模板|示例|样本|参考样式|参考范文|仅供参考)\s*[)）】\]]|(?:范文|范本|模板)$",
    re.MULTILINE,
)
_BLANK = re.compile(r"[_＿]{3,}")
_LABEL = re.compile(
    r"(?:时\s*间|地\s*点|单\s*位|名\s*称|姓\s*名|金\s*额|面\s*积|数\s*量|户\s*数|人\s*数|主\s*题|议\s*题|内\s*容|甲\s*方|乙\s*方|文\s*号)[^\n\u4e00-\u9fff]{0,3}[:：]\s*$"
)
_BY_HAND = re.compile(r"签|盖\s*章|章|手印|[年月日期]|经办|审核|负责人|代表|日期|电话|意见")
_FEWEST_BLANKS = 2
_DIGITS = re.compile(r"\d{5,}")


def leftovers(reading: Reading) -> Iterator[Mention]:
    """Find words that a finished paper does not hold, each once with how often it stands there.

    Blanks to sign on, a name kept back (张××) and what explains a form are none.
    """
    found: dict[str, list] = {}
    left, is_head = _TEXT, True
    for part in reading.parts:
        if left <= 0 or part.source == "names":
            continue
        for said in _of_part(part, left, is_head=is_head):
            kept = found.setdefault(said, [part.page, 0])
            kept[1] += 1
        left -= len(part.text)
        is_head = is_head and not part.text.strip()
    for said, (page, count) in list(found.items())[:MOST]:
        yield Mention(LEFTOVER, said, page, count)


def _of_part(part: Part, most: int, *, is_head: bool) -> Iterator[str]:
    text = part.text[:most]
    if is_head:
        for match in _IN_HEAD.finditer(text[:_HEAD]):
            yield _said(text, match.start(), match.end())
    if not _QUICK.search(text):
        return
    inside: list[str] = []
    text = _BROKEN.sub(lambda m: m[0].replace("\n", ""), text)
    for line in text.splitlines():
        if not _QUICK.search(line) or _FORM.search(line):
            continue
        yield from _of_line(line)
        for said, is_labelled in _blanks(line):
            if is_labelled:
                yield said
            else:
                inside.append(said)
    if len(inside) >= _FEWEST_BLANKS:
        yield from inside


def _of_line(line: str) -> Iterator[str]:
    taken: list[tuple[int, int]] = []
    for pattern in _PATTERNS:
        for match in pattern.finditer(line):
            if not any(match.start() < end and start < match.end() for start, end in taken):
                taken.append(match.span())
                yield _said(line, *match.span())


def _blanks(line: str) -> Iterator[tuple[str, bool]]:
    """Find blanks inside a sentence, or (True) behind a label that is typed; those for a hand are left alone."""
    for match in _BLANK.finditer(line):
        before, after = line[: match.start()].rstrip(), line[match.end() :].lstrip()
        if _BY_HAND.search(before[-5:]) or _BY_HAND.match(after):
            continue
        is_labelled = bool(_LABEL.search(before))
        is_inside = "\u4e00" <= before[-1:] <= "\u9fff" and "\u4e00" <= after[:1] <= "\u9fff"
        if is_inside or is_labelled:
            yield _said(line, match.start(), match.end()), is_labelled


def _said(line: str, start: int, end: int) -> str:
    around = line[max(0, start - _AROUND) : min(len(line), end + _AROUND, start + 30)]
    return _DIGITS.sub("…", " ".join(around.split()))
