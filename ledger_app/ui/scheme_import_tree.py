"""The tree that comes out of a scheme's tables: points at every level, ★, and how much is to be checked."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QBrush, QKeyEvent, QPalette, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTreeView,
)

from ledger_app.core.i18n import _, ngettext
from ledger_app.ui import theme
from ledger_app.ui.node_model import Index, NodeModel
from ledger_app.ui.scheme_import_nodes import Key, Node, points_text, points_words, title

NODE = Qt.ItemDataRole.UserRole
NAME, POINTS, PROBLEMS = range(3)
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_GAP = "\u2002"
_ROOM_FOR_PROBLEMS = 15
_MOST_KEPT = 100  # chosen rows, when the tree gets other rows


class DraftModel(NodeModel[Node]):
    """Sections and indicators under the scheme itself; rows stay where only their contents changed."""

    columns = PROBLEMS + 1

    def __init__(self) -> None:
        super().__init__(Node((), ""))
        self._shape: list[tuple[Key, int]] = []

    def show(self, root: Node) -> bool:
        """Show a tree; return whether its rows are other ones than before."""
        shape = [(n.key, len(n.children)) for n in root.walk()]
        if shape == self._shape:
            known = list(self.root.walk())  # the indexes that views hold point to these
            for old, new in zip(known, root.walk(), strict=True):
                old.name, old.indicator, old.at = new.name, new.indicator, new.at
                old.points, old.sum = new.points, new.sum
                old.problems, old.below = new.problems, new.below
            if known:
                self.dataChanged.emit(self.index_of(known[0]), self.index_of(known[0], PROBLEMS))
            return False
        self.beginResetModel()
        self.root, self._shape = root, shape
        self.endResetModel()
        return True

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return (_("What results"), _("Points") + _GAP, _("To check") + _GAP)[section]
        return _RIGHT if role == Qt.ItemDataRole.TextAlignmentRole and section else None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        node, column = self._node(index), index.column()
        match role:
            case Qt.ItemDataRole.DisplayRole:
                count = node.problems if node.children == [] else node.problems + node.below
                return (title(node), points_text(node) + _GAP, f"{count}{_GAP}" if count else "")[column]
            case Qt.ItemDataRole.ToolTipRole | Qt.ItemDataRole.AccessibleTextRole:
                return (title(node), points_words(node), _problems(node))[column]
            case Qt.ItemDataRole.AccessibleDescriptionRole:
                return "; ".join(filter(None, (points_words(node), _problems(node))))
            case Qt.ItemDataRole.TextAlignmentRole if column:
                return _RIGHT
            case _ if role == NODE:
                return node
        return None


class DraftTree(QTreeView):
    """The tree with its keys; `chosen` follows the current node, `marks_asked` the key H."""

    chosen = Signal(object)
    marks_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.nodes = DraftModel()
        self.setModel(self.nodes)
        self.setAccessibleName(_("What results"))
        self.setUniformRowHeights(True)
        self.setAllColumnsShowFocus(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setIndentation(round(self.fontMetrics().height() * 0.8))
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setItemDelegate(_Delegate(self))
        self.setExpandsOnDoubleClick(False)
        self._size_columns()

    def show_root(self, root: Node) -> None:
        """Show a tree; what was closed, chosen and in view stays so."""
        chosen = [n.key for n in self.selected()]
        current, bar = self.current_node(), self.verticalScrollBar().value()
        closed = {
            n.key
            for n in self.nodes.root.walk()
            if n.children and not self.isExpanded(self.nodes.index_of(n))
        }
        if not self.nodes.show(root):
            self.viewport().update()  # one signal a section would take far longer
            return
        for node in root.walk():
            if node.children:
                self.setExpanded(self.nodes.index_of(node), node.key not in closed)
        nodes = {node.key: node for node in root.walk()}
        kept = nodes.get(current.key) if current else None
        self.blockSignals(True)
        if kept:
            self.setCurrentIndex(self.nodes.index_of(kept))
        model = self.selectionModel()
        flags = model.SelectionFlag.Select | model.SelectionFlag.Rows
        for key in chosen[:_MOST_KEPT]:
            if key in nodes:
                model.select(self.nodes.index_of(nodes[key]), flags)
        self.blockSignals(False)
        self.verticalScrollBar().setValue(bar)

    def current_node(self) -> Node | None:
        """Return the node that has the cursor."""
        index = self.currentIndex()
        return index.internalPointer() if index.isValid() else None

    def selected(self) -> list[Node]:
        """Return the chosen nodes."""
        found: dict[int, Node] = {}  # a selection asked for its rows would ask the model for every parent
        for area in self.selectionModel().selection():
            above = area.parent()
            node: Node = above.internalPointer() if above.isValid() else self.nodes.root
            found |= {id(child): child for child in node.children[area.top() : area.bottom() + 1]}
        return list(found.values())

    def choose(self, node: Node) -> None:
        """Choose a node of the tree that is shown, and bring it into view, without telling anybody."""
        here = self.nodes.find(node.key)
        if here is None or here is self.current_node():
            return
        self.blockSignals(True)
        self.setCurrentIndex(self.nodes.index_of(here))
        self.blockSignals(False)
        self.scrollTo(self.nodes.index_of(here))
        self.viewport().update()

    def currentChanged(self, current: QModelIndex, previous: QModelIndex) -> None:
        super().currentChanged(current, previous)
        self.chosen.emit(current.internalPointer() if current.isValid() else None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_H and not event.modifiers():
            self.marks_asked.emit()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.setColumnHidden(PROBLEMS, self.width() < self.fontMetrics().height() * _ROOM_FOR_PROBLEMS)

    def _size_columns(self) -> None:
        header = self.header()
        header.setStretchLastSection(False)
        header.setSectionsMovable(False)
        header.setSectionResizeMode(NAME, QHeaderView.ResizeMode.Stretch)
        em = self.fontMetrics().horizontalAdvance("0")
        header.setMinimumSectionSize(em * 5)
        for column, width in ((POINTS, 12), (PROBLEMS, 9)):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Interactive)
            header.resizeSection(column, em * width)


class _Delegate(QStyledItemDelegate):
    """Sections in bold; a hard indicator keeps its ★ where its name is cut; ≠ in the colour of notices."""

    def initStyleOption(self, option: QStyleOptionViewItem, index: Index) -> None:
        super().initStyleOption(option, index)
        node: Node = index.data(NODE)
        option.font.setBold(node.indicator is None and index.column() == NAME)
        if index.column() == POINTS and node.is_off:
            notice = theme.colours(option.palette).notice
            option.palette.setBrush(QPalette.ColorRole.Text, QBrush(notice))
        if index.column() == NAME and node.indicator and node.indicator.is_hard and option.rect.width() > 0:
            metrics, star = option.fontMetrics, " ★"
            room = option.rect.width() - metrics.horizontalAdvance(star) - metrics.height() // 2
            name = f"{node.indicator.code}  {node.name}"
            option.text = metrics.elidedText(name, Qt.TextElideMode.ElideRight, room) + star

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(super().sizeHint(option, index).width(), int(option.fontMetrics.height() * 1.5))


def leaves(nodes: Sequence[Node]) -> list[Node]:
    """Return the indicators at or below these nodes, each once."""
    return list({id(leaf): leaf for node in nodes for leaf in node.leaves()}.values())


def _problems(node: Node) -> str:
    count = node.problems + node.below
    return ngettext("{n} place to check", "{n} places to check", count).format(n=count) if count else ""
