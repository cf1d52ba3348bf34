"""Planted cases of E402 to E408 in forms that were thought of only after the rules stood.

At their first run 16 of 25 defects were found, and 4 of 20 twins reported; false alarms and some misses were mended then.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from benchmarks.photo_changes import CHANGES
from benchmarks.photo_scenes import photograph
from benchmarks.planted_files import near, paper, photo, sheet
from benchmarks.planted_texts import variant
from benchmarks.planting import Case, clean, planted

_HOUSES = (
    "张建国",
    "李秀英",
    "王志强",
    "陈桂香",
    "刘德明",
    "黄玉兰",
    "吴小军",
    "周海燕",
    "郑文斌",
    "冯春花",
    "褚大勇",
    "卫红梅",
)


def cases() -> Iterator[Case]:
    """Yield the cases, defects and twins in turn."""
    yield from _pictures()
    yield from _texts()
    yield from _figures()
    yield from _tables()
    yield from _checks()


def _pictures() -> Iterator[Case]:
    twice = CHANGES["cut, watermark, sent"]
    yield planted(
        "E402",
        "裁切、加水印又转发，两村",
        photo("大坪村/巡查.jpg", 300),
        photo("白沙村/巡查.jpg", twice(photograph(300), np.random.default_rng(5))),
    )
    yield planted(
        "E402",
        "实施前、实施后写在文件名末尾",
        photo("照片/沟渠1-前.jpg", 301),
        photo("照片/沟渠1-后.jpg", CHANGES["brighter"](photograph(301), None)),
    )
    yield planted(
        "E402",
        "左右翻转后用于另一村",
        photo("大坪村/会场.jpg", 302),
        photo("白沙村/会场.jpg", photograph(302)[:, ::-1].copy()),
    )
    yield clean(
        "E402",
        "两村会议室相仿，另拍",
        photo("大坪村/会场.jpg", photograph(303, 0)),
        photo("白沙村/会场.jpg", photograph(304, 0)),
    )
    yield clean(
        "E402",
        "同一路段春秋两次巡查",
        photo("20250310/巡查.jpg", photograph(305, 1)),
        photo("20251010/巡查.jpg", photograph(305, 3)),
    )
    yield planted("E404", "文件夹写 2025.3.5", photo("2025.3.5植树/1.jpg", 310, taken="2025-11-05"))
    yield planted("E404", "文件名只写月日", photo("3月5日植树.jpg", 311, taken="2025-11-05"))
    yield planted("E404", "文件名是 6 月，拍摄是 9 月", photo("2025年6月植树.jpg", 312, taken="2025-09-05"))
    yield clean("E404", "活动持续三天", photo("2025年3月5日至7日培训.jpg", 313, taken="2025-03-07"))
    yield clean(
        "E404",
        "文件名写的是文件日期",
        photo("关于植树的通知（2025年3月1日）照片.jpg", 314, taken="2025-03-02"),
    )
    yield clean("E404", "只有一张有地点", photo("杨家村/1.jpg", 315, place=near(6, 0), taken="2025-06-08"))


def _texts() -> Iterator[Case]:
    one, two = ("大坪村", "刘德明", "2025年4月2日"), ("白沙村", "黄玉兰", "2025年4月20日")
    yield planted(
        "E403",
        "七句中换了一句",
        paper("大坪村会议记录.docx", variant("会议记录", 71, one)),
        paper("白沙村会议记录.docx", variant("会议记录", 71, two, other=1)),
    )
    yield planted(
        "E403",
        "七句中换了三句",
        paper("大坪村走访记录.docx", variant("走访记录", 72, one)),
        paper("白沙村走访记录.docx", variant("走访记录", 72, two, other=3)),
    )
    yield planted(
        "E403",
        "句子调换了次序",
        paper("大坪村工作总结.docx", variant("工作总结", 73, one)),
        paper("白沙村工作总结.docx", variant("工作总结", 73, two, is_turned=True)),
    )
    yield clean(
        "E403",
        "七句中有一句相同",
        paper("大坪村会议记录.docx", variant("会议记录", 74, one)),
        paper("白沙村会议记录.docx", variant("会议记录", 74, two, other=6)),
    )
    yield clean(
        "E403",
        "短记录",
        paper("大坪村巡查记录.txt", "大坪村巡查记录\n水面清洁，无异常。\n2025年4月2日"),
        paper("白沙村巡查记录.txt", "白沙村巡查记录\n水面清洁，无异常。\n2025年4月20日"),
    )


def _report(title: str, said: str, day: str = "2025年12月20日", by: str = "青山镇人民政府") -> str:
    return f"{title}\n{said}\n{by}\n{day}"


def _figures() -> Iterator[Case]:
    rule = "E405"
    yield planted(
        rule,
        "人次不同",
        paper("培训总结.docx", _report("2025年培训工作总结", "开展实用技术培训12期，培训群众680人次。")),
        paper("培训情况汇报.docx", _report("培训情况汇报", "今年培训群众860人次。")),
    )
    yield planted(
        rule,
        "标签在数后面",
        paper("改厕总结.docx", _report("2025年改厕工作总结", "全镇共有326户完成了改厕。")),
        paper("改厕汇报.docx", _report("改厕情况汇报", "全镇共有362户完成了改厕。")),
    )
    rows = [["序号", "村名", "户厕改造（户）"], [1, "石桥村", 100], [2, "柳溪村", 120], ["合计", "", 220]]
    yield planted(
        rule,
        "Word 表格合计与总结",
        paper("统计表.docx", "2025年户厕改造统计表\n2025年12月1日", table=rows),
        paper("总结.docx", _report("2025年工作总结", "全镇完成户厕改造230户。")),
    )
    yield planted(
        rule,
        "冒号写法",
        paper("情况说明.txt", _report("河道治理情况说明", "清淤河道：4.6公里")),
        paper("河道治理总结.docx", _report("河道治理总结", "清淤河道6.4公里。")),
    )
    yield planted(
        rule,
        "百分点与比率",
        paper("自评报告.docx", _report("2025年自评报告", "卫生厕所普及率达到95.2%。")),
        paper("总结.docx", _report("2025年工作总结", "农村卫生厕所普及率92.5%。")),
    )
    yield clean(
        rule,
        "两个项目各自的长度",
        paper("东线总结.docx", _report("东线公路建设总结", "硬化路面3.2公里。")),
        paper("西线总结.docx", _report("西线公路建设总结", "硬化路面1.5公里。")),
    )
    yield clean(
        rule,
        "去年与今年",
        paper("总结.docx", _report("2025年改厕工作总结", "今年改厕326户，去年改厕290户。")),
        paper("汇报.docx", _report("改厕情况汇报", "今年改厕326户。")),
    )
    yield clean(
        rule,
        "约数",
        paper("总结.docx", _report("2025年总结", "发放宣传资料2000余份。")),
        paper("汇报.docx", _report("宣传情况汇报", "发放宣传资料2060份。")),
    )
    yield clean(
        rule,
        "新增与累计",
        paper("总结.docx", _report("2025年总结", "新增护林员12人。")),
        paper("汇报.docx", _report("护林情况汇报", "现有护林员46人。")),
    )


def _tables() -> Iterator[Case]:
    head = [["序号", "户主姓名", "补助情况", ""], ["", "", "标准（元）", "金额（元）"]]
    body = [[n, who, 100, 100 + n] for n, who in enumerate(_HOUSES[:8], 1)]
    right = sum(int(row[3]) for row in body)
    yield planted("E406", "两行表头，少一行", sheet("补助花名册.xlsx", "补助花名册（共9户）", [*head, *body]))
    yield clean("E406", "两行表头，相符", sheet("补助花名册.xlsx", "补助花名册（共8户）", [*head, *body]))
    yield planted(
        "E406",
        "参会人员共几人",
        sheet(
            "参会签到.xlsx",
            "会议签到表",
            [["序号", "姓名", "电话"], *([n, who, ""] for n, who in enumerate(_HOUSES, 1))],
            after=["参会人员共15人"],
        ),
    )
    yield planted(
        "E406",
        "总结写的村数与名册不符",
        sheet(
            "示范村名单.xlsx",
            "示范村名单",
            [["序号", "村名", "类型"], [1, "石桥村", "甲"], [2, "柳溪村", "乙"], [3, "大坪村", "甲"]],
        ),
        paper("总结.docx", _report("2025年总结", "创建示范村5个。")),
    )
    yield clean(
        "E406",
        "人员名单另写户数",
        sheet(
            "人员花名册.xlsx",
            "人员花名册（涉及农户共5户）",
            [["序号", "姓名", "备注"], *([n, who, ""] for n, who in enumerate(_HOUSES, 1))],
        ),
    )
    yield clean(
        "E406",
        "页码和期数",
        sheet(
            "名单.xlsx",
            "名单（第2期，共3页）",
            [["序号", "姓名", "备注"], *([n, who, ""] for n, who in enumerate(_HOUSES, 1))],
        ),
    )
    yield planted(
        "E407", "两行表头", sheet("补助表.xlsx", "补助表", [*head, *body, ["合计", "", "", right + 50]])
    )
    yield clean(
        "E407", "两行表头，相符", sheet("补助表.xlsx", "补助表", [*head, *body, ["合计", "", "", right]])
    )
    plain = [["序号", "村名", "户数"], [1, "石桥村", 31], [2, "柳溪村", 42], [3, "大坪村", 27]]
    yield planted("E407", "“合  计”中间有空格", sheet("统计表.xlsx", "统计表", [*plain, ["合  计", "", 110]]))
    yield planted(
        "E407",
        "第二张表不符",
        sheet("统计表.xlsx", "统计表", [*plain, ["合计", "", 100]], more=[[*plain, ["合计", "", 101]]]),
    )
    yield planted("E407", "合计写成“101户”", sheet("统计表.xlsx", "统计表", [*plain, ["合计", "", "101户"]]))
    yield planted(
        "E407",
        "横排，合计在最后一列",
        sheet(
            "统计表.xlsx",
            "统计表",
            [
                ["项目", "石桥村", "柳溪村", "大坪村", "合计"],
                ["户数", 31, 42, 27, 110],
                ["人数", 90, 120, 80, 290],
            ],
        ),
    )
    running = [
        ["序号", "月份", "当月", "累计"],
        [1, "1月", 10, 10],
        [2, "2月", 12, 22],
        [3, "3月", 9, 31],
        ["合计", "", 31, 31],
    ]
    yield clean("E407", "累计列", sheet("月报.xlsx", "月报表", running))
    yield clean(
        "E407",
        "横排，相符",
        sheet(
            "统计表.xlsx",
            "统计表",
            [
                ["项目", "石桥村", "柳溪村", "大坪村", "合计"],
                ["户数", 31, 42, 27, 100],
                ["人数", 90, 120, 80, 290],
            ],
        ),
    )
    yield clean(
        "E407", "去重后的合计", sheet("统计表.xlsx", "统计表", [*plain, ["合计", "", "100（去重后96）"]])
    )


def _checks() -> Iterator[Case]:
    rule = "E408"
    homes = [["序号", "户主姓名", "组别"], *([n, who, "一组"] for n, who in enumerate(_HOUSES, 1))]
    yield planted(
        rule,
        "安置入住",
        sheet("安置户台账.xlsx", "安置户台账", homes),
        paper(
            "安置点入户核查.docx", _report("安置点入户核查情况", "台账登记12户，实际入住9户。", by="核查组")
        ),
    )
    yield planted(
        rule,
        "树木株数",
        paper("绿化台账.txt", "绿化台账\n栽植香樟320株。\n2025年4月1日"),
        paper(
            "绿化验收.docx",
            _report("绿化验收意见", "现场清点，栽植香樟成活280株。", "2025年6月1日", "验收组"),
        ),
    )
    yield planted(
        rule,
        "督查通报",
        paper("清运台账.txt", "垃圾清运台账\n配备清运车6台。\n2025年4月1日"),
        paper(
            "督查通报.docx",
            _report("环境卫生督查情况", "现场查看，配备清运车4台。", "2025年6月1日", "督查组"),
        ),
    )
    yield clean(
        rule,
        "抽查部分全部合格",
        sheet("安置户台账.xlsx", "安置户台账", homes),
        paper("安置点抽查情况.docx", _report("安置点抽查情况", "实地查看5户，住房安全。", by="核查组")),
    )
    yield clean(
        rule,
        "核查人员的人数",
        sheet("安置户台账.xlsx", "安置户台账", homes),
        paper("安置点核查情况.docx", _report("安置点核查情况", "核查组共4人，逐户核查12户。", by="核查组")),
    )
