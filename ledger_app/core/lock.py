"""One archive, one program: a lock that the system lets go of when its holder dies."""

from __future__ import annotations

import getpass
import json
import os
import socket
from datetime import datetime
from pathlib import Path

from filelock import FileLock, Timeout

from ledger_app.core.errors import LedgerError


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
            raise LedgerError("archive-unwritable", path=folder) from error
        self._say_who(now)

    def release(self) -> None:
        """Let the archive go."""
        self._holder.unlink(missing_ok=True)
        self._lock.release()

    def _say_who(self, now: datetime) -> None:
        who = {
            "user": getpass.getuser(),
            "host": socket.gethostname(),
            "process": os.getpid(),
            "since": now.isoformat(sep=" ", timespec="minutes"),
        }
        try:
            self._holder.write_text(json.dumps(who, ensure_ascii=False), encoding="utf-8")
        except OSError as error:
            self._lock.release()
            code = "disk-full" if error.errno == 28 else "archive-unwritable"
            raise LedgerError(code, path=self._holder) from error

    def _who(self) -> dict[str, str]:
        try:
            found = json.loads(self._holder.read_text(encoding="utf-8"))
            return {key: str(found[key]) for key in ("user", "host", "since")}
        except (OSError, ValueError, KeyError):
            return {"user": "?", "host": "?", "since": "?"}
