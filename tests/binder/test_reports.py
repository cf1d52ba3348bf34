"""The audit report in its three forms."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from docx import Document
from openpyxl import load_workbook

from ledger_app.audit.model import Audit, Snapshot
from ledger_app.audit.rules import evaluate
from ledger_app.binder.audit_pages import draw_audit
from ledger_app.binder.model import AuditReport, FindingGroup, FindingLine
from ledger_app.binder.report_docx import write_docx
from ledger_app.binder.report_xlsx import write_xlsx
from ledger_app.binder.reports import audit_report, write_audit
from ledger_app.core.errors import LedgerError
from ledger_app.core.progress import Progress
from ledger_app.scheme.reading import read_scheme

AS_OF = date(2026, 1, 5)
DANGEROUS = ("=1+1.pdf", "+x.pdf", "-x.pdf", "@SUM(A1).pdf")


@pytest.fixture
def audit(small_scheme: Path) -> Audit:
    """An audit of a scheme that nothing is linked to."""
    return evaluate(Snapshot(read_scheme(small_scheme), 2025, "2026-01-05", {}, ()))


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
    return AuditReport(
        "Audit", "考核指标体系", 2025, "ruled out", (("at risk", "2.5"),), ("1",), groups, AS_OF
    )


def test_hard_indicators_come_first_and_every_finding_once(audit: Audit) -> None:
    report = audit_report(audit, as_of=AS_OF)
    assert [g.title for g in report.groups] == ["Hard indicators", "Other indicators"]
    assert sum(len(g.findings) for g in report.groups) == len(audit.findings)
    assert all(x.is_hard for x in report.groups[0].findings)
    assert len(report.lacking) == 2
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
    assert len([m for m in pdf.outline if m[0] == 1]) == len(audit.findings)


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
    assert sheet.auto_filter.ref == f"A1:M{sheet.max_row}"
    assert {row[3].value for row in sheet.iter_rows(min_row=2)} == {"1", "2", "3", "4"}


def test_names_that_look_like_formulas_are_text() -> None:
    stream = io.BytesIO()
    write_xlsx(report_with(DANGEROUS[:1]), stream)
    sheet = load_workbook(stream).worksheets[0]
    message, files = sheet["I2"], sheet["L2"]
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
    assert load_workbook(tmp_path / "a.xlsx").worksheets[0]["L2"].value == shown
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
