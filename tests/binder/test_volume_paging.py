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
