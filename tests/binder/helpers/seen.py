"""What is seen on a drawn page: texts with their places, rectangles and lines in millimetres, pictures."""

from __future__ import annotations

import io
from dataclasses import dataclass

import numpy as np
import pikepdf
import pypdfium2

MM = 72 / 25.4


@dataclass(frozen=True)
class Seen:
    """One page: `texts` are (left, bottom, right, top, text) in points, `size` its width and height in points."""

    size: tuple[float, float]
    text: str
    texts: list[tuple[float, float, float, float, str]]

    def within(self, rectangle: tuple[float, float, float, float]) -> str:
        """Return the text whose middle lies in a rectangle, without blanks."""
        left, bottom, right, top = rectangle
        found = [
            text
            for a, b, c, d, text in self.texts
            if left <= (a + c) / 2 <= right and bottom <= (b + d) / 2 <= top
        ]
        return "".join("".join(found).split())


def seen(data: bytes) -> list[Seen]:
    """Read every page."""
    document = pypdfium2.PdfDocument(data)
    try:
        return [_page(page) for page in document]
    finally:
        document.close()


def _page(page: pypdfium2.PdfPage) -> Seen:
    textpage = page.get_textpage()
    texts = []
    for n in range(textpage.count_chars()):
        char = textpage.get_text_range(n, 1)
        if char.strip():
            texts.append((*textpage.get_charbox(n), char))
    text = "".join(textpage.get_text_bounded().split())
    textpage.close()
    return Seen(page.get_size(), text, texts)


def picture(data: bytes, page: int, dpi: int) -> np.ndarray:
    """Return a page as grey values."""
    document = pypdfium2.PdfDocument(data)
    try:
        bitmap = document[page].render(scale=dpi / 72, grayscale=True)
        return bitmap.to_numpy().copy()
    finally:
        document.close()


def rectangles(data: bytes, page: int) -> list[tuple[float, float, float, float]]:
    """Return the rectangles (left, bottom, width, height in mm) that a page's own operators draw."""
    found = []
    with pikepdf.open(io.BytesIO(data)) as pdf:
        for operands, operator in pikepdf.parse_content_stream(pdf.pages[page]):
            if str(operator) == "re":
                found.append(tuple(float(v) / MM for v in operands))
    return found


def lines(data: bytes, page: int) -> list[tuple[float, float, float, float]]:
    """Return the straight lines (from and to, in mm) that a page's own operators draw."""
    found, at = [], (0.0, 0.0)
    with pikepdf.open(io.BytesIO(data)) as pdf:
        for operands, operator in pikepdf.parse_content_stream(pdf.pages[page]):
            if str(operator) == "m":
                at = (float(operands[0]) / MM, float(operands[1]) / MM)
            elif str(operator) == "l":
                to = (float(operands[0]) / MM, float(operands[1]) / MM)
                found.append((*at, *to))
                at = to
    return found


def fonts(data: bytes) -> dict[str, bool]:
    """Return the fonts of a document by name, each with whether it is embedded."""
    found: dict[str, bool] = {}
    with pikepdf.open(io.BytesIO(data)) as pdf:
        for page in pdf.pages:
            for font in page.get("/Resources", {}).get("/Font", {}).values():
                descriptor = font.get("/FontDescriptor", {})
                found[str(font.BaseFont)] = "/FontFile2" in descriptor
    return found
