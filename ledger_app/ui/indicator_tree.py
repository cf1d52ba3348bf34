"""The scheme tree: codes, names, ★, points, and how far the evidence is at every level."""

from __future__ import annotations

from PySide6.QtCore import (
    QByteArray,
    QMimeData,
    QModelIndex,
    QRect,
    QSettings,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QPainter, QPalette, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QLabel,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTreeView,
    QVBoxLayout,
    QWidget,
)

from ledger_app.core.i18n import _
from ledger_app.scheme.model import Indicator
from ledger_app.ui import evidence_mime, file_words
from ledger_app.ui.indicator_nodes import Key, Node
from ledger_app.ui.indicator_progress import Progress, Sign
from ledger_app.ui.node_model import Index, NodeModel
from ledger_app.ui.remembering import Remembered
from ledger_app.ui.theme import colours, is_lit, pale

NODE = Qt.ItemDataRole.UserRole
NAME, POINTS, PROGRESS = range(3)
_HOVER_MS = 600
_ROOM_FOR_POINTS = 16


class IndicatorModel(NodeModel[Node]):
    """Sections and indicators; `show_nodes` keeps the rows where only their progress changed."""

    columns = PROGRESS + 1
    dropped = Signal(object, object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Node((), ""), parent)
        self._shape: list[tuple[Key, str]] = []

    def show_nodes(self, root: Node) -> bool:
        """Show a tree; return whether its rows are other ones than before."""
        shape = [(n.key, n.name) for n in root.walk()]
        if shape == self._shape:
            for old, new in zip(self.root.walk(), root.walk(), strict=True):
                old.indicator, old.points, old.progress = new.indicator, new.points, new.progress
                self.dataChanged.emit(self.index_of(old), self.index_of(old, PROGRESS))
            return False
        self.beginResetModel()
        self.root, self._shape = root, shape
        self.endResetModel()
        return True

    def find_indicator(self, number: int) -> Node | None:
        """Return the leaf of the indicator with this id."""
        return next((n for n in self.root.walk() if n.indicator and n.indicator.id == number), None)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        node = self._node(index)
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return (title(node), file_words.points(node.points), str(node.progress.sign))[index.column()]
            case Qt.ItemDataRole.ToolTipRole:
                return f"{title(node)}\n{node.progress.words()}"
            case Qt.ItemDataRole.AccessibleTextRole:
                return (title(node), file_words.points(node.points), node.progress.words())[index.column()]
            case Qt.ItemDataRole.AccessibleDescriptionRole:
                return node.progress.words()
            case Qt.ItemDataRole.TextAlignmentRole if index.column() == POINTS:
                return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            case _ if role == NODE:
                return node
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return (_("Indicator"), _("Points"), _("Evidence"))[section]
        if role == Qt.ItemDataRole.TextAlignmentRole and section == POINTS:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return flags | Qt.ItemFlag.ItemIsDropEnabled if self._node(index).indicator else flags

    def mimeTypes(self) -> list[str]:
        return [evidence_mime.ITEMS, "text/uri-list"]

    def supportedDropActions(self) -> Qt.DropAction:
        return Qt.DropAction.CopyAction | Qt.DropAction.LinkAction

    def canDropMimeData(
        self, data: QMimeData, action: Qt.DropAction, row: int, column: int, parent: Index
    ) -> bool:
        return self._node(parent).indicator is not None and evidence_mime.accepts(data)

    def dropMimeData(
        self, data: QMimeData, action: Qt.DropAction, row: int, column: int, parent: Index
    ) -> bool:
        """Tell who listens what was dropped on which indicator; nothing is moved here."""
        indicator = self._node(parent).indicator
        if indicator is None or not evidence_mime.accepts(data):
            return False
        self.dropped.emit(indicator, data)
        return True


