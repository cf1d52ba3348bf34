"""A binder without faults has none, and every kind of fault that is planted is found."""

from __future__ import annotations

import io
from collections import Counter
from dataclasses import replace

import pikepdf
import pytest

from ledger_app.binder.proving import looking, naming
from ledger_app.binder.proving.checking import check, expected, of_pages, outline
from ledger_app.binder.proving.structure import Structure
from ledger_app.binder.volumes.model import PageKind
from tests.binder.hand_made import LINES, TITLES, Made, Making, make, paper


def page_faults(folder, making: Making | Made | None = None) -> list[tuple[str, int | None]]:
    """Look at every page in this process: what the workers do."""
    made = making if isinstance(making, Made) else make(folder, making)
    pages = list(expected(made.volume, made.bound, made.renditions))
    asked = looking.request(folder, made.path, pages)
    looking._wanted.cache_clear()
    looking._document.cache_clear()
    seen = {s.index: s for s in looking.look(f"0:{len(pages)}:{asked}")}
    looking._document.cache_clear()
    return [(f.code, f.page) for f in of_pages(pages, seen, Counter())]


def link_faults(folder, making: Making | None = None) -> list[tuple[str, int | None]]:
    made = make(folder, making)
    with pikepdf.open(made.path) as pdf:
        return [(f.code, f.page) for f in naming.links(made.path, Structure(pdf), made.volume, Counter())]


def test_a_good_binder_has_no_fault_and_everything_was_looked_at(tmp_path):
    made = make(tmp_path)
    checked = check(made.path, made.volume, made.bound, made.renditions)
    assert checked.faults == ()
    assert checked.is_clean
    assert dict(checked.counts) == {
        "page-labels": 8,
        "outline": 5,
        "fonts": 1,
        "links": 4,
        "pages": 8,
        "labels": 6,
        "codes": 6,
        "compared": 3,
        "stamps": 3,
        "qr": 2,
        "titles": 3,
        "entries": 3,
        "sums": 4,
        "notices": 1,
        "hashes": 1,
    }


@pytest.mark.parametrize(
    "other",
    [
        ("1,185", "1,186"),  # one digit
        ("92.5", "92,5"),  # a point for a comma
        ("，", "。"),
        ("户", "尸"),
    ],
)
def test_a_page_with_one_character_changed_is_found(tmp_path, other):
    lines = [LINES[0].replace(*other, 1), LINES[1]]
    assert page_faults(tmp_path, Making(shown=paper(lines, pages=2))) == [
        ("picture-differs", 5),
        ("picture-differs", 6),
    ]


@pytest.mark.parametrize("scale", [1.0, 0.9, 0.83, 0.7])
def test_a_missing_hairline_is_found_at_any_scale(tmp_path, scale):
    making = Making(shown=paper(LINES, pages=2, rule=False), scale=scale, offset=(20.0, 60.0))
    assert page_faults(tmp_path, making) == [("picture-differs", 5), ("picture-differs", 6)]
    assert page_faults(tmp_path, replace(making, shown=None)) == []


def test_the_pages_of_a_paper_in_another_order_are_found(tmp_path):
    swapped = io.BytesIO()
    with pikepdf.open(io.BytesIO(paper(LINES, pages=2))) as pdf:
        pdf.pages.reverse()
        pdf.save(swapped)
    assert page_faults(tmp_path, Making(shown=swapped.getvalue())) == [
        ("picture-differs", 5),
        ("picture-differs", 6),
    ]


@pytest.mark.parametrize("rotate", [0, 90, 180, 270])
def test_turned_sources_are_compared_as_they_are_seen(tmp_path, rotate):
    turned = io.BytesIO()
    with pikepdf.open(io.BytesIO(paper(LINES, pages=2))) as pdf:
        for page in pdf.pages:
            page.obj.Rotate = rotate
        pdf.save(turned)
    assert page_faults(tmp_path, Making(source=turned.getvalue(), scale=0.6)) == []


