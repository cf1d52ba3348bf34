"""The audit report: one audit in sentences, written as PDF, Word or Excel file."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import BinaryIO

from ledger_app.audit import wording, wording_verdict
from ledger_app.audit.findings import subjects_of
from ledger_app.audit.model import Audit, Cause, Finding, Severity, Since, Tally, Waiver
from ledger_app.binder.audit_pages import draw_audit
from ledger_app.binder.model import (
    AuditReport,
    CauseLine,
    FindingGroup,
    FindingLine,
    Printed,
    TallyLine,
    WaivedLine,
)
from ledger_app.binder.report_docx import write_docx
from ledger_app.binder.report_xlsx import write_xlsx
from ledger_app.binder.words import folder_state, points_text, visible
from ledger_app.core.errors import LedgerError
from ledger_app.core.i18n import N_, _, ngettext
from ledger_app.core.progress import Progress
from ledger_app.core.saving import replacing

LEVELS = {
    Severity.VETO: N_("Veto"),
    Severity.ERROR: N_("To put right"),
    Severity.WARNING: N_("Please check"),
    Severity.HINT: N_("Hint"),
}

_Lines = Sequence[tuple[Finding, FindingLine]]


def audit_report(audit: Audit, *, as_of: date) -> AuditReport:
    """Return the audit in sentences of the language in use: hard indicators first, then by unit and village."""
    lines = [(f, _line(f)) for f in audit.findings]
    hard = audit.hard
    counts = [
        (_("Hard indicators complete"), f"{hard.complete} / {hard.total}"),
        (_("Points of hard indicators"), f"{hard.points:g}"),
        (_("Points of hard indicators at risk"), f"{hard.points_at_risk:g}"),
    ]
    counts += [(_(LEVELS[s]), str(sum(f.severity is s for f in audit.findings))) for s in Severity]
    counts += folder_state(audit.is_away)
    remarks = [*wording_verdict.caveats(audit.verdict), *([_since(audit.since)] if audit.since else [])]
    return AuditReport(
        heading=_("Audit of the Evidence"),
        title=visible(audit.scheme.title),
        year=audit.year,
        verdict=wording.verdict(audit),
        counts=tuple(counts),
        causes=tuple(map(_cause, audit.verdict.causes)),
        groups=tuple(g for g in _groups(audit, lines) if g.findings or g.also),
        as_of=as_of,
        tallies=_tallies(audit),
        remarks=tuple(map(visible, remarks)),
        waived=tuple(WaivedLine(_line(f), visible(_waived(waiver))) for f, waiver in audit.waived),
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


# groups


def _groups(audit: Audit, lines: _Lines) -> Iterable[FindingGroup]:
    """Yield the findings of hard indicators, then what each unit has, each village, and the scheme."""
    told = {id(line) for _f, line in lines if line.is_hard}
    yield FindingGroup(_("Hard indicators"), tuple(line for _f, line in lines if line.is_hard))
    for tally in audit.verdict.units:
        own = [line for _f, line in lines if line.code and tally.name in (line.units or ("",))]
        full = tuple(line for line in own if id(line) not in told)
        told |= {id(line) for line in full}
        yield FindingGroup(
            visible(tally.name) or _("Unit not named in the scheme"),
            full,
            part=_("By unit"),
            note=_tally_text(tally),
            also=tuple(line for line in own if line not in full),
        )
    rest = tuple(line for _f, line in lines if line.code and id(line) not in told)
    yield FindingGroup(_("Other indicators"), rest)
    for name in sorted({name for _f, line in lines for name in line.subjects}):
        also = tuple(line for _f, line in lines if name in line.subjects)
        yield FindingGroup(visible(name), (), part=_("By village, household or project"), also=also)
    yield FindingGroup(_("The scheme itself"), tuple(line for _f, line in lines if not line.code))


# lines


def _line(finding: Finding) -> FindingLine:
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
        files=tuple(_placed(finding)),
        candidates=tuple(visible(c.path) for c in finding.candidates),
        units=indicator.units if indicator else (),
        subjects=subjects_of(finding),
    )


def _placed(finding: Finding) -> Iterable[str]:
    """Yield the files, each with the page to look at where it is known."""
    pages = finding.pages or (None,) * len(finding.files)
    for path, page in zip(finding.files, pages, strict=True):
        shown = visible(path)
        yield shown if page is None else _("{path}, page {page}").format(path=shown, page=page)


def _cause(cause: Cause) -> CauseLine:
    indicator = cause.indicator
    points = points_text(indicator.points)
    name = f"{indicator.code} {indicator.name}" + (_(" ({points})").format(points=points) if points else "")
    papers = (wording_verdict.paper(paper, cause) for paper in cause.papers)
    return CauseLine(visible(name), tuple(map(visible, papers)))


def _tallies(audit: Audit) -> tuple[tuple[str, tuple[TallyLine, ...]], ...]:
    found = audit.verdict
    whole = [_tally_line(found.total, _("All indicators"))]
    if found.bonus.indicators:
        whole.append(_tally_line(found.bonus, _("Bonus items, counted apart")))
    unnamed = _("Unit not named in the scheme")
    by = [
        (_("By category"), (*(_tally_line(t, visible(t.name)) for t in found.categories), *whole)),
        (_("By unit"), tuple(_tally_line(t, visible(t.name) or unnamed) for t in found.units)),
        (_("By person"), tuple(_tally_line(t, visible(t.name)) for t in found.persons)),
    ]
    return tuple((title, lines) for title, lines in by if lines)


def _tally_line(tally: Tally, name: str) -> TallyLine:
    return TallyLine(
        name=name,
        points=tally.points,
        secured=tally.secured,
        at_risk=tally.at_risk,
        lost=tally.lost,
        complete=f"{tally.complete} / {tally.indicators}",
    )


def _tally_text(tally: Tally) -> str:
    return _(
        "{points} points: {secured} secured, {at_risk} at risk, {lost} lost; {complete} of {n} indicators complete."
    ).format(
        points=f"{tally.points:g}",
        secured=f"{tally.secured:g}",
        at_risk=f"{tally.at_risk:g}",
        lost=f"{tally.lost:g}",
        complete=tally.complete,
        n=tally.indicators,
    )


def _since(since: Since) -> str:
    said = (
        ngettext("{n} new finding", "{n} new findings", len(since.new)).format(n=len(since.new)),
        ngettext("{n} has returned", "{n} have returned", len(since.returned)).format(n=len(since.returned)),
        ngettext("{n} is cleared", "{n} are cleared", len(since.cleared)).format(n=len(since.cleared)),
    )
    day = wording.date_said(since.record.as_of)
    return _("Since the audit of {date}: {changes}.").format(date=day, changes=_(", ").join(said))


def _waived(waiver: Waiver) -> str:
    day = wording.date_said(waiver.at[:10])
    return _("Set aside on {date} by {name}: {reason}").format(
        date=day, name=waiver.name, reason=waiver.reason
    )
