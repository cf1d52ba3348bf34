"""A small binder put together by hand, with nothing of the program's own writer, so that faults can be planted."""

from __future__ import annotations

import hashlib
import io
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import pikepdf
import segno
from pikepdf import Array, Dictionary, Name, OutlineItem
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics, ttfonts
from reportlab.pdfgen.canvas import Canvas

from ledger_app.binder.binding.model import Bound, Placement, Stamp, StampKind
from ledger_app.binder.renditions.model import How, PageShape, Rendition
from ledger_app.binder.volumes.codes import form_code, item_code
from ledger_app.binder.volumes.model import (
    Entry,
    EntryKind,
    Ordering,
    PageKind,
    Part,
    PartKind,
    PlannedPage,
    Volume,
)
from ledger_app.core.resources import resource

WIDTH, HEIGHT = 595.28, 841.89
STAMP = (430.0, 20.0, 570.0, 40.0)
TITLES = {1: "卫生户厕改造台账", 2: "改厕前后照片"}
FONT = "hand-made"
pdfmetrics.registerFont(ttfonts.TTFont(FONT, str(resource("fonts", "NotoSerifSC-Regular.ttf"))))


def paper(lines: list[str], *, pages: int = 1, rule: bool = True) -> bytes:
    """Return a paper with these lines on every page."""
    stream = io.BytesIO()
    canvas = Canvas(stream, pagesize=(WIDTH, HEIGHT), invariant=1, initialFontName=FONT)
    for number in range(pages):
        canvas.setFont(FONT, 10.5)
        for row, line in enumerate(lines):
            canvas.drawString(80, 760 - 18 * row, line.format(page=number + 1))
        if rule:
            canvas.setLineWidth(0.4)
            canvas.line(80, 400, 500, 400)
        canvas.showPage()
    canvas.save()
    return stream.getvalue()


@dataclass
class Making:
    """How the binder is made; tests change it to plant a fault."""

    source: bytes = b""
    shown: bytes | None = None
    labels: dict[int, str] = field(default_factory=dict)
    codes: dict[int, str] = field(default_factory=dict)
    qr: dict[int, str] = field(default_factory=dict)
    viewer: dict[int, str] = field(default_factory=dict)
    outline: dict[str, int] = field(default_factory=dict)
    links: dict[tuple[int, int], int | None] = field(default_factory=dict)
    scale: float = 0.9
    offset: tuple[float, float] = (50.0, 60.0)
    ink: tuple[float, float] | None = None
    drop_page: bool = False
    sum: int = 8
    is_embedded: bool = True


LINES = ["第{page}页 农村改厕户数 1,185 户，完成率 92.5%，验收合格。", "责任单位：规划建设办公室"]


@dataclass(frozen=True)
class Made:
    path: Path
    volume: Volume
    bound: Bound
    renditions: dict[int, Rendition]


def make(folder: Path, making: Making | None = None) -> Made:
    """Make a binder of eight pages: cover, blank, contents, blank, paper (2 pages), notice, closing."""
    making = making or Making()
    source = folder / "source.pdf"
    source.write_bytes(making.source or paper(LINES, pages=2))
    notice = folder / "notice.pdf"
    notice.write_bytes(paper(["本件无法打印：" + TITLES[2], "原件见档案库。"]))
    volume = planned(hashlib.sha256(source.read_bytes()).hexdigest())
    forms = _forms(volume, making)
    pdf = pikepdf.new()
    pdf.pages.extend(pikepdf.open(io.BytesIO(forms)).pages)
    shown = making.shown or source.read_bytes()
    placements = []
    for index, page in enumerate(volume.pages):
        matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
        if page.kind is PageKind.ITEM:
            inside = pikepdf.open(io.BytesIO(shown if page.item == 1 else notice.read_bytes()))
            _put(pdf, pdf.pages[index], inside.pages[page.number - 1], making)
            matrix = (making.scale, 0.0, 0.0, making.scale, *making.offset)
        stamps = () if page.kind is PageKind.BLANK else (Stamp(StampKind.PAGE, STAMP),)
        placements.append(Placement(index, (WIDTH, HEIGHT), matrix, making.scale, stamps))
    _lead(pdf, volume, making)
    if making.drop_page:
        del pdf.pages[-1]
    path = folder / "binder.pdf"
    pdf.save(path)
    shape = PageShape(WIDTH, HEIGHT, 1, b"\0")
    sha256 = volume.pages[4].sha256
    renditions = {
        1: Rendition(1, sha256, How.AS_IS, source, 0, (shape, shape)),
        2: Rendition(2, "ab" * 32, How.NOTICE, notice, 0, (shape,), "damaged"),
    }
    return Made(path, volume, Bound(len(volume.pages), tuple(placements), ()), renditions)


