"""Language and text size of the whole program, switched while it runs."""

from __future__ import annotations

from PySide6.QtCore import QLibraryInfo, QLocale, QTranslator
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QApplication

from ledger_app.core.i18n import set_language
from ledger_app.ui import fonts
from ledger_app.ui.preferences import Preferences


class Appearance:
    """Applies the language (ours and Qt's own buttons) and the text size, and remembers both."""

    def __init__(
        self,
        app: QApplication,
        preferences: Preferences,
        *,
        language: str | None = None,
        font: QFont | None = None,
    ) -> None:
        self._app = app
        self.preferences = preferences
        self._translator = QTranslator(app)
        self._font = font or fonts.base_font()
        stored = preferences.general.value("language")
        self.switch_language(language or (str(stored) if stored else None), is_kept=False)
        self.text_size = str(preferences.general.value("text-size", "normal"))
        self._app.setFont(fonts.scaled(self._font, self.text_size))

    def switch_language(self, language: str | None, *, is_kept: bool = True) -> None:
        """Use this language from now on; what is on the screen already must be built anew."""
        chosen = set_language(language)
        QLocale.setDefault(QLocale(chosen))
        self._app.removeTranslator(self._translator)
        folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
        if self._translator.load(f"qtbase_{chosen}", folder):
            self._app.installTranslator(self._translator)
        if is_kept:
            self.preferences.general.setValue("language", chosen)

    def resize_text(self, size: str) -> None:
        """Use one of `fonts.TEXT_SIZES` from now on."""
        self.text_size = size
        self._app.setFont(fonts.scaled(self._font, size))
        self.preferences.general.setValue("text-size", size)
