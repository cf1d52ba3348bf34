"""What a person says for the record: a reason, a name."""

from __future__ import annotations

from ledger_app.core.errors import LedgerError

_MOST = 500


def said(text: str, missing: str) -> str:
    """Return the text in one line; raises `missing` where there is none, `text-too-long`."""
    text = " ".join(text.split())
    if not text:
        raise LedgerError(missing)
    if len(text) > _MOST:
        raise LedgerError("text-too-long", most=_MOST)
    return text
