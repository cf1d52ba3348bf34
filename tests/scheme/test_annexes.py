"""Indicators in one table, their rules in another, their units in a third."""

from __future__ import annotations

from ledger_app.scheme.outline import read_outline

LIST = [
    ["一级指标", "二级指标", "序号", "三级指标", "分值"],
    ["一、粮食（6分）", "生产", "1", "粮食播种面积", "3"],
    ["^", "^", "2", "粮食总产量", "3"],
    ["二、环境（4分）", "整治", "3", "★卫生厕所", "2.5"],
    ["^", "^", "4", "污水治理", "1.5"],
]
RULES = [
    ["三级指标", "评分办法", "佐证材料"],
    ["1.粮食播种面积", "每少1%扣0.5分", "报表；照片"],
    ["2.粮食总产量", "按比例得分", "统计公报"],
    ["3.卫生厕所", "抽查不合格每户扣0.5分", "台账"],
    ["5.河道保洁", "每处扣0.1分", "巡河记录"],
]
UNITS = [
    ["责任单位", "三级指标"],
    ["农业农村办", "粮食播种面积、粮食总产量"],
    ["规划建设办", "卫生厕所；污水治理"],
]


def test_rules_and_units_join_by_name(tables) -> None:
    scheme = read_outline(tables.source(LIST, RULES, UNITS))
    assert [(i.code, i.name, i.points, i.is_hard, i.units) for i in scheme.indicators] == [
        ("1", "粮食播种面积", 3.0, False, ("农业农村办",)),
        ("2", "粮食总产量", 3.0, False, ("农业农村办",)),
        ("3", "卫生厕所", 2.5, True, ("规划建设办",)),
        ("4", "污水治理", 1.5, False, ("规划建设办",)),
    ]
    assert scheme.indicators[0].scoring == "每少1%扣0.5分"
    assert [r.text for r in scheme.indicators[0].requirements] == ["报表", "照片"]
    (alone,) = [p for p in scheme.problems if p.code == "annex-row-alone"]
    assert alone.place == "table 2, row 5"
    assert alone.values == {"name": "5.河道保洁", "text": "每处扣0.1分 巡河记录"}
    assert [p.values["count"] for p in scheme.problems if p.code == "annex-joined"] == [3, 4]


def test_the_order_of_the_tables_does_not_matter(tables) -> None:
    first = read_outline(tables.source(LIST, RULES)).indicators
    other = read_outline(tables.source(RULES, LIST)).indicators
    assert [(i.name, i.points, i.scoring) for i in first] == [(i.name, i.points, i.scoring) for i in other]


def test_points_that_differ_and_a_summary_of_the_headings(tables) -> None:
    points = [["指标名称", "满分", "评分标准"], ["粮食播种面积", "4", "甲"], ["粮食总产量", "3", "乙"]]
    summary = [["大项", "权重"], ["粮食", "6"], ["环境", "5"]]
    scheme = read_outline(tables.source(summary, LIST, points))
    assert len(scheme.indicators) == 4
    told = {(p.code, p.values["declared"], p.values["other"]) for p in scheme.problems if "other" in p.values}
    assert told == {("annex-points-differ", 3.0, 4.0), ("section-points-differ", 4.0, 5.0)}


def test_a_table_of_other_indicators_is_no_annex(tables) -> None:
    bonus = [["加分项", "分值", "评分标准"], ["典型推广", "5", "省级5分"], ["媒体报道", "5", "国家级3分"]]
    scheme = read_outline(tables.source(LIST, bonus))
    assert [i.name for i in scheme.indicators][-2:] == ["典型推广", "媒体报道"]
