"""Which photographs share a sheet of paper: those of one requirement that follow each other in the list.

What was printed together stays together: a photograph that comes later goes onto the sheet of the one before it if
there is room, else onto a sheet of its own behind that. So one sheet is printed, whatever came.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from ledger_app.binder.volumes.codes import CodeKind, read_code
from ledger_app.binder.volumes.model import Entry, EntryKind, Picture, PrintedVolume, PrintStyle


@dataclass(frozen=True, slots=True)
class Sharing:
    """What may share a sheet: `photos` are items, `homes` says on which sheet they were printed (its part's key)."""

    photos: Collection[int] = frozenset()
    homes: Mapping[int, str] = field(default_factory=dict)


Papers = tuple[Entry, ...]
"""Lines whose paper is one part: that of one item, or photographs on one sheet."""


def papers(entries: Sequence[Entry], sharing: Sharing, style: PrintStyle) -> list[Papers]:
    """Return the lines that have paper here, by the part that it is, in order."""
    held = [entry for entry in entries if entry.kind is EntryKind.ITEM]
    if style.pictures_per_page == 1 or not sharing.photos:
        return [(entry,) for entry in held]
    found: list[Papers] = []
    for (is_photo, _requirement), run in groupby(
        held, key=lambda e: (e.item in sharing.photos, e.requirement)
    ):
        lines = list(run)
        found += _sheets(lines, sharing.homes, style) if is_photo else [(entry,) for entry in lines]
    return found


def page_count(papers: Papers, style: PrintStyle) -> int:
    """Return the pages of a part."""
    return papers[0].page_count if len(papers) == 1 else -(-len(papers) // style.pictures_per_page)


def pictures(papers: Papers, contents: Mapping[int, str | None], style: PrintStyle) -> tuple[Picture, ...]:
    """Return photographs as they stand on their sheet; `contents` are the items' SHA-256."""
    return tuple(
        Picture(
            item=entry.item,
            sha256=contents[entry.item],
            title=entry.title,
            date=entry.date,
            archive_number=entry.archive_number,
            page=at // style.pictures_per_page + 1,
        )
        for at, entry in enumerate(papers)
        if entry.item is not None
    )


def key_of(papers: Papers) -> str:
    """Return the key of a part: that of its item, or of the one of its photographs that was there first."""
    return f"item:{min(entry.item for entry in papers if entry.item is not None)}"


def homes(volumes: Collection[PrintedVolume], style: PrintStyle) -> dict[int, str]:
    """Return on which sheets items were printed, as many to a page as are wanted now (item → key of the part)."""
    found: dict[int, str] = {}
    for volume in volumes:
        if volume.pictures_per_page != style.pictures_per_page:
            continue
        for page in volume.pages:
            for text in page.codes or [page.code]:
                code = read_code(text)
                if code.kind is CodeKind.ITEM and code.item is not None:
                    found[code.item] = page.part
    return found


@dataclass(slots=True)
class _Sheet:
    """A sheet that is being filled; `home` is the key under which it was printed, `kept` its room for what was on it."""

    home: str
    kept: int
    lines: list[Entry]
    added: int = 0


def _sheets(run: Sequence[Entry], homes: Mapping[int, str], style: PrintStyle) -> list[Papers]:
    room = style.pictures_per_page * (2 if style.is_duplex else 1)
    keys = [homes.get(entry.item, "") if entry.item is not None else "" for entry in run]
    known = Counter(keys)
    sheets: list[_Sheet] = []
    at = -1  # the sheet of the line before
    for entry, key in zip(run, keys, strict=True):
        place = next((n for n, sheet in enumerate(sheets) if key and sheet.home == key), None)
        if place is None and key:
            sheets.append(_Sheet(key, known[key], []))
            place = len(sheets) - 1
        elif place is None:
            place = _place_of_new(sheets, at, room)
            sheets[place].added += 1
        sheets[place].lines.append(entry)
        at = place
    return [tuple(sheet.lines) for sheet in sheets]


def _place_of_new(sheets: list[_Sheet], at: int, room: int) -> int:
    """Return the sheet for a line that was not printed yet, behind the one `at` which the line before it stands."""
    for place in (at, at + 1):
        one = sheets[place] if 0 <= place < len(sheets) else None
        if one and (place == at or not one.home) and one.kept + one.added < room:
            return place
    sheets.insert(at + 1, _Sheet("", 0, []))
    return at + 1
