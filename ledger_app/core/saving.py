"""Writing a file so that nobody ever sees half of it, and saying what the disk said."""

from __future__ import annotations

import errno
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from ledger_app.core.errors import LedgerError

_FULL = {errno.ENOSPC, errno.EDQUOT}


def disk_error(error: OSError, path: Path, otherwise: str) -> LedgerError:
    """Return what a failed write at `path` means: `disk-full`, or the code `otherwise`."""
    return LedgerError("disk-full" if error.errno in _FULL else otherwise, path=path)


def draft_beside(target: Path) -> Path:
    """Return a path in the target's folder that nobody else uses and every scan leaves out."""
    return target.with_name(f".{secrets.token_hex(6)}.tmp")


@contextmanager
def replacing(target: Path) -> Iterator[BinaryIO]:
    """Open a new file beside `target` that takes its place when the block ends well, and goes if it does not.

    Raises `disk-full` and `output-unwritable`.
    """
    draft = draft_beside(target)
    try:
        if target.is_dir():
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(target))
        with draft.open("xb") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        draft.replace(target)
    except OSError as error:
        raise disk_error(error, target, "output-unwritable") from error
    finally:
        with suppress(OSError):
            draft.unlink(missing_ok=True)
