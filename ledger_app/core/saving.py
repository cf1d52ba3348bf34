"""Writing a file so that nobody ever sees half of it, and saying what the disk said."""

from __future__ import annotations

import errno
import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from ledger_app.core.errors import LedgerError

_FULL = {errno.ENOSPC, errno.EDQUOT}


def disk_error(error: OSError, path: Path, otherwise: str) -> LedgerError:
    """Return what a failed write at `path` means: `disk-full`, or the code `otherwise`."""
    return LedgerError("disk-full" if error.errno in _FULL else otherwise, path=path)


def draft_beside(target: Path, purpose: str = "") -> Path:
    """Return a hidden path in the target's folder that no person uses and every scan leaves out.

    It is the same every time, so that what a killed program left there goes with the next one.
    """
    mark = hashlib.sha256(os.fsencode(target.name) + purpose.encode()).hexdigest()[:12]
    return target.with_name(f".{mark}.tmp")


@contextmanager
def replacing(target: Path) -> Iterator[BinaryIO]:
    """Open a new file beside `target` that takes its place when the block ends well, and goes if it does not.

    Raises `disk-full` and `output-unwritable`.
    """
    draft = draft_beside(target)
    try:
        if target.is_dir():
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(target))
        with draft.open("wb") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        draft.replace(target)
    except OSError as error:
        raise disk_error(error, target, "output-unwritable") from error
    finally:
        with suppress(OSError):
            draft.unlink(missing_ok=True)
