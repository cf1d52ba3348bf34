"""What is known of a file: title, number, issuer, date, pages, each with its source, corrected in place."""

from __future__ import annotations

from html import escape

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QPalette
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from ledger_app.core.i18n import N_, _
from ledger_app.evidence.model import HeldFile
from ledger_app.search.dates import dates_in
from ledger_app.search.model import Description
from ledger_app.search.wording import READING_ERRORS, reading_error
from ledger_app.ui import file_words, theme
from ledger_app.ui.indicator_tree import indicator_title
from ledger_app.ui.state import State

LABELS: dict[str, str] = {
    "title": N_("Title"),
    "document_number": N_("Document number"),
    "issuer": N_("Issuer"),
    "date": N_("Date"),
    "pages": N_("Page count"),
}
SOURCES: dict[str, str] = {
    "content": N_("from the content"),
    "properties": N_("from the file's properties"),
    "exif": N_("from the photo's data"),
    "name": N_("from the name"),
    "person": N_("corrected"),
}
_PLACES = 6


class Details(QWidget):
    """The description of one file. F2 (`edit`) opens its fields, Enter keeps, Esc leaves them as they were."""

    corrected = Signal(int, dict)
    followed = Signal(str)
    finished = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._held: HeldFile | None = None
        self._before: dict[str, str] = {}
        self.fields: dict[str, QLineEdit] = {}
        self.sources: dict[str, QLabel] = {}
        grid = self._grid = QGridLayout()
        grid.setVerticalSpacing(1)
        grid.setColumnStretch(1, 1)
        for row, name in enumerate(LABELS):
            self._add_field(grid, row, name)
        self._rest = QLabel()
        self._rest.setWordWrap(True)
        self._rest.setTextFormat(Qt.TextFormat.RichText)
        self._rest.setTextInteractionFlags(Qt.TextInteractionFlag.TextBrowserInteraction)
        self._rest.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._rest.linkActivated.connect(self.followed)
        self._rest.setAccessibleName(_("State, checksum, places and links"))
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
        for name, field in self.fields.items():
            self._before[name] = _text(name, getattr(description, name) if description else None)
            field.setText(self._before[name])
            field.setCursorPosition(0)
            field.setToolTip(self._before[name])
            source = description.sources.get(name, "") if description and self._before[name] else ""
            self.sources[name].setText(_(SOURCES[source]) if source in SOURCES else "")
        muted = theme.colours(self.palette()).muted.name()
        width = self._grid.cellRect(0, 1).left() - self._grid.cellRect(0, 0).left()
        self._rest.setText(_rest(state, held, description, muted, width))

    def edit(self) -> None:
        """Open the fields for writing."""
        if self._held:
            self._set_editable(True)
            self.fields["title"].setFocus(Qt.FocusReason.ShortcutFocusReason)
            self.fields["title"].selectAll()

    def save(self) -> None:
        """Hand over the fields that were changed; an emptied one goes back to what the file says."""
        changed = {
            name: _stored(name, field.text().strip()) or None
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
        label.setBuddy(field)
        field.setAccessibleName(_(LABELS[name]))
        self.fields[name], self.sources[name] = field, source
        grid.addWidget(label, row, 0)
        grid.addWidget(field, row, 1)
        grid.addWidget(source, row, 2)

    def _set_editable(self, on: bool) -> None:
        for field in self.fields.values():
            field.setReadOnly(not on)
            field.setFrame(on)
            field.setFocusPolicy(Qt.FocusPolicy.StrongFocus if on else Qt.FocusPolicy.ClickFocus)
            palette = QPalette(self.palette())
            if not on:
                palette.setColor(QPalette.ColorRole.Base, Qt.GlobalColor.transparent)
            field.setPalette(palette)
        self.fields["date"].setPlaceholderText("2025-03-05" if on else "–")
        for name in ("title", "document_number", "issuer", "pages"):
            self.fields[name].setPlaceholderText("" if on else "–")
        self._buttons.setVisible(on)


def _text(name: str, value: object) -> str:
    if value is None:
        return ""
    return file_words.date(str(value)) if name == "date" else str(value)


def _stored(name: str, text: str) -> str:
    """Return a field as the archive keeps it: a date that people write as 2025年3月5日 becomes ISO."""
    if name != "date":
        return text
    year = text.removesuffix("年")
    found = dates_in(text)
    whole = found and found[0][:2] == (0, len(text))
    return found[0][2] if whole else year if len(year) == 4 and year.isdecimal() else text


def _rest(state: State, held: HeldFile, description: Description | None, muted: str, width: int) -> str:
    places = state.of_item(held.id)
    lines = [
        (
            _("State"),
            escape(_(file_words.STATUS[held.status]))
            + (escape(f" · {held.reason}") if held.reason else "")
            + f" · {file_words.size(held.size)} · {escape(file_words.modified(held.mtime_ns))}",
        )
    ]
    if description and description.error in READING_ERRORS:
        lines.append((_("Content"), escape(reading_error(str(description.error)))))
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
    rows = "".join(
        f"<tr><td width='{width}' style='color:{muted};white-space:nowrap'>{escape(label)}</td><td>{text}</td></tr>"
        for label, text in lines
    )
    return f"<table cellspacing='0' cellpadding='1'>{rows}</table>"
