"""Keeps what every content says of the scheme, beside its text: made when it was read, or when it is asked for."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

from ledger_app.core.database import Database
from ledger_app.core.progress import Progress
from ledger_app.evidence.asking import Questions
from ledger_app.evidence.telling import LENGTH, Told, fingerprint, tell
from ledger_app.search import texts

VERSION = 2
"""Raise it with any change to `telling`: what is kept is then made anew."""

_BATCH = 200


def of_contents(
    db: Database, contents: Iterable[str], questions: Questions, mark: str
) -> dict[str, tuple[Told, ...]]:
    """Return what these contents (SHA-256) say, without those that have no text; `mark` names the scheme."""
    chosen = json.dumps(sorted(set(contents)))
    where = "c.sha256 IN (SELECT value FROM json_each(?))"
    _make(db, [n for n, _ in db.tuples(f"{_MISSING} AND {where}", mark, chosen)], questions, mark)
    sql = f"SELECT c.sha256, t.told FROM content c JOIN telling t ON t.content = c.id WHERE {where}"
    return {sha256: told_of(told) for sha256, told in db.tuples(sql, chosen) if told != "[]"}


def make_missing(db: Database, questions: Questions, mark: str, progress: Progress) -> Iterator[list[str]]:
    """Work out what was not worked out for this scheme yet; gives the contents (SHA-256) of each batch."""
    wanted = list(db.tuples(f"{_MISSING} ORDER BY c.id DESC", mark))
    for at in range(0, len(wanted), _BATCH):
        progress.at("suggest", at, len(wanted))
        batch = wanted[at : at + _BATCH]
        _make(db, [content for content, _ in batch], questions, mark)
        yield [sha256 for _, sha256 in batch]


def fingerprints(db: Database, contents: Iterable[str]) -> dict[str, bytes]:
    """Return the words that these contents are compared with each other by."""
    sql = """SELECT c.sha256, t.words FROM content c JOIN telling t ON t.content = c.id
             WHERE c.sha256 IN (SELECT value FROM json_each(?))"""
    return dict(db.tuples(sql, json.dumps(sorted(set(contents)))))


_MISSING = """SELECT c.id, c.sha256 FROM content c LEFT JOIN telling t ON t.content = c.id
              WHERE (t.mark IS NULL OR t.mark <> ?)"""


def _make(db: Database, wanted: list[int], questions: Questions, mark: str) -> None:
    if not wanted:
        return
    heads = texts.heads(db, wanted, length=LENGTH)
    rows = []
    for content in wanted:
        text = heads.get(content, "")
        told = json.dumps([_kept(t) for t in tell(text, questions)], ensure_ascii=False) if text else "[]"
        rows.append((content, mark, told, fingerprint(text)))
    with db.derived() as connection:
        connection.executemany("INSERT OR REPLACE INTO telling VALUES (?, ?, ?, ?)", rows)


def _kept(one: Told) -> list[object]:
    return [one.place, one.parts, one.rank, one.requirements, one.words]


def told_of(text: str) -> tuple[Told, ...]:
    """Return what is kept in a row of `telling`."""
    return tuple(
        Told(place, tuple(parts), rank, tuple(requirements), words)
        for place, parts, rank, requirements, words in json.loads(text)
    )
