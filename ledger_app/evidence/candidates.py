"""The files that might show what the scheme asks for: proposals only, nothing is written."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ledger_app.core.database import Database
from ledger_app.core.progress import Progress
from ledger_app.evidence.gaps import Gap
from ledger_app.evidence.memory import memory_of
from ledger_app.evidence.model import Candidate
from ledger_app.scheme.model import Scheme


def for_items(
    db: Database, scheme: Scheme, item_ids: Iterable[int], *, year: int, top: int = 3
) -> dict[int, list[Candidate]]:
    """Return, for each of these items, the indicators it speaks for, best first.

    Judged are path, title, number, text, and what was decided about files like it. An item that speaks
    for none has an empty list.
    """
    return memory_of(db, scheme, year=year).for_items(list(item_ids), top=top)


def for_gaps(
    db: Database, scheme: Scheme, gaps: Iterable[Gap], *, year: int, top: int = 3
) -> dict[Gap, list[Candidate]]:
    """Return, for each gap (indicator id, requirement id or None), the nearest files, best first.

    Asked are files that nothing was linked to, and files linked to the same indicator as a whole.
    """
    wanted = list(dict.fromkeys(gaps))
    return memory_of(db, scheme, year=year).for_gaps(wanted, top=top) if wanted else {}


def prepare(db: Database, scheme: Scheme, progress: Progress, *, year: int) -> int:
    """Compare all files with the scheme that were not compared yet; returns how many contents were.

    Some 0.5 ms a file; what was worked out is kept where the person cancels.
    """
    return memory_of(db, scheme, year=year).prepare(progress)


def signs_of(
    db: Database, scheme: Scheme, item_ids: Iterable[int], *, year: int
) -> Iterator[tuple[int, dict[int, list[float]]]]:
    """Return the signs (`judging.SIGNS`) that each item gives for each place: what weights are fitted on."""
    memory = memory_of(db, scheme, year=year)
    for clue, told, learned in memory.signs_of(item_ids):
        yield clue.item, memory.matcher.signs(clue, told, learned)
