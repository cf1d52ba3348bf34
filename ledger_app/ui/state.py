"""What the pages show: one reading of the archive, made off the event loop and never changed after."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from ledger_app.archive import Archive
from ledger_app.audit import audits
from ledger_app.audit.meeting import Coverage
from ledger_app.audit.model import Audit, Record
from ledger_app.core.database import Changes
from ledger_app.core.journal import Entry
from ledger_app.evidence import attestations
from ledger_app.evidence.links import links
from ledger_app.evidence.model import Attestation, HeldFile, Link
from ledger_app.scheme.model import Scheme
from ledger_app.vault.model import Status

_OF_FILES = frozenset({"item", "location", "link", "rejection"})
_OF_NEEDS = frozenset({"requirement", "roster", "subject"})
_OF_NO_FILE = _OF_NEEDS | {
    *("description", "correction", "attestation", "waiver", "audit_record", "simulation", "deduction"),
    *("filing", "archive_number", "withdrawn_number", "box", "print", "printed_volume"),
}


@dataclass(frozen=True, slots=True)
class State:
    """One reading of an archive. `away`: the code of why the evidence folder is out of reach, or empty.

    `present` counts the files that are there, `waiting` the items that nothing is shown by; `places` says
    where in `files` an item stands; `records` are what the audits came to, the oldest first. `coverage` says
    how far requirements are met, `attested` what was seen on which item, and by whom.
    """

    title: str
    year: int
    folder: Path
    evidence: Path
    away: str
    scheme: Scheme
    audit: Audit
    files: tuple[HeldFile, ...]
    links: tuple[Link, ...]
    present: int
    waiting: int
    next_undo: Entry | None
    next_redo: Entry | None
    places: dict[int, tuple[int, ...]]
    records: tuple[Record, ...] = ()
    coverage: Coverage = field(default_factory=Coverage)
    attested: dict[int, tuple[Attestation, ...]] = field(default_factory=dict)

    def of_item(self, item: int) -> list[HeldFile]:
        """Return all places of an item."""
        return [self.files[n] for n in self.places.get(item, ())]


def read_state(
    archive: Archive, *, away: str, before: State | None = None, written: Iterable[Changes] = ()
) -> State:
    """Read everything the pages show; no look at the disk, so it is quick and never blocked by it.

    `before` is an earlier reading and `written` all that was written since: of 100,000 files only those
    that it touched are made anew.
    """
    written = list(written)
    touched = _touched(archive, written) if before else None
    files = _renewed(archive, before, touched) if before and touched is not None else None
    places = before.places if before and files is not None else None
    if files is None:
        files = tuple(archive.files())
    is_same_scheme = before and touched is not None and not any(w.tables & _OF_NEEDS for w in written)
    return State(
        title=archive.title,
        year=archive.year,
        folder=archive.folder,
        evidence=archive.evidence,
        away=away,
        scheme=before.scheme if before and is_same_scheme else archive.scheme(),
        audit=audits.audit(archive.db, year=archive.year, is_away=bool(away)),
        files=files,
        links=links(archive.db),
        present=sum(f.status is not Status.MISSING for f in files),
        waiting=_waiting(files),
        next_undo=archive.db.next_undo(),
        next_redo=archive.db.next_redo(),
        places=_places(files) if places is None else places,
        records=archive.records(),
        coverage=audits.coverage(archive.db, year=archive.year),
        attested=attestations.attestations(archive.db),
    )


def _places(files: Iterable[HeldFile]) -> dict[int, tuple[int, ...]]:
    found: dict[int, tuple[int, ...]] = {}
    for n, held in enumerate(files):
        found[held.id] = (*found.get(held.id, ()), n)
    return found


def _waiting(files: Iterable[HeldFile]) -> int:
    """Return how many items wait: not linked, not set aside, and there."""
    return len(
        {f.id for f in files if not f.indicators and not f.is_set_aside and f.status is not Status.MISSING}
    )


def _touched(archive: Archive, written: list[Changes]) -> set[int] | None:
    """Return the items whose entries may differ, None where more than some items has changed."""
    items: set[int] = set()
    for changes in written:
        tables = changes.tables - _OF_NO_FILE
        if not tables:
            continue
        if changes.operation is None or not tables <= _OF_FILES:
            return None
        rows = archive.db.changes(changes.operation)
        if not tables <= {row.table for row in rows}:  # written in bulk: a scan
            return None
        for row in rows:
            if row.table == "item":
                items.add(int(row.key))
            elif row.table in _OF_FILES:
                items |= {int(str(image["item"])) for image in (row.before, row.after) if image}
    return items


def _renewed(archive: Archive, before: State, touched: set[int]) -> tuple[HeldFile, ...] | None:
    """Return the files with the entries of these items read anew, None where one has come or gone."""
    if not touched:
        return before.files
    now = {(f.id, f.path): f for f in archive.files(items=touched)}
    if {(f.id, f.path) for item in touched for f in before.of_item(item)} != now.keys():
        return None
    renewed = list(before.files)
    for item in touched:
        for n in before.places.get(item, ()):
            renewed[n] = now[item, renewed[n].path]
    return tuple(renewed)
