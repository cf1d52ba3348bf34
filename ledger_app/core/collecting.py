"""Keeping Python's garbage collector out of work that makes very many objects at once."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

_NEVER = 1_000_000_000


@contextmanager
def without_full_collection() -> Iterator[None]:
    """Keep the collector from looking again and again through 100,000 objects that are all in use.

    It goes on with the young ones, a few at a time: switched off, it would look through all that was made
    afterwards, and stop every thread, the window's too, for a tenth of a second.
    """
    young, middle, old = gc.get_threshold()
    gc.set_threshold(young, middle, _NEVER)
    try:
        yield
    finally:
        gc.set_threshold(young, middle, old)
