"""Planted cases of E406 and E407: rows and sums of tables that do not agree."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from benchmarks.planted_files import Rows, paper, sheet
from benchmarks.planting import Case, clean, planted

_SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜"
_GIVEN = ("建国", "秀英", "志强", "桂香", "海燕", "德明", "玉兰", "小军")
_VILLAGES = ("石桥村", "柳溪村", "大坪村", "白沙村", "梅岭村", "双河村")


def person(number: int) -> str:
    """A made name, another for each number."""
    return _SURNAMES[number % len(_SURNAMES)] + _GIVEN[number // len(_SURNAMES) % len(_GIVEN)]


def register(count: int, *, numbers: Sequence[int] = ()) -> Rows:
    """A register of households without a sum."""
    serials = numbers or range(1, count + 1)
    return [
        ["序号", "户主姓名", "村民小组", "改厕方式"],
        *([n, person(k), f"{k % 5 + 1}组", "三格式"] for k, n in enumerate(serials)),
    ]


def by_village(label: str, values: Sequence[object], total: object = None, *, column: str = "村名") -> Rows:
    """A table of a value for each village, with a row of totals where one is given."""
    rows: list[list[object]] = [
        ["序号", column, label],
        *([n, v, value] for n, (v, value) in enumerate(zip(_VILLAGES, values, strict=False), 1)),
    ]
    return [*rows, ["合计", "", total]] if total is not None else rows


def cases() -> Iterator[Case]:
    """Yield the cases, defects and twins in turn."""
    yield from _rows()
    yield from _rows_twins()
    yield from _sums()
    yield from _sums_twins()


def _rows() -> Iterator[Case]:
    rule = "E406"
    yield planted(
        rule,
        "序号跳号",
        sheet(
            "石桥村改厕台账.xlsx",
            "石桥村改厕台账",
            register(11, numbers=[1, 2, 3, 4, 5, 6, 8, 9, 10, 11, 12]),
        ),
    )
    yield planted(
        rule,
        "序号重号",
        sheet(
            "柳溪村改厕台账.xlsx", "柳溪村改厕台账", register(11, numbers=[1, 2, 3, 4, 5, 5, 6, 7, 8, 9, 10])
        ),
    )
    yield planted(
        rule,
        "表尾写的户数不符",
        sheet("大坪村改厕花名册.xlsx", "大坪村改厕花名册", register(18), after=["以上共20户。"]),
    )
    yield planted(
        rule, "标题写的户数不符，csv", sheet("白沙村改厕台账.csv", "白沙村改厕台账（共25户）", register(23))
    )
    yield planted(
        rule,
        "Word 表格，文中写的户数不符",
        paper("梅岭村改厕台账.docx", "梅岭村改厕台账\n全村共改厕16户，名单如下。", table=register(14)),
    )
    yield planted(
        rule,
        "总结写的户数与台账行数不符",
        sheet("改厕台账.xlsx", "青山镇改厕台账", register(46)),
        paper("工作总结.docx", "2025年工作总结\n今年全镇完成改厕48户。\n青山镇人民政府\n2025年12月20日"),
    )
    yield planted(
        rule,
        "签到表实到人数不符",
        sheet(
            "会议签到表.xlsx",
            "会议签到表",
            [["序号", "姓名", "职务"], *([n + 1, person(n), "村民代表"] for n in range(24))],
            after=["应到30人，实到27人。"],
        ),
    )


def _rows_twins() -> Iterator[Case]:
    rule = "E406"
    yield clean(rule, "行数与序号相符", sheet("石桥村改厕台账.xlsx", "石桥村改厕台账", register(12)))
    blank = [[n, "", "", ""] for n in range(19, 26)]
    yield clean(
        rule,
        "预印序号的空行",
        sheet("大坪村改厕花名册.xlsx", "大坪村改厕花名册", [*register(18), *blank], after=["以上共18户。"]),
    )
    yield clean(
        rule,
        "两张表之和相符",
        sheet("改厕台账.xlsx", "改厕台账（共30户）", register(18), more=[register(12)]),
    )
    members = [["序号", "户主", "姓名", "关系"]]
    for n in range(6):
        members += [
            [n + 1, person(n), person(n), "户主"],
            ["", "", person(n + 40), "配偶"],
            ["", "", person(n + 80), "子女"],
        ]
    yield clean(
        rule, "一户几人", sheet("家庭成员花名册.xlsx", "家庭成员花名册", members, after=["共6户18人。"])
    )
    yield clean(
        rule,
        "Word 表格相符",
        paper("梅岭村改厕台账.docx", "梅岭村改厕台账\n全村共改厕14户，名单如下。", table=register(14)),
    )
    yield clean(
        rule,
        "总结与台账行数相符，另写别的户数",
        sheet("改厕台账.xlsx", "青山镇改厕台账", register(46)),
        paper(
            "工作总结.docx",
            "2025年工作总结\n全镇共有农户2620户，今年完成改厕46户。\n青山镇人民政府\n2025年12月20日",
        ),
    )
    yield clean(
        rule, "每组重新编号", sheet("分组名册.xlsx", "分组名册（共12户）", [*register(7), *register(5)[1:]])
    )
    yield clean(
        rule,
        "签到表相符",
        sheet(
            "签到表.xlsx",
            "会议签到表",
            [["序号", "姓名", "职务"], *([n + 1, person(n), "村民代表"] for n in range(24))],
            after=["应到30人，实到24人。"],
        ),
    )


def _sums() -> Iterator[Case]:
    rule = "E407"
    values = (46, 52, 61, 38, 70, 59)
    yield planted(
        rule, "xlsx 户数", sheet("改厕统计表.xlsx", "改厕统计表", by_village("改厕户数（户）", values, 336))
    )
    yield planted(
        rule,
        "csv 金额，千分位",
        sheet(
            "补助发放表.csv",
            "补助发放表",
            by_village("金额（元）", ("12,000", "8,400", "9,600", "10,800", "7,200", "6,000"), "56,000"),
        ),
    )
    yield planted(
        rule, "Word 表格", paper("物资统计.docx", "物资统计表", table=by_village("数量", values, 362))
    )
    yield planted(
        rule,
        "小数，万元",
        sheet(
            "项目资金表.xlsx",
            "项目资金表",
            by_village("资金（万元）", (12.5, 8.25, 9.75, 30.1, 6.4, 7.3), 76.3),
        ),
    )
    yield planted(
        rule,
        "合计在首行",
        sheet(
            "统计报表.xlsx",
            "统计报表",
            [
                ["序号", "村名", "面积（亩）"],
                ["", "合计", 400],
                *([n, v, a] for n, (v, a) in enumerate(zip(_VILLAGES, values, strict=True), 1)),
            ],
        ),
    )
    both = [
        ["序号", "村名", "户数", "人数"],
        [1, "石桥村", 10, 31],
        [2, "柳溪村", 12, 40],
        [3, "大坪村", 9, 27],
        ["合计", "", 31, 89],
    ]
    yield planted(rule, "两列中一列不符", sheet("人口统计.xlsx", "人口统计表", both))
    parts = [
        ["序号", "村名", "户数"],
        [1, "石桥村", 10],
        [2, "柳溪村", 12],
        ["小计", "", 22],
        [3, "大坪村", 9],
        [4, "白沙村", 11],
        ["小计", "", 21],
        ["合计", "", 42],
    ]
    yield planted(rule, "一处小计不符", sheet("分片统计.xlsx", "分片统计表", parts))
    text = "物资发放表\n" + "\n".join("\t".join(map(str, row)) for row in by_village("袋数", values, 328))
    yield planted(rule, "txt，制表符分列", paper("物资发放表.txt", text))


def _sums_twins() -> Iterator[Case]:
    rule = "E407"
    values = (46, 52, 61, 38, 70, 59)
    yield clean(
        rule, "xlsx 相符", sheet("改厕统计表.xlsx", "改厕统计表", by_village("改厕户数（户）", values, 326))
    )
    yield clean(
        rule, "Word 表格相符", paper("物资统计.docx", "物资统计表", table=by_village("数量", values, 326))
    )
    yield clean(
        rule,
        "小数舍入",
        sheet("资金表.xlsx", "资金表", by_village("资金（万元）", (3.33, 3.33, 3.33, 2.17, 1.17, 6.67), 20)),
    )
    rates = [
        ["序号", "村名", "户数", "参保率(%)", "人均收入（元）"],
        [1, "石桥村", 10, 98.5, 15200],
        [2, "柳溪村", 12, 99.1, 16100],
        [3, "大坪村", 9, 97.2, 14900],
        ["合计", "", 31, 98.3, 15440],
    ]
    yield clean(rule, "比率和均值不相加", sheet("情况统计.xlsx", "情况统计表", rates))
    parts = [
        ["序号", "村名", "户数"],
        [1, "石桥村", 10],
        [2, "柳溪村", 12],
        ["小计", "", 22],
        [3, "大坪村", 9],
        [4, "白沙村", 11],
        ["小计", "", 20],
        ["合计", "", 42],
    ]
    yield clean(rule, "小计与合计都相符", sheet("分片统计.xlsx", "分片统计表", parts))
    within = [
        ["序号", "村名", "户数"],
        [1, "石桥村", 10],
        ["", "其中：脱贫户", 3],
        [2, "柳溪村", 12],
        ["", "其中：脱贫户", 4],
        ["合计", "", 22],
    ]
    yield clean(rule, "其中行不计入", sheet("户数统计.xlsx", "户数统计表", within))
    yield clean(
        rule,
        "合计在首行且相符",
        sheet(
            "报表.xlsx",
            "统计报表",
            [
                ["序号", "村名", "面积（亩）"],
                ["", "合计", 326],
                *([n, v, a] for n, (v, a) in enumerate(zip(_VILLAGES, values, strict=True), 1)),
            ],
        ),
    )
    phones = [
        ["序号", "姓名", "电话", "补助（元）"],
        [1, "张三", "138****0000", 100],
        [2, "李四", "139****0000", 200],
        [3, "王五", "137****0000", 300],
        ["合计", "", "3人", 600],
    ]
    yield clean(rule, "电话列旁写人数", sheet("补助名单.xlsx", "补助名单", phones))
    yield clean(
        rule,
        "csv 相符",
        sheet(
            "补助发放表.csv",
            "补助发放表",
            by_village("金额（元）", ("12,000", "8,400", "9,600", "10,800", "7,200", "6,000"), "54,000"),
        ),
    )
