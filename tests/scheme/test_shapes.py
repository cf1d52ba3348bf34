"""Tables on their side, drawn ones and paragraphs become upright tables; what they say is all there."""

from __future__ import annotations

import string

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ledger_app.core.errors import LedgerError
from ledger_app.scheme.cells import Grid, Source, distinct
from ledger_app.scheme.csv_tables import read_text
from ledger_app.scheme.drawn_tables import read_drawn
from ledger_app.scheme.outline import read_outline
from ledger_app.scheme.paragraphs import paragraph_grid
from ledger_app.scheme.shaping import shaped
from ledger_app.scheme.transposing import transposed
from tests.scheme.corpus.writing import drawn

TOKENS = st.text(alphabet="甲乙丙丁戊己庚辛壬癸", min_size=1, max_size=14)


def texts(grid: Grid) -> list[list[str]]:
    return [[c.text for c in row.cells] for row in grid.rows]


CROOKED = """某镇考核细则
┌──┬────┬────┬──┐
│序号│考核项目│考核内容│分值│
├──┼────┼────┼──┤
│1 │组织领导│成立机构│5 │
│  │        │、明确责│  │
├──┤        ├────┼──┤
│2 │        │专题研究│5 │
├──┼────┴────┼──┤
│3 │环境卫生整治总体  │10│
└──┴─────────┴──┘
注：满分20分"""


def test_a_crooked_drawing_with_merges() -> None:
    found = read_drawn(CROOKED)
    assert found is not None
    (grid,), after = found
    assert grid.before == ("某镇考核细则",) and after == ("注：满分20分",)
    assert texts(grid)[1:] == [
        ["1", "组织领导", "成立机构、明确责", "5"],
        ["2", "组织领导", "专题研究", "5"],
        ["3", "环境卫生整治总体", "环境卫生整治总体", "10"],
    ]
    assert grid.rows[2].cells[1].row == 1
    assert [row.place for row in grid.rows] == ["line 3", "line 5", "line 8", "line 10"]


@pytest.mark.parametrize(
    "text",
    [
        "| 项目 | 分值 |\n|---|---|\n| 甲 | 3 |\n| 乙 | 13 |",
        "+------+------+\n| 项目 | 分值 |\n+------+------+\n| 甲 | 3 |\n+------+------+\n| 乙 | 13 |\n+---+---+",
    ],
)
def test_tables_of_plain_signs(text: str) -> None:
    found = read_drawn(text)
    assert found is not None
    assert texts(found[0][0]) == [["项目", "分值"], ["甲", "3"], ["乙", "13"]]


@given(st.lists(st.tuples(TOKENS, TOKENS, TOKENS), min_size=1, max_size=6), st.data())
@settings(max_examples=60)
def test_what_is_drawn_is_read(rows: list[tuple[str, str, str]], data: st.DataObject) -> None:
    table = [list(row) for row in rows]
    for row in table[1:]:
        if data.draw(st.booleans()):
            row[0] = "^"
    found = read_drawn("\n".join(drawn(table, (3, 4, 5))))
    assert found is not None
    meant: list[list[str]] = []
    for row in table:
        meant.append([meant[-1][0] if row[0] == "^" else row[0], *row[1:]])
    assert texts(found[0][0]) == meant


def test_a_table_on_its_side_in_parts(tables) -> None:
    grid = tables.grid(
        [
            ["主要指标", "粮食", "耕地", "收入"],
            ["目标值", "1", "2", "3"],
            ["属性", "约束性", "约束性", "预期性"],
            ["主要指标", "厕所", "", ""],
            ["目标值", "4", "", ""],
            ["属性", "预期性", "", ""],
        ]
    )
    upright = transposed(grid)
    assert upright is not None
    assert texts(upright) == [
        ["主要指标", "目标值", "属性"],
        ["粮食", "1", "约束性"],
        ["耕地", "2", "约束性"],
        ["收入", "3", "预期性"],
        ["厕所", "4", "预期性"],
    ]
    assert len({row.place for row in upright.rows}) == 5
    assert transposed(upright) is None


