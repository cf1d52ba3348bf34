"""Seeing that something happens in the evidence folder: a hint where to look, never the truth.

Events only say which folders to look at again, once they have come to rest. Where events are lost, or
cannot be had (network shares, too many folders for the system), the whole folder is looked at instead.
"""

from __future__ import annotations

import logging
import os
import stat
import threading
import time
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from watchdog import events
from watchdog.observers import Observer

from ledger_app.core.filesystems import is_remote
from ledger_app.vault.ignoring import is_ignored_file, is_ignored_folder
from ledger_app.vault.names import to_text
from ledger_app.vault.settling import QUIET, Settling, Stat

_TICK = 0.25
_ROOT_SECONDS = 1.0
_LOST_SECONDS = 5.0  # a storm of lost events must not become a storm of rescans
_HANDLES = Path("/proc/self/fdinfo")
_WATCHES = Path("/proc/sys/fs/inotify/max_user_watches")
# opening and closing folders are events too, and any walk over the tree would drown the others
_EVENTS: list[type[events.FileSystemEvent]] = [
    events.FileCreatedEvent,
    events.FileDeletedEvent,
    events.FileMovedEvent,
    events.FileClosedEvent,
    events.DirCreatedEvent,
    events.DirDeletedEvent,
    events.DirMovedEvent,
]
if os.name == "nt":  # nothing tells there that a file was closed
    _EVENTS.append(events.FileModifiedEvent)


class Watcher:
    """Watches a folder from `start` to `stop`; the callbacks come on the watcher's own thread.

    `on_settled` gets folders (relative, as the archive names them; empty: the evidence folder itself) to
    look at again with all below them. `on_lost` asks for a look at everything: events were lost, or the
    folder went away or came back.
    """

    def __init__(
        self,
        root: Path,
        on_settled: Callable[[set[str]], None],
        on_lost: Callable[[], None],
        *,
        quiet: float = QUIET,
        max_watches: int | None = None,
    ) -> None:
        self._root = str(root)
        self._on_settled = on_settled
        self._on_lost = on_lost
        self._max_watches = max_watches
        self._settling = Settling(quiet=quiet)
        self._lock = threading.Lock()
        self._stop = threading.Event()
        self._ready = threading.Event()
        self._lost = threading.Event()
        self._thread = threading.Thread(target=self._run, name="watcher", daemon=True)
        self._observer: object | None = None
        self._identity: tuple[int, int] | None = None
        self._mode = "polling"
        self._reason = "starting"
        self._next_lost = 0.0
        self._expected: int | None = None
        self._given: int | None = None

    @property
    def mode(self) -> str:
        """`events`, or `polling` while there are none and whoever started this must look by a timer."""
        return self._mode

    @property
    def reason(self) -> str:
        """Why it is polling: `starting`, `remote`, `watch-limit`, `root-missing`; empty with events."""
        return self._reason

    @property
    def is_stirred(self) -> bool:
        """Whether something happened in a folder that has not come to rest yet."""
        with self._lock:
            return self._lost.is_set() or self._settling.is_waiting

    def start(self) -> None:
        """Begin to watch; returns at once."""
        warnings.filterwarnings("ignore", category=RuntimeWarning, module=r"watchdog\.")
        self._thread.start()

    def expect(self, folders: int) -> None:
        """Take the number of folders that there are, to compare it with those that are watched."""
        self._expected = folders

    def wait_ready(self, timeout: float) -> bool:
        """Wait until the mode is known and return whether it is."""
        return self._ready.wait(timeout)

    def stop(self) -> None:
        """Stop watching; all threads have ended when this returns."""
        self._stop.set()
        if self._thread.is_alive() and self._thread is not threading.current_thread():
            self._thread.join()

    def note(self, path: str, *, is_folder: bool) -> None:
        """Take a hint: something happened to this file or folder (a path of the system, under the root)."""
        relative = os.path.relpath(path, self._root)
        parts = [] if relative == os.curdir else list(Path(relative).parts)
        if os.pardir in parts or any(map(is_ignored_folder, parts if is_folder else parts[:-1])):
            return
        if not is_folder and (not parts or is_ignored_file(parts[-1])):
            return  # without parts a file took the root's place, which the look at the root sees
        folder = "/".join(map(to_text, parts if is_folder else parts[:-1]))
        with self._lock:
            self._settling.saw(folder, time.monotonic(), None if is_folder else path)

    # the watcher's thread

    def _run(self) -> None:
        with _listening(self._lost):
            self._begin()
            self._ready.set()
            next_root = time.monotonic()
            while not self._stop.wait(_TICK):
                now = time.monotonic()
                if now >= next_root:
                    next_root = now + _ROOT_SECONDS
                    self._check_root()
                self._check_watches()
                self._hand_over(now)
            self._end()

    def _hand_over(self, now: float) -> None:
        with self._lock:
            if self._settling.is_flooded:
                self._lost.set()
            is_lost = self._lost.is_set() and now >= self._next_lost
            if is_lost:
                self._lost.clear()
                self._settling.clear()
            folders = self._settling.settled(now, _stat)
        if is_lost:
            self._next_lost = now + _LOST_SECONDS
            self._on_lost()
        elif folders:
            self._on_settled(folders)

    def _begin(self) -> None:
        self._identity = _identity(self._root)
        if self._identity is None:
            self._mode, self._reason = "polling", "root-missing"
        elif is_remote(Path(self._root)):
            self._mode, self._reason = "polling", "remote"
        elif not self._observe():
            self._mode, self._reason = "polling", "watch-limit"
        else:
            self._mode, self._reason = "events", ""

    def _observe(self) -> bool:
        observer = Observer()
        try:
            observer.schedule(_Handler(self.note), self._root, recursive=True, event_filter=_EVENTS)
            observer.start()
        except OSError:
            return False
        self._observer = observer
        return True

    def _end(self) -> None:
        if self._observer is not None:
            self._observer.stop()
            self._observer.join()
            self._observer = None

    def _check_root(self) -> None:
        """Start anew where another folder, or none, lies at the root's path."""
        is_dead = self._observer is not None and not self._observer.is_alive()
        if _identity(self._root) != self._identity or is_dead:
            self._end()
            self._begin()
            self._lost.set()

    def _check_watches(self) -> None:
        """Go by the clock where the system gave fewer watches than there are folders; watchdog says nothing."""
        expected, before = self._expected, self._given
        if expected is None or self._mode != "events":
            self._expected = None
            return
        limit = self._max_watches if self._max_watches is not None else _watch_limit()
        if limit is None or expected <= limit * 0.9:  # other programs watch folders as well
            self._given = _watches()
            if self._given is None or self._given >= expected:
                self._expected = None
                return
            if self._given != before:
                return  # watches are still being set, as far as can be seen
            if self._folders(most=self._given) <= self._given:  # folders have gone since they were counted
                self._expected = None
                return
        self._expected = None
        self._end()
        self._mode, self._reason = "polling", "watch-limit"

    def _folders(self, *, most: int) -> int:
        """Return how many folders there are, counted until there are more than `most`."""
        stack, count = [self._root], 0
        while stack and count <= most and not self._stop.is_set():
            count += 1
            try:
                with os.scandir(stack.pop()) as entries:
                    stack.extend(e.path for e in entries if e.is_dir(follow_symlinks=False))
            except OSError:
                continue
        return count


