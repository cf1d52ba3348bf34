"""Archive numbers given to items: once, for good, and without holes."""

from __future__ import annotations

from collections.abc import Iterable

from ledger_app.core.database import Changes, Database, changes_of
from ledger_app.core.errors import LedgerError
from ledger_app.vault.model import ArchiveNumber, Retention


def assign(
    db: Database, item_ids_in_order: Iterable[int], *, year: int, retention: str, office: str = ""
) -> Changes:
    """Number the items that have no number yet, in this order, after the last one of their series.

    A series is a year with a retention and an office. A number that was given once is never changed.
    Raises `unknown-retention`.
    """
    if retention not in set(Retention):
        raise LedgerError("unknown-retention", retention=retention, known=", ".join(Retention))
    numbered = {item for (item,) in db.tuples("SELECT item FROM archive_number")}
    sql = (
        "SELECT coalesce(max(number), 0) FROM archive_number WHERE year = ? AND retention = ? AND office = ?"
    )
    last = int(str(db.value(sql, year, retention, office)))
    with db.operation("assign-numbers") as op:
        for item in dict.fromkeys(item_ids_in_order):
            if item in numbered:
                continue
            last += 1
            row = {"item": item, "year": year, "retention": retention, "office": office, "number": last}
            op.insert("archive_number", row)
    return changes_of(op)


def archive_numbers(db: Database) -> dict[int, ArchiveNumber]:
    """Return the archive number of every numbered item."""
    sql = "SELECT item, year, retention, office, number FROM archive_number ORDER BY item"
    return {
        item: ArchiveNumber(item, year, Retention(retention), office, number)
        for item, year, retention, office, number in db.tuples(sql)
    }