def test_what_lies_outside_of_a_source_page_is_not_missed(tmp_path):
    cut = io.BytesIO()
    with pikepdf.open(io.BytesIO(paper(LINES, pages=2))) as pdf:
        for page in pdf.pages:
            page.obj.MediaBox = pikepdf.Array([0, 0, 595.28, 755.5])
        pdf.save(cut)
    assert page_faults(tmp_path, Making(source=cut.getvalue())) == []


def test_a_page_that_was_moved_is_found(tmp_path):
    made = make(tmp_path)
    places = [replace(p, matrix=(*p.matrix[:4], p.matrix[4] + 2, p.matrix[5])) for p in made.bound.placements]
    moved = replace(made, bound=replace(made.bound, placements=tuple(places)))
    assert page_faults(tmp_path, moved) == [
        ("picture-differs", 5),
        ("picture-differs", 6),
        ("picture-differs", 7),
    ]


def test_a_stamp_on_ink_is_found(tmp_path):
    source = paper([*LINES, *[""] * 38, "　" * 32 + "末行文字压在页码章下面"], pages=2)
    assert page_faults(tmp_path, Making(source=source, offset=(0.0, -5.0), scale=1.0)) == [
        ("stamp-on-ink", 5),
        ("stamp-on-ink", 6),
    ]


def test_wrong_labels_and_codes_on_the_paper_are_found(tmp_path):
    other = make(tmp_path).volume.pages[6].code
    assert page_faults(tmp_path, Making(labels={4: "30"})) == [("label-missing", 5)]
    assert page_faults(tmp_path, Making(labels={2: "12"})) == [("label-missing", 3)]
    assert page_faults(tmp_path, Making(codes={5: other})) == [("code-missing", 6)]


def test_a_qr_code_of_another_page_or_of_none_is_found(tmp_path):
    other = make(tmp_path).volume.pages[7].code
    assert page_faults(tmp_path, Making(qr={0: other})) == [("qr-wrong", 1)]
    assert page_faults(tmp_path, Making(qr={7: "https://example.org"})) == [("qr-wrong", 8)]


def test_ink_on_a_blank_page_is_found(tmp_path):
    assert page_faults(tmp_path, Making(ink=(300, 500))) == [("not-blank", 2)]


def test_links_that_lead_elsewhere_nowhere_or_are_not_there_are_found(tmp_path):
    assert link_faults(tmp_path) == []
    assert link_faults(tmp_path, Making(links={(2, 0): 6})) == [("link-astray", 3), ("link-missing", 3)]
    assert link_faults(tmp_path, Making(links={(2, 0): None})) == [("link-nowhere", 3), ("link-missing", 3)]
    assert link_faults(tmp_path, Making(links={(2, 1): -1})) == [("link-missing", 3)]
    assert link_faults(tmp_path, Making(links={(4, 0): 7})) == [("link-astray", 5), ("back-link-missing", 5)]
    assert link_faults(tmp_path, Making(links={(6, 0): -1})) == [("back-link-missing", 7)]


def test_outline_entries_that_lead_elsewhere_are_found(tmp_path):
    made = make(tmp_path, Making(outline={"item:1": 6}))
    firsts = {"cover": 0, "contents": 2, "item:1": 4, "item:2": 6, "closing": 7}
    with pikepdf.open(made.path) as pdf:
        found = list(outline(Structure(pdf).outline(), made.volume.parts, firsts, Counter()))
    assert [(f.code, f.page) for f in found] == [("outline-astray", 7), ("outline-missing", 5)]


def codes_of(checked) -> list[str]:
    return [fault.code for fault in checked.faults]


def test_a_binder_that_lacks_a_page_and_shows_other_labels_is_found(tmp_path):
    made = make(tmp_path, Making(drop_page=True, viewer={5: "9"}))
    found = check(made.path, made.volume, made.bound, made.renditions)
    assert {"page-count", "viewer-label", "outline-astray"} <= set(codes_of(found))


def test_a_font_that_is_not_embedded_is_found(tmp_path):
    made = make(tmp_path, Making(is_embedded=False))
    found = check(made.path, made.volume, made.bound, made.renditions)
    assert [(f.code, f.values) for f in found.faults] == [("font-not-embedded", (("font", "Helvetica"),))]


