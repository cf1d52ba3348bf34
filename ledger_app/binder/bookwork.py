"""A book of pages: margins, running head and foot, cover, table of contents, and the drawing of it all."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import BinaryIO

from ledger_app.binder.blocks import Lines
from ledger_app.binder.drawing import MM, About, Anchor, Drawing, Style, Typefaces
from ledger_app.binder.paging import Block, Page, paginate
from ledger_app.core.i18n import _
from ledger_app.core.progress import Progress

CONTENTS_KEY = "contents"


@dataclass(frozen=True, slots=True)
class Format:
    """The paper and its margins in points; the text area starts below `top`."""

    size: tuple[float, float]
    left: float
    right: float
    top: float
    bottom: float

    @property
    def width(self) -> float:
        return self.size[0] - self.left - self.right

    @property
    def room(self) -> float:
        return self.size[1] - self.top - self.bottom


@dataclass(frozen=True, slots=True)
class Cover:
    """A page without head and foot, drawn by a function of its own."""

    draw: Callable[[Drawing], None]
    anchor: Anchor | None = None


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page with head and foot; `links` are (top, height, key) across the whole text area."""

    page: Page
    links: tuple[tuple[float, float, str], ...] = ()


class Styles:
    """The styles of one document over its own typefaces."""

    def __init__(self, faces: Typefaces) -> None:
        self.title = Style(faces.hei, 26, 40)
        self.subtitle = Style(faces.hei, 16, 26)
        self.chapter = Style(faces.hei, 15, 22)
        self.section = Style(faces.hei, 12, 18)
        self.heading = Style(faces.hei, 10.5, 16)
        self.body = Style(faces.song, 10.5, 17)
        self.large = Style(faces.song, 14, 26)
        self.small = Style(faces.song, 9, 13.5)
        self.small_head = Style(faces.hei, 9, 13.5)
        self.contents = (Style(faces.hei, 10, 14.5), Style(faces.song, 10, 14.5), Style(faces.song, 9, 12.5))
        self.running = Style(faces.song, 9, 12)


def paragraph(text: str, style: Style, form: Format, *, indent: float = 0, align: str = "left") -> Lines:
    """Return a paragraph broken to the width of the text area."""
    width = form.width - indent
    return Lines(tuple(style.typeface.wrap(text, width, style.size)), style, form.left + indent, width, align)


def contents(pages: Sequence[Page], form: Format, styles: Styles, *, before: int) -> list[Sheet]:
    """Return the sheets of a table of contents over body pages that follow `before` pages and itself.

    Its length does not depend on the page numbers, so one layout is enough.
    """
    marks = [(number, anchor) for number, page in enumerate(pages) for _y, anchor in page.anchors]
    widest = styles.body.typeface.width("0000", styles.body.size) + 14

    def entries(offset: int) -> list[Page]:
        heading = Block(
            paragraph(_("Contents"), styles.chapter, form, align="center"),
            keeps=True,
            anchor=Anchor(CONTENTS_KEY, _("Contents")),
            chapter=_("Contents"),
        )
        blocks = [heading, Block(Lines(("",), styles.small, form.left, form.width))]
        for number, anchor in marks:
            style = styles.contents[min(anchor.level, 2)]
            entry = _Entry(anchor, str(number + 1 + offset), style, form, anchor.level * 14.0, widest)
            blocks.append(Block(entry, before=4.0 if anchor.level == 0 else 0.0, chapter=_("Contents")))
        return paginate(blocks, form.room)

    length = len(entries(0))
    return [
        Sheet(page, tuple((y, c.height, c.anchor.key) for y, c in page.placed if isinstance(c, _Entry)))
        for page in entries(before + length)
    ]


class _Entry:
    """A line of the table of contents: title, dots, page number."""

    def __init__(
        self, anchor: Anchor, number: str, style: Style, form: Format, indent: float, reserve: float
    ) -> None:
        self.anchor = anchor
        self._number, self._style, self._form, self._indent = number, style, form, indent
        self._lines = style.typeface.wrap(anchor.title, form.width - indent - reserve, style.size)

    @property
    def height(self) -> float:
        return len(self._lines) * self._style.leading

    def draw(self, drawing: Drawing, y: float) -> None:
        style, form = self._style, self._form
        Lines(tuple(self._lines), style, form.left + self._indent, form.width).draw(drawing, y)
        baseline = y + self.height - style.leading / 2 + style.size * 0.38
        face, size = style.typeface, style.size
        start = form.left + self._indent + face.width(self._lines[-1], size) + 4
        end = form.left + form.width - face.width(self._number, size) - 4
        count = int((end - start) / face.width(" .", size))
        if count > 1:
            drawing.text(start, baseline, " ." * count, style, align="right", width=end - start)
        drawing.text(form.left, baseline, self._number, style, align="right", width=form.width)

    def split(self, room: float) -> None:
        return None


def draw_book(
    stream: BinaryIO,
    leaves: Sequence[Cover | Sheet],
    form: Format,
    styles: Styles,
    about: About,
    *,
    head: str,
    progress: Progress,
) -> int:
    """Draw all leaves with their running heads and page numbers; returns the number of pages."""
    drawing = Drawing(stream, form.size, about)
    total = len(leaves)
    for number, leaf in enumerate(leaves, 1):
        progress.at("draw", number, total)
        if isinstance(leaf, Cover):
            if leaf.anchor:
                drawing.anchor(leaf.anchor, 0)
            leaf.draw(drawing)
        else:
            _draw_frame(drawing, form, styles, head, leaf.page.chapter, number, total)
            for y, anchor in leaf.page.anchors:
                drawing.anchor(anchor, form.top + y)
            for y, content in leaf.page.placed:
                content.draw(drawing, form.top + y)
            for y, height, key in leaf.links:
                drawing.link(key, form.left, form.top + y, form.width, height)
        drawing.end_page()
    progress.at("write", total, total)
    drawing.close()
    return total


def _draw_frame(
    drawing: Drawing, form: Format, styles: Styles, head: str, chapter: str, number: int, total: int
) -> None:
    style = styles.running
    baseline = form.top - 6 * MM
    right = style.typeface.fitted(chapter, form.width * 0.45, style.size)
    left = style.typeface.fitted(head, form.width * 0.52, style.size)
    drawing.text(form.left, baseline, left, style)
    drawing.text(form.left, baseline, right, style, align="right", width=form.width)
    line = baseline + 2 * MM
    drawing.rules([(form.left, line, form.left + form.width, line)], 0.6)
    text = style.typeface.prepared(_("Page {number} of {total}").format(number=number, total=total))
    foot = form.size[1] - form.bottom + 9 * MM
    drawing.text(form.left, foot, text, style, align="center", width=form.width)
