"""What is typed about rosters: somebody on one, a roster's name and kind, and a table on its way in."""

from __future__ import annotations

import re
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from ledger_app.core.errors import LedgerError
from ledger_app.core.i18n import _, ngettext
from ledger_app.core.messages import sentence
from ledger_app.scheme import need_wording, wording
from ledger_app.scheme.model import Roster, Subject
from ledger_app.scheme.roster_tables import RosterTable, read_roster
from ledger_app.ui import fonts, theme
from ledger_app.ui.inline_form import InlineForm
from ledger_app.ui.jobs import Jobs

_APART = re.compile("[、,，;；/\n]")
_FIRST = 12


class _Line(InlineForm):
    """A form in one line, put away where it is left."""

    def __init__(self) -> None:
        super().__init__()
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.about = QLabel()
        self.agree = QPushButton(_("Save (Enter)"))
        self.cancel = QPushButton(_("Cancel (Esc)"))
        self.agree.clicked.connect(self.take)
        self.cancel.clicked.connect(self.leave)
        self.hide()

    def leave(self) -> None:
        self.hide()
        super().leave()

    def _lay_out(self, *fields: QWidget) -> None:
        row = QHBoxLayout()
        for field in (*fields, self.agree, self.cancel):
            row.addWidget(field, 1 if isinstance(field, QLineEdit) else 0)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(10, 6, 10, 6)
        layout.addWidget(self.about)
        layout.addLayout(row)


class SubjectLine(_Line):
    """Name, village and other names of somebody on a roster; `agreed` carries them with whom it changes."""

    agreed = Signal(object, str, str, tuple)

    def __init__(self) -> None:
        super().__init__()
        self._one: Subject | None = None
        self.name, self.village, self.also = QLineEdit(), QLineEdit(), QLineEdit()
        for field, words in (
            (self.name, _("Name")),
            (self.village, _("Village")),
            (self.also, _("Other names, with 、 between them")),
        ):
            field.setPlaceholderText(words)
            field.setAccessibleName(words)
        self._lay_out(self.name, self.village, self.also)

    def ask(self, one: Subject | None, roster: Roster) -> None:
        """Ask about somebody, or (None) about another one."""
        self._one = one
        words = _("Correct “{name}”") if one else _("Add to “{name}”")
        self.about.setText(words.format(name=one.name if one else roster.name))
        self.name.setText(one.name if one else "")
        self.village.setText(one.village if one else "")
        self.also.setText("、".join(one.also) if one else "")
        self.village.setVisible(roster.kind != "village")
        self.show()
        self.name.setFocus(Qt.FocusReason.OtherFocusReason)
        self.name.selectAll()

    def take(self) -> None:
        name = self.name.text().strip()
        if not name:
            self.name.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        also = tuple(n for part in _APART.split(self.also.text()) if (n := part.strip()))
        self.agreed.emit(self._one, name, self.village.text().strip(), also)


class RosterLine(_Line):
    """Name and kind of a roster; `agreed` carries them, with the roster that is renamed (None: another one)."""

    agreed = Signal(object, str, str)

    def __init__(self) -> None:
        super().__init__()
        self._one: Roster | None = None
        self.name, self.kind = QLineEdit(), kind_box()
        self.name.setPlaceholderText(_("Name of the roster"))
        self.name.setAccessibleName(_("Name of the roster"))
        self._lay_out(self.name, self.kind)

    def ask(self, one: Roster | None) -> None:
        """Ask what a roster is called, or (None) about another one."""
        self._one = one
        self.about.setText(_("Rename “{name}”").format(name=one.name) if one else _("Another roster"))
        self.name.setText(one.name if one else "")
        self.kind.setVisible(one is None)
        self.show()
        self.name.setFocus(Qt.FocusReason.OtherFocusReason)
        self.name.selectAll()

    def take(self) -> None:
        name = self.name.text().strip()
        if name:
            self.agreed.emit(self._one, name, str(self.kind.currentData()))
        else:
            self.name.setFocus(Qt.FocusReason.OtherFocusReason)


