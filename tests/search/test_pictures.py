"""Pictures as they come from phones, scanners, chats and broken cards."""

from __future__ import annotations

import base64
import io
from pathlib import Path

import numpy as np
import pytest
from made_photos import exif, save, scene
from PIL import Image

from ledger_app.search.likeness import FORM
from ledger_app.search.model import Photo, Reading
from ledger_app.search.pictures import THUMBNAIL, THUMBNAIL_BYTES
from ledger_app.search.reading import read

NORTH_EAST = {1: "N", 2: (28.0, 30.0, 36.0), 3: "E", 4: (116.0, 0.0, 18.0)}
# 96 × 64 pixels that are to be turned by a quarter, written with x265
HEIC = "AAAAHGZ0eXBoZWljAAAAAG1pZjFoZWljbWlhZgAAAaFtZXRhAAAAAAAAACFoZGxyAAAAAAAAAABwaWN0AAAAAAAAAAAAAAAAAAAAADRpbG9jAAAAAERAAAIAAQAAAAABxQABAAAAAAAAAIsAAgAAAAACUAABAAAAAAAAAOYAAAA4aWluZgAAAAAAAgAAABVpbmZlAgAAAAABAABodmMxAAAAABVpbmZlAgAAAQACAABFeGlmAAAAAA5waXRtAAAAAAABAAAA4GlwcnAAAADAaXBjbwAAAHhodmNDAQNwAAAAkAAAAAAAHvAA/P34+AAADwNgAAEAGEABDAH//wNwAAADAJAAAAMAAAMAHroCQGEAAQArQgEBA3AAAAMAkAAAAwAAAwAeoDCBBZbqSSmubgIaDAgAAAMAyAAAAwAIQGIAAQAHRAHBcrAiQAAAABNjb2xybmNseAABAA0ABoAAAAAUaXNwZQAAAAAAAABgAAAAQAAAABBwaXhpAAAAAAMICAgAAAAJaXJvdAMAAAAYaXBtYQAAAAAAAAABAAEFgQIDBIUAAAAaaXJlZgAAAAAAAAAOY2RzYwACAAEAAQAAAXltZGF0AAAAhygBrxOAe4ME0dg//lfR3lzF+BnPFOja/pXDm7B4Bj+gPVDGym27eaA1OpBoQPqlLBCCD6CI7uvWaI9yOMeVQsfVUd9iH72UZO5eOUZTdgg3Gu7rIs+nWu7X/eAmr/r9tyeQLSk1hpWAWPqYyG83Vkew+qFE7WkmNnoR+H3hSc7mmKcCry9JPAAAAAZFeGlmAABNTQAqAAAACAAFAQ8AAgAAAAYAAABKARAAAgAAAARQLTEAARIAAwAAAAEABgAAh2kABAAAAAEAAABQiCUABAAAAAEAAAB2AAAAAFBob25lAAABkAMAAgAAABQAAABiAAAAADIwMjU6MDY6MDggMDk6MzA6MTIAAAQAAQACAAAAAk4AAAAAAgAFAAAAAwAAAKwAAwACAAAAAkUAAAAABAAFAAAAAwAAAMQAAAAAAAAAHAAAAAEAAAAeAAAAAQAAACQAAAABAAAAdAAAAAEAAAAAAAAAAQAAABIAAAAB"


def photo_of(path: Path) -> Photo:
    found = read(str(path)).photo
    assert found
    return found


def thumbnail_of(photo: Photo) -> Image.Image:
    assert photo.thumbnail
    return Image.open(io.BytesIO(photo.thumbnail)).convert("RGB")


def test_a_phones_photograph(tmp_path: Path):
    photo = photo_of(save(scene(1), tmp_path / "a.jpg", about=exif(place=NORTH_EAST)))
    assert (photo.width, photo.height) == (960, 720)
    assert photo.taken == "2025-06-08T09:30:12"
    assert photo.place == (28.51, 116.005)
    assert photo.camera == "HUAWEI P40"
    assert photo.fingerprint and len(photo.fingerprint) == FORM.itemsize
    assert thumbnail_of(photo).size == (THUMBNAIL, 180)
    assert len(photo.thumbnail) <= THUMBNAIL_BYTES


