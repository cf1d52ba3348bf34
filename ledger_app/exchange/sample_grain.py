"""The grain of sensors and scanners, seeded: Pillow's own noise cannot be."""

from __future__ import annotations

from functools import cache
from random import Random

from PIL import Image

_TILE = 256
_TURNS = tuple(Image.Transpose)


def grain(size: tuple[int, int], random: Random, *, middle: int, strength: float) -> Image.Image:
    """Return grey noise around `middle` with this standard deviation."""
    patch = _noise().point(lambda v: round(middle + (v - 128) * strength / 32))
    whole = Image.new("L", size)
    for x in range(0, size[0], _TILE):
        for y in range(0, size[1], _TILE):
            whole.paste(patch.transpose(random.choice(_TURNS)), (x, y))
    return whole


@cache
def _noise() -> Image.Image:
    random = Random("grain")
    values = bytes(max(0, min(255, round(random.gauss(128, 32)))) for _ in range(_TILE * _TILE))
    return Image.frombytes("L", (_TILE, _TILE), values)
