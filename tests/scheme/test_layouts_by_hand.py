"""A person's word on columns and header rows, and the way back from a place to its row."""

from __future__ import annotations

from ledger_app.scheme.headers import Role
from ledger_app.scheme.layouts import lay_out, rows_of
from ledger_app.scheme.outline import read_outline

TABLE = [
    ["风水", "要做什么", "几分", "谁来做", "分管"],
    ["甲类", "粮食播种面积", "3", "农业农村办", "责任人：张三、李四"],
    ["^", "耕地保护", "2", "自然资源所", ""],
]
ROLES = {
    (0, 0): Role.LEVEL,
    (0, 1): Role.INDICATOR,
    (0, 2): Role.POINTS,
    (0, 3): Role.UNITS,
    (0, 4): Role.PERSONS,
}


def test_columns_nobody_knows_are_read_as_a_person_says(tables) -> None:
    source = tables.source(TABLE)
    assert read_outline(source).indicators == ()
    found = read_outline(source, roles=ROLES, heads={0: (0, 0)}).indicators
    assert [(i.path, i.name, i.points, i.units, i.persons) for i in found] == [
        (("甲类",), "粮食播种面积", 3.0, ("农业农村办",), ("张三", "李四")),
        (("甲类",), "耕地保护", 2.0, ("自然资源所",), ()),
    ]


def test_a_chosen_column_wins_over_the_header(tables) -> None:
    source = tables.source(
        [["考核内容", "考核要点", "分值", "备注"], ["粮食", "面积", "3", "甲"], ["耕地", "红线", "2", "乙"]]
    )
    assert [i.name for i in read_outline(source).indicators] == ["粮食", "耕地"]
    chosen = read_outline(source, roles={(0, 1): Role.INDICATOR, (0, 3): Role.EVIDENCE})
    assert [(i.path, i.name) for i in chosen.indicators] == [(("粮食",), "面积"), (("耕地",), "红线")]
    assert [r.text for r in chosen.indicators[0].requirements] == ["甲"]


def test_a_table_goes_on_with_the_columns_that_were_chosen(tables) -> None:
    source = tables.source(TABLE, [["乙类", "厕所革命", "1", "规划建设办", ""]])
    found = read_outline(source, roles=ROLES, heads={0: (0, 0)}).indicators
    assert [(i.path, i.name) for i in found][-1] == (("乙类",), "厕所革命")


def test_a_table_is_left_out_without_a_word(tables) -> None:
    source = tables.source([["三级指标", "分值"], ["子", "1"]], [["姓名", "电话", "签字"], ["甲", "1", ""]])
    assert "table-not-read" in [p.code for p in read_outline(source).problems]
    without = read_outline(source, heads={1: None})
    assert "table-not-read" not in [p.code for p in without.problems]
    assert read_outline(source, heads={0: None}).indicators == ()


def test_every_place_leads_back_to_its_row(tables) -> None:
    source = tables.source(TABLE, [["三级指标", "分值"], ["子", ""]])
    rows = rows_of(source)
    scheme = read_outline(source, roles=ROLES, heads={0: (0, 0)})
    assert [rows[i.place] for i in scheme.indicators] == [(0, 1), (0, 2), (1, 1)]
    assert all(p.place in rows for p in scheme.problems if p.place)
    assert rows["table 2"] == (1, 0)


def test_a_layout_says_what_was_guessed(tables) -> None:
    (layout,) = lay_out(tables.source([["标题", "<"], ["三级指标", "分值"], ["子", "1"], ["合计", "1"]]))
    assert layout.heads == (1, 1)
    assert layout.header and [c.role for c in layout.header.columns] == [Role.NAME, Role.POINTS]
    assert layout.columns and (layout.columns.leaf, layout.columns.points) == (0, 1)
    assert [s.kind for s in layout.rows] == ["data", "total"]
