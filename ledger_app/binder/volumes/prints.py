"""What was printed: the pages of every binder as they lie on the shelf since the last print."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, replace

from ledger_app.binder.volumes.model import Ordering, PrintedPage, PrintedVolume
from ledger_app.core.database import Database, Operation
from ledger_app.core.journal import canonical

_COLUMNS = "v.key, v.title, v.head, v.is_duplex, v.pages, p.at, p.actor, v.width, v.pictures, v.printed"


@dataclass(frozen=True, slots=True)
class Print:
    """One print. `keys` are the binders that it printed, `at` is ISO 8601 with offset."""

    id: int
    ordering: Ordering
    actor: str
    at: str
    keys: tuple[str, ...]


def put(db: Database, op: Operation, ordering: Ordering, volumes: Iterable[PrintedVolume]) -> int:
    """Keep what stands in these binders now, inside an open operation; returns the number of the print."""
    made = op.insert("print", {"ordering": str(ordering), "actor": db.actor, "at": op.at})
    for volume in volumes:
        op.insert(
            "printed_volume",
            {
                "print": made,
                "key": volume.key,
                "title": volume.title,
                "head": volume.head,
                "is_duplex": int(volume.is_duplex),
                "width": volume.width,
                "pictures": volume.pictures_per_page,
                "pages": canonical([_row(page) for page in volume.pages]),
                "printed": None if volume.printed is None else canonical(volume.printed),
            },
        )
    return made


def last(db: Database, ordering: Ordering) -> dict[str, PrintedVolume]:
    """Return every binder of an order as it was printed last, by its key; those taken away have no pages."""
    sql = f"""SELECT {_COLUMNS} FROM printed_volume v
        JOIN print p ON p.id = v.print WHERE p.ordering = ? ORDER BY v.id"""
    found = {row[0]: row for row in db.tuples(sql, str(ordering))}
    return {key: _volume(*row) for key, row in sorted(found.items())}


def prints(db: Database) -> tuple[Print, ...]:
    """Return all prints, the newest first."""
    sql = "SELECT id, ordering, actor, at FROM print ORDER BY id DESC"
    keys: dict[int, list[str]] = {}
    for number, key in db.tuples("SELECT print, key FROM printed_volume ORDER BY id"):
        keys.setdefault(number, []).append(key)
    return tuple(
        Print(number, Ordering(ordering), actor, at, tuple(keys.get(number, ())))
        for number, ordering, actor, at in db.tuples(sql)
    )


def with_code(db: Database, code: str) -> list[tuple[int, bool, PrintedVolume]]:
    """Return the prints of binders that have a page with this code, the newest first.

    Each with the number of the print, and whether that binder was not printed again since.
    """
    sql = f"""SELECT v.print, {_COLUMNS},
            NOT EXISTS (SELECT 1 FROM printed_volume w JOIN print q ON q.id = w.print
                WHERE w.key = v.key AND q.ordering = p.ordering AND w.id > v.id)
        FROM printed_volume v JOIN print p ON p.id = v.print
        WHERE instr(v.pages, ?) ORDER BY v.id DESC"""
    return [
        (number, bool(is_last), _volume(*row)) for number, *row, is_last in db.tuples(sql, canonical(code))
    ]


def since(db: Database, number: int, key: str) -> tuple[PrintedVolume, ...]:
    """Return what became of a binder after a print, from the next print to the last."""
    sql = f"""SELECT {_COLUMNS} FROM printed_volume v JOIN print p ON p.id = v.print
        WHERE v.key = ? AND p.id > ? AND p.ordering = (SELECT ordering FROM print WHERE id = ?)
        ORDER BY v.id"""
    return tuple(_volume(*row) for row in db.tuples(sql, key, number, number))


def gone(volume: PrintedVolume) -> PrintedVolume:
    """Return the record of a binder that is taken away."""
    return replace(volume, pages=(), printed=None)


def _row(page: PrintedPage) -> list[object]:
    row: list[object] = [page.label, page.part, page.number, page.code, page.digest]
    return [*row, page.codes] if page.codes else row


def _volume(
    key: str,
    title: str,
    head: str,
    is_duplex: int,
    pages: str,
    at: str,
    actor: str,
    width: int,
    pictures: int,
    printed: str | None,
) -> PrintedVolume:
    read = tuple(
        PrintedPage(label, part, number, code, digest, *map(tuple, codes))
        for label, part, number, code, digest, *codes in json.loads(pages)
    )
    places = None if printed is None else tuple(json.loads(printed))
    return PrintedVolume(key, title, head, bool(is_duplex), read, at, actor, width, pictures, places)
