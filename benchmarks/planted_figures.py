"""Planted cases of E405 to E408: figures, rows and sums that do not agree."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from benchmarks.planted_files import Rows, paper, sheet
from benchmarks.planting import Case, clean, planted

_SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜"
_GIVEN = ("建国", "秀英", "志强", "桂香", "海燕", "德明", "玉兰", "小军")
_VILLAGES = ("石桥村", "柳溪村", "大坪村", "白沙村", "梅岭村", "双河村")


def _name(number: int) -> str:
    return _SURNAMES[number % len(_SURNAMES)] + _GIVEN[number // len(_SURNAMES) % len(_GIVEN)]


def _register(count: int, *, numbers: Sequence[int] = ()) -> Rows:
    """A register of households without a sum."""
    serials = numbers or range(1, count + 1)
    return [
        ["序号", "户主姓名", "村民小组", "改厕方式"],
        *([n, _name(k), f"{k % 5 + 1}组", "三格式"] for k, n in enumerate(serials)),
    ]


def _by_village(label: str, values: Sequence[object], total: object = None, *, column: str = "村名") -> Rows:
    rows: list[list[object]] = [
        ["序号", column, label],
        *([n, v, value] for n, (v, value) in enumerate(zip(_VILLAGES, values, strict=False), 1)),
    ]
    return [*rows, ["合计", "", total]] if total is not None else rows


def cases() -> Iterator[Case]:
    """Yield the cases, defects and twins in turn."""
    yield from _told()
    yield from _told_twins()
    yield from _rows()
    yield from _rows_twins()
    yield from _sums()
    yield from _sums_twins()
    yield from _checks()
    yield from _checks_twins()


def _told() -> Iterator[Case]:
    rule = "E405"
    yield planted(
        rule,
        "总结与汇报，改厕户数",
        paper(
            "2025年改厕工作总结.docx",
            "青山镇2025年改厕工作总结\n全镇共完成改厕326户，群众满意。\n青山镇人民政府\n2025年12月20日",
        ),
        paper(
            "改厕工作情况汇报.docx",
            "改厕工作情况汇报\n今年全镇改厕362户，资金全部到位。\n青山镇人民政府\n2025年12月28日",
        ),
    )
    yield planted(
        rule,
        "总结与台账合计",
        paper(
            "工作总结.docx", "石桥村2025年工作总结\n全村新建公路12.5公里。\n石桥村村民委员会\n2025年12月20日"
        ),
        sheet(
            "石桥村公路台账.xlsx",
            "石桥村公路台账",
            [
                ["序号", "路线", "新建公路（公里）"],
                [1, "东线", 5.5],
                [2, "西线", 4.5],
                [3, "南线", 5],
                ["合计", "", 15],
            ],
        ),
    )
    yield planted(
        rule,
        "比率，PDF 第二页",
        paper(
            "自评报告.pdf",
            "青山镇2025年自评报告\n各项工作有序推进。\f二、完成情况\n城乡居民医保参保率98.6%，稳步提高。\n青山镇人民政府\n2025年12月20日",
        ),
        paper(
            "医保工作总结.docx", "2025年医保工作总结\n全镇医保参保率为96.8%。\n青山镇人民政府\n2025年12月25日"
        ),
    )
    yield planted(
        rule,
        "万元与元",
        paper(
            "资金使用情况报告.docx", "资金使用情况报告\n衔接资金支出12.5万元。\n青山镇人民政府\n2025年12月1日"
        ),
        paper(
            "资金公示.docx",
            "2025年资金公示\n衔接资金支出共152000元，公示期7天。\n青山镇人民政府\n2025年12月5日",
        ),
    )
    yield planted(
        rule,
        "面积，txt 与 docx",
        paper("统计表.txt", "2025年早稻统计表\n全镇早稻播种面积5180亩。\n2025年7月1日"),
        paper(
            "粮食生产总结.docx",
            "粮食生产总结\n今年早稻播种面积达到5810亩，完成任务。\n青山镇人民政府\n2025年7月20日",
        ),
    )
    yield planted(
        rule,
        "同一个村的两份材料",
        paper(
            "石桥村/石桥村总结.docx",
            "石桥村2025年总结\n我村发展油茶460亩，带动增收。\n石桥村村民委员会\n2025年12月2日",
        ),
        paper(
            "石桥村/石桥村产业情况报告.docx",
            "石桥村产业情况报告\n全村油茶640亩。\n石桥村村民委员会\n2025年12月6日",
        ),
    )
    yield planted(
        rule,
        "总结与公示，安装路灯盏数",
        paper("亮化工作总结.docx", "亮化工作总结\n共安装太阳能路灯128盏。\n青山镇人民政府\n2025年11月20日"),
        paper(
            "路灯项目公示.docx",
            "路灯项目公示\n安装太阳能路灯182盏，现予以公示。\n青山镇人民政府\n2025年11月25日",
        ),
    )


def _told_twins() -> Iterator[Case]:
    rule = "E405"
    yield clean(
        rule,
        "两处相同",
        paper(
            "改厕工作总结.docx",
            "青山镇2025年改厕工作总结\n全镇共完成改厕326户。\n青山镇人民政府\n2025年12月20日",
        ),
        paper("改厕情况汇报.docx", "改厕工作情况汇报\n今年全镇改厕326户。\n青山镇人民政府\n2025年12月28日"),
    )
    yield clean(
        rule,
        "四舍五入",
        paper("自评报告.docx", "青山镇2025年自评报告\n医保参保率98.6%。\n青山镇人民政府\n2025年12月20日"),
        paper("医保总结.docx", "2025年医保工作总结\n医保参保率98.63%。\n青山镇人民政府\n2025年12月25日"),
    )
    yield clean(
        rule,
        "两个村",
        paper("石桥村总结.docx", "石桥村2025年总结\n我村发展油茶460亩。\n石桥村村民委员会\n2025年12月2日"),
        paper("柳溪村总结.docx", "柳溪村2025年总结\n我村发展油茶640亩。\n柳溪村村民委员会\n2025年12月2日"),
    )
    yield clean(
        rule,
        "计划与完成",
        paper("改厕实施方案.docx", "2025年改厕实施方案\n全镇改厕400户。\n青山镇人民政府\n2025年3月1日"),
        paper("改厕工作总结.docx", "2025年改厕工作总结\n全镇改厕326户。\n青山镇人民政府\n2025年12月20日"),
    )
    yield clean(
        rule,
        "上半年与全年",
        paper(
            "上半年改厕工作总结.docx",
            "2025年上半年改厕工作总结\n全镇改厕150户。\n青山镇人民政府\n2025年7月1日",
        ),
        paper("改厕工作总结.docx", "2025年改厕工作总结\n全镇改厕326户。\n青山镇人民政府\n2025年12月20日"),
    )
    yield clean(
        rule,
        "两个季度的报表",
        paper(
            "一季度报表.docx",
            "2025年第一季度工作报表\n开展巡查36次，清理河道12公里。\n青山镇人民政府\n2025年4月1日",
        ),
        paper(
            "二季度报表.docx",
            "2025年第二季度工作报表\n开展巡查42次，清理河道18公里。\n青山镇人民政府\n2025年7月1日",
        ),
    )
    yield clean(
        rule,
        "部分与总数",
        paper(
            "改厕总结.docx",
            "2025年改厕工作总结\n全镇改厕326户，其中脱贫户改厕41户，一般户改厕285户。\n青山镇人民政府\n2025年12月20日",
        ),
        paper(
            "脱贫户改厕情况报告.docx",
            "脱贫户改厕情况报告\n今年脱贫户改厕41户。\n青山镇人民政府\n2025年12月22日",
        ),
    )
    yield clean(
        rule,
        "两次会议的参会人数",
        paper("3月会议记录.docx", "工作会议记录\n时间：2025年3月5日\n应到38人，实到35人。\n2025年3月5日"),
        paper("5月会议记录.docx", "工作会议记录\n时间：2025年5月5日\n应到38人，实到31人。\n2025年5月5日"),
    )
    yield clean(
        rule,
        "逐户的验收表",
        *(
            paper(
                f"验收表{n}.docx",
                f"危房改造验收表\n户主：{_name(n)}\n房屋建筑面积{60 + 7 * n}平方米，家庭人口{n + 2}人。\n2025年9月{n + 1}日",
            )
            for n in range(4)
        ),
    )


def _rows() -> Iterator[Case]:
    rule = "E406"
    yield planted(
        rule,
        "序号跳号",
        sheet(
            "石桥村改厕台账.xlsx",
            "石桥村改厕台账",
            _register(11, numbers=[1, 2, 3, 4, 5, 6, 8, 9, 10, 11, 12]),
        ),
    )
    yield planted(
        rule,
        "序号重号",
        sheet(
            "柳溪村改厕台账.xlsx", "柳溪村改厕台账", _register(11, numbers=[1, 2, 3, 4, 5, 5, 6, 7, 8, 9, 10])
        ),
    )
    yield planted(
        rule,
        "表尾写的户数不符",
        sheet("大坪村改厕花名册.xlsx", "大坪村改厕花名册", _register(18), after=["以上共20户。"]),
    )
    yield planted(
        rule, "标题写的户数不符，csv", sheet("白沙村改厕台账.csv", "白沙村改厕台账（共25户）", _register(23))
    )
    yield planted(
        rule,
        "Word 表格，文中写的户数不符",
        paper("梅岭村改厕台账.docx", "梅岭村改厕台账\n全村共改厕16户，名单如下。", table=_register(14)),
    )
    yield planted(
        rule,
        "总结写的户数与台账行数不符",
        sheet("改厕台账.xlsx", "青山镇改厕台账", _register(46)),
        paper("工作总结.docx", "2025年工作总结\n今年全镇完成改厕48户。\n青山镇人民政府\n2025年12月20日"),
    )
    yield planted(
        rule,
        "签到表实到人数不符",
        sheet(
            "会议签到表.xlsx",
            "会议签到表",
            [["序号", "姓名", "职务"], *([n + 1, _name(n), "村民代表"] for n in range(24))],
            after=["应到30人，实到27人。"],
        ),
    )


def _rows_twins() -> Iterator[Case]:
    rule = "E406"
    yield clean(rule, "行数与序号相符", sheet("石桥村改厕台账.xlsx", "石桥村改厕台账", _register(12)))
    blank = [[n, "", "", ""] for n in range(19, 26)]
    yield clean(
        rule,
        "预印序号的空行",
        sheet("大坪村改厕花名册.xlsx", "大坪村改厕花名册", [*_register(18), *blank], after=["以上共18户。"]),
    )
    yield clean(
        rule,
        "两张表之和相符",
        sheet("改厕台账.xlsx", "改厕台账（共30户）", _register(18), more=[_register(12)]),
    )
    members = [["序号", "户主", "姓名", "关系"]]
    for n in range(6):
        members += [
            [n + 1, _name(n), _name(n), "户主"],
            ["", "", _name(n + 40), "配偶"],
            ["", "", _name(n + 80), "子女"],
        ]
    yield clean(
        rule, "一户几人", sheet("家庭成员花名册.xlsx", "家庭成员花名册", members, after=["共6户18人。"])
    )
    yield clean(
        rule,
        "Word 表格相符",
        paper("梅岭村改厕台账.docx", "梅岭村改厕台账\n全村共改厕14户，名单如下。", table=_register(14)),
    )
    yield clean(
        rule,
        "总结与台账行数相符，另写别的户数",
        sheet("改厕台账.xlsx", "青山镇改厕台账", _register(46)),
        paper(
            "工作总结.docx",
            "2025年工作总结\n全镇共有农户2620户，今年完成改厕46户。\n青山镇人民政府\n2025年12月20日",
        ),
    )
    yield clean(
        rule, "每组重新编号", sheet("分组名册.xlsx", "分组名册（共12户）", [*_register(7), *_register(5)[1:]])
    )
    yield clean(
        rule,
        "签到表相符",
        sheet(
            "签到表.xlsx",
            "会议签到表",
            [["序号", "姓名", "职务"], *([n + 1, _name(n), "村民代表"] for n in range(24))],
            after=["应到30人，实到24人。"],
        ),
    )


def _sums() -> Iterator[Case]:
    rule = "E407"
    values = (46, 52, 61, 38, 70, 59)
    yield planted(
        rule, "xlsx 户数", sheet("改厕统计表.xlsx", "改厕统计表", _by_village("改厕户数（户）", values, 336))
    )
    yield planted(
        rule,
        "csv 金额，千分位",
        sheet(
            "补助发放表.csv",
            "补助发放表",
            _by_village("金额（元）", ("12,000", "8,400", "9,600", "10,800", "7,200", "6,000"), "56,000"),
        ),
    )
    yield planted(
        rule, "Word 表格", paper("物资统计.docx", "物资统计表", table=_by_village("数量", values, 362))
    )
    yield planted(
        rule,
        "小数，万元",
        sheet(
            "项目资金表.xlsx",
            "项目资金表",
            _by_village("资金（万元）", (12.5, 8.25, 9.75, 30.1, 6.4, 7.3), 76.3),
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
    text = "物资发放表\n" + "\n".join("\t".join(map(str, row)) for row in _by_village("袋数", values, 328))
    yield planted(rule, "txt，制表符分列", paper("物资发放表.txt", text))


def _sums_twins() -> Iterator[Case]:
    rule = "E407"
    values = (46, 52, 61, 38, 70, 59)
    yield clean(
        rule, "xlsx 相符", sheet("改厕统计表.xlsx", "改厕统计表", _by_village("改厕户数（户）", values, 326))
    )
    yield clean(
        rule, "Word 表格相符", paper("物资统计.docx", "物资统计表", table=_by_village("数量", values, 326))
    )
    yield clean(
        rule,
        "小数舍入",
        sheet("资金表.xlsx", "资金表", _by_village("资金（万元）", (3.33, 3.33, 3.33, 2.17, 1.17, 6.67), 20)),
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
            _by_village("金额（元）", ("12,000", "8,400", "9,600", "10,800", "7,200", "6,000"), "54,000"),
        ),
    )


def _checks() -> Iterator[Case]:
    rule = "E408"
    ledger = _by_village("改厕户数（户）", (46, 52, 61, 38, 70, 59), 326)
    yield planted(
        rule,
        "台账合计与核查报告",
        sheet("改厕台账.xlsx", "青山镇改厕台账", ledger),
        paper(
            "改厕实地核查报告.docx",
            "改厕实地核查报告\n经实地核查，全镇改厕户数319户。\n核查组\n2025年12月10日",
        ),
    )
    yield planted(
        rule,
        "台账行数与现场实有",
        sheet(
            "石桥村公厕清单.xlsx",
            "石桥村公厕清单",
            [["序号", "公厕名称", "位置"], *([n, f"{n}号公厕", "村口"] for n in range(1, 15))],
        ),
        paper(
            "公厕现场核查记录.docx",
            "石桥村公厕现场核查记录\n现场实有12座，其余2座已拆除。\n石桥村村民委员会\n2025年11月3日",
        ),
    )
    yield planted(
        rule,
        "花名册行数与入户核实",
        sheet("石桥村改厕花名册.xlsx", "石桥村改厕花名册", _register(48)),
        paper("石桥村改厕验收情况.docx", "石桥村改厕验收情况\n逐户验收，核实45户。\n验收组\n2025年11月3日"),
    )
    yield planted(
        rule,
        "登记表与回访记录，路灯盏数",
        paper("路灯登记表.docx", "路灯登记表\n全镇共安装太阳能路灯128盏。\n2025年10月1日"),
        paper("路灯回访记录.docx", "路灯回访记录\n现有太阳能路灯121盏，其中5盏不亮。\n2025年11月1日"),
    )
    yield planted(
        rule,
        "面积统计与抽查核实",
        sheet(
            "复耕统计表.xlsx",
            "撂荒地复耕统计表",
            _by_village("复耕面积（亩）", (10.5, 22, 8, 14, 6.5, 20), 81),
        ),
        paper("复耕现场抽查情况.docx", "撂荒地复耕现场抽查情况\n经核实，复耕面积74.5亩。\n2025年11月1日"),
    )
    yield planted(
        rule,
        "暗访通报，txt",
        paper("垃圾桶台账.txt", "垃圾桶台账\n全村配置分类垃圾桶96个。\n2025年5月1日"),
        paper("暗访情况.txt", "人居环境暗访情况\n现场查看分类垃圾桶69个。\n2025年6月1日"),
    )


def _checks_twins() -> Iterator[Case]:
    rule = "E408"
    ledger = _by_village("改厕户数（户）", (46, 52, 61, 38, 70, 59), 326)
    yield clean(
        rule,
        "核查与台账相符",
        sheet("改厕台账.xlsx", "青山镇改厕台账", ledger),
        paper(
            "改厕实地核查报告.docx",
            "改厕实地核查报告\n经实地核查，全镇改厕户数326户。\n核查组\n2025年12月10日",
        ),
    )
    yield clean(
        rule,
        "抽查样本",
        sheet("石桥村改厕花名册.xlsx", "石桥村改厕花名册", _register(48)),
        paper(
            "石桥村改厕抽查情况.docx",
            "石桥村改厕抽查情况\n随机抽查10户，均能正常使用，满意率100%。\n2025年11月3日",
        ),
    )
    yield clean(
        rule,
        "两个村",
        sheet("石桥村改厕花名册.xlsx", "石桥村改厕花名册", _register(48)),
        paper("柳溪村改厕验收情况.docx", "柳溪村改厕验收情况\n逐户验收，核实45户。\n验收组\n2025年11月3日"),
    )
    yield clean(
        rule,
        "现场实有与清单相符",
        sheet(
            "石桥村公厕清单.xlsx",
            "石桥村公厕清单",
            [["序号", "公厕名称", "位置"], *([n, f"{n}号公厕", "村口"] for n in range(1, 15))],
        ),
        paper(
            "公厕现场核查记录.docx",
            "石桥村公厕现场核查记录\n现场实有14座，均正常开放。\n石桥村村民委员会\n2025年11月3日",
        ),
    )
    yield clean(
        rule,
        "两个季度",
        sheet(
            "一季度垃圾清运台账.xlsx",
            "2025年一季度垃圾清运台账",
            _by_village("清运量（吨）", (10, 12, 9, 8, 7, 6), 52),
        ),
        paper("二季度清运核查.docx", "2025年二季度垃圾清运核查情况\n核实清运量61吨。\n2025年7月3日"),
    )
    yield clean(
        rule,
        "核查别的事项",
        sheet("石桥村改厕花名册.xlsx", "石桥村改厕花名册", _register(48)),
        paper(
            "石桥村排水沟核查记录.docx",
            "石桥村排水沟核查记录\n现场查看排水沟3条，已清淤2.4公里。\n2025年11月3日",
        ),
    )
