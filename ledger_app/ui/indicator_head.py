"""The line above the checklist: what the indicator is called, what it is worth, how it is scored."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QLabel, QSizePolicy, QVBoxLayout, QWidget

from ledger_app.core.i18n import _
from ledger_app.ui import file_words, fonts
from ledger_app.ui.indicator_nodes import Node
from ledger_app.ui.indicator_tree import title


class IndicatorHead(QWidget):
    """Two or three lines of words, nothing to press."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = QLabel()
        self.facts = QLabel()
        self.scoring = QLabel()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(10, 6, 10, 6)
        layout.setSpacing(2)
        for label in (self.title, self.facts, self.scoring):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
            layout.addWidget(label)
        self.facts.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self.scoring.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self._set_fonts()

    def show_node(self, node: Node | None) -> None:
        """Show an indicator or a section; nothing for None."""
        self.setVisible(node is not None)
        if node is None:
            return
        self.title.setText(title(node))
        self.title.setAccessibleName(f"{title(node)}, {node.progress.words()}")
        self.facts.setText(" · ".join(_facts(node)))
        scoring = node.indicator.scoring if node.indicator else ""
        self.scoring.setText(_("Scoring: {rule}").format(rule=scoring) if scoring else "")
        self.scoring.setVisible(bool(scoring))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._set_fonts()

    def _set_fonts(self) -> None:
        self.title.setFont(fonts.heading(self.font(), 1.15))


def _facts(node: Node) -> list[str]:
    found = []
    if node.points is not None:
        found.append(_("{n} points").format(n=file_words.points(node.points)))
    indicator = node.indicator
    if indicator is None:
        return [*found, node.progress.words()]
    if indicator.is_hard:
        found.append(_("★ hard: any deduction rules out 优秀"))
    if indicator.is_bonus:
        found.append(_("bonus"))
    if indicator.units:
        found.append(_(", ").join(indicator.units))
    return found
