"""Filters that a person named, to come back to: a button with a menu, kept for each archive."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QLineEdit, QMenu, QToolButton, QWidgetAction

from ledger_app.core.i18n import _

View = dict[str, str]


class SavedViews(QToolButton):
    """Offers the saved views of a page; `read` says what is filtered by now, `show` filters by a view.

    A view is a flat dict of texts. Saving under a name that is there replaces that view.
    """

    def __init__(
        self, settings: QSettings, key: str, *, read: Callable[[], View], show: Callable[[View], None]
    ) -> None:
        super().__init__()
        self._settings = settings
        self._key = f"{key}/views"
        self._read = read
        self._show = show
        self.setText(_("Views"))
        self.setToolTip(_("Come back to filters that you saved under a name"))
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.name = QLineEdit(placeholderText=_("Name these filters, then Enter"))
        self.name.setAccessibleName(_("Name of the view"))
        self.name.returnPressed.connect(self._save)
        self._entry = QWidgetAction(self)  # the menu, which is emptied each time, must not own it
        self._entry.setDefaultWidget(self.name)
        menu = QMenu(self)
        menu.aboutToShow.connect(self._fill)
        self.setMenu(menu)

    def views(self) -> dict[str, View]:
        """Return the saved views by name, as they were saved."""
        try:
            found = json.loads(str(self._settings.value(self._key, "{}")))
        except ValueError:
            return {}
        return found if isinstance(found, dict) else {}

    def _fill(self) -> None:
        menu = self.menu()
        menu.clear()
        saved = self.views()
        for name, view in saved.items():
            menu.addAction(name.replace("&", "&&"), partial(self._show, view))
        if saved:
            menu.addSeparator()
        menu.addAction(self._entry)
        if saved:
            removing = menu.addMenu(_("Remove a view"))
            for name in saved:
                removing.addAction(name.replace("&", "&&"), partial(self._remove, name))

    def _save(self) -> None:
        if name := self.name.text().strip():
            self._keep({**self.views(), name: self._read()})
            self.name.clear()
            self.menu().close()

    def _remove(self, name: str) -> None:
        self._keep({k: v for k, v in self.views().items() if k != name})

    def _keep(self, views: dict[str, View]) -> None:
        self._settings.setValue(self._key, json.dumps(views, ensure_ascii=False))
        self._settings.sync()
