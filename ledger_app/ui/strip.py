"""One sentence and a way out, at the top of the page: what other programs open a box for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleEvent, QPalette
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QToolButton, QVBoxLayout, QWidget

from ledger_app.core.i18n import _
from ledger_app.ui import icons, theme


class Tone(StrEnum):
    """How a message is coloured; the sign before it says the same."""

    NOTE = "note"
    NOTICE = "notice"


@dataclass(frozen=True, slots=True)
class Message:
    """One sentence, and a button for the way out where there is one. `key`: a newer one takes its place.

    `others` are further ways, each with its words.
    """

    text: str
    key: str = ""
    tone: Tone = Tone.NOTICE
    action: str = ""
    act: Callable[[], object] | None = None
    others: tuple[tuple[str, Callable[[], object]], ...] = ()
    is_closable: bool = True


class Strip(QFrame):
    """One message, with its way out and a button that puts it away (Esc)."""

    closed = Signal()

    def __init__(self, message: Message) -> None:
        super().__init__()
        self.message = message
        self.setObjectName("strip")
        self.setAccessibleName(message.text)
        self._sign = QLabel("ⓘ" if message.tone is Tone.NOTE else "!")
        self._sign.setObjectName("sign")
        self._text = QLabel(message.text)
        self._text.setWordWrap(True)
        self._text.setTextFormat(Qt.TextFormat.PlainText)
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 5, 6, 5)
        layout.addWidget(self._sign)
        layout.addWidget(self._text, 1)
        first = ((message.action, message.act),) if message.action and message.act else ()
        for words, act in (*first, *message.others):
            button = QPushButton(words)
            button.clicked.connect(lambda _checked=False, act=act: act())
            layout.addWidget(button)
        if message.is_closable:
            away = QToolButton()
            away.setAutoRaise(True)
            away.setIcon(icons.icon("close", self.palette()))
            away.setToolTip(_("Put this message away (Esc)"))
            away.setAccessibleName(_("Put this message away"))
            away.clicked.connect(self.closed)
            layout.addWidget(away)
        self._colour()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.PaletteChange:
            self._colour()
        super().changeEvent(event)

    def _colour(self) -> None:
        found = theme.colours(self.parentWidget().palette() if self.parentWidget() else self.palette())
        ground = found.notice_ground if self.message.tone is Tone.NOTICE else found.raised
        sheet = f"#strip {{ background: {ground.name()}; border-bottom: 1px solid {found.line.name()}; }}"
        if self.styleSheet() != sheet:
            self.setStyleSheet(sheet)
        sign = QPalette(self._sign.palette())
        sign.setColor(QPalette.ColorRole.WindowText, found.notice)
        self._sign.setPalette(sign)


class Strips(QWidget):
    """The messages of a page, newest at the bottom; one of each key."""

    def __init__(self) -> None:
        super().__init__()
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(0)
        self.shown: list[Strip] = []

    def show_message(self, message: Message) -> None:
        """Add a message, in place of the one with the same key or text."""
        key = message.key or message.text
        self.drop(key)
        strip = Strip(message)
        strip.closed.connect(lambda: self.drop(key))
        self._layout.addWidget(strip)
        self.shown.append(strip)
        QAccessible.updateAccessibility(QAccessibleEvent(strip, QAccessible.Event.Alert))

    def drop(self, key: str) -> None:
        """Put a message away."""
        for strip in [s for s in self.shown if (s.message.key or s.message.text) == key]:
            self.shown.remove(strip)
            self._layout.removeWidget(strip)
            strip.hide()
            strip.deleteLater()

    def drop_newest(self) -> None:
        """Put the newest message away that can be."""
        closable = [s.message for s in self.shown if s.message.is_closable]
        if closable:
            self.drop(closable[-1].key or closable[-1].text)

    def clear(self) -> None:
        """Put all messages away."""
        for strip in list(self.shown):
            self.drop(strip.message.key or strip.message.text)
