"""Chinese set from top to bottom, for the backs of boxes: which size fits, and where each character stands."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ledger_app.binder.drawing import Drawing, Style
from ledger_app.binder.typesetting import NO_START, Typeface

SIZES = (26, 24, 22, 20, 18, 16, 14, 12, 11, 10, 9, 8, 7, 6)
_ONE_COLUMN = 13
_PITCH = 1.14
_COLUMN = 1.3
_RISE = 0.38  # half of an ideograph's body lies this much of the size above the baseline
_TURNED = frozenset("（）()《》〈〉〔〕【】「」『』[]{}—–-…～~：:")
_QUOTES = str.maketrans("“”‘’", "『』「」")  # the marks that quote in upright setting
_RAISED = frozenset("、，。；,.;")
_UNIT = re.compile(r"[0-9A-Za-z.%/]+|\S")
_IDEOGRAPH = re.compile("[\u2e80-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")


@dataclass(frozen=True, slots=True)
class Upright:
    """A text set in columns from the right, each from the top; a text without Chinese is turned instead."""

    columns: tuple[tuple[str, ...], ...]
    style: Style
    is_turned: bool

    def draw(self, drawing: Drawing, x: float, y: float, width: float, height: float) -> None:
        """Draw it in the middle of a cell."""
        style = self.style
        pitch = style.size * _COLUMN
        at = x + width / 2 + (len(self.columns) - 1) * pitch / 2
        for column in self.columns:
            if self.is_turned:
                line = column[0]
                top = y + (height - style.typeface.width(line, style.size)) / 2
                drawing.text_down(at - style.size * _RISE, top, line, style)
            else:
                self._draw_column(drawing, column, at, y, height)
            at -= pitch

    def _draw_column(
        self, drawing: Drawing, column: tuple[str, ...], middle: float, y: float, height: float
    ) -> None:
        style, size = self.style, self.style.size
        if len(self.columns) == 1:
            y += (height - len(column) * size * _PITCH) / 2
        for unit in column:
            wide = style.typeface.width(unit, size)
            if unit in _TURNED:
                start = y + (size * _PITCH - wide) / 2
                drawing.text_down(middle - size * _RISE, start, unit, style)
            else:
                aside = size * 0.55 if unit in _RAISED else 0.0
                baseline = y + size * (_PITCH / 2 + _RISE) - aside
                drawing.text(middle - wide / 2 + aside, baseline, unit, style)
            y += size * _PITCH


def upright(text: str, typeface: Typeface, width: float, height: float, largest: float) -> Upright:
    """Return a text in the largest size that fits a cell, cut with … where even the smallest does not."""
    text = " ".join(text.split())
    is_turned = not _IDEOGRAPH.search(text)
    prepared = typeface.prepared(text if is_turned else text.translate(_QUOTES))
    sizes = [s for s in SIZES if s <= largest]
    tries = [(s, 1) for s in sizes if s >= _ONE_COLUMN]  # one column in a smaller size reads better than two
    tries += [(s, max(1, int(width / (s * _COLUMN)))) for s in sizes]
    for size, most in tries:
        style = Style(typeface, size, size)
        columns = _columns(prepared, style, width / most, height, is_turned=is_turned)
        if len(columns) <= most:
            return Upright(tuple(columns), style, is_turned)
    last = columns[most - 1]
    cut = (last[0][:-1] + "…",) if is_turned else (*last[:-1], "…")
    return Upright((*columns[: most - 1], cut), style, is_turned)


def _columns(
    text: str, style: Style, width: float, height: float, *, is_turned: bool
) -> list[tuple[str, ...]]:
    if is_turned:
        return [(line,) for line in style.typeface.wrap(text, height, style.size)]
    return list(_stacked(text, style, width, height))


def _stacked(text: str, style: Style, width: float, height: float) -> Iterator[tuple[str, ...]]:
    units: list[str] = []
    for unit in _UNIT.findall(text):
        fits = style.typeface.width(unit, style.size) <= width
        units.extend([unit] if fits else unit)
    count = max(1, int(height / (style.size * _PITCH)))
    start = 0
    while start < len(units):
        end = start + count
        while end < len(units) and end > start + 1 and units[end][0] in NO_START:
            end -= 1
        yield tuple(units[start:end])
        start = end
