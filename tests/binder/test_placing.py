"""Stamps never stand on ink, whatever the page; and a page is as large as that allows."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ledger_app.binder.binding.placing import ARCHIVE_STAMP, EDGE, SQUARE, Placed, corner, place, sheet_for
from ledger_app.binder.drawing import LANDSCAPE, MM, PORTRAIT
from ledger_app.binder.renditions.model import PageShape

STAMP = (34 * MM, 5.4 * MM)
BINDING = 20 * MM


def shape(width: float, height: float, *inked: tuple[float, float, float, float]) -> PageShape:
    """Return a page with ink in these rectangles: left, top, right, bottom in mm from the upper left corner."""
    columns, rows = math.ceil(width / SQUARE - 0.01), math.ceil(height / SQUARE - 0.01)
    squares = np.zeros((rows, columns), np.uint8)
    for left, top, right, bottom in inked:
        squares[int(top / 2) : math.ceil(bottom / 2), int(left / 2) : math.ceil(right / 2)] = 1
    return PageShape(width, height, columns, squares.tobytes())


def a4(*inked: tuple[float, float, float, float]) -> PageShape:
    return shape(*PORTRAIT, *inked)


def put(
    page: PageShape, *, is_right: bool = True, is_stamped: bool = True, binding: float = BINDING
) -> Placed:
    return place(page, is_right=is_right, binding=binding, page_stamp=STAMP, is_stamped=is_stamped)


def inked(page: PageShape) -> np.ndarray:
    """Return the squares with ink as left, bottom, right, top in points of the page."""
    squares = np.frombuffer(page.ink, np.uint8).reshape(-1, page.columns)
    rows, columns = np.nonzero(squares)
    left, top = columns * SQUARE, page.height - rows * SQUARE
    return np.stack([left, top - SQUARE, left + SQUARE, top], axis=1)


def on_sheet(placed: Placed, page: PageShape) -> np.ndarray:
    return inked(page) * placed.scale + np.array([placed.x, placed.y, placed.x, placed.y])


def assert_right(
    placed: Placed, page: PageShape, *, is_right: bool, is_stamped: bool, binding: float
) -> None:
    ink = on_sheet(placed, page)
    stamps = [placed.page_stamp, *([placed.archive_stamp] if is_stamped else [])]
    wide, high = placed.sheet.size
    spare = SQUARE * placed.scale
    for left, bottom, right, top in stamps:
        is_near = (
            (ink[:, 0] < right + spare - 0.01)
            & (ink[:, 2] > left - spare + 0.01)
            & (ink[:, 1] < top + spare - 0.01)
            & (ink[:, 3] > bottom - spare + 0.01)
        )
        assert not is_near.any()
        assert left >= EDGE - 0.01 and bottom >= EDGE - 0.01
        assert right <= wide - EDGE + 0.01 and top <= high - EDGE + 0.01
    if is_stamped:
        one, other = stamps
        assert one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]
        assert other[2] - other[0] == pytest.approx(ARCHIVE_STAMP[0])
        assert other[3] - other[1] == pytest.approx(ARCHIVE_STAMP[1])
    if len(ink):
        edges = {
            "left": ink[:, 0].min(),
            "bottom": ink[:, 1].min(),
            "right": wide - ink[:, 2].max(),
            "top": high - ink[:, 3].max(),
        }
        bound = bound_edge(placed, is_right=is_right)
        for edge, free in edges.items():
            assert free >= (max(binding, EDGE) if edge == bound else EDGE) - 0.01, edge
    assert 0 < placed.scale <= 1


def bound_edge(placed: Placed, *, is_right: bool) -> str:
    if placed.sheet.is_across:
        return "top" if is_right else "bottom"
    return "left" if is_right else "right"


@given(
    size=st.tuples(st.floats(30, 2500), st.floats(30, 2500)),
    rectangles=st.lists(st.tuples(*[st.floats(0, 1)] * 4), max_size=12),
    is_right=st.booleans(),
    is_stamped=st.booleans(),
    binding=st.floats(0, 40),
)
@settings(max_examples=150, deadline=None)
def test_stamps_are_on_free_paper_and_the_ink_within_the_margins(
    size, rectangles, is_right, is_stamped, binding
):
    wide, high = (side / MM for side in size)
    areas = [
        (min(a, c) * wide, min(b, d) * high, max(a, c) * wide, max(b, d) * high) for a, b, c, d in rectangles
    ]
    page = shape(*size, *areas)
    placed = put(page, is_right=is_right, is_stamped=is_stamped, binding=binding * MM)
    assert_right(placed, page, is_right=is_right, is_stamped=is_stamped, binding=binding * MM)


@given(st.booleans(), st.booleans(), st.booleans())
def test_a_page_without_any_free_place_is_made_smaller_but_no_smaller_than_it_must(
    is_across, is_right, is_stamped
):
    size = LANDSCAPE if is_across else PORTRAIT
    page = shape(*size, (0, 0, 300, 300))
    placed = put(page, is_right=is_right, is_stamped=is_stamped)
    assert_right(placed, page, is_right=is_right, is_stamped=is_stamped, binding=BINDING)
    assert 0.79 <= placed.scale < 1


def test_a_page_with_wide_margins_stays_as_it_is_with_the_stamp_top_centre_and_the_label_outside():
    placed = put(a4((28, 37, 184, 262)))
    assert (placed.scale, round(placed.x), round(placed.y)) == (1, 0, 0)
    left, _, right, top = placed.archive_stamp
    assert (left + right) / 2 == pytest.approx(PORTRAIT[0] / 2)
    assert top == pytest.approx(PORTRAIT[1] - EDGE)
    assert placed.page_stamp[2] == pytest.approx(PORTRAIT[0] - EDGE)
    assert placed.page_stamp[1] == pytest.approx(EDGE)


def test_the_label_stands_left_on_left_hand_pages():
    assert put(a4((28, 37, 184, 262)), is_right=False).page_stamp[0] == pytest.approx(EDGE)


def test_a_page_with_narrow_margins_is_shifted_away_from_the_bound_edge():
    narrow = a4((12, 40, 190, 262))
    right, left = put(narrow), put(narrow, is_right=False)
    assert right.scale == left.scale == 1
    assert right.x == pytest.approx(8 * MM)
    assert left.x == pytest.approx(0, abs=0.1)


def test_a_heading_in_the_middle_sends_the_archival_stamp_beside_it():
    placed = put(a4((60, 8, 150, 40), (28, 44, 184, 262)))
    assert placed.scale == 1
    assert placed.archive_stamp[0] >= 150 * MM
    assert placed.archive_stamp[3] >= PORTRAIT[1] - 36 * MM


def test_a_full_head_sends_the_archival_stamp_to_the_side():
    placed = put(a4((20, 6, 204, 48), (24, 48, 150, 280)))
    assert placed.scale == 1
    assert placed.archive_stamp[0] >= 150 * MM


def test_a_full_foot_sends_the_label_to_the_head():
    placed = put(a4((24, 20, 200, 291)), is_stamped=False)
    assert placed.scale == 1
    assert placed.page_stamp[3] == pytest.approx(PORTRAIT[1] - EDGE)


def test_a_page_across_has_its_head_at_the_binding_edge_on_the_right_and_its_foot_there_on_the_left():
    full = shape(*LANDSCAPE, (0, 0, 300, 300))
    for is_right in (True, False):
        placed = put(full, is_right=is_right, is_stamped=False)
        assert placed.sheet.size == LANDSCAPE
        ink = on_sheet(placed, full)
        free = LANDSCAPE[1] - ink[:, 3].max() if is_right else ink[:, 1].min()
        assert free >= BINDING - 0.01


def test_the_label_of_a_page_across_is_in_the_same_corner_of_the_upright_sheet():
    page = shape(*LANDSCAPE, (25, 30, 270, 180))
    right, left = put(page), put(page, is_right=False)
    assert right.page_stamp[:2] == pytest.approx((EDGE, EDGE))
    assert left.page_stamp[0] == pytest.approx(EDGE)
    assert left.page_stamp[3] == pytest.approx(LANDSCAPE[1] - EDGE)


def test_a_larger_format_is_shown_whole():
    placed = put(shape(297 * MM, 420 * MM, (30, 30, 260, 380)))
    assert placed.scale <= 210 / 297
    assert placed.scale > 0.6


def test_letter_paper_and_slips_stay_as_large_as_they_are():
    assert put(shape(612, 792, (28, 30, 180, 250))).scale == 1
    slip = put(shape(150 * MM, 50 * MM, (2, 2, 148, 48)))
    assert (slip.scale, slip.sheet.is_across) == (1, False)


def test_an_empty_page_stays_in_the_middle():
    placed = put(a4())
    assert (placed.scale, placed.x, placed.y) == (1, 0, 0)


def test_a_drawn_page_has_its_label_in_the_outer_corner_at_the_foot():
    for is_right, left in ((True, PORTRAIT[0] - EDGE - STAMP[0]), (False, EDGE)):
        sheet = sheet_for(*PORTRAIT, is_right=is_right, binding=BINDING)
        assert corner(sheet, STAMP)[:2] == pytest.approx((left, EDGE))
