"""Filing items: a line below the list that asks for year, retention, office and secrecy."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QComboBox, QFrame, QGridLayout, QHBoxLayout, QLabel, QLineEdit, QPushButton

from ledger_app.binder.words import RETENTION, SECRECY, retention_name
from ledger_app.core.i18n import _, ngettext
from ledger_app.ui import theme
from ledger_app.ui.boxes_rows import Shelf, office_name
from ledger_app.ui.inline_form import InlineForm

FIELDS = ("year", "retention", "office", "secrecy")


class FilingForm(InlineForm):
    """`agreed` carries the fields that were chosen (none: the items are moved out) and the reason; `left` follows Esc.

    Nothing is stored here.
    """

    agreed = Signal(dict, str)

    def __init__(self) -> None:
        super().__init__()
        self.title = QLabel()
        self.fields = {name: QComboBox() for name in FIELDS}
        self.reason = QLineEdit()
        self.agree = QPushButton(_("File (Enter)"))
        self._names: list[QLabel] = []
        self._is_leaving = False
        self.cancel = QPushButton(_("Cancel (Esc)"))
        self.hint = QLabel()
        self._build()
        self.hide()

    def ask(self, count: int, shelf: Shelf, *, is_printed: bool) -> None:
        """Ask where so many items belong; `is_printed`: a number that stands on paper is given up if they leave."""
        self.title.setText(ngettext("File {n} item", "File {n} items", count).format(n=f"{count:,}"))
        usual = _("as the settings: {value}")
        years = [str(shelf.usual.year - 1), str(shelf.usual.year), str(shelf.usual.year + 1)]
        choices = {
            "year": [(usual.format(value=shelf.usual.year), ""), *((year, year) for year in years)],
            "retention": [
                (usual.format(value=retention_name(shelf.usual.retention)), ""),
                *((_(words), code) for code, words in RETENTION.items()),
            ],
            "office": [
                (_("none"), ""),
                *((f"{code} {office_name(code, shelf.offices)}", code) for code in shelf.offices),
            ],
            "secrecy": [(_("public"), ""), *((_(words), str(code)) for code, words in SECRECY.items())],
        }
        for name, field in self.fields.items():
            field.clear()
            field.addItem(_("unchanged"), None)
            for words, value in choices[name]:
                field.addItem(words, value)
        self._open(is_leaving=False, has_reason=is_printed)
        self.fields["retention"].setFocus(Qt.FocusReason.OtherFocusReason)

    def ask_why(self, count: int) -> None:
        """Ask why so many items, whose numbers stand on paper, are moved out of the archive order."""
        text = ngettext(
            "Move {n} item out of the archive order", "Move {n} items out of the archive order", count
        )
        self.title.setText(text.format(n=f"{count:,}"))
        self._open(is_leaving=True, has_reason=True)
        self.reason.setFocus(Qt.FocusReason.OtherFocusReason)

    def say(self, text: str) -> None:
        """Say what keeps the items from being filed so."""
        self.hint.setText(text)
        self.hint.setVisible(bool(text))

    def take(self) -> None:
        """Hand over what was chosen."""
        chosen = {name: value for name, field in self.fields.items() if (value := _value(field)) is not None}
        if self._is_leaving:
            chosen = {}
        elif not chosen:
            self.say(_("Choose what is to change."))
            return
        self.agreed.emit(chosen, self.reason.text().strip())

    def _open(self, *, is_leaving: bool, has_reason: bool) -> None:
        self._is_leaving = is_leaving
        self.agree.setText(_("Move out (Enter)") if is_leaving else _("File (Enter)"))
        for part in (*self.fields.values(), *self._names):
            part.setVisible(not is_leaving)
        self.reason.clear()
        self.reason.setVisible(has_reason)
        self.hint.hide()
        self.show()

    def leave(self) -> None:
        """Put the line away without a word."""
        self.hide()
        super().leave()

    def _build(self) -> None:
        self.setFrameShape(QFrame.Shape.StyledPanel)
        names = {
            "year": _("Year"),
            "retention": _("Retention period"),
            "office": _("Office (function)"),
            "secrecy": _("Secrecy"),
        }
        grid = QGridLayout(self)
        grid.setContentsMargins(10, 6, 10, 6)
        grid.addWidget(self.title, 0, 0, 1, 4)
        for column, (name, field) in enumerate(self.fields.items()):
            label = QLabel(names[name])
            label.setBuddy(field)
            label.setWordWrap(True)
            self._names.append(label)
            field.setAccessibleName(names[name])
            field.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            field.setMinimumContentsLength(4)
            grid.addWidget(label, 1, column)
            grid.addWidget(field, 2, column)
            grid.setColumnStretch(column, 1)
        for name in ("year", "office"):
            self.fields[name].setEditable(True)
            self.fields[name].setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.reason.setPlaceholderText(_("Why a printed number is given up; stands on the closing sheet"))
        self.reason.setAccessibleName(_("Reason"))
        grid.addWidget(self.reason, 3, 0, 1, 4)
        palette = QPalette(self.hint.palette())
        palette.setColor(QPalette.ColorRole.WindowText, theme.colours(palette).notice)
        self.hint.setPalette(palette)
        self.hint.setWordWrap(True)
        self.hint.setTextFormat(Qt.TextFormat.PlainText)
        buttons = QHBoxLayout()
        buttons.addWidget(self.hint, 1)
        buttons.addStretch(0)
        buttons.addWidget(self.agree)
        buttons.addWidget(self.cancel)
        grid.addLayout(buttons, 4, 0, 1, 4)
        self.agree.clicked.connect(self.take)
        self.cancel.clicked.connect(self.leave)


def _value(field: QComboBox) -> str | None:
    """Return what a field says: a choice's value, or what was typed instead; None where it stays as it is."""
    typed = field.currentText().strip()
    if field.isEditable() and typed != field.itemText(field.currentIndex()):
        return typed or None
    return field.currentData()
