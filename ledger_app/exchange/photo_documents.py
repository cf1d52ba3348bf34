"""The JSON document about photographs: names and meanings only ever grow."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from ledger_app.evidence.model import HeldFile
from ledger_app.search.model import Alike, Photo

Document = dict[str, object]


def photos(
    held: Iterable[HeldFile], facts: Mapping[str, Photo], groups: Iterable[Alike], *, alike: bool
) -> Document:
    """Return the groups of the same photograph, and unless `alike` all photographs, by path."""
    places: dict[int, list[Document]] = {}
    for one in held:
        photo = facts[one.found_sha256 or one.sha256 or ""]
        places.setdefault(one.id, []).append(_photo(one, photo))
    found: Document = {
        "groups": [
            {"score": g.score, "photos": [p for item in g.items for p in places.get(item, ())]}
            for g in groups
        ]
    }
    if not alike:
        found["photos"] = [photo for some in places.values() for photo in some]
    return found


def _photo(held: HeldFile, photo: Photo) -> Document:
    return {
        "path": held.path,
        "id": held.id,
        "width": photo.width,
        "height": photo.height,
        "taken": photo.taken,
        "place": list(photo.place) if photo.place else None,
        "camera": photo.camera,
        "indicators": list(held.indicators),
    }
