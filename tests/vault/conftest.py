"""An archive's database and an evidence folder, both real."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest

from ledger_app.core.database import Database
from ledger_app.core.progress import Progress
from ledger_app.vault import items
from ledger_app.vault.model import Location, ScanReport

NOW = datetime(2025, 3, 5, 9, 0, tzinfo=timezone(timedelta(hours=8)))


class Folder:
    """An evidence folder with the archive that watches over it."""

    def __init__(self, base: Path) -> None:
        self.root = base / "佐证"
        self.root.mkdir()
        self.archive = base / "archive"
        self.archive.mkdir()
        self.db = self.open()

    def open(self) -> Database:
        return Database(
            self.archive / "ledger.db", actor="tester", now=lambda: NOW, backups=self.archive / "backups"
        )

    def write(self, path: str, content: str | bytes, *, is_old: bool = True) -> Path:
        """Write a file; an old one lies too far back for its stat to be doubted."""
        target = self.root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content.encode() if isinstance(content, str) else content)
        if is_old:
            self.clock = getattr(self, "clock", 1_600_000_000_000_000_000) + 1_000_000_000
            os.utime(target, ns=(self.clock, self.clock))
        return target

    def scan(self, **options) -> ScanReport:
        return items.scan(self.db, self.root, Progress(), **options)[0]

    def at(self, path: str) -> Location:
        found = items.location(self.db, path)
        assert found is not None, path
        return found

    def state(self) -> dict[str, str]:
        """Every row as `path#item` → status."""
        return {f"{r.path}#{r.item}": str(r.status) for r in items.locations(self.db)}


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Folder]:
    made = Folder(tmp_path)
    yield made
    made.db.close()
