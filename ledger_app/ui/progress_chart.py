"""How far the work has come, audit by audit: two small curves over one time line, and the same as a table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import (
    QAccessible,
    QAccessibleEvent,
    QColor,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QPen,
    QPolygonF,
)
from PySide6.QtWidgets import QHBoxLayout, QLabel, QStackedWidget, QToolButton, QVBoxLayout, QWidget

from ledger_app.core.i18n import _, ngettext
from ledger_app.ui import file_words, fonts, theme
from ledger_app.ui.table import Column, Table


@dataclass(frozen=True, slots=True)
class Mark:
    """One audit: when it was (ISO), the points not secured, and the hard indicators that lack something."""

    at: str
    points: float
    hard: int

    def words(self) -> str:
        """Return the whole mark as it is read aloud."""
        hard = ngettext("{n} hard indicator open", "{n} hard indicators open", self.hard).format(n=self.hard)
        return _("{when}: {points} points not secured, {hard}").format(
            when=when(self.at), points=file_words.points(self.points), hard=hard
        )


def when(at: str) -> str:
    """Return date and time of an audit as the language writes them."""
    try:
        moment = datetime.fromisoformat(at)
    except ValueError:
        return at
    return f"{file_words.date(moment.date().isoformat())} {moment:%H:%M}"


def places(marks: Sequence[Mark]) -> list[float]:
    """Return where each mark stands on the time line, 0 to 1; evenly where the times don't tell."""
    try:
        times = [datetime.fromisoformat(mark.at).timestamp() for mark in marks]
    except ValueError:
        times = []
    if not times or times[-1] <= times[0] or times != sorted(times):
        return [n / max(1, len(marks) - 1) for n in range(len(marks))]
    return [(time - times[0]) / (times[-1] - times[0]) for time in times]


class ProgressChart(QWidget):
    """The chart under its heading, with a button that shows the same numbers as a table."""

    def __init__(self) -> None:
        super().__init__()
        self.curves = Curves()
        self.table: Table[Mark] = Table(
            [
                Column(_("Audit"), lambda m: when(m.at), width=24),
                Column(_("Not secured"), lambda m: file_words.points(m.points), width=8, is_number=True),
                Column(_("Hard open"), lambda m: str(m.hard), width=8),
            ],
            lambda m: m.at,
            name=_("Progress over time"),
        )
        self.button = QToolButton(checkable=True, autoRaise=True)
        self.button.setText(_("As a table"))
        self.button.toggled.connect(self._switch)
        title = QLabel(_("Progress over time"))
        title.setFont(fonts.heading(title.font()))
        title.setBuddy(self.curves)
        head = QHBoxLayout()
        head.setContentsMargins(10, 6, 6, 2)
        head.addWidget(title, 1)
        head.addWidget(self.button)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.curves)
        self._stack.addWidget(self.table)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(head)
        layout.addWidget(self._stack, 1)

    def show_marks(self, marks: Sequence[Mark]) -> None:
        """Show these audits, oldest first."""
        self.curves.show_marks(marks)
        self.table.show_rows(list(reversed(marks)))
        self.button.setVisible(bool(marks))

    def _switch(self, is_table: bool) -> None:
        self._stack.setCurrentIndex(1 if is_table else 0)


