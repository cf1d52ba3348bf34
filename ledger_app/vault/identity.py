"""Which item lies at which path: the settlement of a scan, as a pure function.

An item is known by its content, never by a name, an inode or a part of its bytes. In this order:

0. the path still holds the recorded content of its item, or a changed file is as it was found before
   and its item has not turned up elsewhere: nothing changed;
1. the content is recorded for a known item: it is that item (one that is nowhere else first); or it is
   what a changed item was found with before its path vanished: it is that item, still changed;
2. the path had an item that is intact nowhere else: the item changed;
3. anything else is a new item.

Empty files are all alike and therefore never known by content.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from ledger_app.vault.model import Location, Status


class Found(NamedTuple):
    """What lies at a path now. `sha256` None: it cannot be read, and `reason` says why."""

    path: str
    sha256: str | None
    size: int
    mtime_ns: int
    inode: int
    is_racy: bool = False
    reason: str | None = None


@dataclass(slots=True)
class Settlement:
    """What a settlement changes.

    `new` and `adopted` are (item, recorded content, size): items that begin here, and items that could
    not be read until now. `put` are rows that are new or say something else, `refreshed` rows where
    only the stat differs, `removed` rows (path, item) that go. `forgotten` are items that could never be
    read and turned out to be another one, each as the row to keep if something hangs on it. `gained`
    and `lost` count places by item; `changed`, `missing` and `unreadable` the paths that became so.
    """

    new: list[tuple[int, str | None, int]] = field(default_factory=list)
    adopted: list[tuple[int, str, int]] = field(default_factory=list)
    put: list[Location] = field(default_factory=list)
    refreshed: list[Location] = field(default_factory=list)
    removed: list[tuple[str, int]] = field(default_factory=list)
    forgotten: list[Location] = field(default_factory=list)
    gained: Counter[int] = field(default_factory=Counter)
    lost: Counter[int] = field(default_factory=Counter)
    changed: int = 0
    missing: int = 0
    unreadable: int = 0


def settle(
    *,
    recorded: Mapping[int, str | None],
    rows: Collection[Location],
    found: Iterable[Found],
    gone: Collection[str],
    next_item: int,
) -> Settlement:
    """Say what the looked-at paths mean for the items.

    `recorded` holds every item that one of `rows` or one of the found contents belongs to, and `rows`
    all rows of those items and of those paths. A row whose path is neither found nor gone was not
    looked at and stays. New items are numbered from `next_item`.
    """
    paths = {row.path for row in rows}
    contents = set(recorded.values()) | {row.found_sha256 for row in rows}
    looked: dict[str, Found] = {}
    strangers: list[Found] = []
    for f in found:
        if f.path in paths or f.sha256 in contents:
            looked[f.path] = f
        else:
            strangers.append(f)
    placing = _Placing(recorded, rows, looked, frozenset(gone), next_item)
    placing.place()
    placing.clear()
    placing.welcome(strangers)
    return placing.result


class _Placing:
    """The working state of one settlement: which paths have been given to which item so far."""

    def __init__(
        self,
        recorded: Mapping[int, str | None],
        rows: Collection[Location],
        looked: dict[str, Found],
        gone: frozenset[str],
        next_item: int,
    ) -> None:
        self.recorded = recorded
        self.looked = looked
        self.gone = gone
        self.next_item = next_item
        self.result = Settlement()
        self.placed: dict[str, tuple[int, Status]] = {}
        self.fresh: dict[str | None, int] = {}
        self.at: dict[str, list[Location]] = defaultdict(list)
        self.of: dict[int, list[Location]] = defaultdict(list)
        for row in sorted(rows, key=lambda r: (r.status is Status.MISSING, r.path, -r.item)):
            self.at[row.path].append(row)
            self.of[row.item].append(row)
        self.holders: dict[str, list[int]] = defaultdict(list)
        for item, content in sorted(recorded.items()):
            if content is not None:
                self.holders[content].append(item)
        self.wandering = {
            r.found_sha256: r.item
            for r in rows
            if r.status is Status.CHANGED and r.path in gone and r.found_sha256
        }
        self.intact = {r.item for r in rows if r.status is Status.PRESENT and self._is_untouched(r)}

    def place(self) -> None:
        """Give every found path its item, rule by rule, each rule for all paths before the next."""
        rest = [f for f in sorted(self.looked.values()) if not self._unreadable(f)]
        rest = [f for f in rest if not self._same(f)]
        waiting = [f for f in rest if self._changed_item(f) is not None]
        rest = [f for f in rest if self._changed_item(f) is None and not self._known(f)]
        rest += self._stay_changed(waiting)
        for rule in (self._wandered, self._at_its_path):
            rest = [f for f in sorted(rest) if not rule(f)]
        self.fresh = {content: item for item, content, size in self.result.adopted if size}
        for f in rest:
            self.placed[f.path] = (self._new(f), Status.PRESENT)

    def welcome(self, strangers: Iterable[Found]) -> None:
        """Take in what has neither a known path nor a known content: most files of a first scan."""
        put = self.result.put
        before = len(put)
        for f in sorted(strangers):
            path, sha256, size, mtime_ns, inode, is_racy, reason = f
            item = self.fresh.get(sha256) or self._new(f)
            status = Status.UNREADABLE if sha256 is None else Status.PRESENT
            put.append(Location(path, item, status, size, mtime_ns, inode, sha256, is_racy, reason))
            self.result.unreadable += sha256 is None
        self.result.gained.update(row.item for row in put[before:])

    def clear(self) -> None:
        """Write the rows: those of the found paths, and what is left of the places items have lost."""
        for path, (item, status) in self.placed.items():
            self._put(self.looked[path], item, status)
        given = {item for item, _ in self.placed.values()}
        for item, rows in self.of.items():
            self._leave(item, rows, has_place=item in given)

    # the rules; each returns whether it placed the path

    def _unreadable(self, f: Found) -> bool:
        if f.sha256 is not None:
            return False
        before = self.at.get(f.path)
        item = before[0].item if before else self._number(None, f.size)
        self.placed[f.path] = (item, Status.UNREADABLE)
        return True

    def _same(self, f: Found) -> bool:
        for row in self.at.get(f.path, ()):
            if self.recorded[row.item] == f.sha256:
                return self._intact(f, row.item)
        return False

    def _known(self, f: Found) -> bool:
        holders = self.holders.get(f.sha256 or "") if f.size else None
        if not holders:
            return False
        return self._intact(f, next((i for i in holders if i not in self.intact), holders[0]))

    def _changed_item(self, f: Found) -> int | None:
        """Return the item of a changed file that is as it was found before."""
        for row in self.at.get(f.path, ()):
            if row.status is Status.CHANGED and row.found_sha256 == f.sha256:
                return row.item
        return None

    def _stay_changed(self, waiting: list[Found]) -> list[Found]:
        """Leave changed files as they are, but for those whose item has turned up elsewhere.

        Each of these may be yet another known item that turns up, so this goes on until none does.
        """
        rest: list[Found] = []
        while freed := [f for f in waiting if self._changed_item(f) in self.intact]:
            waiting = [f for f in waiting if self._changed_item(f) not in self.intact]
            rest += [f for f in freed if not self._known(f)]
        for f in waiting:
            self.placed[f.path] = (self._changed_item(f) or 0, Status.CHANGED)
        return rest

    def _wandered(self, f: Found) -> bool:
        item = self.wandering.get(f.sha256 or "") if f.size else None
        if item is None or item in self.intact:
            return False
        self.placed[f.path] = (item, Status.CHANGED)
        return True

    def _at_its_path(self, f: Found) -> bool:
        for row in self.at.get(f.path, ()):
            if row.item in self.intact:
                continue
            if self.recorded[row.item] is None:
                self.result.adopted.append((row.item, f.sha256 or "", f.size))
                return self._intact(f, row.item)
            self.placed[f.path] = (row.item, Status.CHANGED)
            return True
        return False

    def _new(self, f: Found) -> int:
        if not f.size or f.sha256 is None:
            return self._number(f.sha256, f.size)
        item = self.fresh.get(f.sha256)
        if item is None:
            item = self.fresh[f.sha256] = self._number(f.sha256, f.size)
        return item

    # the rows

    def _put(self, f: Found, item: int, status: Status) -> None:
        old = next((r for r in self.at.get(f.path, ()) if r.item == item), None)
        row = Location(
            f.path, item, status, f.size, f.mtime_ns, f.inode, f.sha256, f.is_racy, f.reason
        )  # fmt: skip
        if old is None:
            self.result.put.append(row)
            self.result.gained[item] += 1
            if status is Status.CHANGED:
                self.result.changed += all(r.found_sha256 != f.sha256 for r in self.of[item])
            self.result.unreadable += status is Status.UNREADABLE
        elif _says(old) != _says(row):
            self.result.put.append(row)
            is_news = old.status is not status or old.found_sha256 != f.sha256
            self.result.changed += status is Status.CHANGED and is_news
            self.result.unreadable += status is Status.UNREADABLE and old.status is not status
        elif old != row:
            self.result.refreshed.append(row)

    def _leave(self, item: int, rows: list[Location], *, has_place: bool) -> None:
        stale = [r for r in rows if self._is_stale(r, item)]
        has_place = has_place or any(r.status is not Status.MISSING and self._is_untouched(r) for r in rows)
        if not has_place and stale:
            last = stale[0]  # live rows come first: where it lay until now
            row = last._replace(status=Status.MISSING, found_sha256=None, is_racy=False, reason=None)
            if self.recorded[item] is None and last.path in self.placed:
                self.result.forgotten.append(row)
            else:
                stale.pop(0)
                if last.status is not Status.MISSING:
                    self.result.put.append(row)
                    self.result.missing += 1
        for row in stale:
            self.result.removed.append((row.path, row.item))
            self.result.lost[item] += 1

    def _is_stale(self, row: Location, item: int) -> bool:
        if row.path in self.looked:
            return self._placed_at(row)[0] != item
        return row.path in self.gone or row.status is Status.MISSING

    def _is_untouched(self, row: Location) -> bool:
        return row.path not in self.looked and row.path not in self.gone

    def _placed_at(self, row: Location) -> tuple[int, Status] | tuple[None, None]:
        return self.placed.get(row.path, (None, None))

    def _intact(self, f: Found, item: int) -> bool:
        self.placed[f.path] = (item, Status.PRESENT)
        self.intact.add(item)
        return True

    def _number(self, content: str | None, size: int) -> int:
        item = self.next_item
        self.next_item += 1
        self.result.new.append((item, content, size))
        return item


def _says(row: Location) -> tuple[object, ...]:
    return row.item, row.status, row.found_sha256, row.reason
