"""What every test is given: an empty database, a clock that stands still, Chinese or English."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest

from ledger_app.core import i18n
from ledger_app.core.database import Database

NOON = datetime(2026, 3, 20, 12, 0, tzinfo=timezone(timedelta(hours=8)))


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--slow", action="store_true", help="also run what takes longer than a few seconds")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if config.getoption("--slow"):
        return
    slow = [item for item in items if "slow" in item.keywords]
    items[:] = [item for item in items if "slow" not in item.keywords]
    config.hook.pytest_deselected(items=slow)


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    i18n.set_language("en")
    yield
    i18n.set_language("en")


@pytest.fixture
def noon() -> datetime:
    """20 March 2026, noon in China: an assessment of 2025 is near."""
    return NOON


@pytest.fixture
def db(tmp_path: Path) -> Iterator[Database]:
    """An empty archive database on disk."""
    database = Database(
        tmp_path / "ledger.db", actor="tester", now=lambda: NOON, backups=tmp_path / "backups"
    )
    yield database
    database.close()
