"""Planted cases of what is missing or broken: E101 to E109, E201 to E205, E301 to E303, E401 and E501 to E503."""

from __future__ import annotations

import io
import os
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen import canvas

from benchmarks.planted_files import bytes_of, paper, photo, sheet, unlinked
from benchmarks.planting import Case, File, Here, clean, planted
from ledger_app.scheme import rosters
from ledger_app.scheme.model import Need, Subject

_WHOLE = (0, None)
_KINDS = ("docx", "xlsx", "txt", "jpg", "pdf")


def _any(ending: str, number: int, *shows: tuple[int, int | None], day: str = "2025年6月8日") -> File:
    """A sound file of this format, unlike all others."""
    name = f"工作材料{number}.{ending}"
    text = f"第{number}号工作情况说明\n石桥村第{number}组完成管护任务，现予说明。\n{day}"
    if ending == "xlsx":
        return sheet(
            name, f"第{number}号台账（{day}）", [["序号", "事项"], [1, f"事项{number}"], [2, "其他"]], *shows
        )
    if ending == "jpg":
        taken = {"2025年6月8日": "2025-06-08"}.get(day, "")
        return photo(name, 1000 + number, *shows, taken=taken)
    return paper(name, text, *shows)


def _same(file: File) -> File:
    """The same file, that has the same bytes wherever it is written again."""
    held: list[bytes] = []

    def write(target: Path) -> None:
        if not held:
            file.write(target)
            held.append(target.read_bytes())
        target.write_bytes(held[0])

    return replace(file, write=write)


def cases() -> Iterator[Case]:
    """Yield the cases, defects and twins in turn."""
    yield from _absent()
    yield from _broken()
    yield from _of_another_year()
    yield from _copies()
    yield from _of_the_scheme()
    yield from _needs()


def _absent() -> Iterator[Case]:
    forms = {
        "普通指标": {},
        "刚性指标": {"is_hard": True},
        "两项要求": {"asks": ("台账", "照片")},
        "有文件没有关联": {"files": (unlinked(_any("docx", 1)),)},
        "没有列出要求": {"asks": ()},
    }
    for n, (form, more) in enumerate(forms.items()):
        yield planted("E101", form, **more)
        shows = ((0, 0),) if more.get("asks", "x") else (_WHOLE,)
        more = {k: v for k, v in more.items() if k != "files"}
        yield clean("E101", f"{form}，已关联", _any(_KINDS[n], 10 + n, *shows), **more)
    two, three = ("台账", "照片"), ("台账", "照片", "协议")
    yield planted("E102", "两项要求缺一项", _any("docx", 20), asks=two)
    yield planted("E102", "刚性指标缺一项", _any("xlsx", 21, (0, 1)), asks=two, is_hard=True)
    yield planted("E102", "三项只有一项", _any("jpg", 22, (0, 2)), asks=three)
    yield planted("E102", "只关联到指标整体", _any("txt", 23, _WHOLE), asks=two)
    yield planted("E102", "一份文件证明三项中的两项", _any("pdf", 24, (0, 0), (0, 1)), asks=three)
    for n, ending in enumerate(_KINDS):
        yield clean(
            "E102", f"两项都有，{ending}", _any(ending, 30 + n), _any("docx", 40 + n, (0, 1)), asks=two
        )
    for n, ending in enumerate(_KINDS):
        extra = (_any("txt", 55 + n, (0, 0)),) if n % 2 else ()
        yield planted("E103", f"关联到整体，{ending}", _any(ending, 50 + n, _WHOLE), *extra, asks=two)
        both = (_any(ending, 60 + n, (0, 0)), _any("docx", 70 + n, (0, 1)))
        yield clean(
            "E103", f"要求都有，另有一份关联到整体，{ending}", *both, _any("txt", 80 + n, _WHOLE), asks=two
        )


