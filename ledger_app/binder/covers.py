"""The cover of the inspection index, and the verdict in its frame that the audit report has too."""

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
) -> None:
    """Draw the scheme's title, the year, the verdict in a frame, the counts and the date."""
    y = 70 * MM
    y = _centred(drawing, form, y, title, styles.subtitle) + 10 * MM
    y = _centred(drawing, form, y, heading, styles.title) + 2 * MM
    y = _centred(drawing, form, y, _("Assessment year {year}").format(year=year), styles.large)
    y = max(y + 10 * MM, 138 * MM)
    y = draw_verdict(drawing, styles, form, y, verdict) + 6 * MM
    draw_counts(drawing, styles, form, y, counts)
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
) -> None:
    """Draw labels with their numbers, one a line."""
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


def _centred(drawing: Drawing, form: Format, y: float, text: str, style: Style) -> float:
    for line in style.typeface.wrap(text, form.width - 10 * MM, style.size):
        drawing.text(form.left, y + style.leading * 0.7, line, style, align="center", width=form.width)
        y += style.leading
    return y
