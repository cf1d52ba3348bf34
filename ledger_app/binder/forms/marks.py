"""The QR code on covers, dividers and closing sheets: what it says, and its squares."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby

import segno

from ledger_app.binder.drawing import MM, Drawing, Style
from ledger_app.binder.forms.sheets import Kit
from ledger_app.binder.volumes.model import Part, Volume

QR_SIDE = 27 * MM
"""The square that a QR code takes up, its quiet zone of four modules included."""

_QUIET = 4
_MASK = 3
"""Weighing all eight takes two thirds of the time; 1,000 of our codes were read as well with it as with the best."""
_PRODUCT = "佐证台账 Evidence Ledger"


@dataclass(frozen=True, slots=True)
class Mark:
    """A QR code with the page's short code below it, in a column as wide as `QR_SIDE`."""

    text: str
    code: str
    style: Style
    x: float

    @property
    def height(self) -> float:
        return QR_SIDE + self.style.leading

    def draw(self, drawing: Drawing, y: float) -> None:
        rows = [
            bytes(row) for row in segno.make_qr(self.text, error="m", encoding="utf-8", mask=_MASK).matrix
        ]
        side = QR_SIDE / (len(rows) + 2 * _QUIET)
        drawing.squares(self.x + _QUIET * side, y + _QUIET * side, side, _runs(rows))
        baseline = y + QR_SIDE + self.style.size * 0.85
        drawing.text(self.x, baseline, self.code, self.style, align="center", width=QR_SIDE)

    def split(self, room: float) -> None:
        return None


def mark(kit: Kit, part: Part, x: float, *, number: int = 1) -> Mark:
    """Return the mark of a page of a part."""
    code = kit.code(part.key, number)
    return Mark(mark_text(kit.volume, code), code, kit.code_style, x)


def mark_text(volume: Volume, code: str) -> str:
    """Return what a QR code says, readable without any network: product, code, where it belongs, journal head."""
    place = " ".join(filter(None, [volume.fonds, str(volume.year), volume.key]))
    return "\n".join(filter(None, [_PRODUCT, code, place, volume.head]))


def _runs(rows: list[bytes]) -> list[tuple[int, int, int]]:
    runs = []
    for number, row in enumerate(rows):
        column = 0
        for is_dark, group in groupby(row):
            count = len(list(group))
            if is_dark:
                runs.append((number, column, count))
            column += count
    return runs
