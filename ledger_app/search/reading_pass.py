"""What a worker of the reading pass does with a file: reads it, and works out what follows from it."""

from __future__ import annotations

from dataclasses import replace

from ledger_app.search.describing import describe_reading
from ledger_app.search.model import Reading
from ledger_app.search.reading import read
from ledger_app.search.tracing import traits_of


def read_and_describe(path: str) -> Reading:
    """Read a file and describe it: describing takes longer than most reading, and nobody waits for it here."""
    found = read(path)
    return replace(found, description=describe_reading(found), traits=traits_of(found), grids=())
