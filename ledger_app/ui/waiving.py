"""Setting findings aside: a line below the list that asks why, and who says so."""

from __future__ import annotations

from PySide6.QtCore import QSettings, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPalette
from PySide6.QtWidgets import QComboBox, QFrame, QGridLayout, QHBoxLayout, QLabel, QLineEdit, QPushButton

from ledger_app.core.i18n import N_, _, ngettext
from ledger_app.ui import theme

WHYS: tuple[str, ...] = (N_("Checked (已核实)"), N_("Does not apply (不适用)"))
"""What a person says of findings that are set aside; the words that follow are theirs."""


class WaiveForm(QFrame):
    """`agreed` carries the reason and the name; `left` follows Esc. Nothing is stored here but the name."""

    agreed = Signal(str, str)
    left = Signal()

    def __init__(self, settings: QSettings) -> None:
        super().__init__()
        self._settings = settings
        self.title = QLabel()
        self.why, self.reason, self.name = QComboBox(), QLineEdit(), QLineEdit()
        self.agree = QPushButton(_("Set aside (Enter)"))
        self.cancel = QPushButton(_("Cancel (Esc)"))
        self.hint = QLabel()
        self._build()
        self.hide()

    def ask(self, count: int, actor: str) -> None:
        """Ask about so many findings; `actor` is the name to begin with where none was given before."""
        text = ngettext("Set {n} finding aside", "Set {n} findings aside", count)
        self.title.setText(text.format(n=f"{count:,}"))
        self.reason.clear()
        self.hint.hide()
        if not self.name.text():
            self.name.setText(str(self._settings.value("audit/waiver-name", "")) or actor)
        self.show()
        self.reason.setFocus(Qt.FocusReason.OtherFocusReason)

    def take(self) -> None:
        """Hand over what was written, or say what is missing."""
        reason, name = self.reason.text().strip(), self.name.text().strip()
        missing = self.reason if not reason else self.name if not name else None
        if missing is not None:
            self.hint.setText(
                _("Please write why: it stands in the report beside the finding.")
                if missing is self.reason
                else _("Please write your name.")
            )
            self.hint.show()
            missing.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self._settings.setValue("audit/waiver-name", name)
        self.hide()
        why = str(self.why.currentData())
        self.agreed.emit(_("{why}: {reason}").format(why=_(why), reason=reason), name)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
        else:
            super().keyPressEvent(event)

    def leave(self) -> None:
        """Put the line away without a word."""
        self.hide()
        self.left.emit()

    def _build(self) -> None:
        self.setFrameShape(QFrame.Shape.StyledPanel)
        for why in WHYS:
            self.why.addItem(_(why), why)
        self.why.setAccessibleName(_("Kind of reason"))
        self.reason.setPlaceholderText(_("Why, e.g. what was looked at"))
        self.reason.setAccessibleName(_("Reason"))
        self.name.setPlaceholderText(_("Your name"))
        self.name.setAccessibleName(_("Your name"))
        self.name.setMaximumWidth(self.fontMetrics().horizontalAdvance("0") * 16)
        for field in (self.reason, self.name):
            field.returnPressed.connect(self.take)
        self.agree.clicked.connect(self.take)
        self.cancel.clicked.connect(self.leave)
        palette = QPalette(self.hint.palette())
        palette.setColor(QPalette.ColorRole.WindowText, theme.colours(palette).notice)
        self.hint.setPalette(palette)
        fields, buttons = QHBoxLayout(), QHBoxLayout()
        signed = QLabel(_("Your name"))
        signed.setBuddy(self.name)
        for part in (self.why, self.reason, signed, self.name):
            fields.addWidget(part, 1 if part is self.reason else 0)
        buttons.addWidget(self.hint, 1)
        buttons.addStretch(1)
        buttons.addWidget(self.agree)
        buttons.addWidget(self.cancel)
        grid = QGridLayout(self)
        grid.setContentsMargins(10, 6, 10, 6)
        grid.addWidget(self.title, 0, 0)
        grid.addLayout(fields, 1, 0)
        grid.addLayout(buttons, 2, 0)
