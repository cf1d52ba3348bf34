"""Numbers with what they count, as offices write them."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger_app.search.figures import MOST, figures
from ledger_app.search.model import Part


def found(*lines, page=None):
    return [(f.label, str(f.value), f.unit) for f in figures([Part(page, "\n".join(lines))])]


@pytest.mark.parametrize(
    ("text", "stated"),
    [
        ("全镇改厕326户", [("改厕", "326", "户")]),
        ("应到25人，实到24人", [("应到", "25", "人"), ("实到", "24", "人")]),
        ("共计12.5万元", [("共计", "125000", "元")]),
        ("参保率达到98.6%", [("参保率", "98.6", "%")]),
        ("参保率98.6％", [("参保率", "98.6", "%")]),
        ("共拨付资金1,234,567.89元", [("拨付资金", "1234567.89", "元")]),
        ("金　额：12，345.00元", [("金额", "12345", "元")]),
        ("金 额 人民币叁万叁仟元整（¥33000.00）", [("金额", "33000", "元")]),
        (
            "项目总投资276万元，其中财政资金240万元，自筹36万元",
            [("项目总投资", "2760000", "元"), ("财政资金", "2400000", "元"), ("自筹", "360000", "元")],
        ),
        ("开展培训3期126人次", [("开展培训", "3", "期"), ("开展培训", "126", "人次")]),
        ("普及率由85%提高到98.6%", [("普及率", "85", "%"), ("普及率", "98.6", "%")]),
        ("播种面积1.86万亩", [("播种面积", "18600", "亩")]),
        ("养护里程12千米", [("养护里程", "12", "公里")]),
        ("到位资金20万元", [("到位资金", "200000", "元")]),
        ("有效灌溉面积300亩", [("有效灌溉面积", "300", "亩")]),
        ("截至2024年底改厕326户", [("改厕", "326", "户")]),
        ("共同富裕示范户12户", [("共同富裕示范户", "12", "户")]),
        ("（二）培训就业：二是转移就业214人", [("转移就业", "214", "人")]),
        ("镇政府督查组对8个行政村进行了督查", [("镇政府督查组", "8", "个村")]),
        ("每发现1户扣0.5分", []),
        ("2024年3月5日召开第3次会议", []),
        ("每村不少于5人，户均补助每户200元", []),
        ("参训率90%以上方可享受", []),
        ("第12条", []),
        ("青政发〔2024〕5号", []),
        ("1 东坪村 4组 张某 200元", []),
    ],
)
def test_sentences(text, stated):
    assert found(text) == stated


def test_the_sums_of_a_table_and_its_rows():
    assert found(
        "序号 村名 改厕数（户） 补助（万元）",
        "1 东坪村 120 12",
        "2 西岭村 106 10.6",
        "3 南湾村 100 10",
        "合计 326 32.6",
    ) == [("改厕数", "326", "户"), ("补助", "326000", "元"), ("序号", "3", "行")]


def test_the_unit_above_a_table():
    lines = [
        "村集体收入表（单位：万元）",
        "序号 村名 租赁 光伏",
        "1 东 5 6",
        "2 西 3 4",
        "3 南 1 2",
        "合计 9 12",
    ]
    assert ("租赁", "90000", "元") in found(*lines)
    assert ("光伏", "120000", "元") in found(*lines)


def test_a_row_of_sums_that_fits_no_columns_is_no_guess():
    assert found("序号 村名 改厕数（户） 补助（元） 备注", "1 东 1 2", "合计 326") == []


def test_pages_and_the_most_telling():
    parts = [Part(1, "\n".join(f"小类{chr(0x4E00 + n)}项{n}盏" for n in range(50))), Part(2, "改厕完成326户")]
    kept = figures(parts)
    assert len(kept) == MOST
    assert (kept[-1].label, kept[-1].page) == ("改厕完成", 2)


def test_values_compare_over_units():
    one, other = figures([Part(None, "总投资12.50万元")])[0], figures([Part(None, "总投资125,000元")])[0]
    assert (one.value, one.unit) == (other.value, other.unit) == (Decimal(125000), "元")


@given(
    st.text(st.sampled_from("0123456789.,，万亿元户人％%合计序号 改厕共由提高到（）()：:¥\n"), max_size=80)
)
def test_no_text_breaks_it(text):
    for figure in figures([Part(1, text)]):
        assert figure.label
        assert figure.value >= 0
