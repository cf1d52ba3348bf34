"""The list beside the grid: what photographs can be narrowed to, then the groups of the same photograph."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import QAbstractItemView, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from ledger_app.core.i18n import _
from ledger_app.ui import file_words, photo_rows, photo_words, theme
from ledger_app.ui.photo_grid import Thumbnails
from ledger_app.ui.photo_rows import PhotoGroup, PhotoReading

Index = QModelIndex | QPersistentModelIndex
_CHOICE = Qt.ItemDataRole.UserRole
_GAP = 8


@dataclass(frozen=True)
class Choice:
    """One line of the list: one of the filters of `photo_rows`, or a group. `key` tells it apart."""

    key: str
    text: str
    count: int = 0
    group: PhotoGroup | None = None


def choices(reading: PhotoReading, *, year: int) -> list[Choice]:
    """Return the lines of the list: filters that leave anything, then the groups."""
    named = (
        (photo_rows.ALL, _("All photos")),
        (photo_rows.ALIKE, _("Same photo more than once")),
        (photo_rows.NO_DATE, _("Without a date")),
        (photo_rows.OTHER_YEAR, _("Not from {year}").format(year=year)),
        (photo_rows.NO_PLACE, _("Without a place")),
    )
    found = [Choice(key, text, len(photo_rows.narrowed(reading, key, year=year))) for key, text in named]
    found = [c for c in found if c.count or c.key == photo_rows.ALL]
    for group in reading.groups:
        key = f"group {min(r.id for r in group.rows)}"
        found.append(Choice(key, photo_words.title(group), group.count, group))
    return found


class PhotoGroups(QListView):
    """`narrowed` carries the `Choice` the keyboard is on; `left` asks for the grid (Right, Enter)."""

    narrowed = Signal(object)
    left = Signal()

    def __init__(self, thumbnails: Thumbnails) -> None:
        super().__init__()
        self._model = _Model(self)
        self.setModel(self._model)
        self.setItemDelegate(_Delegate(thumbnails, self))
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(_("Groups of photos"))
        self.selectionModel().currentChanged.connect(self._tell)
        thumbnails.arrived.connect(self.viewport().update)

    @property
    def current(self) -> Choice | None:
        """The line the keyboard is on."""
        return self.currentIndex().data(_CHOICE)

    @property
    def choices(self) -> Sequence[Choice]:
        return self._model.choices

    def show_choices(self, found: list[Choice], *, wanted: str = "") -> None:
        """Show these lines, on `wanted` or the one that was chosen before; where there were none, the first group."""
        had_groups = any(c.group for c in self.choices)
        before = wanted or (self.current.key if self.current and had_groups else "")
        groups = [c.key for c in found if c.group]
        self._model.show(found)
        keys = [c.key for c in found]
        key = next((k for k in (before, *groups, photo_rows.ALL) if k in keys), photo_rows.ALL)
        self.setCurrentIndex(self._model.index(keys.index(key)))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Right, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def _tell(self, current: QModelIndex, _before: QModelIndex) -> None:
        if current.isValid():
            self.scrollTo(current)
            self.narrowed.emit(current.data(_CHOICE))


class _Model(QAbstractListModel):
    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.choices: list[Choice] = []

    def show(self, found: list[Choice]) -> None:
        self.beginResetModel()
        self.choices = found
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.choices)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not 0 <= index.row() < len(self.choices):
            return None
        choice = self.choices[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return choice.text
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return choice.text if choice.group else f"{choice.text}, {choice.count:,}"
        return choice if role == _CHOICE else None


class _Delegate(QStyledItemDelegate):
    """A filter with its count; a group with its first thumbnail, what it is, and its first name."""

    def __init__(self, thumbnails: Thumbnails, parent: QListView) -> None:
        super().__init__(parent)
        self._thumbnails = thumbnails

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        em = option.fontMetrics.height()
        return QSize(em * 8, em * 3 + _GAP if index.data(_CHOICE).group else round(em * 1.6))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        choice: Choice = index.data(_CHOICE)
        self.initStyleOption(option, index)
        option.text = ""
        option.widget.style().drawControl(
            QStyle.ControlElement.CE_ItemViewItem, option, painter, option.widget
        )
        is_selected = bool(option.state & QStyle.StateFlag.State_Selected)
        text = (option.palette.highlightedText() if is_selected else option.palette.text()).color()
        muted = text if is_selected else theme.colours(option.palette).muted
        room = option.rect.adjusted(_GAP, 0, -_GAP, 0)
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.save()
        painter.setFont(option.font)
        if choice.group:
            self._draw_group(painter, option, choice, choice.group, room, (text, muted))
        else:
            painter.setPen(muted)
            painter.drawText(room, middle | Qt.AlignmentFlag.AlignRight, f"{choice.count:,}")
            painter.setPen(text)
            painter.drawText(room, middle, choice.text)
        painter.restore()

    def _draw_group(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        choice: Choice,
        group: PhotoGroup,
        room: QRect,
        colours: tuple[object, object],
    ) -> None:
        em = option.fontMetrics.height()
        side = QRect(room.left(), room.top() + _GAP // 2, round(em * 3.4), room.height() - _GAP)
        found = self._thumbnails.of(group.rows[0].content)
        if found and not found.isNull():
            size = found.size().scaled(side.size(), Qt.AspectRatioMode.KeepAspectRatio)
            at = QRect(0, 0, size.width(), size.height())
            at.moveCenter(side.center())
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawPixmap(at, found)
        else:
            painter.fillRect(side, theme.colours(option.palette).raised)
        left = side.right() + _GAP
        words, _dot, rest = choice.text.partition(" · ")
        name = file_words.name_of(group.rows[0].held.path)
        top = room.top() + (room.height() - 3 * em) // 2
        for number, line in enumerate((words, rest, name)):
            where = QRect(left, top + number * em, room.right() - left, em)
            way = Qt.TextElideMode.ElideMiddle if number == 2 else Qt.TextElideMode.ElideRight
            painter.setPen(colours[number == 2])
            painter.drawText(
                where, Qt.AlignmentFlag.AlignVCenter, option.fontMetrics.elidedText(line, way, where.width())
            )
