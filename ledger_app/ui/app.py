"""Starting the window."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtWidgets import QApplication

from ledger_app.ui.appearance import Appearance
from ledger_app.ui.faults import Faults, write_log
from ledger_app.ui.preferences import NAME, Preferences, log_folder
from ledger_app.ui.window import MainWindow


def main(argv: Sequence[str] | None = None) -> int:
    """Open the window on the archive that is named, or on the welcome page."""
    parser = argparse.ArgumentParser(prog="evidence-ledger-window")
    parser.add_argument("folder", type=Path, nargs="?")
    parser.add_argument("--lang", choices=("zh_CN", "en"))
    options = parser.parse_args(argv)
    return open_window(options.folder, language=options.lang)


def open_window(folder: Path | None, *, language: str | None = None) -> int:
    """Run the window until it is closed; return the exit code."""
    app = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(app, QApplication)
    app.setApplicationName(NAME)
    app.setDesktopFileName(NAME)
    app.setQuitOnLastWindowClosed(False)
    write_log(log_folder())
    faults = Faults()
    faults.install()
    preferences = Preferences()
    window = MainWindow(preferences, Appearance(app, preferences, language=language))
    faults.happened.connect(window.show_trouble)
    window.finished.connect(app.quit)
    window.show()
    if folder:
        window.open_archive(folder)
    code = app.exec()
    preferences.general.sync()
    if window.session:  # its thread hangs in the system (a dead network drive): don't wait for it
        os._exit(code)
    return code
