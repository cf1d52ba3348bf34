"""The pages of 迎检目录: cover, table of contents, then every indicator with its files and its gaps."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, BinaryIO

from ledger_app.binder.blocks import Column, Row, Stack, Table
from ledger_app.binder.bookwork import (
    Cover,
    Format,
    Sheet,
    Styles,
    contents,
    draw_book,
    paragraph,
)
from ledger_app.binder.covers import draw_report_cover
from ledger_app.binder.drawing import MM, PORTRAIT, About, Anchor, Typefaces
from ledger_app.binder.model import FileLine, IndicatorPart, InspectionIndex
from ledger_app.binder.paging import Block, Content, paginate
from ledger_app.binder.words import document_language, items_text, points_text
from ledger_app.core.i18n import _
from ledger_app.core.progress import Progress

FORM = Format(PORTRAIT, left=25 * MM, right=20 * MM, top=30 * MM, bottom=25 * MM)


def draw_inspection_index(
    index: InspectionIndex, stream: BinaryIO, progress: Progress
) -> tuple[int, tuple[str, ...]]:
    """Draw the index; returns the number of pages and the characters no font has."""
    faces = Typefaces()
    styles = Styles(faces)
    heading = _("Inspection Index")
    body = paginate(_blocks(index, styles, progress), FORM.room)
    cover = Cover(
        lambda drawing: draw_report_cover(
            drawing,
            styles,
            FORM,
            title=index.title,
            heading=heading,
            year=index.year,
            verdict=index.verdict,
            counts=index.counts,
            as_of=index.as_of,
        )
    )
    leaves: list[Cover | Sheet] = [cover, *contents(body, FORM, styles, before=1)]
    leaves.extend(Sheet(page) for page in body)
    about = About(
        title=" ".join(filter(None, [index.title, heading])),
        subject=heading,
        author="",
        language=document_language(),
        as_of=index.as_of,
    )
    count = draw_book(stream, leaves, FORM, styles, about, head=index.title, progress=progress)
    return count, faces.missing


def _blocks(index: InspectionIndex, styles: Styles, progress: Progress) -> Iterator[Block]:
    table = _table(styles)
    head = table.head()
    previous: tuple[str, ...] = ()
    for number, part in enumerate(index.indicators):
        progress.at("layout", number, len(index.indicators))
        chapter = part.path[0] if part.path else ""
        for level in range(len(part.path)):
            if part.path[: level + 1] == previous[: level + 1]:
                continue
            yield _section_heading(index, part.path[: level + 1], level, number, styles, chapter)
        previous = part.path
        yield from _indicator(part, number, styles, table, head, chapter)


def _section_heading(
    index: InspectionIndex, path: tuple[str, ...], level: int, number: int, styles: Styles, chapter: str
) -> Block:
    points = points_text(index.points.get(path))
    text = path[-1] + (_(" ({points})").format(points=points) if points else "")
    return Block(
        paragraph(text, styles.section if level else styles.chapter, FORM),
        keeps=True,
        before=14,
        starts_page=level == 0,
        chapter=chapter,
        anchor=Anchor(f"section-{number}-{level}", text, level),
    )


def _indicator(
    part: IndicatorPart, number: int, styles: Styles, table: Table, head: Row, chapter: str
) -> Iterator[Block]:
    def block(content: Content, *, keeps: bool = True, before: float = 0.0, **more: Any) -> Block:
        return Block(content, keeps=keeps, before=before, chapter=chapter, **more)

    title = "　".join(filter(None, [f"{part.code} {part.name}".strip(), *_marks(part)]))
    level = len(part.path)
    yield block(
        paragraph(title, styles.heading, FORM),
        before=12,
        anchor=Anchor(f"indicator-{number}", _listed_name(part), level),
    )
    for label, text in (
        (_("Units"), _(", ").join(part.units)),
        (_("Scoring"), part.scoring),
    ):
        if text:
            line = _("{label}: {value}").format(label=label, value=text)
            yield block(paragraph(line, styles.small, FORM), before=1)
    yield block(head, before=4)
    name = _("{title} (cont.)").format(title=f"{part.code} {part.name}".strip())
    continued = Stack((paragraph(name, styles.small_head, FORM), head))
    for content, keeps in _rows(part, table, styles):
        yield block(content, keeps=keeps, head=continued)


def _rows(part: IndicatorPart, table: Table, styles: Styles) -> Iterator[tuple[Content, bool]]:
    """Yield the rows under an indicator, each with whether the next stays with it."""
    number = 0
    for requirement in part.requirements:
        note = items_text(len(requirement.files)) if requirement.files else ""
        yield table.band(requirement.text, note=note, style=styles.small_head), True
        for file in requirement.files:
            number += 1
            yield table.row(_cells(number, file)), False
        if not requirement.files:
            yield table.band(_gap(part), style=styles.small_head, is_gap=True), False
    if part.files and part.requirements:
        text = _("Not assigned to a certain requirement")
        yield table.band(text, note=items_text(len(part.files)), style=styles.small_head), True
    for file in part.files:
        number += 1
        yield table.row(_cells(number, file)), False
    if not part.requirements and not part.files:
        yield table.band(_gap(part), style=styles.small_head, is_gap=True), False


def _listed_name(part: IndicatorPart) -> str:
    """Return the indicator's name as the table of contents and the outline list it, with what it lacks."""
    name = f"{part.code} {part.name}".strip() + (" ★" if part.is_hard else "")
    if not part.gaps:
        return name
    return _("{name} (missing: {n})").format(name=name, n=part.gaps)


def _gap(part: IndicatorPart) -> str:
    if part.is_hard:
        return _("MISSING (hard indicator): no file has been linked yet")
    return _("MISSING: no file has been linked yet")


def _marks(part: IndicatorPart) -> Iterator[str]:
    if part.is_hard:
        yield _("★ Hard")
    if part.is_bonus:
        yield _("Bonus")
    yield points_text(part.points)


def _cells(number: int, file: FileLine) -> tuple[str, ...]:
    return (
        str(number),
        file.title,
        file.document_number,
        file.issuer,
        file.date,
        "" if file.pages is None else str(file.pages),
        file.archive_number,
        file.remark,
    )


def _table(styles: Styles) -> Table:
    columns = (
        Column(_("No."), 10 * MM, "center"),
        Column(_("Title"), 44 * MM),
        Column(_("Document number"), 24 * MM),
        Column(_("Issuer"), 20 * MM),
        Column(_("Date"), 18 * MM, "center"),
        Column(_("Page count"), 13 * MM, "center"),
        Column(_("Archive number"), 19 * MM),
        Column(_("Remarks"), 17 * MM),
    )
    return Table(columns, FORM.left, styles.small, styles.small_head)
