"""One open archive: wires the packages, and holds a file's way in."""

from __future__ import annotations

from ledger_app.archive.bound import Bound
from ledger_app.archive.handed import Handed
from ledger_app.archive.opened import (
    BACKUPS,
    DATABASE,
    EVIDENCE,
    EXPORTS,
    TEMPLATES,
    ArchiveSettings,
    checked_year,
    day,
    exists,
    find_archive,
    local_now,
    portable,
)
from ledger_app.archive.proved import Proved
from ledger_app.archive.shelved import Shelved

__all__ = [
    "BACKUPS",
    "DATABASE",
    "EVIDENCE",
    "EXPORTS",
    "TEMPLATES",
    "Archive",
    "ArchiveSettings",
    "checked_year",
    "day",
    "exists",
    "find_archive",
    "local_now",
    "portable",
]


class Archive(Handed, Shelved, Bound, Proved):
    """An archive that this program holds open. Close it; one thread at a time."""
