"""How far an indicator is, from its links and findings, and summed up."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from ledger_app.audit.model import Finding, Severity
from ledger_app.core.i18n import set_language
from ledger_app.evidence.model import Link
from ledger_app.scheme.model import Indicator, Requirement, Scheme, Section
from ledger_app.ui import indicator_nodes
from ledger_app.ui.indicator_nodes import TreeFilter
from ledger_app.ui.indicator_progress import Progress, Sign, of_indicator, total

ASKED = (Requirement("a", "改厕台账", 11), Requirement("b", "验收表", 12))
HARD = Indicator("20", ("三", "7"), "卫生户厕", 2.5, is_hard=True, requirements=ASKED, id=1)
SOFT = Indicator("21", ("三", "7"), "农村公厕", 1.0, requirements=ASKED[:1], id=2)
BONUS = Indicator("54", ("六",), "创新", 10.0, is_bonus=True, id=3)


def link(item: int, requirement: int | None = None, indicator: int = 1) -> Link:
    return Link(item * 10, item, indicator, requirement, None, "key", "测试员", "2026-01-01T00:00:00+08:00")


def test_done_when_every_requirement_has_a_file_in_place() -> None:
    found = of_indicator(HARD, [link(5, 11), link(6, 12)], [], {5, 6})
    assert (found.shown, found.asked, found.sign) == (2, 2, Sign.DONE)


def test_a_missing_file_shows_nothing() -> None:
    found = of_indicator(HARD, [link(5, 11), link(6, 12)], [], {5})
    assert (found.shown, found.sign) == (1, Sign.OPEN)


def test_a_veto_finding_makes_a_gap_of_what_is_half_done() -> None:
    veto = Finding("E102", Severity.VETO, HARD, 12)
    found = of_indicator(HARD, [link(5, 11)], [veto], {5})
    assert found.sign is Sign.GAP
    assert found.vetoes == 1
    assert found.words() == "已有 1/2 项 · 1 项刚性缺口，影响评优秀"


def test_words_say_what_bar_and_sign_say() -> None:
    done = of_indicator(HARD, [link(5, 11), link(6, 12)], [], {5, 6})
    assert done.words() == "已有 2/2 项 · 齐全"
    set_language("en")
    assert done.words() == "2 of 2 shown · complete"


def test_a_bonus_nobody_claims_is_no_gap() -> None:
    assert of_indicator(BONUS, [], [], ()).sign is Sign.NONE
    assert of_indicator(BONUS, [link(5, None, 3)], [], {5}).sign is Sign.DONE


def test_a_warning_keeps_a_full_indicator_open() -> None:
    warning = Finding("E301", Severity.WARNING, SOFT)
    hint = Finding("E901", Severity.HINT, SOFT)
    assert of_indicator(SOFT, [link(5, 11, 2)], [warning], {5}).sign is Sign.OPEN
    assert of_indicator(SOFT, [link(5, 11, 2)], [hint], {5}).sign is Sign.DONE


PROGRESS = st.builds(
    Progress,
    st.integers(0, 5),
    st.integers(5, 9),
    st.sampled_from(Sign),
    st.integers(0, 2),
    st.integers(0, 3),
)


@given(st.lists(PROGRESS, max_size=8))
def test_a_level_is_done_only_when_all_below_is(parts: list[Progress]) -> None:
    found = total(parts)
    assert found.shown == sum(p.shown for p in parts)
    assert found.asked == sum(p.asked for p in parts)
    counted = {p.sign for p in parts} - {Sign.NONE}
    assert (found.sign is Sign.DONE) == (counted == {Sign.DONE})
    if found.vetoes and counted and counted != {Sign.DONE}:
        assert found.sign is Sign.GAP


def test_the_tree_sums_up_over_what_a_filter_hides() -> None:
    scheme = Scheme("考核", 2025, None, (HARD, SOFT, BONUS), (Section(("三",), 4.0),))
    progress = {
        1: of_indicator(HARD, [link(5, 11)], [], {5}),
        2: of_indicator(SOFT, [link(5, 11, 2)], [], {5}),
        3: of_indicator(BONUS, [], [], ()),
    }
    root = indicator_nodes.build(scheme, progress, TreeFilter(only_hard=True))
    assert [n.indicator.code for n in root.leaves() if n.indicator] == ["20"]
    (top,) = root.children
    assert (top.points, top.progress.shown, top.progress.asked) == (4.0, 2, 3)
    assert top.children[0].points == 3.5

    open_only = indicator_nodes.build(scheme, progress, TreeFilter(only_open=True))
    assert [n.indicator.code for n in open_only.leaves() if n.indicator] == ["20"]
    by_words = indicator_nodes.build(scheme, progress, TreeFilter(text="公厕 台账"))
    assert [n.indicator.code for n in by_words.leaves() if n.indicator] == ["21"]