def test_lists_that_do_not_add_up_are_found(tmp_path):
    made = make(tmp_path, Making(sum=9))
    contents = made.volume.parts[1]
    entries = (
        replace(contents.entries[0], page_count=3),
        replace(contents.entries[1], label="7", title="另一份材料"),
        contents.entries[2],
    )
    parts = list(made.volume.parts)
    parts[1] = replace(contents, entries=entries)
    parts[2] = replace(parts[2], page_count=3)
    parts[4] = replace(parts[4], title="卷内备考")
    volume = replace(made.volume, parts=tuple(parts), head="17:0000 1111 2222 3333 4444")
    found = set(codes_of(check(made.path, volume, made.bound, made.renditions)))
    assert {"entry-pages", "entry-label", "entry-missing", "part-pages", "title-missing"} <= found
    assert {"sum-missing", "head-missing"} <= found


def test_a_file_that_changed_since_is_a_fault_and_never_hashed_anew(tmp_path):
    made = make(tmp_path)
    source = made.renditions[1].path
    source.write_bytes(source.read_bytes() + b"\n% another byte\n")
    found = check(made.path, made.volume, made.bound, made.renditions)
    assert codes_of(found) == ["file-changed"]
    assert made.volume.pages[4].sha256 == made.renditions[1].sha256


def test_an_item_without_a_page_and_an_old_rendition_are_found(tmp_path):
    made = make(tmp_path)
    parts = (*made.volume.parts, replace(made.volume.parts[3], key="item:3", item=3, title=TITLES[1]))
    volume = replace(made.volume, parts=parts)
    renditions = {1: made.renditions[1], 2: replace(made.renditions[2], sha256="cd" * 32)}
    checked = check(made.path, volume, made.bound, renditions)
    told = {f.code: dict(f.values)["title"] for f in checked.faults if "item" in dict(f.values)}
    assert told == {"item-without-page": TITLES[1], "rendition-outdated": TITLES[2]}


def test_what_is_no_pdf_is_a_fault(tmp_path):
    made = make(tmp_path)
    made.path.write_bytes(b"nothing of the kind")
    assert codes_of(check(made.path, made.volume, made.bound, made.renditions)) == ["unreadable"]


def test_a_source_that_cannot_be_opened_is_a_fault_of_its_pages_only(tmp_path):
    made = make(tmp_path)
    broken = tmp_path / "broken.pdf"
    broken.write_bytes(b"%PDF-1.7\nbroken")
    renditions = {**made.renditions, 2: replace(made.renditions[2], path=broken)}
    found = check(made.path, made.volume, made.bound, renditions)
    assert [(f.code, f.page) for f in found.faults] == [("page-unreadable", 7)]
    assert dict(found.counts)["compared"] == 2


def test_page_labels_are_read_in_every_style(tmp_path):
    pdf = pikepdf.new()
    for _ in range(9):
        pdf.add_blank_page()
    pdf.Root.PageLabels = pikepdf.Dictionary(
        Nums=pikepdf.Array(
            [
                0,
                {"/S": pikepdf.Name.r},
                3,
                {"/S": pikepdf.Name.D, "/St": 17},
                5,
                {"/P": "18a"},
                6,
                {"/S": pikepdf.Name.A, "/P": "x", "/St": 27},
            ]
        )
    )
    pdf.save(tmp_path / "labels.pdf")
    with pikepdf.open(tmp_path / "labels.pdf") as found:
        assert Structure(found).labels() == ["i", "ii", "iii", "17", "18", "18a", "xAA", "xBB", "xCC"]


def test_pages_are_planned_as_they_were_bound(tmp_path):
    made = make(tmp_path)
    pages = list(expected(made.volume, made.bound, made.renditions))
    assert [p.kind for p in pages].count(PageKind.ITEM) == 3
    assert [(s.page, s.matrix[0]) for p in pages for s in p.sources] == [(0, 0.9), (1, 0.9), (0, 0.9)]
