"""What happens to photographs on their way: made smaller, compressed, cut, marked, brightened."""

from __future__ import annotations

from collections.abc import Callable

import cv2
import numpy as np

Picture = np.ndarray
Change = Callable[[Picture, np.random.Generator], Picture]


def jpeg(picture: Picture, quality: int) -> Picture:
    """Return a picture as it comes back from a JPEG of this quality."""
    data = cv2.imencode(".jpg", picture[..., ::-1], [cv2.IMWRITE_JPEG_QUALITY, quality])[1]
    return cv2.imdecode(data, cv2.IMREAD_COLOR)[..., ::-1]


def smaller(picture: Picture, share: float) -> Picture:
    """Return a picture with each side this share of what it was."""
    return cv2.resize(picture, None, fx=share, fy=share, interpolation=cv2.INTER_AREA)


def cut(picture: Picture, left: float, top: float, right: float, bottom: float) -> Picture:
    """Cut these shares of a picture off."""
    height, width = picture.shape[:2]
    return picture[
        round(height * top) : round(height * (1 - bottom)), round(width * left) : round(width * (1 - right))
    ]


def marked(picture: Picture, random: np.random.Generator) -> Picture:
    """Write time, day and place into the lower left, as the watermark cameras do."""
    picture = picture.copy()
    height, width = picture.shape[:2]
    scale = width / 1600
    day = f"2025-{random.integers(1, 13):02d}-{random.integers(1, 28):02d} Monday"
    lines = (
        (f"{random.integers(7, 19):02d}:{random.integers(0, 60):02d}", 2.2, 60),
        (day, 1.2, 120),
        (f"Qingshan village {random.integers(1, 30)} group", 1.2, 180),
    )
    left, top = round(46 * scale), round(height - 250 * scale)
    cv2.rectangle(
        picture, (left, top), (left + round(8 * scale), height - round(40 * scale)), (250, 190, 30), -1
    )
    for words, size, down in lines:
        at = (left + round(20 * scale), top + round(down * scale))
        thick = max(1, round(2 * size * scale))
        cv2.putText(picture, words, at, cv2.FONT_HERSHEY_DUPLEX, size * scale, (255,) * 3, thick, cv2.LINE_AA)
    return picture


def banded(picture: Picture, _random: np.random.Generator) -> Picture:
    """Lay a strip with words over the lowest eighth."""
    picture = picture.copy()
    height, width = picture.shape[:2]
    band = round(height * 0.12)
    picture[height - band :] = (20, 60, 140)
    at = (10, height - band // 3)
    cv2.putText(picture, "RECORD 2025", at, cv2.FONT_HERSHEY_DUPLEX, width / 900, (255,) * 3, 2, cv2.LINE_AA)
    return picture


def lit(picture: Picture, gain: float, lift: float, bend: float) -> Picture:
    """Change brightness, contrast and tone."""
    values = np.clip(np.arange(256) * gain + lift, 0, 255) / 255
    return (255 * values**bend).astype(np.uint8)[picture]


def _one_side(share: float) -> Change:
    return lambda p, random: cut(p, *(np.eye(4)[random.integers(4)] * share))


def _two_sides(share: float) -> Change:
    return lambda p, random: cut(p, *random.permutation([share, share, 0, 0]))


def _sent(picture: Picture) -> Picture:
    return jpeg(smaller(picture, 0.6), 55)


CHANGES: dict[str, Change] = {
    "half the size": lambda p, _: smaller(p, 0.5),
    "30 % of the size": lambda p, _: smaller(p, 0.3),
    "JPEG quality 95": lambda p, _: jpeg(p, 95),
    "JPEG quality 30": lambda p, _: jpeg(p, 30),
    "sent by a messenger": lambda p, _: _sent(p),
    "10 % cut off one side": _one_side(0.1),
    "25 % cut off one side": _one_side(0.25),
    "20 % cut off two sides": _two_sides(0.2),
    "20 % cut off all sides": lambda p, _: cut(p, 0.2, 0.2, 0.2, 0.2),
    "25 % cut off all sides": lambda p, _: cut(p, 0.25, 0.25, 0.25, 0.25),
    "watermark": marked,
    "another watermark over it": lambda p, random: marked(marked(p, random), random),
    "strip of words": banded,
    "brighter": lambda p, _: lit(p, 1.15, 25, 0.9),
    "darker, less contrast": lambda p, _: lit(p, 0.75, -5, 1.2),
    "cut, watermark, sent": lambda p, random: _sent(marked(cut(p, *random.uniform(0, 0.15, 4)), random)),
}
