"""Every rule both ways: it speaks where it should, and is silent where it should not."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ledger_app.audit.model import Audit, Finding, Severity, Snapshot
from ledger_app.audit.rules import RULES, evaluate, gaps
from ledger_app.evidence.model import Candidate
from ledger_app.scheme.model import Problem
from ledger_app.vault.model import Status
from tests.audit.helpers.cases import (
    BONUS,
    INCOME,
    PUBLIC,
    TOILETS,
    complete,
    evidence,
    link,
    scheme,
    snapshot,
)

LEDGER, AGREEMENT = 201, 202


def only(case: Snapshot, rule: str) -> list[Finding]:
    return [f for f in evaluate(case).findings if f.rule == rule]


def toilets(*linked, **others) -> Snapshot:
    return snapshot(*linked, of=scheme(TOILETS), **others)


def codes(audit: Audit) -> list[str]:
    return [f.rule for f in audit.findings]


def test_complete_indicator_has_no_finding() -> None:
    audit = evaluate(toilets(*complete(TOILETS, first=1)))
    assert audit.findings == ()
    assert audit.is_excellent_possible
    assert (audit.hard.total, audit.hard.complete, audit.hard.points_at_risk) == (1, 1, 0)


# E101


def test_indicator_without_links_is_one_finding_that_lists_its_requirements() -> None:
    (finding,) = evaluate(toilets()).findings
    assert (finding.rule, finding.severity, finding.requirement) == ("E101", Severity.VETO, None)
    assert finding.values["asked"] == ["改厕台账", "管护协议"]
    assert finding.is_gap
    assert [code for code, _ in finding.because] == ["nothing-linked", "hard", "excellent"]


def test_ordinary_indicator_without_links_is_an_error_and_leaves_excellent_possible() -> None:
    audit = evaluate(snapshot(of=scheme(PUBLIC)))
    assert [(f.rule, f.severity) for f in audit.findings if f.rule == "E101"] == [("E101", Severity.ERROR)]
    assert audit.is_excellent_possible


def test_bonus_without_links_is_a_hint() -> None:
    (finding,) = only(snapshot(of=scheme(TOILETS, BONUS)), "E101")[1:]
    assert (finding.indicator, finding.severity) == (BONUS, Severity.HINT)


# E102


def test_open_requirement_of_a_hard_indicator_is_a_veto() -> None:
    (finding,) = evaluate(toilets((evidence(1), TOILETS, LEDGER))).findings
    assert (finding.rule, finding.severity, finding.requirement) == ("E102", Severity.VETO, AGREEMENT)


def test_open_requirement_of_another_indicator_is_a_warning() -> None:
    case = snapshot(
        (evidence(1), replace(TOILETS, is_hard=False), LEDGER),
        of=scheme(replace(TOILETS, is_hard=False), INCOME),
    )
    (finding,) = only(case, "E102")
    assert finding.severity is Severity.WARNING


def test_open_requirement_of_a_bonus_is_a_hint() -> None:
    bonus = replace(TOILETS, is_hard=False, is_bonus=True)
    (finding,) = only(snapshot((evidence(1), bonus, LEDGER), of=scheme(bonus, INCOME)), "E102")
    assert finding.severity is Severity.HINT


def test_link_to_the_whole_indicator_meets_no_requirement() -> None:
    audit = evaluate(toilets((evidence(1), TOILETS, None)))
    assert codes(audit) == ["E102", "E102", "E103"]
    assert audit.hard.points_at_risk == 2.5


# E103


def test_unassigned_files_are_no_finding_once_all_requirements_are_met() -> None:
    case = toilets(*complete(TOILETS, first=1), (evidence(9), TOILETS, None))
    assert evaluate(case).findings == ()


def test_indicator_without_requirements_is_met_by_a_link_to_it() -> None:
    bare = replace(TOILETS, requirements=())
    assert evaluate(snapshot((evidence(1), bare, None), of=scheme(bare))).findings == ()


# E201 to E204, E301


FAULTS = {
    "E201": {"status": Status.MISSING},
    "E202": {"status": Status.UNREADABLE, "reason": "EACCES"},
    "E203": {"size": 0},
    "E204": {"status": Status.CHANGED},
    "E301": {"dates": (("2023-05-01", "exif"),)},
}


@pytest.mark.parametrize("rule", FAULTS)
def test_fault_that_leaves_a_hard_requirement_bare_is_a_veto(rule: str) -> None:
    bad = evidence(1, "改厕/台账.xlsx", **FAULTS[rule])
    case = toilets((bad, TOILETS, LEDGER), (evidence(2), TOILETS, AGREEMENT))
    (finding,) = evaluate(case).findings
    assert (finding.rule, finding.severity, finding.requirement) == (rule, Severity.VETO, LEDGER)
    assert finding.files == ("改厕/台账.xlsx",)
    assert finding.is_gap
    assert [code for code, _ in finding.because][-3:] == ["only", "hard", "excellent"]


@pytest.mark.parametrize("rule", FAULTS)
def test_fault_beside_sound_evidence_is_a_warning(rule: str) -> None:
    bad = evidence(9, **FAULTS[rule])
    (finding,) = evaluate(toilets(*complete(TOILETS, first=1), (bad, TOILETS, LEDGER))).findings
    assert (finding.rule, finding.severity, finding.is_gap) == (rule, Severity.WARNING, False)
    assert finding.because[-1][0] == "others"


@pytest.mark.parametrize("rule", FAULTS)
def test_fault_on_an_ordinary_indicator_is_an_error(rule: str) -> None:
    case = snapshot((evidence(1, **FAULTS[rule]), PUBLIC, 211), of=scheme(PUBLIC, INCOME))
    (finding,) = only(case, rule)
    assert finding.severity is Severity.ERROR


def test_files_with_one_fault_at_one_place_are_one_finding() -> None:
    lost = [evidence(n, status=Status.MISSING) for n in (1, 2, 3, 4, 5)]
    case = toilets(*((e, TOILETS, LEDGER) for e in lost), (evidence(9), TOILETS, AGREEMENT))
    (finding,) = evaluate(case).findings
    assert len(finding.files) == 5
    assert ("more", {"n": 2}) in finding.because


def test_content_other_than_the_linked_one_is_changed() -> None:
    held = evidence(1)
    case = toilets(
        (evidence(2), TOILETS, AGREEMENT), links=(link(held, TOILETS, LEDGER, sha256="0" * 64),), held=(held,)
    )
    assert codes(evaluate(case)) == ["E204"]


@pytest.mark.parametrize("now", ["", None])
def test_content_that_was_never_known_has_not_changed(now: str | None) -> None:
    held = evidence(1, sha256=now)
    case = toilets(
        (evidence(2), TOILETS, AGREEMENT), links=(link(held, TOILETS, LEDGER, sha256=None),), held=(held,)
    )
    assert evaluate(case).findings == ()


def test_each_file_is_reported_for_its_worst_fault_only() -> None:
    gone = evidence(1, status=Status.MISSING, size=0, dates=(("2019", "folder"),))
    case = toilets((gone, TOILETS, LEDGER), (evidence(2), TOILETS, AGREEMENT))
    assert codes(evaluate(case)) == ["E201"]


# E301 to E303


def test_paper_of_the_following_spring_is_a_hint_and_counts() -> None:
    late = evidence(1, dates=(("2026-02-10", "content"),))
    (finding,) = evaluate(toilets((late, TOILETS, LEDGER), (evidence(2), TOILETS, AGREEMENT))).findings
    assert (finding.rule, finding.severity, finding.is_gap) == ("E302", Severity.HINT, False)


def test_paper_of_the_following_may_is_outside() -> None:
    late = evidence(1, dates=(("2026-05-01", "content"),))
    case = toilets((late, TOILETS, LEDGER), (evidence(2), TOILETS, AGREEMENT))
    assert codes(evaluate(replace(case, as_of="2026-06-01"))) == ["E301"]


def test_agreement_of_an_earlier_year_is_a_hint_and_counts() -> None:
    early = evidence(1, dates=(("2023-05-01", "content"),))
    (finding,) = evaluate(toilets((evidence(2), TOILETS, LEDGER), (early, TOILETS, AGREEMENT))).findings
    assert (finding.rule, finding.severity) == ("E303", Severity.HINT)


def test_reasons_name_the_date_and_where_it_was_read() -> None:
    old = evidence(1, "照片/1.jpg", dates=(("2024-03-01", "exif"), ("2025", "folder")))
    (finding,) = evaluate(toilets((old, TOILETS, LEDGER), (evidence(2), TOILETS, AGREEMENT))).findings
    assert finding.because[0] == ("dated-exif", {"path": "照片/1.jpg", "date": "2024-03-01"})


# E401


def test_copies_used_for_two_indicators_are_a_warning() -> None:
    twice = evidence(1, "东村/扫地.jpg", "西村/扫地.jpg")
    case = snapshot((twice, TOILETS, LEDGER), (twice, PUBLIC, 211), of=scheme(TOILETS, PUBLIC))
    (finding,) = only(case, "E401")
    assert finding.severity is Severity.WARNING
    assert finding.files == ("东村/扫地.jpg", "西村/扫地.jpg")
    assert finding.values["codes"] == ["20", "21"]


def test_copies_that_are_items_of_their_own_are_found_by_content() -> None:
    one, other = evidence(1, "a.jpg", sha256="c" * 64), evidence(2, "b.jpg", sha256="c" * 64)
    case = snapshot((one, TOILETS, LEDGER), (other, PUBLIC, 211), of=scheme(TOILETS, PUBLIC))
    assert len(only(case, "E401")) == 1


@pytest.mark.parametrize(
    ("paths", "targets"),
    [
        (("a.jpg",), [(TOILETS, LEDGER), (PUBLIC, 211)]),
        (("a.jpg",), [(TOILETS, LEDGER), (TOILETS, AGREEMENT)]),
        (("a.jpg", "b.jpg"), [(TOILETS, LEDGER)]),
    ],
    ids=["one file, two indicators", "one file, two requirements", "a copy that is not used"],
)
def test_one_file_many_uses_is_no_finding(paths: tuple[str, ...], targets: list) -> None:
    held = evidence(1, *paths)
    case = snapshot(*((held, i, r) for i, r in targets), of=scheme(TOILETS, PUBLIC))
    assert only(case, "E401") == []


def test_missing_and_empty_copies_are_no_copies() -> None:
    gone = evidence(1, "a", "b", status=Status.MISSING)
    nothing = evidence(2, "c", "d", size=0)
    case = snapshot(*((e, i, r) for e in (gone, nothing) for i, r in ((TOILETS, LEDGER), (PUBLIC, 211))))
    assert only(case, "E401") == []


# E501 to E503


@pytest.mark.parametrize(
    ("code", "values"),
    [
        ("sum-differs", {"name": "三、人居环境", "declared": 4.0, "sum": 3.5}),
        ("total-differs", {"declared": 100.0, "sum": 6.5}),
        ("totals-differ", {"declared": 100.0, "other": 90.0}),
    ],
)
def test_sums_that_the_reader_found_wrong_are_reported(code: str, values: dict) -> None:
    case = snapshot(of=scheme(problems=(Problem(code, "表1 第7行", values),)))
    (finding,) = only(case, "E501")
    assert finding.severity is Severity.WARNING
    assert finding.indicator is None


def test_other_problems_of_the_scheme_are_no_sums() -> None:
    case = snapshot(of=scheme(problems=(Problem("code-twice", "", {"code": "30"}),)))
    assert only(case, "E501") == []


def test_scheme_without_hard_indicators_gets_a_hint() -> None:
    assert [f.severity for f in only(snapshot(of=scheme(PUBLIC)), "E502")] == [Severity.HINT]
    assert only(snapshot(of=scheme(PUBLIC, TOILETS)), "E502") == []


def test_indicator_without_points_is_reported_unless_it_is_a_bonus() -> None:
    unknown = replace(PUBLIC, points=None)
    case = snapshot(of=scheme(TOILETS, unknown, replace(BONUS, points=None)))
    assert [f.indicator for f in only(case, "E503")] == [unknown]
    assert [f.severity for f in only(snapshot(of=scheme(replace(TOILETS, points=None))), "E503")] == [
        Severity.WARNING
    ]


# the whole


def test_findings_come_veto_first_then_by_points_then_in_document_order() -> None:
    lost = evidence(1, status=Status.MISSING)
    audit = evaluate(snapshot((lost, PUBLIC, 211), *complete(TOILETS, first=10)[:1]))
    assert [(f.severity, f.indicator and f.indicator.code) for f in audit.findings] == [
        (Severity.VETO, "33"),
        (Severity.VETO, "20"),
        (Severity.ERROR, "21"),
        (Severity.HINT, "改革创新"),
    ]


def test_points_at_risk_count_an_indicator_once() -> None:
    audit = evaluate(snapshot((evidence(1), TOILETS, None)))
    assert (audit.hard.total, audit.hard.complete) == (2, 0)
    assert (audit.hard.points, audit.hard.points_at_risk) == (5.5, 5.5)


def test_gaps_carry_their_candidates() -> None:
    near = Candidate(7, "收件/协议.pdf", 20, AGREEMENT, 0.8, (("words", "协议"),))
    case = toilets((evidence(1), TOILETS, LEDGER), candidates={(20, AGREEMENT): (near,)})
    (finding,) = evaluate(case).findings
    assert finding.candidates == (near,)


def test_gaps_of_an_indicator_without_links_are_it_and_each_requirement() -> None:
    assert gaps(toilets()) == [(20, None), (20, LEDGER), (20, AGREEMENT)]
    assert gaps(toilets((evidence(1), TOILETS, LEDGER))) == [(20, AGREEMENT)]
    assert gaps(toilets(*complete(TOILETS, first=1))) == []


def test_link_to_a_requirement_that_is_no_more_counts_for_the_indicator() -> None:
    case = toilets(*complete(TOILETS, first=1), (evidence(9, status=Status.MISSING), TOILETS, 999))
    (finding,) = evaluate(case).findings
    assert (finding.rule, finding.requirement, finding.severity) == ("E201", None, Severity.WARNING)


def test_rules_have_codes_of_their_own() -> None:
    found = [rule.code for rule in RULES]
    assert len(set(found)) == len(found)
    assert found == sorted(found)