class Curves(QWidget):
    """Two curves, one over the other; Left and Right go from audit to audit and say its numbers."""

    def __init__(self) -> None:
        super().__init__()
        self.marks: list[Mark] = []
        self.chosen = -1
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setAccessibleName(_("Progress over time"))
        self._describe()

    def show_marks(self, marks: Sequence[Mark]) -> None:
        """Show these audits, oldest first, the newest chosen."""
        self.marks = list(marks)
        self.choose(len(self.marks) - 1)
        self.updateGeometry()

    def choose(self, number: int) -> None:
        """Choose an audit; its numbers are written and read aloud."""
        self.chosen = max(0, min(number, len(self.marks) - 1)) if self.marks else -1
        self._describe()
        self.update()

    def sentence(self) -> str:
        """Return what is written above the curves: the chosen audit in words."""
        if self.chosen < 0:
            return _("From the second audit on, this shows how far the work has come.")
        return self.marks[self.chosen].words()

    def sizeHint(self) -> QSize:
        return QSize(self.fontMetrics().height() * 16, self.fontMetrics().height() * 7)

    def minimumSizeHint(self) -> QSize:
        return QSize(self.fontMetrics().height() * 8, self.fontMetrics().height() * 4)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {
            Qt.Key.Key_Left: self.chosen - 1,
            Qt.Key.Key_Right: self.chosen + 1,
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: len(self.marks) - 1,
        }
        if self.marks and event.key() in steps:
            self.choose(steps[Qt.Key(event.key())])
        else:
            super().keyPressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self.marks:
            at = [abs(self._x(place) - event.position().x()) for place in places(self.marks)]
            self.choose(at.index(min(at)))

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self.choose(len(self.marks) - 1)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()

    def _describe(self) -> None:
        self.setAccessibleDescription(self.sentence())
        self.setToolTip(self.sentence())
        event = QAccessibleEvent(self, QAccessible.Event.DescriptionChanged)
        QAccessible.updateAccessibility(event)

    # drawing

    def _x(self, place: float) -> float:
        """Return where on the time line a place is; the names of the curves stand before it."""
        start = self._edge() + self._names()
        return start + place * max(1.0, self.width() - self._edge() - start)

    def _edge(self) -> float:
        return self.fontMetrics().height() * 0.8

    def _names(self) -> float:
        longest = max(self.fontMetrics().horizontalAdvance(words) for words in self._tops())
        return longest + self.fontMetrics().horizontalAdvance("0")

    def _tops(self) -> tuple[str, str]:
        """Return the name of each curve with its highest value."""
        points = max((mark.points for mark in self.marks), default=0.0)
        hard = max((mark.hard for mark in self.marks), default=0)
        return (
            _("points {most}").format(most=file_words.points(points)),
            _("hard {most}").format(most=hard),
        )

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), self.palette().base())
        colours = theme.colours(self.palette())
        line = self.fontMetrics().height()
        edge = self._edge()
        across = self.width() - 2 * edge
        painter.setPen(self.palette().color(QPalette.ColorRole.Text))
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        said = self.fontMetrics().elidedText(self.sentence(), Qt.TextElideMode.ElideRight, int(across))
        painter.drawText(QRectF(edge, 0, across, line * 1.4), flags, said)
        if len(self.marks) > 1:
            room = (self.height() - line * 2.8) / 2
            points = [mark.points for mark in self.marks]
            hard = [float(mark.hard) for mark in self.marks]
            above, below = self._tops()
            self._curve(painter, points, above, line * 1.5, room, colours.accent)
            self._curve(painter, hard, below, line * 1.5 + room, room, colours.veto)
            self._dates(painter, line * 1.2)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(self.palette().color(QPalette.ColorRole.Highlight), 1.5))
            painter.drawRect(QRectF(self.rect()).adjusted(1, 1, -1, -1))

    def _curve(
        self, painter: QPainter, values: list[float], name: str, top: float, room: float, colour: QColor
    ) -> None:
        """Draw one curve over its ground line, its name before it and a dot at the chosen audit."""
        colours = theme.colours(self.palette())
        ground, height = top + room - 3, room - self.fontMetrics().height() * 0.6
        most = max(*values, 1.0)
        spots = [
            QPointF(self._x(place), ground - height * value / most)
            for place, value in zip(places(self.marks), values, strict=True)
        ]
        painter.setPen(QPen(colours.line, 1))
        painter.drawLine(QPointF(self._x(0), ground), QPointF(self._x(1), ground))
        stairs = [spots[0]]
        for before, after in pairwise(spots):
            stairs += [QPointF(after.x(), before.y()), after]
        filled = QColor(colour)
        filled.setAlpha(36)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(filled)
        painter.drawPolygon(
            QPolygonF([QPointF(spots[0].x(), ground), *stairs, QPointF(spots[-1].x(), ground)])
        )
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(colour, 1.6))
        painter.drawPolyline(QPolygonF(stairs))
        painter.setBrush(colour)
        painter.drawEllipse(spots[self.chosen], 3.2, 3.2)
        painter.setPen(colours.muted)
        painter.drawText(QPointF(self._edge(), ground - height + self.fontMetrics().ascent() * 0.5), name)

    def _dates(self, painter: QPainter, height: float) -> None:
        painter.setPen(theme.colours(self.palette()).muted)
        area = QRectF(self._x(0), self.height() - height, self._x(1) - self._x(0), height)
        for mark, side in (
            (self.marks[0], Qt.AlignmentFlag.AlignLeft),
            (self.marks[-1], Qt.AlignmentFlag.AlignRight),
        ):
            painter.drawText(area, side | Qt.AlignmentFlag.AlignVCenter, when(mark.at).partition(" ")[0])