def test_a_picture_from_a_chat_says_nothing_of_itself(tmp_path: Path):
    photo = photo_of(save(scene(1, (1280, 960)), tmp_path / "mmexport.jpg", quality=60))
    assert (photo.width, photo.taken, photo.place, photo.camera) == (1280, None, None, None)
    assert photo.fingerprint


@pytest.mark.parametrize("turn", range(1, 9))
def test_a_picture_is_seen_upright(tmp_path: Path, turn: int):
    upright = Image.new("RGB", (120, 80), "white")
    upright.paste("red", (0, 0, 60, 40))
    undo = {2: 0, 3: 3, 4: 1, 5: 5, 6: 2, 7: 6, 8: 4}
    stored = upright.transpose(Image.Transpose(undo[turn])) if turn in undo else upright
    photo = photo_of(save(stored, tmp_path / "a.jpg", about=exif(turn=turn)))
    assert (photo.width, photo.height) == (120, 80)
    seen = thumbnail_of(photo)
    assert seen.size == (120, 80)
    red, _green, blue = seen.getpixel((20, 15))
    assert red > 200 and blue < 80
    assert min(seen.getpixel((100, 65))) > 200


def test_heic_is_turned_once(tmp_path: Path):
    (tmp_path / "a.heic").write_bytes(base64.b64decode(HEIC))
    found = read(str(tmp_path / "a.heic"))
    photo = found.photo
    assert found.error is None and photo
    assert (photo.width, photo.height) == (64, 96)
    assert photo.taken == "2025-06-08T09:30:12"
    assert photo.place == (28.51, 116.005)
    red, _green, blue = thumbnail_of(photo).getpixel((55, 8))  # the blue corner, turned to the upper right
    assert blue > red


@pytest.mark.parametrize(
    "written",
    [
        {1: "N", 2: (0.0, 0.0, 0.0), 3: "E", 4: (0.0, 0.0, 0.0)},
        {1: "N", 2: (95.0, 0.0, 0.0), 3: "E", 4: (116.0, 0.0, 0.0)},
        {1: "N", 2: (28.0, 30.0, 0.0)},
    ],
)
def test_a_place_that_is_none(tmp_path: Path, written: dict[int, object]):
    assert photo_of(save(scene(1), tmp_path / "a.jpg", about=exif(place=written))).place is None


def test_south_and_west(tmp_path: Path):
    written = NORTH_EAST | {1: "S", 3: "W"}
    assert photo_of(save(scene(1), tmp_path / "a.jpg", about=exif(place=written))).place == (-28.51, -116.005)


def test_degrees_over_zero(tmp_path: Path):
    data = bytearray(save(scene(1), tmp_path / "a.jpg", about=exif(place=NORTH_EAST)).read_bytes())
    degrees = np.array([28, 1, 30, 1, 36, 1], ">u4").tobytes()
    at = data.find(degrees)
    assert at > 0
    data[at : at + 24] = np.array([28, 0, 30, 0, 36, 0], ">u4").tobytes()
    (tmp_path / "b.jpg").write_bytes(data)
    photo = photo_of(tmp_path / "b.jpg")
    assert photo.place is None and photo.taken


@pytest.mark.parametrize(
    ("written", "taken"),
    [
        ("2025:06:08 09:30", "2025-06-08"),
        ("2025:06:08 25:61:00", "2025-06-08"),
        ("0000:00:00 00:00:00", None),
        ("1970:01:01 00:00:00", None),
        ("garbage", None),
    ],
)
def test_when_it_was_taken(tmp_path: Path, written: str, taken: str | None):
    assert photo_of(save(scene(1), tmp_path / "a.jpg", about=exif(taken=written))).taken == taken


