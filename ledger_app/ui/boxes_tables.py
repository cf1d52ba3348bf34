"""The two lists of the page of boxes: the boxes, and the items of one; items are dragged within and between them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from PySide6.QtCore import QMimeData, QModelIndex, QPoint, QRect, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QDrag,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QPen,
    QPixmap,
)
from PySide6.QtWidgets import QAbstractItemView, QStyle, QStyleOptionViewItem, QWidget

from ledger_app.binder.shelf_lines import ShelfLine
from ledger_app.binder.words import items_text, secrecy_name
from ledger_app.core.i18n import _
from ledger_app.ui import boxes_rows, evidence_mime, theme
from ledger_app.ui.boxes_rows import Shelf
from ledger_app.ui.table import CellDelegate, Column, Index, Rows, Table
from ledger_app.vault.model import Box
from ledger_app.vault.names import shown

_KEYS = {
    Qt.Key.Key_B: "begin",
    Qt.Key.Key_J: "join",
    Qt.Key.Key_F2: "file",
}
_MOVES = {
    Qt.Key.Key_Up: "up",
    Qt.Key.Key_Down: "down",
    Qt.Key.Key_PageUp: "box-before",
    Qt.Key.Key_PageDown: "box-after",
}


class _Dropped(Rows):
    """Rows that items of the archive can be dropped on or between; `dropped` carries them and the row."""

    dropped = Signal(list, int)

    def mimeTypes(self) -> list[str]:
        return [evidence_mime.ITEMS]

    def supportedDropActions(self) -> Qt.DropAction:
        return Qt.DropAction.CopyAction | Qt.DropAction.MoveAction

    def dropMimeData(
        self, data: QMimeData, _action: Qt.DropAction, row: int, _column: int, parent: Index
    ) -> bool:
        found = evidence_mime.item_ids(data)
        if found:
            self.dropped.emit(
                found, parent.row() if parent.isValid() else row if row >= 0 else len(self.rows)
            )
        return False  # nothing is taken out of the list it came from: it is read anew


class _BoxRows(_Dropped):
    def flags(self, index: Index) -> Qt.ItemFlag:
        return (
            super().flags(index) | Qt.ItemFlag.ItemIsDropEnabled
            if index.isValid()
            else Qt.ItemFlag.NoItemFlags
        )


class _ItemRows(_Dropped):
    evidence = Path()

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.ItemIsDropEnabled  # between the rows
        return super().flags(index) | Qt.ItemFlag.ItemIsDragEnabled

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        lines: list[ShelfLine] = [self.rows[n] for n in sorted({i.row() for i in indexes})]
        paths = [line.path for line in lines if line.is_there]
        return evidence_mime.pack([line.filed.item for line in lines], paths, self.evidence)

    def supportedDragActions(self) -> Qt.DropAction:
        return Qt.DropAction.CopyAction


class _ShelfTable(Table):
    """`acted` carries a verb: `begin`, `join`, `file`, `up`, `down`, `box-before`, `box-after`."""

    acted = Signal(str)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, modifiers = Qt.Key(event.key()), event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if key in _KEYS and not modifiers:
            self.acted.emit(_KEYS[key])
        elif key in _MOVES and modifiers == Qt.KeyboardModifier.AltModifier:
            self.acted.emit(_MOVES[key])
        else:
            super().keyPressEvent(event)

    def dropEvent(self, event: QDropEvent) -> None:
        event.setDropAction(Qt.DropAction.CopyAction)
        super().dropEvent(event)


class BoxTable(_ShelfTable):
    """The boxes of the shelf; items can be dropped onto one, which is framed while they are over it."""

    rows_kind = _BoxRows
    fair = 0.28

    def __init__(self) -> None:
        self._goal = -1
        self.offices: Mapping[str, str] = {}
        columns: list[Column[Box]] = [
            Column(_("Box no."), lambda b: str(b.number), width=6, is_number=True),
            Column(_("Series"), lambda b: boxes_rows.series_text(b, self.offices), width=20, least=15),
            Column(_("Numbers"), boxes_rows.span_text, width=9, is_minor=True),
            Column(_("Pages"), _pages, width=7, is_number=True, tip=boxes_rows.told, is_minor=True),
            Column(_("State"), boxes_rows.state_text, width=11, is_minor=True, colour=_state_colour),
            Column(
                _("Thickness (mm)"),
                boxes_rows.thickness_text,
                width=20,
                colour=lambda b: "notice" if b.is_overfull else "",
            ),
        ]
        super().__init__(columns, lambda b: b.number, name=_("Boxes on the shelf"))
        self.setItemDelegateForColumn(len(columns) - 1, _Thickness(self))
        self.setDragDropMode(QAbstractItemView.DragDropMode.DropOnly)
        self.setMinimumWidth(self.fontMetrics().horizontalAdvance("0") * 30)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)

    def show_shelf(self, shelf: Shelf) -> None:
        """Show these boxes; the chosen one stays chosen."""
        self.offices = shelf.offices
        self.show_rows(list(shelf.boxes))

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        super().dragMoveEvent(event)
        self._aim(self.indexAt(event.position().toPoint()).row() if event.isAccepted() else -1)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        super().dragLeaveEvent(event)
        self._aim(-1)

    def dropEvent(self, event: QDropEvent) -> None:
        self._aim(-1)
        super().dropEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if 0 <= self._goal < len(self.rows.rows):
            row = self.visualRect(self.rows.index(self._goal, 0))
            painter = QPainter(self.viewport())
            painter.setPen(QPen(theme.colours(self.palette()).notice, 2))
            painter.drawRect(QRect(1, row.top() + 1, self.viewport().width() - 2, row.height() - 2))

    def _aim(self, row: int) -> None:
        if row != self._goal:
            self._goal = row
            self.viewport().update()


class ItemTable(_ShelfTable):
    """The items of one box, in the order of their numbers; they are dragged to another place or box."""

    rows_kind = _ItemRows
    fair = 0.34

    def __init__(self) -> None:
        columns: list[Column[ShelfLine]] = [
            Column(_("Item no."), lambda r: str(r.filed.number), width=5, is_number=True),
            Column(
                _("Archive number"),
                lambda r: r.archive_number,
                width=24,
                least=22,  # its end tells one from the next
                colour=_number_colour,
                is_minor=True,
            ),
            Column(_("Date"), lambda r: r.date, width=12, is_number=True),
            Column(
                _("Pages"),
                lambda r: "?" if r.filed.pages is None else f"{r.filed.pages:,}",
                width=6,
                is_number=True,
                is_minor=True,
                tip=lambda r: _("Nobody counted them yet") if r.filed.pages is None else str(r.filed.pages),
            ),
            Column(_("Indicator"), lambda r: _(", ").join(r.indicators), width=7, is_minor=True),
            Column(_("Secrecy"), lambda r: secrecy_name(str(r.secrecy or "")), width=5, is_minor=True),
            Column(
                _("Title"),
                lambda r: shown(r.title),
                width=40,
                tip=lambda r: shown(r.path),
                colour=lambda r: "" if r.is_there else "notice",
            ),
        ]
        super().__init__(columns, lambda r: r.filed.item, name=_("Items of the box"), is_many=True)
        self.setDragEnabled(True)
        self.setAcceptDrops(True)
        self.setDropIndicatorShown(True)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragDrop)
        self.setDragDropOverwriteMode(False)
        self.setDefaultDropAction(Qt.DropAction.CopyAction)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)

    def startDrag(self, _actions: Qt.DropAction) -> None:
        """Carry the chosen items under a small label, so that it is seen where they will go."""
        lines = self.chosen_rows()
        if not lines:
            return
        drag = QDrag(self)
        drag.setMimeData(self.rows.mimeData(self.selectionModel().selectedRows()))
        text = shown(lines[0].title) if len(lines) == 1 else items_text(len(lines))
        drag.setPixmap(_label(self, text))
        drag.setHotSpot(QPoint(-self.fontMetrics().height(), -self.fontMetrics().height() // 2))
        drag.exec(Qt.DropAction.CopyAction)

    def chosen_items(self) -> list[int]:
        """Return the chosen items, in their order."""
        return [line.filed.item for line in self.chosen_rows()]


class _Thickness(CellDelegate):
    """A number, and beside it a bar as full as the box is."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        box: Box = index.model().rows[index.row()]
        self.initStyleOption(option, index)
        text, option.text = option.text, ""
        widget = option.widget
        widget.style().drawControl(QStyle.ControlElement.CE_ItemViewItem, option, painter, widget)
        is_selected = theme.is_lit(option)
        palette, metrics = option.palette, option.fontMetrics
        role = QPalette.ColorRole.HighlightedText if is_selected else QPalette.ColorRole.Text
        plain, found = palette.color(role), theme.colours(palette)
        colour = found.notice if box.is_overfull and not is_selected else plain
        room = option.rect.adjusted(6, 0, -6, 0)
        wide = min(metrics.horizontalAdvance("000.0 / 00"), room.width())
        painter.save()
        painter.setPen(colour)
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(
            QRect(room.left(), room.top(), wide, room.height()), middle | Qt.AlignmentFlag.AlignRight, text
        )
        high = max(5, metrics.height() // 3)
        bar = QRect(room.left() + wide + 8, room.center().y() - high // 2, 0, high)
        bar.setRight(room.right() - metrics.height())
        if bar.width() > 12:
            back = QColor(plain)
            back.setAlphaF(0.16)
            painter.fillRect(bar, back)
            full = found.accent if not is_selected else palette.color(role)
            part = QRect(bar)
            part.setWidth(round(bar.width() * min(1.0, box.thickness / box.width)))
            painter.fillRect(part, colour if box.is_overfull else full)
            if box.is_overfull:
                painter.drawText(room, middle | Qt.AlignmentFlag.AlignRight, "!")
        painter.restore()


def _label(widget: QWidget, text: str) -> QPixmap:
    """Draw what is carried, as long as twenty digits at most."""
    metrics, palette, ratio = widget.fontMetrics(), widget.palette(), widget.devicePixelRatioF()
    text = metrics.elidedText(text, Qt.TextElideMode.ElideRight, metrics.horizontalAdvance("0") * 20)
    picture = QPixmap(
        round((metrics.horizontalAdvance(text) + 16) * ratio), round((metrics.height() + 8) * ratio)
    )
    picture.setDevicePixelRatio(ratio)
    picture.fill(palette.color(QPalette.ColorRole.Highlight))
    painter = QPainter(picture)
    painter.setFont(widget.font())
    painter.setPen(palette.color(QPalette.ColorRole.HighlightedText))
    painter.drawText(8, 4 + metrics.ascent(), text)
    painter.end()
    return picture


def _pages(box: Box) -> str:
    return f"{box.pages:,}" + ("+?" if box.uncounted else "")


def _state_colour(box: Box) -> str:
    return "" if box.is_settled or box.is_printed else "muted"


def _number_colour(line: ShelfLine) -> str:
    return "" if line.filed.is_settled else "muted"
