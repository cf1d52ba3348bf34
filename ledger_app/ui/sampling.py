"""The sample archive, written once and opened ever after."""

from __future__ import annotations

from pathlib import Path

from ledger_app import founding
from ledger_app.archive import DATABASE
from ledger_app.core.progress import Progress


def sample_archive(folder: Path, progress: Progress) -> Path:
    """Return the folder of the sample archive, written now where it is not there yet."""
    if not (folder / DATABASE).is_file():
        founding.make_sample(folder, progress)
    return folder
