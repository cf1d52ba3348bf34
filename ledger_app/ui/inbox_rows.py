"""The files that wait: one row an item, newest first, with what they can be narrowed by."""

from __future__ import annotations

import heapq
from collections.abc import Callable
from dataclasses import dataclass
from operator import attrgetter

from ledger_app.evidence.files import path_key
from ledger_app.evidence.model import HeldFile
from ledger_app.ui import file_words
from ledger_app.ui.state import State
from ledger_app.vault.model import Status

_PIECE = 5000
SURE = ("sure", "unsure", "none")
"""How sure the best suggestion of a file is; as a filter."""
_SURE_FROM = 0.75
_FALLING = (1, 2, 4)  # date, size and score begin with the greatest


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
    """What the inbox is narrowed to. `kind` is one of `file_words.KINDS`, `folder` a top folder, `sure` of SURE."""

    text: str = ""
    kind: str = ""
    folder: str = ""
    sure: str = ""
    with_set_aside: bool = False


@dataclass(frozen=True, slots=True)
class Order:
    """What the inbox is sorted by: a column of the list, and the way."""

    column: int = 1
    is_falling: bool = True

    def turned_to(self, column: int) -> Order:
        """Return the order after a click on a column's title: again on the same turns it round."""
        is_same = column == self.column
        return Order(column, not self.is_falling if is_same else column in _FALLING)

    @property
    def kept(self) -> str:
        """The order as the settings keep it."""
        return f"{self.column} {int(self.is_falling)}"


def order_of(kept: str) -> Order:
    """Return an order that was kept, else the newest first."""
    column, _, falls = kept.partition(" ")
    if column in ("0", "1", "2", "3", "4") and falls in ("0", "1"):
        return Order(int(column), falls == "1")
    return Order()


@dataclass(frozen=True, slots=True)
class InboxReading:
    """`waiting` holds what a person has still to deal with; `rows` what was set aside too."""

    rows: list[FileRow]
    waiting: list[FileRow]
    folders: list[str]


def read(
    state: State,
    order: Order = Order(),
    score: Callable[[int], float | None] = lambda _item: None,
) -> InboxReading:
    """Return the items that nothing is shown by, in this order; what is missing is not waited for.

    `score` is that of an item's best suggestion; files without one come last, or first.
    """
    places: dict[int, list[HeldFile]] = {}
    for held in state.files:
        if not held.indicators and held.status is not Status.MISSING:
            places.setdefault(held.id, []).append(held)
    firsts = _sorted([found[0] for found in places.values()], order, score)
    rows = [FileRow(held, len(places[held.id]) - 1, held.path.casefold()) for held in firsts]
    folders = sorted({top_folder(r.held.path) for r in rows} - {""})
    return InboxReading(rows, [r for r in rows if not r.held.is_set_aside], folders)


def newest_first(files: list[HeldFile]) -> list[HeldFile]:
    """Return files by their modification, the newest first."""
    return _by(files, attrgetter("mtime_ns"), is_falling=True)


def _sorted(files: list[HeldFile], order: Order, score: Callable[[int], float | None]) -> list[HeldFile]:
    match order.column:
        case 0:
            return _by(files, lambda f: path_key(f.path.rpartition("/")[2]), is_falling=order.is_falling)
        case 2:
            return _by(files, attrgetter("size"), is_falling=order.is_falling)
        case 3:
            return _by(files, lambda f: file_words.kind(f.path), is_falling=order.is_falling)
        case 4:
            return _by(files, lambda f: score(f.id) or 0.0, is_falling=order.is_falling)
    return _by(files, attrgetter("mtime_ns"), is_falling=order.is_falling)


def _by(files: list[HeldFile], key: Callable[[HeldFile], object], *, is_falling: bool) -> list[HeldFile]:
    """Sort piece by piece: one long sort would not let the event loop's thread have its turn."""
    pieces = [
        sorted(files[at : at + _PIECE], key=key, reverse=is_falling) for at in range(0, len(files), _PIECE)
    ]
    return list(heapq.merge(*pieces, key=key, reverse=is_falling))


def sureness(score: float | None) -> str:
    """Return how sure a best suggestion is, one of SURE; empty while it is unknown."""
    if score is None:
        return ""
    return "sure" if score >= _SURE_FROM else "unsure" if score > 0.0 else "none"


def narrowed(
    reading: InboxReading, wanted: InboxFilter, score: Callable[[int], float | None] = lambda _item: None
) -> list[FileRow]:
    """Return the rows that a filter leaves, in their order."""
    found = reading.rows if wanted.with_set_aside else reading.waiting
    if wanted.folder:
        prefix = wanted.folder + "/"
        found = [r for r in found if r.held.path.startswith(prefix)]
    if wanted.kind:
        found = [r for r in found if file_words.kind(r.held.path) == wanted.kind]
    if wanted.sure:
        found = [r for r in found if sureness(score(r.id)) == wanted.sure]
    for word in wanted.text.casefold().split():
        found = [r for r in found if word in r.found_by]
    return found


def top_folder(path: str) -> str:
    """Return the first folder of a path; empty for a file that lies at the top."""
    head, found, _ = path.partition("/")
    return head if found else ""
