"""Planted cases of the papers themselves: E206, E207, E304 to E307, E601 to E605 and E701 to E703."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from benchmarks.planted_files import paper, photo, sheet
from benchmarks.planting import Case, File, Here, clean, planted


def cases() -> Iterator[Case]:
    """Yield the cases, defects and twins in turn."""
    yield from _unfinished()
    yield from _of_others()
    yield from _times()
    yield from _orders()
    yield from _late()
    yield from _form()
    yield from _numbers()
    yield from _private()


def _minutes(n: int, *, day: str = "2025年3月5日", village: str = "石桥村", more: str = "") -> str:
    return (
        f"{village}会议记录\n时间：{day}\n地点：{village}会议室\n主持人：张建国\n记录人：李秀英\n"
        f"议题：研究第{n}项工作\n会议研究了第{n}项工作的分工和时限，明确了责任人。{more}\n{village}村民委员会\n{day}"
    )


def _official(
    n: int, *, number: str = "", title: str = "", day: str = "2025年3月5日", issuer: str = "青山镇人民政府"
) -> str:
    head = f"{issuer}文件\n{number}\n" if number else ""
    end = f"{issuer}\n" if issuer else ""
    return f"{head}{title or f'关于做好第{n}项工作的通知'}\n各村（社区）：\n为做好第{n}项工作，现将有关事项通知如下，请抓好落实。\n{end}{day}"


def _unfinished() -> Iterator[Case]:
    rule = "E206"
    left = {
        "年份写作 20XX": "本方案自20XX年起施行。",
        "村名写作 ××村": "××村要成立领导小组。",
        "待填写的括号": "投入资金【请填写金额】，完成改造。",
        "文号写作 〔2025〕×号": "按照青政发〔2025〕×号文件要求落实。",
        "范文网的话": "本文档来自范文网，下载后可任意编辑。",
        "“此处填写”": "（此处填写会议内容）",
        "某某村": "某某村高度重视，成立专班。",
        "模板变量": "责任人：{{姓名}}，电话另行公布。",
    }
    for n, (form, words) in enumerate(left.items()):
        ending = ("docx", "txt", "pdf")[n % 3]
        yield planted(
            rule, f"{form}，{ending}", paper(f"会议记录{n}.{ending}", _minutes(900 + n, more=words))
        )
    fine = {
        "隐去名字的张××": "张××户已脱贫。",
        "签字处的空线": "户主签字：________",
        "举例说明": "填表说明：日期格式为20XX年X月。",
        "带“待”字的平常话": "对反映的问题待核查后答复。",
        "小数和型号": "采购X光机一台，型号XR-20。",
    }
    for n, (form, words) in enumerate(fine.items()):
        yield clean(rule, form, paper(f"会议记录{n}.docx", _minutes(920 + n, more=words)))


def _of_others() -> Iterator[Case]:
    rule = "E207"
    for n, (own, other) in enumerate((("石桥村", "柳溪村"), ("大坪村", "白沙村"), ("梅岭村", "双河村"))):
        ending = ("docx", "txt", "pdf")[n]
        yield planted(
            rule,
            f"文件夹是{own}，写的是{other}，{ending}",
            paper(f"{own}/会议记录.{ending}", _minutes(940 + n, village=other)),
        )
        yield clean(
            rule,
            f"文件夹和正文都是{own}，{ending}",
            paper(f"{own}/会议记录.{ending}", _minutes(950 + n, village=own)),
        )
    mixed = _minutes(943, village="石桥村").replace("石桥村村民委员会", "柳溪村村民委员会")
    yield planted(rule, "落款是另一个村", paper("石桥村/石桥村会议记录.docx", mixed))
    within = _minutes(944, village="石桥村", more="柳溪村村两委要认真落实，柳溪村村民代表一致通过。")
    yield planted(rule, "正文里改漏了一段", paper("石桥村/石桥村会议记录2.docx", within))
    yield clean(
        rule,
        "与邻村交界",
        paper("石桥村/石桥村巡查记录.docx", _minutes(945, more="巡查到与柳溪村交界处返回。")),
    )
    yield clean(
        rule,
        "几个村的联合会议",
        paper(
            "石桥村/联合会议记录.docx",
            "联合会议记录\n参加：石桥村、柳溪村、大坪村\n时间：2025年3月5日\n三村商定共管河道。\n2025年3月5日",
        ),
    )
    yield clean(
        rule,
        "镇里的通知发到各村",
        paper("石桥村/关于巡河的通知.docx", _official(946, number="青巡发〔2025〕7号")),
    )


def _times() -> Iterator[Case]:
    rule = "E304"
    for n, day in enumerate(("2026年4月1日", "2026年8月9日", "2026年12月31日")):
        yield planted(
            rule, f"落款 {day}", paper(f"会议记录{n}.{('docx', 'txt', 'pdf')[n]}", _minutes(960 + n, day=day))
        )
    yield planted(rule, "照片的拍摄日期", photo("巡河.jpg", 1400, taken="2026-05-01"))
    yield planted(rule, "文件名的日期", paper("2026年6月1日公示.docx", "项目公示\n现予以公示。"))
    for n, day in enumerate(("2025年12月31日", "2025年11月19日", "2025年1月1日")):
        yield clean(
            rule, f"落款 {day}", paper(f"会议记录{n}.{('docx', 'txt', 'pdf')[n]}", _minutes(965 + n, day=day))
        )
    yield clean(
        rule, "正文写到将来的期限", paper("会议记录.docx", _minutes(968, more="请于2026年12月31日前完成。"))
    )
    yield clean(
        rule,
        "规划到 2030 年",
        paper(
            "产业发展规划.docx",
            "产业发展规划（2025—2030年）\n到2030年建成基地。\n石桥村村民委员会\n2025年3月1日",
        ),
    )
    rule = "E306"
    days = {
        "早了一个月": "2025-02-01",
        "晚了十天": "2025-03-15",
        "上一年": "2024-03-05",
        "晚了三天": "2025-03-08",
        "晚了半年": "2025-09-05",
    }
    for n, (form, day) in enumerate(days.items()):
        yield planted(
            rule,
            f"会议照片{form}",
            paper("会议记录.docx", _minutes(970 + n)),
            photo("会议照片.jpg", 1410 + n, taken=day),
        )
    for n, (form, day) in enumerate(
        {"当天": "2025-03-05", "次日": "2025-03-06", "前一天": "2025-03-04"}.items()
    ):
        yield clean(
            rule,
            f"会议照片{form}",
            paper("会议记录.docx", _minutes(980 + n)),
            photo("会议照片.jpg", 1420 + n, taken=day),
        )
    yield clean(
        rule,
        "不是会议的照片",
        paper("会议记录.docx", _minutes(985)),
        photo("整改后.jpg", 1425, taken="2025-05-05"),
    )
    yield clean(rule, "没有拍摄日期", paper("会议记录.docx", _minutes(986)), photo("会议照片.jpg", 1426))


def _pair(first: str, second: str, one: str, other: str, n: int) -> tuple[File, File]:
    """Two papers of one event, with their days: each has an issuer of its own."""
    made = []
    for name, day in ((first, one), (second, other)):
        text = (
            _official(
                n,
                day=day,
                number=f"青{'甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉'[n - 10]}发〔2025〕{n}号",
                title=f"关于召开第{n}项工作会议的通知",
            )
            if name == "通知"
            else f"第{n}项工作{name}\n时间：{day}\n内容：第{n}项工作{name}，情况属实。\n石桥村村民委员会\n{day}"
        )
        made.append(paper(f"第{n}项工作{name}.docx", text))
    return made[0], made[1]


def _orders() -> Iterator[Case]:
    rule = "E305"
    pairs = (
        ("通知", "会议记录"),
        ("批复", "合同"),
        ("合同", "验收表"),
        ("验收表", "拨付凭证"),
        ("评议会议记录", "公示"),
        ("整改前问题清单", "整改完成报告"),
    )
    for n, (first, second) in enumerate(pairs, 10):
        yield planted(
            rule,
            f"{first}晚于{second}",
            *_pair(first, second, "2025年5月18日", "2025年5月5日", n),
            asks=("全过程资料",),
        )
        yield clean(
            rule,
            f"{first}早于{second}",
            *_pair(first, second, "2025年5月5日", "2025年5月18日", n + 10),
            asks=("全过程资料",),
        )


def _late() -> Iterator[Case]:
    rule = "E307"
    lone = {"is_alone": True, "then": _inspected}

    def made(day: str, first: int, count: int) -> tuple[File, ...]:
        return tuple(
            replace(paper(f"记录{k}.docx", f"第{first + k}号工作记录\n情况正常。"), day=day)
            for k in range(count)
        )

    for n, (form, day) in enumerate(
        {"前一天": "2026-03-24", "前两天": "2026-03-23", "前三天": "2026-03-22", "当天": "2026-03-25"}.items()
    ):
        yield planted(rule, f"全部形成于检查{form}", *made(day, 1000 + 10 * n, 3 + n), **lone)
    yield planted(
        rule,
        "照片全部拍于检查前一天",
        *(photo(f"现场{k}.jpg", 1430 + k, taken="2026-03-24") for k in range(4)),
        **lone,
    )
    for n, day in enumerate(("2025-06-08", "2025-12-20", "2026-03-10", "2026-02-01")):
        yield clean(rule, f"形成于 {day}", *made(day, 1050 + 10 * n, 3 + n), **lone)
    yield clean(
        rule,
        "只有一份形成于前一天",
        *made("2025-06-08", 1090, 3),
        replace(paper("补记.docx", "补记\n情况正常。"), day="2026-03-24"),
        **lone,
    )


def _inspected(here: Here) -> None:
    here.archive.change_settings(replace(here.archive.settings(), inspected="2026-03-25"))


def _form() -> Iterator[Case]:
    titles = (
        "关于开展村庄清洁行动的通知",
        "关于成立工作专班的通知",
        "关于表彰先进的决定",
        "关于落实防汛责任的通知",
        "关于印发考核办法的通知",
    )
    for n, title in enumerate(titles):
        ending = ("docx", "txt", "pdf")[n % 3]
        yield planted(
            "E601", f"{title}没有文号，{ending}", paper(f"{title}.{ending}", _official(1100 + n, title=title))
        )
        yield clean(
            "E601",
            f"{title}有文号，{ending}",
            paper(f"{title}.{ending}", _official(1110 + n, title=title, number=f"青村发〔2025〕{n + 31}号")),
        )
    for n, title in enumerate(titles):
        number = f"青{'子丑寅卯辰'[n]}发〔2025〕9号"
        other = titles[(n + 1) % 5]
        first = paper(f"甲{n}.docx", _official(1120 + n, title=title, number=number))
        yield planted(
            "E602",
            f"{number}用于两份不同的文件",
            first,
            paper(f"乙{n}.docx", _official(1130 + n, title=other, number=number) + "\n另附任务分解情况。"),
        )
        own = f"青{'午未申酉戌'[n]}发〔2025〕9号"
        text = _official(1140 + n, title=title, number=own)
        yield clean("E602", "同一份文件的 Word 和 PDF", paper(f"甲{n}.docx", text), paper(f"甲{n}.pdf", text))
    unsigned = {
        "公示": "关于项目的公示\n现将项目情况予以公示，公示期7天，监督电话0797-1234567，如有异议请反映。\n2025年6月1日",
        "批复": "关于项目的批复\n同意实施该项目，请按程序办理。\n2025年6月1日",
        "通知": _official(1150, number="", issuer=""),
    }
    for n, (name, text) in enumerate([*unsigned.items(), *list(unsigned.items())[:2]]):
        body = text.replace("项目", f"第{n}批项目")
        yield planted("E603", f"{name}没有落款（{n + 1}）", paper(f"关于第{n}批项目的{name}.docx", body))
        yield clean(
            "E603",
            f"{name}有落款（{n + 1}）",
            paper(
                f"关于第{n}批项目的{name}.docx",
                body.replace("2025年6月1日", "青山镇人民政府\n2025年6月1日").replace(
                    "2025年3月5日", "青山镇人民政府\n2025年3月5日"
                ),
            ),
        )
    for n, name in enumerate(("扫描件0012.pdf", "新建文档(3).docx", "1.txt", "文档2.docx", "20250301.pdf")):
        yield planted(
            "E604", f"文件名 {name}，正文没有标题", paper(name, f"已完成，共{n + 3}处。\n其余正常。")
        )
        yield clean("E604", f"文件名 {name}，正文有标题", paper(name, _minutes(1160 + n)))
    yield clean("E604", "文件名说明了内容", paper("石桥村巡河情况.txt", "已完成，共9处。\n其余正常。"))


def _numbers() -> Iterator[Case]:
    rule = "E605"

    def series(letters: str, numbers: tuple[int, ...]) -> tuple[File, ...]:
        return tuple(
            paper(
                f"{k}号.docx",
                _official(
                    1200 + k,
                    title=f"关于{letters}第{k}项工作的通知",
                    number=f"青{letters}发〔2025〕{k}号",
                    day=f"2025年3月{k}日",
                ),
            )
            for k in numbers
        )

    gaps = {
        "办": (1, 2, 3, 5, 6),
        "农": (1, 2, 4, 5, 6, 7),
        "建": (3, 4, 5, 6, 8),
        "卫": (1, 2, 3, 4, 6, 7, 9),
        "教": (10, 11, 12, 14, 15, 16),
    }
    for letters, numbers in gaps.items():
        yield planted(
            rule,
            f"{numbers[0]} 至 {numbers[-1]} 号缺 {len(range(numbers[0], numbers[-1] + 1)) - len(numbers)} 个",
            *series(letters, numbers),
        )
    whole = {
        "宣": (1, 2, 3, 4, 5),
        "综": (2, 3, 4, 5, 6, 7),
        "财": (1, 2, 3),
        "审": (1, 9, 20, 28),
        "安": (5, 6, 7, 8, 9),
    }
    for letters, numbers in whole.items():
        yield clean(rule, f"{'、'.join(map(str, numbers))} 号", *series(letters, numbers))


def _identity(region: str, born: str, sequence: str) -> str:
    """Return a number of nobody's with the right check digit (GB 11643)."""
    digits = region + born + sequence
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    return digits + "10X98765432"[sum(int(d) * w for d, w in zip(digits, weights, strict=True)) % 11]


