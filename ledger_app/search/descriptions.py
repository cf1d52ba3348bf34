"""Keeps what files say of themselves: described once for each content, corrected by a person for each item."""

from __future__ import annotations

import json
import re
import sqlite3
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from functools import lru_cache

from ledger_app.core.collecting import without_full_collection
from ledger_app.core.database import Changes, Database, changes_of
from ledger_app.core.errors import LedgerError
from ledger_app.core.journal import canonical
from ledger_app.search.dates import dates_in
from ledger_app.search.describing import describe_reading, with_corrections, with_name
from ledger_app.search.kinds import KINDS
from ledger_app.search.model import FIELDS, Description, Figure, Reading
from ledger_app.search.reading import READER
from ledger_app.search.villages import village, villages_of_path

_MOST_PAGES = 99_999
_HALVES = re.compile("[\ud800-\udfff]")
_LONGEST = 500
_MOST_VILLAGES = 200
_LONGEST_VILLAGE = 30


def descriptions(
    db: Database, item_ids: Iterable[int] | None = None, *, with_figures: bool = False
) -> dict[int, Description]:
    """Return the descriptions of items (None: of all): a person's word, else the content's, else the name's.

    An item whose recorded content was never read is described by what lies at its place now. Figures
    are left out unless asked for: lists of 100,000 files have no use for them.
    """
    corrections = _corrections(db)
    found: dict[int, Description] = {}
    stated = "d.figures" if with_figures else "NULL"
    with without_full_collection():
        if item_ids is None:
            rows = db.tuples(_DESCRIBED.format(figures=stated, chosen=""))
        else:
            sql = _DESCRIBED.format(figures=stated, chosen=_CHOSEN)
            rows = db.tuples(sql, json.dumps(sorted(set(item_ids))))
        for item, path, fields, figures, sources, error in rows:
            if item in found:
                continue
            description = _restored(fields, figures, sources, error)
            if path is not None:
                description = with_name(description, path)
            by_person = corrections.get(item)
            found[item] = with_corrections(description, by_person) if by_person else description
    return found


def villages(db: Database) -> dict[str, int]:
    """Return the villages of the archive, each with how many items concern it, most first."""
    counted: Counter[str] = Counter()
    seen: set[int] = set()
    for item, path, by_person, stated in db.tuples(_OF_VILLAGES):
        if item in seen:
            continue
        seen.add(item)
        said = by_person or stated
        counted.update(_names(said) if said else villages_of_path(path or "")[0])
    return dict(sorted(counted.items(), key=lambda c: (-c[1], c[0])))


@lru_cache(maxsize=1 << 12)  # most files are about the same few
def _names(said: str) -> tuple[str, ...]:
    return tuple(json.loads(said))


def correct(db: Database, item: int, **fields: object) -> Changes:
    """Set fields of an item as a person knows them; None takes a correction back.

    `kind` is a code, `villages` names or one text with 、 between them (empty: none). Raises
    `no-such-item`, `not-text`, `bad-date`, `bad-pages`, `bad-text`, `bad-kind`, `bad-villages`.
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


_JOINED = """
    FROM item i
    LEFT JOIN location l ON l.item = i.id
    LEFT JOIN description own ON own.sha256 = i.sha256
    LEFT JOIN description d ON d.sha256 = CASE WHEN own.sha256 IS NULL THEN l.found_sha256 ELSE own.sha256 END
"""
_ORDERED = "ORDER BY i.id, l.status = 'present' DESC, l.path"
_DESCRIBED = f"""
    SELECT i.id, l.path, d.fields, {{figures}}, d.sources, d.error {_JOINED} {{chosen}} {_ORDERED}
"""
_CHOSEN = "WHERE i.id IN (SELECT value FROM json_each(?))"
_OF_VILLAGES = f"""
    SELECT i.id, l.path, json_extract(c.fields, '$.villages'), json_extract(d.fields, '$.villages')
    {_JOINED} LEFT JOIN correction c ON c.item = i.id {_ORDERED}
