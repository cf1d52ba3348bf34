"""Every piece of evidence as pages for paper, made by worker processes and kept by content.

A file is hashed as it is read, and what is not the recorded content is refused. What can't be shown becomes a
page that says so: there are pages for every item that was asked for.
"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict, deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from ledger_app.binder.renditions import cache as kept
from ledger_app.binder.renditions.cache import Record
from ledger_app.binder.renditions.describing import Facts, facts_of
from ledger_app.binder.renditions.making_request import Labels, Made, Wanted, make
from ledger_app.binder.renditions.model import How, Rendition
from ledger_app.binder.renditions.noticing import notices
from ledger_app.binder.renditions.office import convert, which_office
from ledger_app.binder.volumes.model import PrintStyle
from ledger_app.core.database import Database
from ledger_app.core.errors import LedgerError
from ledger_app.core.i18n import language
from ledger_app.core.progress import Progress
from ledger_app.core.scratch import scratch
from ledger_app.search.worker import Pool, Terms
from ledger_app.vault.hashing import Outcome, read_digest
from ledger_app.vault.rooting import is_other
from ledger_app.vault.scanning import Mount, away

SECONDS = 120.0
MEMORY = 2 << 30
WORKERS = 2
_TERMS = Terms(make, seconds=SECONDS, memory=MEMORY)
_AGAIN = frozenset(("renderer-timeout", "renderer-crashed"))
_OF_THE_PLACE = frozenset(("missing", "in-use", "unreadable", "content-changed"))
"""Reasons that say nothing of the content: they are not kept."""
_BY_OFFICE = frozenset(
    ("docx", "xlsx", "pptx", "doc", "xls", "ppt", "rtf", "open", "flat-word", "flat-sheets")
)
_BATCH = 40
_NOT_THERE = -1
_TITLE = 200
_DIGEST = 12
_LOST = {"reader-crashed": "renderer-crashed", "reader-timeout": "renderer-timeout"}


@dataclass(frozen=True, slots=True)
class _Task:
    """One item on its way to pages: what is known of it, and the keys that its pages may be kept under."""

    facts: Facts
    paths: tuple[str, ...]
    labels: Labels
    labelled: str

    @property
    def sha256(self) -> str:
        return self.facts.sha256 or ""


class _Run:
    """One call of `render`: what it was asked for, and what it has so far."""

    def __init__(self, root: Path, cache: Path, style: PrintStyle, progress: Progress, terms: Terms) -> None:
        self.root, self.cache, self.style, self.progress, self.terms = root, cache, style, progress, terms
        self.records: dict[int, tuple[Record, Path]] = {}
        self.refused: dict[int, tuple[str, str]] = {}
        self.labelled: dict[str, set[str]] = defaultdict(set)
        self.total = 0

    def tick(self) -> None:
        self.progress.at("render", len(self.records) + len(self.refused), self.total)


def render(
    db: Database,
    root: Path,
    items: Iterable[int],
    *,
    cache: Path,
    style: PrintStyle,
    progress: Progress,
    terms: Terms = _TERMS,
) -> dict[int, Rendition]:
    """Return the pages of every one of these items, in their order.

    What was made stays in the cache, also when the progress is cancelled. Raises `reader-not-started`,
    `disk-full`, `output-unwritable`.
    """
    facts = facts_of(db, items)
    run = _Run(root, cache, style, progress, terms)
    run.total = len(facts)
    run.tick()
    is_away = _is_away(db, root)
    tasks: list[_Task] = []
    for known in facts.values():
        if known.sha256 is None:
            run.refused[known.item] = ("never-read", known.path)
        elif is_away:
            run.refused[known.item] = ("away", known.path)
        else:
            tasks.append(task := _task(known, run))
            run.labelled[task.sha256].add(task.labelled)
    _make_all(_not_kept(tasks, run), run)
    drawn = notices(db, facts, run.refused, cache, progress)
    return {
        item: drawn[item] if item in run.refused else _rendition(known, *run.records[item], run)
        for item, known in facts.items()
    }


def _is_away(db: Database, root: Path) -> bool:
    """Return whether nothing can be told of the files: the disk they lie on is not there."""
    seen = next((Mount(*disk) for disk in db.tuples("SELECT device, inode FROM mount WHERE path = ''")), None)
    return bool(away(str(root), recorded=seen, has_files=True)) or is_other(db, root)


def _task(known: Facts, run: _Run) -> _Task:
    labels = Labels(known.title[:_TITLE], known.line[:_TITLE], known.path)
    paths = tuple(place.under(run.root) for place in known.places)
    return _Task(known, paths, labels, f"{known.sha256}-{_said(known, known.line, run)}")


def _said(known: Facts, line: str, run: _Run) -> str:
    """Return a digest of what stands around a file with this line below its title."""
    basis = [known.title, line, known.path, run.style.binding_mm, language(), kept.VERSION]
    return hashlib.sha256(json.dumps(basis, ensure_ascii=False).encode("utf-8", "replace")).hexdigest()[
        :_DIGEST
    ]


def _not_kept(tasks: Sequence[_Task], run: _Run) -> list[_Task]:
    """Settle what is in the cache already; its files are hashed here. Return the others."""
    waiting = []
    for task in tasks:
        run.tick()
        keys = (task.sha256, task.labelled)
        record = next((found for key in keys if (found := kept.load(run.cache, key))), None)
        if record is None or _is_to_do_again(record):
            if reason := _lost(task):
                run.refused[task.facts.item] = (reason, next(iter(task.paths), ""))
            else:
                waiting.append(task)
            continue
        path, reason = _verified(task, run)
        _settle(task, record, path, reason, run)
    return waiting


def _lost(task: _Task) -> str:
    """Return why the recorded content lies nowhere, where that is plain without reading, empty where it is not.

    Nothing of that is kept, and workers would be started for it at every print.
    """
    found = [size for path in task.paths if (size := _size(path)) != _NOT_THERE]
    if not found:
        return "missing"
    return "" if task.facts.size in found or None in (*found, task.facts.size) else "content-changed"


def _size(path: str) -> int | None:
    """Return how many bytes a file has, `_NOT_THERE` where it is gone, None where that can't be told."""
    try:
        return Path(path).stat().st_size
    except (FileNotFoundError, NotADirectoryError):
        return _NOT_THERE
    except OSError:
        return None


