"""Archive numbers: those that items have, those that were printed, those that were withdrawn."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from ledger_app.core.database import Database, Operation
from ledger_app.vault.model import ArchiveNumber, Retention, Series, Withdrawn


def archive_numbers(db: Database) -> dict[int, ArchiveNumber]:
    """Return the settled archive number of every item that has one."""
    sql = "SELECT item, year, retention, office, number, is_printed FROM archive_number ORDER BY item"
    return {
        item: ArchiveNumber(item, year, Retention(retention), office, number, bool(is_printed))
        for item, year, retention, office, number, is_printed in db.tuples(sql)
    }


def withdrawn(db: Database) -> list[Withdrawn]:
    """Return the numbers whose items were moved out, in the order of series and numbers."""
    sql = """SELECT item, year, retention, office, number, reason, actor, at FROM withdrawn_number
             ORDER BY year, retention, office, number"""
    return [
        Withdrawn(item, year, Retention(retention), office, number, reason, actor, at)
        for item, year, retention, office, number, reason, actor, at in db.tuples(sql)
    ]


def put(db: Database, op: Operation, series: Series, wanted: Mapping[int, int]) -> None:
    """Give items of one series these numbers, inside an open operation; None of them may be printed.

    Those that change are taken away first: a number is never held by two.
    """
    sql = "SELECT item, number FROM archive_number WHERE year = ? AND retention = ? AND office = ?"
    known = dict(db.tuples(sql, *series))
    changed = {item: number for item, number in wanted.items() if known.get(item) != number}
    for item in changed:
        if item in known:
            op.delete("archive_number", item)
    for item, number in changed.items():
        row = {"item": item, "year": series.year, "retention": str(series.retention)}
        op.insert("archive_number", {**row, "office": series.office, "number": number, "is_printed": 0})


def withdraw(op: Operation, number: ArchiveNumber, *, is_stated: bool, reason: str, actor: str) -> None:
    """Take an item's number away, inside an open operation; it leaves a hole for good where `is_stated`."""
    op.delete("archive_number", number.item)
    if is_stated:
        row = {"item": number.item, "year": number.year, "retention": str(number.retention)}
        row |= {"office": number.office, "number": number.number}
        op.insert("withdrawn_number", {**row, "reason": reason, "actor": actor, "at": op.at})


def mark_printed(op: Operation, item_ids: Iterable[int]) -> None:
    """Note that the numbers of these items stand on paper now, inside an open operation."""
    for item in item_ids:
        op.update("archive_number", item, {"is_printed": 1})
