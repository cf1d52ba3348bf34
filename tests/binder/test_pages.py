"""The printed indexes, read back from the PDF."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from dataclasses import replace

import pypdfium2
import pytest

from ledger_app.binder.archive_pages import draw_archive_index
from ledger_app.binder.inspection_pages import draw_inspection_index
from ledger_app.binder.model import ArchiveIndex, InspectionIndex
from ledger_app.core.errors import Cancelled
from ledger_app.core.i18n import _
from ledger_app.core.progress import Progress

RARE = "监测户花名册（𠮷家村、㛃䶮组、堃喆〇）"
LONG = "关于印发《丰山乡2025年度巩固拓展脱贫攻坚成果同乡村振兴有效衔接工作实施方案》的通知" * 12

Read = Callable[[bytes], object]


def archive(index: ArchiveIndex) -> tuple[bytes, int, tuple[str, ...]]:
    stream = io.BytesIO()
    pages, missing = draw_archive_index(index, stream, Progress())
    return stream.getvalue(), pages, missing


def inspection(index: InspectionIndex) -> tuple[bytes, int, tuple[str, ...]]:
    stream = io.BytesIO()
    pages, missing = draw_inspection_index(index, stream, Progress())
    return stream.getvalue(), pages, missing


def test_every_row_of_the_archive_index_is_printed_in_nine_columns(
    each_language: str, archive_of: Callable[..., ArchiveIndex], read_pdf: Read
) -> None:
    data, pages, missing = archive(archive_of(60, titles=("会议记录", RARE)))
    pdf = read_pdf(data)
    assert len(pdf.pages) == pages
    assert missing == ()
    heads = [
        _("No."), _("Archive number"), _("Document number"), _("Issuer"), _("Title"),
        _("Date"), _("Secrecy"), _("Page count"), _("Remarks"),
    ]  # fmt: skip
    for page in pdf.pages[1:]:
        assert all("".join(head.split()) in "".join(page.split()) for head in heads)
    for number in range(1, 61):
        assert f"Z109-WS·2025-D30-{number:04d}" in pdf.text
    assert pdf.text.count(RARE) == 30


def test_the_archive_index_counts_its_items_and_pages(
    chinese: None, archive_of: Callable[..., ArchiveIndex], read_pdf: Read
) -> None:
    pdf = read_pdf(archive(archive_of(10))[0])
    assert "合计：10件，16页（另有2件页数待核）" in pdf.text


def test_the_cover_says_what_the_standard_asks_and_leaves_blank_what_is_not_known(
    chinese: None, archive_of: Callable[..., ArchiveIndex], read_pdf: Read
) -> None:
    pdf = read_pdf(archive(archive_of(3, fonds=""))[0])
    cover = "".join(pdf.pages[0].split())
    assert cover.startswith("归档文件目录")
    assert "全宗号全宗名称丰山乡人民政府年度2025保管期限定期30年机构（问题）" in cover
    assert "全宗号：________" in pdf.text


def test_pages_are_numbered_through(
    chinese: None, archive_of: Callable[..., ArchiveIndex], read_pdf: Read
) -> None:
    pdf = read_pdf(archive(archive_of(100))[0])
    total = len(pdf.pages)
    for number, page in enumerate(pdf.pages[1:], 2):
        assert f"第{number}页共{total}页" in "".join(page.split())


def test_only_our_fonts_are_used_and_all_are_embedded_and_subset(
    each_language: str,
    archive_of: Callable[..., ArchiveIndex],
    inspection_of: Callable[..., InspectionIndex],
    read_pdf: Read,
) -> None:
    for data in (archive(archive_of(5, titles=(RARE,)))[0], inspection(inspection_of(2, title=RARE))[0]):
        found = read_pdf(data).fonts
        assert len(found) >= 3
        assert all(found.values())
        named = re.findall(rb"/BaseFont /([^\s/]+)", data)
        assert all(re.fullmatch(rb"[A-Z]{6}\+(NotoSerifSC|NotoSansSC|LedgerKai)-\w+", name) for name in named)


def test_the_same_index_gives_the_same_bytes(
    archive_of: Callable[..., ArchiveIndex], inspection_of: Callable[..., InspectionIndex]
) -> None:
    assert archive(archive_of(50, titles=(RARE, LONG)))[0] == archive(archive_of(50, titles=(RARE, LONG)))[0]
    assert inspection(inspection_of(4))[0] == inspection(inspection_of(4))[0]


def test_a_character_that_no_font_has_is_printed_as_a_code_and_reported(
    archive_of: Callable[..., ArchiveIndex], read_pdf: Read
) -> None:
    data, _pages, missing = archive(archive_of(2, titles=("\U0002a6a5村",)))
    assert missing == ("\U0002a6a5",)
    assert "〔U+2A6A5〕村" in read_pdf(data).text


def test_a_title_longer_than_a_page_loses_nothing_and_keeps_its_number(
    archive_of: Callable[..., ArchiveIndex], read_pdf: Read
) -> None:
    data, pages, _missing = archive(archive_of(1, titles=("岱" * 3000,)))
    pdf = read_pdf(data)
    assert pages > 3
    assert pdf.text.count("岱") == 3000
    assert pdf.text.count("Z109-WS·2025-D30-0001") == 1
    assert "1(cont.)" in "".join(pdf.pages[2].split())


def test_long_titles_never_part_a_row_from_its_number(
    archive_of: Callable[..., ArchiveIndex], read_pdf: Read
) -> None:
    pdf = read_pdf(archive(archive_of(40, titles=(LONG, "短")))[0])
    for page in pdf.pages[1:]:
        assert "(cont.)" not in page
    assert all(f"Z109-WS·2025-D30-{n:04d}" in pdf.text for n in range(1, 41))


def test_the_table_of_contents_leads_to_the_page_that_bears_the_heading(
    each_language: str, inspection_of: Callable[..., InspectionIndex], read_pdf: Read
) -> None:
    index = inspection_of(30, name="名称很长的指标，" * 9)  # wrapped titles, several pages of contents
    pdf = read_pdf(inspection(index)[0])
    contents = [n for n, page in enumerate(pdf.pages) if "目录" in page or "Contents" in page]
    listed = [m for m in pdf.outline if m[1] != _("Contents")]
    assert len(contents) > 3
    assert len(pdf.links) == len(listed) == 3 + 3 + 90
    for (_page, target), (_level, title, page) in zip(pdf.links, listed, strict=True):
        assert target == page
        start = "".join(title.split())[:6].removesuffix("（")
        assert start in "".join(pdf.pages[target].split())
    text = "".join("".join(pdf.pages[n].split()) for n in range(1, min(m[2] for m in listed)))
    last = listed[-1]
    assert re.search(rf"(?:\.|…)+{last[2] + 1}(?:\D|$)", text)


def test_the_outline_is_nested_by_category_sub_item_and_indicator(
    inspection_of: Callable[..., InspectionIndex], read_pdf: Read
) -> None:
    pdf = read_pdf(inspection(inspection_of(2))[0])
    levels = [level for level, _title, _page in pdf.outline]
    assert levels == [0] + [0, 1, 2, 2] * 3
    assert pdf.outline[1][1] == "第1大项 (20 points)"
    assert pdf.outline[3][1] == "1.0 指标10 ★ (missing: 1)"


def test_gaps_are_printed_as_gaps(
    chinese: None, inspection_of: Callable[..., InspectionIndex], read_pdf: Read
) -> None:
    pdf = read_pdf(inspection(inspection_of(4))[0])
    assert pdf.text.count("缺（刚性指标）：尚未关联佐证材料") == 6
    assert pdf.text.count("缺：尚未关联佐证材料") == 6
    assert pdf.text.count("未分配到具体要求") == 6


def test_a_table_that_goes_on_says_whose_it_is(
    chinese: None, inspection_of: Callable[..., InspectionIndex], read_pdf: Read
) -> None:
    pdf = read_pdf(inspection(inspection_of(1, files=60))[0])
    body = pdf.outline[1][2]
    assert "1.0指标10（续）" in "".join(pdf.pages[body + 1].split())


def test_an_empty_index_is_a_cover_and_an_empty_table(
    archive_of: Callable[..., ArchiveIndex], inspection_of: Callable[..., InspectionIndex], read_pdf: Read
) -> None:
    assert len(read_pdf(archive(archive_of(0))[0]).pages) == 2
    assert len(read_pdf(inspection(inspection_of(0))[0]).pages) == 2


def test_the_document_says_what_it_is(
    chinese: None, archive_of: Callable[..., ArchiveIndex], read_pdf: Read
) -> None:
    data = archive(archive_of(1))[0]
    metadata = read_pdf(data).metadata
    assert metadata["Title"] == "丰山乡人民政府 归档文件目录"
    assert metadata["Author"] == "丰山乡人民政府"
    assert metadata["CreationDate"] == "D:20260105000000+00'00'"
    assert b"/Lang (zh-CN)" in data


def test_cancel_stops_the_drawing(archive_of: Callable[..., ArchiveIndex]) -> None:
    progress = Progress()
    progress.cancel()
    with pytest.raises(Cancelled):
        draw_archive_index(archive_of(5), io.BytesIO(), progress)


def test_ten_thousand_rows(archive_of: Callable[..., ArchiveIndex]) -> None:
    data, pages, _missing = archive(archive_of(10_000))
    document = pypdfium2.PdfDocument(data)
    assert len(document) == pages > 400
    document.close()


def test_the_archive_index_has_seven_columns_upright_where_the_older_form_is_asked_for(
    each_language: str, archive_of: Callable[..., ArchiveIndex], read_pdf: Read
) -> None:
    stream = io.BytesIO()
    pages, _missing = draw_archive_index(archive_of(60), stream, Progress(), columns=7)
    pdf = read_pdf(stream.getvalue())
    assert len(pdf.pages) == pages
    heads = [_("Item no."), _("Issuer"), _("Document number"), _("Title"), _("Date"), _("Page count")]
    for page in pdf.pages[1:]:
        assert all("".join(head.split()) in "".join(page.split()) for head in [*heads, _("Remarks")])
        assert _("Secrecy") not in page
    assert "Z109-WS" not in pdf.text  # the older form has no 档号
    assert pdf.text.count("丰府发〔2025〕") == 60
    document = pypdfium2.PdfDocument(stream.getvalue())
    assert {page.get_width() < page.get_height() for page in document} == {True}
    document.close()


@pytest.mark.parametrize("columns", [9, 7])
def test_a_remark_too_long_for_its_column_is_a_star_and_told_below(
    chinese: None, archive_of: Callable[..., ArchiveIndex], read_pdf: Read, columns: int
) -> None:
    remark = "原件缺第3页；附图另存；附件2为复印件，与原件核对无误，由农业农村办保管，借阅须登记"
    index = archive_of(3)
    group = index.groups[0]
    rows = (group.rows[0], replace(group.rows[1], remark=remark), group.rows[2])
    index = replace(index, groups=(replace(group, rows=rows),))
    stream = io.BytesIO()
    draw_archive_index(index, stream, Progress(), columns=columns)
    text = read_pdf(stream.getvalue()).text
    assert text.count(remark) == 1
    assert text.index("合计") < text.index(f"*第2件备注：{remark}")
    assert text.count("*") == 2
