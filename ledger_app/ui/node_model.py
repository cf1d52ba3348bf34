"""A tree of nodes as Qt asks for it: where a node stands, what is above and below it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Generic, Protocol, TypeVar

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QPersistentModelIndex
from PySide6.QtWidgets import QWidget

Index = QModelIndex | QPersistentModelIndex


class TreeNode(Protocol):
    """`row` is its place among the children of `parent`; the root has none and is not shown."""

    key: tuple[str, ...]
    row: int

    @property
    def parent(self) -> TreeNode | None: ...

    @property
    def children(self) -> list[TreeNode]: ...

    def walk(self) -> Iterable[TreeNode]:
        """Yield what stands below this node, each before what stands below it."""


N = TypeVar("N", bound=TreeNode)


class NodeModel(QAbstractItemModel, Generic[N]):
    """The structure of a tree below `root`, with `columns` columns; what a node shows is the subclass's."""

    columns: int

    def __init__(self, root: N, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.root = root

    def index_of(self, node: N, column: int = 0) -> QModelIndex:
        """Return the index of a node; invalid for the root."""
        return self.createIndex(node.row, column, node) if node.parent else QModelIndex()

    def find(self, key: tuple[str, ...]) -> N | None:
        """Return the node with this key."""
        return next((n for n in self.root.walk() if n.key == key), None)

    def index(self, row: int, column: int, parent: Index = QModelIndex()) -> QModelIndex:  # noqa: B008
        node = self._node(parent)
        if 0 <= row < len(node.children) and 0 <= column < self.columns:
            return self.createIndex(row, column, node.children[row])
        return QModelIndex()

    def parent(self, index: Index = QModelIndex()) -> QModelIndex:  # noqa: B008
        node = self._node(index)
        return self.index_of(node.parent) if node.parent else QModelIndex()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.column() > 0 else len(self._node(parent).children)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return self.columns

    def _node(self, index: Index) -> N:
        return index.internalPointer() if index.isValid() else self.root