def _is_to_do_again(record: Record) -> bool:
    """Return whether it may come out better now than it did."""
    is_without_office = record.how is not How.OFFICE and record.reason in ("no-office", "office-not-started")
    return record.reason in _AGAIN or (is_without_office and bool(which_office()))


def _verified(task: _Task, run: _Run) -> tuple[str, str]:
    """Return where the recorded content lies, or why it is nowhere."""
    codes = {Outcome.GONE: "missing", Outcome.IN_USE: "in-use", Outcome.UNREADABLE: "unreadable"}
    reason = "missing"
    for path in task.paths:
        hashed = read_digest(path, path, lambda: run.progress.is_cancelled)
        if hashed.sha256 == task.sha256:
            return path, ""
        run.tick()
        if reason == "missing":
            reason = codes.get(hashed.outcome, "content-changed")
    return "", reason


def _settle(task: _Task, record: Record, path: str, reason: str, run: _Run) -> None:
    item = task.facts.item
    if reason:
        run.refused[item] = (reason, path)
    elif record.how is How.NOTICE:
        run.refused[item] = (record.reason, path)
    else:
        pages = kept.named(run.cache, record.pdf) if record.pdf else Path(path)
        run.records[item] = (record, pages)


def _make_all(tasks: Sequence[_Task], run: _Run) -> None:
    """Have workers make what is not there yet; what needs an office program comes after all else."""
    if not tasks:
        return
    office: list[tuple[_Task, str]] = []
    own: list[tuple[_Task, str, str]] = []
    with Pool(run.terms, workers=WORKERS) as pool:
        jobs = [(task, _wanted(task, How.AS_IS, task.paths, run)) for task in tasks]
        for task, made in _work(pool, jobs, run):
            if made.kind in _BY_OFFICE:
                office.append((task, made.path))
            elif made.kind:
                own.append((task, made.path, ""))
            else:
                _keep(task, made, run)
        for start in range(0, len(office), _BATCH):
            own += _by_office(pool, office[start : start + _BATCH], run)
        reasons = {task.facts.item: reason for task, _path, reason in own}
        jobs = [(task, _wanted(task, How.OWN, (path,), run)) for task, path, _reason in own]
        for task, made in _work(pool, jobs, run):
            reason = reasons[task.facts.item]
            if made.error and reason:
                made = replace(made, error=reason)  # why the office program could not says more
            _keep(task, replace(made, reason=reason), run)


