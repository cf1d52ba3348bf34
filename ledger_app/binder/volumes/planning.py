"""Which binders there are and what lies in each: by box for the shelf, by indicator for inspectors."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

from ledger_app.audit.model import Audit
from ledger_app.binder import shelving
from ledger_app.binder.indexes import index_rows, inspection_index
from ledger_app.binder.model import IndexRow, IndicatorPart
from ledger_app.binder.renditions.model import How, Rendition
from ledger_app.binder.volumes import selecting
from ledger_app.binder.volumes.cutting import Chunk, Cut, cut, lying
from ledger_app.binder.volumes.listing import listed, noticed, original_pages
from ledger_app.binder.volumes.model import (
    Entry,
    EntryKind,
    Ordering,
    Part,
    PartKind,
    PrintedVolume,
    PrintStyle,
    Volume,
)
from ledger_app.binder.volumes.selecting import Selection
from ledger_app.binder.volumes.sharing import Papers, Sharing, homes, key_of, page_count, papers, pictures
from ledger_app.binder.words import points_text, retention_name, secrecy_name, visible
from ledger_app.core import anchors
from ledger_app.core.database import Database
from ledger_app.core.i18n import _
from ledger_app.evidence import links
from ledger_app.scheme import schemes
from ledger_app.vault import filings
from ledger_app.vault.boxing import Paper, thickness, width_for
from ledger_app.vault.model import ArchiveNumber, Box


def items_of(db: Database, *, ordering: Ordering, only: Sequence[str] = ()) -> tuple[int, ...]:
    """Return the items whose pages must be known to plan these binders, in order.

    `only` are boxes (`3`, `box:3`), or indicators and sections; empty: all. Where whole inspection boxes are
    chosen, those are the pages of all: what lies before decides where the others begin. Items that are not
    public are no part of inspection boxes. Raises `unknown-box`, `unknown-selection`.
    """
    if ordering is Ordering.BOX:
        boxes = selecting.boxes(shelving.boxes(db), only)
        return tuple(filed.item for box in boxes for filed in box.items)
    wanted = selecting.indicators(schemes.current(db), only)
    withheld = _withheld(db)
    linked = dict.fromkeys(k.item for k in links.links(db) if k.indicator in wanted.ids)
    return tuple(item for item in linked if item not in withheld)


def plan(
    db: Database,
    audit: Audit,
    *,
    ordering: Ordering,
    only: Sequence[str] = (),
    renditions: Mapping[int, Rendition],
    style: PrintStyle,
    as_of: date,
    before: Mapping[str, PrintedVolume] | None = None,
) -> tuple[Volume, ...]:
    """Return the binders with their parts and lists; pages are not numbered yet, and `chosen` not applied.

    `before` are binders as they were printed last, by their key: what lies in an inspection box stays there, and
    only what is new is put beside it. Without it boxes are cut anew, by category, and where one gets thicker than
    50 mm. What is chosen by indicators or sections is a binder of its own that has all of its evidence in it.
    """
    common = _Common(db, as_of)
    if ordering is Ordering.BOX:
        return _shelf(db, common, selecting.boxes(shelving.boxes(db), only), renditions)
    wanted = selecting.indicators(schemes.current(db), only)
    parts = inspection_index(db, audit, as_of=as_of).indicators
    if wanted.codes:
        codes = set(map(visible, wanted.codes))
        parts = tuple(part for part in parts if part.code in codes)
    under = listed(parts, renditions, _withheld(db))
    paper = filings.paper(db)
    former = {key: volume for key, volume in (before or {}).items() if key.startswith(_prefix(wanted))}
    photos = {item for item, made in renditions.items() if made.alone is not None}
    sharing = Sharing(photos, homes(former.values(), style))
    found = cut(under, style=style, sheet_mm=paper.sheet_mm, lies=lying(former), sharing=sharing)
    made = (_inspected(common, one, renditions, wanted, sharing, style) for one in found)
    return tuple(_kept_wide(volume, former.get(volume.key)) for volume in made)


def _kept_wide(volume: Volume, before: PrintedVolume | None) -> Volume:
    """Return a binder that stays in the box it lies in, unless it needs a wider one."""
    return replace(volume, width=max(volume.width, before.width)) if before and before.pages else volume


def _prefix(wanted: Selection) -> str:
    """Return what the keys of these binders begin with."""
    return f"extract:{wanted.digest}:" if wanted.codes else "indicators:"


def chosen(db: Database, volumes: Sequence[Volume], only: Sequence[str]) -> tuple[Volume, ...]:
    """Return those of planned binders that were asked for; raises `unknown-box`.

    Where whole inspection boxes are, all are planned and numbered first: cross-references lead into the others.
    """
    if not volumes or volumes[0].ordering is Ordering.BOX:
        return tuple(volumes)
    return selecting.chosen_volumes(volumes, selecting.indicators(schemes.current(db), only))


class _Common:
    """What all binders of an archive have in common."""

    def __init__(self, db: Database, as_of: date) -> None:
        self.as_of = as_of
        self.head = anchors.head(db)
        self.year = int(str(db.setting("year")))
        self.title = visible(str(db.setting("title", "") or "")) or visible(schemes.current(db).title)
        self.fonds = visible(str(db.setting("fonds", "") or ""))
        self.fonds_name = visible(str(db.setting("fonds_name", "") or ""))
        self.offices = filings.offices(db)


def _shelf(
    db: Database, common: _Common, boxes: Iterable[Box], renditions: Mapping[int, Rendition]
) -> tuple[Volume, ...]:
    boxes = tuple(boxes)
    given = {
        filed.item: ArchiveNumber(filed.item, box.year, box.retention, box.office, filed.number)
        for box in boxes
        for filed in box.items
    }
    secrecy = {item: secrecy_name(code) for item, code in _withheld(db).items()}
    rows = {
        item: replace(row, secrecy=row.secrecy or secrecy.get(item, ""))
        for item, row in index_rows(db, given).items()
    }
    paper = filings.paper(db)
    return tuple(_boxed(common, _counted(box, renditions, paper), rows, renditions) for box in boxes)


def _counted(box: Box, renditions: Mapping[int, Rendition], paper: Paper) -> Box:
    """Return a box with the pages that nobody counted before they were made; its spine grows until it is printed."""
    if not box.uncounted:
        return box
    items = tuple(
        replace(one, pages=len(renditions[one.item].shapes)) if one.pages is None else one
        for one in box.items
    )
    mm = thickness(items, paper)
    width = box.width if box.is_printed else max(box.width, width_for(mm))
    return replace(box, items=items, thickness=mm, width=width)


def _boxed(
    common: _Common, box: Box, rows: Mapping[int, IndexRow], renditions: Mapping[int, Rendition]
) -> Volume:
    entries, items = [], []
    for filed in box.items:
        row, rendition = rows[filed.item], renditions[filed.item]
        key = f"item:{filed.item}"
        entries.append(
            Entry(
                kind=EntryKind.ITEM,
                number=filed.number,
                part=key,
                title=row.title,
                document_number=row.document_number,
                issuer=row.issuer,
                date=row.date,
                archive_number=row.archive_number,
                secrecy=row.secrecy,
                page_count=len(rendition.shapes),
                remark=noticed(row.remark, rendition),
                item=filed.item,
                original_pages=original_pages(row.pages, rendition),
            )
        )
        items.append(_item(filed.item, row.title, rendition, row.pages))
    lines = tuple(entries)
    places = [(_("Item {n}").format(n=entry.number), entry) for entry in lines]
    numbers = [filed.number for filed in box.items]
    span = f"{min(numbers)}–{max(numbers)}" if numbers else ""
    office = common.offices.get(box.office, box.office)
    fields = (
        (_("Fonds number"), common.fonds),
        (_("Fonds name"), common.fonds_name),
        (_("Year"), str(box.year)),
        (_("Retention period"), retention_name(box.retention)),
        (_("Office (function)"), visible(office)),
        (_("Item numbers"), span),
        (_("Box number"), str(box.number)),
    )
    name = [str(box.year), retention_name(box.retention), visible(office)]
    return Volume(
        key=box.key,
        number=box.number,
        ordering=Ordering.BOX,
        title=" · ".join(filter(None, name)),
        year=box.year,
        fonds=common.fonds,
        fonds_name=common.fonds_name,
        fields=fields,
        width=box.width,
        thickness=box.thickness,
        parts=(
            Part("cover", PartKind.COVER, _("Cover")),
            Part("catalogue", PartKind.CATALOGUE, _("Index of Archived Documents"), entries=lines),
            Part("contents", PartKind.CONTENTS, _("Contents of the Box"), entries=lines),
            *items,
            Part("closing", PartKind.CLOSING, _("Closing Sheet")),
        ),
        as_of=common.as_of,
        head=common.head,
        box=box,
        notes=(*_notes(places, renditions), *_moved_out(box)),
    )


def _moved_out(box: Box) -> Iterator[str]:
    """Yield what the closing sheet says of numbers that no item has any more (移出)."""
    for one in box.withdrawn:
        reason = visible(one.reason)
        yield _("Item {number} was moved out: {reason}").format(number=one.number, reason=reason)


def _inspected(
    common: _Common,
    found: Cut,
    renditions: Mapping[int, Rendition],
    wanted: Selection,
    sharing: Sharing,
    style: PrintStyle,
) -> Volume:
    parts: list[Part] = []
    lines: list[Entry] = []
    places: list[tuple[str, Entry]] = []
    for chunk in found.chunks:
        divider = _divider(chunk)
        parts.append(divider)
        lines += [Entry(EntryKind.ITEM, 0, divider.key, divider.title), *divider.lines]
        code = chunk.under.part.code
        places += [
            (_("Indicator {code}, no. {number}").format(code=code, number=e.number), e) for e in chunk.entries
        ]
        parts += [_paper(one, renditions, style) for one in papers(chunk.entries, sharing, style)]
    return Volume(
        key=f"{_prefix(wanted)}{found.number}",
        number=found.number,
        ordering=Ordering.INDICATOR,
        title=found.title,
        year=common.year,
        fonds=common.fonds,
        fonds_name=common.fonds_name,
        fields=_fields(common, found),
        width=width_for(found.thickness),
        thickness=found.thickness,
        parts=(
            Part("cover", PartKind.COVER, _("Cover")),
            Part("contents", PartKind.CONTENTS, _("Inspection Index"), entries=tuple(lines)),
            *parts,
            Part("closing", PartKind.CLOSING, _("Closing Sheet")),
        ),
        as_of=common.as_of,
        head=common.head,
        notes=_notes(places, renditions),
    )


def _notes(places: Iterable[tuple[str, Entry]], renditions: Mapping[int, Rendition]) -> tuple[str, ...]:
    """Return what the closing sheet says of files that paper can't show, each by its number: titles may be alike."""
    said = _(
        "{place}, “{title}”, can't be printed; the page in its place says why, and where the original is."
    )
    return tuple(
        said.format(place=place, title=entry.title)
        for place, entry in places
        if entry.kind is EntryKind.ITEM
        and entry.item is not None
        and renditions[entry.item].how is How.NOTICE
    )


