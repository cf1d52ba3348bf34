"""Sentences about what a scan could not look at."""

from __future__ import annotations

from ledger_app.core.i18n import N_, _
from ledger_app.vault.model import IN_USE

SKIPPED: dict[str, str] = {
    "away": N_("its drive is away; what is known of it stays as it was"),
    "device": N_("a device, not a file"),
    IN_USE: N_("in use by another program; it is looked at again"),
    "link": N_("a link; put the file itself into the folder"),
    "moving": N_("still being written; it is looked at again"),
    "unlistable": N_("the folder can't be opened; what is known of it stays as it was"),
}


def skipped(code: str) -> str:
    """Return why a path was left out of a scan."""
    return _(SKIPPED[code])
