"""Whether the disk at the evidence folder's path is the one that was seen there, or another."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from ledger_app.core.database import Database
from ledger_app.core.filesystems import volume
from ledger_app.vault.names import located

_LOOKED_FOR = 200


def is_other(db: Database, root: Path) -> bool:
    """Return whether another disk lies there, on which not one of the known files is.

    A disk may answer otherwise when it is plugged in again, and evidence is copied to new disks: so it
    takes both.
    """
    before = db.value("SELECT volume FROM evidence_root WHERE path = ?", str(root))
    now = volume(root)
    if not before or not now or before == now:
        return False
    total = int(str(db.value("SELECT count(*) FROM location WHERE status <> 'missing'")))
    every = max(1, total // _LOOKED_FOR)
    sql = "SELECT path, size FROM location WHERE status <> 'missing' AND id % ? = 0 ORDER BY id LIMIT ?"
    known = list(db.tuples(sql, every, _LOOKED_FOR))
    return bool(known) and not any(_is_there(root, path, size) for path, size in known)


def remember(db: Database, root: Path) -> None:
    """Note the disk that was looked at; it only says where we looked, so no journal entry."""
    now = volume(root)
    if now and db.value("SELECT volume FROM evidence_root WHERE path = ?", str(root)) != now:
        with db.derived() as connection:
            connection.execute("DELETE FROM evidence_root")
            connection.execute("INSERT INTO evidence_root VALUES (?, ?)", [str(root), now])


def _is_there(root: Path, path: str, size: int) -> bool:
    try:
        found = os.lstat(located(str(root), path))
    except OSError:
        return False
    return stat.S_ISREG(found.st_mode) and found.st_size == size
