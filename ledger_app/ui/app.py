"""Starting the window."""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path

from PySide6.QtWidgets import QApplication

from ledger_app.ui import turns
from ledger_app.ui.appearance import Appearance
from ledger_app.ui.faults import Faults, write_log
from ledger_app.ui.preferences import NAME, Preferences, log_folder
from ledger_app.ui.window import MainWindow

_ROOMY = 1440  # a screen narrower than this is filled at the first start


def open_window(folder: Path | None, *, language: str | None = None) -> int:
    """Run the window until it is closed; return the exit code."""
    app = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(app, QApplication)
    app.setApplicationName(NAME)
    app.setDesktopFileName(NAME)
    app.setQuitOnLastWindowClosed(False)
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # Qt's loop would not see Ctrl+C in the terminal
    turns.share()
    write_log(log_folder())
    faults = Faults()
    faults.install()
    preferences = Preferences()
    window = MainWindow(preferences, Appearance(app, preferences, language=language))
    faults.happened.connect(window.show_trouble)
    window.finished.connect(app.quit)
    if app.primaryScreen().availableGeometry().width() < _ROOMY:
        window.showMaximized()
    else:
        window.show()
    if found := folder or preferences.left_open():
        window.open_archive(found)
    code = app.exec()
    preferences.general.sync()
    if window.session:  # its thread hangs in the system (a dead network drive): don't wait for it
        os._exit(code)
    return code
