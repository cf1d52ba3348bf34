"""What a search found, in one list with headings: indicators, files, findings."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QPointF, QRect, QSize, Qt
from PySide6.QtGui import QFont, QPainter, QTextCharFormat, QTextLayout
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from ledger_app.audit import wording
from ledger_app.core.i18n import _
from ledger_app.search.model import Hit
from ledger_app.ui import file_words, theme
from ledger_app.ui.indicator_tree import indicator_title
from ledger_app.ui.state import State

Index = QModelIndex | QPersistentModelIndex
RESULT = Qt.ItemDataRole.UserRole
FILES = 12
_INDICATORS = 8
_FINDINGS = 6

Ranges = tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Result:
    """One line of the list. `page` and `target` say where it leads; a heading leads nowhere."""

    text: str
    under: str = ""
    ranges: Ranges = ()
    page: str = ""
    target: dict[str, object] = field(default_factory=dict)

    @property
    def is_heading(self) -> bool:
        return not self.page


def look(state: State, hits: Sequence[Hit], text: str) -> list[Result]:
    """Return everything that holds all the words, under headings; empty where nothing does."""
    words = text.casefold().split()
    if not words:
        return []
    groups = (
        (_("Indicators"), _indicators(state, words)),
        (_("Files"), _files(state, hits)),
        (_("Findings"), _findings(state, words)),
    )
    return [r for heading, found in groups if found for r in (Result(heading), *found)]


def _indicators(state: State, words: list[str]) -> list[Result]:
    found = []
    for indicator in state.scheme.indicators:
        title = indicator_title(indicator)
        asked = "、".join(r.text for r in indicator.requirements)
        rest = f"{title} {asked} {' '.join(indicator.units)} {' '.join(indicator.path)}".casefold()
        if all(w in rest for w in words):
            in_title = sum(w in title.casefold() for w in words)
            is_code = indicator.code.casefold() in words
            result = Result(title, asked, _ranges(title, words), "indicators", {"indicator": indicator.id})
            found.append((-is_code, -in_title, len(found), result))
    return [f[-1] for f in sorted(found, key=lambda f: f[:3])[:_INDICATORS]]


def _files(state: State, hits: Iterable[Hit]) -> list[Result]:
    codes = {i.id: i.code for i in state.scheme.indicators}
    linked: dict[int, int] = {}
    for link in state.links:
        linked.setdefault(link.item, link.indicator)
    results = []
    for hit in hits:
        indicator = linked.get(hit.item)
        page = "inbox" if indicator is None else "indicators"
        target: dict[str, object] = {"item": hit.item}
        if indicator is not None:
            target["indicator"] = indicator
        if hit.page is not None:
            target["page"] = hit.page
        text, ranges = hit.snippet, hit.ranges
        if hit.snippet == hit.path:
            cut = hit.path.rfind("/") + 1
            text = hit.path[cut:]
            ranges = tuple((max(a - cut, 0), b - cut) for a, b in hit.ranges if b > cut)
            under = file_words.folder_of(hit.path)
        else:
            under = file_words.shown(hit.path)
        place = codes.get(indicator, "") if indicator is not None else _("not linked yet")
        results.append(
            Result(file_words.shown(text), " · ".join(t for t in (place, under) if t), ranges, page, target)
        )
    return results


def _findings(state: State, words: list[str]) -> list[Result]:
    found = []
    for number, finding in enumerate(state.audit.findings):
        message = wording.message(finding)
        title = indicator_title(finding.indicator) if finding.indicator else ""
        if all(w in f"{message} {title} {' '.join(finding.files)} {finding.rule}".casefold() for w in words):
            found.append(Result(message, title, _ranges(message, words), "audit", {"finding": number}))
            if len(found) == _FINDINGS:
                break
    return found


def _ranges(text: str, words: list[str]) -> Ranges:
    """Return where the words stand, in order and not overlapping."""
    folded = text.casefold()
    if len(folded) != len(text):
        return ()
    found = sorted((folded.find(w), folded.find(w) + len(w)) for w in words if w in folded)
    kept: list[tuple[int, int]] = []
    for start, end in found:
        if not kept or start >= kept[-1][1]:
            kept.append((start, end))
    return tuple(kept)


class ResultModel(QAbstractListModel):
    """The lines of the list."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.results: list[Result] = []

    def show_results(self, results: list[Result]) -> None:
        """Show other lines."""
        self.beginResetModel()
        self.results = results
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.results)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        result = self.results[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return result.text
        if role in (Qt.ItemDataRole.AccessibleDescriptionRole, Qt.ItemDataRole.ToolTipRole):
            return result.under
        return result if role == RESULT else None

    def flags(self, index: Index) -> Qt.ItemFlag:
        if self.results[index.row()].is_heading:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable


class ResultDelegate(QStyledItemDelegate):
    """The text with what matched in bold, then where it is, in grey."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(10, round(option.fontMetrics.height() * 1.55))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        self.initStyleOption(option, index)
        result: Result = index.data(RESULT)
        option.text = ""
        style = option.widget.style()
        style.drawControl(QStyle.ControlElement.CE_ItemViewItem, option, painter, option.widget)
        is_selected = bool(option.state & QStyle.StateFlag.State_Selected)
        text = (option.palette.highlightedText() if is_selected else option.palette.text()).color()
        muted = text if is_selected else theme.colours(option.widget.palette()).muted
        room = option.rect.adjusted(8, 0, -8, 0)
        painter.save()
        if result.is_heading:
            painter.setPen(muted)
            painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, result.text)
        else:
            room.setLeft(room.left() + option.fontMetrics.height() // 2)
            painter.setPen(text)
            used = _draw_matched(painter, option.font, room, result)
            room.setLeft(room.left() + used + option.fontMetrics.height())
            if room.width() > option.fontMetrics.height() * 2:
                painter.setPen(muted)
                cut = option.fontMetrics.elidedText(result.under, Qt.TextElideMode.ElideRight, room.width())
                painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, cut)
        painter.restore()


def _draw_matched(painter: QPainter, font: QFont, room: QRect, result: Result) -> int:
    """Draw text with its matches in bold and return how wide it is."""
    painter.setFont(font)
    cut = painter.fontMetrics().elidedText(result.text, Qt.TextElideMode.ElideRight, room.width())
    bold = QTextCharFormat()
    bold.setFontWeight(QFont.Weight.Bold)
    bold.setFontUnderline(True)
    formats = []
    for start, end in result.ranges:
        if start < len(cut):
            part = QTextLayout.FormatRange()
            part.start, part.length, part.format = start, min(end, len(cut)) - start, bold
            formats.append(part)
    layout = QTextLayout(cut, font)
    layout.setFormats(formats)
    layout.beginLayout()
    line = layout.createLine()
    line.setLineWidth(room.width() * 2)
    layout.endLayout()
    layout.draw(painter, QPointF(room.left(), room.top() + (room.height() - line.height()) / 2))
    return round(line.naturalTextWidth())
