"""What the audit page is narrowed by: how grave, which of them, whose, where, which rule, which words."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from ledger_app.audit import wording
from ledger_app.audit.model import Severity
from ledger_app.core.i18n import N_, _
from ledger_app.ui import fonts, severity
from ledger_app.ui.audit_model import Filter, Rows, Which

PARTS: dict[Which, str] = {
    Which.NEW: N_("New {n}"),
    Which.RETURNED: N_("Came back {n}"),
    Which.CLEARED: N_("Cleared {n}"),
    Which.WAIVED: N_("Set aside {n}"),
}
TIPS: dict[Which, str] = {
    Which.NEW: N_("Found since the audit before"),
    Which.RETURNED: N_("Cleared or set aside before, and here again"),
    Which.CLEARED: N_("Found by the audit before and no more"),
    Which.WAIVED: N_("Set aside by a person, with reason and name"),
}


class AuditBar(QWidget):
    """Two lines of choices over the list; `changed` follows whenever `filter` is another one."""

    changed = Signal()

    def __init__(self, wanted: Filter) -> None:
        super().__init__()
        self.filter = wanted
        self.severities = {s: QPushButton(checkable=True) for s in Severity}
        self.parts = {s: QPushButton(checkable=True) for s in PARTS}
        self.unit, self.subject, self.rule = QComboBox(), QComboBox(), QComboBox()
        self.text = QLineEdit(clearButtonEnabled=True)
        self._first, self._second = QHBoxLayout(), QHBoxLayout()
        self._build()
        self._show()

    def add(self, *widgets: QWidget) -> None:
        """Put more at the end of the second line."""
        for widget in widgets:
            self._second.addWidget(widget)

    def narrow(self, wanted: Filter) -> None:
        """Narrow to this, and to nothing else."""
        self.filter = wanted
        self._show()
        self.changed.emit()

    def offer(self, found: Rows) -> None:
        """Offer the units, subjects and rules that these findings have."""
        units = [("", _("All units")), *((u, u) for u in found.units)]
        subjects = [("", _("All villages")), *((s, s) for s in found.subjects)]
        rules = [("", _("All rules")), *((r, f"{r} {wording.title(r)}") for r in found.rules)]
        for box, choices, wanted in (
            (self.unit, units, self.filter.unit),
            (self.subject, subjects, self.filter.subject),
            (self.rule, rules, self.filter.rule),
        ):
            with QSignalBlocker(box):
                box.clear()
                for value, words in choices:
                    box.addItem(words, value)
                if wanted and box.findData(wanted) < 0:
                    box.addItem(wanted, wanted)
                box.setCurrentIndex(max(0, box.findData(wanted)))

    def count(self, severities: Mapping[Severity, int], parts: Mapping[Which, int]) -> None:
        """Write beside each choice how many it leaves."""
        for kind, count in severities.items():
            self.severities[kind].setText(f"{severity.label(kind)} {count:,}")
        for part, button in self.parts.items():
            count = parts.get(part, 0)
            button.setText(_(PARTS[part]).format(n=f"{count:,}"))
            button.setVisible(bool(count) or self.filter.which is part)

    def _build(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(10, 8, 10, 8)
        layout.setSpacing(6)
        layout.addLayout(self._first)
        layout.addLayout(self._second)
        for button in (*self.severities.values(), *self.parts.values()):
            fonts.bold_when_checked(button)
        for button in self.severities.values():
            button.clicked.connect(self._read)
            self._first.addWidget(button)
        self._first.addStretch(1)
        for part, button in self.parts.items():
            button.setToolTip(_(TIPS[part]))
            button.clicked.connect(lambda on, part=part: self._choose_part(part, is_on=on))
            self._first.addWidget(button)
        self.unit.setAccessibleName(_("Unit"))
        self.subject.setAccessibleName(_("Village or household"))
        self.rule.setAccessibleName(_("Rule"))
        for box in (self.unit, self.subject, self.rule):
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            box.setMinimumContentsLength(9)
            box.currentIndexChanged.connect(self._read)
            self._second.addWidget(box)
        self.text.setPlaceholderText(_("Filter findings"))
        self.text.setAccessibleName(_("Filter findings"))
        self.text.textChanged.connect(self._read)
        self._second.addWidget(self.text, 1)

    def _choose_part(self, part: Which, *, is_on: bool) -> None:
        for other, button in self.parts.items():
            button.setChecked(is_on and other is part)
        self._read()

    def _read(self) -> None:
        chosen = [part for part, button in self.parts.items() if button.isChecked()]
        self.filter = Filter(
            severities=frozenset(s for s, button in self.severities.items() if button.isChecked()),
            unit=str(self.unit.currentData() or ""),
            subject=str(self.subject.currentData() or ""),
            rule=str(self.rule.currentData() or ""),
            text=self.text.text(),
            which=chosen[0] if chosen else Which.ANY,
        )
        self.changed.emit()

    def _show(self) -> None:
        for kind, button in self.severities.items():
            button.setChecked(kind in self.filter.severities)
        for part, button in self.parts.items():
            button.setChecked(part is self.filter.which)
        with QSignalBlocker(self.text):
            self.text.setText(self.filter.text)
