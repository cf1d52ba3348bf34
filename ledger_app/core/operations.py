"""The names of operations, as people read them in the undo menu and the journal."""

from __future__ import annotations

from ledger_app.core.i18n import N_, _
from ledger_app.core.journal import Entry, Kind

TITLES: dict[str, str] = {
    "amend-deduction": N_("Correct a deduction"),
    "begin-simulation": N_("Begin a mock assessment"),
    "deduct-points": N_("Deduct points in a mock assessment"),
    "drop-simulation": N_("Remove a mock assessment"),
    "record-audit": N_("Record an audit"),
    "take-back-deduction": N_("Take a deduction back"),
    "unwaive-findings": N_("Take findings back from aside"),
    "waive-findings": N_("Set findings aside"),
    "accept-suggestions": N_("Accept suggestions"),
    "add-requirement": N_("Add a requirement"),
    "add-roster": N_("Make a roster"),
    "add-subject": N_("Add a name to a roster"),
    "apply-template": N_("Apply a template of requirements"),
    "begin-box": N_("Begin a box"),
    "file-items": N_("File items"),
    "join-boxes": N_("Join two boxes"),
    "move-items": N_("Move items on the shelf"),
    "set-box-width": N_("Choose a box's spine"),
    "settle-boxes": N_("Settle numbers and boxes"),
    "withdraw-items": N_("Move items out of the archive order"),
    "attest": N_("Confirm signatures or seals"),
    "change-requirement": N_("Change a requirement"),
    "change-settings": N_("Change settings"),
    "change-subject": N_("Correct a name in a roster"),
    "confirm-drafts": N_("Confirm drafted requirements"),
    "confirm-evidence": N_("Accept changed content"),
    "correct-description": N_("Correct a description"),
    "dismiss-drafts": N_("Drop drafted requirements"),
    "draft-needs": N_("Draft what is needed"),
    "import-roster": N_("Import a roster"),
    "import-scheme": N_("Import the scheme"),
    "link-evidence": N_("Link evidence"),
    "mark-hard": N_("Mark an indicator as hard"),
    "move-requirement": N_("Move a requirement"),
    "record-print": N_("Print binders"),
    "reject-suggestion": N_("Reject a suggestion"),
    "remove-requirements": N_("Remove requirements"),
    "remove-roster": N_("Remove a roster"),
    "remove-subjects": N_("Take names off a roster"),
    "rename-roster": N_("Rename a roster"),
    "revise-scheme": N_("Import a revision of the scheme"),
    "scan": N_("Bring the folder in"),
    "set-aside": N_("Set files aside"),
    "set-subject": N_("Say whom evidence is about"),
    "take-back": N_("Take files back from aside"),
    "unmark-hard": N_("Take an indicator's hard mark away"),
    "unlink-evidence": N_("Unlink evidence"),
    "withdraw-attestation": N_("Take a confirmed signature or seal back"),
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
