"""The next revision of a scheme on its way into the archive: looked through first, then compared."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout

from ledger_app.core.i18n import _
from ledger_app.scheme.drafts import Edits
from ledger_app.scheme.model import Scheme
from ledger_app.scheme.reading import SchemeFile
from ledger_app.ui.context import Context
from ledger_app.ui.scheme_difference import SchemeDifference
from ledger_app.ui.scheme_import import SchemeImport
from ledger_app.ui.sheet import Sheet


class SchemeRevision(Sheet):
    """Shows the import preview, then what it changes; `imported` as in `SchemeDifference`."""

    imported = Signal(object, object)

    def __init__(self, context: Context, file: SchemeFile, *, edits: Edits | None = None) -> None:
        super().__init__()
        self.back.hide()  # each of the two has its own
        self._context = context
        self.preview = SchemeImport(
            file, context.jobs, context.settings, action=_("Next: what it changes"), edits=edits
        )
        self.difference: SchemeDifference | None = None
        self._stack = QStackedWidget()
        self._stack.addWidget(self.preview)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._stack)
        self.preview.left.connect(self.left)
        self.preview.trouble.connect(context.trouble)
        self.preview.accepted.connect(self._compare)
        self.setFocusProxy(self._stack)

    def focus(self) -> None:
        """Give the keyboard to the part that is shown."""
        self._stack.currentWidget().setFocus()

    def _compare(self, scheme: object) -> None:
        assert isinstance(scheme, Scheme)
        self.difference = SchemeDifference(self._context, scheme)
        self.difference.left.connect(self._go_back)
        self.difference.imported.connect(self.imported)
        self._stack.addWidget(self.difference)
        self._stack.setCurrentWidget(self.difference)
        self.focus()

    def _go_back(self) -> None:
        if self.difference:
            self._stack.removeWidget(self.difference)
            self.difference.hide()
            self.difference.setParent(self)  # a job may still call it
            self.difference = None
        self.focus()
