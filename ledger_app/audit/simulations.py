"""Keeps mock assessments (模拟考核): scores that a reviewer gave, deduction by deduction."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable

from ledger_app.audit.saying import said
from ledger_app.audit.scoring import Deduction, Simulation
from ledger_app.core.database import Changes, Database, changes_of
from ledger_app.core.errors import LedgerError
from ledger_app.scheme import schemes

Entered = tuple[str, float, str]
"""An indicator's code, the points, the reason."""

_MOST = 1000.0


def begin(db: Database, name: str, *, reviewer: str, entered: Iterable[Entered] = ()) -> tuple[int, Changes]:
    """Begin a mock assessment with what is entered so far, as one operation; returns its number.

    Raises `simulation-no-name`, `simulation-no-reviewer` and what `deduct` does.
    """
    name, reviewer = said(name, "simulation-no-name"), said(reviewer, "simulation-no-reviewer")
    rows = _rows(db, entered)
    with db.operation("begin-simulation", name=name, reviewer=reviewer) as op:
        number = op.insert("simulation", {"name": name, "reviewer": reviewer, "at": op.at})
        for row in rows:
            op.insert("deduction", {"simulation": number, **row})
    return number, changes_of(op)


def deduct(db: Database, simulation: int, entered: Iterable[Entered]) -> Changes:
    """Take points from indicators, and say why, as one operation; points below 0 are given to a bonus item.

    Raises `unknown-simulation`, `unknown-indicator`, `bad-points`, `deduction-no-reason`,
    `award-not-bonus`.
    """
    name, rows = _known(db, simulation), _rows(db, entered)
    with db.operation("deduct-points", name=name, deductions=len(rows)) as op:
        for row in rows:
            op.insert("deduction", {"simulation": simulation, **row})
    return changes_of(op)


def amend(db: Database, deduction: int, entered: Entered) -> Changes:
    """Enter a deduction anew, in its place. Raises `unknown-deduction` and what `deduct` does."""
    if db.row("deduction", deduction) is None:
        raise LedgerError("unknown-deduction", deduction=deduction)
    (row,) = _rows(db, [entered])
    with db.operation("amend-deduction", indicator=entered[0]) as op:
        op.update("deduction", deduction, row)
    return changes_of(op)


def take_back(db: Database, deductions: Iterable[int]) -> Changes:
    """Take these deductions back as one operation. Raises `unknown-deduction`."""
    chosen = list(dict.fromkeys(deductions))
    with db.operation("take-back-deduction", deductions=len(chosen)) as op:
        for number in chosen:
            if db.row("deduction", number) is None:
                raise LedgerError("unknown-deduction", deduction=number)
            op.delete("deduction", number)
    return changes_of(op)


def drop(db: Database, simulation: int) -> Changes:
    """Remove a mock assessment with all its deductions. Raises `unknown-simulation`."""
    known = _known(db, simulation)
    with db.operation("drop-simulation", name=known) as op:
        sql = "SELECT id FROM deduction WHERE simulation = ? ORDER BY id"
        for (number,) in list(db.tuples(sql, simulation)):
            op.delete("deduction", number)
        op.delete("simulation", simulation)
    return changes_of(op)


def simulations(db: Database) -> tuple[Simulation, ...]:
    """Return all mock assessments, the newest first."""
    made: dict[int, list[Deduction]] = defaultdict(list)
    sql = "SELECT simulation, id, indicator, points, reason FROM deduction ORDER BY id"
    for simulation, *row in db.tuples(sql):
        made[simulation].append(Deduction(*row))
    sql = "SELECT id, name, reviewer, at FROM simulation ORDER BY id DESC"
    return tuple(Simulation(*row, tuple(made[row[0]])) for row in db.tuples(sql))


def _known(db: Database, simulation: int) -> str:
    found = db.row("simulation", simulation)
    if found is None:
        raise LedgerError("unknown-simulation", simulation=simulation)
    return str(found["name"])


def _rows(db: Database, entered: Iterable[Entered]) -> list[dict[str, object]]:
    rows: list[dict[str, object]] = []
    for code, points, reason in entered:
        indicator = schemes.indicator(db, code)
        if not math.isfinite(points) or not points or abs(points) > _MOST:
            raise LedgerError("bad-points", value=f"{points:g}")
        if points < 0 and not indicator.is_bonus:
            raise LedgerError("award-not-bonus", indicator=indicator.code)
        why = said(reason, "deduction-no-reason")
        rows.append({"indicator": indicator.id, "points": points, "reason": why})
    return rows
