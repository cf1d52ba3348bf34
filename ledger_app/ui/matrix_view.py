"""The grid of the coverage matrix: both headers stay in view, and the arrows go from place to place."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFont, QKeyEvent, QMouseEvent, QPainter, QPalette, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from ledger_app.core.i18n import _
from ledger_app.ui import theme
from ledger_app.ui.matrix_model import COUNT, ROW, MatrixModel

_ROW = 1.6
_WIDEST = 9  # of a column, in characters of Chinese
_NAME = 17
_WIDEST_NAME = 28
_INDENT = 1.4


class MatrixView(QTableView):
    """`opened` carries the place on which Enter was pressed."""

    opened = Signal(QModelIndex)

    def __init__(self, model: MatrixModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setModel(model)
        self._names = _Names(self)
        self.setVerticalHeader(self._names)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setAccessibleName(_("Coverage by indicator and village"))
        self.setHorizontalHeader(_Subjects(self))
        self.setCornerButtonEnabled(False)
        self.doubleClicked.connect(self.opened)
        model.modelReset.connect(self._fit)
        self._fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self.opened.emit(self.currentIndex())
        elif event.key() == Qt.Key.Key_Escape:
            event.ignore()  # the sheet's
        else:
            super().keyPressEvent(event)

    def place(self) -> tuple[object, ...] | None:
        """Return which place is chosen, in terms that outlive a new reading."""
        index = self.currentIndex()
        model = self.model()
        assert isinstance(model, MatrixModel)
        if not index.isValid() or model.matrix is None:
            return None
        row = model.rows[index.row()]
        return (
            row.indicator.id,
            row.requirement.id if row.requirement else None,
            model.matrix.roster.subjects[index.column()].id,
        )

    def choose(self, place: tuple[object, ...] | None) -> None:
        """Choose a place again, or the first one."""
        model = self.model()
        assert isinstance(model, MatrixModel)
        if model.matrix is None or not model.rows or not model.columnCount():
            return
        indicator, requirement, subject = place or (None, None, None)
        rows = [n for n, r in enumerate(model.rows) if r.indicator.id == indicator]
        row = next(
            (n for n in rows if (r := model.rows[n].requirement) and r.id == requirement),
            rows[0] if rows else 0,
        )
        ids = [s.id for s in model.matrix.roster.subjects]
        self.setCurrentIndex(model.index(row, ids.index(subject) if subject in ids else 0))

    def _fit(self) -> None:
        model = self.model()
        assert isinstance(model, MatrixModel)
        metrics = self.fontMetrics()
        em = metrics.horizontalAdvance("国")
        names = [s.name for s in model.matrix.roster.subjects] if model.matrix else []
        widest = max((metrics.horizontalAdvance(n) for n in names), default=0)
        self.horizontalHeader().setDefaultSectionSize(min(max(widest + em, em * 4), em * _WIDEST))
        self.verticalHeader().setDefaultSectionSize(round(metrics.height() * _ROW))
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        room = self.width() - self.horizontalHeader().length() - 2 * em
        self._names.setFixedWidth(min(max(room, em * _NAME), em * _WIDEST_NAME))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()


class _Subjects(QHeaderView):
    """The frozen first row: who it is, and below what all that is asked of them comes to."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setSectionsClickable(True)

    def sizeHint(self) -> QSize:
        return QSize(0, round(self.fontMetrics().height() * 2.5))

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:
        model, view = self.model(), self.parentWidget()
        name = str(model.headerData(section, Qt.Orientation.Horizontal) or "")
        count = str(model.headerData(section, Qt.Orientation.Horizontal, COUNT) or "")
        is_current = isinstance(view, QTableView) and view.currentIndex().column() == section
        painter.save()
        colours = _ground(painter, rect, self.palette(), is_current=is_current)
        font = QFont(self.font())
        font.setBold(is_current)
        painter.setFont(font)
        half = rect.height() // 2
        room = rect.adjusted(3, 3, -3, -half)
        painter.setPen(self.palette().color(QPalette.ColorRole.Text))
        cut = painter.fontMetrics().elidedText(name, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignCenter, cut)
        painter.setPen(colours.muted)
        painter.drawText(rect.adjusted(3, half, -3, -3), Qt.AlignmentFlag.AlignCenter, count)
        painter.restore()


class _Names(QHeaderView):
    """The frozen first column: what a row is called, and how many it covers at its right end."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Vertical, parent)
        self.setHighlightSections(True)
        self.setSectionsClickable(True)

    def sectionSizeFromContents(self, section: int) -> QSize:
        return QSize(self.width(), self.defaultSectionSize())

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:
        row = self.model().headerData(section, Qt.Orientation.Vertical, ROW)
        if row is None:
            return
        count = str(self.model().headerData(section, Qt.Orientation.Vertical, COUNT) or "")
        text = str(self.model().headerData(section, Qt.Orientation.Vertical) or "")
        palette, view = self.palette(), self.parentWidget()
        is_current = isinstance(view, QTableView) and view.currentIndex().row() == section
        painter.save()
        colours = _ground(painter, rect, palette, is_current=is_current)
        font = QFont(self.font())
        font.setBold(row.requirement is None or is_current)
        painter.setFont(font)
        metrics = painter.fontMetrics()
        room = rect.adjusted(8 + (round(metrics.height() * _INDENT) if row.requirement else 0), 0, -8, 0)
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.setPen(colours.muted)
        painter.drawText(room, middle | Qt.AlignmentFlag.AlignRight, count)
        room.setRight(room.right() - metrics.horizontalAdvance(count) - metrics.height() // 2)
        painter.setPen(palette.color(QPalette.ColorRole.Text))
        painter.drawText(
            room,
            middle | Qt.AlignmentFlag.AlignLeft,
            metrics.elidedText(text, Qt.TextElideMode.ElideRight, room.width()),
        )
        painter.restore()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)  # a click chooses the row's first place in view
        view = self.parentWidget()
        if isinstance(view, QTableView):
            row = self.logicalIndexAt(event.position().toPoint())
            column = max(0, view.columnAt(1))
            index: QModelIndex = view.model().index(row, column)
            if index.isValid():
                view.setCurrentIndex(index)


def _ground(painter: QPainter, rect: QRect, palette: QPalette, *, is_current: bool) -> theme.Colours:
    """Draw what lies below a header's words, and return the colours for them."""
    colours = theme.colours(palette)
    painter.fillRect(rect, colours.line if is_current else palette.color(QPalette.ColorRole.Base))
    painter.setPen(colours.line)
    painter.drawLine(rect.bottomLeft(), rect.bottomRight())
    painter.drawLine(rect.topRight(), rect.bottomRight())
    return colours