def test_exif_that_is_garbage_costs_only_itself(tmp_path: Path):
    data = bytearray(save(scene(1), tmp_path / "a.jpg", about=exif()).read_bytes())
    at = data.find(b"Exif\0\0") + 6
    data[at + 8 : at + 60] = b"\xff" * 52
    (tmp_path / "b.jpg").write_bytes(data)
    found = read(str(tmp_path / "b.jpg"))
    assert found.photo and found.photo.thumbnail and found.photo.taken is None


@pytest.mark.parametrize("ending", ["jpg", "png"])
def test_what_can_be_seen_of_half_a_picture_is_kept(tmp_path: Path, ending: str):
    scene(1).save(tmp_path / f"a.{ending}")
    data = (tmp_path / f"a.{ending}").read_bytes()
    (tmp_path / f"a.{ending}").write_bytes(data[: len(data) // 2])
    found = read(str(tmp_path / f"a.{ending}"))
    assert found.error == "damaged"
    assert found.photo and (found.photo.width, found.photo.height) == (960, 720)
    top = np.asarray(thumbnail_of(found.photo))[:40]
    assert top.std() > 20


@pytest.mark.parametrize(
    ("mode", "name"),
    [("CMYK", "a.jpg"), ("L", "a.jpg"), ("P", "a.png"), ("RGBA", "a.png"), ("1", "a.tif"), ("LA", "a.png")],
)
def test_every_kind_of_pixel_is_seen(tmp_path: Path, mode: str, name: str):
    scene(1).convert(mode).save(tmp_path / name)
    found = read(str(tmp_path / name))
    assert found.error is None
    assert np.asarray(thumbnail_of(found.photo)).std() > 20


def test_sixteen_bits(tmp_path: Path):
    values = np.asarray(scene(1).convert("L")).astype(np.uint16) * 257
    Image.fromarray(values).save(tmp_path / "a.png")
    dark, light = np.asarray(thumbnail_of(photo_of(tmp_path / "a.png")).convert("L")).min(), 200
    assert dark < 60 and np.asarray(thumbnail_of(photo_of(tmp_path / "a.png"))).max() > light


def test_what_can_be_seen_through_lies_on_white(tmp_path: Path):
    Image.new("RGBA", (200, 200), (0, 0, 0, 0)).save(tmp_path / "a.png")
    assert thumbnail_of(photo_of(tmp_path / "a.png")).getpixel((50, 50)) == (255, 255, 255)


def test_an_animation_is_its_first_picture(tmp_path: Path):
    first, second = scene(1, (200, 150)), scene(2, (200, 150))
    first.save(tmp_path / "a.gif", save_all=True, append_images=[second], duration=100)
    found = read(str(tmp_path / "a.gif"))
    assert (found.pages, found.error) == (1, None)


def test_the_pages_of_a_scan(tmp_path: Path):
    sheets = [Image.new("RGB", (300, 400), c) for c in ("white", "grey", "black")]
    sheets[0].save(tmp_path / "a.tif", save_all=True, append_images=sheets[1:])
    assert read(str(tmp_path / "a.tif")).pages == 3


def test_a_huge_jpeg_is_seen_at_an_eighth(tmp_path: Path):
    Image.new("L", (20_000, 11_000), 128).save(tmp_path / "a.jpg")
    found = read(str(tmp_path / "a.jpg"))
    assert found.error is None and found.photo and found.photo.width == 20_000 and found.photo.thumbnail


def test_a_picture_too_large_to_decode_keeps_its_size(tmp_path: Path):
    Image.new("L", (21_000, 21_000), 128).save(tmp_path / "a.png")
    found = read(str(tmp_path / "a.png"))
    assert found == Reading(pages=1, photo=Photo(21_000, 21_000), error="too-large")


def test_icons_have_no_fingerprint(tmp_path: Path):
    photo = photo_of(save(scene(1, (48, 48)), tmp_path / "a.jpg"))
    assert photo.fingerprint is None and photo.thumbnail


def test_a_long_screenshot(tmp_path: Path):
    photo = photo_of(save(scene(1, (300, 9000)), tmp_path / "a.jpg"))
    assert thumbnail_of(photo).size == (8, THUMBNAIL)
