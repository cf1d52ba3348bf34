"""Where a page stands on its sheet, and where its stamps go, from where it has ink: pure.

Sheets are A4. A page that is wider than high, and too wide to stand upright as it is, goes across. On the upright
sheet the head of a page across is always on the left: at the binding edge on right-hand pages, at the fore-edge on
left-hand pages (GB/T 9704-2012 on tables across), so that the binder is turned one way only. The page stamp stands
in the outer corner at the foot of the upright sheet, across or not, so that it is found leafing through.

Stamps never stand on ink, with one square of 2 mm to spare. A page is put down as large as it is where that leaves
room, then shifted, then made smaller; the smallest that an A4 page can become is 79 % with the usual 20 mm of
binding margin, since there the stamps have strips of their own.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from ledger_app.binder.binding.model import Rectangle
from ledger_app.binder.drawing import LANDSCAPE, MM, PORTRAIT
from ledger_app.binder.renditions.model import PageShape

SQUARE = 2 * MM
EDGE = 5 * MM
"""What printers can't print on along the edges."""
ARCHIVE_STAMP = (45 * MM, 16 * MM)
"""DA/T 22-2015, appendix B."""

_HEAD = 35 * MM
_STEP = 2 * MM
_SMALLER = 0.97
_SPARE = SQUARE + 0.05
_TOLERANCE = 0.01
_HARDLY = 0.95


@dataclass(frozen=True, slots=True)
class Sheet:
    """A side of A4 as it is seen. `usable` is what printing and binding leave; `is_right` as it lies in the binder."""

    size: tuple[float, float]
    usable: Rectangle
    is_across: bool
    is_right: bool

    def foot(self, along: float, up: float, extent: tuple[float, float]) -> Rectangle:
        """Return a rectangle of the upright sheet as it is seen, from its outer corner at the foot.

        `along` is from the outer end of the usable width, `up` from the lower edge of the usable height.
        """
        wide, high = extent
        if not self.is_across:
            left, bottom, right, _ = self.usable
            x = right - along - wide if self.is_right else left + along
            return x, bottom + up, x + wide, bottom + up + high
        left, bottom, _, top = self.usable
        y = bottom + along if self.is_right else top - along - wide
        return left + up, y, left + up + high, y + wide

    @property
    def foot_room(self) -> tuple[float, float]:
        """How wide and how high the usable part of the upright sheet is."""
        left, bottom, right, top = self.usable
        return (top - bottom, right - left) if self.is_across else (right - left, top - bottom)


@dataclass(frozen=True, slots=True)
class Placed:
    """A page on its sheet: its scale, where its lower left corner is, and the rectangles of its stamps."""

    sheet: Sheet
    scale: float
    x: float
    y: float
    page_stamp: Rectangle
    archive_stamp: Rectangle | None


@dataclass(frozen=True)
class _Ink:
    shape: PageShape

    @cached_property
    def squares(self) -> np.ndarray:
        return np.frombuffer(self.shape.ink, np.uint8).reshape(-1, self.shape.columns)

    @cached_property
    def sums(self) -> np.ndarray:
        """How much ink there is above and to the left of each corner of the squares."""
        rows, columns = self.squares.shape
        sums = np.zeros((rows + 1, columns + 1), np.int32)
        np.cumsum(np.cumsum(self.squares, 0, dtype=np.int32), 1, out=sums[1:, 1:])
        return sums

    @cached_property
    def bounds(self) -> Rectangle:
        """What all ink lies in; a point in the middle of a page that has none."""
        width, height = self.shape.width, self.shape.height
        rows, columns = (np.flatnonzero(self.squares.any(axis)).tolist() for axis in (1, 0))
        if not rows:
            return width / 2, height / 2, width / 2, height / 2
        return (
            columns[0] * SQUARE,
            height - (rows[-1] + 1) * SQUARE,
            (columns[-1] + 1) * SQUARE,
            height - rows[0] * SQUARE,
        )

    def is_free(self, left: float, bottom: float, right: float, top: float) -> bool:
        """Say whether nothing stands in a rectangle of the page, one square around it included."""
        sums = self.sums
        rows, columns = self.squares.shape
        head = self.shape.height
        first = min(max(math.floor((head - top) / SQUARE) - 1, 0), rows)
        last = min(max(math.ceil((head - bottom) / SQUARE) + 1, first), rows)
        begin = min(max(math.floor(left / SQUARE) - 1, 0), columns)
        end = min(max(math.ceil(right / SQUARE) + 1, begin), columns)
        return bool(sums[last, end] - sums[last, begin] - sums[first, end] + sums[first, begin] == 0)


