"""The only boxes the window opens: the system's own for choosing files and folders."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget


def choose_folder(parent: QWidget, title: str, start: Path | None = None) -> Path | None:
    """Return a folder the person chose (or made), or None."""
    return _path(QFileDialog.getExistingDirectory(parent, title, str(start or Path.home())))


def choose_file(parent: QWidget, title: str, kinds: str, start: Path | None = None) -> Path | None:
    """Return an existing file the person chose, or None; `kinds` as `Tables (*.docx *.xlsx)`."""
    return _path(QFileDialog.getOpenFileName(parent, title, str(start or Path.home()), kinds)[0])


def choose_target(parent: QWidget, title: str, proposed: Path, kinds: str) -> Path | None:
    """Return where to write a file, or None; the system asks before one is written over."""
    return _path(QFileDialog.getSaveFileName(parent, title, str(proposed), kinds)[0])


def _path(text: str) -> Path | None:
    return Path(text) if text else None
