"""The suggestions that a person said no to: kept, so that neither they nor their like come again."""

from __future__ import annotations

from collections.abc import Iterable

from ledger_app.core.database import Changes, Database, Operation, changes_of
from ledger_app.scheme import schemes


def reject(db: Database, item_ids: Iterable[int], code: str, *, requirement: int | None = None) -> Changes:
    """Say that these items do not show an indicator, as one operation; `requirement` is what was shown.

    What is linked stays linked. Raises `unknown-indicator`.
    """
    indicator = schemes.indicator(db, code)
    chosen = list(dict.fromkeys(item_ids))
    with db.operation("reject-suggestion", indicator=code, items=len(chosen)) as op:
        for item in chosen:
            note(db, op, item, indicator.id, requirement)
    return changes_of(op)


def note(db: Database, op: Operation, item: int, indicator: int, requirement: int | None) -> None:
    """Keep, inside an open operation, that an item does not show an indicator."""
    if _id(db, item, indicator) is None:
        row = {"item": item, "indicator": indicator, "requirement": requirement}
        op.insert("rejection", {**row, "actor": db.actor, "at": op.at})


def withdraw(db: Database, op: Operation, item: int, indicator: int) -> None:
    """Forget, inside an open operation, that an item was kept from an indicator: it is linked there now."""
    number = _id(db, item, indicator)
    if number is not None:
        op.delete("rejection", number)


def _id(db: Database, item: int, indicator: int) -> int | None:
    found = db.value("SELECT id FROM rejection WHERE item = ? AND indicator = ?", item, indicator)
    return None if found is None else int(str(found))
