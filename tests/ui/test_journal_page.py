"""The journal's head on paper, typed into the journal page."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from ledger_app.core import anchors
from ledger_app.ui.context import Context
from ledger_app.ui.journal import JournalPage


@pytest.mark.parametrize(
    ("change", "said"),
    [(lambda t: t, "与纸上一致"), (lambda t: "9" + t, "截去"), (lambda t: "校验码", "不是")],
)
def test_a_head_from_paper_is_answered_plainly(qtbot, context: Context, change, said: str):
    page = JournalPage(context)
    qtbot.addWidget(page)
    page.anchor_edit.setText(change(anchors.head(context._archive.db)))
    qtbot.keyClick(page.anchor_edit, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: said in page._hint.text())
