"""The audit as a list: what is missing or wrong, by what it costs, one key away from its gap."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QSplitter, QStackedLayout, QStackedWidget, QVBoxLayout, QWidget

from ledger_app.audit.model import Finding, Severity
from ledger_app.core.i18n import _, ngettext
from ledger_app.evidence.model import Candidate
from ledger_app.ui import audit_model, audit_tables, file_words, finding_files, requirement_rows
from ledger_app.ui.audit_bar import AuditBar
from ledger_app.ui.audit_model import Filter, Gone, Row, Rows, Which
from ledger_app.ui.context import Context
from ledger_app.ui.finding_files import FilesSheet
from ledger_app.ui.finding_pane import FindingPane
from ledger_app.ui.jobs import Turn
from ledger_app.ui.overview_model import requirement_key
from ledger_app.ui.page import Page
from ledger_app.ui.placeholder import Placeholder
from ledger_app.ui.remembering import remember_splitter
from ledger_app.ui.saved_views import SavedViews, View
from ledger_app.ui.state import State
from ledger_app.ui.table import Table
from ledger_app.ui.waiving import WaiveForm


class AuditPage(Page):
    """Findings at the left, the chosen one in full at the right."""

    name = "audit"

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._rows = Rows()
        self._is_ready = False
        self.bar = AuditBar(_stored(context))
        self.text = self.bar.text
        self.findings = audit_tables.findings_table()
        self.waived = audit_tables.waived_table()
        self.cleared = audit_tables.cleared_table()
        self.form = WaiveForm(context.settings)
        self.pane = FindingPane()
        self._lists, self._empty = QStackedWidget(), Placeholder()
        self._asked: list[Row] = []
        self._build()
        self._connect()
        self.show_state(context.state)

    @property
    def filter(self) -> Filter:
        """What the list is narrowed to."""
        return self.bar.filter

    @classmethod
    def title(cls) -> str:
        return _("Audit")

    def badge(self, state: State) -> str:
        found = [f for f in state.audit.findings if f.severity is not Severity.HINT]
        count = len({(f.indicator.id,) if f.indicator else (0, f.rule, str(f.values)) for f in found})
        return f"{count:,}" if count else ""

    def show_state(self, state: State) -> None:
        before = self._rows
        self.prepare(lambda _: audit_model.rows(state, before), self._show)

    def _show(self, rows: object) -> None:
        assert isinstance(rows, Rows)
        self._rows = rows
        self._is_ready = True
        self.bar.offer(rows)
        self._refresh()

    def show_target(self, **target: object) -> None:
        """Narrow the list to a `unit`, `subject`, `rule`, a text or a part (`which`), and to nothing else."""
        self._narrow(_as_filter({key: str(value) for key, value in target.items()}))
        self._table().setFocus()

    # building

    def _build(self) -> None:
        self.views = SavedViews(
            self.context.settings,
            "audit",
            read=lambda: _as_view(self.filter),
            show=lambda view: self._narrow(_as_filter(view)),
        )
        self.bar.add(self.views)
        for table in (self.findings, self.waived, self.cleared):
            self._lists.addWidget(table)
        left = QWidget()
        below = QVBoxLayout(left)
        below.setContentsMargins(0, 0, 0, 0)
        below.setSpacing(0)
        below.addWidget(self._lists, 1)
        below.addWidget(self.form)
        across = QSplitter(Qt.Orientation.Horizontal)
        across.addWidget(left)
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
        layout.addWidget(self.bar)
        layout.addWidget(room, 1)
        self.begin_at(self._lists)
        self._lists.setFocusProxy(self.findings)

    def _connect(self) -> None:
        settings = self.context.settings
        self.bar.changed.connect(self._changed)
        for table, name in ((self.findings, "columns"), (self.waived, "waived")):
            table.remember(settings, f"audit/{name}")
            table.opened.connect(lambda row: self._open(row.finding))
            table.chosen.connect(self.pane.show_row)
            _key(table, "Space", self._look)
        self.cleared.remember(settings, "audit/cleared")
        self.cleared.opened.connect(self._go_to_gone)
        _key(self.findings, "V", self.ask_why)
        _key(self.waived, "Del", self.take_back)
        for number in (1, 2, 3):
            _key(self.findings, str(number), lambda number=number: self.pane.accept(number))
        self.pane.go_asked.connect(self._open)
        self.pane.file_asked.connect(self._go_to_file)
        self.pane.look_asked.connect(self._show_files)
        self.pane.waive_asked.connect(self._waive_or_back)
        self.pane.accepted.connect(self._link)
        self.form.agreed.connect(self.set_aside)
        self.form.left.connect(lambda: self._table().setFocus())

    # filtering

    def _table(self) -> Table:
        return {Which.WAIVED: self.waived, Which.CLEARED: self.cleared}.get(self.filter.which, self.findings)

    def _changed(self) -> None:
        _store(self.context, self.filter)
        self.form.hide()  # what it asked about may not be in view any more
        self._refresh()

    def _narrow(self, wanted: Filter) -> None:
        self.bar.narrow(wanted)
        self.bar.offer(self._rows)

    def _refresh(self) -> None:
        wanted, found = self.filter, self._rows
        chosen = found.waived if wanted.which is Which.WAIVED else found.standing
        sifted, counts = wanted.sift(chosen)
        self.bar.count(counts, found.parts)
        table = self._table()
        self._lists.setCurrentWidget(table)
        self._lists.setFocusProxy(table)
        kept: list = list(found.cleared) if table is self.cleared else sifted
        place = table.currentIndex().row()
        table.show_rows(kept)
        if kept and table.current() is None:
            table.choose(min(max(place, 0), len(kept) - 1))
        current = table.current()
        self.pane.show_row(current if isinstance(current, Row) else None)
        if not kept:
            self._say_empty()
        self._stack.setCurrentIndex(0 if kept else 1)

    def _say_empty(self) -> None:
        if not self._is_ready:
            self._empty.say(_("Reading the findings"), "")
        elif self.filter != Filter() and (self._rows.standing or self.filter.which is not Which.ANY):
            self._empty.say(
                _("The filter leaves nothing"),
                _("There are findings, but none of this kind.")
                if self._rows.standing
                else _("Nothing that stands is hidden by it."),
                action=_("Show all"),
                act=lambda: self._narrow(Filter()),
            )
        else:
            self._empty.say(
                _("No findings"),
                _("Every indicator that asks for evidence has it. An audit looks at the folder once more."),
                action=_("Audit now"),
                act=lambda: self.context.ask("audit"),
            )

    # going on

    def _open(self, finding: Finding) -> None:
        """Lead to the first file at its page where the archive knows one, else to the requirement."""
        known = finding_files.leaves(self.context.state, finding)
        if known:
            self._go_to_file(finding, known[0].held.path)
        elif finding.indicator is not None:
            key = requirement_key(finding.indicator, finding.requirement)
            target = {"requirement": key} if key else {}
            self.context.go("indicators", indicator=finding.indicator.id, **target)

    def _go_to_file(self, finding: Finding, path: str) -> None:
        state = self.context.state
        leaf = next((one for one in finding_files.leaves(state, finding) if one.held.path == path), None)
        if leaf is None:
            return
        at = {"at_page": leaf.page, "words": ()} if leaf.page else {}
        linked = [k.indicator for k in state.links if k.item == leaf.held.id]
        own = finding.indicator.id if finding.indicator else 0
        if linked:
            number = own if own in linked else linked[0]
            self.context.go("indicators", indicator=number, item=leaf.held.id, **at)
        else:
            self.context.go("inbox", item=leaf.held.id, **at)

    def _go_to_gone(self, gone: Gone) -> None:
        if gone.known.indicator:
            self.context.go("indicators", indicator=gone.known.indicator)

    def _look(self) -> None:
        row = self._table().current()
        if isinstance(row, Row):
            self._show_files(row.finding)

    def _show_files(self, finding: Finding) -> None:
        found = finding_files.leaves(self.context.state, finding)
        row = self._table().current()
        if found and isinstance(row, Row):
            self.context.sheet.emit(FilesSheet(self.context, row.message, found))
        elif finding.files:
            self.context.said.emit(_("None of these files is known any more."))

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

    # setting aside

    def ask_why(self) -> None:
        """Ask why the chosen findings are set aside, in a line below the list."""
        self._asked = self.findings.chosen_rows()
        if self._asked:
            self.context.run(
                "",
                lambda archive, _p: archive.db.actor,
                done=self._ask,
                is_quiet=True,
            )

    def _ask(self, actor: object) -> None:
        self.form.ask(len(self._asked), str(actor))
        # only once the line has its room is it known what it hides
        QTimer.singleShot(0, self.findings, lambda: self.findings.scrollTo(self.findings.currentIndex()))

    def set_aside(self, reason: str, name: str) -> None:
        """Set the findings aside that were asked about, as one step to undo."""
        keys, self._asked = [row.key for row in self._asked], []
        text = ngettext(
            "{n} finding set aside; Ctrl+Z takes it back.",
            "{n} findings set aside; Ctrl+Z takes it back.",
            len(keys),
        )
        self._table().setFocus()
        self.context.run(
            _("Set findings aside"),
            lambda archive, _p: archive.waive(keys, reason=reason, name=name),
            done=lambda _changes: self.context.said.emit(text.format(n=f"{len(keys):,}")),
            turn=Turn.QUICK,
        )

    def take_back(self) -> None:
        """Let the chosen findings that were set aside stand again, as one step to undo."""
        waivers = [row.waiver.id for row in self.waived.chosen_rows() if row.waiver]
        if not waivers:
            return
        text = ngettext(
            "{n} finding stands again; Ctrl+Z takes it back.",
            "{n} findings stand again; Ctrl+Z takes it back.",
            len(waivers),
        )
        self.context.run(
            _("Let findings stand again"),
            lambda archive, _p: archive.unwaive(waivers),
            done=lambda _changes: self.context.said.emit(text.format(n=f"{len(waivers):,}")),
            turn=Turn.QUICK,
        )

    def _waive_or_back(self) -> None:
        if self.filter.which is Which.WAIVED:
            self.take_back()
        else:
            self.ask_why()


def _key(table: Table, key: str, act: Callable[[], object]) -> None:
    shortcut = QShortcut(QKeySequence(key), table)
    shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
    shortcut.activated.connect(act)


def _stored(context: Context) -> Filter:
    return _as_filter({k: str(context.settings.value(f"audit/{k}", "")) for k in _as_view(Filter())})


def _store(context: Context, wanted: Filter) -> None:
    for key, value in _as_view(wanted).items():
        context.settings.setValue(f"audit/{key}", value)


def _as_view(wanted: Filter) -> View:
    return {
        "severities": " ".join(sorted(wanted.severities)),
        "unit": wanted.unit,
        "subject": wanted.subject,
        "rule": wanted.rule,
        "text": wanted.text,
        "which": str(wanted.which),
    }


def _as_filter(view: View) -> Filter:
    names = view.get("severities", "").split()
    which = view.get("which", "")
    return Filter(
        severities=frozenset(s for s in Severity if s in names),
        unit=view.get("unit", ""),
        subject=view.get("subject", ""),
        rule=view.get("rule", ""),
        text=view.get("text", ""),
        which=Which(which) if which in list(Which) else Which.ANY,
    )
