"""The window's font and text sizes."""

from __future__ import annotations

from PySide6.QtGui import QFont, QFontDatabase
from PySide6.QtWidgets import QAbstractButton, QApplication

from ledger_app.core.resources import resource

SCREEN_FONTS = (
    "Microsoft YaHei UI",
    "Microsoft YaHei",
    "PingFang SC",
    "Noto Sans CJK SC",
    "Source Han Sans SC",
    "Source Han Sans CN",
    "Noto Sans SC",
    "HarmonyOS Sans SC",
    "WenQuanYi Micro Hei",
    "WenQuanYi Zen Hei",
)
BUNDLED = ("NotoSansSC-Regular.ttf", "NotoSansSC-Bold.ttf")
TEXT_SIZES = {"normal": 1.0, "large": 1.2, "larger": 1.45}
_SMALLEST = 10.0


def base_font(*, is_bundled: bool = False) -> QFont:
    """Return the font of the whole window: the system's, or the bundled one where it has no Chinese for screens.

    A system whose only Chinese font is a Song or Kai face counts as having none: those blur at text size.
    """
    font = QFont(QApplication.font())
    font.setPointSizeF(max(font.pointSizeF(), _SMALLEST))
    known = set(QFontDatabase.families(QFontDatabase.WritingSystem.SimplifiedChinese))
    found = next((name for name in SCREEN_FONTS if name in known), None)
    if found and not is_bundled:
        font.setFamilies([*font.families(), found])
    else:
        families = [f for f in (_load(name) for name in BUNDLED) if f]
        if families:
            font.setFamilies(families[:1])
    return font


def scaled(font: QFont, size: str) -> QFont:
    """Return the font in one of `TEXT_SIZES`."""
    result = QFont(font)
    result.setPointSizeF(round(font.pointSizeF() * TEXT_SIZES.get(size, 1.0), 1))
    return result


def heading(font: QFont, factor: float = 1.0) -> QFont:
    """Return the bold face of a font, enlarged by a factor."""
    result = QFont(font)
    result.setBold(True)
    result.setPointSizeF(font.pointSizeF() * factor)
    return result


def bold_when_checked(button: QAbstractButton) -> None:
    """Write a button's words in bold while it is on: some styles show that by a shade alone."""

    def show(is_on: bool) -> None:
        font = QFont(button.font())
        font.setBold(is_on)
        button.setFont(font)

    button.toggled.connect(show)
    show(button.isChecked())


def _load(name: str) -> str | None:
    path = resource("fonts", name)
    if not path.is_file():
        return None
    families = QFontDatabase.applicationFontFamilies(QFontDatabase.addApplicationFont(str(path)))
    return families[0] if families else None
