"""What kind of disk a folder is on: it decides about WAL and about watching."""

from __future__ import annotations

import ctypes
import os
import sys
from contextlib import suppress
from pathlib import Path

_REMOTE = {
    *("nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "davfs", "afs", "ncpfs", "ceph", "lustre", "glusterfs"),
    *(
        "fuse.sshfs",
        "fuse.rclone",
        "fuse.davfs2",
        "fuse.gvfsd-fuse",
        "fuse.glusterfs",
        "fuse.juicefs",
        "fuse.s3fs",
    ),
    *("vboxsf", "prl_fs", "vmhgfs", "fuse.vmhgfs-fuse", "virtiofs", "drvfs"),  # a host's folder in its guest
}
_BY_UUID = Path("/dev/disk/by-uuid")


def is_remote(folder: Path) -> bool:
    """Return whether a folder lies on a network share, where neither WAL nor change events can be trusted."""
    if sys.platform == "win32":
        return _is_remote_on_windows(folder)
    return mount_type(folder) in _REMOTE


def volume(folder: Path) -> str:
    """Return what tells the disk that a folder lies on from other disks, empty where nothing does.

    The same disk may answer otherwise when it is plugged in again: another answer only says that it
    may be another disk.
    """
    try:
        device = folder.stat().st_dev
        if sys.platform == "win32":
            return f"{device:x}"  # the volume's serial number
        number = os.statvfs(folder).f_fsid
    except OSError:
        return ""
    with suppress(OSError):
        for entry in _BY_UUID.iterdir():
            if entry.stat().st_rdev == device:
                return entry.name
    return f"{number:x}" if number else ""


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
