"""Findings that a person sets aside, and that are back when what they rest on changes."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ledger_app.audit import wording
from ledger_app.audit.model import Audit, Finding, Severity, Waiver
from ledger_app.audit.rules import evaluate
from ledger_app.vault.model import Status
from tests.audit.helpers.cases import PUBLIC, TOILETS, complete, evidence, link, scheme, snapshot

LEDGER, AGREEMENT = 201, 202
OLD = evidence(3, dates=(("2023-06-01", "content"),))
CASE = snapshot(*complete(TOILETS, first=1), (OLD, TOILETS, LEDGER), of=scheme(TOILETS, PUBLIC))


def of_rule(audit: Audit, rule: str) -> Finding:
    return next(f for f in audit.findings if f.rule == rule)


def waiver(finding: Finding) -> Waiver:
    return Waiver(
        1, finding.rule, finding.place, finding.basis, "已核实", "王主任", "2026-03-20T09:00:00+08:00"
    )


def test_a_waived_finding_is_set_aside() -> None:
    old = of_rule(evaluate(CASE), "E301")
    audit = evaluate(CASE, [waiver(old)])
    assert audit.waived == ((old, waiver(old)),)
    assert old not in audit.findings


@pytest.mark.parametrize(
    ("change", "since"),
    [
        (lambda case: {"evidence": {**case.evidence, 3: replace(OLD, sha256="f" * 64)}}, "content"),
        (lambda case: {"links": (*case.links, link(OLD, TOILETS, AGREEMENT))}, "linked"),
        (
            lambda case: {"evidence": {**case.evidence, 3: replace(OLD, dates=(("2022-01-01", "content"),))}},
            "found",
        ),
        (
            lambda case: {"evidence": {**case.evidence, 1: replace(case.evidence[1], status=Status.MISSING)}},
            "risk",
        ),
    ],
    ids=["other content", "another link", "another date", "now the only one"],
)
def test_it_is_back_when_what_it_rests_on_changes(change, since: str) -> None:
    old = of_rule(evaluate(CASE), "E301")
    changed = replace(CASE, **change(CASE))
    if since == "content":  # linked anew with that content, as a person does who looked
        relinked = tuple(replace(k, sha256="f" * 64) if k.item == 3 else k for k in changed.links)
        changed = replace(changed, links=relinked)
    back = next(f for f in evaluate(changed, [waiver(old)]).findings if f.rule == "E301")
    assert back.returned == waiver(old)
    said = wording.reasons(back)[-1]
    assert "王主任" in said
    assert "2026-03-20" in said
    assert since in said


def test_other_files_moving_or_coming_leave_it_aside() -> None:
    old = of_rule(evaluate(CASE), "E301")
    moved = replace(OLD, paths=("别处/旧.pdf",))
    other = evidence(9)
    case = replace(
        CASE,
        evidence={**CASE.evidence, 3: moved, 9: other},
        links=(*CASE.links, link(other, TOILETS, LEDGER)),
    )
    assert [f.rule for f, _ in evaluate(case, [waiver(old)]).waived] == ["E301"]


def test_a_waiver_follows_its_indicator_through_a_revision() -> None:
    bare = of_rule(evaluate(snapshot(of=scheme(PUBLIC))), "E101")
    renamed = replace(PUBLIC, code="9.1", name="公共厕所", points=4.0)
    audit = evaluate(snapshot(of=scheme(TOILETS, renamed)), [waiver(bare)])
    assert [f.indicator for f, _ in audit.waived] == [renamed]


def test_one_more_requirement_brings_it_back() -> None:
    bare = of_rule(evaluate(snapshot(of=scheme(PUBLIC))), "E101")
    more = replace(
        PUBLIC, requirements=(*PUBLIC.requirements, replace(PUBLIC.requirements[0], id=9, key="2"))
    )
    assert of_rule(evaluate(snapshot(of=scheme(more)), [waiver(bare)]), "E101").returned


def test_the_verdict_says_who_set_vetoes_aside() -> None:
    case = snapshot(of=scheme(TOILETS))
    veto = of_rule(evaluate(case), "E101")
    assert veto.severity is Severity.VETO
    audit = evaluate(case, [waiver(veto)])
    assert audit.is_excellent_possible
    assert audit.verdict.set_aside == (("王主任", 1),)
    assert "王主任" in wording.verdict(audit)
