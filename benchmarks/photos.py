"""How well and how fast the same photograph is found again: prints tables in Markdown.

    python -m benchmarks.photos [--places N] [--folder DIR] [--groups N ...]

`--folder` takes photographs from a folder (the sample's, or one's own) beside the drawn ones.
"""

from __future__ import annotations

import argparse
import io
import sys
import tempfile
import time
from collections.abc import Iterable
from pathlib import Path

import cv2
import numpy as np
from PIL import Image

from benchmarks.photo_changes import CHANGES, jpeg
from benchmarks.photo_scenes import photograph, sheet
from ledger_app.core.progress import Progress
from ledger_app.search import likeness
from ledger_app.search.fingerprints import fingerprint
from ledger_app.search.reading import read

_ENDINGS = (".jpg", ".jpeg", ".png", ".heic")


def main(arguments: list[str]) -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--places", type=int, default=60)
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--groups", type=int, nargs="*", default=[1_000, 20_000])
    options = parser.parse_args(arguments)
    drawn = [photograph(place) for place in range(options.places)]
    sets = {"drawn": drawn}
    if options.folder:
        sets["folder"] = [p for p in _opened(options.folder) if not _forms([p])["is_page"][0]]
    _say(_recall(sets))
    _say(_false_alarms(drawn, options.places))
    _say(_reading())
    _say(_grouping(options.groups, drawn))


def _recall(sets: dict[str, list[np.ndarray]]) -> list[str]:
    lines = ["| change | " + " | ".join(sets) + " |", "| --- |" + " ---: |" * len(sets)]
    first = {name: _forms(pictures) for name, pictures in sets.items()}
    for change, work in CHANGES.items():
        cells = []
        for name, pictures in sets.items():
            random = np.random.default_rng(5)
            second = _forms(jpeg(work(p, random), 80) for p in pictures)
            whole = np.concatenate([first[name], second])
            found = _found(whole)
            cells.append(f"{np.mean([(n, n + len(second)) in found for n in range(len(second))]):.0%}")
        lines.append(f"| {change} | " + " | ".join(cells) + " |")
    return lines


def _false_alarms(drawn: list[np.ndarray], places: int) -> list[str]:
    first = _forms(drawn)
    visits = _forms(photograph(place, 1) for place in range(places))
    shots = _forms(photograph(place, 0, 1) for place in range(places))
    sheets = _forms(sheet(form, filled) for form in range(places // 3) for filled in (0, 1))
    others = {(a, b) for a, b in _found(first)}
    pairs = places * (places - 1) // 2
    filled = {(a, b) for a, b in _found(sheets) if a // 2 == b // 2}
    return [
        "| pairs | called the same |",
        "| --- | ---: |",
        f"| other places | {len(others) / pairs:.2%} |",
        f"| the same place on another day | {_rate(first, visits):.1%} |",
        f"| the same form filled in by others | {len(filled) / max(places // 3, 1):.1%} |",
        f"| the next shot of a burst (may be) | {_rate(first, shots):.1%} |",
    ]


def _reading() -> list[str]:
    picture = cv2.resize(photograph(1), (4032, 3024), interpolation=cv2.INTER_CUBIC)
    grain = np.random.default_rng(1).integers(-9, 10, (3024, 4032, 1))
    large = np.clip(picture + grain, 0, 255).astype(np.uint8)
    small = cv2.resize(picture, (1280, 960), interpolation=cv2.INTER_AREA)
    lines = ["| file | size | a second of one core |", "| --- | ---: | ---: |"]
    for name, pixels, quality in (("12 megapixels", large, 90), ("from a messenger", small, 75)):
        target = io.BytesIO()
        Image.fromarray(pixels).save(target, "JPEG", quality=quality)
        with tempfile.NamedTemporaryFile(suffix=".jpg") as file:
            file.write(target.getvalue())
            file.flush()
            read(file.name)
            begun = time.process_time()
            for _ in range(10):
                read(file.name)
            rate = 10 / (time.process_time() - begun)
        lines.append(f"| {name} | {target.tell() / 1e6:.1f} MB | {rate:.0f} |")
    return lines


def _grouping(counts: Iterable[int], drawn: list[np.ndarray]) -> list[str]:
    """Time archives of which each tenth photograph is a copy; the marks of the others are mixed from all."""
    known = _forms(drawn)
    lines = ["| photographs | pairs looked at | same | seconds of one core | ten more |", "| ---: " * 5 + "|"]
    for count in counts:
        whole = _mixed(known, count)
        begun = time.process_time()
        pairs = likeness.candidates(whole, np.ones(count, bool), Progress())
        scores = likeness.verdicts(whole, lambda rows, w=whole: w["grey"][rows], pairs, Progress())
        seconds = time.process_time() - begun
        is_new = np.arange(count) >= count - 10
        begun = time.process_time()
        few = likeness.candidates(whole, is_new, Progress())
        likeness.verdicts(whole, lambda rows, w=whole: w["grey"][rows], few, Progress())
        again = time.process_time() - begun
        lines.append(
            f"| {count:,} | {len(pairs):,} | {np.count_nonzero(scores):,} | {seconds:.1f} | {again:.1f} |"
        )
    return lines


def _mixed(known: np.ndarray, count: int) -> np.ndarray:
    random = np.random.default_rng(3)
    marks = known["marks"].reshape(-1, known["marks"].shape[-1])
    whole = known[random.integers(0, len(known), count)].copy()
    whole["whole"] = random.integers(0, 256, whole["whole"].shape)
    for start in range(0, count, 5000):
        part = whole[start : start + 5000]
        chosen = marks[random.integers(0, len(marks), part["marks"].shape[:2])]
        flips = (
            random.random((*chosen.shape, 8)) < 0.15
        )  # seen from elsewhere each mark is a little different
        part["marks"] = chosen ^ np.packbits(flips, axis=-1)[..., 0]
        part["points"] = random.integers(0, 65536, part["points"].shape)
    copies = np.arange(0, count - 1, 10)
    whole[copies + 1] = whole[copies]
    return whole


def _rate(first: np.ndarray, second: np.ndarray) -> float:
    found = _found(np.concatenate([first, second]))
    return float(np.mean([(n, n + len(first)) in found for n in range(len(first))]))


def _found(forms: np.ndarray) -> set[tuple[int, int]]:
    pairs = likeness.candidates(forms, np.ones(len(forms), bool), Progress())
    scores = likeness.verdicts(forms, lambda rows: forms["grey"][rows], pairs, Progress())
    return {(a, b) for (a, b), score in zip(pairs.tolist(), scores, strict=True) if score > 0}


def _forms(pictures: Iterable[np.ndarray]) -> np.ndarray:
    made = [fingerprint(cv2.cvtColor(np.ascontiguousarray(p), cv2.COLOR_RGB2GRAY)) for p in pictures]
    return np.frombuffer(b"".join(made), likeness.FORM)


def _opened(folder: Path) -> Iterable[np.ndarray]:
    for path in sorted(p for p in folder.rglob("*") if p.suffix.lower() in _ENDINGS):
        try:
            with Image.open(path) as image:
                image.draft("RGB", (1280, 1280))
                picture = image.convert("RGB")
        except OSError:
            continue
        picture.thumbnail((1280, 1280))
        yield np.asarray(picture)


def _say(lines: list[str]) -> None:
    sys.stdout.write("\n".join(lines) + "\n\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1:])
