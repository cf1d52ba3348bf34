"""Pages of Chinese text as a copier and a phone make them: rendered with our own fonts, then spoilt."""

import io

import numpy as np
from PIL import Image, ImageDraw, ImageFont
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen import canvas

from ledger_app.core.resources import resource

NOTICE = [
    "青山镇人民政府文件",
    "青政发〔2025〕5号",
    "关于印发《青山镇农村人居环境整治方案》的通知",
    "各村（社区），镇直各单位：",
    "现将方案印发给你们，请认真组织实施，户厕改造326户。",
    "青山镇人民政府",
    "2025年3月5日",
]


def page(lines=NOTICE, *, dpi=120, points=14):
    """Return an A4 page with these lines."""
    width, height = int(8.27 * dpi), int(11.69 * dpi)
    picture = Image.new("L", (width, height), 255)
    drawing = ImageDraw.Draw(picture)
    font = ImageFont.truetype(str(resource("fonts", "NotoSansSC-Regular.ttf")), int(points * dpi / 72))
    for n, line in enumerate(lines):
        drawing.text((dpi, dpi + n * points * dpi / 36), line, font=font, fill=0)
    return picture


def copied(picture, *, degrees=1.5, noise=15, seed=1):
    """Return the page as a bad copier gives it back: grey, grainy, not straight."""
    turned = picture.rotate(degrees, expand=True, fillcolor=255, resample=Image.Resampling.BICUBIC)
    shades = np.asarray(turned, dtype=float) * 0.85 + 15
    shades += np.random.default_rng(seed).normal(0, noise, shades.shape)
    return Image.fromarray(np.clip(shades, 0, 255).astype(np.uint8))


def write_scan(path, pictures):
    """Write a PDF whose pages are pictures."""
    drawing = canvas.Canvas(str(path))
    for picture in pictures:
        data = io.BytesIO()
        picture.convert("RGB").save(data, "JPEG", quality=80)
        drawing.drawImage(ImageReader(data), 0, 0, 595, 842)
        drawing.showPage()
    drawing.save()
