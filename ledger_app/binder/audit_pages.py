"""The pages of the audit report: a summary on the first, then every finding with what clears it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import BinaryIO

from ledger_app.binder.bookwork import Cover, Format, Sheet, Styles, draw_book, paragraph
from ledger_app.binder.covers import draw_report_cover
from ledger_app.binder.drawing import MM, PORTRAIT, About, Anchor, Drawing, Style, Typefaces
from ledger_app.binder.model import AuditReport, FindingLine
from ledger_app.binder.paging import Block, paginate
from ledger_app.binder.words import document_language, points_text
from ledger_app.core.i18n import _
from ledger_app.core.progress import Progress

FORM = Format(PORTRAIT, left=25 * MM, right=22 * MM, top=30 * MM, bottom=25 * MM)
_INDENT = 16.0


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
    head = " ".join(filter(None, [report.title, report.heading]))
    count = draw_book(stream, leaves, FORM, styles, about, head=head, progress=progress)
    return count, faces.missing


def finding_title(number: int, line: FindingLine) -> str:
    """Return the heading of a finding: what it concerns, and how much it weighs."""
    about = " ".join(filter(None, [line.code, line.name]))
    marks = [_("★ Hard")] if line.is_hard else []
    parts = [f"{number}.", about, *marks, points_text(line.points)]
    return "　".join(filter(None, [" ".join(filter(None, parts[:2])), *parts[2:]]))


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
    for position, group in enumerate(report.groups):
        title = f"{group.title} ({len(group.findings)})"
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
            yield from _finding(number, line, styles, group.title)


def _finding(number: int, line: FindingLine, styles: Styles, chapter: str) -> Iterator[Block]:
    title = finding_title(number, line)
    anchor = Anchor(f"finding-{number}", title, 1)
    yield Block(paragraph(title, styles.heading, FORM), keeps=True, before=12, chapter=chapter, anchor=anchor)
    level = _("[{level}] {message}").format(level=line.level, message=line.message)
    parts = finding_parts(line)
    yield Block(paragraph(level, styles.body, FORM), keeps=bool(parts), before=2, chapter=chapter)
    label_style, style = styles.small_head, styles.small
    for label, texts in parts:
        label_text = paragraph(label, label_style, FORM, indent=_INDENT)
        yield Block(label_text, keeps=True, before=2, chapter=chapter)
        for text in texts:
            yield Block(_item(text, style), chapter=chapter)


def _item(text: str, style: Style) -> object:
    return paragraph(text, style, FORM, indent=_INDENT * 2)
