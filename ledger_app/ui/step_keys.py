"""The keys of undo and redo, for pages that have steps of their own."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QKeySequence


def step_of(event: QKeyEvent) -> str:
    """Return `undo` or `redo` for their keys, else nothing."""
    if event.matches(QKeySequence.StandardKey.Undo):
        return "undo"
    is_y = event.key() == Qt.Key.Key_Y and event.modifiers() == Qt.KeyboardModifier.ControlModifier
    return "redo" if is_y or event.matches(QKeySequence.StandardKey.Redo) else ""
