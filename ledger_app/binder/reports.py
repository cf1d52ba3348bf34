"""The audit report: one audit in sentences, written as PDF, Word or Excel file."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import BinaryIO

from ledger_app.audit import wording
from ledger_app.audit.model import Audit, Finding, Severity
from ledger_app.binder.audit_pages import draw_audit
from ledger_app.binder.model import AuditReport, FindingGroup, FindingLine, Printed
from ledger_app.binder.report_docx import write_docx
from ledger_app.binder.report_xlsx import write_xlsx
from ledger_app.binder.words import folder_state, points_text, visible
from ledger_app.core.errors import LedgerError
from ledger_app.core.i18n import N_, _
from ledger_app.core.progress import Progress
from ledger_app.core.saving import replacing

LEVELS = {
    Severity.VETO: N_("Veto"),
    Severity.ERROR: N_("To put right"),
    Severity.WARNING: N_("Please check"),
    Severity.HINT: N_("Hint"),
}


def audit_report(audit: Audit, *, as_of: date) -> AuditReport:
    """Return the audit in sentences of the language in use: hard indicators first, then the others."""
    lines = [(f, _line(audit, f)) for f in audit.findings]
    groups = (
        FindingGroup(_("Hard indicators"), tuple(x for f, x in lines if x.is_hard)),
        FindingGroup(_("Other indicators"), tuple(x for f, x in lines if f.indicator and not x.is_hard)),
        FindingGroup(_("The scheme itself"), tuple(x for f, x in lines if not f.indicator)),
    )
    hard = audit.hard
    counts = [
        (_("Hard indicators complete"), f"{hard.complete} / {hard.total}"),
        (_("Points of hard indicators"), f"{hard.points:g}"),
        (_("Points at risk"), f"{hard.points_at_risk:g}"),
    ]
    counts += [(_(LEVELS[s]), str(sum(f.severity is s for f in audit.findings))) for s in Severity]
    counts += folder_state(audit.is_away)
    return AuditReport(
        heading=_("Audit of the Evidence"),
        title=visible(audit.scheme.title),
        year=audit.year,
        verdict=wording.verdict(audit),
        counts=tuple(counts),
        lacking=tuple(
            dict.fromkeys(_name(x) for f, x in lines if f.severity is Severity.VETO and f.indicator)
        ),
        groups=tuple(g for g in groups if g.findings),
        as_of=as_of,
    )


def write_audit(audit: Audit, target: Path, *, as_of: date, progress: Progress | None = None) -> Printed:
    """Write the audit as the target's ending says: `.pdf`, `.docx` or `.xlsx`.

    Raises `output-unknown`, `output-unwritable`, `disk-full`; a file that was there stays as it was then.
    """
    progress = progress or Progress()
    ending = target.suffix.lower()
    if ending not in (".pdf", ".docx", ".xlsx"):
        raise LedgerError("output-unknown", path=target)
    report = audit_report(audit, as_of=as_of)
    with replacing(target) as stream:
        return Printed(target, *_write(report, ending, stream, progress))


def _write(
    report: AuditReport, ending: str, stream: BinaryIO, progress: Progress
) -> tuple[int, tuple[str, ...]]:
    if ending == ".pdf":
        return draw_audit(report, stream, progress)
    progress.at("write")
    (write_docx if ending == ".docx" else write_xlsx)(report, stream)
    return 0, ()


def _name(line: FindingLine) -> str:
    points = points_text(line.points)
    return f"{line.code} {line.name}" + (_(" ({points})").format(points=points) if points else "")


def _line(audit: Audit, finding: Finding) -> FindingLine:
    indicator = finding.indicator
    requirement = ""
    if indicator and finding.requirement is not None:
        requirement = next((r.text for r in indicator.requirements if r.id == finding.requirement), "")
    return FindingLine(
        rule=finding.rule,
        severity=finding.severity,
        level=_(LEVELS[finding.severity]),
        code=indicator.code if indicator else "",
        name=visible(indicator.name) if indicator else "",
        is_hard=bool(indicator and indicator.is_hard),
        points=indicator.points if indicator else None,
        requirement=visible(requirement),
        message=visible(wording.message(finding)),
        reasons=tuple(visible(r) for r in wording.reasons(finding)),
        remedy=visible(wording.remedy(finding)),
        files=tuple(map(visible, finding.files)),
        candidates=tuple(visible(c.path) for c in finding.candidates),
    )
