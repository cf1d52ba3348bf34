"""Keeps rosters: the villages, households and projects that a requirement can ask for one by one."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from ledger_app.core.database import Changes, Database, Operation, Row, changes_of
from ledger_app.core.errors import LedgerError
from ledger_app.scheme import schemes
from ledger_app.scheme.model import Roster, Subject
from ledger_app.scheme.roster_tables import KINDS, LONGEST, RosterTable, read_roster, tidied
from ledger_app.scheme.texts import folded, line


def rosters(db: Database) -> tuple[Roster, ...]:
    """Return all rosters with their subjects, as they were listed; who was removed is left out."""
    subjects: dict[int, list[Subject]] = {}
    for identity, roster, name, also, village in db.tuples(
        "SELECT id, roster, name, also, village FROM subject WHERE NOT is_retired ORDER BY roster, position, id"
    ):
        subjects.setdefault(roster, []).append(Subject(identity, name, tuple(json.loads(also)), village))
    return tuple(
        Roster(identity, name, kind, tuple(subjects.get(identity, ())))
        for identity, name, kind in db.tuples(
            "SELECT id, name, kind FROM roster WHERE NOT is_retired ORDER BY id"
        )
    )


def roster(db: Database, name: str | int) -> Roster:
    """Return a roster by its name or number; raises `unknown-roster`."""
    known = rosters(db)
    called = line(name) if isinstance(name, str) else ""
    for one in known:
        if one.id == name or called in (one.name, str(one.id)):
            return one
    raise LedgerError("unknown-roster", roster=name, known="; ".join(r.name for r in known) or "–")


def subject(db: Database, name: str, *, roster_name: str | int | None = None) -> Subject:
    """Return the subject of this name, of this roster or of any; `大湾村/张三` names its village too.

    Raises `unknown-subject`, `ambiguous-subject`, `unknown-roster`.
    """
    among = rosters(db) if roster_name is None else (roster(db, roster_name),)
    village, _, own = name.rpartition("/")
    found = [
        one
        for r in among
        for one in r.subjects
        if folded(own) in map(folded, (one.name, *one.also)) and (not village or one.village == village)
    ]
    if not found:
        raise LedgerError("unknown-subject", subject=name, known=", ".join(r.name for r in among) or "–")
    if len(found) > 1:
        told = "; ".join(f"{one.village}/{one.name}" for one in found[:5])
        raise LedgerError("ambiguous-subject", subject=name, known=told)
    return found[0]


def put(db: Database, path: Path, *, name: str, kind: str) -> tuple[Roster, RosterTable, Changes]:
    """Import a roster from .xlsx or .csv, or bring the one of this name up to date, as one operation.

    Who is found again by name and village keeps id, other names and with them all links; who is no longer
    listed is retired and comes back with a later list. Raises `bad-roster-name`, `roster-kind-differs` and
    what `read_roster` does.
    """
    table = read_roster(path, kind)
    called = _named(name)
    known = db.one("SELECT * FROM roster WHERE name = ? AND NOT is_retired", called)
    if known and known["kind"] != kind:
        raise LedgerError("roster-kind-differs", roster=called)
    with db.operation("import-roster", roster=called, source=path.name) as op:
        row: Row = {"name": called, "kind": kind, "source": path.name, "sha256": table.sha256}
        if known:
            number = int(str(known["id"]))
            op.update("roster", number, row)
        else:
            number = op.insert("roster", row)
        _store(db, op, number, table.subjects)
        op.detail["subjects"] = len(table.subjects)
    return roster(db, number), table, changes_of(op)


def make(db: Database, name: str, kind: str, subjects: Iterable[Subject] = ()) -> tuple[Roster, Changes]:
    """Make a roster by hand, with these subjects.

    Raises `bad-roster-name`, `roster-exists`, `bad-roster-kind`, `bad-subject`, `subject-exists`.
    """
    called = _free(db, name)
    if kind not in KINDS:
        raise LedgerError("bad-roster-kind", value=kind[:30], known=", ".join(KINDS))
    with db.operation("add-roster", roster=called) as op:
        number = op.insert("roster", {"name": called, "kind": kind})
        for one in subjects:
            _add(db, op, number, kind, one)
    return roster(db, number), changes_of(op)


def rename(db: Database, number: int, name: str) -> Changes:
    """Call a roster otherwise; raises `unknown-roster`, `bad-roster-name`, `roster-exists`."""
    one = roster(db, number)
    with db.operation("rename-roster", roster=one.name) as op:
        if line(name) != one.name:
            op.update("roster", one.id, {"name": _free(db, name)})
    return changes_of(op)


def remove(db: Database, number: int) -> Changes:
    """Take a roster away; raises `unknown-roster`, `roster-asked` while a requirement asks for its subjects.

    Links that name a subject of it stay; they speak for nobody in particular then.
    """
    one = roster(db, number)
    asking = [
        i.code for i in schemes.current(db).indicators if any(r.need.roster == one.id for r in i.requirements)
    ]
    if asking:
        raise LedgerError("roster-asked", roster=one.name, indicators=", ".join(asking))
    with db.operation("remove-roster", roster=one.name) as op:
        op.update("roster", one.id, {"is_retired": 1})
    return changes_of(op)


def add_subject(
    db: Database, number: int, name: str, *, also: Sequence[str] = (), village: str = ""
) -> Changes:
    """Add a subject to a roster; raises `unknown-roster`, `bad-subject`, `subject-exists`."""
    one = roster(db, number)
    with db.operation("add-subject", roster=one.name, subject=name) as op:
        _add(db, op, one.id, one.kind, Subject(0, name, tuple(also), village))
    return changes_of(op)


def change_subject(
    db: Database,
    subject_id: int,
    *,
    name: str | None = None,
    also: Sequence[str] | None = None,
    village: str | None = None,
) -> Changes:
    """Correct a subject: its name, its other names, where it belongs; None leaves what is there.

    Raises `unknown-subject`, `bad-subject`, `subject-exists`.
    """
    row = _row(db, subject_id)
    kind = str(db.value("SELECT kind FROM roster WHERE id = ?", row["roster"]))
    wanted = Subject(
        subject_id,
        str(row["name"]) if name is None else name,
        tuple(json.loads(str(row["also"]))) if also is None else tuple(also),
        str(row["village"]) if village is None else village,
    )
    with db.operation("change-subject", subject=row["name"]) as op:
        values = _values(db, int(str(row["roster"])), kind, wanted)
        op.update("subject", subject_id, values)
    return changes_of(op)


def remove_subjects(db: Database, subject_ids: Iterable[int]) -> Changes:
    """Take subjects off their roster; files and links stay. Raises `unknown-subject`."""
    chosen = list(dict.fromkeys(subject_ids))
    with db.operation("remove-subjects", subjects=len(chosen)) as op:
        for one in chosen:
            _row(db, one)
            op.update("subject", one, {"is_retired": 1})
    return changes_of(op)


def _store(db: Database, op: Operation, number: int, listed: Sequence[Subject]) -> None:
    """Bring the subjects of a roster to what is listed, each found again by name and village, or by name."""
    rows = db.rows("SELECT * FROM subject WHERE roster = ? ORDER BY is_retired, id", number)
    by_both: dict[tuple[str, str], Row] = {}
    by_name: dict[str, list[Row]] = {}
    for row in rows:
        for name in (str(row["name"]), *json.loads(str(row["also"]))):
            by_both.setdefault((folded(name), folded(str(row["village"]))), row)
            by_name.setdefault(folded(name), []).append(row)
    kept: set[object] = set()
    times = Counter(folded(one.name) for one in listed)
    for position, one in enumerate(listed):
        row = by_both.get((folded(one.name), folded(one.village)))
        alone = by_name.get(folded(one.name), [])
        if row is None and len(alone) == 1 and times[folded(one.name)] == 1:
            row = alone[0]
        if row is None or row["id"] in kept:
            op.insert("subject", {"roster": number, "position": position, **_stored(one)})
            continue
        kept.add(row["id"])
        others = dict.fromkeys((*json.loads(str(row["also"])), *one.also))
        also = tuple(n for n in others if folded(n) != folded(one.name))
        values = {"position": position, "is_retired": 0, **_stored(replace(one, also=also))}
        op.update("subject", int(str(row["id"])), values)
    for row in rows:
        if row["id"] not in kept and not row["is_retired"]:
            op.update("subject", int(str(row["id"])), {"is_retired": 1})


def _stored(one: Subject) -> Row:
    return {"name": one.name, "also": json.dumps(one.also, ensure_ascii=False), "village": one.village}


def _add(db: Database, op: Operation, number: int, kind: str, one: Subject) -> None:
    values = _values(db, number, kind, one)
    gone = db.value(
        "SELECT id FROM subject WHERE roster = ? AND name = ? AND village = ? AND is_retired",
        number,
        values["name"],
        values["village"],
    )
    if gone is not None:
        op.update("subject", int(str(gone)), {**values, "is_retired": 0})
        return
    last = db.value("SELECT max(position) FROM subject WHERE roster = ?", number)
    op.insert("subject", {"roster": number, "position": int(str(last or 0)) + 1, **values})


def _values(db: Database, number: int, kind: str, one: Subject) -> Row:
    """Return what is kept of a subject; raises `bad-subject`, and `subject-exists` for a name that is another's."""
    name = tidied(one.name)
    also = tuple(dict.fromkeys(n for n in map(tidied, one.also) if n and folded(n) != folded(name)))
    village = name if kind == "village" else tidied(one.village)
    for text in (name, village, *also):
        if len(text) > LONGEST or any("\ud800" <= c <= "\udfff" for c in text):
            raise LedgerError("bad-subject", value=text[:30], most=LONGEST)
    if not name:
        raise LedgerError("bad-subject", value=line(one.name)[:30], most=LONGEST)
    for identity, known, belongs in db.tuples(
        "SELECT id, name, village FROM subject WHERE roster = ? AND NOT is_retired", number
    ):
        if identity != one.id and (folded(known), belongs) == (folded(name), village):
            raise LedgerError("subject-exists", subject=name)
    return _stored(Subject(0, name, also, village))


def _row(db: Database, subject_id: int) -> Row:
    row = db.row("subject", subject_id)
    if row is None or row["is_retired"]:
        raise LedgerError("unknown-subject", subject=subject_id, known="–")
    return row


def _named(name: str) -> str:
    called = line(name)
    if not called or len(called) > LONGEST:
        raise LedgerError("bad-roster-name", value=called[:30], most=LONGEST)
    return called


def _free(db: Database, name: str) -> str:
    called = _named(name)
    if db.value("SELECT 1 FROM roster WHERE name = ? AND NOT is_retired", called):
        raise LedgerError("roster-exists", roster=called)
    return called
