"""What kind of disk a folder is on: it decides about WAL and about watching."""

from __future__ import annotations

import ctypes
import os
import sys
from pathlib import Path

_REMOTE = {"nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "fuse.sshfs", "fuse.rclone", "davfs", "afs", "ncpfs"}


def is_remote(folder: Path) -> bool:
    """Return whether a folder lies on a network share, where neither WAL nor change events can be trusted."""
    if sys.platform == "win32":
        return _is_remote_on_windows(folder)
    return mount_type(folder) in _REMOTE


def mount_type(folder: Path) -> str:
    """Return the file system's name under Linux (`ext4`, `cifs` …), empty where it is unknown."""
    try:
        mounts = Path("/proc/self/mounts").read_text(encoding="utf-8", errors="surrogateescape")
    except OSError:
        return ""
    wanted = os.path.realpath(folder)
    best, kind = "", ""
    for line in mounts.splitlines():
        fields = line.split(" ")
        if len(fields) < 3:
            continue
        point = fields[1].replace("\\040", " ").replace("\\011", "\t").replace("\\134", "\\")
        inside = wanted == point or wanted.startswith(point.rstrip("/") + "/")
        if inside and len(point) >= len(best):
            best, kind = point, fields[2]
    return kind


def _is_remote_on_windows(folder: Path) -> bool:
    drive = os.path.splitdrive(os.path.abspath(folder))[0]
    if drive.startswith("\\\\"):
        return True
    return ctypes.windll.kernel32.GetDriveTypeW(drive + "\\") == 4  # DRIVE_REMOTE
