"""Page numbers of binders: labels, blank pages, codes, what the lists say of them, and cross-references."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from ledger_app.binder.volumes import labels
from ledger_app.binder.volumes.codes import form_code, item_code
from ledger_app.binder.volumes.digests import form_digests
from ledger_app.binder.volumes.leading import first_pages
from ledger_app.binder.volumes.model import (
    Entry,
    EntryKind,
    PageKind,
    Part,
    PartKind,
    PlannedPage,
    PrintedVolume,
    PrintStyle,
    Volume,
)
from ledger_app.core.i18n import _


@dataclass(frozen=True, slots=True)
class Sum:
    """The pages of a binder by where they come from, and the sheets of paper that they take."""

    forms: int
    items: int
    blanks: int
    sheets: int

    @property
    def total(self) -> int:
        return self.forms + self.items + self.blanks


@dataclass(frozen=True, slots=True)
class _Home:
    """Where an item's paper is: the binder, the indicator it lies under, its number there, and its first page.

    `is_shared`: that page has other pictures on it too.
    """

    volume: Volume
    code: str
    number: int
    part: str
    label: str
    pages: int
    is_shared: bool


def numbered(
    volumes: Sequence[Volume],
    counts: Mapping[tuple[str, str], int],
    before: Mapping[str, PrintedVolume],
    style: PrintStyle,
) -> tuple[Volume, ...]:
    """Return binders with their pages: labels, codes, blank pages, and lists that know them.

    `counts` are the pages of drawn parts by (key of the volume, key of the part); those of an item stand in its
    part. `before` are the binders as they were printed last, by their key: their pages keep their labels; one
    that is not there is numbered from 1.
    """
    counted = [_counted(volume, counts) for volume in volumes]
    paged = [_paged(volume, before.get(volume.key), style) for volume in counted]
    homes = dict(home for volume in paged for home in _homes(volume))
    return tuple(_coded(_listed(volume, homes, style), style) for volume in paged)


def summed(volume: Volume, style: PrintStyle) -> Sum:
    """Return the pages of a binder by where they come from."""
    kinds = [page.kind for page in volume.pages]
    sheets = -(-len(kinds) // 2) if style.is_duplex else len(kinds)
    forms, items, blanks = (kinds.count(k) for k in (PageKind.FORM, PageKind.ITEM, PageKind.BLANK))
    return Sum(forms, items, blanks, sheets)


def _counted(volume: Volume, counts: Mapping[tuple[str, str], int]) -> Volume:
    parts = (replace(p, page_count=counts.get((volume.key, p.key), p.page_count)) for p in volume.parts)
    return replace(volume, parts=tuple(parts))


def _paged(volume: Volume, before: PrintedVolume | None, style: PrintStyle) -> Volume:
    parts = {part.key: part for part in volume.parts}
    slots = labels.slots({p.key: p.page_count for p in volume.parts}, is_duplex=style.is_duplex)
    if before and before.pages and before.is_duplex == style.is_duplex:
        former = [((page.part, page.number), page.label) for page in before.pages]
        found = labels.continued(former, slots)
    else:
        found = labels.fresh(len(slots))
    pages = (
        _page(parts[key], number, label, is_right=not style.is_duplex or at % 2 == 0)
        for at, ((key, number), label) in enumerate(zip(slots, found, strict=True))
    )
    return replace(volume, pages=tuple(pages))


def _page(part: Part, number: int, label: str, *, is_right: bool) -> PlannedPage:
    is_blank = number > part.page_count
    kind = PageKind.BLANK if is_blank else PageKind.ITEM if part.kind is PartKind.ITEM else PageKind.FORM
    item, sha256 = (part.item, part.sha256) if kind is PageKind.ITEM else (None, None)
    pictures = tuple(one for one in part.pictures if one.page == number)
    return PlannedPage(
        label, part.key, kind, number, is_right, code="", item=item, sha256=sha256, pictures=pictures
    )


def _homes(volume: Volume) -> Iterator[tuple[int, _Home]]:
    """Yield where each item lies that a divider of this binder lists."""
    first, counts = _first_labels(volume), _page_counts(volume)
    shared = {picture.item for part in volume.parts for picture in part.pictures}
    for part in volume.parts:
        if part.kind is not PartKind.DIVIDER:
            continue
        for entry in part.entries:
            if entry.kind is EntryKind.ITEM and entry.item is not None:
                label, pages = first.get(entry.part, ""), counts.get(entry.part, 0)
                is_shared = entry.item in shared
                yield (
                    entry.item,
                    _Home(volume, _code(part), entry.number, entry.part, label, pages, is_shared),
                )


def _first_labels(volume: Volume) -> dict[str, str]:
    return {key: volume.pages[at].label for key, at in first_pages(volume).items()}


def _page_counts(volume: Volume) -> dict[str, int]:
    """Return the pages of what lines lead to; a page that pictures share is counted with the first of them."""
    counts = {part.key: part.page_count for part in volume.parts if not part.pictures}
    for page in volume.pages:
        counts |= {picture.key: int(n == 0) for n, picture in enumerate(page.pictures)}
    return counts


def _listed(volume: Volume, homes: Mapping[int, _Home], style: PrintStyle) -> Volume:
    """Return the binder with lists that say on which page things stand."""
    first, counts = _first_labels(volume), _page_counts(volume)
    parts, saved = [], 0
    for part in volume.parts:
        entries = tuple(_entry(entry, part, volume, first, counts, homes) for entry in part.entries)
        parts.append(replace(part, entries=entries))
        if part.kind is PartKind.DIVIDER:
            saved += _saved(part, volume, homes, style)
    return replace(volume, parts=tuple(parts), pages_saved=saved)


def _entry(
    entry: Entry,
    part: Part,
    volume: Volume,
    first: Mapping[str, str],
    counts: Mapping[str, int],
    homes: Mapping[int, _Home],
) -> Entry:
    if entry.kind is EntryKind.ITEM:
        return replace(entry, label=first.get(entry.part, ""), page_count=counts.get(entry.part, 0))
    home = homes.get(entry.item) if entry.item is not None else None
    if entry.kind is EntryKind.GAP or home is None:
        return entry
    is_here = home.volume.key == volume.key
    see = _see(home, is_here=is_here, is_own=is_here and home.code == _code(part))
    return replace(entry, part=home.part if is_here else "", label=home.label, see=see)


def _saved(part: Part, volume: Volume, homes: Mapping[int, _Home], style: PrintStyle) -> int:
    """Return the pages of what a divider only refers to: they would be copies, and pictures would share pages."""
    referred = {e.item for e in part.entries if e.kind is EntryKind.REFERENCE and e.item is not None}
    found = [homes[item] for item in referred if item in homes]
    away = [home for home in found if (home.volume.key, home.code) != (volume.key, _code(part))]
    shared = sum(home.is_shared for home in away)
    return sum(home.pages for home in away if not home.is_shared) + -(-shared // style.pictures_per_page)


def _see(home: _Home, *, is_here: bool, is_own: bool) -> str:
    if is_own:
        return _("no. {number}, page {page}").format(number=home.number, page=home.label)
    if is_here:
        return _("indicator {code}, no. {number}, page {page}").format(
            code=home.code, number=home.number, page=home.label
        )
    return _("box {box}, indicator {code}, no. {number}, page {page}").format(
        box=home.volume.number, code=home.code, number=home.number, page=home.label
    )


def _code(part: Part) -> str:
    return part.indicator.code if part.indicator else ""


def _coded(volume: Volume, style: PrintStyle) -> Volume:
    """Return the binder with the short code of every page."""
    digests = form_digests(volume, style)
    pages = (
        replace(
            page,
            code=_page_code(volume, page, digests),
            pictures=tuple(
                replace(one, code=item_code(item=one.item, sha256=one.sha256, page=1))
                for one in page.pictures
            ),
        )
        for page in volume.pages
    )
    return replace(volume, pages=tuple(pages))


def _page_code(volume: Volume, page: PlannedPage, digests: Mapping[str, str]) -> str:
    if page.pictures:
        return ""
    if page.item is not None:
        return item_code(item=page.item, sha256=page.sha256, page=page.number)
    digest = digests[page.part] if page.kind is PageKind.FORM else ""
    return form_code(volume=volume.key, part=page.part, page=page.number, digest=digest)
