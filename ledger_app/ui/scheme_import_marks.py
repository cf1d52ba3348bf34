"""Hard marks set by a list that a letter gives: paste it, see what was found, mark all at once."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
)

from ledger_app.core.i18n import _, ngettext
from ledger_app.scheme.drafts import Listed, listed
from ledger_app.scheme.model import Scheme

_LINES = 4
_MOST_UNKNOWN = 6


class MarksByList(QFrame):
    """A field for the list and what it finds; `wanted` carries the finds and whether all others are not hard."""

    wanted = Signal(object, bool)
    closed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._scheme: Scheme | None = None
        self._found = Listed((), ())
        self.setFrameShape(QFrame.Shape.StyledPanel)
        label = QLabel(_("Paste the hard indicators as the letter names them (numbers or names):"))
        label.setWordWrap(True)
        self.text = QPlainTextEdit()
        self.text.setAccessibleName(label.text())
        self.text.setTabChangesFocus(True)
        self.text.setFixedHeight(self.fontMetrics().lineSpacing() * _LINES + 14)
        self.text.textChanged.connect(self._look)
        label.setBuddy(self.text)
        self.said = QLabel()
        self.said.setWordWrap(True)
        self.said.setTextFormat(Qt.TextFormat.PlainText)
        self.only = QCheckBox(_("All others are not hard"))
        self.mark_button = QPushButton(_("Mark as hard"))
        self.mark_button.clicked.connect(lambda: self.wanted.emit(self._found, self.only.isChecked()))
        away = QPushButton(_("Close the list"))
        away.clicked.connect(self.closed)
        row = QHBoxLayout()
        for button in (self.mark_button, away):
            row.addWidget(button)
        row.addWidget(self.only)
        row.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 6, 8, 6)
        for widget in (label, self.text, self.said):
            layout.addWidget(widget)
        layout.addLayout(row)
        self.setFocusProxy(self.text)
        self._look()

    def show_scheme(self, scheme: Scheme) -> None:
        """Look the list up in this scheme."""
        self._scheme = scheme
        self._look()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)

    def _look(self) -> None:
        text = self.text.toPlainText()
        self._found = listed(self._scheme, text) if self._scheme and text else Listed((), ())
        count, unknown = len(self._found.found), self._found.unknown
        self.mark_button.setEnabled(count > 0)
        if not count and not unknown:
            self.said.setText(_("One a line, or with commas between; ranges such as 3-7 as well."))
            return
        said = ngettext("{n} indicator found.", "{n} indicators found.", count).format(n=count)
        if unknown:
            names = "；".join(unknown[:_MOST_UNKNOWN]) + ("…" if len(unknown) > _MOST_UNKNOWN else "")
            missed = ngettext("{n} entry not found: {names}", "{n} entries not found: {names}", len(unknown))
            missed = missed.format(n=len(unknown), names=names)
            said = _("{first} {second}").format(first=said, second=missed)
        self.said.setText(said)