def _broken() -> Iterator[Case]:
    def gone(folder: Path) -> None:
        for path in folder.iterdir():
            path.unlink()

    def emptied(folder: Path) -> None:
        for path in folder.iterdir():
            path.write_bytes(b"")

    def renamed(folder: Path) -> None:
        for path in folder.iterdir():
            path.rename(path.with_name("改名后" + path.suffix))

    def touched(folder: Path) -> None:
        for path in folder.iterdir():
            os.utime(path, (1_760_000_000, 1_760_000_000))

    def other(folder: Path) -> None:
        for path in folder.iterdir():
            data = path.read_bytes()
            path.write_bytes(data + b" " if path.suffix == ".txt" else data[:-3] + b"abc")

    for n, ending in enumerate(_KINDS):
        yield planted("E201", f"删除，{ending}", _any(ending, 100 + n), after=gone)
        yield clean("E201", f"改名，内容不变，{ending}", _any(ending, 110 + n), after=renamed)
        yield planted("E203", f"变成 0 字节，{ending}", _any(ending, 120 + n), after=emptied)
        yield clean("E203", f"内容完整，{ending}", _any(ending, 130 + n))
        yield planted("E204", f"关联后改动，{ending}", _any(ending, 140 + n), after=other)
        yield clean("E204", f"只改了修改时间，{ending}", _any(ending, 150 + n), after=touched)
    yield from _locked()


def _locked() -> Iterator[Case]:
    pdf = _encrypted_pdf()
    yield planted("E205", "加密的 PDF", bytes_of("验收报告.pdf", pdf))
    yield planted("E205", "加密的压缩包", bytes_of("佐证材料.zip", _encrypted_zip("台账.docx")))
    yield planted("E205", "加密的压缩包，里面是照片", bytes_of("照片.zip", _encrypted_zip("照片.jpg")))
    yield planted("E205", "加密的 PDF，刚性指标", bytes_of("批复.pdf", pdf + b"\n%%2"), is_hard=True)
    yield planted("E205", "加密的 PDF，放在子文件夹", bytes_of("村级/合同.pdf", pdf + b"\n%%3"))
    plain = io.BytesIO()
    with zipfile.ZipFile(plain, "w") as package:
        package.writestr("台账.txt", "改厕台账")
    yield clean("E205", "不加密的压缩包", bytes_of("佐证材料.zip", plain.getvalue()))
    for n, ending in enumerate(("pdf", "docx", "xlsx", "txt")):
        yield clean("E205", f"能打开，{ending}", _any(ending, 160 + n))


def _encrypted_pdf() -> bytes:
    held = io.BytesIO()
    page = canvas.Canvas(held, encrypt=StandardEncryption("secret", ownerPassword="other"))
    page.drawString(100, 700, "Acceptance")
    page.save()
    return held.getvalue()


