"""The audit of an archive: what is held between one and the next, so that a change costs what it touches."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from ledger_app.audit import records, waivers, what_if
from ledger_app.audit.evaluating import Evaluator, concluded, gaps_of
from ledger_app.audit.matrix import Matrix
from ledger_app.audit.matrix import matrix as covered
from ledger_app.audit.model import Audit, Finding, Snapshot, WhatIf
from ledger_app.audit.rules import RULES, evaluate
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
    after = evaluate(what_if.without(seen, chosen), given)
    return what_if.compared(concluded(seen, found, given), after, chosen)


def _looked(db: Database, *, year: int, as_of: str) -> tuple[Snapshot, list[Finding]]:
    """Return what the rules look at now, and what they find."""
    seen = gatherer_of(db).snapshot(year=year, as_of=as_of)
    held = db.memory.get(Evaluator)
    if not isinstance(held, Evaluator):
        held = db.memory[Evaluator] = Evaluator(RULES)
    found = held.look(seen)
    nearest = candidates.for_gaps(db, seen.scheme, gaps_of(found), year=year)
    return replace(seen, candidates={gap: tuple(near) for gap, near in nearest.items()}), found


def _today(db: Database) -> str:
    return db.now().date().isoformat()
