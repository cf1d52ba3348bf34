"""One PDF being drawn with reportlab: text, rules, bookmarks and links, measured from the top left corner.

The same calls give the same bytes: no clock, no random number, and only fonts that we ship, embedded
and subset.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from io import BytesIO
from typing import BinaryIO

from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.rl_accel import escapePDF
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics, ttfonts
from reportlab.pdfgen.canvas import Canvas

from ledger_app import __version__
from ledger_app.binder.typesetting import NARROW, Face, Typeface
from ledger_app.core.i18n import _
from ledger_app.core.resources import resource

PORTRAIT: tuple[float, float] = A4
LANDSCAPE: tuple[float, float] = landscape(A4)
MM = 72 / 25.4
RED = "0.8 0 0 rg"
"""The red of stamps."""
_FILES = {
    "song": "NotoSerifSC-Regular.ttf",
    "hei": "NotoSansSC-Bold.ttf",
    "kai": "LedgerKai-Regular.ttf",
}


@dataclass(frozen=True, slots=True)
class Style:
    """How a text looks: typeface, size and line pitch in points, and grey (0 is black) or red."""

    typeface: Typeface
    size: float
    leading: float
    grey: float = 0.0
    is_red: bool = False

    @property
    def paint(self) -> str:
        """The operator that chooses its colour."""
        return RED if self.is_red else f"{self.grey:g} g"


@dataclass(frozen=True, slots=True)
class Anchor:
    """A place that the outline and links lead to; `level` 0 is the outline's outermost."""

    key: str
    title: str
    level: int = 0


@dataclass(frozen=True, slots=True)
class About:
    """What a PDF says of itself, beside its pages."""

    title: str
    subject: str
    author: str
    language: str
    as_of: date


class Typefaces:
    """The two typefaces of a document: `song` for text, `hei` for headings. New for every document."""

    def __init__(self) -> None:
        self.song = Typeface([_face("song"), _face("kai")])
        self.hei = Typeface([_face("hei"), _face("song"), _face("kai")])

    @property
    def missing(self) -> tuple[str, ...]:
        """The characters that no shipped font has, sorted."""
        return tuple(sorted(self.song.missing | self.hei.missing))


