"""The divider of an indicator: what is asked, how it is scored, who is responsible, what is held and what is missing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ledger_app.binder.blocks import Lines, Table
from ledger_app.binder.drawing import MM, Drawing, Style
from ledger_app.binder.forms.frames import Label, pieces
from ledger_app.binder.forms.marks import QR_SIDE, Mark, mark
from ledger_app.binder.forms.sheets import Kit, Leaf, Paper, fit, flowed, upright
from ledger_app.binder.forms.tables import (
    band,
    entry_blocks,
    evidence_table,
    gap_band,
    squeezed,
)
from ledger_app.binder.model import IndicatorPart
from ledger_app.binder.paging import Block, Content
from ledger_app.binder.volumes.model import Entry, EntryKind, Part
from ledger_app.binder.words import items_text, points_text
from ledger_app.core.i18n import _

_GAP = 5 * MM
_LABEL = 24 * MM


def divider(kit: Kit, part: Part) -> list[Leaf]:
    """Return the pages of a divider; a long scoring rule flows onto the next."""
    paper = upright(kit.style)
    indicator = part.indicator
    blocks = [Block(_title(kit, part, paper))]
    if indicator is not None:
        blocks.extend(_facts(kit, indicator, paper))
    table = evidence_table(kit, paper)
    head = table.head()
    heading = kit.lines(_("Evidence held"), kit.styles.section, paper.width)
    blocks.append(Block(heading, keeps=True, before=10))
    blocks.append(Block(head, keeps=True, before=3))
    blocks.extend(_evidence(kit, part, table, head))
    return flowed(blocks, kit, paper, part.title)


@dataclass(frozen=True, slots=True)
class _Title:
    """The head of a divider: path, code and name, marks, and the QR code beside them."""

    path: Lines
    code: str
    code_style: Style
    name: Lines
    marks: str
    marks_style: Style
    mark: Mark

    @property
    def height(self) -> float:
        return max(self._text_height, self.mark.height) + 2 * MM

    @property
    def _text_height(self) -> float:
        return (
            self.path.height + self.code_style.leading + self.name.height + self.marks_style.leading + 3 * MM
        )

    def draw(self, drawing: Drawing, y: float) -> None:
        self.mark.draw(drawing, y)
        self.path.draw(drawing, y)
        y += self.path.height + self.code_style.leading
        drawing.text(0, y - self.code_style.leading * 0.25, self.code, self.code_style)
        self.name.draw(drawing, y)
        y += self.name.height + 3 * MM
        drawing.text(0, y + self.marks_style.size, self.marks, self.marks_style)

    def split(self, room: float) -> None:
        return None


def _title(kit: Kit, part: Part, paper: Paper) -> _Title:
    width = paper.width - QR_SIDE - _GAP
    indicator = part.indicator
    code_style = Style(kit.faces.hei, 26, 36)
    name_style = Style(kit.faces.hei, 17, 25)
    path = _(" › ").join(indicator.path) if indicator else ""
    name = part.title.removeprefix(indicator.code).strip() if indicator else part.title
    marks = "\u3000".join(_marks(indicator)) if indicator else ""
    return _Title(
        path=_most(kit.lines(path, kit.styles.small, width), 3),
        code=fit(indicator.code, code_style, width) if indicator else "",
        code_style=code_style,
        name=_most(kit.lines(name, name_style, width), 8),
        marks=fit(marks, kit.styles.section, width) if marks else "",
        marks_style=kit.styles.section,
        mark=mark(kit, part, paper.width - QR_SIDE),
    )


def _most(lines: Lines, count: int) -> Lines:
    """Return a paragraph of no more lines than this: the rest stands in full in the table of contents."""
    if len(lines.lines) <= count:
        return lines
    kept = (*lines.lines[: count - 1], lines.lines[count - 1][:-1] + "…")
    return Lines(kept, lines.style, lines.x, lines.width, lines.align)


def _marks(indicator: IndicatorPart) -> Iterator[str]:
    if indicator.is_hard:
        yield _("★ Hard")
    if indicator.is_bonus:
        yield _("Bonus")
    if indicator.points is not None:
        yield points_text(indicator.points)


def _facts(kit: Kit, indicator: IndicatorPart, paper: Paper) -> Iterator[Block]:
    facts = [
        (_("Responsible"), _(", ").join(indicator.units)),
        (_("Scoring"), indicator.scoring.strip()),
    ]
    style = kit.styles.small_head
    for text, value in facts:
        continued = squeezed(text + _("(cont.)"), style, _LABEL - 4)
        label = Label(squeezed(text, style, _LABEL - 4), continued, style, _LABEL)
        lines = kit.lines(value or "—", kit.styles.body, paper.width - _LABEL - 4 * MM, x=_LABEL + 2 * MM)
        for piece in pieces(lines, paper.width, above=3, below=3, label=label):
            yield Block(piece)


def _evidence(kit: Kit, part: Part, table: Table, head: Content) -> Iterator[Block]:
    """Yield the lines by requirement, in the scheme's order; what has no line is a gap."""
    indicator = part.indicator
    is_hard = bool(indicator and indicator.is_hard)
    asked = [r.text for r in indicator.requirements] if indicator else []
    groups: dict[str, list[Entry]] = {text: [] for text in asked}
    for entry in part.entries:
        groups.setdefault(entry.requirement, []).append(entry)
    loose = groups.pop("", [])
    for text, entries in groups.items():
        held = [e for e in entries if e.kind is not EntryKind.GAP]
        note = items_text(len(held)) if held else ""
        yield Block(band(table, text, note, kit.styles.small_head), keeps=True, head=head)
        yield from _lines(kit, table, entries, text, head, is_hard=is_hard)
    if loose and groups:
        text = _("Not assigned to a certain requirement")
        note = items_text(len(loose))
        yield Block(band(table, text, note, kit.styles.small_head), keeps=True, head=head)
    if loose or not groups:
        yield from _lines(kit, table, loose, "", head, is_hard=is_hard)


def _lines(
    kit: Kit, table: Table, entries: list[Entry], requirement: str, head: Content, *, is_hard: bool
) -> Iterator[Block]:
    if not entries:
        yield Block(gap_band(kit, table, "", is_hard=is_hard), head=head)
    for entry in entries:
        if entry.kind is EntryKind.GAP:
            what = "" if entry.title in ("", requirement) else entry.title
            yield Block(gap_band(kit, table, what, is_hard=is_hard), head=head)
        else:
            yield from entry_blocks(kit, table, entry, head)
