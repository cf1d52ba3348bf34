"""Both digests of a file from one reading of it."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from types import TracebackType
from typing import BinaryIO, Self

from ledger_app.exchange.transfer import sm3

BLOCK = 1 << 20


class Digests:
    """SHA-256 and SM3 of the blocks that it is fed; SM3, the slower one, has a thread where files are large."""

    def __init__(self) -> None:
        self._sha256, self._sm3 = hashlib.sha256(), sm3.new()
        self._thread: ThreadPoolExecutor | None = None
        self._waiting: Future[None] | None = None
        self.size = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        if self._thread:
            self._thread.shutdown()

    def update(self, block: bytes) -> None:
        """Take in the next bytes."""
        self.size += len(block)
        if self._thread is None and len(block) == BLOCK:
            self._thread = ThreadPoolExecutor(1)
        if self._thread is None:
            self._sm3.update(block)
        else:
            self._wait()
            self._waiting = self._thread.submit(self._sm3.update, block)
        self._sha256.update(block)

    def hexdigests(self) -> tuple[str, str]:
        """Return SHA-256 and SM3 of all that was taken in."""
        self._wait()
        return self._sha256.hexdigest(), self._sm3.hexdigest()

    def _wait(self) -> None:
        if self._waiting:
            self._waiting.result()


def digests(stream: BinaryIO, tick: Callable[[int], None]) -> tuple[str, str, int]:
    """Return SHA-256, SM3 and length of what is left in a file; `tick` is told of every block."""
    if hasattr(os, "posix_fadvise"):  # read the disk, not the memory of what was just written
        os.posix_fadvise(stream.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
    with Digests() as both:
        while block := stream.read(BLOCK):
            both.update(block)
            tick(len(block))
        return *both.hexdigests(), both.size
