"""The audit of an archive: what is held between one and the next, so that a change costs what it touches."""

from __future__ import annotations

from collections.abc import Iterable
from copy import copy
from dataclasses import replace

from ledger_app.audit import records, waivers, what_if
from ledger_app.audit.evaluating import Evaluator, concluded, gaps_of
from ledger_app.audit.matrix import Matrix
from ledger_app.audit.matrix import matrix as covered
from ledger_app.audit.meeting import Coverage
from ledger_app.audit.model import Audit, Finding, Snapshot, WhatIf
from ledger_app.audit.rules import RULES
from ledger_app.audit.snapshots import gatherer_of
from ledger_app.core.collecting import without_full_collection
from ledger_app.core.database import Database
from ledger_app.core.errors import LedgerError
from ledger_app.evidence import candidates
from ledger_app.scheme.model import Roster


def audit(db: Database, *, year: int, is_away: bool = False) -> Audit:
    """Report what is missing or wrong, as of today; `is_away`: the folder could not be looked at."""
    with without_full_collection():
        seen, found = _looked(db, year=year, as_of=_today(db))
        done = concluded(seen, found, waivers.waivers(db), is_away=is_away)
    return replace(done, since=records.since(db, done))


def snapshot(db: Database, *, year: int, as_of: str) -> Snapshot:
    """Return everything the rules look at, with the nearest files for every gap."""
    return _looked(db, year=year, as_of=as_of)[0]


def matrix(db: Database, roster: Roster, *, year: int) -> Matrix:
    """Return the coverage of a roster's subjects, as of today."""
    return covered(gatherer_of(db).snapshot(year=year, as_of=_today(db)), roster)


def coverage(db: Database, *, year: int) -> Coverage:
    """Return how far every requirement is met and whom each linked file concerns, as the last audit saw it.

    Where there was none yet, one is made.
    """
    held = db.memory.get(Evaluator)
    view = held.view if isinstance(held, Evaluator) else None
    if view is None:
        _looked(db, year=year, as_of=_today(db))
        return coverage(db, year=year)
    met = {n: m for i in view.snapshot.scheme.indicators for n, m in view.meetings(i).items()}
    subjects = {e.item: e.subjects for e in view.snapshot.evidence.values() if e.subjects}
    return Coverage(met, subjects, view.snapshot.rosters)


def findings(db: Database, keys: Iterable[str], *, year: int) -> list[Finding]:
    """Return the findings of now with these keys, set aside or not; raises `unknown-finding`."""
    now = audit(db, year=year)
    known = {f.key: f for f in (*now.findings, *(f for f, _ in now.waived))}
    wanted = list(dict.fromkeys(keys))
    for key in wanted:
        if key not in known:
            raise LedgerError("unknown-finding", key=key)
    return [known[key] for key in wanted]


def what_if_rejected(db: Database, item_ids: Iterable[int], *, year: int) -> WhatIf:
    """Return what would become of the verdict if these items were rejected."""
    chosen = frozenset(item_ids)
    seen, found = _looked(db, year=year, as_of=_today(db))
    given = waivers.waivers(db)
    without = what_if.without(seen, chosen)
    apart = copy(_evaluator(db))  # looks at what differs, and leaves what is held as it is
    after = concluded(without, apart.look(without), given)
    return what_if.compared(concluded(seen, found, given), after, chosen)


def _looked(db: Database, *, year: int, as_of: str) -> tuple[Snapshot, list[Finding]]:
    """Return what the rules look at now, and what they find."""
    seen = gatherer_of(db).snapshot(year=year, as_of=as_of)
    found = _evaluator(db).look(seen)
    nearest = candidates.for_gaps(db, seen.scheme, gaps_of(found), year=year)
    return replace(seen, candidates={gap: tuple(near) for gap, near in nearest.items()}), found


def _evaluator(db: Database) -> Evaluator:
    """Return the one that is held for this archive."""
    held = db.memory.get(Evaluator)
    if not isinstance(held, Evaluator):
        held = db.memory[Evaluator] = Evaluator(RULES)
    return held


def _today(db: Database) -> str:
    return db.now().date().isoformat()
