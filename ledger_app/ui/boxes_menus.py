"""The menus of the page of boxes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from PySide6.QtWidgets import QMenu

from ledger_app.core.i18n import _
from ledger_app.ui.boxes_tables import ItemTable
from ledger_app.vault.boxing import WIDTHS
from ledger_app.vault.model import Box


class Host(Protocol):
    """The page, as far as its menus need it."""

    items: ItemTable

    @property
    def box(self) -> Box | None: ...
    def act(self, verb: str) -> None: ...
    def set_width(self, width: int | None) -> None: ...
    def withdraw(self) -> None: ...
    def open_file(self) -> None: ...


def add_items(menu: QMenu, page: Host) -> None:
    """Add what can be done with the chosen items and their box."""
    line = page.items.current()
    if line is None:
        return
    _add(menu, _("File…"), "F2", lambda: page.act("file"))
    menu.addSeparator()
    _add(menu, _("Move up"), "Alt+↑", lambda: page.act("up"))
    _add(menu, _("Move down"), "Alt+↓", lambda: page.act("down"))
    _add(menu, _("Into the box before"), "Alt+PgUp", lambda: page.act("box-before"))
    _add(menu, _("Into the box after"), "Alt+PgDn", lambda: page.act("box-after"))
    menu.addSeparator()
    _add(menu, _("Begin a box here"), "B", lambda: page.act("begin"))
    add_box(menu, page)
    menu.addSeparator()
    if not line.indicators:
        _add(menu, _("Move out of the archive order"), "", page.withdraw)
    _add(menu, _("Open the file"), "Enter", page.open_file)


def add_box(menu: QMenu, page: Host) -> None:
    """Add what can be done with a box."""
    if page.box is None:
        return
    _add(menu, _("Join with the box before"), "J", lambda: page.act("join"))
    spines = menu.addMenu(_("Spine"))
    _add(spines, _("As its papers need"), "", lambda: page.set_width(None))
    for width in WIDTHS:
        action = spines.addAction(_("{width} mm").format(width=width))
        action.setCheckable(True)
        action.setChecked(width == page.box.width)
        action.triggered.connect(lambda _=False, width=width: page.set_width(width))


def _add(menu: QMenu, text: str, key: str, act: Callable[[], object]) -> None:
    action = menu.addAction(f"{text}\t{key}" if key else text)
    action.triggered.connect(lambda _=False: act())
