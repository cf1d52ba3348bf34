"""The layouts that counties hand out, as far as they are told apart by columns, merges and numbering."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from ledger_app.scheme.model import Scheme
from ledger_app.scheme.outline import read_outline


@pytest.fixture
def read(tables) -> Callable[..., Scheme]:
    return lambda *t, **around: read_outline(tables.source(*t, **around))


def leaves(scheme: Scheme) -> list[tuple]:
    return [(i.code, *i.path, i.name, i.points) for i in scheme.indicators]


def codes(scheme: Scheme) -> list[str]:
    return [p.code for p in scheme.problems]


def test_a_sections_in_rows_of_their_own(read) -> None:
    scheme = read(
        [
            ["序号", "考核项目", "各项分值", "考核指标", "负责考核部门"],
            ["一", "巩固成果，提升实效", "31", "", ""],
            ["1", "完善“四个到位”", "5", "健全组织体系", "县河长办"],
            ["2", "强化督查督办", "26", "一乡一单台账", "县河长办"],
            ["二、湖长制重点任务", "<", "2", "", ""],
            ["7", "健全湖长制组织体系", "2", "公布湖长名单", "宣传部\n教育局"],
            ["六、", "奖扣分项目", "7", "", ""],
            ["24", "通报表扬", "7", "省级奖20", "县河长办"],
            ["合计", "<", "40", "", ""],
        ],
        before=("附件1", "石城县2018年河长制乡镇目标管理（绩效）考核细则"),
    )
    assert leaves(scheme) == [
        ("1", "一、巩固成果，提升实效", "完善“四个到位”", 5.0),
        ("2", "一、巩固成果，提升实效", "强化督查督办", 26.0),
        ("7", "二、湖长制重点任务", "健全湖长制组织体系", 2.0),
        ("24", "六、奖扣分项目", "通报表扬", 7.0),
    ]
    assert [s.points for s in scheme.sections] == [31.0, 2.0, 7.0]
    assert [i.is_bonus for i in scheme.indicators] == [False, False, False, True]
    assert (scheme.title, scheme.year) == ("石城县2018年河长制乡镇目标管理（绩效）考核细则", 2018)
    assert scheme.total_points == 40
    assert scheme.indicators[2].scoring == "公布湖长名单\n负责考核部门：宣传部 教育局"
    assert codes(scheme) == ["evidence-column-missing"]


def test_b_two_columns_under_one_header_and_units_of_several_rows(read) -> None:
    scheme = read(
        [
            ["序号", "考核项目", "<", "各项分值", "考核内容", "评分标准", "说明"],
            ["一", "通用考核项目", "<", "40", "", "", ""],
            ["1", "组织领导", "<", "40", "成立领导小组", "每缺一项扣1分", ""],
            ["二", "部门履职", "<", "60", "", "", ""],
            ["2", "重点考核部门", "县农粮局", "30", "畜禽养殖", "污染台账5", ""],
            ["^", "^", "^", "30", "渔业", "案件≥10例", ""],
            ["3", "^", "工信局", "60", "", "35+25", ""],
            ["3", "^", "能源办", "60", "", "一项60", "重号"],
        ]
    )
    assert leaves(scheme) == [
        ("1", "一、通用考核项目", "组织领导", 40.0),
        ("2", "二、部门履职", "重点考核部门", "县农粮局", "畜禽养殖", 30.0),
        ("P3", "二、部门履职", "重点考核部门", "县农粮局", "渔业", 30.0),
        ("3", "二、部门履职", "重点考核部门", "工信局", 60.0),
        ("P5", "二、部门履职", "重点考核部门", "能源办", 60.0),
    ]
    assert codes(scheme).count("code-duplicate") == 2
    assert "sum-differs" in codes(scheme)
    assert scheme.indicators[4].scoring == "一项60\n说明：重号"


def test_c_points_in_the_names_of_categories(read) -> None:
    scheme = read(
        [
            ["考核内容", "考核指标", "序号", "考核要点", "分值", "评分标准", "评分指导点"],
            ["规划建设(7分)", "规划编制", "1", "编制镇区规划", "1.5", "未编制不得分", "规划文本；批复文件"],
            ["^", "^", "2", "规划实施", "2.5", "", "查看规划许可、验收记录"],
            ["^", "建设管理", "3", "建设程序", "３", "", "1.施工许可\n2.竣工验收"],
            ["环境卫生（5分", "保洁", "4", "保洁（0.2）", "", "", "保洁台账"],
        ]
    )
    assert leaves(scheme) == [
        ("1", "规划建设", "规划编制", "编制镇区规划", 1.5),
        ("2", "规划建设", "规划编制", "规划实施", 2.5),
        ("3", "规划建设", "建设管理", "建设程序", 3.0),
        ("4", "环境卫生", "保洁", "保洁", 0.2),
    ]
    texts = [[r.text for r in i.requirements] for i in scheme.indicators]
    assert texts == [
        ["规划文本", "批复文件"],
        ["查看规划许可", "验收记录"],
        ["施工许可", "竣工验收"],
        ["保洁台账"],
    ]
    assert [(s.path[0], s.points) for s in scheme.sections if len(s.path) == 1] == [
        ("规划建设", 7.0),
        ("环境卫生", 5.0),
    ]
    found = codes(scheme)
    assert "requirements-split" in found and "points-assumed" in found and "sum-differs" in found


def test_d_all_levels_in_one_column_by_their_numbering(read) -> None:
    scheme = read(
        [
            ["考核指标", "评价内容", "评价标准", "计分分值", "数据来源", "考核部门(单位)"],
            ["一、减贫成效", "13项", "-", "65", "-", "-"],
            ["(一)减贫人口", "-", "-", "15", "-", "-"],
            ["(1)减贫人口完成率", "净完成数", "有1人不达标不得分", "15", "扶贫系统", "市扶贫局"],
            ["(二)三保障", "-", "-", "50", "", ""],
            ["(1)义务教育保障", "", "每少0.1个百分点扣1", "25", "", "市教育局"],
            ["(2)基本医疗", "", "", "25", "", "市卫计委"],
        ]
    )
    assert leaves(scheme) == [
        ("1", "一、减贫成效", "(一)减贫人口", "(1)减贫人口完成率", 15.0),
        ("2", "一、减贫成效", "(二)三保障", "(1)义务教育保障", 25.0),
        ("3", "一、减贫成效", "(二)三保障", "(2)基本医疗", 25.0),
    ]
    assert [s.points for s in scheme.sections] == [65.0, 15.0, 50.0]
    assert "sum-differs" not in codes(scheme)


def test_e_a_list_of_tasks_without_points(read) -> None:
    scheme = read(
        [
            ["考核项目", "序号", "考核指标", "考核内容", "单位", "年度目标", "责任部门"],
            ["产业兴旺", "1", "农业增加值", "增幅", "%", "≥2%", "农业农村局"],
            ["^", "2", "粮食播种面积", "面积", "万亩", "0.07", "农业农村局，各乡镇"],
        ]
    )
    assert [i.units for i in scheme.indicators] == [("农业农村局",), ("农业农村局", "各乡镇")]
    assert scheme.indicators[0].scoring == "增幅\n单位：%\n年度目标：≥2%"
    assert codes(scheme).count("points-column-missing") == 1
    assert "points-missing" not in codes(scheme)


def test_f_numbers_that_lead_the_names_are_the_codes(read) -> None:
    scheme = read(
        [
            ["项目", "考核点", "内容要求", "分值", "评分标准", "得分", "备注"],
            [
                "一、组织领导（20分）",
                "1.组织机构",
                "成立领导小组",
                "10",
                "1.有文件,5分; 2.有分工,5分",
                "",
                "",
            ],
            ["^", "2.工作方案", "制定方案", "10", "有方案得10分", "", "新增"],
            ["二、标准体系（15分）", "3.体系构建", "构建标准体系", "15", "", "", ""],
        ]
    )
    assert leaves(scheme) == [
        ("1", "一、组织领导", "组织机构", 10.0),
        ("2", "一、组织领导", "工作方案", 10.0),
        ("3", "二、标准体系", "体系构建", 15.0),
    ]
    assert scheme.indicators[1].scoring == "制定方案\n有方案得10分\n备注：新增"


def test_g_title_and_form_rows_above_and_points_in_the_names(read) -> None:
    scheme = read(
        [
            ["农村环境卫生百分制考评表", "<", "<", "<", "<", "<"],
            ["考评单位__县__乡__村    年 月 日", "<", "<", "<", "<", "<"],
            ["类别", "序号", "考评项目", "考评内容", "评分标准", "考评得分(100分)"],
            ["长效机制", "1", "制度建设(9分)", "有保洁制度", "缺一项扣3分", ""],
            ["^", "2", "队伍建设(8分)", "有保洁员", "缺一人扣1分", ""],
            ["环境", "3", "垃圾治理（83分）", "无积存垃圾", "每处扣1分", ""],
            ["考评人：", "<", "<", "被考评单位（盖章）：", "<", "<"],
        ]
    )
    assert scheme.title == "农村环境卫生百分制考评表"
    assert [i.points for i in scheme.indicators] == [9.0, 8.0, 83.0]
    assert scheme.total_points == 100
    assert codes(scheme) == ["year-missing", "evidence-column-missing"]


def test_h_one_number_over_several_indicators(read) -> None:
    scheme = read(
        [
            ["序号", "考核重点", "考核内容及分值", "分值", "得分", "备注"],
            ["1", "村庄清洁", "可视垃圾每处扣1分，共计5分，扣完为止", "5", "", ""],
            ["^", "^", "露天焚烧此项不得分", "5", "", ""],
            ["2", "户厕", "户厕不能用每户扣2分", "10", "", ""],
        ]
    )
    assert [(i.code, i.points) for i in scheme.indicators] == [("1", 5.0), ("P2", 5.0), ("2", 10.0)]
    assert scheme.indicators[0].name == "可视垃圾每处扣1分，共计5分，扣完为止"


def test_i_the_rule_is_the_indicator_where_nothing_else_has_its_rows(read) -> None:
    scheme = read(
        [
            ["类别", "指标", "检查内容", "序号", "评分细则标准", "分值", "得分"],
            ["村庄环境", "公共区域18分", "路面", "1", "路面垃圾每处扣0.5", "4", ""],
            ["^", "^", "绿化带", "2", "白色垃圾每处扣0.5", "3", ""],
            ["^", "^", "^", "3", "乱涂乱贴每处扣1", "11", ""],
        ]
    )
    assert leaves(scheme)[2] == ("3", "村庄环境", "公共区域", "绿化带", "乱涂乱贴每处扣1", 11.0)
    assert "sum-differs" not in codes(scheme)


def test_j_one_level_and_a_total(read) -> None:
    scheme = read(
        [
            ["考核评比内容", "分值", "评分标准", "督查结果", "评比得分"],
            ["组织领导", "60", "有组织得满分", "", ""],
            ["新村建设", "30", "按比例", "", ""],
            ["汇总", "100", "", "", ""],
        ]
    )
    assert leaves(scheme) == [("1", "组织领导", 60.0), ("2", "新村建设", 30.0)]
    (problem,) = [p for p in scheme.problems if p.code == "total-differs"]
    assert problem.values == {"declared": 100.0, "sum": 90.0}


def test_m_two_header_rows_and_points_at_every_level(read) -> None:
    scheme = read(
        [
            ["一级指标", "权重", "二级指标", "分值", "三级指标", "目标值", "分值", "采集数据项", "<"],
            ["^", "^", "^", "^", "^", "^", "^", "数据项1", "数据项2"],
            ["履职", "60", "业务", "30", "办件量", "100", "10", "a", "b"],
            ["^", "^", "^", "^", "满意率", "95", "20", "", ""],
            ["^", "^", "协同", "30", "协办", "10", "30", "", ""],
        ]
    )
    assert leaves(scheme) == [
        ("1", "履职", "业务", "办件量", 10.0),
        ("2", "履职", "业务", "满意率", 20.0),
        ("3", "履职", "协同", "协办", 30.0),
    ]
    assert [s.points for s in scheme.sections] == [60.0, 30.0, 30.0]
    assert scheme.indicators[0].scoring == "目标值：100\n采集数据项 数据项1：a\n采集数据项 数据项2：b"


def test_t_a_column_of_vetoes(read) -> None:
    scheme = read(
        [
            ["编号", "评分标准", "总分", "单项否决", "评分方法"],
            ["1", "履历表须照片、本人签名", "4", "TRUE", "缺一项扣1分"],
            ["2", "自传", "3", "false", "缺扣3分"],
            ["3", "年度考核登记表", "3", "视情况", "每缺扣1分"],
        ]
    )
    assert [(i.name, i.is_hard) for i in scheme.indicators] == [
        ("履历表须照片、本人签名", True),
        ("自传", False),
        ("年度考核登记表", False),
    ]
    assert "hard-unclear" in codes(scheme)


def test_pages_with_the_header_again_and_without(read) -> None:
    header = ["类别", "序号", "考核内容", "分值", "佐证材料"]
    scheme = read(
        [header, ["一、甲（4分）", "1", "子", "1", "x"], header, ["", "2", "丑", "1", "y"]],
        [header, ["", "3", "寅", "1", "z"]],
        [["", "4", "卯", "1", "w"], ["二、乙（续表）", "5", "辰", "1", "v"]],
    )
    assert leaves(scheme) == [
        ("1", "一、甲", "子", 1.0),
        ("2", "一、甲", "丑", 1.0),
        ("3", "一、甲", "寅", 1.0),
        ("4", "一、甲", "卯", 1.0),
        ("5", "二、乙", "辰", 1.0),
    ]


def test_a_table_that_is_none_of_the_scheme_is_reported(read) -> None:
    scheme = read(
        [["三级指标", "分值", "佐证"], ["子", "1", "x"]],
        [["姓名", "电话"], ["甲", "123"]],
        [["另附说明文字", "<"]],
    )
    (problem,) = [p for p in scheme.problems if p.code == "table-not-read"]
    assert problem.place == "table 2" and "电话" in str(problem.values)


def test_columns_nobody_knows_are_reported(read) -> None:
    scheme = read([["三级指标", "分值", "佐证", "风水"], ["子", "1", "x", "东南"], ["丑", "1", "x", ""]])
    (problem,) = [p for p in scheme.problems if p.code == "column-not-read"]
    assert problem.values == {"column": "风水", "text": "东南"}


def test_text_in_an_unnamed_row_is_joined_or_reported(read) -> None:
    scheme = read(
        [
            ["序号", "三级指标", "分值", "评分标准", "佐证材料"],
            ["1", "子", "1", "甲", "x"],
            ["", "", "", "乙", "y"],
            ["2", "", "3", "丙", "z"],
        ]
    )
    (one,) = scheme.indicators
    assert one.scoring == "甲\n乙"
    assert [r.text for r in one.requirements] == ["x", "y"]
    places = {p.code: p.place for p in scheme.problems}
    assert places["row-joined"] == "table 1, row 3"
    assert places["row-not-read"] == "table 1, row 4"


@pytest.mark.parametrize(
    ("note", "expected"),
    [
        ((), [True, True, True, False]),
        (("注：标★的为刚性指标，标▲的为创新指标。",), [True, False, True, False]),
        (("说明：带*的是约束性指标",), [True, True, True, False]),
    ],
)
def test_marks_and_what_the_legend_says(read, note: tuple[str, ...], expected: list[bool]) -> None:
    table = [
        ["三级指标", "分值", "佐证"],
        ["★子", "1", "x"],
        ["丑▲", "1", "x"],
        ["寅*", "1", "x"],
        ["卯●", "1", "x"],
    ]
    scheme = read(table, after=note)
    assert [i.name for i in scheme.indicators] == ["子", "丑", "寅", "卯"]
    assert [i.is_hard for i in scheme.indicators] == expected
    told = {(p.code, p.values["mark"]) for p in scheme.problems if "mark" in p.values}
    legend = "".join(note)
    assert told == {("mark-unexplained", "●")} | {("mark-taken", m) for m in "▲*" if m not in legend}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("刚性", True),
        ("约束性", True),
        ("预期性", False),
        ("是", True),
        ("否", False),
        ("√", True),
        ("", False),
    ],
)
def test_words_in_the_hard_column(read, text: str, expected: bool) -> None:
    scheme = read([["三级指标", "分值", "指标属性"], ["子", "1", text], ["丑", "1", ""]])
    assert scheme.indicators[0].is_hard is expected


def test_total_of_parts_outside_the_table(read) -> None:
    table = [["三级指标", "分值", "佐证"], ["子", "80", "x"], ["合计", "80", ""]]
    opening = "总分100分，其中：定量指标80分、改革创新项10分、评议评分10分。考核年度为二〇二五年。"
    scheme = read(table, before=("某县2026年乡村振兴考核指标", opening))
    assert scheme.total_points == 100
    assert "total-differs" not in codes(scheme) and "totals-differ" not in codes(scheme)
    assert scheme.year == 2025
    without = read(table, before=("某县2026年乡村振兴考核指标", "总分100分。"))
    assert "total-differs" in codes(without) and "totals-differ" in codes(without)
