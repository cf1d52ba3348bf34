"""Names of files and folders in a package: safe on every system and disc that an archive uses."""

from __future__ import annotations

import re
import unicodedata

from ledger_app.core.hidden import spelled_out

LONGEST = 64
"""UTF-16 units of one name: what a disc (Joliet) keeps; NTFS takes 255, ext4 255 bytes."""
LONGEST_PATH = 150
"""UTF-16 units of a path in a package: Windows opens 260, with the folder that it is copied into."""
_BYTES = 255
_LONGEST_ENDING = 10
_RESERVED = re.compile(r'[\\/:*?"<>|]')
_DEVICE = re.compile(r"(?:CON|PRN|AUX|NUL|CONIN\$|CONOUT\$|(?:COM|LPT)[0-9¹²³])(?:\.|$)", re.I)
_FULL_WIDTH = str.maketrans(dict(zip('\\/:*?"<>|', "＼／：＊？＂＜＞｜", strict=True)))


def units(text: str) -> int:
    """Return the length in UTF-16 units, which is how Windows and discs count."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def is_safe(name: str) -> bool:
    """Return whether a name can lie on NTFS, ext4 and a disc, and is the same on all of them."""
    return (
        bool(name)
        and not _RESERVED.search(name)
        and spelled_out(name) == name
        and not _DEVICE.match(name)
        and name == name.strip(" ").rstrip(".")
        and unicodedata.is_normalized("NFC", name)
        and units(name) <= LONGEST
        and len(name.encode()) <= _BYTES
    )


def safe(text: str, *, longest: int = LONGEST) -> str:
    """Return text as a part of a name: reserved characters full-width, nothing hidden, cut to fit."""
    text = unicodedata.normalize("NFC", spelled_out(text, "〔〕")).translate(_FULL_WIDTH)
    text = " ".join(text.split())
    while units(text) > longest:
        text = text[:-1]
    text = text.strip(" ").rstrip(". ")
    return f"_{text}"[:longest] if _DEVICE.match(text) else text


class Namer:
    """Gives every file of a package a name of its own, whatever the case of its letters."""

    def __init__(self) -> None:
        self._used: set[tuple[str, str]] = set()

    def name(self, folder: str, number: str, title: str, ending: str) -> str:
        """Return `number title.ending`: the title is cut where that is too long, then the number."""
        suffix = f".{safe(ending, longest=_LONGEST_ENDING)}" if safe(ending) else ""
        stem = f"{safe(number)} {safe(title, longest=LONGEST)}"
        for count in range(1, 1_000_000):
            mark = "" if count == 1 else f"~{count}"
            room = LONGEST - units(suffix) - units(mark)
            name = f"{safe(stem, longest=room)}{mark}{suffix}"
            key = (folder, name.casefold())
            if key not in self._used:
                self._used.add(key)
                return name
        raise AssertionError("a million items of one name")


def folder(year: int, retention: str, office: str) -> str:
    """Return the folder of a series under 电子档案: year, then class (年度—类别—件)."""
    period = "永久" if retention == "永久" else f"定期{retention}"
    parts = ["文书", period, *([office] if office else [])]
    return f"{year}/{safe('·'.join(parts))}"
