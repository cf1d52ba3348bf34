"""The journal: every operation, chained to the one before it by its digest."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

GENESIS = "0" * 64


class Kind(StrEnum):
    """Whether an operation is a fresh one, takes one back, or brings one back."""

    DO = "do"
    UNDO = "undo"
    REDO = "redo"


@dataclass(frozen=True, slots=True)
class Change:
    """One row written: its primary key and its columns before and after, None where there was no row."""

    table: str
    key: str | int
    before: dict[str, object] | None
    after: dict[str, object] | None


@dataclass(frozen=True, slots=True)
class Entry:
    """One journal entry. `at` is ISO 8601 with offset; `answers` is the entry that is undone or redone."""

    id: int
    name: str
    actor: str
    at: str
    kind: Kind
    answers: int | None
    is_undoable: bool
    detail: dict[str, object]
    previous: str
    digest: str


def digest(
    *,
    previous: str,
    number: int,
    name: str,
    actor: str,
    at: str,
    kind: Kind,
    answers: int | None,
    is_undoable: bool,
    detail: dict[str, object],
    changes: Iterable[Change],
) -> str:
    """Return the SHA-256 that chains an entry to the one before it."""
    body = [
        previous,
        number,
        name,
        actor,
        at,
        str(kind),
        answers,
        is_undoable,
        detail,
        [[c.table, c.key, c.before, c.after] for c in changes],
    ]
    return hashlib.sha256(canonical(body).encode()).hexdigest()


def canonical(value: object) -> str:
    """Return JSON that is the same text for the same value."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def stacks(entries: Iterable[Entry]) -> tuple[list[int], list[int]]:
    """Return the ids that can be undone and those that can be redone, the next one last.

    `entries` come oldest first. An entry that is not undoable (a scan) leaves both stacks as they
    are; a fresh operation empties the redo stack, as in every editor.
    """
    undo: list[int] = []
    redo: list[int] = []
    for entry in entries:
        if entry.kind is Kind.UNDO:
            if undo and undo[-1] == entry.answers:
                undo.pop()
            redo.append(entry.id)
        elif entry.kind is Kind.REDO:
            if redo and redo[-1] == entry.answers:
                redo.pop()
            undo.append(entry.id)
        elif entry.is_undoable:
            undo.append(entry.id)
            redo.clear()
    return undo, redo
