"""`scan --watch`: bring changes in until the person interrupts."""

from __future__ import annotations

import queue
from collections.abc import Callable
from dataclasses import replace

from ledger_app.archive import Archive
from ledger_app.core.errors import Cancelled
from ledger_app.core.progress import Progress
from ledger_app.vault.model import ScanReport
from ledger_app.vault.watcher import Watcher

_RESCAN_SECONDS = 300
_LOOK_SECONDS = 0.2


def watch(
    archive: Archive, progress: Progress, first: ScanReport, *, say: Callable[[ScanReport], None]
) -> ScanReport:
    """Return the sum of all scans once `progress` is cancelled; `say` gets each that found something.

    Whatever the watcher says is only a hint: the whole folder is looked at every five minutes and
    whenever events were lost.
    """
    hints: queue.SimpleQueue[set[str] | None] = queue.SimpleQueue()
    watcher = Watcher(archive.evidence, on_settled=hints.put, on_lost=lambda: hints.put(None))
    watcher.start()
    say(first)
    total, waited = first, 0.0
    try:
        while not progress.is_cancelled:
            try:
                folders = hints.get(timeout=_LOOK_SECONDS)
                waited = 0.0 if folders is None else waited
            except queue.Empty:
                waited += _LOOK_SECONDS
                if waited < _RESCAN_SECONDS:
                    continue
                folders, waited = None, 0.0
            try:
                report, changes = (
                    archive.scan(progress) if folders is None else archive.accession(folders, progress)
                )
            except Cancelled:
                break
            if changes.tables:
                say(report)
            total = _sum(total, report)
    finally:
        watcher.stop()
    return total


def _sum(one: ScanReport, two: ScanReport) -> ScanReport:
    return replace(
        two,
        seen=max(one.seen, two.seen),
        added=one.added + two.added,
        moved=one.moved + two.moved,
        changed=one.changed + two.changed,
        missing=one.missing + two.missing,
        unreadable=one.unreadable + two.unreadable,
        hashed_bytes=one.hashed_bytes + two.hashed_bytes,
        seconds=one.seconds + two.seconds,
    )
