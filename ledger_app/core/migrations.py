"""The tables, as numbered steps that are only ever appended to.

A migration never imports a keeper or a model: it must still do the same in ten years.
`PRAGMA user_version` holds how many have run.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import sqlite_utils


def _journal(db: sqlite_utils.Database) -> None:
    db.execute(
        """CREATE TABLE operation (
            id INTEGER PRIMARY KEY,
            name TEXT NOT NULL,
            actor TEXT NOT NULL,
            at TEXT NOT NULL,
            kind TEXT NOT NULL CHECK (kind IN ('do', 'undo', 'redo')),
            answers INTEGER REFERENCES operation(id),
            is_undoable INTEGER NOT NULL,
            detail TEXT NOT NULL,
            previous TEXT NOT NULL,
            digest TEXT NOT NULL
        )"""
    )
    db.execute(
        """CREATE TABLE change (
            operation INTEGER NOT NULL REFERENCES operation(id),
            position INTEGER NOT NULL,
            "table" TEXT NOT NULL,
            key TEXT NOT NULL,
            before TEXT,
            after TEXT,
            PRIMARY KEY (operation, position)
        ) WITHOUT ROWID"""
    )
    db.execute("CREATE TABLE setting (key TEXT PRIMARY KEY NOT NULL, value TEXT NOT NULL)")


def _scheme(db: sqlite_utils.Database) -> None:
    db.execute(
        """CREATE TABLE scheme (
            id INTEGER PRIMARY KEY,
            title TEXT NOT NULL,
            year INTEGER,
            total_points REAL,
            source TEXT NOT NULL,
            sha256 TEXT NOT NULL,
            imported_at TEXT NOT NULL
        )"""
    )
    db.execute(
        """CREATE TABLE section (
            id INTEGER PRIMARY KEY,
            parent INTEGER REFERENCES section(id),
            position INTEGER NOT NULL,
            name TEXT NOT NULL,
            points REAL,
            is_retired INTEGER NOT NULL DEFAULT 0
        )"""
    )
    db.execute(
        """CREATE TABLE indicator (
            id INTEGER PRIMARY KEY,
            section INTEGER REFERENCES section(id),
            position INTEGER NOT NULL,
            code TEXT NOT NULL,
            name TEXT NOT NULL,
            points REAL,
            is_hard INTEGER NOT NULL,
            is_hard_by_hand INTEGER NOT NULL DEFAULT 0,
            is_bonus INTEGER NOT NULL,
            units TEXT NOT NULL,
            persons TEXT NOT NULL DEFAULT '[]',
            scoring TEXT NOT NULL,
            place TEXT NOT NULL,
            is_retired INTEGER NOT NULL DEFAULT 0
        )"""
    )
    db.execute("CREATE UNIQUE INDEX indicator_code ON indicator(code) WHERE NOT is_retired")
    db.execute(
        """CREATE TABLE requirement (
            id INTEGER PRIMARY KEY,
            indicator INTEGER NOT NULL REFERENCES indicator(id),
            key TEXT NOT NULL,
            position INTEGER NOT NULL,
            text TEXT NOT NULL,
            scheme_text TEXT NOT NULL DEFAULT '',
            need TEXT NOT NULL DEFAULT '{}',
            is_drafted INTEGER NOT NULL DEFAULT 0,
            is_proposed INTEGER NOT NULL DEFAULT 0,
            is_by_hand INTEGER NOT NULL DEFAULT 0,
            is_settled INTEGER NOT NULL DEFAULT 0,
            is_retired INTEGER NOT NULL DEFAULT 0
        )"""
    )
    db.execute("CREATE UNIQUE INDEX requirement_key ON requirement(indicator, key) WHERE NOT is_retired")
    db.execute(
        """CREATE TABLE scheme_problem (
            id INTEGER PRIMARY KEY,
            code TEXT NOT NULL,
            place TEXT NOT NULL,
            detail TEXT NOT NULL
        )"""
    )
    _rosters(db)


def _rosters(db: sqlite_utils.Database) -> None:
    db.execute(
        """CREATE TABLE roster (
            id INTEGER PRIMARY KEY,
            name TEXT NOT NULL,
            kind TEXT NOT NULL CHECK (kind IN ('village', 'household', 'project', 'other')),
            source TEXT NOT NULL DEFAULT '',
            sha256 TEXT NOT NULL DEFAULT '',
            is_retired INTEGER NOT NULL DEFAULT 0
        )"""
    )
    db.execute(
        """CREATE TABLE subject (
            id INTEGER PRIMARY KEY,
            roster INTEGER NOT NULL REFERENCES roster(id),
            position INTEGER NOT NULL,
            name TEXT NOT NULL,
            also TEXT NOT NULL DEFAULT '[]',
            village TEXT NOT NULL DEFAULT '',
            is_retired INTEGER NOT NULL DEFAULT 0
        )"""
    )
    db.execute("CREATE INDEX subject_roster ON subject(roster)")


def _vault(db: sqlite_utils.Database) -> None:
    db.execute(
        """CREATE TABLE item (
            id INTEGER PRIMARY KEY,
            sha256 TEXT,
            size INTEGER NOT NULL,
            first_seen TEXT NOT NULL,
            is_set_aside INTEGER NOT NULL DEFAULT 0
        )"""
    )
    db.execute("CREATE INDEX item_sha256 ON item(sha256)")
    db.execute(
        """CREATE TABLE location (
            id INTEGER PRIMARY KEY,
            path TEXT NOT NULL,
            item INTEGER NOT NULL REFERENCES item(id),
            status TEXT NOT NULL CHECK (status IN ('present', 'changed', 'missing', 'unreadable')),
            size INTEGER NOT NULL,
            mtime_ns INTEGER NOT NULL,
            inode INTEGER NOT NULL,
            found_sha256 TEXT,
            is_racy INTEGER NOT NULL,
            reason TEXT
        )"""
    )
    # a path that was overwritten keeps the row of the item that is missing since
    db.execute("CREATE UNIQUE INDEX location_path ON location(path, item)")
    db.execute("CREATE UNIQUE INDEX location_live ON location(path) WHERE status <> 'missing'")
    db.execute("CREATE INDEX location_item ON location(item)")
    db.execute("CREATE INDEX location_odd ON location(status) WHERE status <> 'present'")
    db.execute(
        """CREATE TABLE mount (
            path TEXT PRIMARY KEY NOT NULL,
            device INTEGER NOT NULL,
            inode INTEGER NOT NULL
        )"""
    )
    db.execute("CREATE TABLE evidence_root (path TEXT PRIMARY KEY NOT NULL, volume TEXT NOT NULL)")
    _stamps(db)
    db.execute(
        """CREATE TABLE archive_number (
            item INTEGER PRIMARY KEY REFERENCES item(id),
            year INTEGER NOT NULL,
            retention TEXT NOT NULL,
            office TEXT NOT NULL,
            number INTEGER NOT NULL,
            is_printed INTEGER NOT NULL DEFAULT 0,
            UNIQUE (year, retention, office, number)
        )"""
    )
    # numbers that stand on paper and whose items were moved out: never given again
    db.execute(
        """CREATE TABLE withdrawn_number (
            id INTEGER PRIMARY KEY,
            item INTEGER NOT NULL REFERENCES item(id),
            year INTEGER NOT NULL,
            retention TEXT NOT NULL,
            office TEXT NOT NULL,
            number INTEGER NOT NULL,
            reason TEXT NOT NULL,
            actor TEXT NOT NULL,
            at TEXT NOT NULL,
            UNIQUE (year, retention, office, number)
        )"""
    )
    # what a person said of where an item belongs; what is null follows from the archive's settings
    db.execute(
        """CREATE TABLE filing (
            item INTEGER PRIMARY KEY REFERENCES item(id),
            year INTEGER,
            retention TEXT,
            office TEXT,
            secrecy TEXT,
            position REAL,
            begins_box INTEGER NOT NULL DEFAULT 0,
            box_width INTEGER
        )"""
    )
    # a box holds the numbers of its series from `first` on, as far as the next box;
    # it is as wide as its papers need until a person chose, or it was printed
    db.execute(
        """CREATE TABLE box (
            id INTEGER PRIMARY KEY,
            year INTEGER NOT NULL,
            retention TEXT NOT NULL,
            office TEXT NOT NULL,
            number INTEGER NOT NULL UNIQUE,
            first INTEGER NOT NULL,
            width INTEGER,
            is_printed INTEGER NOT NULL DEFAULT 0,
            UNIQUE (year, retention, office, first)
        )"""
    )


def _stamps(db: sqlite_utils.Database) -> None:
    db.execute(
        """CREATE TABLE folder_stamp (
            folder TEXT PRIMARY KEY NOT NULL,
            files INTEGER NOT NULL,
            digest BLOB NOT NULL
        ) WITHOUT ROWID"""
    )
    # a stamp says that a folder is as known: it must not outlive a change of what is known
    for what in ("UPDATE", "DELETE"):
        db.execute(
            f"""CREATE TRIGGER location_{what.lower()}_stamp AFTER {what} ON location
            WHEN EXISTS (SELECT 1 FROM folder_stamp) BEGIN
                DELETE FROM folder_stamp WHERE folder = rtrim(OLD.path, replace(OLD.path, '/', ''));
            END"""
        )


def _search(db: sqlite_utils.Database) -> None:
    db.execute(
        """CREATE TABLE description (
            sha256 TEXT PRIMARY KEY NOT NULL,
            reader INTEGER NOT NULL,
            fields TEXT NOT NULL,
            figures TEXT,
            sources TEXT NOT NULL,
            error TEXT
        )"""
    )
    db.execute(
        """CREATE TABLE correction (
            item INTEGER PRIMARY KEY REFERENCES item(id),
            fields TEXT NOT NULL
        )"""
    )


def _unprinted(db: sqlite_utils.Database) -> None:
    # contents that could not be put on paper when binders were last made: derived
    db.execute("CREATE TABLE unprinted (sha256 TEXT PRIMARY KEY NOT NULL, reason TEXT NOT NULL)")


def _evidence(db: sqlite_utils.Database) -> None:
    db.execute(
        """CREATE TABLE link (
            id INTEGER PRIMARY KEY,
            item INTEGER NOT NULL REFERENCES item(id),
            indicator INTEGER NOT NULL REFERENCES indicator(id),
            requirement INTEGER REFERENCES requirement(id),
            subject INTEGER REFERENCES subject(id),
            sha256 TEXT,
            how TEXT NOT NULL,
            actor TEXT NOT NULL,
            at TEXT NOT NULL
        )"""
    )
    db.execute("CREATE UNIQUE INDEX link_once ON link(item, indicator, coalesce(requirement, 0))")
    db.execute("CREATE INDEX link_indicator ON link(indicator)")
    db.execute(
        """CREATE TABLE rejection (
            id INTEGER PRIMARY KEY,
            item INTEGER NOT NULL REFERENCES item(id),
            indicator INTEGER NOT NULL REFERENCES indicator(id),
            requirement INTEGER REFERENCES requirement(id),
            actor TEXT NOT NULL,
            at TEXT NOT NULL
        )"""
    )
    db.execute("CREATE UNIQUE INDEX rejection_once ON rejection(item, indicator)")
    # a person has seen a signature or a seal on this content
    db.execute(
        """CREATE TABLE attestation (
            id INTEGER PRIMARY KEY,
            item INTEGER NOT NULL REFERENCES item(id),
            sha256 TEXT NOT NULL,
            what TEXT NOT NULL CHECK (what IN ('signed', 'sealed')),
            actor TEXT NOT NULL,
            at TEXT NOT NULL
        )"""
    )
    db.execute("CREATE UNIQUE INDEX attestation_once ON attestation(item, sha256, what)")


def _audit(db: sqlite_utils.Database) -> None:
    # `place` is which finding this is, `basis` a digest of what it rests on: it counts while both are the same
    db.execute(
        """CREATE TABLE waiver (
            id INTEGER PRIMARY KEY,
            rule TEXT NOT NULL,
            place TEXT NOT NULL,
            basis TEXT NOT NULL,
            reason TEXT NOT NULL,
            actor TEXT NOT NULL,
            at TEXT NOT NULL
        )"""
    )
    db.execute("CREATE UNIQUE INDEX waiver_place ON waiver(rule, place)")
    # one line of what an audit came to: later ones are compared with it
    db.execute(
        """CREATE TABLE audit_record (
            id INTEGER PRIMARY KEY,
            at TEXT NOT NULL,
            as_of TEXT NOT NULL,
            verdict TEXT NOT NULL,
            findings TEXT NOT NULL
        )"""
    )
    # scores that a reviewer gave in a mock assessment, deduction by deduction
    db.execute(
        """CREATE TABLE simulation (
            id INTEGER PRIMARY KEY,
            name TEXT NOT NULL,
            reviewer TEXT NOT NULL,
            at TEXT NOT NULL
        )"""
    )
    db.execute(
        """CREATE TABLE deduction (
            id INTEGER PRIMARY KEY,
            simulation INTEGER NOT NULL REFERENCES simulation(id),
            indicator INTEGER NOT NULL REFERENCES indicator(id),
            points REAL NOT NULL,
            reason TEXT NOT NULL
        )"""
    )
    db.execute("CREATE INDEX deduction_simulation ON deduction(simulation)")


def _binder(db: sqlite_utils.Database) -> None:
    db.execute(
        """CREATE TABLE print (
            id INTEGER PRIMARY KEY,
            ordering TEXT NOT NULL CHECK (ordering IN ('indicator', 'box')),
            actor TEXT NOT NULL,
            at TEXT NOT NULL
        )"""
    )
    # `pages` is a JSON list of what stood on each page, in order: later prints are compared with it; `width` is the
    # spine in mm, `pictures` how many share a page; `printed` is a JSON list of the places of the pages that went to
    # the printer, NULL where all did
    db.execute(
        """CREATE TABLE printed_volume (
            id INTEGER PRIMARY KEY,
            print INTEGER NOT NULL REFERENCES print(id),
            key TEXT NOT NULL,
            title TEXT NOT NULL,
            head TEXT NOT NULL,
            is_duplex INTEGER NOT NULL,
            width INTEGER NOT NULL,
            pictures INTEGER NOT NULL,
            pages TEXT NOT NULL,
            printed TEXT
        )"""
    )
    db.execute("CREATE INDEX printed_volume_key ON printed_volume(key)")


def _first(db: sqlite_utils.Database) -> None:
    _journal(db)
    _scheme(db)
    _vault(db)
    _search(db)
    _unprinted(db)
    _evidence(db)
    _audit(db)
    _binder(db)


MIGRATIONS: list[Callable[[sqlite_utils.Database], None]] = [_first]
