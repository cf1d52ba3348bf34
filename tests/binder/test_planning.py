"""Which binders there are: one original for a file, boxes by category and thickness, and what stays where it lies."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger_app.binder.model import FileLine, IndicatorPart, RequirementPart
from ledger_app.binder.renditions.model import How, PageShape, Rendition
from ledger_app.binder.volumes import selecting
from ledger_app.binder.volumes.cutting import Cut, cut
from ledger_app.binder.volumes.listing import Under, listed
from ledger_app.binder.volumes.model import EntryKind, Part, PartKind, PrintStyle
from ledger_app.core.errors import LedgerError
from ledger_app.scheme.model import Scheme
from ledger_app.scheme.reading import read_scheme

DUPLEX = PrintStyle()
SHEET = 0.1
PAGE = PageShape(595, 842, 105, b"")


def line(item: int) -> FileLine:
    return FileLine(f"文件{item}", "", "", "", None, "", "", item)


def indicator(
    code: str, *requirements: tuple[int, ...], loose: tuple[int, ...] = (), category: str = "一、粮食"
) -> IndicatorPart:
    asked = tuple(
        RequirementPart(f"要求{n}", tuple(map(line, items))) for n, items in enumerate(requirements, 1)
    )
    return IndicatorPart(
        code, (category,), f"指标{code}", 1, False, code == "9", (), "", asked, tuple(map(line, loose))
    )


class Renditions(dict):
    """Any item as pages: one, or as many as were said."""

    def __missing__(self, item: int) -> Rendition:
        return rendition(item, 1)


def rendition(item: int, pages: int) -> Rendition:
    return Rendition(item, "ab" * 32, How.AS_IS, Path("a.pdf"), 0, (PAGE,) * pages)


def lines(under: Under) -> list[tuple[str, int | None, str]]:
    return [(entry.kind, entry.item, entry.requirement) for entry in under.entries]


def boxes(found: tuple[Cut, ...]) -> dict[int, list[str]]:
    return {one.number: [chunk.under.part.code for chunk in one.chunks] for one in found}


def lies(found: tuple[Cut, ...]) -> dict[str, tuple[int, ...]]:
    """Return where parts lie once these boxes are printed."""
    places: dict[str, list[int]] = {}
    for one in found:
        for chunk in one.chunks:
            places.setdefault(f"divider:{chunk.under.part.code}", []).append(one.number)
            for entry in chunk.originals:
                places.setdefault(entry.part, []).append(one.number)
    return {key: tuple(numbers) for key, numbers in places.items()}


def test_a_file_has_one_original_at_its_first_indicator() -> None:
    first, second = listed(
        [indicator("1", (7, 8), ()), indicator("2", (8,), (8,), loose=(9,))], Renditions(), {}
    )
    assert lines(first) == [
        (EntryKind.ITEM, 7, "要求1"),
        (EntryKind.ITEM, 8, "要求1"),
        (EntryKind.GAP, None, "要求2"),
    ]
    assert lines(second) == [
        (EntryKind.REFERENCE, 8, "要求1"),
        (EntryKind.REFERENCE, 8, "要求2"),
        (EntryKind.ITEM, 9, ""),
    ]
    assert [entry.number for entry in second.entries] == [1, 1, 2]


def test_a_file_that_meets_several_requirements_of_an_indicator_stands_once_in_the_contents() -> None:
    """The divider keeps its lines by requirement; only what lies behind another divider is a reference to count."""
    first, second = listed(
        [indicator("1", (7,), (7,), (), loose=(7,)), indicator("2", (7,), (7,))], Renditions(), {}
    )
    here, there = (Part("divider", PartKind.DIVIDER, "", entries=under.entries) for under in (first, second))
    assert [e.kind for e in here.entries] == [
        EntryKind.ITEM,
        EntryKind.REFERENCE,
        EntryKind.GAP,
        EntryKind.REFERENCE,
    ]
    assert [(e.kind, e.item) for e in here.lines] == [(EntryKind.ITEM, 7), (EntryKind.GAP, None)]
    assert [(e.kind, e.item) for e in there.lines] == [(EntryKind.REFERENCE, 7)]
    assert (here.references, there.references) == (0, 1)


def test_a_notice_is_not_taken_for_the_pages_of_the_file() -> None:
    notices = {item: replace(Renditions()[item], how=How.NOTICE) for item in (7, 8)}
    [known, unknown] = listed([indicator("1", (7, 8))], notices, {})[0].entries
    assert known.page_count == unknown.page_count == len(notices[7].shapes)  # what the binder adds up
    assert known.remark == "notice page"
    assert unknown.stated_pages is None
    assert replace(known, original_pages=12).stated_pages == 12


def test_an_indicator_that_names_nothing_has_one_gap_until_it_has_a_file() -> None:
    empty, held = listed([indicator("1"), indicator("2", loose=(7,))], Renditions(), {})
    assert lines(empty) == [(EntryKind.GAP, None, "")]
    assert lines(held) == [(EntryKind.ITEM, 7, "")]


def test_what_is_not_public_lies_nowhere_and_is_named() -> None:
    first, second = listed([indicator("1", (7,)), indicator("2", (7,))], {}, {7: "secret"})
    for under in (first, second):
        [entry] = under.entries
        assert (entry.kind, entry.part, entry.secrecy) == (EntryKind.REFERENCE, "", "Secret")
        assert entry.see == "the archive; not copied (Secret)"


def test_a_category_begins_a_box_and_bonus_indicators_are_in_one() -> None:
    parts = [indicator("1", (1,)), indicator("2", (2,)), indicator("9", (3,), category="二、加分")]
    found = cut(listed(parts, Renditions(), {}), style=DUPLEX, sheet_mm=SHEET, lies={})
    assert boxes(found) == {1: ["1", "2"], 2: ["9"]}
    assert [one.title for one in found] == ["一、粮食", "二、加分"]


def test_a_box_is_no_thicker_than_the_widest_spine() -> None:
    pages = Renditions({n: rendition(n, 300) for n in range(1, 9)})
    parts = [indicator(str(n), (n,)) for n in range(1, 6)] + [indicator("6", (6, 7, 8))]
    found = cut(listed(parts, pages, {}), style=DUPLEX, sheet_mm=SHEET, lies={})
    assert boxes(found) == {1: ["1", "2", "3"], 2: ["4", "5"], 3: ["6"]}
    assert all(one.thickness <= 50 for one in found)
    assert [one.title for one in found] == [f"一、粮食 ({n} of 3)" for n in (1, 2, 3)]


def test_an_indicator_too_thick_for_one_box_goes_into_several() -> None:
    pages = Renditions({n: rendition(n, 600) for n in range(1, 4)})
    [under] = listed([indicator("1", (1, 2, 3))], pages, {})
    found = cut([under], style=DUPLEX, sheet_mm=SHEET, lies={})
    assert [[e.item for c in one.chunks for e in c.originals] for one in found] == [[1], [2], [3]]
    assert [(c.number, c.of) for one in found for c in one.chunks] == [(1, 3), (2, 3), (3, 3)]
    later = listed([indicator("1", (1, 2, 3, 4))], pages, {})
    kept = cut(later, style=DUPLEX, sheet_mm=SHEET, lies=lies(found))
    assert [[e.item for c in one.chunks for e in c.originals] for one in kept] == [[1], [2], [3, 4]]


def test_what_lies_in_a_box_stays_there() -> None:
    pages = Renditions({n: rendition(n, 600) for n in range(1, 4)})
    before = cut(
        listed([indicator("1", (1,)), indicator("3", (2,))], pages, {}), style=DUPLEX, sheet_mm=SHEET, lies={}
    )
    assert boxes(before) == {1: ["1"], 2: ["3"]}
    parts = [
        indicator("1"),
        indicator("2", (4,)),
        indicator("3", (2,)),
        indicator("5", (5,), category="三、新"),
    ]
    after = cut(listed(parts, pages, {}), style=DUPLEX, sheet_mm=SHEET, lies=lies(before))
    assert boxes(after) == {1: ["1", "2"], 2: ["3"], 3: ["5"]}


@given(
    st.lists(
        st.tuples(st.sampled_from("甲乙丙"), st.lists(st.integers(1, 20), max_size=4)), min_size=1, max_size=8
    ),
    st.dictionaries(st.integers(1, 20), st.integers(1, 900)),
    st.booleans(),
)
def test_every_line_lies_in_exactly_one_box(wanted, counts, is_duplex: bool) -> None:
    wanted = sorted(wanted, key=lambda one: one[0])
    parts = [indicator(str(n), tuple(dict.fromkeys(i)), category=c) for n, (c, i) in enumerate(wanted)]
    under = listed(parts, Renditions({n: rendition(n, c) for n, c in counts.items()}), {})
    style = PrintStyle(is_duplex=is_duplex)
    found = cut(under, style=style, sheet_mm=SHEET, lies={})
    assert [e for one in found for c in one.chunks for e in c.entries] == [
        e for u in under for e in u.entries
    ]
    for one in found:
        assert one.thickness <= 50 or sum(len(chunk.originals) for chunk in one.chunks) == 1
    kept = cut(under, style=style, sheet_mm=SHEET, lies=lies(found))
    assert boxes(kept) == boxes(found)


@pytest.fixture
def scheme(small_scheme: Path) -> Scheme:
    read = read_scheme(small_scheme)
    return replace(read, indicators=tuple(replace(i, id=n) for n, i in enumerate(read.indicators, 1)))


def test_sections_are_chosen_by_name_with_or_without_their_number(scheme: Scheme) -> None:
    for name in ("二、人居环境", "人居环境", "2.厕所革命", "厕所革命"):
        assert selecting.indicators(scheme, [name]).codes == ("3", "4")
    assert selecting.indicators(scheme, ["4", "粮食安全"]).codes == ("1", "2", "4")
    assert selecting.indicators(scheme, ["粮食安全", "人居环境"]).codes == ()
    assert selecting.indicators(scheme, ["盒2"]).boxes == {2}


def test_an_unknown_section_is_answered_with_those_there_are(scheme: Scheme) -> None:
    with pytest.raises(LedgerError) as error:
        selecting.indicators(scheme, ["粮"])
    assert error.value.values == {"value": "粮", "known": "一、粮食安全, 二、人居环境"}
