"""What files written without looking at the reader showed: each table is one of them, cut short."""

from __future__ import annotations

from pathlib import Path

import pytest
from docx import Document
from docx.enum.text import WD_COLOR_INDEX
from openpyxl import Workbook
from openpyxl.styles import PatternFill

from ledger_app.scheme.cells import Source
from ledger_app.scheme.model import Scheme
from ledger_app.scheme.outline import read_outline
from ledger_app.scheme.reading import read_scheme
from ledger_app.scheme.shaping import shaped
from ledger_app.scheme.wording import place_text, problem_sentence


def read(source: Source) -> Scheme:
    return read_outline(shaped(source))


def brief(scheme: Scheme) -> list[tuple]:
    return [(i.path, i.name, i.points) for i in scheme.indicators]


def codes(scheme: Scheme) -> set[str]:
    return {p.code for p in scheme.problems}


SIDE_BY_SIDE = [
    ["村级“积分制”考核指标", "<", "<", "<", "<", "<", "<"],
    ["序号", "考核内容", "分值", "", "序号", "考核内容", "分值"],
    ["一、家庭美德（30分）", "<", "<", "<", "<", "<", "<"],
    ["1", "邻里和睦", "10", "", "3", "移风易俗", "10"],
    ["2", "孝老爱亲", "10", "", "", "", ""],
    ["二、社会公德（25分）", "<", "<", "<", "<", "<", "<"],
    ["4", "庭院整洁", "15", "", "5", "诚信经营", "10"],
]


def test_blocks_side_by_side_are_read_one_after_the_other(tables) -> None:
    scheme = read(tables.source(SIDE_BY_SIDE))
    first, second = ("一、家庭美德",), ("二、社会公德",)
    assert brief(scheme) == [
        (first, "邻里和睦", 10.0),
        (first, "孝老爱亲", 10.0),
        (first, "移风易俗", 10.0),
        (second, "庭院整洁", 15.0),
        (second, "诚信经营", 10.0),
    ]
    assert [i.code for i in scheme.indicators] == ["1", "2", "3", "4", "5"]
    assert scheme.indicators[2].place == "table 1, row 4, column 5"
    assert place_text(scheme.indicators[2].place) != scheme.indicators[2].place.replace("table", "")
    told = [p for p in scheme.problems if p.code == "table-side-by-side"]
    assert len(told) == 1 and "{" not in problem_sentence(told[0])


def test_blocks_side_by_side_in_a_sheet_keep_their_cells(tmp_path: Path, tables) -> None:
    scheme = read_scheme(tables.write_xlsx(tmp_path / "积分.xlsx", SIDE_BY_SIDE))
    assert [i.place.rpartition("!")[2] for i in scheme.indicators] == ["A4", "A5", "E4", "A7", "E7"]


def test_text_outside_of_the_blocks_is_not_dropped(tables) -> None:
    table = [[*row] for row in SIDE_BY_SIDE]
    table[3][3] = "★"
    scheme = read(tables.source(table))
    assert "★" in repr(scheme.problems) or any(i.is_hard for i in scheme.indicators)


def test_a_title_that_recurs_for_parents_is_no_second_block(tables) -> None:
    table = [
        ["一级指标", "分值", "二级指标", "分值"],
        ["重点工作", "40", "民生实事", "25"],
        ["^", "^", "政府工作报告", "15"],
    ]
    scheme = read(tables.source(table))
    assert brief(scheme) == [(("重点工作",), "民生实事", 25.0), (("重点工作",), "政府工作报告", 15.0)]
    assert "table-side-by-side" not in codes(scheme)


HEAD = ["序号", "考核项目", "标准", "分值"]


def three(before: tuple[str, str, str], tables) -> Source:
    names = [["党政领导责任", "部门监管责任"], ["重大隐患督办"], ["应急值守"]]
    grids = [
        tables.grid(
            [HEAD, *([str(n), name, "少1次扣2分", "10"] for n, name in enumerate(group, 1))],
            before=(line,),
            place=f"table {at}",
        )
        for at, (group, line) in enumerate(zip(names, before, strict=True), 1)
    ]
    return Source(tuple(grids))


