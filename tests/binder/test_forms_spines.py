"""Labels for the spines of boxes: right in millimetres, several on a sheet, to be cut out."""

from __future__ import annotations

import io
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger_app.binder.drawing import Typefaces
from ledger_app.binder.forms.spines import CHECK_LENGTH, LABEL_HEIGHT, draw_spines, packed
from ledger_app.binder.forms.upright import upright
from ledger_app.binder.volumes.model import Volume
from ledger_app.core.i18n import _
from ledger_app.core.progress import Progress
from tests.binder.helpers.forms_samples import box_volume, inspection_volume
from tests.binder.helpers.seen import fonts, lines, picture, rectangles, seen

WIDTHS = (20, 30, 40, 50, 20)


def sheets(volumes: list[Volume]) -> tuple[bytes, int, tuple[str, ...]]:
    stream = io.BytesIO()
    pages, missing = draw_spines(volumes, stream, Progress())
    return stream.getvalue(), pages, missing


def of_widths(*widths: int) -> list[Volume]:
    return [box_volume(3, number=n, width=width) for n, width in enumerate(widths, 1)]


def test_labels_have_their_width_to_half_a_millimetre_as_drawn(each_language: str) -> None:
    data, pages, missing = sheets(of_widths(*WIDTHS))
    assert (pages, missing) == (1, ())
    found = sorted(rectangles(data, 0))
    assert [width for _x, _y, width, _h in found] == pytest.approx(WIDTHS, abs=0.05)
    assert all(height == pytest.approx(LABEL_HEIGHT, abs=0.05) for _x, _y, _w, height in found)
    edges = [x for x, *_rest in found] + [found[-1][0] + found[-1][2]]
    assert np.diff(edges) == pytest.approx(WIDTHS, abs=0.05)  # one cut serves two labels


def test_labels_have_their_size_to_half_a_millimetre_as_printed_at_300_dpi(chinese: None) -> None:
    data = sheets(of_widths(*WIDTHS))[0]
    dark = picture(data, 0, 300) < 128
    tall = np.flatnonzero(dark.sum(axis=0) > LABEL_HEIGHT / 25.4 * 300 * 0.9)  # columns of the labels' sides
    sides = [group.mean() for group in np.split(tall, np.flatnonzero(np.diff(tall) > 3) + 1)]
    assert np.diff(sides) / 300 * 25.4 == pytest.approx(WIDTHS, abs=0.5)
    wide = np.flatnonzero(dark.sum(axis=1) > sum(WIDTHS) / 25.4 * 300 * 0.95)
    assert (wide[-1] - wide[0]) / 300 * 25.4 == pytest.approx(LABEL_HEIGHT, abs=0.5)


def test_cut_marks_stand_outside_at_every_edge(chinese: None) -> None:
    data = sheets(of_widths(*WIDTHS))[0]
    boxes = rectangles(data, 0)
    bottom = boxes[0][1]
    top = bottom + boxes[0][3]
    xs = sorted({round(x, 1) for x, *_rest in boxes} | {round(x + w, 1) for x, _y, w, _h in boxes})
    marks = [one for one in lines(data, 0) if one[0] == one[2] and abs(abs(one[1] - one[3]) - 5) < 0.05]
    above = sorted(round(x, 1) for x, y, _x, end in marks if min(y, end) > top)
    below = sorted(round(x, 1) for x, y, _x, end in marks if max(y, end) < bottom)
    assert above == below == xs
    level = [one for one in lines(data, 0) if one[1] == one[3] and abs(one[2] - one[0] - 5) < 0.05]
    assert sorted(round(y, 1) for _x, y, *_rest in level) == sorted([round(top, 1), round(bottom, 1)] * 2)


