"""Photographs share sheets of paper: in order, as many as fit, and what was printed together stays together."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from ledger_app.binder.volumes.codes import form_code, item_code
from ledger_app.binder.volumes.cutting import lying
from ledger_app.binder.volumes.model import Entry, EntryKind, PrintedPage, PrintedVolume, PrintStyle
from ledger_app.binder.volumes.sharing import (
    Papers,
    Sharing,
    homes,
    key_of,
    page_count,
    papers,
    pictures,
)

FOUR = PrintStyle(pictures_per_page=4)
ONE_SIDE = PrintStyle(pictures_per_page=4, is_duplex=False)
STYLES = st.builds(PrintStyle, pictures_per_page=st.sampled_from([2, 4]), is_duplex=st.booleans())


def line(item: int, requirement: str = "照片", kind: EntryKind = EntryKind.ITEM) -> Entry:
    return Entry(kind, item, f"item:{item}", f"照片{item}", page_count=1, requirement=requirement, item=item)


def shared(items: list[int], style: PrintStyle, before: dict[int, str] | None = None) -> list[list[int]]:
    found = papers([line(item) for item in items], Sharing(frozenset(items), before or {}), style)
    return [numbers(one) for one in found]


def numbers(one: Papers) -> list[int]:
    return [entry.item or 0 for entry in one]


def printed_on(sheets: list[list[int]]) -> dict[int, str]:
    return {item: f"item:{min(sheet)}" for sheet in sheets for item in sheet}


def test_a_sheet_holds_what_fits_on_its_sides() -> None:
    assert shared(list(range(1, 11)), FOUR) == [[1, 2, 3, 4, 5, 6, 7, 8], [9, 10]]
    assert shared([1, 2, 3, 4, 5], ONE_SIDE) == [[1, 2, 3, 4], [5]]
    assert shared([1, 2, 3], PrintStyle(pictures_per_page=2)) == [[1, 2, 3]]
    assert shared([1, 2], PrintStyle()) == [[1], [2]]


def test_only_photographs_of_one_requirement_that_follow_each_other_share() -> None:
    lines = [
        line(1),
        line(2),
        line(8, kind=EntryKind.REFERENCE),
        line(3),
        line(7),
        line(4),
        line(5, "整改"),
        line(6, "整改"),
    ]
    found = papers(lines, Sharing(frozenset(range(1, 7))), FOUR)
    assert list(map(numbers, found)) == [[1, 2, 3], [7], [4], [5, 6]]


def test_pages_of_a_sheet() -> None:
    [sheet] = papers([line(item) for item in (5, 3, 9, 4, 8)], Sharing(frozenset(range(10))), FOUR)
    made = pictures(sheet, dict.fromkeys(range(10), "ab"), FOUR)
    assert key_of(sheet) == "item:3"
    assert page_count(sheet, FOUR) == 2
    assert [(one.key, one.page) for one in made] == [
        ("item:5", 1),
        ("item:3", 1),
        ("item:9", 1),
        ("item:4", 1),
        ("item:8", 2),
    ]


@given(st.lists(st.integers(1, 60), unique=True, max_size=40), STYLES)
def test_every_photograph_lies_on_one_sheet_and_sheets_are_full(items: list[int], style: PrintStyle) -> None:
    found = shared(items, style)
    room = style.pictures_per_page * (2 if style.is_duplex else 1)
    assert [item for sheet in found for item in sheet] == items
    assert all(len(sheet) == room for sheet in found[:-1])
    assert shared(items, style, printed_on(found)) == found, "what was printed stays as it is"


@given(st.lists(st.integers(1, 60), unique=True, max_size=40), STYLES, st.data())
def test_one_more_photograph_changes_one_sheet(items: list[int], style: PrintStyle, data) -> None:
    before = shared(items, style)
    at = data.draw(st.integers(0, len(items)))
    after = shared([*items[:at], 99, *items[at:]], style, printed_on(before))
    new = [sheet for sheet in after if sheet not in before]
    assert len(new) == 1
    assert 99 in new[0]
    assert sorted(item for sheet in after for item in sheet) == sorted([*items, 99])
    gone = [sheet for sheet in before if sheet not in after]
    assert len(gone) <= 1
    if gone:
        assert [item for item in new[0] if item != 99] == gone[0]
        assert min(new[0]) == min(gone[0]), "it is the same part, so it is replaced and not exchanged"


@given(st.lists(st.integers(1, 60), unique=True, min_size=1, max_size=40), STYLES, st.data())
def test_one_photograph_less_changes_one_sheet(items: list[int], style: PrintStyle, data) -> None:
    before = shared(items, style)
    gone = data.draw(st.sampled_from(items))
    after = shared([item for item in items if item != gone], style, printed_on(before))
    assert [sheet for sheet in after if sheet not in before] == [
        [item for item in sheet if item != gone] for sheet in before if gone in sheet and len(sheet) > 1
    ]


@given(st.lists(st.tuples(st.booleans(), st.integers(0, 50)), max_size=30), STYLES)
def test_sheets_never_hold_too_much_whatever_comes_and_goes(edits, style: PrintStyle) -> None:
    items: list[int] = []
    before: list[list[int]] = []
    room = style.pictures_per_page * (2 if style.is_duplex else 1)
    for new, (is_added, at) in enumerate(edits, 100):
        if is_added or not items:
            items.insert(at % (len(items) + 1), new)
        else:
            items.pop(at % len(items))
        before = shared(items, style, printed_on(before))
        assert sorted(item for sheet in before for item in sheet) == sorted(items)
        assert all(0 < len(sheet) <= room for sheet in before)
        keys = [min(sheet) for sheet in before]
        assert len(set(keys)) == len(keys)


def printed(to_a_page: int) -> PrintedVolume:
    codes = tuple(item_code(item=item, sha256="ab", page=1) for item in (42, 43))
    pages = (
        PrintedPage("1", "cover", 1, form_code(volume="", part="cover", page=1, digest=""), ""),
        PrintedPage("2", "item:42", 1, "", "", codes),
        PrintedPage("3", "item:44", 1, item_code(item=44, sha256="ab", page=1), ""),
    )
    return PrintedVolume("indicators:3", "", "", True, pages, pictures_per_page=to_a_page)


def test_sheets_are_known_from_a_print_with_as_many_to_a_page() -> None:
    known = printed(4)
    assert homes([known], FOUR) == {42: "item:42", 43: "item:42", 44: "item:44"}
    assert homes([known], PrintStyle(pictures_per_page=2)) == {}
    assert lying({known.key: known}) == {"cover": (3,), "item:42": (3,), "item:43": (3,), "item:44": (3,)}
