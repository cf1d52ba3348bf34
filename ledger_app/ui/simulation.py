"""A mock assessment (模拟考核): a reviewer's deductions, each stored at once, with total and grade beside them."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QPalette, QShortcut
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from ledger_app.archive import Archive, local_now
from ledger_app.audit import scoring
from ledger_app.audit.scoring import Simulation
from ledger_app.core.database import Changes
from ledger_app.core.i18n import _
from ledger_app.core.progress import Progress
from ledger_app.scheme.model import Indicator
from ledger_app.ui import file_words, fonts, simulation_model, theme
from ledger_app.ui.context import ArchiveWork, Context
from ledger_app.ui.jobs import Turn
from ledger_app.ui.sheet import Sheet
from ledger_app.ui.simulation_entry import BeginForm, EntryLine
from ledger_app.ui.simulation_model import Kind, Row
from ledger_app.ui.state import State
from ledger_app.ui.table import Column, Table

_CURRENT = "simulation/current"


class SimulationSheet(Sheet):
    """Choose or begin a mock assessment; a digit on an indicator begins a deduction from it."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._known: tuple[Simulation, ...] = ()
        self._wanted = int(str(context.settings.value(_CURRENT, 0) or 0))
        self.choice = QComboBox()
        self.new, self.drop = QPushButton(_("New…")), QPushButton(_("Remove"))
        self.total, self.veto = QLabel(), QLabel()
        self.list: Table[Row] = Table(_columns(), lambda r: r.key, name=_("Indicators and deductions"))
        self.entry = EntryLine()
        self.form = BeginForm()
        self._stack = QStackedWidget()
        self._build()
        self._connect()
        context.state_changed.connect(self._read)
        self._read(context.state)

    @property
    def simulation(self) -> Simulation | None:
        """The mock assessment that is shown."""
        return next((one for one in self._known if one.id == self._wanted), None)

    def begin(self, name: str, reviewer: str) -> None:
        """Begin another mock assessment, as one step to undo."""

        def work(archive: Archive, _progress: Progress) -> tuple[int, Changes]:
            return archive.begin_simulation(name, reviewer=reviewer)

        self._run(_("Begin a mock assessment"), work, done=self._begun)

    def enter(self, points: float, reason: str) -> None:
        """Store a deduction from the chosen indicator, or the chosen deduction anew; then go to the next."""
        row, simulation = self.entry.row, self.simulation
        if simulation is None or row is None or row.indicator is None:
            return
        number, entered = simulation.id, (row.indicator.code, _signed(row.indicator, points), reason)
        if row.deduction:
            deduction = row.deduction.id
            self._run(_("Correct a deduction"), lambda a, _p: a.amend_deduction(deduction, entered))
        else:
            self._run(_("Deduct points"), lambda a, _p: a.deduct(number, [entered]))
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)
        self._choose_next(row)

    def take_back(self) -> None:
        """Take the chosen deduction back, as one step to undo."""
        row = self.list.current()
        if row and row.deduction:
            number = row.deduction.id
            self._run(_("Take a deduction back"), lambda a, _p: a.take_back_deductions([number]))

    # reading and showing

    def _read(self, _state: State) -> None:
        self._context.run("", lambda a, _p: (a.simulations(), a.db.actor), done=self._show, is_quiet=True)

    def _show(self, found: object) -> None:
        self._known, actor = found
        if self.simulation is None and self._known:
            self._wanted = self._known[0].id
        self.choice.blockSignals(True)
        self.choice.clear()
        for one in self._known:
            self.choice.addItem(_title(one), one.id)
        self.choice.setCurrentIndex(self.choice.findData(self._wanted))
        self.choice.blockSignals(False)
        has_any = bool(self._known)
        for part in (self.choice, self.new, self.drop):
            part.setVisible(has_any)
        if not has_any:
            self._ask_for_new(actor)
        elif self._stack.currentWidget() is self.form and not self.form.is_asked:
            self._stack.setCurrentIndex(0)
            self.list.setFocus(Qt.FocusReason.OtherFocusReason)
        self.form.actor = str(actor)
        self._fill()

    def _fill(self) -> None:
        simulation, scheme = self.simulation, self._context.state.scheme
        self.list.show_rows(simulation_model.rows(scheme, simulation))
        if self.list.current() is None:
            self.list.choose(1)
        score = scoring.score(scheme, simulation) if simulation else None
        self.total.setText(simulation_model.total(score) if score else "")
        veto = simulation_model.veto(score) if score else ""
        self.veto.setText(veto)
        self.veto.setVisible(bool(veto))
        self.entry.show_row(self.list.current())

    def _ask_for_new(self, actor: object = None) -> None:
        name = _("Mock assessment {date}").format(date=file_words.date(local_now().date().isoformat()))
        self.form.ask(name, str(actor or self.form.actor), is_first=not self._known)
        self._stack.setCurrentWidget(self.form)

    def _begun(self, result: object) -> None:
        self._wanted, _changes = result
        self._keep()
        self._leave_form()

    def _leave_form(self) -> None:
        self.form.is_asked = False
        if self._known or self._wanted:
            self._stack.setCurrentIndex(0)
            self.list.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.left.emit()

    def _choose(self, _index: int) -> None:
        self._wanted = int(self.choice.currentData() or 0)
        self._keep()
        self._fill()

    def _keep(self) -> None:
        self._context.settings.setValue(_CURRENT, self._wanted)

    def _drop(self) -> None:
        simulation = self.simulation
        if simulation:
            self._run(_("Remove a mock assessment"), lambda a, _p: a.drop_simulation(simulation.id))

    def _type(self, text: str) -> None:
        row = self.list.current()
        if row and row.indicator and self.simulation:
            self.entry.show_row(row)
            self.entry.begin(text)

    def _choose_next(self, row: Row) -> None:
        rows = self.list.rows.rows
        at = self.list.rows.find(row.key)
        after = (n for n in range(at + 1, len(rows)) if rows[n].kind is Kind.INDICATOR)
        self.list.choose(next(after, at))

    def _run(self, name: str, work: ArchiveWork, done: Callable[[object], None] | None = None) -> None:
        self._context.run(name, work, done=done, turn=Turn.QUICK)

    # building

    def _build(self) -> None:
        title = QLabel(_("Mock assessment (模拟考核)"))
        title.setFont(fonts.heading(self.font(), 1.4))
        self.choice.setAccessibleName(_("Mock assessment"))
        self.choice.setMinimumContentsLength(34)
        self.total.setFont(fonts.heading(self.font(), 1.15))
        self.total.setAccessibleName(_("Result"))
        for label in (self.total, self.veto):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
        palette = QPalette(self.veto.palette())
        palette.setColor(QPalette.ColorRole.WindowText, theme.colours(palette).veto)
        self.veto.setPalette(palette)
        head = QHBoxLayout()
        for part in (title, self.choice, self.new, self.drop):
            head.addWidget(part)
        head.addStretch(1)
        head.addWidget(self.back)
        page = QWidget()
        inner = QVBoxLayout(page)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.addWidget(self.total)
        inner.addWidget(self.veto)
        inner.addWidget(self.list, 1)
        inner.addWidget(self.entry)
        self._stack.addWidget(page)
        self._stack.addWidget(self.form)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 14, 20, 12)
        layout.setSpacing(8)
        layout.addLayout(head)
        layout.addWidget(self._stack, 1)
        self.setFocusProxy(self.list)

    def _connect(self) -> None:
        self.list.remember(self._context.settings, "simulation/columns")
        self.list.chosen.connect(self.entry.show_row)
        self.list.opened.connect(lambda _row: self.entry.begin())
        self.choice.currentIndexChanged.connect(self._choose)
        self.new.clicked.connect(lambda: self._ask_for_new())
        self.drop.clicked.connect(self._drop)
        self.entry.entered.connect(self.enter)
        self.entry.left.connect(self.list.setFocus)
        self.form.agreed.connect(self.begin)
        self.form.left.connect(self._leave_form)
        self._key("Del", self.take_back)
        for digit in "0123456789.":
            self._key(digit, lambda digit=digit: self._type(digit))

    def _key(self, key: str, act: Callable[[], object]) -> None:
        shortcut = QShortcut(QKeySequence(key), self.list)
        shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
        shortcut.activated.connect(act)


def _columns() -> list[Column[Row]]:
    def tone(row: Row) -> str:
        return "veto" if row.is_veto else "muted" if row.kind is Kind.DEDUCTION else ""

    return [
        Column(_("Indicator"), lambda r: r.text, width=44, is_bold=lambda r: r.kind is Kind.CATEGORY),
        Column(_("Points"), lambda r: r.points, width=7, is_number=True),
        Column(_("Deducted"), lambda r: r.deducted, width=8, is_number=True, colour=tone),
        Column(_("Left"), lambda r: r.left, width=7, is_number=True),
        Column(_("Reason"), lambda r: r.reason, width=40),
    ]


def _title(one: Simulation) -> str:
    return _("{name} · {reviewer} · {date}").format(
        name=one.name, reviewer=one.reviewer, date=file_words.date(one.at)
    )


def _signed(indicator: Indicator, points: float) -> float:
    """Return the points as they are stored: what a bonus item is given stands below 0."""
    return -points if indicator.is_bonus else points
