"""Finds the papers that a scoring rule itself asks for: `查看会议记录`, `建立限养区养殖场台账`."""

from __future__ import annotations

import re

from ledger_app.scheme.texts import folded

_PAPERS = (
    *("会议记录", "会议纪要", "签到表", "签到册", "签到", "花名册", "名册", "名单", "清单", "台账", "台帐"),
    *("公示牌", "公示栏", "展板", "标语", "宣传册", "宣传栏", "宣传单", "标志牌", "照片", "影像资料"),
    *("日志", "责任状", "责任书", "承诺书", "小结", "总结", "自评报告", "监测报告", "检测报告", "审计报告"),
    *("工作报告", "年度报告", "专题报告", "证明材料", "证明文件", "凭证", "发票", "合同", "协议"),
    *("验收报告", "验收表", "验收单", "实施方案", "工作方案", "考核方案", "管理制度", "监督制度"),
    *(
        "问卷",
        "截图",
        "简报",
        "登记表",
        "登记簿",
        "统计表",
        "报表",
        "批复",
        "备案表",
        "审批表",
        "巡查记录",
        "工作记录",
    ),
)
_PAPER = re.compile("|".join(sorted(_PAPERS, key=len, reverse=True)))
_APART = re.compile(
    r"[，,；;。、:：\n+＋()（）①-⑳“”\"《》]|(?<=[\u4e00-\u9fff])和(?=[\u4e00-\u9fff]{2})|以及|并(?!网|购)|且|得[0-9.]+分"
)
_LEADING = re.compile(
    "^(?:查看|查阅|检查|核查|抽查|提供|须|需|应|要|有|具有|具备|填写|填报|制定|制订|修订|公布|规范|签订|印发|出具|执行|完善"
    "|及时|按时|按要求|按规定|定期|相关|有关|各类|建立健全|健全|建立|建有|设立|设置|开展|落实|报送|上报|提交|是否|未|无|没有|没|不|缺少|缺|少"
    "|的|了|已|全部|认真|做好|实行|实施(?!方案)|[0-9]+[.、]|每|对|将|把|凡|如|因[^，]{1,8}的?|[0-9]+年?[0-9]*月?底?前)+"
)
_TRAILING_FIRST = re.compile("^(?:档案|资料|齐全|完整|规范)")
_NO_PAPER_BEFORE = re.compile(
    "(?:按|按照|纳入|列入|超出|低于|高于|依据|根据|下达|完成)$|负面$|责任$|正面$|权力$|权责$"
)
_LONGEST = 16


def papers_in(rule: str) -> tuple[str, ...]:
    """Return the papers that a rule names, each with the words before it that say which, in order."""
    found: dict[str, str] = {}
    for clause in _APART.split(folded(rule)):
        match = _PAPER.search(clause)
        if not match:
            continue
        before = _LEADING.sub("", clause[: match.start()])
        if _NO_PAPER_BEFORE.search(before) and match[0] in ("清单", "名单"):
            continue
        if len(before) > _LONGEST or re.search("扣|得分|奖", before):
            before = ""
        found.setdefault(match[0] if not before else before + match[0], match[0])
    # `台账` says nothing more beside `养殖场台账`
    return tuple(text for text, paper in found.items() if text != paper or not _has_longer(found, text))


def _has_longer(found: dict[str, str], text: str) -> bool:
    return any(other != text and other.endswith(text) for other in found)
