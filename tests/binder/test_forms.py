"""The forms of a binder, read back from the PDF: what they say, where it leads, what keeps its place."""

from __future__ import annotations

import io
import itertools
import re
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ledger_app.binder.forms.drawing import draw
from ledger_app.binder.forms.laying import lay_out, missing
from ledger_app.binder.volumes.model import (
    Entry,
    EntryKind,
    PageKind,
    Part,
    PartKind,
    PrintStyle,
    Volume,
)
from ledger_app.core.errors import Cancelled
from ledger_app.core.i18n import _
from ledger_app.core.progress import Progress
from tests.binder.helpers.forms_samples import (
    HEAD,
    SCORING,
    box_volume,
    divider,
    drawn,
    inspection_volume,
    item_entry,
    numbered,
    reference_part,
)
from tests.binder.helpers.seen import MM, Seen, fonts, lines, seen

RARE = "𠮷家村㛃䶮组花名册"
NOWHERE = "\U0002b8b9"  # no shipped font has it
LONG = "关于印发《丰山乡2025年度巩固拓展脱贫攻坚成果同乡村振兴有效衔接工作实施方案》的通知" * 12


def part_text(pages: list[Seen], made: dict[str, tuple[int, int]], key: str) -> str:
    first, count = made[key]
    return "".join(page.text for page in pages[first : first + count])


def plain(text: str) -> str:
    return "".join(text.split())


def test_every_line_of_the_contents_is_printed_and_leads_to_its_part(each_language: str) -> None:
    data, made, volume = drawn(inspection_volume(per=9))
    pages = seen(data)
    contents = next(p for p in volume.parts if p.kind is PartKind.CONTENTS)
    first, count = made.parts["contents"]
    spots = [s for s in made.hotspots if first <= s.page < first + count]
    rows = [e for e in contents.entries if e.kind is EntryKind.ITEM]
    assert [spot.target for spot in spots] == [e.part for e in rows]
    for entry, spot in zip(rows, spots, strict=True):
        text = pages[spot.page].within(spot.rectangle)
        assert plain(entry.title) in text
        assert entry.label in text
    text = part_text(pages, made.parts, "contents")
    assert text.count(plain(_("MISSING: {what}").format(what="验收表"))) == 3
    assert text.count("Z109-WS·2025-D30-NYB-0900") == 3


def test_a_hotspot_covers_its_own_line_and_no_other(chinese: None) -> None:
    volume = box_volume(30)
    entries = tuple(item_entry(n, f"第{n}份材料甲乙") for n in range(1, 31))
    parts = tuple(replace(p, entries=entries) if p.kind is PartKind.CATALOGUE else p for p in volume.parts)
    data, made, _volume = drawn(replace(volume, parts=parts))
    pages = seen(data)
    spots = [s for s in made.hotspots if s.target.startswith("item:")]
    assert len(spots) == 30
    for spot in spots:
        number = spot.target.partition(":")[2]
        assert re.findall(r"第(\d+)份材料甲乙", pages[spot.page].within(spot.rectangle)) == [number]
        left, bottom, right, top = spot.rectangle
        assert 0 < left < right < pages[spot.page].size[0]
        assert 0 < bottom < top < pages[spot.page].size[1]


def test_a_reference_and_where_its_original_lies_are_one_hotspot(chinese: None) -> None:
    volume = inspection_volume(1)
    one = next(p for p in volume.parts if p.kind is PartKind.DIVIDER)
    entries = tuple(replace(e, part="item:1") if e.kind is EntryKind.REFERENCE else e for e in one.entries)
    parts = tuple(replace(p, entries=entries) if p is one else p for p in volume.parts)
    data, made, _volume = drawn(replace(volume, parts=parts))
    pages = seen(data)
    first = made.parts[one.key][0]
    texts = [
        pages[s.page].within(s.rectangle) for s in made.hotspots if s.page == first and s.target == "item:1"
    ]
    assert len(texts) == 2  # the line of the item itself, and that of the reference
    assert sum("本件原件见第2盒" in text for text in texts) == 1
    assert all(plain(item_entry(1).title) in text or "互见" in text for text in texts)


