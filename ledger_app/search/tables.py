"""The tables of what was read: in a file of their own beside the ledger, to be made anew at any time."""

from __future__ import annotations

FILE = "search.db"
VERSION = 1
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

TABLES = (*_TEXTS, *_PHOTOS)
