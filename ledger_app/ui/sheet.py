"""A page over the desk that is left again by Esc: the keys, the archive's settings, the scheme's doubts."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QPushButton, QScrollArea, QVBoxLayout, QWidget

from ledger_app.core.i18n import _


class Sheet(QWidget):
    """Has a button and a key to go back; `left` follows either."""

    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.back = QPushButton(_("Back (Esc)"))
        self.back.clicked.connect(self.left)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def scroll(self, body: QWidget, *below: QWidget) -> None:
        """Fill the sheet with this, which scrolls where the room is short; `below` always stays in view."""
        area = QScrollArea()
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        area.setWidgetResizable(True)
        area.setWidget(body)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(area, 1)
        for one in below:
            layout.addWidget(one)
