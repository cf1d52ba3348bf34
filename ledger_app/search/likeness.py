"""Tells which pictures are the same photograph: resized, compressed again, cut, marked or brightened.

Two steps. `candidates` looks for pairs that share marks (ORB) without comparing each with each; `verdicts`
finds how one picture of a pair lies in the other and compares them there, block by block. A photograph of the
same place at another time shares marks too, and fails the second step.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from ledger_app.core.progress import Progress

VERSION = 1
"""Raise it with any change of the fingerprint, together with `reading.READER`."""
SIDE = 500
MARKS = 96
GREY = 64

_HEAD_FIELDS = [
    ("version", "u1"),
    ("is_page", "u1"),
    ("count", "u1"),
    ("spare", "u1"),
    ("size", "<u2", (2,)),
    ("whole", "u1", (32,)),
    ("points", "<u2", (MARKS, 2)),
    ("marks", "u1", (MARKS, 32)),
]
HEAD = np.dtype(_HEAD_FIELDS)
"""A fingerprint without its small grey picture: what `candidates` needs."""
FORM = np.dtype([*_HEAD_FIELDS, ("grey", "u1", (GREY, GREY))])
"""A fingerprint: `points` are 1/65535 of the longer side, `size` pixels where that has `SIDE`."""

SURE = 0.9
"""From this score on, what differs is no more than a line of writing."""

_TABLES = 14
_KEY_BYTES = 5
_CROWD = 24
_NEIGHBOURS = 8
_VOTES = 2
_LOW, _LOW_BITS, _SPREAD = np.uint64(0xFFFFFFFF), np.uint64(32), np.uint64(0x9E3779B97F4A7C15)
_FEWEST = 6
_CHUNK = 128


def candidates(heads: np.ndarray, is_new: np.ndarray, progress: Progress) -> np.ndarray:
    """Return pairs (n, 2) of rows of `heads` that may be alike, at least one of each pair new.

    A mark that more pictures have than a group could is passed over: it is the lettering of an app.
    """
    known = heads["version"] == VERSION
    votes = _Votes(is_new)
    rows, places = np.nonzero(np.arange(MARKS) < np.where(known, heads["count"], 0)[:, None])
    words = heads["marks"][rows, places].view(np.uint64)
    owners = (rows * MARKS + places).astype(np.uint64)
    photos = np.flatnonzero(known & (heads["is_page"] == 0) & (heads["count"] >= _FEWEST))
    wholes = np.ascontiguousarray(heads["whole"][photos]).view(np.uint64)
    for table in range(_TABLES):
        progress.at("compare", table, _TABLES)
        votes.add(_keys(words, table), owners, most=_CROWD)
        for vote in range(_VOTES):  # the whole picture's key speaks for itself
            votes.add(_keys(wholes, table), (photos * MARKS + vote).astype(np.uint64), most=None)
    return votes.pairs()


def verdicts(
    heads: np.ndarray,
    greys: Callable[[np.ndarray], np.ndarray],
    pairs: np.ndarray,
    progress: Progress,
) -> np.ndarray:
    """Return how alike each pair is, 0 to 1: 0 where it is not the same photograph.

    `greys(rows)` returns the small grey pictures of these rows.
    """
    scores = np.zeros(len(pairs))
    for start in range(0, len(pairs), _CHUNK):
        progress.at("compare", start, len(pairs))
        these = pairs[start : start + _CHUNK]
        rows, place = np.unique(these, return_inverse=True)
        small = greys(rows)[place.reshape(these.shape)]
        scores[start : start + _CHUNK] = _judged(heads[these[:, 0]], heads[these[:, 1]], small)
    return scores


class _Votes:
    """Counts how many marks of a row have a key in common with another row."""

    def __init__(self, is_new: np.ndarray) -> None:
        self._is_new = is_new
        self._codes: list[np.ndarray] = []

    def add(self, keys: np.ndarray, owners: np.ndarray, *, most: int | None) -> None:
        """Vote for the rows that have the same key: `owners` are row · MARKS + mark.

        Keys of more than `most` marks don't count; where there is no such bound, each row with a key votes
        for the few that follow it.
        """
        entries = np.sort(keys | owners)
        keys = entries >> _LOW_BITS
        starts = np.flatnonzero(np.r_[True, keys[1:] != keys[:-1]]) if len(keys) else np.zeros(0, int)
        sizes = np.diff(np.r_[starts, len(keys)])
        kept = np.repeat((sizes > 1) & (sizes <= (most or len(keys))), sizes)
        keys, owners = keys[kept], (entries[kept] & _LOW).astype(np.int64)
        rows, places = owners // MARKS, owners % MARKS
        for step in range(1, most or _NEIGHBOURS + 1):
            same = np.flatnonzero(keys[step:] == keys[:-step])
            if not len(same):
                break
            low, high = rows[same], rows[same + step]
            counts = (self._is_new[low] | self._is_new[high]) & (low != high)
            pair = low[counts] * len(self._is_new) + high[counts]
            self._codes.append(pair * MARKS + places[same[counts]])

    def pairs(self) -> np.ndarray:
        """Return the pairs with enough votes."""
        if not self._codes:
            return np.zeros((0, 2), int)
        codes = np.sort(np.concatenate(self._codes))
        codes = codes[np.r_[True, codes[1:] != codes[:-1]]] if len(codes) else codes
        codes, counts = np.unique(codes // MARKS, return_counts=True)
        codes = codes[counts >= _VOTES]
        return np.stack([codes // len(self._is_new), codes % len(self._is_new)], axis=1)


def _keys(words: np.ndarray, table: int) -> np.ndarray:
    """Return keys, in the upper half of 64 bits, of five bytes of each mark; each table takes others."""
    random = np.random.default_rng(table)
    chosen = np.isin(np.arange(8), random.permutation(8)[:_KEY_BYTES])
    mask = np.uint64(int.from_bytes(bytes(255 * chosen.astype(np.uint8)), "little"))
    return ((words[:, table % 4] & mask) * _SPREAD) & ~_LOW


_BEST = 16
_FAR_OFF = 64
_NEAR_ENOUGH = 0.016
_FIRST, _SECOND = np.triu_indices(_BEST, 1)
_BLOCKS, _PER = 8, 6
_TEXTURE = 4.0
_CORRELATED, _IDENTICAL = 0.85, 0.95
_ZOOMS = (1.02, 1.3, 9.9)
_SHARES = (0.78, 0.78, 0.65)
_SHARES_IDENTICAL = (0.74, 0.4, 0.15)
_FITTING = (0.65, 0.45, 0.4)
_PAGE_SHARE, _PAGE_MARKS = 0.97, 40
_LEAST_BLOCKS = 10
_LEAST_COVER = 0.4


def _judged(one: np.ndarray, other: np.ndarray, greys: np.ndarray) -> np.ndarray:
    """Return the score of each pair: the share of the picture that is the same where they lie on each other.

    A picture that was only cut or marked is the same to the grain, so that much is asked for where nothing was
    enlarged; two photographs of one notice board differ there. Pages must be the same all over.
    """
    turn, shift, fitting, known = _laid(one, other)
    correlation, textured, cover = _agreement(one, other, greys, turn, shift)
    count = textured.sum(axis=1)
    share, identical = (
        (textured & (correlation > least)).sum(axis=1) / np.maximum(count, 1)
        for least in (_CORRELATED, _IDENTICAL)
    )
    size = np.maximum(np.abs(turn), 1e-3)
    step = np.minimum(np.searchsorted(_ZOOMS, np.maximum(size, 1 / size)), len(_ZOOMS) - 1)
    is_page = (one["is_page"] | other["is_page"]) > 0
    good = (
        (fitting >= np.where(is_page, _PAGE_MARKS, np.where(step == 2, _FEWEST - 1, _FEWEST)))
        & (fitting >= np.take(_FITTING, step) * known)
        & (share >= np.where(is_page, _PAGE_SHARE, np.take(_SHARES, step)))
        & (identical >= np.take(_SHARES_IDENTICAL, step))
        & (count >= _LEAST_BLOCKS)
        & (cover >= _LEAST_COVER)
    )
    return np.where(good, share, 0.0)


def _laid(one: np.ndarray, other: np.ndarray) -> tuple[np.ndarray, ...]:
    """Find how `other` shows what `one` shows: z → turn·z + shift on points as complex numbers.

    Returns turn, shift, the number of marks that fit, and of those with a counterpart that `other` shows. Every
    two of the best counterparts propose a way; the one that most others fit is then fitted to all of these.
    """
    beside, distance = _counterparts(one, other)
    start = _complex(one)
    end = np.take_along_axis(_complex(other), beside, axis=1)
    is_known = distance <= _FAR_OFF
    best = np.argsort(np.where(is_known, distance, 999), axis=1, kind="stable")[:, :_BEST]
    from_, to = np.take_along_axis(start, best, 1), np.take_along_axis(end, best, 1)
    usable = np.take_along_axis(is_known, best, 1)
    apart, after = from_[:, _FIRST] - from_[:, _SECOND], to[:, _FIRST] - to[:, _SECOND]
    usable = usable[:, _FIRST] & usable[:, _SECOND] & (np.abs(apart) > 0.05)
    turns = np.where(usable, after / np.where(usable, apart, 1), 1)
    usable &= (np.abs(turns) > 0.4) & (np.abs(turns) < 2.6)
    shifts = to[:, _FIRST] - turns * from_[:, _FIRST]
    fits = _fits(turns[..., None], shifts[..., None], start[:, None], end[:, None]) & is_known[:, None]
    chosen = np.where(usable, fits.sum(axis=2), -1).argmax(axis=1)
    rows = np.arange(len(one))
    turn, shift, fitting = turns[rows, chosen], shifts[rows, chosen], fits[rows, chosen]
    for _ in range(2):
        turn, shift = _fitted(start, end, fitting, turn, shift)
        fitting = _fits(turn[:, None], shift[:, None], start, end) & is_known
    at, edge = turn[:, None] * start + shift[:, None], other["size"] / SIDE
    is_shown = (at.real > 0) & (at.imag > 0) & (at.real < edge[:, :1]) & (at.imag < edge[:, 1:])
    return turn, shift, fitting.sum(axis=1), (is_known & is_shown).sum(axis=1)


def _counterparts(one: np.ndarray, other: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return for each mark the nearest one of the other picture, and how many bits differ (999: none)."""
    left = np.ascontiguousarray(one["marks"]).view(np.uint64)
    right = np.ascontiguousarray(other["marks"]).view(np.uint64)
    apart = np.zeros((len(one), MARKS, MARKS), np.int16)
    for word in range(left.shape[2]):
        apart += np.bitwise_count(left[:, :, None, word] ^ right[:, None, :, word])
    places = np.arange(MARKS)
    apart[places[None] >= one["count"][:, None]] = 999
    apart.swapaxes(1, 2)[places[None] >= other["count"][:, None]] = 999
    there, back = apart.argmin(axis=2), apart.argmin(axis=1)
    distance = np.take_along_axis(apart, there[..., None], axis=2)[..., 0]
    is_mutual = np.take_along_axis(back, there, axis=1) == places
    return there, np.where(is_mutual, distance, 999)


