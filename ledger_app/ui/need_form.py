"""The sheet in place of the checklist on which a person says what a requirement needs."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPalette
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QScrollArea,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from ledger_app.core.i18n import _
from ledger_app.scheme import need_wording
from ledger_app.scheme.model import Indicator, Need, Requirement, Roster
from ledger_app.scheme.needs import MOST
from ledger_app.scheme.templates import TEMPLATES
from ledger_app.search.kinds import KINDS
from ledger_app.ui import fonts, theme
from ledger_app.ui.inline_form import InlineForm

_MOST_STEPS = 99


class NeedForm(InlineForm):
    """`agreed` carries the words and the need; `left` follows Esc. Nothing is stored here."""

    agreed = Signal(str, object)
    rosters_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.indicator: Indicator | None = None
        self.requirement: Requirement | None = None
        self.heading = QLabel()
        self.words = QLineEdit()
        self.kinds = _Kinds()
        self.count = QSpinBox(minimum=1, maximum=MOST)
        self.every = QComboBox()
        self.since, self.until = QLineEdit(), QLineEdit()
        self.is_signed, self.is_sealed = QCheckBox(_("signed")), QCheckBox(_("sealed"))
        self.roster = QComboBox()
        self.rosters = QPushButton(_("Rosters…"))
        self.chain, self.instead = QComboBox(editable=True), QComboBox(editable=True)
        self.step = QSpinBox(minimum=0, maximum=_MOST_STEPS)
        self.hint = QLabel()
        self.agree, self.cancel = QPushButton(_("Save (Enter)")), QPushButton(_("Cancel (Esc)"))
        self._build()

    def ask(self, indicator: Indicator, requirement: Requirement | None, rosters: Sequence[Roster]) -> None:
        """Ask about a requirement of an indicator, or (None) about another one to add."""
        self.indicator, self.requirement = indicator, requirement
        need = requirement.need if requirement else Need()
        self.heading.setText(_("What is needed") if requirement else _("Another requirement"))
        self.words.setText(requirement.text if requirement else "")
        self.kinds.choose(need.kinds)
        self.count.setValue(need.count)
        self.every.setCurrentIndex(max(0, self.every.findData(need.every)))
        self.since.setText(need.since)
        self.until.setText(need.until)
        self.is_signed.setChecked(need.is_signed)
        self.is_sealed.setChecked(need.is_sealed)
        self.offer(rosters, need.roster)
        others = [r.need for r in indicator.requirements if not r.is_drafted]
        chains = dict.fromkeys([n.chain for n in others if n.chain] + [t.chain for t in TEMPLATES])
        _fill(self.chain, chains, need.chain)
        _fill(self.instead, dict.fromkeys(n.instead for n in others if n.instead), need.instead)
        self.step.setValue(need.step)
        self.hint.hide()
        (self.kinds if requirement else self.words).setFocus(Qt.FocusReason.OtherFocusReason)

    def offer(self, rosters: Sequence[Roster], chosen: int | None = None) -> None:
        """Offer these rosters; without `chosen` the one that is chosen stays."""
        wanted = chosen if chosen is not None else self.roster.currentData()
        self.roster.clear()
        self.roster.addItem(_("nobody in particular"), None)
        for one in rosters:
            kind = _(need_wording.ROSTER_KINDS[one.kind])
            words = _("each of {roster} ({kind}, {n})")
            self.roster.addItem(words.format(roster=one.name, kind=kind, n=len(one.subjects)), one.id)
        self.roster.setCurrentIndex(max(0, self.roster.findData(wanted)))

    def need(self) -> Need:
        """Return what was said."""
        chain = self.chain.currentText().strip()
        return Need(
            kinds=self.kinds.chosen(),
            count=self.count.value(),
            every=str(self.every.currentData() or ""),
            since=self.since.text().strip(),
            until=self.until.text().strip(),
            is_signed=self.is_signed.isChecked(),
            is_sealed=self.is_sealed.isChecked(),
            roster=self.roster.currentData(),
            chain=chain,
            step=(self.step.value() or self._next_step(chain)) if chain else 0,
            instead=self.instead.currentText().strip(),
        )

    def take(self) -> None:
        """Hand over what was said, or say what is missing."""
        words = self.words.text().strip()
        if words:
            self.hint.hide()
            self.agreed.emit(words, self.need())
            return
        self.hint.setText(_("Please write what is asked for, e.g. 验收表."))
        self.hint.show()
        self.words.setFocus(Qt.FocusReason.OtherFocusReason)

    def _next_step(self, chain: str) -> int:
        known = self.indicator.requirements if self.indicator else ()
        return 1 + max((r.need.step for r in known if r.need.chain == chain), default=0)

    # building

    def _build(self) -> None:
        self.heading.setFont(fonts.heading(self.font(), 1.05))
        for code, words in (("", _("once is enough")), *need_wording.EVERY.items()):
            self.every.addItem(_(words) if code else words, code)
        for field, words in ((self.since, _("since the year's first day")), (self.until, _("its last day"))):
            field.setPlaceholderText(words)
            field.setToolTip(_("A day as 2025-03-01; empty: the assessment year"))
        self.step.setSpecialValueText(_("next"))
        self.step.setPrefix(_("step "))
        for box in (self.roster, self.chain, self.instead, self.every):
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            box.setMinimumContentsLength(4)  # the pane may be narrow and the text large
        for box, words in ((self.chain, _("none")), (self.instead, _("none"))):
            edit = box.lineEdit()
            edit.setPlaceholderText(words)
            box.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.rosters.clicked.connect(self.rosters_asked)
        self.agree.clicked.connect(self.take)
        self.cancel.clicked.connect(self.left)
        palette = QPalette(self.hint.palette())
        palette.setColor(QPalette.ColorRole.WindowText, theme.colours(palette).notice)
        self.hint.setPalette(palette)
        self.hint.setWordWrap(True)
        body = QWidget()
        self._fill_grid(QGridLayout(body))
        area = QScrollArea(widgetResizable=True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(body)
        buttons = QHBoxLayout()
        buttons.addWidget(self.agree)
        buttons.addWidget(self.cancel)
        buttons.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 0, 8, 6)
        layout.addWidget(self.heading)
        layout.addWidget(area, 1)
        layout.addWidget(self.hint)
        layout.addLayout(buttons)

    def _fill_grid(self, grid: QGridLayout) -> None:
        grid.setContentsMargins(0, 0, 4, 0)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 4)
        lines: tuple[tuple[str, tuple[QWidget, ...]], ...] = (
            (_("Words"), (self.words,)),
            (_("Any of these kinds will do; none: any kind"), (self.kinds,)),
            (_("Files at least"), (self.count, self.every)),
            (_("From, to"), (self.since, self.until)),
            (_("Must be"), (self.is_signed, self.is_sealed)),
            (_("For"), (self.roster, self.rosters)),
            (_("Link of a chain"), (self.chain, self.step)),
            (_("One of these is enough"), (self.instead,)),
        )
        number = 0
        for words, fields in lines:
            label = QLabel(words)
            label.setBuddy(fields[0])
            label.setWordWrap(True)
            row = QHBoxLayout()
            for field in fields:
                row.addWidget(field, 0 if isinstance(field, QCheckBox | QSpinBox | QPushButton) else 1)
                if not isinstance(field, QCheckBox):
                    field.setAccessibleName(words)
            if isinstance(fields[0], QCheckBox):
                row.addStretch(1)
            if fields[0] is self.kinds:
                grid.addWidget(label, number, 0, 1, 2)
                grid.addLayout(row, number + 1, 0, 1, 2)
                number += 1
            else:
                grid.addWidget(label, number, 0)
                grid.addLayout(row, number, 1)
            number += 1
        grid.setRowStretch(number, 1)
        self.until.setAccessibleName(_("To"))
        self.every.setAccessibleName(_("How often"))
        self.step.setAccessibleName(_("Step"))


class _Kinds(QListWidget):
    """The kinds of papers, each to be ticked with Space; all of them in view."""

    def __init__(self) -> None:
        super().__init__()
        self.setFlow(QListWidget.Flow.LeftToRight)
        self.setWrapping(True)
        self.setResizeMode(QListWidget.ResizeMode.Adjust)
        self.setUniformItemSizes(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTabKeyNavigation(False)
        self.viewport().setBackgroundRole(QPalette.ColorRole.Window)  # else an open box is lost in the dark
        for code, kind in KINDS.items():
            item = QListWidgetItem(_(kind.name))
            item.setData(Qt.ItemDataRole.UserRole, code)
            item.setFlags(
                Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsUserCheckable | Qt.ItemFlag.ItemIsSelectable
            )
            item.setCheckState(Qt.CheckState.Unchecked)
            self.addItem(item)
        metrics = self.fontMetrics()
        widest = max(metrics.horizontalAdvance(_(k.name)) for k in KINDS.values())
        self._cell = QSize(widest + metrics.height() * 2, round(metrics.height() * 1.35))
        for number in range(self.count()):
            self.item(number).setSizeHint(self._cell)
        self.setFixedHeight(self._cell.height() * 7 + 2 * self.frameWidth() + 2)

    def choose(self, codes: Sequence[str]) -> None:
        """Tick these kinds and no others."""
        for number in range(self.count()):
            item = self.item(number)
            is_chosen = item.data(Qt.ItemDataRole.UserRole) in codes
            item.setCheckState(Qt.CheckState.Checked if is_chosen else Qt.CheckState.Unchecked)
        ticked = [n for n in range(self.count()) if self.item(n).checkState() is Qt.CheckState.Checked]
        self.setCurrentRow(ticked[0] if ticked else 0)

    def chosen(self) -> tuple[str, ...]:
        """Return the kinds that are ticked, in the menu's order."""
        items = [self.item(number) for number in range(self.count())]
        return tuple(
            str(i.data(Qt.ItemDataRole.UserRole)) for i in items if i.checkState() is Qt.CheckState.Checked
        )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape):
            event.ignore()  # the sheet's keys
        else:
            super().keyPressEvent(event)


def _fill(box: QComboBox, choices: Sequence[str] | dict[str, None], text: str) -> None:
    box.clear()
    box.addItems([c for c in choices if c])
    box.setEditText(text)
