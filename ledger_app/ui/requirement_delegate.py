"""Draws the rows of the checklist: sign, words, what stands at the right end, a second line in grey."""

from __future__ import annotations

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPalette, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionButton, QStyleOptionViewItem

from ledger_app.core.i18n import _
from ledger_app.ui import theme
from ledger_app.ui.requirement_rows import Kind, Row

Index = QModelIndex | QPersistentModelIndex
ROW = Qt.ItemDataRole.UserRole
_TWO_LINES = (Kind.CANDIDATE, Kind.FINDING, Kind.INDICATOR)
_BOLD = (Kind.REQUIREMENT, Kind.WHOLE, Kind.HEADING)
_INDENTED = (Kind.FILE, Kind.CANDIDATE, Kind.DRAFT)
_WITH_BUTTON = (Kind.CANDIDATE, Kind.DRAFT)
_ROOM_FOR_DATES = 14
_ROOM_FOR_FOLDER = 4
_LEFT, _RIGHT = Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignRight
_MIDDLE = Qt.AlignmentFlag.AlignVCenter


class RowDelegate(QStyledItemDelegate):
    """One row, one or two lines high; a candidate and a draft have their button."""

    adopted = Signal(QModelIndex)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        row: Row = index.data(ROW)
        line = option.fontMetrics.height()
        height = line * 1.5
        if _has_two_lines(row):
            height = line * 2.5
        elif row.kind in _BOLD or row.kind is Kind.DRAFT:
            height = line * 1.9
        return QSize(line * 10, round(height))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        self.initStyleOption(option, index)
        is_lit = theme.quieten(option)
        row: Row = index.data(ROW)
        option.text = ""
        style = option.widget.style()
        style.drawControl(QStyle.ControlElement.CE_ItemViewItem, option, painter, option.widget)
        painter.save()
        _Row(painter, option, row, is_lit=is_lit).draw()
        painter.restore()
        if row.kind in _WITH_BUTTON:
            self._draw_button(painter, option, row)

    def editorEvent(
        self, event: QEvent, model: QAbstractItemModel, option: QStyleOptionViewItem, index: Index
    ) -> bool:
        if (
            event.type() == QEvent.Type.MouseButtonRelease
            and index.data(ROW).kind in _WITH_BUTTON
            and button_rect(option, index.data(ROW)).contains(event.position().toPoint())
        ):
            self.adopted.emit(index)
            return True
        return super().editorEvent(event, model, option, index)

    def _draw_button(self, painter: QPainter, option: QStyleOptionViewItem, row: Row) -> None:
        button = QStyleOptionButton()
        button.rect = button_rect(option, row)
        button.text = _button(row)
        button.state = QStyle.StateFlag.State_Enabled | QStyle.StateFlag.State_Raised
        button.palette = option.widget.palette()
        button.fontMetrics = option.fontMetrics
        option.widget.style().drawControl(QStyle.ControlElement.CE_PushButton, button, painter)


