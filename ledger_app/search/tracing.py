"""Works out what rules look at in a text: private numbers, words left over, rows counted, what it resembles."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from ledger_app.search.model import Mention, Reading, Traits

MENTIONS: tuple[Callable[[Reading], Iterable[Mention]], ...] = ()
"""Each finds mentions of its own kinds in a reading."""


def traits_of(reading: Reading) -> Traits:
    """Return the traits of what was read of one content."""
    return Traits(mentions=tuple(mention for look in MENTIONS for mention in look(reading)))
