"""The kinds of evidence a township keeps: their codes, names, and the words that name them."""

from __future__ import annotations

from dataclasses import dataclass

from ledger_app.core.i18n import N_


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of evidence: its name as an English sentence to translate, and the words that speak of it."""

    name: str
    words: tuple[str, ...]


KINDS: dict[str, Kind] = {
    "red-head": Kind(N_("Official document"), ("通知", "文件", "通报", "派驻", "选派")),
    "approval": Kind(N_("Approval"), ("批复", "批准")),
    "minutes": Kind(N_("Minutes"), ("会议记录", "纪要", "会议", "例会")),
    "attendance": Kind(N_("Attendance sheet"), ("签到", "考勤")),
    "list": Kind(
        N_("List or register"), ("台账", "花名册", "名册", "名单", "名录", "清单", "登记表", "目录")
    ),
    "table": Kind(
        N_("Statistical table"),
        ("报表", "统计表", "明细", "预算表", "测算表", "进度表", "财务", "统计公报", "排查表"),
    ),
    "voucher": Kind(N_("Payment voucher"), ("凭证", "拨付", "发票", "回单", "发放表", "工资表", "收据")),
    "notice": Kind(N_("Public notice"), ("公示", "公告", "公开栏")),
    "contract": Kind(N_("Contract or agreement"), ("合同", "协议")),
    "acceptance": Kind(N_("Acceptance paper"), ("验收",)),
    "plan": Kind(N_("Plan"), ("方案", "规划", "计划")),
    "rules": Kind(N_("Rules"), ("制度", "办法", "规约", "机制")),
    "pledge": Kind(N_("Letter of responsibility"), ("责任书", "责任状", "承诺书")),
    "report": Kind(N_("Report or summary"), ("总结", "报告", "自评", "汇报")),
    "publicity": Kind(N_("News and publicity"), ("简报", "信息稿", "报道", "宣传")),
    "visit": Kind(N_("Record of a visit"), ("走访", "入户", "帮扶记录", "帮扶手册")),
    "patrol": Kind(
        N_("Record of rounds"),
        ("巡查", "巡河", "日志", "服务记录", "运行记录", "维修记录"),
    ),
    "survey": Kind(N_("Survey"), ("问卷", "测评", "满意度")),
    "certificate": Kind(N_("Certificate or test report"), ("证明", "许可", "鉴定", "检测报告")),
    "photo": Kind(N_("Photograph"), ("照片", "相片", "图片", "影像", "现场照", "对比照")),
    "screenshot": Kind(N_("Screenshot"), ("截图", "截屏")),
}
"""Each kind by its code, in the order a menu shows them."""
