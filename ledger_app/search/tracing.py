"""Works out what rules look at in a text: private numbers, words left over, rows counted, what it resembles."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from ledger_app.search.leftovers import leftovers
from ledger_app.search.model import Mention, Reading, Traits
from ledger_app.search.privacy import private_numbers
from ledger_app.search.resemblance import signature
from ledger_app.search.stamps import stamps
from ledger_app.search.tallies import found_counts, stated_counts, tallies
from ledger_app.search.whose import places_spoken_for

MENTIONS: tuple[Callable[[Reading], Iterable[Mention]], ...] = (
    private_numbers,
    leftovers,
    places_spoken_for,
    stamps,
    stated_counts,
    found_counts,
)
"""Each finds mentions of its own kinds in a reading."""


def traits_of(reading: Reading) -> Traits:
    """Return the traits of what was read of one content."""
    counted = tallies(reading)
    numbered = [tally.numbered for tally in counted if tally.numbered is not None]
    return Traits(
        mentions=tuple(mention for look in MENTIONS for mention in look(reading)),
        rows=sum(tally.rows for tally in counted) if counted else None,
        numbered=sum(numbered) if numbered else None,
        tallies=counted,
        signature=signature(reading.parts) if reading.photo is None else b"",
    )
