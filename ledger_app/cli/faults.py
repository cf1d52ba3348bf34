"""What nobody expected: a sentence for the person, the details in a file."""

from __future__ import annotations

import tempfile
import traceback
from datetime import datetime
from pathlib import Path

import platformdirs

from ledger_app import __version__
from ledger_app.core.errors import LedgerError


def known(error: Exception) -> LedgerError:
    """Return an error that a person can act on in place of one that nobody caught.

    What the system refused names the path; everything else is a fault of the program and goes into a file.
    """
    if isinstance(error, OSError):
        return LedgerError("system", path=error.filename or ".", reason=error.strerror or str(error))
    return LedgerError("unexpected", path=_written(error))


def _written(error: Exception) -> Path:
    at = datetime.now().astimezone().isoformat(timespec="seconds")
    text = f"{at} {__version__}\n" + "".join(traceback.format_exception(error)) + "\n"
    for folder in (
        platformdirs.user_log_path("evidence-ledger", appauthor=False),
        Path(tempfile.gettempdir()),
    ):
        target = Path(folder) / "command.log"
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            with target.open("a", encoding="utf-8", errors="backslashreplace") as file:
                file.write(text)
        except OSError:
            continue
        return target
    return Path(tempfile.gettempdir())
