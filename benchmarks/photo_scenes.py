"""Drawn photographs of places: the same place looks different at another visit, as it does to a camera.

A place decides hills, houses, ground and things; a visit decides the sky, the light, the people, where
the photographer stands and how the camera is held. What is near moves more than what is far.
"""

from __future__ import annotations

from functools import lru_cache

import cv2
import numpy as np

WIDTH, HEIGHT = 1024, 768
Picture = np.ndarray


def photograph(place: int, visit: int = 0, shot: int = 0) -> Picture:
    """Return a visit to a place as RGB; another `shot` is the next of a burst."""
    here, seen = np.random.default_rng((place, 11)), np.random.default_rng((place, visit, 7))
    moved = np.random.default_rng((place, visit, shot, 13))
    step = seen.normal(0, 22, 2) + moved.normal(0, 1.5, 2)
    grain = _grain(place)
    picture = _sky(seen, np.roll(grain, visit * 331, 1))
    horizon = int(here.integers(HEIGHT * 0.33, HEIGHT * 0.5))
    _hills(picture, here, grain, horizon, step * 0.1)
    _ground(picture, here, grain, horizon, step * 0.5)
    for depth in np.sort(here.uniform(0.15, 1, int(here.integers(6, 12)))):
        _thing(picture, here, grain, horizon, depth, step * (0.15 + 0.85 * depth))
    for depth in np.sort(seen.uniform(0.35, 1, int(seen.integers(1, 6)))):
        _person(picture, seen, horizon, depth, step * depth)
    return _taken(picture, np.random.default_rng((place, visit, 17)), 1.0, moved)


