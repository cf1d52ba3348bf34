"""Reads files in a process of its own, so that a hostile file takes down a worker and never the program."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import threading
import time
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection, wait
from types import ModuleType

from ledger_app.search import reading
from ledger_app.search.model import Reading

SECONDS = 20.0
MEMORY = 1 << 30
_TICK = 0.1
_FAREWELL = 1.0


class Reader:
    """One reusable worker process, started with the first file; close it.

    `seconds` is the time and `memory` the address space (POSIX) that one file may cost.
    """

    def __init__(
        self,
        read: Callable[[str], Reading] = reading.read,
        *,
        seconds: float = SECONDS,
        memory: int = MEMORY,
    ) -> None:
        self._read = read
        self._seconds = seconds
        self._memory = memory
        self._process: multiprocessing.process.BaseProcess | None = None
        self._pipe: Connection | None = None

    @property
    def pid(self) -> int | None:
        """The worker's process number, None while there is none."""
        return self._process.pid if self._process else None

    def read(self, path: str, tick: Callable[[], None] = lambda: None) -> Reading:
        """Read one file; `tick` is called ten times a second and may raise to give up.

        A crash is `reader-crashed`, more than the time allowed `reader-timeout`; the next file gets a
        fresh worker.
        """
        try:
            pipe = self._started()
            pipe.send(path)
            end = time.monotonic() + self._seconds
            while not pipe.poll(_TICK):
                tick()
                if time.monotonic() > end:
                    self._kill()
                    return Reading(error="reader-timeout")
            return pipe.recv()
        except (EOFError, OSError):
            self._kill()
            return Reading(error="reader-crashed")
        except BaseException:
            self._kill()
            raise

    def close(self) -> None:
        """Let the worker end: it does when the pipe closes."""
        if self._pipe:
            self._pipe.close()
        if self._process:
            self._process.join(_FAREWELL)
        self._kill()

    def __enter__(self) -> Reader:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _started(self) -> Connection:
        if self._pipe is None:
            context = multiprocessing.get_context("spawn")
            self._pipe, theirs = context.Pipe()
            self._process = context.Process(
                target=_serve,
                args=(theirs, self._read, self._seconds, self._memory),
                name="reader",
                daemon=True,
            )
            with _no_main_module():
                self._process.start()
            theirs.close()
        return self._pipe

    def _kill(self) -> None:
        if self._pipe:
            self._pipe.close()
        if self._process:
            if self._process.pid is not None:
                self._process.kill()
                self._process.join()
            self._process.close()
        self._pipe = self._process = None


@contextmanager
def _no_main_module() -> Iterator[None]:
    """Hide the program's main module, which the new process would import first: the window and all."""
    main = sys.modules["__main__"]
    sys.modules["__main__"] = ModuleType("__main__")
    try:
        yield
    finally:
        sys.modules["__main__"] = main


def _serve(pipe: Connection, read: Callable[[str], Reading], seconds: float, memory: int) -> None:
    """The worker's life: one path in, one reading out, until the pipe closes."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is for the program, which closes the pipe
    warnings.simplefilter("ignore")
    threading.Thread(target=_end_with_parent, daemon=True).start()
    _limit(memory)
    while True:
        try:
            path = pipe.recv()
        except (EOFError, OSError):
            return
        _set_alarm(seconds + 5)
        try:
            found = read(path)
        except Exception:  # whatever a library does on a broken file, the next one is read
            found = Reading(error="reader-crashed")
        _set_alarm(0)
        try:
            pipe.send(found)
        except OSError:
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


def _limit(memory: int) -> None:
    try:
        import resource  # only where POSIX is
    except ImportError:
        return
    _, most = resource.getrlimit(resource.RLIMIT_AS)
    bound = memory if most == resource.RLIM_INFINITY else min(memory, most)
    try:
        resource.setrlimit(resource.RLIMIT_AS, (bound, most))
        resource.setrlimit(resource.RLIMIT_CORE, (0, resource.getrlimit(resource.RLIMIT_CORE)[1]))
    except (ValueError, OSError):
        return  # a system without this limit still has the time limit
