"""说明文件.TXT: what the package is, in plain text for whoever finds it in thirty years.

It is Chinese whatever language the program speaks, and its labels are fixed: whoever receives it reads them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ledger_app.binder.words import visible
from ledger_app.exchange.transfer.model import (
    CATALOGUE,
    CONTENT,
    EXPLANATION,
    LEFT_OUT,
    MANIFESTS,
    OTHER,
    REGISTER,
    REPORT,
    SCHEMA,
    Catalogue,
    Record,
)
from ledger_app.exchange.transfer.words import day, gigabytes

_BLANK = "未填写"
_COUNTS = re.compile(r"^(电子档案件数|电子档案字节数|未移交件数)：(\d{1,18})\b", re.M)


def text(head: Catalogue, records: Sequence[Record], *, left_out: int, carrier: str, program: str) -> bytes:
    """Return the file: UTF-8 with a mark that Windows' editor knows, and its line ends.

    `carrier` says on what it is handed over. The file can't be filled in later: the digest tables list it.
    """
    lines = _lines(head, records, left_out, visible(carrier), program)
    return ("\ufeff" + "\r\n".join(lines) + "\r\n").encode()


def counts(raw: bytes) -> dict[str, int]:
    """Return the numbers that the file states, by their labels; raises ValueError where it is no UTF-8."""
    return {label: int(number) for label, number in _COUNTS.findall(raw.decode("utf-8-sig"))}


def _lines(
    head: Catalogue, records: Sequence[Record], left_out: int, carrier: str, program: str
) -> list[str]:
    formats = sorted({record.format for record in records})
    series = sorted({(r.year, r.retention, r.office) for r in records})
    return [
        "电子档案移交说明文件",
        "",
        "本文件编码：UTF-8；换行：CR LF。",
        "",
        "一、移交内容",
        f"移出单位：{head.fonds_name or _BLANK}",
        f"全宗号：{head.fonds or _BLANK}",
        f"移交包制作日期：{day(head.date)}",
        f"电子档案件数：{head.count}",
        f"电子档案字节数：{head.size}（{gigabytes(head.size)} GB）",
        f"未移交件数：{left_out}（见 {LEFT_OUT}）",
        "年度、保管期限、机构（问题）："
        + "；".join(" ".join(filter(None, (str(y), period, office))) for y, period, office in series),
        "",
        "二、目录结构",
        f"{EXPLANATION}　本文件",
        f"{CATALOGUE}　每件电子档案一条著录，编码 UTF-8，结构见 {SCHEMA}",
        f"{CONTENT}/年度/类别·保管期限·机构/件　电子档案本身，原样复制，未改动、未转换、未加密、未压缩；"
        "文件名为“档号 题名”，原文件名见目录“原文件名”项",
        f"{OTHER}/　结构说明、数字摘要表、检测报告、移交与接收登记表、未移交清单",
        "",
        "三、载体",
        f"载体类型、规格：{carrier or '见登记表'}",
        f"载体起止顺序号、数量：见登记表（{REGISTER}）",
        "",
        "四、所需软硬件环境",
        f"电子档案格式：{'、'.join(formats)}",
        "阅读所需软件：能够打开上列格式的通用阅读软件；目录与摘要表用任何文本编辑器即可阅读。",
        f"硬件：通用计算机，可用存储空间不少于 {gigabytes(head.size)} GB。",
        f"制作软件：{program}",
        "",
        "五、如何检验",
        f"数字摘要表 {MANIFESTS['sha256']}（SHA-256）与 {MANIFESTS['sm3']}（SM3，GB/T 32905-2016）"
        "每行为“摘要、两个空格、文件路径”。",
        "在本文件夹内执行以下任一命令，逐件重算并比对：",
        f"　sha256sum -c {MANIFESTS['sha256']}",
        f"　openssl dgst -sm3 文件路径　（与 {MANIFESTS['sm3']} 中该文件的摘要比对）",
        "　evidence-ledger transfer --check 本文件夹",
        f"两张摘要表自身的 SHA-256 记于 {REGISTER}；该登记表供双方填写盖章，因此不列入摘要表。",
        f"检测项目与结果见 {REPORT}。",
    ]
