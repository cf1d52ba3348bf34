"""Real files of every format, made with the programs' own libraries."""

import io
import zipfile

import docx
import openpyxl
from PIL import Image
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen import canvas

from ledger_app.core.resources import resource

NOTICE = [
    "青山镇人民政府文件",
    "青政发〔2025〕5号",
    "关于印发《青山镇2025年农村人居环境整治实施方案》的通知",
    "各村（社区），镇直各单位：",
    "根据县政府要求，现将方案印发给你们，请于2025年12月31日前完成。",
    "青山镇人民政府",
    "2025年3月5日",
]


def write_docx(path, lines=NOTICE, header=None):
    document = docx.Document()
    for line in lines:
        document.add_paragraph(line)
    if header:
        document.sections[0].header.paragraphs[0].text = header
    document.save(path)


def write_xlsx(path, rows):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    book.save(path)


def write_pdf(path, pages, *, password=None):
    if "Body" not in pdfmetrics.getRegisteredFontNames():
        pdfmetrics.registerFont(TTFont("Body", resource("fonts", "NotoSansSC-Regular.ttf")))
    drawing = canvas.Canvas(str(path), encrypt=password)
    for lines in pages:
        drawing.setFont("Body", 12)
        for i, line in enumerate(lines):
            drawing.drawString(60, 780 - 20 * i, line)
        drawing.showPage()
    drawing.save()


def write_scan(path, pages=2):
    pictures = [Image.new("L", (200, 280), 255) for _ in range(pages)]
    pictures[0].save(path, save_all=True, append_images=pictures[1:])


def write_photo(path, taken="2025:03:05 10:15:30", size=(640, 480)):
    exif = Image.Exif()
    if taken:
        exif.get_ifd(0x8769)[0x9003] = taken
    Image.effect_noise(size, 60).convert("RGB").save(path, exif=exif)


def write_pptx(path, slides):
    with zipfile.ZipFile(path, "w") as parts:
        parts.writestr("[Content_Types].xml", "<Types/>")
        parts.writestr("ppt/presentation.xml", "<p/>")
        for i, text in enumerate(slides, 1):
            parts.writestr(
                f"ppt/slides/slide{i}.xml",
                '<p:sld xmlns:p="p" xmlns:a="a"><a:p><a:r><a:t>' + text + "</a:t></a:r></a:p></p:sld>",
            )


def write_parts(path, parts, *, method=zipfile.ZIP_DEFLATED):
    with zipfile.ZipFile(path, "w", method) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)


def ole_with(stream):
    """Return the least compound file that holds an (empty) stream of this name."""
    sector = 512
    header = bytearray(
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + b"\x3e\0\x03\0\xfe\xff\x09\0\x06\0" + bytes(6)
    )
    header += (0).to_bytes(4, "little") + (1).to_bytes(4, "little") + (1).to_bytes(4, "little") + bytes(4)
    header += (4096).to_bytes(4, "little") + b"\xfe\xff\xff\xff" + bytes(4) + b"\xfe\xff\xff\xff" + bytes(4)
    header += (0).to_bytes(4, "little") + b"\xff" * (436 - 4 + 4)
    fat = b"\xfd\xff\xff\xff" + b"\xfe\xff\xff\xff" + b"\xff" * (sector - 8)

    def entry(name, kind, child):
        raw = name.encode("utf-16-le") + b"\0\0"
        return (
            raw.ljust(64, b"\0")
            + len(raw).to_bytes(2, "little")
            + bytes([kind, 1])
            + b"\xff" * 8
            + child.to_bytes(4, "little", signed=True)
            + bytes(36)
            + b"\xfe\xff\xff\xff"
            + bytes(8)
        )

    directory = entry("Root Entry", 5, 1) + entry(stream, 2, -1) + bytes(256)
    return bytes(header[:sector]) + fat + directory


def half(path):
    data = path.read_bytes()
    path.write_bytes(data[: len(data) // 2])


def png_of(width, height):
    """Return a PNG that says it is this large and holds almost nothing."""
    import struct
    import zlib

    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    out = io.BytesIO(b"\x89PNG\r\n\x1a\n")
    out.seek(0, 2)
    out.write(chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)))
    out.write(chunk(b"IDAT", zlib.compress(b"\0" * 100)))
    out.write(chunk(b"IEND", b""))
    return out.getvalue()
