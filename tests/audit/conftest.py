"""An archive as far as an audit needs one: a small scheme stored, a folder scanned and read."""

from __future__ import annotations

from pathlib import Path

import pytest

from ledger_app.core.database import Database
from ledger_app.core.progress import Progress
from ledger_app.scheme import schemes
from ledger_app.scheme.reading import read_scheme
from ledger_app.search import readings
from ledger_app.vault import items
from tests.audit.helpers.archive import Desk


@pytest.fixture
def held(db: Database, small_scheme: Path, evidence: Path) -> Database:
    """The database of an archive with four indicators and five files, nothing linked."""
    schemes.store(db, read_scheme(small_scheme))
    items.scan(db, evidence, Progress())
    readings.read(db, evidence, Progress())
    return db


@pytest.fixture
def desk(db: Database, tmp_path: Path) -> Desk:
    """An archive of 2025 to put papers into."""
    return Desk(db, tmp_path / "材料")
