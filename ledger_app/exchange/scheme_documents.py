"""What a revision of a scheme changes, as JSON documents."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict

from ledger_app.audit.attached import Attached
from ledger_app.exchange.documents import Document
from ledger_app.scheme.comparing import Difference, Entry, SectionChange
from ledger_app.scheme.model import Indicator, Scheme


def difference(found: Difference, attached: Mapping[int, Attached]) -> Document:
    """Return a difference: entries in the order of the new scheme, what is gone after what it stood after."""
    return {
        "old": _head(found.old),
        "new": _head(found.new),
        "counts": {str(change): count for change, count in found.counts().items()},
        "entries": [_entry(e, found.new, attached) for e in found.entries],
        "sections": [_section(s) for s in found.sections],
    }


def _head(scheme: Scheme) -> Document:
    return {"title": scheme.title, "year": scheme.year, "total_points": scheme.total_points}


def _entry(entry: Entry, new: Scheme, attached: Mapping[int, Attached]) -> Document:
    hanging = attached.get(entry.old.id) if entry.old else None
    return {
        "old": _indicator(entry.old),
        "new": _indicator(entry.new),
        "how": str(entry.how) if entry.how else None,
        "likeness": round(entry.likeness, 2),
        "doubt": str(entry.doubt) if entry.doubt else None,
        "rivals": {
            "old": [i.code for i in entry.old_rivals],
            "new": [new.indicators[at].code for at in entry.new_rivals],
        },
        "changes": [str(c) for c in entry.changes],
        "requirements": [
            {"old": c.old.text if c.old else None, "new": c.new.text if c.new else None}
            for c in entry.requirements
        ],
        "attached": asdict(hanging) if hanging else None,
    }


def _indicator(one: Indicator | None) -> Document:
    if one is None:
        return None
    return {
        "code": one.code,
        "path": list(one.path),
        "name": one.name,
        "points": one.points,
        "hard": one.is_hard,
    }


def _section(change: SectionChange) -> Document:
    return {
        side: None if s is None else {"path": list(s.path), "points": s.points}
        for side, s in (("old", change.old), ("new", change.new))
    }
