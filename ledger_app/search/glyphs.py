"""Finds the lines of text in a picture and reads them, offline, with the PP-OCR models that rapidocr ships.

Only the OCR worker imports this. The models run on onnxruntime itself: the package around them brings a
network library, and batches lines, which costs half a gigabyte and no time less.
"""

from __future__ import annotations

import importlib.util
import os
import sys
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
import onnxruntime

_THREADS = min(4, os.cpu_count() or 1)
_MULTIPLE = 32  # the detector halves its picture five times
_THRESHOLD = 0.3
_SURE_BOX = 0.5
_GROWTH = 1.6  # the detector marks the core of a line: this much of area by perimeter is around it
_THINNEST = 3
_MOST_BOXES = 1000
_LINE_HEIGHT = 48
_LONGEST_LINE = 4800
_SQUARE = 1.3
_STANDING = 3.0

Picture = np.ndarray
"""Height x width x 3, blue green red, 8 bits each."""


@dataclass(frozen=True, slots=True)
class Box:
    """A line of text as it lies in the picture: its middle, its size, and its slant.

    `width` runs along the text at `angle` degrees clockwise from level. As found, it is the longer side and
    the angle from -45 to 135; a single character counts as level.
    """

    x: float
    y: float
    width: float
    height: float
    angle: float

    @property
    def is_upright(self) -> bool:
        """Whether the line runs up or down the picture."""
        return self.angle > 45

    @property
    def is_tall(self) -> bool:
        """Whether it may as well be one or two characters that stand."""
        return self.is_upright and self.width < _STANDING * self.height


def models() -> Path | None:
    """Return the folder of the models, None where they are not installed."""
    frozen = getattr(sys, "_MEIPASS", None)
    found = importlib.util.find_spec("rapidocr")  # found, not imported
    places = [Path(frozen) / "rapidocr"] if frozen else []
    places += [Path(p) for p in (found.submodule_search_locations or ())] if found else []
    return next((p / "models" for p in places if (p / "models").is_dir()), None)


class Glyphs:
    """Both models, loaded; raises FileNotFoundError where one is not there."""

    def __init__(self, folder: Path | None = None) -> None:
        folder = folder or models()
        if folder is None:
            raise FileNotFoundError("models")
        cv2.setNumThreads(1)
        self._detector = _session(_model(folder, "*_det_*.onnx"))
        self._reader = _session(_model(folder, "*_rec_*.onnx"))
        known = self._reader.get_modelmeta().custom_metadata_map["character"].splitlines()
        self._characters = ["", *known, " "]

    def find(self, picture: Picture, *, longest: int) -> list[Box]:
        """Return the lines of text, looked for at `longest` pixels a side."""
        height, width = picture.shape[:2]
        scale = min(1.0, longest / max(height, width))
        size = tuple(max(_MULTIPLE, round(n * scale / _MULTIPLE) * _MULTIPLE) for n in (width, height))
        small = cv2.resize(picture, size, interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR)
        heat = _run(self._detector, _normal(small))[0, 0]
        return _boxes(heat, width / size[0], height / size[1])

    def read(self, picture: Picture, box: Box, *, turned: bool = False) -> tuple[str, float]:
        """Return a line's text and how sure it is (0..1); `turned` reads it from its other end."""
        line = _cut(picture, box)
        if line is None:
            return "", 0.0
        if turned:
            line = cv2.rotate(line, cv2.ROTATE_180)
        height, width = line.shape[:2]
        wanted = min(_LONGEST_LINE, max(_LINE_HEIGHT, round(width * _LINE_HEIGHT / height)))
        line = cv2.resize(line, (wanted, _LINE_HEIGHT), interpolation=cv2.INTER_LINEAR)
        chances = _run(self._reader, _normal(line))[0]
        return self._spelled(chances)

    def _spelled(self, chances: np.ndarray) -> tuple[str, float]:
        """Drop what repeats without a gap, and the gaps: the model says each character over some steps."""
        best = chances.argmax(axis=1)
        is_new = np.concatenate(([True], best[1:] != best[:-1])) & (best > 0)
        if not is_new.any():
            return "", 0.0
        text = "".join(self._characters[n] for n in best[is_new])
        return text, float(chances[is_new, best[is_new]].mean())


def _model(folder: Path, pattern: str) -> Path:
    found = sorted(folder.glob(pattern))
    if not found:
        raise FileNotFoundError(pattern)
    return found[0]


def _session(model: Path) -> onnxruntime.InferenceSession:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = _THREADS
    options.inter_op_num_threads = 1
    options.enable_cpu_mem_arena = False  # it keeps for ever what the largest page took
    options.enable_mem_pattern = False
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")  # waiting threads burn a core
    options.log_severity_level = 4
    return onnxruntime.InferenceSession(str(model), options, providers=["CPUExecutionProvider"])


def _run(session: onnxruntime.InferenceSession, values: np.ndarray) -> np.ndarray:
    return session.run(None, {session.get_inputs()[0].name: values})[0]


def _normal(picture: Picture) -> np.ndarray:
    values = picture.astype(np.float32).transpose(2, 0, 1)[None]
    values /= 127.5
    values -= 1
    return np.ascontiguousarray(values)


def _boxes(heat: np.ndarray, across: float, down: float) -> list[Box]:
    mask = cv2.dilate((heat > _THRESHOLD).astype(np.uint8), np.ones((2, 2), np.uint8))
    outlines, _ = cv2.findContours(mask, cv2.RETR_LIST, cv2.CHAIN_APPROX_SIMPLE)
    found = []
    for outline in sorted(outlines, key=cv2.contourArea, reverse=True)[:_MOST_BOXES]:
        (x, y), (width, height), angle = cv2.minAreaRect(outline)
        if min(width, height) < _THINNEST or _sureness(heat, (x, y), (width, height), angle) < _SURE_BOX:
            continue
        more = _GROWTH * width * height / (width + height)  # twice the distance, on both sides
        found.append(_box(x, y, width + more, height + more, angle, across, down))
    return found


def _sureness(
    heat: np.ndarray, middle: tuple[float, float], size: tuple[float, float], angle: float
) -> float:
    corners = cv2.boxPoints((middle, size, angle))
    left, top = np.clip(np.floor(corners.min(axis=0)).astype(int), 0, None)
    right, bottom = np.ceil(corners.max(axis=0)).astype(int) + 1
    part = heat[top:bottom, left:right]
    mask = np.zeros(part.shape, np.uint8)
    cv2.fillConvexPoly(mask, (corners - (left, top)).astype(np.int32), 1)
    return float(cv2.mean(part, mask)[0])


def _box(x: float, y: float, width: float, height: float, angle: float, across: float, down: float) -> Box:
    """Return the box in pixels of the whole picture, lying along its long side."""
    if width < height:
        width, height, angle = height, width, angle + 90
    angle = (angle + 45) % 180 - 45
    if angle > 45 and width < _SQUARE * height:
        width, height, angle = height, width, angle - 90
    scale = (across + down) / 2  # both are the same but for the rounding to a multiple
    return Box(x * across, y * down, width * scale, height * scale, angle)


def _cut(picture: Picture, box: Box) -> Picture | None:
    """Return the line laid level."""
    width, height = round(box.width), round(box.height)
    if width < 2 or height < 2:
        return None
    turn = cv2.getRotationMatrix2D((box.x, box.y), box.angle, 1.0)
    turn[:, 2] += (width / 2 - box.x, height / 2 - box.y)
    return cv2.warpAffine(
        picture, turn, (width, height), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE
    )
