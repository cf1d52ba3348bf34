"""The files that wait: one row an item, newest first, with what they can be narrowed by."""

from __future__ import annotations

from dataclasses import dataclass
from operator import attrgetter

from ledger_app.evidence.model import HeldFile
from ledger_app.ui import file_words
from ledger_app.ui.state import State
from ledger_app.vault.model import Status


@dataclass(frozen=True, slots=True)
class FileRow:
    """One item of the inbox: the first of its places, how many others it has, and what typing finds it by."""

    held: HeldFile
    copies: int
    found_by: str

    @property
    def id(self) -> int:
        return self.held.id

    @property
    def mtime_ns(self) -> int:
        return self.held.mtime_ns


@dataclass(frozen=True, slots=True)
class InboxFilter:
    """What the inbox is narrowed to. `kind` is one of `file_words.KINDS`, `folder` a top folder."""

    text: str = ""
    kind: str = ""
    folder: str = ""
    with_set_aside: bool = False


@dataclass(frozen=True, slots=True)
class InboxReading:
    """`waiting` counts what a person has still to deal with; `rows` holds what was set aside too."""

    rows: list[FileRow]
    folders: list[str]
    waiting: int


def read(state: State) -> InboxReading:
    """Return the items that nothing is shown by, newest first; what is missing is not waited for."""
    places: dict[int, list[HeldFile]] = {}
    for held in state.files:
        if not held.indicators and held.status is not Status.MISSING:
            places.setdefault(held.id, []).append(held)
    rows = [FileRow(found[0], len(found) - 1, found[0].path.casefold()) for found in places.values()]
    rows.sort(key=attrgetter("mtime_ns"), reverse=True)
    folders = sorted({top_folder(r.held.path) for r in rows} - {""})
    return InboxReading(rows, folders, sum(not r.held.is_set_aside for r in rows))


def narrowed(rows: list[FileRow], wanted: InboxFilter) -> list[FileRow]:
    """Return the rows that a filter leaves, in their order."""
    found = rows
    if not wanted.with_set_aside:
        found = [r for r in found if not r.held.is_set_aside]
    if wanted.folder:
        prefix = wanted.folder + "/"
        found = [r for r in found if r.held.path.startswith(prefix)]
    if wanted.kind:
        found = [r for r in found if file_words.kind(r.held.path) == wanted.kind]
    for word in wanted.text.casefold().split():
        found = [r for r in found if word in r.found_by]
    return found


def count(state: State) -> int:
    """Return how many items wait: not linked, not set aside, and there."""
    return len(
        {
            f.id
            for f in state.files
            if not f.indicators and not f.is_set_aside and f.status is not Status.MISSING
        }
    )


def top_folder(path: str) -> str:
    """Return the first folder of a path; empty for a file that lies at the top."""
    head, found, _ = path.partition("/")
    return head if found else ""
