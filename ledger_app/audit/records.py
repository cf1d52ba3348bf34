"""Keeps what each one-click audit came to: the progress over time, and what changed since the last."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict

from ledger_app.audit.model import Audit, Finding, Known, Record, Severity, Since, Tally
from ledger_app.core.database import Changes, Database, changes_of
from ledger_app.core.journal import canonical


def append(db: Database, audit: Audit) -> Changes:
    """Keep what an audit came to, unless the newest record says the same of the same day.

    Kept is what came and what went since the record before. It can't be undone and leaves alone what can.
    """
    standing = _standing(db)
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
    sql = "SELECT id, at, as_of, verdict FROM audit_record ORDER BY id"
    return tuple(_record(*row) for row in db.tuples(sql))


def since(db: Database, audit: Audit) -> Since | None:
    """Return what changed since the newest record that says something else; None where there is none."""
    now = {f.key: f for f in audit.findings}
    ever: set[str] = set()
    known: dict[str, Known] = {}
    base: tuple[Record, dict[str, Known], set[str]] | None = None
    for record, known in _history(db):
        if known.keys() != now.keys():
            base = record, dict(known), set(ever)
        ever |= known.keys()
    if base is None:
        return None
    record, known, ever = base
    ever |= known.keys()
    fresh = [f for key, f in now.items() if key not in known]
    back = [f for f in fresh if f.key in ever or f.returned]
    return Since(
        record=record,
        new=tuple(f for f in fresh if f not in back),
        returned=tuple(back),
        cleared=tuple(known[key] for key in known if key not in now),
    )


def _history(db: Database) -> Iterator[tuple[Record, dict[str, Known]]]:
    """Yield each record with the findings that stood then."""
    standing: dict[str, Known] = {}
    sql = "SELECT id, at, as_of, verdict, findings FROM audit_record ORDER BY id"
    for *row, findings in db.tuples(sql):
        changed = json.loads(findings)
        for key in changed["gone"]:
            standing.pop(key, None)
        standing.update((one.key, one) for one in map(_unpacked, changed["came"]))
        yield _record(*row), standing


def _standing(db: Database) -> dict[str, Known]:
    standing: dict[str, Known] = {}
    for _, standing in _history(db):  # noqa: B007 - the last one is wanted
        pass
    return standing


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
