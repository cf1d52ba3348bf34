"""Puts the lines found on a page into the order they are read in."""

from __future__ import annotations

import math
import statistics
from collections.abc import Sequence
from dataclasses import dataclass, replace

_SPREAD = 1.2  # a picture this much wider than high may show two pages side by side
_BLANK = 0.8  # a gap this wide, in line heights, is one a reader sees


@dataclass(frozen=True, slots=True)
class Line:
    """A piece of text and where it lies: its middle, its size, its slant in degrees (clockwise)."""

    text: str
    x: float
    y: float
    width: float
    height: float
    angle: float = 0.0


def in_order(lines: Sequence[Line], width: float, height: float) -> str:
    """Return the page's text, a printed line a line.

    Pieces of one height stand in one line, left to right, with a blank where there is a gap: the rows of
    a table. Two pages side by side are read one after the other.
    """
    level = _levelled(lines)
    return "\n".join(_joined(row) for column in _columns(level, width, height) for row in _rows(column))


def _levelled(lines: Sequence[Line]) -> list[Line]:
    """Turn a slanting page level, by what most of its text does."""
    if not lines:
        return []
    wide = sorted(lines, key=lambda line: line.width, reverse=True)[: max(1, len(lines) // 2)]
    slant = math.radians(statistics.median(line.angle for line in wide))
    sin, cos = math.sin(slant), math.cos(slant)
    return [replace(line, x=line.x * cos + line.y * sin, y=line.y * cos - line.x * sin) for line in lines]


def _columns(lines: list[Line], width: float, height: float) -> list[list[Line]]:
    """Part two facing pages: nothing crosses the middle, and both sides hold lines half a page wide."""
    if width < _SPREAD * height or len(lines) < 8:
        return [lines]
    left = [line for line in lines if line.x < width / 2]
    right = [line for line in lines if line.x >= width / 2]
    crossing = [line for line in lines if abs(line.x - width / 2) < line.width / 2]
    is_spread = all(len(side) >= 4 and max(line.width for line in side) > width / 4 for side in (left, right))
    return [left, right] if is_spread and not crossing else [lines]


def _rows(lines: list[Line]) -> list[list[Line]]:
    rows: list[list[Line]] = []
    for line in sorted(lines, key=lambda line: line.y):
        near = rows[-1] if rows else []
        if near and line.y - statistics.mean(n.y for n in near) < min(line.height, near[0].height) / 2:
            near.append(line)
        else:
            rows.append([line])
    return [sorted(row, key=lambda line: line.x) for row in rows]


def _joined(row: list[Line]) -> str:
    text = ""
    end = 0.0
    for line in row:
        gap = line.x - line.width / 2 - end
        is_word = text[-1:].isascii() and text[-1:].isalnum() and line.text[:1].isascii()
        text += (" " if text and (gap > _BLANK * line.height or is_word) else "") + line.text
        end = line.x + line.width / 2
    return text
