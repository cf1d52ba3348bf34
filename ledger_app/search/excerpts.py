"""The piece of a text to show for a hit, with what matched in it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from ledger_app.search.characters import searchable, searchable_with_places
from ledger_app.search.querying import LONGEST
from ledger_app.search.texts import Piece

Ranges = tuple[tuple[int, int], ...]

_BEFORE = 24
_LENGTH = 96
_LOOKED_AT = 40  # pieces of a file after the first with a hit, for one that holds more of the words
_MOST_MARKS = 50


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A piece of text with what matched in it as (start, end), and the page it is from."""

    text: str
    ranges: Ranges
    page: int | None


def excerpt(pieces: Iterable[Piece], wanted: Sequence[str], terms: Sequence[str]) -> Excerpt | None:
    """Return the first piece of text that holds most of `wanted`, with all `terms` marked; None where none does."""
    best: tuple[int, Piece] | None = None
    looked_at = 0
    for piece in _joined(pieces, wanted):
        held = sum(term in piece.folded for term in wanted)
        if held > (best[0] if best else 0):
            best = held, piece
        looked_at += best is not None
        if held == len(wanted) or looked_at > _LOOKED_AT:
            break
    return _around(best[1], wanted, terms) if best else None


def ranges_in(text: str, terms: Iterable[str]) -> Ranges:
    """Return where folded words stand in a text: in order, merged where they overlap or touch."""
    folded, places = searchable_with_places(text)
    return _merged(_spans(folded, terms), places, len(text))


def _joined(pieces: Iterable[Piece], wanted: Sequence[str]) -> Iterator[Piece]:
    """Return the pieces, and where one goes on with the one before and a word lies across both, the two as one."""
    before: Piece | None = None
    for piece in pieces:
        if piece.continues and before is not None:
            seam = before.folded[-LONGEST:] + piece.folded[:LONGEST]
            if any(t in seam and t not in before.folded and t not in piece.folded for t in wanted):
                piece = Piece(piece.page, before.text + piece.text, before.folded + piece.folded, True)
        yield piece
        before = piece


def _around(piece: Piece, wanted: Sequence[str], terms: Sequence[str]) -> Excerpt:
    folded = piece.folded
    first = _first_window(folded, wanted)
    start = max(first - _BEFORE, 0)
    line = folded.rfind("\n", start, first)
    start = line + 1 if line >= 0 else start
    end = min(start + _LENGTH, len(folded))
    spans = [s for s in _spans(folded[: end + LONGEST], terms, start) if s[0] < end]
    end = min(max([end, *(b for _, b in spans)]), len(folded))
    places = _places(piece, start, end)
    raw_start = places[start] if start < len(places) else len(piece.text)
    raw_end = places[end] if end < len(places) else len(piece.text)
    before, after = "…" if raw_start else "", "…" if raw_end < len(piece.text) else ""
    shift = len(before) - raw_start
    ranges = _merged(spans, places, len(piece.text))
    shown = piece.text[raw_start:raw_end].replace("\n", " ")
    return Excerpt(f"{before}{shown}{after}", tuple((a + shift, b + shift) for a, b in ranges), piece.page)


def _places(piece: Piece, start: int, end: int) -> Sequence[int]:
    """Return where in the text its searchable characters come from; these from `start` to `end` are looked up."""
    is_even = len(piece.text) == len(piece.folded)
    if is_even and searchable(piece.text[start:end]) == piece.folded[start:end]:
        return range(len(piece.text))
    return searchable_with_places(piece.text)[1]


def _first_window(folded: str, wanted: Sequence[str]) -> int:
    """Return the first of the places of words around which most different words stand together."""
    starts = sorted((a, term) for term in wanted for a, _ in _spans(folded, [term]))
    best, most = 0, 0
    for n, (at, _term) in enumerate(starts):
        near = {term for a, term in starts[n : n + 2 * len(wanted) + 8] if a < at + _LENGTH - _BEFORE}
        if len(near) > most:
            best, most = at, len(near)
        if most == len(wanted):
            break
    return best


def _spans(folded: str, terms: Iterable[str], start: int = 0) -> list[tuple[int, int]]:
    found = []
    for term in terms:
        at = folded.find(term, start)
        marks = 0
        while at >= 0 and marks < _MOST_MARKS:
            found.append((at, at + len(term)))
            at = folded.find(term, at + 1)
            marks += 1
    return sorted(found)


def _merged(spans: Iterable[tuple[int, int]], places: Sequence[int], length: int) -> Ranges:
    merged: list[tuple[int, int]] = []
    for a, b in spans:
        start = places[a]
        end = max(places[b] if b < len(places) else length, places[b - 1] + 1)
        if b < len(places) and end - places[b - 1] > 1 and places[b] - places[b - 1] > 1:
            end = places[b - 1] + 1  # what was left out behind a word is not of it
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return tuple(merged)
