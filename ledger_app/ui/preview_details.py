"""What is known of a file: title, number, kind, villages and more, each with its source, corrected in place."""

from __future__ import annotations

from html import escape

from PySide6.QtCore import QModelIndex, QStringListModel, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPalette
from PySide6.QtWidgets import (
    QComboBox,
    QCompleter,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from ledger_app.core.i18n import _
from ledger_app.evidence.model import HeldFile
from ledger_app.search.figures import ROWS
from ledger_app.search.kinds import KINDS
from ledger_app.search.labels import LABELS, SOURCES
from ledger_app.search.model import Description, Figure
from ledger_app.search.wording import READING_ERRORS, reading_error
from ledger_app.ui import file_words, theme
from ledger_app.ui.indicator_tree import indicator_title
from ledger_app.ui.state import State
from ledger_app.vault.model import IN_USE

_ALWAYS = ("title", "date", "kind")
_PLACES = 6
_FIGURES = 8
_BETWEEN = "、"
_INSET = 2  # pixels before the text of a line edit


class Details(QWidget):
    """The description of one file. F2 (`edit`) opens its fields, Enter keeps, Esc leaves them as they were.

    `corrected` names an item and the fields a person changed, None for one that is taken back.
    `opened` says that the fields were opened: whoever knows the archive's villages calls `offer`.
    """

    corrected = Signal(int, dict)
    followed = Signal(str)
    finished = Signal()
    opened = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._held: HeldFile | None = None
        self._before: dict[str, str] = {}
        self.fields: dict[str, QLineEdit] = {}
        self.sources: dict[str, QLabel] = {}
        self._labels: dict[str, QLabel] = {}
        self.kind = QComboBox()
        grid = self._grid = QGridLayout()
        grid.setVerticalSpacing(1)
        grid.setColumnStretch(1, 1)
        for row, name in enumerate(LABELS):
            self._add_field(grid, row, name)
        self._add_kinds(grid)
        self._completer = _LastNameCompleter(self.fields["villages"])
        self.fields["villages"].setCompleter(self._completer)
        self._rest = QLabel()
        self._rest.setWordWrap(True)
        self._rest.setTextFormat(Qt.TextFormat.RichText)
        self._rest.setTextInteractionFlags(Qt.TextInteractionFlag.TextBrowserInteraction)
        self._rest.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._rest.linkActivated.connect(self.followed)
        self._rest.setAccessibleName(_("Figures, state, checksum, places and links"))
        self._buttons = QWidget()
        buttons = QHBoxLayout(self._buttons)
        buttons.setContentsMargins(0, 2, 0, 2)
        self._keep = QPushButton(_("Save"))
        self._leave = QPushButton(_("Cancel"))
        buttons.addStretch(1)
        buttons.addWidget(self._keep)
        buttons.addWidget(self._leave)
        self._keep.clicked.connect(self.save)
        self._leave.clicked.connect(self.cancel)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 6, 8, 6)
        layout.addWidget(self._buttons)
        layout.addLayout(grid)
        layout.addWidget(self._rest)
        layout.addStretch(1)
        self.setTabOrder(self.fields["kind"], self.kind)
        self._set_editable(False)

    @property
    def is_editing(self) -> bool:
        """Whether the fields are open for writing."""
        return not self.fields["title"].isReadOnly()

    def show_file(self, state: State, held: HeldFile, description: Description | None) -> None:
        """Show a file; one that is being corrected stays as the person writes it."""
        if self.is_editing and self._held and self._held.id == held.id:
            return
        self._held = held
        self._set_editable(False)
        self.kind.setCurrentIndex(max(0, self.kind.findData(description.kind if description else None)))
        for name, field in self.fields.items():
            self._before[name] = _text(name, getattr(description, name) if description else None)
            field.setText(self._before[name])
            field.setCursorPosition(0)
            field.setToolTip(self._before[name])
            self._show_source(name, description.sources.get(name, "") if description else "")
        self._show_rows(False)
        self._show_rest(_rest(state, held, description))

    def offer(self, villages: list[str]) -> None:
        """Offer these names while villages are written."""
        self._completer.offer(villages)

    def edit(self) -> None:
        """Open the fields for writing."""
        if self._held:
            self._set_editable(True)
            self.fields["title"].setFocus(Qt.FocusReason.ShortcutFocusReason)
            self.fields["title"].selectAll()
            self.opened.emit()

    def save(self) -> None:
        """Hand over the fields that were changed; an emptied one goes back to what the file says."""
        self.fields["kind"].setText(file_words.document_kind(self.kind.currentData()))
        changed = {
            name: self._stored(name)
            for name, field in self.fields.items()
            if field.text().strip() != self._before[name]
        }
        self._set_editable(False)
        if self._held and changed:
            self.corrected.emit(self._held.id, changed)
        self.finished.emit()

    def cancel(self) -> None:
        """Leave the fields as they were."""
        for name, field in self.fields.items():
            field.setText(self._before.get(name, ""))
        self.kind.setCurrentIndex(max(0, self.kind.findText(self._before.get("kind", ""))))
        self._set_editable(False)
        self.finished.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self.is_editing and event.key() == Qt.Key.Key_Escape:
            self.cancel()
        elif self.is_editing and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.save()
        else:
            super().keyPressEvent(event)

    def _add_field(self, grid: QGridLayout, row: int, name: str) -> None:
        label, field, source = QLabel(_(LABELS[name])), QLineEdit(), QLabel()
        label.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        source.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        source.setTextFormat(Qt.TextFormat.RichText)
        source.setTextInteractionFlags(
            Qt.TextInteractionFlag.LinksAccessibleByMouse | Qt.TextInteractionFlag.LinksAccessibleByKeyboard
        )
        source.linkActivated.connect(self._take_back)
        label.setBuddy(field)
        field.setAccessibleName(_(LABELS[name]))
        self.fields[name], self.sources[name], self._labels[name] = field, source, label
        grid.addWidget(label, row, 0)
        grid.addWidget(field, row, 1)
        grid.addWidget(source, row, 2)

    def _add_kinds(self, grid: QGridLayout) -> None:
        """Put the menu of kinds in the place of the kind's text while the fields are open."""
        self.kind.setAccessibleName(self.fields["kind"].accessibleName())
        self.kind.addItem("", None)
        for code in KINDS:
            self.kind.addItem(file_words.document_kind(code), code)
        grid.addWidget(self.kind, list(LABELS).index("kind"), 1)

    def _show_source(self, name: str, source: str) -> None:
        label = self.sources[name]
        text = escape(_(SOURCES[source])) if source in SOURCES and self._before[name] else ""
        if source == "person":
            back = escape(_("Take back"))
            text += f" · <a href='{name}'>{back}</a>"
            label.setAccessibleName(_("Take back what you wrote: {field}").format(field=_(LABELS[name])))
        label.setText(text)
        label.setFocusPolicy(Qt.FocusPolicy.StrongFocus if source == "person" else Qt.FocusPolicy.NoFocus)

    def _show_rest(self, lines: list[tuple[str, str]]) -> None:
        """Show what nobody writes, its labels in line with those of the fields."""
        named = [self._labels[n].text() for n, field in self.fields.items() if not field.isHidden()]
        widest = max(
            self.fontMetrics().horizontalAdvance(t) for t in (*named, *(label for label, _t in lines))
        )
        self._grid.setColumnMinimumWidth(0, widest)
        width = widest + self._grid.horizontalSpacing() + _INSET
        muted = theme.colours(self.palette()).muted.name()
        rows = "".join(
            f"<tr><td width='{width}' style='color:{muted};white-space:nowrap'>{escape(label)}</td>"
            f"<td>{text}</td></tr>"
            for label, text in lines
        )
        self._rest.setText(f"<table cellspacing='0' cellpadding='0'>{rows}</table>")

    def _take_back(self, name: str) -> None:
        if self._held and not self.is_editing:
            self.corrected.emit(self._held.id, {name: None})

    def _stored(self, name: str) -> object:
        """Return a field as the archive keeps it, None where it was emptied."""
        text = self.fields[name].text().strip()
        if name == "kind":
            return self.kind.currentData()
        return text or None

    def _set_editable(self, on: bool) -> None:
        for field in self.fields.values():
            field.setReadOnly(not on)
            field.setFrame(on)
            field.setFocusPolicy(Qt.FocusPolicy.StrongFocus if on else Qt.FocusPolicy.ClickFocus)
            palette = QPalette(self.palette())
            if not on:
                palette.setColor(QPalette.ColorRole.Base, Qt.GlobalColor.transparent)
            field.setPalette(palette)
            field.setPlaceholderText("" if on else "–")
        if on:
            self.fields["date"].setPlaceholderText("2025-03-05")
            self.fields["villages"].setPlaceholderText(_("names with 、 between them"))
        for source in self.sources.values():
            source.setEnabled(not on)
        self._show_rows(on)
        self._buttons.setVisible(on)

    def _show_rows(self, on: bool) -> None:
        """Leave out what is not known, but for what every file has; while it is written, show everything."""
        for name, field in self.fields.items():
            is_shown = on or name in _ALWAYS or bool(field.text())
            for widget in (self._labels[name], field, self.sources[name]):
                widget.setVisible(is_shown)
        self.kind.setVisible(on)
        self.fields["kind"].setVisible(not on)


