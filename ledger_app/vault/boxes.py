"""The boxes that are recorded."""

from __future__ import annotations

from collections import defaultdict

from ledger_app.core.database import Database, Operation
from ledger_app.vault.boxing import Kept
from ledger_app.vault.model import Retention, Series


def kept(db: Database) -> dict[Series, list[Kept]]:
    """Return the recorded boxes of each series, in the order of the numbers that they begin with."""
    found: dict[Series, list[Kept]] = defaultdict(list)
    sql = "SELECT year, retention, office, number, first, width FROM box ORDER BY first"
    for year, retention, office, number, first, width in db.tuples(sql):
        found[Series(year, Retention(retention), office)].append(Kept(number, first, width))
    return dict(found)


def put(db: Database, op: Operation, series: Series, wanted: list[Kept]) -> None:
    """Make these the recorded boxes of a series, inside an open operation."""
    sql = "SELECT id, number, first, width FROM box WHERE year = ? AND retention = ? AND office = ?"
    known = {
        number: (row, Kept(number, first, width)) for row, number, first, width in db.tuples(sql, *series)
    }
    by_number = {one.number: one for one in wanted}
    changed = [number for number, (_, one) in known.items() if by_number.get(number) != one]
    moved = {n for n in changed if n in by_number and by_number[n].first != known[n][1].first}
    rows: dict[int, dict[str, object]] = {}
    for number in changed:  # two of them may not begin with one number, not even while they change places
        row = known[number][0]
        if number not in by_number or number in moved:
            rows[number] = db.row("box", row) or {}
            op.delete("box", row)
        else:
            op.update("box", row, {"width": by_number[number].width})
    for one in wanted:
        if one.number in moved:
            op.insert("box", {**rows[one.number], "first": one.first, "width": one.width})
        elif one.number not in known:
            row = {"year": series.year, "retention": str(series.retention), "office": series.office}
            op.insert(
                "box", {**row, "number": one.number, "first": one.first, "width": one.width, "is_printed": 0}
            )


def mark_printed(db: Database, op: Operation, number: int, *, width: int) -> None:
    """Note that a box stands on the shelf now with this spine, inside an open operation."""
    row = db.value("SELECT id FROM box WHERE number = ?", number)
    op.update("box", int(str(row)), {"is_printed": 1, "width": width})
