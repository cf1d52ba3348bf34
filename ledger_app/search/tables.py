"""The tables of what was read: in a file of their own beside the ledger, to be made anew at any time."""

from __future__ import annotations

from ledger_app.search.pairs import tokenizer

FILE = "search.db"
VERSION = 10
"""Raise it with any change to a table here: the file is then emptied and everything read again."""


def _index(name: str, columns: str) -> tuple[str, ...]:
    """Return the statements that make an index over `pairs.words`, tuned to be written 200 files at a time."""
    settings = {"hashsize": 1 << 26, "automerge": 16, "crisismerge": 64}
    return (
        f"CREATE VIRTUAL TABLE derived.{name} USING fts5({columns}, content='', columnsize=0, {tokenizer()})",
        *(
            f"INSERT INTO derived.{name} ({name}, rank) VALUES ('{key}', {value})"
            for key, value in settings.items()
        ),
    )


# `folded` is `characters.searchable(text)`, NULL where that is the same; `continues` says that a part is more of
# the page before: long pages are kept in pieces, so that a hit in them costs no reading of the whole.
# `text_index` goes by `content.id`, `place_index` by `place.location`.
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
        continues INTEGER NOT NULL DEFAULT 0,
        folded TEXT,
        text TEXT NOT NULL,
        PRIMARY KEY (content, position)
    )""",
    *_index("text_index", "words"),
)

# What search holds of each location: names folded, and what it can be filtered by.
_PLACES = (
    """CREATE TABLE derived.place (
        location INTEGER PRIMARY KEY,
        item INTEGER NOT NULL,
        path TEXT NOT NULL,
        status TEXT NOT NULL,
        mtime_ns INTEGER NOT NULL,
        sha256 TEXT,
        described TEXT,
        corrected TEXT,
        name TEXT NOT NULL,
        about TEXT NOT NULL,
        whole TEXT NOT NULL,
        kind TEXT,
        year INTEGER
    )""",
    "CREATE INDEX derived.place_item ON place(item)",
    "CREATE INDEX derived.place_sha256 ON place(sha256)",
    "CREATE INDEX derived.place_kind ON place(kind)",
    "CREATE INDEX derived.place_year ON place(year)",
    "CREATE INDEX derived.place_status ON place(status)",
    """CREATE TABLE derived.place_village (
        village TEXT NOT NULL,
        location INTEGER NOT NULL,
        PRIMARY KEY (village, location)
    ) WITHOUT ROWID""",
    "CREATE INDEX derived.place_village_location ON place_village(location)",
    *_index("place_index", "name, about, whole"),
    "CREATE TABLE derived.place_state (key TEXT PRIMARY KEY NOT NULL, value TEXT NOT NULL)",
)

# `look` holds apart from the facts what takes room; `alike` the pairs of photographs that are the same.
_PHOTOS = (
    """CREATE TABLE derived.photo (
        id INTEGER PRIMARY KEY,
        sha256 TEXT NOT NULL UNIQUE,
        reader INTEGER NOT NULL,
        width INTEGER NOT NULL,
        height INTEGER NOT NULL,
        taken TEXT,
        latitude REAL,
        longitude REAL,
        camera TEXT,
        compared INTEGER NOT NULL DEFAULT 0
    )""",
    "CREATE INDEX derived.photo_compared ON photo(compared)",
    """CREATE TABLE derived.look (
        photo INTEGER PRIMARY KEY REFERENCES photo(id),
        fingerprint BLOB,
        thumbnail BLOB
    )""",
    """CREATE TABLE derived.alike (
        one INTEGER NOT NULL,
        other INTEGER NOT NULL,
        score REAL NOT NULL,
        PRIMARY KEY (one, other)
    ) WITHOUT ROWID""",
    "CREATE INDEX derived.alike_other ON alike(other)",
)

# What was recognised on scanned pages and photographs, also where that was nothing: hours of a PC's work.
_RECOGNISED = (
    """CREATE TABLE derived.recognised (
        sha256 TEXT NOT NULL,
        page INTEGER NOT NULL,
        recogniser INTEGER NOT NULL,
        text TEXT NOT NULL,
        PRIMARY KEY (sha256, page)
    ) WITHOUT ROWID""",
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

# Which gaps each free file fits: `requirement` 0 is the indicator as a whole, `below` the negative score in
# thousandths, so that the nearest come first; `made_of` tells what went into it.
_FITS = (
    """CREATE TABLE derived.fit (
        place INTEGER NOT NULL,
        requirement INTEGER NOT NULL,
        below INTEGER NOT NULL,
        item INTEGER NOT NULL,
        PRIMARY KEY (place, requirement, below, item)
    ) WITHOUT ROWID""",
    "CREATE INDEX derived.fit_item ON fit(item)",
    """CREATE TABLE derived.fitted (
        item INTEGER PRIMARY KEY,
        mark TEXT NOT NULL,
        made_of TEXT NOT NULL
    )""",
)

# What rules look at in a text, as JSON, and what texts are compared by.
_TRAITS = (
    """CREATE TABLE derived.trait (
        sha256 TEXT PRIMARY KEY NOT NULL,
        reader INTEGER NOT NULL,
        said TEXT NOT NULL,
        signature BLOB NOT NULL
    ) WITHOUT ROWID""",
)

TABLES = (*_TEXTS, *_PLACES, *_PHOTOS, *_RECOGNISED, *_TELLINGS, *_FITS, *_TRAITS)
