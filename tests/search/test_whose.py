"""The places for which a text speaks."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger_app.search.model import Part, Reading
from ledger_app.search.whose import COUNTY, TOWNSHIP, VILLAGE, places_spoken_for


def spoken(text: str) -> set[tuple[str, str]]:
    return {(m.what, m.text) for m in places_spoken_for(Reading(parts=(Part(1, text),)))}


@pytest.mark.parametrize(
    "text",
    [
        "小河村村民委员会",
        "小河村总结\n小河村今年清理垃圾。",
        "经研究，小河村全体党员参加。",
        "小河村两委高度重视。",
        "青山镇小河村清洁行动",
    ],
)
def test_villages(text: str) -> None:
    assert (VILLAGE, "小河村") in spoken(text)


@pytest.mark.parametrize(
    "text",
    [
        "赴小河村村委会考察",
        "该路与小河村交界",
        "大湾村、小河村",
        "学习小河村的经验",
        "大湾村、石桥村、东坪村、柳林村、小河村",
    ],
)
def test_villages_in_passing(text: str) -> None:
    assert (VILLAGE, "小河村") not in spoken(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("红旗镇人民政府", (TOWNSHIP, "红旗镇")),
        ("按照红旗镇党委要求", (TOWNSHIP, "红旗镇")),
        ("中共红旗镇委员会", (TOWNSHIP, "红旗镇")),
        ("青山县红旗乡人民政府", (TOWNSHIP, "红旗乡")),
        ("由红旗镇农业农村办负责", (TOWNSHIP, "红旗镇")),
        ("青山县农业农村局", (COUNTY, "青山县")),
        ("江西省青山县人民政府", (COUNTY, "青山县")),
    ],
)
def test_townships_and_counties_before_their_offices(text: str, expected: tuple[str, str]) -> None:
    assert expected in spoken(text)


@pytest.mark.parametrize(
    "text",
    [
        "赴红旗镇人民政府考察",
        "各乡镇人民政府",
        "我镇人民政府",
        "全县农业农村局长会议",
        "红旗镇的群众",
        "城镇办事处",
    ],
)
def test_what_is_no_office_of_another(text: str) -> None:
    assert not {what for what, _ in spoken(text)} & {TOWNSHIP, COUNTY}


@given(st.text(alphabet=st.sampled_from("小河大湾村镇县乡街道人民政府委员会两委、与赴，。 \n")))
def test_nothing_stops_it(text: str) -> None:
    spoken(text)