def test_paragraphs_with_their_labels() -> None:
    lines = [
        "考核办法",
        "一、农业（10分）",
        "1、粮食播种面积（6分）。每少1%扣1分。",
        "（责任单位：农业农村办、财政所）",
        "佐证材料：报表；照片",
        "2、耕地保护，计4分。出现违法占用不得分",
        "①建立台账",
        "注：由党政办解释",
    ]
    grid = paragraph_grid([(t, f"line {n}") for n, t in enumerate(lines, 1)])
    assert grid is not None and grid.before == ("考核办法",)
    assert texts(grid)[2] == ["1、粮食播种面积（6分）", "每少1%扣1分", "农业农村办、财政所", "报表；照片"]
    assert texts(grid)[3][:2] == ["2、耕地保护", "计4分。出现违法占用不得分\n①建立台账"]
    assert [row.place for row in grid.rows][1:] == ["line 2", "line 3", "line 6", "line 8"]


def test_a_notice_is_no_scheme() -> None:
    notice = ["一、提高认识", "二、加强领导", "三、严格纪律，任务完成得好的给予表扬"]
    assert paragraph_grid([(t, f"line {n}") for n, t in enumerate(notice)]) is None


CHARACTERS = st.text(
    alphabet="一二三四1234567、（）()分计扣得每少：；。责任单位佐证材料指标考核内容│┌┐─├┼|+-,\t\n ★约束性主要"
    + string.ascii_letters[:3],
    max_size=200,
)


@given(CHARACTERS)
@settings(max_examples=300)
def test_any_text_is_read_or_refused_in_one_sentence(tmp_path_factory, text: str) -> None:
    path = tmp_path_factory.getbasetemp() / "any.txt"
    try:
        source = shaped(read_text(text.encode(), path))
    except LedgerError:
        return
    scheme = read_outline(source)
    assert len({i.code for i in scheme.indicators}) == len(scheme.indicators)


WORDS = """序号 一级指标 考核内容 分值 责任单位 评分标准 佐证材料 主要指标 属性 约束性 责任人 加分项 得分 - 13项 +
0~7 -5 合计 注：甲 （7分 一、甲（9分） (1)乙 奖20、10分;扣5分 序号1、2为刚性指标 县委办县政府办 ★ ^ <"""
CELLS = st.one_of(st.sampled_from(sorted(WORDS.split())), CHARACTERS)


@given(
    st.lists(
        st.lists(st.lists(CELLS, min_size=4, max_size=4), min_size=1, max_size=7), min_size=1, max_size=3
    )
)
@settings(max_examples=250)
def test_any_grids_are_read(tables, made: list[list[list[str]]]) -> None:
    for table in made:
        table[0] = ["甲" if v in "^<" else v for v in table[0]]
        for at, row in enumerate(table):
            table[at] = [
                ("甲" if v == "<" or (v == "^" and table[at - 1][c] == "<") else v) for c, v in enumerate(row)
            ]
    source = shaped(tables.source(*made))
    scheme = read_outline(source)
    places = {row.place for grid in source.grids for row in grid.rows} | {g.place for g in source.grids}
    assert all(p.place in places for p in scheme.problems if p.place)
    assert all(i.place in places for i in scheme.indicators)


@given(st.lists(st.lists(TOKENS, min_size=4, max_size=4), min_size=3, max_size=3))
@settings(max_examples=60)
def test_turning_a_table_loses_nothing(tables, rows: list[list[str]]) -> None:
    named = [[title, *row] for title, row in zip(("主要指标", "目标值", "属性"), rows, strict=True)]
    source = shaped(tables.source(named))
    said = {c.text for g in source.grids for r in g.rows for c in distinct(r.cells)}
    assert {t for row in named for t in row} <= said
    assert isinstance(source, Source)
