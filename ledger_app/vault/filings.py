"""What a person said of where items belong in the archive order."""

from __future__ import annotations

import re

from ledger_app.core.database import Database, Operation
from ledger_app.core.errors import LedgerError
from ledger_app.vault.boxing import SHEET_MM, Paper
from ledger_app.vault.model import Filing, Retention, Secrecy, Series

FIELDS = ("year", "retention", "office", "secrecy")
"""What a person files an item by."""

_OFFICE = re.compile("[A-Za-z0-9]{1,6}")
_EMPTY = {"year": None, "retention": None, "office": None, "secrecy": None, "position": None}
_FIRST, _LAST = 1949, 2999
_THINNEST, _THICKEST = 0.02, 1.0


def filings(db: Database) -> dict[int, Filing]:
    """Return what was said of each item that anything was said of."""
    sql = "SELECT item, year, retention, office, secrecy, position, begins_box, box_width FROM filing"
    return {
        item: Filing(
            item,
            year,
            Retention(retention) if retention else None,
            office,
            Secrecy(secrecy) if secrecy else None,
            position,
            bool(begins),
            width,
        )
        for item, year, retention, office, secrecy, position, begins, width in db.tuples(sql)
    }


def put(db: Database, op: Operation, item: int, **values: object) -> None:
    """Set fields of an item's filing, inside an open operation; one that says nothing any more is removed."""
    known = db.row("filing", item)
    stored = known or {"item": item, **_EMPTY, "begins_box": 0, "box_width": None}
    row = {**stored, **values}
    if all(not row[k] if k == "begins_box" else row[k] is None for k in row if k != "item"):
        if known:
            op.delete("filing", item)
    elif known:
        op.update("filing", item, values)
    else:
        op.insert("filing", row)


def default(db: Database) -> Series:
    """Return the series of an item of which nothing was said: the archive's year and retention, no office."""
    said = str(db.setting("retention", "") or "")
    retention = Retention(said) if said in set(Retention) else Retention.YEARS_30
    return Series(int(str(db.setting("year"))), retention, "")


def series(filing: Filing | None, base: Series) -> Series:
    """Return where an item belongs: as it was filed, the rest as `base` says."""
    if filing is None:
        return base
    return Series(
        base.year if filing.year is None else filing.year,
        filing.retention or base.retention,
        base.office if filing.office is None else filing.office,
    )


def checked(db: Database, **fields: object) -> dict[str, object]:
    """Return what a person gave as it is stored; empty text takes a field back to the archive's settings.

    Raises `bad-year`, `unknown-retention`, `bad-office`, `unknown-office`, `unknown-secrecy`.
    """
    found: dict[str, object] = {}
    for name, value in fields.items():
        text = str(value).strip()
        found[name] = _CHECKS[name](db, text) if value is not None and text else None
    return found


def offices(db: Database) -> dict[str, str]:
    """Return the archive's offices or subjects (机构/问题): the code in archive numbers, and the name."""
    return dict(read_offices(str(db.setting("offices", "") or "")))


def read_offices(text: str) -> list[tuple[str, str]]:
    """Read offices as a person types them, `BGS=办公室`, a line each or with ; between; raises `bad-office`."""
    found: dict[str, str] = {}
    for part in filter(None, map(str.strip, re.split(r"[\n;；、,，]+", text.replace("＝", "=")))):
        code, _sign, name = (word.strip() for word in part.partition("="))
        code = code.upper()
        if not name or not _OFFICE.fullmatch(code) or code in found:
            raise LedgerError("bad-office", value=part[:40])
        found[code] = name
    return list(found.items())


def said_offices(offices: list[tuple[str, str]]) -> str:
    """Return offices as they are stored and shown."""
    return "; ".join(f"{code}={name}" for code, name in offices)


def paper(db: Database) -> Paper:
    """Return what the archive's originals are printed on."""
    sheet = float(str(db.setting("sheet_thickness", SHEET_MM) or SHEET_MM))
    return Paper(sheet, bool(db.setting("duplex_originals", False)))


def checked_thickness(value: object) -> float:
    """Return the thickness of a sheet in mm; raises `bad-thickness`."""
    try:
        found = float(str(value))
    except ValueError:
        found = 0.0
    if not _THINNEST <= found <= _THICKEST:
        raise LedgerError("bad-thickness", value=value, least=_THINNEST, most=_THICKEST)
    return found


def _year(_db: Database, text: str) -> int:
    if not (text.isascii() and text.isdigit() and _FIRST <= int(text[:9]) <= _LAST):
        raise LedgerError("bad-year", year=text)
    return int(text)


def _retention(_db: Database, text: str) -> str:
    if text not in set(Retention):
        raise LedgerError("unknown-retention", retention=text, known=", ".join(Retention))
    return text


def _secrecy(_db: Database, text: str) -> str:
    if text not in set(Secrecy):
        raise LedgerError("unknown-secrecy", value=text, known=", ".join(Secrecy))
    return text


def _office(db: Database, text: str) -> str:
    code = text.upper()
    if not _OFFICE.fullmatch(code):
        raise LedgerError("bad-office", value=text[:40])
    known = offices(db)
    if known and code not in known:
        raise LedgerError("unknown-office", office=code, known=", ".join(known))
    return code


_CHECKS = {"year": _year, "retention": _retention, "office": _office, "secrecy": _secrecy}
