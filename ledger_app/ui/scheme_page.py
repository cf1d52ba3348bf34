"""What of the scheme could not be read for sure, with the place of each in the document."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout

from ledger_app.core.i18n import _, ngettext
from ledger_app.scheme import wording
from ledger_app.scheme.model import Problem
from ledger_app.ui import fonts
from ledger_app.ui.context import Context
from ledger_app.ui.sheet import Sheet
from ledger_app.ui.state import State
from ledger_app.ui.table import Column, Table


class SchemePage(Sheet):
    """The problems of the scheme that the archive holds; `import_asked` and `settings_asked` mend them."""

    import_asked = Signal()
    settings_asked = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._heading, self._said = QLabel(), QLabel()
        self._heading.setFont(fonts.heading(self.font(), 1.4))
        self._said.setWordWrap(True)
        self.problems = problem_table()
        self.problems.remember(context.settings, "scheme/problems")
        again = QPushButton(_("Import the corrected scheme…"))
        again.clicked.connect(self.import_asked)
        settings = QPushButton(_("Archive settings…"))
        settings.clicked.connect(self.settings_asked)
        row = QHBoxLayout()
        for button in (again, settings, self.back):
            row.addWidget(button)
        row.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 18, 24, 18)
        layout.setSpacing(8)
        layout.addWidget(self._heading)
        layout.addWidget(self._said)
        layout.addWidget(self.problems, 1)
        layout.addLayout(row)
        layout.addStretch(0)
        self.setFocusProxy(self.problems)
        context.state_changed.connect(self.show_state)
        self.show_state(context.state)

    def show_state(self, state: State) -> None:
        """Show what is to be checked in the scheme of this state."""
        scheme = state.scheme
        count = len(scheme.problems)
        self._heading.setText(
            ngettext("{n} place of the scheme to check", "{n} places of the scheme to check", count).format(
                n=count
            )
            if count
            else _("Nothing in the scheme needs checking")
        )
        self._said.setText(
            _(
                "Compare these places with the document {source}. Where it is wrong, correct it and import it "
                "again: links follow their indicators. Where it is right, nothing needs to be done."
            ).format(source=scheme.source)
        )
        self.problems.show_rows(list(scheme.problems))


def problem_table() -> Table[Problem]:
    """Return an empty list of problems: place and sentence."""
    return Table(
        [
            Column(_("Place"), lambda p: wording.place_text(p.place) or "–", width=22),
            Column(_("Please check"), wording.problem_sentence, width=50),
        ],
        lambda p: (p.place, p.code, str(p.values)),
        name=_("What could not be read for sure"),
    )
