"""Where pictures that share a page stand on it: as large as their number allows, each above its caption."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ledger_app.binder.binding.model import Matrix, Rectangle
from ledger_app.binder.drawing import MM, PORTRAIT

_TOP, _BOTTOM, _SIDE = 15 * MM, 15 * MM, 20 * MM
_GAP, _BELOW = 8 * MM, 2.5 * MM
_LARGEST = 1.0


@dataclass(frozen=True, slots=True)
class Shown:
    """A picture on a page: what leads to it from a page that has it alone, and the room of its caption."""

    matrix: Matrix
    caption: Rectangle


def slot_width(count: int, binding: float) -> float:
    """Return how wide the captions of so many pictures can be; `binding` is the margin kept at the bound edge, in points."""
    return _slots(count, binding)[0][2]


def side_by_side(
    sizes: Sequence[tuple[float, float]], captions: Sequence[float], binding: float
) -> list[Shown]:
    """Put pictures of these sizes, above captions of these heights, onto an upright page: at most four."""
    slots = _slots(len(sizes), binding)
    return [_shown(*one) for one in zip(sizes, captions, slots, strict=False)]


def _shown(size: tuple[float, float], caption: float, slot: Rectangle) -> Shown:
    left, bottom, width, height = slot
    room = height - caption - _BELOW
    scale = min(_LARGEST, width / size[0], room / size[1])
    wide, high = size[0] * scale, size[1] * scale
    x, y = left + (width - wide) / 2, bottom + (height - high - caption - _BELOW) / 2
    foot = y + caption + _BELOW
    return Shown((scale, 0.0, 0.0, scale, x, foot), (left, y, left + width, y + caption))


def _slots(count: int, binding: float) -> list[Rectangle]:
    """Return the rooms (left, bottom, width, height) from the top left, row by row."""
    side = max(binding, _SIDE)
    width, height = PORTRAIT[0] - 2 * side, PORTRAIT[1] - _TOP - _BOTTOM
    columns, rows = (1, count) if count <= 2 else (2, 2)
    wide, high = (width - _GAP * (columns - 1)) / columns, (height - _GAP * (rows - 1)) / rows
    return [
        (side + column * (wide + _GAP), _BOTTOM + (rows - 1 - row) * (high + _GAP), wide, high)
        for row in range(rows)
        for column in range(columns)
    ]