def sheet_for(width: float, height: float, *, is_right: bool, binding: float) -> Sheet:
    """Return the sheet that a page of this size goes on; `binding` is the margin kept at the bound edge, in points."""
    binding = max(binding, EDGE)
    upright_room = PORTRAIT[0] - binding - EDGE
    if width > height and width > upright_room + _TOLERANCE:
        wide, high = LANDSCAPE
        bottom, top = (EDGE, binding) if is_right else (binding, EDGE)
        return Sheet(LANDSCAPE, (EDGE, bottom, wide - EDGE, high - top), is_across=True, is_right=is_right)
    wide, high = PORTRAIT
    left, right = (binding, EDGE) if is_right else (EDGE, binding)
    return Sheet(PORTRAIT, (left, EDGE, wide - right, high - EDGE), is_across=False, is_right=is_right)


def corner(sheet: Sheet, stamp: tuple[float, float]) -> Rectangle:
    """Return where the page stamp (width, height) stands on a page that keeps room for it."""
    return sheet.foot(0, 0, stamp)


def place(
    shape: PageShape, *, is_right: bool, binding: float, page_stamp: tuple[float, float], is_stamped: bool
) -> Placed:
    """Put a page on its sheet with its page stamp (width, height) and, where `is_stamped`, the archival stamp."""
    sheet = sheet_for(shape.width, shape.height, is_right=is_right, binding=binding)
    ink = _Ink(shape)
    bounds = ink.bounds
    room = _apart(sheet, page_stamp, is_stamped=is_stamped)
    least = _fitting(room, bounds)
    for scale in _scales(min(_fitting(sheet.usable, bounds), _whole(sheet, shape)), least):
        shifts = list(_shifts(sheet, shape, bounds, scale))
        for archive_places in _archive_places(sheet) if is_stamped else [None]:
            for x, y in shifts:
                found = _stamps(sheet, ink, (scale, x, y), page_stamp, archive_places)
                if found:
                    return Placed(sheet, scale, x, y, *found)
    least = min(least, _whole(sheet, shape))
    x, y = (_span(sheet, room, shape, bounds, least, axis)[0] for axis in (0, 1))
    return Placed(sheet, least, x, y, corner(sheet, page_stamp), _middle(sheet) if is_stamped else None)


def _scales(largest: float, least: float) -> Iterator[float]:
    scale = largest
    while scale >= least:
        yield scale
        scale *= _SMALLER


def _fitting(room: Rectangle, bounds: Rectangle) -> float:
    """Return the largest scale, at most 1, at which the ink fits into the room."""
    wide, high = bounds[2] - bounds[0], bounds[3] - bounds[1]
    return min(1.0, (room[2] - room[0]) / max(wide, 1e-9), (room[3] - room[1]) / max(high, 1e-9))


def _whole(sheet: Sheet, shape: PageShape) -> float:
    """Return the scale that shows a page of a larger format whole; one hardly larger (Letter) stays as it is."""
    scale = min(sheet.size[0] / shape.width, sheet.size[1] / shape.height)
    return scale if scale < _HARDLY else 1.0