class _Handler(events.FileSystemEventHandler):
    def __init__(self, note: Callable[..., None]) -> None:
        self._note = note

    def on_any_event(self, event: events.FileSystemEvent) -> None:
        for path in (event.src_path, event.dest_path):
            if path:
                self._note(os.fsdecode(path), is_folder=event.is_directory)


class _LostEvents(logging.Handler):
    def __init__(self, lost: threading.Event) -> None:
        super().__init__(logging.WARNING)
        self._lost = lost

    def emit(self, record: logging.LogRecord) -> None:
        self._lost.set()


@contextmanager
def _listening(lost: threading.Event) -> Iterator[None]:
    """Hear from watchdog's log that events were lost, and keep its noise from the terminal."""
    logger = logging.getLogger("watchdog")
    handler = _LostEvents(lost)
    logger.addHandler(handler)
    logger.propagate = False
    try:
        yield
    finally:
        logger.removeHandler(handler)
        logger.propagate = bool(not logger.handlers)


def _identity(root: str) -> tuple[int, int] | None:
    try:
        found = Path(root).stat()
    except OSError:
        return None
    return (found.st_dev, found.st_ino) if stat.S_ISDIR(found.st_mode) else None


def _stat(path: str) -> Stat:
    try:
        found = os.lstat(path)
    except OSError:
        return None
    return found.st_size, found.st_mtime_ns


def _watches() -> int | None:
    """Return how many folders the system watches for this process, None where it doesn't tell."""
    count = None
    try:
        for entry in _HANDLES.iterdir():
            with suppress(OSError):
                text = entry.read_text(encoding="ascii")
                count = (count or 0) + text.count("inotify wd:")
    except (OSError, ValueError):
        return None
    return count


def _watch_limit() -> int | None:
    try:
        return int(_WATCHES.read_text(encoding="ascii"))
    except (OSError, ValueError):
        return None
