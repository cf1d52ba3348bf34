"""SHA-256 of many files, by one thread or four: plain ones, a pool would slow them down."""

from __future__ import annotations

import errno
import hashlib
import os
import stat
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from enum import StrEnum
from typing import NamedTuple

from ledger_app.core.errors import Cancelled
from ledger_app.core.progress import Progress
from ledger_app.vault.listing import kept_inode
from ledger_app.vault.model import IN_USE

RACY_NS = 2_000_000_000
_THREADS = 4
_SMALL = 1 << 16  # smaller files, on average, cost threads more for the interpreter's lock than they gain
_WAITED = 0.1  # seconds that a disk may keep one thread waiting before the others come to help
_PATIENCE = 4  # times as long as it computed: a busy processor makes a thread wait as well
_SLICE_FILES = 64
_BLOCK = 1 << 20
_POLL = 0.05
_FLAGS = (
    os.O_RDONLY
    | getattr(os, "O_BINARY", 0)
    | getattr(os, "O_CLOEXEC", 0)
    | getattr(os, "O_NOINHERIT", 0)
    | getattr(os, "O_NOFOLLOW", 0)
    | getattr(os, "O_NONBLOCK", 0)  # a pipe that took the file's place must not hang the scan
)

_HELD_ON_WINDOWS = (32, 33)  # ERROR_SHARING_VIOLATION, ERROR_LOCK_VIOLATION: as Word and WPS do
_HELD = (errno.EBUSY, errno.ETXTBSY, errno.EAGAIN)  # what a network share makes of them

Opener = Callable[[str, int], int]


class Outcome(StrEnum):
    """How reading a file ended.

    IN_USE: another program keeps it to itself for now. GONE and MOVING (it changes under our eyes) say
    nothing about it.
    """

    READ = "read"
    UNREADABLE = "unreadable"
    IN_USE = "in-use"
    GONE = "gone"
    MOVING = "moving"


class Hashed(NamedTuple):
    """A file as read: the stat is of the moment of reading, `reason` the system's word where it failed.

    `is_racy`: the modification is so recent that another of the same size might not show.
    """

    key: str
    sha256: str | None = None
    size: int = 0
    mtime_ns: int = 0
    inode: int = 0
    is_racy: bool = False
    reason: str | None = None
    outcome: Outcome = Outcome.READ


def read_digest(key: str, path: str, is_stopped: Callable[[], bool], opener: Opener = os.open) -> Hashed:
    """Hash one file; a stop in the middle counts as MOVING."""
    try:
        handle = opener(path, _FLAGS)
    except FileNotFoundError:
        return Hashed(key, outcome=Outcome.GONE)
    except OSError as error:
        return _failed(key, error)
    try:
        before = os.fstat(handle)
        if not stat.S_ISREG(before.st_mode):
            return Hashed(key, outcome=Outcome.GONE)
        now = time.time_ns()
        digest, length = _read(handle, before.st_size, is_stopped)
        after = os.fstat(handle)
    except OSError as error:
        return _failed(key, error)
    finally:
        os.close(handle)
    if (length, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns) or is_stopped():
        return Hashed(key, outcome=Outcome.MOVING)
    inode = (
        0 if os.name == "nt" else kept_inode(after.st_ino)
    )  # a walk under Windows has no inode to compare with
    is_racy = abs(now - after.st_mtime_ns) <= RACY_NS
    return Hashed(key, digest, after.st_size, after.st_mtime_ns, inode, is_racy)


