"""The menus of the indicators page: for an indicator in the tree, and for a row of its checklist."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu, QWidget

from ledger_app.core.i18n import _
from ledger_app.evidence.model import HeldFile
from ledger_app.scheme.model import Indicator
from ledger_app.ui import file_actions, requirement_menus
from ledger_app.ui.context import Context
from ledger_app.ui.preview import Preview
from ledger_app.ui.requirement_rows import Kind, Row
from ledger_app.vault.model import Status


class Host(Protocol):
    """The page, as far as its menus need it."""

    context: Context
    preview: Preview
    requirements: requirement_menus.Host

    def adopt(self, row: Row) -> None: ...
    def unlink(self) -> None: ...
    def pick_files(self) -> None: ...
    def pick_target(self) -> None: ...
    def what_if(self) -> None: ...
    def chosen_files(self) -> list[HeldFile]: ...


def of_indicator(page: Host, indicator: Indicator) -> QMenu:
    """Return the menu for an indicator of the tree."""
    menu = _menu(page)
    _add(menu, _("Link files…"), "L", page.pick_files)
    requirement_menus.add_indicator(menu, page.requirements, indicator)
    menu.addSeparator()
    words = _("Take the hard mark ★ away") if indicator.is_hard else _("Mark as hard ★")
    is_hard = not indicator.is_hard
    _add(menu, words, "", lambda: file_actions.mark_hard(page.context, indicator, is_hard=is_hard))
    return menu


def of_row(page: Host, row: Row | None) -> QMenu:
    """Return the menu for a row of the checklist; it may be empty."""
    menu = _menu(page)
    if row is None:
        return menu
    if row.kind is Kind.CANDIDATE:
        _add(menu, _("Adopt"), "Enter", lambda: page.adopt(row))
    if row.held:
        _add_file(menu, page, row, row.held)
        requirement_menus.add_confirmations(menu, page.requirements, row)
    elif row.kind is Kind.DRAFT:
        requirement_menus.add_draft(menu, page.requirements)
    elif row.kind in (Kind.REQUIREMENT, Kind.WHOLE, Kind.HINT):
        _add(menu, _("Link files…"), "L", page.pick_files)
        requirement_menus.add_target(menu, page.requirements, row)
    return menu


def _add_file(menu: QMenu, page: Host, row: Row, held: HeldFile) -> None:
    context = page.context
    is_linked = row.kind is Kind.FILE
    _add(menu, _("Open"), "Enter" if is_linked else "", lambda: file_actions.open_file(context, held))
    _add(menu, _("Show in its folder"), "", lambda: file_actions.show_in_folder(context, held))
    menu.addSeparator()
    _add(menu, _("Link to another indicator…"), "L", page.pick_target)
    if is_linked:
        _add(menu, _("Unlink"), "Del", page.unlink)
    _add(menu, _("Correct the description"), "F2", page.preview.edit)
    if is_linked:
        _add(menu, _("What if this is rejected?"), "W", page.what_if)
    if held.status is Status.CHANGED:
        ids = [f.id for f in page.chosen_files()]
        _add(menu, _("Accept the new content"), "", lambda: file_actions.accept_content(context, ids))


def _menu(page: Host) -> QMenu:
    menu = QMenu(page if isinstance(page, QWidget) else None)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    return menu


def _add(menu: QMenu, text: str, key: str, act: Callable[[], object]) -> None:
    menu.addAction(f"{text}\t{key}" if key else text, act)
