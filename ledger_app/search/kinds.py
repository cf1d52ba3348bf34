"""The kinds of evidence a township keeps: codes, names, and how a title, a name or a text tells one."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from ledger_app.core.i18n import N_
from ledger_app.search.naming import title_of_name


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of evidence: its name as an English sentence to translate, and the words that speak of it."""

    name: str
    words: tuple[str, ...]


KINDS: dict[str, Kind] = {
    "red-head": Kind(N_("Official paper"), ("通知", "文件", "通报", "派驻", "选派")),
    "approval": Kind(N_("Approval"), ("批复", "批准")),
    "minutes": Kind(N_("Minutes"), ("会议记录", "纪要", "会议", "例会")),
    "attendance": Kind(N_("Attendance"), ("签到", "考勤")),
    "list": Kind(N_("Register"), ("台账", "花名册", "名册", "名单", "名录", "清单", "登记表", "目录")),
    "table": Kind(
        N_("Statistics"),
        ("报表", "统计表", "明细", "预算表", "测算表", "进度表", "财务", "统计公报", "排查表"),
    ),
    "voucher": Kind(N_("Voucher"), ("凭证", "拨付", "发票", "回单", "发放表", "工资表", "收据")),
    "notice": Kind(N_("Public notice"), ("公示", "公告", "公开栏")),
    "contract": Kind(N_("Contract"), ("合同", "协议")),
    "acceptance": Kind(N_("Acceptance"), ("验收",)),
    "plan": Kind(N_("Plan"), ("方案", "规划", "计划")),
    "rules": Kind(N_("Rules"), ("制度", "办法", "规约", "机制")),
    "pledge": Kind(N_("Pledge"), ("责任书", "责任状", "承诺书")),
    "report": Kind(N_("Report"), ("总结", "报告", "自评", "汇报")),
    "publicity": Kind(N_("Publicity"), ("简报", "信息稿", "报道", "宣传")),
    "visit": Kind(N_("Visit record"), ("走访", "入户", "帮扶记录", "帮扶手册")),
    "patrol": Kind(N_("Work record"), ("巡查", "巡河", "日志", "服务记录", "运行记录", "维修记录")),
    "survey": Kind(N_("Survey"), ("问卷", "测评", "满意度")),
    "certificate": Kind(N_("Certificate"), ("证明", "许可", "鉴定", "检测报告")),
    "photo": Kind(N_("Photograph"), ("照片", "相片", "图片", "影像", "现场照", "对比照")),
    "screenshot": Kind(N_("Screenshot"), ("截图", "截屏")),
}
"""Each kind by its code, in the order a menu shows them."""

ON_PAPER = frozenset(
    [
        "attendance",
        "minutes",
        "voucher",
        "contract",
        "acceptance",
        "approval",
        "pledge",
        "visit",
        "survey",
        "certificate",
        "list",
        "table",
        "patrol",
    ]
)
"""What people photograph sheet by sheet. A picture whose name speaks of others shows how it went."""

PICTURES = frozenset(("jpg", "jpeg", "png", "tif", "tiff", "bmp", "gif", "webp", "heic", "heif"))

_MOVING = frozenset(["mp4", "mov", "avi", "mkv", "wmv", "flv", "3gp", "mp3", "wav", "m4a", "amr", "aac"])

