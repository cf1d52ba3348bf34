"""The reference pictures of the forms: one page of each, as they were looked at and found good.

python -m tests.binder.helpers.form_pictures     # draw them anew, then look at them
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
from PIL import Image

from ledger_app.binder.forms.spines import draw_spines
from ledger_app.binder.volumes.model import PrintStyle
from ledger_app.core.i18n import set_language
from ledger_app.core.progress import Progress
from tests.binder.helpers.forms_samples import box_volume, drawn, inspection_volume, reference_part
from tests.binder.helpers.seen import picture

FOLDER = Path(__file__).parents[1] / "references"
DPI = 50


def pictures() -> Iterator[tuple[str, np.ndarray]]:
    """Yield the name and picture of one page of each form, in Chinese."""
    data, made, _volume = drawn(inspection_volume())
    for name, key in (
        ("cover-inspection", "cover"),
        ("contents", "contents"),
        ("divider", "divider:3.1.1"),
        ("closing", "closing"),
    ):
        yield name, picture(data, made.parts[key][0], DPI)
    box = box_volume(12)
    box = replace(box, parts=(*box.parts[:2], reference_part(), *box.parts[2:]))
    for columns in (9, 7):
        data, made, _volume = drawn(box, PrintStyle(columns=columns))
        yield f"catalogue-{columns}", picture(data, made.parts["catalogue"][0], DPI)
    yield "cover-box", picture(data, made.parts["cover"][0], DPI)
    yield "reference", picture(data, made.parts["reference:3.1.1:1"][0], DPI)
    stream = io.BytesIO()
    widths = ((20, "党政综合办公室"), (30, "农业农村办"), (40, "经济发展（项目）办"), (50, ""))
    labels = [box_volume(9, number=n, width=w, office=o) for n, (w, o) in enumerate(widths, 1)]
    draw_spines([*labels, replace(inspection_volume(), width=20)], stream, Progress())
    yield "spines", picture(stream.getvalue(), 0, DPI)


def differs(one: np.ndarray, other: np.ndarray) -> bool:
    """Return whether two pictures differ by more than the smoothing of edges: a line that moved is more."""
    if one.shape != other.shape:
        return True
    apart = np.abs(one.astype(int) - other.astype(int))
    return bool((apart > 48).mean() > 0.0002 or apart.mean() > 0.15)


if __name__ == "__main__":
    set_language("zh_CN")
    FOLDER.mkdir(exist_ok=True)
    for name, page in pictures():
        Image.fromarray(page).save(FOLDER / f"form-{name}.png", optimize=True)
