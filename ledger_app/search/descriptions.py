"""Keeps what files say of themselves: described once for each content, corrected by a person for each item."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from ledger_app.core.database import Changes, Database, changes_of
from ledger_app.core.errors import LedgerError
from ledger_app.core.journal import canonical
from ledger_app.search.describing import describe_reading, with_corrections, with_name
from ledger_app.search.kinds import KINDS
from ledger_app.search.model import FIELDS, Description, Figure, Reading
from ledger_app.search.reading import READER
from ledger_app.search.villages import village

_MOST_PAGES = 99_999
_LONGEST = 500
_MOST_VILLAGES = 200
_LONGEST_VILLAGE = 30


def descriptions(db: Database, item_ids: Iterable[int] | None = None) -> dict[int, Description]:
    """Return the descriptions of items (None: of all): a person's word, else the content's, else the name's.

    An item whose recorded content was never read is described by what lies at its place now.
    """
    chosen = None if item_ids is None else json.dumps(sorted(set(item_ids)))
    corrections = {
        item: _by_person(fields) for item, fields in db.tuples("SELECT item, fields FROM correction")
    }
    found: dict[int, Description] = {}
    for item, path, fields, sources, error in db.tuples(_DESCRIBED, chosen, chosen):
        if item in found:
            continue
        description = _restored(fields, sources, error)
        if path is not None:
            description = with_name(description, path)
        found[item] = with_corrections(description, corrections.get(item, {}))
    return found


def correct(db: Database, item: int, **fields: object) -> Changes:
    """Set fields of an item as a person knows them; None takes a correction back.

    `kind` is a code, `villages` names or one text with 、 between them (empty: none). Raises
    `no-such-item`, `bad-date`, `bad-pages`, `bad-text`, `bad-kind`, `bad-villages`.
    """
    if db.row("item", item) is None:
        raise LedgerError("no-such-item", item=item)
    checked = {name: _checked(name, value) for name, value in fields.items()}
    before = db.row("correction", item)
    merged = (json.loads(str(before["fields"])) if before else {}) | checked
    kept = {name: value for name, value in merged.items() if value is not None}
    with db.operation("correct-description", item=item) as op:
        if kept:
            op.put("correction", {"item": item, "fields": canonical(kept)})
        elif before:
            op.delete("correction", item)
    return changes_of(op)


_DESCRIBED = """
    SELECT i.id, l.path, d.fields, d.sources, d.error
    FROM item i
    LEFT JOIN location l ON l.item = i.id
    LEFT JOIN description own ON own.sha256 = i.sha256
    LEFT JOIN description d ON d.sha256 = CASE WHEN own.sha256 IS NULL THEN l.found_sha256 ELSE own.sha256 END
    WHERE ? IS NULL OR i.id IN (SELECT value FROM json_each(?))
    ORDER BY i.id, l.status = 'present' DESC, l.path
"""


def store(connection: sqlite3.Connection, read: Iterable[tuple[str, Reading]]) -> None:
    """Describe these (SHA-256, reading) by what their content says; inside `db.derived()`."""
    connection.executemany(
        "INSERT OR REPLACE INTO description (sha256, reader, fields, sources, error) VALUES (?, ?, ?, ?, ?)",
        [
            (sha256, READER, canonical(_stated(found)), canonical(found.sources), found.error)
            for sha256, found in ((sha256, describe_reading(reading)) for sha256, reading in read)
        ],
    )


def _stated(found: Description) -> dict[str, object]:
    values = {name: value for name in FIELDS if (value := getattr(found, name)) not in (None, ())}
    if found.figures:
        values["figures"] = [[f.label, str(f.value), f.unit, f.page] for f in found.figures]
    return values if found.text_source == "none" else values | {"text_source": found.text_source}


def _by_person(fields: str) -> dict[str, object]:
    said = json.loads(fields)
    return said | {"villages": tuple(said["villages"])} if "villages" in said else said


def _restored(fields: str | None, sources: str | None, error: str | None) -> Description:
    if fields is None:
        return Description()
    said = json.loads(fields)
    said["villages"] = tuple(said.get("villages", ()))
    said["figures"] = tuple(
        Figure(label, Decimal(value), unit, page) for label, value, unit, page in said.get("figures", ())
    )
    return Description(**said, sources=json.loads(sources or "{}"), error=error)


def _checked(name: str, value: object) -> object:
    if name not in FIELDS:
        raise ValueError(name)
    if value is None:
        return None
    if name == "pages":
        return _checked_pages(value)
    if name == "villages":
        return _checked_villages(value)
    text = " ".join(str(value).split())
    if name == "kind":
        if text not in KINDS:
            raise LedgerError("bad-kind", value=text[:30])
        return text
    if name == "date":
        return _checked_date(text)
    if not text or len(text) > _LONGEST:
        raise LedgerError("bad-text", value=text[:30], most=_LONGEST)
    return text


def _checked_pages(value: object) -> int:
    text = str(value).strip()
    if not (text.isascii() and text.isdigit() and 0 < int(text[:9]) <= _MOST_PAGES):
        raise LedgerError("bad-pages", value=text, most=_MOST_PAGES)
    return int(text)


def _checked_villages(value: object) -> list[str]:
    """A list may be empty: the file concerns no village."""
    given = re.split(r"[\s、,，;；]+", value) if isinstance(value, str) else list(value)
    names = list(dict.fromkeys(village(str(name)) for name in given if str(name).strip()))
    if len(names) > _MOST_VILLAGES or any(len(name) > _LONGEST_VILLAGE for name in names):
        raise LedgerError("bad-villages", value="、".join(names)[:30], most=_MOST_VILLAGES)
    return names


def _checked_date(text: str) -> str:
    try:
        found = date(int(text), 1, 1) if len(text) == 4 else date.fromisoformat(text)
    except ValueError as error:
        raise LedgerError("bad-date", value=text) from error
    return text if len(text) == 4 else found.isoformat()
