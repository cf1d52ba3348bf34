"""Rules look only at what differs, and a rule that fails is a finding while the others go on."""

from __future__ import annotations

import logging
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ledger_app.audit import wording
from ledger_app.audit.evaluating import Evaluator, Rule, WholeRule, concluded
from ledger_app.audit.model import Finding, Severity, Snapshot
from ledger_app.audit.rules import RULES, evaluate
from ledger_app.search.model import Alike
from ledger_app.vault.model import Status
from tests.audit.helpers.cases import ALL, TOILETS, complete, evidence, link, scheme, snapshot

TARGETS = [(i, r) for i in ALL for r in (None, *(q.id for q in i.requirements))]


def failing(view, *_indicator):
    yield Finding("E101", Severity.HINT, indicator=TOILETS)
    raise ValueError("a rule with a flaw")


@pytest.mark.parametrize("kind", [Rule, WholeRule])
def test_a_rule_that_fails_is_a_finding_and_the_others_go_on(kind, caplog: pytest.LogCaptureFixture) -> None:
    rules = [kind("E101", "", failing), *RULES[1:]]
    case = snapshot(*complete(TOILETS, first=1))
    with caplog.at_level(logging.ERROR):
        audit = concluded(case, Evaluator(rules).look(case))
    (told,) = [f for f in audit.findings if f.rule == "E901"]
    assert (told.severity, told.indicator) == (Severity.ERROR, None)
    assert "E101" in wording.message(told)
    assert audit.verdict.failed == ("E101",)
    assert "E101" in wording.verdict(audit)
    assert "a rule with a flaw" in caplog.text
    others = [f for f in evaluate(case).findings if f.rule != "E101"]
    assert [f for f in audit.findings if f.rule not in ("E101", "E901")] == others
    assert any(f.rule == "E101" for f in audit.findings)  # what it found before it failed


def test_untouched_indicators_are_not_looked_at_again() -> None:
    looked: list[int] = []

    def note(_view, indicator):
        looked.append(indicator.id)
        return ()

    evaluator = Evaluator([Rule("E101", "", note)])
    case = snapshot(*complete(TOILETS, first=1))
    evaluator.look(case)
    assert sorted(looked) == sorted(i.id for i in ALL)
    looked.clear()
    evaluator.look(replace(case, evidence={**case.evidence, 1: replace(case.evidence[1], size=7)}))
    assert looked == [TOILETS.id]
    looked.clear()
    evaluator.look(replace(case, as_of="2026-03-21"))
    assert len(looked) == len(ALL)


@st.composite
def steps(draw: st.DrawFn) -> list[Snapshot]:
    """A snapshot and what becomes of it, change by change."""
    held = {n: evidence(n, f"东村/{n}.jpg", f"西村/{n}.jpg") for n in range(1, 5)}
    links: dict[tuple, object] = {}
    found = []
    for _ in range(draw(st.integers(1, 8))):
        item = draw(st.sampled_from(sorted(held)))
        match draw(st.integers(0, 6)):
            case 0 | 1 | 2:
                indicator, requirement = draw(st.sampled_from(TARGETS))
                links[item, indicator.id, requirement] = link(held[item], indicator, requirement)
            case 3 if links:
                del links[draw(st.sampled_from(sorted(links, key=str)))]
            case 4:
                status = draw(st.sampled_from(Status))
                held[item] = replace(held[item], status=status)
            case 5:
                sha256 = draw(st.sampled_from("ab")) * 64
                held[item] = replace(held[item], sha256=sha256, dates=(("2024-05-01", "content"),))
        groups = (Alike((1, 2), 0.9),) if draw(st.booleans()) else ()
        inspected = draw(st.sampled_from(["", "2026-04-01"]))
        asked = scheme(*ALL) if draw(st.booleans()) else scheme(*ALL[1:])
        case = snapshot(of=asked, links=tuple(links.values()), held=tuple(held.values()))
        found.append(replace(case, photos=groups, texts=groups, inspected=inspected))
    return found


@given(steps())
@settings(max_examples=60, deadline=None)
def test_change_by_change_is_the_same_as_anew(cases: list[Snapshot]) -> None:
    evaluator = Evaluator(RULES)
    for case in cases:
        assert concluded(case, evaluator.look(case)) == evaluate(case)


@given(steps())
@settings(max_examples=30, deadline=None)
def test_every_finding_has_a_key_of_its_own(cases: list[Snapshot]) -> None:
    keys = [f.key for f in evaluate(cases[-1]).findings]
    assert len(set(keys)) == len(keys)
