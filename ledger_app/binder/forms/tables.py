"""The tables of the forms: evidence by line, label and value cells, and the sums that prove a binder whole."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ledger_app.binder.blocks import THIN, Band, Row, Table
from ledger_app.binder.catalogues import stretched
from ledger_app.binder.drawing import MM, Drawing, Style
from ledger_app.binder.forms.sheets import Kit, Leading, Paper, fit, shrunk
from ledger_app.binder.paging import Block, Content
from ledger_app.binder.volumes.model import Entry, EntryKind, PageKind, PartKind, Volume
from ledger_app.binder.words import items_text, pages_text
from ledger_app.core.i18n import _, ngettext

_PADDING = 3.0
_NOTE = 22 * MM


def evidence_table(kit: Kit, paper: Paper) -> Table:
    """Return the table of contents and dividers: 序号, 材料名称, 文号, 发文/形成单位, 日期, 页数, 所在页码, 备注."""
    columns = [
        (_("No."), 8.5, "center"),
        (_("Material"), 0, "left"),
        (_("Document number"), 31.5, "left"),
        (_("Issued or made by"), 24.5, "left"),
        (_("Date"), 16.5, "center"),
        (_("Page count"), 11.5, "center"),
        (_("On page"), 15, "center"),
        (_("Remarks"), 16.6, "left"),
    ]
    return Table(stretched(columns, paper.width, 1), 0.0, kit.styles.small, kit.styles.small_head)


def entry_blocks(kit: Kit, table: Table, entry: Entry, head: Content) -> Iterator[Block]:
    """Yield the line of an entry; a reference is followed by where the original lies, a gap is framed."""
    if entry.kind is EntryKind.GAP:
        yield Block(gap_band(kit, table, entry.title or entry.requirement), head=head)
        return
    is_reference = entry.kind is EntryKind.REFERENCE
    remark = _("; ").join(filter(None, [_("Cross-ref.") if is_reference else "", entry.remark]))
    cells = (
        str(entry.number),
        entry.title,
        entry.document_number,
        entry.issuer,
        entry.date,
        "" if is_reference else str(entry.stated_pages or ""),
        entry.label if entry.part else "",  # that of another box would be taken for one of this
        remark,
    )
    row = leading(kit, fixed_row(table, cells, fixed=(0, 4, 5, 6)), entry.part, table)
    yield Block(row, keeps=is_reference, head=head)
    if is_reference:
        yield Block(leading(kit, _see(kit, table, entry), entry.part, table, is_more=True), head=head)


def leading(kit: Kit, content: Content, target: str, table: Table, *, is_more: bool = False) -> Content:
    """Return a row that leads to a part, if the volume has it."""
    return Leading(content, target, table.x, table.width, is_more) if target in kit.keys else content


def fixed_row(table: Table, cells: Sequence[str], *, fixed: Sequence[int]) -> Row:
    """Return a row in which the cells at `fixed` have one line whatever they say: page labels move nothing."""
    style = table.style
    fitted = [
        squeezed(cell, style, table.columns[n].width - 2 * _PADDING) if n in fixed else cell
        for n, cell in enumerate(cells)
    ]
    return table.row(fitted)


def squeezed(text: str, style: Style, width: float) -> str:
    """Return a text on one line, never empty in height."""
    return fit(text, style, width) if text else ""


def band(table: Table, text: str, note: str, style: Style, *, is_gap: bool = False) -> Band:
    """Return a row across all columns; the room for its note is the same whatever that says."""
    room = table.width - 2 * _PADDING - 4
    lines = style.typeface.wrap(text, room - _NOTE, style.size)
    return Band(table, tuple(lines), fit(note, style, _NOTE - 4), style, is_gap)


def gap_band(kit: Kit, table: Table, text: str, *, is_hard: bool = False) -> Band:
    """Return the framed line of a gap; `text` says what is missing where the line above does not."""
    if text:
        said = _("MISSING: {what}").format(what=text)
    elif is_hard:
        said = _("MISSING (hard indicator): no file has been linked yet")
    else:
        said = _("MISSING: no file has been linked yet")
    return table.band(said, style=kit.styles.small_head, is_gap=True)


def original_at(entry: Entry) -> str:
    """Return the sentence of a cross-reference: where the original lies; empty while that is not known."""
    if not entry.see:
        return ""
    if entry.archive_number:
        return _("The original is at {place} (archive number {number}).").format(
            place=entry.see, number=entry.archive_number
        )
    return _("The original is at {place}.").format(place=entry.see)


def _see(kit: Kit, table: Table, entry: Entry) -> Band:
    line, style = shrunk(original_at(entry), kit.styles.small, table.width - 2 * _PADDING - 4)
    return Band(table, (line,), "", style)


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a form: a small caption above its value, or beside it."""

    caption: str
    value: str


