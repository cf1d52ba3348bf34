"""The sample's plan against the scheme, and against what the audit finds in it."""

from __future__ import annotations

import shutil
from collections import Counter
from datetime import datetime
from pathlib import Path

import pytest

from ledger_app import founding
from ledger_app.audit.model import Audit, Severity
from ledger_app.core.resources import resource
from ledger_app.exchange.sample import apply_links, spoil
from ledger_app.exchange.sample_plan import sample_plan
from ledger_app.scheme.reading import read_scheme

PLAN = sample_plan()
SCHEME = read_scheme(resource("sample", "scheme.docx"))
NOON = datetime.fromisoformat("2026-03-20T12:00:00+08:00")


@pytest.fixture(scope="module")
def audit(written_sample: Path, tmp_path_factory: pytest.TempPathFactory) -> Audit:
    """The audit of the sample archive after all that happened to it."""
    folder = tmp_path_factory.mktemp("archive")
    shutil.copytree(written_sample, folder / "evidence")
    with founding.create(
        folder, SCHEME, evidence=folder / "evidence", actor="tester", now=lambda: NOON
    ) as new:
        new.scan()
        apply_links(new.db, new.evidence, PLAN)
        spoil(new.evidence, PLAN)
        return new.audit()


def test_every_show_names_a_requirement_of_the_scheme() -> None:
    asked = {(i.code, r.text) for i in SCHEME.indicators for r in i.requirements}
    assert {(s.code, s.text) for p in PLAN.papers for s in p.shows} <= asked


def test_planned_gaps_are_what_the_shows_leave_open() -> None:
    shown = {(s.code, s.text) for p in PLAN.papers for s in p.shows}
    bare = {i.code for i in SCHEME.indicators} - {code for code, _ in shown}
    still_open = {
        (i.code, r.text)
        for i in SCHEME.indicators
        for r in i.requirements
        if i.code not in bare and (i.code, r.text) not in shown
    }
    assert {g.code for g in PLAN.gaps if g.rule == "E101"} == bare
    assert {(g.code, g.text) for g in PLAN.gaps if g.rule == "E102"} == still_open


def test_the_audit_finds_exactly_the_planted_gaps(audit: Audit) -> None:
    found = []
    for finding in audit.findings:
        assert finding.indicator is not None
        texts = {r.id: r.text for r in finding.indicator.requirements}
        found.append((finding.rule, finding.indicator.code, texts.get(finding.requirement), finding.files))
    planted = [(g.rule, g.code, g.text, g.paths) for g in PLAN.gaps]
    assert Counter(found) == Counter(planted)


def test_two_hard_indicators_cost_the_grade(audit: Audit) -> None:
    veto = {f.indicator.code for f in audit.findings if f.severity is Severity.VETO and f.indicator}
    assert veto == {"20", "34"}
    assert (audit.hard.total, audit.hard.complete, audit.hard.points) == (19, 17, 44)
    assert audit.hard.points_at_risk == 4.5
    assert not audit.is_excellent_possible


def test_the_inbox_holds_what_closes_the_hard_gaps(audit: Audit) -> None:
    nearest = {
        f.indicator.code: {c.path for c in f.candidates}
        for f in audit.findings
        if f.severity is Severity.VETO and f.indicator
    }
    assert "待整理/改厕/2025年卫生户厕验收表（扫描）.pdf" in nearest["20"]
    assert "待整理/脱贫人口2025年纯收入测算表（户主签字）.pdf" in nearest["34"]
    assert "待整理/脱贫人口人均纯收入增速 系统截图.png" in nearest["34"]
