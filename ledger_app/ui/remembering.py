"""Keeping sizes over a restart, also after a kill: written soon after each change."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QByteArray, QObject, QSettings, QTimer
from PySide6.QtWidgets import QHeaderView, QSplitter

_QUIET_MS = 300


class Remembered(QObject):
    """Writes one value into the settings once it has stopped changing for a moment."""

    def __init__(self, parent: QObject, settings: QSettings, key: str, value: Callable[[], object]) -> None:
        super().__init__(parent)
        self._settings = settings
        self._key = key
        self._value = value
        self._timer = QTimer(self, singleShot=True, interval=_QUIET_MS)
        self._timer.timeout.connect(self._write)

    def changed(self, *_: object) -> None:
        """Note that the value has changed."""
        self._timer.start()

    def flush(self) -> None:
        """Write now what has changed; for the moment before a page goes."""
        if self._timer.isActive():
            self._timer.stop()
            self._write()

    def _write(self) -> None:
        self._settings.setValue(self._key, self._value())


def flush_all(owner: QObject) -> None:
    """Write everything under a window that has changed."""
    for kept in owner.findChildren(Remembered):
        kept.flush()


def remember_splitter(splitter: QSplitter, settings: QSettings, key: str, sizes: list[int]) -> None:
    """Give a splitter the sizes it had last time, or these."""
    state = settings.value(key)
    if not (isinstance(state, QByteArray) and splitter.restoreState(state)):
        splitter.setSizes(sizes)
    kept = Remembered(splitter, settings, key, splitter.saveState)
    splitter.splitterMoved.connect(kept.changed)


def remember_columns(header: QHeaderView, settings: QSettings, key: str, widths: list[int]) -> None:
    """Give a header the widths it had last time, or these; the last column takes what is left."""
    header.setStretchLastSection(True)
    state = settings.value(key)
    if not (isinstance(state, QByteArray) and header.restoreState(state)):
        for column, width in enumerate(widths[:-1]):
            header.resizeSection(column, width)
    kept = Remembered(header, settings, key, header.saveState)
    header.sectionResized.connect(kept.changed)
