"""Makes the fingerprint of a picture: what `likeness` compares. Runs in the worker process."""

from __future__ import annotations

import cv2
import numpy as np

from ledger_app.search.likeness import FORM, GREY, MARKS, SIDE, VERSION

_NEAR, _FAR = MARKS // 2, MARKS - MARKS // 2
_FAR_FROM = 3  # octaves of 1.2: what a cut picture shows large was small in the whole one
_CELLS, _IN_CELL = 5, 3
_PAPER = 0.5
_WANTED = 1500

cv2.setNumThreads(1)


def fingerprint(picture: np.ndarray) -> bytes:
    """Return the fingerprint of an upright picture, grey with one byte a pixel."""
    height, width = picture.shape
    scale = SIDE / max(height, width)
    shape = (max(8, round(width * scale)), max(8, round(height * scale)))
    way = cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR
    grey = cv2.resize(picture, shape, interpolation=way)
    form = np.zeros((), FORM)
    form["version"] = VERSION
    form["size"] = shape
    form["grey"] = small = cv2.resize(grey, (GREY, GREY), interpolation=cv2.INTER_AREA)
    form["is_page"] = _is_page(small)
    form["whole"] = _whole(grey)
    points, marks = _marks(grey)
    form["count"] = len(marks)
    if len(marks):
        form["marks"][: len(marks)] = marks
        form["points"][: len(marks)] = np.round(np.clip(points / SIDE, 0, 1) * 65535)
    return form.tobytes()


def _is_page(small: np.ndarray) -> bool:
    """Return whether a picture is as bright as its brightest parts nearly everywhere: paper, a chat, a wall."""
    is_bright = small > 0.87 * np.percentile(small, 95)
    half = GREY // 2
    return bool(is_bright.reshape(2, half, 2, half).mean(axis=(1, 3)).min() > _PAPER)


def _whole(grey: np.ndarray) -> np.ndarray:
    """Return 256 bits that say where the whole is lighter than usual, by its slow waves."""
    small = cv2.resize(grey, (64, 64), interpolation=cv2.INTER_AREA).astype(np.float32)
    waves = cv2.dct(small)[1:17, 1:17].ravel()
    return np.packbits(waves > np.median(waves))


def _marks(grey: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the points that stand out, spread over the picture and over sizes, with 256 bits each."""
    finder = cv2.ORB_create(nfeatures=_WANTED, nlevels=8, edgeThreshold=16, patchSize=31, fastThreshold=8)
    found, marks = finder.detectAndCompute(cv2.GaussianBlur(grey, (0, 0), 1.0), None)
    if marks is None:
        return np.zeros((0, 2), np.float32), np.zeros((0, 32), np.uint8)
    points = np.array([k.pt for k in found], np.float32)
    is_far = np.array([k.octave >= _FAR_FROM for k in found])
    order = np.argsort([-k.response for k in found], kind="stable")
    cells = np.minimum(points / grey.shape[::-1] * _CELLS, _CELLS - 1).astype(int) @ (1, _CELLS)
    chosen = [*_spread(order[~is_far[order]], cells, _NEAR), *_spread(order[is_far[order]], cells, _FAR)]
    return points[chosen], marks[chosen]


def _spread(order: np.ndarray, cells: np.ndarray, most: int) -> list[int]:
    """Return the first of `order`, a few of each cell before any more: text must not take all."""
    taken: list[int] = []
    rest: list[int] = []
    filled = [0] * (_CELLS * _CELLS)
    for n in order.tolist():
        filled[cells[n]] += 1
        (taken if filled[cells[n]] <= _IN_CELL else rest).append(n)
    return (taken + rest)[:most]
