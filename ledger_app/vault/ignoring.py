"""What is never evidence: temporary files of office programs, half downloads, the system's own litter."""

from __future__ import annotations

import hashlib

_FILES = frozenset({"thumbs.db", "ehthumbs.db", "desktop.ini", ".ds_store", ".directory", "icon\r"})
_STARTS = ("~$", ".~", "._", ".fuse_hidden", ".nfs0")
_ENDS = (
    *(".tmp", ".temp", ".crdownload", ".part", ".partial", ".download", ".filepart", ".!ut", ".swp"),
    # copies of the last version, which links must not follow to: Word's, Excel's, Word's rescue, editors'
    *(".wbk", ".xlk", ".asd", "~"),
)
_FOLDERS = frozenset(
    {
        ".git",
        ".hg",
        ".svn",
        "$recycle.bin",
        "system volume information",
        "lost+found",
        "__macosx",
        "@eadir",
        ".spotlight-v100",
        ".fseventsd",
        ".temporaryitems",
        ".trashes",
    }
)
_FOLDER_STARTS = (".trash-",)

RULES = hashlib.sha256(
    repr((sorted(_FILES), _STARTS, _ENDS, sorted(_FOLDERS), _FOLDER_STARTS)).encode()
).digest()
"""What tells these rules from those of another release."""


def is_ignored_file(name: str) -> bool:
    """Return whether a file of this name is left out, wherever it lies."""
    name = name.lower()
    return name.startswith(_STARTS) or name.endswith(_ENDS) or name in _FILES


def is_ignored_folder(name: str) -> bool:
    """Return whether a folder of this name is left out with all that is in it."""
    name = name.lower()
    return name in _FOLDERS or name.startswith(_FOLDER_STARTS)
