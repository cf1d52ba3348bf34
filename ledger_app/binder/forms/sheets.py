"""The paper of the forms: margins by side, styles, and one part's pages before they are drawn."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from ledger_app.binder.blocks import Lines
from ledger_app.binder.bookwork import Styles
from ledger_app.binder.drawing import LANDSCAPE, MM, PORTRAIT, Drawing, Style, Typefaces
from ledger_app.binder.forms.frames import Frame
from ledger_app.binder.paging import Block, Content, Page, paginate
from ledger_app.binder.volumes.model import PlannedPage, PrintStyle, Volume
from ledger_app.core.i18n import _

STRIP = 16 * MM
"""What is left free along the lower edge of the upright sheet, for the page's label and code (see `DrawnForms`)."""

_OUTER = 15 * MM
_TOP = 14 * MM
_BOTTOM = STRIP + 2 * MM
_HEAD = 9 * MM


@dataclass(frozen=True, slots=True)
class Paper:
    """A sheet in points; what is drawn on it is measured from the corner of its text area.

    A sheet across lies in the binder with its head to the left: at the binding edge of a right-hand page, at the
    fore-edge of a left-hand one (GB/T 9704-2012, tables across). Its left side is the foot of the upright sheet.
    """

    size: tuple[float, float]
    inner: float
    outer: float = _OUTER
    is_across: bool = False

    @property
    def width(self) -> float:
        return self.size[0] - self.outer - (_BOTTOM if self.is_across else self.inner)

    @property
    def height(self) -> float:
        """How high the text area is, running head included."""
        return self.size[1] - (self.inner + self.outer if self.is_across else _TOP + _BOTTOM)

    @property
    def room(self) -> float:
        """How high the text area is below the running head."""
        return self.height - _HEAD

    def origin(self, *, is_right: bool) -> tuple[float, float]:
        """Return where the text area begins, from the left and from the top."""
        if self.is_across:
            return _BOTTOM, (self.inner if is_right else self.outer)
        return (self.inner if is_right else self.outer), _TOP


def upright(style: PrintStyle) -> Paper:
    """Return A4 as most forms use it."""
    return Paper(PORTRAIT, max(style.binding_mm * MM, _OUTER))


def symmetric(style: PrintStyle) -> Paper:
    """Return A4 with the same margin on both sides, for covers, which may be glued onto the box."""
    paper = upright(style)
    return Paper(paper.size, paper.inner, paper.inner)


def across(style: PrintStyle) -> Paper:
    """Return A4 across, for the nine columns."""
    return Paper(LANDSCAPE, max(style.binding_mm * MM, _OUTER), is_across=True)


@dataclass(frozen=True, slots=True)
class Leading:
    """A content that leads to a part when it is clicked, over its whole width.

    `is_more`: it goes on with what stands above it, and leads nowhere without that.
    """

    content: Content
    target: str
    x: float
    width: float
    is_more: bool = False

    @property
    def height(self) -> float:
        return self.content.height

    def draw(self, drawing: Drawing, y: float) -> None:
        self.content.draw(drawing, y)

    def split(self, room: float) -> tuple[Content, Content] | None:
        parts = self.content.split(room)
        return parts and (
            replace(self, content=parts[0]),
            replace(self, content=parts[1], is_more=True),
        )


@dataclass(frozen=True, slots=True)
class Leaf:
    """One page of a part: contents with their distance from the top of the text area."""

    paper: Paper
    placed: tuple[tuple[float, Content], ...]


