"""The links between items and indicators: which file a person says shows what."""

from __future__ import annotations

from collections.abc import Iterable

from ledger_app.core.database import Changes, Database, Operation, changes_of
from ledger_app.core.errors import LedgerError
from ledger_app.evidence import rejections
from ledger_app.evidence.model import Candidate, Link
from ledger_app.scheme import schemes
from ledger_app.vault import items

# A link whose requirement a newer scheme dropped still speaks for its indicator.
_LINKS = """
    SELECT k.id, k.item, k.indicator, CASE WHEN r.is_retired THEN NULL ELSE k.requirement END,
           k.sha256, k.how, k.actor, k.at, k.subject
    FROM link k
    JOIN indicator i ON i.id = k.indicator AND NOT i.is_retired
    LEFT JOIN requirement r ON r.id = k.requirement
"""


def link(
    db: Database,
    item_ids: Iterable[int],
    code: str,
    *,
    requirement: str | None = None,
    subject: int | None = None,
    how: str,
) -> Changes:
    """Say that these items show an indicator (one requirement of it, by key), as one operation.

    `subject` is the id of the one in a roster that they show it for, where they don't tell themselves.
    What lies there now is what is linked: content that changed since the last look is accepted, and
    an item linked there already is confirmed with its content of today. Raises `unknown-indicator`,
    `unknown-requirement`.
    """
    indicator = schemes.indicator(db, code)
    target = _requirement(db, code, requirement)
    chosen = list(dict.fromkeys(item_ids))
    with db.operation("link-evidence", indicator=code, requirement=requirement, items=len(chosen)) as op:
        for item in chosen:
            number = _settle(db, op, item, indicator.id, target, how)
            if subject is not None:
                op.update("link", number, {"subject": subject})
    return changes_of(op)


def set_subject(db: Database, link_ids: Iterable[int], subject: int | None) -> Changes:
    """Say for whom of a roster these links show what they show; None lets the files tell it again."""
    chosen = list(dict.fromkeys(link_ids))
    if subject is not None and db.row("subject", subject) is None:
        raise LedgerError("unknown-subject", subject=subject, known="–")
    with db.operation("set-subject", links=len(chosen), subject=subject) as op:
        for number in chosen:
            op.update("link", number, {"subject": subject})
    return changes_of(op)


def accept(db: Database, chosen: Iterable[Candidate]) -> Changes:
    """Link every file where its candidate says, as one operation."""
    with db.operation("accept-suggestions") as op:
        for candidate in chosen:
            _settle(db, op, candidate.item, candidate.indicator, candidate.requirement, "candidate")
    return changes_of(op)


def unlink(db: Database, item_ids: Iterable[int], code: str, *, requirement: str | None = None) -> Changes:
    """Take these items away from an indicator (from one requirement of it, where given).

    A suggestion that was accepted and is taken back so, to the last of its links there, counts as
    rejected. Raises `not-linked` if none of the items was linked there.
    """
    indicator = schemes.indicator(db, code)
    target = _requirement(db, code, requirement)
    chosen = set(item_ids)
    with db.operation("unlink-evidence", indicator=code, requirement=requirement, items=len(chosen)) as op:
        there = [k for k in _links_of(db, indicator.id) if k.item in chosen]
        gone = [k for k in there if target is None or k.requirement == target]
        still = {k.item for k in there if k not in gone}
        for k in gone:
            op.delete("link", k.id)
            if k.how == "candidate" and k.item not in still:
                rejections.note(db, op, k.item, indicator.id, k.requirement)
        if not op.tables:
            raise LedgerError("not-linked", indicator=code)
    return changes_of(op)


def confirm(db: Database, item_ids: Iterable[int]) -> Changes:
    """Say that these items still show what they are linked to, with the content they have now."""
    chosen = list(dict.fromkeys(item_ids))
    with db.operation("confirm-evidence", items=len(chosen)) as op:
        for item in chosen:
            content = items.accept_found(db, op, item)
            for (number,) in list(db.tuples("SELECT id FROM link WHERE item = ? ORDER BY id", item)):
                _confirm(db, op, number, content)
    return changes_of(op)


def links(db: Database) -> tuple[Link, ...]:
    """Return all links to indicators of the current scheme, in the order they were made."""
    return tuple(Link(*row) for row in db.tuples(f"{_LINKS} ORDER BY k.id"))


def of_item(db: Database, item: int) -> tuple[Link, ...]:
    """Return the links of one item, in the order they were made."""
    return tuple(Link(*row) for row in db.tuples(f"{_LINKS} WHERE k.item = ? ORDER BY k.id", item))


def linked_items(db: Database) -> list[int]:
    """Return the items that show anything the current scheme asks for, by id."""
    sql = """SELECT DISTINCT k.item FROM link k JOIN indicator i ON i.id = k.indicator
             WHERE NOT i.is_retired ORDER BY k.item"""
    return [item for (item,) in db.tuples(sql)]


def _links_of(db: Database, indicator: int) -> list[Link]:
    return [Link(*row) for row in db.tuples(f"{_LINKS} WHERE k.indicator = ? ORDER BY k.id", indicator)]


def _requirement(db: Database, code: str, key: str | None) -> int | None:
    return None if key is None else schemes.requirement(db, code, key).id


def _settle(db: Database, op: Operation, item: int, indicator: int, requirement: int | None, how: str) -> int:
    """Link one item inside an open operation, or confirm its link; return the link's id."""
    content = items.accept_found(db, op, item)
    rejections.withdraw(db, op, item, indicator)
    found = db.value(
        "SELECT id FROM link WHERE item = ? AND indicator = ? AND requirement IS ?",
        item,
        indicator,
        requirement,
    )
    if found is None:
        row = {"item": item, "indicator": indicator, "requirement": requirement, "sha256": content}
        return op.insert("link", {**row, "how": how, "actor": db.actor, "at": op.at})
    _confirm(db, op, int(str(found)), content)
    return int(str(found))


def _confirm(db: Database, op: Operation, number: int, content: str | None) -> None:
    if db.value("SELECT sha256 FROM link WHERE id = ?", number) != content:
        op.update("link", number, {"sha256": content, "actor": db.actor, "at": op.at})
