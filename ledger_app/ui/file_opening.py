"""Opens files and their folders with the system's own programs."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices

from ledger_app.core.i18n import _
from ledger_app.ui.context import Context


def open_file(context: Context, path: Path) -> None:
    """Open a file with the program it belongs to."""
    if not QDesktopServices.openUrl(QUrl.fromLocalFile(str(path))):
        context.said.emit(
            _("No program opened {name}; please open it from its folder.").format(name=path.name)
        )


def show_in_folder(context: Context, path: Path) -> None:
    """Open the folder a file lies in, with the file chosen where the system can."""
    if sys.platform == "win32":
        subprocess.Popen(["explorer", f"/select,{path}"])
    elif not QDesktopServices.openUrl(QUrl.fromLocalFile(str(path.parent))):
        context.said.emit(_("The folder {folder} was not opened.").format(folder=path.parent))