def test_the_sheet_has_a_line_to_check_its_scale(each_language: str) -> None:
    data = sheets(of_widths(20))[0]
    level = [x1 - x0 for x0, y0, x1, y1 in lines(data, 0) if y0 == y1]
    assert any(length == pytest.approx(CHECK_LENGTH, abs=0.05) for length in level)
    said = _("Choose “Actual size” when printing; measured, this line must be 50 mm long.")
    assert "".join(said.split()) in seen(data)[0].text.translate({0xE01C: "“", 0xE01D: "”"})


def test_a_label_says_what_the_standard_asks_for(chinese: None) -> None:
    page = seen(sheets([box_volume(40, number=7, office="党政综合办公室")])[0])[0]
    order = ("全宗号Z109", "年度2025", "保管期限定期30年", "起止件号00010040", "盒号7")
    assert all(said in page.text for said in order)
    above = {said: max(t[3] for t in page.texts if t[4] == said) for said in ("Z", "党", "办", "7")}
    assert above["Z"] > above["党"] > above["办"] > above["7"]


def test_chinese_runs_down_one_character_below_the_other(chinese: None) -> None:
    page = seen(sheets([box_volume(3, office="综合办公室", width=20)])[0])[0]
    stacked = [next(t for t in page.texts if t[4] == char) for char in "综合办公"]
    assert [t[1] for t in stacked] == sorted((t[1] for t in stacked), reverse=True)
    middles = [(t[0] + t[2]) / 2 for t in stacked]
    assert max(middles) - min(middles) < 2


def test_a_label_of_an_inspection_binder_names_category_and_indicators(each_language: str) -> None:
    page = seen(sheets([replace(inspection_volume(), width=20)])[0])[0]
    text = page.text
    assert all(char in text for char in "农村人居环境整治")
    assert "3.1.13.1.3" in text
    assert "2025" in text


def test_nothing_of_a_label_stands_outside_of_it(each_language: str) -> None:
    volumes = [
        replace(box_volume(3, width=20, office=office), fonds="Z109-ABCDE-12345")
        for office in (
            "党政综合办公室（党建工作办公室、人大办公室、应急管理办公室）及其所属各中心" * 4,
            "Office of Agriculture, Rural Affairs and Village Development",
            "𠮷㛃“三农”办",
        )
    ]
    data, _pages, missing = sheets(volumes)
    assert missing == ()
    page = seen(data)[0]
    labels = [(x, y, x + w, y + h) for x, y, w, h in rectangles(data, 0)]
    for left, bottom, right, top, char in page.texts:
        points = [v / 72 * 25.4 for v in (left, bottom, right, top)]
        if points[3] < labels[0][1]:
            continue  # the line that checks the scale
        assert any(
            a <= points[0] and b <= points[1] and points[2] <= c and points[3] <= d for a, b, c, d in labels
        ), char


def test_all_fonts_are_embedded(each_language: str) -> None:
    found = fonts(sheets(of_widths(20, 30))[0])
    assert found
    assert all(found.values())


@given(st.lists(st.sampled_from((20, 30, 40, 50)), min_size=1, max_size=40))
def test_every_label_is_packed_once_and_no_sheet_is_overfull(widths: list[int]) -> None:
    made = packed(widths)
    assert sorted(at for sheet in made for at in sheet) == list(range(len(widths)))
    assert all(sum(widths[at] for at in sheet) <= 190 for sheet in made)
    free = [190 - sum(widths[at] for at in sheet) for sheet in made]
    for number, sheet in enumerate(made[1:], 1):  # first fit: what lies later fitted nowhere before
        assert all(max(free[:number]) < widths[at] for at in sheet)


@given(
    st.text(st.sampled_from("丰山乡（）“”、，。2025 abc"), min_size=1, max_size=200),
    st.floats(50, 140),
    st.floats(100, 400),
)
def test_an_upright_text_keeps_to_its_cell(text: str, width: float, height: float) -> None:
    face = Typefaces().hei
    made = upright(text, face, width, height, 26)
    assert len(made.columns) * made.style.size <= width + 0.01
    if not made.is_turned:
        assert all(len(column) * made.style.size * 1.14 <= height + 0.01 for column in made.columns)
