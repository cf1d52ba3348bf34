"""The files that might show what the scheme asks for: proposals only, nothing is written."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

from ledger_app.core.database import Database
from ledger_app.evidence.matching import Clue, Gap, Matcher
from ledger_app.evidence.model import Candidate
from ledger_app.scheme.model import Scheme
from ledger_app.search.model import Description

# One clue an item, from its first path. What a name says is read from the path itself, so that the
# content's word and a person's are enough here: 100,000 files are asked about in one audit.
_CLUES = """
    SELECT l.item, min(l.path), d.fields, d.sources, c.fields
    FROM location l
    JOIN item i ON i.id = l.item
    LEFT JOIN description d ON d.sha256 = i.sha256
    LEFT JOIN correction c ON c.item = i.id
"""
_UNLINKED = """
    WHERE l.status = 'present' AND NOT i.is_set_aside AND NOT EXISTS (
        SELECT 1 FROM link k JOIN indicator n ON n.id = k.indicator
        WHERE k.item = l.item AND NOT n.is_retired
    )
    GROUP BY l.item ORDER BY l.item
"""
_LINKED_AS_A_WHOLE = """
    JOIN link k ON k.item = l.item
    LEFT JOIN requirement r ON r.id = k.requirement
    WHERE l.status = 'present' AND k.indicator = ? AND (k.requirement IS NULL OR r.is_retired)
    GROUP BY l.item ORDER BY l.item
"""


def for_items(
    db: Database, scheme: Scheme, item_ids: Iterable[int], *, year: int, top: int = 3
) -> dict[int, list[Candidate]]:
    """Return, for each of these items, the indicators its path and title speak for, best first.

    An item that speaks for none has an empty list.
    """
    chosen = list(item_ids)
    where = "WHERE l.item IN (SELECT value FROM json_each(?)) GROUP BY l.item"
    clues = {c.item: c for c in _clues(db, where, json.dumps(chosen))}
    matcher = Matcher(scheme, year=year)
    return {item: matcher.for_file(clues[item], top=top) if item in clues else [] for item in chosen}


def for_gaps(
    db: Database, scheme: Scheme, gaps: Iterable[Gap], *, year: int, top: int = 3
) -> dict[Gap, list[Candidate]]:
    """Return, for each gap (indicator id, requirement id or None), the nearest files, best first.

    Asked are files that nothing was linked to, and files linked to the same indicator as a whole.
    """
    wanted = list(dict.fromkeys(gaps))
    if not wanted:
        return {}
    linked = [
        (clue, indicator)
        for indicator in sorted({i for i, requirement in wanted if requirement is not None})
        for clue in _clues(db, _LINKED_AS_A_WHOLE, indicator)
    ]
    return Matcher(scheme, year=year).for_gaps(wanted, _clues(db, _UNLINKED), linked, top=top)


def _clues(db: Database, where: str, *values: object) -> Iterator[Clue]:
    for item, path, fields, sources, corrected in db.tuples(_CLUES + where, *values):
        yield Clue(item, path, _description(fields, sources, corrected))


def _description(fields: str | None, sources: str | None, corrected: str | None) -> Description:
    if fields is None and corrected is None:
        return _UNREAD
    said = json.loads(fields) if fields else {}
    where = json.loads(sources) if sources else {}
    by_person = json.loads(corrected) if corrected else {}
    known = said | by_person
    return Description(
        title=known.get("title"),
        document_number=known.get("document_number"),
        date=known.get("date"),
        sources=where | dict.fromkeys(by_person, "person"),
    )


_UNREAD = Description()
