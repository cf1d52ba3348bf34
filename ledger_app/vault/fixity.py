"""Whether what we hold still is what it was: every file hashed again, nothing changed."""

from __future__ import annotations

from pathlib import Path

from ledger_app.core.database import Database
from ledger_app.core.errors import LedgerError
from ledger_app.core.progress import Progress
from ledger_app.vault import rooting
from ledger_app.vault.hashing import Hashed, Outcome, hash_files
from ledger_app.vault.model import Difference, FixityReport, Status
from ledger_app.vault.names import located
from ledger_app.vault.scanning import Mount, Walk, away, own_paths, walk


def verify(db: Database, root: Path, progress: Progress) -> FixityReport:
    """Hash every file and compare with what is recorded, whatever its stat says.

    Raises `root-missing`, `root-empty`, `root-unreadable` or `root-other` while the evidence folder is away.
    """
    mounts = {path: Mount(*disk) for path, *disk in db.tuples("SELECT path, device, inode FROM mount")}
    rows = _recorded(db)
    has_files = any(status != Status.MISSING for _, status, _, _ in rows)
    why = away(str(root), recorded=mounts.get(""), has_files=has_files)
    why = why or ("root-other" if rooting.is_other(db, root) else "")
    if why:
        raise LedgerError(why, path=root)
    own = own_paths(str(root), str(db.path.parent))
    seen = walk(str(root), [""], {}, own=own, mounts=mounts, progress=progress, total=len(rows))
    found, size = _read(str(root), seen, progress)
    differences: list[Difference] = []
    explained: set[str] = set()
    ok = 0
    for row in rows:
        difference = _compare(*row, found, seen)
        if difference is None:
            ok += 1
        else:
            differences.append(difference)
        if difference is None or difference.kind != "missing":
            explained.add(row[0])
    differences += [
        Difference(path, "unexpected", found=hashed.sha256, reason=hashed.reason)
        for path, hashed in found.items()
        if path not in explained
    ]
    return FixityReport(len(rows), size, ok, tuple(sorted(differences, key=lambda d: (d.path, d.kind))))


def _recorded(db: Database) -> list[tuple[str, str, int, str | None]]:
    sql = """SELECT l.path, l.status, l.item, i.sha256 FROM location l JOIN item i ON i.id = l.item
        ORDER BY l.path, l.item"""
    return list(db.tuples(sql))


def _read(root: str, seen: Walk, progress: Progress) -> tuple[dict[str, Hashed], int]:
    files = [(path, located(root, path), size) for path, size, *_ in seen.found]
    found: dict[str, Hashed] = {}
    for batch in hash_files(files, progress):
        found.update((h.key, h) for h in batch if h.outcome is not Outcome.GONE)
    return found, sum(h.size for h in found.values())


def _compare(
    path: str,
    status: str,
    item: int,
    expected: str | None,
    found: dict[str, Hashed],
    seen: Walk,
) -> Difference | None:
    hashed = found.get(path)
    if seen.is_kept(path):
        reason = next((code for folder, code in seen.skipped if path.startswith(folder + "/")), None)
        return Difference(path, "unreadable", item, expected, reason=reason)
    if hashed is None or (status == Status.MISSING and hashed.sha256 != expected):
        return Difference(path, "missing", item, expected)
    if hashed.outcome is not Outcome.READ:
        return Difference(path, "unreadable", item, expected, reason=hashed.reason or "moving")
    if expected is None:
        return Difference(path, "unexpected", item, found=hashed.sha256)
    if hashed.sha256 != expected:
        return Difference(path, "changed", item, expected, hashed.sha256)
    return None
