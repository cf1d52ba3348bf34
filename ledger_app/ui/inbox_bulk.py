"""Accepting many suggestions at once: a threshold, and how many files that is before it is done."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLabel,
    QSlider,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from ledger_app.core.i18n import _, ngettext
from ledger_app.evidence.model import Candidate

_LEAST, _USUAL = 50, 90


class BulkAccept(QDialog):
    """Asks above which score suggestions are accepted; `chosen` are those, once it was accepted."""

    def __init__(self, parent: QWidget, best: Sequence[Candidate]) -> None:
        super().__init__(parent)
        self._best = sorted(best, key=lambda c: -c.score)
        self.setWindowTitle(_("Accept many suggestions"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.percent = QSpinBox()
        self.count = QLabel()
        for part in (self.slider, self.percent):
            part.setRange(_LEAST, 100)
            part.setAccessibleName(_("Accept from this score on"))
        self.percent.setSuffix(" %")
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.button = buttons.addButton(_("Accept"), QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        self.slider.valueChanged.connect(self.percent.setValue)
        self.percent.valueChanged.connect(self.slider.setValue)
        self.percent.valueChanged.connect(self._show)
        line = QHBoxLayout()
        line.addWidget(self.slider, 1)
        line.addWidget(self.percent)
        hint = QLabel(
            _(
                "The score is the chance that a suggestion is right. All of it is one step; Ctrl+Z takes it back."
            )
        )
        hint.setWordWrap(True)
        layout = QVBoxLayout(self)
        layout.addWidget(QLabel(_("Link every file whose best suggestion reaches this score:")))
        layout.addLayout(line)
        layout.addWidget(self.count)
        layout.addWidget(hint)
        layout.addWidget(buttons)
        self.setMinimumWidth(self.fontMetrics().height() * 26)
        self.slider.setValue(_USUAL)
        self._show()

    @property
    def chosen(self) -> list[Candidate]:
        """The suggestions that reach the score."""
        return [c for c in self._best if c.score >= self.percent.value() / 100]

    def _show(self) -> None:
        n = len(self.chosen)
        text = ngettext(
            "{n} of {all} files with a suggestion will be linked",
            "{n} of {all} files with a suggestion will be linked",
            n,
        )
        self.count.setText(text.format(n=n, all=len(self._best)))
        self.button.setEnabled(n > 0)
