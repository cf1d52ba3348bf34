"""What lines of lists lead to: parts, and each of the pictures that share a sheet of paper."""

from __future__ import annotations

from ledger_app.binder.volumes.model import Volume


def first_pages(volume: Volume) -> dict[str, int]:
    """Return the page (from 0) that each part or picture starts on; what has no pages is left out."""
    found: dict[str, int] = {}
    for number, page in enumerate(volume.pages):
        for key in [picture.key for picture in page.pictures] or [page.part]:
            found.setdefault(key, number)
    return found
