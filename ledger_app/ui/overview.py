"""The page that opens first: the verdict, what to do next, what becomes of the points, and how it went."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QSplitter, QStackedLayout, QStackedWidget, QTabBar, QVBoxLayout, QWidget

from ledger_app.core.i18n import _, ngettext
from ledger_app.ui import file_words, fonts, overview_model, overview_verdict, severity
from ledger_app.ui.context import Context
from ledger_app.ui.overview_model import Part, Reading, Step
from ledger_app.ui.overview_verdict import VerdictStrip
from ledger_app.ui.page import Page
from ledger_app.ui.placeholder import Placeholder
from ledger_app.ui.progress_chart import ProgressChart
from ledger_app.ui.remembering import remember_splitter
from ledger_app.ui.state import State
from ledger_app.ui.table import Column, Table

_MOST_STEPS = 200


class OverviewPage(Page):
    """Verdict, next steps, points by category, unit or person, and progress over time."""

    name = "overview"

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._empty = Placeholder()
        self.verdict = VerdictStrip()
        self.steps: Table[Step] = Table(
            _step_columns(), lambda s: (s.page, s.target, s.severity), name=_("Next steps"), is_link=True
        )
        self.categories = _part_table(_("Category"), _("Points by category"))
        self.units = _part_table(_("Unit"), _("Points by unit"))
        self.persons = _part_table(_("Person"), _("Points by person"))
        self.tabs = QTabBar()
        self.chart = ProgressChart()
        self._steps_title = QLabel()
        self._tables = QStackedWidget()
        self._connect()
        self._build()
        self.begin_at(self.steps)
        self.show_state(context.state)

    @classmethod
    def title(cls) -> str:
        return _("Overview")

    def show_state(self, state: State) -> None:
        if not state.files and not state.away:
            self._empty.say(
                _("The evidence folder is empty"),
                _("Put files into {path}; they appear here by themselves.").format(path=state.evidence),
                action=_("Look again"),
                act=lambda: self.context.ask("audit"),
            )
            self._stack.setCurrentIndex(1)
            return
        self.prepare(lambda _: overview_model.read(state), self._show)

    def _connect(self) -> None:
        go = self.context.go
        self.verdict.button.clicked.connect(lambda: self.context.ask("audit"))
        self.verdict.asked.connect(lambda place: overview_verdict.follow(place, go))
        self.steps.opened.connect(lambda s: go(s.page, **dict(s.target)))
        self.categories.opened.connect(lambda p: go("indicators", indicator=p.indicator))
        self.units.opened.connect(lambda p: go("audit", unit=p.tally.name))
        self.persons.opened.connect(lambda p: go("audit", text=p.tally.name))

    def _build(self) -> None:
        settings = self.context.settings
        self.steps.remember(settings, "overview/steps")
        for title, name, table in (
            (_("By category"), "categories", self.categories),
            (_("By unit"), "units", self.units),
            (_("By person"), "persons", self.persons),
        ):
            table.remember(settings, f"overview/{name}")
            self._tables.addWidget(table)
            self.tabs.addTab(title)
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        self.tabs.setAccessibleName(_("Points by category, unit or person"))
        self.tabs.currentChanged.connect(self._tables.setCurrentIndex)
        self.tabs.setCurrentIndex(int(str(settings.value("overview/tab", 0))))
        self.tabs.currentChanged.connect(lambda tab: settings.setValue("overview/tab", tab))
        points = QWidget()
        below = QVBoxLayout(points)
        below.setContentsMargins(0, 4, 0, 0)
        below.setSpacing(0)
        below.addWidget(self.tabs)
        below.addWidget(self._tables, 1)
        parts = QSplitter(Qt.Orientation.Vertical)
        parts.addWidget(points)
        parts.addWidget(self.chart)
        parts.setStretchFactor(0, 1)
        parts.setChildrenCollapsible(False)
        remember_splitter(parts, settings, "overview/points", [360, 150])
        across = QSplitter(Qt.Orientation.Horizontal)
        across.addWidget(_titled(self._steps_title, self.steps))
        across.addWidget(parts)
        across.setStretchFactor(0, 5)
        across.setStretchFactor(1, 3)
        remember_splitter(across, settings, "overview/across", [650, 450])
        body = QWidget()
        layout = QVBoxLayout(body)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.verdict)
        layout.addWidget(across, 1)
        self._stack = QStackedLayout(self)
        self._stack.addWidget(body)
        self._stack.addWidget(self._empty)

    def _show(self, reading: object) -> None:
        assert isinstance(reading, Reading)
        self._stack.setCurrentIndex(0)
        self.verdict.show_state(reading.state)
        self.steps.show_rows(list(reading.steps[:_MOST_STEPS]))
        count = len(reading.steps)
        self._steps_title.setText(
            ngettext("Next: {n} step", "Next: {n} steps", count).format(n=count)
            if count
            else _("Nothing waits")
        )
        self.categories.show_rows(list(reading.categories))
        self.units.show_rows(list(reading.units))
        self.persons.show_rows(list(reading.persons))
        self.tabs.setTabVisible(2, bool(reading.persons))
        self.chart.show_marks(reading.marks)


def _step_columns() -> list[Column[Step]]:
    return [
        Column(
            _("Kind"),
            lambda s: severity.label(s.severity) if s.page != "inbox" else _("· To sort"),
            width=15,
            colour=lambda s: severity.colour(s.severity),
            brief=lambda s: severity.sign(s.severity),
        ),
        Column(
            _("Points"),
            lambda s: file_words.points(s.points) if s.points is not None else "",
            width=7,
            is_number=True,
        ),
        Column(_("What"), lambda s: s.what, width=26),
        Column(_("Why"), lambda s: s.why, width=40),
    ]


def _part_table(title: str, name: str) -> Table[Part]:
    def points(words: str, of: str, colour: str = "") -> Column[Part]:
        return Column(
            words,
            lambda p: file_words.points(getattr(p.tally, of)),
            width=6,
            is_number=True,
            colour=lambda p: colour if getattr(p.tally, of) else "muted",
            is_minor=True,
        )

    return Table(
        [
            Column(title, lambda p: p.name, width=26, tip=_tip),
            points(_("Secured"), "secured"),
            points(_("At risk"), "at_risk", "notice"),
            points(_("Lost"), "lost", "notice"),
            Column(_("Evidence"), lambda p: p.progress.words(), width=11, progress=lambda p: p.progress),
        ],
        lambda p: p.tally.name,
        name=name,
        is_link=True,
    )


def _tip(part: Part) -> str:
    said = _("{complete} of {total} indicators complete, {points} points").format(
        complete=part.tally.complete,
        total=part.tally.indicators,
        points=file_words.points(part.tally.points),
    )
    return f"{part.name}\n{said}\n{part.progress.words()}"


def _titled(title: QLabel, body: QWidget) -> QWidget:
    title.setFont(fonts.heading(title.font()))
    title.setContentsMargins(10, 6, 10, 4)
    title.setBuddy(body)
    box = QWidget()
    layout = QVBoxLayout(box)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(0)
    layout.addWidget(title)
    layout.addWidget(body, 1)
    return box
