"""The kinds of evidence a township keeps, told by the words in a name and by the file's extension."""

from __future__ import annotations

import re

KINDS: dict[str, tuple[str, ...]] = {
    "photo": ("照片", "相片", "图片", "影像", "现场照", "对比照"),
    "screenshot": ("截图", "截屏"),
    "attendance": ("签到", "考勤"),
    "minutes": ("会议记录", "纪要", "会议", "例会"),
    "list": ("台账", "花名册", "名册", "名单", "名录", "清单", "登记表", "目录"),
    "table": ("报表", "统计表", "明细", "预算表", "测算表", "进度表", "财务", "统计公报", "排查表"),
    "voucher": ("凭证", "拨付", "发票", "回单", "发放表", "工资表", "收据"),
    "notice": ("公示", "公告", "公开栏"),
    "contract": ("合同", "协议"),
    "acceptance": ("验收",),
    "approval": ("批复", "批准", "许可"),
    "order": ("通知", "文件", "派驻", "选派"),
    "plan": ("方案", "规划", "计划"),
    "rules": ("制度", "办法", "规约", "机制"),
    "pledge": ("责任书", "承诺书"),
    "report": ("总结", "报告", "自评", "汇报", "简报", "通报"),
    "patrol": ("巡查", "巡河", "日志", "帮扶记录", "服务记录", "运行记录", "维修记录"),
}
"""Each kind with the words that name it (the evidence types of a township's inspection files)."""

_EXTENSIONS: dict[str, tuple[str, ...]] = {
    "photo": ("jpg", "jpeg", "png", "heic", "heif", "bmp", "tif", "tiff", "webp"),
    "screenshot": ("png",),
    "list": ("xlsx", "xls", "et", "csv"),
    "table": ("xlsx", "xls", "et", "csv"),
}
_BY_EXTENSION = {
    extension: frozenset(kind for kind, known in _EXTENSIONS.items() if extension in known)
    for known in _EXTENSIONS.values()
    for extension in known
}
_KIND_OF = {word: kind for kind, words in KINDS.items() for word in words}
_WORDS = re.compile("|".join(sorted(_KIND_OF, key=len, reverse=True)))
_NONE: frozenset[str] = frozenset()


def kinds_of_text(text: str) -> frozenset[str]:
    """Return the kinds that a requirement or a name speaks of."""
    return frozenset(_KIND_OF[word] for word in _WORDS.findall(text))


def kinds_of_extension(extension: str) -> frozenset[str]:
    """Return the kinds that files with this extension (without its dot, lower case) may be."""
    return _BY_EXTENSION.get(extension, _NONE)