class Drawing:
    """Pages drawn one after the other into a binary file; `close` writes what is left."""

    def __init__(self, stream: BinaryIO, size: tuple[float, float], about: About) -> None:
        _face("song")
        self.width, self.height = size
        canvas = Canvas(
            stream, pagesize=size, pageCompression=1, invariant=1, initialFontName="song", lang=about.language
        )
        canvas.setTitle(about.title)
        canvas.setSubject(about.subject)
        canvas.setAuthor(about.author)
        canvas.setCreator(_("Evidence Ledger") + " " + __version__)
        canvas.setDateFormatter(lambda *_: about.as_of.strftime("D:%Y%m%d000000+00'00'"))
        canvas.setViewerPreference("DisplayDocTitle", "true")
        self._canvas = canvas
        self._depth = -1
        self._start_page()

    def text(
        self, x: float, baseline: float, text: str, style: Style, *, align: str = "left", width: float = 0
    ) -> None:
        """Draw one prepared line; `align` places it `left`, `center` or `right` in `width`."""
        if not text:
            return
        if align != "left":
            slack = width - style.typeface.width(text, style.size)
            x += slack if align == "right" else slack / 2
        self._move(1, 0, 0, 1, x, baseline)
        self._show(text, style)

    def text_down(self, x: float, y: float, text: str, style: Style) -> None:
        """Draw one prepared line turned clockwise, running down from (x, y) with its baseline on x."""
        self._move(0, -1, 1, 0, x, y)
        self._show(text, style)

    def rules(self, lines: list[tuple[float, float, float, float]], weight: float = 0.4) -> None:
        """Draw straight lines (x0, y0, x1, y1)."""
        paths = " ".join(
            f"{a:.2f} {self.height - b:.2f} m {c:.2f} {self.height - d:.2f} l" for a, b, c, d in lines
        )
        self._canvas.addLiteral(f"{weight:g} w {paths} S")

    def box(
        self,
        x: float,
        y: float,
        width: float,
        height: float,
        *,
        weight: float = 0.0,
        grey: float | None = None,
    ) -> None:
        """Draw a rectangle: framed where it has a weight, filled where it has a grey."""
        if grey is not None:
            self._canvas.setFillGray(grey)
        if weight:
            self._canvas.setLineWidth(weight)
        self._canvas.rect(
            x, self.height - y - height, width, height, stroke=int(bool(weight)), fill=int(grey is not None)
        )

    def picture(self, x: float, y: float, width: float, height: float, data: bytes) -> None:
        """Draw a picture given as the bytes of a JPEG or PNG file; a JPEG is taken over as it is."""
        self._canvas.drawImage(ImageReader(BytesIO(data)), x, self.height - y - height, width, height)

    def squares(self, x: float, y: float, side: float, runs: Sequence[tuple[int, int, int]]) -> None:
        """Fill squares of a grid with black: `runs` are (row, column, how many), each square `side` wide."""
        paths = " ".join(
            f"{x + column * side:.3f} {self.height - y - (row + 1) * side:.3f} {count * side:.3f} {side:.3f} re"
            for row, column, count in runs
        )
        self._canvas.addLiteral(f"0 g {paths} f")

    def paper(self, size: tuple[float, float], origin: tuple[float, float]) -> None:
        """Give the page that was just begun another size, and let all be measured from `origin` on it.

        To be called before anything is drawn on it; anchors and links don't follow the origin.
        """
        self.width, self.height = size
        self._canvas.setPageSize(size)
        self._canvas.addLiteral(f"1 0 0 1 {origin[0]:.2f} {-origin[1]:.2f} cm")

    def anchor(self, anchor: Anchor, y: float) -> None:
        """Make this height of the page a place of the outline that links can lead to."""
        self._canvas.bookmarkHorizontalAbsolute(anchor.key, self.height - max(y - 6, 0))
        self._depth = min(anchor.level, self._depth + 1)
        self._canvas.addOutlineEntry(
            " ".join(anchor.title.split()), anchor.key, self._depth, closed=self._depth > 0
        )

    def link(self, key: str, x: float, y: float, width: float, height: float) -> None:
        """Let a click in this rectangle lead to an anchor, drawn before or after."""
        bottom = self.height - y - height
        self._canvas.linkAbsolute("", key, (x, bottom, x + width, bottom + height))

    def end_page(self) -> None:
        """Finish the page; what is drawn next goes onto a new one."""
        self._canvas.addLiteral("\n".join(["BT", *self._text, "ET"]))
        self._canvas.showPage()
        self._start_page()

    def taken(self) -> bytes:
        """Return the texts drawn since as operators for a page elsewhere, and start anew.

        The fonts they name are those that the closed document's pages have.
        """
        taken = "\n".join(["BT", *self._text, "ET"])
        self._start_page()
        return taken.encode("latin-1")

    def close(self) -> None:
        """Write the document; every page must have been ended."""
        if self._depth >= 0:
            self._canvas.showOutline()
        self._canvas.save()

    def _move(self, a: int, b: int, c: int, d: int, x: float, y: float) -> None:
        self._text.append(f"{a} {b} {c} {d} {x:.2f} {self.height - y:.2f} Tm")

    def _show(self, text: str, style: Style) -> None:
        out = self._text
        if style.paint != self._paint:
            out.append(style.paint)
            self._paint = style.paint
        document = self._canvas._doc
        for name, run in style.typeface.runs(text):
            font = pdfmetrics.getFont(name)
            for subset, chunk in font.splitString(run, document):
                used = (name, subset, style.size)
                if used != self._font:
                    out.append(f"{font.getSubsetInternalName(subset, document)} {style.size:g} Tf")
                    self._font = used
                out.append(f"({escapePDF(chunk)}) Tj")

    def _start_page(self) -> None:
        # One text object a page, written here: reportlab's would measure every line once more, which
        # takes half of the time of a long table.
        self._text = ["0 g"]
        self._paint = "0 g"
        self._font: tuple[str, int, float] | None = None


@lru_cache(maxsize=len(_FILES))
def _face(name: str) -> Face:
    font = ttfonts.TTFont(name, str(resource("fonts", _FILES[name])))
    pdfmetrics.registerFont(font)
    widths = font.face.charWidths
    return Face(name, {code: widths.get(code, font.face.defaultWidth) for code in font.face.charToGlyph})


def _to_unicode(_font: str, subset: list[int]) -> str:
    """Return the table by which viewers copy and search text, in UTF-16.

    reportlab's own writes 𠮷 as four and a half bytes, which reads as another character.
    """
    pairs = [f"<{i:02X}> <{_utf16(code)}>" for i, code in enumerate(subset)]
    lines = [
        "/CIDInit /ProcSet findresource begin",
        "12 dict begin",
        "begincmap",
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def",
        "/CMapName /Adobe-Identity-UCS def",
        "/CMapType 2 def",
        "1 begincodespacerange",
        "<00> <FF>",
        "endcodespacerange",
    ]
    for start in range(0, len(pairs), 100):  # the format allows no more in one block
        block = pairs[start : start + 100]
        lines += [f"{len(block)} beginbfchar", *block, "endbfchar"]
    lines += ["endcmap", "CMapName currentdict /CMap defineresource pop", "end", "end"]
    return "\n".join(lines)


_WRITTEN = {ord(narrow): ord(mark) for mark, narrow in NARROW.items()}


def _utf16(code: int) -> str:
    return chr(_WRITTEN.get(code, code)).encode("utf-16-be", "replace").hex().upper()


ttfonts.makeToUnicodeCMap = _to_unicode
