"""The audit of a real archive: what is gathered from its tables, and what becomes of it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from ledger_app.audit import audits
from ledger_app.audit.model import Audit, Severity, State
from ledger_app.core.database import Database
from ledger_app.core.errors import LedgerError
from ledger_app.core.progress import Progress
from ledger_app.evidence import links
from ledger_app.scheme import schemes
from ledger_app.search import descriptions, readings
from ledger_app.vault import items
from ledger_app.vault.model import Status

TASK = "01粮食/任务分解文件.txt"
REPORT = "01粮食/统计报表.txt"
LEDGER = "02厕所/改厕台账.txt"
SCAN = "待整理/扫描件0012.txt"


def link(db: Database, path: str, code: str, text: str | None = None) -> int:
    """Link the file at a path to the requirement that starts with a text; return the item."""
    place = items.location(db, path)
    assert place is not None
    keys = [r.key for r in schemes.indicator(db, code).requirements if text and r.text.startswith(text)]
    links.link(db, [place.item], code, requirement=keys[0] if keys else None, how="command")
    return place.item


def audit(db: Database, evidence: Path) -> Audit:
    items.scan(db, evidence, Progress())
    readings.read(db, evidence, Progress())
    return audits.audit(db, year=2025)


def told(found: Audit) -> list[tuple[str, str, str]]:
    return [(f.rule, str(f.severity), f.indicator.code if f.indicator else "") for f in found.findings]


def link_grain(db: Database) -> None:
    link(db, TASK, "1", "任务")
    link(db, REPORT, "1", "统计")


def test_empty_archive_lacks_everything(held: Database, evidence: Path) -> None:
    found = audit(held, evidence)
    assert told(found) == [
        ("E101", "veto", "1"),
        ("E101", "veto", "3"),
        ("E101", "error", "2"),
        ("E101", "error", "4"),
    ]
    assert (found.year, found.as_of) == (2025, "2026-03-20")
    assert not found.is_excellent_possible


def test_gaps_name_the_nearest_files(held: Database, evidence: Path) -> None:
    link(held, LEDGER, "3", "改厕台账")
    found = audit(held, evidence)
    (open_gap,) = (f for f in found.findings if f.rule == "E102")
    assert [c.path for c in open_gap.candidates] == [SCAN], "its title, read inside, says 验收表"


def test_archive_in_order_has_nothing_to_say(held: Database, evidence: Path) -> None:
    link_grain(held)
    link(held, LEDGER, "3", "改厕台账")
    link(held, SCAN, "3", "验收表")
    found = audit(held, evidence)
    assert [t for t in told(found) if t[2] in "13"] == []
    assert found.is_excellent_possible
    assert found.verdict.standings[schemes.indicator(held, "3").id].state is State.COMPLETE


@pytest.mark.parametrize(
    ("harm", "rule"),
    [
        (lambda p: p.unlink(), "E201"),
        (lambda p: p.write_bytes(b""), "E203"),
        (lambda p: p.write_text("改厕台账\n2025年6月8日\n又一户", encoding="utf-8"), "E204"),
    ],
    ids=["missing", "empty", "changed"],
)
def test_harm_to_the_only_evidence_is_a_veto(held: Database, evidence: Path, harm, rule: str) -> None:
    link(held, LEDGER, "3", "改厕台账")
    link(held, SCAN, "3", "验收表")
    harm(evidence / LEDGER)
    assert [t for t in told(audit(held, evidence)) if t[2] == "3"] == [(rule, "veto", "3")]


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root and Windows read everything")
def test_unreadable_evidence(held: Database, evidence: Path) -> None:
    link(held, LEDGER, "3", "改厕台账")
    (evidence / LEDGER).chmod(0)
    (evidence / LEDGER).touch()
    found = audit(held, evidence)
    assert ("E202", "veto", "3") in told(found)


def test_unreadable_evidence_carries_the_systems_word(held: Database) -> None:
    item = link(held, LEDGER, "3", "改厕台账")
    with held.operation("scan") as op:
        op.bulk(
            "location",
            "UPDATE location SET status = ?, reason = ? WHERE item = ?",
            [("unreadable", "EACCES", item)],
        )
    evidence = audits.snapshot(held, year=2025, as_of="2026-03-20").evidence[item]
    assert (evidence.status, evidence.reason, evidence.paths) == (Status.UNREADABLE, "EACCES", (LEDGER,))


def test_linking_a_changed_file_again_settles_it(held: Database, evidence: Path) -> None:
    link(held, LEDGER, "3", "改厕台账")
    link(held, SCAN, "3", "验收表")
    (evidence / LEDGER).write_text("改厕台账\n2025年6月8日\n又一户", encoding="utf-8")
    assert ("E204", "veto", "3") in told(audit(held, evidence))
    link(held, LEDGER, "3", "改厕台账")
    assert [t for t in told(audit(held, evidence)) if t[2] == "3"] == []


def test_one_copy_in_good_order_is_enough(held: Database, evidence: Path) -> None:
    item = link(held, LEDGER, "3", "改厕台账")
    (evidence / "副本.txt").write_bytes((evidence / LEDGER).read_bytes())
    items.scan(held, evidence, Progress())
    (evidence / LEDGER).unlink()
    found = audit(held, evidence)
    assert not any(f.rule == "E201" for f in found.findings)
    assert audits.snapshot(held, year=2025, as_of="2026-03-20").evidence[item].paths == ("副本.txt",)


def test_copies_used_for_two_indicators_are_named(held: Database, evidence: Path) -> None:
    (evidence / "02厕所/副本.txt").write_bytes((evidence / LEDGER).read_bytes())
    items.scan(held, evidence, Progress())
    link(held, LEDGER, "3", "改厕台账")
    link(held, "02厕所/副本.txt", "4", "公厕清单")
    (finding,) = (f for f in audit(held, evidence).findings if f.rule == "E401")
    assert finding.files == ("02厕所/副本.txt", LEDGER)
    assert finding.severity is Severity.WARNING


def test_dates_read_inside_decide_the_year(held: Database, evidence: Path) -> None:
    (evidence / LEDGER).write_text("改厕台账\n2023年6月8日", encoding="utf-8")
    items.scan(held, evidence, Progress())
    link(held, LEDGER, "3", "改厕台账")
    found = audit(held, evidence)
    (finding,) = (f for f in found.findings if f.rule == "E301")
    assert finding.severity is Severity.VETO
    assert finding.because[0] == ("dated-content", {"path": LEDGER, "date": "2023-06-08"})


def test_date_corrected_by_a_person_settles_it(held: Database, evidence: Path) -> None:
    (evidence / LEDGER).write_text("改厕台账\n2023年6月8日", encoding="utf-8")
    items.scan(held, evidence, Progress())
    item = link(held, LEDGER, "3", "改厕台账")
    descriptions.correct(held, item, date="2025-06-08")
    assert not any(f.rule == "E301" for f in audit(held, evidence).findings)


def test_folder_that_is_away_changes_no_verdict(held: Database, evidence: Path) -> None:
    link_grain(held)
    before = audit(held, evidence)
    evidence.rename(evidence.with_name("elsewhere"))
    items.scan(held, evidence, Progress())
    away = audits.audit(held, year=2025, is_away=True)
    assert away.is_away
    assert away.findings == before.findings


def test_audit_writes_nothing_into_the_ledger(held: Database) -> None:
    link_grain(held)

    def ledger() -> list[list[tuple]]:
        names = [name for (name,) in held.tuples("SELECT name FROM main.sqlite_master WHERE type = 'table'")]
        return [list(held.tuples(f'SELECT * FROM main."{name}"')) for name in sorted(names)]

    before = ledger()
    audits.audit(held, year=2025)
    assert ledger() == before
    count = held.value("SELECT total_changes()")
    audits.audit(held, year=2025)  # which gaps the files fit is known now
    assert held.value("SELECT total_changes()") == count


def test_archive_without_a_scheme_says_so(db: Database) -> None:
    with pytest.raises(LedgerError) as error:
        audits.audit(db, year=2025)
    assert error.value.code == "no-scheme"