def _by_office(pool: Pool, batch: Sequence[tuple[_Task, str]], run: _Run) -> list[tuple[_Task, str, str]]:
    """Have the office program make pages; return those that it made none of, with the reason."""
    left: list[tuple[_Task, str, str]] = []
    with scratch("office") as folder:
        converted = convert([Path(path) for _task, path in batch], folder, run.progress)
        jobs = []
        for task, path in batch:
            pages = converted[Path(path)]
            if isinstance(pages, LedgerError):
                left.append((task, path, pages.code))
            elif read_digest(path, path, lambda: False).sha256 != task.sha256:
                _keep(task, Made(path=path, error="content-changed"), run)
            else:
                jobs.append((task, _wanted(task, How.OFFICE, (str(pages),), run)))
        paths = {task.facts.item: path for task, path in batch}
        for task, made in _work(pool, jobs, run):
            path = paths[task.facts.item]
            if made.error:
                left.append((task, path, "office-failed"))
            else:
                _keep(task, replace(made, path=path), run)
    return left


def _work(pool: Pool, jobs: Sequence[tuple[_Task, Wanted]], run: _Run) -> Iterator[tuple[_Task, Made]]:
    """Yield what workers made of each, as they come."""
    waiting = deque(jobs)
    given: dict[int, _Task] = {}
    while waiting or given:
        while waiting and pool.has_room():
            task, wanted = waiting.popleft()
            given[task.facts.item] = task
            pool.give(task.facts.item, wanted.packed())
        for item, made in pool.take():
            if not isinstance(made, Made):  # the worker was lost
                made = Made(error=_LOST[str(made.error)])
            yield given.pop(item), made
        run.tick()


def _wanted(task: _Task, how: How, paths: tuple[str, ...], run: _Run) -> Wanted:
    target = kept.pdf_path(run.cache, task.labelled)
    target.parent.mkdir(parents=True, exist_ok=True)
    return Wanted(how, paths, task.sha256, str(target), task.labels, language(), run.style.binding_mm)


def _keep(task: _Task, made: Made, run: _Run) -> None:
    """Put what was made into the cache."""
    key = task.labelled if made.has_labels else task.sha256
    pdf = f"{task.labelled}.pdf" if made.is_copy else ""
    by = which_office() if made.how in (How.OFFICE, How.OWN) or made.reason.startswith("office-") else ""
    if made.error:
        record = Record(How.NOTICE, made.error, made.detail, ())
    else:
        record = Record(made.how, made.reason, made.detail, made.shapes, pdf, by, made.alone)
    if record.reason not in _OF_THE_PLACE:
        kept.store(run.cache, key, record)
        kept.drop_others(run.cache, task.sha256, run.labelled[task.sha256])
    _settle(task, record, made.path, "", run)


def _rendition(known: Facts, record: Record, path: Path, run: _Run) -> Rendition:
    has_words = record.how is How.PICTURE or record.reason == "page-too-large"
    # a number given later is no reason to print a page again: see docs/binders.md
    line = known.line.removesuffix(known.archive_number).rstrip()
    words = _said(known, line, run) if has_words else ""
    return Rendition(
        item=known.item,
        sha256=known.sha256,
        how=record.how,
        path=path,
        first=0,
        shapes=record.shapes,
        reason=record.reason,
        detail=record.detail,
        words=words,
        alone=record.alone,
    )
