"""Writing a file so that nobody ever sees half of it."""

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


@contextmanager
def replacing(target: Path) -> Iterator[BinaryIO]:
    """Open a new file beside `target` that takes its place when the block ends well, and goes if it does not.

    Raises `disk-full` and `output-unwritable`.
    """
    draft = target.with_name(f".{secrets.token_hex(6)}.tmp")
    try:
        if target.is_dir():
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(target))
        with draft.open("xb") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        draft.replace(target)
    except OSError as error:
        code = "disk-full" if error.errno in _FULL else "output-unwritable"
        raise LedgerError(code, path=target) from error
    finally:
        with suppress(OSError):
            draft.unlink(missing_ok=True)