class IndicatorTree(QTreeView):
    """The tree with its keys: arrows as everywhere, Enter goes on to the indicator's evidence."""

    chosen = Signal(object)
    entered = Signal()
    dropped = Signal(object, object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.has_points = self.chooses_first = True
        self.nodes = IndicatorModel(self)
        self.setModel(self.nodes)
        self.setUniformRowHeights(True)
        self.setIndentation(round(self.fontMetrics().height() * 0.8))
        self.setAutoExpandDelay(_HOVER_MS)
        self.setAllColumnsShowFocus(True)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DropOnly)
        self.setAccessibleName(_("Scheme tree"))
        self.setItemDelegateForColumn(PROGRESS, ProgressDelegate(self))
        self.setItemDelegateForColumn(NAME, NameDelegate(self))
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.nodes.dropped.connect(self.dropped)
        self._size_columns()

    def show_nodes(self, root: Node, *, expand_all: bool) -> None:
        """Show a tree; what was open, chosen and in view stays so."""
        current, bar = self.current_node(), self.verticalScrollBar().value()
        closed = {n.key for n in self.nodes.root.walk() if n.children and not self._is_open(n)}
        if not self.nodes.show_nodes(root):
            return
        for node in root.walk():
            if node.children:
                self.setExpanded(self.nodes.index_of(node), expand_all or node.key not in closed)
        kept = self.nodes.find(current.key) if current else None
        first = next(iter(root.leaves()), None) if self.chooses_first else None
        if kept or first:
            self.setCurrentIndex(self.nodes.index_of(kept or first))
        self.verticalScrollBar().setValue(bar)

    def current_node(self) -> Node | None:
        """Return the node that is chosen."""
        index = self.currentIndex()
        return index.internalPointer() if index.isValid() else None

    def choose_none(self) -> None:
        """Leave no indicator chosen."""
        self.setCurrentIndex(QModelIndex())

    def choose(self, number: int) -> bool:
        """Choose the indicator with this id; False where a filter hides it."""
        node = self.nodes.find_indicator(number)
        if node is None:
            return False
        index = self.nodes.index_of(node)
        self.setCurrentIndex(index)
        self.scrollTo(index)
        return True

    def remember(self, settings: QSettings, key: str) -> None:
        """Keep the widths of the columns over a restart."""
        state = settings.value(key)
        if isinstance(state, QByteArray):
            self.header().restoreState(state)
        kept = Remembered(self, settings, key, self.header().saveState)
        self.header().sectionResized.connect(kept.changed)

    def currentChanged(self, current: QModelIndex, previous: QModelIndex) -> None:
        super().currentChanged(current, previous)
        self.chosen.emit(current.internalPointer() if current.isValid() else None)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        is_narrow = self.width() < self.fontMetrics().height() * _ROOM_FOR_POINTS
        self.setColumnHidden(POINTS, is_narrow or not self.has_points)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.entered.emit()
        else:
            super().keyPressEvent(event)

    def _is_open(self, node: Node) -> bool:
        return self.isExpanded(self.nodes.index_of(node))

    def drawRow(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        if not self.hasFocus():  # here, not in the delegates: what is left of the name belongs to no cell
            option = QStyleOptionViewItem(option)
            pale(option.palette)
        super().drawRow(painter, option, index)

    def _size_columns(self) -> None:
        header = self.header()
        header.setStretchLastSection(False)
        header.setSectionsMovable(False)
        header.setSectionResizeMode(NAME, QHeaderView.ResizeMode.Stretch)
        em = self.fontMetrics().horizontalAdvance("0")
        header.setMinimumSectionSize(em * 5)
        for column, width in ((POINTS, em * 6), (PROGRESS, em * 10)):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Interactive)
            header.resizeSection(column, width)


class NameDelegate(QStyledItemDelegate):
    """Sections in bold, indicators plain; a hard one keeps its ★ where its name is cut."""

    def initStyleOption(self, option: QStyleOptionViewItem, index: Index) -> None:
        super().initStyleOption(option, index)
        node: Node = index.data(NODE)
        option.font.setBold(node.indicator is None)
        if node.indicator and node.indicator.is_hard and option.rect.width() > 0:
            metrics, star = option.fontMetrics, " ★"
            room = option.rect.width() - metrics.horizontalAdvance(star) - metrics.height() // 2
            name = f"{node.indicator.code}  {node.name}"
            option.text = metrics.elidedText(name, Qt.TextElideMode.ElideRight, room) + star

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(super().sizeHint(option, index).width(), int(option.fontMetrics.height() * 1.55))


class ProgressDelegate(QStyledItemDelegate):
    """A bar for how much is shown and a sign for how it stands."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        self.initStyleOption(option, index)
        lit = is_lit(option)
        option.text = ""
        style = option.widget.style()
        style.drawControl(QStyle.ControlElement.CE_ItemViewItem, option, painter, option.widget)
        progress: Progress = index.data(NODE).progress
        paint_progress(painter, option.rect, option.palette, progress, is_selected=lit)


def paint_progress(
    painter: QPainter, rect: QRect, palette: QPalette, progress: Progress, *, is_selected: bool
) -> None:
    """Draw bar and sign into a cell."""
    height = painter.fontMetrics().height()
    sign = QRect(rect.right() - int(height * 1.3), rect.top(), int(height * 1.2), rect.height())
    bar = QRect(rect.left() + 6, rect.center().y() - height // 6, 0, max(4, height // 3))
    bar.setRight(sign.left() - 4)
    role = QPalette.ColorRole.HighlightedText if is_selected else QPalette.ColorRole.Accent
    text = QPalette.ColorRole.HighlightedText if is_selected else QPalette.ColorRole.Text
    painter.save()
    painter.setPen(Qt.PenStyle.NoPen)
    back = palette.color(text)
    back.setAlphaF(0.16)
    painter.setBrush(back)
    painter.drawRect(bar)
    bar.setWidth(round(bar.width() * progress.fraction))
    painter.setBrush(palette.color(role))
    painter.drawRect(bar)
    is_red = progress.sign is Sign.GAP and progress.vetoes and not is_selected
    painter.setPen(colours(palette).veto if is_red else palette.color(text))
    painter.drawText(sign, Qt.AlignmentFlag.AlignCenter, str(progress.sign))
    painter.restore()


def title(node: Node) -> str:
    """Return a node's line: its name, with code and ★ for an indicator."""
    return node.name if node.indicator is None else indicator_title(node.indicator)


def indicator_title(indicator: Indicator) -> str:
    """Return an indicator as lists name it: code, name, ★ where hard."""
    return f"{indicator.code}  {indicator.name}{' ★' if indicator.is_hard else ''}"


def under_hint(text: str, tree: IndicatorTree) -> QWidget:
    """Return a tree to drop on with a line above it that says so."""
    hint = QLabel(text)
    hint.setForegroundRole(QPalette.ColorRole.PlaceholderText)
    hint.setMargin(4)
    pane = QWidget()
    layout = QVBoxLayout(pane)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(0)
    layout.addWidget(hint)
    layout.addWidget(tree, 1)
    return pane
