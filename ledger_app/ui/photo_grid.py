"""A grid of photographs over a plain list: a thumbnail each, fetched when it comes into view."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable
from pathlib import Path

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QImage, QKeyEvent, QPainter, QPixmap
from PySide6.QtWidgets import QAbstractItemView, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from ledger_app.archive import Archive
from ledger_app.core.i18n import _
from ledger_app.search import photos
from ledger_app.ui import photo_words, theme
from ledger_app.ui.context import Context
from ledger_app.ui.held_rows import HeldRows
from ledger_app.ui.photo_rows import PhotoRow

Index = QModelIndex | QPersistentModelIndex
ROW = Qt.ItemDataRole.UserRole
_KEPT = 800
_AT_ONCE = 60
_LOOK_MS = 30
_LINES = 3
_WIDE, _TALL, _MARGIN = 9.6, 7.2, 8


class Thumbnails(QObject):
    """Fetches the thumbnails that are asked for, the last asked first; `arrived` tells of some.

    The last few hundred are kept.
    """

    arrived = Signal()

    def __init__(self, context: Context, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._kept: OrderedDict[str, QPixmap] = OrderedDict()
        self._wanted: OrderedDict[str, None] = OrderedDict()
        self._is_asking = False
        self._look = QTimer(self, singleShot=True, interval=_LOOK_MS)
        self._look.timeout.connect(self._ask)

    def of(self, content: str) -> QPixmap | None:
        """Return a thumbnail; None while it is unknown, a null one where there is none."""
        known = self._kept.get(content)
        if known is None:
            self._wanted[content] = None
            self._wanted.move_to_end(content)
            self._look.start()
        else:
            self._kept.move_to_end(content)
        return known

    def _ask(self) -> None:
        if self._is_asking or not self._wanted:
            return
        chosen = [self._wanted.popitem()[0] for _ in range(min(_AT_ONCE, len(self._wanted)))]
        while len(self._wanted) > 2 * _AT_ONCE:  # passed by in the meantime
            self._wanted.popitem(last=False)
        self._is_asking = True
        job = self._context.run(
            "", lambda archive, _: _fetched(archive, chosen), done=self._keep, is_quiet=True
        )
        job.ended.connect(self._go_on)

    def _keep(self, found: object) -> None:
        assert isinstance(found, dict)
        for content, image in found.items():
            self._kept[content] = QPixmap.fromImage(image)
        while len(self._kept) > _KEPT:
            self._kept.popitem(last=False)
        self.arrived.emit()

    def _go_on(self) -> None:
        self._is_asking = False
        if self._wanted:
            self._look.start()


class PhotosModel(HeldRows, QAbstractListModel):
    """The rows of photographs that are shown."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.rows: list[PhotoRow] = []
        self.evidence = Path()

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not 0 <= index.row() < len(self.rows):
            return None
        row = self.rows[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return photo_words.lines(row)[0]
            case Qt.ItemDataRole.AccessibleTextRole:
                return photo_words.spoken(row)
            case Qt.ItemDataRole.ToolTipRole:
                return photo_words.hint(row)
            case _ if role == ROW:
                return row
        return None


class PhotoGrid(QListView):
    """`acted` carries a verb: `look`, `enlarge`, `open`, `link`, `aside`, `edit`, `what-if`, `back`.

    `chosen` follows the choice.
    """

    acted = Signal(str)
    chosen = Signal()

    def __init__(self, model: PhotosModel, thumbnails: Thumbnails) -> None:
        super().__init__()
        self.photos = model
        self.setModel(model)
        self._delegate = _Delegate(thumbnails, self)
        self.setItemDelegate(self._delegate)
        self.setFlow(QListView.Flow.LeftToRight)  # wrapped rows: the icon view lays 100,000 out for seconds
        self.setWrapping(True)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setUniformItemSizes(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setDragEnabled(True)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragOnly)
        self.setDefaultDropAction(Qt.DropAction.CopyAction)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.setAccessibleName(_("Photos"))
        self.selectionModel().selectionChanged.connect(lambda *_: self.chosen.emit())
        self.doubleClicked.connect(lambda _: self.acted.emit("look"))
        thumbnails.arrived.connect(self.viewport().update)

    def show_rows(self, rows: list[PhotoRow]) -> None:
        """Show rows; the photograph that was chosen stays so where it is still among them."""
        current = self.current_row()
        at, bar = max(self.currentIndex().row(), 0), self.verticalScrollBar().value()
        same = [r.id for r in rows] == [r.id for r in self.photos.rows]
        self.photos.show_rows(rows)
        if rows:
            place = next((n for n, r in enumerate(rows) if current and r.id == current.id), None)
            self._choose_at(place if place is not None else min(at, len(rows) - 1) if same else 0)
        if same:
            self.verticalScrollBar().setValue(bar)
        self.chosen.emit()

    def current_row(self) -> PhotoRow | None:
        """Return the photograph the keyboard is on."""
        at = self.currentIndex().row()
        return self.photos.rows[at] if 0 <= at < len(self.photos.rows) else None

    def chosen_rows(self) -> list[PhotoRow]:
        """Return the selected photographs in their order."""
        return [self.photos.rows[n] for n in sorted(i.row() for i in self.selectionModel().selectedIndexes())]

    def choose(self, item: int) -> bool:
        """Choose the photograph of an item; False where it is not among the rows."""
        at = next((n for n, r in enumerate(self.photos.rows) if r.id == item), None)
        if at is not None:
            self._choose_at(at)
        return at is not None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        verb = None if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier else _VERBS.get(event.key())
        if verb:
            self.acted.emit(verb)
        else:
            super().keyPressEvent(event)

    def _choose_at(self, at: int) -> None:
        index = self.photos.index(at)
        self.setCurrentIndex(index)
        self.scrollTo(index)


class _Delegate(QStyledItemDelegate):
    """The picture, then name, day with place, and indicators, each on a line."""

    def __init__(self, thumbnails: Thumbnails, parent: PhotoGrid) -> None:
        super().__init__(parent)
        self._thumbnails = thumbnails

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        em = option.fontMetrics.height()
        return QSize(round(em * _WIDE) + 2 * _MARGIN, round(em * _TALL) + (em + 1) * _LINES + 3 * _MARGIN)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row: PhotoRow = index.data(ROW)
        self.initStyleOption(option, index)
        option.text = ""
        style = option.widget.style()
        style.drawControl(QStyle.ControlElement.CE_ItemViewItem, option, painter, option.widget)
        em = option.fontMetrics.height()
        room = option.rect.adjusted(_MARGIN, _MARGIN, -_MARGIN, -_MARGIN)
        picture = QRect(room.left(), room.top(), room.width(), round(em * _TALL))
        self._draw_picture(painter, option, picture, row)
        is_selected = bool(option.state & QStyle.StateFlag.State_Selected)
        palette = option.palette
        text = (palette.highlightedText() if is_selected else palette.text()).color()
        muted = text if is_selected else theme.colours(palette).muted
        painter.save()
        painter.setFont(option.font)
        top = picture.bottom() + _MARGIN
        for number, line in enumerate(photo_words.lines(row)):
            way = Qt.TextElideMode.ElideMiddle if number == 0 else Qt.TextElideMode.ElideRight
            painter.setPen(text if number == 0 or (number == 2 and row.held.indicators) else muted)
            where = QRect(room.left(), top + number * (em + 1), room.width(), em + 1)
            painter.drawText(
                where, Qt.AlignmentFlag.AlignVCenter, option.fontMetrics.elidedText(line, way, where.width())
            )
        painter.restore()

    def _draw_picture(
        self, painter: QPainter, option: QStyleOptionViewItem, room: QRect, row: PhotoRow
    ) -> None:
        found = self._thumbnails.of(row.content)
        if found is None or found.isNull():
            painter.fillRect(room, theme.colours(option.palette).raised)
            if found is not None:
                painter.drawText(room, Qt.AlignmentFlag.AlignCenter, _("no picture"))
            return
        size = found.size().scaled(room.size(), Qt.AspectRatioMode.KeepAspectRatio)
        at = QRect(0, 0, size.width(), size.height())
        at.moveCenter(room.center())
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawPixmap(at, found)


_VERBS = {
    Qt.Key.Key_Return: "look",
    Qt.Key.Key_Enter: "look",
    Qt.Key.Key_Space: "enlarge",
    Qt.Key.Key_O: "open",
    Qt.Key.Key_L: "link",
    Qt.Key.Key_0: "aside",
    Qt.Key.Key_F2: "edit",
    Qt.Key.Key_W: "what-if",
    Qt.Key.Key_Escape: "back",
}


def _fetched(archive: Archive, contents: Iterable[str]) -> dict[str, QImage]:
    found = photos.thumbnails(archive.db, contents)
    return {content: QImage.fromData(found.get(content, b"")) for content in contents}
