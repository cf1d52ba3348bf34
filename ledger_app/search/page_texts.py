"""Reads the text in the picture of a page, whichever way up it lies."""

from __future__ import annotations

import itertools
import statistics
from dataclasses import replace
from functools import cache

import cv2
import numpy as np

from ledger_app.search.glyphs import Box, Glyphs
from ledger_app.search.layout import Line, in_order
from ledger_app.search.page_pictures import glance, opened, picture_of

_GLANCE = 416
"""Where a photograph is looked at first: too small to find every line, enough to see that there is text."""
_LONGEST = 960
"""Where lines are looked for: the smallest print of an A4 page is found, and four times the pixels find no more."""
_SHORTEST = 680
_LEAST = 10
_WIDEST = 1920
_LONG = 2.0
"""Higher than this, a page is looked at part by part: a chat of ten screens, a sheet of five metres."""
_PART = 1.4
_OVERLAP = 0.12
_MOST_OF_IT = 0.6
_MARGIN = 0.05
_TRIED = 6
_SURE = 0.85
_READABLE = 0.6


def text_of(path: str, page: int) -> str:
    """Return the text on one of `Reading.scans`, a line a line in reading order; empty where there is none.

    Raises `Unreadable`, OSError.
    """
    with opened(path, page) as (file, number):
        seen = glance(file, _GLANCE) if number == 1 else None
        if seen is None or _is_high(seen):
            return text_in(picture_of(file, number))
        closer = _closer(picture_of(file, number)) if _glyphs().find(seen, longest=_GLANCE) else None
    lines = [] if closer is None else text_in(closer).splitlines()
    return "\n".join(
        line for line in lines if len(line) > 1
    )  # a leaf may look like a letter, not like a word


def text_in(pixels: np.ndarray) -> str:
    """Return the text in the picture of a page."""
    if min(pixels.shape[:2]) < _LEAST:
        return ""
    pixels, boxes, read = _upright(pixels, _found(pixels))
    height, width = pixels.shape[:2]
    lines = [line for box in boxes if (line := _line(pixels, box, read.get(box)))]
    return in_order(lines, width, height)


def _closer(pixels: np.ndarray) -> np.ndarray | None:
    """Return what of a photograph holds text: most of it is all of it, less is a sheet of paper on a table."""
    boxes = _found(pixels)
    if not boxes:
        return None
    height, width = pixels.shape[:2]
    reach = np.array([(box.x, box.y, max(box.width, box.height) / 2) for box in boxes])
    margin = _MARGIN * max(height, width)
    left, top = np.maximum(0, (reach[:, :2] - reach[:, 2:]).min(axis=0) - margin).astype(int)
    right, bottom = ((reach[:, :2] + reach[:, 2:]).max(axis=0) + margin).astype(int)
    part = pixels[top:bottom, left:right]
    return part if part.size < _MOST_OF_IT * pixels.size else pixels


@cache
def _glyphs() -> Glyphs:
    return Glyphs()


def _is_high(pixels: np.ndarray) -> bool:
    return pixels.shape[0] > _LONG * pixels.shape[1]


def _found(pixels: np.ndarray) -> list[Box]:
    """Return the lines of a page; each is taken from the part that has its middle well inside."""
    height, width = pixels.shape[:2]
    if not _is_high(pixels):  # a wide one is not parted, which would cut its lines
        longest = min(_WIDEST, max(_LONGEST, round(_SHORTEST * width / height)))
        return _glyphs().find(pixels, longest=longest)
    count = -(-height // max(_LONGEST, round(_PART * width)))
    margin = _OVERLAP * width
    boxes = []
    for begin, end in itertools.pairwise(np.linspace(0, height, count + 1)):
        first, last = int(max(0, begin - margin)), int(min(height, end + margin))
        found = _glyphs().find(pixels[first:last], longest=_LONGEST)
        moved = (replace(box, y=box.y + first) for box in found)
        boxes += [box for box in moved if begin <= box.y < end]
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
