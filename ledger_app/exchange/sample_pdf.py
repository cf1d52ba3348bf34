"""PDF files of the sample: printed papers with seals and signatures, and scans of them."""

from __future__ import annotations

import io
import time
from datetime import datetime
from math import cos, pi, sin
from pathlib import Path
from random import Random

import pypdfium2
from PIL import Image, ImageChops
from reportlab.lib.enums import TA_CENTER, TA_RIGHT
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, KeepTogether, PageBreak, Paragraph, SimpleDocTemplate, Spacer
from reportlab.platypus import Table as Grid

from ledger_app.core.resources import resource
from ledger_app.exchange.sample_grain import grain
from ledger_app.exchange.sample_plan import Text
from ledger_app.exchange.sample_tables import Table, table
from ledger_app.exchange.sample_words import chinese_date, is_heading, written

_SERIF, _SANS = "SampleSerif", "SampleSans"
_FILES = {_SERIF: "NotoSerifSC-Regular.ttf", _SANS: "NotoSansSC-Bold.ttf"}
_RED, _INK = "#d8121f", "#1d2f6f"
_SCAN_DPI = 100


class _Seal(Flowable):
    """The sample's seal over the signature: it says 示例 so that nobody takes it for a real one."""

    def __init__(self, body: str, turn: float) -> None:
        super().__init__()
        self.body, self.turn = body, turn

    def wrap(self, *_: float) -> tuple[float, float]:
        return 0, 0

    def draw(self) -> None:
        canvas, radius = self.canv, 20 * mm
        canvas.saveState()
        canvas.translate(118 * mm, 3 * mm)
        canvas.rotate(self.turn)
        canvas.setStrokeColor(_RED, 0.75)
        canvas.setFillColor(_RED, 0.75)
        canvas.setLineWidth(1.2 * mm)
        canvas.circle(0, 0, radius)
        star = canvas.beginPath()
        for i in range(10):
            reach = radius * (0.32 if i % 2 == 0 else 0.125)
            angle = pi / 2 + i * pi / 5
            (star.lineTo if i else star.moveTo)(reach * cos(angle), reach * sin(angle))
        star.close()
        canvas.drawPath(star, stroke=0, fill=1)
        canvas.setFont(_SERIF, 13)
        step = min(28, 250 / len(self.body))
        for i, letter in enumerate(self.body):
            canvas.saveState()
            canvas.rotate((len(self.body) - 1) / 2 * step - i * step)
            canvas.drawCentredString(0, radius * 0.70, letter)
            canvas.restoreState()
        canvas.setFont(_SERIF, 11)
        canvas.drawCentredString(0, -radius * 0.68, "示例")
        canvas.restoreState()


class _Signature(Flowable):
    """A name as if written by hand, each a little different."""

    def __init__(self, name: str, random: Random) -> None:
        super().__init__()
        self.name, self.turn, self.size = name, random.uniform(-7, 7), random.uniform(12, 15)

    def wrap(self, *_: float) -> tuple[float, float]:
        self.width = self.size * len(self.name)
        return self.width, self.size

    def draw(self) -> None:
        self.canv.saveState()
        self.canv.rotate(self.turn)
        self.canv.setFillColor(_INK)
        self.canv.setFont(_SERIF, self.size)
        self.canv.skew(0, 14)
        self.canv.drawString(0, 2, self.name)
        self.canv.restoreState()


def write_pdf(target: Path, texts: tuple[Text, ...], at: datetime, random: Random) -> None:
    """Write printed documents as one PDF with text."""
    target.write_bytes(_printed(texts, at, random))


def write_scan(target: Path, texts: tuple[Text, ...], at: datetime, random: Random) -> None:
    """Write the same documents as a scanner delivers them: pictures only, a little askew and grey."""
    document = pypdfium2.PdfDocument(_printed(texts, at, random))
    pages = []
    for page in document:
        picture = page.render(scale=_SCAN_DPI / 72).to_pil().convert("RGB")
        pages.append(_as_scanned(picture, random))
    document.close()
    stamp = time.struct_time(at.timetuple())
    out = io.BytesIO()  # given a path, Pillow writes the file's name into it as title
    pages[0].save(
        out,
        "PDF",
        save_all=True,
        append_images=pages[1:],
        resolution=_SCAN_DPI,
        quality=62,
        creationDate=stamp,
        modDate=stamp,
        producer="Scan",
    )
    target.write_bytes(out.getvalue())


