"""The table of contents of a box (盒内目录, 迎检目录) and its catalogue 归档文件目录."""

from __future__ import annotations

from collections.abc import Iterator

from ledger_app.binder.blocks import Lines, Table
from ledger_app.binder.catalogues import catalogue_cells, catalogue_table, is_long
from ledger_app.binder.forms.sheets import Kit, Leaf, Paper, across, flowed, office_of, upright, year_text
from ledger_app.binder.forms.tables import (
    band,
    entry_blocks,
    evidence_table,
    fixed_row,
    leading,
    sums_grid,
    sums_sentence,
    total_band,
)
from ledger_app.binder.model import IndexRow
from ledger_app.binder.paging import Block, Content
from ledger_app.binder.volumes.model import Entry, EntryKind, Ordering, Part, PartKind, Volume
from ledger_app.binder.words import retention_name
from ledger_app.core.i18n import _


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
    columns = kit.style.columns
    paper = _catalogue_paper(kit)
    title = _("Index of Archived Documents")
    rows = [_row(entry) for entry in part.entries]
    table = catalogue_table(columns, kit.styles, paper.width, rows)
    head = table.head()
    blocks = list(_opening(kit, paper, title))
    if not any(p.kind is PartKind.CONTENTS for p in kit.volume.parts):
        blocks.extend(_sums(kit, paper))
    blocks.append(Block(head, keeps=True, before=8))
    for entry, line in zip(part.entries, rows, strict=True):
        cells = catalogue_cells(columns, line, table)
        row = fixed_row(table, cells, fixed=(0, columns - 2))
        blocks.append(Block(leading(kit, row, entry.part, table), head=head))
    _hold_last(blocks)
    blocks.append(Block(total_band(kit, table, part.entries), head=head))
    return flowed(blocks, kit, paper, title)


def long_remarks(kit: Kit) -> list[IndexRow]:
    """Return the lines of catalogues whose remark does not fit there."""
    table = catalogue_table(kit.style.columns, kit.styles, _catalogue_paper(kit).width)
    rows = [_row(e) for p in kit.volume.parts if p.kind is PartKind.CATALOGUE for e in p.entries]
    return [row for row in rows if is_long(table, row.remark)]


def _catalogue_paper(kit: Kit) -> Paper:
    return upright(kit.style) if kit.style.columns == 7 else across(kit.style)


def _row(entry: Entry) -> IndexRow:
    return IndexRow(
        number=entry.number,
        archive_number=entry.archive_number,
        document_number=entry.document_number,
        issuer=entry.issuer,
        title=entry.title,
        date=entry.date,
        secrecy=entry.secrecy,
        pages=entry.stated_pages,
        remark=entry.remark,
    )


def _opening(kit: Kit, paper: Paper, title: str) -> Iterator[Block]:
    yield Block(kit.lines(title, kit.form_title, paper.width, align="center"), keeps=True)
    yield Block(place_lines(kit, paper), keeps=True, before=4)


def place_lines(kit: Kit, paper: Paper) -> Lines:
    """Return where a list belongs, as fields side by side; no field is parted from its label."""
    style = kit.styles.small
    lines: list[str] = []
    for label, value in _place_fields(kit):
        field = style.typeface.prepared(_("{label}: {value}").format(label=label, value=value or "________"))
        joined = f"{lines[-1]}\u3000\u3000{field}" if lines else field
        if lines and style.typeface.width(joined, style.size) <= paper.width:
            lines[-1] = joined
        else:
            lines.extend(style.typeface.wrap(field, paper.width, style.size))
    return Lines(tuple(lines), style, 0.0, paper.width)


def _place_fields(kit: Kit) -> list[tuple[str, str]]:
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
    return [heading, *divider.lines]


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
