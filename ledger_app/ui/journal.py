"""The journal: every operation, newest first, read as far as the list is scrolled."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from ledger_app.archive import Archive
from ledger_app.core import anchors, messages, operations
from ledger_app.core.errors import LedgerError
from ledger_app.core.i18n import _, ngettext
from ledger_app.core.journal import Entry, Kind
from ledger_app.scheme.model import Indicator
from ledger_app.ui import file_words
from ledger_app.ui.context import Context
from ledger_app.ui.indicator_tree import indicator_title
from ledger_app.ui.page import Page
from ledger_app.ui.placeholder import Placeholder
from ledger_app.ui.state import State
from ledger_app.ui.table import Column, Table

PIECE = 200


class JournalPage(Page):
    """Who did what and when, and whether it was taken back."""

    name = "journal"

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._undone: set[int] = set()
        self._indicators: dict[object, Indicator] = {}
        self._is_reading = False
        self._is_whole = False
        self._is_stale = True
        self.entries: Table[Entry] = Table(self._columns(), lambda e: e.id, name=_("Journal"))
        self.entries.remember(context.settings, "journal/columns")
        self.entries.verticalScrollBar().valueChanged.connect(self._scrolled)
        self._hint = QLabel(_("Newest first. Nothing is ever removed from this list."))
        self._hint.setWordWrap(True)
        self.verify_button = QPushButton(_("Verify the chain"))
        self.verify_button.setToolTip(_("Recompute every entry's digest and compare"))
        self.verify_button.clicked.connect(self._verify)
        self.anchor_edit = QLineEdit(clearButtonEnabled=True)
        self.anchor_edit.setPlaceholderText(_("Check value on paper"))
        self.anchor_edit.setAccessibleName(_("Check value on paper"))
        self.anchor_edit.setToolTip(
            _(
                "Type the journal's head from a closing sheet, like 1234:9f3a 6c12 77e0 a1b2 33c4, and press Enter"
            )
        )
        self.anchor_edit.setMinimumWidth(self.fontMetrics().averageCharWidth() * 34)
        self.anchor_edit.returnPressed.connect(self._check_anchor)
        bar = QHBoxLayout()
        bar.setContentsMargins(10, 8, 10, 8)
        bar.addWidget(self._hint, 1)
        bar.addWidget(self.anchor_edit)
        bar.addWidget(self.verify_button)
        self._empty = Placeholder()
        self._empty.say(_("Nothing was done yet"), _("Every step in this archive is written down here."))
        room = QWidget()
        self._stack = QStackedLayout(room)
        self._stack.addWidget(self.entries)
        self._stack.addWidget(self._empty)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(bar)
        layout.addWidget(room, 1)
        self.begin_at(self.entries)
        self.show_state(context.state)

    @classmethod
    def title(cls) -> str:
        return _("Journal")

    def show_state(self, state: State) -> None:
        self._is_stale = True
        self._indicators = {key: i for i in state.scheme.indicators for key in (i.id, i.code)}
        if self.isVisible():
            self._read_newest()

    def showEvent(self, event: object) -> None:
        super().showEvent(event)
        if self._is_stale:
            self._read_newest()

    def _read_newest(self) -> None:
        self._is_stale = False
        many = max(PIECE, len(self.entries.rows.rows))
        self._read(None, many)

    def _scrolled(self, value: int) -> None:
        rows = self.entries.rows.rows
        bar = self.entries.verticalScrollBar()
        if rows and not self._is_whole and value >= bar.maximum() - bar.pageStep():
            self._read(rows[-1].id, PIECE)

    def _read(self, before: int | None, limit: int) -> None:
        if self._is_reading:
            return
        self._is_reading = True
        job = self.context.run(
            _("Read the journal"),
            lambda archive, _p: archive.db.entries(limit=limit, before=before),
            done=lambda found: self._show(found, before, limit),
            is_quiet=True,
        )
        job.ended.connect(self._finish)

    def _finish(self) -> None:
        self._is_reading = False

    def _show(self, found: object, before: int | None, limit: int) -> None:
        entries: list[Entry] = list(found)
        self._is_whole = len(entries) < limit
        known = [] if before is None else self.entries.rows.rows
        self._undone = undone([*known, *entries])
        if before is None:
            self.entries.show_rows(entries)
        else:
            self.entries.rows.append(entries)
        self._stack.setCurrentIndex(0 if self.entries.rows.rows else 1)

    def _verify(self) -> None:
        self.context.run(
            _("Verify the journal"), lambda archive, _p: archive.db.verify_journal(), done=self._verified
        )

    def _verified(self, result: object) -> None:
        count, first_bad = result
        if first_bad is None:
            self._hint.setText(_("The chain of {n} entries is intact.").format(n=count))
        else:
            self._hint.setText(
                _("Entry {n} is not what was written; please keep this archive and its backups.").format(
                    n=first_bad
                )
            )

    def _check_anchor(self) -> None:
        text = self.anchor_edit.text().strip()
        if text:
            self.context.run(
                _("Check against paper"),
                lambda archive, _p: _anchored(archive, text),
                done=self._anchor_checked,
            )

    def _anchor_checked(self, said: object) -> None:
        self._hint.setText(str(said))

    def _columns(self) -> list[Column[Entry]]:
        return [
            Column(_("No."), lambda e: f"{e.id:,}", width=8, is_number=True),
            Column(_("When"), lambda e: when(e.at), width=28),
            Column(_("Who"), lambda e: e.actor, width=14),
            Column(
                _("What"),
                operations.sentence,
                width=26,
                colour=lambda e: "muted" if e.id in self._undone else "",
            ),
            Column(_("State"), lambda e: _("taken back") if e.id in self._undone else "", width=12),
            Column(_("Concerns"), lambda e: concerns(e, self._indicators), width=40),
        ]


def _anchored(archive: Archive, text: str) -> str:
    try:
        return anchors.sentence(anchors.holds(archive.db, text))
    except LedgerError as error:
        return messages.sentence(error)


def undone(entries: list[Entry]) -> set[int]:
    """Return the entries that are taken back; they come newest first, so that a later word counts."""
    found: set[int] = set()
    for entry in entries:
        if entry.kind is not Kind.DO and entry.answers is not None and entry.id not in found:
            found.add(entry.answers)
    return found


def concerns(entry: Entry, indicators: Mapping[object, Indicator]) -> str:
    """Return what an entry was about: the indicator, how many files, the document's title."""
    detail = entry.detail
    parts = []
    if code := detail.get("indicator"):
        found = indicators.get(code)
        parts.append(indicator_title(found) if found else str(code))
    count = detail.get("items", detail.get("files"))
    if isinstance(count, int) and count:
        parts.append(ngettext("{n:,} file", "{n:,} files", count).format(n=count))
    if title := detail.get("title"):
        parts.append(str(title))
    return " · ".join(parts)


def when(at: str) -> str:
    """Return an ISO time as the language writes date and time."""
    try:
        moment = datetime.fromisoformat(at).astimezone()
    except ValueError:
        return at
    return f"{file_words.date(moment.date().isoformat())} {moment:%H:%M:%S}"
