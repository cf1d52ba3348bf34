"""The header above a scheme's table: each column's letter, and what it holds as a list to choose from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QAbstractScrollArea, QComboBox, QHeaderView

from ledger_app.core.i18n import _
from ledger_app.scheme.edit_files import letters
from ledger_app.scheme.headers import Role
from ledger_app.ui import fonts
from ledger_app.ui.scheme_words import ROLES

_GAP = 2


class RoleHeader(QHeaderView):
    """A list above every column; `role_chosen` carries the column and its role, None: by its header."""

    role_chosen = Signal(int, object)

    def __init__(self, parent: QAbstractScrollArea) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._lists: list[QComboBox] = []
        self.setSectionsMovable(False)
        self.setSectionsClickable(False)
        self.setMinimumSectionSize(self.fontMetrics().horizontalAdvance("0") * 6)
        self.sectionResized.connect(lambda *_: self.place_all())
        self.geometriesChanged.connect(self.place_all)
        parent.horizontalScrollBar().valueChanged.connect(lambda _at: self.place_all())

    def show_roles(self, roles: Sequence[Role | None], forced: Mapping[int, Role]) -> None:
        """Show what the columns hold; what a person chose stands out in bold."""
        while len(self._lists) > len(roles):
            self._lists.pop().deleteLater()
        while len(self._lists) < len(roles):
            self._lists.append(self._list(len(self._lists)))
        for column, (one, role) in enumerate(zip(self._lists, roles, strict=True)):
            one.setCurrentIndex(one.findData(role.value) if role else -1)
            is_forced = column in forced
            one.setFont(fonts.heading(self.font()) if is_forced else self.font())
            words = one.currentText() or one.placeholderText()
            said = _("Column {letters}: {role}").format(letters=letters(column), role=words)
            one.setAccessibleName(said)
            one.setToolTip(
                _("{said} (chosen by hand; F4)").format(said=said)
                if is_forced
                else _("{said} (F4 to choose)").format(said=said)
            )
        self.place_all()

    def open_role(self, column: int) -> None:
        """Open the list of a column."""
        if column < len(self._lists):
            self._lists[column].setFocus()
            self._lists[column].showPopup()

    def list_of(self, column: int) -> QComboBox:
        """Return the list above a column."""
        return self._lists[column]

    def narrowest(self, column: int) -> int:
        """Return the width in which the role of a column can be read."""
        text = self._lists[column].currentText() if column < len(self._lists) else ""
        return self.fontMetrics().horizontalAdvance(text) + self.fontMetrics().height() * 2

    def place_all(self) -> None:
        """Put every list over its column."""
        height = self.height() - 2 * _GAP
        for column, one in enumerate(self._lists):
            left = self.sectionViewportPosition(column)
            width = self.sectionSize(column)
            is_seen = left + width > 0 and left < self.viewport().width()
            one.setVisible(is_seen)
            if is_seen:
                one.setGeometry(left + _GAP, _GAP, width - 2 * _GAP, height)

    def sizeHint(self) -> QSize:
        hint = super().sizeHint()
        height = (
            self._lists[0].sizeHint().height() if self._lists else round(self.fontMetrics().height() * 1.8)
        )
        return QSize(hint.width(), height + 2 * _GAP)

    def _list(self, column: int) -> QComboBox:
        one = QComboBox(self.viewport())
        one.setPlaceholderText(_("Not known"))
        one.setFocusPolicy(Qt.FocusPolicy.ClickFocus)  # F4 in the table opens it
        one.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        one.setMinimumContentsLength(1)
        for role, words in ROLES.items():
            one.addItem(_(words), role.value)
        one.insertSeparator(one.count())
        one.addItem(_("By its header"), "")
        one.view().setMinimumWidth(self.fontMetrics().horizontalAdvance("0") * 22)
        one.activated.connect(lambda _at, column=column: self._choose(column))
        one.show()
        return one

    def _choose(self, column: int) -> None:
        value = self._lists[column].currentData()
        self.parentWidget().setFocus()
        self.role_chosen.emit(column, Role(value) if value else None)
