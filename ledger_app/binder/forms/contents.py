"""The table of contents of a box (盒内目录, 迎检目录) and its catalogue 归档文件目录."""

from __future__ import annotations

from collections.abc import Iterator

from ledger_app.binder.blocks import Table
from ledger_app.binder.forms.sheets import Kit, Leaf, Paper, across, flowed, office_of, upright, year_text
from ledger_app.binder.forms.tables import (
    band,
    entry_blocks,
    evidence_table,
    fixed_row,
    leading,
    stretched,
    sums_grid,
    sums_sentence,
    total_band,
)
from ledger_app.binder.paging import Block, Content
from ledger_app.binder.volumes.model import Entry, EntryKind, Ordering, Part, PartKind, Volume
from ledger_app.binder.words import retention_name
from ledger_app.core.i18n import _

REMARK_LINES = 2
"""A remark of more lines is given as `*` and told in full on the closing sheet (DA/T 22-2015)."""


def contents(kit: Kit, part: Part) -> list[Leaf]:
    """Return the table of contents; its first page states what the binder adds up to."""
    paper = upright(kit.style)
    by_indicator = kit.volume.ordering is Ordering.INDICATOR
    title = _("Inspection Index") if by_indicator else _("Contents of the Box")
    table = evidence_table(kit, paper)
    head = table.head()
    blocks = [*_opening(kit, paper, title), *_sums(kit, paper), Block(head, keeps=True, before=8)]
    dividers = {p.key: p for p in kit.volume.parts if p.kind is PartKind.DIVIDER}
    entries = part.entries or tuple(e for d in dividers.values() for e in _listed(d))
    for entry in entries:
        if entry.part in dividers and entry.kind is EntryKind.ITEM:
            blocks.append(_divider_band(kit, table, entry, dividers[entry.part], head))
        else:
            blocks.extend(entry_blocks(kit, table, entry, head))
    _hold_last(blocks)
    held = [e for e in entries if e.part not in dividers]
    blocks.append(Block(total_band(kit, table, held), head=head))
    return flowed(blocks, kit, paper, title)


def catalogue(kit: Kit, part: Part) -> list[Leaf]:
    """Return 归档文件目录: nine columns across (DA/T 22-2015 5.5.2), or the seven of DA/T 22-2000 upright."""
    is_old = kit.style.columns == 7
    paper = upright(kit.style) if is_old else across(kit.style)
    title = _("Index of Archived Documents")
    table = catalogue_table(kit, paper)
    head = table.head()
    blocks = list(_opening(kit, paper, title))
    if not any(p.kind is PartKind.CONTENTS for p in kit.volume.parts):
        blocks.extend(_sums(kit, paper))
    blocks.append(Block(head, keeps=True, before=8))
    for entry in part.entries:
        row = fixed_row(table, _catalogue_cells(kit, table, entry), fixed=(0,) if is_old else (0, 7))
        blocks.append(Block(leading(kit, row, entry.part, table), head=head))
    _hold_last(blocks)
    blocks.append(Block(total_band(kit, table, part.entries), head=head))
    return flowed(blocks, kit, paper, title)


def catalogue_table(kit: Kit, paper: Paper) -> Table:
    """Return the table of the catalogue in the columns of the print style."""
    if kit.style.columns == 7:
        columns = [
            (_("Item no."), 11, "center"),
            (_("Issuer"), 27, "left"),
            (_("Document number"), 32, "left"),
            (_("Title"), 0, "left"),
            (_("Date"), 17, "center"),
            (_("Page count"), 12, "center"),
            (_("Remarks"), 20, "left"),
        ]
        return Table(stretched(columns, paper.width, 3), 0.0, kit.styles.small, kit.styles.small_head)
    columns = [
        (_("No."), 11, "center"),
        (_("Archive number"), 48, "left"),
        (_("Document number"), 34, "left"),
        (_("Issuer"), 33, "left"),
        (_("Title"), 0, "left"),
        (_("Date"), 19, "center"),
        (_("Secrecy"), 15, "center"),
        (_("Page count"), 12, "center"),
        (_("Remarks"), 24, "left"),
    ]
    return Table(stretched(columns, paper.width, 4), 0.0, kit.styles.small, kit.styles.small_head)