def _complex(form: np.ndarray) -> np.ndarray:
    points = form["points"].astype(np.float32) / np.float32(65535)
    return points.view(np.complex64)[..., 0]


def _fits(turn: np.ndarray, shift: np.ndarray, start: np.ndarray, end: np.ndarray) -> np.ndarray:
    return np.abs(turn * start + shift - end) < _NEAR_ENOUGH


def _fitted(
    start: np.ndarray, end: np.ndarray, fitting: np.ndarray, turn: np.ndarray, shift: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Fit the way to all the marks that fit, by least squares; with fewer than three it stays."""
    count = np.maximum(fitting.sum(axis=1), 1)
    middle, aim = (start * fitting).sum(1) / count, (end * fitting).sum(1) / count
    around, about = (start - middle[:, None]) * fitting, (end - aim[:, None]) * fitting
    spread = (np.abs(around) ** 2).sum(axis=1)
    usable = (fitting.sum(axis=1) >= 3) & (spread > 1e-6)
    better = (np.conj(around) * about).sum(axis=1) / np.where(usable, spread, 1)
    return np.where(usable, better, turn), np.where(usable, aim - better * middle, shift)


def _agreement(
    one: np.ndarray, other: np.ndarray, greys: np.ndarray, turn: np.ndarray, shift: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Compare block by block in the frame of the picture that shows less.

    Returns each block's correlation, whether it has any texture, and the share of the frame that both show.
    """
    is_cut = np.abs(turn) >= 1  # then `other` is the part that was cut out
    sizes = one["size"] / SIDE, other["size"] / SIDE
    frame = np.where(is_cut[:, None], sizes[1], sizes[0])
    steps = (np.arange(_BLOCKS * _PER) + 0.5) / (_BLOCKS * _PER)
    across, down = (g.ravel() for g in np.meshgrid(steps, steps))
    at = across * frame[:, :1] + 1j * down * frame[:, 1:]
    back = (at - shift[:, None]) / np.where(turn == 0, 1, turn)[:, None]
    first, is_in_first = _sampled(greys[:, 0], np.where(is_cut[:, None], back, at), sizes[0])
    there = np.where(is_cut[:, None], at, turn[:, None] * at + shift[:, None])
    second, is_in_second = _sampled(greys[:, 1], there, sizes[1])
    inside = _blocks((is_in_first & is_in_second).astype(np.float32))
    a, b = _blocks(first), _blocks(second)
    area = np.maximum(inside.sum(axis=2), 1)
    a = (a - ((a * inside).sum(2) / area)[..., None]) * inside
    b = (b - ((b * inside).sum(2) / area)[..., None]) * inside
    rough, rougher = np.sqrt((a * a).sum(2) / area), np.sqrt((b * b).sum(2) / area)
    correlation = (a * b).sum(2) / area / np.maximum(rough * rougher, 1e-3)
    is_full = inside.mean(axis=2) > 0.85
    textured = is_full & (np.maximum(rough, rougher) > _TEXTURE)
    return correlation, textured, is_full.mean(axis=1)


def _blocks(values: np.ndarray) -> np.ndarray:
    cut = values.reshape(-1, _BLOCKS, _PER, _BLOCKS, _PER).transpose(0, 1, 3, 2, 4)
    return cut.reshape(-1, _BLOCKS * _BLOCKS, _PER * _PER)


def _sampled(greys: np.ndarray, at: np.ndarray, size: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the grey at these points, between pixels as it lies, and whether they are in the picture."""
    x = (at.real / size[:, :1]).astype(np.float32) * GREY - 0.5
    y = (at.imag / size[:, 1:]).astype(np.float32) * GREY - 0.5
    is_inside = (x >= -0.5) & (y >= -0.5) & (x <= GREY - 0.5) & (y <= GREY - 0.5)
    x, y = np.clip(x, 0, GREY - 1.001), np.clip(y, 0, GREY - 1.001)
    left, top = x.astype(int), y.astype(int)
    x, y = x - left, y - top
    flat = greys.reshape(len(greys), -1).astype(np.float32)
    corner = top * GREY + left

    def grey(step: int) -> np.ndarray:
        return np.take_along_axis(flat, corner + step, axis=1)

    above = grey(0) * (1 - x) + grey(1) * x
    below = grey(GREY) * (1 - x) + grey(GREY + 1) * x
    return above * (1 - y) + below * y, is_inside
