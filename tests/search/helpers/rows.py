"""An archive's database with rows as a scan leaves them."""

import hashlib
from datetime import UTC, datetime

from ledger_app.core.database import Database
from ledger_app.search import tables


def database(folder):
    folder.mkdir(exist_ok=True)
    opened = Database(
        folder / "ledger.db",
        actor="a",
        now=lambda: datetime(2026, 1, 1, tzinfo=UTC),
        backups=folder / "backups",
    )
    opened.attach_derived(folder / tables.FILE, version=tables.VERSION, tables=tables.TABLES)
    return opened


def hold(db, root, path, *, status="present", item=None, recorded=None):
    """Insert what a scan would for the file at `path`; returns the item."""
    file = root / path
    found = hashlib.sha256(file.read_bytes()).hexdigest() if file.exists() else None
    stat = file.stat() if file.exists() else None
    with db.operation("scan") as op:
        if item is None:
            item = op.insert(
                "item", {"sha256": recorded or found, "size": stat.st_size if stat else 0, "first_seen": ""}
            )
        op.insert(
            "location",
            {
                "path": path,
                "item": item,
                "status": status,
                "size": stat.st_size if stat else 0,
                "mtime_ns": stat.st_mtime_ns if stat else 0,
                "inode": 0,
                "found_sha256": found,
                "is_racy": 0,
            },
        )
    return item


def name(db, path, *, mtime_ns=0, **fields):
    """Insert a file that is only a name (and what was read from it)."""
    from ledger_app.core.journal import canonical

    sha256 = hashlib.sha256(path.encode("utf-8", "surrogatepass")).hexdigest()
    with db.operation("scan") as op:
        item = op.insert("item", {"sha256": sha256, "size": 1, "first_seen": ""})
        op.insert(
            "location",
            {
                "path": path,
                "item": item,
                "status": "present",
                "size": 1,
                "mtime_ns": mtime_ns,
                "inode": 0,
                "found_sha256": sha256,
                "is_racy": 0,
            },
        )
    if fields:
        with db.derived() as connection:
            connection.execute(
                "INSERT INTO description (sha256, reader, fields, sources) VALUES (?, 1, ?, '{}')",
                [sha256, canonical(fields)],
            )
    return item
