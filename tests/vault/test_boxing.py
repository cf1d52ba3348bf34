"""Boxes: as many as the papers are thick, never fuller than their spine, recorded ones kept."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger_app.vault.boxing import WIDTHS, Kept, Paper, boxed, thickness, width_for
from ledger_app.vault.model import Filed

PAPER = Paper()
PAGES = st.lists(st.one_of(st.none(), st.integers(1, 700)), max_size=60)


def filed(pages, settled=0):
    return [Filed(n, n, n <= settled, p) for n, p in enumerate(pages, 1)]


@given(PAGES, st.booleans())
def test_every_item_lies_in_one_box_in_order_and_boxes_are_as_full_as_they_can_be(pages, is_duplex):
    paper = Paper(is_duplex=is_duplex)
    items = filed(pages)
    drafts = boxed(items, [], {}, paper)
    assert [one for d in drafts for one in d.items] == items
    for draft in drafts:
        assert draft.thickness == thickness(draft.items, paper)
        assert draft.width in WIDTHS
        assert draft.thickness <= draft.width or len(draft.items) == 1
        narrower = [w for w in WIDTHS if w < draft.width]
        assert all(draft.thickness > w for w in narrower)
    for one, following in pairwise(drafts):
        assert thickness([*one.items, following.items[0]], paper) > 50


@given(PAGES, st.sets(st.integers(1, 60)))
def test_a_box_begins_where_a_person_says_and_nowhere_less(pages, starts):
    items = filed(pages)
    drafts = boxed(items, [], dict.fromkeys(starts), PAPER)
    firsts = {d.items[0].item for d in drafts}
    assert {s for s in starts if s <= len(pages)} <= firsts
    assert {d.items[0].item for d in drafts if d.is_begun} == {s for s in starts if s <= len(pages)}
    assert [one for d in drafts for one in d.items] == items


@given(st.data())
def test_recorded_boxes_keep_number_first_item_and_settled_items_whatever_comes(data):
    pages = data.draw(st.lists(st.integers(1, 300), min_size=1, max_size=40))
    drafts = boxed(filed(pages), [], {}, PAPER)
    kept = [
        Kept(n, d.items[0].number, data.draw(st.sampled_from([d.width, None])))
        for n, d in enumerate(drafts, 7)
    ]
    late = data.draw(st.lists(st.integers(1, 600), max_size=12))
    again = boxed(filed([*pages, *late], settled=len(pages)), kept, {}, PAPER)
    assert [d.kept for d in again[: len(kept)]] == kept
    for before, now in zip(drafts, again, strict=False):
        settled = [one.item for one in now.items if one.is_settled]
        assert settled == [one.item for one in before.items]
    assert all(d.thickness <= d.width or len(d.items) == 1 for d in again)
    newcomers = [one for d in again[len(kept) - 1 :] for one in d.items if not one.is_settled]
    assert [one.pages for one in newcomers] == late


def test_late_items_go_into_the_last_box_while_its_spine_has_room():
    kept = [Kept(1, 1, 20)]
    drafts = boxed(filed([100, 50, 20, 20], settled=1), kept, {}, PAPER)
    assert [[one.item for one in d.items] for d in drafts] == [[1, 2, 3], [4]]
    assert drafts[0].thickness == pytest.approx(18.7)


def test_an_item_thicker_than_any_box_gets_one_of_its_own():
    drafts = boxed(filed([10, 600, 10]), [], {}, PAPER)
    assert [len(d.items) for d in drafts] == [1, 1, 1]
    assert (drafts[1].width, drafts[1].thickness > 50) == (50, True)
    duplex = boxed(filed([10, 600, 10]), [], {}, Paper(is_duplex=True))
    assert [(len(d.items), d.width) for d in duplex] == [(3, 40)]


def test_a_box_whose_items_were_all_moved_out_stays():
    kept = [Kept(1, 1, 20), Kept(2, 3, 20), Kept(3, 5, 20)]
    items = [one for one in filed([1, 1, 1, 1, 1], settled=5) if one.number not in (3, 4)]
    assert [[one.item for one in d.items] for d in boxed(items, kept, {}, PAPER)] == [[1, 2], [], [5]]
    assert [len(d.items) for d in boxed(items[:2], kept, {}, PAPER)] == [2, 0, 0]


def test_a_recorded_box_whose_papers_became_too_many_breaks_unless_its_spine_is_given():
    items = filed([200, 200, 200, 10], settled=4)
    open_, given = Kept(5, 1), Kept(5, 1, 50)
    drafts = boxed(items, [open_, Kept(6, 4)], {}, PAPER)
    assert [([one.item for one in d.items], d.kept and d.kept.number) for d in drafts] == [
        ([1, 2], 5),
        ([3], None),
        ([4], 6),
    ]
    drafts = boxed(items, [given, Kept(6, 4)], {}, PAPER)
    assert [len(d.items) for d in drafts] == [3, 1]


def test_a_chosen_width_closes_a_box_earlier():
    drafts = boxed(filed([100, 100, 100]), [], {1: 30}, PAPER)
    assert [(len(d.items), d.width) for d in drafts] == [(2, 30), (1, 20)]


@pytest.mark.parametrize(("mm", "width"), [(0, 20), (20, 20), (20.1, 30), (40, 40), (49.9, 50), (80, 50)])
def test_the_narrowest_spine_that_holds_it(mm, width):
    assert width_for(mm) == width


def test_what_nobody_counted_is_a_sheet_and_duplex_halves():
    assert Paper().sheets(None) == 1
    assert [Paper(is_duplex=True).sheets(n) for n in (1, 2, 3)] == [1, 1, 2]
