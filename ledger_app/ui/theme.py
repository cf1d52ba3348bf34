"""The few colours beyond the system's palette, for light and dark."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from PySide6.QtGui import QBrush, QColor, QPalette
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem


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


def is_lit(option: QStyleOptionViewItem) -> bool:
    """Return whether a cell is selected in a list that has the keyboard."""
    return bool(option.state & QStyle.StateFlag.State_Selected) and option.widget.hasFocus()


def quieten(option: QStyleOptionViewItem) -> bool:
    """Paint what is selected in a list without the keyboard in pale colours; return whether it has the keyboard.

    Of two lists side by side one can then see which the arrow keys move in; not every style shows that.
    """
    if is_lit(option):
        return True
    if not option.state & QStyle.StateFlag.State_Selected:
        return False
    pale(option.palette)
    return False


def pale(palette: QPalette) -> None:
    """Make a palette's colours for what is selected pale."""
    role = QPalette.ColorRole
    ground = mixed(palette.color(role.Highlight), palette.color(role.Base), 0.76)
    palette.setBrush(role.Highlight, QBrush(ground))
    palette.setBrush(role.HighlightedText, palette.brush(role.Text))


def mixed(one: QColor, other: QColor, share: float) -> QColor:
    """Return a colour between two: `share` 0 is the first, 1 the second."""
    return QColor.fromRgbF(
        *(a * (1 - share) + b * share for a, b in zip(one.getRgbF()[:3], other.getRgbF()[:3], strict=True))
    )
