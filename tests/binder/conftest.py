"""What the tests of printing share: documents to print, and PDFs read back."""

from __future__ import annotations

import ctypes
import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

import pypdfium2
import pytest
from pypdfium2 import raw

from ledger_app.binder.model import (
    ArchiveIndex,
    FileLine,
    IndexGroup,
    IndexRow,
    IndicatorPart,
    InspectionIndex,
    RequirementPart,
)
from ledger_app.core.i18n import language, set_language

AS_OF = date(2026, 1, 5)


@dataclass(frozen=True)
class Pdf:
    """A PDF as a reader sees it: text by page, outline as (level, title, page), links as (page, target page),
    and the fonts that text is drawn in, each with whether it is embedded."""

    pages: list[str]
    outline: list[tuple[int, str, int]]
    links: list[tuple[int, int]]
    metadata: dict[str, str]
    fonts: dict[str, bool]

    @property
    def text(self) -> str:
        return "".join("".join(self.pages).split())


def read(data: bytes) -> Pdf:
    document = pypdfium2.PdfDocument(data)
    try:
        pages, links, fonts = [], [], {}
        for number, page in enumerate(document):
            textpage = page.get_textpage()
            pages.append(textpage.get_text_bounded())
            textpage.close()
            links += [(number, target) for target in _targets(document, page)]
            fonts.update(_fonts(page))
            page.close()
        outline = [(mark.level, mark.get_title(), mark.get_dest().get_index()) for mark in document.get_toc()]
        return Pdf(pages, outline, links, document.get_metadata_dict(), fonts)
    finally:
        document.close()


def _targets(document: pypdfium2.PdfDocument, page: pypdfium2.PdfPage) -> Iterator[int]:
    position, link = ctypes.c_int(0), raw.FPDF_LINK()
    while raw.FPDFLink_Enumerate(page.raw, position, link):
        destination = raw.FPDFLink_GetDest(document.raw, link)
        yield raw.FPDFDest_GetDestPageIndex(document.raw, destination)


def _fonts(page: pypdfium2.PdfPage) -> Iterator[tuple[str, bool]]:
    for thing in page.get_objects(filter=[raw.FPDF_PAGEOBJ_TEXT]):
        font = raw.FPDFTextObj_GetFont(thing.raw)
        name = ctypes.create_string_buffer(200)
        raw.FPDFFont_GetBaseFontName(font, name, 200)
        yield name.value.decode(), raw.FPDFFont_GetIsEmbedded(font) == 1


@pytest.fixture
def read_pdf() -> Callable[[bytes], Pdf]:
    return read


@pytest.fixture(params=["zh_CN", "en"])
def each_language(request: pytest.FixtureRequest) -> Iterator[str]:
    before = language()
    yield set_language(request.param)
    set_language(before)


@pytest.fixture
def chinese() -> Iterator[None]:
    before = language()
    set_language("zh_CN")
    yield
    set_language(before)


@pytest.fixture
def stream() -> io.BytesIO:
    return io.BytesIO()


@pytest.fixture
def archive_of() -> Callable[..., ArchiveIndex]:
    """Return a maker of an index with this many rows and these titles, by turns."""

    def make(
        count: int, titles: tuple[str, ...] = ("关于成立领导小组的通知",), fonds: str = "Z109"
    ) -> ArchiveIndex:
        rows = tuple(
            IndexRow(
                number=n,
                archive_number=f"{fonds}-WS·2025-D30-{n:04d}",
                document_number=f"丰府发〔2025〕{n}号",
                issuer="丰山乡人民政府",
                title=titles[n % len(titles)],
                date="20250305",
                secrecy="",
                pages=2 if n % 5 else None,
                remark="互见 1.1.1",
            )
            for n in range(1, count + 1)
        )
        return ArchiveIndex(fonds, "丰山乡人民政府", (IndexGroup(2025, "D30", "", rows),), AS_OF)

    return make


@pytest.fixture
def inspection_of() -> Callable[..., InspectionIndex]:
    """Return a maker of an index with this many indicators in each of three categories."""

    def make(count: int, title: str = "会议记录", files: int = 2, name: str = "指标") -> InspectionIndex:
        line = FileLine(title, "丰府发〔2025〕1号", "丰山乡人民政府", "20250305", 3, "WS·2025-D30-0001", "")
        parts = tuple(
            IndicatorPart(
                code=f"{c}.{n}",
                path=(f"第{c}大项", f"{c}.小项"),
                name=f"{name}{c}{n}",
                points=2.5,
                is_hard=n % 2 == 0,
                is_bonus=False,
                units=("农业农村办", "综合执法队"),
                scoring="每少1个百分点扣0.5分，扣完为止",
                requirements=(
                    RequirementPart("台账", (line,) * files),
                    RequirementPart("现场照片", ()),
                ),
                files=(line,) if n % 3 == 0 else (),
            )
            for c in (1, 2, 3)
            for n in range(count)
        )
        points = {("第1大项",): 20.0}
        return InspectionIndex(
            "考核指标体系", 2025, "优秀尚可保。", (("指标", "9 项"),), parts, points, AS_OF
        )

    return make
