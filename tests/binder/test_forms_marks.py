"""QR codes on the forms, read back from the picture as a phone would read them."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import zxingcpp

from ledger_app.binder.forms.marks import QR_SIDE, mark_text
from ledger_app.binder.volumes.model import PartKind, Volume
from tests.binder.helpers.forms_samples import CODE, HEAD, box_volume, drawn, inspection_volume
from tests.binder.helpers.seen import picture, seen

DPI = 200


def decoded(page: np.ndarray) -> tuple[str, np.ndarray]:
    (found,) = zxingcpp.read_barcodes(page)
    at = found.position
    corners = (at.top_left, at.top_right, at.bottom_right, at.bottom_left)
    return found.text, np.array([(corner.x, corner.y) for corner in corners], dtype=float)


@pytest.mark.parametrize(
    "volume",
    [
        inspection_volume(2),
        box_volume(3),
        replace(inspection_volume(1), notes=("第1件无法打印，原件见光盘。",) * 60),
    ],
    ids=["inspection", "box", "long closing sheet"],
)
def test_cover_dividers_and_closing_sheet_carry_a_code_that_can_be_read_without_a_network(
    volume: Volume,
) -> None:
    data, made, paged = drawn(volume)
    pages = seen(data)
    codes = {(page.part, page.number): page.code for page in paged.pages}
    for part in paged.parts:
        if part.kind not in (PartKind.COVER, PartKind.DIVIDER, PartKind.CLOSING):
            continue
        first, count = made.parts[part.key]
        at = first if part.kind is not PartKind.CLOSING else first + count - 1
        code = codes[part.key, at - first + 1]
        text, _corners = decoded(picture(data, at, DPI))
        assert text.split("\n") == ["佐证台账 Evidence Ledger", code, f"Z109 2025 {volume.key}", HEAD]
        assert code in pages[at].text  # for those who type it


def test_the_code_is_twenty_millimetres_wide_and_has_its_quiet_zone() -> None:
    data, _made, _paged = drawn(box_volume(3))
    page = picture(data, 0, DPI)
    _text, corners = decoded(page)
    left, top = corners.min(axis=0)
    right, bottom = corners.max(axis=0)
    assert (right - left) / DPI * 25.4 >= 20
    assert (bottom - top) / DPI * 25.4 >= 20
    around = QR_SIDE / 72 * DPI
    module = (around - (right - left)) / 8
    zone = page[
        round(top - 3.8 * module) : round(bottom + 3.8 * module),
        round(left - 3.8 * module) : round(right + 3.8 * module),
    ].copy()
    inset = round(3.8 * module) - 2
    zone[inset:-inset, inset:-inset] = 255
    assert zone.min() > 200


def test_the_code_is_read_with_the_longest_that_it_may_say() -> None:
    volume = replace(box_volume(1), fonds="Z109" * 4, head="99999999:" + "0123456789abcdef" * 4)
    data, _made, _paged = drawn(volume)
    assert decoded(picture(data, 0, DPI))[0] == mark_text(volume, f"{CODE}-000")