def _card(start: str) -> str:
    """Return a number with the right check digit (Luhn)."""
    doubled = [int(d) * (2 if n % 2 == 0 else 1) for n, d in enumerate(reversed(start))]
    return start + str(-sum(d // 10 + d % 10 for d in doubled) % 10)


def _private() -> Iterator[Case]:
    people = ("张三", "李四", "王五")
    real = [_identity("360000", f"19{70 + n}0{n + 1}1{n}", f"00{n}") for n in range(5)]
    masked = [f"{one[:6]}********{one[-4:]}" for one in real]
    phones = [f"1380000{1000 + n}" for n in range(5)]
    cards = [_card(f"62284800000000000{n}") for n in range(5)]
    wrong = {
        "E701": [one[:-1] + ("0" if one[-1] != "0" else "1") for one in real],
        "E702": [f"0797-{7000000 + n}" for n in range(5)],
        "E703": [f"{one[:-1]}{(int(one[-1]) + 1) % 10}" for one in cards],
    }
    hidden = {
        "E701": masked,
        "E702": [f"{one[:3]}****{one[-4:]}" for one in phones],
        "E703": [f"{one[:4]}***********{one[-4:]}" for one in cards],
    }
    labels = {"E701": "身份证号", "E702": "联系电话", "E703": "银行卡号"}
    for rule, values in {"E701": real, "E702": phones, "E703": cards}.items():
        label = labels[rule]
        yield planted(rule, "公示表，xlsx", _shown("补助公示.xlsx", label, values, people, rule))
        yield planted(rule, "发放表，csv", _shown("发放名单公示.csv", label, values, people, rule))
        yield planted(
            rule,
            "公示，docx",
            paper("低保公示.docx", _notice("手机号码" if rule == "E702" else label, values[:3], rule)),
        )
        yield planted(
            rule,
            "公示，PDF",
            paper("低保公示.pdf", _notice("电话" if rule == "E702" else label, values[2:], rule + "乙")),
        )
        yield planted(rule, "公示，txt", paper("救助公示.txt", _notice(label, values[2:], rule + "丙")))
        yield clean(
            rule, "中间几位隐去，xlsx", _shown("补助公示.xlsx", label, hidden[rule], people, rule + "丁")
        )
        yield clean(
            rule, "中间几位隐去，docx", paper("低保公示.docx", _notice(label, hidden[rule][1:], rule + "戊"))
        )
        yield clean(
            rule, "校验位不符或座机", paper("低保公示.docx", _notice("编号", wrong[rule][1:], rule + "己"))
        )
        yield clean(rule, "没有号码", paper("低保公示.pdf", _notice(label, ("（略）",), rule + "庚")))
        yield clean(
            rule,
            "长编号",
            paper("项目公示.txt", _notice("项目编号", ("202536072100019" + rule[-1],), rule + "辛")),
        )


def _shown(path: str, label: str, values: list[str], people: tuple[str, ...], mark: str) -> File:
    rows = [
        ["序号", "姓名", label, "备注"],
        *([n, who, values[n - 1], mark] for n, who in enumerate(people, 1)),
    ]
    return sheet(path, "2025年补助名单公示", rows)


def _notice(label: str, values: Sequence[str], mark: str) -> str:
    people = "；".join(
        f"{who}，{label}：{value}" for who, value in zip(("张三", "李四", "王五"), values, strict=False)
    )
    return f"关于{mark}批救助对象的公示\n{people}，均符合条件。\n现予以公示，公示期7天。\n石桥村村民委员会\n2025年6月1日"
