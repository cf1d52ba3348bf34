"""What findings come to: how each indicator stands, the points, and the least that clears the veto."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ledger_app.audit import verdict
from ledger_app.audit.model import Audit, Finding, Severity, Stake, Standing, State
from ledger_app.audit.rules import evaluate
from ledger_app.audit.verdict import cause
from ledger_app.evidence.model import Candidate
from ledger_app.scheme.model import Need
from ledger_app.vault.model import Status
from tests.audit.helpers.cases import (
    BONUS,
    INCOME,
    PUBLIC,
    TOILETS,
    complete,
    evidence,
    scheme,
    snapshot,
)

LEDGER, AGREEMENT = 201, 202
LOST = evidence(5, status=Status.MISSING)


def standing(*linked, indicator=TOILETS) -> Standing:
    audit = evaluate(snapshot(*linked, of=scheme(indicator)))
    return audit.verdict.standings[indicator.id]


@pytest.mark.parametrize(
    ("linked", "met", "state", "severity", "stake"),
    [
        ([], 0, State.NONE, Severity.VETO, Stake.LOST),
        ([(evidence(1), TOILETS, None)], 0, State.NONE, Severity.VETO, Stake.LOST),
        ([(evidence(1), TOILETS, LEDGER)], 1, State.PARTIAL, Severity.VETO, Stake.AT_RISK),
        (
            [(evidence(1), TOILETS, LEDGER), (LOST, TOILETS, AGREEMENT)],
            1,
            State.PARTIAL,
            Severity.VETO,
            Stake.AT_RISK,
        ),
        (complete(TOILETS, first=1), 2, State.COMPLETE, None, Stake.SECURED),
        (
            [*complete(TOILETS, first=1), (LOST, TOILETS, LEDGER)],
            2,
            State.PROBLEM,
            Severity.WARNING,
            Stake.SECURED,
        ),
    ],
    ids=["nothing", "unassigned", "one of two", "one lost", "all", "all and a lost one"],
)
def test_standing(linked: list, met: int, state: State, severity: Severity | None, stake: Stake) -> None:
    found = standing(*linked)
    assert (found.met, found.total, found.state, found.severity) == (met, 2, state, severity)
    assert found.stake is stake


def test_open_requirements_are_named() -> None:
    assert standing().open == {LEDGER, AGREEMENT}
    assert standing((evidence(1), TOILETS, LEDGER)).open == {AGREEMENT}


def test_hints_leave_an_indicator_complete() -> None:
    late = evidence(7, dates=(("2026-02-01", "content"),))
    found = standing(*complete(TOILETS, first=1), (late, TOILETS, LEDGER))
    assert (found.state, found.severity, found.findings) == (State.COMPLETE, Severity.HINT, 0)


def test_indicator_without_requirements_counts_as_one() -> None:
    bare = replace(TOILETS, requirements=())
    assert standing(indicator=bare).met == 0
    assert standing((LOST, bare, None), indicator=bare).state is State.NONE
    assert standing((evidence(1), bare, None), indicator=bare).state is State.COMPLETE


def test_points_are_secured_at_risk_or_lost() -> None:
    audit = evaluate(snapshot(*complete(PUBLIC, first=1), (evidence(9), TOILETS, LEDGER)))
    total = audit.verdict.total
    assert (total.secured, total.at_risk, total.lost, total.points) == (1.0, 2.5, 3.0, 6.5)
    assert (total.indicators, total.complete, total.vetoes) == (3, 1, 2)
    hard = audit.verdict.hard
    assert (hard.secured, hard.at_risk, hard.lost) == (0.0, 2.5, 3.0)


def test_bonus_items_are_counted_apart() -> None:
    bonus = evaluate(snapshot()).verdict.bonus
    assert (bonus.lost, bonus.points, bonus.vetoes) == (10.0, 10.0, 0)
    shown = evaluate(snapshot(*complete(BONUS, first=1))).verdict
    assert (shown.bonus.secured, shown.total.points) == (10.0, 6.5)


def test_tallies_by_category_unit_and_person() -> None:
    shared = replace(PUBLIC, units=("规划建设办", "农业农村办"), persons=("张三",))
    verdict = evaluate(snapshot(*complete(shared, first=1), of=scheme(TOILETS, shared, INCOME))).verdict
    assert [(t.name, t.points) for t in verdict.categories] == [("三、人居环境", 3.5), ("四、产业增收", 3.0)]
    # the most at stake first; what two units owe counts for each
    assert [(t.name, t.secured, t.lost) for t in verdict.units] == [
        ("", 0.0, 3.0),
        ("规划建设办", 1.0, 2.5),
        ("农业农村办", 1.0, 0.0),
    ]
    assert [(t.name, t.points) for t in verdict.persons] == [("张三", 1.0)]


def near(score: float, path: str = "收件/协议.pdf") -> Candidate:
    return Candidate(7, path, 20, AGREEMENT, score, (("words", "协议"),))


def causes(audit: Audit) -> dict[str, list]:
    return {
        c.indicator.code: [p.requirement and p.requirement.id for p in c.papers] for c in audit.verdict.causes
    }


def test_every_cause_of_the_veto_names_the_papers_that_clear_it() -> None:
    audit = evaluate(snapshot((evidence(1), TOILETS, LEDGER), candidates={(20, AGREEMENT): (near(0.8),)}))
    assert causes(audit) == {"20": [AGREEMENT], "33": [331]}
    papers = audit.verdict.causes[0].papers
    assert (papers[0].candidates, papers[0].count) == ((near(0.8),), 1)
    assert not audit.verdict.is_excellent_possible


def test_evidence_that_needs_mending_is_named_as_such() -> None:
    audit = evaluate(snapshot((evidence(1), TOILETS, LEDGER), (LOST, TOILETS, AGREEMENT)))
    (paper,) = audit.verdict.causes[0].papers
    assert paper.files == LOST.paths


def test_of_alternatives_the_cheapest_is_chosen() -> None:
    first, second = (replace(r, need=Need(instead="一")) for r in TOILETS.requirements)
    either = replace(TOILETS, requirements=(first, second))
    vetoes = evaluate(snapshot(of=scheme(TOILETS))).findings[:1]
    assert [p.requirement for p in cause(either, vetoes, {}).papers] == [first]
    at_hand = {(20, AGREEMENT): (near(0.8),)}
    assert [p.requirement for p in cause(either, vetoes, at_hand).papers] == [second]


def test_papers_are_counted_by_what_is_needed() -> None:
    ledger, agreement = TOILETS.requirements
    asked = (replace(ledger, need=Need(count=2, roster=7)), replace(agreement, need=Need(every="quarter")))
    vetoes = evaluate(snapshot(of=scheme(TOILETS))).findings[:1]
    papers = cause(replace(TOILETS, requirements=asked), vetoes, {}, {7: 20}).papers
    assert [p.count for p in papers] == [40, 4]
    short = replace(vetoes[0], rule="E105", requirement=LEDGER, values={"lacking": 3})
    few = replace(short, rule="E104", values={"lacking": 2})
    (paper,) = cause(replace(TOILETS, requirements=asked), [short, few], {}, {7: 20}).papers
    assert paper.count == 5


def test_papers_clear_the_veto() -> None:
    """Linking what the verdict names, and nothing else, makes 优秀 possible again."""
    audit = evaluate(snapshot((LOST, TOILETS, LEDGER)))
    linked = [
        (evidence(100 + n), c.indicator, p.requirement.id if p.requirement else None)
        for c in audit.verdict.causes
        for n, p in enumerate(c.papers)
    ]
    assert evaluate(snapshot((LOST, TOILETS, LEDGER), *linked)).verdict.is_excellent_possible


@pytest.mark.parametrize("rule", ["E104", "E105", "E107"])
def test_what_is_shown_in_part_is_at_risk_and_not_lost(rule: str) -> None:
    [asked] = TOILETS.requirements[:1]
    one = replace(TOILETS, requirements=(asked,))
    gap = Finding(rule, Severity.VETO, one, asked.id, is_gap=True)
    assert verdict.standing(one, [gap]).stake is Stake.AT_RISK
    assert verdict.standing(one, [replace(gap, rule="E201")]).stake is Stake.LOST