"""


def store(connection: sqlite3.Connection, read: Iterable[tuple[str, Reading]]) -> None:
    """Describe these (SHA-256, reading) by what their content says; inside `db.derived()`."""
    connection.executemany(
        "INSERT OR REPLACE INTO description (sha256, reader, fields, figures, sources, error) "
        "VALUES (?, ?, ?, ?, ?, ?)",
        [
            (
                sha256,
                READER,
                canonical(_stated(found)),
                _counted(found),
                canonical(found.sources),
                found.error,
            )
            for sha256, found in (
                (sha256, reading.description or describe_reading(reading)) for sha256, reading in read
            )
        ],
    )


def _stated(found: Description) -> dict[str, object]:
    values = {name: value for name in FIELDS if (value := getattr(found, name)) not in (None, ())}
    return values if found.text_source == "none" else values | {"text_source": found.text_source}


def _counted(found: Description) -> str | None:
    kept = [[f.label, str(f.value), f.unit, f.page] for f in found.figures]
    return json.dumps(kept, ensure_ascii=False) if kept else None


def _corrections(db: Database) -> dict[int, dict[str, object]]:
    found = {item: json.loads(fields) for item, fields in db.tuples("SELECT item, fields FROM correction")}
    for said in found.values():
        if "villages" in said:
            said["villages"] = tuple(said["villages"])
    return found


def _restored(fields: str | None, figures: str | None, sources: str | None, error: str | None) -> Description:
    if fields is None:
        return _UNREAD
    said = _decode(fields)
    if "villages" in said:
        said["villages"] = tuple(said["villages"])
    if figures:
        said["figures"] = _Figures(figures)
    return Description(**said, sources=_sources(sources or "{}"), error=error)


@lru_cache(maxsize=1 << 12)
def _sources(text: str) -> dict[str, str]:
    """Read where values came from; one object for all that say the same, never changed."""
    return json.loads(text)


class _Figures(Sequence[Figure]):
    """The figures that a text of the table tells, read when the first of them is asked for: most never are."""

    __slots__ = ("_read", "_text")

    def __init__(self, text: str) -> None:
        self._text = text
        self._read: tuple[Figure, ...] | None = None

    def _all(self) -> tuple[Figure, ...]:
        if self._read is None:
            rows = json.loads(self._text)
            self._read = tuple(Figure(label, Decimal(value), unit, page) for label, value, unit, page in rows)
        return self._read

    def __getitem__(self, index):  # a number or a slice, as of any sequence
        return self._all()[index]

    def __len__(self) -> int:
        return len(self._all())

    def __eq__(self, other: object) -> bool:
        if isinstance(other, _Figures):
            return self._text == other._text
        return isinstance(other, tuple) and self._all() == other

    def __hash__(self) -> int:
        return hash(self._all())

    def __repr__(self) -> str:
        return repr(self._all())


_UNREAD = Description()
_decode = json.JSONDecoder().decode


def _checked(name: str, value: object) -> object:
    if name not in FIELDS:
        raise ValueError(name)
    if value is None:
        return None
    _refuse_halves(value)
    if name == "pages":
        return _checked_pages(value)
    if name == "villages":
        return _checked_villages(value)
    text = " ".join(str(value).split())
    if name == "kind":
        if text not in KINDS:
            raise LedgerError("bad-kind", value=text[:30], known=", ".join(KINDS))
        return text
    if name == "date":
        return _checked_date(text)
    if not text or len(text) > _LONGEST:
        raise LedgerError("bad-text", value=text[:30], most=_LONGEST)
    return text


def _refuse_halves(value: object) -> None:
    """Raise `not-text` where something typed is bytes that are no text: JSON and SQLite hold none."""
    for text in value if isinstance(value, list | tuple) else (value,):
        if _HALVES.search(str(text)):
            raise LedgerError("not-text", value=text)


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
    """Take a date also as people write it: 2025年3月5日, 2025.3.5, 2025年."""
    written = dates_in(text)
    if written and written[0][:2] == (0, len(text)):
        return written[0][2]
    year = text.removesuffix("年")
    try:
        found = date(int(year), 1, 1) if len(year) == 4 else date.fromisoformat(text)
    except ValueError as error:
        raise LedgerError("bad-date", value=text) from error
    return year if len(year) == 4 else found.isoformat()
