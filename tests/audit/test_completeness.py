"""What a requirement needs beyond one file: each rule finds it, and its clean twin is left alone."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ledger_app.audit import wording
from ledger_app.audit.model import Evidence, Finding, Severity, Snapshot
from ledger_app.audit.rules import evaluate
from ledger_app.core import i18n
from ledger_app.scheme.model import Indicator, Need, Requirement, Roster, Subject
from ledger_app.search.model import Description
from tests.audit.helpers.cases import evidence, link, scheme

VILLAGES = Roster(
    1,
    "各村",
    "village",
    tuple(Subject(n, name, (), name) for n, name in ((1, "大湾村"), (2, "石桥村"), (3, "新桥村"))),
)
OURS = ("E102", "E103", "E104", "E105", "E106", "E107", "E108", "E109")


def indicator(*needs: Need, is_hard: bool = True, is_bonus: bool = False) -> Indicator:
    asked = tuple(Requirement(str(n), f"材料{n}", 100 + n, need) for n, need in enumerate(needs, start=1))
    return Indicator("20", ("三",), "户厕", 2.5, is_hard, is_bonus, requirements=asked, id=20)


def paper(item: int, name: str = "", *, kind: str | None = None, **values: object) -> Evidence:
    held = evidence(item, name or f"材料/{item}.pdf")
    described = Description(title=f"材料{item}", kind=kind, sources={"kind": "content"})
    return replace(held, description=described, **values)


def found(one: Indicator, shown: dict[int, list[Evidence]], **values: object) -> list[Finding]:
    """Audit one indicator whose requirement n (by its number) is shown by these; only rules of this family."""
    held = [e for files in shown.values() for e in files]
    links = tuple(link(e, one, 100 + n) for n, files in shown.items() for e in files)
    snapshot = Snapshot(
        scheme(one), 2025, "2026-03-20", {e.item: e for e in held}, links, rosters=(VILLAGES,)
    )
    audit = evaluate(replace(snapshot, **values))
    return [f for f in audit.findings if f.rule in OURS]


def said(findings: list[Finding]) -> list[tuple[str, Severity, bool]]:
    for finding in findings:
        for language in i18n.LANGUAGES:
            i18n.set_language(language)
            assert wording.message(finding) and wording.remedy(finding) and all(wording.reasons(finding))
    i18n.set_language("en")
    return [(f.rule, f.severity, f.is_gap) for f in findings]


def test_too_few_files() -> None:
    one = indicator(Need(count=3))
    findings = found(one, {1: [paper(1), paper(2)]})
    assert said(findings) == [("E104", Severity.VETO, True)]
    assert findings[0].values["lacking"] == 1
    assert wording.message(findings[0]) == "20 户厕: 材料1 asks for 3 files and has 2."
    assert found(one, {1: [paper(1), paper(2), paper(3)]}) == []


@pytest.mark.parametrize(
    ("values", "severity"), [({"is_hard": False}, Severity.WARNING), ({"is_bonus": True}, Severity.HINT)]
)
def test_what_is_not_hard_weighs_less(values: dict, severity: Severity) -> None:
    findings = found(indicator(Need(count=2), **values), {1: [paper(1)]})
    assert said(findings) == [("E104", severity, True)]


def test_files_that_prove_nothing_do_not_count() -> None:
    old = paper(2, dates=(("2023-05-01", "content"),))
    findings = found(indicator(Need(count=2)), {1: [paper(1), old]})
    assert said(findings) == [("E104", Severity.VETO, True)]


def test_only_files_of_the_period_count() -> None:
    need = Need(count=2, since="2025-07-01", until="2025-12-31")
    late = paper(2, dates=(("2025-08-01", "content"),))
    findings = found(indicator(need), {1: [paper(1), late]})
    assert said(findings) == [("E104", Severity.VETO, True)]
    reasons = wording.reasons(findings[0])
    assert "Files from outside the period that is asked for (2025-07-01 to 2025-12-31): 1." in reasons
    assert found(indicator(need), {1: [late, paper(3, dates=(("2025-12", "name"),))]}) == []


def test_a_period_that_begins_before_the_year_is_no_fault() -> None:
    before = paper(1, dates=(("2024-11-05", "content"),))
    one = indicator(Need(since="2024-10-01", until="2025-09-30"))
    held = Snapshot(scheme(one), 2025, "2026-03-20", {1: before}, (link(before, one, 101),))
    assert [f.rule for f in evaluate(held).findings if f.rule in ("E301", *OURS)] == []
    plain = indicator(Need())
    held = replace(held, scheme=scheme(plain))
    assert "E301" in [f.rule for f in evaluate(held).findings]


def test_subjects_without_evidence_are_one_finding() -> None:
    one = indicator(Need(roster=1))
    findings = found(one, {1: [paper(1, subjects=(1,)), paper(2)]})
    assert said(findings) == [("E105", Severity.VETO, True)]
    assert findings[0].values["subjects"] == ["石桥村", "新桥村"]
    assert wording.message(findings[0]) == ("20 户厕: 材料1: of 3 in “各村” nothing shows 2: 石桥村, 新桥村.")
    assert "Files that do not tell whom they are about: 1." in wording.reasons(findings[0])
    assert found(one, {1: [paper(1, subjects=(1, 2, 3))]}) == []


def test_nothing_at_all_is_told_once() -> None:
    findings = found(indicator(Need(roster=1, count=2), Need()), {2: [paper(1)]})
    assert [f.rule for f in findings] == ["E102"]


def test_a_person_s_word_on_whom_a_link_is_about_comes_first() -> None:
    one = indicator(Need(roster=1))
    held = [paper(n, subjects=(1,)) for n in (1, 2, 3)]
    links = tuple(replace(link(e, one, 101), subject=n) for n, e in enumerate(held, start=1))
    snapshot = Snapshot(
        scheme(one), 2025, "2026-03-20", {e.item: e for e in held}, links, rosters=(VILLAGES,)
    )
    assert [f for f in evaluate(snapshot).findings if f.rule in OURS] == []
    links = tuple(replace(one, subject=999) for one in links)
    assert [f.rule for f in evaluate(replace(snapshot, links=links)).findings if f.rule in OURS] == ["E105"]


def test_each_subject_needs_its_number() -> None:
    one = indicator(Need(roster=1, count=2))
    shown = [paper(n, subjects=(s,)) for n, s in enumerate((1, 1, 2, 3, 3), start=1)]
    findings = found(one, {1: shown})
    assert said(findings) == [("E104", Severity.VETO, True)]
    assert findings[0].values["subjects"] == ["石桥村"]
    assert "石桥村 has 1 of 2." in wording.reasons(findings[0])
    assert found(one, {1: [*shown, paper(9, subjects=(2,))]}) == []


CHAIN = tuple(Need(chain="会议", step=n) for n in (1, 2, 3))


def test_a_missing_link_is_named_with_those_that_are_there() -> None:
    findings = found(indicator(*CHAIN), {1: [paper(1)], 3: [paper(3)]})
    assert said(findings) == [("E106", Severity.VETO, True)]
    assert findings[0].values["there"] == ["材料1", "材料3"]
    assert found(indicator(*CHAIN), {1: [paper(1)], 2: [paper(2)], 3: [paper(3)]}) == []


def test_a_chain_of_which_nothing_is_there_is_no_broken_chain() -> None:
    findings = found(indicator(*CHAIN, Need()), {4: [paper(1)]})
    assert [f.rule for f in findings] == ["E102", "E102", "E102"]


def dated(item: int, day: str, name: str = "") -> Evidence:
    return paper(item, name, dates=((day, "content"),))


def test_quarters_that_are_not_shown() -> None:
    one = indicator(Need(every="quarter"))
    spring = [dated(1, "2025-02-01"), dated(2, "2025-05-01"), dated(3, "2025-11-30")]
    findings = found(one, {1: spring})
    assert said(findings) == [("E107", Severity.VETO, True)]
    assert findings[0].values["parts"] == ["2025-Q3"]
    assert wording.message(findings[0]) == "20 户厕: 材料1 is not shown for quarter 3 of 2025."
    assert found(one, {1: [*spring, dated(4, "2025-10-08", "公开栏/第三季度公开栏.jpg")]}) == []
    assert found(one, {1: [dated(1, "2025-12-31", "公开栏/全年村务公开.pdf")]}) == []


def test_a_part_that_is_not_over_is_not_asked_for_yet() -> None:
    one = indicator(Need(every="quarter"))
    assert found(one, {1: [dated(1, "2025-02-01")]}, as_of="2025-05-20") == []
    assert [f.rule for f in found(one, {1: [dated(1, "2025-02-01")]}, as_of="2025-08-20")] == ["E107"]


def test_files_that_tell_no_month_leave_it_open() -> None:
    one = indicator(Need(every="half"))
    findings = found(one, {1: [dated(1, "2025-02-01"), dated(2, "2025")]})
    assert said(findings) == [("E107", Severity.WARNING, False)]


def test_quarters_of_each_subject() -> None:
    one = indicator(Need(every="half", roster=1))
    shown = [
        paper(n, subjects=(1, 3), dates=((d, "content"),)) for n, d in ((1, "2025-02-01"), (2, "2025-09-01"))
    ]
    findings = found(one, {1: [*shown, paper(3, subjects=(2,), dates=(("2025-03-01", "content"),))]})
    assert said(findings) == [("E107", Severity.VETO, True)]
    assert findings[0].values["subjects"] == ["石桥村"]
    assert "石桥村 has nothing for the second half of 2025." in wording.reasons(findings[0])


@pytest.mark.parametrize(
    ("need", "what"), [(Need(is_signed=True), "signed"), (Need(is_sealed=True), "sealed")]
)
def test_a_signature_or_seal_that_nobody_confirmed(need: Need, what: str) -> None:
    findings = found(indicator(need), {1: [paper(1), paper(2, attested=frozenset([what]))]})
    assert said(findings) == [("E108", Severity.WARNING, False)]
    assert findings[0].files == ("材料/1.pdf",)
    assert found(indicator(need), {1: [paper(1, attested=frozenset(["signed", "sealed"]))]}) == []


def test_signed_and_sealed_are_two_findings_that_can_be_told_apart() -> None:
    findings = found(indicator(Need(is_signed=True, is_sealed=True)), {1: [paper(1)]})
    assert len({f.key for f in findings}) == 2


@pytest.mark.parametrize(
    ("asked", "kind", "source", "is_told"),
    [
        ("acceptance", "attendance", "content", True),
        ("acceptance", "attendance", "person", True),
        ("acceptance", "attendance", "folder", False),
        ("acceptance", "acceptance", "content", False),
        ("list", "table", "content", False),
        ("attendance", "photo", "name", False),
        ("attendance", "photo", "person", True),
        ("acceptance", None, "content", False),
    ],
)
def test_papers_of_another_kind(asked: str, kind: str | None, source: str, is_told: bool) -> None:
    held = paper(1, kind=kind)
    held = replace(held, description=replace(held.description, sources={"kind": source}))
    findings = found(indicator(Need(kinds=(asked,))), {1: [held]})
    assert said(findings) == ([("E109", Severity.HINT, False)] if is_told else [])


def test_one_of_several_alternatives_is_enough() -> None:
    one = indicator(Need(instead="凭证"), Need(instead="凭证", count=2), Need())
    assert found(one, {1: [paper(1)], 3: [paper(3)]}) == []
    assert found(one, {1: [paper(1)], 2: [paper(2)], 3: [paper(3)]}) == []
    findings = found(one, {2: [paper(2)], 3: [paper(3)]})
    assert [f.rule for f in findings] == ["E102", "E104"]
    assert "One of these would do instead: 材料2." in wording.reasons(findings[0])


def test_a_fault_where_an_alternative_is_met_leaves_no_gap() -> None:
    one = indicator(Need(instead="凭证"), Need(instead="凭证"))
    gone = paper(1, dates=(("2020-01-01", "content"),))
    held = Snapshot(
        scheme(one),
        2025,
        "2026-03-20",
        {1: gone, 2: paper(2)},
        (link(gone, one, 101), link(paper(2), one, 102)),
    )
    findings = [f for f in evaluate(held).findings if f.rule == "E301"]
    assert [(f.severity, f.is_gap) for f in findings] == [(Severity.WARNING, False)]


@pytest.mark.parametrize(
    ("name", "need", "lacking"),
    [
        ("会议记录及签到、照片.pdf", Need(kinds=("minutes", "attendance", "photo"), count=3), 0),
        ("会议记录.jpg", Need(kinds=("minutes", "attendance", "photo"), count=3), 2),
        ("会议记录汇编.pdf", Need(kinds=("minutes",), count=4), 0),
        ("会议记录.pdf", Need(kinds=("minutes",), count=4), 3),
        ("改厕前后对比.jpg", Need(kinds=("photo",), count=2), 0),
        ("改厕前中后.jpg", Need(kinds=("photo",), count=4), 1),
        ("改厕照片.jpg", Need(kinds=("photo",), count=2), 1),
        ("改厕照片.docx", Need(kinds=("photo",), count=2), 0),
    ],
)
def test_papers_that_are_bound_together_count_for_what_they_hold(name: str, need: Need, lacking: int) -> None:
    held = replace(paper(1, f"材料/{name}"), description=Description())
    findings = found(indicator(need), {1: [held]})
    assert [f.values["lacking"] for f in findings] == ([lacking] if lacking else [])


def test_a_file_that_names_several_papers_is_of_each_kind() -> None:
    held = paper(1, "材料/竣工验收表及补助凭证.pdf", kind="acceptance")
    assert found(indicator(Need(kinds=("voucher",))), {1: [held]}) == []
    assert [f.rule for f in found(indicator(Need(kinds=("attendance",))), {1: [held]})] == ["E109"]
