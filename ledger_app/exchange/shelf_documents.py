"""The shelf as plain JSON values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ledger_app.binder.shelf_lines import ShelfLine
from ledger_app.vault.model import Box


def boxes(found: Sequence[Box], lines: Mapping[int, ShelfLine]) -> list[dict[str, object]]:
    """Return every box with its items, as `boxes --json` prints them."""
    return [_box(box, lines) for box in found]


def _box(box: Box, lines: Mapping[int, ShelfLine]) -> dict[str, object]:
    numbers = [one.number for one in box.items]
    return {
        "number": box.number,
        "year": box.year,
        "retention": str(box.retention),
        "office": box.office,
        "first": min(numbers, default=None),
        "last": max(numbers, default=None),
        "width": box.width,
        "thickness": box.thickness,
        "overfull": box.is_overfull,
        "pages": box.pages,
        "uncounted": box.uncounted,
        "settled": box.is_settled,
        "printed": box.is_printed,
        "items": [_item(lines[one.item]) for one in box.items],
        "withdrawn": [{"number": w.number, "reason": w.reason, "at": w.at} for w in box.withdrawn],
    }


def _item(line: ShelfLine) -> dict[str, object]:
    return {
        "id": line.filed.item,
        "number": line.filed.number,
        "archive_number": line.archive_number,
        "settled": line.filed.is_settled,
        "printed": line.filed.is_printed,
        "title": line.title,
        "date": line.date or None,
        "pages": line.filed.pages,
        "indicators": list(line.indicators),
        "secrecy": str(line.secrecy) if line.secrecy else None,
        "path": line.path,
    }
