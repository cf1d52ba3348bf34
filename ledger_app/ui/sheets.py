"""The sheets over the desk, one at a time: shown in the window's stack, and gone when they are left."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QStackedWidget

from ledger_app.core.i18n import _
from ledger_app.scheme.comparing import Difference
from ledger_app.scheme.drafts import Edits
from ledger_app.scheme.reading import SchemeFile
from ledger_app.ui.context import Context
from ledger_app.ui.jobs import Jobs
from ledger_app.ui.scheme_import import SchemeImport
from ledger_app.ui.scheme_page import SchemePage
from ledger_app.ui.scheme_revision import SchemeRevision
from ledger_app.ui.settings_page import SettingsPage
from ledger_app.ui.sheet import Sheet
from ledger_app.ui.welcome import WelcomePage


class Sheets:
    """Puts a sheet on the stack; `left` is called with each that has gone."""

    def __init__(self, stack: QStackedWidget, left: Callable[[Sheet], None]) -> None:
        self._stack = stack
        self._left = left
        self._corrections: dict[str, Edits] = {}

    def show(self, sheet: Sheet) -> None:
        """Show a sheet in place of another; the same one asked for again is left instead."""
        is_again = type(self._stack.currentWidget()) is type(sheet)
        self.leave()
        if is_again:
            sheet.deleteLater()
            return
        sheet.left.connect(self.leave)
        self._stack.addWidget(sheet)
        self._stack.setCurrentWidget(sheet)
        sheet.setFocus()

    def show_settings(self, context: Context) -> None:
        """Show the archive's settings."""

        def saved() -> None:
            self.leave()
            context.said.emit(_("The settings are saved; Ctrl+Z takes it back."))

        page = SettingsPage(context)
        page.saved.connect(saved)
        self.show(page)

    def show_scheme(self, context: Context, *, import_scheme: Callable[[], None]) -> None:
        """Show what of the scheme is to be checked."""
        page = SchemePage(context)
        page.settings_asked.connect(lambda: self.show_settings(context))
        page.import_asked.connect(import_scheme)
        self.show(page)

    def show_revision(
        self, context: Context, file: SchemeFile, *, imported: Callable[[object, Difference], None]
    ) -> None:
        """Show a scheme's next revision on its way into the archive; corrections are kept if it is left."""
        page = SchemeRevision(context, file, edits=self._corrections.get(file.sha256))

        def done(result: object, difference: object) -> None:
            assert isinstance(difference, Difference)
            self.leave()
            imported(result, difference)

        page.imported.connect(done)
        self.show(page)

    def show_preview(self, welcome: WelcomePage, jobs: Jobs, settings: QSettings) -> None:
        """Show the scheme that the welcome page has read; it is told what was taken or corrected."""
        file = welcome.file
        if file is None:
            return
        page = SchemeImport(file, jobs, settings, action=_("Use this scheme"), edits=welcome.edits)
        page.trouble.connect(welcome.trouble)

        def taken(scheme: object) -> None:
            welcome.take_scheme(scheme, page.edits)
            self.leave()

        page.accepted.connect(taken)
        page.left.connect(lambda: welcome.keep_edits(page.edits))
        self.show(page)

    def leave(self) -> None:
        """Put away the sheet that is shown."""
        sheet = self._stack.currentWidget()
        if isinstance(sheet, SchemeRevision):
            self._corrections[sheet.preview.file.sha256] = sheet.preview.edits
        if isinstance(sheet, Sheet):
            self._stack.removeWidget(sheet)
            self._left(sheet)