def _divider(chunk: Chunk) -> Part:
    indicator = chunk.under.part
    title = f"{indicator.code} {indicator.name}".strip()
    if chunk.of > 1:  # it speaks of what lies here; the others speak of the rest
        here = {entry.requirement for entry in chunk.entries}
        asked = tuple(r for r in indicator.requirements if r.text in here)
        indicator = replace(indicator, requirements=asked)
        title = _("{title} ({number} of {total})").format(title=title, number=chunk.number, total=chunk.of)
    return Part(
        key=f"divider:{indicator.code}",
        kind=PartKind.DIVIDER,
        title=title,
        entries=chunk.entries,
        indicator=indicator,
    )


def _paper(lines: Papers, renditions: Mapping[int, Rendition], style: PrintStyle) -> Part:
    """Return the part of one item, or the sheet that several pictures share."""
    first, *others = lines
    assert first.item is not None
    if not others:
        return _item(first.item, first.title, renditions[first.item])
    contents = {e.item: renditions[e.item].sha256 for e in lines if e.item is not None}
    return Part(
        key=key_of(lines),
        kind=PartKind.ITEM,
        title=first.title,
        level=1,
        page_count=page_count(lines, style),
        pictures=pictures(lines, contents, style),
    )


def _item(item: int, title: str, rendition: Rendition, known: int | None = None) -> Part:
    return Part(
        key=f"item:{item}",
        kind=PartKind.ITEM,
        title=title,
        level=1,
        page_count=len(rendition.shapes),
        item=item,
        sha256=rendition.sha256,
        original_pages=original_pages(known, rendition),
    )


def _fields(common: _Common, found: Cut) -> tuple[tuple[str, str], ...]:
    parts: list[IndicatorPart] = [chunk.under.part for chunk in found.chunks]
    codes = [part.code for part in parts]
    span = codes[0] if len(codes) == 1 else f"{codes[0]}–{codes[-1]}"
    hard = [part for part in parts if part.is_hard]
    return (
        (_("Assessment"), common.title),
        (_("Assessment year"), str(common.year)),
        (_("Category"), found.title),
        (_("Indicators"), span),
        (_("Hard indicators"), str(len(hard))),
        (_("Points"), points_text(round(sum(part.points or 0.0 for part in parts), 4))),
        (_("Requirements without a file"), str(sum(part.gaps for part in _once(parts)))),
    )


def _once(parts: Sequence[IndicatorPart]) -> list[IndicatorPart]:
    return list({part.code: part for part in parts}.values())


def _withheld(db: Database) -> dict[int, str]:
    """Return the items that are not public, each with its 密级: inspectors see them where they are kept."""
    return {item: str(filing.secrecy) for item, filing in filings.filings(db).items() if filing.secrecy}
