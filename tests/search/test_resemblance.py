"""Texts that are nearly the same, told from those that are not."""

from __future__ import annotations

import random

from hypothesis import given
from hypothesis import strategies as st

from ledger_app.search.model import Part
from ledger_app.search.resemblance import SLOTS, groups, sentences, signature

SENTENCES = (
    "会议传达了镇党委关于人居环境整治的精神，通报了上半月检查评比的情况。",
    "与会人员围绕如何落实长效管护展开讨论，认为要把清扫责任落实到网格和农户。",
    "会议决定从本周起开展集中整治，组织劳力清理沟渠和卫生死角。",
    "村妇联负责动员农户搞好庭院卫生，对评比靠后的农户由联户党员上门帮助。",
    "保洁员每天巡回保洁，网格员每周检查一次，检查结果在公开栏公布。",
    "会议要求大家统一思想带头行动，做好宣传发动，确保整治取得实效。",
    "森林防火进入关键期，护林员要加密巡山频次，坟山路口设卡登记火种。",
    "合作社与收购企业签订了保底收购合同，带动周边农户就近务工。",
    "饮水工程蓄水池完成清洗消毒，更换了两处漏损管道，水质检测张贴公开。",
    "农家书屋新增了种养技术和少儿读物，暑期由返乡大学生值班。",
)


def minutes(village: str, who: str, day: str, said: tuple[str, ...]) -> bytes:
    head = f"{village}会议记录\n时间：{day}\n地点：{village}会议室\n主持人：{who}\n"
    return signature([Part(1, head + "\n".join(said) + f"\n{village}村民委员会")])


def test_names_days_and_labels_make_no_difference() -> None:
    one = minutes("石桥村", "张建国", "2025年3月5日", SENTENCES[:6])
    other = minutes("柳溪村", "王志强", "2025年9月11日", SENTENCES[:6])
    (group,) = groups({4: one, 9: other})
    assert group.items == (4, 9)
    assert group.score > 0.95


def test_other_sentences_make_one() -> None:
    one = minutes("石桥村", "张建国", "2025年3月5日", SENTENCES[:5])
    other = minutes("柳溪村", "王志强", "2025年3月5日", SENTENCES[5:])
    assert groups({1: one, 2: other}) == ()


def test_a_sentence_more_in_ten_is_still_nearly_the_same() -> None:
    one = minutes("石桥村", "张建国", "2025年3月5日", SENTENCES[:9])
    other = minutes("柳溪村", "王志强", "2025年3月5日", SENTENCES)
    assert [g.items for g in groups({1: one, 2: other})] == [(1, 2)]


def test_short_texts_and_tables_have_no_signature() -> None:
    rows = "\n".join(f"{n} 张三 石桥村 {n * 3} 元" for n in range(200))
    assert signature([Part(1, "情况属实。")]) == b""
    assert signature([Part(1, "序号 姓名 村 金额\n" + rows)]) == b""
    assert signature([Part(1, "\n".join(SENTENCES), "names")]) == b""
    assert len(signature([Part(1, "\n".join(SENTENCES))])) == SLOTS


def test_what_is_compared_is_what_is_said() -> None:
    said = sentences(
        "石桥村会议记录\n时间：2025年3月5日\n1 张三 村民代表\n会议研究了十项工作，明确了责任人。"
    )
    assert said == "会议研究了十项工作明确了责任人"


def test_a_hundred_copies_are_one_group() -> None:
    one = minutes("石桥村", "张建国", "2025年3月5日", SENTENCES[:6])
    rng = random.Random(1)
    others = {n: bytes(rng.randrange(256) for _ in range(SLOTS)) for n in range(100, 400)}
    assert [g.items for g in groups(dict.fromkeys(range(100), one) | others)] == [tuple(range(100))]


@given(st.text(max_size=400))
def test_any_text_has_a_signature_or_none(text: str) -> None:
    assert len(signature([Part(1, text)])) in (0, SLOTS)
