"""The audit as a list: what is missing or wrong, by what it costs, one key away from its gap."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QSplitter,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from ledger_app.audit import wording
from ledger_app.audit.model import Finding, Severity
from ledger_app.core.i18n import _
from ledger_app.evidence.model import Candidate
from ledger_app.ui import audit_model, file_words, requirement_rows, severity
from ledger_app.ui.audit_model import Filter, Row
from ledger_app.ui.context import Context
from ledger_app.ui.finding_pane import FindingPane
from ledger_app.ui.jobs import Turn
from ledger_app.ui.overview_model import requirement_key
from ledger_app.ui.page import Page
from ledger_app.ui.placeholder import Placeholder
from ledger_app.ui.remembering import remember_splitter
from ledger_app.ui.saved_views import SavedViews, View
from ledger_app.ui.state import State
from ledger_app.ui.table import Column, Table


class AuditPage(Page):
    """Findings at the left, the chosen one in full at the right."""

    name = "audit"

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._all: list[Row] = []
        self._is_ready = False
        self.filter = _stored(context)
        self.severities = {s: QPushButton() for s in Severity}
        self.unit, self.rule, self.text = QComboBox(), QComboBox(), QLineEdit()
        self.findings: Table[Row] = Table(_columns(), lambda r: r.key, name=_("Findings"))
        self.pane = FindingPane()
        self._empty = Placeholder()
        self._build()
        self.show_state(context.state)

    @classmethod
    def title(cls) -> str:
        return _("Audit")

    def badge(self, state: State) -> str:
        found = [f for f in state.audit.findings if f.severity is not Severity.HINT]
        count = len({(f.indicator.id,) if f.indicator else (0, f.rule, str(f.values)) for f in found})
        return f"{count:,}" if count else ""

    def show_state(self, state: State) -> None:
        self.prepare(lambda _: audit_model.rows(state), self._show)

    def _show(self, rows: object) -> None:
        self._all = list(rows)
        self._is_ready = True
        self._fill_choices()
        self._refresh()

    def show_target(self, **target: object) -> None:
        """Narrow the list to a `unit`, a `rule` or a text, and to nothing else."""
        self._narrow(
            Filter(
                unit=str(target.get("unit", "")),
                rule=str(target.get("rule", "")),
                text=str(target.get("text", "")),
            )
        )
        self.findings.setFocus()

    # building

    def _build(self) -> None:
        bar = QHBoxLayout()
        bar.setContentsMargins(10, 8, 10, 8)
        for kind, button in self.severities.items():
            button.setCheckable(True)
            button.setChecked(kind in self.filter.severities)
            button.clicked.connect(self._changed)
            bar.addWidget(button)
        bar.addSpacing(8)
        self.unit.setAccessibleName(_("Unit"))
        self.rule.setAccessibleName(_("Rule"))
        self.text.setPlaceholderText(_("Filter findings"))
        self.text.setAccessibleName(_("Filter findings"))
        self.text.setClearButtonEnabled(True)
        self.text.setText(self.filter.text)
        for box in (self.unit, self.rule):
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            box.setMinimumContentsLength(9)
            box.currentIndexChanged.connect(self._changed)
            bar.addWidget(box)
        self.text.textChanged.connect(self._changed)
        bar.addWidget(self.text, 1)
        self.views = SavedViews(
            self.context.settings,
            "audit",
            read=lambda: _as_view(self.filter),
            show=lambda view: self._narrow(_as_filter(view)),
        )
        bar.addWidget(self.views)
        self.findings.opened.connect(lambda row: self._go(row.finding))
        self.findings.chosen.connect(self.pane.show_row)
        self.findings.remember(self.context.settings, "audit/columns")
        self.pane.go_asked.connect(self._go)
        self.pane.file_asked.connect(self._go_to_file)
        self.pane.accepted.connect(self._link)
        for number in (1, 2, 3):
            key = QShortcut(QKeySequence(str(number)), self.findings)
            key.setContext(Qt.ShortcutContext.WidgetShortcut)
            key.activated.connect(lambda number=number: self.pane.accept(number))
        across = QSplitter(Qt.Orientation.Horizontal)
        across.addWidget(self.findings)
        across.addWidget(self.pane)
        across.setStretchFactor(0, 2)
        across.setStretchFactor(1, 1)
        across.setChildrenCollapsible(False)
        remember_splitter(across, self.context.settings, "audit/across", [740, 380])
        room = QWidget()
        self._stack = QStackedLayout(room)
        self._stack.addWidget(across)
        self._stack.addWidget(self._empty)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(bar)
        layout.addWidget(room, 1)
        self.setFocusProxy(self.findings)

    # filtering

    def _fill_choices(self) -> None:
        units = [("", _("All units")), *((u, u) for u in audit_model.units(self._all))]
        rules = [
            ("", _("All rules")),
            *((r, f"{r} {wording.title(r)}") for r in audit_model.rules(self._all)),
        ]
        for box, choices, wanted in (
            (self.unit, units, self.filter.unit),
            (self.rule, rules, self.filter.rule),
        ):
            with QSignalBlocker(box):
                box.clear()
                for value, words in choices:
                    box.addItem(words, value)
                if wanted and box.findData(wanted) < 0:
                    box.addItem(wanted, wanted)
                box.setCurrentIndex(max(0, box.findData(wanted)))

    def _changed(self) -> None:
        self.filter = Filter(
            severities=frozenset(s for s, button in self.severities.items() if button.isChecked()),
            unit=str(self.unit.currentData() or ""),
            rule=str(self.rule.currentData() or ""),
            text=self.text.text(),
        )
        _store(self.context, self.filter)
        self._refresh()

    def _narrow(self, wanted: Filter) -> None:
        self.filter = wanted
        _store(self.context, wanted)
        for kind, button in self.severities.items():
            button.setChecked(kind in wanted.severities)
        with QSignalBlocker(self.text):
            self.text.setText(wanted.text)
        self._fill_choices()
        self._refresh()

    def _refresh(self) -> None:
        for kind, count in audit_model.counts(self._all, self.filter).items():
            self.severities[kind].setText(f"{severity.label(kind)} {count:,}")
        place = self.findings.currentIndex().row()
        kept = [row for row in self._all if self.filter.accepts(row)]
        self.findings.show_rows(kept)
        if kept and self.findings.current() is None:
            self.findings.choose(min(max(place, 0), len(kept) - 1))
        self.pane.show_row(self.findings.current())
        if not self._is_ready:
            self._empty.say(_("Reading the findings"), "")
        elif not self._all:
            self._empty.say(
                _("No findings"),
                _("Every indicator that asks for evidence has it. An audit looks at the folder once more."),
                action=_("Audit now"),
                act=lambda: self.context.ask("audit"),
            )
        elif not kept:
            self._empty.say(
                _("The filter leaves nothing"),
                _("There are findings, but none of this kind."),
                action=_("Show all"),
                act=lambda: self._narrow(Filter()),
            )
        self._stack.setCurrentIndex(0 if kept else 1)

    # going on

    def _go(self, finding: Finding) -> None:
        if finding.indicator is None:
            return
        key = requirement_key(finding.indicator, finding.requirement)
        target = {"requirement": key} if key else {}
        self.context.go("indicators", indicator=finding.indicator.id, **target)

    def _go_to_file(self, finding: Finding, path: str) -> None:
        item = next((f.id for f in self.context.state.files if f.path == path), None)
        if item is None:
            return
        if finding.indicator:
            self.context.go("indicators", indicator=finding.indicator.id, item=item)
        else:
            self.context.go("inbox", item=item)

    def _link(self, finding: Finding, candidate: Candidate) -> None:
        if finding.indicator is None:
            return
        code = finding.indicator.code
        number = requirement_rows.placed(finding.indicator, finding, candidate)
        key = requirement_key(finding.indicator, number)
        said = _("{file} now shows {indicator}. Ctrl+Z takes it back.").format(
            file=file_words.name_of(candidate.path), indicator=code
        )
        self.context.run(
            _("Link evidence"),
            lambda archive, _p: archive.link([candidate.item], code, requirement=key, how="candidate"),
            done=lambda _changes: self.context.said.emit(said),
            turn=Turn.QUICK,
        )


def _columns() -> list[Column[Row]]:
    return [
        Column(
            _("Kind"),
            lambda r: severity.label(r.finding.severity),
            width=15,
            colour=lambda r: severity.colour(r.finding.severity),
            brief=lambda r: severity.sign(r.finding.severity),
        ),
        Column(
            _("Points"),
            lambda r: file_words.points(r.finding.indicator.points) if r.finding.indicator else "",
            width=7,
            is_number=True,
        ),
        Column(_("Indicator"), lambda r: r.where, width=25),
        Column(_("What"), lambda r: r.short, width=40, tip=lambda r: r.message),
    ]


def _stored(context: Context) -> Filter:
    return _as_filter({k: str(context.settings.value(f"audit/{k}", "")) for k in _as_view(Filter())})


def _store(context: Context, wanted: Filter) -> None:
    for key, value in _as_view(wanted).items():
        context.settings.setValue(f"audit/{key}", value)


def _as_view(wanted: Filter) -> View:
    return {
        "severities": " ".join(sorted(wanted.severities)),
        "unit": wanted.unit,
        "rule": wanted.rule,
        "text": wanted.text,
    }


def _as_filter(view: View) -> Filter:
    names = view.get("severities", "").split()
    return Filter(
        severities=frozenset(s for s in Severity if s in names),
        unit=view.get("unit", ""),
        rule=view.get("rule", ""),
        text=view.get("text", ""),
    )
