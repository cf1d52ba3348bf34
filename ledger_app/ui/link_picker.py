"""A small window to choose by typing: an indicator or requirement to link to, or files to link."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import islice

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QSize, Qt
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QLabel,
    QLineEdit,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from ledger_app.core.i18n import _
from ledger_app.evidence.model import HeldFile
from ledger_app.scheme.model import Indicator, Requirement, Scheme
from ledger_app.ui import file_words, theme
from ledger_app.ui.inbox_rows import newest_first
from ledger_app.ui.indicator_tree import indicator_title
from ledger_app.vault.model import Status

Index = QModelIndex | QPersistentModelIndex
_MOST = 1000
_ENTRY = Qt.ItemDataRole.UserRole


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing to choose: `found_by` is what typing is looked for in."""

    value: object
    text: str
    under: str
    found_by: str
    is_indented: bool = False


def targets(scheme: Scheme) -> list[Entry]:
    """Return every indicator with its requirements: values are (indicator, requirement or None)."""
    entries = []
    for indicator in scheme.indicators:
        title = indicator_title(indicator)
        path = " › ".join(indicator.path)
        words = f"{title} {path} {' '.join(indicator.units)}".casefold()
        entries.append(Entry((indicator, None), title, path, words))
        entries.extend(
            Entry((indicator, r), r.text, title, f"{words} {r.text}".casefold(), is_indented=True)
            for r in indicator.requirements
            if not r.is_proposed
        )
    return entries


def pick_target(
    parent: QWidget, scheme: Scheme, done: Callable[[tuple[Indicator, Requirement | None]], None]
) -> None:
    """Ask what to link to; `done` is given the indicator and requirement that a person chose."""
    picker = Picker(parent, _("Link to"), targets(scheme))
    picker.accepted.connect(lambda: done(picker.chosen[0]))
    picker.open()


def choices(files: Iterable[HeldFile]) -> list[Entry]:
    """Return files to link, those without a link first: values are item ids."""
    found: dict[int, HeldFile] = {}
    for held in files:
        if held.status is not Status.MISSING:
            found.setdefault(held.id, held)
    ranked = newest_first(list(found.values()))
    waiting = [f for f in ranked if not f.indicators and not f.is_set_aside]
    others = [f for f in ranked if f.indicators or f.is_set_aside]
    return [
        Entry(f.id, file_words.name_of(f.path), file_words.folder_of(f.path), f.path.casefold())
        for f in (*waiting, *others)
    ]


class Picker(QDialog):
    """Type to narrow, Up and Down to choose, Enter to take, Esc to leave. `chosen` holds the values."""

    def __init__(
        self,
        parent: QWidget,
        title: str,
        entries: Sequence[Entry],
        *,
        is_many: bool = False,
        text: str = "",
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.chosen: list[object] = []
        self._entries = entries
        self.edit = QLineEdit(text, clearButtonEnabled=True)
        self.edit.setPlaceholderText(_("Type a code or words"))
        self.edit.setAccessibleName(title)
        self._model = _Entries(self)
        self.list = QListView(uniformItemSizes=True)
        self.list.setModel(self._model)
        self.list.setItemDelegate(_Delegate(self.list))
        self.list.setAccessibleName(title)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        if is_many:
            self.list.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.hint = hint = QLabel()
        hint.setForegroundRole(self.palette().ColorRole.PlaceholderText)
        layout = QVBoxLayout(self)
        layout.addWidget(self.edit)
        layout.addWidget(self.list, 1)
        layout.addWidget(hint)
        em = self.fontMetrics().height()
        self.resize(em * 30, em * 24)
        self.edit.textChanged.connect(self._narrow)
        self.list.activated.connect(lambda _: self.accept())
        self._narrow(text)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {
            Qt.Key.Key_Down: 1,
            Qt.Key.Key_Up: -1,
            Qt.Key.Key_PageDown: 10,
            Qt.Key.Key_PageUp: -10,
        }.get(event.key())
        if step:
            row = min(max(self.list.currentIndex().row() + step, 0), self._model.rowCount() - 1)
            self.list.setCurrentIndex(self._model.index(row))
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.accept()
        else:
            super().keyPressEvent(event)

    def accept(self) -> None:
        """Take what is chosen."""
        rows = sorted(i.row() for i in self.list.selectionModel().selectedIndexes())
        self.chosen = [self._model.entries[r].value for r in rows]
        if self.chosen:
            super().accept()

    def _narrow(self, text: str) -> None:
        words = text.casefold().split()
        matching = (e for e in self._entries if all(w in e.found_by for w in words))
        found = list(islice(matching, _MOST))
        code = text.strip().casefold()
        found.sort(key=lambda e: not (code and e.text.casefold().split(" ")[0] == code))
        self._model.show_entries(found)
        self.hint.setText(
            _("↑ ↓ choose · Enter link · Esc leave")
            if found
            else _("Nothing fits “{text}”; try fewer words or a code.").format(text=text.strip())
        )
        if found:
            self.list.setCurrentIndex(self._model.index(0))


class _Entries(QAbstractListModel):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.entries: list[Entry] = []

    def show_entries(self, entries: list[Entry]) -> None:
        self.beginResetModel()
        self.entries = entries
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.entries)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        entry = self.entries[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return entry.text
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleDescriptionRole):
            return entry.under
        return entry if role == _ENTRY else None


class _Delegate(QStyledItemDelegate):
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(10, round(option.fontMetrics.height() * 1.55))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        self.initStyleOption(option, index)
        entry: Entry = index.data(_ENTRY)
        option.text = ""
        style = option.widget.style()
        style.drawControl(QStyle.ControlElement.CE_ItemViewItem, option, painter, option.widget)
        is_selected = bool(option.state & QStyle.StateFlag.State_Selected)
        text = option.palette.highlightedText() if is_selected else option.palette.text()
        muted = text.color() if is_selected else theme.colours(option.widget.palette()).muted
        left = option.fontMetrics.height() if entry.is_indented else 0
        room = option.rect.adjusted(8 + left, 0, -8, 0)
        metrics = option.fontMetrics
        name = metrics.elidedText(entry.text, Qt.TextElideMode.ElideRight, room.width())
        painter.save()
        painter.setPen(text.color())
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, name)
        room.setLeft(room.left() + metrics.horizontalAdvance(name) + metrics.height())
        if room.width() > metrics.height() * 2:
            painter.setPen(muted)
            under = metrics.elidedText(entry.under, Qt.TextElideMode.ElideRight, room.width())
            painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, under)
        painter.restore()