def _shifts(sheet: Sheet, shape: PageShape, bounds: Rectangle, scale: float) -> Iterator[tuple[float, float]]:
    """Yield where the page's corner may go, with all ink on the usable part: in the middle first, then as far
    as it goes."""
    choices = [list(dict.fromkeys(_span(sheet, sheet.usable, shape, bounds, scale, axis))) for axis in (0, 1)]
    pairs = itertools.product(enumerate(choices[0]), enumerate(choices[1]))
    for (_, x), (_, y) in sorted(pairs, key=lambda pair: (pair[0][0] > 0) + (pair[1][0] > 0)):
        yield x, y


def _span(
    sheet: Sheet, room: Rectangle, shape: PageShape, bounds: Rectangle, scale: float, axis: int
) -> tuple[float, float, float]:
    """Return where the page's corner is best on one axis, and the ends that keep its ink in the room."""
    lowest = room[axis] - scale * bounds[axis]
    highest = max(lowest, room[axis + 2] - scale * bounds[axis + 2])
    middle = (sheet.size[axis] - scale * (shape.width, shape.height)[axis]) / 2
    return min(max(middle, lowest), highest), lowest, highest


def _stamps(
    sheet: Sheet,
    ink: _Ink,
    at: tuple[float, float, float],
    page_stamp: tuple[float, float],
    archive_places: list[Rectangle] | None,
) -> tuple[Rectangle, Rectangle | None] | None:
    """Return where the stamps find room with the page there, None where they don't."""
    scale, x, y = at

    def is_free(place: Rectangle) -> bool:
        left, bottom, right, top = place
        return ink.is_free((left - x) / scale, (bottom - y) / scale, (right - x) / scale, (top - y) / scale)

    page = next(filter(is_free, _page_places(sheet, page_stamp)), None)
    if page is None or archive_places is None:
        return page and (page, None)
    archive = next((p for p in archive_places if not _overlap(p, page) and is_free(p)), None)
    return archive and (page, archive)


def _page_places(sheet: Sheet, stamp: tuple[float, float]) -> Iterator[Rectangle]:
    """Yield where the page stamp may stand: the outer corners, then along the foot and the head."""
    wide, high = sheet.foot_room
    head = high - stamp[1]
    steps = range(1, int((wide - stamp[0]) / _STEP) + 1)
    yield sheet.foot(0, 0, stamp)
    yield sheet.foot(0, head, stamp)
    for up in (0, head):
        for step in steps:
            yield sheet.foot(step * _STEP, up, stamp)


def _archive_places(sheet: Sheet) -> list[list[Rectangle]]:
    """Return where the archival stamp may stand: along the head, the middle first; then along the sides."""
    wide, high = ARCHIVE_STAMP
    left, bottom, right, top = sheet.usable
    middle = _middle(sheet)[0]
    columns = sorted(
        [middle, left, right - wide, *_range(left, right - wide)], key=lambda x: (abs(x - middle), x)
    )
    rows = list(_range(0, _HEAD - high))
    along_head = [(x, top - high - row, x + wide, top - row) for x in columns for row in rows]
    sides = [
        (x, top - high - row, x + wide, top - row)
        for row in _range(0, top - bottom - high)
        for x in (right - wide, left)
    ]
    return [along_head, sides]


def _middle(sheet: Sheet) -> Rectangle:
    """Return where the archival stamp belongs: at the head, in the middle."""
    wide, high = ARCHIVE_STAMP
    left, _, right, top = sheet.usable
    x = min(max(sheet.size[0] / 2 - wide / 2, left), right - wide)
    return x, top - high, x + wide, top


def _range(start: float, stop: float) -> Iterator[float]:
    for step in range(int((stop - start) / (2 * _STEP)) + 1):
        yield start + step * 2 * _STEP


def _apart(sheet: Sheet, page_stamp: tuple[float, float], *, is_stamped: bool) -> Rectangle:
    """Return what the stamps' own strips leave of the usable part."""
    left, bottom, right, top = sheet.usable
    strip = page_stamp[1] + _SPARE
    if is_stamped:
        top -= ARCHIVE_STAMP[1] + _SPARE
    return (left + strip, bottom, right, top) if sheet.is_across else (left, bottom + strip, right, top)


def _overlap(one: Rectangle, other: Rectangle) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
