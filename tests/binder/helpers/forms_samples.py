"""Volumes to draw forms of."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date

from ledger_app.binder.forms.drawing import draw
from ledger_app.binder.forms.laying import lay_out
from ledger_app.binder.forms.model import DrawnForms
from ledger_app.binder.model import IndicatorPart, RequirementPart
from ledger_app.binder.volumes.model import (
    Entry,
    EntryKind,
    Ordering,
    PageKind,
    Part,
    PartKind,
    PlannedPage,
    PrintStyle,
    Volume,
)
from ledger_app.core.i18n import _
from ledger_app.core.progress import Progress
from ledger_app.vault.model import Box, Filed, Retention

AS_OF = date(2026, 1, 5)
HEAD = "1284:9f3a 6c12 77e0 a1b2 33c4"
STYLE = PrintStyle()
CODE = "ZFKQ-4MTR-A9X"
SCORING = (
    "完成年度改厕任务得1分，每少1个百分点扣0.1分，扣完为止；改厕台账、验收表、公示照片齐全得1分，"
    "缺一项扣0.5分；管护协议签订率达到100%得0.5分，否则不得分。"
)
_TITLES = (
    "关于印发《丰山乡2025年度农村户厕改造提升工作实施方案》的通知",
    "丰山乡农村户厕改造台账（2025年）",
    "改厕前后对比照片",
    "农村厕所革命工作推进会会议记录",
    "户厕改造验收表（上河村、下河村、青石村）",
)


def item_entry(number: int, title: str = "", **more: object) -> Entry:
    return Entry(
        EntryKind.ITEM,
        number,
        f"item:{number}",
        title or _TITLES[number % len(_TITLES)],
        document_number=f"丰府发〔2025〕{number}号" if number % 3 else "",
        issuer="丰山乡人民政府" if number % 2 else "农业农村办",
        date=f"2025{number % 12 + 1:02d}15",
        archive_number=f"Z109-WS·2025-D30-NYB-{number:04d}",
        item=number,
        **more,
    )


def indicator(
    code: str, *, name: str = "卫生户厕改造与管护", scoring: str = SCORING, is_hard: bool = True
) -> IndicatorPart:
    return IndicatorPart(
        code=code,
        path=("三、农村人居环境整治", "3.1 农村厕所革命"),
        name=name,
        points=2.5,
        is_hard=is_hard,
        is_bonus=False,
        units=("农业农村办", "村镇建设服务中心"),
        scoring=scoring,
        requirements=tuple(RequirementPart(text, ()) for text in ("改厕台账", "改厕前后照片", "验收表")),
        files=(),
    )


def divider(code: str, items: range, *, references: int = 1, **more: object) -> Part:
    asked = ("改厕台账", "改厕前后照片")
    entries = [replace(item_entry(n), requirement=asked[n % 2]) for n in items]
    entries += [
        replace(item_entry(900 + n), kind=EntryKind.REFERENCE, part="", requirement="改厕前后照片")
        for n in range(references)
    ]
    entries.append(Entry(EntryKind.GAP, 0, "", "", requirement="验收表"))
    made = indicator(code, **more)
    return Part(
        f"divider:{code}", PartKind.DIVIDER, f"{code} {made.name}", entries=tuple(entries), indicator=made
    )


def inspection_volume(count: int = 3, per: int = 6, **more: object) -> Volume:
    """Return a binder with dividers, as planning leaves it."""
    dividers = [divider(f"3.1.{n + 1}", range(n * per + 1, (n + 1) * per + 1), **more) for n in range(count)]
    parts = [Part("cover", PartKind.COVER, "封面"), Part("contents", PartKind.CONTENTS, "目录")]
    listed: list[Entry] = []
    for one in dividers:
        parts.append(one)
        listed += [Entry(EntryKind.ITEM, 0, one.key, one.title), *one.entries]
        parts += [
            Part(f"item:{e.item}", PartKind.ITEM, e.title, 1, page_count=3, item=e.item)
            for e in one.entries
            if e.kind is EntryKind.ITEM
        ]
    parts.append(Part("closing", PartKind.CLOSING, "备考表"))
    parts[1] = replace(parts[1], entries=tuple(listed))
    return Volume(
        key="indicators:1",
        number=1,
        ordering=Ordering.INDICATOR,
        title="三、农村人居环境整治",
        year=2025,
        fonds="Z109",
        fonds_name="丰山乡人民政府",
        fields=(
            ("考核", "2025年度推进乡村振兴战略实绩考核指标体系"),
            ("考核年度", "2025"),
            ("大项", "三、农村人居环境整治"),
            ("指标", "3.1.1–3.1.3"),
            ("刚性指标", "3"),
            ("分值", "7.5分"),
            ("佐证", "18件"),
            ("没有材料的佐证要求", "3"),
        ),
        width=30,
        parts=tuple(parts),
        as_of=AS_OF,
        head=HEAD,
        pages_saved=7,
        notes=("第4件《改厕前后对比照片》无法打印，原件见光盘 2025-03。",),
    )


def box_volume(count: int = 40, *, number: int = 3, office: str = "农业农村办", width: int = 40) -> Volume:
    """Return what lies in a box on the shelf."""
    entries = tuple(
        item_entry(
            n,
            remark="" if n != 5 else "原件缺第3页；附图另存；附件2为复印件，与原件核对无误，由农业农村办保管",
        )
        for n in range(1, count + 1)
    )
    parts = (
        Part("cover", PartKind.COVER, "封面"),
        Part("catalogue", PartKind.CATALOGUE, "归档文件目录", entries=entries),
        *(Part(e.part, PartKind.ITEM, e.title, page_count=2, item=e.item) for e in entries),
        Part("closing", PartKind.CLOSING, "备考表"),
    )
    filed = tuple(Filed(n, n, True, 2) for n in range(1, count + 1))
    return Volume(
        key=f"box:{number}",
        number=number,
        ordering=Ordering.BOX,
        title=f"第{number}盒",
        year=2025,
        fonds="Z109",
        fonds_name="丰山乡人民政府",
        fields=(
            (_("Fonds number"), "Z109"),
            (_("Fonds name"), "丰山乡人民政府"),
            (_("Year"), "2025"),
            (_("Retention period"), "定期30年"),
            (_("Office (function)"), office),
            (_("Item numbers"), f"1–{count}"),
            (_("Box number"), str(number)),
        ),
        width=width,
        parts=parts,
        as_of=AS_OF,
        head=HEAD,
        box=Box(number, 2025, Retention.YEARS_30, office, width, filed, 32.0, True),
    )


def reference_part(number: int = 1) -> Part:
    """Return a sheet that stands for an original elsewhere."""
    entry = replace(item_entry(number), kind=EntryKind.REFERENCE, part="", see="第2盒 2.1.1 第5件，第17页")
    return Part(f"reference:3.1.1:{number}", PartKind.REFERENCE, entry.title, entries=(entry,))


def drawn(volume: Volume, style: PrintStyle = STYLE) -> tuple[bytes, DrawnForms, Volume]:
    """Return the forms of a volume as they are made: counted, numbered, drawn."""
    paged = numbered(volume, lay_out(volume, style), style)
    stream = io.BytesIO()
    made = draw(paged, style, stream, Progress())
    return stream.getvalue(), made, paged


def numbered(volume: Volume, counts: dict[str, int], style: PrintStyle) -> Volume:
    """Return a volume with page labels in its pages and lists, by the counts of its drawn parts."""
    pages: list[PlannedPage] = []
    first: dict[str, str] = {}
    for part in volume.parts:
        count = counts.get(part.key, part.page_count)
        first[part.key] = str(len(pages) + 1)
        kind = PageKind.ITEM if part.kind is PartKind.ITEM else PageKind.FORM
        for n in range(1, count + 1 + (count % 2 if style.is_duplex else 0)):
            at = len(pages)
            pages.append(
                PlannedPage(
                    str(at + 1),
                    part.key,
                    kind if n <= count else PageKind.BLANK,
                    n,
                    not style.is_duplex or at % 2 == 0,
                    f"{CODE}-{at:03d}",
                )
            )
    sizes = {part.key: part.page_count for part in volume.parts}
    parts = tuple(
        replace(part, entries=tuple(_labelled(e, first, sizes) for e in part.entries))
        for part in volume.parts
    )
    return replace(volume, pages=tuple(pages), parts=parts)


def _labelled(entry: Entry, first: dict[str, str], sizes: dict[str, int]) -> Entry:
    if entry.kind is EntryKind.REFERENCE:
        return replace(entry, see="第2盒 2.1.1 第5件，第17页", label="17")
    return replace(entry, label=first.get(entry.part, ""), page_count=sizes.get(entry.part, 0))
