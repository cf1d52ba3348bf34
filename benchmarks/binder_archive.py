"""Plants the archive that the whole command is measured on: PDFs and pictures, linked to indicators, filed into boxes."""

from __future__ import annotations

import io
import random
import shutil
from itertools import cycle
from pathlib import Path

from PIL import Image, ImageDraw, ImageFilter
from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from ledger_app import founding
from ledger_app.core.resources import resource
from ledger_app.scheme.reading import read_scheme
from ledger_app.vault.model import Retention

SCHEME = Path(__file__).resolve().parents[1] / "resources/sample/scheme.docx"
INDICATORS = 40
PAGES_OF_FOUR = (1, 1, 2, 4)
"""A photograph, a scan, and two papers with text: two pages a file."""
WORDS = "石桥镇二〇二四年度防汛备汛工作责任清单通知会议记录签到表巡查台账整改验收公示花名册统计表户数金额"


def plant(folder: Path, files: int) -> tuple[Path, int]:
    """Make an archive of so many files, each linked to one of 40 indicators; return it and how many pages they have."""
    chance = random.Random(7)
    evidence, archive = folder / "evidence", folder / "archive"
    evidence.mkdir(parents=True)
    pdfmetrics.registerFont(TTFont("song", str(resource("fonts", "NotoSerifSC-Regular.ttf"))))
    scans = [scan(chance) for _ in range(16)]
    photographs = [photograph(chance) for _ in range(16)]
    total = 0
    for number in range(files):
        count = PAGES_OF_FOUR[number % 4]
        total += count
        stem = evidence / f"{number % INDICATORS + 1:02}" / f"2025年第{number:05}号"
        stem.parent.mkdir(exist_ok=True)
        if number % 4 == 0:
            data = chance.choice(photographs)
            stem.with_suffix(".jpg").write_bytes(data + number.to_bytes(4, "big"))  # each of its own content
        else:
            pages = [chance.choice(scans)] if number % 4 == 1 else []
            write_pdf(stem.with_suffix(".pdf"), count, pages, chance)
    with founding.create(archive, read_scheme(SCHEME), evidence=evidence, year=2025) as made:
        made.scan()
        wanted = [i.code for i in made.scheme().indicators][:INDICATORS]
        for code, number in zip(wanted, range(1, INDICATORS + 1), strict=True):
            made.link([f.id for f in made.files() if f.path.startswith(f"{number:02}/")], code)
        terms = cycle(Retention)
        for number in range(1, INDICATORS + 1, 8):
            chosen = [f.id for f in made.files() if number <= int(f.path[:2]) < number + 8]
            made.file_items(chosen, retention=next(terms))
    shutil.rmtree(archive / "pages", ignore_errors=True)
    return archive, total


def write_pdf(path: Path, count: int, scans: list[bytes], chance: random.Random) -> None:
    canvas = Canvas(str(path), pagesize=A4, invariant=1, initialFontName="song")
    for page in range(count):
        if page < len(scans):
            canvas.drawImage(ImageReader(io.BytesIO(scans[page])), 0, 0, *A4)
        else:
            canvas.setFont("song", 14)
            for line in range(22):
                text = "".join(chance.choice(WORDS) for _ in range(31))
                canvas.drawString(80, A4[1] - 120 - line * 28, text)
        canvas.drawString(80, 40, path.stem)
        canvas.showPage()
    canvas.save()


def scan(chance: random.Random) -> bytes:
    """Return a grey page as a scanner gives it: paper that is not quite white, lines of ink."""
    picture = Image.effect_noise((1240, 1754), 6).point(lambda value: min(value + 110, 245))
    draw_on = ImageDraw.Draw(picture)
    for line in range(28):
        for word in range(26):
            x, y = 180 + word * 34, 250 + line * 46
            if chance.random() < 0.9:
                draw_on.rectangle(
                    (x, y, x + chance.randint(8, 26), y + chance.randint(8, 26)), outline=40, width=3
                )
    return jpeg(picture)


def photograph(chance: random.Random) -> bytes:
    tones = Image.effect_noise((400, 300), 90)
    bands = [tones.rotate(chance.randint(0, 360)).resize((1600, 1200)) for _ in range(3)]
    return jpeg(Image.merge("RGB", bands).filter(ImageFilter.GaussianBlur(2)))


def jpeg(picture: Image.Image) -> bytes:
    stream = io.BytesIO()
    picture.save(stream, "JPEG", quality=75)
    return stream.getvalue()
