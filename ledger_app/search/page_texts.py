"""Reads the text in the picture of a page, whichever way up it lies."""

from __future__ import annotations

import itertools
import statistics
from dataclasses import replace
from functools import cache

import cv2
import numpy as np

from ledger_app.search.glyphs import Box, Glyphs
from ledger_app.search.layout import Line, text_of
from ledger_app.search.page_pictures import PagePicture

_GLANCE = 640
_LONGEST = 960
"""Where lines are looked for: the smallest print of an A4 page is found, and four times the pixels find no more."""
_A_DOCUMENT = 6
"""So many lines in a photograph are a document's: it is looked at closely. Fewer are read as they are."""
_LONG = 2.0
"""Wider (or higher) than this, a page is looked at part by part: a chat of ten screens, a sheet of five metres."""
_PART = 1.4
_OVERLAP = 0.12
_TRIED = 6
_SURE = 0.85
_READABLE = 0.6


def text_of_page(page: PagePicture) -> str:
    """Return the text, a line a line in reading order; empty where there is none."""
    pixels = page.pixels
    if page.is_photo and not _is_long(pixels):
        boxes = _glyphs().find(pixels, longest=_GLANCE)
        if len(boxes) >= _A_DOCUMENT:
            boxes = _found(pixels)
    else:
        boxes = _found(pixels)
    pixels, boxes, read = _upright(pixels, boxes)
    height, width = pixels.shape[:2]
    lines = [line for box in boxes if (line := _line(pixels, box, read.get(box)))]
    return text_of(lines, width, height)


@cache
def _glyphs() -> Glyphs:
    return Glyphs()


def _is_long(pixels: np.ndarray) -> bool:
    return max(pixels.shape[:2]) > _LONG * min(pixels.shape[:2])


def _found(pixels: np.ndarray) -> list[Box]:
    """Return the lines of a page; each is taken from the part that has its middle well inside."""
    if not _is_long(pixels):
        return _glyphs().find(pixels, longest=_LONGEST)
    height, width = pixels.shape[:2]
    is_high = height > width
    length, breadth = max(height, width), min(height, width)
    count = -(-length // round(_PART * breadth))
    edges = np.linspace(0, length, count + 1)
    margin = _OVERLAP * breadth
    boxes = []
    for begin, end in itertools.pairwise(edges):
        first, last = int(max(0, begin - margin)), int(min(length, end + margin))
        part = pixels[first:last] if is_high else pixels[:, first:last]
        for box in _glyphs().find(np.ascontiguousarray(part), longest=_LONGEST):
            moved = replace(box, y=box.y + first) if is_high else replace(box, x=box.x + first)
            if begin <= (moved.y if is_high else moved.x) < end:
                boxes.append(moved)
    return boxes


def _upright(
    pixels: np.ndarray, boxes: list[Box]
) -> tuple[np.ndarray, list[Box], dict[Box, tuple[str, float]]]:
    """Turn the page so that its lines run across and are read from their left; also what was read for it."""
    if not boxes:
        return pixels, boxes, {}
    if sum(box.width if box.is_upright else -box.width for box in boxes) > 0:
        boxes = [_turned_left(box, pixels.shape[1]) for box in boxes]
        pixels = cv2.rotate(pixels, cv2.ROTATE_90_COUNTERCLOCKWISE)
    level = [box for box in boxes if not box.is_upright]
    tried = sorted(level, key=lambda box: box.width, reverse=True)[:_TRIED]
    read = {box: _glyphs().read(pixels, box) for box in tried}
    if _sureness(read) >= _SURE:
        return pixels, boxes, read
    turned = {_turned_over(box, pixels): _glyphs().read(pixels, box, turned=True) for box in tried}
    if _sureness(turned) <= _sureness(read):
        return pixels, boxes, read
    boxes = [_turned_over(box, pixels) for box in boxes]
    return cv2.rotate(pixels, cv2.ROTATE_180), boxes, turned


def _sureness(read: dict[Box, tuple[str, float]]) -> float:
    return statistics.mean(sure for _, sure in read.values()) if read else 0.0


def _turned_left(box: Box, width: int) -> Box:
    """Return the box in the picture turned a quarter counterclockwise, which was `width` wide."""
    if box.is_upright:
        return replace(box, x=box.y, y=width - box.x, angle=box.angle - 90)
    return replace(box, x=box.y, y=width - box.x, width=box.height, height=box.width)


def _turned_over(box: Box, pixels: np.ndarray) -> Box:
    height, width = pixels.shape[:2]
    return replace(box, x=width - box.x, y=height - box.y)


def _line(pixels: np.ndarray, box: Box, read: tuple[str, float] | None) -> Line | None:
    text, sure = read or _glyphs().read(pixels, box)
    if box.is_tall:  # a single 1 is as high as a line that runs upwards
        standing = replace(box, width=box.height, height=box.width, angle=box.angle - 90)
        other = _glyphs().read(pixels, standing)
        if other[1] > sure:
            (text, sure), box = other, standing
    text = text.strip()
    if sure < _READABLE or not text:
        return None
    return Line(text, box.x, box.y, box.width, box.height, box.angle)