# What a title ends with names the paper, whatever it is about; after that, the first that fits.
_ENDS: tuple[tuple[str, str], ...] = (
    ("photo", r"(?:照片|相片|图片)$"),
    ("red-head", r"(?:关于.+|^.{5,}(?<!中标))通知$|(?:通报|决定|意见|函|请示|决议)$"),
    ("plan", r"(?:方案|规划|计划|预案)$"),
    ("rules", r"(?:制度|办法|规约|公约|章程|细则|守则|规程|规定)$"),
    ("report", r"(?:总结|小结|汇报|自评报告|述职报告|(?:情况|比对|数据|问题)的?说明)$"),
)
_TITLES: tuple[tuple[str, str], ...] = (
    ("photo", r"照片|相片|影像资料|现场图|对比图|前后对比"),
    ("screenshot", r"截图|截屏|screenshot|屏幕快照"),
    ("attendance", r"签到|考勤"),
    ("contract", r"(?:合同|协议|协议书)(?:书|样本|范本)?$"),
    ("survey", r"问卷|测评|满意度|民意调查"),
    ("acceptance", r"验收"),
    (
        "voucher",
        r"凭证|发票|回单|收据|报销单|领款|发放(?:表|册|花名册|明细|清单|名单)|工资(?:表|册|单)|(?:拨付|支付|结算|拨款)(?:表|单|通知书)",
    ),
    ("pledge", r"责任书|责任状|承诺书|军令状|保证书"),
    ("visit", r"走访|入户|帮扶(?:工作)?(?:记录|手册|日志)|遍访"),
    ("minutes", r"(?:会|会议|评议|例会|党课|学习|座谈|研判)(?:的)?(?:情况)?(?:记录|纪要)|纪要|会议记录"),
    (
        "notice",
        r"(?:公示|公告|通告)(?:书|表|单|名单|内容|情况)?$|公开(?:栏|榜|表|内容|情况|明细)?$|(?:公示|公开)(?:表|栏)",
    ),
    ("approval", r"批复|审批(?:表|单)|批准(?:书|文件)|备案(?:表|回执)|立项"),
    (
        "certificate",
        r"证明|鉴定|(?:检测|检验|监测|化验)(?:报告|结果)|许可证|证书|资质|执照|合格证|中标通知书|认定书",
    ),
    ("publicity", r"简报|信息稿|新闻|报道|宣传(?:单|册|资料|稿|标语)|倡议书|工作动态|信息快报|美篇|公众号"),
    (
        "patrol",
        r"(?:巡查|巡河|巡田|巡护|巡检|巡逻|保洁|维修|维护|养护|管护|运行|清掏|服务|送教|检测|检查|测产|交易|排查|活动|调解|处置|工作|值班|兑换)(?:上门)?(?:情况)?(?:登记)?(?:记录|日志)|日志|(?<!会议)记录(?:表|本|簿|单)?$",
    ),
    ("list", r"台账|台帐|花名册|名册|名单|名录|清单|目录|登记(?:表|簿|册)|人员册|项目库|档案册|清册"),
    (
        "table",
        r"(?:统计|报|汇总|进度|预算|决算|明细|测算|一览|分解|排查|调查|分配|成果|对照|情况|评分|考核|收支|销号|分工)表|(?:统计|明细|数据|公报)$|备考表",
    ),
    (
        "rules",
        r"制度|办法|规约|公约|章程|细则|守则|规程|(?:工作|长效|管护|管理|责任)机制|职责$|实施规定|规定$|村规民约",
    ),
    ("plan", r"方案|规划|计划|预案|要点$|路线图|任务书|一户一策"),
    (
        "report",
        r"总结|报告|自评|汇报|述职|(?:情况|问题|比对)(?:的)?说明|工作情况$|小结|综述|典型材料|经验材料|先进事迹",
    ),
    (
        "red-head",
        r"(?:命令|批转|督办单|督办函|提示单|交办单)$|红头|^关于.{2,80}的(?:通知|通报|决定|意见|函|请示)|(?:命名|认定|成立|调整|选派|派驻).*文件$",
    ),
)
_KIND_OF_TITLE = tuple((kind, re.compile(words, re.IGNORECASE)) for kind, words in (*_ENDS, *_TITLES))
_ANY = re.compile("|".join(words for _, words in (*_ENDS, *_TITLES)).replace("$", ""), re.IGNORECASE)
_DIGITS = re.compile(r"\d+")
_ON_PICTURES = ON_PAPER | {"photo", "screenshot"}
_BEHIND = re.compile(r"[（(〔\[【][^（()）〕\]】]{0,30}[)）〕\]】]\s*$|[\s\d]+$")
_CAMERA = re.compile(
    r"^(?:IMG|DSC|DCIM|PANO|P)[_-]?\d{4,}|mmexport\d{10}|^wx_camera_|^微信图片_?\d{8}|^WechatIMG\d+|^Cache_",
    re.IGNORECASE,
)
_OF_AN_OFFICE = ("approval", "minutes", "notice", "red-head")
_MANY = re.compile(r"汇编|合集|合订|卷宗|(?:全套|整套)(?:资料|材料)|(?:资料|材料)(?:集|册)|档案资料")


