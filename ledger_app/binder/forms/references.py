"""The reference sheet (互见) that lies where a copy would lie: which original it stands for and where that is."""

from __future__ import annotations

from dataclasses import dataclass

from ledger_app.binder.blocks import THIN, Lines
from ledger_app.binder.drawing import MM, Drawing, Style
from ledger_app.binder.forms.sheets import Kit, Leaf, flowed, shrunk, upright
from ledger_app.binder.forms.tables import original_at, squeezed
from ledger_app.binder.paging import Block
from ledger_app.binder.volumes.model import Entry, Part
from ledger_app.core.i18n import _

_LABEL = 34 * MM


def reference(kit: Kit, part: Part) -> list[Leaf]:
    """Return a sheet for each original that the part stands for."""
    paper = upright(kit.style)
    title = _("Cross-Reference Sheet")
    blocks: list[Block] = []
    for entry in part.entries:
        heading = kit.lines(title, kit.form_title, paper.width, align="center")
        blocks.append(Block(heading, keeps=True, starts_page=True))
        said, style = shrunk(original_at(entry), Style(kit.faces.hei, 13, 24), paper.width - 4 * MM)
        where = Lines((said,), style, 0.0, paper.width, "center")
        blocks.append(Block(where, keeps=True, before=16))
        for n, (label, value) in enumerate(_fields(entry)):
            lines = kit.lines(value, kit.note, paper.width - _LABEL - 4 * MM, x=_LABEL + 2 * MM)
            caption = squeezed(label, kit.styles.heading, _LABEL - 6)
            row = _Pair(caption, kit.styles.heading, lines, paper.width)
            blocks.append(Block(row, before=0 if n else 16))
    return flowed(blocks, kit, paper, part.title)


def _fields(entry: Entry) -> list[tuple[str, str]]:
    return [
        (_("Title"), entry.title),
        (_("Document number"), entry.document_number),
        (_("Issuer"), entry.issuer),
        (_("Date"), entry.date),
        (_("Archive number"), entry.archive_number),
        (_("Remarks"), entry.remark),
    ]


@dataclass(frozen=True, slots=True)
class _Pair:
    label: str
    label_style: Style
    lines: Lines
    width: float

    @property
    def height(self) -> float:
        return max(self.lines.height, self.lines.style.leading) + 4 * MM

    def draw(self, drawing: Drawing, y: float) -> None:
        height = self.height
        drawing.box(0, y, self.width, height, weight=THIN)
        drawing.rules([(_LABEL, y, _LABEL, y + height)], THIN)
        baseline = y + height / 2 + self.label_style.size * 0.36
        drawing.text(0, baseline, self.label, self.label_style, align="center", width=_LABEL)
        self.lines.draw(drawing, y + 2 * MM)

    def split(self, room: float) -> tuple[_Pair, _Pair] | None:
        parts = self.lines.split(room - 4 * MM)
        return parts and (
            _Pair(self.label, self.label_style, parts[0], self.width),
            _Pair("", self.label_style, parts[1], self.width),
        )
