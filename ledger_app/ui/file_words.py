"""The words for what a file is: its size, date, kind and state."""

from __future__ import annotations

from datetime import datetime

from ledger_app.core.i18n import N_, _, ngettext
from ledger_app.evidence.model import HeldFile
from ledger_app.search.kinds import KINDS as EVIDENCE_KINDS
from ledger_app.vault.model import IN_USE, Status
from ledger_app.vault.names import shown

_KINDS: dict[str, str] = {
    **dict.fromkeys(("pdf",), N_("PDF")),
    **dict.fromkeys(("doc", "docx", "wps", "rtf", "odt", "ofd"), N_("Document")),
    **dict.fromkeys(("xls", "xlsx", "et", "csv", "ods"), N_("Table")),
    **dict.fromkeys(("ppt", "pptx", "dps", "odp"), N_("Slides")),
    **dict.fromkeys(
        ("jpg", "jpeg", "png", "gif", "bmp", "tif", "tiff", "webp", "heic", "heif"), N_("Picture")
    ),
    **dict.fromkeys(("txt", "md", "log", "json", "xml"), N_("Text")),
    **dict.fromkeys(("zip", "rar", "7z"), N_("Packed files")),
    **dict.fromkeys(("mp4", "mov", "avi", "mkv", "wmv"), N_("Video")),
    **dict.fromkeys(("mp3", "wav", "m4a", "amr"), N_("Sound")),
}
OTHER = N_("Other")
KINDS: tuple[str, ...] = (*dict.fromkeys(_KINDS.values()), OTHER)
"""The kinds a list can be filtered by, as English sentences to translate."""

STATUS: dict[Status, str] = {
    Status.PRESENT: N_("in place"),
    Status.CHANGED: N_("changed since it was taken in"),
    Status.MISSING: N_("not found"),
    Status.UNREADABLE: N_("cannot be read"),
}


def state(held: HeldFile) -> str:
    """Return what the last look found at a path, in words; a program that holds the file comes first."""
    if held.reason == IN_USE:
        return _("in use by another program; looked at again by itself")
    return _(STATUS[held.status])


def kind(path: str) -> str:
    """Return the kind of a file by its extension, as the English sentence of `KINDS`."""
    return _KINDS.get(extension(path), OTHER)


def document_kind(code: str | None) -> str:
    """Return what a document is (`红头文件`, `签到表`) in the language in use; empty where it is unknown."""
    return _(EVIDENCE_KINDS[code].name) if code in EVIDENCE_KINDS else ""


def extension(path: str) -> str:
    """Return the extension in lower case, without its dot."""
    name = path.rpartition("/")[2]
    stem, _dot, found = name.rpartition(".")
    return found.lower() if stem else ""


def name_of(path: str) -> str:
    """Return the last part of a path, fit to be shown."""
    return shown(path.rpartition("/")[2])


def folder_of(path: str) -> str:
    """Return the folders of a path, fit to be shown; empty at the top."""
    return shown(path.rpartition("/")[0])


def size(number: int) -> str:
    """Return a size with its unit."""
    amount = float(number)
    for unit in ("B", "KB", "MB", "GB"):
        if amount < 1024 or unit == "GB":
            break
        amount /= 1024
    digits = 1 if unit != "B" and amount < 10 else 0
    return f"{amount:.{digits}f} {unit}"


def date(iso: str) -> str:
    """Return an ISO date (or a year, or a year and month) as the language writes it."""
    parts = iso.split("T")[0].split("-")
    try:
        year, month, day = (*(int(p) for p in parts[:3]), 0, 0)[:3]
    except ValueError:
        return iso
    if day:
        return _("{year}-{month:02}-{day:02}").format(year=year, month=month, day=day)
    if month:
        return _("{year}-{month:02}").format(year=year, month=month)
    return _("{year}").format(year=year)


def modified(mtime_ns: int) -> str:
    """Return the day a file was modified, as the language writes it."""
    try:
        when = datetime.fromtimestamp(mtime_ns / 1e9)
    except (OverflowError, OSError, ValueError):
        return "–"
    return date(when.date().isoformat())


def places(count: int) -> str:
    """Return in how many places a file lies."""
    return ngettext("{n} place", "{n} places", count).format(n=count)


def points(value: float | None) -> str:
    """Return points without needless zeros, `–` where the scheme says nothing."""
    return "–" if value is None else f"{value:g}"
