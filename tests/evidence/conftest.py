"""An archive as far as links need one: a small scheme stored, a folder scanned."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from ledger_app.core.database import Database
from ledger_app.core.progress import Progress
from ledger_app.scheme import schemes
from ledger_app.scheme.reading import read_scheme
from ledger_app.vault import items


@pytest.fixture
def held(db: Database, small_scheme: Path, evidence: Path) -> Database:
    """The database of an archive with four indicators and five files, nothing linked."""
    schemes.store(db, read_scheme(small_scheme))
    items.scan(db, evidence, Progress())
    return db


@pytest.fixture
def item(held: Database) -> Callable[[str], int]:
    """Looks up the item at a path."""

    def found(path: str) -> int:
        place = items.location(held, path)
        assert place is not None, path
        return place.item

    return found


@pytest.fixture
def rescan(held: Database, evidence: Path) -> Callable[[], None]:
    """Brings the archive up to date with the folder."""
    return lambda: items.scan(held, evidence, Progress()) and None