class _LastNameCompleter(QCompleter):
    """Completes the last of several names with 、 between them."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__([], parent)
        self.setFilterMode(Qt.MatchFlag.MatchContains)

    def offer(self, names: list[str]) -> None:
        """Offer these names from now on."""
        self.setModel(QStringListModel(names, self))

    def splitPath(self, path: str) -> list[str]:
        return [path.rpartition(_BETWEEN)[2].strip()]

    def pathFromIndex(self, index: QModelIndex) -> str:
        written = self.widget().text()
        before, between, _last = written.rpartition(_BETWEEN)
        return f"{before}{between}{index.data()}"


def _text(name: str, value: object) -> str:
    match name:
        case _ if value is None:
            return ""
        case "date":
            return file_words.date(str(value))
        case "kind":
            return file_words.document_kind(str(value))
        case "villages":
            return _BETWEEN.join(value)
    return str(value)


def _figures(description: Description) -> str:
    shown = [escape(_figure(figure)) for figure in description.figures[:_FIGURES]]
    if len(description.figures) > _FIGURES:
        shown.append(_("and {n} more").format(n=len(description.figures) - _FIGURES))
    return " · ".join(f"<span style='white-space:nowrap'>{text}</span>" for text in shown)


def _figure(figure: Figure) -> str:
    if figure.label == ROWS:
        return _("{n} numbered rows").format(n=f"{figure.value:,}")
    return f"{figure.label} {figure.value:,} {figure.unit}"


def _rest(state: State, held: HeldFile, description: Description | None) -> list[tuple[str, str]]:
    """Return label and rich text of what nobody writes."""
    places = state.of_item(held.id)
    lines = [
        (
            _("State"),
            escape(file_words.state(held))
            + (escape(f" · {held.reason}") if held.reason not in (None, IN_USE) else "")
            + f" · {file_words.size(held.size)} · {escape(file_words.modified(held.mtime_ns))}",
        )
    ]
    if description and description.error in READING_ERRORS:
        lines.append((_("Content"), escape(reading_error(str(description.error)))))
    if description and description.figures:
        lines.append((_("Figures"), _figures(description)))
    if held.sha256:
        lines.append(("SHA-256", f"<span title='{held.sha256}'>{held.sha256[:16]}…</span>"))
    shown = [escape(file_words.shown(p.path)) for p in places[:_PLACES]]
    if len(places) > _PLACES:
        shown.append(_("and {n} more").format(n=len(places) - _PLACES))
    lines.append((_("Place"), "<br>".join(shown)))
    linked = {link.indicator for link in state.links if link.item == held.id}
    names = [
        f'<a href="{i.id}">{escape(indicator_title(i))}</a>'
        for i in state.scheme.indicators
        if i.id in linked
    ]
    lines.append((_("Shows"), "<br>".join(names) or escape(_("not linked yet"))))
    return lines