def button_rect(option: QStyleOptionViewItem, row: Row) -> QRect:
    """Return where the button of a candidate or a draft lies in its row."""
    line = option.fontMetrics.height()
    width = option.fontMetrics.horizontalAdvance(_button(row)) + line * 2
    height = round(line * 1.6)
    rect = option.rect
    return QRect(rect.right() - width - 8, rect.center().y() - height // 2, width, height)


def _button(row: Row) -> str:
    return _("Adopt") if row.kind is Kind.CANDIDATE else _("Confirm")


def _has_two_lines(row: Row) -> bool:
    return row.kind in _TWO_LINES or (bool(row.under) and row.kind is not Kind.FILE)


class _Row:
    """One drawing of one row: where its parts lie and in which colours."""

    def __init__(self, painter: QPainter, option: QStyleOptionViewItem, row: Row, *, is_lit: bool) -> None:
        self.painter, self.row = painter, row
        self.colours = theme.colours(option.widget.palette())
        lit = option.palette.color(QPalette.ColorGroup.Active, QPalette.ColorRole.HighlightedText)
        self.is_selected = is_lit
        self.text = (
            lit if is_lit else option.palette.color(QPalette.ColorGroup.Active, QPalette.ColorRole.Text)
        )
        self.muted = lit if is_lit else self.colours.muted
        self.font: QFont = option.font
        self.line = option.fontMetrics.height()
        rect = option.rect.adjusted(8, 0, -10, 0)
        if row.kind in _WITH_BUTTON:
            rect.setRight(button_rect(option, row).left() - 8)
        self.sign = QRect(rect.left(), rect.top(), self.line, rect.height())
        self.rect = rect.adjusted(round(self.line * (2.4 if row.kind in _INDENTED else 1.3)), 0, 0, 0)
        if row.kind in (Kind.HEADING, Kind.HINT):
            self.rect.setLeft(rect.left())
        if row.kind in _INDENTED:
            self.sign.moveLeft(rect.left() + round(self.line * 1.3))

    def draw(self) -> None:
        row = self.row
        font = QFont(self.font)
        font.setBold(row.kind in _BOLD)
        if row.kind in _BOLD:
            self.painter.setPen(QPen(self.colours.line))
            top = self.sign.top()
            self.painter.drawLine(self.sign.left(), top, self.rect.right(), top)
        if _has_two_lines(row):
            half = self.rect.height() // 2
            above = QRect(self.rect).adjusted(0, 2, 0, -half)
            below = QRect(self.rect).adjusted(0, half - 1, 0, -3)
            self._sign(QRect(self.sign.left(), above.top(), self.sign.width(), above.height()))
            self._put(row.text, above.adjusted(0, 0, -self._note(above), 0), self.text, font=font)
            self._put(row.under, below, self.muted)
            return
        self._sign(self.sign)
        room = self.rect.adjusted(0, 0, -self._note(self.rect), 0)
        colour = self.muted if row.kind is Kind.HINT else self.text
        used = self._put(row.text, room, colour, font=font)
        rest = room.adjusted(used + self.line, 0, 0, 0)
        if row.kind is Kind.FILE and rest.width() > self.line * _ROOM_FOR_FOLDER:
            self._put(row.under, rest, self.muted)

    def _sign(self, rect: QRect) -> None:
        row = self.row
        sign = "↳" if row.kind in _WITH_BUTTON else row.sign
        colour = self.colours.veto if row.is_veto and not self.is_selected else self.text
        self._put(sign, rect, colour)

    def _note(self, rect: QRect) -> int:
        """Draw what stands at the right end and return the room it takes."""
        row = self.row
        is_narrow = rect.width() < self.line * _ROOM_FOR_DATES
        if not row.note or (is_narrow and row.kind is Kind.FILE and not row.sign):
            return 0
        is_gap = row.kind in (Kind.REQUIREMENT, Kind.WHOLE) and row.sign == "✘"
        colour = self.text if is_gap else self.muted
        if is_gap and row.is_veto and not self.is_selected:
            colour = self.colours.veto
        width = QFontMetrics(self.font).horizontalAdvance(row.note)
        if row.kind is Kind.FILE:  # its name comes first
            width = min(width, rect.width() // 2)
        self._put(row.note, rect.adjusted(max(0, rect.width() - width - 2), 0, 0, 0), colour, align=_RIGHT)
        return width + self.line

    def _put(
        self,
        text: str,
        rect: QRect,
        colour: object,
        *,
        font: QFont | None = None,
        align: Qt.AlignmentFlag = _LEFT,
    ) -> int:
        if not text or rect.width() <= 0:
            return 0
        self.painter.setFont(font or self.font)
        self.painter.setPen(colour)
        metrics = self.painter.fontMetrics()
        mode = Qt.TextElideMode.ElideMiddle if self.row.kind is Kind.FILE else Qt.TextElideMode.ElideRight
        shown = metrics.elidedText(text, mode, rect.width())
        self.painter.drawText(rect, align | _MIDDLE, shown)
        return metrics.horizontalAdvance(shown)
