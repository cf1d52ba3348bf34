"""Which subjects a file concerns, and above all which it does not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger_app.evidence.subjects import Subjects
from ledger_app.scheme.model import Roster, Subject

VILLAGES = Roster(
    1,
    "各村",
    "village",
    (
        Subject(1, "大湾村", ("湾里",), "大湾村"),
        Subject(2, "小大湾村", (), "小大湾村"),
        Subject(3, "石桥村", (), "石桥村"),
        Subject(4, "城南社区", (), "城南社区"),
        Subject(5, "王家坪村", (), "王家坪村"),
    ),
)
HOUSEHOLDS = Roster(
    2,
    "监测户",
    "household",
    (
        Subject(11, "张三", (), "大湾村"),
        Subject(12, "张三丰", (), "大湾村"),
        Subject(13, "李四", (), "大湾村"),
        Subject(14, "李四", (), "石桥村"),
        Subject(15, "王小二", (), "石桥村"),
    ),
)
PROJECTS = Roster(
    3,
    "项目",
    "project",
    (
        Subject(21, "大湾村高标准农田建设项目", (), "大湾村"),
        Subject(22, "通村公路", ("村道硬化",), "石桥村"),
    ),
)
ALL = Subjects([VILLAGES, HOUSEHOLDS, PROJECTS])
ONLY_VILLAGES = Subjects([VILLAGES])


@pytest.mark.parametrize(
    ("path", "found"),
    [
        ("大湾村/改厕台账.xlsx", {1}),
        ("小大湾村/改厕台账.xlsx", {2}),
        ("20厕所/大湾/照片1.jpg", {1}),
        ("20厕所/大湾改厕前后照片.jpg", {1}),
        ("20厕所/2025年大湾村改厕照片.jpg", {1}),
        ("20厕所/大湾子村改厕照片.jpg", set()),
        ("20厕所/大湾沟改厕照片.jpg", set()),
        ("20厕所/东大湾村照片.jpg", set()),
        ("青山镇大湾村村民委员会/台账.xlsx", {1}),
        ("青山镇石桥村、大湾村台账.xlsx", {1, 3}),
        ("湾里/台账.xlsx", {1}),
        ("城南社区/台账.xlsx", {4}),
        ("王家坪/台账.xlsx", {5}),
        ("汇总/全镇台账.xlsx", set()),
        ("石桥村/大湾村台账.xlsx", {1, 3}),
    ],
)
def test_villages_by_their_names_in_paths(path: str, found: set[int]) -> None:
    assert set(ONLY_VILLAGES.of(paths=[path])) == found


@pytest.mark.parametrize(
    ("villages", "found"),
    [
        (("大湾村",), {1}),
        (("大湾",), {1}),
        (("大湾村村委会",), {1}),
        (("小大湾村", "石桥村"), {2, 3}),
        (("城南",), {4}),
        (("新村",), set()),
    ],
)
def test_villages_that_a_description_names(villages: tuple[str, ...], found: set[int]) -> None:
    assert set(ONLY_VILLAGES.of(paths=["a/b.pdf"], villages=villages)) == found


@pytest.mark.parametrize(
    ("path", "villages", "found"),
    [
        ("帮扶/张三帮扶记录.pdf", (), {11}),
        ("帮扶/张三丰帮扶记录.pdf", (), {12}),
        ("帮扶/张三毛帮扶记录.pdf", (), set()),
        ("帮扶/张三/2025年3月走访.pdf", (), {11}),
        ("帮扶/李四/走访.pdf", (), set()),
        ("帮扶/李四/走访.pdf", ("石桥村",), {3, 14}),
        ("大湾村/李四帮扶记录.pdf", (), {1, 13}),
        ("石桥村/张三帮扶记录.pdf", (), {3}),
        ("新桥村/张三帮扶记录.pdf", (), set()),
        ("帮扶/王小二家走访.pdf", (), {15}),
        ("帮扶/小王小二走访.pdf", (), set()),
        ("项目/大湾村高标准农田建设项目验收表.pdf", (), {21}),
        ("项目/通村公路合同.pdf", (), {22}),
        ("项目/村道硬化.pdf", (), {22}),
    ],
)
def test_households_and_projects(path: str, villages: tuple[str, ...], found: set[int]) -> None:
    assert set(ALL.of(paths=[path], villages=villages)) - {1} == found - {1}
    if 1 in found:
        assert 1 in ALL.of(paths=[path], villages=villages)


def test_a_title_tells_as_well() -> None:
    assert ALL.of(paths=["扫描件0012.pdf"], title="石桥村李四户帮扶记录") == (3, 14)


def test_without_rosters_nothing_is_told() -> None:
    assert Subjects([]).of(paths=["大湾村/张三.pdf"], villages=["大湾村"]) == ()


@given(st.text(max_size=40), st.lists(st.text(max_size=8), max_size=3))
def test_any_name_is_looked_at_without_a_fault(text: str, villages: list[str]) -> None:
    found = ALL.of(paths=[text], title=text, villages=villages)
    assert found == tuple(sorted(set(found)))
