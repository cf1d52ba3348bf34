"""How complete each indicator is, told from an audit."""

from __future__ import annotations

from ledger_app.audit.model import Audit, Standing


def standings(audit: Audit) -> dict[int, Standing]:
    """Return how each indicator stands, by its id."""
    return audit.verdict.standings
