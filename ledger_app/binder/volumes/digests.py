"""What decides how a page looks, as digests: pages whose digest is the same need not be printed again."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace

from ledger_app.binder.model import IndicatorPart
from ledger_app.binder.renditions.model import Rendition
from ledger_app.binder.volumes.model import (
    Entry,
    Ordering,
    PageKind,
    Part,
    PartKind,
    PlannedPage,
    PrintedPage,
    PrintedVolume,
    PrintStyle,
    Volume,
)
from ledger_app.core.journal import canonical


def form_digests(volume: Volume, style: PrintStyle) -> dict[str, str]:
    """Return, by the key of each drawn part, a digest of all that it says but for the day and the journal's head.

    A new day alone makes no page worth printing again. The closing sheet speaks of the whole binder: it changes
    with any of its contents, so that it carries the head of the journal that belongs to them.
    """
    return {
        part.key: _digest(_said(volume, part, style))
        for part in volume.parts
        if part.kind is not PartKind.ITEM
    }


def _said(volume: Volume, part: Part, style: PrintStyle) -> list[object]:
    said: list[object] = [volume.key, part.kind, part.title, part.page_count, style.binding_mm]
    said += [volume.title, volume.number, volume.year, volume.fonds, volume.fonds_name]
    said += [_lines(volume, part.entries), part.indicator and asdict(_asked(part.indicator))]
    if part.kind is not PartKind.DIVIDER:  # they state what the pages of the binder add up to
        said += [volume.fields, volume.width, volume.pages_saved, style.is_duplex]
        said.append(sorted(Counter(page.kind for page in volume.pages).items()))
    if part.kind is PartKind.CATALOGUE:
        said.append(style.columns)
    if part.kind is PartKind.CLOSING:
        said += [[p.key, p.page_count, p.sha256, _lines(volume, p.entries)] for p in volume.parts]
        said.append([[one.item, one.sha256, one.page] for p in volume.parts for one in p.pictures])
        said.append([[page.part, page.label] for page in volume.pages])
        said += [volume.notes, style.columns]
    return said


def _asked(indicator: IndicatorPart) -> IndicatorPart:
    """Return what an indicator asks; its files stand in the lines."""
    requirements = tuple(replace(one, files=()) for one in indicator.requirements)
    return replace(indicator, requirements=requirements, files=())


def _lines(volume: Volume, entries: Sequence[Entry]) -> list[dict[str, object]]:
    """Return lines as they stand in a list; those for inspectors have no archive number."""
    has_numbers = volume.ordering is Ordering.BOX
    return [asdict(entry) | ({} if has_numbers else {"archive_number": ""}) for entry in entries]


def printed(volume: Volume, renditions: Mapping[int, Rendition], style: PrintStyle) -> PrintedVolume:
    """Return what stands on each page of a binder whose pages are numbered."""
    digests = form_digests(volume, style)
    stamps = _stamps(volume)
    places = _places(volume)
    pages = tuple(
        PrintedPage(
            label=page.label,
            part=page.part,
            number=places[at],
            code=page.code,
            digest=_page_digest(page, renditions, style, digests, stamps),
            codes=tuple(picture.code for picture in page.pictures),
        )
        for at, page in enumerate(volume.pages)
    )
    return PrintedVolume(
        volume.key,
        volume.title,
        volume.head,
        style.is_duplex,
        pages,
        width=volume.width,
        pictures_per_page=style.pictures_per_page,
    )


def _page_digest(
    page: PlannedPage,
    renditions: Mapping[int, Rendition],
    style: PrintStyle,
    digests: Mapping[str, str],
    stamps: Mapping[str, object],
) -> str:
    said: list[object] = [page.kind, page.label, page.code, page.is_right, style.binding_mm]
    if page.kind is PageKind.FORM:
        said.append(digests[page.part])
    elif page.kind is PageKind.ITEM and page.item is not None:
        rendition = renditions[page.item]
        shape = rendition.shapes[page.number - 1]
        said += [page.sha256, page.number, rendition.how, rendition.reason, rendition.detail, rendition.words]
        said += [round(shape.width, 1), round(shape.height, 1)]
        if page.number == 1:
            said.append(stamps.get(page.part))
    elif page.pictures:
        said += [[one.code, one.title, one.date, renditions[one.item].alone] for one in page.pictures]
    return _digest(said)


def _stamps(volume: Volume) -> dict[str, object]:
    """Return what the archival stamp on an item's first page says, by the key of its part (DA/T 22-2015 5.4.2)."""
    if volume.ordering is not Ordering.BOX or volume.box is None:
        return {}
    numbers = {filed.item: filed.number for filed in volume.box.items}
    series = [volume.fonds, volume.box.year, volume.box.retention, volume.box.office]
    return {
        part.key: [*series, numbers.get(part.item), part.page_count, part.original_pages]
        for part in volume.parts
        if part.item is not None
    }


def _places(volume: Volume) -> list[int]:
    """Return each page's place in its part; the blank page behind a part is its next one."""
    counts: Counter[str] = Counter()
    places = []
    for page in volume.pages:
        counts[page.part] += 1
        places.append(counts[page.part])
    return places


def _digest(said: object) -> str:
    return hashlib.sha256(canonical(said).encode("utf-8", "surrogatepass")).hexdigest()[:32]
