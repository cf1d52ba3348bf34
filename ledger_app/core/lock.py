"""One archive, one program: a lock that the system lets go of when its holder dies."""

from __future__ import annotations

import getpass
import json
import os
import socket
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from filelock import FileLock, Timeout

from ledger_app.core.errors import LedgerError
from ledger_app.core.saving import disk_error


def user_name() -> str:
    """Return who is at the computer, as it knows them; an account without a name is its number."""
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return str(os.getuid()) if hasattr(os, "getuid") else "?"


class ArchiveLock:
    """Held while an archive is open.

    The operating system's lock is the truth and dies with its holder; `holder.json` beside it only
    says who that is, and is stale after a crash without doing harm.
    """

    def __init__(self, folder: Path, *, now: datetime) -> None:
        self._holder = folder / "holder.json"
        self._lock = FileLock(folder / ".lock", timeout=0)
        try:
            self._lock.acquire()
        except Timeout:
            raise LedgerError("archive-locked", path=folder, **self._who()) from None
        except OSError as error:
            raise disk_error(error, folder, "archive-unwritable") from error
        self._say_who(now)

    def release(self) -> None:
        """Let the archive go."""
        with suppress(OSError):
            self._holder.unlink()
        self._lock.release()

    def _say_who(self, now: datetime) -> None:
        who = {
            "user": user_name(),
            "host": socket.gethostname(),
            "process": os.getpid(),
            "since": now.isoformat(sep=" ", timespec="minutes"),
        }
        with suppress(OSError):  # on a full disk an archive can still be read
            self._holder.write_text(json.dumps(who), encoding="utf-8")

    def _who(self) -> dict[str, str]:
        try:
            found = json.loads(self._holder.read_text(encoding="utf-8"))
            return {key: str(found[key]) for key in ("user", "host", "since")}
        except (OSError, ValueError, KeyError, TypeError):
            return {"user": "?", "host": "?", "since": "?"}
