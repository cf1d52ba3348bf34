"""The forms as they look: compared with pictures that were looked at and found good."""

from __future__ import annotations

import numpy as np
from PIL import Image

from tests.binder.helpers.form_pictures import FOLDER, differs, pictures


def test_the_forms_look_as_they_did(chinese: None) -> None:
    names = []
    for name, page in pictures():
        names.append(f"form-{name}.png")
        with Image.open(FOLDER / names[-1]) as reference:
            assert not differs(page, np.asarray(reference)), f"{name} looks different; look at it"
    assert sorted(names) == sorted(path.name for path in FOLDER.glob("form-*.png"))


def test_a_line_that_moved_is_noticed(chinese: None) -> None:
    for name, page in pictures():
        rows = np.flatnonzero((page < 128).any(axis=1))
        band = slice(rows[len(rows) // 2], rows[len(rows) // 2] + 6)  # about one line of text, or a rule
        moved = page.copy()
        moved[band] = np.roll(page, 1, axis=0)[band]
        still = (moved != page).sum() < 60  # nothing but blank stands there
        assert still or differs(moved, page), name
