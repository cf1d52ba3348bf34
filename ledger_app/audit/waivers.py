"""Keeps which findings a person has set aside (不适用/已核实), with reason and name."""

from __future__ import annotations

from collections.abc import Iterable

from ledger_app.audit.marking import key_of
from ledger_app.audit.model import Finding, Waiver
from ledger_app.audit.saying import said
from ledger_app.core.database import Changes, Database, changes_of
from ledger_app.core.errors import LedgerError


def waive(db: Database, findings: Iterable[Finding], *, reason: str, name: str) -> Changes:
    """Set these findings aside as one operation; one that was set aside before gets the new reason and basis.

    Raises `waiver-no-reason`, `waiver-no-name`, `text-too-long`.
    """
    reason, name = said(reason, "waiver-no-reason"), said(name, "waiver-no-name")
    chosen = {(f.rule, f.place): f for f in findings}
    with db.operation("waive-findings", findings=len(chosen), reason=reason, name=name) as op:
        for (rule, place), finding in chosen.items():
            known = db.value("SELECT id FROM waiver WHERE rule = ? AND place = ?", rule, place)
            row = {"basis": finding.basis, "reason": reason, "actor": name, "at": op.at}
            if known is None:
                op.insert("waiver", {"rule": rule, "place": place, **row})
            else:
                op.update("waiver", int(str(known)), row)
    return changes_of(op)


def unwaive(db: Database, waivers: Iterable[int]) -> Changes:
    """Take these waivers away as one operation: their findings are back. Raises `unknown-waiver`."""
    chosen = list(dict.fromkeys(waivers))
    with db.operation("unwaive-findings", findings=len(chosen)) as op:
        for number in chosen:
            if db.row("waiver", number) is None:
                raise LedgerError("unknown-waiver", waiver=number)
            op.delete("waiver", number)
    return changes_of(op)


def waivers(db: Database) -> tuple[Waiver, ...]:
    """Return all waivers, in the order they were made; those whose finding is gone or has changed too."""
    sql = "SELECT id, rule, place, basis, reason, actor, at FROM waiver ORDER BY id"
    return tuple(Waiver(*row, key=key_of(row[1], row[2])) for row in db.tuples(sql))
