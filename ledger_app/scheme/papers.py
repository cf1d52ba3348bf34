"""The kinds of papers a requirement can ask for, by the words that schemes use for them.

The codes are those of `search.kinds`, which describes files by them; a test keeps the two the same.
"""

from __future__ import annotations

import re

PAPERS: dict[str, tuple[str, ...]] = {
    "red-head": (
        "通知",
        "通报",
        "红头文件",
        "任务分解文件",
        "成立文件",
        "派驻文件",
        "选派文件",
        "命名文件",
        "认定文件",
    ),
    "approval": ("批复", "批准文件", "审批表", "立项"),
    "minutes": ("会议记录", "会议纪要", "纪要", "会记录"),
    "attendance": ("签到", "考勤"),
    "list": ("台账", "台帐", "花名册", "名册", "名单", "名录", "清单", "登记表", "登记簿", "项目库"),
    "table": ("报表", "统计表", "明细表", "支出明细", "预算表", "测算表", "进度表", "排查表", "分工表"),
    "voucher": ("凭证", "发票", "回单", "发放表", "工资表", "收据"),
    "notice": ("公示", "公告", "公开栏"),
    "contract": ("合同", "协议"),
    "acceptance": ("验收报告", "验收表", "验收单", "验收"),
    "plan": ("方案", "规划", "计划", "预案", "一户一策"),
    "rules": ("制度", "办法", "村规民约", "规约"),
    "pledge": ("责任书", "责任状", "承诺书"),
    "report": ("总结", "小结", "自评", "汇报", "报告"),
    "publicity": ("简报", "信息稿", "报道", "宣传册", "宣传单", "标语"),
    "visit": ("走访记录", "入户记录", "走访", "帮扶记录", "帮扶手册"),
    "patrol": ("巡查记录", "巡河记录", "日志", "服务记录", "运行记录", "维修记录", "保洁记录", "清掏记录"),
    "survey": ("问卷", "测评表", "满意度"),
    "certificate": ("证明", "许可", "许可证", "鉴定报告", "检测报告", "审计报告"),
    "photo": ("照片", "相片", "影像资料", "现场照", "公示牌", "展板", "标志牌", "宣传栏"),
    "screenshot": ("截图", "截屏"),
}
"""Each kind by its code, with the words that name such a paper and hardly ever anything else."""

_PICTURES = ("photo", "screenshot")
_KIND_OF = {word: code for code, words in PAPERS.items() for word in words}
_WORDS = re.compile("|".join(sorted(_KIND_OF, key=len, reverse=True)))


def kinds_in(text: str) -> tuple[str, ...]:
    """Return the kinds of papers that a text names, in the order it names them; the longest words win.

    Of words that run into each other the last names the paper (`规划批复` is an approval); only a picture
    is as good as what it shows (`公示照片`).
    """
    found: list[str] = []
    end = -1
    for match in _WORDS.finditer(text):
        kind = _KIND_OF[match[0]]
        if found and match.start() == end and kind not in _PICTURES:
            found.pop()
        found.append(kind)
        end = match.end()
    return tuple(dict.fromkeys(found))