def hash_files(
    files: Sequence[tuple[str, str, int]], progress: Progress, *, opener: Opener = os.open
) -> Iterator[list[Hashed]]:
    """Hash files given as (key, path, size) and yield the results in the batches they come in.

    Progress counts bytes. On cancel the results so far are yielded before `Cancelled` is raised.
    """
    total = sum(size for _, _, size in files)
    work = _Work(deque(_slices(files)), opener)
    work.start(_THREADS if total > _SMALL * len(files) else 1)
    done = 0
    try:
        while True:
            working = [t for t in work.threads if t.is_alive()]
            batch = work.drain()
            done += sum(h.size for h in batch)
            if batch:
                returned = time.perf_counter()
                yield batch
                work.waited -= time.perf_counter() - returned
            elif not working:
                return
            progress.at("hash", min(done, total), total)
            if work.is_waiting():
                work.start(_THREADS)
            if working:
                working[0].join(_POLL)
    except Cancelled:
        work.end()
        yield work.drain()
        raise
    finally:
        work.end()


class _Work:
    """The threads, what they still have to read and what they have read.

    One thread is quickest for small files that the system holds in memory. `waited` is how long it did
    not compute, less the time that whoever takes the results kept it from computing.
    """

    def __init__(self, pending: deque[list[tuple[str, str, int]]], opener: Opener) -> None:
        self.pending = pending
        self.opener = opener
        self.threads: list[threading.Thread] = []
        self.stop = threading.Event()
        self.finished: deque[tuple[float, float, list[Hashed]]] = deque()
        self.waited = self.computed = 0.0

    def start(self, threads: int) -> None:
        """Bring the number of threads to this one, or to one for each slice."""
        for _ in range(len(self.threads), min(threads, len(self.threads) + len(self.pending))):
            thread = threading.Thread(target=self._run, daemon=True)
            self.threads.append(thread)
            thread.start()

    def end(self) -> None:
        self.stop.set()
        for thread in self.threads:
            thread.join()

    def drain(self) -> list[Hashed]:
        """Return what is there and not returned yet."""
        found: list[Hashed] = []
        for _ in range(len(self.finished)):
            seconds, computing, hashed = self.finished.popleft()
            self.waited += seconds - computing
            self.computed += computing
            found += hashed
        return found

    def is_waiting(self) -> bool:
        """Whether the disk is what the one thread waits for."""
        return self.waited > max(_WAITED, _PATIENCE * self.computed)

    def _run(self) -> None:
        while not self.stop.is_set():
            try:
                files = self.pending.popleft()
            except IndexError:
                return
            started, computed = time.perf_counter(), time.thread_time()
            hashed = []
            for key, path, _ in files:
                hashed.append(read_digest(key, path, self.stop.is_set, self.opener))
                if self.stop.is_set():
                    break
            spent = time.perf_counter() - started
            self.finished.append((spent, time.thread_time() - computed, hashed))


def _slices(files: Sequence[tuple[str, str, int]]) -> Iterator[list[tuple[str, str, int]]]:
    """Divide the work: handing over every small file by itself costs more than reading it."""
    part: list[tuple[str, str, int]] = []
    size = 0
    for file in files:
        part.append(file)
        size += file[2]
        if size >= _BLOCK or len(part) >= _SLICE_FILES:
            yield part
            part, size = [], 0
    if part:
        yield part


def _read(handle: int, size: int, is_stopped: Callable[[], bool]) -> tuple[str, int]:
    """Return digest and length; a file that is as long as its stat says is not asked for an end."""
    if 0 < size <= _BLOCK:
        block = os.read(handle, size)
        if len(block) == size:
            return hashlib.sha256(block).hexdigest(), size
        os.lseek(handle, 0, os.SEEK_SET)
    digest = hashlib.sha256()
    length = 0
    while length < size and not is_stopped():
        block = os.read(handle, min(_BLOCK, size - length))
        if not block:
            break
        digest.update(block)
        length += len(block)
    return digest.hexdigest(), length


def _failed(key: str, error: OSError) -> Hashed:
    if getattr(error, "winerror", None) in _HELD_ON_WINDOWS or error.errno in _HELD:
        return Hashed(key, reason=IN_USE, outcome=Outcome.IN_USE)
    return Hashed(key, reason=error.strerror or str(error), outcome=Outcome.UNREADABLE)
