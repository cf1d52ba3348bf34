"""What can be done from the menus: each with its words, key and icon in one place."""

from __future__ import annotations

import re
from dataclasses import dataclass

from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

from ledger_app.core import operations
from ledger_app.core.i18n import N_, _
from ledger_app.ui import icons
from ledger_app.ui.state import State


@dataclass(frozen=True, slots=True)
class Command:
    """One thing to do. `needs_archive`: it makes sense only while an archive is open."""

    text: str
    key: str = ""
    icon: str = ""
    needs_archive: bool = True


COMMANDS: dict[str, Command] = {
    "new": Command(N_("&New archive…"), "Ctrl+N", "new", needs_archive=False),
    "open": Command(N_("&Open archive…"), "Ctrl+O", "folder", needs_archive=False),
    "sample": Command(N_("Open the &sample"), needs_archive=False),
    "import-scheme": Command(N_("&Import a revision of the scheme…")),
    "scheme": Command(N_("Chec&k the scheme…")),
    "drafts": Command(N_("What is needed: &drafts to confirm…")),
    "rosters": Command(N_("Rosters of villa&ges and households…")),
    "scheme-docx": Command(N_("Export the scheme as &Word…")),
    "scheme-xlsx": Command(N_("Export the scheme as E&xcel…")),
    "settings": Command(N_("Archive se&ttings…"), "Ctrl+,"),
    "backup": Command(N_("&Back up…")),
    "transfer": Command(N_("&Hand over to the county archive…")),
    "check-transfer": Command(N_("Check a transfer &package…")),
    "show-archive": Command(N_("Open the archive's &folder")),
    "show-evidence": Command(N_("Open the &evidence folder")),
    "close": Command(N_("&Close the archive"), "Ctrl+W"),
    "quit": Command(N_("&Quit"), "Ctrl+Q", needs_archive=False),
    "undo": Command(N_("&Undo"), "Ctrl+Z", "undo"),
    "redo": Command(N_("&Redo"), "Ctrl+Y", "redo"),
    "find": Command(N_("&Find"), "Ctrl+F"),
    "audit": Command(N_("Audit now"), "F5", "audit"),
    "matrix": Command(N_("Coverage &by village…"), "Ctrl+T"),
    "simulate": Command(N_("&Mock assessment (模拟考核)…"), "Ctrl+M"),
    "rescan": Command(N_("&Look at the evidence folder again"), "Ctrl+R"),
    "verify": Command(N_("&Verify every file")),
    "report-pdf": Command(N_("Audit report as &PDF…"), "Ctrl+P"),
    "report-docx": Command(N_("Audit report as &Word…")),
    "report-xlsx": Command(N_("Audit report as &Excel…")),
    "notices": Command(N_("&Notices to the units…")),
    "notice-template": Command(N_("&Change the template of the notices…")),
    "binders-inspection": Command(N_("Print &binders for inspectors…")),
    "binders-shelf": Command(N_("Print binders for the &shelf…")),
    "index-archive": Command(N_("&Archive index (归档文件目录)…")),
    "index-inspection": Command(N_("&Inspection index (迎检目录)…")),
    "keys": Command(N_("&Keys"), "?", "help", needs_archive=False),
    "log": Command(N_("Open the &log folder"), needs_archive=False),
}


def build(parent: QWidget) -> dict[str, QAction]:
    """Return the actions by name, owned by the window, in the language in use."""
    found = {}
    for name, command in COMMANDS.items():
        action = QAction(_(command.text), parent)
        action.setObjectName(name)
        if command.icon:
            action.setIcon(icons.icon(command.icon, parent.palette()))
        if command.key:
            action.setShortcut(QKeySequence(command.key))
        found[name] = action
    return found


def name_steps(actions: dict[str, QAction], state: State) -> None:
    """Say in the menu which step would be undone and redone."""
    for name, entry, words in (
        ("undo", state.next_undo, _("&Undo: {step}")),
        ("redo", state.next_redo, _("&Redo: {step}")),
    ):
        action = actions[name]
        text = words.format(step=operations.title(entry.name)) if entry else _(COMMANDS[name].text)
        action.setEnabled(entry is not None)
        action.setText(text)
        action.setIconText(plain(_(COMMANDS[name].text)))
        action.setToolTip(f"{plain(text)} ({COMMANDS[name].key})")


def plain(text: str) -> str:
    """Return a menu's words without its access key, `&File` or `文件(&F)`, and without dots."""
    return re.sub(r"\(&\w\)|&", "", text).rstrip("…")