def kind_of_title(title: str, *, is_numbered: bool = False) -> str | None:
    """Return the kind a title names; a paper under a document number is an office's, whatever it lays down."""
    found = _kind_of_words(_DIGITS.sub("0", "".join(title.split())))
    if is_numbered and found not in _OF_AN_OFFICE:
        return "red-head"
    return found


@lru_cache(maxsize=1 << 15)
def _kind_of_words(title: str) -> str | None:
    if not _ANY.search(title):
        return None
    bare = _BEHIND.sub("", title) or title
    return next((kind for kind, words in _KIND_OF_TITLE if words.search(bare)), None)


def kind_of_name(path: str) -> tuple[str, str] | None:
    """Return (kind, `name` or `folder`) as a file's name tells, else the nearest folder that does."""
    folder, _, name = path.rpartition("/")
    ending = name.rpartition(".")[2].lower()
    is_picture = ending in PICTURES
    if ending in _MOVING or is_of_many(path):
        return None
    own = title_of_name(path)
    found = kind_of_title(own)
    if found and (not is_picture or found in _ON_PICTURES):
        return found, "name"
    if is_picture and _CAMERA.search(own):
        return "photo", "name"
    found = _kind_of_folder(folder, is_picture)
    return (found, "folder") if found else None


@lru_cache(maxsize=1 << 14)
def _kind_of_folder(folder: str, is_picture: bool) -> str | None:
    kinds = (kind_of_title(part) for part in reversed(folder.split("/")))
    return next((kind for kind in kinds if kind and (not is_picture or kind in _ON_PICTURES)), None)


def is_of_many(path: str) -> bool:
    """Return whether a name says that the file holds many papers (`项目资料汇编`): it is of no one kind."""
    return bool(_MANY.search(path, path.rfind("/") + 1))


def kind_of_text(title: str | None, text: str, *, number: str | None, has_head: bool) -> str | None:
    """Return the kind that a content tells: its title, else the labels that only one kind has."""
    if title and (found := kind_of_title(title, is_numbered=bool(number and has_head))):
        return found
    if number and (has_head or re.search(r"印\s*发\s*$|抄\s*送\s*[:：]", text, re.MULTILINE)):
        return "red-head"
    for kind, labels, least in _LABELS:
        if sum(1 for label in labels if label.search(text)) >= least:
            return kind
    return None


def _labels(*words: str) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(word, re.MULTILINE) for word in words)


_LABELS: tuple[tuple[str, tuple[re.Pattern[str], ...], int], ...] = (
    ("attendance", _labels(r"签\s*到", r"姓\s*名", r"(?:单\s*位|职\s*务|身\s*份|电\s*话|时\s*间)"), 3),
    ("minutes", _labels(r"^\s*(?:会议)?时\s*间", r"^\s*(?:会议)?地\s*点", r"主\s*持\s*人?", r"记\s*录\s*人?", r"(?:参会|参加|出席|到会|列席)", r"议\s*题|议\s*程|决\s*议"), 4),
    ("contract", _labels(r"^\s*甲\s*方", r"^\s*乙\s*方", r"第[一二三]条|双方|违约"), 3),
    ("voucher", _labels(r"人民币|¥|￥|金\s*额", r"收\s*款|付\s*款|领\s*款|开户行|账\s*号", r"大\s*写|[壹贰叁肆伍陆柒捌玖拾佰仟]{2,}|审\s*批|经\s*办|出\s*纳"), 3),
    ("notice", _labels(r"公\s*示\s*期", r"监督电话|举报电话|如有异议", r"予以公示|特此公示|公示如下"), 2),
    ("visit", _labels(r"户\s*主", r"(?:走访|入户)(?:日期|时间|人|情况)", r"(?:户主|走访人|帮扶人|入户人)签\s*字"), 2),
    ("acceptance", _labels(r"验收(?:意见|结论)", r"验收(?:人员|组|单位|日期|时间)"), 2),
)  # fmt: skip
