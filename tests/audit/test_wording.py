"""Every finding can be said, in both languages, with nothing left to fill in."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from ledger_app.audit import wording
from ledger_app.audit.model import Finding
from ledger_app.audit.rules import FAILURE, RULES, evaluate
from ledger_app.core.i18n import set_language
from ledger_app.evidence import wording as evidence_wording
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


def every_finding() -> list[Finding]:
    """One archive in which everything is wrong, once with one file and once with several."""
    twice = evidence(50, "东村/a.jpg", "西村/a.jpg")
    faults = [
        {"status": Status.MISSING},
        {"status": Status.UNREADABLE, "reason": "EACCES"},
        {"status": Status.UNREADABLE},
        {"size": 0},
        {"status": Status.CHANGED},
        {"dates": (("2023-05-01", "exif"), ("2023-05", "number"), ("2023", "name"))},
        {"dates": (("2023-05-01", "content"),)},
        {"dates": (("2023", "folder"),)},
        {"dates": (("2026-02-01", "content"),)},
    ]
    bad = [evidence(n, **fault) for n, fault in enumerate(faults, 1)]
    many = [evidence(100 + n, status=Status.MISSING) for n in range(5)]
    old = evidence(60, dates=(("2020-01-01", "person"),))
    lasting = [(old, TOILETS, 202)]
    problems = (
        Problem("sum-differs", "", {"name": "三、人居环境", "declared": 4.0, "sum": 3.5}),
        Problem("total-differs", "", {"declared": 100.0, "sum": 6.5}),
    )
    cases = [
        snapshot(*((e, TOILETS, 201) for e in bad), *lasting, (bad[0], PUBLIC, 211)),
        snapshot(*((e, TOILETS, 201) for e in many), (bad[0], INCOME, None)),
        snapshot((evidence(1), TOILETS, None), (twice, TOILETS, 201), (twice, PUBLIC, 211)),
        snapshot(of=scheme(problems=problems)),
        snapshot(of=scheme(replace(PUBLIC, points=None), replace(BONUS, points=None))),
        snapshot(
            of=scheme(replace(TOILETS, points=None, units=())),
            links=(link(evidence(1), TOILETS, 201, sha256="0" * 64),),
            held=(evidence(1),),
        ),
        snapshot(
            candidates={(20, None): (Candidate(7, "收件/台账.xlsx", 20, 201, 0.8, (("words", "台账"),)),)}
        ),
    ]
    return [f for case in cases for f in evaluate(case).findings]


FINDINGS = every_finding()
FAMILIES = [module for name, module in vars(wording).items() if name.startswith("wording_")]
OWN_RULES = set(wording.MESSAGES) - {code for family in FAMILIES for code in family.MESSAGES}
OWN_REASONS = set(wording.REASONS) - {code for family in FAMILIES for code in family.REASONS}


def test_the_sample_shows_every_rule() -> None:
    """Those whose sentences stand in `wording` itself; each other family shows its own."""
    assert {f.rule for f in FINDINGS} >= OWN_RULES
    assert {code for f in FINDINGS for code, _ in f.because} >= OWN_REASONS - {
        "hard-points",
        "unreadable-why",
    }


@pytest.mark.parametrize("language", ["en", "zh_CN"])
@pytest.mark.parametrize("said", [wording.message, wording.remedy])
def test_findings_are_sentences(language: str, said) -> None:
    set_language(language)
    for finding in FINDINGS:
        sentence = said(finding)
        assert not re.search(r"[{}]|None|\[\]|_zh", sentence), sentence
        assert sentence.endswith("。" if language == "zh_CN" else "."), sentence
        assert (re.search("[a-z]{4}", sentence.replace("pdf", "").replace("xlsx", "")) is None) == (
            language == "zh_CN"
        ), sentence


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_reasons_are_sentences(language: str) -> None:
    set_language(language)
    for finding in FINDINGS:
        for reason in wording.reasons(finding):
            assert not re.search(r"[{}]|None", reason), reason
            assert reason.endswith("。" if language == "zh_CN" else ".")


def test_every_rule_has_a_title_in_chinese() -> None:
    set_language("zh_CN")
    assert all(re.fullmatch("[\u4e00-\u9fff]+", wording.title(r.code)) for r in (*RULES, FAILURE))


def test_a_veto_tells_what_it_puts_at_risk() -> None:
    (finding,) = (f for f in evaluate(snapshot()).findings if f.indicator is TOILETS)
    assert (
        wording.message(finding)
        == "Nothing is linked to 20 卫生户厕改造与管护; it asks for 改厕台账, 管护协议."
    )
    assert wording.remedy(finding).startswith("Ask 规划建设办 for the evidence")
    assert wording.reasons(finding) == [
        "No file is linked to it.",
        "20 is a hard indicator with 2.5 points.",
        "Any deduction on a hard indicator rules out the grade “excellent” (优秀).",
    ]


def test_the_nearest_file_is_the_remedy() -> None:
    near = Candidate(7, "收件/台账.xlsx", 20, 201, 0.8, (("words", "台账"),))
    (finding,) = (
        f for f in evaluate(snapshot(candidates={(20, None): (near,)})).findings if f.indicator is TOILETS
    )
    assert wording.remedy(finding) == "Look at 收件/台账.xlsx and link it if it fits."


@pytest.mark.parametrize(
    ("iso", "english", "chinese"),
    [
        ("2025-03-05", "2025-03-05", "2025年3月5日"),
        ("2025-11", "2025-11", "2025年11月"),
        ("2025", "the year 2025", "2025年"),
    ],
)
def test_dates(iso: str, english: str, chinese: str) -> None:
    assert wording.date_said(iso) == english
    set_language("zh_CN")
    assert wording.date_said(iso) == chinese


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_reasons_of_candidates(language: str) -> None:
    set_language(language)
    kinds = [("kind", kind) for kind in evidence_wording.KIND_NAMES]
    others = [(code, "2024") for code in evidence_wording.REASONS if code != "kind"]
    candidate = Candidate(1, "a.pdf", 20, None, 0.5, (*kinds, *others))
    said = evidence_wording.reasons(candidate)
    assert len(said) == len(kinds) + len(others)
    for reason in said:
        assert "{" not in reason
        assert (re.search("[a-z]{2}", reason) is None) == (language == "zh_CN")


def test_every_rule_has_a_page() -> None:
    pages = Path(__file__).parents[2] / "docs" / "rules"
    index = (pages / "README.md").read_text(encoding="utf-8")
    set_language("zh_CN")
    for rule in (*RULES, FAILURE):
        page = (pages / f"{rule.code}.md").read_text(encoding="utf-8")
        assert page.startswith(f"# {rule.code} {wording.title(rule.code)}\n")
        assert f"[{rule.code}]({rule.code}.md) | {wording.title(rule.code)} |" in index
    assert {p.stem for p in pages.glob("E*.md")} == {r.code for r in (*RULES, FAILURE)}


def test_dates_outside_the_year_are_named() -> None:
    old = evidence(1, "通报.docx", dates=(("2024-03-05", "content"), ("2024", "number")))
    (finding,) = (f for f in evaluate(snapshot((old, PUBLIC, 211))).findings if f.rule == "E301")
    set_language("zh_CN")
    assert wording.message(finding).endswith("通报.docx（2024年、2024年3月5日）。")


def test_copies_within_one_indicator_are_told_apart_from_copies_across() -> None:
    twice = evidence(1, "东村/a.jpg", "西村/a.jpg")
    (within,) = (
        f
        for f in evaluate(snapshot((twice, TOILETS, 201), (twice, TOILETS, 202))).findings
        if f.rule == "E401"
    )
    (across,) = (
        f
        for f in evaluate(snapshot((twice, TOILETS, 201), (twice, PUBLIC, 211))).findings
        if f.rule == "E401"
    )
    assert "several requirements of 20: 东村/a.jpg, 西村/a.jpg" in wording.message(within)
    assert "used for 20, 21: 东村/a.jpg, 西村/a.jpg" in wording.message(across)


def test_verdict_counts_what_is_lacking() -> None:
    lacking = wording.verdict(evaluate(snapshot()))
    assert lacking.startswith("2 of 2 hard indicators lack")
    assert "5.5 points" in lacking
    in_order = [*complete(TOILETS, first=1), *complete(INCOME, first=10)]
    assert "still possible" in wording.verdict(evaluate(snapshot(*in_order)))
    assert wording.verdict(evaluate(snapshot(of=scheme(PUBLIC)))) == "The scheme names no hard indicator."


@pytest.mark.parametrize(
    ("because", "told"),
    [
        (
            [("rows-stated", {"path": "名册.xlsx", "at": "", "value": "15人", "rows": 12})],
            ["名册.xlsx: stated 15人, with 12 filled rows."],
        ),
        ([("says-figure", {"path": p, "at": "", "label": "户", "value": "3"}) for p in "abcd"], 3),
        ([("hard", {"code": "1", "points": 2.0}), ("excellent", {}), ("points", {"points": 2.0})], []),
        ([("requirement-open", {"requirement": "x"}), ("only", {})], []),
    ],
)
def test_the_first_reasons_that_say_more_are_told(because: list, told: list[str] | int) -> None:
    set_language("en")
    found = replace(every_finding()[0], because=tuple(because))
    said = wording.told(found)
    assert len(said) == told if isinstance(told, int) else said == told
