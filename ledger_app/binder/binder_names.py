"""The file names of a print: in order on every disk, and saying what is in them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from ledger_app.binder.volumes.model import Volume
from ledger_app.core.errors import LedgerError
from ledger_app.core.i18n import _

_RESERVED = {ord(c): " " for c in '\\/:*?"<>|'} | dict.fromkeys(range(32), " ")
_LONGEST = 40  # characters of a title: with the rest they stay below the 255 bytes of a name


def targets(out: Path, volumes: Sequence[tuple[Volume, bool]]) -> list[Path]:
    """Return where each binder goes: into the folder `out`, or to `out` itself where that ends in .pdf.

    `volumes` are pairs with whether only replacement pages are meant. Raises `binders-not-one`.
    """
    if is_file(out):
        if len(volumes) > 1:
            raise LedgerError("binders-not-one", path=out, count=len(volumes))
        return [out] * len(volumes)
    digits = max([2, *(len(str(volume.number)) for volume, _is in volumes)])
    return [out / f"{_name(volume, digits, are_changes=some)}.pdf" for volume, some in volumes]


def is_file(out: Path) -> bool:
    """Return whether one PDF is meant, and not a folder."""
    return out.suffix.lower() == ".pdf"


def spine_place(folder: Path) -> Path:
    """Return where the labels for the spines go."""
    return folder / (_("Spine labels") + ".pdf")


def report_place(folder: Path) -> Path:
    """Return where the report of the check goes."""
    return folder / (_("Check of the binders") + ".pdf")


def _name(volume: Volume, digits: int, *, are_changes: bool) -> str:
    number = f"{volume.number:0{digits}}"
    pattern = _("Box {n} pages to replace") if are_changes else _("Box {n}")
    words = [pattern.format(n=number), plain(volume.title)]
    return " ".join(filter(None, words))


def plain(text: str) -> str:
    """Return a text as every system takes it in a file name."""
    return " ".join(text.translate(_RESERVED).split())[:_LONGEST].rstrip(". ")
