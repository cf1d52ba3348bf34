"""What the pages show: one reading of the archive, made off the event loop and never changed after."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from ledger_app.archive import Archive
from ledger_app.audit import audits
from ledger_app.audit.model import Audit
from ledger_app.core.journal import Entry
from ledger_app.evidence.links import links
from ledger_app.evidence.model import HeldFile, Link
from ledger_app.scheme.model import Scheme


@dataclass(frozen=True, slots=True)
class State:
    """One reading of an archive. `away`: the code of why the evidence folder is out of reach, or empty."""

    title: str
    year: int
    folder: Path
    evidence: Path
    away: str
    scheme: Scheme
    audit: Audit
    files: tuple[HeldFile, ...]
    links: tuple[Link, ...]
    next_undo: Entry | None
    next_redo: Entry | None


def read_state(archive: Archive, *, away: str) -> State:
    """Read everything the pages show; no look at the disk, so it is quick and never blocked by it."""
    return State(
        title=archive.title,
        year=archive.year,
        folder=archive.folder,
        evidence=archive.evidence,
        away=away,
        scheme=archive.scheme(),
        audit=audits.audit(archive.db, year=archive.year, is_away=bool(away)),
        files=tuple(archive.files()),
        links=links(archive.db),
        next_undo=archive.db.next_undo(),
        next_redo=archive.db.next_redo(),
    )
