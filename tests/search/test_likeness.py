"""The same photograph is found again however it was changed, and another one is not taken for it."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from made_photos import page, scene
from PIL import Image, ImageDraw, ImageEnhance

from ledger_app.core.errors import Cancelled
from ledger_app.core.progress import Progress
from ledger_app.search import likeness
from ledger_app.search.fingerprints import fingerprint

COUNT = 12


def forms(pictures: list[Image.Image]) -> np.ndarray:
    made = [fingerprint(np.asarray(p.convert("L"))) for p in pictures]
    return np.frombuffer(b"".join(made), likeness.FORM)


def same(whole: np.ndarray, is_new: np.ndarray | None = None) -> dict[tuple[int, int], float]:
    new = np.ones(len(whole), bool) if is_new is None else is_new
    pairs = likeness.candidates(whole, new, Progress())
    scores = likeness.verdicts(whole, lambda rows: whole["grey"][rows], pairs, Progress())
    return {(a, b): s for (a, b), s in zip(pairs.tolist(), scores.tolist(), strict=True) if s}


def cut(picture: Image.Image, left: float, top: float, right: float, bottom: float) -> Image.Image:
    w, h = picture.size
    return picture.crop((int(w * left), int(h * top), int(w * (1 - right)), int(h * (1 - bottom))))


def marked(picture: Image.Image) -> Image.Image:
    picture = picture.copy()
    draw = ImageDraw.Draw(picture)
    draw.rectangle((20, picture.height - 130, 24, picture.height - 20), fill="orange")
    for n, words in enumerate(("09:30", "2025-06-08 Sunday", "Qingshan, group 3")):
        draw.text((34, picture.height - 130 + 36 * n), words, fill="white", font_size=28)
    return picture


CHANGES: dict[str, Callable[[Image.Image], Image.Image]] = {
    "smaller": lambda p: p.resize((400, 300)),
    "brighter": lambda p: ImageEnhance.Brightness(p).enhance(1.2),
    "less contrast": lambda p: ImageEnhance.Contrast(p).enhance(0.7),
    "marked": marked,
    "left": lambda p: cut(p, 0.25, 0, 0, 0),
    "bottom": lambda p: cut(p, 0, 0, 0, 0.25),
    "two sides": lambda p: cut(p, 0.2, 0.2, 0, 0),
    "all sides": lambda p: cut(p, 0.15, 0.15, 0.15, 0.15),
    "cut and marked": lambda p: marked(cut(p, 0.1, 0.05, 0.1, 0)),
    "turned": lambda p: p.transpose(Image.Transpose.ROTATE_90),
}


@pytest.fixture(scope="module")
def scenes() -> list[Image.Image]:
    return [scene(n) for n in range(COUNT)]


@pytest.mark.parametrize("change", CHANGES)
def test_a_changed_photograph_is_the_same_one(scenes: list[Image.Image], change: str):
    whole = np.concatenate([forms(scenes), forms([CHANGES[change](p) for p in scenes])])
    found = same(whole)
    assert set(found) == {(n, n + COUNT) for n in range(COUNT)}
    assert all(0.6 < score <= 1 for score in found.values())


def test_other_photographs_are_not_the_same(scenes: list[Image.Image]):
    assert same(forms([*scenes, *(scene(n) for n in range(100, 120))])) == {}


def test_half_a_picture_with_other_people_is_another_photograph(scenes: list[Image.Image]):
    others = []
    for n, picture in enumerate(scenes):
        other = picture.copy()
        other.paste(scene(200 + n).crop((0, 0, 480, 720)), (300, 0))
        others.append(other)
    assert same(np.concatenate([forms(scenes), forms(others)])) == {}


def test_one_form_filled_in_by_others_is_not_the_same_page():
    assert same(forms([page(form, filled) for form in range(4) for filled in range(3)])) == {}


def test_a_page_scanned_smaller_is_the_same_page():
    sheets = [page(n, 0) for n in range(4)]
    found = same(np.concatenate([forms(sheets), forms([s.resize((540, 720)) for s in sheets])]))
    assert set(found) == {(n, n + 4) for n in range(4)}


def test_empty_pictures_are_not_the_same():
    assert same(forms([Image.new("L", (640, 480), shade) for shade in (0, 128, 250, 255)])) == {}


def test_only_pairs_with_a_new_one_are_looked_at(scenes: list[Image.Image]):
    whole = forms([*scenes, *scenes, scenes[3]])
    is_new = np.arange(len(whole)) == 2 * COUNT
    assert set(same(whole, is_new)) == {(3, 2 * COUNT), (3 + COUNT, 2 * COUNT)}


def test_many_copies_all_hang_together(scenes: list[Image.Image]):
    whole = np.repeat(forms(scenes[:1]), 60)
    met = {0}
    found = same(whole)
    for _ in range(60):
        met |= {n for pair in found if met & set(pair) for n in pair}
    assert met == set(range(60))


def test_a_fingerprint_of_another_version_is_passed_over(scenes: list[Image.Image]):
    whole = forms([scenes[0], scenes[0]]).copy()
    whole["version"][1] = likeness.VERSION + 1
    assert same(whole) == {}


def test_no_photographs_at_all():
    assert same(np.zeros(0, likeness.FORM)) == {}


def test_it_ends_when_asked_to(scenes: list[Image.Image]):
    progress = Progress()
    progress.cancel()
    with pytest.raises(Cancelled):
        likeness.candidates(forms(scenes[:2]), np.ones(2, bool), progress)
