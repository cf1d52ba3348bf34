"""SHA-256 of many files: four plain threads, which the disk needs and a pool would slow down."""

from __future__ import annotations

import hashlib
import os
import stat
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from ledger_app.core.errors import Cancelled
from ledger_app.core.progress import Progress

RACY_NS = 2_000_000_000
_THREADS = 4
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

Opener = Callable[[str, int], int]


class Outcome(StrEnum):
    """How reading a file ended. GONE and MOVING (it changes under our eyes) say nothing about it."""

    READ = "read"
    UNREADABLE = "unreadable"
    GONE = "gone"
    MOVING = "moving"


@dataclass(frozen=True, slots=True)
class Hashed:
    """A file as read: the stat is of the moment of reading, `reason` the system's word where it failed.

    `is_racy`: the modification is so recent that another of the same size might not show.
    """

    key: str
    outcome: Outcome
    sha256: str | None = None
    size: int = 0
    mtime_ns: int = 0
    inode: int = 0
    is_racy: bool = False
    reason: str | None = None


def read_digest(key: str, path: str, is_stopped: Callable[[], bool], opener: Opener = os.open) -> Hashed:
    """Hash one file; a stop in the middle counts as MOVING."""
    try:
        handle = opener(path, _FLAGS)
    except FileNotFoundError:
        return Hashed(key, Outcome.GONE)
    except OSError as error:
        return Hashed(key, Outcome.UNREADABLE, reason=_word(error))
    try:
        before = os.fstat(handle)
        if not stat.S_ISREG(before.st_mode):
            return Hashed(key, Outcome.GONE)
        now = time.time_ns()
        digest, length = _read(handle, before.st_size, is_stopped)
        after = os.fstat(handle)
    except OSError as error:
        return Hashed(key, Outcome.UNREADABLE, reason=_word(error))
    finally:
        os.close(handle)
    if (length, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns) or is_stopped():
        return Hashed(key, Outcome.MOVING)
    inode = 0 if os.name == "nt" else after.st_ino  # a walk under Windows has no inode to compare with
    is_racy = abs(now - after.st_mtime_ns) <= RACY_NS
    return Hashed(key, Outcome.READ, digest, after.st_size, after.st_mtime_ns, inode, is_racy)


def hash_files(
    files: Sequence[tuple[str, str, int]], progress: Progress, *, opener: Opener = os.open
) -> Iterator[list[Hashed]]:
    """Hash files given as (key, path, size) and yield the results in the batches they come in.

    Progress counts bytes. On cancel the results so far are yielded before `Cancelled` is raised.
    """
    total = sum(size for _, _, size in files)
    pending = deque(files)
    finished: deque[Hashed] = deque()
    stop = threading.Event()
    threads = [
        threading.Thread(target=_work, args=(pending, finished, stop, opener), daemon=True)
        for _ in range(min(_THREADS, len(files)))
    ]
    for thread in threads:
        thread.start()
    done = 0
    try:
        while True:
            working = [t for t in threads if t.is_alive()]
            batch = _drain(finished)
            done += sum(h.size for h in batch)
            if batch:
                yield batch
            elif not working:
                return
            progress.at("hash", min(done, total), total)
            if working:
                working[0].join(_POLL)
    except Cancelled:
        _end(threads, stop)
        yield _drain(finished)
        raise
    finally:
        _end(threads, stop)


def _work(
    pending: deque[tuple[str, str, int]], finished: deque[Hashed], stop: threading.Event, opener: Opener
) -> None:
    while not stop.is_set():
        try:
            key, path, _ = pending.popleft()
        except IndexError:
            return
        finished.append(read_digest(key, path, stop.is_set, opener))


def _end(threads: Sequence[threading.Thread], stop: threading.Event) -> None:
    stop.set()
    for thread in threads:
        thread.join()


def _drain(finished: deque[Hashed]) -> list[Hashed]:
    return [finished.popleft() for _ in range(len(finished))]


def _read(handle: int, size: int, is_stopped: Callable[[], bool]) -> tuple[str, int]:
    """Return digest and length; a file that is as long as its stat says is not asked for an end."""
    digest = hashlib.sha256()
    length = 0
    while length < size and not is_stopped():
        block = os.read(handle, min(_BLOCK, size - length))
        if not block:
            break
        digest.update(block)
        length += len(block)
    return digest.hexdigest(), length


def _word(error: OSError) -> str:
    return error.strerror or str(error)
