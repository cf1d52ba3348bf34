"""Temporary folders that go also where the program was killed: the next one that is made sweeps them."""

from __future__ import annotations

import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

_PREFIX = "evidence-ledger-"
_LONGEST = 24 * 3600.0
"""Seconds after which no call of the program works in its folder any more."""


@contextmanager
def scratch(purpose: str) -> Iterator[Path]:
    """Make a temporary folder that goes when the block ends, and remove those that killed calls left behind."""
    _sweep(Path(tempfile.gettempdir()))
    with tempfile.TemporaryDirectory(prefix=f"{_PREFIX}{purpose}-", ignore_cleanup_errors=True) as name:
        yield Path(name)


def _sweep(folder: Path) -> None:
    before = time.time() - _LONGEST
    with suppress(OSError):
        for left in folder.glob(f"{_PREFIX}*-*"):
            with suppress(OSError):
                if left.is_dir() and not left.is_symlink() and left.stat().st_mtime < before:
                    shutil.rmtree(left, ignore_errors=True)
