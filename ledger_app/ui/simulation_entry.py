"""What is typed into a mock assessment: a deduction with its reason, or the name of another one."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QPalette
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QLineEdit, QPushButton, QWidget

from ledger_app.core.i18n import _
from ledger_app.ui import simulation_model, theme
from ledger_app.ui.elided_label import ElidedLabel
from ledger_app.ui.simulation_model import Row


class EntryLine(QFrame):
    """A line below the list: points, reason, Enter; `entered` carries both, `left` follows Esc."""

    entered = Signal(float, str)
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.row: Row | None = None
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.about = ElidedLabel()
        self.points, self.reason = QLineEdit(), QLineEdit()
        self.button = QPushButton(_("Store (Enter)"))
        self.hint = QLabel()
        palette = QPalette(self.hint.palette())
        palette.setColor(QPalette.ColorRole.WindowText, theme.colours(palette).notice)
        self.hint.setPalette(palette)
        self.hint.hide()
        self.points.setMaximumWidth(self.fontMetrics().horizontalAdvance("0") * 12)
        self.reason.setPlaceholderText(_("Reason, e.g. what the reviewer missed"))
        self.reason.setAccessibleName(_("Reason"))
        self.points.returnPressed.connect(self.reason.setFocus)
        self.reason.returnPressed.connect(self.take)
        self.button.clicked.connect(self.take)
        fields = QHBoxLayout()
        for part in (self.points, self.reason, self.button):
            fields.addWidget(part, 1 if part is self.reason else 0)
        grid = QGridLayout(self)
        grid.setContentsMargins(10, 6, 10, 6)
        grid.addWidget(self.about, 0, 0)
        grid.addWidget(self.hint, 0, 1)
        grid.addLayout(fields, 1, 0, 1, 2)
        grid.setColumnStretch(0, 1)

    def show_row(self, row: Row | None) -> None:
        """Show what is entered for: an indicator, or a deduction that can be corrected."""
        if row == self.row:
            return
        self.row = row
        indicator = row.indicator if row else None
        deduction = row.deduction if row else None
        is_bonus = bool(indicator and indicator.is_bonus)
        words = _("Points given") if is_bonus else _("Points off")
        self.points.setPlaceholderText(words)
        self.points.setAccessibleName(words)
        if indicator is None:
            about = _("Choose an indicator, then type the points.")
        elif deduction:
            about = _("Correct the deduction from {code} {name}; Del takes it back.")
            about = about.format(code=indicator.code, name=indicator.name)
        else:
            about = _("{code} {name}: {scoring}").format(
                code=indicator.code, name=indicator.name, scoring=indicator.scoring or "–"
            )
        self.about.setText(about)
        self.points.setText(f"{abs(deduction.points):g}" if deduction else "")
        self.reason.setText(deduction.reason if deduction else "")
        self.hint.hide()
        for part in (self.points, self.reason, self.button):
            part.setEnabled(indicator is not None)

    def begin(self, text: str = "") -> None:
        """Give the keyboard to the points; `text` are the digits that were typed already."""
        if not self.points.isEnabled():
            return
        self.points.setFocus(Qt.FocusReason.OtherFocusReason)
        if text:
            self.points.setText(text)
        else:
            self.points.selectAll()

    def take(self) -> None:
        """Hand over what was typed, or say what is missing."""
        points, reason = simulation_model.given(self.points.text()), self.reason.text().strip()
        if points is None:
            self._miss(_("Please write the points as a number, e.g. 0.5"), self.points)
        elif not reason:
            self._miss(_("Please write the reason."), self.reason)
        else:
            self.hint.hide()
            self.entered.emit(points, reason)
            self.points.clear()
            self.reason.clear()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.hint.hide()
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def _miss(self, words: str, field: QLineEdit) -> None:
        self.hint.setText(words)
        self.hint.show()
        field.setFocus(Qt.FocusReason.OtherFocusReason)


class BeginForm(QWidget):
    """Name and reviewer of another mock assessment; `agreed` carries both, `left` follows Esc."""

    agreed = Signal(str, str)
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.actor = ""
        self.is_asked = False
        self.about = QLabel(
            _(
                "Go through the indicators as an inspector would: type what would be deducted, and why. The total, "
                "the grade and whether “excellent” holds are counted as you type. The audit stays as it is."
            )
        )
        self.about.setWordWrap(True)
        self.about.setMaximumWidth(self.fontMetrics().horizontalAdvance("0") * 90)
        self.name, self.reviewer = QLineEdit(), QLineEdit()
        self.button, self.cancel = QPushButton(_("Begin (Enter)")), QPushButton(_("Cancel (Esc)"))
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 12, 0, 0)
        grid.setVerticalSpacing(8)
        grid.addWidget(self.about, 0, 0, 1, 3)
        for number, (words, field) in enumerate(
            ((_("Name"), self.name), (_("Reviewer"), self.reviewer)), start=1
        ):
            label = QLabel(words)
            label.setBuddy(field)
            field.setAccessibleName(words)
            field.setMinimumWidth(self.fontMetrics().horizontalAdvance("0") * 40)
            field.returnPressed.connect(self.take)
            grid.addWidget(label, number, 0)
            grid.addWidget(field, number, 1)
        buttons = QHBoxLayout()
        buttons.addWidget(self.button)
        buttons.addWidget(self.cancel)
        buttons.addStretch(1)
        grid.addLayout(buttons, 3, 1)
        grid.setColumnStretch(2, 1)
        grid.setRowStretch(4, 1)
        self.button.clicked.connect(self.take)
        self.cancel.clicked.connect(self.left)

    def ask(self, name: str, reviewer: str, *, is_first: bool) -> None:
        """Ask for the next mock assessment, with what it would be called."""
        self.is_asked = not is_first
        self.name.setText(name)
        self.reviewer.setText(reviewer)
        self.name.setFocus(Qt.FocusReason.OtherFocusReason)
        self.name.selectAll()

    def take(self) -> None:
        """Hand over what was typed; what is missing has the keyboard."""
        name, reviewer = self.name.text().strip(), self.reviewer.text().strip()
        if name and reviewer:
            self.agreed.emit(name, reviewer)
        else:
            (self.reviewer if name else self.name).setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)
