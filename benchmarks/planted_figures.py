"""Planted cases of E405 and E408: figures that do not agree."""

from __future__ import annotations

from collections.abc import Iterator

from benchmarks.planted_files import paper, sheet
from benchmarks.planted_tables import by_village, person, register
from benchmarks.planting import Case, clean, planted


def cases() -> Iterator[Case]:
    """Yield the cases, defects and twins in turn."""
    yield from _told()
    yield from _told_twins()
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
                f"危房改造验收表\n户主：{person(n)}\n房屋建筑面积{60 + 7 * n}平方米，家庭人口{n + 2}人。\n2025年9月{n + 1}日",
            )
            for n in range(4)
        ),
    )


def _checks() -> Iterator[Case]:
    rule = "E408"
    ledger = by_village("改厕户数（户）", (46, 52, 61, 38, 70, 59), 326)
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
        sheet("石桥村改厕花名册.xlsx", "石桥村改厕花名册", register(48)),
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
            by_village("复耕面积（亩）", (10.5, 22, 8, 14, 6.5, 20), 81),
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
    ledger = by_village("改厕户数（户）", (46, 52, 61, 38, 70, 59), 326)
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
        sheet("石桥村改厕花名册.xlsx", "石桥村改厕花名册", register(48)),
        paper(
            "石桥村改厕抽查情况.docx",
            "石桥村改厕抽查情况\n随机抽查10户，均能正常使用，满意率100%。\n2025年11月3日",
        ),
    )
    yield clean(
        rule,
        "两个村",
        sheet("石桥村改厕花名册.xlsx", "石桥村改厕花名册", register(48)),
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
            by_village("清运量（吨）", (10, 12, 9, 8, 7, 6), 52),
        ),
        paper("二季度清运核查.docx", "2025年二季度垃圾清运核查情况\n核实清运量61吨。\n2025年7月3日"),
    )
    yield clean(
        rule,
        "核查别的事项",
        sheet("石桥村改厕花名册.xlsx", "石桥村改厕花名册", register(48)),
        paper(
            "石桥村排水沟核查记录.docx",
            "石桥村排水沟核查记录\n现场查看排水沟3条，已清淤2.4公里。\n2025年11月3日",
        ),
    )
