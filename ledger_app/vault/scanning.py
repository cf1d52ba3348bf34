"""Walking the evidence folder: what lies where, told apart from what is known by its stat alone."""

from __future__ import annotations

import os
import stat
from collections.abc import Container, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from ledger_app.core.progress import Progress
from ledger_app.vault.ignoring import is_ignored_file, is_ignored_folder
from ledger_app.vault.names import for_system, located, to_text

Seen = tuple[str, int, int, int]
"""A path with the stat of what lies there: size, modification time in nanoseconds, inode."""


class Sighting(NamedTuple):
    """A file that is new or whose stat differs from the known one; `place` is the system's path of it."""

    path: str
    size: int
    mtime_ns: int
    inode: int
    place: str


class Mount(NamedTuple):
    """The disk (device) and folder (inode) that lie at a mount point."""

    device: int
    inode: int


@dataclass(slots=True)
class Walk:
    """What a walk saw. `kept` are folders (ending in `/`) that could not be looked into."""

    seen: int = 0
    sightings: list[Sighting] = field(default_factory=list)
    skipped: list[tuple[str, str]] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)
    mounts: dict[str, Mount] = field(default_factory=dict)

    def is_kept(self, path: str) -> bool:
        """Return whether nothing can be said about this path, so that what is known stays."""
        return bool(self.kept) and path.startswith(tuple(self.kept))


def away(root: str, *, recorded: Mount | None, has_files: bool) -> str:
    """Return why the evidence folder is away, empty if it is there.

    An empty folder where files are known is away if it is not the folder those files were seen in:
    that is what an unplugged disk leaves behind.
    """
    try:
        found = Path(for_system(root)).stat()
        if not stat.S_ISDIR(found.st_mode):
            return "root-missing"
        with os.scandir(for_system(root)) as entries:
            is_empty = not any(_counts(e) for e in entries)
    except (FileNotFoundError, NotADirectoryError):
        return "root-missing"
    except OSError:
        return "root-unreadable"
    here = Mount(found.st_dev, found.st_ino)
    return "root-empty" if is_empty and has_files and recorded not in (None, here) else ""


def identity(root: str) -> Mount | None:
    """Return which folder of which disk lies at a path, None if there is none."""
    try:
        found = Path(for_system(root)).stat()
    except OSError:
        return None
    return Mount(found.st_dev, found.st_ino)


def own_paths(root: str, archive: str) -> frozenset[str]:
    """Return the paths under the evidence folder that belong to the archive itself."""
    inside, outside = Path(os.path.realpath(archive)), Path(os.path.realpath(root))
    if inside == outside:
        databases = (
            f"{name}.db{end}" for name in ("ledger", "search") for end in ("", "-wal", "-shm", "-journal")
        )
        return frozenset((*databases, ".lock", "holder.json", "exports", "backups"))
    if not inside.is_relative_to(outside):
        return frozenset()
    return frozenset({"/".join(to_text(p) for p in inside.relative_to(outside).parts)})


def outermost(folders: Iterable[str]) -> list[str]:
    """Return the folders that lie in none of the others, sorted; the root itself is the empty path."""
    kept: list[str] = []
    for folder in sorted({f.strip("/") for f in folders}, key=lambda f: f.split("/")):
        if not kept or not (kept[-1] == "" or folder.startswith(kept[-1] + "/")):
            kept.append(folder)
    return kept


def walk(
    root: str,
    folders: Iterable[str],
    known: set[Seen],
    *,
    own: Container[str] = frozenset(),
    mounts: Mapping[str, Mount],
    progress: Progress,
    is_full: bool = False,
) -> Walk:
    """Walk these folders and all below; symbolic links are never followed.

    Takes every file that is as known out of `known`: what stays there was sighted with another stat,
    was kept, or is gone from its path. `is_full` trusts no stat and reports every file as a sighting.
    """
    result = Walk()
    total = len(known)
    for folder in folders:
        start = _start(root, folder, own, mounts, result)
        if start is not None:
            _walk_one(root, start, known, own, mounts, result, progress, is_full, total)
    result.skipped.sort()
    return result


