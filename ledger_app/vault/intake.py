"""What to look at next, and when: the watcher's hints, the timers and second looks in one order.

The window and `scan --watch` do the same with it: take what `next` gives, scan it, and tell `looked`.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from ledger_app.vault.model import ScanReport
from ledger_app.vault.scanning import outermost
from ledger_app.vault.watcher import Watcher

WHOLE_SECONDS = 300.0
AWAY_SECONDS = 5.0
POLL_SECONDS = 10.0
_SHARE = 50  # a folder without events is looked at for a fiftieth of the time
_AGAIN_SECONDS = 2.0
_GAPS = 20


@dataclass(frozen=True, slots=True)
class Look:
    """Folders to look at with all below them, None for everything; `is_timed`: nobody asked for it."""

    folders: frozenset[str] | None
    is_timed: bool = False


@dataclass(frozen=True, slots=True)
class Gap:
    """A time in which changes may have gone unseen: `away`, `lost` or `silent`; `until` None: it lasts.

    Times are seconds since 1970. All that changed in it was found by the look that ended it.
    """

    why: str
    since: float
    until: float | None = None


@dataclass(frozen=True, slots=True)
class Watching:
    """How the folder is watched. `mode` and `reason` are the watcher's, or `silent`: no events arrive.

    `every`: seconds between two looks at everything. `unsettled`: files that move or are in use.
    `gaps`: the last ones, oldest first.
    """

    mode: str
    reason: str
    every: int
    unsettled: int
    gaps: tuple[Gap, ...]


class Intake:
    """Keeps what is to be looked at for one evidence folder, from `start` to `stop`.

    Hints come from the watcher's thread; all else belongs to one thread.
    """

    def __init__(
        self,
        root: Path,
        *,
        clock: Callable[[], float] = time.monotonic,
        now: Callable[[], float] = time.time,
        **options: object,
    ) -> None:
        self._watcher = Watcher(root, self.settled, self.lost, **options)
        self._clock = clock
        self._now = now
        self._hinted = threading.Event()
        self._lock = threading.Lock()
        self._folders: set[str] = set()
        self._is_wanted = False
        self._has_heard = False
        self._is_silent = False
        self._is_following = False
        self._next_whole = clock() + WHOLE_SECONDS
        self._cost = 0.0
        self._again: dict[str, tuple[float, float]] = {}
        self._unsettled: dict[str, str] = {}
        self._gaps: list[Gap] = []

    def start(self) -> None:
        """Begin to watch; returns at once."""
        self._watcher.start()

    def stop(self) -> None:
        """Stop watching; all threads have ended when this returns."""
        self._watcher.stop()

    def wait(self, seconds: float) -> None:
        """Wait for a hint, as long as this at most."""
        self._hinted.wait(seconds)
        self._hinted.clear()

    @property
    def watching(self) -> Watching:
        mode, reason = self._watcher.mode, self._watcher.reason
        if mode == "events" and self._is_silent:
            mode, reason = "polling", "silent"
        return Watching(mode, reason, round(self._every()), len(self._unsettled), tuple(self._gaps))

    # hints

    def settled(self, folders: Iterable[str]) -> None:
        """Take the hint that these folders have changed and come to rest."""
        with self._lock:
            self._folders |= set(folders)
            self._has_heard = True
            self._is_silent = False
        self._hinted.set()

    def lost(self) -> None:
        """Take the hint that events were lost, or that the folder went or came."""
        with self._lock:
            self._is_wanted = self._has_heard = True
            if self._watcher.mode == "events":
                self._open_gap("lost")
        self._hinted.set()

    def ask(self) -> None:
        """Ask for a look at everything."""
        with self._lock:
            self._is_wanted = True
        self._hinted.set()

    # looks

    def next(self) -> Look | None:
        """Return what is due now, None if nothing is; tell `looked` or `dropped` how it went."""
        now = self._clock()
        with self._lock:
            if self._is_wanted or now >= self._next_whole:
                look = Look(None, is_timed=not self._is_wanted)
                self._is_wanted = False
                self._folders.clear()
                self._has_heard = self._has_heard and (self._is_following or not look.is_timed)
                self._is_following = False
                self._next_whole = now + self._every()
                return look
            due = {folder for folder, (at, _) in self._again.items() if now >= at}
            wanted, self._folders = self._folders | due, set()
        return Look(frozenset(wanted)) if wanted else None

    def looked(self, look: Look, report: ScanReport, *, has_changed: bool) -> None:
        """Take in what a look has found: when to look again, and whether events can be trusted."""
        now = self._clock()
        with self._lock:
            if report.away:
                self._open_gap("away")
                self._next_whole = now + AWAY_SECONDS
                return
            if look.folders is None:
                self._cost = report.seconds
                self._watcher.expect(report.folders)
                is_deaf = look.is_timed and has_changed and not self._has_heard
                if is_deaf and self._watcher.mode == "events" and not self._watcher.is_stirred:
                    self._is_silent = True
                    self._gaps.append(Gap("silent", self._now(), self._now()))
                self._has_heard = False
                self._next_whole = now + self._every()
                self._close_gaps()
            elif has_changed:
                self._follow(now)
            self._note_unsettled(look, report.unsettled, now)

    def dropped(self, look: Look) -> None:
        """Take note that a look was broken off: what it was to see is seen by the next at everything."""
        with self._lock:
            self._next_whole = min(self._next_whole, self._clock() + self._every())

    def _follow(self, now: float) -> None:
        """Let a look at everything follow: events are lost where folders have just been made or renamed."""
        at = now + self._affordable()
        if at < self._next_whole:
            self._next_whole, self._is_following = at, True

    def _every(self) -> float:
        if self._watcher.mode == "events" and not self._is_silent:
            return WHOLE_SECONDS
        return self._affordable()

    def _affordable(self) -> float:
        return min(max(POLL_SECONDS, _SHARE * self._cost), WHOLE_SECONDS)

    def _note_unsettled(self, look: Look, unsettled: Iterable[str], now: float) -> None:
        """Look again at the folders of files that could not be read yet, ever later."""
        inside = None if look.folders is None else outermost(look.folders)
        seen = {p for p in self._unsettled if inside is None or _is_inside(p, inside)}
        self._unsettled = {p: f for p, f in self._unsettled.items() if p not in seen}
        self._unsettled |= {path: path.rpartition("/")[0] for path in unsettled}
        again: dict[str, tuple[float, float]] = {}
        for folder in set(self._unsettled.values()):
            at, pause = self._again.get(folder, (0.0, _AGAIN_SECONDS / 2))
            again[folder] = (at, pause) if at > now else (now + 2 * pause, min(2 * pause, WHOLE_SECONDS / 2))
        self._again = again

    def _open_gap(self, why: str) -> None:
        if not any(g.why == why and g.until is None for g in self._gaps):
            self._gaps = [*self._gaps, Gap(why, self._now())][-_GAPS:]

    def _close_gaps(self) -> None:
        self._gaps = [g if g.until is not None else Gap(g.why, g.since, self._now()) for g in self._gaps]


def _is_inside(path: str, folders: Iterable[str]) -> bool:
    return any(not folder or path.startswith(folder + "/") for folder in folders)
