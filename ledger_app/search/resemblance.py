"""Tells which texts are nearly the same, by what they say in sentences: names, numbers and forms left out.

A signature holds one byte for each of `SLOTS` orders of the text's runs of four characters (MinHash): the share
of bytes that two signatures have in common is the share of runs that their texts do. Eight bytes that are the same
bring two texts together, so that not each is compared with each.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from ledger_app.search.model import Alike, Part
from ledger_app.search.villages import villages_in

if TYPE_CHECKING:
    import numpy as np

SLOTS = 128
"""Bytes of a signature."""
ALIKE = 0.8
"""From this share of the same runs on, two texts are nearly the same."""

_RUN = 4
_FEWEST = 120
_TEXT = 40_000
_BAND = 8
_SHORTEST_LINE = 10
_LABEL = re.compile(r"^[^：:，。；]{1,12}[：:]")
_WRITTEN = re.compile(r"[\u4e00-\u9fff]+")
_NUMBERS = re.compile(r"[〇零一二三四五六七八九十百千万两]+(?=[年月日号户人次个元亩时点分名])|[上下]午")
_NUMBERED = re.compile(r"^[\s（(]*[\d一二三四五六七八九十]{1,3}[）)、.．\s]+")
_SEED = 20_250_608


def signature(parts: Iterable[Part]) -> bytes:
    """Return what a text is compared by; empty where it says too little in sentences."""
    text = "\n".join(part.text for part in parts if part.source != "names")[:_TEXT]
    said = sentences(text)
    return _signed(said) if len(said) >= _FEWEST else b""


def sentences(text: str) -> str:
    """Return the characters of a text's sentences: without labels, rows of tables, numbers and names of villages."""
    for name in villages_in(text):
        text = text.replace(name, "村")
    kept: list[str] = []
    for line in text.splitlines():
        bare = _LABEL.sub("", _NUMBERED.sub("", line), count=1)
        if _is_row(bare):
            continue
        said = "".join(_WRITTEN.findall(_NUMBERS.sub("", bare)))
        if len(said) >= _SHORTEST_LINE:
            kept.append(said)
    return "".join(kept)


def groups(signatures: Mapping[int, bytes]) -> tuple[Alike, ...]:
    """Return the items whose texts are nearly the same, by their first item; those without a signature have none."""
    known = sorted(item for item, signed in signatures.items() if len(signed) == SLOTS)
    if len(known) < 2:
        return ()
    import numpy as np  # see docs/decisions/0006-late-imports.md

    marks = np.frombuffer(b"".join(signatures[item] for item in known), np.uint8).reshape(-1, SLOTS)
    pairs = _candidates(marks.view(np.uint64))
    shares = (marks[pairs[:, 0]] == marks[pairs[:, 1]]).mean(axis=1)
    shares = (shares - 1 / 256) / (1 - 1 / 256)  # one in 256 bytes is the same by chance
    above = list(range(len(known)))
    lowest: dict[int, float] = {}

    def top(row: int) -> int:
        while above[row] != row:
            above[row] = row = above[above[row]]
        return row

    for (one, other), share in zip(pairs.tolist(), shares.tolist(), strict=True):
        if share >= ALIKE:
            first, second = sorted((top(one), top(other)))
            above[second] = first
            lowest[first] = min(share, lowest.get(first, 1.0), lowest.get(second, 1.0))
    gathered: dict[int, list[int]] = {}
    for row, item in enumerate(known):
        gathered.setdefault(top(row), []).append(item)
    return tuple(
        Alike(tuple(items), round(lowest[row], 3))
        for row, items in sorted(gathered.items())
        if len(items) > 1
    )


def _is_row(line: str) -> bool:
    """Whether a line is a table's: several short pieces without the marks of a sentence."""
    pieces = line.replace("|", " ").split()
    return len(pieces) >= 3 and not re.search("[，。；]", line)


def _signed(said: str) -> bytes:
    import numpy as np

    letters = np.frombuffer(said.encode("utf-32-le"), np.uint32).astype(np.uint64)
    runs = np.zeros(len(letters) - _RUN + 1, np.uint64)
    for step in range(_RUN):
        runs = runs * np.uint64(0x9E3779B97F4A7C15) + letters[step : len(letters) - _RUN + 1 + step]
    runs = np.unique(runs)
    random = np.random.default_rng(_SEED)
    odd = random.integers(0, 1 << 63, SLOTS, np.uint64) | np.uint64(1)
    more = random.integers(0, 1 << 63, SLOTS, np.uint64)
    least = np.empty(SLOTS, np.uint64)
    for slot in range(SLOTS):
        mixed = (runs ^ more[slot]) * odd[slot]
        least[slot] = (mixed ^ (mixed >> np.uint64(29))).min()
    least *= np.uint64(0xBF58476D1CE4E5B9)
    return (least >> np.uint64(56)).astype(np.uint8).tobytes()


def _candidates(bands: np.ndarray) -> np.ndarray:
    """Return pairs (n, 2) of rows that have a band in common: each with the next and with the first of them."""
    import numpy as np

    found = [np.zeros((0, 2), np.int64)]
    for band in range(bands.shape[1]):
        order = np.argsort(bands[:, band], kind="stable")
        keys = bands[order, band]
        is_same = keys[1:] == keys[:-1]
        starts = np.flatnonzero(np.r_[True, ~is_same])
        heads = order[np.repeat(starts, np.diff(np.r_[starts, len(keys)]))]
        later = np.flatnonzero(is_same) + 1
        found.append(np.stack([order[later - 1], order[later]], axis=1))
        found.append(np.stack([heads[later], order[later]], axis=1))
    pairs = np.sort(np.concatenate(found), axis=1)
    return np.unique(pairs, axis=0)
