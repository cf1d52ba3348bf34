"""Photographs of the sample: drawn landscapes and rooms with the EXIF data of a phone."""

from __future__ import annotations

from datetime import datetime
from math import cos, sin
from pathlib import Path
from random import Random

from PIL import Image, ImageChops, ImageDraw, ImageFilter

from ledger_app.exchange.sample_grain import grain
from ledger_app.exchange.sample_plan import Photo
from ledger_app.exchange.sample_scenes import HEIGHT, SCENES, WIDTH, face

_CAMERAS = {
    "phone": ("SamplePhone", "SP-20", (WIDTH, HEIGHT)),
    "camera": ("SampleCamera", "SC-100", (WIDTH, HEIGHT)),
    "chat": ("", "", (1280, 960)),
}
# the crossing of two whole degrees: nobody's village
_ORIGIN = (28.0, 116.0)


def write_photo(target: Path, photo: Photo, at: datetime, random: Random) -> None:
    """Draw a scene and write it as a JPEG; `chat` pictures are smaller and carry no EXIF."""
    picture = Image.new("RGB", (WIDTH, HEIGHT))
    SCENES[photo.scene](ImageDraw.Draw(picture), random, photo.words)
    picture = _as_photographed(picture, random)
    _mark(picture, photo.place, at)
    make, model, size = _CAMERAS[photo.camera]
    if size != picture.size:
        picture = picture.resize(size, Image.Resampling.BILINEAR)
    exif = _exif(make, model, at, random if photo.is_located else None) if make else Image.Exif()
    picture.save(target, "JPEG", quality=78 if make else 66, exif=exif)


def _as_photographed(picture: Image.Image, random: Random) -> Image.Image:
    soft = _held(picture, random).filter(ImageFilter.BoxBlur(1))
    noise = grain(picture.size, random, middle=128, strength=9)
    shot = ImageChops.add(soft, Image.merge("RGB", (noise,) * 3), scale=1, offset=-128)
    corners = Image.radial_gradient("L").resize(picture.size).point(lambda v: 255 - v * v // 620)
    return ImageChops.multiply(shot, Image.merge("RGB", (corners,) * 3))


def _held(picture: Image.Image, random: Random) -> Image.Image:
    """Turn a picture a little, as a hand does, and go so near that no corner is bare."""
    turn, zoom = random.uniform(-0.02, 0.02), 0.965
    a, b = zoom * cos(turn), zoom * sin(turn)
    x, y = WIDTH / 2, HEIGHT / 2
    return picture.transform(
        picture.size,
        Image.Transform.AFFINE,
        (a, b, x - a * x - b * y, -b, a, y + b * x - a * y),
        Image.Resampling.BILINEAR,
    )


def _mark(picture: Image.Image, place: str, at: datetime) -> None:
    draw = ImageDraw.Draw(picture, "RGBA")
    bottom = HEIGHT - 60
    if place:
        draw.rectangle((46, bottom - 118, 54, bottom), fill=(250, 190, 30, 230))
        _write(draw, (72, bottom - 124), f"{at:%H:%M}", 54)
        _write(draw, (72, bottom - 62), f"{at:%Y-%m-%d}", 28)
        _write(draw, (72, bottom - 26), f"青山镇·{place}", 28)
    _write(draw, (WIDTH - 120, 30), "示例", 40)


def _write(draw: ImageDraw.ImageDraw, where: tuple[int, int], words: str, size: int) -> None:
    draw.text((where[0] + 2, where[1] + 2), words, fill=(0, 0, 0, 150), font=face(size))
    draw.text(where, words, fill=(255, 255, 255, 235), font=face(size))


def _exif(make: str, model: str, at: datetime, located: Random | None) -> Image.Exif:
    exif = Image.Exif()
    stamp = f"{at:%Y:%m:%d %H:%M:%S}"
    exif[0x010F], exif[0x0110], exif[0x0112] = make, model, 1
    exif[0x0131], exif[0x0132] = "Sample 1.0", stamp
    details = exif.get_ifd(0x8769)
    details.update({0x9003: stamp, 0x9004: stamp, 0x9011: "+08:00", 0xA002: WIDTH, 0xA003: HEIGHT})
    if located is not None:
        north, east = (o + located.uniform(-0.03, 0.03) for o in _ORIGIN)
        exif.get_ifd(0x8825).update({1: "N", 2: _degrees(north), 3: "E", 4: _degrees(east)})
    return exif


def _degrees(value: float) -> tuple[float, float, float]:
    minutes = (value - int(value)) * 60
    return float(int(value)), float(int(minutes)), round((minutes - int(minutes)) * 60, 2)
