"""What the forms that open inside a page have in common: their keys."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QPushButton


class InlineForm(QFrame):
    """A form that Enter hands over (`take`), except on its button `cancel`, and Esc leaves."""

    left = Signal()
    cancel: QPushButton

    def take(self) -> None:
        """Hand over what was said."""
        raise NotImplementedError

    def leave(self) -> None:
        """Say that nothing is to become of it."""
        self.left.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        match event.key():
            case Qt.Key.Key_Escape:
                self.leave()
            case Qt.Key.Key_Return | Qt.Key.Key_Enter if not self.cancel.hasFocus():
                self.take()
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                self.cancel.click()
            case _:
                super().keyPressEvent(event)
