"""Whatever a table says is in the scheme or in a problem: nothing is lost without a word."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from ledger_app.scheme.outline import read_outline

HEADERS = (
    ["一级指标", "二级指标", "序号", "三级指标", "分值", "刚性", "责任单位", "评分标准", "佐证材料"],
    ["序号", "考核项目", "分值", "考核内容", "考核部门", "评分标准"],
    ["考核内容", "分值", "评分标准"],
    ["类别", "考评项目", "考评内容", "佐证"],
    ["项目", "分值", "指标", "分值", "评分办法"],
    ["序号", "加分项", "最高加分", "评分标准", "得分"],
    ["类别", "指标", "责任单位", "责任领导", "联系人", "完成情况", "风水"],
)
KINDS = st.sampled_from(["text"] * 6 + ["blank"] * 3 + ["number", "number", "^", "<"])
BEFORE = st.sampled_from(["", "", "", "一、", "（一）", "1.", "①", "★"])
AFTER = st.sampled_from(["", "", "", "（9分）", "5分"])


@st.composite
def made_tables(draw) -> tuple[list[list[str]], list[str]]:
    header = draw(st.sampled_from(HEADERS))
    table, tokens = [header], []
    for _ in range(draw(st.integers(1, 6))):
        row: list[str] = []
        for column in range(len(header)):
            kind = draw(KINDS)
            if kind == "^" and len(table) > 1 and table[-1][column] != "<":
                row.append("^")
            elif kind == "<" and row and row[-1] != "^":
                row.append("<")
            elif kind == "number":
                row.append(draw(st.sampled_from(["1", "2.5", "10"])))
            elif kind == "blank":
                row.append(draw(st.sampled_from(["", "-", "/"])))
            else:
                token = f"词{chr(0x4E00 + 7 * len(tokens))}项"
                tokens.append(token)
                row.append(draw(BEFORE) + token + draw(AFTER))
        table.append(row)
    return table, tokens


@given(made_tables())
@settings(max_examples=300, deadline=None)
def test_every_text_turns_up(tables, made: tuple[list[list[str]], list[str]]) -> None:
    table, tokens = made
    scheme = read_outline(tables.source(table))
    if scheme.indicators:
        assert [t for t in tokens if t not in repr(scheme)] == []


@given(made_tables(), made_tables(), st.booleans())
@settings(max_examples=200, deadline=None)
def test_every_text_of_two_tables_turns_up(tables, one, other, is_same: bool) -> None:
    """The second may be an annex to the first: some of its names are the same."""
    first, second = [list(r) for r in one[0]], [list(r) for r in other[0]]
    tokens = [*one[1], *other[1]]
    if not is_same:
        second = [[c.replace("词", "语") for c in row] for row in second]
        tokens = [*one[1], *(t.replace("词", "语") for t in other[1])]
    scheme = read_outline(tables.source(first, second))
    if scheme.indicators:
        assert [t for t in tokens if t not in repr(scheme)] == []


@given(made_tables())
@settings(max_examples=200, deadline=None)
def test_codes_are_unique_and_reading_is_repeatable(tables, made) -> None:
    scheme = read_outline(tables.source(made[0]))
    codes = [i.code for i in scheme.indicators]
    assert len(set(codes)) == len(codes) and all(codes)
    assert read_outline(tables.source(made[0])) == scheme
