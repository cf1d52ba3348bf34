"""Finds the papers that a scoring rule itself asks for: `查看会议记录`, `建立限养区养殖场台账`.

Only words that hardly mean anything but a paper are looked for; what a rule goes by (`按照整改清单`,
`以统计报表为准`) and what it counts (`合同履约率`) is not asked for.
"""

from __future__ import annotations

import re

from ledger_app.scheme.texts import folded

_PAPERS = (
    *("会议记录", "会议纪要", "签到表", "签到册", "签到", "花名册", "名册", "名单", "清单", "台账", "台帐"),
    *("公示牌", "公示栏", "展板", "标语", "宣传册", "宣传栏", "宣传单", "标志牌", "照片", "影像资料"),
    *("日志", "责任状", "责任书", "承诺书", "小结", "总结", "自评报告", "监测报告", "检测报告", "审计报告"),
    *("工作报告", "年度报告", "专题报告", "证明材料", "证明文件", "凭证", "发票", "合同", "协议", "成立文件"),
    *("验收报告", "验收表", "验收单", "实施方案", "工作方案", "考核方案", "管理制度", "监督制度", "督查通报"),
    *("问卷", "截图", "简报", "登记表", "登记簿", "统计表", "报表", "批复", "备案表", "审批表", "招投标资料"),
    *("年度工作计划", "巡查记录", "工作记录", "走访记录", "检查记录", "村规民约"),
)
_PAPER = re.compile(
    f"(?:{'|'.join(sorted(_PAPERS, key=len, reverse=True))})"
    "(?!扬|彰|履约|签订率|完成率|率|金额|数额|总额|额|个数|数量|制|管理|经验|会|不清|质量)"
)
_CIRCLED = re.compile("[①-⑳⑴-⒇]")
_APART = re.compile(
    r"[，,；;。、:：\n+＋()（）“”\"《》\[\]]|(?<=[\u4e00-\u9fff])和(?=[\u4e00-\u9fff]{2})|以及|并(?!网|购)|且|得[0-9.]+分"
    r"|(?<![0-9])[0-9]{1,2}[.．](?![0-9])"
)
_VERBS = re.compile(
    ".*(?:查看|查阅|检查(?!记录)|核查|抽查|提供|出具|填写|填报|制定|制订|修订|公布|规范(?!化)|签订|签署|印发|建立健全|健全|建立|建有|设立"
    "|设置|悬挂|张贴|报送|上报|提交|上传|须|应当|应有|要有|具有|具备|必须有|没有|未见|缺少|缺|是否有|有无)(?:了|好)?"
)
_LEADING = re.compile(
    "^(?:需|要|有|未|无|没|不|少|完善|执行|落实|开展|及时|按时|按要求|按规定|定期|相关|有关|各类|各项|全部|认真|做好|实行"
    "|的|了|已|每|对|将|把|其|等|及|与|签(?!到|字|名)|[0-9]+[.、]?|[0-9]{4}年(?:[0-9]{1,2}月)?(?:底前)?)+"
)
_GONE_BY = re.compile("^(?:按照|按|根据|依据|以|对照|依照|参照|纳入|列入|通过|结合)")
_NO_PAPER = re.compile("(?:负面|正面|权力|扣分|加分)$")
_NOT_ITS = re.compile("扣|得分|奖|满分|比例|达到|完成|低于|高于|超过")
_LONGEST = 14


def papers_in(rule: str) -> tuple[str, ...]:
    """Return the papers that a rule names, each with the words before it that say which, in order."""
    found: dict[str, str] = {}
    for clause in _APART.split(folded(_CIRCLED.sub("；", rule))):
        match = _PAPER.search(clause)
        if not match or _GONE_BY.search(clause[: match.start()]):
            continue
        before = _LEADING.sub("", _VERBS.sub("", clause[: match.start()]))
        of = before.rpartition("的")[2]
        before = of if len(of) > 1 else before
        if _NO_PAPER.search(before):
            continue
        if len(before) > _LONGEST or _NOT_ITS.search(before):
            before = ""
        found.setdefault(before + match[0], match[0])
    # `台账` says nothing more beside `养殖场台账`
    return tuple(text for text, paper in found.items() if text != paper or not _has_longer(found, text))


def _has_longer(found: dict[str, str], text: str) -> bool:
    return any(other != text and other.endswith(text) for other in found)
