"""When a folder that something happened in has come to rest: pure, the clock is passed in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

QUIET = 2.0
PATIENCE = 600.0
LIMIT = 3000
_EARLY = 0.125  # of the quiet time: when files are stated first, so that it need not pass twice
_UNSEEN = "not looked at"

Stat = tuple[int, int] | None
"""Size and modification time in nanoseconds; None: the file is not there any more."""


@dataclass(slots=True)
class _File:
    stat: Stat | str = _UNSEEN
    since: float = 0.0


@dataclass(slots=True)
class _Folder:
    first: float
    last: float
    files: dict[str, _File] = field(default_factory=dict)


class Settling:
    """The folders that something happened in, until each is quiet and its files have stopped growing.

    A folder settles when nothing was seen there for `quiet` seconds and every file seen there has kept
    its size and time as long. A file that grows without an end holds its folder back for `patience`
    seconds at most. All times are seconds of one clock that never goes back.
    """

    def __init__(self, *, quiet: float = QUIET, patience: float = PATIENCE, limit: int = LIMIT) -> None:
        self._quiet = quiet
        self._patience = patience
        self._limit = limit
        self._folders: dict[str, _Folder] = {}

    def saw(self, folder: str, now: float, file: str | None = None) -> None:
        """Note that something happened in a folder, and to which file if it was one."""
        entry = self._folders.setdefault(folder, _Folder(now, now))
        entry.last = now
        if file is not None:
            entry.files[file] = _File()

    @property
    def is_flooded(self) -> bool:
        """Whether so many folders wait that one look at everything is cheaper."""
        return len(self._folders) > self._limit

    @property
    def is_waiting(self) -> bool:
        """Whether a folder has not come to rest yet."""
        return bool(self._folders)

    def clear(self) -> None:
        """Forget everything: the whole folder is looked at anyway."""
        self._folders.clear()

    def settled(self, now: float, stat: Callable[[str], Stat]) -> set[str]:
        """Return the folders that have come to rest and forget them; `stat` is asked where needed."""
        done = {f for f, entry in self._folders.items() if self._is_settled(entry, now, stat)}
        for folder in done:
            del self._folders[folder]
        return done

    def _is_settled(self, entry: _Folder, now: float, stat: Callable[[str], Stat]) -> bool:
        if now - entry.first >= self._patience:
            return True
        still = now - entry.last
        if still < self._quiet * _EARLY:
            return False
        is_due = still >= self._quiet
        waits = False
        for path, file in entry.files.items():
            if is_due or file.stat == _UNSEEN:
                found = stat(path)
                if found != file.stat:
                    file.stat, file.since = found, now
                waits = waits or (found is not None and now - file.since < self._quiet)
        return is_due and not waits
