"""The usual chains of papers in a township: what follows what, to be applied to an indicator.

What papers are called is Chinese everywhere, as it is in the schemes; only the templates' titles are
translated. The chains are those of practice: a cleaning campaign leaves nine papers, a project five.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from ledger_app.core.errors import LedgerError
from ledger_app.core.i18n import N_
from ledger_app.scheme.model import Need


@dataclass(frozen=True, slots=True)
class Step:
    """One link of a chain: the words of its requirement and what would show it.

    `pattern` tells whether the words of a requirement already ask for it. `is_of_each` says that every
    subject goes through it, where a roster is named.
    """

    text: str
    kinds: tuple[str, ...]
    pattern: str
    is_of_each: bool = True
    count: int = 1
    is_signed: bool = False
    is_sealed: bool = False

    def is_named_in(self, text: str) -> bool:
        """Whether a requirement's words ask for this step."""
        return re.search(self.pattern, text) is not None


@dataclass(frozen=True, slots=True)
class Template:
    """A chain by its code: `title` is a sentence key for `core.i18n`, `chain` what its links are called together.

    `about` are words of which an indicator must have one for the chain to be drafted for it.
    """

    code: str
    title: str
    chain: str
    steps: tuple[Step, ...]
    about: str = ""


_NOTICE = Step("通知", ("red-head",), "通知", is_of_each=False)
_PLAN = Step("工作方案", ("plan", "red-head"), "方案|计划", is_of_each=False)
_MINUTES = Step("会议记录", ("minutes",), "会议记录|纪要|(?<!评议)会议(?!签到|照片|通知)")
_SIGNED_IN = Step("签到表", ("attendance",), "签到")
_PICTURE = Step("会议照片", ("photo",), "^(?!.*(?:前后|对比|公示|公告|实施|整治|改造|标志|公开栏)).*照片")
_BEFORE_AFTER = Step(
    "实施前后对比照片", ("photo",), "前[中、]*后.{0,4}照片|对比.{0,3}照片|前后.{0,4}照", count=2
)
_PUBLIC = Step("公示", ("notice",), "公示(?!.{0,3}照片$)|公告")
_PUBLIC_PICTURE = Step("公示照片", ("photo",), "公示.{0,4}照片|公开栏照片")

TEMPLATES: tuple[Template, ...] = (
    Template(
        "meeting", N_("Meeting"), "会议", (_NOTICE, _MINUTES, _SIGNED_IN, _PICTURE), about="会议|纪要|例会"
    ),
    Template(
        "campaign",
        N_("Campaign from notice to report"),
        "活动",
        (
            _NOTICE,
            _PLAN,
            _MINUTES,
            _SIGNED_IN,
            _PICTURE,
            _BEFORE_AFTER,
            Step("检查考评记录", ("table", "patrol", "survey"), "考评|评比|检查(?!签到)|考核"),
            Step("情况通报", ("red-head", "report"), "通报|总结|简报", is_of_each=False),
        ),
    ),
    Template(
        "project",
        N_("Project from approval to payment"),
        "项目",
        (
            Step("项目批复", ("approval", "red-head"), "批复|立项|批准"),
            Step("招投标资料", ("table", "contract", "certificate", "notice"), "招投?标|中标|比选|采购"),
            Step("施工合同", ("contract",), "合同|协议", is_signed=True, is_sealed=True),
            Step("验收报告", ("acceptance",), "验收", is_signed=True, is_sealed=True),
            Step("资金拨付凭证", ("voucher",), "拨付|凭证|支付", is_sealed=True),
            _PUBLIC,
        ),
    ),
    Template(
        "public-notice",
        N_("Public notice after a review meeting"),
        "评议公示",
        (
            Step("民主评议会议记录", ("minutes",), "评议|会议记录|纪要"),
            _PUBLIC,
            _PUBLIC_PICTURE,
            Step("审核意见", ("approval", "red-head", "minutes"), "审核|审批|审定"),
        ),
        about="公示",
    ),
    Template(
        "visit",
        N_("Visit to households"),
        "入户",
        (
            Step("入户走访记录", ("visit",), "走访|入户|帮扶记录|帮扶手册", is_signed=True),
            Step("走访照片", ("photo",), "走访照片|入户照片|^(?!.*(?:前后|对比|公示)).*照片"),
            Step("一户一策", ("plan",), "一户一策|帮扶(?:计划|措施)"),
        ),
        about="户",
    ),
    Template(
        "training",
        N_("Training"),
        "培训",
        (
            Step("培训通知", ("red-head",), "通知", is_of_each=False),
            Step("培训签到表", ("attendance",), "签到"),
            Step("培训照片", ("photo",), "照片"),
            Step("参训人员花名册", ("list",), "花名册|名册|名单"),
        ),
        about="培训",
    ),
    Template(
        "toilets",
        N_("Household toilets"),
        "改厕",
        (
            Step("改厕台账", ("list", "table"), "台账|台帐|花名册"),
            Step("改厕前后照片", ("photo",), "前后.{0,4}照|对比.{0,3}照|照片", count=2),
            Step("验收表", ("acceptance",), "验收", is_signed=True),
            Step("管护协议", ("contract",), "协议", is_signed=True),
        ),
        about="厕",
    ),
)


def template(code: str) -> Template:
    """Return the template with this code; raises `unknown-template`."""
    for one in TEMPLATES:
        if one.code == code:
            return one
    raise LedgerError("unknown-template", value=code[:30], known=", ".join(t.code for t in TEMPLATES))


def wanted(step: Step, known: Need, *, chain: str, step_number: int) -> Need:
    """Return what a step needs: what the requirement already says it needs stays, the rest is the step's."""
    return replace(
        known,
        kinds=known.kinds or step.kinds,
        count=max(known.count, step.count),
        is_signed=known.is_signed or step.is_signed,
        is_sealed=known.is_sealed or step.is_sealed,
        chain=chain,
        step=step_number,
    )