def sheet(form: int, filled: int) -> Picture:
    """Return the photograph of a sign-in sheet: the same form, filled in by other hands."""
    layout, hand = np.random.default_rng((form, 3)), np.random.default_rng((form, filled, 5))
    paper = np.full((1200, 900, 3), 244, np.uint8)
    cv2.putText(paper, f"SIGN IN {form:04d}", (220, 110), cv2.FONT_HERSHEY_COMPLEX, 1.6, (20, 20, 20), 4)
    rows, columns = int(layout.integers(14, 22)), np.cumsum([60, *layout.integers(120, 220, 4)])
    ys = np.linspace(180, 1120, rows)
    for y in ys:
        cv2.line(paper, (60, int(y)), (int(columns[-1]), int(y)), (40, 40, 40), 2)
    for x in columns:
        cv2.line(paper, (int(x), 180), (int(x), 1120), (40, 40, 40), 2)
    for y in ys[: int(hand.integers(rows // 2, rows))]:
        for x in columns[:-1]:
            points = np.array((x + 50, y + 24)) + np.cumsum(hand.normal(0, 7, (14, 2)), axis=0)
            cv2.polylines(paper, [points.astype(np.int32)], False, (40, 30, 90), 2, cv2.LINE_AA)
    return _taken(paper, hand, 0.3, hand)


def _sky(random: np.random.Generator, grain: np.ndarray) -> Picture:
    top, low = random.integers(90, 200, 3), random.integers(170, 245, 3)
    ramp = np.linspace(0, 1, HEIGHT)[:, None, None]
    sky = top * (1 - ramp) + low * ramp + cv2.GaussianBlur(grain, (0, 0), 9)[..., None] * 60
    return np.clip(sky, 0, 255).astype(np.uint8)


@lru_cache(maxsize=8)
def _grain(seed: int) -> np.ndarray:
    """Return noise of several sizes, -1..1: clouds, hills, gravel and plaster are made of it."""
    random, total = np.random.default_rng(seed), np.zeros((HEIGHT, WIDTH), np.float32)
    for octave in range(4, 8):
        cells = random.normal(0, 1, (2**octave * 3 // 4 + 2, 2**octave + 2)).astype(np.float32)
        total += cv2.resize(cells, (WIDTH, HEIGHT), interpolation=cv2.INTER_LINEAR) * 0.62 ** (octave - 4)
    return np.clip(total / 2.2, -1, 1)


def _hills(
    picture: Picture, random: np.random.Generator, grain: np.ndarray, horizon: int, step: np.ndarray
) -> None:
    for layer in range(3):
        xs = np.arange(-60, WIDTH + 120, 40)
        ys = horizon - 110 + layer * 40 + np.cumsum(random.normal(0, 13, len(xs)))
        colour = np.array((110, 138, 150)) * (1 - layer / 3) + np.array((52, 92, 58)) * layer / 3
        mask = np.zeros((HEIGHT, WIDTH), np.uint8)
        shape = [*zip(xs + step[0], ys + step[1], strict=True), (WIDTH + 120, HEIGHT), (-60, HEIGHT)]
        cv2.fillPoly(mask, [np.array(shape, np.int32)], 255)
        _paint(picture, mask, colour, grain, random, 24, step)


def _ground(
    picture: Picture, random: np.random.Generator, grain: np.ndarray, horizon: int, step: np.ndarray
) -> None:
    mask = np.zeros((HEIGHT, WIDTH), np.uint8)
    mask[max(0, horizon + int(step[1] * 0.3)) :] = 255
    colours = ((128, 104, 76), (92, 132, 62), (150, 150, 146), (182, 160, 80))
    _paint(picture, mask, np.array(colours[random.integers(4)]), grain, random, 42, step)
    for _ in range(int(random.integers(3, 9))):
        x, to = random.uniform(0, WIDTH), random.uniform(-WIDTH * 0.5, WIDTH * 1.5)
        ends = np.array([(x, horizon), (to + step[0], HEIGHT)], np.int32)
        cv2.line(picture, ends[0].tolist(), ends[1].tolist(), random.integers(60, 190, 3).tolist(), 5)


def _thing(
    picture: Picture,
    random: np.random.Generator,
    grain: np.ndarray,
    horizon: int,
    depth: float,
    step: np.ndarray,
) -> None:
    """Draw a house, a tree or a board, standing on the ground."""
    x, foot = random.uniform(0, WIDTH) + step[0], horizon + depth * (HEIGHT - horizon) * 0.6 + step[1] * 0.4
    size, kind = 90 + 260 * depth, random.integers(3)
    mask = np.zeros((HEIGHT, WIDTH), np.uint8)
    if kind == 0:
        box = np.array((x, foot - size, x + size * 1.4, foot), int)
        cv2.rectangle(mask, box[:2].tolist(), box[2:].tolist(), 255, -1)
        _paint(picture, mask, random.integers(120, 240, 3), grain, random, 26, step)
        roof = np.array([(box[0] - 20, box[1]), (x + size * 0.7, box[1] - size * 0.5), (box[2] + 20, box[1])])
        cv2.fillPoly(picture, [roof.astype(np.int32)], random.integers(40, 170, 3).tolist(), cv2.LINE_AA)
        for n in range(int(random.integers(2, 5))):
            left = (int(x + size * (0.12 + 0.32 * n)), int(foot - size * 0.75))
            right = (left[0] + int(size * 0.18), left[1] + int(size * 0.3))
            cv2.rectangle(picture, left, right, random.integers(30, 110, 3).tolist(), -1)
            cv2.rectangle(picture, left, right, (232, 232, 228), 3)
    elif kind == 1:
        cv2.line(picture, (int(x), int(foot)), (int(x), int(foot - size)), (82, 64, 46), int(6 + 10 * depth))
        for at in random.normal(0, size * 0.22, (22, 2)):
            cv2.circle(mask, (int(x + at[0]), int(foot - size + at[1])), int(size * 0.13), 255, -1)
        _paint(picture, mask, np.array((58, 104, 50)), grain, random, 44, step)
    else:
        left, right = (int(x), int(foot - size * 0.7)), (int(x + size), int(foot - size * 0.15))
        cv2.rectangle(picture, left, right, random.integers(20, 220, 3).tolist(), -1)
        words = "".join(chr(c) for c in random.integers(65, 91, 7))
        at = (left[0] + 8, (left[1] + right[1]) // 2)
        cv2.putText(picture, words, at, cv2.FONT_HERSHEY_DUPLEX, size / 190, (250, 250, 250), 2, cv2.LINE_AA)


def _person(
    picture: Picture, random: np.random.Generator, horizon: int, depth: float, step: np.ndarray
) -> None:
    x, size = random.uniform(60, WIDTH - 60) + step[0], 70 + 240 * depth
    foot = horizon + depth * (HEIGHT - horizon) * 0.75
    coat, trousers = random.integers(20, 230, 3).tolist(), random.integers(20, 120, 3).tolist()
    middle = (int(x), int(foot - size * 0.62))
    for lean in (-0.09, 0.09):
        start, end = (int(x), int(foot - size * 0.45)), (int(x + lean * size), int(foot))
        cv2.line(picture, start, end, trousers, int(size * 0.1))
    cv2.ellipse(picture, middle, (int(size * 0.14), int(size * 0.22)), 0, 0, 360, coat, -1, cv2.LINE_AA)
    cv2.circle(picture, (int(x), int(foot - size * 0.92)), int(size * 0.08), (206, 172, 146), -1, cv2.LINE_AA)


def _paint(
    picture: Picture,
    mask: Picture,
    colour: np.ndarray,
    grain: np.ndarray,
    random: np.random.Generator,
    rough: float,
    step: np.ndarray,
) -> None:
    shift = random.integers(0, WIDTH, 2) + np.round(step[::-1]).astype(int)
    where = mask > 0
    picture[where] = np.clip(colour + np.roll(grain, shift, (0, 1))[where][:, None] * rough, 0, 255)


def _taken(
    picture: Picture, random: np.random.Generator, shake: float, moved: np.random.Generator
) -> Picture:
    """Hold the camera a little aslant, expose, and add the sensor's noise."""
    height, width = picture.shape[:2]
    turn, zoom = (
        random.normal(0, 1.2 * shake) + moved.normal(0, 0.1),
        1.06 + abs(random.normal(0, 0.02 * shake)),
    )
    held = cv2.getRotationMatrix2D((width / 2, height / 2), turn, zoom)
    shot = cv2.warpAffine(picture, held, (width, height), borderMode=cv2.BORDER_REFLECT).astype(np.float32)
    light = np.clip(1 + shake * random.normal(0, 0.08, 3) + shake * random.normal(0, 0.12), 0.55, 1.4)
    bend = np.exp(0.15 * shake * random.normal())
    tone = (255 * np.clip(np.arange(256)[:, None] * light / 255, 0, 1) ** bend).astype(np.float32)
    shot = np.stack([tone[shot[..., c].astype(np.uint8), c] for c in range(3)], axis=-1)
    noise = cv2.resize(moved.normal(0, 5, (height // 2, width // 2)).astype(np.float32), (width, height))
    return np.clip(shot + noise[..., None], 0, 255).astype(np.uint8)