def long_remarks(kit: Kit) -> list[tuple[Entry, str]]:
    """Return the entries of catalogues whose remark does not fit there, with the remark."""
    table = catalogue_table(kit, upright(kit.style) if kit.style.columns == 7 else across(kit.style))
    return [
        (entry, entry.remark)
        for part in kit.volume.parts
        if part.kind is PartKind.CATALOGUE
        for entry in part.entries
        if is_long(table, entry.remark)
    ]


def is_long(table: Table, remark: str) -> bool:
    """Return whether a remark is too long for the last column."""
    style, width = table.style, table.columns[-1].width - 6
    return len(style.typeface.wrap(remark, width, style.size)) > REMARK_LINES


def _catalogue_cells(kit: Kit, table: Table, entry: Entry) -> tuple[str, ...]:
    remark = "*" if is_long(table, entry.remark) else entry.remark
    pages = str(entry.page_count) if entry.page_count else ""
    if kit.style.columns == 7:
        return (
            str(entry.number),
            entry.issuer,
            entry.document_number,
            entry.title,
            entry.date,
            pages,
            remark,
        )
    return (
        str(entry.number),
        entry.archive_number,
        entry.document_number,
        entry.issuer,
        entry.title,
        entry.date,
        entry.secrecy,
        pages,
        remark,
    )


def _opening(kit: Kit, paper: Paper, title: str) -> Iterator[Block]:
    yield Block(kit.lines(title, kit.form_title, paper.width, align="center"), keeps=True)
    text = "\u3000\u3000".join(
        _("{label}: {value}").format(label=label, value=value or "________")
        for label, value in place_fields(kit)
    )
    yield Block(kit.lines(text, kit.styles.small, paper.width), keeps=True, before=4)


def place_fields(kit: Kit) -> list[tuple[str, str]]:
    """Return what says where a list belongs; nothing that depends on page numbers."""
    volume, box = kit.volume, kit.volume.box
    fields = [(_("Fonds number"), volume.fonds), (_("Fonds name"), volume.fonds_name)]
    fields.append((_("Year"), str(volume.year)))
    if box is not None:
        fields.append((_("Retention period"), retention_name(box.retention)))
        fields.append((_("Office (function)"), office_of(volume)))
    fields.append((_("Box number"), str(volume.number)))
    return fields


def series_of(volume: Volume) -> list[str]:
    """Return what sets the files of a box apart: year, retention period, office."""
    box = volume.box
    found = [year_text(volume)]
    return found if box is None else [*found, retention_name(box.retention), office_of(volume)]


def _sums(kit: Kit, paper: Paper) -> Iterator[Block]:
    yield Block(sums_grid(kit, paper.width, per_row=8 if paper.is_across else 4), keeps=True, before=4)
    yield Block(
        kit.one_line(sums_sentence(kit), kit.styles.small, paper.width, align="center"), keeps=True, before=3
    )


def _listed(divider: Part) -> list[Entry]:
    """Return a divider and its lines as entries of the contents."""
    heading = Entry(EntryKind.ITEM, 0, divider.key, divider.title)
    return [heading, *divider.entries]


def _divider_band(kit: Kit, table: Table, entry: Entry, divider: Part, head: Content) -> Block:
    page = kit.page(divider.key, 1)
    label = entry.label or (page.label if page else "")
    text = entry.title or divider.title
    if divider.indicator and divider.indicator.is_hard:
        text += " ★"
    note = _("page {label}").format(label=label) if label else ""
    made = band(table, text, note, kit.styles.small_head)
    return Block(leading(kit, made, divider.key, table), keeps=True, head=head)


def indicator_name(part: Part) -> str:
    """Return a divider's code and name with its mark."""
    indicator = part.indicator
    if indicator is None:
        return part.title
    return f"{indicator.code} {indicator.name}".strip() + (" ★" if indicator.is_hard else "")


def _hold_last(blocks: list[Block]) -> None:
    """Let the last line stay with the total below it, which never stands alone on a page."""
    last = blocks[-1]
    blocks[-1] = Block(last.content, keeps=True, head=last.head, before=last.before)
