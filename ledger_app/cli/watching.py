"""`scan --watch`: bring changes in until the person interrupts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from ledger_app.archive import Archive
from ledger_app.core.errors import Cancelled
from ledger_app.core.progress import Progress
from ledger_app.vault.intake import Intake
from ledger_app.vault.model import ScanReport

_LOOK_SECONDS = 0.2


def watch(
    archive: Archive, progress: Progress, first: ScanReport, *, say: Callable[[ScanReport], None]
) -> ScanReport:
    """Return the sum of all scans once `progress` is cancelled; `say` gets each that found something."""
    intake = Intake(archive.evidence)
    intake.start()
    say(first)
    total = first
    try:
        while not progress.is_cancelled:
            look = intake.next()
            if look is None:
                intake.wait(_LOOK_SECONDS)
                continue
            try:
                report, changes = archive.look(look.folders, progress)
            except Cancelled:
                break
            intake.looked(look, report, has_changed=bool(changes.tables))
            if changes.tables:
                say(report)
            total = _sum(total, report)
    finally:
        intake.stop()
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
