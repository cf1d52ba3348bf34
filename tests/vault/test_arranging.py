"""Order by hand: what moves where, and how little is written so that it holds."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from ledger_app.vault.arranging import moved, numbered, positions


def in_order(items, known):
    """Items as the shelf sorts them: those with a position by it, then the others as they are."""
    return sorted(items, key=lambda item: (item not in known, known.get(item, 0.0)))


@given(st.data())
def test_positions_that_are_written_make_the_order_and_others_stay(data):
    items = list(range(data.draw(st.integers(1, 12))))
    known = {}
    for _ in range(data.draw(st.integers(1, 25))):
        order = in_order(items, known)
        chosen = data.draw(st.sets(st.sampled_from(items), min_size=1, max_size=3))
        left = [item for item in order if item not in chosen]
        at = data.draw(st.integers(0, len(left)))
        wanted = [*left[:at], *(item for item in order if item in chosen), *left[at:]]
        written = positions(wanted, known, chosen)
        known |= written
        assert in_order(items, known) == wanted


def test_one_item_among_placed_ones_costs_one_position():
    known = {n: float(n) for n in range(1, 100)}
    order = [*range(1, 50), 80, *range(50, 80), *range(81, 100)]
    assert positions(order, known, [80]) == {80: 49.5}


def test_nothing_moved_writes_nothing():
    assert positions([3, 1, 2], {3: 1.0}, []) == {}


def test_places_stay_apart_when_an_item_is_put_between_two_again_and_again():
    known = {1: 1.0, 2: 2.0, 3: 3.0}
    for turn in range(200):
        order = in_order([1, 2, 3], known)
        item = order[turn % 2 * 2]
        order.remove(item)
        order.insert(1, item)
        known |= positions(order, known, [item])
        assert in_order([1, 2, 3], known) == order


def test_moved_items_keep_their_order_and_stand_before_the_mark():
    boxes = [[1, 2, 3], [4, 5], [6]]
    assert moved(boxes, [6, 1], box=1, before=5) == [[2, 3], [4, 1, 6, 5], []]
    assert moved(boxes, [2], box=0, before=None) == [[1, 3, 2], [4, 5], [6]]


def test_numbers_run_on_after_what_is_fixed():
    assert numbered([4, 2, 9, 7], {4: 1, 2: 3}, 5) == {4: 1, 2: 3, 9: 6, 7: 7}
