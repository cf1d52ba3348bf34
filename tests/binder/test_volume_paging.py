"""Binders are numbered: every part on a right-hand page, sums that add up, references that lead where they say."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from ledger_app.binder.model import IndicatorPart
from ledger_app.binder.renditions.model import How, PageShape, Rendition
from ledger_app.binder.volumes.codes import CodeKind, proves, read_code
from ledger_app.binder.volumes.digests import printed
from ledger_app.binder.volumes.model import (
    Entry,
    EntryKind,
    Ordering,
    PageKind,
    Part,
    PartKind,
    Picture,
    PrintStyle,
    Volume,
)
from ledger_app.binder.volumes.paging import numbered, summed
from ledger_app.binder.volumes.reprints import Deed, reprint

DUPLEX, SIMPLEX = PrintStyle(), PrintStyle(is_duplex=False)
SHA = "ab" * 32


def indicator(code: str) -> IndicatorPart:
    return IndicatorPart(code, ("一、粮食安全",), f"指标{code}", 1.0, False, False, (), "", (), ())


def volume(number: int, held: dict[str, dict[int, int]], refers: dict[str, list[int]]) -> Volume:
    """A binder with these indicators: code → item → pages; `refers` are items that lie elsewhere."""
    parts = [Part("cover", PartKind.COVER, "封面"), Part("contents", PartKind.CONTENTS, "目录")]
    for code, items in held.items():
        lines = [Entry(EntryKind.ITEM, n, f"item:{i}", f"文件{i}", item=i) for n, i in enumerate(items, 1)]
        lines += [
            Entry(EntryKind.REFERENCE, len(lines) + n, "", f"文件{i}", item=i)
            for n, i in enumerate(refers.get(code, ()), 1)
        ]
        lines.append(Entry(EntryKind.GAP, 0, "", "验收表"))
        parts.append(
            Part(f"divider:{code}", PartKind.DIVIDER, code, entries=tuple(lines), indicator=indicator(code))
        )
        parts += [
            Part(f"item:{i}", PartKind.ITEM, f"文件{i}", 1, pages, i, sha256=SHA)
            for i, pages in items.items()
        ]
    parts.append(Part("closing", PartKind.CLOSING, "备考表"))
    return Volume(
        f"indicators:{number}",
        number,
        Ordering.INDICATOR,
        "粮食",
        2025,
        "",
        "",
        (),
        20,
        tuple(parts),
        date(2026, 3, 20),
        "7:abcd",
    )


def counts(volumes: tuple[Volume, ...], pages: int = 1) -> dict[tuple[str, str], int]:
    return {(v.key, p.key): pages for v in volumes for p in v.parts if p.kind is not PartKind.ITEM}


def renditions(*volumes: Volume) -> dict[int, Rendition]:
    shape = PageShape(595, 842, 105, b"")
    return {
        p.item: Rendition(p.item, SHA, How.AS_IS, Path("a.pdf"), 0, (shape,) * p.page_count)
        for v in volumes
        for p in v.parts
        if p.item is not None
    }


HELD = st.dictionaries(
    st.sampled_from(["1", "2", "3"]),
    st.dictionaries(st.integers(1, 50), st.integers(1, 7), max_size=3),
    max_size=3,
)


@given(HELD, st.integers(1, 4), st.booleans())
def test_pages_add_up_and_parts_start_on_the_right(held, forms: int, is_duplex: bool) -> None:
    seen: set[int] = set()
    held = {
        c: {i: n for i, n in items.items() if not (i in seen or seen.add(i))} for c, items in held.items()
    }
    style = PrintStyle(is_duplex=is_duplex)
    plan = (volume(1, held, {}),)
    [made] = numbered(plan, counts(plan, forms), {}, style)
    total = summed(made, style)
    assert total.total == len(made.pages)
    assert total.items == sum(n for items in held.values() for n in items.values())
    assert total.forms == forms * (4 - 1 + len(held))
    assert [page.label for page in made.pages] == [str(n) for n in range(1, len(made.pages) + 1)]
    assert all(page.is_right for page in made.pages if page.number == 1)
    assert len({page.code for page in made.pages}) == len(made.pages)
    if not is_duplex:
        assert total.blanks == 0
    for part in made.parts:
        own = [p for p in made.pages if p.part == part.key and p.kind is not PageKind.BLANK]
        assert len(own) == part.page_count
        assert [p.number for p in own] == list(range(1, part.page_count + 1))


def test_an_item_page_proves_its_content_and_a_blank_one_has_a_code() -> None:
    plan = (volume(1, {"1": {42: 3}}, {}),)
    [made] = numbered(plan, counts(plan), {}, DUPLEX)
    pages = [page for page in made.pages if page.part == "item:42"]
    assert [page.kind for page in pages] == [PageKind.ITEM] * 3 + [PageKind.BLANK]
    code = read_code(pages[1].code)
    assert (code.item, code.page, proves(code, SHA)) == (42, 2, True)
    assert read_code(pages[3].code).kind is CodeKind.FORM


def test_a_reference_says_box_indicator_number_and_page() -> None:
    plan = (volume(1, {"1": {7: 2, 8: 5}}, {}), volume(2, {"2": {9: 1}, "3": {}}, {"2": [8], "3": [9, 8]}))
    first, second = numbered(plan, counts(plan), {}, DUPLEX)
    at = next(page.label for page in first.pages if page.part == "item:8")
    divider = next(p for p in second.parts if p.key == "divider:2")
    assert divider.entries[1].see == f"box 1, indicator 1, no. 2, page {at}"
    assert (divider.entries[1].label, divider.entries[1].part) == (at, "")
    here = next(p for p in second.parts if p.key == "divider:3")
    own = next(page.label for page in second.pages if page.part == "item:9")
    assert here.entries[0].see == f"indicator 2, no. 1, page {own}"
    assert here.entries[0].part == "item:9"
    assert (first.pages_saved, second.pages_saved) == (0, 5 + 1 + 5)


def test_a_second_requirement_of_the_same_indicator_saves_nothing() -> None:
    plan = (volume(1, {"1": {7: 4}}, {"1": [7]}),)
    [made] = numbered(plan, counts(plan), {}, DUPLEX)
    divider = next(p for p in made.parts if p.key == "divider:1")
    assert divider.entries[1].see == "no. 1, page 7"
    assert made.pages_saved == 0


def test_only_what_changed_is_printed_again() -> None:
    plan = (volume(1, {"1": {7: 2, 8: 3}, "2": {9: 1}}, {}),)
    [made] = numbered(plan, counts(plan), {}, DUPLEX)
    before = printed(made, renditions(*plan), DUPLEX)
    later = tuple(replace(v, head="9:ffff", as_of=date(2026, 4, 1)) for v in plan)
    [again] = numbered(later, counts(later), {before.key: before}, DUPLEX)
    assert reprint(before, printed(again, renditions(*later), DUPLEX)).steps == ()

    grown = (volume(1, {"1": {7: 2, 8: 3}, "2": {9: 1, 10: 1}}, {}),)
    [new] = numbered(grown, counts(grown), {before.key: before}, DUPLEX)
    steps = reprint(before, printed(new, renditions(*grown), DUPLEX)).steps
    assert [(s.deed, s.first, s.last) for s in steps] == [
        (Deed.REPLACE, "1", "4"),  # the sums and the list
        (Deed.REPLACE, "13", "14"),  # the divider
        (Deed.INSERT, "16a", "16b"),
        (Deed.REPLACE, "17", "18"),  # the closing sheet
    ]


def test_another_rendition_of_the_same_content_is_printed_again() -> None:
    plan = (volume(1, {"1": {7: 2}}, {}),)
    [made] = numbered(plan, counts(plan), {}, SIMPLEX)
    before = printed(made, renditions(*plan), SIMPLEX)
    found = {7: replace(renditions(*plan)[7], how=How.OFFICE)}
    [again] = numbered(plan, counts(plan), {before.key: before}, SIMPLEX)
    steps = reprint(before, printed(again, found, SIMPLEX)).steps
    assert [(s.deed, s.first, s.last) for s in steps] == [(Deed.REPLACE, "4", "5")]


FOUR = PrintStyle(pictures_per_page=4)


def with_photographs(made: Volume, sheets: list[list[int]], to_a_page: int = 4) -> Volume:
    """Put sheets of photographs behind the first divider of a binder, with their lines."""
    at = next(n for n, part in enumerate(made.parts) if part.kind is PartKind.DIVIDER)
    divider, lines, held = made.parts[at], [], []
    for sheet in sheets:
        lines += [Entry(EntryKind.ITEM, i, f"item:{i}", f"照片{i}", item=i) for i in sheet]
        shown = tuple(
            Picture(i, SHA, f"照片{i}", "20250301", page=n // to_a_page + 1) for n, i in enumerate(sheet)
        )
        pages = shown[-1].page
        held.append(Part(f"item:{min(sheet)}", PartKind.ITEM, f"照片{sheet[0]}", 1, pages, pictures=shown))
    entries = (*lines, *divider.entries)
    parts = (*made.parts[:at], replace(divider, entries=entries), *held, *made.parts[at + 1 :])
    return replace(made, parts=parts)


def photographs(numbers: list[int]) -> dict[int, Rendition]:
    shape = PageShape(595, 842, 105, b"")
    return {
        i: Rendition(i, SHA, How.PICTURE, Path("a.pdf"), 0, (shape,), alone=(300.0, 200.0)) for i in numbers
    }


@given(st.lists(st.integers(1, 8), min_size=1, max_size=4), st.booleans())
def test_pages_that_pictures_share_are_counted_once(sizes: list[int], is_duplex: bool) -> None:
    style = replace(FOUR, is_duplex=is_duplex)
    sheets, number = [], 100
    for size in sizes:
        sheets.append(list(range(number + size, number, -1)))
        number += size
    plan = (with_photographs(volume(1, {"1": {7: 3}}, {}), sheets),)
    [made] = numbered(plan, counts(plan), {}, style)
    divider = next(part for part in made.parts if part.kind is PartKind.DIVIDER)
    held = [entry for entry in divider.entries if entry.kind is EntryKind.ITEM]
    assert sum(entry.page_count for entry in held) == summed(made, style).items
    assert all(page.is_right for page in made.pages if page.number == 1)
    where = {page.label: page for page in made.pages}
    for entry in held[: sum(sizes)]:
        page = where[entry.label]
        assert (page.item, page.code) == (None, "")
        [own] = [one for one in page.pictures if one.item == entry.item]
        assert read_code(own.code).item == entry.item
        assert proves(read_code(own.code), SHA)
    shown = [one.item for page in made.pages for one in page.pictures]
    assert shown == [item for sheet in sheets for item in sheet]


def test_references_to_pictures_save_the_pages_that_copies_would_share() -> None:
    sheet = [11, 12, 13, 14, 15]
    plan = (
        with_photographs(volume(1, {"1": {7: 3}}, {}), [sheet]),
        volume(2, {"2": {9: 1}}, {"2": [*sheet, 7]}),
    )
    first, second = numbered(plan, counts(plan), {}, FOUR)
    assert second.pages_saved == 2 + 3
    divider = next(p for p in second.parts if p.kind is PartKind.DIVIDER)
    back = next(page.label for page in first.pages if any(one.item == 15 for one in page.pictures))
    [said] = {entry.see for entry in divider.entries if entry.item == 15}
    assert said.endswith(f"page {back}")


def test_one_more_picture_is_one_sheet_beside_the_lists() -> None:
    full, more = list(range(11, 19)), [19, 20]
    plan = (with_photographs(volume(1, {"1": {7: 3}}, {}), [full, more]),)
    pages = renditions(*plan) | photographs([*full, *more, 21])
    [made] = numbered(plan, counts(plan), {}, FOUR)
    before = printed(made, pages, FOUR)
    assert [len(page.codes) for page in before.pages if page.codes] == [4, 4, 2]
    own = [page.label for page in made.pages if page.pictures]
    for sheets, deed, first in (
        ([full, [*more, 21]], Deed.REPLACE, own[2]),
        ([full, [21], more], Deed.INSERT, f"{own[1]}a"),
        ([full], Deed.TAKE_OUT, own[2]),
    ):
        grown = (with_photographs(volume(1, {"1": {7: 3}}, {}), sheets),)
        [new] = numbered(grown, counts(grown), {before.key: before}, FOUR)
        lists = {page.label for page in new.pages if page.kind is PageKind.FORM}
        steps = [s for s in reprint(before, printed(new, pages, FOUR)).steps if s.first not in lists]
        assert [(step.deed, step.first) for step in steps] == [(deed, first)]
