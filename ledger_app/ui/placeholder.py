"""What a page shows when it has nothing to list: what it is for, and the first step."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from ledger_app.ui import fonts


class Placeholder(QWidget):
    """A heading, a sentence and at most one button, in the middle of the room."""

    def __init__(self) -> None:
        super().__init__()
        self._act: Callable[[], object] | None = None
        self._heading = QLabel()
        self._heading.setFont(fonts.heading(self.font(), 1.2))
        self._text = QLabel()
        self._text.setWordWrap(True)
        self._text.setMaximumWidth(520)
        self._text.setMinimumWidth(320)
        for label in (self._heading, self._text):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
            label.setTextFormat(Qt.TextFormat.PlainText)
        self.button = QPushButton()
        self.button.clicked.connect(lambda: self._act and self._act())
        self.button.hide()
        middle = QHBoxLayout()  # an alignment would give the text the height of a wider one
        middle.addStretch(1)
        middle.addWidget(self._text, 100)
        middle.addStretch(1)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self.button)
        row.addStretch(1)
        layout = QVBoxLayout(self)
        layout.addStretch(2)
        layout.addWidget(self._heading, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addSpacing(6)
        layout.addLayout(middle)
        layout.addSpacing(12)
        layout.addLayout(row)
        layout.addStretch(3)

    def say(
        self, heading: str, text: str, *, action: str = "", act: Callable[[], object] | None = None
    ) -> None:
        """Show these words, and the button where there is something to do."""
        self._heading.setText(heading)
        self._text.setText(text)
        self.button.setText(action)
        self.button.setVisible(bool(action))
        self._act = act
