"""The files that wait: one row an item, newest first, with what they can be narrowed by."""

from __future__ import annotations

import heapq
from dataclasses import dataclass
from operator import attrgetter

from ledger_app.evidence.model import HeldFile
from ledger_app.ui import file_words
from ledger_app.ui.state import State
from ledger_app.vault.model import Status

_PIECE = 5000


@dataclass(frozen=True, slots=True)
class FileRow:
    """One item of the inbox: the first of its places, how many others it has, and what typing finds it by."""

    held: HeldFile
    copies: int
    found_by: str

    @property
    def id(self) -> int:
        return self.held.id


@dataclass(frozen=True, slots=True)
class InboxFilter:
    """What the inbox is narrowed to. `kind` is one of `file_words.KINDS`, `folder` a top folder."""

    text: str = ""
    kind: str = ""
    folder: str = ""
    with_set_aside: bool = False


@dataclass(frozen=True, slots=True)
class InboxReading:
    """`waiting` holds what a person has still to deal with; `rows` what was set aside too."""

    rows: list[FileRow]
    waiting: list[FileRow]
    folders: list[str]


def read(state: State) -> InboxReading:
    """Return the items that nothing is shown by, newest first; what is missing is not waited for."""
    places: dict[int, list[HeldFile]] = {}
    for held in state.files:
        if not held.indicators and held.status is not Status.MISSING:
            places.setdefault(held.id, []).append(held)
    firsts = newest_first([found[0] for found in places.values()])
    rows = [FileRow(held, len(places[held.id]) - 1, held.path.casefold()) for held in firsts]
    folders = sorted({top_folder(r.held.path) for r in rows} - {""})
    return InboxReading(rows, [r for r in rows if not r.held.is_set_aside], folders)


def newest_first(files: list[HeldFile]) -> list[HeldFile]:
    """Return files by their modification, the newest first.

    Sorted piece by piece: one long sort would not let the event loop's thread have its turn.
    """
    key = attrgetter("mtime_ns")
    pieces = [sorted(files[at : at + _PIECE], key=key, reverse=True) for at in range(0, len(files), _PIECE)]
    return list(heapq.merge(*pieces, key=key, reverse=True))


def narrowed(reading: InboxReading, wanted: InboxFilter) -> list[FileRow]:
    """Return the rows that a filter leaves, in their order."""
    found = reading.rows if wanted.with_set_aside else reading.waiting
    if wanted.folder:
        prefix = wanted.folder + "/"
        found = [r for r in found if r.held.path.startswith(prefix)]
    if wanted.kind:
        found = [r for r in found if file_words.kind(r.held.path) == wanted.kind]
    for word in wanted.text.casefold().split():
        found = [r for r in found if word in r.found_by]
    return found


def top_folder(path: str) -> str:
    """Return the first folder of a path; empty for a file that lies at the top."""
    head, found, _ = path.partition("/")
    return head if found else ""
