"""The pages of the coverage matrix: across an A4 sheet, as many subjects side by side as are legible."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from ledger_app.binder.blocks import Column, Table
from ledger_app.binder.bookwork import Format, Sheet, Styles, draw_book, paragraph
from ledger_app.binder.drawing import LANDSCAPE, MM, About, Anchor, Typefaces
from ledger_app.binder.model import MatrixTable
from ledger_app.binder.paging import Block, paginate
from ledger_app.binder.words import date_text, document_language
from ledger_app.core.i18n import _
from ledger_app.core.progress import Progress

FORM = Format(LANDSCAPE, left=20 * MM, right=15 * MM, top=25 * MM, bottom=18 * MM)
_CODE, _NAME, _SUBJECT = 14 * MM, 68 * MM, 10 * MM
ABREAST = int((FORM.width - _CODE - _NAME) // _SUBJECT)
"""How many subjects stand side by side; more go onto further pages."""


def draw_matrix(table: MatrixTable, stream: BinaryIO, progress: Progress) -> tuple[int, tuple[str, ...]]:
    """Draw the matrix; returns the number of pages and the characters no font has."""
    faces = Typefaces()
    styles = Styles(faces)
    pages = paginate(_blocks(table, styles, progress), FORM.room)
    heading = _("Coverage: {roster}").format(roster=table.roster)
    about = About(
        title=" ".join(filter(None, [table.title, heading])),
        subject=heading,
        author="",
        language=document_language(),
        as_of=table.as_of,
    )
    leaves = [Sheet(page) for page in pages]
    return draw_book(stream, leaves, FORM, styles, about, head=heading, progress=progress), faces.missing


def _blocks(table: MatrixTable, styles: Styles, progress: Progress) -> Iterator[Block]:
    chapter = table.title
    yield Block(paragraph(table.title, styles.section, FORM, align="center"), keeps=True, chapter=chapter)
    said = "\u3000".join([date_text(table.as_of), table.verdict])
    yield Block(paragraph(said, styles.body, FORM, align="center"), keeps=True, before=2, chapter=chapter)
    yield Block(paragraph(table.legend, styles.small, FORM), keeps=True, before=6, chapter=chapter)
    for first in range(0, max(len(table.subjects), 1), ABREAST):
        progress.at("layout", first, len(table.subjects))
        yield from _part(table, styles, slice(first, first + ABREAST), chapter)


def _part(table: MatrixTable, styles: Styles, abreast: slice, chapter: str) -> Iterator[Block]:
    """Yield the rows for some of the subjects; the columns stay as wide where there are fewer."""
    names = table.subjects[abreast]
    columns = (
        Column(_("Code"), _CODE),
        Column(_("What is asked for"), _NAME),
        *(Column(name, _SUBJECT, "center") for name in names),
    )
    form = Table(columns, FORM.left, styles.small, styles.small_head)
    head = form.head()
    span = f"{names[0]}–{names[-1]}" if names else table.roster
    yield Block(
        head,
        keeps=True,
        before=8,
        starts_page=abreast.start > 0,
        chapter=chapter,
        anchor=Anchor(f"part-{abreast.start}", span),
    )
    for row in table.rows:
        name = row.name + row.star if row.is_indicator else f"\u3000{row.name}"
        yield Block(form.row([row.code, name, *row.cells[abreast]]), head=head, chapter=chapter)
    yield Block(form.row(["", _("Requirements covered"), *table.totals[abreast]]), head=head, chapter=chapter)
