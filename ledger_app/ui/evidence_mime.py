"""What is carried when files are dragged: items of the archive, and their paths for other programs."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from PySide6.QtCore import QMimeData, QUrl

from ledger_app.vault.names import located

ITEMS = "application/x-evidence-items"


def pack(item_ids: Iterable[int], paths: Iterable[str], evidence: Path) -> QMimeData:
    """Return items to drag inside the window, and as copies of the files to other programs."""
    data = QMimeData()
    data.setData(ITEMS, ",".join(str(i) for i in item_ids).encode())
    data.setUrls([QUrl.fromLocalFile(located(str(evidence), p)) for p in paths])
    return data


def item_ids(data: QMimeData) -> list[int]:
    """Return the items that are carried; empty for a drag from elsewhere."""
    raw = data.data(ITEMS).toStdString()
    return [int(part) for part in raw.split(",") if part]


def dropped_paths(data: QMimeData) -> list[str]:
    """Return the local files and folders of a drag from the system's file manager."""
    return [os.path.abspath(u.toLocalFile()) for u in data.urls() if u.isLocalFile()]


def accepts(data: QMimeData) -> bool:
    """Return whether a drag carries anything that can be linked."""
    return data.hasFormat(ITEMS) or any(u.isLocalFile() for u in data.urls())