def test_numbered_lines_above_tables_are_their_headings(tables) -> None:
    scheme = read(three(("一、责任落实（20分）", "二、隐患治理（10分）", "三、应急救援（15分）"), tables))
    assert [i.path for i in scheme.indicators] == [
        ("一、责任落实",),
        ("一、责任落实",),
        ("二、隐患治理",),
        ("三、应急救援",),
    ]
    assert [s.points for s in scheme.sections] == [20.0, 10.0, 15.0]
    differing = [p.values for p in scheme.problems if p.code == "sum-differs"]
    assert [v["name"] for v in differing] == ["三、应急救援"]


@pytest.mark.parametrize(
    "before",
    [
        ("五、工作要求", "二、隐患治理", "三、应急救援"),
        ("三、结果运用。考核结果分为三等。", "考核表", "续表"),
        ("一、考核指标", "续表", "续表"),
    ],
)
def test_lines_of_the_covering_letter_are_no_headings(before, tables) -> None:
    assert {i.path for i in read(three(before, tables)).indicators} == {()}


def test_a_heading_that_the_table_says_itself_is_not_said_twice(tables) -> None:
    grids = [
        tables.grid(
            [["类别", "指标", "分值"], [name, "甲", "5"], ["^", "乙", "5"]],
            before=(line,),
            place=f"table {at}",
        )
        for at, (name, line) in enumerate((("党建", "一、党建（10分）"), ("经济", "二、经济")), 1)
    ]
    assert [i.path for i in read(Source(tuple(grids))).indicators] == [("党建",)] * 2 + [("经济",)] * 2


@pytest.mark.parametrize(
    ("names", "paths"),
    [
        (("党的建设（30分）", "经济发展"), [("党的建设",), ("经济发展",)]),
        (("Sheet1", "Sheet2"), [(), ()]),
        (("附表1", "附表2"), [(), ()]),
    ],
)
def test_names_of_sheets_are_headings_where_they_say_something(
    tmp_path: Path, names: tuple[str, str], paths: list[tuple[str, ...]]
) -> None:
    book = Workbook()
    book.remove(book.active)
    for name, indicator in zip(names, ("意识形态", "财政收入"), strict=True):
        sheet = book.create_sheet(name)
        sheet.append(["序号", "考核指标", "分值"])
        sheet.append([1, indicator, 30])
    book.save(tmp_path / "考核.xlsx")
    assert [i.path for i in read_scheme(tmp_path / "考核.xlsx").indicators] == paths


def test_units_that_head_columns_are_ticked(tables) -> None:
    table = [
        ["序号", "考核指标", "分值", "责任站所", "<", "<"],
        ["^", "^", "^", "党政办", "农业办", "财政所"],
        ["1", "防汛抗旱", "30", "√", "√", ""],
        ["2", "公文办理", "25", "▲", "", "—"],
    ]
    scheme = read(tables.source(table))
    assert [(i.name, i.units) for i in scheme.indicators] == [
        ("防汛抗旱", ("党政办", "农业办")),
        ("公文办理", ("党政办",)),
    ]


def test_columns_of_units_with_names_in_them_stay_lists(tables) -> None:
    table = [
        ["序号", "考核指标", "分值", "责任单位", "<"],
        ["^", "^", "^", "县级牵头", "乡镇牵头"],
        ["1", "防汛抗旱", "30", "县水利局", "农业办"],
    ]
    assert read(tables.source(table)).indicators[0].units == ("县水利局", "农业办")


def test_a_second_header_row_parts_wide_titles_whatever_it_says(tables) -> None:
    table = [
        ["编号", "考核内容", "分值", "<", "责任单位"],
        ["^", "^", "基本分", "加分", "^"],
        ["1.1", "矛盾化解", "12", "", "司法局"],
        ["1.2", "网络舆情", "11", "2", "网信办"],
        ["", "总计", "23", "5", ""],
    ]
    scheme = read(tables.source(table))
    assert brief(scheme) == [((), "矛盾化解", 12.0), ((), "网络舆情", 11.0)]
    assert scheme.total_points == 23.0 and "加分：2" in scheme.indicators[1].scoring


def test_rules_over_several_rows_with_one_merged_number_are_one_indicator(tables) -> None:
    table = [
        ["考核类别", "考核指标", "评分标准", "分值"],
        ["资金管理", "收支预决算", "年初编制预算", "20"],
        ["^", "^", "年终决算公开", "^"],
        ["^", "票据管理", "使用统一票据", "15"],
        ["^", "合同管理", "合同签订规范", "20"],
        ["^", "^", "合同兑现率达到95%", "20"],
    ]
    scheme = read(tables.source(table))
    assert brief(scheme) == [
        (("资金管理",), "收支预决算", 20.0),
        (("资金管理",), "票据管理", 15.0),
        (("资金管理", "合同管理"), "合同签订规范", 20.0),
        (("资金管理", "合同管理"), "合同兑现率达到95%", 20.0),
    ]
    assert scheme.indicators[0].scoring == "年初编制预算\n年终决算公开"