def _as_scanned(picture: Image.Image, random: Random) -> Image.Image:
    turned = picture.rotate(
        random.uniform(-1.3, 1.3),
        Image.Resampling.BILINEAR,
        fillcolor=(252, 251, 247),
        translate=(random.randint(-6, 6), random.randint(-8, 8)),
    )
    shade = Image.linear_gradient("L").transpose(random.choice(tuple(Image.Transpose))).resize(turned.size)
    shade = ImageChops.multiply(
        shade.point(lambda v: 238 + v // 16), grain(turned.size, random, middle=248, strength=9)
    )
    return ImageChops.multiply(turned, Image.merge("RGB", (shade, shade, shade.point(lambda v: v - v // 40))))


def _printed(texts: tuple[Text, ...], at: datetime, random: Random) -> bytes:
    _register_fonts()
    out = io.BytesIO()
    widest = max(len(t.columns) for t in texts)
    size = landscape(A4) if widest > 7 else A4
    doc = SimpleDocTemplate(
        out,
        pagesize=size,
        leftMargin=26 * mm if widest <= 7 else 18 * mm,
        rightMargin=24 * mm if widest <= 7 else 18 * mm,
        topMargin=30 * mm,
        bottomMargin=26 * mm,
        title=texts[0].title,
        author=texts[0].issuer,
        creator="示例文件",
        invariant=1,
    )
    story: list[Flowable] = []
    for number, text in enumerate(texts):
        if number:
            story.append(PageBreak())
        story.extend(_story(text, random, doc.width))

    def begin(canvas: Canvas, _: object) -> None:
        canvas.setDateFormatter(lambda *_: f"D:{at:%Y%m%d%H%M%S}+08'00'")
        canvas.setFont(_SERIF, 10.5)
        canvas.drawCentredString(size[0] / 2, 15 * mm, f"— {canvas.getPageNumber()} —")

    doc.build(story, onFirstPage=begin, onLaterPages=begin)
    return out.getvalue()


def _register_fonts() -> None:
    for name, file in _FILES.items():
        if name not in pdfmetrics.getRegisteredFontNames():
            pdfmetrics.registerFont(TTFont(name, resource("fonts", file)))


def _style(font: str, size: float, leading: float, **more: object) -> ParagraphStyle:
    return ParagraphStyle("", fontName=font, fontSize=size, leading=leading, wordWrap="CJK", **more)


def _story(text: Text, random: Random, width: float) -> list[Flowable]:
    story: list[Flowable] = []
    if text.style == "red":
        head = _style(_SERIF, 30, 40, alignment=TA_CENTER, textColor=_RED)
        story += [Paragraph(f"{text.issuer}文件", head), Spacer(0, 8 * mm)]
        story += [Paragraph(text.number, _style(_SERIF, 14, 20, alignment=TA_CENTER)), Spacer(0, 2 * mm)]
        story += [Grid([[""]], [width], [2], style=[("LINEABOVE", (0, 0), (-1, -1), 1.6, _RED)])]
        story += [Spacer(0, 8 * mm)]
    story += [
        Paragraph(_balanced(text.title), _style(_SERIF, 19, 28, alignment=TA_CENTER)),
        Spacer(0, 6 * mm),
    ]
    if text.to:
        story.append(Paragraph(text.to, _style(_SERIF, 13, 23)))
    if text.fields:
        story += [_fields(text, random, width), Spacer(0, 4 * mm)]
    for line in text.body:
        font = _SANS if is_heading(line) else _SERIF
        story.append(Paragraph(line, _style(font, 13, 23, firstLineIndent=26)))
    if text.columns:
        made = table(text.columns, text.rows, until=text.date, random=random)
        story += [Spacer(0, 3 * mm), _grid(made, random, width)]
    if text.style in ("red", "plain"):
        right = _style(_SERIF, 13, 23, alignment=TA_RIGHT, rightIndent=12 * mm)
        block: list[Flowable] = [Spacer(0, 14 * mm), Paragraph(text.issuer, right)]
        if text.seal:
            block.append(_Seal(text.seal, random.uniform(-8, 8)))
        block.append(Paragraph(chinese_date(text.date), right))
        story.append(KeepTogether(block))
    elif text.seal:
        story += [Spacer(0, 18 * mm), _Seal(text.seal, random.uniform(-8, 8))]
    return story


def _balanced(title: str, most: int = 21) -> str:
    """Break a long title into lines of one length, as offices set them."""
    count = -(-len(title) // most)
    step = -(-len(title) // count)
    return "<br/>".join(title[i : i + step] for i in range(0, len(title), step))


def _fields(text: Text, random: Random, width: float) -> Grid:
    cells: list[list[Flowable]] = []
    for name, value in text.fields:
        shown: Flowable = Paragraph(value.replace("\n", "<br/>"), _style(_SERIF, 12, 20))
        if value.startswith("签:"):
            shown = _Signature(value[2:], random)
        cells.append([Paragraph(name, _style(_SANS, 11, 18, alignment=TA_CENTER)), shown])
    return Grid(cells, [34 * mm, width - 34 * mm], style=_RULED)


_RULED = [("GRID", (0, 0), (-1, -1), 0.6, "black"), ("VALIGN", (0, 0), (-1, -1), "MIDDLE")]


def _grid(made: Table, random: Random, width: float) -> Grid:
    size = 10.5 if len(made.header) <= 7 else 9
    plain = _style(_SERIF, size, size * 1.45, alignment=TA_CENTER)
    bold = _style(_SANS, size, size * 1.45, alignment=TA_CENTER)
    cells: list[list[Flowable]] = [[Paragraph(h, bold) for h in made.header]]
    for row in made.rows:
        cells.append(
            [
                _Signature(str(v), random) if i in made.signed else Paragraph(written(v), plain)
                for i, v in enumerate(row)
            ]
        )
    if made.sums:
        cells.append([Paragraph(written(v), bold) for v in made.sums])
    lines = [made.header, *made.rows]
    needs = [
        min(max(sum(1 + (ord(c) > 255) for c in written(line[x])) for line in lines), 24) + 2
        for x in range(len(made.header))
    ]
    return Grid(cells, [width * n / sum(needs) for n in needs], repeatRows=1, style=_RULED)
