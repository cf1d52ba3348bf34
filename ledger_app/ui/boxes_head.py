"""What stands above the items of a box: which one it is, how full, and what is wrong with it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from ledger_app.core.i18n import _
from ledger_app.ui import boxes_rows, fonts, theme
from ledger_app.ui.boxes_rows import Shelf
from ledger_app.vault.model import Box


def plain_label(*, is_notice: bool = False) -> QLabel:
    """Return an empty label for a sentence; one of notice is hidden while it says nothing."""
    label = QLabel()
    label.setWordWrap(True)
    label.setTextFormat(Qt.TextFormat.PlainText)
    if is_notice:
        palette = QPalette(label.palette())
        palette.setColor(QPalette.ColorRole.WindowText, theme.colours(palette).notice)
        label.setPalette(palette)
        label.hide()
    return label


class BoxHead(QWidget):
    """Three lines: the box's name, what it holds, and a warning where there is one."""

    def __init__(self) -> None:
        super().__init__()
        self.name, self.told, self.warning = plain_label(), plain_label(), plain_label(is_notice=True)
        self.name.setFont(fonts.heading(self.font(), 1.15))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(10, 0, 10, 2)
        layout.setSpacing(4)
        for label in (self.name, self.told, self.warning):
            layout.addWidget(label)

    def show_box(self, box: Box | None, shelf: Shelf) -> None:
        """Say what a box is; nothing where none is chosen."""
        if box is None:
            self.hide()
            return
        name = _("Box {number}").format(number=box.number)
        self.name.setText(f"{name}  {boxes_rows.series_text(box, shelf.offices)}")
        self.told.setText(boxes_rows.told(box))
        self.warning.setText(boxes_rows.warnings(box))
        self.warning.setVisible(bool(self.warning.text()))
        self.show()
