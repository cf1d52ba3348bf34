"""Printing binders: planned, made into pages, drawn, bound, checked and recorded, one volume after the other."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO

from ledger_app.binder import shelving
from ledger_app.binder.binder_names import is_file, report_place, spine_place, targets
from ledger_app.binder.binding.binding import bind
from ledger_app.binder.binding.model import Obstacle
from ledger_app.binder.forms.drawing import draw
from ledger_app.binder.forms.model import DrawnForms
from ledger_app.binder.forms.spines import draw_spines
from ledger_app.binder.preparing import Job, Planned, Workshop, planned_binders, rendered
from ledger_app.binder.proving import checking, reporting
from ledger_app.binder.renditions.model import Rendition
from ledger_app.binder.replacements import add_slip, check_pages
from ledger_app.binder.results import Binders, BoundVolume, Draft
from ledger_app.binder.volumes import prints
from ledger_app.binder.volumes.model import (
    Ordering,
    PartKind,
    PrintedVolume,
    PrintStyle,
    Volume,
)
from ledger_app.binder.volumes.paging import summed
from ledger_app.core.database import Changes, Database, changes_of
from ledger_app.core.errors import LedgerError
from ledger_app.core.progress import Progress
from ledger_app.core.saving import disk_error, replacing
from ledger_app.core.scratch import scratch
from ledger_app.search.worker import Pool
from ledger_app.vault import items as vault_items
from ledger_app.vault.boxing import WIDTHS
from ledger_app.vault.model import Box, Status
from ledger_app.vault.names import located


def count_binders(shop: Workshop, job: Job) -> Binders:
    """Return what printing would come to; nothing is written but pages kept for the next time."""
    planned = planned_binders(shop, job)
    volumes = tuple(_told(volume, planned, job) for volume in planned.volumes)
    return _result(job, planned, volumes)


def print_binders(
    shop: Workshop,
    job: Job,
    out: Path,
    *,
    refuse: Callable[[Path], None] = lambda _: None,
    finished: Callable[[BoundVolume], None] = lambda _: None,
) -> Binders:
    """Write the binders as PDFs into the folder `out` (or to it, where it ends in .pdf), and record the print.

    Archive order settles numbers and boxes first. Every PDF is there whole or not at all; `finished` is told of
    each one. What is complete when something fails or the progress is cancelled stays, and is recorded.
    `refuse` raises for a path that must not be written. Raises `binders-not-one`, `binders-empty`,
    `output-unwritable`, `disk-full`, and what planning does.
    """
    folder = out.parent if is_file(out) else out
    refuse(out)
    if not is_file(out):
        _make_folder(folder)
    if job.ordering is Ordering.BOX:
        shelving.settle(shop.db)
    planned = planned_binders(shop, job)
    volumes = [v for v in planned.volumes if planned.reprints[v.key].pages]
    places = targets(out, [(v, not planned.reprints[v.key].is_whole) for v in volumes])
    done: list[BoundVolume] = []
    try:
        with checking.workers() as pool:
            for volume, place in zip(volumes, places, strict=True):
                refuse(place)
                done.append(_written(shop, job, planned, volume, place, pool))
                finished(done[-1])
        spines = _spines(shop, planned, volumes, out, refuse)
        report = _report(shop, done, out, refuse)
    except BaseException:
        with suppress(LedgerError):  # the disk may be full for it too; what stopped us is what is told
            _record(shop, job, planned, [one.key for one in done], are_all=False)
        raise
    _record(shop, job, planned, [one.key for one in done], are_all=True)
    told = {one.key: one for one in done}
    rest = [told.get(v.key) or _told(v, planned, job) for v in planned.volumes]
    return replace(_result(job, planned, rest), spines=spines, report=report)


def draft_binders(shop: Workshop, job: Job, folder: Path) -> Draft:
    """Write the binders into a folder as `print_binders` does, but record nothing.

    Neither labels nor a report are written. Raises what `print_binders` does.
    """
    _make_folder(folder)
    planned = planned_binders(shop, job)
    volumes = [v for v in planned.volumes if planned.reprints[v.key].pages]
    places = targets(folder, [(v, not planned.reprints[v.key].is_whole) for v in volumes])
    with checking.workers() as pool:
        done = [
            _written(shop, job, planned, v, place, pool) for v, place in zip(volumes, places, strict=True)
        ]
    return Draft(
        binders=_result(job, planned, done),
        records=tuple(planned.records[volume.key] for volume in volumes),
        gone=planned.gone,
        boxes=tuple(volume.box for volume in volumes if volume.box is not None),
    )


def record_draft(db: Database, draft: Draft) -> Changes:
    """Record that drafted binders were put on paper: one step to undo.

    Numbers and boxes that were only proposed are settled first, as they stand on paper. Raises `draft-outdated`
    where they have changed since.
    """
    if draft.boxes:
        there = {box.number: _place_of(box) for box in shelving.boxes(db)}
        if any(there.get(box.number) != _place_of(box) for box in draft.boxes):
            raise LedgerError("draft-outdated")
        shelving.settle(db)
    return _keep(db, draft.binders.ordering, draft.records, draft.gone, draft.boxes)


def _place_of(box: Box) -> tuple[object, ...]:
    """Return what stands on paper of where a box and its items belong."""
    return box.series, [(one.item, one.number) for one in box.items]


def _written(
    shop: Workshop, job: Job, planned: Planned, volume: Volume, place: Path, pool: Pool
) -> BoundVolume:
    """Draw, bind and check one volume, or its pages that changed; it takes its name when it is complete."""
    wanted = [item for part in volume.parts for item in part.items]
    renditions = rendered(shop, wanted, job.style)
    _refuse_others(volume, renditions)
    todo = planned.reprints[volume.key]
    with scratch("binder") as folder:
        forms = Path(folder, "forms.pdf")
        drawn = _drawn(volume, job.style, forms, shop.progress)
        if todo.is_whole:
            with replacing(place) as stream:
                bound = bind(volume, forms, drawn, renditions, job.style, stream, shop.progress)
                stream.flush()
                draft = Path(stream.name)
                checked = checking.check(
                    draft, volume, bound, renditions, shop.progress, files=_files(shop, wanted), pool=pool
                )
        else:
            # what leads to pages that lie in the binder already leads nowhere here
            pages = replace(volume, pages=tuple(volume.pages[at] for at in todo.pages))
            drawn, body = replace(drawn, hotspots=()), Path(folder, "pages.pdf")
            with _writing(body) as stream:
                bound = bind(pages, forms, drawn, renditions, job.style, stream, shop.progress)
            checked = check_pages(body, pages, bound, renditions, shop.progress, pool)
            with replacing(place) as stream:
                at = planned.before[volume.key].at
                add_slip(
                    body,
                    stream,
                    pages,
                    todo.steps,
                    job.style,
                    before=at,
                    spine=_new_spine(volume, planned),
                    progress=shop.progress,
                )
    told = _told(volume, planned, job)
    return replace(told, path=place, conformity=_located(shop, bound.conformity), checked=checked)


def _located(shop: Workshop, obstacles: Sequence[Obstacle]) -> tuple[Obstacle, ...]:
    """Return them with the path of the file that each is in."""
    paths: dict[int, str] = {}
    for place in vault_items.locations(shop.db, {one.item for one in obstacles if one.item is not None}):
        paths.setdefault(place.item, place.path)
    return tuple(replace(one, path=paths.get(one.item or 0, "")) for one in obstacles)


def _refuse_others(volume: Volume, renditions: Mapping[int, Rendition]) -> None:
    """Raise `evidence-moved-on` where pages are not those that were planned."""
    for part in volume.parts:
        if part.item is not None:
            made = renditions[part.item]
            if (len(made.shapes), made.sha256) != (part.page_count, part.sha256):
                raise LedgerError("evidence-moved-on", title=part.title)
        for one in part.pictures:
            made = renditions[one.item]
            if made.alone is None or made.sha256 != one.sha256:
                raise LedgerError("evidence-moved-on", title=one.title)


def _files(shop: Workshop, items: Iterable[int]) -> dict[int, Path]:
    """Return a file of each item that is there as recorded: what was printed is held against it once more."""
    found: dict[int, Path] = {}
    for place in vault_items.locations(shop.db, items):
        if place.status is Status.PRESENT:
            found.setdefault(place.item, Path(located(str(shop.evidence), place.path)))
    return found


def _drawn(volume: Volume, style: PrintStyle, forms: Path, progress: Progress) -> DrawnForms:
    with _writing(forms) as stream:
        return draw(volume, style, stream, progress)


@contextmanager
def _writing(path: Path) -> Iterator[BinaryIO]:
    """Open a file that is only needed while a binder is made."""
    try:
        with path.open("wb") as stream:
            yield stream
    except OSError as error:
        raise disk_error(error, path.parent, "output-unwritable") from error


def _told(volume: Volume, planned: Planned, job: Job) -> BoundVolume:
    todo = planned.reprints[volume.key]
    return BoundVolume(
        key=volume.key,
        number=volume.number,
        title=volume.title,
        width=volume.width,
        pages=summed(volume, job.style),
        printed=len(todo.pages),
        references=sum(p.references for p in volume.parts if p.kind is PartKind.DIVIDER),
        pages_saved=volume.pages_saved,
        steps=todo.steps if job.is_changed else (),
        items=sum(len(part.items) for part in volume.parts),
        indicators=tuple(part.indicator.code for part in volume.parts if part.indicator),
        spine=_new_spine(volume, planned) if job.is_changed else None,
        secret=tuple(
            e.title for p in volume.parts if p.kind is PartKind.CATALOGUE for e in p.entries if e.secrecy
        )
        if job.ordering is Ordering.BOX
        else (),
        overfull=volume.thickness if volume.thickness > WIDTHS[-1] else None,
        is_kept=job.is_changed and job.ordering is Ordering.INDICATOR and volume.key in planned.before,
    )


def _new_spine(volume: Volume, planned: Planned) -> tuple[int, int] | None:
    """Return the width that the box was labelled for and the one that it needs now, where they differ."""
    before = planned.before.get(volume.key)
    if before is None or planned.reprints[volume.key].is_whole or before.width == volume.width:
        return None
    return before.width, volume.width


def _result(job: Job, planned: Planned, volumes: Iterable[BoundVolume]) -> Binders:
    return Binders(
        ordering=job.ordering,
        volumes=tuple(volumes),
        problems=planned.problems,
        missing_glyphs=planned.missing,
        gone=tuple((one.key, one.title) for one in planned.gone),
    )


def _spines(
    shop: Workshop, planned: Planned, volumes: Sequence[Volume], out: Path, refuse: Callable[[Path], None]
) -> Path | None:
    """Write the labels that boxes need: those printed whole and those whose spine changed; none beside one PDF."""
    wanted = [v for v in volumes if planned.reprints[v.key].is_whole or _new_spine(v, planned)]
    if is_file(out) or not wanted:
        return None
    place = spine_place(out)
    refuse(place)
    with replacing(place) as stream:
        draw_spines(wanted, stream, shop.progress)
    return place


def _report(
    shop: Workshop, done: Sequence[BoundVolume], out: Path, refuse: Callable[[Path], None]
) -> Path | None:
    """Write what checking the binders came to, beside them."""
    checks = [(one.title, one.checked) for one in done if one.checked is not None]
    if is_file(out) or not checks:
        return None
    place = report_place(out)
    refuse(place)
    head = reporting.head(shop.db)
    reporting.write_checks(checks, place, head=head, as_of=shop.as_of, progress=shop.progress)
    return place


def _record(shop: Workshop, job: Job, planned: Planned, keys: Sequence[str], *, are_all: bool) -> None:
    """Keep what stands on paper now: one step to undo."""
    volumes = [planned.records[key] for key in keys]
    gone = planned.gone if are_all else ()
    boxes = [volume.box for volume in planned.volumes if volume.key in keys and volume.box is not None]
    _keep(shop.db, job.ordering, volumes, gone, boxes)


def _keep(
    db: Database,
    ordering: Ordering,
    volumes: Sequence[PrintedVolume],
    gone: Sequence[PrintedVolume],
    boxes: Sequence[Box],
) -> Changes:
    with db.operation("record-print", ordering=str(ordering), volumes=len(volumes)) as op:
        if volumes or gone:
            prints.put(db, op, ordering, [*volumes, *gone])
            shelving.mark_printed(db, op, boxes)
    return changes_of(op)


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise disk_error(error, folder, "output-unwritable") from error
