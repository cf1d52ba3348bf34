"""The tree of binders with check marks: what to print of them."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QBrush, QKeyEvent, QPalette, QResizeEvent
from PySide6.QtWidgets import QHeaderView, QStyledItemDelegate, QStyleOptionViewItem, QTreeView

from ledger_app.core.i18n import _
from ledger_app.ui import printing_model, theme
from ledger_app.ui.node_model import Index, NodeModel
from ledger_app.ui.printing_model import Counted, Key, Node, Since

NODE = Qt.ItemDataRole.UserRole
_COLOUR = Qt.ItemDataRole.UserRole + 1
NAME, ITEMS, PAGES, SHEETS, SPINE, STATE = range(6)
_NUMBERS = (ITEMS, PAGES, SHEETS, SPINE)
_GAP = "\u2002"
_ROOM = 30  # digits that the name of a binder has at least
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class BinderModel(NodeModel[Node]):
    """Binders, below them their indicators; `unchecked` are the leaves not to print. `ticked` follows a change."""

    columns = STATE + 1
    ticked = Signal()

    def __init__(self) -> None:
        super().__init__(Node((), ""))
        self.counted: Counted | None = None
        self.unchecked: set[Key] = set()

    def show_nodes(self, root: Node, counted: Counted | None) -> None:
        """Show these binders."""
        self.beginResetModel()
        self.root, self.counted = root, counted
        self.endResetModel()

    def check(self, wanted: Callable[[Node], bool]) -> None:
        """Check the leaves that are wanted, and no others."""
        self.unchecked = {leaf.key for leaf in self.root.leaves() if not wanted(leaf)}
        self._tell()

    def state(self, node: Node) -> Qt.CheckState:
        """Return whether all, some or none of what is at or below a node is checked."""
        checked = [leaf.key not in self.unchecked for leaf in node.leaves()]
        if all(checked):
            return Qt.CheckState.Checked
        return Qt.CheckState.PartiallyChecked if any(checked) else Qt.CheckState.Unchecked

    def toggle(self, node: Node) -> None:
        """Check what is at or below a node, or uncheck it where all of it is checked."""
        keys = {leaf.key for leaf in node.leaves()}
        if self.state(node) is Qt.CheckState.Checked:
            self.unchecked |= keys
        else:
            self.unchecked -= keys
        self._tell()

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        node, column = self._node(index), index.column()
        match role:
            case Qt.ItemDataRole.CheckStateRole if column == NAME:
                return self.state(node)
            case Qt.ItemDataRole.DisplayRole:
                text = self._text(node, column)
                return text + _GAP if text and column in _NUMBERS else text
            case Qt.ItemDataRole.ToolTipRole:
                return self._tip(node, column)
            case Qt.ItemDataRole.AccessibleTextRole:
                return self._spoken(node) if column == NAME else self._text(node, column)
            case Qt.ItemDataRole.TextAlignmentRole if column in _NUMBERS:
                return _RIGHT
            case _ if role == NODE:
                return node
            case _ if role == _COLOUR and column == STATE and node.volume and self.counted:
                return printing_model.COLOURS[self.counted.since(node.volume.key)]
        return None

    def setData(self, index: Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if role != Qt.ItemDataRole.CheckStateRole:
            return False
        self.toggle(self._node(index))
        return True

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            title = titles()[section]
            return title + _GAP if section in _NUMBERS else title
        if role == Qt.ItemDataRole.TextAlignmentRole and section in _NUMBERS:
            return _RIGHT
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return flags | Qt.ItemFlag.ItemIsUserCheckable if index.column() == NAME else flags

    def _text(self, node: Node, column: int) -> str:
        if column == NAME:
            return f"{node.name} ★" if node.is_hard else node.name
        volume = node.volume
        if volume is None:
            return ""
        if column == STATE:
            if self.counted is None:
                return ""
            sign = printing_model.SIGNS[self.counted.since(volume.key)]
            return f"{sign} {self.counted.said(volume.key)}"
        number = {
            ITEMS: volume.items,
            PAGES: volume.pages.total,
            SHEETS: volume.pages.sheets,
            SPINE: volume.width,
        }[column]
        return f"{number:,}"

    def _tip(self, node: Node, column: int) -> str:
        if column == STATE and node.volume and self.counted:
            told = self.counted.instruction(node.volume.key)
            return told or self._text(node, STATE)
        return self._text(node, column)

    def _spoken(self, node: Node) -> str:
        parts = [node.name]
        if node.is_hard:
            parts.append(_("hard"))
        if node.volume and self.counted:
            parts.append(self.counted.said(node.volume.key))
        return _(", ").join(parts)

    def _tell(self) -> None:
        if self.root.children:
            for node in self.root.walk():
                index = self.index_of(node)
                self.dataChanged.emit(index, index)
        self.ticked.emit()


class BinderTree(QTreeView):
    """The tree with its keys: arrows as everywhere, Space checks, Enter shows a preview."""

    chosen = Signal(object)
    entered = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.nodes = BinderModel()
        self.nodes.setParent(self)
        self.setModel(self.nodes)
        self.setAccessibleName(_("Binders"))
        self.setUniformRowHeights(True)
        self.setAllColumnsShowFocus(True)
        self.setExpandsOnDoubleClick(False)
        self.setTabKeyNavigation(False)
        self.setIndentation(round(self.fontMetrics().height() * 0.9))
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setItemDelegate(_Delegate(self))
        self.header().setSectionsMovable(False)
        self.header().setStretchLastSection(False)
        self.header().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.activated.connect(lambda index: self.entered.emit(index.data(NODE)))

    def show_nodes(self, root: Node, counted: Counted | None) -> None:
        """Show binders; what is open, chosen and in view stays so."""
        current, place = self.current_node(), self.verticalScrollBar().value()
        opened = {n.key for n in self.nodes.root.children if self.isExpanded(self.nodes.index_of(n))}
        self.nodes.show_nodes(root, counted)
        for node in root.children:
            index = self.nodes.index_of(node)
            self.setExpanded(index, node.key in opened)
            for child in node.children:
                self.setFirstColumnSpanned(child.row, index, True)
        kept = self.nodes.find(current.key) if current else None
        first = root.children[0] if root.children else None
        if chosen := kept or first:
            self.setCurrentIndex(self.nodes.index_of(chosen))
        self.verticalScrollBar().setValue(place)
        self._fit()

    def current_node(self) -> Node | None:
        """Return the node that is chosen."""
        index = self.currentIndex()
        return index.data(NODE) if index.isValid() else None

    def choose(self, key: Key) -> None:
        """Choose a binder or indicator by its key."""
        if node := self.nodes.find(key):
            self.setCurrentIndex(self.nodes.index_of(node))

    def currentChanged(self, current: QModelIndex, previous: QModelIndex) -> None:
        super().currentChanged(current, previous)
        self.chosen.emit(current.data(NODE) if current.isValid() else None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        node = self.current_node()
        if event.key() == Qt.Key.Key_Space and node:
            self.nodes.toggle(node)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and node:
            self.entered.emit(node)
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Give numbers what they need, the state a fair part, the name the rest; minor columns give way."""
        digit = self.fontMetrics().horizontalAdvance("0")
        room = self.viewport().width()
        widths = {
            column: max(6 * digit, self.fontMetrics().horizontalAdvance(titles()[column]) + 3 * digit)
            for column in _NUMBERS
        }
        widths[STATE] = min(26 * digit, self._state_width() + 3 * digit)
        for column in (SHEETS, SPINE, ITEMS):
            is_crowded = room - sum(widths.values()) < _ROOM * digit
            self.setColumnHidden(column, is_crowded)
            if is_crowded:
                widths[column] = 0
        if room - sum(widths.values()) < _ROOM * digit:
            widths[STATE] = max(12 * digit, room - _ROOM * digit - widths[PAGES])
        for column, width in widths.items():
            if width:
                self.header().resizeSection(column, width)
        self.header().resizeSection(NAME, max(12 * digit, room - sum(widths.values())))

    def _state_width(self) -> int:
        """Return how wide the longest word on a binder's last print is, at least the title of its column."""
        said = [
            str(self.nodes.index_of(node).siblingAtColumn(STATE).data()) for node in self.nodes.root.children
        ]
        return max(self.fontMetrics().horizontalAdvance(text) for text in (titles()[STATE], *said))


class _Delegate(QStyledItemDelegate):
    def initStyleOption(self, option: QStyleOptionViewItem, index: Index) -> None:
        super().initStyleOption(option, index)
        if name := index.data(_COLOUR):
            colour = getattr(theme.colours(option.palette), str(name))
            option.palette.setBrush(QPalette.ColorRole.Text, QBrush(colour))


def titles() -> tuple[str, ...]:
    """Return the titles of the columns."""
    return (_("Binder"), _("Items"), _("Pages"), _("Sheets"), _("Spine, mm"), _("Since the last print"))


def has_changed(counted: Counted, node: Node) -> bool:
    """Return whether the binder of a leaf is not on paper as it is now."""
    return counted.since(node.key[0]) is not Since.SAME
