"""The page that opens first: the verdict, what to do next, and how far each part is."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeySequence, QPalette
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSplitter,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from ledger_app.audit import wording
from ledger_app.core.i18n import _, ngettext
from ledger_app.ui import file_words, fonts, icons, overview_model, severity, theme
from ledger_app.ui.context import Context
from ledger_app.ui.overview_model import Part, Reading, Step
from ledger_app.ui.page import Page
from ledger_app.ui.placeholder import Placeholder
from ledger_app.ui.remembering import remember_splitter
from ledger_app.ui.state import State
from ledger_app.ui.table import Column, Table

_MOST_STEPS = 200


class OverviewPage(Page):
    """Verdict, next steps, progress by category and by unit."""

    name = "overview"

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._empty = Placeholder()
        self._verdict = _Verdict()
        self._verdict.button.clicked.connect(lambda: context.ask("audit"))
        self.steps: Table[Step] = Table(
            _step_columns(), lambda s: (s.page, s.target, s.severity), name=_("Next steps"), is_link=True
        )
        self.steps.opened.connect(lambda s: context.go(s.page, **dict(s.target)))
        self.categories = _part_table(_("Category"), _("Progress by category"))
        self.units = _part_table(_("Unit"), _("Progress by unit"))
        self.categories.opened.connect(lambda p: context.go("indicators", indicator=p.indicator))
        self.units.opened.connect(lambda p: context.go("audit", unit=p.name))
        self.steps.remember(context.settings, "overview/steps")
        self.categories.remember(context.settings, "overview/categories")
        self.units.remember(context.settings, "overview/units")
        self._steps_title = QLabel()
        parts = QSplitter(Qt.Orientation.Vertical)
        parts.addWidget(_titled(QLabel(_("By category")), self.categories))
        parts.addWidget(_titled(QLabel(_("By unit")), self.units))
        remember_splitter(parts, context.settings, "overview/parts", [240, 360])
        across = QSplitter(Qt.Orientation.Horizontal)
        across.addWidget(_titled(self._steps_title, self.steps))
        across.addWidget(parts)
        across.setStretchFactor(0, 5)
        across.setStretchFactor(1, 3)
        remember_splitter(across, context.settings, "overview/across", [690, 410])
        body = QWidget()
        layout = QVBoxLayout(body)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._verdict)
        layout.addWidget(across, 1)
        self._stack = QStackedLayout(self)
        self._stack.addWidget(body)
        self._stack.addWidget(self._empty)
        self.setFocusProxy(self.steps)
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

    def _show(self, reading: object) -> None:
        assert isinstance(reading, Reading)
        self._stack.setCurrentIndex(0)
        self._verdict.show_state(reading.state)
        self.steps.show_rows(list(reading.steps[:_MOST_STEPS]))
        count = len(reading.steps)
        self._steps_title.setText(
            ngettext("Next: {n} step", "Next: {n} steps", count).format(n=count)
            if count
            else _("Nothing waits")
        )
        self.categories.show_rows(list(reading.categories))
        self.units.show_rows(list(reading.units))


class _Verdict(QFrame):
    """The sentence that counts, what stands behind it, and the one big button."""

    def __init__(self) -> None:
        super().__init__()
        self._is_good: bool | None = None
        self._sentence = QLabel()
        self._sentence.setFont(fonts.heading(self.font(), 1.45))
        self._sentence.setWordWrap(True)
        self._detail = QLabel()
        self._detail.setWordWrap(True)
        for label in (self._sentence, self._detail):
            label.setTextFormat(Qt.TextFormat.PlainText)
        self.button = QPushButton(_("Audit now  F5"))
        self.button.setIcon(icons.icon("audit", self.palette()))
        self.button.setFont(fonts.heading(self.font(), 1.15))
        self.button.setMinimumHeight(round(self.fontMetrics().height() * 2.4))
        self.button.setToolTip(
            _("Look at the folder and say what is missing ({key})").format(
                key=QKeySequence("F5").toString(QKeySequence.SequenceFormat.NativeText)
            )
        )
        words = QVBoxLayout()
        words.setSpacing(4)
        words.addWidget(self._sentence)
        words.addWidget(self._detail)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 12, 16, 12)
        layout.setSpacing(24)
        layout.addLayout(words, 1)
        layout.addWidget(self.button)

    def show_state(self, state: State) -> None:
        hard = state.audit.hard
        self._is_good = None if state.away else state.audit.is_excellent_possible
        self._sentence.setText(wording.verdict(state.audit))
        self._sentence.setAccessibleDescription(_("Verdict"))
        self._detail.setText(
            _("{title} · {year} · hard indicators {complete} of {total} complete, {points} points").format(
                title=state.title,
                year=state.year,
                complete=hard.complete,
                total=hard.total,
                points=file_words.points(hard.points),
            )
        )
        self._colour()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.PaletteChange:
            self._colour()
        super().changeEvent(event)

    def _colour(self) -> None:
        found = theme.colours(self.palette())
        palette = QPalette(self._sentence.palette())
        tone = {True: found.good, False: found.veto, None: found.muted}[self._is_good]
        palette.setColor(QPalette.ColorRole.WindowText, tone)
        if palette != self._sentence.palette():
            self._sentence.setPalette(palette)


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
    return Table(
        [
            Column(title, lambda p: p.name, width=22),
            Column(_("Complete"), lambda p: f"{p.complete}/{p.total}", width=8, is_number=True),
            Column(
                _("Points"), lambda p: file_words.points(p.points), width=7, is_number=True, is_minor=True
            ),
            Column(_("Evidence"), lambda p: p.progress.words(), width=18, progress=lambda p: p.progress),
        ],
        lambda p: p.name,
        name=name,
        is_link=True,
    )


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
