"""Reads files in processes of their own, so that a hostile file takes down a worker and never the program."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import threading
import time
import warnings
from collections import deque
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from types import ModuleType

from ledger_app.core.errors import LedgerError
from ledger_app.search import limits, reading
from ledger_app.search.model import Reading

SECONDS = 20.0
MEMORY = 1 << 30
FILES = 1000
"""After so many files a worker is replaced: what a library leaks ends with it."""
MOST_WORKERS = 4
_AHEAD = 4
_AHEAD_BYTES = 2000  # a Windows pipe holds 8 KB, and what is sent must never wait for the worker to read it
_START_SECONDS = 120.0  # a virus scanner that looks into every library takes its time
_TICK = 0.1
_FAREWELL = 1.0
_READY = "ready"

Read = Callable[[str], Reading]


def worker_count() -> int:
    """Return how many files are read side by side: all cores but one, at least two, where there are two."""
    cores = os.cpu_count() or 1
    return min(cores, max(2, cores - 1), MOST_WORKERS)


@dataclass(frozen=True, slots=True)
class Terms:
    """What one worker reads with, and what one file may cost it.

    `seconds` is the time for one file, `memory` the bytes of address space (POSIX) or of memory taken
    (Windows). A worker in the background lets everything else on the PC go first.
    """

    read: Read = reading.read
    seconds: float = SECONDS
    memory: int = MEMORY
    is_background: bool = False


class Worker:
    """One worker process and the files it was given; the first of them is the one it reads."""

    def __init__(self, terms: Terms) -> None:
        self._terms = terms
        self._given: deque[tuple[Hashable, str]] = deque()
        self._is_ready = False
        self._until = time.monotonic() + _START_SECONDS
        self.files = 0
        context = multiprocessing.get_context("spawn")
        self.pipe, theirs = context.Pipe()
        self._process = context.Process(target=_serve, args=(theirs, terms), name="reader", daemon=True)
        with _no_main_module():
            self._process.start()
        theirs.close()
        self._confinement = limits.confine(self._process, terms.memory)

    @property
    def pid(self) -> int | None:
        return self._process.pid

    @property
    def given(self) -> list[tuple[Hashable, str]]:
        """The (key, path) that it has not answered yet, the one it is at first."""
        return list(self._given)

    def has_room(self) -> bool:
        """Return whether it can be given one more file to go on with at once."""
        waiting = sum(len(path.encode("utf-8", "surrogatepass")) for _, path in self._given)
        return len(self._given) < _AHEAD and waiting < _AHEAD_BYTES

    def give(self, key: Hashable, path: str) -> None:
        """Queue a file; raises OSError where the worker is gone."""
        self.pipe.send(path)
        if self._is_ready and not self._given:
            self._until = time.monotonic() + self._terms.seconds
        self._given.append((key, path))

    def take(self) -> Iterator[tuple[Hashable, Reading]]:
        """Yield what it has read; raises OSError or EOFError where it is gone."""
        while self.pipe.poll():
            answer = self.pipe.recv()
            self._until = time.monotonic() + self._terms.seconds
            if not self._is_ready:
                self._is_ready = True
                continue
            self.files += 1
            yield self._given.popleft()[0], answer

    def is_late(self) -> bool:
        """Return whether the file it is at has had its time."""
        return bool(self._given) and time.monotonic() > self._until

    def blame(self, code: str) -> tuple[Hashable, Reading]:
        """Take the file it was at off it, as one that can't be read.

        Raises `reader-not-started` where it never came as far as a file.
        """
        if not self._is_ready:
            raise LedgerError("reader-not-started")
        return self._given.popleft()[0], Reading(error=code)

    def end(self, *, farewell: float = 0.0) -> None:
        """End the process: after `farewell` seconds at most, by itself until then."""
        self.pipe.close()
        if farewell:
            self._process.join(farewell)
        self._process.kill()
        self._process.join()
        self._process.close()
        self._confinement = None


class Pool:
    """Worker processes that read files side by side, started when there is something to read; close it.

    Files given stay in work while nobody looks: `take` brings what was read meanwhile.
    """

    def __init__(self, terms: Terms | None = None, *, workers: int | None = None, files: int = FILES) -> None:
        self._terms = terms or Terms(is_background=True)
        self._most = workers or worker_count()
        self._files = files
        self._workers: list[Worker] = []
        self._again: deque[tuple[Hashable, str]] = deque()

    @property
    def pids(self) -> list[int]:
        """The process numbers of the workers there are now."""
        return [worker.pid for worker in self._workers if worker.pid]

    @property
    def keys(self) -> set[Hashable]:
        """The keys of the files that are in work."""
        return {key for worker in self._workers for key, _ in worker.given} | {k for k, _ in self._again}

    def has_room(self) -> bool:
        """Return whether one more file would be read soon, and not only wait."""
        if self._again:
            return False
        return len(self._workers) < self._most or any(self._can_take(w) for w in self._workers)

    def give(self, key: Hashable, path: str) -> None:
        """Have a file read; its reading comes from `take` under its key. Call it while `has_room()`."""
        self._again.append((key, path))
        self._hand_out()

    def take(self, seconds: float = _TICK) -> list[tuple[Hashable, Reading]]:
        """Return what has been read, waiting up to `seconds` for the first of it.

        A file that crashes its worker, or for which the worker has no memory, is `reader-crashed`, one
        that takes longer than allowed `reader-timeout`; all others go on with a fresh worker.
        Raises `reader-not-started` where workers don't even start.
        """
        busy = [w for w in self._workers if w.given]
        if busy:
            wait([w.pipe for w in busy], seconds)
        found: list[tuple[Hashable, Reading]] = []
        for worker in busy:
            try:
                found += worker.take()
                is_lost, code = worker.is_late(), "reader-timeout"
            except (EOFError, OSError):
                is_lost, code = True, "reader-crashed"
            if is_lost:
                self._drop(worker)
                found.append(worker.blame(code))
                self._again.extendleft(reversed(worker.given))
            elif worker.files >= self._files and not worker.given:
                self._drop(worker)
        self._hand_out()
        return found

    def close(self) -> None:
        """End the workers, also those at work; the pool can be used again."""
        while self._workers:
            self._drop(self._workers[-1])
        self._again.clear()

    def __enter__(self) -> Pool:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _can_take(self, worker: Worker) -> bool:
        return worker.files + len(worker.given) < self._files and worker.has_room()

    def _hand_out(self) -> None:
        while self._again:
            idle = min(
                (w for w in self._workers if self._can_take(w)), key=lambda w: len(w.given), default=None
            )
            if (idle is None or idle.given) and len(self._workers) < self._most:
                idle = Worker(self._terms)
                self._workers.append(idle)
            if idle is None:
                return
            try:
                idle.give(*self._again[0])
            except OSError:  # it is gone; where it was at a file, `take` sees that
                if idle.given:
                    return
                self._drop(idle)
                continue
            self._again.popleft()

    def _drop(self, worker: Worker) -> None:
        self._workers.remove(worker)
        worker.end(farewell=0.0 if worker.given else _FAREWELL)


class Reader:
    """One reusable worker process for one file at a time, started with the first; close it."""

    def __init__(self, read: Read = reading.read, *, seconds: float = SECONDS, memory: int = MEMORY) -> None:
        self._pool = Pool(Terms(read, seconds, memory), workers=1)

    @property
    def pid(self) -> int | None:
        """The worker's process number, None while there is none."""
        return next(iter(self._pool.pids), None)

    def read(self, path: str, tick: Callable[[], None] = lambda: None) -> Reading:
        """Read one file, as `Pool` does; `tick` is called ten times a second and may raise to give up."""
        try:
            self._pool.give(path, path)
            while not (found := self._pool.take()):
                tick()
        except BaseException:
            self._pool.close()
            raise
        return found[0][1]

    def close(self) -> None:
        """Let the worker end."""
        self._pool.close()

    def __enter__(self) -> Reader:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


