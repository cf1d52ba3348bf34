"""What a search found, in one list with headings: indicators, files, findings."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QPointF, QRect, QSize, Qt
from PySide6.QtGui import QFont, QPainter, QTextCharFormat, QTextLayout
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from ledger_app.archive import Archive
from ledger_app.audit import wording
from ledger_app.core import messages
from ledger_app.core.errors import LedgerError
from ledger_app.core.i18n import _, ngettext
from ledger_app.search import completing, places, querying
from ledger_app.search.characters import searchable
from ledger_app.search.excerpts import ranges_in
from ledger_app.search.model import Hit
from ledger_app.ui import file_words, theme
from ledger_app.ui.indicator_tree import indicator_title
from ledger_app.ui.state import State

Index = QModelIndex | QPersistentModelIndex
RESULT = Qt.ItemDataRole.UserRole
FILES = 12
_INDICATORS = 8
_FINDINGS = 6
_CHOICES = 14
_MOST_NEW = 300  # files brought up to date before an answer: about a tenth of a second
_LINE, _BELOW = 1.55, 1.3  # heights of an entry's lines, in font heights

Ranges = tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Result:
    """One entry of the list. `page` and `target` say where it leads; a heading leads nowhere.

    `ranges` are what matched in `text`; `under` stands beside it in grey, `below` on a line of its own with
    `below_ranges`. An entry with `typed` is put into the field instead of leading anywhere.
    """

    text: str
    under: str = ""
    ranges: Ranges = ()
    page: str = ""
    target: dict[str, object] = field(default_factory=dict)
    below: str = ""
    below_ranges: Ranges = ()
    typed: str = ""

    @property
    def is_heading(self) -> bool:
        return not self.page and not self.typed


@dataclass(frozen=True, slots=True)
class Found:
    """The answer to one query: entries under headings, or the sentence to show instead; `note` stands below."""

    results: tuple[Result, ...] = ()
    sentence: str = ""
    note: str = ""


def answer(archive: Archive, state: State, text: str) -> Found:
    """Search everything for what was typed; runs beside the event loop."""
    choices = _choices(archive, state, text)
    try:
        hits = archive.find(text, limit=FILES, most_new=_MOST_NEW)
    except LedgerError as error:
        if not error.code.startswith("filter-") and error.code != "unknown-indicator":
            raise
        return Found(tuple(choices), "" if choices else messages.sentence(error))
    results = [*choices, *look(state, hits, text)]
    waiting = places.waiting(archive.db)
    note = ngettext("{n} file is still being indexed", "{n} files are still being indexed", waiting)
    sentence = "" if results else _("Nothing holds “{text}”; try fewer words or another spelling.")
    return Found(tuple(results), sentence.format(text=text), note.format(n=f"{waiting:,}") if waiting else "")


def look(state: State, hits: Sequence[Hit], text: str) -> list[Result]:
    """Return everything that holds all the words, under headings; empty where nothing does."""
    asked = querying.parsed(text)
    words = list(asked.wanted)
    of_scheme = words if asked.filters == querying.Filters() and not asked.unwanted else []
    heading = _("Files (the first {n})").format(n=FILES) if len(hits) >= FILES else _("Files")
    groups = (
        (_("Indicators"), _indicators(state, of_scheme) if of_scheme else []),
        (heading, _files(state, hits, words)),
        (_("Findings"), _findings(state, of_scheme) if of_scheme else []),
    )
    return [r for name, found in groups if found for r in (Result(name), *found)]


def _choices(archive: Archive, state: State, text: str) -> list[Result]:
    """Return the values of the filter that is being typed at the end."""
    typing = completing.open_filter(text)
    if typing is None:
        return []
    name, value, start = typing
    if name == "indicator":
        found = [
            Result(indicator_title(i), typed=completing.completed(text, start, i.code))
            for i in state.scheme.indicators
            if value.casefold() in f"{i.code} {i.name}".casefold() and i.code != value
        ]
    else:
        found = [
            Result(known, typed=completing.completed(text, start, known))
            for known in completing.values(archive.db, name, value)
            if known != value
        ]
    return [Result(completing.key_shown(name)), *found[:_CHOICES]] if found else []


def _indicators(state: State, words: list[str]) -> list[Result]:
    found = []
    for indicator in state.scheme.indicators:
        title = indicator_title(indicator)
        asked = "、".join(r.text for r in indicator.requirements)
        rest = searchable(f"{title} {asked} {' '.join(indicator.units)} {' '.join(indicator.path)}")
        if all(w in rest for w in words):
            in_title = sum(w in searchable(title) for w in words)
            is_code = searchable(indicator.code) in words
            result = Result(title, asked, ranges_in(title, words), "indicators", {"indicator": indicator.id})
            found.append((-is_code, -in_title, len(found), result))
    return [f[-1] for f in sorted(found, key=lambda f: f[:3])[:_INDICATORS]]


def _files(state: State, hits: Iterable[Hit], words: list[str]) -> list[Result]:
    codes = {i.id: i.code for i in state.scheme.indicators}
    linked: dict[int, int] = {}
    for link in state.links:
        linked.setdefault(link.item, link.indicator)
    results = []
    for hit in hits:
        indicator = linked.get(hit.item)
        page = "inbox" if indicator is None else "indicators"
        target: dict[str, object] = {"item": hit.item, "words": tuple(words)}
        if indicator is not None:
            target["indicator"] = indicator
        if hit.page is not None:
            target["at_page"] = hit.page
        cut = hit.path.rfind("/") + 1
        below, below_ranges = file_words.folder_of(hit.path), _behind(hit.named, 0, cut - 1)
        if hit.snippet != hit.path:
            before = _("p. {page}").format(page=hit.page) + "  " if hit.page is not None else ""
            below = before + file_words.shown(hit.snippet)
            below_ranges = tuple((a + len(before), b + len(before)) for a, b in hit.ranges)
        results.append(
            Result(
                file_words.shown(hit.path[cut:]),
                codes.get(indicator, "") if indicator is not None else _("not linked yet"),
                _behind(hit.named, cut, len(hit.path)),
                page,
                target,
                below,
                below_ranges,
            )
        )
    return results


def _behind(ranges: Ranges, start: int, end: int) -> Ranges:
    """Return the ranges inside a part of a text, counted from its start."""
    return tuple((max(a, start) - start, min(b, end) - start) for a, b in ranges if b > start and a < end)


def _findings(state: State, words: list[str]) -> list[Result]:
    found = []
    for number, finding in enumerate(state.audit.findings):
        message = wording.message(finding)
        title = indicator_title(finding.indicator) if finding.indicator else ""
        said = searchable(f"{message} {title} {' '.join(finding.files)} {finding.rule}")
        if all(w in said for w in words):
            found.append(Result(message, title, ranges_in(message, words), "audit", {"finding": number}))
            if len(found) == _FINDINGS:
                break
    return found


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
            return " · ".join(t for t in (result.under, result.below) if t)
        return result if role == RESULT else None

    def flags(self, index: Index) -> Qt.ItemFlag:
        if self.results[index.row()].is_heading:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable


class ResultDelegate(QStyledItemDelegate):
    """The text with what matched in bold and underlined, what it belongs to in grey, the excerpt below."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        result: Result = index.data(RESULT)
        return QSize(10, height_of(result, option.fontMetrics.height()))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        self.initStyleOption(option, index)
        result: Result = index.data(RESULT)
        option.text = ""
        style = option.widget.style()
        style.drawControl(QStyle.ControlElement.CE_ItemViewItem, option, painter, option.widget)
        is_selected = bool(option.state & QStyle.StateFlag.State_Selected)
        text = (option.palette.highlightedText() if is_selected else option.palette.text()).color()
        muted = text if is_selected else theme.colours(option.widget.palette()).muted
        em = option.fontMetrics.height()
        room = option.rect.adjusted(8, 0, -8, 0)
        painter.save()
        if result.is_heading:
            painter.setPen(muted)
            painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, result.text)
        else:
            room.setLeft(room.left() + em // 2)
            line = QRect(room)
            line.setHeight(round(em * _LINE))
            painter.setPen(text)
            used = _draw_matched(painter, option.font, line, result.text, result.ranges)
            aside = QRect(line)
            aside.setLeft(line.left() + used + em)
            if aside.width() > em * 2:
                painter.setPen(muted)
                cut = option.fontMetrics.elidedText(result.under, Qt.TextElideMode.ElideRight, aside.width())
                painter.drawText(aside, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, cut)
            if result.below:
                line.moveTop(line.top() + round(em * _BELOW))
                painter.setPen(muted)
                _draw_matched(painter, option.font, line, result.below, result.below_ranges)
        painter.restore()


def height_of(result: Result, em: int) -> int:
    """Return how high an entry is, in pixels, for a font of this height."""
    return round(em * (_LINE + (_BELOW if result.below else 0)))


def _draw_matched(painter: QPainter, font: QFont, room: QRect, text: str, ranges: Ranges) -> int:
    """Draw text with its matches in bold and underlined, and return how wide it is."""
    painter.setFont(font)
    cut = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, room.width())
    bold = QTextCharFormat()
    bold.setFontWeight(QFont.Weight.Bold)
    bold.setFontUnderline(True)
    formats = []
    for start, end in ranges:
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
