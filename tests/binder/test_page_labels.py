"""Page labels stay once printed, and the instructions for a reprint give exactly the new stack of sheets."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger_app.binder.volumes import labels
from ledger_app.binder.volumes.model import PrintedPage, PrintedVolume
from ledger_app.binder.volumes.reprints import Deed, Reprint, Step, applied, reprint, sheets

# a binder as its parts in order: key → (pages, version of its content)
Parts = dict[str, tuple[int, int]]


def printed(parts: Parts, before: PrintedVolume | None, *, is_duplex: bool) -> PrintedVolume:
    slots = labels.slots({k: count for k, (count, _) in parts.items()}, is_duplex=is_duplex)
    if before and before.pages and before.is_duplex == is_duplex:
        found = labels.continued([((p.part, p.number), p.label) for p in before.pages], slots)
    else:
        found = labels.fresh(len(slots))
    pages = tuple(
        PrintedPage(label, key, number, f"{key}-{number}", f"{parts[key]} {label}")
        for (key, number), label in zip(slots, found, strict=True)
    )
    return PrintedVolume("box:1", "", "", is_duplex, pages)


def stack(volume: PrintedVolume) -> list[tuple[PrintedPage, ...]]:
    return sheets(volume.pages, is_duplex=volume.is_duplex)


def coming(found: Reprint, new: PrintedVolume) -> list[tuple[PrintedPage, ...]]:
    return sheets([new.pages[at] for at in found.pages], is_duplex=new.is_duplex)


PARTS = st.lists(
    st.tuples(st.sampled_from("abcdefghij"), st.integers(0, 5), st.integers(0, 2)),
    max_size=8,
    unique_by=lambda p: p[0],
).map(lambda found: {key: (count, version) for key, count, version in found})


@given(st.lists(PARTS, min_size=1, max_size=6), st.booleans())
def test_the_instructions_turn_the_old_stack_into_the_new_one(history: list[Parts], is_duplex: bool) -> None:
    before: PrintedVolume | None = None
    for parts in history:
        new = printed(parts, before, is_duplex=is_duplex)
        found = reprint(before, new)
        assert applied(found.steps, stack(before) if before else [], coming(found, new)) == stack(new)
        before = new


@given(st.lists(PARTS, min_size=1, max_size=6), st.booleans())
def test_labels_rise_and_nothing_is_printed_twice(history: list[Parts], is_duplex: bool) -> None:
    before: PrintedVolume | None = None
    for parts in history:
        new = printed(parts, before, is_duplex=is_duplex)
        rising = [labels.parsed(page.label) for page in new.pages]
        assert all(a < b for a, b in itertools.pairwise(rising))
        known = set(stack(before)) if before else set()
        assert all(sheet not in known for sheet in coming(reprint(before, new), new))
        before = new


@given(st.lists(PARTS, min_size=2, max_size=5), st.booleans())
def test_what_is_printed_again_unchanged_needs_no_paper(history: list[Parts], is_duplex: bool) -> None:
    before: PrintedVolume | None = None
    for parts in history:
        before = printed(parts, before, is_duplex=is_duplex)
    again = printed(history[-1], before, is_duplex=is_duplex)
    assert again == before
    assert reprint(before, again) == Reprint("box:1", (), ())


@given(PARTS, st.integers(0, 8), st.integers(1, 4), st.booleans())
def test_a_part_that_comes_leaves_every_other_page_as_it_was(
    parts: Parts, place: int, count: int, is_duplex: bool
) -> None:
    before = printed(parts, None, is_duplex=is_duplex)
    items = list(parts.items())
    items.insert(place, ("new", (count, 0)))
    new = printed(dict(items), before, is_duplex=is_duplex)
    assert [p for p in new.pages if p.part != "new"] == list(before.pages)
    if before.pages:
        [step] = reprint(before, new).steps
        assert step.deed is Deed.INSERT


def test_labels_as_a_person_would_write_them() -> None:
    first = printed({"cover": (1, 0), "a": (3, 0), "b": (2, 0), "c": (1, 0)}, None, is_duplex=False)
    assert [p.label for p in first.pages] == ["1", "2", "3", "4", "5", "6", "7"]
    changed = {"cover": (1, 0), "a": (3, 1), "x": (2, 0), "c": (1, 0)}
    second = printed(changed, first, is_duplex=False)
    assert [p.label for p in second.pages] == ["1", "2", "3", "4", "4a", "4b", "7"]
    assert reprint(first, second).steps == (
        Step(Deed.REPLACE, "2", "4", sheets=3),
        Step(Deed.TAKE_OUT, "5", "6", sheets=2),
        Step(Deed.INSERT, "4a", "4b", after="4", sheets=2),
    )
    between = {"cover": (1, 0), "a": (3, 1), "y": (1, 0), "x": (2, 0), "c": (1, 0)}
    third = printed(between, second, is_duplex=False)
    assert [p.label for p in third.pages] == ["1", "2", "3", "4", "4a", "4b", "4c", "7"]


def test_a_sheet_has_two_sides() -> None:
    first = printed({"cover": (1, 0), "a": (3, 0), "b": (1, 0)}, None, is_duplex=True)
    assert [(p.part, p.label) for p in first.pages[:4]] == [
        ("cover", "1"),
        ("cover", "2"),
        ("a", "3"),
        ("a", "4"),
    ]
    longer = printed({"cover": (1, 0), "a": (5, 0), "b": (1, 0)}, first, is_duplex=True)
    found = reprint(first, longer)
    assert [p.label for p in longer.pages] == ["1", "2", "3", "4", "5", "6", "6a", "6b", "7", "8"]
    assert found.steps == (Step(Deed.REPLACE, "3", "6", sheets=2), Step(Deed.INSERT, "6a", "6b", "6", 1))
    assert found.pages == (2, 3, 4, 5, 6, 7)


def test_other_sides_of_the_paper_mean_all_of_it() -> None:
    both = printed({"a": (3, 0)}, None, is_duplex=True)
    one = printed({"a": (3, 0)}, both, is_duplex=False)
    assert [p.label for p in one.pages] == ["1", "2", "3"]
    assert reprint(both, one) == Reprint("box:1", (Step(Deed.PRINT, sheets=3),), (0, 1, 2))


def test_a_binder_that_is_gone_is_taken_away_once() -> None:
    old = printed({"a": (3, 0)}, None, is_duplex=True)
    gone = printed({}, None, is_duplex=True)
    assert reprint(old, gone).steps == (Step(Deed.REMOVE),)
    assert reprint(gone, gone) == reprint(None, gone) == Reprint("box:1", (), ())


@pytest.mark.parametrize(
    ("label", "parts"), [("17", (17, 0)), ("17a", (17, 1)), ("17z", (17, 26)), ("3aa", (3, 27))]
)
def test_labels_with_letters(label: str, parts: tuple[int, int]) -> None:
    assert labels.parsed(label) == parts
    assert labels.written(parts) == label


@given(st.integers(0, 9999), st.integers(0, 9999))
def test_every_label_reads_back(number: int, place: int) -> None:
    assert labels.parsed(labels.written((number, place))) == (number, place)