def _encrypted_zip(name: str) -> bytes:
    """Return a package whose entry is marked as encrypted, as programs do with a password."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as package:
        package.writestr(name, b"0" * 40)
    data = bytearray(held.getvalue())
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = data.find(mark)
        data[place + at] |= 1
    return bytes(data)


def _of_another_year() -> Iterator[Case]:
    days = {"正文日期": "2024年6月8日", "三年前": "2022年3月1日", "后年": "2027年1月5日"}
    for n, (form, day) in enumerate(days.items()):
        yield planted("E301", form, _any(("docx", "txt", "pdf")[n], 200 + n, day=day))
    yield planted("E301", "照片的拍摄日期", photo("清扫.jpg", 1200, taken="2024-05-01"))
    yield planted("E301", "文件名的日期", photo("2023年7月2日巡河.jpg", 1201))
    yield planted("E301", "文件夹的年份", photo("2023年度/巡河.jpg", 1202))
    for n, ending in enumerate(("docx", "txt", "pdf", "xlsx", "jpg")):
        yield clean("E301", f"年度内，{ending}", _any(ending, 210 + n))
    yield clean("E301", "没有日期", photo("巡河.jpg", 1203))
    yield clean(
        "E301",
        "正文写去年，落款在年度内",
        paper("总结.docx", "工作总结\n对照2024年6月1日的部署，继续推进。\n石桥村村民委员会\n2025年12月20日"),
    )
    for n, day in enumerate(("2026年1月15日", "2026年2月3日", "2026年3月9日")):
        yield planted("E302", f"次年 {day}", _any(("docx", "txt", "pdf")[n], 220 + n, day=day))
    yield planted("E302", "照片", photo("验收.jpg", 1210, taken="2026-01-20"))
    yield planted("E302", "文件名", paper("2026年2月10日公示.docx", "项目公示\n现予以公示。"))
    for n, ending in enumerate(_KINDS):
        yield clean("E302", f"年度内，{ending}", _any(ending, 230 + n))
    lasting = ("管护协议", "村规民约", "发展规划", "项目批复", "成立领导小组文件")
    for n, asked in enumerate(lasting):
        old = paper(f"材料{n}.docx", f"{asked}{n}\n石桥村{asked}，长期执行第{n}条。\n2023年5月{n + 1}日")
        new = paper(f"材料{n}.docx", f"{asked}{n}\n石桥村{asked}，长期执行第{n}款。\n2025年5月{n + 1}日")
        yield planted("E303", f"{asked}，2023年", old, asks=(asked,))
        yield clean("E303", f"{asked}，2025年", new, asks=(asked,))


def _copies() -> Iterator[Case]:
    for n, ending in enumerate(_KINDS):
        one = _same(_any(ending, 300 + n))
        copy = replace(one, path=f"另一处/{one.path}", shows=((1, 0),))
        yield planted("E401", f"两份副本用于两个指标，{ending}", one, copy, indicators=2)
        twin = _same(_any(ending, 310 + n, (0, 0), (1, 0)))
        spare = unlinked(replace(twin, path=f"备份/{twin.path}"))
        if n % 2:
            yield clean("E401", f"一份文件关联两个指标，{ending}", twin, indicators=2)
        else:
            yield clean("E401", f"备份的副本没有使用，{ending}", replace(twin, shows=((0, 0),)), spare)
    one = _same(_any("docx", 320))
    copy = replace(one, path="副本.docx", shows=((0, 1),))
    yield planted("E401", "两份副本用于一个指标的两项要求", one, copy, asks=("台账", "协议"))


def _of_the_scheme() -> Iterator[Case]:
    for n, (form, points) in enumerate(
        {"空白": "", "写成文字": "待定", "写成横线": "—", "只有空格": " ", "问号": "？"}.items()
    ):
        yield planted("E503", f"分值{form}", _any("docx", 400 + n), points=points)
        yield clean("E503", f"分值 {n + 1}", _any("docx", 410 + n), points=str(n + 1))
    for n, ending in enumerate(_KINDS):
        lone = {"is_alone": True}
        yield planted("E502", f"没有刚性指标，{ending}", _any(ending, 420 + n), **lone)
        yield clean("E502", f"有刚性指标，{ending}", _any(ending, 430 + n), is_hard=True, **lone)
        total = str(n + 3)
        yield planted(
            "E501", f"写明共 {total} 分，实为 2 分", _any(ending, 440 + n), points="2", total=total, **lone
        )
        yield clean("E501", "写明的与各项之和相同", _any(ending, 450 + n), points=total, total=total, **lone)


def _need(**need: object):
    def then(here: Here) -> None:
        here.archive.set_need(here.codes[0], here.key(), Need(**need))

    return then


def _roster(kind: str, names: tuple[str, ...], **need: object):
    def then(here: Here) -> None:
        subjects = tuple(Subject(0, name, village=name if kind == "village" else "") for name in names)
        made, _ = rosters.make(here.archive.db, f"名册{here.codes[0]}", kind, subjects)
        here.archive.set_need(here.codes[0], here.key(), Need(roster=made.id, **need))

    return then


def _attested(what: str, **need: object):
    def then(here: Here) -> None:
        here.archive.set_need(here.codes[0], here.key(), Need(**need))
        here.archive.attest([i for f in here.folder.iterdir() for i in here.items(f.name)], what)

    return then


def _needs() -> Iterator[Case]:
    for n, count in enumerate((2, 3, 4, 5, 12)):
        held = tuple(replace(_any("docx", 500 + 20 * n + k), path=f"材料{k}.docx") for k in range(count))
        yield planted("E104", f"要 {count} 份，有 {count - 1} 份", *held[:-1], then=_need(count=count))
        yield clean(
            "E104",
            f"要 {count} 份，有 {count} 份",
            *(replace(f, path=f"甲{f.path}") for f in held),
            then=_need(count=count),
        )
    villages = ("丁家村", "戴家村", "范家村", "程家村", "樊家村", "龚家村")
    for n in range(2, 7):
        asked = villages[:n]
        held = tuple(_of_village(name, 600 + 10 * n + k) for k, name in enumerate(asked))
        yield planted("E105", f"{n} 个村缺 1 个", *held[1:], then=_roster("village", asked))
        yield clean("E105", f"{n} 个村都有", *held, then=_roster("village", asked))
    yield from _chains()
    yield from _periods()
    for n, (what, need) in enumerate(
        (
            ("signed", {"is_signed": True}),
            ("sealed", {"is_sealed": True}),
            ("signed", {"is_signed": True}),
            ("sealed", {"is_sealed": True}),
            ("signed", {"is_signed": True}),
        )
    ):
        ending = _KINDS[n]
        yield planted(
            "E108",
            f"{'签字' if what == 'signed' else '盖章'}未确认，{ending}",
            _any(ending, 700 + n),
            then=_need(**need),
        )
        yield clean(
            "E108",
            f"{'签字' if what == 'signed' else '盖章'}已确认，{ending}",
            _any(ending, 710 + n),
            then=_attested(what, **need),
        )
    minutes = "石桥村会议记录\n时间：2025年3月5日\n地点：村委会\n主持人：张三\n记录人：李四\n参加人员：党员\n议题：{n}号事项\n2025年3月5日"
    notice = "青山镇人民政府\n青政发〔2025〕{n}号\n关于做好第{n}项工作的通知\n各村：\n请抓好落实。\n青山镇人民政府\n2025年3月5日"
    wrong = {
        ("contract", "要协议，是会议记录"): minutes,
        ("attendance", "要签到表，是通知"): notice,
        ("photo", "要照片，是会议记录"): minutes,
        ("contract", "要协议，是通知"): notice,
        ("voucher", "要凭证，是会议记录"): minutes,
    }
    for n, ((kind, form), text) in enumerate(wrong.items()):
        yield planted(
            "E109",
            form,
            paper(f"{'会议记录' if text is minutes else '通知'}{n}.docx", text.format(n=750 + n)),
            then=_need(kinds=(kind,)),
        )
    right = {"minutes": minutes, "red-head": notice}
    for n, (kind, text) in enumerate([*right.items(), *right.items()]):
        name = "会议记录" if kind == "minutes" else "关于做好工作的通知"
        yield clean(
            "E109",
            f"要{name}，是{name}",
            paper(f"{name}{n}.docx", text.format(n=760 + n)),
            then=_need(kinds=(kind,)),
        )
    yield clean(
        "E109", "要照片，是照片", photo("现场.jpg", 1300, taken="2025-06-08"), then=_need(kinds=("photo",))
    )


def _of_village(name: str, number: int) -> File:
    return paper(
        f"{name}/{name}管护记录.docx",
        f"{name}管护记录\n第{number}次管护，情况正常。\n{name}村民委员会\n2025年6月8日",
    )


def _chains() -> Iterator[Case]:
    steps = ("通知", "方案", "会议记录", "验收", "公示")

    def then(here: Here) -> None:
        for n in range(len(steps)):
            here.archive.set_need(here.codes[0], here.key(n), Need(chain="项目", step=n + 1))

    for n, step in enumerate(steps):
        held = [_any("docx", 800 + 10 * n + k, (0, k)) for k in range(len(steps))]
        yield planted("E106", f"缺{step}", *(f for k, f in enumerate(held) if k != n), asks=steps, then=then)
        yield clean(
            "E106",
            f"环节齐全（{n + 1}）",
            *(_any("docx", 860 + 10 * n + k, (0, k)) for k in range(len(steps))),
            asks=steps,
            then=then,
        )


def _periods() -> Iterator[Case]:
    def monthly(months: range, first: int) -> tuple[File, ...]:
        return tuple(
            paper(f"{m}月巡查.docx", f"河道巡查记录\n第{first}段{m}月巡查，水面清洁。\n2025年{m}月15日")
            for m in months
        )

    yield planted(
        "E107",
        "每月一份，缺 7 月",
        *monthly(range(1, 7), 1),
        *monthly(range(8, 13), 1),
        then=_need(every="month"),
    )
    yield planted("E107", "每月一份，缺下半年", *monthly(range(1, 7), 2), then=_need(every="month"))
    yield planted("E107", "每季度一份，缺四季度", *monthly(range(1, 10, 3), 3), then=_need(every="quarter"))
    yield planted(
        "E107",
        "每季度一份，两份在同一季度",
        *monthly(range(1, 3), 4),
        *monthly(range(7, 12, 3), 4),
        then=_need(every="quarter"),
    )
    yield planted("E107", "每半年一份，缺上半年", *monthly(range(9, 10), 5), then=_need(every="half"))
    yield clean("E107", "每月一份，齐", *monthly(range(1, 13), 6), then=_need(every="month"))
    yield clean("E107", "每季度一份，齐", *monthly(range(2, 13, 3), 7), then=_need(every="quarter"))
    yield clean("E107", "每半年一份，齐", *monthly(range(5, 13, 6), 8), then=_need(every="half"))
    yield clean(
        "E107",
        "只要求三至五月",
        *monthly(range(3, 6), 9),
        then=_need(every="month", since="2025-03-01", until="2025-05-31"),
    )
    yield clean("E107", "每季度一份，有多份", *monthly(range(1, 13, 2), 10), then=_need(every="quarter"))