def test_the_binder_adds_up_to_the_list_on_its_first_page(chinese: None) -> None:
    for style in (PrintStyle(), PrintStyle(is_duplex=False)):
        data, made, volume = drawn(inspection_volume(), style)
        first = seen(data)[made.parts["contents"][0]].text
        found = re.search(r"材料(\d+)页＋表单(\d+)页＋空白(\d+)页＝共(\d+)页，用纸(\d+)张", first)
        assert found
        evidence, forms, blank, pages, sheets = map(int, found.groups())
        kinds = [page.kind for page in volume.pages]
        assert evidence == kinds.count(PageKind.ITEM)
        assert forms == kinds.count(PageKind.FORM) == sum(count for _first, count in made.parts.values())
        assert blank == kinds.count(PageKind.BLANK)
        assert pages == len(kinds) == evidence + forms + blank
        assert sheets == (-(-pages // 2) if style.is_duplex else pages)


def test_a_box_without_contents_states_its_sums_on_the_catalogue(chinese: None) -> None:
    data, made, _volume = drawn(box_volume(5))
    assert "材料10页＋" in seen(data)[made.parts["catalogue"][0]].text


def test_a_divider_says_what_is_asked_who_answers_and_what_is_missing(chinese: None) -> None:
    data, made, _volume = drawn(inspection_volume())
    text = part_text(seen(data), made.parts, "divider:3.1.1")
    for said in (
        "三、农村人居环境整治›3.1农村厕所革命",
        "3.1.1",
        "卫生户厕改造与管护",
        "★刚性2.5分",
        "农业农村办、村镇建设服务中心",
        plain(SCORING),
        "验收表缺（刚性指标）：尚未关联佐证材料",
        "本件原件见第2盒2.1.1第5件，第17页（档号Z109-WS·2025-D30-NYB-0900）。",
    ):
        assert said in text
    assert text.index("改厕台账3件") < text.index("改厕前后照片4件") < text.index("验收表缺")


def test_a_requirement_that_no_line_answers_is_a_gap_all_the_same(chinese: None) -> None:
    one = divider("3.1.1", range(0), references=0)
    volume = inspection_volume(0)
    parts = (volume.parts[0], volume.parts[1], replace(one, entries=()), volume.parts[-1])
    data, made, _volume = drawn(replace(volume, parts=parts))
    text = part_text(seen(data), made.parts, "divider:3.1.1")
    assert text.count("缺（刚性指标）：尚未关联佐证材料") == 3
    assert "缺：3.1.1卫生户厕改造与管护★：改厕台账；改厕前后照片；验收表。" in seen(data)[-1].text


def test_a_long_scoring_rule_flows_onto_the_next_page_and_is_whole(each_language: str) -> None:
    long = "".join(f"第{n}款，每缺一项扣0.{n % 9 + 1}分，扣完为止；" for n in range(220))
    data, made, _volume = drawn(inspection_volume(1, scoring=long))
    assert made.parts["divider:3.1.1"][1] > 2
    text = part_text(seen(data), made.parts, "divider:3.1.1")
    assert [int(n) for n in re.findall(r"(\d+)款", text)] == list(range(220))


def test_a_frame_is_closed_where_a_page_ends(chinese: None) -> None:
    long = replace(inspection_volume(1, scoring=SCORING * 25), notes=("第1件无法打印，原件见光盘。",) * 60)
    data, made, _volume = drawn(long)
    for key in ("divider:3.1.1", "closing"):
        first, count = made.parts[key]
        assert count > 1
        for page in (first, first + 1):
            sides = [one for one in lines(data, page) if one[0] == one[2] == 0 and one[1] - one[3] > 1]
            level = {round(one[1], 1) for one in lines(data, page) if one[1] == one[3] and one[0] == 0}
            assert round(min(s[3] for s in sides), 1) in level
            assert round(max(s[1] for s in sides), 1) in level


def test_the_closing_sheet_has_its_five_fields_and_the_head_of_the_journal(chinese: None) -> None:
    data, made, _volume = drawn(box_volume())
    first, count = made.parts["closing"]
    text = seen(data)[first].text
    assert count == 1
    assert all(field in text for field in ("盒内文件情况说明", "整理人整理日期", "检查人检查日期"))
    assert "本盒为2025年度、定期30年、农业农村办归档文件。共40件，80页。" in text
    assert plain(HEAD) in text


def test_the_head_of_the_journal_stands_in_groups(chinese: None) -> None:
    volume = replace(box_volume(2), head="77:" + "0123456789abcdef" * 4)
    page = seen(drawn(volume)[0])[-1]
    assert page.text.count("0123456789abcdef" * 4) == 1
    # a gap after every fourth character, and no gap within
    colon = next(
        n for n, t in enumerate(page.texts) if "".join(c[4] for c in page.texts[n - 2 : n + 1]) == "77:"
    )
    digits = page.texts[colon + 1 : colon + 21]
    gaps = [after[0] - before[2] for before, after in itertools.pairwise(digits)]
    assert [n for n, gap in enumerate(gaps, 1) if gap > 2.5] == [4, 8, 12, 16]


def test_a_remark_too_long_for_its_column_is_told_on_the_closing_sheet(chinese: None) -> None:
    remark = "原件缺第3页；附图另存；附件2为复印件，与原件核对无误，由农业农村办保管"
    for columns in (9, 7):
        data, made, _volume = drawn(box_volume(), PrintStyle(columns=columns))
        pages = seen(data)
        assert remark not in part_text(pages, made.parts, "catalogue")
        assert "*" in part_text(pages, made.parts, "catalogue")
        assert f"*第5件备注：{remark}" in part_text(pages, made.parts, "closing")


def test_the_catalogue_has_nine_columns_across_or_seven_upright(each_language: str) -> None:
    nine = ("No.", "Archive number", "Document number", "Issuer", "Title", "Date", "Secrecy", "Page count")
    seven = ("Item no.", "Issuer", "Document number", "Title", "Date", "Page count", "Remarks")
    for columns, heads in ((9, (*nine, "Remarks")), (7, seven)):
        data, made, _volume = drawn(box_volume(60), PrintStyle(columns=columns))
        first, count = made.parts["catalogue"]
        for page in seen(data)[first : first + count]:
            assert (page.size[0] > page.size[1]) == (columns == 9)
            assert all(plain(_(head)) in page.text for head in heads)
            assert (plain(_("Secrecy")) in page.text) == (columns == 9)


def test_a_reference_sheet_says_where_the_original_is(chinese: None) -> None:
    volume = box_volume(1)
    data, made, _volume = drawn(
        replace(volume, parts=(*volume.parts[:2], reference_part(), volume.parts[-1]))
    )
    text = part_text(seen(data), made.parts, "reference:3.1.1:1")
    assert "互见单" in text
    assert "本件原件见第2盒2.1.1第5件，第17页（档号Z109-WS·2025-D30-NYB-0001）。" in text


def test_the_name_of_the_fonds_stands_over_a_double_line(each_language: str) -> None:
    data = drawn(box_volume(1))[0]
    found = sorted({round(y, 1) for x, y, to, end in lines(data, 0) if y == end and to - x > 140})
    assert len(found) == 2
    assert 0.5 < found[1] - found[0] < 3


def test_only_our_fonts_are_used_and_all_are_embedded(each_language: str) -> None:
    found = fonts(drawn(inspection_volume())[0])
    assert len(found) >= 2
    assert all(found.values())


def test_the_same_volume_gives_the_same_bytes(chinese: None) -> None:
    assert drawn(inspection_volume())[0] == drawn(inspection_volume())[0]


def test_drawing_can_be_cancelled() -> None:
    progress = Progress()
    progress.cancel()
    with pytest.raises(Cancelled):
        draw(box_volume(3), PrintStyle(), io.BytesIO(), progress)


def test_characters_without_a_font_are_named_before_and_after_drawing(chinese: None) -> None:
    volume = replace(inspection_volume(1), fonds_name=f"丰山乡{RARE}", notes=(f"{NOWHERE}村",))
    assert missing(volume, PrintStyle()) == (NOWHERE,)
    data, made, _volume = drawn(volume)
    assert made.missing == (NOWHERE,)
    assert RARE in seen(data)[0].text
    assert "〔U+2B8B9〕村" in seen(data)[-1].text


def marked(count: int) -> Volume:
    volume = box_volume(count)
    entries = tuple(
        item_entry(n, (LONG, "短", RARE, "x" * 400)[n % 4], remark="备" * (n % 60))
        for n in range(1, count + 1)
    )
    parts = tuple(replace(p, entries=entries) if p.kind is PartKind.CATALOGUE else p for p in volume.parts)
    return replace(volume, fonds_name="丰山" * 60, parts=parts)


@pytest.mark.parametrize("columns", [9, 7])
@pytest.mark.parametrize("is_duplex", [True, False])
def test_nothing_stands_in_the_margins_and_the_binding_edge_is_free_on_its_side(
    each_language: str, columns: int, is_duplex: bool
) -> None:
    style = PrintStyle(columns=columns, binding_mm=25, is_duplex=is_duplex)
    long = replace(inspection_volume(3, name=LONG, scoring=LONG * 3), title=LONG, fonds_name="丰山" * 60)
    for volume in (marked(60), long):
        data, made, paged = drawn(volume, style)
        sides = {(p.part, p.number): p.is_right for p in paged.pages}
        pages = seen(data)
        for key, (first, count) in made.parts.items():
            for number in range(1, count + 1):
                _margins_are_free(pages[first + number - 1], is_right=sides[key, number])


def _margins_are_free(page: Seen, *, is_right: bool) -> None:
    left = min(t[0] for t in page.texts) / MM
    bottom = min(t[1] for t in page.texts) / MM
    right = (page.size[0] - max(t[2] for t in page.texts)) / MM
    top = (page.size[1] - max(t[3] for t in page.texts)) / MM
    if page.size[0] > page.size[1]:  # it lies with its head to the left
        inner, outer, foot, head = (top, bottom, left, right) if is_right else (bottom, top, left, right)
    else:
        inner, outer, foot, head = (left, right, bottom, top) if is_right else (right, left, bottom, top)
    assert inner >= 25 - 0.3
    assert outer >= 12
    assert foot >= 16
    assert head >= 10


def test_four_hundred_entries_are_all_listed(chinese: None) -> None:
    data, made, _volume = drawn(box_volume(400))
    text = part_text(seen(data), made.parts, "catalogue")
    for number in range(1, 401):
        assert f"NYB-{number:04d}" in text
    assert "合计：400件，800页" in text


TEXTS = st.text(st.sampled_from("丰山乡𠮷㛃（）《》，。2025 abc/-“”"), max_size=120)
ENTRIES = st.builds(
    Entry,
    kind=st.sampled_from(EntryKind),
    number=st.integers(1, 9999),
    part=st.just("item:1"),
    title=TEXTS,
    document_number=st.text("丰府发〔2025〕1号", max_size=20),
    issuer=TEXTS,
    date=st.just("20250305"),
    archive_number=st.just("Z109-WS·2025-D30-0001"),
    remark=TEXTS,
    requirement=st.sampled_from(("", "改厕台账", "别的要求")),
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    entries=st.lists(ENTRIES, max_size=40),
    label=st.sampled_from(("", "7", "12345a", "9" * 30)),
    see=TEXTS,
    style=st.builds(
        PrintStyle,
        is_duplex=st.booleans(),
        binding_mm=st.floats(0, 40),
        columns=st.sampled_from((9, 7)),
    ),
    saved=st.integers(0, 10**6),
)
def test_laying_out_gives_as_many_pages_as_drawing_whatever_the_labels_are(
    entries: list[Entry], label: str, see: str, style: PrintStyle, saved: int
) -> None:
    volume = inspection_volume(1)
    volume = replace(
        volume,
        parts=(
            volume.parts[0],
            *(
                replace(part, entries=tuple(entries))
                for part in (
                    volume.parts[1],
                    Part("catalogue", PartKind.CATALOGUE, "归档文件目录"),
                    volume.parts[2],
                    replace(reference_part(), key="reference:1"),
                )
            ),
            *volume.parts[3:],
        ),
    )
    counts = lay_out(volume, style)
    later = tuple(
        replace(
            part,
            entries=tuple(replace(e, label=label, see=see, page_count=saved) for e in part.entries),
        )
        for part in volume.parts
    )
    paged = replace(
        numbered(volume, counts, style),
        parts=later,
        pages_saved=saved,
        fields=(*volume.fields, ("页数", see)),
    )
    made = draw(paged, style, io.BytesIO(), Progress())
    assert {key: count for key, (_first, count) in made.parts.items()} == counts
    assert all(count > 0 for key, count in counts.items() if key != "reference:1" or entries)
