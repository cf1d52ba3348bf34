"""Reads tables drawn with characters in plain text: ┌─┬─┐, or +---+ and |."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from ledger_app.scheme.cells import Cell, Grid, Row
from ledger_app.scheme.texts import line, lines

_VERTICAL = "│┃║|"
_CORNERS = "┌┬┐├┼┤└┴┘┏┳┓┣╋┫┗┻┛╔╦╗╠╬╣╚╩╝╭╮╯╰╞╪╡╟╫╢┠┨┯┷+"
_FLAT = "─━═-=—"
_BOX = re.compile(r"[─-╿]")
_RULED = re.compile(rf"\s*[{re.escape(_CORNERS + _FLAT + _VERTICAL)}\s]+$")
_LEAST = 3

Origin = tuple[int, int]


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of a drawn table: its walls as (place in the text, number of the edge that stands there)."""

    number: int
    text: str
    walls: tuple[tuple[int, int], ...]
    is_rule: bool

    def parts(self) -> dict[tuple[int, int], str]:
        """Return what stands between each two walls, by their edges."""
        pairs = pairwise(self.walls)
        return {(one[1], other[1]): self.text[one[0] + 1 : other[0]] for one, other in pairs}


def read_drawn(text: str) -> tuple[tuple[Grid, ...], tuple[str, ...]] | None:
    """Return the drawn tables of a text and the lines after the last; None where nothing is drawn."""
    numbered = list(enumerate(text.splitlines(), 1))
    drawn = [_is_drawn(ln) for _, ln in numbered]
    if sum(drawn) < _LEAST:
        return None
    grids: list[Grid] = []
    before: list[str] = []
    block: list[tuple[int, str]] = []
    for (number, ln), is_drawn in zip([*numbered, (0, "")], [*drawn, False], strict=True):
        if is_drawn:
            block.append((number, ln))
            continue
        if len(block) >= _LEAST:
            grids.append(_grid(block, f"table {len(grids) + 1}", tuple(before)))
            before = []
        else:
            before += [line(t) for _, t in block]
        block = []
        if line(ln):
            before.append(line(ln))
    return (tuple(grids), tuple(before)) if grids else None


def _is_drawn(text: str) -> bool:
    stripped = text.strip()
    if _BOX.search(stripped):
        return True
    return len(stripped) > 2 and stripped[0] in "|+" and stripped[-1] in "|+"


def _grid(block: Sequence[tuple[int, str]], place: str, before: tuple[str, ...]) -> Grid:
    placed = _placed(block)
    width = max((ln.walls[-1][1] for ln in placed if ln.walls), default=0)
    is_loose = not placed[0].is_rule  # only a rule below its header: each line is a row
    texts: dict[Origin, list[str]] = {}
    rows: list[list[Origin]] = []
    places: list[str] = []
    band: list[_Line] = []
    ruled = [True] * width
    for ln in [*placed, None]:
        if ln is not None and not ln.is_rule:
            band.append(ln)
        if band and (ln is None or ln.is_rule or is_loose):
            rows.append(_row(band, ruled, rows, texts))
            places.append(f"line {band[0].number}")
            band, ruled = [], [True] * width
        if ln is not None and ln.is_rule:
            ruled = _ruled(ln, width)
            if any(_said(part) for part in ln.parts().values()):
                band = [ln]
    joined = {origin: _joined(parts) for origin, parts in texts.items()}
    made = [tuple(Cell(joined[o], *o) for o in row) for row in rows]
    return Grid(place, tuple(Row(c, p) for c, p in zip(made, places, strict=True)), before)


def _placed(block: Sequence[tuple[int, str]]) -> list[_Line]:
    """Return the lines with the edges that their walls stand on.

    A line with as many walls as any has them all, however crooked it is drawn; the walls of one with
    fewer stand on the edges nearest to them, counted in half characters.
    """
    walls = {number: _walls(text) for number, text in block}
    most = max(len(w) for w in walls.values())
    full = next(text for number, text in block if len(walls[number]) == most)
    scales = [(_positions(full, width), width) for width in (2, 1)]
    found = []
    for number, text in block:
        own = walls[number]
        edges = list(range(most)) if len(own) == most else _nearest(text, own, full, _walls(full), scales)
        pairs = tuple(zip(own, edges, strict=True))
        found.append(_Line(number, text, pairs, _is_rule(text)))
    return found


def _walls(text: str) -> list[int]:
    kinds = _VERTICAL + _CORNERS if _is_rule(text) else _VERTICAL
    return [at for at, character in enumerate(text) if character in kinds]


def _positions(text: str, box_width: int) -> list[int]:
    """Return where each character stands, if a box character is so wide."""
    found, position = [], 0
    for character in text:
        found.append(position)
        is_wide = unicodedata.east_asian_width(character) in "WF"
        position += box_width if _BOX.match(character) else 1 + (is_wide or character in "“”‘’…—·×")
    return found


def _nearest(
    text: str, own: list[int], full: str, all_walls: list[int], scales: list[tuple[list[int], int]]
) -> list[int]:
    best: tuple[int, list[int]] | None = None
    for reference, width in scales:
        positions = _positions(text, width)
        edges: list[int] = []
        distance = 0
        for place in own:
            left = range(edges[-1] + 1 if edges else 0, len(all_walls))
            edge = min(left, key=lambda e: abs(reference[all_walls[e]] - positions[place]), default=0)
            distance += abs(reference[all_walls[edge]] - positions[place])
            edges.append(edge)
        if best is None or distance < best[0]:
            best = distance, edges
    return best[1] if best else []


def _is_rule(text: str) -> bool:
    return bool(re.search(f"[{re.escape(_FLAT)}]", text)) and (
        bool(_RULED.fullmatch(text)) or any(c in _CORNERS and c != "+" for c in text)
    )


def _ruled(ln: _Line, width: int) -> list[bool]:
    found = [True] * width
    for (left, right), part in ln.parts().items():
        for column in range(left, right):
            found[column] = bool(part) and all(c in _FLAT for c in part)
    return found


def _said(part: str) -> bool:
    return any(c not in _FLAT and not c.isspace() for c in part)


def _row(
    band: Sequence[_Line], ruled: Sequence[bool], rows: list[list[Origin]], texts: dict[Origin, list[str]]
) -> list[Origin]:
    """Return where a row's cells begin: one that no rule parts from above goes on, one without edge spans."""
    edges = {edge for ln in band if not ln.is_rule for _, edge in ln.walls} or {e for _, e in band[0].walls}
    starts = sorted({0, *edges} - {len(ruled)})
    row: list[Origin] = []
    for number, start in enumerate(starts):
        end = starts[number + 1] if number + 1 < len(starts) else len(ruled)
        origin = rows[-1][start] if rows and not ruled[start] else (len(rows), start)
        texts.setdefault(origin, [])
        for ln in band:
            texts[origin] += [p for (at, _), p in ln.parts().items() if start <= at < end and _said(p)]
        row += [origin] * (end - start)
    return row


def _joined(parts: Sequence[str]) -> str:
    """Join what was broken over lines to fit its column: a break is kept only where something ends."""
    text = ""
    for part in parts:
        said = lines(part)
        if said:
            text += ("\n" if text.endswith(("。", "；", ";")) else "") + said
    return line(text) if "\n" not in text else text
