"""The list of pages at the left, each with its count."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPalette
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)

from ledger_app.core.i18n import _
from ledger_app.ui import icons, theme

BADGE = Qt.ItemDataRole.UserRole + 1
_PADDING = 10


@dataclass(frozen=True, slots=True)
class Entry:
    """A page in the list: its name in the code, its title, icon and key."""

    name: str
    title: str
    icon: str
    key: str


class Sidebar(QListWidget):
    """One row a page; `chosen` carries the page's name."""

    chosen = Signal(str)

    def __init__(self, entries: Sequence[Entry]) -> None:
        super().__init__()
        self._entries = list(entries)
        self.setAccessibleName(_("Pages of the window"))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setItemDelegate(_Delegate(self))
        self.setUniformItemSizes(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        for entry in self._entries:
            item = QListWidgetItem(icons.icon(entry.icon, self.palette()), entry.title)
            item.setToolTip(f"{entry.title} ({entry.key})")
            self.addItem(item)
        self.currentRowChanged.connect(self._choose)
        widest = max(self.fontMetrics().horizontalAdvance(e.title) for e in self._entries)
        badge = self.fontMetrics().horizontalAdvance("9,999")
        self.setFixedWidth(widest + badge + 4 * _PADDING + 20)

    def choose(self, name: str) -> None:
        """Mark a page as the one that is shown, without saying so."""
        self.blockSignals(True)
        self.setCurrentRow(next((i for i, e in enumerate(self._entries) if e.name == name), -1))
        self.blockSignals(False)

    def badge(self, name: str, text: str) -> None:
        """Set the count beside a page."""
        for row, entry in enumerate(self._entries):
            if entry.name == name:
                item = self.item(row)
                item.setData(BADGE, text)
                spoken = _("{title}, {count}").format(title=entry.title, count=text) if text else entry.title
                item.setData(Qt.ItemDataRole.AccessibleTextRole, spoken)

    def _choose(self, row: int) -> None:
        if row >= 0:
            self.chosen.emit(self._entries[row].name)


class _Delegate(QStyledItemDelegate):
    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(0, option.fontMetrics.height() + 14)

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        palette: QPalette = option.palette
        rect: QRect = option.rect
        state = option.state
        found = theme.colours(palette)
        is_selected = bool(state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if is_selected:
            painter.fillRect(rect, theme.mixed(found.accent, palette.color(QPalette.ColorRole.Base), 0.84))
            painter.fillRect(QRect(rect.left(), rect.top(), 3, rect.height()), found.accent)
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(rect, found.raised)
        if is_selected and state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(found.accent)
            painter.drawRect(rect.adjusted(0, 0, -1, -1))
        inner = rect.adjusted(_PADDING + 3, 0, -_PADDING, 0)
        side = round(option.fontMetrics.height() * 0.95)
        index.data(Qt.ItemDataRole.DecorationRole).paint(
            painter, QRect(inner.left(), inner.top(), side, inner.height())
        )
        font = option.font
        font.setBold(is_selected)
        painter.setFont(font)
        painter.setPen(palette.color(QPalette.ColorRole.Text))
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(inner.adjusted(side + 8, 0, 0, 0), middle, index.data())
        _draw_badge(painter, inner, str(index.data(BADGE) or ""), found.muted)
        painter.restore()


def _draw_badge(painter: QPainter, rect: QRect, text: str, colour: QColor) -> None:
    if text:
        painter.setPen(colour)
        painter.drawText(rect, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, text)
