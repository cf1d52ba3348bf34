"""电子档案移交与接收登记表: what is known is filled in, what people find out stays blank."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import BinaryIO

from ledger_app.binder.words import visible
from ledger_app.exchange.transfer import papers
from ledger_app.exchange.transfer.model import MANIFESTS, Catalogue, Record
from ledger_app.exchange.transfer.words import day, gigabytes

_TITLE = "电子档案移交与接收登记表"
_CHECKS = ("准确性", "完整性", "可用性", "安全性", "载体外观")


def write(
    stream: BinaryIO,
    head: Catalogue,
    records: Sequence[Record],
    *,
    digests: Mapping[str, str],
    carrier: str,
) -> None:
    """Write the register as Word; `digests` are the SHA-256 of the digest tables, which bind all the rest."""
    paper = papers.Paper(_TITLE, head.date)
    paper.heading(_TITLE)
    years = sorted({record.year for record in records})
    span = str(years[0]) if len(years) == 1 else f"{years[0]}—{years[-1]}"
    paper.table(
        [
            ("交接工作名称", f"{head.fonds_name}{span}年度电子档案移交"),
            ("内容描述", _described(head, records)),
            ("移交电子档案数量", f"{head.count} 件"),
            ("移交数据量", f"{gigabytes(head.size)} GB（{head.size} 字节）"),
            ("载体起止顺序号", ""),
            ("移交载体类型、规格", visible(carrier)),
        ],
        widths=(45, 111),
    )
    rows = [("检验内容", "移出单位", "接收单位")]
    rows += [(name, "", "") for name in _CHECKS]
    rows += [
        ("填表人（签名）", "　　　年　　月　　日", "　　　年　　月　　日"),
        ("审核人（签名）", "　　　年　　月　　日", "　　　年　　月　　日"),
        ("单位（印章）", "\n\n　　　年　　月　　日", "\n\n　　　年　　月　　日"),
    ]
    paper.table(rows, widths=(45, 55.5, 55.5), has_head=True)
    paper.section("数字摘要表")
    paper.line(
        "以下两张摘要表列有移交包内每个文件的摘要（本登记表除外）；摘要表自身的 SHA-256 为：", is_small=True
    )
    paper.table(
        [("摘要表", "SHA-256"), *((MANIFESTS[kind], digests[kind]) for kind in MANIFESTS)],
        widths=(56, 100),
        has_head=True,
        is_small=True,
    )
    paper.line(
        f"移交包制作日期：{day(head.date)}。检验结论由双方填写；计算机检测的部分项目见检测报告。",
        is_small=True,
    )
    paper.save(stream)


def _described(head: Catalogue, records: Sequence[Record]) -> str:
    counted: dict[tuple[int, str, str], int] = {}
    for record in records:
        key = (record.year, record.retention, record.office)
        counted[key] = counted.get(key, 0) + 1
    parts = [
        f"{year}年度{period}{f'（{office}）' if office else ''} {n} 件"
        for (year, period, office), n in sorted(counted.items())
    ]
    first, last = records[0].number, records[-1].number
    fonds = f"全宗号 {head.fonds}；" if head.fonds else ""
    return f"{fonds}文书类电子档案：{'，'.join(parts)}；档号 {first} 至 {last}。"
