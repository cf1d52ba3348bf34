"""The tables of what was read: in a file of their own beside the ledger, to be made anew at any time."""

from __future__ import annotations

FILE = "search.db"
VERSION = 2
"""Raise it with any change to a table here: the file is then emptied and everything read again."""

_TEXTS = (
    """CREATE TABLE derived.content (
        id INTEGER PRIMARY KEY,
        sha256 TEXT NOT NULL UNIQUE,
        reader INTEGER NOT NULL,
        is_cut INTEGER NOT NULL,
        scans TEXT NOT NULL
    )""",
    """CREATE TABLE derived.part (
        content INTEGER NOT NULL REFERENCES content(id),
        position INTEGER NOT NULL,
        page INTEGER,
        source TEXT NOT NULL,
        text TEXT NOT NULL,
        PRIMARY KEY (content, position)
    ) WITHOUT ROWID""",
)

_PHOTOS = (
    """CREATE TABLE derived.photo (
        sha256 TEXT PRIMARY KEY NOT NULL,
        reader INTEGER NOT NULL,
        fields TEXT NOT NULL,
        fingerprint BLOB,
        thumbnail BLOB
    )""",
)

# What each text says of the scheme: worked out from the text, so that it goes when the text changes.
_TELLINGS = (
    """CREATE TABLE derived.telling (
        content INTEGER PRIMARY KEY,
        mark TEXT NOT NULL,
        told TEXT NOT NULL,
        words BLOB NOT NULL
    )""",
    """CREATE TRIGGER derived.telling_of_no_content AFTER DELETE ON content
        BEGIN DELETE FROM telling WHERE content = old.id; END""",
    """CREATE TRIGGER derived.telling_of_other_text AFTER INSERT ON part
        BEGIN DELETE FROM telling WHERE content = new.content; END""",
)

TABLES = (*_TEXTS, *_PHOTOS, *_TELLINGS)
