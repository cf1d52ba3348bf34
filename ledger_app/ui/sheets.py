"""The sheets over the desk, one at a time: shown in the window's stack, and gone when they are left."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QStackedWidget

from ledger_app.core.i18n import _
from ledger_app.ui.context import Context
from ledger_app.ui.scheme_page import SchemePage
from ledger_app.ui.settings_page import SettingsPage
from ledger_app.ui.sheet import Sheet


class Sheets:
    """Puts a sheet on the stack; `left` is called with each that has gone."""

    def __init__(self, stack: QStackedWidget, left: Callable[[Sheet], None]) -> None:
        self._stack = stack
        self._left = left

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

    def leave(self) -> None:
        """Put away the sheet that is shown."""
        sheet = self._stack.currentWidget()
        if isinstance(sheet, Sheet):
            self._stack.removeWidget(sheet)
            self._left(sheet)
