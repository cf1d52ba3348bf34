"""Walking the evidence folder: what lies where, told apart from what is known by its stat alone."""

from __future__ import annotations

import os
import stat
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from ledger_app.core.progress import Progress
from ledger_app.vault.ignoring import is_ignored_file, is_ignored_folder
from ledger_app.vault.listing import Stamp, Stat, digest, is_junction, listed
from ledger_app.vault.names import for_system, located, to_text

Seen = tuple[str, int, int, int]
"""A path with the stat of what lies there: size, modification time in nanoseconds, inode."""


class Mount(NamedTuple):
    """The disk (device) and folder (inode) that lie at a mount point."""

    device: int
    inode: int


@dataclass(slots=True)
class Walk:
    """What a walk saw: `seen` files in so many `folders`; of the files those in `alike` folders are as the folders' stamps say.

    Folders are named as the start of the paths in them (empty, or ending in `/`). `found` are the files
    of all other folders, `looked` those folders with their new stamps, `kept` those that could not be
    looked into.
    """

    seen: int = 0
    folders: int = 0
    alike: set[str] = field(default_factory=set)
    looked: dict[str, Stamp] = field(default_factory=dict)
    found: list[Seen] = field(default_factory=list)
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
        return frozenset((*databases, ".lock", "holder.json", "exports", "backups", "templates"))
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
    stamps: Mapping[str, Stamp],
    *,
    own: Collection[str] = (),
    mounts: Mapping[str, Mount],
    progress: Progress,
    total: int = 0,
) -> Walk:
    """Walk these folders and all below; symbolic links are never followed.

    A folder that is as its stamp says is passed over; of any other all files are reported. Progress
    counts to `total`, the files that are expected.
    """
    looking = _Looking(root, stamps, frozenset(own), mounts)
    for folder in folders:
        looking.start(folder)
        while looking.waiting:
            progress.at("scan", looking.result.seen, max(total, looking.result.seen))
            looking.look_into(*looking.waiting.pop())
    looking.result.skipped.sort()
    return looking.result


class _Looking:
    """A walk under way. `waiting` folders are (place, start of the paths in it, device above it)."""

    def __init__(
        self, root: str, stamps: Mapping[str, Stamp], own: frozenset[str], mounts: Mapping[str, Mount]
    ) -> None:
        self.root = root
        self.stamps = stamps
        self.own = own
        self.above_own = {path[: path.rfind("/") + 1] for path in own}
        self.mounts = mounts
        self.result = Walk()
        self.waiting: list[tuple[str, str, int]] = []

    def look_into(self, folder: str, prefix: str, device: int) -> None:
        """Take in one folder; its folders wait for their turn then."""
        try:
            here, names, stats = listed(folder, is_root=not prefix)
        except (FileNotFoundError, NotADirectoryError):
            return
        except OSError:
            self.result.skipped.append((prefix.rstrip("/"), "unlistable"))
            self.result.kept.append(prefix)
            return
        self.result.folders += 1
        is_empty, skipped = not names, len(self.result.skipped)
        if not all(map(stat.S_ISREG, {s[0] for s in stats})):
            self._sort_out(os.path.join(folder, ""), prefix, here.st_dev, names, stats)
            names = [name for name, (mode, *_) in zip(names, stats, strict=True) if stat.S_ISREG(mode)]
            stats = [s for s in stats if stat.S_ISREG(s[0])]
        self._compare(prefix, names, stats, is_whole=skipped == len(self.result.skipped))
        self._note_mount(prefix, Mount(here.st_dev, here.st_ino), device, is_empty=is_empty)

    def _compare(self, prefix: str, names: list[str], stats: list[Stat], *, is_whole: bool) -> None:
        """Pass over the files of a folder that are as its stamp says, note them all otherwise."""
        told = digest(names, stats)
        known = self.stamps.get(prefix)
        if known and known.digest == told and is_whole and prefix not in self.above_own:
            self.result.alike.add(prefix)
            self.result.seen += known.files
            return
        texts = _texts(names)
        files = [
            (prefix + text, size, mtime_ns, inode)
            for name, text, (_, size, mtime_ns, inode) in zip(names, texts, stats, strict=True)
            if not is_ignored_file(name) and prefix + text not in self.own
        ]
        self.result.seen += len(files)
        self.result.found += files
        if is_whole and prefix not in self.above_own:
            self.result.looked[prefix] = Stamp(len(files), told)

    def _sort_out(self, below: str, prefix: str, device: int, names: list[str], stats: list[Stat]) -> None:
        """Let the folders among these entries wait, and say what is neither file nor folder."""
        for name, (mode, *_) in zip(names, stats, strict=True):
            if stat.S_ISREG(mode):
                continue
            path = prefix + to_text(name)
            is_folder = stat.S_ISDIR(mode)
            if path in self.own or (is_ignored_folder(name) if is_folder else is_ignored_file(name)):
                continue
            place = for_system(below + name)
            if not is_folder or is_junction(place):
                is_link = is_folder or stat.S_ISLNK(mode)
                self.result.skipped.append((path, "link" if is_link else "device"))
            else:
                self.waiting.append((place, path + "/", device))

    def _note_mount(self, prefix: str, here: Mount, above: int, *, is_empty: bool) -> None:
        path = prefix.rstrip("/")
        if not path or here.device != above:
            self.result.mounts[path] = here
        elif path in self.mounts and is_empty:
            self.result.mounts[path] = self.mounts[path]
            self._keep(path, "away")

    def start(self, folder: str) -> None:
        """Begin in this folder, unless nothing can lie there or nothing can be said."""
        if not folder:
            self.waiting.append((for_system(self.root), "", -1))
            return
        device = -1
        parts = folder.split("/")
        for depth in range(len(parts)):
            above = "/".join(parts[:depth])
            path = "/".join(parts[: depth + 1])
            if path in self.own or is_ignored_folder(parts[depth]):
                return
            try:
                device = Path(located(self.root, above)).stat().st_dev
                found = os.lstat(located(self.root, path))
            except (FileNotFoundError, NotADirectoryError):
                return
            except OSError:
                self._keep(path, "unlistable")
                return
            if not stat.S_ISDIR(found.st_mode):
                return
            is_inner_mount = path in self.mounts and path != folder and found.st_dev == device
            if is_inner_mount and not os.listdir(located(self.root, path)):
                self._keep(path, "away")
                return
        self.waiting.append((located(self.root, folder), folder + "/", device))

    def _keep(self, path: str, why: str) -> None:
        self.result.skipped.append((path, why))
        self.result.kept.append(path + "/")


def _texts(names: list[str]) -> list[str]:
    """Return the names as the archive holds them; most are what they are, and one test tells."""
    together = "".join(names)
    return names if together.isprintable() and "\\" not in together else list(map(to_text, names))


def _counts(entry: os.DirEntry[str]) -> bool:
    if entry.is_dir(follow_symlinks=False):
        return not is_ignored_folder(entry.name)
    return not is_ignored_file(entry.name)
