"""The pages of the audit report: a summary on the first, then every finding with what clears it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import BinaryIO

from ledger_app.binder.audit_summary import FORM, draw_summary
from ledger_app.binder.blocks import Labelled
from ledger_app.binder.bookwork import Cover, Sheet, Styles, draw_book, paragraph
from ledger_app.binder.drawing import About, Anchor, Style, Typefaces
from ledger_app.binder.model import AuditReport, FindingLine
from ledger_app.binder.paging import Block, paginate
from ledger_app.binder.words import document_language, points_text
from ledger_app.core.i18n import _
from ledger_app.core.progress import Progress

_GAP = 8.0


def draw_audit(report: AuditReport, stream: BinaryIO, progress: Progress) -> tuple[int, tuple[str, ...]]:
    """Draw the report; returns the number of pages and the characters no font has."""
    faces = Typefaces()
    styles = Styles(faces)
    pages = paginate(_blocks(report, styles, progress), FORM.room)
    first = draw_summary(report, styles)
    leaves: list[Cover | Sheet] = [Cover(first, Anchor("summary", _("Summary")))]
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
    part = ""
    for position, group in enumerate(report.groups):
        if group.part and group.part != part:
            yield _heading(group.part, styles.chapter, Anchor(f"part-{position}", group.part), group.part)
        part = group.part
        count = len(group.findings) + len(group.also)
        title = _("{title} ({n})").format(title=group.title, n=count)
        anchor = Anchor(f"group-{position}", title, 1 if part else 0)
        yield _heading(title, styles.section if part else styles.chapter, anchor, part or group.title)
        if group.note:
            yield Block(paragraph(group.note, styles.small, FORM), keeps=True, before=2, chapter=part)
        for line in group.findings:
            number += 1
            progress.at("layout", number)
            yield from _finding(number, line, styles, part or group.title, indent, level=2 if part else 1)
        for line in group.also:
            said = f"{finding_title(line)}\u3000{finding_sentence(line)}"
            yield Block(paragraph(said, styles.small, FORM, indent=12), before=3, chapter=part)
    yield from _waived(report, styles)


def _heading(text: str, style: Style, anchor: Anchor, chapter: str) -> Block:
    return Block(paragraph(text, style, FORM), keeps=True, before=20, chapter=chapter, anchor=anchor)


def _waived(report: AuditReport, styles: Styles) -> Iterator[Block]:
    if not report.waived:
        return
    chapter = _("Set aside")
    title = _("{title} ({n})").format(title=chapter, n=len(report.waived))
    yield _heading(title, styles.chapter, Anchor("waived", title), chapter)
    for one in report.waived:
        said = f"{finding_title(one.line)}\u3000{finding_sentence(one.line)}"
        yield Block(paragraph(said, styles.small, FORM), keeps=True, before=5, chapter=chapter)
        yield Block(paragraph(one.said, styles.small, FORM, indent=12), before=1, chapter=chapter)


def _finding(
    number: int, line: FindingLine, styles: Styles, chapter: str, indent: float, *, level: int
) -> Iterator[Block]:
    title = finding_title(line)
    anchor = Anchor(f"finding-{number}", f"{title}\u3000{line.rule}", level)
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