def test_letters_and_numbers_before_all_names_are_their_codes(tables) -> None:
    table = [["一级指标", "二级指标", "分值"], ["A1就医", "C1基层就诊率", "15"], ["^", "▲C2基金安全", "25"]]
    scheme = read(tables.source(table, after=("备注：▲为刚性指标。",)))
    assert [(i.code, i.name, i.is_hard) for i in scheme.indicators] == [
        ("C1", "基层就诊率", False),
        ("C2", "基金安全", True),
    ]


def test_a_name_that_only_begins_like_a_code_stays(tables) -> None:
    table = [["考核指标", "分值"], ["A4纸双面打印", "5"], ["会议记录", "5"]]
    assert [i.name for i in read(tables.source(table)).indicators] == ["A4纸双面打印", "会议记录"]


@pytest.mark.parametrize(
    ("remark", "is_hard"),
    [
        ("刚性指标", True),
        ("约束性", True),
        ("刚性指标，扣分不得评优", True),
        ("非刚性指标", False),
        ("与刚性指标一并核查", False),
        ("", False),
    ],
)
def test_a_remark_may_call_an_indicator_hard(tables, remark: str, is_hard: bool) -> None:
    table = [
        ["序号", "考核内容", "分值", "备注"],
        ["1", "耕地保有量", "20", remark],
        ["2", "组织领导", "5", ""],
    ]
    assert [i.is_hard for i in read(tables.source(table)).indicators] == [is_hard, False]


def test_a_mark_behind_the_number_counts(tables) -> None:
    table = [["考核内容", "分值"], ["1.★粮食播种面积", "10"], ["2.组织领导", "5"]]
    assert [(i.name, i.is_hard) for i in read(tables.source(table)).indicators] == [
        ("粮食播种面积", True),
        ("组织领导", False),
    ]


def test_hard_names_before_what_losing_points_means(tables) -> None:
    table = [
        ["序号", "考核内容", "分值"],
        *([str(n), t, "5"] for n, t in enumerate(("耕地", "粮食", "收入"), 1)),
    ]
    letter = "定量指标共3项，其中耕地、粮食2项为刚性指标，任一项被扣分即取消评优资格。"
    scheme = read(tables.source(table, before=(letter,)))
    assert [i.is_hard for i in scheme.indicators] == [True, True, False]
    assert "hard-name-unknown" not in codes(scheme)


@pytest.mark.parametrize(("legend", "hard"), [("（标黄为刚性指标）", [True, False]), ("", [False, False])])
def test_yellow_is_hard_where_the_title_says_so(tmp_path: Path, legend: str, hard: list[bool]) -> None:
    rows = [["序号", "指标名称", "分值"], ["1", "服务业增加值", "30"], ["2", "旅游收入", "20"]]
    book = Workbook()
    for row in [[f"服务业考核指标{legend}"], *rows]:
        book.active.append(row)
    book.active["B3"].fill = PatternFill("solid", fgColor="FFFFFF00")
    book.save(tmp_path / "a.xlsx")
    document = Document()
    document.add_paragraph(f"服务业考核指标{legend}")
    table = document.add_table(rows=3, cols=3)
    for made, row in zip(table.rows, rows, strict=True):
        for cell, text in zip(made.cells, row, strict=True):
            cell.paragraphs[0].add_run(text)
    table.cell(1, 1).paragraphs[0].runs[0].font.highlight_color = WD_COLOR_INDEX.YELLOW
    document.save(str(tmp_path / "a.docx"))
    for name in ("a.xlsx", "a.docx"):
        assert [i.is_hard for i in read_scheme(tmp_path / name).indicators] == hard


@pytest.mark.parametrize("title", ["加分情形", "扣分事项", "考核类别", "考评领域"])
def test_more_words_for_what_is_assessed(tables, title: str) -> None:
    scheme = read(
        tables.source([["序号", title, "分值"], ["1", "获得省级以上表彰", "5"], ["2", "现场会", "3"]])
    )
    assert [i.name for i in scheme.indicators] == ["获得省级以上表彰", "现场会"]
