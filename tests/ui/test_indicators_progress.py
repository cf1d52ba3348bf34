"""How far an indicator is, from its links and findings, and summed up."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from ledger_app.audit.model import Finding, Severity
from ledger_app.audit.verdict import standing
from ledger_app.core.i18n import set_language
from ledger_app.scheme.model import Indicator, Requirement, Scheme, Section
from ledger_app.ui import indicator_nodes
from ledger_app.ui.indicator_nodes import TreeFilter
from ledger_app.ui.indicator_progress import Progress, Sign, of_standing, total

ASKED = (Requirement("a", "改厕台账", 11), Requirement("b", "验收表", 12))
HARD = Indicator("20", ("三", "7"), "卫生户厕", 2.5, is_hard=True, requirements=ASKED, id=1)
SOFT = Indicator("21", ("三", "7"), "农村公厕", 1.0, requirements=ASKED[:1], id=2)
BONUS = Indicator("54", ("六",), "创新", 10.0, is_bonus=True, id=3)


def progress(indicator: Indicator, met: int, *findings: Finding) -> Progress:
    """Return the progress of an indicator of which so many requirements are met, from first to last."""
    gaps = [
        Finding("E102", Severity.VETO if indicator.is_hard else Severity.ERROR, indicator, r.id, is_gap=True)
        for r in indicator.requirements[met:]
    ]
    if not met:
        gaps = [Finding("E101", _weight(indicator), indicator, is_gap=True)]
    return of_standing(standing(indicator, [*gaps, *findings]), is_bonus=indicator.is_bonus)


def _weight(indicator: Indicator) -> Severity:
    return Severity.HINT if indicator.is_bonus else Severity.VETO if indicator.is_hard else Severity.ERROR


def test_done_when_every_requirement_is_met() -> None:
    found = progress(HARD, 2)
    assert (found.shown, found.asked, found.sign) == (2, 2, Sign.DONE)


def test_a_veto_finding_makes_a_gap_of_what_is_half_done() -> None:
    found = progress(HARD, 1)
    assert (found.shown, found.asked, found.sign) == (1, 2, Sign.GAP)
    assert found.vetoes == 1
    assert found.words() == "已有 1/2 项 · 1 项刚性缺口，影响评优秀"


def test_nothing_shown_is_a_gap_without_a_veto_too() -> None:
    found = progress(SOFT, 0)
    assert (found.shown, found.sign, found.vetoes) == (0, Sign.GAP, 0)


def test_words_say_what_bar_and_sign_say() -> None:
    done = progress(HARD, 2)
    assert done.words() == "已有 2/2 项 · 齐全"
    set_language("en")
    assert done.words() == "2 of 2 shown · complete"


def test_a_bonus_nobody_claims_is_no_gap() -> None:
    assert progress(BONUS, 0).sign is Sign.NONE
    assert progress(BONUS, 1).sign is Sign.DONE


def test_a_warning_keeps_a_full_indicator_open() -> None:
    warning = Finding("E301", Severity.WARNING, SOFT)
    hint = Finding("E302", Severity.HINT, SOFT)
    assert progress(SOFT, 1, warning).sign is Sign.OPEN
    assert progress(SOFT, 1, hint).sign is Sign.DONE


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
    found = {1: progress(HARD, 1), 2: progress(SOFT, 1), 3: progress(BONUS, 0)}
    root = indicator_nodes.build(scheme, found, TreeFilter(only_hard=True))
    assert [n.indicator.code for n in root.leaves() if n.indicator] == ["20"]
    (top,) = root.children
    assert (top.points, top.progress.shown, top.progress.asked) == (4.0, 2, 3)
    assert top.children[0].points == 3.5

    open_only = indicator_nodes.build(scheme, found, TreeFilter(only_open=True))
    assert [n.indicator.code for n in open_only.leaves() if n.indicator] == ["20"]
    by_words = indicator_nodes.build(scheme, found, TreeFilter(text="公厕 台账"))
    assert [n.indicator.code for n in by_words.leaves() if n.indicator] == ["21"]
