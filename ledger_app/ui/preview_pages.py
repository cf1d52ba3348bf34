"""Shows one drawn page or picture, fitted to the width or whole, and turns pages by key."""

from __future__ import annotations

from enum import StrEnum

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QImage, QKeyEvent, QPainter, QPaintEvent, QPen, QPixmap, QResizeEvent
from PySide6.QtWidgets import QAbstractScrollArea, QWidget

from ledger_app.core.i18n import _

_STEP = 1.25
_MOST_ZOOM = 5.0
_RESIZED_MS = 150


class Fit(StrEnum):
    """What a page is fitted to."""

    WIDTH = "width"
    PAGE = "page"


class PageView(QAbstractScrollArea):
    """One page. `wanted` asks for it to be drawn anew at `asked_size`; `turned` asks for a page by number."""

    turned = Signal(int)
    wanted = Signal()
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.fit = Fit.WIDTH
        self.zoom = 1.0
        self.page = 0
        self.pages = 1
        self._image = QImage()
        self._points = (1.0, 1.0)
        self._marks: tuple[tuple[float, float, float, float], ...] = ()
        self._ready: QPixmap | None = None
        self.setAccessibleName(_("Page"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.verticalScrollBar().setSingleStep(self.fontMetrics().height() * 2)
        self._resized = QTimer(self, singleShot=True, interval=_RESIZED_MS)
        self._resized.timeout.connect(self.wanted)

    def show_page(
        self,
        image: QImage,
        points: tuple[float, float],
        *,
        page: int,
        pages: int,
        marks: tuple[tuple[float, float, float, float], ...] = (),
    ) -> None:
        """Show a drawn page; another page than before starts at its top, or at the first of its `marks`."""
        is_other = page != self.page or pages != self.pages or (marks and marks != self._marks)
        if is_other:
            self.verticalScrollBar().setValue(0)
        self._image, self._points, self._marks = image, points, marks
        self.page, self.pages = page, pages
        self.setAccessibleDescription(_("Page {page} of {pages}").format(page=page + 1, pages=pages))
        self._lay_out()
        if is_other and marks:
            above = self.viewport().height() // 3
            self.verticalScrollBar().setValue(round(marks[0][1] * self._page_size().height()) - above)

    def top(self) -> None:
        """Go to the top of the page."""
        self.verticalScrollBar().setValue(0)

    def asked_size(self) -> tuple[int, int]:
        """Return the pixels to draw into; a height of 0 fits the width."""
        room, ratio = self._room(), self.devicePixelRatioF()
        height = round(room.height() * ratio * self.zoom) if self.fit is Fit.PAGE else 0
        return max(64, round(room.width() * ratio * self.zoom)), height

    def set_fit(self, fit: Fit) -> None:
        """Fit pages to the width, or show them whole."""
        self.fit, self.zoom = fit, 1.0
        self._lay_out()
        self.wanted.emit()

    def enlarge(self, steps: int) -> None:
        """Show the page larger, or smaller by negative steps."""
        self.zoom = min(max(self.zoom * _STEP**steps, 1 / _MOST_ZOOM), _MOST_ZOOM)
        self._lay_out()
        self._resized.start()

    def turn(self, steps: int) -> None:
        """Ask for a page further on, or back by negative steps."""
        page = min(max(self.page + steps, 0), self.pages - 1)
        if page != self.page:
            self.turned.emit(page)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        bar = self.verticalScrollBar()
        match event.key():
            case Qt.Key.Key_PageDown | Qt.Key.Key_Space if bar.value() < bar.maximum():
                bar.setValue(bar.value() + bar.pageStep())
            case Qt.Key.Key_PageDown | Qt.Key.Key_Right | Qt.Key.Key_Space:
                self.turn(1)
            case Qt.Key.Key_PageUp if bar.value() > 0:
                bar.setValue(bar.value() - bar.pageStep())
            case Qt.Key.Key_PageUp | Qt.Key.Key_Left:
                self.turn(-1)
            case Qt.Key.Key_Home:
                self.turned.emit(0)
            case Qt.Key.Key_End:
                self.turned.emit(self.pages - 1)
            case Qt.Key.Key_Plus | Qt.Key.Key_Equal:
                self.enlarge(1)
            case Qt.Key.Key_Minus:
                self.enlarge(-1)
            case Qt.Key.Key_Escape:
                self.left.emit()
            case _:
                super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._lay_out()
        if not self._image.isNull():
            self._resized.start()

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._image.isNull():
            return
        target = self._target()
        ratio = self.devicePixelRatioF()
        pixels = target.size() * ratio
        if self._ready is None or self._ready.size() != pixels:
            image = self._image
            if image.size() != pixels:
                mode = Qt.TransformationMode.SmoothTransformation
                image = image.scaled(pixels, Qt.AspectRatioMode.IgnoreAspectRatio, mode)
            self._ready = QPixmap.fromImage(image)
            self._ready.setDevicePixelRatio(ratio)
        painter = QPainter(self.viewport())
        painter.drawPixmap(target.topLeft(), self._ready)
        painter.setPen(self.palette().mid().color())
        painter.drawRect(target.adjusted(0, 0, -1, -1))
        self._paint_marks(painter, target)
        painter.end()

    def _paint_marks(self, painter: QPainter, target: QRect) -> None:
        """Frame what was looked for; paper is white, whatever the palette."""
        painter.setPen(QPen(QColor("#b35c00"), 2))
        painter.setBrush(QColor(255, 196, 0, 70))
        for left, top, width, height in self._marks:
            box = QRectF(
                left * target.width(), top * target.height(), width * target.width(), height * target.height()
            )
            painter.drawRect(box.translated(QPointF(target.topLeft())).adjusted(-2, -2, 2, 2))

    def sizeHint(self) -> QSize:
        em = self.fontMetrics().height()
        return QSize(em * 20, em * 20)

    def _room(self) -> QSize:
        edge = self.frameWidth() * 2
        bar = self.verticalScrollBar().sizeHint().width() if self.fit is Fit.WIDTH else 0
        return QSize(max(32, self.width() - edge - bar - 8), max(32, self.height() - edge - 8))

    def _page_size(self) -> QSize:
        room = self._room()
        width, height = self._points
        scale = room.width() / width
        if self.fit is Fit.PAGE:
            scale = min(scale, room.height() / height)
        scale *= self.zoom
        return QSize(max(1, round(width * scale)), max(1, round(height * scale)))

    def _target(self) -> QRect:
        size, view = self._page_size(), self.viewport().size()
        x = max(4, (view.width() - size.width()) // 2) - self.horizontalScrollBar().value()
        y = max(4, (view.height() - size.height()) // 2) - self.verticalScrollBar().value()
        return QRect(x, y, size.width(), size.height())

    def _lay_out(self) -> None:
        self._ready = None
        size, view = self._page_size(), self.viewport().size()
        for bar, whole, seen in (
            (self.horizontalScrollBar(), size.width() + 8, view.width()),
            (self.verticalScrollBar(), size.height() + 8, view.height()),
        ):
            bar.setRange(0, max(0, whole - seen) if not self._image.isNull() else 0)
            bar.setPageStep(max(1, seen))
        self.viewport().update()