class Kit:
    """What the forms of one volume are made with: its typefaces, its styles, its pages by part and number."""

    def __init__(self, volume: Volume, style: PrintStyle, faces: Typefaces | None = None) -> None:
        self.volume, self.style = volume, style
        self.faces = faces or Typefaces()
        self.styles = Styles(self.faces)
        self.form_title = Style(self.faces.hei, 18, 28)
        self.caption = Style(self.faces.song, 8, 11)
        self.code_style = Style(self.faces.song, 7, 10)
        self.note = Style(self.faces.song, 10.5, 18)
        self.cover_field = Style(self.faces.song, 13, 20)
        self.figure = Style(self.faces.hei, 11, 15)
        self._pages = {(page.part, page.number): page for page in volume.pages}
        self.keys = frozenset(key for part in volume.parts for key, _title in part.leads)

    def page(self, part: str, number: int) -> PlannedPage | None:
        """Return the planned page; None while the volume is not numbered."""
        return self._pages.get((part, number))

    def code(self, part: str, number: int) -> str:
        """Return the short code of a page, empty where it has none yet."""
        page = self.page(part, number)
        return page.code if page else ""

    def lines(self, text: str, style: Style, width: float, *, x: float = 0.0, align: str = "left") -> Lines:
        """Return a paragraph broken to a width."""
        return Lines(tuple(style.typeface.wrap(text, width, style.size)), style, x, width, align)

    def one_line(
        self, text: str, style: Style, width: float, *, x: float = 0.0, align: str = "left"
    ) -> Lines:
        """Return a text on exactly one line, so that what it says never moves a page."""
        return Lines((fit(text, style, width),), style, x, width, align)


def fit(text: str, style: Style, width: float) -> str:
    """Return a prepared text cut to one line of this width."""
    return style.typeface.fitted(text, width, style.size)


def flowed(blocks: list[Block], kit: Kit, paper: Paper, title: str) -> list[Leaf]:
    """Return the pages that blocks flow onto, each under a running head with this title."""
    head = running_head(kit, paper, title)
    return [Leaf(paper, ((0.0, head), *_closed(page))) for page in paginate(blocks, paper.room)]


def _closed(page: Page) -> Iterator[tuple[float, Content]]:
    """Yield what stands on a page below the running head; frames are closed at its edges."""
    last = len(page.placed) - 1
    for n, (y, content) in enumerate(page.placed):
        if isinstance(content, Frame):
            content = content.at_edge(is_top=n == 0, is_bottom=n == last)
        yield y + _HEAD, content


def running_head(kit: Kit, paper: Paper, title: str) -> Content:
    """Return the line at the head of a page that says where a lost sheet belongs."""
    left = "\u3000".join(filter(None, [kit.volume.fonds_name, year_text(kit.volume), box_name(kit.volume)]))
    style = kit.styles.running
    return _Head(
        fit(left, style, paper.width * 0.6), fit(title, style, paper.width * 0.37), style, paper.width
    )


def field_of(volume: Volume, label: str, default: str = "") -> str:
    """Return what a field of the cover says."""
    return next((value for name, value in volume.fields if name == label), default)


def office_of(volume: Volume) -> str:
    """Return the name of a box's office or function."""
    return field_of(volume, _("Office (function)"), volume.box.office if volume.box else "")


def shrunk(text: str, style: Style, width: float, smallest: float = 7.0) -> tuple[str, Style]:
    """Return a prepared text on one line in a size in which it fits; cut where even the smallest is too wide."""
    prepared = style.typeface.prepared(" ".join(text.split()))
    size = style.size
    while size > smallest and style.typeface.width(prepared, size) > width:
        size -= 0.5
    style = replace(style, size=size)
    return fit(text, style, width), style


def box_name(volume: Volume) -> str:
    """Return what a box is called."""
    return _("Box {n}").format(n=volume.number)


def year_text(volume: Volume) -> str:
    """Return the year as papers name it."""
    return _("Year {year}").format(year=volume.year)


@dataclass(frozen=True, slots=True)
class _Head:
    left: str
    right: str
    style: Style
    width: float

    @property
    def height(self) -> float:
        return _HEAD

    def draw(self, drawing: Drawing, y: float) -> None:
        baseline = y + 3 * MM
        drawing.text(0, baseline, self.left, self.style)
        drawing.text(0, baseline, self.right, self.style, align="right", width=self.width)
        line = baseline + 1.4 * MM
        drawing.rules([(0, line, self.width, line)], 0.5)

    def split(self, room: float) -> None:
        return None
