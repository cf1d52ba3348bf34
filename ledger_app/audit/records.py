"""Keeps what each one-click audit came to: the progress over time, and what changed since the last."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict, dataclass

from ledger_app.audit.model import Audit, Finding, Known, Record, Severity, Since, Tally
from ledger_app.core.database import Changes, Database, changes_of
from ledger_app.core.journal import canonical


def append(db: Database, audit: Audit) -> Changes:
    """Keep what an audit came to, unless the newest record says the same of the same day.

    Kept is what came and what went since the record before. It can't be undone and leaves alone what can.
    """
    standing = _standing(_steps(db))
    now = {f.key: _known(f) for f in audit.findings}
    verdict = _verdict(audit)
    newest = db.one("SELECT as_of, verdict FROM audit_record ORDER BY id DESC LIMIT 1")
    came = [_packed(now[key]) for key in sorted(now.keys() - standing.keys())]
    gone = sorted(standing.keys() - now.keys())
    is_same = newest is not None and newest["as_of"] == audit.as_of and newest["verdict"] == verdict
    if is_same and not came and not gone:
        return Changes()
    findings = canonical({"came": came, "gone": gone})
    with db.operation("record-audit", is_undoable=False, findings=len(now)) as op:
        row = {"at": op.at, "as_of": audit.as_of, "verdict": verdict, "findings": findings}
        op.insert("audit_record", row)
    return changes_of(op)


def records(db: Database) -> tuple[Record, ...]:
    """Return what the audits came to, the oldest first."""
    return tuple(step.record for step in _steps(db))


def since(db: Database, audit: Audit) -> Since | None:
    """Return what changed since the newest record that says something else; None where there is none."""
    now = {f.key: f for f in audit.findings}
    aside = {f.key for f, _waiver in audit.waived}
    steps = _steps(db)
    told = {one.key: one for step in steps for one in step.came}
    known = _standing(steps)
    while steps and known.keys() == now.keys():
        last, steps = steps[-1], steps[:-1]
        for one in last.came:
            known.pop(one.key, None)
        known.update((key, told[key]) for key in last.gone if key in told)
    if not steps:
        return None
    ever = {one.key for step in steps for one in step.came}
    fresh = [f for key, f in now.items() if key not in known]
    return Since(
        record=steps[-1].record,
        new=tuple(f for f in fresh if f.key not in ever and not f.returned),
        returned=tuple(f for f in fresh if f.key in ever or f.returned),
        cleared=tuple(known[key] for key in known if key not in now and key not in aside),
    )


@dataclass(frozen=True, slots=True)
class _Step:
    """A record with what came and what went since the one before it."""

    record: Record
    came: tuple[Known, ...]
    gone: tuple[str, ...]


class _Steps:
    """The records as they were read last; `db.memory` holds it."""

    def __init__(self) -> None:
        self.found: tuple[_Step, ...] = ()


def _steps(db: Database) -> tuple[_Step, ...]:
    """Return all records, the oldest first; those read before are not read again: none is ever changed."""
    held = db.memory.get(_Steps)
    if not isinstance(held, _Steps):
        held = db.memory[_Steps] = _Steps()
    last = held.found[-1].record.id if held.found else 0
    sql = "SELECT id, at, as_of, verdict, findings FROM audit_record WHERE id > ? ORDER BY id"
    held.found += tuple(_step(*row) for row in db.tuples(sql, last))
    return held.found


def _step(number: int, at: str, as_of: str, verdict: str, findings: str) -> _Step:
    changed = json.loads(findings)
    came = tuple(map(_unpacked, changed["came"]))
    return _Step(_record(number, at, as_of, verdict), came, tuple(changed["gone"]))


def _standing(steps: Iterable[_Step]) -> dict[str, Known]:
    """Return the findings that stand after all these."""
    known: dict[str, Known] = {}
    for step in steps:
        for key in step.gone:
            known.pop(key, None)
        known.update((one.key, one) for one in step.came)
    return known


def _known(finding: Finding) -> Known:
    indicator = finding.indicator.id if finding.indicator else None
    return Known(
        finding.key, finding.rule, finding.severity, indicator, finding.requirement, finding.files[:3]
    )


def _packed(one: Known) -> list:
    return [one.key, str(one.severity), one.indicator, one.requirement, list(one.files)]


def _unpacked(packed: list) -> Known:
    key, severity, indicator, requirement, files = packed
    return Known(key, key.partition("-")[0], Severity(severity), indicator, requirement, tuple(files))


def _verdict(audit: Audit) -> str:
    counts = Counter(str(f.severity) for f in audit.findings)
    tallies = {name: asdict(getattr(audit.verdict, name)) for name in ("total", "hard", "bonus")}
    return canonical({**tallies, "findings": counts, "waived": len(audit.waived)})


def _record(number: int, at: str, as_of: str, verdict: str) -> Record:
    said = json.loads(verdict)
    return Record(
        id=number,
        at=at,
        as_of=as_of,
        **{name: Tally(**said[name]) for name in ("total", "hard", "bonus")},
        findings={s: said["findings"].get(str(s), 0) for s in Severity},
        waived=said["waived"],
    )
