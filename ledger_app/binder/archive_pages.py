"""The pages of 归档文件目录: one cover and one table for each group, nine columns across or seven upright."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from ledger_app.binder.bookwork import Cover, Format, Sheet, Styles, draw_book, paragraph
from ledger_app.binder.catalogues import catalogue_cells, catalogue_table, is_long, told
from ledger_app.binder.drawing import LANDSCAPE, MM, PORTRAIT, About, Anchor, Drawing, Typefaces
from ledger_app.binder.model import ArchiveIndex, IndexGroup
from ledger_app.binder.paging import Block, paginate
from ledger_app.binder.words import date_text, document_language, items_text, pages_text, retention_name
from ledger_app.core.i18n import _
from ledger_app.core.progress import Progress

_ACROSS = Format(LANDSCAPE, left=25 * MM, right=20 * MM, top=28 * MM, bottom=22 * MM)
_UPRIGHT = Format(PORTRAIT, left=25 * MM, right=15 * MM, top=28 * MM, bottom=22 * MM)
_REPORT_EVERY = 200


def draw_archive_index(
    index: ArchiveIndex, stream: BinaryIO, progress: Progress, *, columns: int = 9
) -> tuple[int, tuple[str, ...]]:
    """Draw the index with 9 or 7 columns; returns the number of pages and the characters no font has."""
    form = _UPRIGHT if columns == 7 else _ACROSS
    faces = Typefaces()
    styles = Styles(faces)
    heading = _("Index of Archived Documents")
    leaves: list[Cover | Sheet] = []
    for number, group in enumerate(index.groups):
        anchor = Anchor(f"group-{number}", group_name(group))
        leaves.append(_cover(index, group, styles, anchor, form))
        blocks = _blocks(index, group, styles, progress, form)
        leaves.extend(Sheet(page) for page in paginate(blocks, form.room))
    about = About(
        title=" ".join(filter(None, [index.fonds_name, heading])),
        subject=heading,
        author=index.fonds_name,
        language=document_language(),
        as_of=index.as_of,
    )
    count = draw_book(stream, leaves, form, styles, about, head=about.title, progress=progress)
    return count, faces.missing


def group_name(group: IndexGroup) -> str:
    """Return what sets a group apart: year, retention, office."""
    parts = [str(group.year), retention_name(group.retention), group.office]
    return " · ".join(filter(None, parts))


def _cover(index: ArchiveIndex, group: IndexGroup, styles: Styles, anchor: Anchor, form: Format) -> Cover:
    fields = [
        (_("Fonds number"), index.fonds),
        (_("Fonds name"), index.fonds_name),
        (_("Year"), str(group.year)),
        (_("Retention period"), retention_name(group.retention)),
        (_("Office (function)"), group.office),
    ]

    def draw(drawing: Drawing) -> None:
        width = form.size[0]
        title = styles.title.typeface.prepared(_("Index of Archived Documents"))
        drawing.text(0, 62 * MM, title, styles.title, align="center", width=width)
        label_width, value_width = 46 * MM, 96 * MM
        x = (width - label_width - value_width) / 2
        y = 88 * MM
        for label, value in fields:
            style = styles.large
            drawing.text(x, y, style.typeface.prepared(label), style, align="right", width=label_width - 12)
            lines = style.typeface.wrap(value, value_width - 8, style.size) if value else [""]
            for line in lines[:2]:
                drawing.text(x + label_width, y, line, style, align="center", width=value_width)
                drawing.rules([(x + label_width, y + 5, x + label_width + value_width, y + 5)], 0.6)
                y += 12 * MM
        made = styles.body.typeface.prepared(date_text(index.as_of))
        drawing.text(0, 178 * MM, made, styles.body, align="center", width=width)

    return Cover(draw, anchor)


def _blocks(
    index: ArchiveIndex, group: IndexGroup, styles: Styles, progress: Progress, form: Format
) -> Iterator[Block]:
    chapter = group_name(group)
    columns = 7 if form is _UPRIGHT else 9
    table = catalogue_table(columns, styles, form.width, group.rows, x=form.left)
    head = table.head()
    title = paragraph(_("Index of Archived Documents"), styles.chapter, form, align="center")
    yield Block(title, keeps=True, chapter=chapter)
    yield Block(paragraph(_fields(index, group), styles.small, form), keeps=True, before=4, chapter=chapter)
    yield Block(head, keeps=True, before=3, chapter=chapter)
    for number, row in enumerate(group.rows):
        if number % _REPORT_EVERY == 0:
            progress.at("layout", number, len(group.rows))
        # the total never stands alone on the last page
        keeps = number == len(group.rows) - 1
        cells = catalogue_cells(columns, row, table)
        yield Block(table.row(cells), keeps=keeps, head=head, chapter=chapter)
    yield Block(table.band(_total(group), style=styles.small_head), head=head, chapter=chapter)
    for row in group.rows:
        if is_long(table, row.remark):
            yield Block(paragraph(told(row), styles.small, form), before=4, chapter=chapter)


def _fields(index: ArchiveIndex, group: IndexGroup) -> str:
    parts = [
        (_("Fonds number"), index.fonds),
        (_("Fonds name"), index.fonds_name),
        (_("Year"), str(group.year)),
        (_("Retention period"), retention_name(group.retention)),
        (_("Office (function)"), group.office),
    ]
    return "\u3000\u3000".join(_("{label}: {value}").format(label=a, value=b or "________") for a, b in parts)


def _total(group: IndexGroup) -> str:
    total = _("Total: {items}, {pages}").format(
        items=items_text(len(group.items)), pages=pages_text(group.pages)
    )
    unknown = sum(row.pages is None for row in group.items)
    if unknown:
        total += _(" (pages not yet counted: {items})").format(items=items_text(unknown))
    return total
