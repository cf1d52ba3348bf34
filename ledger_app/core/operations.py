"""The names of operations, as people read them in the undo menu and the journal."""

from __future__ import annotations

from ledger_app.core.i18n import N_, _
from ledger_app.core.journal import Entry, Kind

TITLES: dict[str, str] = {
    "accept-suggestions": N_("Accept suggestions"),
    "assign-numbers": N_("Assign archive numbers"),
    "change-settings": N_("Change settings"),
    "confirm-evidence": N_("Accept changed content"),
    "correct-description": N_("Correct a description"),
    "import-scheme": N_("Import the scheme"),
    "link-evidence": N_("Link evidence"),
    "mark-hard": N_("Mark an indicator as hard"),
    "reject-suggestion": N_("Reject a suggestion"),
    "revise-scheme": N_("Import a revision of the scheme"),
    "scan": N_("Bring the folder in"),
    "set-aside": N_("Set files aside"),
    "take-back": N_("Take files back from aside"),
    "unmark-hard": N_("Take an indicator's hard mark away"),
    "unlink-evidence": N_("Unlink evidence"),
}


def title(name: str) -> str:
    """Return an operation's name in the language in use."""
    return _(TITLES[name])


def sentence(entry: Entry) -> str:
    """Return what an entry did: the operation, or that it was undone or redone."""
    patterns = {
        Kind.DO: "{title}",
        Kind.UNDO: _("Undone: {title}"),
        Kind.REDO: _("Redone: {title}"),
    }
    return patterns[entry.kind].format(title=title(entry.name))
