"""What people have attached to each indicator: it follows the indicator through a revision, or is laid aside with it."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass

from ledger_app.core.database import Database


@dataclass(frozen=True, slots=True)
class Attached:
    """How much hangs on an indicator.

    `needs` counts the requirements a person added, worded or said more of; `is_hard_by_hand`: a person set
    its hard mark.
    """

    links: int = 0
    rejections: int = 0
    waivers: int = 0
    deductions: int = 0
    needs: int = 0
    is_hard_by_hand: bool = False


def attached(db: Database) -> dict[int, Attached]:
    """Return what hangs on every indicator, retired ones too, by its id; those without anything are left out."""
    links = _counted(db, "SELECT indicator, count(*) FROM link GROUP BY indicator")
    rejections = _counted(db, "SELECT indicator, count(*) FROM rejection GROUP BY indicator")
    deductions = _counted(db, "SELECT indicator, count(*) FROM deduction GROUP BY indicator")
    needs = _counted(
        db,
        "SELECT indicator, count(*) FROM requirement WHERE NOT is_retired AND NOT is_drafted "
        "AND (is_by_hand OR need <> '{}') GROUP BY indicator",
    )
    waivers = Counter(_indicator_of(place) for (place,) in db.tuples("SELECT place FROM waiver"))
    marked = {i for (i,) in db.tuples("SELECT id FROM indicator WHERE is_hard_by_hand")}
    return {
        one: Attached(
            links.get(one, 0),
            rejections.get(one, 0),
            waivers.get(one, 0),
            deductions.get(one, 0),
            needs.get(one, 0),
            one in marked,
        )
        for one in sorted({*links, *rejections, *deductions, *needs, *waivers, *marked} - {0})
    }


def _counted(db: Database, sql: str) -> dict[int, int]:
    return dict(db.tuples(sql))


def _indicator_of(place: str) -> int:
    """Return the indicator that a finding's place begins with, 0 where it concerns none."""
    try:
        found = json.JSONDecoder().raw_decode(place)[0]
    except ValueError:
        return 0
    return found[0] if isinstance(found, list) and found and isinstance(found[0], int) else 0