@contextmanager
def _no_main_module() -> Iterator[None]:
    """Hide the program's main module, which the new process would import first: the window and all."""
    main = sys.modules["__main__"]
    sys.modules["__main__"] = ModuleType("__main__")
    try:
        yield
    finally:
        sys.modules["__main__"] = main


def _serve(pipe: Connection, terms: Terms) -> None:
    """The worker's life: one path in, one reading out, until the pipe closes."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is for the program, which closes the pipe
    warnings.simplefilter("ignore")
    threading.Thread(target=_end_with_parent, daemon=True).start()
    limits.limit_memory(terms.memory)
    if terms.is_background:
        limits.lower_priority()
    try:
        pipe.send(_READY)
        while True:
            path = pipe.recv()
            _set_alarm(terms.seconds + 5)
            try:
                found = terms.read(path)
            except Exception:  # whatever a library does on a broken file, the next one is read
                found = Reading(error="reader-crashed")
            _set_alarm(0)
            pipe.send(found)
    except (EOFError, OSError):
        return


def _end_with_parent() -> None:
    """End at once when the program is gone, also from the middle of a file."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)


def _set_alarm(seconds: float) -> None:
    """Have the system end this process where not even a thread of it runs any more."""
    if hasattr(signal, "setitimer"):
        signal.setitimer(signal.ITIMER_REAL, seconds)
