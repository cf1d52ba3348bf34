"""The first page of the audit report: the verdict, what clears it, and the points by category."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from ledger_app.binder.blocks import Column, Lines, Table
from ledger_app.binder.bookwork import Format, Styles, paragraph
from ledger_app.binder.covers import draw_verdict
from ledger_app.binder.drawing import MM, PORTRAIT, Drawing
from ledger_app.binder.model import AuditReport, TallyLine
from ledger_app.binder.paging import Content
from ledger_app.binder.words import date_text
from ledger_app.core.i18n import _

FORM = Format(PORTRAIT, left=25 * MM, right=22 * MM, top=30 * MM, bottom=25 * MM)
_NAME, _NUMBER = 73 * MM, 18 * MM
_TOP = 20 * MM
_FOOT = 20 * MM


def draw_summary(report: AuditReport, styles: Styles) -> Callable[[Drawing], None]:
    """Return what draws the page; what does not fit on it is cut with …, the following pages have it all."""
    more = paragraph("……", styles.body, FORM)

    def draw(drawing: Drawing) -> None:
        y = _TOP
        for content in _head(report, styles):
            content.draw(drawing, y)
            y += content.height
        y = draw_verdict(drawing, styles, FORM, y + 4 * MM, report.verdict) + 3 * MM
        bottom = FORM.size[1] - _FOOT - more.height
        for content, gap in _body(report, styles):
            if y + gap + content.height > bottom:
                parts = content.split(bottom - y - gap)
                if parts:
                    parts[0].draw(drawing, y + gap)
                    y += gap + parts[0].height
                more.draw(drawing, y)
                break
            content.draw(drawing, y + gap)
            y += gap + content.height

    return draw


def tally_heads(by: str) -> tuple[str, ...]:
    """Return the titles of a table of points."""
    return by, _("Points"), _("Secured"), _("At risk"), _("Lost"), _("Complete")


def tally_cells(line: TallyLine) -> tuple[str, ...]:
    """Return a row of a table of points."""
    numbers = (line.points, line.secured, line.at_risk, line.lost)
    return line.name, *(f"{number:g}" for number in numbers), line.complete


def _head(report: AuditReport, styles: Styles) -> Iterator[Content]:
    when = "\u3000".join(
        [_("Assessment year {year}").format(year=report.year), date_text(report.as_of)],
    )
    yield paragraph(report.title, styles.section, FORM, align="center")
    yield paragraph(report.heading, styles.title, FORM, align="center")
    yield paragraph(when, styles.body, FORM, align="center")


def _body(report: AuditReport, styles: Styles) -> Iterator[tuple[Content, float]]:
    """Yield what stands below the verdict, each with the gap above it."""
    for remark in report.remarks:
        yield paragraph(remark, styles.small, FORM), 2
    counts = "\u3000".join(f"{label} {value}" for label, value in report.counts)
    yield paragraph(counts, styles.small, FORM), 4
    yield from _tallies(report.tallies[:1], styles)
    if report.causes:
        yield paragraph(_("What clears the hard indicators"), styles.heading, FORM), 10
    for cause in report.causes:
        yield paragraph(f"★ {cause.name}", styles.small_head, FORM), 4
        for said in cause.papers:
            yield _item(said, styles), 1
    yield from _tallies(report.tallies[1:], styles)


def _tallies(
    tallies: Sequence[tuple[str, Sequence[TallyLine]]], styles: Styles
) -> Iterator[tuple[Content, float]]:
    for by, lines in tallies:
        table = _table(by, styles)
        yield table.head(), 10
        for line in lines:
            yield table.row(tally_cells(line)), 0


def _item(text: str, styles: Styles) -> Lines:
    return paragraph(f"□ {text}", styles.small, FORM, indent=12)


def _table(by: str, styles: Styles) -> Table:
    columns = [Column(title, _NUMBER, "right") for title in tally_heads(by)[1:]]
    return Table((Column(by, _NAME), *columns), FORM.left, styles.small, styles.small_head)
