"""Signs and words for how grave a finding is; the colour only repeats them."""

from __future__ import annotations

from ledger_app.audit.model import Severity
from ledger_app.core.i18n import N_, _

_SIGNS = {Severity.VETO: "✘", Severity.ERROR: "!", Severity.WARNING: "?", Severity.HINT: "·"}
_WORDS = {
    Severity.VETO: N_("Veto"),
    Severity.ERROR: N_("To put right"),
    Severity.WARNING: N_("Please check"),
    Severity.HINT: N_("Hint"),
}
_COLOURS = {Severity.VETO: "veto", Severity.ERROR: "notice", Severity.WARNING: "", Severity.HINT: "muted"}


def sign(severity: Severity) -> str:
    """Return the sign for a severity."""
    return _SIGNS[severity]


def word(severity: Severity) -> str:
    """Return the word for a severity."""
    return _(_WORDS[severity])


def label(severity: Severity) -> str:
    """Return sign and word."""
    return f"{sign(severity)} {word(severity)}"


def colour(severity: Severity) -> str:
    """Return the field of `theme.Colours`, or nothing for plain text; only a veto is red."""
    return _COLOURS[severity]
