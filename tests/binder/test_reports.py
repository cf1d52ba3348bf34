"""The audit report in its three forms."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from docx import Document
from openpyxl import load_workbook

from ledger_app.audit.model import Audit, Snapshot, Waiver
from ledger_app.audit.rules import evaluate
from ledger_app.binder.audit_pages import draw_audit
from ledger_app.binder.model import AuditReport, FindingGroup, FindingLine
from ledger_app.binder.report_docx import write_docx
from ledger_app.binder.report_xlsx import write_xlsx
from ledger_app.binder.reports import audit_report, write_audit
from ledger_app.core.database import Database
from ledger_app.core.errors import LedgerError
from ledger_app.core.progress import Progress
from ledger_app.scheme import schemes
from ledger_app.scheme.reading import read_scheme

AS_OF = date(2026, 1, 5)
DANGEROUS = ("=1+1.pdf", "+x.pdf", "-x.pdf", "@SUM(A1).pdf")


@pytest.fixture
def audit(db: Database, small_scheme: Path) -> Audit:
    """An audit of a scheme that nothing is linked to."""
    schemes.store(db, read_scheme(small_scheme))
    return evaluate(Snapshot(schemes.current(db), 2025, "2026-01-05", {}, ()))


def report_with(files: tuple[str, ...]) -> AuditReport:
    line = FindingLine(
        rule="E101",
        severity="veto",
        level="Veto",
        code="1",
        name="粮食播种面积（𠮷家村）",
        is_hard=True,
        points=2.5,
        requirement="统计报表",
        message="=HYPERLINK(1)",
        reasons=("nothing is linked", "the indicator is hard"),
        remedy="Look for the report.",
        files=files,
        candidates=("01粮食/统计报表.xlsx",),
    )
    groups = (FindingGroup("Hard indicators", (line,)),)
    return AuditReport("Audit", "考核指标体系", 2025, "ruled out", (("at risk", "2.5"),), (), groups, AS_OF)


def test_hard_indicators_come_first_and_every_finding_once(audit: Audit) -> None:
    report = audit_report(audit, as_of=AS_OF)
    assert [(g.part, g.title) for g in report.groups] == [
        ("", "Hard indicators"),
        ("By unit", "农业农村办"),
        ("By unit", "规划建设办"),
    ]
    assert sum(len(g.findings) for g in report.groups) == len(audit.findings)
    assert all(x.is_hard for x in report.groups[0].findings)
    assert [x.is_hard for x in report.groups[1].also] == [True]
    assert [c.name for c in report.causes] == [
        "1 粮食播种面积 (2.5 points)",
        "3 卫生户厕改造与管护 (2.5 points)",
    ]
    assert all(c.papers for c in report.causes)
    assert dict(report.counts)["Hard indicators complete"] == "0 / 2"


def test_the_pdf_says_every_message_remedy_and_reason(
    audit: Audit, tmp_path: Path, each_language: str, read_pdf: Callable[[bytes], object]
) -> None:
    report = audit_report(audit, as_of=AS_OF)
    printed = write_audit(audit, tmp_path / "a.pdf", as_of=AS_OF)
    pdf = read_pdf(printed.path.read_bytes())
    assert len(pdf.pages) == printed.pages
    assert "".join(report.verdict.split()) in "".join(pdf.pages[0].split())
    for group in report.groups:
        for line in group.findings:
            for sentence in (line.message, line.remedy, *line.reasons):
                assert "".join(sentence.split()) in pdf.text
    assert pdf.outline[0][2] == 0
    titles = [title for _level, title, _page in pdf.outline]
    assert len([t for t in titles if re.search(r"E\d{3}$", t)]) == len(audit.findings)


def test_the_same_audit_gives_the_same_pdf(audit: Audit, tmp_path: Path) -> None:
    first = write_audit(audit, tmp_path / "a.pdf", as_of=AS_OF).path.read_bytes()
    assert write_audit(audit, tmp_path / "b.pdf", as_of=AS_OF).path.read_bytes() == first


def test_the_word_file_says_the_same(audit: Audit, tmp_path: Path, each_language: str) -> None:
    report = audit_report(audit, as_of=AS_OF)
    document = Document(str(write_audit(audit, tmp_path / "a.docx", as_of=AS_OF).path))
    texts = [p.text for p in document.paragraphs]
    assert report.verdict in texts
    for group in report.groups:
        for line in group.findings:
            assert any(line.message in text for text in texts)
            assert line.remedy in texts


def test_the_excel_file_has_one_row_a_finding_with_filters(audit: Audit, tmp_path: Path) -> None:
    book = load_workbook(write_audit(audit, tmp_path / "a.xlsx", as_of=AS_OF).path)
    sheet = book.worksheets[0]
    assert sheet.max_row == len(audit.findings) + 1
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == f"A1:O{sheet.max_row}"
    assert {row[3].value for row in sheet.iter_rows(min_row=2)} == {"1", "2", "3", "4"}


def test_names_that_look_like_formulas_are_text() -> None:
    stream = io.BytesIO()
    write_xlsx(report_with(DANGEROUS[:1]), stream)
    sheet = load_workbook(stream).worksheets[0]
    message, files = sheet["K2"], sheet["N2"]
    for cell, value in ((message, "=HYPERLINK(1)"), (files, "=1+1.pdf")):
        assert cell.data_type == "s"
        assert cell.value == value
        assert cell.quotePrefix


def test_names_with_hidden_characters_are_shown_in_every_form(
    audit: Audit, tmp_path: Path, read_pdf: Callable[[bytes], object]
) -> None:
    finding = audit.findings[0]
    odd = type(finding)(
        rule=finding.rule,
        severity=finding.severity,
        indicator=finding.indicator,
        files=("a\nb.pdf", "x\u202egnp.exe", "bad\x07\udcff.txt"),
        values=finding.values,
        because=finding.because,
    )
    changed = Audit(audit.scheme, 2025, "2026-01-05", audit.hard, (odd,))
    for ending in (".pdf", ".docx", ".xlsx"):
        write_audit(changed, tmp_path / f"a{ending}", as_of=AS_OF)
    shown = "\n".join(["a〔U+000A〕b.pdf", "x〔U+202E〕gnp.exe", "bad〔U+0007〕〔U+DCFF〕.txt"])
    assert load_workbook(tmp_path / "a.xlsx").worksheets[0]["N2"].value == shown
    assert all(name in read_pdf((tmp_path / "a.pdf").read_bytes()).text for name in shown.split("\n"))
    texts = [p.text for p in Document(str(tmp_path / "a.docx")).paragraphs]
    assert all(name in texts for name in shown.split("\n"))


def test_rare_characters_survive_in_all_forms(read_pdf: Callable[[bytes], object]) -> None:
    streams = [io.BytesIO() for _ in range(3)]
    draw_audit(report_with(DANGEROUS), streams[0], Progress())
    write_docx(report_with(DANGEROUS), streams[1])
    write_xlsx(report_with(DANGEROUS), streams[2])
    assert "粮食播种面积（𠮷家村）" in read_pdf(streams[0].getvalue()).text
    assert any("𠮷家村" in p.text for p in Document(streams[1]).paragraphs)
    assert load_workbook(streams[2]).worksheets[0]["E2"].value == "粮食播种面积（𠮷家村）"


def test_an_unknown_ending_is_refused_before_anything_is_written(audit: Audit, tmp_path: Path) -> None:
    with pytest.raises(LedgerError, match="output-unknown"):
        write_audit(audit, tmp_path / "a.txt", as_of=AS_OF)
    assert not (tmp_path / "a.txt").exists()


def test_the_first_page_is_a_summary_however_much_there_is(
    audit: Audit, read_pdf: Callable[[bytes], object]
) -> None:
    """Twenty units and twenty vetoes end in …; nothing runs over the foot of the page, nothing is lost after it."""
    report = audit_report(audit, as_of=AS_OF)
    tally = report.tallies[0][1][0]
    many = replace(
        report,
        causes=report.causes * 20,
        tallies=(*report.tallies, ("By person", (tally,) * 40)),
    )
    stream = io.BytesIO()
    count, _missing = draw_audit(many, stream, Progress())
    plain = io.BytesIO()
    assert draw_audit(report, plain, Progress())[0] == count
    first = read_pdf(stream.getvalue()).pages[0]
    assert "……" in first
    assert "".join(report.verdict.split()) in "".join(first.split())


def test_what_was_set_aside_is_said_with_who_and_why(
    audit: Audit, tmp_path: Path, read_pdf: Callable[[bytes], object]
) -> None:
    finding = audit.findings[0]
    waiver = Waiver(
        1, finding.rule, finding.place, finding.basis, "本镇无此项工作", "王主任", "2026-01-04T09:00:00+08:00"
    )
    changed = replace(audit, findings=audit.findings[1:], waived=((finding, waiver),))
    for ending in (".pdf", ".docx", ".xlsx"):
        write_audit(changed, tmp_path / f"a{ending}", as_of=AS_OF)
    assert "本镇无此项工作" in read_pdf((tmp_path / "a.pdf").read_bytes()).text
    assert any("王主任" in p.text for p in Document(str(tmp_path / "a.docx")).paragraphs)
    sheet = load_workbook(tmp_path / "a.xlsx")["Set aside"]
    assert "本镇无此项工作" in sheet["E2"].value


def test_villages_lead_to_their_findings(audit: Audit) -> None:
    finding = replace(
        audit.findings[0], values={**audit.findings[0].values, "subjects": ["大湾村", "小河村"]}
    )
    report = audit_report(replace(audit, findings=(finding, *audit.findings[1:])), as_of=AS_OF)
    villages = [g for g in report.groups if g.part == "By village, household or project"]
    assert [g.title for g in villages] == ["大湾村", "小河村"]
    assert all(g.also[0].code == finding.indicator.code for g in villages)


def test_a_page_is_named_where_it_is_known(audit: Audit) -> None:
    finding = replace(audit.findings[0], files=("a.pdf", "b.docx"), pages=(3, None))
    report = audit_report(replace(audit, findings=(finding,)), as_of=AS_OF)
    assert report.groups[0].findings[0].files == ("a.pdf, page 3", "b.docx")