class RosterImport(InlineForm):
    """A table on its way in: its name and kind, whom it lists, and the rows that deserve a look.

    `agreed` carries path, name and kind; `left` follows Esc. The file is read beside the event loop.
    """

    agreed = Signal(object, str, str)

    def __init__(self, jobs: Jobs) -> None:
        super().__init__()
        self._jobs = jobs
        self._path: Path | None = None
        self._known: tuple[Roster, ...] = ()
        self.heading = QLabel()
        self.heading.setFont(fonts.heading(self.font(), 1.15))
        self.name, self.kind = QLineEdit(), kind_box()
        self.name.setAccessibleName(_("Name of the roster"))
        self.listed, self.doubtful = QLabel(), QLabel()
        self.rows = QPlainTextEdit(readOnly=True)
        self.rows.setTabChangesFocus(True)
        self.rows.setAccessibleName(_("Rows that deserve a look"))
        self.agree, self.cancel = QPushButton(_("Import (Enter)")), QPushButton(_("Cancel (Esc)"))
        self._build()

    def ask(self, path: Path, known: tuple[Roster, ...]) -> None:
        """Read a table and show what it would bring."""
        self._path, self._known = path, known
        self.heading.setText(_("Import {name}").format(name=path.name))
        self.name.setText(path.stem)
        self._guess_kind(path.stem)
        self._read()
        self.name.setFocus(Qt.FocusReason.OtherFocusReason)

    def take(self) -> None:
        """Hand over what was said."""
        name = self.name.text().strip()
        if self._path and name and self.agree.isEnabled():
            self.agreed.emit(self._path, name, str(self.kind.currentData()))

    def _guess_kind(self, name: str) -> None:
        same = next((r.kind for r in self._known if r.name == name), "")
        by_name = next(
            (k for w, k in (("户", "household"), ("项目", "project"), ("工程", "project")) if w in name), ""
        )
        self.kind.blockSignals(True)
        self.kind.setCurrentIndex(self.kind.findData(same or by_name or "village"))
        self.kind.blockSignals(False)

    def _read(self) -> None:
        path, kind = self._path, str(self.kind.currentData())
        if path is None:
            return
        self.agree.setEnabled(False)
        self.listed.setText(_("The table is being read."))
        self.doubtful.hide()
        self.rows.hide()

        def show(found: object) -> None:
            if (path, kind) == (self._path, str(self.kind.currentData())):
                self._show(found)

        def fail(error: Exception) -> None:
            if isinstance(error, LedgerError):
                self.listed.setText(sentence(error))
            else:
                raise error

        self._jobs.aside("", lambda _p: read_roster(path, kind), done=show, failed=fail, is_quiet=True)

    def _show(self, found: object) -> None:
        assert isinstance(found, RosterTable)
        names = _(", ").join(s.name for s in found.subjects[:_FIRST])
        count = len(found.subjects)
        text = ngettext("{n} name: {names}", "{n} names: {names}", count).format(n=f"{count:,}", names=names)
        self.listed.setText(f"{text}…" if count > _FIRST else text)
        if any(r.name == self.name.text().strip() for r in self._known):
            said = _(
                "The roster of this name is brought up to date; who is no longer listed is taken off it."
            )
            self.listed.setText(f"{self.listed.text()}\n{said}")
        lines = [
            _(": ").join((wording.place_text(p.place), wording.problem_sentence(p))) for p in found.problems
        ]
        text = ngettext("{n} row deserves a look:", "{n} rows deserve a look:", len(lines))
        self.doubtful.setText(text.format(n=len(lines)))
        self.rows.setPlainText("\n".join(lines))
        self.doubtful.setVisible(bool(lines))
        self.rows.setVisible(bool(lines))
        self.agree.setEnabled(True)

    def _build(self) -> None:
        for label in (self.listed, self.doubtful):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
        palette = QPalette(self.doubtful.palette())
        palette.setColor(QPalette.ColorRole.WindowText, theme.colours(palette).notice)
        self.doubtful.setPalette(palette)
        self.kind.currentIndexChanged.connect(self._read)
        self.agree.clicked.connect(self.take)
        self.cancel.clicked.connect(self.left)
        grid = QGridLayout()
        grid.addWidget(QLabel(_("Name")), 0, 0)
        grid.addWidget(self.name, 0, 1)
        grid.addWidget(QLabel(_("It lists")), 1, 0)
        grid.addWidget(self.kind, 1, 1, Qt.AlignmentFlag.AlignLeft)
        grid.setColumnStretch(1, 1)
        buttons = QHBoxLayout()
        buttons.addWidget(self.agree)
        buttons.addWidget(self.cancel)
        buttons.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.heading)
        layout.addLayout(grid)
        layout.addWidget(self.listed)
        layout.addWidget(self.doubtful)
        layout.addWidget(self.rows, 1)
        layout.addLayout(buttons)
        layout.addStretch(0)


def kind_box() -> QComboBox:
    """Return a choice of what a roster can list."""
    box = QComboBox()
    for kind, words in need_wording.ROSTER_KINDS.items():
        box.addItem(_(words), kind)
    box.setAccessibleName(_("It lists"))
    return box
