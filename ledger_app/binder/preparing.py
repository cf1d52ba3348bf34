"""What is known of a print before its first page is drawn: binders with their pages, and what of them has to be printed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import islice
from pathlib import Path

from ledger_app.audit.model import Audit
from ledger_app.binder.forms.laying import lay_out, missing
from ledger_app.binder.renditions.model import How, Rendition
from ledger_app.binder.renditions.rendering import render
from ledger_app.binder.results import Problem
from ledger_app.binder.volumes import planning, prints
from ledger_app.binder.volumes.digests import printed
from ledger_app.binder.volumes.model import Ordering, PrintedVolume, PrintStyle, Volume
from ledger_app.binder.volumes.paging import numbered
from ledger_app.binder.volumes.reprints import Reprint, reprint
from ledger_app.core.database import Database
from ledger_app.core.errors import LedgerError
from ledger_app.core.progress import Progress
from ledger_app.vault import items as vault_items

_BATCH = 200


@dataclass(frozen=True, slots=True)
class Job:
    """What to print: which order, which of it (`only`, empty: all), and whether only what changed."""

    ordering: Ordering = Ordering.INDICATOR
    only: tuple[str, ...] = ()
    is_changed: bool = False
    style: PrintStyle = field(default_factory=PrintStyle)


@dataclass(frozen=True, slots=True)
class Workshop:
    """Where binders are made: the evidence folder, the folder for pages that were made before, and the day."""

    db: Database
    audit: Audit
    evidence: Path
    cache: Path
    as_of: date
    progress: Progress


@dataclass(frozen=True, slots=True)
class Planned:
    """Everything that is known before the first page is drawn.

    `reprints` and `records` are by the key of a volume; `gone` are records of binders that are no more.
    """

    volumes: tuple[Volume, ...]
    before: Mapping[str, PrintedVolume]
    records: Mapping[str, PrintedVolume]
    reprints: Mapping[str, Reprint]
    gone: tuple[PrintedVolume, ...]
    problems: tuple[Problem, ...]
    missing: tuple[str, ...]


def planned_binders(shop: Workshop, job: Job) -> Planned:
    """Make all files into pages, plan and number the binders, and compare them with what lies on paper."""
    db, style = shop.db, job.style
    before = prints.last(db, job.ordering)
    known = before if job.is_changed else {}
    renditions = _light(shop, planning.items_of(db, ordering=job.ordering, only=job.only), style)
    volumes = planning.plan(
        db,
        shop.audit,
        ordering=job.ordering,
        only=job.only,
        renditions=renditions,
        style=style,
        as_of=shop.as_of,
        before=known,
    )
    if not volumes:
        raise LedgerError("binders-empty")
    counts: dict[tuple[str, str], int] = {}
    for n, volume in enumerate(volumes):
        shop.progress.at("layout", n, len(volumes))
        counts |= {(volume.key, key): count for key, count in lay_out(volume, style).items()}
    every = numbered(volumes, counts, known, style)
    volumes = planning.chosen(db, every, job.only)
    records = {volume.key: printed(volume, renditions, style) for volume in volumes}
    reprints = {key: reprint(known.get(key), record) for key, record in records.items()}
    there = {volume.key for volume in every}
    gone = (
        ()
        if job.only
        else tuple(
            prints.gone(b)
            for key, b in before.items()
            if key not in there and b.pages and not _is_extract(key)
        )
    )
    return Planned(
        volumes=volumes,
        before=before,
        records={key: _noted(record, reprints[key]) for key, record in records.items()},
        reprints=reprints,
        gone=gone,
        problems=_problems(db, volumes, renditions),
        missing=tuple(sorted({c for volume in volumes for c in missing(volume, style)})),
    )


def _noted(record: PrintedVolume, todo: Reprint) -> PrintedVolume:
    """Return the record with the pages that are printed now, where the others lie in the binder already."""
    return record if todo.is_whole else replace(record, printed=todo.pages)


def _light(shop: Workshop, items: Iterable[int], style: PrintStyle) -> dict[int, Rendition]:
    """Make all items into pages, a few at a time, and keep of each page only what planning needs."""
    found: dict[int, Rendition] = {}
    coming = iter(items)
    while batch := list(islice(coming, _BATCH)):
        for item, made in rendered(shop, batch, style).items():
            shapes = tuple(replace(shape, ink=b"") for shape in made.shapes)
            found[item] = replace(made, shapes=shapes)
    return found


def rendered(shop: Workshop, items: Sequence[int], style: PrintStyle) -> dict[int, Rendition]:
    """Return the pages of these items."""
    return render(shop.db, shop.evidence, items, cache=shop.cache, style=style, progress=shop.progress)


def _is_extract(key: str) -> bool:
    return key.startswith("extract:")


def _problems(
    db: Database, volumes: Sequence[Volume], renditions: Mapping[int, Rendition]
) -> tuple[Problem, ...]:
    """Return the files that are not shown, or not by themselves, in the order of the binders."""
    wanted = [item for volume in volumes for part in volume.parts for item in part.items]
    odd = [item for item in wanted if renditions[item].reason]
    paths: dict[int, str] = {}
    for place in vault_items.locations(db, odd):
        paths.setdefault(place.item, place.path)
    return tuple(
        Problem(
            item=item,
            path=paths.get(item, ""),
            reason=renditions[item].reason,
            detail=renditions[item].detail,
            needs_person=renditions[item].how is not How.OWN,
        )
        for item in odd
    )
