"""The few colours beyond the system's palette, for light and dark."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from PySide6.QtGui import QColor, QPalette


@dataclass(frozen=True, slots=True)
class Colours:
    """What the palette has no role for. `veto` is the only red; `muted` is text of second rank."""

    veto: QColor
    notice: QColor
    good: QColor
    muted: QColor
    line: QColor
    raised: QColor
    accent: QColor
    notice_ground: QColor


def colours(palette: QPalette) -> Colours:
    """Return the colours that read well on this palette."""
    role = QPalette.ColorRole
    return _colours(*(palette.color(r).rgb() for r in (role.Base, role.Text, role.Accent)))


@lru_cache(maxsize=16)
def _colours(base: int, written: int, accent: int) -> Colours:
    ground, text = QColor(base), QColor(written)
    is_dark = ground.lightness() < 128
    veto = QColor("#ff8a80" if is_dark else "#b3261e")
    notice = QColor("#e6b450" if is_dark else "#8a5300")
    good = QColor("#7fc99a" if is_dark else "#1e6b3c")
    return Colours(
        veto=veto,
        notice=notice,
        good=good,
        muted=mixed(text, ground, 0.35),
        line=mixed(text, ground, 0.84),
        raised=mixed(text, ground, 0.95),
        accent=QColor(accent),
        notice_ground=mixed(notice, ground, 0.88),
    )


def mixed(one: QColor, other: QColor, share: float) -> QColor:
    """Return a colour between two: `share` 0 is the first, 1 the second."""
    return QColor.fromRgbF(
        *(a * (1 - share) + b * share for a, b in zip(one.getRgbF()[:3], other.getRgbF()[:3], strict=True))
    )
