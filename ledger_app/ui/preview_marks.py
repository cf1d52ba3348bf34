"""Marks words in a shown text, and brings the most telling of them into view."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtGui import QColor, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QPlainTextEdit, QTextEdit

from ledger_app.search.excerpts import ranges_in

_MOST = 400


def mark(view: QPlainTextEdit | QTextEdit, words: Sequence[str]) -> None:
    """Mark folded words, or none; the first of the longest ones, which tell most, comes into view."""
    text = view.document().toRawText()  # as long as the document: one character for each position
    looks = QTextCharFormat()
    looks.setFontUnderline(True)
    looks.setBackground(QColor(255, 196, 0, 110))
    selections = []
    for start, end in ranges_in(text, words)[:_MOST] if words else ():
        selection = QTextEdit.ExtraSelection()
        selection.format = looks
        selection.cursor = QTextCursor(view.document())
        selection.cursor.setPosition(start)
        selection.cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
        selections.append(selection)
    view.setExtraSelections(selections)
    if selections:
        place = QTextCursor(max(selections, key=lambda s: len(s.cursor.selectedText())).cursor)
        place.setPosition(place.selectionStart())
        view.setTextCursor(place)
        _bring_up(view)


def _bring_up(view: QPlainTextEdit | QTextEdit) -> None:
    """Scroll to the cursor, with some of what stands before it and more of what follows."""
    if isinstance(view, QPlainTextEdit):
        view.centerCursor()
        return
    bar = view.verticalScrollBar()
    bar.setValue(bar.value() + view.cursorRect().top() - view.viewport().height() // 3)
