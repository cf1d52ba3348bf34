"""The rosters (名册): which there are, and the villages, households and projects they list."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from ledger_app.core.i18n import _, ngettext
from ledger_app.core.operations import TITLES
from ledger_app.scheme import need_wording
from ledger_app.scheme.model import Roster, Subject
from ledger_app.ui import fonts
from ledger_app.ui.context import ArchiveWork, Context
from ledger_app.ui.dialogs import choose_file
from ledger_app.ui.jobs import Turn
from ledger_app.ui.placeholder import Placeholder
from ledger_app.ui.roster_forms import RosterImport, RosterLine, SubjectLine
from ledger_app.ui.sheet import Sheet
from ledger_app.ui.state import State
from ledger_app.ui.table import Column, Table

_CURRENT = "rosters/current"


class RostersSheet(Sheet):
    """The rosters at the left, whom the chosen one lists at the right, what is typed below."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._rosters: tuple[Roster, ...] = ()
        self._wanted = str(context.settings.value(_CURRENT, "") or "")
        self.list: Table[Roster] = Table(_roster_columns(), lambda r: r.id, name=_("Rosters"))
        self.subjects: Table[Subject] = Table(
            _subject_columns(), lambda s: s.id, name=_("Names"), is_many=True
        )
        self.importing = RosterImport(context.jobs)
        self.roster_line, self.subject_line = RosterLine(), SubjectLine()
        self.empty, self.nobody = Placeholder(), Placeholder()
        self.buttons: dict[str, QPushButton] = {}
        self._right, self._stack = QStackedWidget(), QStackedWidget()
        self._build()
        self._connect()
        context.state_changed.connect(self.show_state)
        self.show_state(context.state)

    @property
    def roster(self) -> Roster | None:
        """The roster that is chosen."""
        return self.list.current()

    def show_state(self, state: State) -> None:
        """Show the rosters of this reading."""
        self._rosters, wanted = state.coverage.rosters, self._wanted
        self.list.show_rows(list(self._rosters))
        at = next((n for n, r in enumerate(self._rosters) if r.name == wanted), None)
        if at is not None or self.roster is None:
            self.list.choose(at or 0)
        self._show_roster()
        if self._stack.currentWidget() is not self.importing:
            self._stack.setCurrentIndex(0 if self._rosters else 1)

    def import_file(self, path: Path) -> None:
        """Show what a table would bring."""
        self._stack.setCurrentWidget(self.importing)
        self.importing.ask(path, self._rosters)

    # showing

    def _show_roster(self) -> None:
        roster = self.roster
        if roster:
            self._wanted = roster.name
            self._context.settings.setValue(_CURRENT, roster.name)
        self.subjects.show_rows(list(roster.subjects) if roster else [])
        self._right.setCurrentIndex(0 if roster and roster.subjects else 1)
        for name in ("add", "edit", "remove", "rename", "drop"):
            self.buttons[name].setEnabled(roster is not None)
        for name in ("edit", "remove"):
            self.buttons[name].setEnabled(bool(roster and roster.subjects))

    # acting

    def _choose_file(self) -> None:
        path = choose_file(self.window(), _("Choose the table"), _("Tables (*.xlsx *.csv);;All files (*)"))
        if path:
            self.import_file(path)

    def _import(self, path: Path, name: str, kind: str) -> None:
        def told(result: object) -> None:
            roster, table, _changes = result
            self._wanted = roster.name
            self._leave_import()
            count, doubts = len(roster.subjects), len(table.problems)
            text = ngettext(
                "“{roster}” lists {n} name now; Ctrl+Z takes it back.",
                "“{roster}” lists {n} names now; Ctrl+Z takes it back.",
                count,
            ).format(roster=roster.name, n=f"{count:,}")
            if doubts:
                more = ngettext("{n} row deserves a look.", "{n} rows deserve a look.", doubts)
                text = _("{first} {second}").format(first=text, second=more.format(n=doubts))
            self._context.said.emit(text)

        self._run("import-roster", lambda a, _p: a.import_roster(path, name, kind), told)

    def _leave_import(self) -> None:
        self._stack.setCurrentIndex(0 if self._rosters else 1)
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def _name_roster(self, one: Roster | None, name: str, kind: str) -> None:
        def told(_result: object) -> None:
            self._wanted = name
            self.roster_line.hide()
            self.list.setFocus(Qt.FocusReason.OtherFocusReason)
            self._say(_("“{name}” is stored; Ctrl+Z takes it back.").format(name=name))

        if one is None:
            self._run("add-roster", lambda a, _p: a.add_roster(name, kind), told)
        else:
            self._run("rename-roster", lambda a, _p: a.rename_roster(one.id, name), told)

    def _drop(self) -> None:
        roster = self.roster
        if roster:
            said = _("“{name}” is removed; Ctrl+Z brings it back.").format(name=roster.name)
            self._run("remove-roster", lambda a, _p: a.remove_roster(roster.id), lambda _r: self._say(said))

    def _ask(self, one: Subject | None) -> None:
        roster = self.roster
        if roster:
            self.subject_line.ask(one, roster)

    def _edit(self) -> None:
        if one := self.subjects.current():
            self._ask(one)

    def _store(self, one: Subject | None, name: str, village: str, also: tuple[str, ...]) -> None:
        roster = self.roster
        if roster is None:
            return

        def told(_result: object) -> None:
            self._say(_("“{name}” is stored; Ctrl+Z takes it back.").format(name=name))
            if one is None:
                self._ask(None)  # the next one
            else:
                self.subject_line.hide()
                self.subjects.setFocus(Qt.FocusReason.OtherFocusReason)

        if one is None:
            self._run(
                "add-subject", lambda a, _p: a.add_subject(roster.id, name, also=also, village=village), told
            )
        else:
            self._run(
                "change-subject",
                lambda a, _p: a.change_subject(one.id, name=name, also=also, village=village),
                told,
            )

    def _remove(self) -> None:
        chosen = [s.id for s in self.subjects.chosen_rows()]
        text = ngettext(
            "{n} name taken off the roster; files and links stay, and Ctrl+Z brings it back.",
            "{n} names taken off the roster; files and links stay, and Ctrl+Z brings them back.",
            len(chosen),
        ).format(n=len(chosen))
        if chosen:
            self._run("remove-subjects", lambda a, _p: a.remove_subjects(chosen), lambda _r: self._say(text))

    def _run(self, operation: str, work: ArchiveWork, done: Callable[[object], object]) -> None:
        self._context.run(_(TITLES[operation]), work, done=done, turn=Turn.QUICK)

    def _say(self, text: str) -> None:
        self._context.said.emit(text)

    # building

    def _build(self) -> None:
        title = QLabel(_("Rosters (名册)"))
        title.setFont(fonts.heading(self.font(), 1.4))
        for name, words in (
            ("import", _("Import…")),
            ("new", _("New roster…")),
            ("rename", _("Rename…")),
            ("drop", _("Remove the roster")),
            ("add", _("Add a name (N)")),
            ("edit", _("Correct (F2)")),
            ("remove", _("Remove (Del)")),
        ):
            self.buttons[name] = QPushButton(words)
        head = QHBoxLayout()
        head.addWidget(title)
        head.addStretch(1)
        for part in (self.buttons["import"], self.buttons["new"], self.back):
            head.addWidget(part)
        self._say_what_for()
        self._right.addWidget(self.subjects)
        self._right.addWidget(self.nobody)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.addWidget(self._column(self.list, "rename", "drop", line=self.roster_line))
        split.addWidget(self._column(self._right, "add", "edit", "remove", line=self.subject_line))
        split.setChildrenCollapsible(False)
        split.setStretchFactor(1, 1)
        em = self.fontMetrics().height()
        split.setSizes([em * 22, em * 40])
        self._stack.addWidget(split)
        self._stack.addWidget(self.empty)
        self._stack.addWidget(self.importing)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 14, 20, 12)
        layout.setSpacing(8)
        layout.addLayout(head)
        layout.addWidget(self._stack, 1)
        self.setFocusProxy(self.list)

    def _column(self, body: QWidget, *names: str, line: QWidget) -> QWidget:
        pane = QWidget()
        buttons = QHBoxLayout()
        for name in names:
            buttons.addWidget(self.buttons[name])
        buttons.addStretch(1)
        layout = QVBoxLayout(pane)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(body, 1)
        layout.addWidget(line)
        layout.addLayout(buttons)
        return pane

    def _say_what_for(self) -> None:
        self.empty.say(
            _("There is no roster yet"),
            _(
                "A roster lists the villages, monitored households or projects that must each be shown. A "
                "requirement that asks for every one of them then tells who is still lacking. Import the list you "
                "have, as .xlsx or .csv; identity and telephone numbers in it are not read."
            ),
            action=_("Import a list…"),
            act=self._choose_file,
        )
        self.nobody.say(
            _("Nobody is listed yet"),
            _("Add the names by hand, or import them from a table."),
            action=_("Add a name (N)"),
            act=lambda: self._ask(None),
        )

    def _connect(self) -> None:
        self.subjects.remember(self._context.settings, "rosters/columns")
        self.list.chosen.connect(lambda _row: self._show_roster())
        self.list.opened.connect(lambda _row: self.subjects.setFocus())
        self.subjects.opened.connect(self._ask)
        for name, act in (
            ("import", self._choose_file),
            ("new", lambda: self._name(None)),
            ("rename", lambda: self._name(self.roster)),
            ("drop", self._drop),
            ("add", lambda: self._ask(None)),
            ("edit", self._edit),
            ("remove", self._remove),
        ):
            self.buttons[name].clicked.connect(lambda _checked=False, act=act: act())
        self.importing.agreed.connect(self._import)
        self.importing.left.connect(self._leave_import)
        self.roster_line.agreed.connect(self._name_roster)
        self.roster_line.left.connect(self.list.setFocus)
        self.subject_line.agreed.connect(self._store)
        self.subject_line.left.connect(self.subjects.setFocus)
        for owner, key, act in (
            (self.subjects, "N", lambda: self._ask(None)),
            (self.subjects, "F2", self._edit),
            (self.subjects, "Del", self._remove),
            (self.list, "N", lambda: self._ask(None)),
            (self.list, "F2", lambda: self._name(self.roster)),
            (self.list, "Del", self._drop),
        ):
            shortcut = QShortcut(QKeySequence(key), owner)
            shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
            shortcut.activated.connect(act)

    def _name(self, one: Roster | None) -> None:
        self._stack.setCurrentIndex(0)
        self.roster_line.ask(one)


def _roster_columns() -> list[Column[Roster]]:
    return [
        Column(_("Name"), lambda r: r.name, width=18),
        Column(_("Kind"), lambda r: _(need_wording.ROSTER_KINDS[r.kind]), width=13),
        Column(_("Names"), lambda r: f"{len(r.subjects):,}", width=6, is_number=True),
    ]


def _subject_columns() -> list[Column[Subject]]:
    return [
        Column(_("Name"), lambda s: s.name, width=18),
        Column(_("Village"), lambda s: s.village if s.village != s.name else "", width=16),
        Column(_("Other names"), lambda s: "、".join(s.also), width=24),
    ]