@dataclass(frozen=True, slots=True)
class Grid:
    """Rows of cells of one height with the caption above the value; all are prepared and fitted."""

    rows: tuple[tuple[Cell, ...], ...]
    width: float
    caption: Style
    value: Style
    row_height: float = 11 * MM

    @property
    def height(self) -> float:
        return len(self.rows) * self.row_height

    def draw(self, drawing: Drawing, y: float) -> None:
        for row in self.rows:
            wide = self.width / len(row)
            for n, cell in enumerate(row):
                x = n * wide
                drawing.box(x, y, wide, self.row_height, weight=THIN)
                drawing.text(
                    x, y + self.caption.size + 4, cell.caption, self.caption, align="center", width=wide
                )
                drawing.text(x, y + self.row_height - 5.5, cell.value, self.value, align="center", width=wide)
            y += self.row_height

    def split(self, room: float) -> None:
        return None


@dataclass(frozen=True, slots=True)
class Sums:
    """What a binder adds up to, in pages unless said otherwise."""

    items: int
    forms: int
    evidence: int
    blank: int
    sheets: int
    references: int
    saved: int

    @property
    def pages(self) -> int:
        return self.forms + self.evidence + self.blank


def sums_of(volume: Volume, *, is_duplex: bool) -> Sums:
    """Count a volume; pages are 0 until they are planned."""
    kinds = [page.kind for page in volume.pages]
    pages = len(kinds)
    return Sums(
        items=sum(len(part.items) for part in volume.parts),
        forms=kinds.count(PageKind.FORM),
        evidence=kinds.count(PageKind.ITEM),
        blank=kinds.count(PageKind.BLANK),
        sheets=(pages + 1) // 2 if is_duplex else pages,
        references=sum(p.references for p in volume.parts if p.kind is PartKind.DIVIDER),
        saved=volume.pages_saved,
    )


def sums_grid(kit: Kit, width: float, *, per_row: int = 4) -> Grid:
    """Return the sums of the volume as a table of eight cells."""
    sums = sums_of(kit.volume, is_duplex=kit.style.is_duplex)
    cells = [
        (_("Number of items"), sums.items),
        (_("Pages of evidence"), sums.evidence),
        (_("Pages of forms"), sums.forms),
        (_("Blank pages"), sums.blank),
        (_("Pages in all"), sums.pages),
        (_("Sheets of paper"), sums.sheets),
        (_("Cross-references"), sums.references),
        (_("Pages saved"), sums.saved),
    ]
    wide = width / per_row - 4
    made = [
        Cell(fit(caption, kit.caption, wide), fit(str(value), kit.figure, wide)) for caption, value in cells
    ]
    rows = tuple(tuple(made[n : n + per_row]) for n in range(0, len(made), per_row))
    return Grid(rows, width, kit.caption, kit.figure)


def sums_sentence(kit: Kit) -> str:
    """Return the sum written out, so that anybody can check it with the binder in hand."""
    sums = sums_of(kit.volume, is_duplex=kit.style.is_duplex)
    return _("{evidence} of evidence + {forms} of forms + {blank} blank = {pages}, on {sheets}.").format(
        evidence=pages_text(sums.evidence),
        forms=pages_text(sums.forms),
        blank=pages_text(sums.blank),
        pages=pages_text(sums.pages),
        sheets=ngettext("{n} sheet", "{n} sheets", sums.sheets).format(n=sums.sheets),
    )


def total_band(kit: Kit, table: Table, entries: Sequence[Entry]) -> Band:
    """Return the last line of a list: its items and their pages."""
    held = [e for e in entries if e.kind is EntryKind.ITEM]
    text = _("Total: {items}, {pages}").format(
        items=items_text(len(held)), pages=pages_text(sum(e.page_count for e in held))
    )
    return Band(table, (fit(text, kit.styles.small_head, table.width - 12),), "", kit.styles.small_head)
