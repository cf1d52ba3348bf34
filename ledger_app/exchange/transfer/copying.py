"""An item's bytes on their way into a package: read once, digested twice, written as they are."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO

from ledger_app.binder.words import visible
from ledger_app.core.saving import disk_error
from ledger_app.exchange.transfer import formats
from ledger_app.exchange.transfer.digesting import BLOCK, Digests
from ledger_app.exchange.transfer.model import Candidate, Record
from ledger_app.vault.names import for_system

_LONGEST = 1000  # what the schema takes
_FLAGS = (
    os.O_RDONLY
    | getattr(os, "O_BINARY", 0)
    | getattr(os, "O_CLOEXEC", 0)
    | getattr(os, "O_NOFOLLOW", 0)
    | getattr(os, "O_NONBLOCK", 0)  # a pipe that took the file's place must not hang the transfer
)


class Refused(Exception):  # noqa: N818 - says what became of the item
    """The item can't go along; `reason` is a code of `LeftOut`."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def copy(candidate: Candidate, folder: Path, tick: Callable[[int], None]) -> Record:
    """Copy an item into a package being made in `folder`; return its record.

    `tick` is told of every block. Raises `Refused` where the content is not the recorded one (nothing is left
    of the copy), `disk-full` and `output-unwritable`.
    """
    target = Path(for_system(str(folder / candidate.record.place)))
    try:
        handle = os.open(candidate.source, _FLAGS)
    except FileNotFoundError as error:
        raise Refused("missing") from error
    except OSError as error:
        raise Refused("unreadable") from error
    with os.fdopen(handle, "rb") as source:
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            raise Refused("missing")
        try:
            look = formats.look(source, Path(candidate.source).name)
        except OSError as error:
            raise Refused("unreadable") from error
        refused = next((code for code in look.problems if code in formats.REFUSED), None)
        if refused:
            raise Refused(refused)
        sha256, third, size = _copied(source, target, tick)
    if sha256 != candidate.sha256:
        target.unlink()
        raise Refused("differs")
    creator = visible(look.creator)[:_LONGEST]
    return replace(candidate.record, size=size, sha256=sha256, sm3=third, format=look.format, creator=creator)


def _copied(source: BinaryIO, target: Path, tick: Callable[[int], None]) -> tuple[str, str, int]:
    try:
        with target.open("xb") as out, Digests() as both:
            while block := _read(source):
                both.update(block)
                out.write(block)
                tick(len(block))
            out.flush()
            if not hasattr(os, "sync"):  # else the disk is asked once, at the end
                os.fsync(out.fileno())
            return *both.hexdigests(), both.size
    except Refused:
        target.unlink()
        raise
    except OSError as error:
        raise disk_error(error, target, "output-unwritable") from error


def _read(source: BinaryIO) -> bytes:
    try:
        return source.read(BLOCK)
    except OSError as error:
        raise Refused("unreadable") from error
