"""The program's front door: the command line, and from there the window."""

from __future__ import annotations

import importlib
import os
import signal
import sys
from pathlib import Path


def main() -> int:
    """Run the command line on `sys.argv`; returns the exit code."""
    # Ctrl-C while the program loads: there is nothing yet to keep or to explain
    signal.signal(signal.SIGINT, lambda *_: os._exit(130))
    from ledger_app.cli import parser

    return parser.main(sys.argv[1:], open_window=_open_window)


def window() -> int:
    """Open the window whatever the arguments: the desktop's start icon."""
    return _open_window(None, None)


def _open_window(folder: Path | None, language: str | None) -> int:
    # Qt costs 100 ms and 60 MB, which a command without a window need not pay
    app = importlib.import_module("ledger_app.ui.app")
    return app.open_window(folder, language=language)


if __name__ == "__main__":
    sys.exit(main())
