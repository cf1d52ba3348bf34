"""The report of a check (核验): what was looked at, how many of each, what is not as planned, the journal's head."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import BinaryIO

from ledger_app.binder.blocks import Column, Table
from ledger_app.binder.bookwork import Format, Sheet, Styles, draw_book, paragraph
from ledger_app.binder.drawing import MM, PORTRAIT, About, Anchor, Typefaces
from ledger_app.binder.model import Printed
from ledger_app.binder.paging import Block, paginate
from ledger_app.binder.proving import wording
from ledger_app.binder.proving.model import Checked
from ledger_app.binder.words import date_text, document_language, visible
from ledger_app.core import anchors
from ledger_app.core.database import Database
from ledger_app.core.errors import LedgerError
from ledger_app.core.i18n import N_, _
from ledger_app.core.progress import Progress
from ledger_app.core.saving import replacing

FORM = Format(PORTRAIT, left=25 * MM, right=22 * MM, top=30 * MM, bottom=25 * MM)
_MOST = 200
_COMPARED = N_(
    "The binders were opened anew after they were written; text, links and pictures were read from the files "
    "themselves. Pages are compared with the pages of the files as pictures: one changed digit or punctuation mark "
    "in text of 10.5 points, or a missing hairline, is found."
)
_NOT_COMPARED = N_(
    "These binders were printed earlier and are held against the record of their print. How pages were placed is not "
    "kept, so they were not compared with the files as pictures; whether a page was printed from the recorded "
    "content is told by its code."
)

Checks = Sequence[tuple[str, Checked]]


def head(db: Database) -> str:
    """Return the head of the journal as it is printed."""
    return anchors.head(db)


def write_checks(
    checks: Checks, target: Path, *, head: str, as_of: date, progress: Progress | None = None
) -> Printed:
    """Write what checking binders came to, each (its title, what was found); raises `output-not-pdf` and the like."""
    if target.suffix.lower() != ".pdf":
        raise LedgerError("output-not-pdf", path=target)
    with replacing(target) as stream:
        return Printed(target, *draw_checks(checks, stream, head=head, as_of=as_of, progress=progress))


def draw_checks(
    checks: Checks, stream: BinaryIO, *, head: str, as_of: date, progress: Progress | None = None
) -> tuple[int, tuple[str, ...]]:
    """Draw the report; returns the number of pages and the characters no font has."""
    faces = Typefaces()
    styles = Styles(faces)
    heading = _("Check of Printed Binders")
    pages = paginate(_blocks(checks, styles, heading, head, as_of), FORM.room)
    about = About(title=heading, subject=heading, author="", language=document_language(), as_of=as_of)
    leaves = [Sheet(page) for page in pages]
    count = draw_book(stream, leaves, FORM, styles, about, head=heading, progress=progress or Progress())
    return count, faces.missing


def _blocks(checks: Checks, styles: Styles, heading: str, head: str, as_of: date) -> Iterator[Block]:
    yield Block(
        paragraph(heading, styles.title, FORM, align="center"),
        keeps=True,
        chapter=heading,
        anchor=Anchor("check", heading),
    )
    yield Block(paragraph(date_text(as_of), styles.body, FORM, align="center"), chapter=heading)
    total = sum(len(checked.faults) for _title, checked in checks)
    style, said = styles.heading, wording.verdict(total)
    yield Block(paragraph(said, style, FORM, align="center"), before=8, chapter=heading)
    yield from _counted(checks, styles, heading)
    yield from _volumes(checks, styles, heading)
    yield from _faults(checks, styles, heading)
    yield Block(
        paragraph(_("Head of the journal: {head}").format(head=head), styles.body, FORM),
        before=12,
        chapter=heading,
    )
    for note in _notes(checks):
        yield Block(paragraph(note, styles.small, FORM), before=4, chapter=heading)


def _counted(checks: Checks, styles: Styles, chapter: str) -> Iterator[Block]:
    counts: Counter[str] = Counter()
    for _title, checked in checks:
        for code, number in checked.counts:
            counts[code] = max(counts[code], number) if code == "pdfa-rules" else counts[code] + number
    columns = (Column(_("What was checked"), 120 * MM), Column(_("How many"), 43 * MM, "right"))
    table = Table(columns, FORM.left, styles.small, styles.small_head)
    first = table.head()
    yield Block(first, keeps=True, before=10, chapter=chapter)
    for label, number in wording.counts(counts.items()):
        yield Block(table.row((label, f"{number:,}")), head=first, chapter=chapter)


def _volumes(checks: Checks, styles: Styles, chapter: str) -> Iterator[Block]:
    columns = (
        Column(_("Binder"), 103 * MM),
        Column(_("Pages"), 30 * MM, "right"),
        Column(_("Faults"), 30 * MM, "right"),
    )
    table = Table(columns, FORM.left, styles.small, styles.small_head)
    first = table.head()
    yield Block(first, keeps=True, before=12, chapter=chapter)
    for title, checked in checks:
        pages = dict(checked.counts).get("pages", 0)
        yield Block(
            table.row((visible(title), str(pages), str(len(checked.faults)))), head=first, chapter=chapter
        )


def _faults(checks: Checks, styles: Styles, chapter: str) -> Iterator[Block]:
    for title, checked in checks:
        if checked.faults:
            text = f"{visible(title)}\u3000{wording.verdict(len(checked.faults))}"
            yield Block(paragraph(text, styles.heading, FORM), keeps=True, before=12, chapter=chapter)
        for fault in checked.faults[:_MOST]:
            said = "· " + visible(wording.fault(fault))
            yield Block(paragraph(said, styles.small, FORM, indent=10), before=2, chapter=chapter)
        if len(checked.faults) > _MOST:
            more = _("… and {n} more").format(n=len(checked.faults) - _MOST)
            yield Block(paragraph(more, styles.small, FORM, indent=10), before=2, chapter=chapter)


def _notes(checks: Checks) -> tuple[str, ...]:
    is_compared = any(dict(checked.counts).get("compared") for _title, checked in checks)
    return (
        _(_COMPARED if is_compared else _NOT_COMPARED),
        _(
            "Of PDF/A-2b only the rules counted above were checked, by this program itself: no deviation found is no "
            "certificate of conformity. Signatures, and whether what a file says is true, were not checked."
        ),
    )