def _walk_one(
    root: str,
    start: tuple[str, str, int],
    known: set[Seen],
    own: Container[str],
    mounts: Mapping[str, Mount],
    result: Walk,
    progress: Progress,
    is_full: bool,
    total: int,
) -> None:
    trusted: set[Seen] = set() if is_full else known
    stack = [start]
    while stack:
        folder, prefix, device = stack.pop()
        progress.at("scan", result.seen, total)
        is_empty = True
        try:
            below = os.path.join(folder, "")
            with _opened(folder, is_root=not prefix) as (here, entries):
                for entry in entries:
                    is_empty = False
                    if entry.is_dir(follow_symlinks=False):
                        _push(stack, below, entry, prefix, here.st_dev, own, result)
                        continue
                    try:
                        found = entry.stat(follow_symlinks=False)
                    except FileNotFoundError:
                        continue
                    name = entry.name
                    now = (prefix + name, found.st_size, found.st_mtime_ns, found.st_ino)
                    if now in trusted and "\\" not in name:
                        trusted.remove(now)
                        result.seen += 1
                    else:
                        _sight(result, trusted, prefix, below, entry, found, own)
        except (FileNotFoundError, NotADirectoryError):
            continue
        except OSError:
            result.skipped.append((prefix.rstrip("/"), "unlistable"))
            result.kept.append(prefix)
            continue
        _note_mount(result, prefix, Mount(here.st_dev, here.st_ino), device, is_empty, mounts)


@contextmanager
def _opened(folder: str, *, is_root: bool) -> Iterator[tuple[os.stat_result, Iterator[os.DirEntry[str]]]]:
    """Open a folder once, where the system can: then each file in it costs no walk down its path."""
    if os.scandir not in os.supports_fd:
        with os.scandir(folder) as entries:
            yield os.lstat(folder), entries
        return
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC | (0 if is_root else os.O_NOFOLLOW))
    try:
        with os.scandir(handle) as entries:
            yield os.fstat(handle), entries
    finally:
        os.close(handle)


def _sight(
    result: Walk,
    trusted: set[Seen],
    prefix: str,
    below: str,
    entry: os.DirEntry[str],
    found: os.stat_result,
    own: Container[str],
) -> None:
    name = entry.name
    is_plain = name.isprintable() and "\\" not in name
    path = prefix + (name if is_plain else to_text(name))
    if path in own or is_ignored_file(name):
        return
    if not stat.S_ISREG(found.st_mode):
        result.skipped.append((path, "link" if stat.S_ISLNK(found.st_mode) else "device"))
        return
    result.seen += 1
    now = (path, found.st_size, found.st_mtime_ns, found.st_ino)
    if not is_plain and now in trusted:
        trusted.remove(now)
    else:
        result.sightings.append(Sighting(*now, for_system(below + name)))


def _push(
    stack: list[tuple[str, str, int]],
    below: str,
    entry: os.DirEntry[str],
    prefix: str,
    device: int,
    own: Container[str],
    result: Walk,
) -> None:
    path = prefix + to_text(entry.name)
    if path in own or is_ignored_folder(entry.name):
        return
    if _is_junction(entry):
        result.skipped.append((path, "link"))
        return
    stack.append((for_system(below + entry.name), path + "/", device))


def _note_mount(
    result: Walk, prefix: str, here: Mount, above: int, is_empty: bool, mounts: Mapping[str, Mount]
) -> None:
    path = prefix.rstrip("/")
    if not path or here.device != above:
        result.mounts[path] = here
    elif path in mounts and is_empty:
        result.mounts[path] = mounts[path]
        result.skipped.append((path, "away"))
        result.kept.append(prefix)


def _start(
    root: str, folder: str, own: Container[str], mounts: Mapping[str, Mount], result: Walk
) -> tuple[str, str, int] | None:
    """Return where a walk begins, None where nothing can lie or nothing can be said."""
    if not folder:
        return for_system(root), "", -1
    device = -1
    parts = folder.split("/")
    for depth in range(len(parts)):
        above = "/".join(parts[:depth])
        path = "/".join(parts[: depth + 1])
        if path in own or is_ignored_folder(parts[depth]):
            return None
        try:
            device = Path(located(root, above)).stat().st_dev
            found = os.lstat(located(root, path))
        except (FileNotFoundError, NotADirectoryError):
            return None
        except OSError:
            result.skipped.append((path, "unlistable"))
            result.kept.append(path + "/")
            return None
        if not stat.S_ISDIR(found.st_mode):
            return None
        if (
            path in mounts
            and path != folder
            and found.st_dev == device
            and not os.listdir(located(root, path))
        ):
            result.skipped.append((path, "away"))
            result.kept.append(path + "/")
            return None
    return located(root, folder), folder + "/", device


def _counts(entry: os.DirEntry[str]) -> bool:
    if entry.is_dir(follow_symlinks=False):
        return not is_ignored_folder(entry.name)
    return not is_ignored_file(entry.name)


def _is_junction(entry: os.DirEntry[str]) -> bool:
    if os.name != "nt":
        return False
    return entry.stat(follow_symlinks=False).st_reparse_tag == stat.IO_REPARSE_TAG_MOUNT_POINT
