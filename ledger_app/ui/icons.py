"""The window's own few line icons, drawn in the colour of the text beside them."""

from __future__ import annotations

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPalette, QPixmap
from PySide6.QtSvg import QSvgRenderer

from ledger_app.core.resources import resource

_SIZES = (16, 20, 24, 32, 48)


def icon(name: str, palette: QPalette) -> QIcon:
    """Return a line icon for this palette, in its normal, selected and disabled colours."""
    source = resource("icons", f"{name}.svg").read_text(encoding="utf-8")
    colours = {
        QIcon.Mode.Normal: palette.color(QPalette.ColorRole.WindowText),
        QIcon.Mode.Selected: palette.color(QPalette.ColorRole.HighlightedText),
        QIcon.Mode.Disabled: palette.color(QPalette.ColorGroup.Disabled, QPalette.ColorRole.WindowText),
    }
    result = QIcon()
    for mode, colour in colours.items():
        for size in _SIZES:
            result.addPixmap(_drawn(source, colour, size), mode)
    return result


def app_icon() -> QIcon:
    """Return the program's icon."""
    source = resource("icons", "evidence-ledger.svg").read_text(encoding="utf-8")
    result = QIcon()
    for size in (*_SIZES, 64, 128, 256):
        result.addPixmap(_drawn(source, None, size))
    return result


def _drawn(source: str, colour: QColor | None, size: int) -> QPixmap:
    text = source.replace("#000000", colour.name()) if colour else source
    pixmap = QPixmap(size, size)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    QSvgRenderer(QByteArray(text.encode())).render(painter, QRectF(0, 0, size, size))
    painter.end()
    return pixmap
