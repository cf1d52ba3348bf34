"""The cover that the inspection index and the audit report share."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from ledger_app.binder.bookwork import Format, Styles
from ledger_app.binder.drawing import MM, Drawing, Style
from ledger_app.binder.words import date_text
from ledger_app.core.i18n import _


def draw_report_cover(
    drawing: Drawing,
    styles: Styles,
    form: Format,
    *,
    title: str,
    heading: str,
    year: int,
    verdict: str,
    counts: Sequence[tuple[str, str]],
    as_of: date,
    note: str = "",
) -> None:
    """Draw the scheme's title, the year, the verdict in a frame, the counts, a note below them and the date."""
    y = (44 if note else 70) * MM
    y = _centred(drawing, form, y, title, styles.subtitle) + 10 * MM
    y = _centred(drawing, form, y, heading, styles.title) + 2 * MM
    y = _centred(drawing, form, y, _("Assessment year {year}").format(year=year), styles.large)
    y = max(y + 10 * MM, (94 if note else 138) * MM)
    y = draw_verdict(drawing, styles, form, y, verdict) + 6 * MM
    y = draw_counts(drawing, styles, form, y, counts) + 8 * MM
    last = form.size[1] - 42 * MM
    if note:
        draw_note(drawing, styles, form, y, note, last)
    _centred(drawing, form, form.size[1] - 36 * MM, date_text(as_of), styles.large)


def draw_verdict(drawing: Drawing, styles: Styles, form: Format, y: float, verdict: str) -> float:
    """Draw the verdict in a frame; returns its lower edge."""
    style = Style(styles.heading.typeface, 12, 20)
    lines = style.typeface.wrap(verdict, form.width - 12 * MM, style.size)
    height = len(lines) * style.leading + 6 * MM
    drawing.box(form.left, y, form.width, height, weight=1)
    for number, line in enumerate(lines):
        baseline = y + 3 * MM + number * style.leading + 14.5
        drawing.text(form.left, baseline, line, style, align="center", width=form.width)
    return y + height


def draw_counts(
    drawing: Drawing, styles: Styles, form: Format, y: float, counts: Sequence[tuple[str, str]]
) -> float:
    """Draw labels with their numbers, one a line; returns the lower edge."""
    style = styles.body
    inset = 22 * MM
    width = form.width - 2 * inset
    for label, value in counts:
        y += 7.5 * MM
        text = style.typeface.fitted(label, width * 0.7, style.size)
        drawing.text(form.left + inset, y, text, style)
        number = style.typeface.prepared(value)
        drawing.text(form.left + inset, y, number, style, align="right", width=width)
        drawing.rules([(form.left + inset, y + 5, form.left + inset + width, y + 5)], 0.3)
    return y + 5


def draw_note(drawing: Drawing, styles: Styles, form: Format, y: float, note: str, bottom: float) -> None:
    """Draw a paragraph; what does not fit above `bottom` is cut with …, the following pages have it all."""
    style = styles.body
    lines = style.typeface.wrap(note, form.width, style.size)
    room = max(int((bottom - y) // style.leading), 1)
    if len(lines) > room:
        lines = [*lines[: room - 1], style.typeface.fitted(lines[room - 1] + "……", form.width, style.size)]
    for line in lines:
        drawing.text(form.left, y + style.leading * 0.7, line, style)
        y += style.leading


def _centred(drawing: Drawing, form: Format, y: float, text: str, style: Style) -> float:
    for line in style.typeface.wrap(text, form.width - 10 * MM, style.size):
        drawing.text(form.left, y + style.leading * 0.7, line, style, align="center", width=form.width)
        y += style.leading
    return y
