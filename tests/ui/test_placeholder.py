"""What an empty page says stands there whole."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QLabel

from ledger_app.ui.placeholder import Placeholder


@pytest.mark.parametrize("width", [400, 700, 1200])
@pytest.mark.parametrize("repeats", [1, 4, 12])
def test_no_line_of_the_text_is_cut(qtbot, width: int, repeats: int):
    placeholder = Placeholder()
    qtbot.addWidget(placeholder)
    placeholder.say("还没有文件", "请把佐证材料放入文件夹，程序会自动列出。" * repeats)
    placeholder.resize(width, 600)
    with qtbot.waitExposed(placeholder):
        placeholder.show()
    text = next(label for label in placeholder.findChildren(QLabel) if label.wordWrap())
    assert text.height() >= text.heightForWidth(text.width())
    middle = text.geometry().center().x()
    assert abs(middle - width // 2) <= 2
