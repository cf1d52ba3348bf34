"""The pages of the audit report: a summary on the first, then every finding with what clears it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import BinaryIO

from ledger_app.binder.blocks import Labelled
from ledger_app.binder.bookwork import Cover, Format, Sheet, Styles, draw_book, paragraph
from ledger_app.binder.covers import draw_report_cover
from ledger_app.binder.drawing import MM, PORTRAIT, About, Anchor, Drawing, Typefaces
from ledger_app.binder.model import AuditReport, FindingLine
from ledger_app.binder.paging import Block, paginate
from ledger_app.binder.words import document_language, points_text
from ledger_app.core.i18n import _
from ledger_app.core.progress import Progress

FORM = Format(PORTRAIT, left=25 * MM, right=22 * MM, top=30 * MM, bottom=25 * MM)
_GAP = 8.0


def draw_audit(report: AuditReport, stream: BinaryIO, progress: Progress) -> tuple[int, tuple[str, ...]]:
    """Draw the report; returns the number of pages and the characters no font has."""
    faces = Typefaces()
    styles = Styles(faces)
    pages = paginate(_blocks(report, styles, progress), FORM.room)

    def summary(drawing: Drawing) -> None:
        draw_report_cover(
            drawing,
            styles,
            FORM,
            title=report.title,
            heading=report.heading,
            year=report.year,
            verdict=report.verdict,
            counts=report.counts,
            as_of=report.as_of,
            note=_lacking(report),
        )

    leaves: list[Cover | Sheet] = [Cover(summary, Anchor("summary", _("Summary")))]
    leaves.extend(Sheet(page) for page in pages)
    about = About(
        title=" ".join(filter(None, [report.title, report.heading])),
        subject=report.heading,
        author="",
        language=document_language(),
        as_of=report.as_of,
    )
    count = draw_book(stream, leaves, FORM, styles, about, head=report.heading, progress=progress)
    return count, faces.missing


def _lacking(report: AuditReport) -> str:
    """Return the hard indicators that rule out the best grade, as the summary names them."""
    if not report.lacking:
        return ""
    return _("Hard indicators to complete: {names}.").format(names=_(", ").join(report.lacking))


def finding_title(line: FindingLine) -> str:
    """Return the heading of a finding: what it concerns, and how much it weighs."""
    about = " ".join(filter(None, [line.code, line.name])) or _("The scheme itself")
    return "\u3000".join(filter(None, [about, _("★ Hard") if line.is_hard else "", points_text(line.points)]))


def finding_sentence(line: FindingLine) -> str:
    """Return what is wrong, with its weight and its rule in front."""
    return _("[{level} {rule}] {message}").format(level=line.level, rule=line.rule, message=line.message)


def finding_parts(line: FindingLine) -> list[tuple[str, Sequence[str]]]:
    """Return the labelled parts of a finding, without the empty ones."""
    parts = [
        (_("Requirement"), [line.requirement] if line.requirement else []),
        (_("Why"), line.reasons),
        (_("What to do"), [line.remedy] if line.remedy else []),
        (_("Files concerned"), line.files),
        (_("Files that may close it"), line.candidates),
    ]
    return [(label, texts) for label, texts in parts if texts]


def _blocks(report: AuditReport, styles: Styles, progress: Progress) -> Iterator[Block]:
    number = 0
    labels = {label for g in report.groups for x in g.findings for label, _texts in finding_parts(x)}
    style = styles.small_head
    indent = max((style.typeface.width(x, style.size) for x in labels), default=0) + _GAP
    for position, group in enumerate(report.groups):
        title = _("{title} ({n})").format(title=group.title, n=len(group.findings))
        yield Block(
            paragraph(title, styles.chapter, FORM),
            keeps=True,
            before=20,
            chapter=group.title,
            anchor=Anchor(f"group-{position}", title),
        )
        for line in group.findings:
            number += 1
            progress.at("layout", number)
            yield from _finding(number, line, styles, group.title, indent)


def _finding(number: int, line: FindingLine, styles: Styles, chapter: str, indent: float) -> Iterator[Block]:
    title = finding_title(line)
    anchor = Anchor(f"finding-{number}", f"{title}\u3000{line.rule}", 1)
    heading = paragraph(title, styles.heading, FORM)
    yield Block(heading, keeps=True, before=12, chapter=chapter, anchor=anchor)
    parts = finding_parts(line)
    sentence = paragraph(finding_sentence(line), styles.body, FORM)
    yield Block(sentence, keeps=bool(parts), before=2, chapter=chapter)
    for label, texts in parts:
        for position, text in enumerate(texts):
            lines = paragraph(text, styles.small, FORM, indent=indent)
            shown = styles.small_head.typeface.prepared("" if position else label)
            content = Labelled(shown, styles.small_head, FORM.left, lines)
            yield Block(content, before=1.0 if position else 3.0, chapter=chapter)
