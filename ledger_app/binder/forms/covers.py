"""The cover of a box: the name of the fonds over a double line, what lies in it, and the QR code."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ledger_app.binder.blocks import THIN, Lines
from ledger_app.binder.drawing import MM, Drawing, Style
from ledger_app.binder.forms.contents import indicator_name
from ledger_app.binder.forms.marks import QR_SIDE, Mark, mark
from ledger_app.binder.forms.sheets import Kit, Leaf, Paper, fit, shrunk, symmetric
from ledger_app.binder.forms.tables import sums_of
from ledger_app.binder.paging import Content
from ledger_app.binder.volumes.model import Ordering, Part, PartKind, Volume
from ledger_app.binder.words import date_text, items_text, pages_text
from ledger_app.core.i18n import _, ngettext

_NAME_AT = 22 * MM
_INSET = 12 * MM
_LABEL = 46 * MM
_ROW = 9.6 * MM
_ROOMY = 12.5 * MM
_FEW = 8
_LISTED = 16


def cover(kit: Kit, part: Part) -> list[Leaf]:
    """Return the cover: one page, whatever lies in the box."""
    paper = symmetric(kit.style)
    foot = paper.height - 42 * MM
    placed: list[tuple[float, Content]] = []
    y = _NAME_AT
    name = _name(kit, paper)
    placed.append((y, name))
    y += name.height + 10 * MM
    title = kit.lines(_kind(kit.volume), Style(kit.faces.hei, 26, 38), paper.width, align="center")
    placed.append((y, title))
    y += title.height + 7 * MM
    rows = tuple(_fields(kit, paper.width - _LABEL - 2 * _INSET))
    fields = _Fields(rows, kit.cover_field, paper.width, _ROOMY if len(rows) <= _FEW else _ROW)
    placed.append((y, fields))
    y += fields.height + 8 * MM
    if kit.volume.ordering is Ordering.INDICATOR:
        placed.append((y, _held(kit, paper, foot - y - 4 * MM)))
    qr = mark(kit, part, paper.width - QR_SIDE)
    placed.append((foot, _Foot(_made(kit), kit.styles.body, qr, paper.width)))
    return [Leaf(paper, tuple(placed))]


@dataclass(frozen=True, slots=True)
class _Name:
    """The name of the fonds with a double line beneath (DA/T 22-2015 6.4.1); blank where it is to be written."""

    lines: Lines
    width: float

    @property
    def height(self) -> float:
        return self.lines.height + 4 * MM

    def draw(self, drawing: Drawing, y: float) -> None:
        self.lines.draw(drawing, y)
        left, right = 8 * MM, self.width - 8 * MM
        y += self.lines.height + 2 * MM
        drawing.rules([(left, y, right, y)], 1.4)
        drawing.rules([(left, y + 1.3 * MM, right, y + 1.3 * MM)], 0.5)

    def split(self, room: float) -> None:
        return None


def _name(kit: Kit, paper: Paper) -> _Name:
    text = kit.volume.fonds_name
    for size in (30, 26, 22, 18):
        lines = kit.lines(
            text, Style(kit.faces.song, size, size * 1.4), paper.width - 20 * MM, x=10 * MM, align="center"
        )
        if len(lines.lines) <= (1 if size > 22 else 2):
            break
    kept = Lines(lines.lines[:3], lines.style, lines.x, lines.width, lines.align)
    return _Name(kept, paper.width)


def _kind(volume: Volume) -> str:
    return _("Inspection Binder") if volume.ordering is Ordering.INDICATOR else _("Archived Documents")


def _fields(kit: Kit, width: float) -> Iterator[tuple[str, str, Style]]:
    """Yield the fields of the cover but for the name that stands over them, with what lies in the box."""
    volume = kit.volume
    sums = sums_of(volume, is_duplex=kit.style.is_duplex)
    pairs = [(label, value) for label, value in volume.fields if label != _("Fonds name")]
    if not any(label == _("Box number") for label, _value in pairs):
        pairs.append((_("Box number"), str(volume.number)))
    counted = _(", ").join([items_text(sums.items), pages_text(sums.evidence)])
    pairs.append((_("Items and pages"), counted))
    for label, value in pairs:
        yield fit(label, kit.cover_field, _LABEL - 8), *shrunk(value, kit.cover_field, width - 4)


@dataclass(frozen=True, slots=True)
class _Fields:
    """Labels with their values on lines, as the front of a box has them."""

    rows: tuple[tuple[str, str, Style], ...]
    style: Style
    width: float
    row_height: float

    @property
    def height(self) -> float:
        return len(self.rows) * self.row_height

    def draw(self, drawing: Drawing, y: float) -> None:
        value_width = self.width - _LABEL - 2 * _INSET
        left = _INSET
        for label, value, style in self.rows:
            baseline = y + self.row_height * 0.62
            drawing.text(left, baseline, label, self.style, align="right", width=_LABEL - 10)
            x = left + _LABEL
            drawing.text(x, baseline, value, style, align="center", width=value_width)
            drawing.rules([(x, baseline + 4, x + value_width, baseline + 4)], 0.5)
            y += self.row_height

    def split(self, room: float) -> None:
        return None


@dataclass(frozen=True, slots=True)
class _List:
    """What an inspection binder holds: one indicator a line, as many as there is room for."""

    caption: str
    lines: tuple[str, ...]
    caption_style: Style
    style: Style
    width: float

    @property
    def height(self) -> float:
        return self.caption_style.leading + len(self.lines) * self.style.leading

    def draw(self, drawing: Drawing, y: float) -> None:
        inset = _INSET
        drawing.text(inset, y + self.caption_style.size, self.caption, self.caption_style)
        y += self.caption_style.leading
        drawing.rules([(inset, y - 2, self.width - inset, y - 2)], THIN)
        for line in self.lines:
            drawing.text(inset, y + self.style.size + 1, line, self.style)
            y += self.style.leading

    def split(self, room: float) -> None:
        return None


def _held(kit: Kit, paper: Paper, room: float) -> _List:
    style, caption_style = kit.styles.body, kit.styles.heading
    width = paper.width - 2 * _INSET
    names = [indicator_name(part) for part in kit.volume.parts if part.kind is PartKind.DIVIDER]
    count = min(_LISTED, int((room - caption_style.leading) // style.leading))
    shown = names if len(names) <= count else names[: count - 1]
    lines = [fit(name, style, width) for name in shown]
    if len(shown) < len(names):
        more = ngettext(
            "and {n} more, see the contents", "and {n} more, see the contents", len(names) - len(shown)
        )
        lines.append(fit(more.format(n=len(names) - len(shown)), style, width))
    hard = sum(name.endswith("★") for name in names)
    caption = _("Indicators in this box: {n}, of which hard (★): {hard}").format(n=len(names), hard=hard)
    return _List(fit(caption, caption_style, width), tuple(lines), caption_style, style, paper.width)


@dataclass(frozen=True, slots=True)
class _Foot:
    """The foot of the cover: when it was made, below the middle of the page, and the QR code at the outer edge."""

    made: str
    style: Style
    mark: Mark
    width: float

    @property
    def height(self) -> float:
        return self.mark.height

    def draw(self, drawing: Drawing, y: float) -> None:
        self.mark.draw(drawing, y)
        baseline = y + self.mark.height - self.style.size
        drawing.text(0, baseline, self.made, self.style, align="center", width=self.width)

    def split(self, room: float) -> None:
        return None


def _made(kit: Kit) -> str:
    return kit.styles.body.typeface.prepared(date_text(kit.volume.as_of))
