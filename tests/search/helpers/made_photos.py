"""Photographs drawn for these tests: textured enough that parts of them can be found again."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFont


def scene(seed: int, size: tuple[int, int] = (960, 720)) -> Image.Image:
    """Return a picture of many shapes; each seed another one."""
    random = np.random.default_rng(seed)
    ground = Image.fromarray(random.integers(60, 200, (9, 12, 3)).astype(np.uint8)).resize(size)
    draw = ImageDraw.Draw(ground)
    for _ in range(160):
        x, y = random.integers(0, size[0]), random.integers(0, size[1])
        w, h = random.integers(12, 130, 2)
        box = (int(x), int(y), int(x + w), int(y + h))
        shape = draw.ellipse if random.random() < 0.4 else draw.rectangle
        shape(box, fill=tuple(random.integers(0, 256, 3).tolist()))
    return ground


def page(seed: int, filled: int) -> Image.Image:
    """Return a white form, filled in by some hand."""
    form, hand = np.random.default_rng(seed), np.random.default_rng((seed, filled))
    sheet = Image.new("RGB", (720, 960), "white")
    draw = ImageDraw.Draw(sheet)
    draw.text((200, 40), f"SIGN IN {seed}", fill="black", font=ImageFont.load_default(40))
    rows = np.linspace(120, 920, int(form.integers(12, 20)))
    for y in rows:
        draw.line((40, y, 680, y), fill="black", width=2)
    for y in rows[:-1]:
        for x in (60, 300, 480):
            steps = np.cumsum(hand.normal(0, 7, (12, 2)), axis=0) + np.array((x + 40, y + 22))
            draw.line([tuple(p) for p in steps.tolist()], fill=(40, 30, 90), width=2)
    return sheet


def exif(
    *, taken: str = "2025:06:08 09:30:12", place: dict[int, object] | None = None, turn: int = 1
) -> Image.Exif:
    """Return what a phone writes beside a picture."""
    found = Image.Exif()
    found[0x010F], found[0x0110], found[0x0112] = "HUAWEI", "HUAWEI P40", turn
    found.get_ifd(0x8769)[0x9003] = taken
    if place:
        found.get_ifd(0x8825).update(place)
    return found


def save(picture: Image.Image, path: Path, *, quality: int = 88, about: Image.Exif | None = None) -> Path:
    """Write a JPEG and return where."""
    path.parent.mkdir(parents=True, exist_ok=True)
    picture.save(path, "JPEG", quality=quality, exif=about or Image.Exif())
    return path
