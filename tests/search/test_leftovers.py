"""Words left over in a text: what a finished paper does not hold, and what looks like it and is fine."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger_app.search.leftovers import MOST, leftovers
from ledger_app.search.model import Part, Reading


def said(*pages: str) -> list[tuple[str, int | None, int]]:
    parts = tuple(Part(n + 1, text) for n, text in enumerate(pages))
    return [(m.text, m.page, m.count) for m in leftovers(Reading(parts=parts))]


@pytest.mark.parametrize(
    "text",
    [
        "××村", "XX镇人民政府", "xx县", "由×××负责", "×镇人民政府", "某某村", "某某街道办事处", "20XX年工作总结", "××××年",
        "2025年×月×日", "2024年X月X日", "X年X月", "青政发〔2025〕×号", "青政发〔2025〕  号", "青政发〔20XX〕3号", "投入XX万元", "共有××户",
        "【请填写】", "投入资金【请\n填写金额】", "[请在此输入标题]", "<请填写姓名>", "（此处省略）", "（待补充）", "单击此处输入文字", "{{name}}", "${日期}", "«姓名»",
        "Lorem ipsum", "第一范文网", "更多范文", "下载后可任意编辑", "本文档由某网站上传", "百度文库", "会议记录（范文）", "工作总结模板",
        "单位名称：______", "全村____户，其中____户完成",
    ],
)  # fmt: skip
def test_what_is_left_over(text: str) -> None:
    assert said(f"青山镇工作情况\n{text}\n")


@pytest.mark.parametrize(
    "text",
    [
        "签字：______", "张××户已脱贫", "李XX同志", "户主签字________ 日期____年__月__日", "审核人：______（盖章）", "张××", "李XX等5人", "王某某", "某水务公司",
        "420106XXXXXXXX1234", "138XXXX5678", "工资标准×月数", "15×20厘米", "3×5元", "XXL号", "XX20250301", "项目为 XX。例如：××村",
        "填表说明：填至××村", "2025年3月5日", "〔2025〕3号", "样本留存6个月", "取样示例", "x轴", "发放口罩XX型", "“四好”农村路示范",
        "模板工程验收合格", "待办事项", "一、下载安装", "示例", "【重要】", "（一）整改",
    ],
)  # fmt: skip
def test_what_is_not(text: str) -> None:
    assert not said(f"青山镇工作情况\n{text}\n")


def test_each_is_told_once_with_its_page_and_how_often() -> None:
    found = said("第一页", "会议在××村召开。", "会议在××村召开。")
    assert found == [("会议在××村召开。", 2, 2)]


def test_long_numbers_beside_it_are_not_kept() -> None:
    assert "123456" not in said("电话13812345678，××村")[0][0]


def test_a_text_full_of_it_is_told_in_short() -> None:
    assert len(said("\n".join(f"第{n}组在××村{n}户" for n in range(100)))) == MOST


@given(st.text(alphabet=st.sampled_from("×Xx_＿某村镇年月日号〔〕{}【】（）请填写此处2025 \n，。")))
def test_nothing_stops_it(text: str) -> None:
    assert all(len(words) <= 40 for words, _, _ in said(text))