def planned(sha256: str) -> Volume:
    """Return what the binder should be."""
    entries = (
        Entry(EntryKind.ITEM, 1, "item:1", TITLES[1], page_count=2, label="3", item=1),
        Entry(EntryKind.ITEM, 2, "item:2", TITLES[2], page_count=1, label="5", item=2),
        Entry(EntryKind.GAP, 3, "", "验收表"),
    )
    parts = (
        Part("cover", PartKind.COVER, "迎检资料 第一盒", 0, 1),
        Part("contents", PartKind.CONTENTS, "目录", 0, 1, entries=entries),
        Part("item:1", PartKind.ITEM, TITLES[1], 1, 2, item=1),
        Part("item:2", PartKind.ITEM, TITLES[2], 1, 1, item=2),
        Part("closing", PartKind.CLOSING, "备考表", 0, 1),
    )
    rows = [
        ("1", "cover", PageKind.FORM, 1, None),
        ("", "cover", PageKind.BLANK, 2, None),
        ("2", "contents", PageKind.FORM, 1, None),
        ("", "contents", PageKind.BLANK, 2, None),
        ("3", "item:1", PageKind.ITEM, 1, 1),
        ("4", "item:1", PageKind.ITEM, 2, 1),
        ("5", "item:2", PageKind.ITEM, 1, 2),
        ("6", "closing", PageKind.FORM, 1, None),
    ]
    pages = []
    for index, (label, part, kind, number, item) in enumerate(rows):
        content = sha256 if item == 1 else "ab" * 32
        if item:
            code = item_code(item=item, sha256=content, page=number)
        else:
            code = form_code(volume="box:1", part=part, page=number, digest=sha256) if label else ""
        pages.append(
            PlannedPage(label, part, kind, number, index % 2 == 0, code, item, content if item else None)
        )
    return Volume(
        key="box:1",
        number=1,
        ordering=Ordering.BOX,
        title="第一盒",
        year=2025,
        fonds="Z109",
        fonds_name="青山镇人民政府",
        fields=(),
        width=20,
        parts=parts,
        as_of=date(2026, 3, 1),
        head="17:9f3a 6c12 77e0 a1b2 33c4",
        pages=tuple(pages),
    )


def _forms(volume: Volume, making: Making) -> bytes:
    stream = io.BytesIO()
    canvas = Canvas(stream, pagesize=(WIDTH, HEIGHT), invariant=1, initialFontName=FONT)
    parts = {part.key: part for part in volume.parts}
    for index, page in enumerate(volume.pages):
        if page.kind is PageKind.FORM:
            canvas.setFont(FONT, 12)
            canvas.drawString(100, 760, parts[page.part].title)
            for row, entry in enumerate(parts[page.part].entries):
                canvas.drawString(100, 700 - 30 * row, f"{entry.number} {entry.title}  {entry.label}")
        if page.part == "closing":
            canvas.drawString(100, 700, f"材料 3 页＋表单 3 页＋空白 2 页＝共 {making.sum} 页")
            canvas.drawString(100, 680, volume.head)
        if page.kind is PageKind.FORM and page.part in ("cover", "closing"):
            picture = io.BytesIO()
            segno.make_qr(making.qr.get(index, page.code), error="m").save(
                picture, kind="png", scale=6, border=4
            )
            picture.seek(0)
            canvas.drawImage(ImageReader(picture), 250, 400, 90, 90)
        if page.kind is not PageKind.BLANK:
            canvas.setFont(FONT, 8)
            canvas.drawString(
                435, 26, making.labels.get(index, page.label) + "    " + making.codes.get(index, page.code)
            )
        if not making.is_embedded and index == 0:
            canvas.setFont("Helvetica", 8)
            canvas.drawString(100, 800, "not embedded")
        if making.ink and index == 1:
            canvas.drawString(*making.ink, "x")
        canvas.showPage()
    canvas.save()
    return stream.getvalue()


_TURNS = {
    0: (1, 0, 0, 1, 0, 0),
    90: (0, -1, 1, 0, 0, WIDTH),
    180: (-1, 0, 0, -1, WIDTH, HEIGHT),
    270: (0, 1, -1, 0, HEIGHT, 0),
}


def _put(pdf: pikepdf.Pdf, page: pikepdf.Page, source: pikepdf.Page, making: Making) -> None:
    form = pdf.copy_foreign(source.as_form_xobject(handle_transformations=False))
    form.Matrix = Array(_TURNS[int(source.obj.get("/Rotate", 0))])
    page.obj.Resources.XObject = Dictionary(S=form)
    a, (e, f) = making.scale, making.offset
    page.contents_add(f"q {a} 0 0 {a} {e} {f} cm /S Do Q\n".encode(), prepend=True)


def _lead(pdf: pikepdf.Pdf, volume: Volume, making: Making) -> None:
    first = {page.part: index for index, page in reversed(list(enumerate(volume.pages)))}
    with pdf.open_outline() as outline:
        for part in volume.parts:
            outline.root.append(OutlineItem(part.title, making.outline.get(part.key, first[part.key])))
    ways: dict[tuple[int, int], int | None] = {(2, 0): first["item:1"], (2, 1): first["item:2"]}
    ways |= {(4, 0): 2, (6, 0): 2}
    ways |= making.links
    for (index, row), target in ways.items():
        if target == -1:
            continue
        top = 715 - 30 * row if index == 2 else 820
        action = (
            Dictionary(S=Name.GoTo, D=Array([pdf.pages[target].obj, Name.Fit]))
            if target is not None
            else None
        )
        link = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=Array([95, top - 22, 400, top]), F=4)
        if action:
            link.A = action
        else:
            link.Dest = pikepdf.String("nowhere")
        holder = pdf.pages[index].obj
        holder.Annots = Array([*holder.get("/Annots", Array()), pdf.make_indirect(link)])
    numbers = Array()
    for index, page in enumerate(volume.pages):
        numbers.extend([index, Dictionary(P=making.viewer.get(index, page.label))])
    pdf.Root.PageLabels = Dictionary(Nums=numbers)
