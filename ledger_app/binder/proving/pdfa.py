"""stub"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from ledger_app.binder.proving.model import Fault


def faults(path: Path, counts: Counter[str]) -> Iterator[Fault]:
    return iter(())
