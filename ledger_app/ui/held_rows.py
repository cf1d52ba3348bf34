"""What the models over rows of files do alike: show the rows, and let the files be dragged."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QMimeData, QModelIndex, QPersistentModelIndex, Qt

from ledger_app.ui import evidence_mime

Index = QModelIndex | QPersistentModelIndex


class HeldRows:
    """Stands before Qt's own model in a model's bases. A row's `held` is its file, None where it has none."""

    rows: list
    evidence: Path

    def show_rows(self, rows: list) -> None:
        """Show other rows."""
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.rows)

    def flags(self, index: Index) -> Qt.ItemFlag:
        return super().flags(index) | Qt.ItemFlag.ItemIsDragEnabled

    def mimeTypes(self) -> list[str]:
        return [evidence_mime.ITEMS, "text/uri-list"]

    def mimeData(self, indexes: list[QModelIndex]) -> QMimeData:
        held = [h for n in sorted({i.row() for i in indexes}) if (h := self.rows[n].held)]
        return evidence_mime.pack([h.id for h in held], [h.path for h in held], self.evidence)

    def supportedDragActions(self) -> Qt.DropAction:
        return Qt.DropAction.CopyAction
