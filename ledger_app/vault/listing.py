"""One folder as the system tells it, by calls that handle all its entries, and how it is known again."""

from __future__ import annotations

import hashlib
import os
import stat
from array import array
from collections.abc import Callable, Sequence
from functools import partial
from itertools import chain
from operator import attrgetter, itemgetter
from typing import NamedTuple

from ledger_app.vault.ignoring import RULES

Stat = tuple[int, int, int, int]
"""Mode, size, modification time in nanoseconds, inode (0 under Windows, whose listing tells none)."""

_STAT = attrgetter("st_mode", "st_size", "st_mtime_ns", "st_ino")
_INODE = itemgetter(3)
_MOST = (1 << 63) - 1
_HAS_HANDLES = os.stat in os.supports_dir_fd and os.listdir in os.supports_fd


class Stamp(NamedTuple):
    """What a folder's own entries are known by; `files` of them count as evidence."""

    files: int
    digest: bytes


def listed(folder: str, *, is_root: bool) -> tuple[os.stat_result, list[str], list[Stat]]:
    """Return the folder's own stat, its names in order and the stat of each; no link is followed.

    Where the system can, the folder is opened once: then no entry costs a walk down its path.
    """
    if not _HAS_HANDLES:
        return os.lstat(folder), *_scanned(folder)
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC | (0 if is_root else os.O_NOFOLLOW))
    try:
        names = sorted(os.listdir(handle))
        look = partial(os.stat, dir_fd=handle, follow_symlinks=False)
        try:
            stats = list(map(_STAT, map(look, names)))
        except FileNotFoundError:
            names, stats = _those_left(names, look)
        here = os.fstat(handle)
    finally:
        os.close(handle)
    if max(map(_INODE, stats), default=0) > _MOST:
        stats = [(*rest, kept_inode(inode)) for *rest, inode in stats]
    return here, names, stats


def kept_inode(inode: int) -> int:
    """Return an inode as the database holds it: some network shares use all 64 bits, it has 63."""
    return inode & _MOST


def digest(names: Sequence[str], stats: Sequence[Stat]) -> bytes:
    """Return 16 bytes that tell these entries from any others, and from the same under other rules of
    what is ignored."""
    told = hashlib.blake2b("\0".join(names).encode("utf-8", "surrogatepass"), key=RULES, digest_size=16)
    told.update(array("q", chain.from_iterable(stats)))
    return told.digest()


def is_junction(folder: str) -> bool:
    """Return whether a folder is Windows' other kind of link."""
    return os.name == "nt" and os.lstat(folder).st_reparse_tag == stat.IO_REPARSE_TAG_MOUNT_POINT


def _scanned(folder: str) -> tuple[list[str], list[Stat]]:
    with os.scandir(folder) as entries:
        found = sorted(entries, key=attrgetter("name"))
    left = [(e.name, s) for e in found if (s := _present(lambda e=e: e.stat(follow_symlinks=False)))]
    return [name for name, _ in left], [s for _, s in left]


def _those_left(names: Sequence[str], look: Callable[[str], os.stat_result]) -> tuple[list[str], list[Stat]]:
    left = [(n, s) for n in names if (s := _present(lambda n=n: look(n)))]
    return [name for name, _ in left], [s for _, s in left]


def _present(look: Callable[[], os.stat_result]) -> Stat | None:
    try:
        return _STAT(look())
    except FileNotFoundError:
        return None
