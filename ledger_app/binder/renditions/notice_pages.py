"""Pages that stand for what can't be shown: what it is, why, and where the original lies."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import BinaryIO

from ledger_app.binder.drawing import MM, PORTRAIT, About, Drawing, Style, Typefaces
from ledger_app.binder.renditions.making_request import Labels
from ledger_app.binder.renditions.snippets import ABOUT
from ledger_app.binder.words import document_language, visible
from ledger_app.core.i18n import _

_LEFT, _RIGHT, _TOP, _BOTTOM = 30 * MM, 25 * MM, 60 * MM, 30 * MM
_LABEL = 92.0
_MOST_NAMES = 40
_LONGEST_VALUE = 400


@dataclass(frozen=True, slots=True)
class Notice:
    """What a notice page says: title, label and value pairs, why, and the names of what is inside."""

    title: str
    fields: tuple[tuple[str, str], ...]
    why: str
    inside: tuple[str, ...] = ()


def draw_notices(stream: BinaryIO, notices: Iterable[Notice]) -> None:
    """Draw one A4 page for each notice."""
    about = About(_("Files that can't be shown on paper"), "", "", document_language(), ABOUT.as_of)
    drawing = Drawing(stream, PORTRAIT, about)
    faces = Typefaces()
    for notice in notices:
        _draw(drawing, faces, notice)
        drawing.end_page()
    drawing.close()


def page_notice(stream: BinaryIO, labels: Labels, *, page: int, size: tuple[float, float]) -> None:
    """Draw the page that stands for one page of a file that no paper holds; `size` in points."""
    sides = " × ".join(f"{side / 72 * 0.0254:.2f}" for side in size)
    why = _(
        "Page {page} of this file measures {sides} m and can't be put on paper; open the original for it."
    )
    fields = ((_("Original at"), visible(labels.path)),) if labels.path else ()
    draw_notices(stream, [Notice(visible(labels.title), fields, why.format(page=page, sides=sides))])


def _draw(drawing: Drawing, faces: Typefaces, notice: Notice) -> None:
    width = drawing.width - _LEFT - _RIGHT
    y = _TOP
    head = Style(faces.hei, 12, 20, grey=0.35)
    drawing.text(_LEFT, y, faces.hei.prepared(_("In place of a file that can't be shown here")), head)
    y += 6 * MM
    drawing.rules([(_LEFT, y, _LEFT + width, y)], 1.0)
    y += 6 * MM
    y = _lines(drawing, notice.title, Style(faces.hei, 18, 27), _LEFT, y, width, most=4) + 4 * MM
    y = _lines(drawing, notice.why, Style(faces.song, 12, 20), _LEFT, y, width, most=6) + 6 * MM
    label, body = Style(faces.hei, 10.5, 17), Style(faces.song, 10.5, 17)
    for name, value in notice.fields:
        if value:
            _lines(drawing, name, label, _LEFT, y, _LABEL, most=1)
            text = value if len(value) <= _LONGEST_VALUE else value[:_LONGEST_VALUE] + "…"
            y = _lines(drawing, text, body, _LEFT + _LABEL, y, width - _LABEL, most=8) + 1.5 * MM
    if notice.inside:
        _inside(drawing, faces, notice.inside, y + 3 * MM)


def _inside(drawing: Drawing, faces: Typefaces, names: Sequence[str], y: float) -> None:
    width = drawing.width - _LEFT - _RIGHT
    drawing.rules([(_LEFT, y, _LEFT + width, y)])
    y = _lines(drawing, _("What is inside"), Style(faces.hei, 10.5, 17), _LEFT, y + 3 * MM, width, most=1)
    style = Style(faces.song, 9, 13.5)
    room = int((drawing.height - _BOTTOM - y) / style.leading) - 1
    shown = names[: min(room, _MOST_NAMES)]
    for name in shown:
        y = _lines(
            drawing, style.typeface.fitted(visible(name), width, style.size), style, _LEFT, y, width, most=1
        )
    if len(shown) < len(names):
        more = _("… and {n} more").format(n=len(names) - len(shown))
        _lines(drawing, more, style, _LEFT, y, width, most=1)


def _lines(
    drawing: Drawing, text: str, style: Style, x: float, y: float, width: float, *, most: int
) -> float:
    """Draw a text from a height on, in so many lines at most; return the height below it."""
    lines = style.typeface.wrap(text, width, style.size)
    if len(lines) > most:
        lines = [*lines[: most - 1], style.typeface.fitted("".join(lines[most - 1 :]), width, style.size)]
    for line in lines:
        drawing.text(x, y + style.leading / 2 + style.size * 0.38, line, style)
        y += style.leading
    return y
